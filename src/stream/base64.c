#include "stream/base64.h"

#include "base/mem.h"
#include "stream/reader.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK ((size_t)512 * BASE64_LINE_IN)

struct base64_reader {
	struct reader base;
	struct reader *below;
	base64_lines_fn encode;
	uint8_t in[BLOCK];
	size_t at, have; /* what of in is not yet encoded */
	bool ended;
	uint8_t line[BASE64_LINE_OUT]; /* where a whole one does not fit */
	size_t line_at, line_len;
};

/* Read until the block is full or the end: only the end may cut a line. */
static int refill(struct base64_reader *b, struct err *e)
{
	ssize_t n;

	memmove(b->in, b->in + b->at, b->have - b->at);
	b->have -= b->at;
	b->at = 0;
	while (b->have < BLOCK && !b->ended) {
		n = reader_read(b->below, b->in + b->have, BLOCK - b->have, e);
		if (n < 0)
			return -1;
		b->have += (size_t)n;
		b->ended = n == 0;
	}
	return 0;
}

static size_t give_line(struct base64_reader *b, uint8_t *out, size_t cap)
{
	size_t n = b->line_len - b->line_at;

	if (n > cap)
		n = cap;
	memcpy(out, b->line + b->line_at, n);
	b->line_at += n;
	return n;
}

static ssize_t base64_read(struct reader *r, void *buf, size_t cap,
			   struct err *e)
{
	struct base64_reader *b = (struct base64_reader *)r;
	size_t lines;

	if (b->line_at < b->line_len)
		return (ssize_t)give_line(b, buf, cap);
	if (b->have - b->at < BASE64_LINE_IN && !b->ended && refill(b, e) < 0)
		return -1;

	lines = (b->have - b->at) / BASE64_LINE_IN;
	if (lines > cap / BASE64_LINE_OUT)
		lines = cap / BASE64_LINE_OUT;
	if (lines > 0) {
		b->encode(buf, b->in + b->at, lines);
		b->at += lines * BASE64_LINE_IN;
		return (ssize_t)(lines * BASE64_LINE_OUT);
	}
	b->line_at = 0;
	if (b->have - b->at >= BASE64_LINE_IN) {
		b->encode(b->line, b->in + b->at, 1);
		b->line_len = BASE64_LINE_OUT;
		b->at += BASE64_LINE_IN;
	} else {
		b->line_len = base64_last_line(b->line, b->in + b->at,
					       b->have - b->at);
		b->at = b->have;
	}
	return (ssize_t)give_line(b, buf, cap);
}

static void base64_free(struct reader *r)
{
	reader_free(((struct base64_reader *)r)->below);
	free(r);
}

static const struct reader_ops base64_ops = {
	.read = base64_read,
	.free = base64_free,
};

struct reader *reader_base64(struct reader *below)
{
	struct base64_reader *b = NEW(struct base64_reader);

	b->base.ops = &base64_ops;
	b->below = below;
	b->encode = base64_lines_find(BASE64_BEST);
	return &b->base;
}
