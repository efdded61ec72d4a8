#include "base/arena.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/loose.h"

#include "t.h"

static const struct {
	const char *label, *json, *text; /* NULL: not JSON */
	bool repaired;
} docs[] = {
	{ "plain", "{\"a\":\"x\"}", "x", false },
	{ "number", "{\"a\":12}", "12", false },
	{ "beyond 32 bits", "{\"a\":98765432109}", "98765432109", false },
	{ "beyond 64 bits", "{\"a\":123456789012345678901234567890}", "",
	  true },
	{ "a whole real", "{\"a\":17.0}", "17", false },
	{ "a broken real", "{\"a\":17.5}", "", false },
	{ "null", "{\"a\":null}", "", false },
	{ "object", "{\"a\":{}}", "", false },
	{ "missing", "{}", "", false },
	{ "the last of two", "{\"a\":\"x\",\"a\":\"y\"}", "y", false },
	{ "a NUL", "{\"a\":\"x\\u0000y\"}", "x\xef\xbf\xbdy", false },
	{ "not UTF-8", "{\"a\":\"x\xff\"}", "x\xef\xbf\xbd", true },
	{ "half a surrogate", "{\"a\":\"\\ud800x\"}", "\xef\xbf\xbdx", true },
	{ "the other half", "{\"a\":\"\\udc00\"}", "\xef\xbf\xbd", true },
	{ "a pair beside a half", "{\"a\":\"\\ud83d\\ude00\\ud800\"}",
	  "\xf0\x9f\x98\x80\xef\xbf\xbd", true },
	{ "an escaped backslash before u", "{\"a\":\"\\\\ud800\xff\"}",
	  "\\ud800\xef\xbf\xbd", true },
	{ "a byte order mark", "\xef\xbb\xbf{\"a\":\"x\"}", "x", true },
	{ "rubbish behind", "{\"a\":\"x\"}</html>", "x", true },
	{ "HTML", "<html></html>", NULL, false },
	{ "empty", "", NULL, false },
	{ "cut off", "{\"a\":\"x", NULL, false },
	{ "an object behind", "{\"a\":\"x\"}{\"a\":\"y\"}", "x", true },
	{ "half in the middle", "{\"a\":\"x\\ud83dy\"}", "x\xef\xbf\xbdy",
	  true },
	{ "a first half at the end", "{\"a\":\"\\ud83d\"}", "\xef\xbf\xbd",
	  true },
	{ "line ends", "{\"a\":\"x\\r\\ny\\rz\"}", "x\ny\nz", false },
};

T(documents_are_read_or_refused)
{
	T_EACH(c, docs) {
		AUTO(arena_free) struct arena *a = arena_new();
		AUTO(json_decref) json_t *o = NULL;
		bool repaired = false;

		o = loose_parse(c->json, strlen(c->json), &repaired);
		T_EQ_INT(o != NULL, c->text != NULL);
		if (o == NULL)
			continue;
		T_EQ_STR(loose_text(a, o, "a"), c->text);
		json_decref(o);
		o = loose_parse(c->json, strlen(c->json), NULL);
		T_OK(o != NULL);
		T_EQ_INT(repaired, c->repaired);
	}
}

T(nesting_has_an_end)
{
	struct str s AUTO(str_done) = STR_INIT;
	AUTO(json_decref) json_t *o = NULL;
	bool repaired = false;

	for (int i = 0; i < 1000000; i++)
		str_add_char(&s, '[');
	o = loose_parse(s.s, s.len, &repaired);
	T_OK(o == NULL);
}

