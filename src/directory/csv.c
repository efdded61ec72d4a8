#include "directory/csv.h"

#include "base/mem.h"
#include "base/str.h"
#include "stream/reader.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum state {
	FIELD_START,
	PLAIN,
	QUOTED,
	QUOTE_SEEN, /* in a quoted field: its end, or half of "" */
	CR_SEEN,
	SKIPPING, /* the line is bad: on to its end */
	LINE_DONE,
};

struct csv {
	struct reader *in;
	char block[16 * 1024];
	size_t at, have;
	bool started;    /* the byte order mark was looked for */
	long line;       /* line ends seen, plus one */
	bool touched;    /* the line at hand has a byte */
	struct str text; /* fields of the line at hand, a NUL behind each */
	size_t n;
	const char *fields[CSV_FIELDS_MAX];
	const char *bad;
};

struct csv *csv_new(struct reader *in)
{
	struct csv *c = NEW(struct csv);

	c->in = in;
	c->line = 1;
	c->text = STR_INIT;
	return c;
}

void csv_free(struct csv *c)
{
	if (c == NULL)
		return;
	reader_free(c->in);
	str_done(&c->text);
	free(c);
}

/* At least `want` bytes in the block, or the end of the file. */
static int fill(struct csv *c, size_t want, struct err *e)
{
	while (c->have - c->at < want) {
		ssize_t n;

		memmove(c->block, c->block + c->at, c->have - c->at);
		c->have -= c->at;
		c->at = 0;
		n = reader_read(c->in, c->block + c->have,
				sizeof(c->block) - c->have, e);
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		c->have += (size_t)n;
	}
	return 0;
}

static int skip_mark(struct csv *c, struct err *e)
{
	if (c->started)
		return 0;
	if (fill(c, 3, e) < 0)
		return -1;
	c->started = true;
	if (c->have - c->at >= 3 &&
	    memcmp(c->block + c->at, "\xef\xbb\xbf", 3) == 0)
		c->at += 3;
	return 0;
}

static enum state refuse(struct csv *c, const char *why, char at)
{
	c->bad = why;
	return at == '\n' ? LINE_DONE : SKIPPING;
}

static enum state keep(struct csv *c, char at, enum state next)
{
	if (at == '\0')
		return refuse(c, "it holds a NUL byte: this is not text", at);
	if (c->text.len >= CSV_LINE_MAX)
		return refuse(c,
			      "it is longer than 64 KiB: is a closing quote "
			      "missing?",
			      at);
	str_add_char(&c->text, at);
	return next;
}

static enum state end_field(struct csv *c, enum state next)
{
	if (c->n == CSV_FIELDS_MAX)
		return refuse(c, "it has more than 64 fields",
			      next == LINE_DONE ? '\n' : ',');
	str_add_char(&c->text, '\0');
	c->n++;
	return next;
}

static enum state plain(struct csv *c, char at)
{
	switch (at) {
	case ',':
		return end_field(c, FIELD_START);
	case '\n':
		return end_field(c, LINE_DONE);
	case '\r':
		return CR_SEEN;
	case '"':
		return refuse(c,
			      "it has a quote inside a field that does not "
			      "begin with one",
			      at);
	default:
		return keep(c, at, PLAIN);
	}
}

static enum state quote_seen(struct csv *c, char at)
{
	switch (at) {
	case '"':
		return keep(c, '"', QUOTED);
	case ',':
	case '\n':
	case '\r':
		return plain(c, at);
	default:
		return refuse(c, "it has text behind a closing quote", at);
	}
}

static enum state step(struct csv *c, enum state state, char at)
{
	switch (state) {
	case FIELD_START:
		return at == '"' ? QUOTED : plain(c, at);
	case PLAIN:
		return plain(c, at);
	case QUOTED:
		return at == '"' ? QUOTE_SEEN : keep(c, at, QUOTED);
	case QUOTE_SEEN:
		return quote_seen(c, at);
	case CR_SEEN:
		if (at == '\n')
			return end_field(c, LINE_DONE);
		return refuse(c, "it has a carriage return that ends no line",
			      at);
	case SKIPPING:
	case LINE_DONE:
		break;
	}
	return at == '\n' ? LINE_DONE : SKIPPING;
}

/* The file ended inside the line. */
static void end_of_file(struct csv *c, enum state state)
{
	if (state == QUOTED)
		c->bad = "its quoted field is not closed";
	else if (state != LINE_DONE && state != SKIPPING)
		(void)end_field(c, LINE_DONE);
}

/* One line, empty ones too. 1, 0 at the end, -1. */
static int read_line(struct csv *c, struct err *e)
{
	enum state state = FIELD_START;

	str_cut(&c->text, 0);
	c->n = 0;
	c->bad = NULL;
	c->touched = false;
	while (state != LINE_DONE) {
		char at;

		if (fill(c, 1, e) < 0)
			return -1;
		if (c->at == c->have)
			break;
		at = c->block[c->at++];
		c->touched = c->touched || (at != '\n' && at != '\r');
		state = step(c, state, at);
		c->line += at == '\n';
	}
	if (state == FIELD_START && !c->touched)
		return 0;
	end_of_file(c, state);
	return 1;
}

int csv_next(struct csv *c, struct csv_line *out, struct err *e)
{
	const char *field;
	long number;
	int rc;

	if (skip_mark(c, e) < 0)
		return -1;
	do {
		number = c->line;
		rc = read_line(c, e);
		if (rc <= 0)
			return rc;
	} while (!c->touched && c->bad == NULL);
	field = c->text.s;
	for (size_t i = 0; i < c->n; i++) {
		c->fields[i] = field;
		field += strlen(field) + 1;
	}
	*out = (struct csv_line){ .number = number,
				  .n = c->bad == NULL ? c->n : 0,
				  .fields = c->fields,
				  .bad = c->bad };
	return 1;
}
