#include "source/zoom/ask.h"

#include "base/clock.h"
#include "http/ask.h"
#include "http/head.h"
#include "http/http.h"
#include "source/closed.h"
#include "source/holds.h"
#include "source/loose.h"
#include "source/zoom/window.h"
#include "source/zoom/zoom.h"

#include <string.h>

#define PAGES_MAX 10000
#define RESTARTS  6

/* --- questions and answers --------------------------------------------- */

void zoom_question_init(struct zoom_question *q, enum zoom_way way,
			const char *path)
{
	*q = (struct zoom_question){ way, STR_INIT, STR_INIT };
	str_add(&q->path, path);
}

void zoom_question_done(struct zoom_question *q)
{
	str_done(&q->path);
	str_done(&q->query);
}

void zoom_question_add(struct zoom_question *q, const char *name,
		       const char *value)
{
	oauth_form(&q->query, name, value);
}

void zoom_question_meeting(struct zoom_question *q, enum zoom_way way,
			   const char *uuid)
{
	zoom_question_init(q, way, zoom_way(way)->before);
	zoom_path_uuid(&q->path, uuid);
	str_add(&q->path, zoom_way(way)->after);
}

void zoom_answer_init(struct zoom_answer *a)
{
	*a = (struct zoom_answer){ .body = STR_INIT,
				   .message = STR_INIT,
				   .scopes = STR_INIT,
				   .evidence = STR_INIT };
}

void zoom_answer_done(struct zoom_answer *a)
{
	json_decref(a->json);
	str_done(&a->body);
	str_done(&a->message);
	str_done(&a->scopes);
	str_done(&a->evidence);
	zoom_answer_init(a);
}

static void add_evidence(struct zoom_answer *a, const struct zoom_question *q)
{
	str_cut(&a->evidence, 0);
	str_addf(&a->evidence, "GET %s: %d", q->path.s, a->status);
	if (a->code != 0)
		str_addf(&a->evidence, ", code %lld", (long long)a->code);
	if (a->message.len > 0)
		str_addf(&a->evidence, ": %s", a->message.s);
}

/* --- closed ways ------------------------------------------------------- */

/* Is this asked of the account as a whole? Of one user or meeting, a
   missing licence says nothing of the next. */
static bool is_of_account(enum zoom_way way)
{
	switch (way) {
	case WAY_ACCOUNT_RECORDINGS:
	case WAY_ACCOUNT_TRASH:
	case WAY_ARCHIVE:
	case WAY_ARCHIVE_FILES:
	case WAY_STATISTICS:
	case WAY_HISTORY:
	case WAY_SURVEYS:
	case WAY_SUMMARIES:
	case WAY_SETTINGS:
		return true;
	default:
		return false;
	}
}

/* A refusal that holds for everything asked this way. */
static void close_way(struct zoom *z, enum zoom_way way,
		      const struct zoom_answer *a)
{
	if (a->verdict != ZOOM_SCOPE &&
	    (a->verdict != ZOOM_PLAN || !is_of_account(way)))
		return;
	closed_set(z->closed, way, (int)a->verdict, a->evidence.s, a->scopes.s);
}

static bool answer_closed(struct zoom *z, enum zoom_way way,
			  struct zoom_answer *a)
{
	int verdict;

	if (!closed_get(z->closed, way, &verdict, &a->evidence, &a->scopes))
		return false;
	a->verdict = (enum zoom_verdict)verdict;
	str_add(&a->message, a->evidence.s);
	return true;
}

/* --- limits ------------------------------------------------------------ */

static bool is_daily(const struct http_response *r, const char *message)
{
	const char *type = http_header(r, "X-RateLimit-Type", 0);

	if (type != NULL)
		return strncasecmp(type, "daily", 5) == 0;
	return strcasestr(message, "daily") != NULL;
}

