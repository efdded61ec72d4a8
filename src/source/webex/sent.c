#include "source/webex/sent.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

json_t *sent_parse(const void *bytes, size_t len)
{
	struct str s AUTO(str_done) = STR_INIT;
	json_t *doc;

	if (len == 0 || len > SENT_DOC_MAX)
		return NULL;
	doc = json_loadb(bytes, len, JSON_ALLOW_NUL, NULL);
	if (doc != NULL)
		return doc;
	if (utf8_clean(&s, bytes, len))
		return NULL;
	return json_loadb(s.s, s.len, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL,
			  NULL);
}

/* --- texts --------------------------------------------------------------- */

/* The longest length up to max that ends between two characters. */
static size_t cut_at(const char *s, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (max > 0 && ((unsigned char)s[max] & 0xc0) == 0x80)
		max--;
	return max;
}

const char *sent_clean_text(struct arena *a, const char *bytes, size_t len)
{
	static const char cut[] =
		" [... cut here: the whole text is in the attachment]";
	struct str s AUTO(str_done) = STR_INIT;
	size_t n = 0, kept;

	/* a character more than wanted shows that something is cut */
	(void)utf8_clean(&s, bytes,
			 len < 2 * SENT_TEXT_MAX ? len : 2 * SENT_TEXT_MAX);
	for (size_t i = 0; i < s.len; i++) {
		if (s.s[i] == '\r') {
			if (s.s[i + 1] == '\n')
				continue;
			s.s[i] = '\n';
		}
		s.s[n++] = s.s[i];
	}
	kept = cut_at(s.s, n, SENT_TEXT_MAX);
	str_cut(&s, kept);
	if (kept < n)
		str_add(&s, cut);
	return arena_dup(a, s.s, s.len);
}

/* Controls beyond ASCII (U+0080 to U+009F, U+2028, U+2029): their length. */
static size_t wide_control(const char *s)
{
	if (*s == '\xc2')
		return (unsigned char)s[1] < 0xa0 ? 2 : 0;
	return str_starts(s, "\xe2\x80\xa8") || str_starts(s, "\xe2\x80\xa9")
		       ? 3
		       : 0;
}

const char *sent_clean_line(struct arena *a, const char *bytes, size_t len)
{
	struct str s AUTO(str_done) = STR_INIT;
	size_t n = 0;

	(void)utf8_clean(&s, bytes,
			 len < 4 * SENT_LINE_MAX ? len : 4 * SENT_LINE_MAX);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.s[i];

		if (wide_control(s.s + i) > 0) {
			i += wide_control(s.s + i) - 1;
			c = ' ';
		}
		if (c > ' ' && c != 0x7f)
			s.s[n++] = (char)c;
		else if (n > 0 && s.s[n - 1] != ' ')
			s.s[n++] = ' ';
	}
	n = cut_at(s.s, n, SENT_LINE_MAX);
	while (n > 0 && s.s[n - 1] == ' ')
		n--;
	return arena_dup(a, s.s, n);
}

static const char *number_text(struct arena *a, const json_t *v)
{
	if (!json_is_integer(v))
		return "";
	return arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
}

const char *sent_text(struct arena *a, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	if (json_is_string(v))
		return sent_clean_text(a, json_string_value(v),
				       json_string_length(v));
	return number_text(a, v);
}

const char *sent_line(struct arena *a, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	if (json_is_string(v))
		return sent_clean_line(a, json_string_value(v),
				       json_string_length(v));
	return number_text(a, v);
}

const char *sent_id(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	const char *s = json_string_value(v);
	size_t len = json_string_length(v);

	if (s == NULL || len > SENT_LINE_MAX || strlen(s) != len)
		return "";
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] <= ' ' || (unsigned char)s[i] == 0x7f)
			return "";
	return s;
}

/* --- other values -------------------------------------------------------- */

bool sent_int(const json_t *o, const char *key, int64_t *out)
{
	const json_t *v = json_object_get(o, key);
	long long n;

	if (json_is_integer(v)) {
		*out = json_integer_value(v);
		return true;
	}
	if (!json_is_string(v) || !str_int64(json_string_value(v), &n))
		return false;
	*out = n;
	return true;
}

int sent_bool(const json_t *o, const char *key)
{
	static const char *const yes[] = { "yes", "true", "1", "on" };
	static const char *const no[] = { "no", "false", "0", "off" };
	const json_t *v = json_object_get(o, key);

	if (json_is_boolean(v))
		return json_is_true(v) ? 1 : 0;
	if (json_is_integer(v))
		return json_integer_value(v) != 0;
	if (!json_is_string(v))
		return -1;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		if (str_casecmp(json_string_value(v), yes[i]) == 0)
			return 1;
		if (str_casecmp(json_string_value(v), no[i]) == 0)
			return 0;
	}
	return -1;
}

int64_t sent_time(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	int64_t us;

	if (!json_is_string(v) || !clock_parse(json_string_value(v), &us))
		return 0;
	/* 1970 says "not known yet", in whatever time zone */
	return us > CLOCK_DAY ? us : 0;
}

const json_t *sent_object(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_object(v) ? v : NULL;
}

const json_t *sent_array(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_array(v) ? v : NULL;
}

static int add_bytes(const char *bytes, size_t len, void *ctx)
{
	str_add_len(ctx, bytes, len);
	return 0;
}

void sent_keep(struct str *out, const json_t *o)
{
	(void)json_dump_callback(o, add_bytes, out,
				 JSON_COMPACT | JSON_ENCODE_ANY);
}

void sent_uuid(struct str *out, const char *id)
{
	struct str s AUTO(str_done) = STR_INIT;
	const char *last;
	size_t n;

	if (!decode_base64(&s, id, strlen(id)) || strlen(s.s) != s.len) {
		str_add(out, id);
		return;
	}
	while (s.len > 0 && (unsigned char)s.s[s.len - 1] <= ' ')
		str_cut(&s, s.len - 1); /* some are made with a line end */
	last = strrchr(s.s, '/');
	last = last != NULL ? last + 1 : s.s;
	n = strspn(last, "0123456789abcdefABCDEF-_:"
			 "ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ");
	str_add(out, n > 0 && last[n] == '\0' ? last : id);
}
