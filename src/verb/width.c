#include "verb/width.h"

#include "base/encode.h"
#include "base/str.h"

#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
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

size_t terminal_width(int fd)
{
	struct winsize w = { 0 };

	if (isatty(fd) != 1)
		return 0;
	return ioctl(fd, TIOCGWINSZ, &w) == 0 && w.ws_col > 0 ? w.ws_col : 80;
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

/* --- folding ----------------------------------------------------------- */

static size_t blanks(const char *s)
{
	return strspn(s, " ");
}

/* Bytes of the first character; texts are long, so no strlen(). */
static size_t character(const char *s)
{
	size_t n = utf8_sequence(s, strnlen(s, 4));

	return n > 0 ? n : 1;
}

/* Behind these a word may be parted. */
static bool is_mark(char c)
{
	return c != '\0' && strchr("/-_.,:;=@|", c) != NULL;
}

size_t text_fold(const char *s, size_t width, size_t *next)
{
	size_t used = 0, i = 0, n;
	size_t blank = 0, mark = 0; /* where the line could end */

	for (; s[i] != '\0'; i += n) {
		n = character(s + i);
		if (s[i] == ' ' && i > 0 && s[i - 1] != ' ')
			blank = i;
		if (i > 0 && is_mark(s[i - 1]) && s[i] != ' ')
			mark = i;
		used += columns(s + i, n);
		/* a blank behind the last word takes no place */
		if (used > width && (s[i] != ' ' || blank != i))
			break;
	}
	if (s[i] == '\0') {
		*next = i;
		return i;
	}
	if (blank > blanks(s)) {
		*next = blank + blanks(s + blank);
		return blank;
	}
	if (mark > 0)
		i = mark;
	if (i == 0)
		i = character(s);
	*next = i;
	return i;
}

#define ROOM_LEAST 8 /* columns below which folding would be no help */

void text_fold_to(struct str *out, const char *s, size_t width, size_t at,
		  size_t hang)
{
	if (width == 0) {
		str_add(out, s);
		return;
	}
	if (hang + ROOM_LEAST > width)
		hang = 0;
	while (*s != '\0') {
		size_t room = width > at ? width - at : 0;
		size_t next = 0, n = 0;

		if (room >= ROOM_LEAST || at <= hang)
			n = text_fold(s, room, &next);
		str_add_len(out, s, n);
		s += next;
		if (*s == '\0')
			break;
		str_add_char(out, '\n');
		for (at = 0; at < hang; at++)
			str_add_char(out, ' ');
	}
}