int zoom_slow_down(struct zoom *z, enum zoom_label label,
		   const struct http_response *r, const char *message,
		   unsigned int n, struct err *e)
{
	int64_t wait_us;
	bool asked = http_response_retry_after(r, &wait_us);

	if (!asked && http_status(r) == 429 && is_daily(r, message)) {
		int64_t there_us = account_now_us(&z->acc);

		/* rations begin anew at midnight UTC */
		wait_us = clock_day_start(there_us) + CLOCK_DAY - there_us;
	} else if (!asked) {
		wait_us = http_backoff_us(n, 2 * z->acc.pause_us,
					  120 * z->acc.pause_us);
	}
	return holds_set(z->holds, label, wait_us, e);
}

/* --- asking ------------------------------------------------------------ */

struct asking {
	struct zoom *z;
	const struct zoom_question *q;
	struct zoom_answer *a;
	unsigned int slow; /* how often this question was */
};

static struct http_request *make_request(void *ctx)
{
	struct asking *k = ctx;
	struct str url AUTO(str_done) = STR_INIT;
	struct http_request *rq;

	zoom_answer_done(k->a);
	str_addf(&url, "%s%s%s%s", k->z->api_url, k->q->path.s,
		 k->q->query.len > 0 ? "?" : "", k->q->query.s);
	rq = http_request_new("GET", url.s);
	http_request_header(rq, "Accept", "application/json");
	return rq;
}

static int take_place(void *ctx, struct err *e)
{
	const struct asking *k = ctx;

	return holds_take(k->z->holds, zoom_way(k->q->way)->label, e);
}

