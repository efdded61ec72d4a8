/* params.c - Content-Type and Content-Disposition with their parameters. */
#include "base/encode.h"
#include "base/str.h"
#include "mime/header-private.h"
#include "mime/header.h"

#include <string.h>

#define MEDIA_TYPE_MAX 70

static size_t token_length(const char *s)
{
	size_t n = 0;

	while (header_alphanumeric(s[n]) ||
	       (s[n] != '\0' && strchr("!#$&-^_.+", s[n]) != NULL))
		n++;
	return n;
}

bool header_media_type_ok(const char *type)
{
	size_t main_len = token_length(type);
	size_t sub_len;

	if (main_len == 0 || type[main_len] != '/')
		return false;
	sub_len = token_length(type + main_len + 1);
	return sub_len > 0 && type[main_len + 1 + sub_len] == '\0' &&
	       strlen(type) <= MEDIA_TYPE_MAX;
}

/* Quotes and backslashes are read in too many ways: they are extended. */
static bool quotable(const char *s)
{
	for (size_t i = 0; s[i] != '\0'; i++)
		if (s[i] < ' ' || s[i] > '~' || s[i] == '"' || s[i] == '\\')
			return false;
	return strstr(s, "=?") == NULL;
}

/* One character of an extended value (RFC 2231 section 7). */
static void add_extended(struct str *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (header_alphanumeric(s[i]) ||
		    strchr("!#$&+-.^_`{|}~", c) != NULL)
			str_add_char(out, s[i]);
		else
			str_addf(out, "%%%02X", c);
	}
}

/* name*0*=utf-8''..., name*1*=... : as many pieces as it takes. */
static void put_extended(struct fold *f, const char *name, const char *value,
			 const char *end)
{
	size_t len = strlen(value), at = 0;

	for (unsigned int piece = 0; at < len || piece == 0; piece++) {
		AUTO(str_done) struct str token = STR_INIT;

		str_addf(&token, "%s*%u*=%s", name, piece,
			 piece == 0 ? "utf-8''" : "");
		while (at < len) {
			size_t n = utf8_sequence(value + at, len - at);
			size_t before = token.len;

			n = n == 0 ? 1 : n;
			add_extended(&token, value + at, n);
			if (token.len + 2 > HEADER_COLUMNS) {
				str_cut(&token, before);
				break;
			}
			at += n;
		}
		str_add(&token, at < len ? ";" : end);
		fold_put(f, token.s, token.len);
	}
}

static void put_param(struct fold *f, const char *name, const char *value,
		      const char *end)
{
	AUTO(str_done) struct str token = STR_INIT;

	str_addf(&token, "%s=\"%s\"%s", name, value, end);
	if (quotable(value) && token.len < HEADER_COLUMNS) {
		fold_put(f, token.s, token.len);
		return;
	}
	str_cut(&token, 0);
	str_addf(&token, "%s*=utf-8''", name);
	add_extended(&token, value, strlen(value));
	str_add(&token, end);
	if (token.len < HEADER_COLUMNS)
		fold_put(f, token.s, token.len);
	else
		put_extended(f, name, value, end);
}

void header_params(struct str *out, const char *name, const char *value,
		   const struct header_param *params, size_t n)
{
	AUTO(str_done) struct str first = STR_INIT;
	struct fold f;

	fold_begin(&f, out, name);
	str_addf(&first, "%s%s", value, n > 0 ? ";" : "");
	fold_put(&f, first.s, first.len);
	for (size_t i = 0; i < n; i++) {
		AUTO(str_done) struct str clean = STR_INIT;

		header_clean(&clean, params[i].value);
		put_param(&f, params[i].name, clean.s, i + 1 < n ? ";" : "");
	}
	fold_end(&f);
}
