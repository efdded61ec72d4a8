#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/ringcentral/ask.h"
#include "source/ringcentral/export.h"
#include "source/ringcentral/ringcentral.h"
#include "t.h"
#include "tests/fake/ringcentral.h"
#include "tests/fake/zip-bytes.h"

#define LIST   "/team-messaging/v1/data-export"
#define CREATE "POST " LIST
#define FROM   INT64_C(1772323200000000) /* 2026-03-01 */
#define TO     INT64_C(1772409600000000)

static const struct export_window day = { FROM, TO, NULL };

/* As export_order(), with what was told of a refusal in text. */
static int order(struct fake_api *z, const struct export_window *w,
		 struct export *x, struct str *text, struct err *e)
{
	struct rc *r = (struct rc *)fake_api_source(z);
	struct rc_answer a AUTO(rc_answer_done) = { 0 };
	int n;

	rc_answer_init(&a);
	n = rc_export_order(r, w, x, &a, e);
	str_cut(text, 0);
	str_add(text, a.evidence.s);
	return n;
}

static const char ready[] = "200|{\"id\":\"t1\",\"status\":\"Completed\","
			    "\"datasets\":[{\"id\":\"1\",\"uri\":\"{A}/d1\","
			    "\"size\":10},{\"uri\":\"{A}/d2\"},{\"size\":3}]}";

static void expect_ready(struct fake_api *z, const struct export_window *w)
{
	struct export x AUTO(rc_export_done) = { .task = STR_INIT };
	struct str text AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;
	char why[ERR_TEXT];

	if (order(z, w, &x, &text, &e) != 0)
		T_FAIL("%s", err_str(&e, why, sizeof(why)));
	T_EQ_STR(x.task.s, "t1");
	T_EQ_INT(x.n_sets, 2);
	if (x.n_sets < 2)
		return;
	T_OK(str_ends(x.sets[0].uri, "/d1"));
	T_EQ_INT(x.sets[0].size, 10);
	T_EQ_INT(x.sets[1].size, -1);
}

T(ordered_and_waited_for)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();

	fake_api_answer(z, LIST, "200|{\"tasks\":[]}");
	fake_api_answer(z, CREATE, "202|{\"id\":\"t1\"}");
	/* one of the documents' states, one of none, none at all */
	fake_api_answer(z, LIST "/t1", "200|{\"status\":\"Accepted\"}");
	fake_api_answer(z, LIST "/t1", "200|{\"status\":\"Pending\"}");
	fake_api_answer(z, LIST "/t1", "200|{\"status\":\"Pondering\"}");
	fake_api_answer(z, LIST "/t1", "200|{}");
	fake_api_answer(z, LIST "/t1", ready);
	expect_ready(z, &day);
	T_EQ_STR(fake_api_target(z, CREATE),
		 "{\"timeFrom\":\"2026-03-01T00:00:00Z\","
		 "\"timeTo\":\"2026-03-02T00:00:00Z\"}");
	T_EQ_INT(fake_api_asked(z, LIST "/t1"), 5);
}

T(of_one_chat)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	const struct export_window w = { FROM, TO, "7\"7" };

	fake_api_answer(z, LIST, "200|{\"tasks\":[]}");
	fake_api_answer(z, CREATE, "202|{\"id\":\"t1\"}");
	fake_api_answer(z, LIST "/t1", ready);
	expect_ready(z, &w);
	T_OK(strstr(fake_api_target(z, CREATE), "\"chatIds\":[\"7\\\"7\"]") !=
	     NULL);
}

#define SPECIFIC                                                               \
	"\"specific\":{\"timeFrom\":\"2026-03-01T00:00:00.000Z\","             \
	"\"timeTo\":\"2026-03-02T00:00:00Z\""

/* Which tasks of others, or of a run that was cut off, are taken for ours. */
T(adopting)
{
	static const struct {
		const char *label, *task;
		bool adopted;
	} rows[] = {
		{ "the same", "\"status\":\"Completed\"," SPECIFIC "}", true },
		{ "still running", "\"status\":\"InProgress\"," SPECIFIC "}",
		  true },
		{ "empty lists",
		  "\"status\":\"Completed\"," SPECIFIC
		  ",\"contacts\":[],\"chatIds\":[]}",
		  true },
		{ "it failed", "\"status\":\"Failed\"," SPECIFIC "}", false },
		{ "it has expired", "\"status\":\"Expired\"," SPECIFIC "}",
		  false },
		{ "of some people only",
		  "\"status\":\"Completed\"," SPECIFIC
		  ",\"contacts\":[{\"id\":\"1\"}]}",
		  false },
		{ "of some chats only",
		  "\"status\":\"Completed\"," SPECIFIC ",\"chatIds\":[\"1\"]}",
		  false },
		{ "of another day",
		  "\"status\":\"Completed\",\"specific\":{\"timeFrom\":"
		  "\"2026-03-01T00:00:00Z\",\"timeTo\":"
		  "\"2026-03-03T00:00:00Z\"}",
		  false },
		{ "of no window", "\"status\":\"Completed\"", false },
	};

	T_EACH(r, rows) {
		AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
		struct str list AUTO(str_done) = STR_INIT;

		str_addf(&list, "200|{\"tasks\":[7,null,{\"id\":\"%s\",%s}]}",
			 r->adopted ? "t1" : "no", r->task);
		fake_api_answer(z, LIST, list.s);
		fake_api_answer(z, CREATE, "202|{\"id\":\"t1\"}");
		fake_api_answer(z, LIST "/t1", ready);
		expect_ready(z, &day);
		T_EQ_INT(fake_api_asked(z, CREATE), r->adopted ? 0 : 1);
	}
}

