#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "http/ask.h"
#include "source/ringcentral/ask.h"
#include "source/ringcentral/limits.h"
#include "source/ringcentral/ringcentral.h"
#include "t.h"
#include "tests/fake/ringcentral.h"

#define PATH "/restapi/v1.0/x"

static int ask(struct fake_api *z, enum rc_way way, struct rc_answer *a,
	       struct err *e)
{
	struct rc *r = (struct rc *)fake_api_source(z);
	struct rc_question q AUTO(rc_question_done) = { 0 };

	rc_answer_init(a);
	rc_question_init(&q, way, PATH);
	rc_question_add(&q, "a b", "c&d");
	return rc_ask(r, &q, a, e);
}

T(an_answer)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct rc_answer a AUTO(rc_answer_done) = { 0 };
	struct err e = ERR_INIT;

	fake_api_answer(z, PATH, "200|{\"id\":1}");
	T_EQ_INT(ask(z, WAY_ACCOUNT, &a, &e), 0);
	T_EQ_INT(a.verdict, RC_OK);
	T_EQ_STR(a.body.s, "{\"id\":1}");
	T_EQ_STR(fake_api_target(z, PATH), PATH "?a%20b=c%26d");
}

/* What breaks is asked again; what is no JSON is no answer. */
T(trouble)
{
	static const struct {
		const char *label, *script;
	} rows[] = {
		{ "502", "502|" },
		{ "a page", "200 Content-Type: text/html|<html>" },
		{ "a list", "200|[]" },
		{ "cut", "200|CUT:{\"id\":1}" },
		{ "nothing", "200|SILENT" },
		{ "a redirect", "302 Location: {B}/|" },
	};

	T_EACH(r, rows) {
		AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
		struct rc_answer a AUTO(rc_answer_done) = { 0 };
		struct err e = ERR_INIT;

		fake_api_answer(z, PATH, r->script);
		fake_api_answer(z, PATH, "200|{}");
		T_EQ_INT(ask(z, WAY_ACCOUNT, &a, &e), 0);
		T_EQ_INT(a.verdict, RC_OK);
		T_EQ_INT(fake_api_asked(z, PATH), 2);
		T_EQ_INT(fake_api_leaks(z), 0);
	}
}

T(trouble_without_end)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct rc_answer a AUTO(rc_answer_done) = { 0 };
	struct err e = ERR_INIT;

	fake_api_answer(z, PATH, "500|");
	T_EQ_INT(ask(z, WAY_ACCOUNT, &a, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	T_EQ_INT(fake_api_asked(z, PATH), HTTP_TRIES);
}

/* Not one request in a penalty: not of this group, not after a restart. */
T(a_long_penalty)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct rc_answer a AUTO(rc_answer_done) = { 0 };

	fake_api_answer(z, PATH,
			"429 X-Rate-Limit-Group: light;Retry-After: 900|{}");
	for (int i = 0; i < 3; i++) {
		struct err e = ERR_INIT;

		T_EQ_INT(ask(z, i < 2 ? WAY_ACCOUNT : WAY_AUTHZ, &a, &e), -1);
		T_EQ_INT(e.kind, ERR_RETRY);
		T_OK(strstr(e.text, "'Light' before") != NULL);
		if (i == 0)
			fake_api_close(z);
	}
	T_EQ_INT(fake_api_asked(z, PATH), 1);
	T_OK(str_ends(fake_api_state(z, "limits"), " Light\n"));
}

/* Another group goes on. */
T(a_penalty_of_one_group)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct rc_answer a AUTO(rc_answer_done) = { 0 };
	struct err e = ERR_INIT;

	fake_api_answer(z, PATH, "429 Retry-After: 900|{}");
	fake_api_answer(z, PATH, "200|{}");
	T_EQ_INT(ask(z, WAY_CALLS, &a, &e), -1);
	e = ERR_INIT;
	T_EQ_INT(ask(z, WAY_TASK, &a, &e), 0);
	T_EQ_INT(a.verdict, RC_OK);
}

