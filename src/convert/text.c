/* text.c - the body as plain text: for any terminal, and for searching. */
#include "convert/text.h"

#include "convert/words.h"
#include "stream/digest.h"

#include <string.h>

#define LABEL_MAX 24 /* columns of a fact's label */

static void paragraph(struct body *b, size_t column, size_t indent,
		      const char *text)
{
	body_wrap(b, column, indent, text, strlen(text));
}

void text_heading(struct body *b, const char *title, char underline)
{
	size_t cap = b->cap, columns;

	b->cap = BODY_NO_CAP; /* said even where the body is full */
	body_add(b, "\n");
	paragraph(b, 0, 0, title);
	b->cap = cap;
	columns = body_columns(title, strlen(title));
	if (columns > TEXT_COLUMNS)
		columns = TEXT_COLUMNS;
	for (size_t i = 0; i < columns; i++)
		str_add_char(&b->out, underline);
	body_add(b, "\n");
}

static void write_facts(const struct work *w, struct body *b)
{
	const struct item *it = w->it;
	size_t widest = 0;

	for (size_t i = 0; i < it->n_facts; i++) {
		size_t columns = body_columns(it->facts[i].label,
					      strlen(it->facts[i].label));

		if (columns > widest && columns <= LABEL_MAX)
			widest = columns;
	}
	body_add(b, "\n");
	for (size_t i = 0; i < it->n_facts; i++) {
		const struct item_fact *f = &it->facts[i];
		size_t columns = body_columns(f->label, strlen(f->label));
		size_t pad = columns < widest ? widest - columns : 0;

		body_addf(b, "%s:%*s ", f->label, (int)pad, "");
		paragraph(b, columns + 2 + pad, widest + 2, f->value);
	}
	body_add(b, WORDS_UTC "\n");
}

static void write_notices(const struct work *w, struct body *b)
{
	const char *notice;

	for (size_t i = 0; (notice = words_notice(w, i)) != NULL; i++) {
		body_add(b, "\n* ");
		paragraph(b, 2, 2, notice);
	}
}

#define SPANS_SHOWN 50

static void write_person(const struct work *w, struct body *b, size_t i)
{
	const struct item_person *p = &w->it->people[i];
	const char *about = words_about(w, i);
	const char *address = words_address(w, i);
	AUTO(str_done) struct str line = STR_INIT;

	str_add(&line, w->people[i].name);
	if (strcmp(address, w->people[i].name) != 0)
		str_addf(&line, " <%s>", address);
	if (*about != '\0')
		str_addf(&line, " (%s)", about);
	body_add(b, "- ");
	paragraph(b, 2, 2, line.s);
	for (size_t k = 0; k < p->n_spans && k < SPANS_SHOWN; k++)
		body_addf(b, "    %s\n", words_span(w, &p->spans[k]));
	if (p->n_spans > SPANS_SHOWN)
		body_addf(b, "    %s\n",
			  words_further(w, p->n_spans - SPANS_SHOWN, "time",
					"the attached " PARTICIPANTS_CSV));
}

static void write_people(const struct work *w, struct body *b)
{
	size_t n = w->it->n_people, k = 0;

	text_heading(b, words_count(w, n, "participant"), '-');
	for (; k < n && k < WORK_PEOPLE_SHOWN && !body_full(b); k++)
		write_person(w, b, words_nth_person(w, k));
	if (k < n)
		body_addf(b, "%s\n",
			  words_further(w, n - k, "participant",
					"the attached " PARTICIPANTS_CSV));
}

static void write_text(const struct work *w, struct body *b,
		       const struct item_text *t)
{
	bool cut = b->cut;

	text_heading(b, t->title, '-');
	if (*t->note != '\0') {
		body_add(b, "(");
		paragraph(b, 1, 1, t->note);
		str_cut(&b->out, b->out.len - 1);
		body_add(b, ")\n\n");
	}
	paragraph(b, 0, 0, t->text);
	if (b->cut != cut)
		body_addf(b, "%s\n",
			  words_further(w, 0, "", words_where(w, false)));
}

static void write_table(const struct work *w, struct body *b,
			const struct item_table *t)
{
	size_t r = 0;

	text_heading(b, t->title, '-');
	if (*t->note != '\0')
		paragraph(b, 0, 0, t->note);
	for (; r < t->n_rows && !body_full(b); r++) {
		for (size_t c = 0; c < t->n_columns; c++) {
			const char *cell = t->cells[r * t->n_columns + c];

			if (*cell == '\0')
				continue;
			body_addf(b, "%s %s: ", c == 0 ? "-" : " ",
				  t->columns[c]);
			paragraph(b,
				  4 + body_columns(t->columns[c],
						   strlen(t->columns[c])),
				  4, cell);
		}
	}
	if (r < t->n_rows)
		body_addf(b, "%s\n",
			  words_further(w, t->n_rows - r, "row",
					"the attached raw answers of the "
					"source"));
}

