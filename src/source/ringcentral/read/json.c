#include "source/ringcentral/read/json.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/str.h"

#include <string.h>

/* The code unit of an escape \uXXXX at s, or -1. */
static int escaped(const char *s, size_t len)
{
	unsigned char b[2];
	char four[5];

	if (len < 6 || s[0] != '\\' || s[1] != 'u')
		return -1;
	memcpy(four, s + 2, 4);
	four[4] = '\0';
	if (strlen(four) != 4 || !decode_hex(four, b, 2))
		return -1;
	return b[0] << 8 | b[1];
}

/* Half of a pair, as a text that was cut between two escapes has it. */
static void mend_surrogates(char *s, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++) {
		int high, low;

		if (s[i] != '\\')
			continue;
		high = escaped(s + i, len - i);
		if (high < 0xd800 || high > 0xdfff) {
			i++; /* past what is escaped */
			continue;
		}
		low = len - i > 6 ? escaped(s + i + 6, len - i - 6) : -1;
		if (high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff)
			i += 11;
		else
			memcpy(s + i + 2, "fffd", 4);
	}
}

json_t *rc_parse(const void *bytes, size_t len)
{
	json_t *doc = json_loadb(bytes, len, JSON_ALLOW_NUL, NULL);
	struct str s AUTO(str_done) = STR_INIT;

	if (doc != NULL)
		return doc;
	(void)utf8_clean(&s, bytes, len);
	mend_surrogates(s.s, s.len);
	return json_loadb(s.s, s.len, JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL,
			  NULL);
}

/* --- texts ------------------------------------------------------------- */

/* The longest length up to max that ends between two characters. */
static size_t cut_at(const char *s, size_t len, size_t max)
{
	if (len <= max)
		return len;
	while (max > 0 && ((unsigned char)s[max] & 0xc0) == 0x80)
		max--;
	return max;
}

const char *rc_clean_text(struct arena *a, const char *bytes, size_t len)
{
	struct str s AUTO(str_done) = STR_INIT;
	size_t n = 0, kept;

	(void)utf8_clean(&s, bytes,
			 len < 2 * RC_TEXT_MAX ? len : 2 * RC_TEXT_MAX);
	for (size_t i = 0; i < s.len; i++) {
		if (s.s[i] == '\r' && s.s[i + 1] == '\n')
			continue;
		s.s[n++] = s.s[i];
		if (s.s[i] == '\r')
			s.s[n - 1] = '\n';
	}
	str_cut(&s, n);
	kept = cut_at(s.s, s.len, RC_TEXT_MAX);
	if (kept == s.len)
		return arena_dup(a, s.s, s.len);
	str_cut(&s, kept);
	str_add(&s, " [... cut here: the whole text is in the attachment]");
	return arena_dup(a, s.s, s.len);
}

/* Bytes of a control beyond ASCII (U+0080 to U+009F, U+2028, U+2029). */
static size_t wide_control(const char *s)
{
	if (s[0] == '\xc2' && (unsigned char)s[1] < 0xa0)
		return 2;
	return str_starts(s, "\xe2\x80\xa8") || str_starts(s, "\xe2\x80\xa9")
		       ? 3
		       : 0;
}

const char *rc_clean_line(struct arena *a, const char *bytes, size_t len)
{
	struct str s AUTO(str_done) = STR_INIT;
	size_t n = 0, wide;

	(void)utf8_clean(&s, bytes,
			 len < 4 * RC_LINE_MAX ? len : 4 * RC_LINE_MAX);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.s[i];

		wide = wide_control(s.s + i);
		if (wide > 0) {
			i += wide - 1;
			c = ' ';
		}
		if (c > ' ' && c != 0x7f)
			s.s[n++] = (char)c;
		else if (n > 0 && s.s[n - 1] != ' ')
			s.s[n++] = ' ';
	}
	n = cut_at(s.s, n, RC_LINE_MAX);
	while (n > 0 && s.s[n - 1] == ' ')
		n--;
	return arena_dup(a, s.s, n);
}

/* A number as text: whole ones only, so that no locale has a say. */
static const char *number_text(struct arena *a, const json_t *v)
{
	double d = json_real_value(v);

	if (json_is_integer(v))
		return arena_printf(a, "%" JSON_INTEGER_FORMAT,
				    json_integer_value(v));
	if (d > -9e15 && d < 9e15 && d == (double)(int64_t)d)
		return arena_printf(a, "%lld", (long long)d);
	return "";
}

const char *rc_text(struct arena *a, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	if (json_is_string(v))
		return rc_clean_text(a, json_string_value(v),
				     json_string_length(v));
	return json_is_number(v) ? number_text(a, v) : "";
}

const char *rc_value_line(struct arena *a, const json_t *v)
{
	if (json_is_string(v))
		return rc_clean_line(a, json_string_value(v),
				     json_string_length(v));
	return json_is_number(v) ? number_text(a, v) : "";
}

const char *rc_line(struct arena *a, const json_t *o, const char *key)
{
	return rc_value_line(a, json_object_get(o, key));
}

const char *rc_either(struct arena *a, const json_t *o, const char *key,
		      const char *other)
{
	const char *text = rc_line(a, o, key);

	return *text != '\0' ? text : rc_line(a, o, other);
}

const char *rc_id_in(struct arena *a, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	const char *other;

	if (json_is_object(v))
		return rc_line(a, v, "id");
	if (v != NULL)
		return rc_value_line(a, v);
	other = arena_printf(a, "%sId", key);
	return rc_line(a, o, other);
}

/* --- the rest ---------------------------------------------------------- */

bool rc_int(const json_t *o, const char *key, int64_t *out)
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
		if (!(d > -9e15 && d < 9e15))
			return false;
		*out = (int64_t)d;
		return true;
	}
	if (!json_is_string(v) || !str_int64(json_string_value(v), &n))
		return false;
	*out = n;
	return true;
}

int rc_bool(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	if (json_is_boolean(v))
		return json_is_true(v) ? 1 : 0;
	if (!json_is_string(v))
		return -1;
	if (str_casecmp(json_string_value(v), "true") == 0)
		return 1;
	return str_casecmp(json_string_value(v), "false") == 0 ? 0 : -1;
}

int64_t rc_time(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);
	int64_t us;

	if (json_is_string(v) && clock_parse(json_string_value(v), &us))
		return us > 0 && us < RC_LAST_US ? us : 0;
	/* milliseconds: seconds would be of before 1973 */
	if (rc_int(o, key, &us) && us > INT64_C(100000000000) &&
	    us < RC_LAST_US / 1000)
		return us * 1000;
	return 0;
}

const json_t *rc_object(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_object(v) ? v : NULL;
}

const json_t *rc_array(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_array(v) ? v : NULL;
}
