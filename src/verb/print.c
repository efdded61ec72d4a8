#include "verb/print.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "stream/writer.h"
#include "verb/print-private.h"
#include "verb/width.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLUSH_AT ((size_t)32 * 1024)

struct printer *print_new(enum print_form form, size_t width, struct writer *to)
{
	struct printer *p = NEW(struct printer);

	p->form = form;
	p->width = width;
	p->to = to;
	p->out = p->fields = p->held = STR_INIT;
	for (size_t i = 0; i < PRINT_COLUMNS_MAX; i++)
		p->cells[i].text = STR_INIT;
	return p;
}

void print_free(struct printer *p)
{
	if (p == NULL)
		return;
	str_done(&p->out);
	str_done(&p->fields);
	str_done(&p->held);
	for (size_t i = 0; i < PRINT_COLUMNS_MAX; i++)
		str_done(&p->cells[i].text);
	free(p);
}

enum print_form print_form(const struct printer *p)
{
	return p->form;
}

size_t print_width(const struct printer *p)
{
	return p->form == PRINT_TEXT ? p->width : 0;
}

void print_set_form(struct printer *p, enum print_form form)
{
	assert(!p->begun && p->out.len == 0 && p->table == NULL);
	p->form = form;
}

void print_flush(struct printer *p, bool all)
{
	struct err e = ERR_INIT;

	if (!p->failed && p->out.len > 0 && (all || p->out.len >= FLUSH_AT) &&
	    p->to->ops->write(p->to, p->out.s, p->out.len, &e) < 0) {
		p->failed = true;
		p->broken = e.sys == EPIPE;
		(void)err_str(&e, p->why, sizeof(p->why));
	}
	if (p->failed || all || p->out.len >= FLUSH_AT)
		str_cut(&p->out, 0);
}

static int tell(const struct printer *p, struct err *e)
{
	if (!p->failed)
		return 0;
	(void)err_set(e, ERR_STORE, "the output: %s", p->why);
	e->sys = p->broken ? EPIPE : 0;
	return -1;
}

/* --- JSON --------------------------------------------------------------- */

static void json_member(struct printer *p, const char *name)
{
	str_add(&p->out, p->begun ? ",\n" : "{");
	encode_json(&p->out, name);
	str_add_char(&p->out, ':');
	p->begun = true;
}

static void json_cell(struct str *out, const struct column *c,
		      const struct cell *cell)
{
	char buf[CLOCK_TEXT];

	if (!cell->known)
		str_add(out, "null");
	else if (c->type == CELL_TEXT)
		encode_json(out, cell->text.s);
	else if (c->type == CELL_JSON)
		str_add(out, cell->text.s);
	else if (c->type == CELL_TIME)
		encode_json(out, clock_rfc3339(cell->number, buf));
	else if (c->type == CELL_BOOL)
		str_add(out, cell->number != 0 ? "true" : "false");
	else
		str_addf(out, "%" PRId64, cell->number);
}

static void json_row(struct printer *p)
{
	str_add(&p->out, p->rows > 0 ? ",\n{" : "\n{");
	for (size_t i = 0; i < p->table->n; i++) {
		if (i > 0)
			str_add_char(&p->out, ',');
		encode_json(&p->out, p->table->columns[i].name);
		str_add_char(&p->out, ':');
		json_cell(&p->out, &p->table->columns[i], &p->cells[i]);
	}
	str_add_char(&p->out, '}');
}

/* --- CSV ---------------------------------------------------------------- */

static void csv_header(struct printer *p)
{
	for (size_t i = 0; i < p->table->n; i++)
		str_addf(&p->out, "%s%s", i > 0 ? "," : "",
			 p->table->columns[i].name);
	str_add(&p->out, "\r\n");
}

static void csv_row(struct printer *p)
{
	for (size_t i = 0; i < p->table->n; i++) {
		const struct cell *cell = &p->cells[i];
		enum cell_type type = p->table->columns[i].type;
		char buf[CLOCK_TEXT];

		if (i > 0)
			str_add_char(&p->out, ',');
		if (!cell->known)
			continue;
		if (type == CELL_TEXT || type == CELL_JSON)
			encode_csv(&p->out, cell->text.s);
		else if (type == CELL_TIME)
			str_add(&p->out, clock_rfc3339(cell->number, buf));
		else if (type == CELL_BOOL)
			str_add(&p->out, cell->number != 0 ? "true" : "false");
		else
			str_addf(&p->out, "%" PRId64, cell->number);
	}
	str_add(&p->out, "\r\n");
}

