#include "source/ringcentral/read/records.h"

#include "base/err.h"

#include <string.h>

void rc_records_begin(struct records *r,
		      int (*each)(void *ctx, const char *bytes, size_t len,
				  struct err *e),
		      void *ctx)
{
	*r = (struct records){ .ctx = ctx, .each = each, .one = STR_INIT };
}

void rc_records_done(struct records *r)
{
	str_done(&r->one);
}

/* Keep a piece of the record at hand. */
static void keep(struct records *r, const char *bytes, size_t len)
{
	if (!r->in_record || r->dropping || len == 0)
		return;
	if (r->one.len + len > RECORDS_ONE_MAX) {
		r->dropping = true;
		r->too_long++;
		str_done(&r->one);
		r->one = STR_INIT;
		return;
	}
	str_add_len(&r->one, bytes, len);
}

static int open_level(struct records *r, char c, struct err *e)
{
	if (!r->in_record && r->depth == RECORDS_DEEP_MAX)
		return err_set(e, ERR_RETRY, "JSON with more than %d levels",
			       RECORDS_DEEP_MAX);
	r->depth++;
	r->begun = true;
	if (c == '[' && r->base == 0 && r->depth <= 2)
		r->base = r->depth;
	else if (c == '{' && r->base > 0 && r->depth == r->base + 1)
		r->in_record = true;
	return 0;
}

static int end_record(struct records *r, struct err *e)
{
	int bad = 0;

	r->in_record = false;
	r->n++;
	if (!r->dropping)
		bad = r->each(r->ctx, r->one.s, r->one.len, e);
	r->dropping = false;
	str_cut(&r->one, 0);
	return bad;
}

/* Bytes of a text, up to and with its end or the end of what is here. */
static size_t pass_text(struct records *r, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (r->escaped) {
			r->escaped = false;
		} else if (bytes[i] == '\\') {
			r->escaped = true;
		} else if (bytes[i] == '"') {
			r->in_text = false;
			return i + 1;
		}
	}
	return len;
}

/* Bytes that open and close nothing. */
static size_t pass_rest(const char *bytes, size_t len)
{
	size_t i = 0;

	while (i < len && bytes[i] != '"' && bytes[i] != '{' &&
	       bytes[i] != '}' && bytes[i] != '[' && bytes[i] != ']')
		i++;
	return i;
}

static int take_mark(struct records *r, const char *at, struct err *e)
{
	if (*at == '"') {
		r->in_text = true;
		keep(r, at, 1);
		return 0;
	}
	if (*at == '{' || *at == '[') {
		if (open_level(r, *at, e) < 0)
			return -1;
		keep(r, at, 1);
		return 0;
	}
	if (r->depth == 0)
		return err_set(e, ERR_RETRY,
			       "JSON that closes what is not "
			       "open");
	keep(r, at, 1);
	if (r->in_record && r->depth == r->base + 1) {
		if (*at != '}')
			return err_set(e, ERR_RETRY,
				       "JSON that closes an object as a list");
		if (end_record(r, e) < 0)
			return -1;
	}
	if (r->depth == r->base)
		r->base = 0;
	r->depth--;
	return 0;
}

int rc_records_feed(struct records *r, const char *bytes, size_t len,
		    struct err *e)
{
	while (len > 0) {
		size_t n = r->in_text ? pass_text(r, bytes, len)
				      : pass_rest(bytes, len);

		keep(r, bytes, n);
		bytes += n;
		len -= n;
		if (r->in_text || len == 0)
			continue;
		if (n > 0 && bytes[-1] == '"')
			continue; /* a text has just ended */
		if (take_mark(r, bytes, e) < 0)
			return -1;
		bytes++;
		len--;
	}
	return 0;
}

int rc_records_end(struct records *r, struct err *e)
{
	if (r->begun && r->depth == 0 && !r->in_text)
		return 0;
	return err_set(e, ERR_RETRY,
		       "JSON that ends in the middle, after %zu "
		       "records",
		       r->n);
}
