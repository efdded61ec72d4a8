#include "mime/read.h"

#include "base/encode.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

#define PIECES_MAX 64 /* of one parameter */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = str_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that two hex digits at s mean, or -1. */
static int hex_byte(const char *s, size_t len)
{
	int high = len >= 2 ? hex_digit(s[0]) : -1;
	int low = high >= 0 ? hex_digit(s[1]) : -1;

	return low < 0 ? -1 : high << 4 | low;
}

/* --- encoded words ----------------------------------------------------------
 */

/* Append bytes of a charset as UTF-8; false where it is not known here. */
static bool add_charset(struct str *out, const char *charset, size_t n,
			const struct str *bytes)
{
	char name[16] = "";

	if (n >= sizeof(name))
		return false;
	memcpy(name, charset, n);
	str_lowercase(name);
	if (strcmp(name, "utf-8") == 0 || strcmp(name, "us-ascii") == 0) {
		(void)utf8_clean(out, bytes->s, bytes->len);
		return true;
	}
	if (strcmp(name, "iso-8859-1") != 0)
		return false;
	for (size_t i = 0; i < bytes->len; i++) {
		unsigned char c = (unsigned char)bytes->s[i];

		if (c >= 0x80) {
			str_add_char(out, (char)(0xc0 | c >> 6));
			c = 0x80 | (c & 0x3f);
		}
		str_add_char(out, c == 0 ? ' ' : (char)c);
	}
	return true;
}

static void decode_q(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		int byte = text[i] == '=' ? hex_byte(text + i + 1, len - i - 1)
					  : -1;

		if (byte >= 0) {
			str_add_char(out, (char)byte);
			i += 2;
		} else {
			str_add_char(out, text[i] == '_' ? ' ' : text[i]);
		}
	}
}

/* The encoded word at p: bytes of it, or 0 where there is none. */
static size_t encoded_word(struct str *out, const char *p)
{
	AUTO(str_done) struct str bytes = STR_INIT;
	const char *charset = p + 2, *encoding, *text, *end;
	size_t n;

	if (p[0] != '=' || p[1] != '?')
		return 0;
	n = strcspn(charset, "?* ");
	encoding = charset + n;
	if (*encoding == '*') /* a language (RFC 2231 section 5) */
		encoding += strcspn(encoding, "? ");
	if (encoding[0] != '?' || encoding[1] == '\0' || encoding[2] != '?')
		return 0;
	text = encoding + 3;
	end = text + strcspn(text, "? ");
	if (end[0] != '?' || end[1] != '=')
		return 0;
	if (str_lower(encoding[1]) == 'q')
		decode_q(&bytes, text, (size_t)(end - text));
	else if (str_lower(encoding[1]) != 'b' ||
		 !decode_base64(&bytes, text, (size_t)(end - text)))
		return 0;
	return add_charset(out, charset, n, &bytes) ? (size_t)(end + 2 - p) : 0;
}

void read_text(struct str *out, const char *body)
{
	AUTO(str_done) struct str raw = STR_INIT;
	bool after_word = false;

	while (*body != '\0') {
		size_t blanks = strspn(body, " \t"), n;
		size_t before = raw.len;

		/* blanks between two encoded words mean nothing */
		str_add_len(&raw, body, blanks);
		if (after_word)
			str_cut(&raw, before);
		n = encoded_word(&raw, body + blanks);
		if (n == 0) {
			str_cut(&raw, before);
			n = strcspn(body + blanks, " \t");
			if (n > 1) /* a word may stand behind "(" or a quote */
				n = 1 + strcspn(body + blanks + 1, " \t=");
			str_add_len(&raw, body, blanks + n);
			after_word = false;
		} else {
			after_word = true;
		}
		body += blanks + n;
	}
	(void)utf8_clean(out, raw.s, raw.len);
}

/* --- parameters
 * --------------------------------------------------------------- */

void read_token(struct str *out, const char *body)
{
	size_t n;

	body += strspn(body, " \t");
	n = strcspn(body, "; \t");
	for (size_t i = 0; i < n; i++)
		str_add_char(out, str_lower(body[i]));
}

struct param_piece {
	const char *value;
	size_t len;
	bool quoted, extended;
};

