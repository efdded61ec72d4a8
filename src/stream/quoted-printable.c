#include "stream/quoted-printable.h"

#include "base/mem.h"
#include "base/str.h"
#include "stream/reader.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS 76 /* "=" of a soft line break included */
#define CHUNK   4096
#define MOST    12 /* characters for one byte and the one held before it */

/* at is where the next character goes; there is always room for MOST. */
static char *put(struct qp *q, char *at, const char *unit, size_t len)
{
	if (q->column + len > COLUMNS - 1) {
		memcpy(at, "=\r\n", 3);
		at += 3;
		q->column = 0;
	}
	for (size_t i = 0; i < len; i++)
		*at++ = unit[i];
	q->column += len;
	return at;
}

static char *put_quoted(struct qp *q, char *at, unsigned char c)
{
	static const char digits[] = "0123456789ABCDEF";
	char unit[3] = { '=', digits[c >> 4], digits[c & 15] };

	return put(q, at, unit, sizeof(unit));
}

static bool plain(unsigned char c)
{
	return c > ' ' && c <= '~' && c != '=';
}

/* Does c have to be quoted where it will stand? */
static bool special(const struct qp *q, unsigned char c)
{
	bool starts = q->column == 0 || q->column >= COLUMNS - 1;

	return !plain(c) || (starts && (c == 'F' || c == '.'));
}

static char *put_byte(struct qp *q, char *at, unsigned char c)
{
	char held = q->held, whole = (char)c;

	q->held = 0;
	if (c == '\n') {
		if (held == ' ' || held == '\t')
			at = put_quoted(q, at, (unsigned char)held);
		q->column = 0;
		*at++ = '\r';
		*at++ = '\n';
		return at;
	}
	if (held == '\r')
		at = put_quoted(q, at, '\r');
	else if (held != 0)
		at = put(q, at, &held, 1);
	if (c == '\r' || c == ' ' || c == '\t') {
		q->held = whole;
		return at;
	}
	return special(q, c) ? put_quoted(q, at, c) : put(q, at, &whole, 1);
}

static void add_chunk(struct qp *q, struct str *out, const unsigned char *in,
		      size_t len)
{
	char *start = str_room(out, (len + 1) * MOST), *at = start;
	size_t i = 0;

	while (i < len) {
		at = put_byte(q, at, in[i++]);
		/* most of a text: letters within a line */
		while (i < len && q->held == 0 && q->column > 0 &&
		       q->column < COLUMNS - 1 && plain(in[i])) {
			*at++ = (char)in[i++];
			q->column++;
		}
	}
	out->len += (size_t)(at - start);
	out->s[out->len] = '\0';
}

void qp_add(struct qp *q, struct str *out, const void *bytes, size_t len)
{
	const unsigned char *in = bytes;

	while (len > 0) {
		size_t n = len < CHUNK ? len : CHUNK;

		add_chunk(q, out, in, n);
		in += n;
		len -= n;
	}
}

void qp_end(struct qp *q, struct str *out)
{
	char *start = str_room(out, MOST), *at = start;

	if (q->held != 0)
		at = put_quoted(q, at, (unsigned char)q->held);
	out->len += (size_t)(at - start);
	out->s[out->len] = '\0';
	*q = QP_INIT;
}

/* --- the filter -------------------------------------------------------- */

struct qp_reader {
	struct reader base;
	struct reader *below;
	struct qp qp;
	struct str text;
	size_t at;
	bool ended;
	unsigned char in[READER_BLOCK / 8];
};

static ssize_t qp_read(struct reader *r, void *buf, size_t cap, struct err *e)
{
	struct qp_reader *q = (struct qp_reader *)r;
	size_t n;

	while (q->at == q->text.len && !q->ended) {
		ssize_t got = reader_read(q->below, q->in, sizeof(q->in), e);

		if (got < 0)
			return -1;
		str_cut(&q->text, 0);
		q->at = 0;
		q->ended = got == 0;
		if (q->ended)
			qp_end(&q->qp, &q->text);
		else
			qp_add(&q->qp, &q->text, q->in, (size_t)got);
	}
	n = q->text.len - q->at;
	if (n > cap)
		n = cap;
	memcpy(buf, q->text.s + q->at, n);
	q->at += n;
	return (ssize_t)n;
}

static void qp_free(struct reader *r)
{
	struct qp_reader *q = (struct qp_reader *)r;

	reader_free(q->below);
	str_done(&q->text);
	free(q);
}

static const struct reader_ops qp_ops = { .read = qp_read, .free = qp_free };

struct reader *reader_quoted_printable(struct reader *below)
{
	struct qp_reader *q = NEW(struct qp_reader);

	q->base.ops = &qp_ops;
	q->below = below;
	q->text = STR_INIT;
	return &q->base;
}
