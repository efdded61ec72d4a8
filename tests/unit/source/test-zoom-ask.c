#include "base/clock.h"
#include "base/err.h"
#include "said.h"
#include "source/closed.h"
#include "source/zoom/ask.h"
#include "source/zoom/zoom.h"
#include "t.h"
#include "tests/fake/zoom.h"

#include <unistd.h>

static struct zoom *open_zoom(struct fake_api *fz)
{
	return (struct zoom *)fake_api_source(fz);
}

static int ask(struct fake_api *fz, struct zoom_answer *a, struct err *e)
{
	struct zoom_question q AUTO(zoom_question_done) = { 0 };

	zoom_question_init(&q, WAY_USERS, "/users");
	zoom_question_add(&q, "status", "active");
	return zoom_ask(open_zoom(fz), &q, a, e);
}

/* --- one question ------------------------------------------------------ */

static const struct {
	const char *label;
	const char *scripts[4];
	int want;
	enum err_kind kind;
	enum zoom_verdict verdict;
	unsigned int asked;
} cases[] = {
	{ "at once", { "200|{\"a\":1}" }, 0, ERR_NONE, ZOOM_OK, 1 },
	{ "500, then well", { "500|{}", "200|{}" }, 0, ERR_NONE, ZOOM_OK, 2 },
	{ "cut, then well",
	  { "200|CUT:{\"a\":\"bcdefgh\"}", "200|{}" },
	  0,
	  ERR_NONE,
	  ZOOM_OK,
	  2 },
	{ "half a document with a whole length",
	  { "200|{\"a\":[1,", "200|{}" },
	  0,
	  ERR_NONE,
	  ZOOM_OK,
	  2 },
	{ "a page instead",
	  { "200 Content-Type: text/html|<html>", "200|{}" },
	  0,
	  ERR_NONE,
	  ZOOM_OK,
	  2 },
	{ "an array instead",
	  { "200|[1]", "200|{}" },
	  0,
	  ERR_NONE,
	  ZOOM_OK,
	  2 },
	{ "nearly JSON is enough",
	  { "200|{\"topic\":\"\xff\",\"n\":99999999999999999999}" },
	  0,
	  ERR_NONE,
	  ZOOM_OK,
	  1 },
	{ "chunked", { "200|CHUNKED:{\"a\":1}" }, 0, ERR_NONE, ZOOM_OK, 1 },
	{ "429 by second, then well",
	  { "429 X-RateLimit-Type: QPS|{\"code\":429,\"message\":\"x\"}",
	    "200|{}" },
	  0,
	  ERR_NONE,
	  ZOOM_OK,
	  2 },
	{ "429 by day, over at once",
	  { "429 X-RateLimit-Type: Daily-limit; Retry-After: "
	    "2026-03-01T10:00:01Z|{}",
	    "200|{}" },
	  0,
	  ERR_NONE,
	  ZOOM_OK,
	  2 },
	{ "404",
	  { "404|{\"code\":1001,\"message\":\"x\"}" },
	  0,
	  ERR_NONE,
	  ZOOM_ABSENT,
	  1 },
	{ "300 without an address",
	  { "300|{\"code\":300}" },
	  0,
	  ERR_NONE,
	  ZOOM_REFUSED,
	  1 },
	{ "redirect is not followed",
	  { "302 Location: {B}/v2/users|{}" },
	  0,
	  ERR_NONE,
	  ZOOM_REFUSED,
	  1 },
};

T(questions)
{
	T_EACH(c, cases) {
		AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();
		struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
		struct err e = ERR_INIT;

		for (size_t i = 0; i < 4 && c->scripts[i] != NULL; i++)
			fake_api_answer(z, "/users", c->scripts[i]);
		zoom_answer_init(&a);
		T_EQ_INT(ask(z, &a, &e), c->want);
		T_EQ_INT(e.kind, c->kind);
		T_EQ_INT(a.verdict, c->verdict);
		T_EQ_INT(a.json != NULL, c->verdict == ZOOM_OK);
		T_EQ_INT(fake_api_asked(z, "/users"), c->asked);
		T_EQ_INT(fake_api_leaks(z), 0);
		T_EQ_STR(fake_api_target(z, "/users"),
			 "/v2/users?status=active");
	}
}

T(evidence)
{
	AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	struct err e = ERR_INIT;

	fake_api_answer(z, "/users",
			"404|{\"code\":1001,\"message\":\"User does not "
			"exist\\n: x\"}");
	zoom_answer_init(&a);
	T_EQ_INT(ask(z, &a, &e), 0);
	T_EQ_STR(a.evidence.s,
		 "GET /users: 404, code 1001: User does not exist : x");
}

