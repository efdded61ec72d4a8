#include "source/zoom/ask.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/log.h"
#include "base/mem.h"
#include "http/head.h"
#include "http/http.h"
#include "http/oauth.h"
#include "http/rate.h"
#include "source/loose.h"
#include "source/zoom/window.h"
#include "source/zoom/zoom.h"

#include <string.h>

#define PAGES_MAX  10000
#define RESTARTS   6
#define SLOW_TRIES 12
#define TELL_US    (3 * CLOCK_SECOND) /* longer waits are told */

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

bool zoom_way_closed(struct zoom *z, enum zoom_way way, struct str *text)
{
	bool closed;

	(void)pthread_mutex_lock(&z->acc.lock);
	closed = z->closed[way].verdict != ZOOM_OK;
	if (closed)
		str_add(text, z->closed[way].text.s);
	(void)pthread_mutex_unlock(&z->acc.lock);
	return closed;
}

void zoom_ways_reopen(struct zoom *z)
{
	(void)pthread_mutex_lock(&z->acc.lock);
	for (size_t i = 0; i < ZOOM_WAYS; i++) {
		z->closed[i].verdict = ZOOM_OK;
		str_done(&z->closed[i].text);
		str_done(&z->closed[i].scopes);
	}
	(void)pthread_mutex_unlock(&z->acc.lock);
}

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
	(void)pthread_mutex_lock(&z->acc.lock);
	z->closed[way].verdict = (int)a->verdict;
	str_cut(&z->closed[way].text, 0);
	str_add(&z->closed[way].text, a->evidence.s);
	str_cut(&z->closed[way].scopes, 0);
	str_add(&z->closed[way].scopes, a->scopes.s);
	(void)pthread_mutex_unlock(&z->acc.lock);
}

static bool answer_closed(struct zoom *z, enum zoom_way way,
			  struct zoom_answer *a)
{
	bool closed;

	(void)pthread_mutex_lock(&z->acc.lock);
	closed = z->closed[way].verdict != ZOOM_OK;
	if (closed) {
		a->verdict = (enum zoom_verdict)z->closed[way].verdict;
		str_add(&a->evidence, z->closed[way].text.s);
		str_add(&a->message, z->closed[way].text.s);
		str_add(&a->scopes, z->closed[way].scopes.s);
	}
	(void)pthread_mutex_unlock(&z->acc.lock);
	return closed;
}

/* --- limits ------------------------------------------------------------ */

static const char *const label_names[ZOOM_LABELS] = { "light", "medium",
						      "heavy", "files" };

static void hold_name(struct str *out, enum zoom_label label)
{
	str_addf(out, "hold-%s", label_names[label]);
}

/* The day's ration is used up, and it was so before we were started. */
static int load_holds(struct zoom *z, struct err *e)
{
	if (atomic_exchange(&z->holds_loaded, true) || z->acc.host.load == NULL)
		return 0;
	for (enum zoom_label i = 0; i < ZOOM_LABELS; i++) {
		struct str name AUTO(str_done) = STR_INIT;
		struct str value AUTO(str_done) = STR_INIT;
		int64_t until_us, now_us = clock_now_us();
		int n;

		hold_name(&name, i);
		n = z->acc.host.load(z->acc.host.ctx, name.s, &value, e);
		if (n < 0) {
			atomic_store(&z->holds_loaded, false);
			return -1;
		}
		/* no ration lasts longer than a day; clocks are set wrong */
		if (n > 0 && clock_parse(value.s, &until_us) &&
		    until_us < now_us + 26 * CLOCK_HOUR)
			rate_hold(z->rate, i, until_us);
	}
	return 0;
}

