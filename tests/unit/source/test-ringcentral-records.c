#include "base/err.h"
#include "base/str.h"
#include "source/ringcentral/read/records.h"
#include "t.h"

static int each(void *ctx, const char *bytes, size_t len, struct err *e)
{
	struct str *out = ctx;

	(void)e;
	str_add_len(out, bytes, len);
	str_add_char(out, '\n');
	return 0;
}

/* Fed in pieces of a length; true where the file is taken as whole. */
static bool feed(const char *text, size_t piece, struct str *out)
{
	struct records r;
	struct err e = ERR_INIT;
	size_t len = strlen(text);
	int bad = 0;

	rc_records_begin(&r, each, out);
	for (size_t at = 0; bad == 0 && at < len; at += piece)
		bad = rc_records_feed(&r, text + at,
				      len - at < piece ? len - at : piece, &e);
	if (bad == 0)
		bad = rc_records_end(&r, &e);
	rc_records_done(&r);
	T_OK(bad == 0 || e.kind == ERR_RETRY);
	return bad == 0;
}

T(cutting)
{
	static const struct {
		const char *label, *text, *want;
		bool bad;
	} rows[] = {
		{ "two", "{\"records\":[{\"a\":1},{\"b\":2}]}",
		  "{\"a\":1}\n{\"b\":2}\n" },
		{ "an array at the top", "[{\"a\":1}]", "{\"a\":1}\n" },
		{ "blanks stay", " { \"records\" : [ { \"a\" : 1 } , {} ] } \n",
		  "{ \"a\" : 1 }\n{}\n" },
		{ "none", "{\"records\":[]}", "" },
		{ "nested", "{\"records\":[{\"a\":[{\"b\":{}}],\"c\":{}}]}",
		  "{\"a\":[{\"b\":{}}],\"c\":{}}\n" },
		{ "brackets in texts",
		  "{\"records\":[{\"a\":\"}]{[\\\"}\"},{\"\\\\\":1}]}",
		  "{\"a\":\"}]{[\\\"}\"}\n{\"\\\\\":1}\n" },
		{ "more members",
		  "{\"n\":{\"x\":[{\"no\":1}]},\"records\":[{\"a\":1}],\"m\":"
		  "3}",
		  "{\"a\":1}\n" },
		{ "two lists", "{\"r\":[{\"a\":1}],\"s\":[{\"b\":1}]}",
		  "{\"a\":1}\n{\"b\":1}\n" },
		{ "no objects", "{\"records\":[1,\"x\",null,[{\"a\":1}]]}",
		  "" },
		{ "cut in a record", "{\"records\":[{\"a\":1},{\"b\"",
		  "{\"a\":1}\n", true },
		{ "cut in a text", "{\"records\":[{\"a\":\"}", "", true },
		{ "cut behind", "{\"records\":[{\"a\":1}]", "{\"a\":1}\n",
		  true },
		{ "nothing", "", "", true },
		{ "no JSON", "hello", "", true },
		{ "closed as a list", "[{\"a\":1]]", "", true },
		{ "closed too often", "{\"records\":[]}}", "", true },
	};

	T_EACH(r, rows) {
		for (size_t piece = 1; piece < 9; piece++) {
			struct str out AUTO(str_done) = STR_INIT;

			T_EQ_INT(feed(r->text, piece, &out), !r->bad);
			T_EQ_STR(out.s, r->want);
		}
	}
}

T(one_that_is_too_long_is_passed_over)
{
	struct str text AUTO(str_done) = STR_INIT;
	struct str out AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;
	struct records r;

	str_add(&text, "[{\"a\":\"");
	while (text.len < RECORDS_ONE_MAX)
		str_add(&text, "0123456789abcdef0123456789abcdef");
	str_add(&text, "{[\"},{\"b\":2}]");
	rc_records_begin(&r, each, &out);
	T_EQ_INT(rc_records_feed(&r, text.s, text.len, &e), 0);
	T_EQ_INT(rc_records_end(&r, &e), 0);
	T_EQ_INT(r.too_long, 1);
	T_EQ_INT(r.n, 2);
	T_EQ_STR(out.s, "{\"b\":2}\n");
	rc_records_done(&r);
}

T(too_deep_is_damage)
{
	struct str text AUTO(str_done) = STR_INIT;
	struct str out AUTO(str_done) = STR_INIT;

	for (int i = 0; i < RECORDS_DEEP_MAX + 1; i++)
		str_add_char(&text, '[');
	T_OK(!feed(text.s, 7, &out));
}

/* How deep a record is, is its own affair. */
T(a_deep_record_is_a_record)
{
	struct str text AUTO(str_done) = STR_INIT;
	struct str out AUTO(str_done) = STR_INIT;

	str_add(&text, "[{\"a\":");
	for (int i = 0; i < 3 * RECORDS_DEEP_MAX; i++)
		str_add_char(&text, '[');
	for (int i = 0; i < 3 * RECORDS_DEEP_MAX; i++)
		str_add_char(&text, ']');
	str_add(&text, "},{\"b\":2}]");
	T_OK(feed(text.s, 7, &out));
	T_EQ_INT(out.len, text.len - 1);
	T_OK(strstr(out.s, "]}\n{\"b\":2}\n") != NULL);
}

static int refuse(void *ctx, const char *bytes, size_t len, struct err *e)
{
	(void)ctx;
	(void)bytes;
	(void)len;
	return err_set(e, ERR_STORE, "the disk is full");
}

T(a_callback_ends_it)
{
	static const char text[] = "[{},{}]";
	struct err e = ERR_INIT;
	struct records r;

	rc_records_begin(&r, refuse, NULL);
	T_EQ_INT(rc_records_feed(&r, text, strlen(text), &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
	T_EQ_INT(r.n, 1);
	rc_records_done(&r);
}

T_MAIN
