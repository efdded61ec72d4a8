#include "convert/body.h"

#include "base/clock.h"
#include "base/encode.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"

void body_add(struct body *b, const char *text)
{
	str_add(&b->out, text);
}

void body_addf(struct body *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	str_addv(&b->out, fmt, ap);
	va_end(ap);
}

bool body_full(struct body *b)
{
	for (; b->counted < b->out.len; b->counted++) {
		unsigned char c = (unsigned char)b->out.s[b->counted];

		/* soft line breaks add a twenty-fifth */
		if (c == '\n')
			b->cost += 2;
		else
			b->cost += c < ' ' || c > '~' || c == '=' ? 3 : 1;
	}
	return b->cost + b->cost / 25 > b->cap;
}

/* --- HTML ------------------------------------------------------------------
 */

static const char *html_entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\n':
		return "<br>\n";
	default:
		return NULL;
	}
}

/* Bytes from s on that stand for themselves in HTML. */
static size_t html_plain(const char *s, size_t left)
{
	size_t n = 0;

	while (n < left && s[n] > ' ' && s[n] < 0x7f && s[n] != '&' &&
	       s[n] != '<' && s[n] != '>' && s[n] != '"')
		n++;
	return n;
}

/* One character; prev is the one before it. Returns its bytes. */
static size_t html_char(struct str *out, const char *s, size_t left, char prev)
{
	const char *entity = html_entity(*s);
	size_t n = utf8_sequence(s, left);

	if (entity != NULL)
		str_add(out, entity);
	else if (*s == ' ' && (prev == ' ' || prev == '\n'))
		str_add(out, "&nbsp;"); /* else it would be lost */
	else if (*s == '\t')
		str_add(out, "&nbsp; &nbsp; ");
	else if (n == 0 || (unsigned char)*s < ' ' || *s == 0x7f)
		str_add(out, REPLACEMENT);
	else
		str_add_len(out, s, n);
	return n == 0 ? 1 : n;
}

#define CHECK_EVERY 4096 /* bytes between two looks at what is left */

void body_html(struct body *b, const char *text, size_t len)
{
	char prev = '\0';
	size_t next_check = 0, plain;

	for (size_t i = 0; i < len;) {
		if (i >= next_check) {
			if (body_full(b)) {
				b->cut = true;
				return;
			}
			next_check = i + CHECK_EVERY;
		}
		plain = html_plain(text + i, len - i);
		if (plain > CHECK_EVERY)
			plain = CHECK_EVERY;
		if (plain > 0) {
			str_add_len(&b->out, text + i, plain);
			i += plain;
			prev = text[i - 1];
		} else if (text[i] == '\r' && text[i + 1] == '\n') {
			i++;
		} else {
			char c = text[i];

			i += html_char(&b->out, text + i, len - i, prev);
			prev = c;
		}
	}
}

/* --- plain text ---------------------------------------------------------- */

size_t body_columns(const char *text, size_t len)
{
	size_t columns = 0, n;

	for (size_t i = 0; i < len; i += n)
		columns += body_width(text + i, len - i, &n);
	return columns;
}

static void add_clean(struct str *out, const char *s, size_t len)
{
	size_t n;

	for (size_t i = 0; i < len; i += n) {
		n = 0;
		while (i + n < len && s[i + n] >= ' ' && s[i + n] < 0x7f)
			n++;
		if (n > 0) {
			str_add_len(out, s + i, n);
			continue;
		}
		n = utf8_sequence(s + i, len - i);
		if (s[i] == '\t')
			str_add_char(out, ' ');
		else if (n == 0 || (unsigned char)s[i] < ' ' || s[i] == 0x7f)
			str_add(out, REPLACEMENT);
		else
			str_add_len(out, s + i, n);
		n = n == 0 ? 1 : n;
	}
}

/*
 * How much of the text fits `room` columns: up to the last blank, or the
 * last border of a wide character (Chinese and Japanese break anywhere).
 * A single word that does not fit is not broken.
 */