/* Two are running: wait, look again, order when there is room. */
T(waiting_for_a_turn)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();

	fake_api_answer(z, LIST, "200|{\"tasks\":[]}");
	for (int i = 0; i < 3; i++)
		fake_api_answer(z, CREATE,
				"400|{\"errorCode\":\"CMN-211\",\"message\":"
				"\"At most 2 data export tasks can run\"}");
	fake_api_answer(z, CREATE, "202|{\"id\":\"t1\"}");
	fake_api_answer(z, LIST "/t1", ready);
	expect_ready(z, &day);
	T_EQ_INT(fake_api_asked(z, CREATE), 4);
	T_EQ_INT(fake_api_asked(z, LIST), 4);
}

/* Where two are seen at work, a third is not even asked for. */
T(seen_to_be_busy)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();

	fake_api_answer(
		z, LIST,
		"200|{\"tasks\":[{\"id\":\"a\",\"status\":\"Accepted\"},"
		"{\"id\":\"b\",\"status\":\"Pending\"}]}");
	fake_api_answer(
		z, LIST,
		"200|{\"tasks\":[{\"id\":\"a\",\"status\":\"Completed\"},"
		"{\"id\":\"b\",\"status\":\"InProgress\"}]}");
	fake_api_answer(z, CREATE, "202|{\"id\":\"t1\"}");
	fake_api_answer(z, LIST "/t1", ready);
	expect_ready(z, &day);
	T_EQ_INT(fake_api_asked(z, CREATE), 1);
	T_EQ_INT(fake_api_asked(z, LIST), 2);
}

T(one_that_fails_is_ordered_anew)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();

	fake_api_answer(z, LIST, "200|{\"tasks\":[]}");
	fake_api_answer(z, CREATE, "202|{\"id\":\"t0\"}");
	fake_api_answer(z, CREATE, "202|{\"id\":\"t1\"}");
	fake_api_answer(z, LIST "/t0", "200|{\"status\":\"AttemptFailed\"}");
	fake_api_answer(z, LIST "/t1", ready);
	expect_ready(z, &day);
}

T(all_of_them_fail)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct export x AUTO(rc_export_done) = { .task = STR_INIT };
	struct str text AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_api_answer(z, LIST, "200|{\"tasks\":[]}");
	fake_api_answer(z, CREATE, "202|{\"id\":\"t0\"}");
	fake_api_answer(z, LIST "/t0", "200|{\"status\":\"Cancelled\"}");
	T_EQ_INT(order(z, &day, &x, &text, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	T_EQ_INT(fake_api_asked(z, CREATE), 3);
}

T(switched_off)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct export x AUTO(rc_export_done) = { .task = STR_INIT };
	struct str text AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_api_answer(
		z, LIST,
		"403|{\"errorCode\":\"CMN-419\",\"message\":\"Compliance "
		"Exports is not enabled\"}");
	T_EQ_INT(order(z, &day, &x, &text, &e), 1);
	T_OK(strstr(text.s, "CMN-419") != NULL);
	/* once a run is enough */
	T_EQ_INT(order(z, &day, &x, &text, &e), 1);
	T_EQ_INT(fake_api_asked(z, LIST), 1);
}

/* --- reading ----------------------------------------------------------- */

static int on_record(void *ctx, enum export_folder folder, const char *bytes,
		     size_t len, struct err *e)
{
	(void)e;
	str_addf(ctx, "%d%.*s ", (int)folder, (int)len, bytes);
	return 0;
}

static const char files[] =
	"request_info.json\n{\"records\":[{\"no\":1}]}\f"
	"chats/chat_1.json\n{\"records\":[{\"c\":1}]}\f"
	"POSTS/2.json\n{\"records\":[{\"p\":1},{\"p\":2}]}\f"
	"x/y/posts/3.json\n[{\"p\":3}]\f"
	"posts/readme.txt\nnothing\f"
	"other/o.json\n[{\"o\":1}]";

