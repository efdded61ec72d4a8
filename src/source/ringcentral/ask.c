#include "source/ringcentral/ask.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"
#include "http/http.h"
#include "http/oauth.h"
#include "source/loose.h"
#include "source/ringcentral/limits.h"
#include "source/ringcentral/ringcentral.h"

#include <string.h>

#define PAGES_MAX  100000
#define SLOW_TRIES 12
#define STATE      "limits"

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

void rc_ways_reopen(struct rc *r)
{
	(void)pthread_mutex_lock(&r->acc.lock);
	for (size_t i = 0; i < RC_WAYS; i++) {
		r->closed[i].verdict = RC_OK;
		str_done(&r->closed[i].text);
		str_done(&r->closed[i].permission);
		r->closed[i].text = r->closed[i].permission = STR_INIT;
	}
	(void)pthread_mutex_unlock(&r->acc.lock);
}

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
	(void)pthread_mutex_lock(&r->acc.lock);
	r->closed[way].verdict = (int)a->verdict;
	str_cut(&r->closed[way].text, 0);
	str_add(&r->closed[way].text, a->evidence.s);
	str_cut(&r->closed[way].permission, 0);
	str_add(&r->closed[way].permission, a->permission.s);
	(void)pthread_mutex_unlock(&r->acc.lock);
}

static bool answer_closed(struct rc *r, enum rc_way way, struct rc_answer *a)
{
	bool closed;

	(void)pthread_mutex_lock(&r->acc.lock);
	closed = r->closed[way].verdict != RC_OK;
	if (closed) {
		a->verdict = (enum rc_verdict)r->closed[way].verdict;
		str_add(&a->evidence, r->closed[way].text.s);
		str_add(&a->message, r->closed[way].text.s);
		str_add(&a->permission, r->closed[way].permission.s);
	}
	(void)pthread_mutex_unlock(&r->acc.lock);
	return closed;
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

/* What became of one request. */
enum outcome {
	OUT_DONE,
	OUT_AGAIN, /* something broke: after a pause */
	OUT_SLOW,  /* the group rests now */
	OUT_TOKEN, /* the token was refused and dropped */
};

struct asking {
	struct rc *r;
	const struct rc_question *q;
	struct rc_answer *a;
	struct str token;
	struct str trouble; /* why again */
	unsigned int broken, slow, tokens;
};

static int read_good(struct asking *k)
{
	k->a->json = loose_parse(k->a->body.s, k->a->body.len, NULL);
	if (json_is_object(k->a->json)) {
		k->a->verdict = RC_OK;
		return OUT_DONE;
	}
	json_decref(k->a->json);
	k->a->json = NULL;
	str_addf(&k->trouble, "status %d, but the answer is no JSON object",
		 k->a->status);
	return OUT_AGAIN;
}

static int read_refusal(struct asking *k)
{
	struct rc_refusal no;

	rc_refusal_read(&no, k->a->status, k->a->body.s, k->a->body.len);
	k->a->verdict = no.verdict;
	str_add(&k->a->code, no.code.s);
	str_add(&k->a->message, no.message.s);
	str_add(&k->a->permission, no.permission.s);
	rc_refusal_done(&no);
	str_cut(&k->a->body, 0);
	if (k->a->verdict != RC_TOKEN)
		return OUT_DONE;
	oauth_drop(k->r->acc.oauth, k->token.s);
	str_addf(&k->trouble, "the access token is not accepted: %s",
		 k->a->message.s);
	return OUT_TOKEN;
}

/* The response's outcome; -1 only for ERR_STORE. */
static int judge(struct asking *k, struct http_response *rp, struct err *e)
{
	struct rc_answer *a = k->a;

	rc_learn(k->r, k->q->way, rp);
	a->status = http_status(rp);
	if (a->status == 429 ||
	    (a->status == 503 && http_header(rp, "Retry-After", 0) != NULL)) {
		str_addf(&k->trouble, "status %d: too many requests",
			 a->status);
		return rc_slow_down(k->r, k->q->way, rp, e) < 0 ? -1 : OUT_SLOW;
	}
	if (http_read(rp, RC_ANSWER_MAX, &a->body, e) < 0) {
		str_addf(&k->trouble, "%s", e->text);
		err_clear(e);
		return OUT_AGAIN;
	}
	if (a->status >= 200 && a->status < 300)
		return read_good(k);
	if (a->status >= 500 || a->status < 400) {
		str_addf(&k->trouble, "status %d", a->status);
		return OUT_AGAIN;
	}
	return read_refusal(k);
}

static int send_once(struct asking *k, struct err *e)
{
	AUTO(http_request_free) struct http_request *rq = NULL;
	AUTO(http_response_free) struct http_response *rp = NULL;
	struct str url AUTO(str_done) = STR_INIT;
	const struct rc_question *q = k->q;

	str_addf(&url, "%s%s%s%s", k->r->api_url, q->path.s,
		 q->query.len > 0 ? "?" : "", q->query.s);
	rq = http_request_new(method(q), url.s);
	http_request_header(rq, "Accept", "application/json");
	if (q->body.len > 0)
		http_request_body(rq, "application/json", q->body.s,
				  q->body.len);
	/* the token first: to get one takes a place of its own group */
	if (oauth_authorize(k->r->acc.oauth, rq, &k->token, e) < 0 ||
	    rc_take_place(k->r, q->way, e) < 0)
		return -1;
	str_cut(&k->trouble, 0);
	if (http_send(k->r->acc.http, rq, &rp, e) < 0) {
		if (e->kind != ERR_RETRY)
			return -1;
		str_addf(&k->trouble, "%s", e->text);
		err_clear(e);
		return OUT_AGAIN;
	}
	return judge(k, rp, e);
}

/* 0: ask once more. */
static int prepare_next(struct asking *k, int outcome, struct err *e)
{
	if (outcome == OUT_TOKEN && k->tokens++ < 2)
		return 0;
	if (outcome == OUT_TOKEN)
		return err_set(e, ERR_SOURCE,
			       "%s %s: RingCentral does not accept a token it "
			       "has just given (%s): is the app still active, "
			       "and does nothing else sign in as it?",
			       method(k->q), k->q->path.s, k->a->message.s);
	if (outcome == OUT_SLOW && k->slow++ < SLOW_TRIES)
		return 0;
	if (outcome == OUT_AGAIN && ++k->broken < RC_TRIES)
		return account_pause(&k->r->acc, k->broken - 1, e);
	return err_set(e, ERR_RETRY, "%s %s: %s (tried %u times)", method(k->q),
		       k->q->path.s, k->trouble.s,
		       k->broken + k->slow + k->tokens);
}

static int ask_until(struct asking *k, struct err *e)
{
	for (;;) {
		int outcome;

		rc_answer_done(k->a);
		outcome = send_once(k, e);
		if (outcome < 0)
			return err_wrap(e, "%s %s", method(k->q), k->q->path.s);
		if (outcome == OUT_DONE)
			return 0;
		if (prepare_next(k, outcome, e) < 0)
			return -1;
	}
}

int rc_ask(struct rc *r, const struct rc_question *q, struct rc_answer *a,
	   struct err *e)
{
	struct asking k = {
		.r = r, .q = q, .a = a, .token = STR_INIT, .trouble = STR_INIT
	};
	int bad;

	rc_answer_done(a);
	if (answer_closed(r, q->way, a))
		return 0;
	bad = ask_until(&k, e);
	mem_wipe(k.token.s, k.token.len);
	str_done(&k.token);
	str_done(&k.trouble);
	if (bad < 0)
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
