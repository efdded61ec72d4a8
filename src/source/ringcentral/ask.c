#include "source/ringcentral/ask.h"

#include "base/arena.h"
#include "base/clock.h"
#include "http/ask.h"
#include "http/head.h"
#include "http/http.h"
#include "source/closed.h"
#include "source/loose.h"
#include "source/ringcentral/limits.h"
#include "source/ringcentral/ringcentral.h"

#include <string.h>

#define PAGES_MAX 100000
#define STATE     "limits"

/* --- questions and answers --------------------------------------------- */

void rc_question_init(struct rc_question *q, enum rc_way way, const char *path)
{
	*q = (struct rc_question){ way, STR_INIT, STR_INIT, STR_INIT };
	str_add(&q->path, path);
}

void rc_question_done(struct rc_question *q)
{
	str_done(&q->path);
	str_done(&q->query);
	str_done(&q->body);
}

void rc_question_add(struct rc_question *q, const char *name, const char *value)
{
	oauth_form(&q->query, name, value);
}

void rc_question_time(struct rc_question *q, const char *name, int64_t us)
{
	char text[CLOCK_TEXT];

	rc_question_add(q, name, clock_rfc3339(us, text));
}

void rc_answer_init(struct rc_answer *a)
{
	*a = (struct rc_answer){ .body = STR_INIT,
				 .code = STR_INIT,
				 .message = STR_INIT,
				 .permission = STR_INIT,
				 .evidence = STR_INIT };
}

void rc_answer_done(struct rc_answer *a)
{
	json_decref(a->json);
	str_done(&a->body);
	str_done(&a->code);
	str_done(&a->message);
	str_done(&a->permission);
	str_done(&a->evidence);
	rc_answer_init(a);
}

static const char *method(const struct rc_question *q)
{
	return q->body.len > 0 ? "POST" : "GET";
}

static void add_evidence(struct rc_answer *a, const struct rc_question *q)
{
	str_cut(&a->evidence, 0);
	str_addf(&a->evidence, "%s %s: %d", method(q), q->path.s, a->status);
	if (a->code.len > 0)
		str_addf(&a->evidence, ", %s", a->code.s);
	if (a->message.len > 0)
		str_addf(&a->evidence, ": %s", a->message.s);
}

/* --- closed ways ------------------------------------------------------- */

/* Of one extension or file a refusal says nothing of the next. */
static bool is_of_account(enum rc_way way)
{
	return way < WAY_FILE && way != WAY_MESSAGES && way != WAY_DATASET &&
	       way != WAY_TASK;
}

static void close_way(struct rc *r, enum rc_way way, const struct rc_answer *a)
{
	bool app = strcmp(a->code.s, "CMN-401") == 0;

	if (a->verdict != RC_PERMISSION && a->verdict != RC_FEATURE)
		return;
	if (!app && !is_of_account(way))
		return;
	closed_set(r->closed, way, (int)a->verdict, a->evidence.s,
		   a->permission.s);
}

static bool answer_closed(struct rc *r, enum rc_way way, struct rc_answer *a)
{
	int verdict;

	if (!closed_get(r->closed, way, &verdict, &a->evidence, &a->permission))
		return false;
	a->verdict = (enum rc_verdict)verdict;
	str_add(&a->message, a->evidence.s);
	return true;
}

/* --- limits ------------------------------------------------------------ */

void rc_learn(struct rc *r, enum rc_way way, const struct http_response *rp)
{
	rc_limits_learn(r->limits, way, rp);
	account_learn_clock(&r->acc, rp);
}

/* A penalty of before we were started. */
static int load_limits(struct rc *r, struct err *e)
{
	struct str text AUTO(str_done) = STR_INIT;
	int n;

	if (atomic_exchange(&r->limits_loaded, true) ||
	    r->acc.host.load == NULL)
		return 0;
	n = r->acc.host.load(r->acc.host.ctx, STATE, &text, e);
	if (n < 0) {
		atomic_store(&r->limits_loaded, false);
		return -1;
	}
	if (n > 0)
		rc_limits_load(r->limits, text.s);
	return 0;
}

int rc_take_place(struct rc *r, enum rc_way way, struct err *e)
{
	if (load_limits(r, e) < 0)
		return -1;
	return rc_limits_take(r->limits, way, RC_PATIENCE_US, r->acc.http, e);
}

int rc_keep_limits(struct rc *r, struct err *e)
{
	struct str text AUTO(str_done) = STR_INIT;

	if (r->acc.host.save == NULL)
		return 0;
	rc_limits_save(r->limits, &text);
	return r->acc.host.save(r->acc.host.ctx, STATE, text.s, e);
}

int rc_slow_down(struct rc *r, enum rc_way way, const struct http_response *rp,
		 struct err *e)
{
	rc_limits_penalty(r->limits, way, rp);
	return rc_keep_limits(r, e);
}

/* --- asking ------------------------------------------------------------ */

struct asking {
	struct rc *r;
	const struct rc_question *q;
	struct rc_answer *a;
};

static struct http_request *make_request(void *ctx)
{
	struct asking *k = ctx;
	const struct rc_question *q = k->q;
	struct str url AUTO(str_done) = STR_INIT;
	struct http_request *rq;

	rc_answer_done(k->a);
	str_addf(&url, "%s%s%s%s", k->r->api_url, q->path.s,
		 q->query.len > 0 ? "?" : "", q->query.s);
	rq = http_request_new(method(q), url.s);
	http_request_header(rq, "Accept", "application/json");
	if (q->body.len > 0)
		http_request_body(rq, "application/json", q->body.s,
				  q->body.len);
	return rq;
}

