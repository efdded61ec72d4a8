#include "source/loose.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/str.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* The value of four hex digits, or -1. */
static int hex4(const char *s, size_t len)
{
	unsigned char b[2];
	char four[5] = { 0 };

	if (len < 4)
		return -1;
	for (int i = 0; i < 4; i++)
		four[i] = s[i] == '\0' ? '?' : s[i];
	return decode_hex(four, b, 2) ? b[0] << 8 | b[1] : -1;
}

static bool is_escape(const char *s, size_t len)
{
	return len >= 6 && s[0] == '\\' && s[1] == 'u';
}

/* Make every escape that is half of a surrogate pair read U+FFFD. */
static void mend_surrogates(char *s, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++) {
		int high, low;

		if (s[i] != '\\')
			continue;
		high = is_escape(s + i, len - i) ? hex4(s + i + 2, 4) : -1;
		low = high >= 0xd800 && high <= 0xdbff &&
				      is_escape(s + i + 6, len - i - 6)
			      ? hex4(s + i + 8, 4)
			      : -1;
		if (low >= 0xdc00 && low <= 0xdfff)
			i += 11;
		else if (high >= 0xd800 && high <= 0xdfff)
			memcpy(s + i + 2, "fffd", 4);
		else
			i++; /* past the escaped character */
	}
}

/*
 * Append the document with null for all that lies deeper than
 * LOOSE_DEEP_MAX: the parser refuses whole documents for a little more.
 */
static void cut_nesting(struct str *out, const char *s, size_t len)
{
	bool in_text = false;
	size_t depth = 0;

	for (size_t i = 0; i < len; i++) {
		bool closes = !in_text && (s[i] == ']' || s[i] == '}');
		bool hidden = depth > LOOSE_DEEP_MAX;

		if (in_text && s[i] == '\\' && i + 1 < len) {
			if (!hidden)
				str_add_len(out, s + i, 2);
			i++;
			continue;
		}
		if (s[i] == '"')
			in_text = !in_text;
		if (!in_text && (s[i] == '[' || s[i] == '{') &&
		    ++depth == LOOSE_DEEP_MAX + 1) {
			str_add(out, "null");
			hidden = true;
		}
		if (!hidden)
			str_add_char(out, s[i]);
		if (closes && depth > 0)
			depth--;
	}
}

static json_t *parse_mended(const char *bytes, size_t len)
{
	struct str s AUTO(str_done) = STR_INIT;
	struct str flat AUTO(str_done) = STR_INIT;
	const size_t flags = JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL |
			     JSON_DISABLE_EOF_CHECK;

	(void)utf8_clean(&s, bytes, len);
	if (str_starts(s.s, "\xef\xbb\xbf"))
		memcpy(s.s, "   ", 3);
	mend_surrogates(s.s, s.len);
	cut_nesting(&flat, s.s, s.len);
	return json_loadb(flat.s, flat.len, flags, NULL);
}

json_t *loose_parse(const void *bytes, size_t len, bool *repaired)
{
	json_t *doc;

	if (len == 0 || len > LOOSE_DOC_MAX)
		return NULL;
	doc = json_loadb(bytes, len, JSON_ALLOW_NUL, NULL);
	if (doc != NULL)
		return doc;
	doc = parse_mended(bytes, len);
	if (doc != NULL && repaired != NULL)
		*repaired = true;
	return doc;
}

/* The longest length up to max that ends between two characters. */
static size_t cut_at(const char *s, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (max > 0 && ((unsigned char)s[max] & 0xc0) == 0x80)
		max--;
	return max;
}

const char *loose_clean_text(struct arena *a, const char *bytes, size_t len)
{
	struct str s AUTO(str_done) = STR_INIT;
	size_t n = 0, kept;

	/* a character more than wanted shows that something is cut */
	(void)utf8_clean(&s, bytes,
			 len < 2 * LOOSE_TEXT_MAX ? len : 2 * LOOSE_TEXT_MAX);
	for (size_t i = 0; i < s.len; i++) {
		if (s.s[i] == '\r') {
			if (s.s[i + 1] == '\n')
				continue;
			s.s[i] = '\n';
		}
		s.s[n++] = s.s[i];
	}
	str_cut(&s, n);
	kept = cut_at(s.s, s.len, LOOSE_TEXT_MAX);
	if (kept == s.len)
		return arena_dup(a, s.s, s.len);
	str_cut(&s, kept);
	str_add(&s, " [... cut here: the whole text is in the attachment]");
	return arena_dup(a, s.s, s.len);
}

