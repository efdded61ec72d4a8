#include "source/lines.h"

#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"
#include "stream/reader.h"

#include <string.h>

struct lines {
	struct reader *from;
	char buf[READER_BLOCK];
	size_t at, len;
	bool any;     /* a line was given out before */
	bool skip_lf; /* the line before ended with CR */
	bool replaced, cut;
	struct str raw, clean;
};

struct lines *lines_new(struct reader *from)
{
	struct lines *l = NEW(struct lines);

	l->from = from;
	l->raw = l->clean = STR_INIT;
	return l;
}

void lines_free(struct lines *l)
{
	if (l == NULL)
		return;
	str_done(&l->raw);
	str_done(&l->clean);
	free(l);
}

bool lines_replaced(const struct lines *l)
{
	return l->replaced;
}

bool lines_cut(const struct lines *l)
{
	return l->cut;
}

/* 1 with bytes in the buffer, 0 at the end, -1. */
static int fill(struct lines *l, struct err *e)
{
	ssize_t n;

	if (l->at < l->len)
		return 1;
	n = reader_read(l->from, l->buf, sizeof(l->buf), e);
	if (n <= 0)
		return (int)n;
	l->at = 0;
	l->len = (size_t)n;
	return 1;
}

static void keep(struct lines *l, size_t n)
{
	size_t room = LINES_MAX - l->raw.len;

	str_add_len(&l->raw, l->buf + l->at, n < room ? n : room);
	l->cut = l->cut || n > room;
	l->at += n;
}

static const char *finish(struct lines *l)
{
	size_t skip = 0;

	if (!l->any && str_starts(l->raw.s, "\xef\xbb\xbf"))
		skip = 3;
	l->any = true;
	str_cut(&l->clean, 0);
	if (!utf8_clean(&l->clean, l->raw.s + skip, l->raw.len - skip))
		l->replaced = true;
	return l->clean.s;
}

static size_t up_to_end(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] == '\n' || s[i] == '\r')
			return i;
	return len;
}

int lines_next(struct lines *l, const char **out, struct err *e)
{
	bool any = false;
	int rc;

	str_cut(&l->raw, 0);
	while ((rc = fill(l, e)) > 0) {
		size_t n;

		if (l->skip_lf && l->buf[l->at] == '\n') {
			l->skip_lf = false;
			l->at++;
			continue;
		}
		l->skip_lf = false;
		any = true;
		n = up_to_end(l->buf + l->at, l->len - l->at);
		keep(l, n);
		if (l->at == l->len)
			continue;
		l->skip_lf = l->buf[l->at++] == '\r';
		*out = finish(l);
		return 1;
	}
	if (rc < 0)
		return -1;
	if (!any)
		return 0;
	*out = finish(l);
	return 1;
}

/* Up to max digits: how many there are, and their value. */
static size_t digits(const char *s, size_t max, long long *out)
{
	size_t n = 0;

	*out = 0;
	while (n < max && s[n] >= '0' && s[n] <= '9')
		*out = *out * 10 + (s[n++] - '0');
	return n;
}

/* ".123" or ",123": how many bytes, and microseconds. */
static size_t fraction(const char *s, long long *us)
{
	long long unit = 100000;
	size_t n = 1;

	*us = 0;
	if ((s[0] != '.' && s[0] != ',') || s[1] < '0' || s[1] > '9')
		return 0;
	for (; s[n] >= '0' && s[n] <= '9'; n++) {
		*us += (s[n] - '0') * unit;
		unit /= 10;
	}
	return n;
}

size_t lines_elapsed(const char *s, bool short_too, long long *us)
{
	long long part[3] = { 0 }, micro;
	size_t at = 0, n, parts = 0;

	for (; parts < 3; parts++) {
		n = digits(s + at, parts == 0 ? 3 : 2, &part[parts]);
		if (n == 0 || (parts > 0 && (n != 2 || part[parts] > 59)))
			return 0;
		at += n;
		if (s[at] != ':' || parts == 2)
			break;
		at++;
	}
	if (parts < 2 && !(parts == 1 && short_too))
		return 0;
	if (s[at] >= '0' && s[at] <= '9')
		return 0;
	at += fraction(s + at, &micro);
	if (parts == 1)
		*us = (part[0] * 60 + part[1]) * 1000000 + micro;
	else
		*us = ((part[0] * 60 + part[1]) * 60 + part[2]) * 1000000 +
		      micro;
	return at;
}