T(stops)
{
	AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	struct err e = ERR_INIT;

	fake_api_answer(z, "/users", "500|{}");
	fake_api_stop(z);
	zoom_answer_init(&a);
	T_EQ_INT(ask(z, &a, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
}

/* --- the day's ration -------------------------------------------------- */

static const struct {
	const char *label;
	const char *script;
	const char *until; /* by Zoom's clock; its Date is 10:00 */
} day_cases[] = {
	{ "ISO datetime",
	  "429 X-RateLimit-Type: Daily-limit; Retry-After: "
	  "2026-03-02T00:00:00Z|{}",
	  "2026-03-02T00:00:00Z" },
	{ "seconds", "429 X-RateLimit-Type: Daily-limit; Retry-After: 7200|{}",
	  "2026-03-01T12:00:00Z" },
	{ "HTTP date",
	  "429 X-RateLimit-Type: Daily-limit; Retry-After: "
	  "Sun, 01 Mar 2026 13:00:00 GMT|{}",
	  "2026-03-01T13:00:00Z" },
	{ "absent: midnight", "429 X-RateLimit-Type: Daily-limit|{}",
	  "2026-03-02T00:00:00Z" },
	{ "only the text tells",
	  "429|{\"code\":429,\"message\":\"You have reached the maximum daily "
	  "rate limit for this API.\"}",
	  "2026-03-02T00:00:00Z" },
};

/* Minutes from now until the saved hold. */
static int64_t saved_minutes(const struct fake_api *z)
{
	const char *at = strstr(fake_api_saved(z), "hold-medium=");
	char text[CLOCK_TEXT];
	int64_t us = 0;

	if (at == NULL)
		return -1;
	(void)snprintf(text, sizeof(text), "%.*s", (int)strcspn(at + 12, "\n"),
		       at + 12);
	T_OK(clock_parse(text, &us));
	return (us - clock_now_us() + CLOCK_MINUTE / 2) / CLOCK_MINUTE;
}

T(daily)
{
	int64_t date_us, until_us;

	T_OK(clock_parse("2026-03-01T10:00:00Z", &date_us));
	T_EACH(c, day_cases) {
		AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();
		struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
		struct err e = ERR_INIT;

		zoom_answer_init(&a);
		fake_api_answer(z, "/users", c->script);
		fake_api_answer(z, "/users", "200|{}");
		T_EQ_INT(ask(z, &a, &e), -1);
		T_EQ_INT(e.kind, ERR_RETRY);
		T_OK(strstr(e.text, "before 2") != NULL);
		T_OK(clock_parse(c->until, &until_us));
		T_EQ_INT(saved_minutes(z), (until_us - date_us) / CLOCK_MINUTE);
		/* remembered over a restart: nothing is asked */
		fake_api_close(z);
		err_clear(&e);
		T_EQ_INT(ask(z, &a, &e), -1);
		T_EQ_INT(fake_api_asked(z, "/users"), 1);
	}
}

/* --- closed ways ------------------------------------------------------- */

T(refused_way_is_asked_once)
{
	AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	struct err e = ERR_INIT;

	fake_api_answer(z, "/users",
			"400|{\"code\":104,\"message\":\"Invalid access "
			"token, does not contain "
			"scopes:[\\\"user:read:admin\\\"]\"}");
	zoom_answer_init(&a);
	for (int i = 0; i < 3; i++) {
		T_EQ_INT(ask(z, &a, &e), 0);
		T_EQ_INT(a.verdict, ZOOM_SCOPE);
		T_EQ_STR(a.scopes.s, "user:read:admin");
	}
	T_EQ_INT(fake_api_asked(z, "/users"), 1);
	closed_reopen((open_zoom(z))->closed);
	T_EQ_INT(ask(z, &a, &e), 0);
	T_EQ_INT(fake_api_asked(z, "/users"), 2);
}

/* --- waiting ----------------------------------------------------------- */

/* Twice: the wait is told once. */
static void ask_stopped(void *ctx)
{
	struct fake_api *z = ctx;
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };

	zoom_answer_init(&a);
	fake_api_stop(z);
	for (int i = 0; i < 2; i++) {
		struct err e = ERR_INIT;

		T_EQ_INT(ask(z, &a, &e), -1);
	}
}

static const struct {
	const char *label;
	int64_t hold_us;
	bool told;
} wait_cases[] = {
	{ "a second: nobody need know", CLOCK_SECOND, false },
	{ "a minute", CLOCK_MINUTE, true },
	/* that is an error, not a wait */
	{ "hours", 5 * CLOCK_HOUR, false },
};

T(a_wait_is_told)
{
	T_EACH(c, wait_cases) {
		AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();
		int64_t until_us = clock_now_us() + c->hold_us;
		struct str token AUTO(str_done) = STR_INIT;
		struct err e = ERR_INIT;
		char text[CLOCK_TEXT], want[128], said[1024];
		const char *at;

		/* signed in: a wait comes after that */
		T_EQ_INT(oauth_token(open_zoom(z)->acc.oauth, &token, &e), 0);
		(void)fake_api_host(z)->save(fake_api_host(z)->ctx,
					     "hold-medium",
					     clock_rfc3339(until_us, text),
					     &(struct err){ 0 });
		said_by(ask_stopped, z, said, sizeof(said));
		(void)snprintf(
			want, sizeof(want),
			"warn source.waiting until=\"%s UTC\" reason=\"the "
			"limit of medium requests to Zoom is used up\"\n",
			clock_text(until_us, text));
		at = strstr(said, "source.waiting");
		T_EQ_INT(at != NULL, c->told);
		if (c->told && strstr(said, want) == NULL)
			T_FAIL("'%s' is not said in: %s", want, said);
		T_OK(at == NULL || strstr(at + 1, "source.waiting") == NULL);
	}
}

/* --- pages ------------------------------------------------------------- */

struct seen {
	struct str text;
	int again;
};

static int take(void *ctx, const struct zoom_answer *page, struct err *e)
{
	struct seen *s = ctx;
	const char *name =
		json_string_value(json_object_get(page->json, "name"));

	(void)e;
	str_addf(&s->text, "%s ", name != NULL ? name : "?");
	return 0;
}

static void again(void *ctx)
{
	struct seen *s = ctx;

	s->again++;
	str_cut(&s->text, 0);
}

#define PAGE(name, token)                                                      \
	"200|{\"name\":\"" name "\",\"next_page_token\":\"" token "\"}"
#define DEAD                                                                   \
	"400|{\"code\":300,\"message\":\"The next page token is invalid or "   \
	"expired.\"}"

static const struct {
	const char *label;
	const char *scripts[6];
	int want;
	const char *seen;
	int again;
	const char *says; /* of a failure */
} page_cases[] = {
	{ "one", { PAGE("a", "") }, 0, "a ", 0 },
	{ "no token member", { "200|{\"name\":\"a\"}" }, 0, "a ", 0 },
	{ "token null",
	  { "200|{\"name\":\"a\",\"next_page_token\":null}" },
	  0,
	  "a ",
	  0 },
	{ "three",
	  { PAGE("a", "t1"), PAGE("b", "t2"), PAGE("c", "") },
	  0,
	  "a b c ",
	  0 },
	{ "token dies: from the beginning",
	  { PAGE("a", "t1"), DEAD, PAGE("a", "t3"), PAGE("b", "") },
	  0,
	  "a b ",
	  1 },
	{ "the same token for ever",
	  { PAGE("a", "t1") },
	  -1,
	  "a a ",
	  0,
	  "page 2 leads to the same next page as page 1" },
	{ "two tokens in turn",
	  { PAGE("a", "t1"), PAGE("b", "t2"), PAGE("a", "t1"),
	    PAGE("b", "t2") },
	  -1,
	  "a b a b ",
	  0,
	  "page 4 leads to the same next page as page 2" },
};

T(pages)
{
	T_EACH(c, page_cases) {
		AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();
		struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
		struct zoom_question q AUTO(zoom_question_done) = { 0 };
		struct seen seen = { STR_INIT, 0 };
		struct zoom_pages p = { .ctx = &seen,
					.each = take,
					.again = again };
		struct err e = ERR_INIT;

		for (size_t i = 0; i < 6 && c->scripts[i] != NULL; i++)
			fake_api_answer(z, "/users", c->scripts[i]);
		zoom_answer_init(&a);
		zoom_question_init(&q, WAY_USERS, "/users");
		T_EQ_INT(zoom_ask_pages(open_zoom(z), &q, &p, &a, &e), c->want);
		T_EQ_STR(seen.text.s, c->seen);
		T_EQ_INT(seen.again, c->again);
		if (c->says != NULL && strstr(e.text, c->says) == NULL)
			T_FAIL("'%s' is not said in: %s", c->says, e.text);
		str_done(&seen.text);
	}
}

T(pages_send_back_the_end_that_zoom_chose)
{
	AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	struct seen seen = { STR_INIT, 0 };
	struct zoom_pages p = { .ctx = &seen, .each = take, .to = "future" };
	struct err e = ERR_INIT;

	fake_api_answer(z, "/archive_files",
			"200|{\"name\":\"a\",\"to\":\"now\","
			"\"next_page_token\":\"t1\"}");
	fake_api_answer(z, "/archive_files?to=now",
			"200|{\"name\":\"b\",\"to\":\"now\"}");
	zoom_answer_init(&a);
	zoom_question_init(&q, WAY_ARCHIVE, "/archive_files");
	T_EQ_INT(zoom_ask_pages(open_zoom(z), &q, &p, &a, &e), 0);
	T_EQ_STR(seen.text.s, "a b ");
	T_EQ_STR(fake_api_target(z, "/archive_files"),
		 "/v2/archive_files?to=future");
	T_EQ_STR(fake_api_target(z, "/archive_files?to=now"),
		 "/v2/archive_files?to=now&next_page_token=t1");
	str_done(&seen.text);
}

T_MAIN
