#include "target/utf7.h"

#include "base/encode.h"
#include "base/str.h"

#include <stdint.h>
#include <string.h>

/* The code point of the valid sequence of n bytes at s. */
static uint32_t code_point(const char *s, size_t n)
{
	static const unsigned char first[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t c = (unsigned char)s[0] & first[n];

	for (size_t i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)s[i] & 0x3f);
	return c;
}

static void add_utf16(struct str *out, uint32_t c)
{
	if (c >= 0x10000) {
		c -= 0x10000;
		add_utf16(out, 0xd800 + (c >> 10));
		c = 0xdc00 + (c & 0x3ff);
	}
	str_add_char(out, (char)(c >> 8));
	str_add_char(out, (char)(c & 0xff));
}

/* What was gathered, as "&...-": base64 with "," for "/", no padding. */
static void end_shift(struct str *out, struct str *wide)
{
	size_t start;

	if (wide->len == 0)
		return;
	str_add_char(out, '&');
	start = out->len;
	encode_base64(out, wide->s, wide->len);
	while (out->s[out->len - 1] == '=')
		str_cut(out, out->len - 1);
	for (size_t i = start; i < out->len; i++)
		if (out->s[i] == '/')
			out->s[i] = ',';
	str_add_char(out, '-');
	str_cut(wide, 0);
}

void utf7_modified(struct str *out, const char *name)
{
	struct str clean AUTO(str_done) = STR_INIT;
	struct str wide AUTO(str_done) = STR_INIT;
	size_t n;

	(void)utf8_clean(&clean, name, strlen(name));
	for (size_t i = 0; i < clean.len; i += n) {
		char c = clean.s[i];

		n = utf8_sequence(clean.s + i, clean.len - i);
		if (n == 0) /* cannot be: it is clean */
			break;
		if (n > 1 || c < ' ' || c > '~') {
			add_utf16(&wide, code_point(clean.s + i, n));
			continue;
		}
		end_shift(out, &wide);
		str_add_char(out, c);
		if (c == '&')
			str_add_char(out, '-');
	}
	end_shift(out, &wide);
}