T(a_penalty_that_ends)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct rc_answer a AUTO(rc_answer_done) = { 0 };
	struct err e = ERR_INIT;

	fake_api_answer(z, PATH, "503 Retry-After: 0|{}");
	fake_api_answer(z, PATH, "429 Retry-After: 0|{}");
	fake_api_answer(z, PATH, "200|{}");
	T_EQ_INT(ask(z, WAY_ACCOUNT, &a, &e), 0);
	T_EQ_INT(a.verdict, RC_OK);
	T_EQ_INT(fake_api_asked(z, PATH), 3);
}

/* Refused for all: it is not asked again in this run. */
T(closed_ways)
{
	static const struct {
		const char *label, *script;
		enum rc_way way;
		unsigned int asked;
	} rows[] = {
		{ "the app lacks it",
		  "403|{\"errorCode\":\"CMN-401\",\"message\":\"needs [X] "
		  "permission\"}",
		  WAY_ATTACHMENT, 1 },
		{ "of the account", "403|{}", WAY_CALLS, 1 },
		{ "of one extension", "403|{}", WAY_MESSAGES, 2 },
		{ "of one file", "403|{}", WAY_FILE, 2 },
		{ "not there", "404|{}", WAY_CALLS, 2 },
	};

	T_EACH(r, rows) {
		AUTO(fake_api_free) struct fake_api *z = fake_rc_new();

		fake_api_answer(z, PATH, r->script);
		for (int i = 0; i < 2; i++) {
			struct rc_answer a AUTO(rc_answer_done) = { 0 };
			struct err e = ERR_INIT;

			T_EQ_INT(ask(z, r->way, &a, &e), 0);
			T_OK(a.verdict != RC_OK);
			T_OK(strstr(a.evidence.s, "GET " PATH ": 40") != NULL);
		}
		T_EQ_INT(fake_api_asked(z, PATH), r->asked);
	}
}

/* --- pages ------------------------------------------------------------- */

static int count(void *ctx, const struct rc_answer *page, struct err *e)
{
	int *n = ctx;

	(void)page;
	(void)e;
	return ++*n == 7;
}

static int pages(struct fake_api *z, enum rc_paging paging, struct err *e)
{
	struct rc *r = (struct rc *)fake_api_source(z);
	struct rc_question q AUTO(rc_question_done) = { 0 };
	struct rc_answer a AUTO(rc_answer_done) = { 0 };
	int n = 0;

	rc_answer_init(&a);
	rc_question_init(&q, WAY_ACCOUNT, PATH);
	return rc_ask_pages(r, &q, paging, count, &n, &a, e) < 0 ? -1 : n;
}

T(paging)
{
	static const struct {
		const char *label;
		enum rc_paging paging;
		const char *first, *last;
		int n;
	} rows[] = {
		{ "one page", RC_BY_NUMBER, "200|{}", "200|{}", 1 },
		{ "by number", RC_BY_NUMBER,
		  "200|{\"navigation\":{\"nextPage\":{\"uri\":\"x\"}}}",
		  "200|{\"navigation\":{\"nextPage\":null}}", 2 },
		{ "an empty next", RC_BY_NUMBER,
		  "200|{\"navigation\":{\"nextPage\":{}}}", "200|{}", 1 },
		{ "by token", RC_BY_TOKEN,
		  "200|{\"paging\":{\"nextPageToken\":\"t\"}}",
		  "200|{\"paging\":{\"nextPageToken\":\"\"}}", 2 },
		{ "the same token", RC_BY_TOKEN,
		  "200|{\"paging\":{\"nextPageToken\":\"t\"}}",
		  "200|{\"paging\":{\"nextPageToken\":\"t\"}}", -1 },
		{ "without an end", RC_BY_NUMBER,
		  "200|{\"navigation\":{\"nextPage\":{\"uri\":\"x\"}}}",
		  "200|{\"navigation\":{\"nextPage\":{\"uri\":\"x\"}}}", 7 },
	};

	T_EACH(r, rows) {
		AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
		struct err e = ERR_INIT;

		fake_api_answer(z, PATH, r->first);
		fake_api_answer(z, PATH, r->last);
		T_EQ_INT(pages(z, r->paging, &e), r->n);
	}
}

T_MAIN