static int read_all(struct fake_api *z, unsigned int folders, int64_t size,
		    struct str *told, struct err *e)
{
	struct rc *r = (struct rc *)fake_api_source(z);
	struct export x AUTO(rc_export_done) = { .task = STR_INIT };
	struct export_to to = { told, on_record, NULL };

	x.sets = mem_alloc(1, sizeof(*x.sets));
	x.sets[0] = (struct export_dataset){ str_printf("%s/d1", r->api_url),
					     size };
	x.n_sets = 1;
	return rc_export_read(r, &x, folders, &to, e);
}

static struct fake_api *with_zip(void)
{
	struct fake_api *z = fake_rc_new();
	struct str zip AUTO(str_done) = STR_INIT;

	zip_bytes(&zip, files, false);
	fake_api_bytes(z, "z", zip.s, zip.len);
	return z;
}

T(by_folder_not_by_name)
{
	AUTO(fake_api_free) struct fake_api *z = with_zip();
	struct str told AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_api_answer(z, "/d1", "200 Content-Type: application/zip|BYTES:z");
	T_EQ_INT(read_all(z, EXPORT_WHO | EXPORT_WHAT, -1, &told, &e), 0);
	T_EQ_STR(told.s, "0{\"c\":1} 4{\"p\":1} 4{\"p\":2} 4{\"p\":3} ");
	str_cut(&told, 0);
	T_EQ_INT(read_all(z, EXPORT_WHO, -1, &told, &e), 0);
	T_EQ_STR(told.s, "0{\"c\":1} ");
}

T(what_can_be_wrong_with_a_download)
{
	static const struct {
		const char *label, *first;
		bool again; /* the second answer is asked for */
	} rows[] = {
		{ "a page", "200 Content-Type: text/html|<html>", true },
		{ "JSON", "200 Content-Type: application/json|{}", true },
		{ "another size", "200 Content-Type: application/zip|PK",
		  true },
		{ "broken off", "200 Content-Type: application/zip|CUT:PK34",
		  true },
		{ "nothing", "200|SILENT", true },
		{ "a bad gateway", "502|", true },
		{ "an old token", "401|{\"errorCode\":\"OAU-128\"}", true },
		{ "gone", "404|{}", false },
		{ "not allowed", "403|{}", false },
	};

	T_EACH(r, rows) {
		AUTO(fake_api_free) struct fake_api *z = with_zip();
		struct str told AUTO(str_done) = STR_INIT;
		struct err e = ERR_INIT;

		fake_api_answer(z, "/d1", r->first);
		fake_api_answer(z, "/d1",
				"200 Content-Type: application/zip|BYTES:z");
		T_EQ_INT(read_all(z, 1U << EXPORT_CHATS, -1, &told, &e),
			 r->again ? 0 : -1);
		T_EQ_STR(told.s, r->again ? "0{\"c\":1} " : "");
		if (!r->again)
			T_EQ_INT(e.kind, ERR_RETRY);
	}
}

static int fail(void *ctx, enum export_folder folder, const char *bytes,
		size_t len, struct err *e)
{
	(void)ctx;
	(void)folder;
	(void)bytes;
	(void)len;
	return err_set(e, ERR_RETRY, "not now");
}

/* What the caller says is no damage: it is not downloaded again for it. */
T(a_callback_that_fails)
{
	AUTO(fake_api_free) struct fake_api *z = with_zip();
	struct rc *r = (struct rc *)fake_api_source(z);
	struct export x AUTO(rc_export_done) = { .task = STR_INIT };
	struct export_to to = { NULL, fail, NULL };
	struct err e = ERR_INIT;

	fake_api_answer(z, "/d1", "200 Content-Type: application/zip|BYTES:z");
	x.sets = mem_alloc(1, sizeof(*x.sets));
	x.sets[0] =
		(struct export_dataset){ str_printf("%s/d1", r->api_url), -1 };
	x.n_sets = 1;
	T_EQ_INT(rc_export_read(r, &x, EXPORT_WHAT, &to, &e), -1);
	T_EQ_STR(e.text, "not now");
	T_EQ_INT(fake_api_asked(z, "/d1"), 1);
}

/* The token is for our hosts; a redirect elsewhere goes without it. */
T(redirected)
{
	AUTO(fake_api_free) struct fake_api *z = with_zip();
	struct str told AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_api_answer(z, "/d1", "302 Location: {B}/store|");
	fake_api_answer(z, "/store",
			"200 Content-Type: application/zip|BYTES:z");
	T_EQ_INT(read_all(z, 1U << EXPORT_CHATS, -1, &told, &e), 0);
	T_EQ_STR(told.s, "0{\"c\":1} ");
	T_EQ_INT(fake_api_leaks(z), 0);
}

T_MAIN
