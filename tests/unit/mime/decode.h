/*
 * tests/unit/mime/decode.h - a small decoder of header fields, for tests.
 *
 * Written from the RFCs, not from the encoder: what the encoder made must
 * read as the text that went in.
 */
#ifndef TESTS_MIME_DECODE_H
#define TESTS_MIME_DECODE_H

#include "base/encode.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The field's body without its name, unfolded (RFC 5322 section 2.2.3). */
static inline void decode_unfold(struct str *out, const char *field)
{
	const char *p = strchr(field, ':') + 1;

	if (*p == ' ')
		p++;
	else if (strncmp(p, "\r\n ", 3) == 0)
		p += 3; /* the first token did not fit beside the name */
	for (; *p != '\0'; p++)
		if (*p != '\r' && *p != '\n')
			str_add_char(out, *p);
}

static inline int decode_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* One encoded word at p: bytes of it consumed, or 0 if there is none. */
static inline size_t decode_word(struct str *out, const char *p)
{
	const char *text = p + 10, *end;

	if (strncmp(p, "=?utf-8?", 8) != 0 || p[9] != '?')
		return 0;
	end = strstr(text, "?=");
	if (end == NULL || end + 2 - p > 75)
		return 0;
	if (p[8] == 'b')
		return decode_base64(out, text, (size_t)(end - text))
			       ? (size_t)(end + 2 - p)
			       : 0;
	for (; text < end; text++) {
		if (*text == '_') {
			str_add_char(out, ' ');
		} else if (*text == '=') {
			str_add_char(out,
				     (char)(decode_hex_digit(text[1]) << 4 |
					    decode_hex_digit(text[2])));
			text += 2;
		} else {
			str_add_char(out, *text);
		}
	}
	return (size_t)(end + 2 - p);
}

/*
 * Unstructured text (RFC 2047 section 6.2). Each encoded word must be whole
 * UTF-8 by itself: *whole becomes false where one splits a character.
 */
static inline void decode_text(struct str *out, const char *body, bool *whole)
{
	bool after_word = false;

	while (*body != '\0') {
		AUTO(str_done) struct str word = STR_INIT;
		AUTO(str_done) struct str clean = STR_INIT;
		size_t spaces = strspn(body, " ");
		size_t n = decode_word(&word, body + spaces);

		if (n > 0) {
			*whole &= utf8_clean(&clean, word.s, word.len);
			if (!after_word)
				str_add_len(out, body, spaces);
			str_add_len(out, word.s, word.len);
			body += spaces + n;
			after_word = true;
			continue;
		}
		n = strcspn(body + spaces, " ");
		str_add_len(out, body, spaces + n);
		body += spaces + n;
		after_word = false;
	}
}

/* An address list, as "name <addr>|<addr>|..." with names decoded. */
static inline void decode_addresses(struct str *out, const char *body,
				    bool *whole)
{
	while (*body != '\0') {
		AUTO(str_done) struct str name = STR_INIT;

		body += strspn(body, " ");
		if (*body == '"') {
			for (body++; *body != '"' && *body != '\0'; body++) {
				if (*body == '\\')
					body++;
				str_add_char(&name, *body);
			}
			body += 1 + strspn(body + 1, " ");
		} else if (strcspn(body, "<") < strcspn(body, ",")) {
			char *phrase = strndup(body, strcspn(body, "<"));

			body += strlen(phrase);
			while (str_ends(phrase, " "))
				phrase[strlen(phrase) - 1] = '\0';
			decode_text(&name, phrase, whole);
			free(phrase);
		}
		if (name.len > 0)
			str_addf(out, "%s ", name.s);
		str_addf(out, "%.*s", (int)strcspn(body, ","), body);
		body += strcspn(body, ",");
		if (*body == ',') {
			str_add_char(out, '|');
			body++;
		}
	}
}

/* The parameter `name` (RFC 2231), or false. */
static inline bool decode_param(struct str *out, const char *body,
				const char *name)
{
	size_t len = strlen(name);
	bool found = false;

	while ((body = strstr(body, "; ")) != NULL) {
		const char *p = body + 2;

		body = p;
		if (strncmp(p, name, len) != 0)
			continue;
		found = true;
		p = strchr(p, '=') + 1;
		if (p[-2] != '*') {
			for (p++; *p != '"'; p++)
				str_add_char(out, *p);
			continue;
		}
		if (strncmp(p, "utf-8''", 7) == 0)
			p += 7;
		for (; *p != ';' && *p != '\0'; p++) {
			if (*p != '%') {
				str_add_char(out, *p);
				continue;
			}
			str_add_char(out, (char)(decode_hex_digit(p[1]) << 4 |
						 decode_hex_digit(p[2])));
			p += 2;
		}
	}
	return found;
}

/* Lines of at most 76 printable characters, CRLF only, none of them blank. */
static inline bool decode_well_formed(const char *field)
{
	while (*field != '\0') {
		size_t n = strcspn(field, "\r\n");
		bool blank = true;

		for (size_t i = 0; i < n; i++) {
			if (field[i] < ' ' || field[i] > '~')
				return false;
			blank &= field[i] == ' ';
		}
		if (n > 76 || blank || strncmp(field + n, "\r\n", 2) != 0)
			return false;
		field += n + 2;
		if (*field != '\0' && *field != ' ')
			return false; /* one field only */
	}
	return true;
}

#endif