/* What lies too deep is missing, what stands beside it is there. */
T(what_nests_too_deep_is_cut_off)
{
	struct str s AUTO(str_done) = STR_INIT;
	AUTO(json_decref) json_t *o = NULL;
	bool repaired = false;

	str_add(&s, "{\"a\":");
	for (int i = 0; i < 5000; i++)
		str_add(&s, "[\"]\\\"\",{\"x\":");
	str_add(&s, "1");
	for (int i = 0; i < 5000; i++)
		str_add(&s, "}]");
	str_add(&s, ",\"b\":\"here\"}");
	o = loose_parse(s.s, s.len, &repaired);
	T_OK(o != NULL);
	T_OK(repaired);
	T_EQ_STR(json_string_value(json_object_get(o, "b")), "here");
	T_OK(json_is_array(json_object_get(o, "a")));
}

static const struct {
	const char *label, *json;
	bool is_int;
	int64_t want;
	int truth;
} values[] = {
	{ "number", "{\"a\":5}", true, 5, -1 },
	{ "text", "{\"a\":\"-98765432109\"}", true, -98765432109, -1 },
	{ "real", "{\"a\":1e3}", true, 1000, -1 },
	{ "too large a real", "{\"a\":1e300}", false, 0, -1 },
	{ "text with more", "{\"a\":\"20:00\"}", false, 0, -1 },
	{ "zero", "{\"a\":0}", true, 0, 0 },
	{ "one as text", "{\"a\":\"1\"}", true, 1, 1 },
	{ "other than one", "{\"a\":\"17\"}", true, 17, -1 },
	{ "a part of one", "{\"a\":3.9}", false, 0, -1 },
	{ "true", "{\"a\":true}", false, 0, 1 },
	{ "yes", "{\"a\":\"yes\"}", false, 0, 1 },
	{ "no", "{\"a\":\"No\"}", false, 0, 0 },
	{ "on", "{\"a\":\"on\"}", false, 0, 1 },
	{ "off", "{\"a\":\"off\"}", false, 0, 0 },
	{ "neither", "{\"a\":\"perhaps\"}", false, 0, -1 },
	{ "true as text", "{\"a\":\"True\"}", false, 0, 1 },
	{ "false as text", "{\"a\":\"false\"}", false, 0, 0 },
	{ "null", "{\"a\":null}", false, 0, -1 },
	{ "list", "{\"a\":[1]}", false, 0, -1 },
};

T(numbers_and_truths_come_in_several_kinds)
{
	T_EACH(c, values) {
		AUTO(json_decref) json_t *o = NULL;
		bool repaired = false;
		int64_t n = 0;

		o = loose_parse(c->json, strlen(c->json), &repaired);
		T_EQ_INT(loose_int(o, "a", &n), c->is_int);
		T_EQ_INT(n, c->want);
		T_EQ_INT(loose_bool(o, "a"), c->truth);
	}
}

static const struct {
	const char *label, *json;
	int64_t want;
} times[] = {
	{ "plain", "{\"a\":\"2026-03-01T10:00:00.5Z\"}", 1772359200500000 },
	{ "with an offset", "{\"a\":\"2026-03-01T18:00:00+08:00\"}",
	  1772359200000000 },
	{ "before 1970", "{\"a\":\"1969-01-01T00:00:01Z\"}", 0 },
	{ "not known yet", "{\"a\":\"1970-01-01T00:00:00.000Z\"}", 0 },
	{ "not known yet, elsewhere", "{\"a\":\"1970-01-01T08:00:00Z\"}", 0 },
	{ "just known", "{\"a\":\"1970-01-02T00:00:01Z\"}", 86401000000 },
	{ "the last second", "{\"a\":\"2199-12-31T23:59:59Z\"}",
	  7258118399000000 },
	{ "beyond it", "{\"a\":\"2200-01-01T00:00:00Z\"}", 0 },
	{ "beyond all", "{\"a\":\"10000-01-01T00:00:00Z\"}", 0 },
	{ "milliseconds", "{\"a\":1772359200000}", 1772359200000000 },
	{ "milliseconds beyond it", "{\"a\":7258118400000}", 0 },
	{ "seconds", "{\"a\":1700000000}", 0 },
	{ "nonsense", "{\"a\":\"yesterday\"}", 0 },
	{ "empty", "{\"a\":\"\"}", 0 },
};