/* One "; name=value"; *body moves behind it. False at the end. */
static bool next_param(const char **body, const char **name, size_t *name_len,
		       struct param_piece *p)
{
	const char *at = *body + strcspn(*body, ";");

	if (*at == '\0')
		return false;
	at++;
	at += strspn(at, " \t");
	*name = at;
	*name_len = strcspn(at, "= \t;");
	at += *name_len;
	at += strspn(at, " \t");
	*p = (struct param_piece){ .value = at };
	if (*at != '=') {
		*body = at;
		return true; /* no value: an empty one */
	}
	at++;
	at += strspn(at, " \t");
	p->quoted = *at == '"';
	at += p->quoted;
	p->value = at;
	while (*at != '\0' && (p->quoted ? *at != '"' : *at != ';'))
		at += p->quoted && *at == '\\' && at[1] != '\0' ? 2 : 1;
	p->len = (size_t)(at - p->value);
	while (!p->quoted && p->len > 0 &&
	       strchr(" \t", p->value[p->len - 1]) != NULL)
		p->len--;
	*body = at + (p->quoted && *at == '"');
	return true;
}

static void add_piece(struct str *out, const struct param_piece *p)
{
	for (size_t i = 0; i < p->len; i++) {
		int byte = p->extended && p->value[i] == '%'
				   ? hex_byte(p->value + i + 1, p->len - i - 1)
				   : -1;

		if (byte >= 0) {
			str_add_char(out, (char)byte);
			i += 2;
			continue;
		}
		if (p->quoted && p->value[i] == '\\' && i + 1 < p->len)
			i++;
		str_add_char(out, p->value[i]);
	}
}

/*
 * Which piece of parameter `name` this is: 0 for name, name* and name*0*;
 * -1 for another parameter.
 */
static int piece_of(const char *param, size_t len, const char *name,
		    bool *extended)
{
	size_t n = strlen(name);
	int at = 0;

	*extended = false;
	if (len < n)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (str_lower(param[i]) != name[i])
			return -1;
	if (len > n && param[len - 1] == '*') {
		*extended = true;
		len--;
	}
	if (len == n)
		return 0;
	if (param[n] != '*' || len - n > 3)
		return -1;
	for (n++; n < len; n++) {
		if (param[n] < '0' || param[n] > '9')
			return -1;
		at = at * 10 + (param[n] - '0');
	}
	return at < PIECES_MAX ? at : -1;
}

/* charset'language' before the first extended piece; UTF-8 is understood. */
static void skip_charset(struct param_piece *p)
{
	const char *first = memchr(p->value, '\'', p->len), *second;

	if (!p->extended || first == NULL)
		return;
	second = memchr(first + 1, '\'',
			p->len - (size_t)(first + 1 - p->value));
	if (second == NULL)
		return;
	p->len -= (size_t)(second + 1 - p->value);
	p->value = second + 1;
}

bool read_param(struct str *out, const char *body, const char *name)
{
	struct param_piece pieces[PIECES_MAX] = { { 0 } }, p;
	AUTO(str_done) struct str raw = STR_INIT;
	const char *param;
	size_t len;

	while (next_param(&body, &param, &len, &p)) {
		int at = piece_of(param, len, name, &p.extended);

		if (at >= 0 && pieces[at].value == NULL)
			pieces[at] = p;
	}
	if (pieces[0].value == NULL)
		return false;
	skip_charset(&pieces[0]);
	for (size_t i = 0; i < PIECES_MAX && pieces[i].value != NULL; i++)
		add_piece(&raw, &pieces[i]);
	(void)utf8_clean(out, raw.s, raw.len);
	return true;
}

/* --- quoted-printable -------------------------------------------------------
 */

bool read_quoted_printable(struct str *out, const char *line, size_t len)
{
	while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t'))
		len--; /* blanks at the end were added on the way */
	for (size_t i = 0; i < len; i++) {
		int byte = line[i] == '=' ? hex_byte(line + i + 1, len - i - 1)
					  : -1;

		if (line[i] == '=' && i + 1 == len)
			return true;
		if (byte >= 0)
			i += 2;
		str_add_char(out, byte >= 0 ? (char)byte : line[i]);
	}
	return false;
}
