#include "base/encode.h"

#include "base/str.h"

#include <stdint.h>
#include <string.h>

void encode_hex(const void *bytes, size_t len, char *out)
{
	static const char hex[] = "0123456789abcdef";
	const unsigned char *in = bytes;

	for (size_t i = 0; i < len; i++) {
		*out++ = hex[in[i] >> 4];
		*out++ = hex[in[i] & 15];
	}
	*out = '\0';
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = str_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool decode_hex(const char *text, void *out, size_t len)
{
	unsigned char *to = out;

	if (strlen(text) != 2 * len)
		return false;
	for (size_t i = 0; i < len; i++) {
		int hi = hex_digit(text[2 * i]),
		    lo = hex_digit(text[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return false;
		to[i] = (unsigned char)(hi << 4 | lo);
	}
	return true;
}

void encode_base32(const void *bytes, size_t len, char *out)
{
	static const char set[] = "abcdefghijklmnopqrstuvwxyz234567";
	const unsigned char *in = bytes;
	uint32_t acc = 0;
	int bits = 0;

	for (size_t i = 0; i < len; i++) {
		acc = acc << 8 | in[i];
		for (bits += 8; bits >= 5; bits -= 5)
			*out++ = set[acc >> (bits - 5) & 31];
	}
	if (bits > 0)
		*out++ = set[acc << (5 - bits) & 31];
	*out = '\0';
}

static void base64(struct str *out, const unsigned char *in, size_t len,
		   const char *set, bool pad)
{
	for (; len >= 3; in += 3, len -= 3) {
		char four[4] = { set[in[0] >> 2],
				 set[(in[0] & 3) << 4 | in[1] >> 4],
				 set[(in[1] & 15) << 2 | in[2] >> 6],
				 set[in[2] & 63] };

		str_add_len(out, four, 4);
	}
	if (len > 0) {
		unsigned char b = len > 1 ? in[1] : 0;

		str_add_char(out, set[in[0] >> 2]);
		str_add_char(out, set[(in[0] & 3) << 4 | b >> 4]);
		if (len > 1)
			str_add_char(out, set[(b & 15) << 2]);
		if (pad)
			str_add(out, len > 1 ? "=" : "==");
	}
}

#define BASE64_HEAD                                                            \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

void encode_base64(struct str *out, const void *bytes, size_t len)
{
	base64(out, bytes, len, BASE64_HEAD "+/", true);
}

void encode_base64url(struct str *out, const void *bytes, size_t len)
{
	base64(out, bytes, len, BASE64_HEAD "-_", false);
}

static int base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

bool decode_base64(struct str *out, const char *text, size_t len)
{
	size_t before = out->len;
	uint32_t acc = 0;
	int bits = 0;

	while (len > 0 && text[len - 1] == '=')
		len--;
	if (len % 4 == 1)
		return false;
	for (size_t i = 0; i < len; i++) {
		int v = base64_digit(text[i]);

		if (v < 0) {
			str_cut(out, before);
			return false;
		}
		acc = acc << 6 | (uint32_t)v;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			str_add_char(out, (char)(acc >> bits & 255));
		}
	}
	return true;
}

void encode_percent(struct str *out, const char *text)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("-._~", c) != NULL) {
			str_add_char(out, (char)c);
		} else {
			str_add_char(out, '%');
			str_add_char(out, hex[c >> 4]);
			str_add_char(out, hex[c & 15]);
		}
	}
}

void encode_csv(struct str *out, const char *field)
{
	bool formula = field[0] != '\0' && strchr("=+-@\t\r", field[0]) != NULL;
	bool quoted = strpbrk(field, ",\"\r\n") != NULL;

	if (quoted)
		str_add_char(out, '"');
	if (formula)
		str_add_char(out, '\'');
	for (; *field != '\0'; field++) {
		if (*field == '"')
			str_add_char(out, '"');
		str_add_char(out, *field);
	}
	if (quoted)
		str_add_char(out, '"');
}

/* The allowed range of the second byte, by the first (Unicode table 3-7). */
static bool second_ok(unsigned char a, unsigned char b)
{
	switch (a) {
	case 0xe0:
		return b >= 0xa0 && b <= 0xbf;
	case 0xed:
		return b >= 0x80 && b <= 0x9f;
	case 0xf0:
		return b >= 0x90 && b <= 0xbf;
	case 0xf4:
		return b >= 0x80 && b <= 0x8f;
	default:
		return b >= 0x80 && b <= 0xbf;
	}
}

/* Length announced by a first byte; 0 for one that cannot be first. */
static size_t announced(unsigned char c)
{
	if (c < 0x80)
		return 1;
	if (c >= 0xc2 && c <= 0xdf)
		return 2;
	if (c >= 0xe0 && c <= 0xef)
		return 3;
	return c >= 0xf0 && c <= 0xf4 ? 4 : 0;
}

/* How many bytes at s belong to one sequence so far; *whole if complete. */
static size_t prefix(const char *s, size_t len, bool *whole)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t want = len > 0 ? announced(u[0]) : 0, n = 1;

	*whole = want == 1;
	if (want < 2)
		return want;
	while (n < want && n < len &&
	       (n == 1 ? second_ok(u[0], u[1]) : (u[n] & 0xc0) == 0x80))
		n++;
	*whole = n == want;
	return n;
}

size_t utf8_sequence(const char *s, size_t len)
{
	bool whole;
	size_t n = prefix(s, len, &whole);

	return whole ? n : 0;
}

bool utf8_clean(struct str *out, const char *bytes, size_t len)
{
	bool clean = true;

	while (len > 0) {
		bool whole;
		size_t n = prefix(bytes, len, &whole);

		if (whole && *bytes != '\0') {
			str_add_len(out, bytes, n);
		} else {
			str_add(out, "\xef\xbf\xbd");
			clean = false;
		}
		if (n == 0)
			n = 1;
		bytes += n;
		len -= n;
	}
	return clean;
}

void encode_json(struct str *out, const char *text)
{
	AUTO(str_done) struct str clean = STR_INIT;

	(void)utf8_clean(&clean, text, strlen(text));
	str_add_char(out, '"');
	for (const char *c = clean.s; *c != '\0'; c++) {
		if (*c == '"' || *c == '\\')
			str_addf(out, "\\%c", *c);
		else if (*c == '\n')
			str_add(out, "\\n");
		else if ((unsigned char)*c < 0x20 || *c == 0x7f)
			str_addf(out, "\\u%04x", (unsigned int)*c);
		else
			str_add_char(out, *c);
	}
	str_add_char(out, '"');
}