T(times_are_after_1970)
{
	T_EACH(c, times) {
		AUTO(json_decref) json_t *o = NULL;
		bool repaired = false;

		o = loose_parse(c->json, strlen(c->json), &repaired);
		T_EQ_INT(loose_time(o, "a"), c->want);
	}
}

static const struct {
	const char *label, *text, *want;
} lines[] = {
	{ "plain", "x", "x" },
	{ "blanks", "  a \t\r\n b  ", "a b" },
	{ "controls",
	  "a\x01\x7f"
	  "b",
	  "a b" },
	{ "C1 controls",
	  "a\xc2\x85"
	  "b\xc2\xa0"
	  "c",
	  "a b\xc2\xa0"
	  "c" },
	{ "line and paragraph separators",
	  "a\xe2\x80\xa8\xe2\x80\xa9"
	  "b\xe2\x80\xa7",
	  "a b\xe2\x80\xa7" },
	{ "only blanks", " \n ", "" },
	{ "not UTF-8", "a\xc3", "a\xef\xbf\xbd" },
};

T(lines_are_one_line)
{
	T_EACH(c, lines) {
		AUTO(arena_free) struct arena *a = arena_new();

		T_EQ_STR(loose_clean_line(a, c->text, strlen(c->text)),
			 c->want);
	}
}

T(long_texts_are_cut_between_characters)
{
	AUTO(arena_free) struct arena *a = arena_new();
	size_t len = 5 << 20;
	AUTO(free) char *s = mem_alloc(len, 1);
	const char *got;

	for (size_t i = 0; i + 1 < len; i += 2)
		memcpy(s + i, "\xc3\xa5", 2);
	got = loose_clean_text(a, s, len);
	T_OK(strlen(got) > LOOSE_TEXT_MAX && strlen(got) < LOOSE_TEXT_MAX + 99);
	T_OK(strstr(got, "\xc3\xa5 [... cut here") != NULL);
	got = loose_clean_line(a, s, len);
	T_EQ_INT(strlen(got), LOOSE_LINE_MAX);
}

T(ids_stand_in_several_places)
{
	static const char text[] =
		"{\"creator\":{\"id\":\"5\"},\"ownerId\":6,\"plain\":7,"
		"\"id\":\"x-1\",\"blank\":\"a b\",\"nul\":\"a\\u0000\"}";
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(json_decref) json_t *o = loose_parse(text, strlen(text), NULL);

	T_EQ_STR(loose_id_in(a, o, "creator"), "5");
	T_EQ_STR(loose_id_in(a, o, "owner"), "6");
	T_EQ_STR(loose_id_in(a, o, "plain"), "7");
	T_EQ_STR(loose_id_in(a, o, "nobody"), "");
	T_EQ_STR(loose_either(a, o, "absent", "ownerId"), "6");
	T_EQ_STR(loose_either(a, o, "id", "ownerId"), "x-1");
	T_EQ_STR(loose_id(o, "id"), "x-1");
	T_EQ_STR(loose_id(o, "blank"), "");
	T_EQ_STR(loose_id(o, "nul"), "");
	T_EQ_STR(loose_id(o, "plain"), "");
	T_EQ_STR(loose_id(o, "none"), "");
	T_OK(loose_object(o, "creator") != NULL);
	T_OK(loose_array(o, "creator") == NULL);
}

T(nothing_is_found_in_nothing)
{
	AUTO(arena_free) struct arena *a = arena_new();
	int64_t n;

	T_EQ_STR(loose_text(a, NULL, "a"), "");
	T_EQ_STR(loose_line(a, NULL, "a"), "");
	T_OK(!loose_int(NULL, "a", &n));
	T_EQ_INT(loose_bool(NULL, "a"), -1);
	T_EQ_INT(loose_time(NULL, "a"), 0);
	T_OK(loose_array(NULL, "a") == NULL && loose_object(NULL, "a") == NULL);
}

T_MAIN