/* Controls beyond ASCII (U+0080 to U+009F, U+2028, U+2029): their length. */
static size_t wide_end(const char *s)
{
	if (*s == '\xc2')
		return (unsigned char)s[1] < 0xa0 ? 2 : 0;
	return str_starts(s, "\xe2\x80\xa8") || str_starts(s, "\xe2\x80\xa9")
		       ? 3
		       : 0;
}

const char *loose_clean_line(struct arena *a, const char *bytes, size_t len)
{
	struct str s AUTO(str_done) = STR_INIT;
	size_t n = 0;

	(void)utf8_clean(&s, bytes,
			 len < 4 * LOOSE_LINE_MAX ? len : 4 * LOOSE_LINE_MAX);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.s[i];

		if (wide_end(s.s + i) > 0) {
			i += wide_end(s.s + i) - 1;
			c = ' ';
		}
		if (c > ' ' && c != 0x7f)
			s.s[n++] = (char)c;
		else if (n > 0 && s.s[n - 1] != ' ')
			s.s[n++] = ' ';
	}
	n = cut_at(s.s, n, LOOSE_LINE_MAX);
	while (n > 0 && s.s[n - 1] == ' ')
		n--;
	return arena_dup(a, s.s, n);
}

/* A number as text: whole ones only, so that no locale has a say. */
static const char *number_text(struct arena *a, const json_t *v)
{
	double d;

	if (json_is_integer(v))
		return arena_printf(a, "%" JSON_INTEGER_FORMAT,
				    json_integer_value(v));
	d = json_real_value(v);
	if (isfinite(d) && d > -9e15 && d < 9e15 && d == (double)(int64_t)d)
		return arena_printf(a, "%" PRId64, (int64_t)d);
	return "";
}

const char *loose_value_text(struct arena *a, const json_t *v)
{
	if (json_is_string(v))
		return loose_clean_text(a, json_string_value(v),
					json_string_length(v));
	return json_is_number(v) ? number_text(a, v) : "";
}

const char *loose_value_line(struct arena *a, const json_t *v)
{
	if (json_is_string(v))
		return loose_clean_line(a, json_string_value(v),
					json_string_length(v));
	return json_is_number(v) ? number_text(a, v) : "";
}

const char *loose_text(struct arena *a, const json_t *o, const char *key)
{
	return loose_value_text(a, json_object_get(o, key));
}

const char *loose_line(struct arena *a, const json_t *o, const char *key)
{
	return loose_value_line(a, json_object_get(o, key));
}

const char *loose_either(struct arena *a, const json_t *o, const char *key,
			 const char *other)
{
	const char *text = loose_line(a, o, key);

	return *text != '\0' ? text : loose_line(a, o, other);
}

const char *loose_id(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	const char *s = json_string_value(v);
	size_t len = json_string_length(v);

	if (s == NULL || len > LOOSE_LINE_MAX || strlen(s) != len)
		return "";
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] <= ' ' || (unsigned char)s[i] == 0x7f)
			return "";
	return s;
}

const char *loose_id_in(struct arena *a, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	const char *other;

	if (json_is_object(v))
		return loose_line(a, v, "id");
	if (v != NULL)
		return loose_value_line(a, v);
	other = arena_printf(a, "%sId", key);
	return loose_line(a, o, other);
}

bool loose_int(const json_t *o, const char *key, int64_t *out)
{
	const json_t *v = json_object_get(o, key);
	long long n;
	double d;

	if (json_is_integer(v)) {
		*out = json_integer_value(v);
		return true;
	}
	if (json_is_real(v)) {
		d = json_real_value(v);
		if (!isfinite(d) || d <= -9e15 || d >= 9e15 ||
		    d != (double)(int64_t)d)
			return false;
		*out = (int64_t)d;
		return true;
	}
	if (!json_is_string(v) || !str_int64(json_string_value(v), &n))
		return false;
	*out = n;
	return true;
}

int loose_bool(const json_t *o, const char *key)
{
	static const char *const yes[] = { "true", "yes", "on" };
	static const char *const no[] = { "false", "no", "off" };
	const json_t *v = json_object_get(o, key);
	int64_t n;

	if (json_is_boolean(v))
		return json_is_true(v) ? 1 : 0;
	if (loose_int(o, key, &n))
		return n == 0 || n == 1 ? (int)n : -1;
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

int64_t loose_time(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	int64_t us;

	if (json_is_string(v) && clock_parse(json_string_value(v), &us))
		return us > CLOCK_DAY && us < LOOSE_LAST_US ? us : 0;
	/* milliseconds: seconds would be of before 1973 */
	if (loose_int(o, key, &us) && us > INT64_C(100000000000) &&
	    us < LOOSE_LAST_US / 1000)
		return us * 1000;
	return 0;
}

const json_t *loose_object(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_object(v) ? v : NULL;
}

const json_t *loose_array(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_array(v) ? v : NULL;
}
