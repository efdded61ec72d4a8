#include "source/closed.h"
#include "source/webex/ask.h"
#include "webex-fixture.h"

static int ask(struct fake_api *z, const char *path, struct webex_answer *a,
	       struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };

	webex_question_init(&q, WAY_ROOMS, path);
	return webex_ask(webex_account(z), &q, a, e);
}

static const struct {
	const char *label;
	const char *scripts[4];
	enum webex_verdict want;
	unsigned int asked;
} asks[] = {
	{ "at once", { "200|{\"a\":1}" }, WEBEX_OK, 1 },
	{ "after a failure", { "502|", "200|{}" }, WEBEX_OK, 2 },
	{ "after no JSON", { "200|<html>", "200|{}" }, WEBEX_OK, 2 },
	{ "after a cut", { "200|CUT:{\"a\":12345}", "200|{}" }, WEBEX_OK, 2 },
	{ "after a limit",
	  { "429 Retry-After: 0|slow down", "200|{}" },
	  WEBEX_OK,
	  2 },
	{ "after a limit without a time",
	  { "429|<html>", "200|{}" },
	  WEBEX_OK,
	  2 },
	{ "with a new token",
	  { "401|{\"message\":\"expired\"}", "200|{}" },
	  WEBEX_OK,
	  2 },
	{ "a refusal",
	  { "403|{\"message\":\"Access denied\"}" },
	  WEBEX_ROLE,
	  1 },
	{ "an absence", { "404|{}" }, WEBEX_ABSENT, 1 },
};

T(asking_goes_on_until_there_is_an_answer)
{
	T_EACH(row, asks) {
		AUTO(fake_api_free) struct fake_api *z = webex_scene();
		struct webex_answer a AUTO(webex_answer_done) = { 0 };
		struct err e = ERR_INIT;

		for (size_t i = 0; row->scripts[i] != NULL; i++)
			fake_api_answer(z, "/rooms/r", row->scripts[i]);
		webex_answer_init(&a);
		T_EQ_INT(ask(z, "/rooms/r", &a, &e), 0);
		T_EQ_INT(a.verdict, row->want);
		T_EQ_INT(fake_api_asked(z, "/rooms/r"), row->asked);
	}
}

T(a_long_wait_ends_the_call_and_is_remembered)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	struct err e = ERR_INIT;

	fake_api_answer(z, "/rooms/r", "429 Retry-After: 3600|");
	webex_answer_init(&a);
	T_EQ_INT(ask(z, "/rooms/r", &a, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	T_OK(strstr(fake_api_saved(z), "hold-api=20") != NULL);
	T_EQ_INT(fake_api_asked(z, "/rooms/r"), 1);
}

T(a_token_that_is_refused_again_and_again_needs_a_person)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	struct err e = ERR_INIT;

	fake_api_answer(z, "/rooms/r", "401|{\"message\":\"no\"}");
	webex_answer_init(&a);
	T_EQ_INT(ask(z, "/rooms/r", &a, &e), -1);
	T_EQ_INT(e.kind, ERR_SOURCE);
	T_EQ_INT(fake_api_tokens(z), 3);
}

T(a_missing_scope_is_not_asked_for_again)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	struct err e = ERR_INIT;
	struct str text AUTO(str_done) = STR_INIT;

	fake_api_answer(z, "/rooms/",
			"403|{\"message\":\"missing scope x\","
			"\"trackingId\":\"T9\"}");
	webex_answer_init(&a);
	T_EQ_INT(ask(z, "/rooms/r", &a, &e), 0);
	T_EQ_STR(a.evidence.s,
		 "GET /rooms/r: 403: missing scope x, tracking id T9");
	T_EQ_INT(ask(z, "/rooms/s", &a, &e), 0);
	T_EQ_INT(a.verdict, WEBEX_SCOPE);
	T_EQ_INT(fake_api_asked(z, "/rooms/"), 1);
	closed_reopen(webex_account(z)->closed);
	T_OK(!closed_get(webex_account(z)->closed, WAY_ROOMS, NULL, &text,
			 NULL));
}

/* --- pages --------------------------------------------------------------- */