/* A run that stands still for a while says why, once a hold. */
static void tell_hold(struct zoom *z, enum zoom_label label)
{
	int64_t until_us = rate_held_until(z->rate, label);
	int64_t wait_us = until_us - clock_now_us();
	char text[CLOCK_TEXT];

	if (wait_us < TELL_US || wait_us > ZOOM_PATIENCE_US ||
	    atomic_exchange(&z->told_us[label], until_us) == until_us)
		return;
	log_event(LOG_WARN, "zoom.waiting",
		  "until=\"%s UTC\" reason=\"the limit of %s requests is used "
		  "up\"",
		  clock_text(until_us, text), label_names[label]);
}

int zoom_take_place(struct zoom *z, enum zoom_label label, struct err *e)
{
	if (load_holds(z, e) < 0)
		return -1;
	tell_hold(z, label);
	return rate_take(z->rate, label, ZOOM_PATIENCE_US, z->acc.http, e);
}

static bool is_daily(const struct http_response *r, const char *message)
{
	const char *type = http_header(r, "X-RateLimit-Type", 0);

	if (type != NULL)
		return strncasecmp(type, "daily", 5) == 0;
	return strcasestr(message, "daily") != NULL;
}

static int save_hold(struct zoom *z, enum zoom_label label, int64_t until_us,
		     struct err *e)
{
	struct str name AUTO(str_done) = STR_INIT;
	char text[CLOCK_TEXT];

	if (z->acc.host.save == NULL ||
	    until_us - clock_now_us() < CLOCK_MINUTE)
		return 0;
	hold_name(&name, label);
	return z->acc.host.save(z->acc.host.ctx, name.s,
				clock_rfc3339(until_us, text), e);
}

int zoom_slow_down(struct zoom *z, enum zoom_label label,
		   const struct http_response *r, const char *message,
		   unsigned int n, struct err *e)
{
	int64_t now_us = clock_now_us(), wait_us;
	bool asked = http_response_retry_after(r, &wait_us);

	if (!asked && http_status(r) == 429 && is_daily(r, message)) {
		int64_t there_us = account_now_us(&z->acc);

		/* rations begin anew at midnight UTC */
		wait_us = clock_day_start(there_us) + CLOCK_DAY - there_us;
	} else if (!asked) {
		wait_us = http_backoff_us(n, 2 * z->acc.pause_us,
					  120 * z->acc.pause_us);
	}
	rate_hold(z->rate, label, now_us + wait_us);
	return save_hold(z, label, now_us + wait_us, e);
}

/* --- asking ------------------------------------------------------------ */

/* What became of one request. */
enum outcome {
	OUT_DONE,
	OUT_AGAIN, /* something broke: after a pause */
	OUT_SLOW,  /* the label is on hold now */
	OUT_TOKEN, /* the token was refused and dropped */
};

struct asking {
	struct zoom *z;
	const struct zoom_question *q;
	struct zoom_answer *a;
	struct str token;
	struct str trouble; /* why again */
	unsigned int broken, slow, tokens;
};

