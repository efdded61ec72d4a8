#include "mime/header-private.h"

#include "base/encode.h"
#include "base/str.h"
#include "mime/header.h"

#include <string.h>

#define AROUND (sizeof("=?utf-8?q?") - 1 + sizeof("?=") - 1)
#define ROOMY  40 /* columns: with less left, a new line looks better */

void fold_begin(struct fold *f, struct str *out, const char *name)
{
	str_add(out, name);
	str_add_char(out, ':');
	*f = (struct fold){ .out = out, .column = strlen(name) + 1 };
}

static void fold_line(struct fold *f)
{
	str_add_len(f->out, "\r\n", 2);
	f->column = 0;
}

void fold_put(struct fold *f, const char *token, size_t len)
{
	if (f->column > 0 && f->column + 1 + len > HEADER_COLUMNS)
		fold_line(f);
	str_add_char(f->out, ' ');
	str_add_len(f->out, token, len);
	f->column += 1 + len;
}

void fold_end(struct fold *f)
{
	fold_line(f);
}

/* What RFC 2047 section 5 (3) lets stand in Q, in any place. */
static bool q_plain(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') ||
	       (c != '\0' && strchr("!*+-/", c) != NULL);
}

static size_t q_width(const char *text, size_t len)
{
	size_t width = 0;

	for (size_t i = 0; i < len; i++)
		width += q_plain((unsigned char)text[i]) || text[i] == ' ' ? 1
									   : 3;
	return width;
}

static size_t b_width(size_t len)
{
	return (len + 2) / 3 * 4;
}

static void q_add(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == ' ')
			str_add_char(out, '_');
		else if (q_plain(c))
			str_add_char(out, (char)c);
		else
			str_addf(out, "=%02X", c);
	}
}

/*
 * As many whole characters as fit room columns; their bytes. A word of base64
 * that another one follows ends without padding: GMime (3.2) joins the two
 * before it decodes, and stops at the first "=".
 */
static size_t fitting(const char *text, size_t len, bool q, size_t room)
{
	size_t n = 0, width = 0, unpadded = 0;

	while (n < len) {
		size_t c = utf8_sequence(text + n, len - n);

		c = c == 0 ? 1 : c;
		width = q ? width + q_width(text + n, c) : b_width(n + c);
		if (width > room)
			break;
		n += c;
		if (n % 3 == 0)
			unpadded = n;
	}
	return !q && n < len && unpadded > 0 ? unpadded : n;
}

void fold_encoded(struct fold *f, const char *text, size_t len)
{
	bool q = q_width(text, len) <= 2 * len; /* half quoted: readable */

	while (len > 0) {
		AUTO(str_done) struct str word = STR_INIT;
		size_t width = q ? q_width(text, len) : b_width(len);
		size_t left = f->column + 1 + AROUND < HEADER_COLUMNS
				      ? HEADER_COLUMNS - f->column - 1 - AROUND
				      : 0;
		size_t n;

		if (f->column > 0 && width > left && left < ROOMY) {
			fold_line(f);
			left = HEADER_COLUMNS - 1 - AROUND;
		}
		n = fitting(text, len, q, left);
		str_add(&word, q ? "=?utf-8?q?" : "=?utf-8?b?");
		if (q)
			q_add(&word, text, n);
		else
			encode_base64(&word, text, n);
		str_add(&word, "?=");
		fold_put(f, word.s, word.len);
		text += n;
		len -= n;
	}
}