static const struct {
	const char *label, *query, *link; /* {B}: the API's address */
	int want;
	const char *next; /* path?query of the next question */
} links[] = {
	{ "none", "from=1", "", 0, "" },
	{ "another relation", "from=1", "<{B}/events?from=1>; rel=\"prev\"", 0,
	  "" },
	{ "as it should be", "from=1",
	  "<{B}/events?from=1&cursor=x&max=50>; rel=\"next\"", 1,
	  "/events?from=1&cursor=x" },
	{ "max=null", "from=1",
	  "<{B}/events?max=null&cursor=x&from=1>; rel=\"next\"", 1,
	  "/events?cursor=x&from=1" },
	{ "lost parameters", "resource=rooms&from=1",
	  "<{B}/events?cursor=x>; rel=\"next\"", 1,
	  "/events?cursor=x&resource=rooms&from=1" },
	{ "a name within a name", "to=1",
	  "<{B}/events?auto=2&cursor=x>; rel=\"next\"", 1,
	  "/events?auto=2&cursor=x&to=1" },
	{ "relative", "a=1", "</v2/events?cursor=y>; rel=next", 1,
	  "/events?cursor=y&a=1" },
	{ "another host", "a=1",
	  "<https://evil.example/v2/events?c=1>; "
	  "rel=\"next\"",
	  -1, "" },
	{ "another port", "a=1",
	  "<http://127.0.0.1:1/v2/events?c=1>; rel=\"next\"", -1, "" },
	{ "another path", "a=1", "<{B}x/events?c=1>; rel=\"next\"", -1, "" },
	{ "a user in it", "a=1",
	  "<http://127.0.0.1@evil.example/v2/events>; rel=\"next\"", -1, "" },
};

static void fill(struct str *out, const struct webex *wx, const char *text)
{
	const char *at = strstr(text, "{B}");

	if (at == NULL) {
		str_add(out, text);
		return;
	}
	str_add_len(out, text, (size_t)(at - text));
	str_add(out, wx->api_url);
	str_add(out, at + 3);
}

T(links_are_mended_and_stay_with_the_api)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct webex *wx = webex_account(z);

	T_EACH(row, links) {
		struct webex_question q AUTO(webex_question_done) = { 0 };
		struct webex_question next;
		struct str link AUTO(str_done) = STR_INIT;
		struct str got AUTO(str_done) = STR_INIT;
		struct err e = ERR_INIT;

		webex_question_init(&q, WAY_EVENTS, "/events");
		str_add(&q.query, row->query);
		q.max = 1000;
		fill(&link, wx, row->link);
		T_EQ_INT(webex_next(wx, &q, link.s, &next, &e), row->want);
		if (row->want <= 0)
			continue;
		str_addf(&got, "%s?%s", next.path.s, next.query.s);
		T_EQ_STR(got.s, row->next);
		T_EQ_INT(next.max, 1000);
		webex_question_done(&next);
	}
}

static int count(void *ctx, const struct webex_answer *page, struct err *e)
{
	size_t *n = ctx;

	(void)e;
	*n += json_array_size(json_object_get(page->json, "items")) + 100;
	return 0;
}

static int pages(struct fake_api *z, size_t *n, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };

	webex_answer_init(&a);
	webex_question_init(&q, WAY_EVENTS, "/events");
	q.max = 1000;
	return webex_pages(webex_account(z), &q, count, n, &a, e);
}

#define LINK(cursor)                                                           \
	"200 Link: <{A}/v2/events?cursor=" cursor "&max=null>` rel=\"next\"|"

T(an_empty_page_is_not_the_end)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct err e = ERR_INIT;
	size_t n = 0;

	fake_api_answer(z, "/events?max=1000", LINK("1") "{\"items\":[1]}");
	fake_api_answer(z, "/events?cursor=1&max=1000",
			LINK("2") "{\"items\":[]}");
	fake_api_answer(z, "/events?cursor=2&max=1000",
			"200|{\"items\":[1,2]}");
	T_EQ_INT(pages(z, &n, &e), 0);
	T_EQ_INT(n, 303);
}

T(the_same_page_for_ever_is_a_failure)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct err e = ERR_INIT;
	size_t n = 0;

	fake_api_answer(z, "/events?", LINK("1") "{\"items\":[1]}");
	T_EQ_INT(pages(z, &n, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	T_EQ_INT(fake_api_asked(z, "/events?"), 2);
}

T(a_listing_that_breaks_off_is_not_complete)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct err e = ERR_INIT;
	size_t n = 0;

	fake_api_answer(z, "/events?max=1000", LINK("1") "{\"items\":[1]}");
	fake_api_answer(z, "/events?cursor=1", "400|{\"message\":\"no\"}");
	T_EQ_INT(pages(z, &n, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
}

T(too_much_at_once_is_asked_for_in_halves)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct err e = ERR_INIT;
	size_t n = 0;

	fake_api_answer(z, "/events?max=1000", "504|");
	fake_api_answer(z, "/events?max=500", "504|{}");
	fake_api_answer(z, "/events?max=250", "200|{\"items\":[1]}");
	T_EQ_INT(pages(z, &n, &e), 0);
	T_EQ_INT(n, 101);
}

T_MAIN