static int take_place(void *ctx, struct err *e)
{
	const struct asking *k = ctx;

	return rc_take_place(k->r, k->q->way, e);
}

static int read_good(struct asking *k, struct str *trouble)
{
	struct rc_answer *a = k->a;

	a->json = loose_parse(a->body.s, a->body.len, NULL);
	if (json_is_object(a->json)) {
		a->verdict = RC_OK;
		return HTTP_DONE;
	}
	json_decref(a->json);
	a->json = NULL;
	str_addf(trouble, "status %d, but the answer is no JSON object",
		 a->status);
	return HTTP_AGAIN;
}

static int read_refusal(struct asking *k, struct str *trouble)
{
	struct rc_answer *a = k->a;
	struct rc_refusal no;

	rc_refusal_read(&no, a->status, a->body.s, a->body.len);
	a->verdict = no.verdict;
	str_add(&a->code, no.code.s);
	str_add(&a->message, no.message.s);
	str_add(&a->permission, no.permission.s);
	rc_refusal_done(&no);
	str_cut(&a->body, 0);
	if (a->verdict != RC_TOKEN)
		return HTTP_DONE;
	str_add(trouble, a->message.s);
	return HTTP_TOKEN;
}

static int judge(void *ctx, const struct http_response *rp, struct str *trouble,
		 struct err *e)
{
	struct asking *k = ctx;
	int status = k->a->status = http_status(rp);

	rc_learn(k->r, k->q->way, rp);
	if (status >= 200 && status < 300)
		return read_good(k, trouble);
	if (status >= 400 && status < 500 && status != 429)
		return read_refusal(k, trouble);
	str_addf(trouble, "status %d", status);
	if (!http_response_is_slow(rp))
		return HTTP_AGAIN;
	str_add(trouble, ": too many requests");
	return rc_slow_down(k->r, k->q->way, rp, e) < 0 ? -1 : HTTP_SLOW;
}

static int ask_until(struct asking *k, struct err *e)
{
	struct account *acc = &k->r->acc;
	struct str what AUTO(str_done) = STR_INIT;
	struct http_ask ask = {
		.http = acc->http,
		.oauth = acc->oauth,
		.pause_us = acc->pause_us,
		.vendor = acc->vendor,
		.remedy = "is the app still active, and does nothing else "
			  "sign in as it?",
		.ctx = k,
		.request = make_request,
		.place = take_place,
		.judge = judge,
	};

	str_addf(&what, "%s %s", method(k->q), k->q->path.s);
	ask.what = what.s;
	return http_ask(&ask, &k->a->body, e);
}

int rc_ask(struct rc *r, const struct rc_question *q, struct rc_answer *a,
	   struct err *e)
{
	struct asking k = { .r = r, .q = q, .a = a };

	rc_answer_done(a);
	if (answer_closed(r, q->way, a))
		return 0;
	if (ask_until(&k, e) < 0)
		return -1;
	if (a->verdict != RC_OK) {
		add_evidence(a, q);
		close_way(r, q->way, a);
	}
	return 0;
}

/* --- pages ------------------------------------------------------------- */

static bool has_next(const json_t *page)
{
	const json_t *next =
		loose_object(loose_object(page, "navigation"), "nextPage");

	return json_object_size(next) > 0;
}

/* Set *next to the token of the next page, "" for none; false where it is the
   one we have just asked with. */
static bool next_token(struct str *next, const json_t *page)
{
	AUTO(arena_free) struct arena *a = arena_new();
	const char *token =
		loose_line(a, loose_object(page, "paging"), "nextPageToken");
	bool same;

	if (*token == '\0')
		token = loose_line(a, loose_object(page, "navigation"),
				   "nextPageToken");
	same = *token != '\0' && strcmp(token, next->s) == 0;
	str_cut(next, 0);
	str_add(next, token);
	return !same;
}

int rc_ask_pages(struct rc *r, const struct rc_question *q,
		 enum rc_paging paging,
		 int (*each)(void *ctx, const struct rc_answer *page,
			     struct err *e),
		 void *ctx, struct rc_answer *a, struct err *e)
{
	struct str token AUTO(str_done) = STR_INIT;

	for (int n = 1; n <= PAGES_MAX; n++) {
		struct rc_question one AUTO(rc_question_done) = { 0 };
		int over;

		rc_question_init(&one, q->way, q->path.s);
		str_add(&one.query, q->query.s);
		if (paging == RC_BY_NUMBER && n > 1) {
			str_cut(&token, 0);
			str_addf(&token, "%d", n);
			rc_question_add(&one, "page", token.s);
		} else if (paging == RC_BY_TOKEN && token.len > 0) {
			rc_question_add(&one, "pageToken", token.s);
		}
		if (rc_ask(r, &one, a, e) < 0)
			return -1;
		if (a->verdict != RC_OK)
			return 0;
		over = each(ctx, a, e);
		if (over != 0)
			return over < 0 ? -1 : 0;
		if (paging == RC_BY_TOKEN && !next_token(&token, a->json))
			break;
		if (paging == RC_BY_TOKEN ? token.len == 0 : !has_next(a->json))
			return 0;
	}
	return err_set(e, ERR_RETRY, "GET %s: the listing does not end",
		       q->path.s);
}
