#include "verb/width.h"

#include "base/encode.h"
#include "base/str.h"

#include <stdbool.h>
#include <string.h>
#include <wchar.h>

#define REPLACEMENT "\xef\xbf\xbd"
#define ELLIPSIS    "\xe2\x80\xa6"

/* The character at s (n bytes, valid UTF-8). */
static wchar_t decode(const char *s, size_t n)
{
	static const unsigned char first[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	unsigned long c = (unsigned char)s[0] & first[n];

	for (size_t i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)s[i] & 0x3f);
	return (wchar_t)c;
}

/* Characters that do things to a terminal, or to the order of text. */
static bool is_control(wchar_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
	       c == 0x2028 || c == 0x2029;
}

static void clean(struct str *out, const char *s, size_t len, bool lines)
{
	for (size_t i = 0, n; i < len; i += n) {
		n = utf8_sequence(s + i, len - i);
		if (n == 0) {
			n = 1;
			str_add(out, REPLACEMENT);
		} else if (s[i] == '\n' || s[i] == '\t') {
			str_add_char(out, lines ? s[i] : ' ');
		} else if (s[i] == '\r' && i + 1 < len && s[i + 1] == '\n') {
			continue;
		} else if (is_control(decode(s + i, n))) {
			str_add(out, REPLACEMENT);
		} else {
			str_add_len(out, s + i, n);
		}
	}
}

void text_clean(struct str *out, const char *s)
{
	clean(out, s, strlen(s), false);
}

void text_clean_lines(struct str *out, const char *s, size_t len)
{
	clean(out, s, len, true);
}

static size_t columns(const char *s, size_t n)
{
	int w = wcwidth(decode(s, n));

	return w < 0 ? 1 : (size_t)w; /* unknown to the C library: one */
}

size_t text_width(const char *s)
{
	size_t len = strlen(s), width = 0;

	for (size_t i = 0, n; i < len; i += n) {
		n = utf8_sequence(s + i, len - i);
		if (n == 0)
			n = 1;
		width += columns(s + i, n);
	}
	return width;
}

size_t text_cut(struct str *out, const char *s, size_t width)
{
	size_t len = strlen(s), used = 0, fits = 0, fits_used = 0, i = 0;

	/* fits: what may stay should the whole not fit */
	for (size_t n; i < len; i += n) {
		size_t w;

		n = utf8_sequence(s + i, len - i);
		if (n == 0)
			n = 1;
		w = columns(s + i, n);
		if (used + w > width)
			break;
		used += w;
		if (used < width) {
			fits = i + n;
			fits_used = used;
		}
	}
	if (i >= len) {
		str_add_len(out, s, len);
		return used;
	}
	if (width == 0)
		return 0;
	str_add_len(out, s, fits);
	str_add(out, ELLIPSIS);
	return fits_used + 1;
}
