#include "base/arena.h"
#include "base/str.h"
#include "source/ringcentral/read/json.h"
#include "t.h"

T(parsing)
{
	static const struct {
		const char *label, *text, *want; /* "" of s: not JSON */
	} rows[] = {
		{ "plain", "{\"s\":\"a\"}", "a" },
		{ "a pair", "{\"s\":\"\\ud83d\\ude00\"}", "\xf0\x9f\x98\x80" },
		{ "half a pair", "{\"s\":\"x\\ud83dy\"}", "x\xef\xbf\xbdy" },
		{ "the other half", "{\"s\":\"x\\ude00\"}", "x\xef\xbf\xbd" },
		{ "half at the end", "{\"s\":\"\\ud83d\"}", "\xef\xbf\xbd" },
		{ "an escaped backslash", "{\"s\":\"\\\\ud83d\"}", "\\ud83d" },
		{ "not UTF-8", "{\"s\":\"a\xff\"}", "a\xef\xbf\xbd" },
		{ "a number", "{\"s\":12}", "12" },
		{ "a large number", "{\"s\":99999999999999999999}", "" },
		{ "null", "{\"s\":null}", "" },
		{ "cut", "{\"s\":\"a", "" },
		{ "nothing", "", "" },
		{ "lines", "{\"s\":\"a\\r\\nb\\tc\"}", "a b c" },
	};

	T_EACH(r, rows) {
		AUTO(arena_free) struct arena *a = arena_new();
		AUTO(json_decref)
		json_t *o = rc_parse(r->text, strlen(r->text));

		T_EQ_STR(rc_line(a, o, "s"), r->want);
	}
}

T(texts_keep_their_lines)
{
	AUTO(arena_free) struct arena *a = arena_new();
	struct str s AUTO(str_done) = STR_INIT;

	T_EQ_STR(rc_clean_text(a, "a\r\nb\rc\nd", 8), "a\nb\nc\nd");
	while (s.len <= RC_TEXT_MAX)
		str_add(&s, "\xc3\xa5\xc3\xa5\xc3\xa5\xc3\xa5");
	T_OK(str_ends(rc_clean_text(a, s.s, s.len),
		      "the whole text is in the attachment]"));
	T_OK(strlen(rc_clean_line(a, s.s, s.len)) <= RC_LINE_MAX);
}

T(ids_and_times)
{
	static const char text[] =
		"{\"creator\":{\"id\":\"5\"},\"ownerId\":6,"
		"\"t\":\"2026-03-01T10:00:00.5Z\",\"ms\":1772359200000,"
		"\"s\":1772359200,\"far\":\"9999-12-31T23:59:59Z\","
		"\"old\":\"1969-12-31T00:00:00Z\",\"yes\":\"True\",\"no\":"
		"false,"
		"\"n\":\"17\",\"real\":3.9,\"inf\":1e300}";
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(json_decref) json_t *o = rc_parse(text, strlen(text));
	int64_t n = -1;

	T_EQ_STR(rc_id_in(a, o, "creator"), "5");
	T_EQ_STR(rc_id_in(a, o, "owner"), "6");
	T_EQ_STR(rc_id_in(a, o, "nobody"), "");
	T_EQ_INT(rc_time(o, "t"), INT64_C(1772359200500000));
	T_EQ_INT(rc_time(o, "ms"), INT64_C(1772359200000000));
	T_EQ_INT(rc_time(o, "s"), 0);
	T_EQ_INT(rc_time(o, "far"), 0);
	T_EQ_INT(rc_time(o, "old"), 0);
	T_EQ_INT(rc_bool(o, "yes"), 1);
	T_EQ_INT(rc_bool(o, "no"), 0);
	T_EQ_INT(rc_bool(o, "n"), -1);
	T_OK(rc_int(o, "n", &n) && n == 17);
	T_OK(rc_int(o, "real", &n) && n == 3);
	T_OK(!rc_int(o, "inf", &n));
	T_OK(rc_object(o, "creator") != NULL && rc_array(o, "creator") == NULL);
	T_EQ_STR(rc_either(a, o, "absent", "n"), "17");
	T_EQ_STR(rc_line(a, NULL, "x"), "");
}

T_MAIN