/* --- fields ------------------------------------------------------------- */

const char *print_size_text(uint64_t bytes, char buf[16])
{
	static const char units[] = "kMGTPE";
	double size = (double)bytes;
	size_t unit = 0;

	if (bytes < 1000) {
		(void)snprintf(buf, 16, "%" PRIu64 " B", bytes);
		return buf;
	}
	for (size /= 1000; size >= 999.5 && unit + 1 < strlen(units); unit++)
		size /= 1000;
	(void)snprintf(buf, 16, size < 9.95 ? "%.1f %cB" : "%.0f %cB", size,
		       units[unit]);
	return buf;
}

void print_cell_text(struct str *out, const struct column *c,
		     const struct cell *cell)
{
	char buf[CLOCK_TEXT];

	if (!cell->known)
		str_add(out, UNKNOWN);
	else if (c->type == CELL_TEXT)
		text_clean(out, cell->text.s);
	else if (c->type == CELL_TIME)
		str_add(out, clock_text(cell->number, buf));
	else if (c->type == CELL_BOOL)
		str_add(out, cell->number != 0 ? "yes" : "no");
	else if (c->type == CELL_SIZE)
		str_add(out, print_size_text((uint64_t)cell->number, buf));
	else
		str_addf(out, "%" PRId64, cell->number);
}

/* Fields wait for each other, so that their values stand in one column. */
static void fields_write(struct printer *p)
{
	const char *at = p->fields.s, *end = at + p->fields.len;

	while (at < end) {
		const char *value = at + strlen(at) + 1;

		str_add(&p->out, at);
		if (value[0] != '\0') {
			for (size_t w = text_width(at); w < p->titles + 2; w++)
				str_add_char(&p->out, ' ');
			text_fold_to(&p->out, value, p->width, p->titles + 2,
				     p->titles + 2);
		}
		str_add_char(&p->out, '\n');
		at = value + strlen(value) + 1;
	}
	str_cut(&p->fields, 0);
	p->titles = 0;
	print_flush(p, false);
}

static void field(struct printer *p, const char *name, const char *title,
		  const struct column *c, const struct cell *cell)
{
	if (p->form == PRINT_JSON && name != NULL) {
		json_member(p, name);
		json_cell(&p->out, c, cell);
		print_flush(p, false);
	}
	if (p->form == PRINT_TEXT && title != NULL) {
		size_t width = text_width(title);

		str_add(&p->fields, title);
		str_add_char(&p->fields, '\0');
		print_cell_text(&p->fields, c, cell);
		if (c->type == CELL_TIME && cell->known)
			str_add(&p->fields, " UTC");
		str_add_char(&p->fields, '\0');
		p->titles = width > p->titles ? width : p->titles;
	}
}

static void field_number(struct printer *p, const char *name, const char *title,
			 enum cell_type type, int64_t value)
{
	struct column c = { .type = type };
	struct cell cell = { .known = type != CELL_TIME || value != 0,
			     .number = value };

	field(p, name, title, &c, &cell);
}

void print_text(struct printer *p, const char *name, const char *title,
		const char *value)
{
	struct column c = { .type = CELL_TEXT };
	struct cell cell = { .known = value != NULL, .text = STR_INIT };

	str_add(&cell.text, value != NULL ? value : "");
	field(p, name, title, &c, &cell);
	str_done(&cell.text);
}

void print_int(struct printer *p, const char *name, const char *title,
	       int64_t value)
{
	field_number(p, name, title, CELL_INT, value);
}

void print_size(struct printer *p, const char *name, const char *title,
		uint64_t bytes)
{
	field_number(p, name, title, CELL_SIZE, (int64_t)bytes);
}

void print_time(struct printer *p, const char *name, const char *title,
		int64_t us)
{
	field_number(p, name, title, CELL_TIME, us);
}

void print_bool(struct printer *p, const char *name, const char *title,
		bool value)
{
	field_number(p, name, title, CELL_BOOL, value);
}