static size_t fitting(const char *text, size_t len, size_t room)
{
	size_t columns = 0, best = 0, n;

	for (size_t i = 0; i < len; i += n) {
		unsigned int width = body_width(text + i, len - i, &n);

		if (i > 0 && (text[i] == ' ' || width == 2))
			best = i;
		columns += width;
		if (columns > room && best > 0)
			return best;
		if (width == 2 && columns <= room)
			best = i + n;
	}
	return len;
}

static void wrap_line(struct body *b, size_t column, size_t indent,
		      const char *text, size_t len)
{
	while (len > 0) {
		size_t room = column < TEXT_COLUMNS ? TEXT_COLUMNS - column : 1;
		size_t n = fitting(text, len, room);

		add_clean(&b->out, text, n);
		text += n;
		len -= n;
		while (len > 0 && *text == ' ') {
			text++;
			len--;
		}
		if (len > 0)
			body_addf(b, "\n%*s", (int)indent, "");
		column = indent;
	}
	body_add(b, "\n");
}

void body_wrap(struct body *b, size_t column, size_t indent, const char *text,
	       size_t len)
{
	const char *end = text + len;
	bool first = true;

	do {
		const char *lf = memchr(text, '\n', (size_t)(end - text));
		size_t n = (size_t)((lf == NULL ? end : lf) - text);

		if (body_full(b)) {
			b->cut = true;
			body_add(b, first ? "\n" : "");
			return;
		}
		if (n > 0 && text[n - 1] == '\r')
			n--;
		if (!first && n > 0)
			body_addf(b, "%*s", (int)indent, "");
		wrap_line(b, first ? column : indent, indent, text, n);
		first = false;
		text = lf == NULL ? end : lf + 1;
	} while (text < end);
}

/* --- numbers and times ------------------------------------------------------
 */

const char *body_number(uint64_t n, char buf[BODY_NUMBER])
{
	char digits[24];
	int len = snprintf(digits, sizeof(digits), "%" PRIu64, n);
	size_t at = 0;

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf[at++] = ',';
		buf[at++] = digits[i];
	}
	buf[at] = '\0';
	return buf;
}

const char *body_size(uint64_t bytes, char buf[BODY_NUMBER])
{
	static const char *const units[] = { "kB", "MB", "GB", "TB", "PB" };
	uint64_t tenths = bytes / 100;
	size_t unit = 0;

	if (bytes < 1000) {
		(void)snprintf(buf, BODY_NUMBER, "%" PRIu64 " byte%s", bytes,
			       bytes == 1 ? "" : "s");
		return buf;
	}
	while (tenths >= 10000 && unit < 4) {
		tenths /= 1000;
		unit++;
	}
	(void)snprintf(buf, BODY_NUMBER, "%" PRIu64 ".%" PRIu64 " %s",
		       tenths / 10, tenths % 10, units[unit]);
	return buf;
}

const char *body_duration(int64_t us, char buf[BODY_NUMBER])
{
	int64_t s = us / CLOCK_SECOND;

	if (s >= 3600)
		(void)snprintf(buf, BODY_NUMBER,
			       "%" PRId64 " h %" PRId64 " min", s / 3600,
			       s / 60 % 60);
	else if (s >= 60)
		(void)snprintf(buf, BODY_NUMBER,
			       "%" PRId64 " min %" PRId64 " s", s / 60, s % 60);
	else
		(void)snprintf(buf, BODY_NUMBER, "%" PRId64 " s", s);
	return buf;
}

const char *body_time(int64_t us, char buf[BODY_NUMBER])
{
	struct clock_date d = clock_to_date(us);

	(void)snprintf(buf, BODY_NUMBER, "%02d:%02d:%02d", d.hour, d.minute,
		       d.second);
	return buf;
}

const char *body_day(int64_t us, char buf[BODY_NUMBER])
{
	static const char *const names[] = { "Sunday",    "Monday",   "Tuesday",
					     "Wednesday", "Thursday", "Friday",
					     "Saturday" };
	struct clock_date d = clock_to_date(us);
	char day[CLOCK_TEXT];

	(void)snprintf(buf, BODY_NUMBER, "%s %.12s", names[d.weekday],
		       clock_day(us, day));
	return buf;
}