static int read_good(struct asking *k)
{

	k->a->json = loose_parse(k->a->body.s, k->a->body.len, NULL);
	if (json_is_object(k->a->json)) {
		k->a->verdict = ZOOM_OK;
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
	struct zoom_refusal r;

	zoom_refusal_read(&r, k->a->status, k->a->body.s, k->a->body.len);
	k->a->verdict = r.verdict;
	k->a->code = r.code;
	str_add(&k->a->message, r.message.s);
	str_add(&k->a->scopes, r.scopes.s);
	zoom_refusal_done(&r);
	str_cut(&k->a->body, 0);
	if (k->a->verdict != ZOOM_TOKEN)
		return OUT_DONE;
	oauth_drop(k->z->acc.oauth, k->token.s);
	str_addf(&k->trouble, "the access token is not accepted: %s",
		 k->a->message.s);
	return OUT_TOKEN;
}

/* The response's outcome; -1 only for ERR_STORE. */
static int judge(struct asking *k, struct http_response *r, struct err *e)
{
	struct zoom_answer *a = k->a;
	enum zoom_label label = zoom_way(k->q->way)->label;

	account_learn_clock(&k->z->acc, r);
	a->status = http_status(r);
	if (http_read(r, ZOOM_ANSWER_MAX, &a->body, e) < 0) {
		str_addf(&k->trouble, "%s", e->text);
		err_clear(e);
		return OUT_AGAIN;
	}
	if (a->status >= 200 && a->status < 300)
		return read_good(k);
	if (a->status == 429) {
		struct zoom_refusal limit;
		int bad;

		zoom_refusal_read(&limit, 429, a->body.s, a->body.len);
		str_addf(&k->trouble, "status 429: %s", limit.message.s);
		bad = zoom_slow_down(k->z, label, r, limit.message.s, k->slow,
				     e);
		zoom_refusal_done(&limit);
		return bad < 0 ? -1 : OUT_SLOW;
	}
	if (a->status >= 500 || a->status < 300) {
		str_addf(&k->trouble, "status %d", a->status);
		return OUT_AGAIN;
	}
	return read_refusal(k);
}

static int send_once(struct asking *k, struct err *e)
{
	AUTO(http_request_free) struct http_request *rq = NULL;
	AUTO(http_response_free) struct http_response *r = NULL;
	struct str url AUTO(str_done) = STR_INIT;

	str_addf(&url, "%s%s%s%s", k->z->api_url, k->q->path.s,
		 k->q->query.len > 0 ? "?" : "", k->q->query.s);
	rq = http_request_new("GET", url.s);
	http_request_header(rq, "Accept", "application/json");
	if (zoom_take_place(k->z, zoom_way(k->q->way)->label, e) < 0 ||
	    oauth_authorize(k->z->acc.oauth, rq, &k->token, e) < 0)
		return -1;
	str_cut(&k->trouble, 0);
	if (http_send(k->z->acc.http, rq, &r, e) < 0) {
		if (e->kind != ERR_RETRY)
			return -1;
		str_addf(&k->trouble, "%s", e->text);
		err_clear(e);
		return OUT_AGAIN;
	}
	return judge(k, r, e);
}

/* 0: ask once more. */
static int prepare_next(struct asking *k, int outcome, struct err *e)
{
	struct zoom *z = k->z;

	if (outcome == OUT_TOKEN && k->tokens++ == 0)
		return 0;
	if (outcome == OUT_TOKEN)
		return err_set(e, ERR_SOURCE,
			       "GET %s: Zoom does not accept a token it has "
			       "just given (%s): is the app still activated, "
			       "and for this account?",
			       k->q->path.s, k->a->message.s);
	if (outcome == OUT_SLOW && k->slow++ < SLOW_TRIES)
		return 0;
	if (outcome == OUT_AGAIN && ++k->broken < ZOOM_TRIES)
		return account_pause(&z->acc, k->broken - 1, e);
	return err_set(e, ERR_RETRY, "GET %s: %s (tried %u times)",
		       k->q->path.s, k->trouble.s,
		       k->broken + k->slow + k->tokens);
}

static int ask_until(struct asking *k, struct err *e)
{
	for (;;) {
		int outcome;

		zoom_answer_done(k->a);
		outcome = send_once(k, e);
		if (outcome < 0)
			return err_wrap(e, "GET %s", k->q->path.s);
		if (outcome == OUT_DONE)
			return 0;
		if (prepare_next(k, outcome, e) < 0)
			return -1;
	}
}

int zoom_ask(struct zoom *z, const struct zoom_question *q,
	     struct zoom_answer *a, struct err *e)
{
	struct asking k = {
		.z = z, .q = q, .a = a, .token = STR_INIT, .trouble = STR_INIT
	};
	int bad;

	zoom_answer_done(a);
	if (answer_closed(z, q->way, a))
		return 0;
	bad = ask_until(&k, e);
	mem_wipe(k.token.s, k.token.len);
	str_done(&k.token);
	str_done(&k.trouble);
	if (bad < 0)
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
