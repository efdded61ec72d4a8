/*
 * disposition.c - the name in "attachment; filename=...".
 *
 * Webex sends a quoted name in UTF-8, which is not what RFC 6266 says but
 * what is; filename* wins where both are there.
 *
 * Source: RFC 6266, RFC 5987.
 */
#include "base/encode.h"
#include "source/webex/fetching.h"

#include <string.h>

static const char *skip_blanks(const char *s)
{
	return s + strspn(s, " \t");
}

/* A quoted string or a token: appended without quotes; behind it. */
static const char *read_value(struct str *out, const char *s)
{
	if (*s != '"') {
		size_t len = strcspn(s, "; \t");

		str_add_len(out, s, len);
		return s + len;
	}
	for (s++; *s != '\0' && *s != '"'; s++) {
		if (*s == '\\' && s[1] != '\0')
			s++;
		str_add_char(out, *s);
	}
	return *s == '"' ? s + 1 : s;
}

/* UTF-8''na%C3%AFve.txt */
static void add_extended(struct str *out, const char *value)
{
	const char *at = strchr(value, '\'');

	at = at != NULL ? strchr(at + 1, '\'') : NULL;
	if (at == NULL)
		return;
	for (at++; *at != '\0'; at++) {
		unsigned char byte;

		if (*at == '%' && at[1] != '\0' && at[2] != '\0' &&
		    decode_hex((char[]){ at[1], at[2], '\0' }, &byte, 1)) {
			str_add_char(out, (char)byte);
			at += 2;
		} else {
			str_add_char(out, *at);
		}
	}
}

void webex_disposition_name(struct str *out, const char *disposition)
{
	struct str plain AUTO(str_done) = STR_INIT;
	struct str extended AUTO(str_done) = STR_INIT;
	const char *s = strchr(disposition, ';');

	while (s != NULL && *s == ';') {
		struct str value AUTO(str_done) = STR_INIT;
		const char *name = skip_blanks(s + 1);
		size_t len = strcspn(name, "=; \t");

		s = skip_blanks(name + len);
		if (*s == '=')
			s = skip_blanks(read_value(&value, skip_blanks(s + 1)));
		if (len == 8 && strncasecmp(name, "filename", len) == 0)
			str_add(&plain, value.s);
		else if (len == 9 && strncasecmp(name, "filename*", len) == 0)
			add_extended(&extended, value.s);
		s = strchr(s, ';');
	}
	str_add(out, extended.len > 0 ? extended.s : plain.s);
}
