#include "stream/quoted-printable.h"

#include "base/mem.h"
#include "base/str.h"
#include "stream/reader.h"

#include <stdlib.h>
#include <string.h>

#define COLUMNS 76 /* "=" of a soft line break included */

static void put(struct qp *q, struct str *out, const char *unit, size_t len)
{
	if (q->column + len > COLUMNS - 1) {
		str_add_len(out, "=\r\n", 3);
		q->column = 0;
	}
	str_add_len(out, unit, len);
	q->column += len;
}

static void put_quoted(struct qp *q, struct str *out, unsigned char c)
{
	static const char digits[] = "0123456789ABCDEF";
	char unit[3] = { '=', digits[c >> 4], digits[c & 15] };

	put(q, out, unit, sizeof(unit));
}

/* Does c have to be quoted where it will stand? */
static bool special(const struct qp *q, unsigned char c)
{
	bool starts = q->column == 0 || q->column >= COLUMNS - 1;

	return c < ' ' || c > '~' || c == '=' ||
	       (starts && (c == 'F' || c == '.'));
}

static void put_byte(struct qp *q, struct str *out, unsigned char c)
{
	char plain = (char)c;

	if (special(q, c))
		put_quoted(q, out, c);
	else
		put(q, out, &plain, 1);
}

static void add_byte(struct qp *q, struct str *out, unsigned char c)
{
	char held = q->held;

	q->held = 0;
	if (c == '\n') {
		if (held == ' ' || held == '\t')
			put_quoted(q, out, (unsigned char)held);
		str_add_len(out, "\r\n", 2);
		q->column = 0;
		return;
	}
	if (held == '\r')
		put_quoted(q, out, '\r');
	else if (held != 0)
		put(q, out, &held, 1);
	if (c == '\r' || c == ' ' || c == '\t')
		q->held = (char)c;
	else
		put_byte(q, out, c);
}

void qp_add(struct qp *q, struct str *out, const void *bytes, size_t len)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < len; i++)
		add_byte(q, out, p[i]);
}

void qp_end(struct qp *q, struct str *out)
{
	if (q->held != 0)
		put_quoted(q, out, (unsigned char)q->held);
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