void print_json(struct printer *p, const char *name, const char *json)
{
	if (p->form != PRINT_JSON)
		return;
	json_member(p, name);
	str_add(&p->out, json);
	print_flush(p, false);
}

/* One line: on a terminal folded, and without tabs, whose width none but
   the terminal knows. */
static void say_line(struct printer *p, const char *line, size_t hang)
{
	AUTO(str_done) struct str flat = STR_INIT;

	for (; p->width > 0 && *line != '\0'; line++)
		if (*line == '\t')
			str_add(&flat, "    ");
		else
			str_add_char(&flat, *line);
	str_add(&flat, line);
	text_fold_to(&p->out, flat.s, p->width, 0, hang + strspn(flat.s, " "));
	str_add_char(&p->out, '\n');
}

__attribute__((format(printf, 3, 0))) static void
say(struct printer *p, size_t hang, const char *fmt, va_list ap)
{
	AUTO(str_done) struct str given = STR_INIT;
	AUTO(str_done) struct str clean = STR_INIT;
	char *at, *end;

	if (p->form != PRINT_TEXT)
		return;
	fields_write(p);
	str_addv(&given, fmt, ap);
	text_clean_lines(&clean, given.s, given.len);
	for (at = clean.s; (end = strchr(at, '\n')) != NULL; at = end + 1) {
		*end = '\0';
		say_line(p, at, hang);
	}
	say_line(p, at, hang);
	print_flush(p, false);
}

void print_say(struct printer *p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(p, 0, fmt, ap);
	va_end(ap);
}

void print_hang(struct printer *p, size_t hang, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(p, hang, fmt, ap);
	va_end(ap);
}

void print_gap(struct printer *p)
{
	print_say(p, "%s", "");
}

/* --- lists -------------------------------------------------------------- */

void print_table(struct printer *p, const struct table *t)
{
	assert(p->table == NULL && t->n <= PRINT_COLUMNS_MAX);
	fields_write(p);
	p->table = t;
	p->rows = p->at = p->n_held = 0;
	p->measured = false;
	if (p->form == PRINT_JSON) {
		json_member(p, t->name);
		str_add_char(&p->out, '[');
	} else if (p->form == PRINT_CSV && !p->listed) {
		csv_header(p);
	}
}

static struct cell *next_cell(struct printer *p)
{
	assert(p->table != NULL && p->at < p->table->n);
	p->cells[p->at].known = true;
	return &p->cells[p->at++];
}

void cell_text(struct printer *p, const char *value)
{
	struct cell *c = next_cell(p);

	str_cut(&c->text, 0);
	str_add(&c->text, value != NULL ? value : "");
	c->known = value != NULL;
}

void cell_text_or_none(struct printer *p, const char *value)
{
	cell_text(p, value != NULL && value[0] != '\0' ? value : NULL);
}

void cell_int(struct printer *p, int64_t value)
{
	next_cell(p)->number = value;
}

void cell_none(struct printer *p)
{
	next_cell(p)->known = false;
}

void cell_int_or_none(struct printer *p, int64_t value)
{
	if (value == 0)
		cell_none(p);
	else
		cell_int(p, value);
}

int print_row(struct printer *p, struct err *e)
{
	assert(p->at == p->table->n);
	if (p->form == PRINT_JSON)
		json_row(p);
	else if (p->form == PRINT_TEXT)
		print_table_row(p);
	else if (!p->listed)
		csv_row(p);
	p->at = 0;
	p->rows++;
	print_flush(p, false);
	return tell(p, e);
}

void print_table_end(struct printer *p)
{
	if (p->form == PRINT_JSON)
		str_add(&p->out, p->rows > 0 ? "\n]" : "]");
	if (p->form == PRINT_TEXT) {
		print_table_done(p);
		if (p->rows == 0 && p->table->empty != NULL)
			say_line(p, p->table->empty, 0);
	}
	p->listed = true;
	p->table = NULL;
	print_flush(p, false);
}

/* --- the end ------------------------------------------------------------ */

int print_end(struct printer *p, struct err *e)
{
	fields_write(p);
	if (p->form == PRINT_JSON && !p->raw)
		str_add(&p->out, p->begun ? "}\n" : "{}\n");
	print_flush(p, true);
	return tell(p, e);
}