static int read_good(struct asking *k, struct str *trouble)
{
	struct zoom_answer *a = k->a;

	a->json = loose_parse(a->body.s, a->body.len, NULL);
	if (json_is_object(a->json)) {
		a->verdict = ZOOM_OK;
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
	struct zoom_answer *a = k->a;
	struct zoom_refusal r;

	zoom_refusal_read(&r, a->status, a->body.s, a->body.len);
	a->verdict = r.verdict;
	a->code = r.code;
	str_add(&a->message, r.message.s);
	str_add(&a->scopes, r.scopes.s);
	zoom_refusal_done(&r);
	str_cut(&a->body, 0);
	if (a->verdict != ZOOM_TOKEN)
		return HTTP_DONE;
	str_add(trouble, a->message.s);
	return HTTP_TOKEN;
}

static int slow_down(struct asking *k, const struct http_response *r,
		     struct str *trouble, struct err *e)
{
	enum zoom_label label = zoom_way(k->q->way)->label;
	struct zoom_refusal limit;
	int bad;

	zoom_refusal_read(&limit, k->a->status, k->a->body.s, k->a->body.len);
	str_addf(trouble, "status %d: %s", k->a->status, limit.message.s);
	bad = zoom_slow_down(k->z, label, r, limit.message.s, k->slow++, e);
	zoom_refusal_done(&limit);
	return bad < 0 ? -1 : HTTP_SLOW;
}

static int judge(void *ctx, const struct http_response *r, struct str *trouble,
		 struct err *e)
{
	struct asking *k = ctx;
	int status = k->a->status = http_status(r);

	account_learn_clock(&k->z->acc, r);
	if (status >= 200 && status < 300)
		return read_good(k, trouble);
	if (http_response_is_slow(r))
		return slow_down(k, r, trouble, e);
	if (status >= 300 && status < 500)
		return read_refusal(k, trouble);
	str_addf(trouble, "status %d", status);
	return HTTP_AGAIN;
}

static int ask_until(struct asking *k, struct err *e)
{
	struct account *acc = &k->z->acc;
	struct str what AUTO(str_done) = STR_INIT;
	struct http_ask ask = {
		.http = acc->http,
		.oauth = acc->oauth,
		.pause_us = acc->pause_us,
		.vendor = acc->vendor,
		.remedy = "is the app still activated, and for this account?",
		.ctx = k,
		.request = make_request,
		.place = take_place,
		.judge = judge,
	};

	str_addf(&what, "GET %s", k->q->path.s);
	ask.what = what.s;
	return http_ask(&ask, &k->a->body, e);
}

int zoom_ask(struct zoom *z, const struct zoom_question *q,
	     struct zoom_answer *a, struct err *e)
{
	struct asking k = { .z = z, .q = q, .a = a };

	zoom_answer_done(a);
	if (answer_closed(z, q->way, a))
		return 0;
	if (ask_until(&k, e) < 0)
		return -1;
	if (a->verdict != ZOOM_OK) {
		add_evidence(a, q);
		close_way(z, q->way, a);
	}
	return 0;
}

/* --- pages ------------------------------------------------------------- */

struct paging {
	const struct zoom_question *q;
	const struct zoom_pages *p;
	struct str token; /* of the next page */
	struct str to;
	/* The token of an earlier page, and which: a listing that goes round
	   comes by it again, however long the circle (Brent). */
	struct str mark;
	int marked;
};

static void page_question(struct zoom_question *out, const struct paging *g)
{
	zoom_question_init(out, g->q->way, g->q->path.s);
	str_add(&out->query, g->q->query.s);
	if (g->to.len > 0)
		zoom_question_add(out, "to", g->to.s);
	if (g->token.len > 0)
		zoom_question_add(out, "next_page_token", g->token.s);
}

static void next_token(struct paging *g, const struct zoom_answer *a)
{
	const char *text =
		json_string_value(json_object_get(a->json, "next_page_token"));
	const char *to = json_string_value(json_object_get(a->json, "to"));

	if (g->to.len > 0 && g->token.len == 0 && to != NULL && *to != '\0') {
		str_cut(&g->to, 0);
		str_add(&g->to, to);
	}
	str_cut(&g->token, 0);
	str_add(&g->token, text != NULL ? text : "");
}

/* Page n has led to a token: was it there before? */
static int check_round(struct paging *g, int n, struct err *e)
{
	if (n > 1 && strcmp(g->token.s, g->mark.s) == 0)
		return err_set(
			e, ERR_RETRY,
			"GET %s: the listing does not end: page %d leads "
			"to the same next page as page %d",
			g->q->path.s, n, g->marked);
	if (n > 1 && n < 2 * g->marked)
		return 0;
	g->marked = n;
	str_cut(&g->mark, 0);
	str_add(&g->mark, g->token.s);
	return 0;
}

/* 1: the listing is complete or refused; 0: the token died. */
static int all_pages(struct zoom *z, struct paging *g, struct zoom_answer *a,
		     struct err *e)
{
	str_cut(&g->token, 0);
	str_cut(&g->to, 0);
	if (g->p->to != NULL)
		str_add(&g->to, g->p->to);
	for (int n = 1; n <= PAGES_MAX; n++) {
		struct zoom_question q AUTO(zoom_question_done) = { 0 };

		page_question(&q, g);
		if (zoom_ask(z, &q, a, e) < 0)
			return -1;
		if (a->verdict == ZOOM_PAGE_TOKEN && n > 1)
			return 0;
		if (a->verdict != ZOOM_OK)
			return 1;
		if (g->p->each(g->p->ctx, a, e) < 0)
			return -1;
		next_token(g, a);
		if (g->token.len == 0)
			return 1;
		if (check_round(g, n, e) < 0)
			return -1;
	}
	return err_set(e, ERR_RETRY,
		       "GET %s: the listing does not end: it has more than %d "
		       "pages",
		       g->q->path.s, PAGES_MAX);
}

int zoom_ask_pages(struct zoom *z, const struct zoom_question *q,
		   const struct zoom_pages *p, struct zoom_answer *a,
		   struct err *e)
{
	struct paging g = { .q = q,
			    .p = p,
			    .token = STR_INIT,
			    .to = STR_INIT,
			    .mark = STR_INIT };
	int n = 0;

	for (int i = 0; n == 0 && i < RESTARTS; i++) {
		if (i > 0 && p->again != NULL)
			p->again(p->ctx);
		n = all_pages(z, &g, a, e);
	}
	str_done(&g.token);
	str_done(&g.to);
	str_done(&g.mark);
	if (n == 0)
		return err_set(e, ERR_RETRY,
			       "GET %s: the page token died %d times: %s",
			       q->path.s, RESTARTS, a->evidence.s);
	return n < 0 ? -1 : 0;
}
