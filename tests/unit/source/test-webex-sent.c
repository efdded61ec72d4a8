#include "base/arena.h"
#include "base/str.h"
#include "source/webex/known.h"
#include "source/webex/sent.h"
#include "t.h"

static json_t *parse(const char *text)
{
	return sent_parse(text, strlen(text));
}

static const struct {
	const char *label, *json;
	int64_t want;
} times[] = {
	{ "as it should be", "{\"t\":\"2026-03-01T10:00:00.5Z\"}",
	  INT64_C(1772359200500000) },
	{ "with an offset", "{\"t\":\"2026-03-01T18:00:00+08:00\"}",
	  INT64_C(1772359200000000) },
	{ "not known yet", "{\"t\":\"1970-01-01T00:00:00.000Z\"}", 0 },
	{ "not known yet, elsewhere", "{\"t\":\"1970-01-01T08:00:00Z\"}", 0 },
	{ "no time", "{\"t\":\"soon\"}", 0 },
	{ "of another kind", "{\"t\":5}", 0 },
	{ "none", "{}", 0 },
};

T(times_of_1970_are_not_known)
{
	T_EACH(row, times) {
		AUTO(sent_done) json_t *o = parse(row->json);

		T_EQ_INT(sent_time(o, "t"), row->want);
	}
}

static const struct {
	const char *label, *json;
	int want;
} bools[] = {
	{ "true", "{\"b\":true}", 1 },  { "yes", "{\"b\":\"yes\"}", 1 },
	{ "no", "{\"b\":\"No\"}", 0 },  { "text", "{\"b\":\"true\"}", 1 },
	{ "zero", "{\"b\":0}", 0 },     { "other", "{\"b\":\"perhaps\"}", -1 },
	{ "null", "{\"b\":null}", -1 }, { "none", "{}", -1 },
};

T(booleans_are_texts_too)
{
	T_EACH(row, bools) {
		AUTO(sent_done) json_t *o = parse(row->json);

		T_EQ_INT(sent_bool(o, "b"), row->want);
	}
}

static const struct {
	const char *label, *id, *want;
} uuids[] = {
	{ "an id", "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9hYmMtMQ", "abc-1" },
	{ "in another cluster",
	  "Y2lzY29zcGFyazovL3VybjpURUFNOmV1LWNlbnRyYWwtMV9rL1BFT1BMRS9hYmMtMQ",
	  "abc-1" },
	{ "with a line end", "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9hYmMtMQo",
	  "abc-1" },
	{ "of the uuid alone", "YWJjLTE", "abc-1" },
	{ "no base64", "*!*", "*!*" },
	{ "none", "", "" },
};

T(ids_of_several_spellings_name_the_same)
{
	T_EACH(row, uuids) {
		struct str out AUTO(str_done) = STR_INIT;

		sent_uuid(&out, row->id);
		T_EQ_STR(out.s, row->want);
	}
}

T(texts_are_clean)
{
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(sent_done)
	json_t *o = parse("{\"t\":\"a\\r\\nb\\u0000c\",\"n\":7,\"l\":\" x\\ty "
			  "\",\"i\":\"a b\",\"x\":[]}");

	T_EQ_STR(sent_text(a, o, "t"), "a\nb\xef\xbf\xbd"
				       "c");
	T_EQ_STR(sent_line(a, o, "l"), "x y");
	T_EQ_STR(sent_line(a, o, "n"), "7");
	T_EQ_STR(sent_line(a, o, "x"), "");
	T_EQ_STR(sent_id(o, "i"), "");
	T_EQ_STR(sent_id(o, "none"), "");
	T_OK(sent_object(o, "t") == NULL && sent_array(o, "x") != NULL);
}

T(bad_utf8_is_read_all_the_same)
{
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(sent_done) json_t *o = parse("{\"t\":\"\xff\"}");

	T_OK(o != NULL);
	T_EQ_STR(sent_text(a, o, "t"), "\xef\xbf\xbd");
	T_OK(parse("<html>") == NULL);
	T_OK(sent_parse("", 0) == NULL);
}

T(a_long_text_is_cut_and_says_so)
{
	AUTO(arena_free) struct arena *a = arena_new();
	struct str s AUTO(str_done) = STR_INIT;
	const char *text;

	for (size_t i = 0; i < SENT_TEXT_MAX; i++)
		str_add(&s, "\xc3\xa9");
	text = sent_clean_text(a, s.s, s.len);
	T_OK(strstr(text, "[... cut here") != NULL);
	T_OK(strlen(text) < SENT_TEXT_MAX + 100);
	T_OK(strlen(sent_clean_line(a, s.s, s.len)) <= SENT_LINE_MAX);
}

T(known_texts_keep_their_numbers)
{
	AUTO(known_free) struct known *k = known_new();
	char text[16];

	for (size_t i = 0; i < 1000; i++) {
		(void)snprintf(text, sizeof(text), "%zu", i * 7 % 1000);
		*known_at(k, text, 0) += i * 7 % 1000;
	}
	T_EQ_INT(known_count(k), 1000);
	T_EQ_INT(*known_find(k, "999"), 999);
	T_OK(known_find(k, "1000") == NULL);
	T_EQ_INT(*known_at(k, "5", 8), 5);
}

T_MAIN