/* --- what is attached and what is not ---------------------------------------
 */

static void write_digest(struct body *b, const uint8_t sha256[DIGEST_BYTES])
{
	struct digest d = digest_from(sha256, 0);

	body_addf(b, "    SHA-256 %s\n", d.hex);
}

static void write_part(const struct work *w, struct body *b, size_t i)
{
	const struct item_part *p = &w->it->parts[i];
	AUTO(str_done) struct str line = STR_INIT;
	char size[BODY_NUMBER], bytes[BODY_NUMBER];

	str_addf(&line, "%s", w->parts[i].name);
	if (*p->label != '\0')
		str_addf(&line, " (%s)", p->label);
	str_addf(&line, ": %s", words_state(p));
	if (*p->reason != '\0')
		str_addf(&line, ", %s", p->reason);
	body_add(b, "- ");
	paragraph(b, 2, 4, line.s);
	if (p->from_us != 0)
		body_addf(b, "    %s\n",
			  words_span(w, &(struct item_span){ p->from_us,
							     p->to_us }));
	if (p->state == ITEM_PART_CAPTURED) {
		body_addf(b, "    %s, %s", w->parts[i].media_type,
			  body_size(p->size, size));
		if (p->size >= 1000)
			body_addf(b, " (%s bytes)",
				  body_number(p->size, bytes));
		body_add(b, "\n");
		write_digest(b, p->sha256);
	} else if (p->size != 0) {
		body_addf(b, "    %s bytes announced\n",
			  body_number(p->size, bytes));
	}
}

static void write_raws(const struct work *w, struct body *b)
{
	const struct item *it = w->it;
	char bytes[BODY_NUMBER];

	if (it->n_raws == 0)
		return;
	text_heading(b, "Raw answers of the source, attached", '-');
	for (size_t i = 0; i < it->n_raws; i++) {
		body_addf(b, "- %s: %s bytes\n", w->raws[i].name,
			  body_number(it->raws[i].size, bytes));
		write_digest(b, it->raws[i].sha256);
	}
}

static void write_end(const struct work *w, struct body *b)
{
	b->cap = BODY_NO_CAP; /* the end is always written */
	if (b->cut) {
		body_add(b, "\n* ");
		paragraph(b, 2, 2, WORDS_CUT);
	}
	if (w->it->n_parts > 0) {
		text_heading(b, words_count(w, w->it->n_parts, "artefact"),
			     '-');
		for (size_t i = 0; i < w->it->n_parts; i++)
			write_part(w, b, i);
	}
	write_raws(w, b);
	body_add(b, "\n-- \n");
	paragraph(b, 0, 0, words_origin(w));
}

/* --- the whole
 * ---------------------------------------------------------------- */

static void write_middle(const struct work *w, struct body *b)
{
	const struct item *it = w->it;

	for (size_t i = 0; i < it->n_texts; i++)
		write_text(w, b, &it->texts[i]);
	for (size_t i = 0; i < it->n_conversations; i++)
		if (!it->conversations[i].spoken)
			text_conversation(w, b, &it->conversations[i]);
	for (size_t i = 0; i < it->n_tables; i++)
		write_table(w, b, &it->tables[i]);
	for (size_t i = 0; i < it->n_conversations; i++)
		if (it->conversations[i].spoken)
			text_conversation(w, b, &it->conversations[i]);
}

void text_write(const struct work *w, struct str *out)
{
	const struct item *it = w->it;
	struct body b = { .out = STR_INIT, .cap = WORK_BODY_MAX };

	if (*it->type != '\0')
		paragraph(&b, 0, 0, it->type);
	text_heading(&b, w->title, '=');
	write_facts(w, &b);
	write_notices(w, &b);
	if (words_people_first(w))
		write_people(w, &b);
	else
		body_addf(&b, "\n%s\n", words_crowd(w));
	write_middle(w, &b);
	if (!words_people_first(w))
		write_people(w, &b);
	if (*words_nothing(w) != '\0') {
		body_add(&b, "\n");
		paragraph(&b, 0, 0, words_nothing(w));
	}
	write_end(w, &b);
	str_done(out);
	*out = b.out;
}
