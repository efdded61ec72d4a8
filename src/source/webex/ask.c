#include "source/webex/ask.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/log.h"
#include "base/mem.h"
#include "http/head.h"
#include "http/http.h"
#include "http/oauth.h"
#include "http/rate.h"
#include "source/loose.h"

#include <string.h>

#define TELL_US (3 * CLOCK_SECOND) /* longer waits are told */

/* --- questions and answers --------------------------------------------- */

void webex_question_init(struct webex_question *q, enum webex_way way,
			 const char *path)
{
	*q = (struct webex_question){ .way = way,
				      .path = STR_INIT,
				      .query = STR_INIT,
				      .site = STR_INIT };
	str_add(&q->path, path);
}

void webex_question_done(struct webex_question *q)
{
	str_done(&q->path);
	str_done(&q->query);
	str_done(&q->site);
}

void webex_question_add(struct webex_question *q, const char *name,
			const char *value)
{
	oauth_form(&q->query, name, value);
}

void webex_question_part(struct webex_question *q, const char *text)
{
	encode_percent(&q->path, text);
}

/* With three digits behind the second, as Webex writes times itself. */
void webex_question_time(struct webex_question *q, const char *name, int64_t us)
{
	struct clock_date d = clock_to_date(us);
	struct str text AUTO(str_done) = STR_INIT;

	str_addf(&text, "%04lld-%02d-%02dT%02d:%02d:%02d.%03dZ",
		 (long long)d.year, d.month, d.day, d.hour, d.minute, d.second,
		 d.micro / 1000);
	oauth_form(&q->query, name, text.s);
}

void webex_answer_init(struct webex_answer *a)
{
	*a = (struct webex_answer){ .body = STR_INIT,
				    .link = STR_INIT,
				    .message = STR_INIT,
				    .evidence = STR_INIT };
}

void webex_answer_done(struct webex_answer *a)
{
	json_decref(a->json);
	str_done(&a->body);
	str_done(&a->link);
	str_done(&a->message);
	str_done(&a->evidence);
	webex_answer_init(a);
}

/* --- closed ways ------------------------------------------------------- */

bool webex_way_closed(struct webex *wx, enum webex_way way, struct str *text)
{
	bool closed;

	(void)pthread_mutex_lock(&wx->acc.lock);
	closed = wx->closed[way].verdict != WEBEX_OK;
	if (closed)
		str_add(text, wx->closed[way].text.s);
	(void)pthread_mutex_unlock(&wx->acc.lock);
	return closed;
}

void webex_ways_reopen(struct webex *wx)
{
	(void)pthread_mutex_lock(&wx->acc.lock);
	for (size_t i = 0; i < WEBEX_WAYS; i++) {
		wx->closed[i].verdict = WEBEX_OK;
		str_done(&wx->closed[i].text);
	}
	(void)pthread_mutex_unlock(&wx->acc.lock);
}

/* A missing scope holds for everything asked this way; a missing role only
   where the question is about the organisation, not about one thing. */
static void close_way(struct webex *wx, enum webex_way way,
		      const struct webex_answer *a)
{
	if (a->verdict != WEBEX_SCOPE &&
	    (a->verdict != WEBEX_ROLE || way != WAY_EVENTS))
		return;
	(void)pthread_mutex_lock(&wx->acc.lock);
	wx->closed[way].verdict = a->verdict;
	str_cut(&wx->closed[way].text, 0);
	str_add(&wx->closed[way].text, a->evidence.s);
	(void)pthread_mutex_unlock(&wx->acc.lock);
}

static bool answer_closed(struct webex *wx, enum webex_way way,
			  struct webex_answer *a)
{
	if (!webex_way_closed(wx, way, &a->evidence))
		return false;
	(void)pthread_mutex_lock(&wx->acc.lock);
	a->verdict = wx->closed[way].verdict;
	(void)pthread_mutex_unlock(&wx->acc.lock);
	str_add(&a->message, a->evidence.s);
	return true;
}

/* --- limits ------------------------------------------------------------ */

static const char *const hold_names[WEBEX_LABELS] = { "hold-api",
						      "hold-files" };

/* We were told to wait before we were started. */
static int load_holds(struct webex *wx, struct err *e)
{
	if (atomic_exchange(&wx->holds_loaded, true) ||
	    wx->acc.host.load == NULL)
		return 0;
	for (enum webex_label i = 0; i < WEBEX_LABELS; i++) {
		struct str value AUTO(str_done) = STR_INIT;
		int64_t until_us, now_us = clock_now_us();
		int n = wx->acc.host.load(wx->acc.host.ctx, hold_names[i],
					  &value, e);

		if (n < 0) {
			atomic_store(&wx->holds_loaded, false);
			return -1;
		}
		/* clocks are set wrong: no hold lasts longer than a day */
		if (n > 0 && clock_parse(value.s, &until_us) &&
		    until_us < now_us + CLOCK_DAY)
			rate_hold(wx->rate, i, until_us);
	}
	return 0;
}

/* A run that stands still for a while says why, once a hold. */
static void tell_hold(struct webex *wx, enum webex_label label)
{
	int64_t until_us = rate_held_until(wx->rate, label);
	int64_t wait_us = until_us - clock_now_us();
	char text[CLOCK_TEXT];

	if (wait_us < TELL_US || wait_us > WEBEX_PATIENCE_US ||
	    atomic_exchange(&wx->told_us[label], until_us) == until_us)
		return;
	log_event(LOG_WARN, "webex.waiting",
		  "until=\"%s UTC\" reason=\"Webex wants a pause\"",
		  clock_text(until_us, text));
}

int webex_take_place(struct webex *wx, enum webex_label label, struct err *e)
{
	if (load_holds(wx, e) < 0)
		return -1;
	tell_hold(wx, label);
	return rate_take(wx->rate, label, WEBEX_PATIENCE_US, wx->acc.http, e);
}

int webex_slow_down(struct webex *wx, enum webex_label label,
		    const struct http_response *r, struct err *e)
{
	int64_t now_us = clock_now_us(), wait_us;
	char text[CLOCK_TEXT];

	if (!http_response_retry_after(r, &wait_us))
		wait_us = 30 * wx->acc.pause_us; /* 15 s */
	rate_hold(wx->rate, label, now_us + wait_us);
	if (wx->acc.host.save == NULL || wait_us < CLOCK_MINUTE)
		return 0;
	return wx->acc.host.save(wx->acc.host.ctx, hold_names[label],
				 clock_rfc3339(now_us + wait_us, text), e);
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
	struct webex *wx;
	const struct webex_question *q;
	struct webex_answer *a;
	struct str token;
	struct str trouble; /* why again */
	unsigned int broken, slow, tokens;
};

static int read_good(struct asking *k, const struct http_response *r)
{
	const char *link = http_header(r, "Link", 0);

	k->a->json = loose_parse(k->a->body.s, k->a->body.len, NULL);
	if (json_is_object(k->a->json)) {
		k->a->verdict = WEBEX_OK;
		str_add(&k->a->link, link != NULL ? link : "");
		return OUT_DONE;
	}
	json_decref(k->a->json);
	k->a->json = NULL;
	str_addf(&k->trouble, "status %d, but the answer is no JSON object",
		 k->a->status);
	return OUT_AGAIN;
}

static void add_evidence(struct asking *k, const struct webex_refusal *f)
{
	struct str *out = &k->a->evidence;

	str_addf(out, "GET %s: %d", k->q->path.s, k->a->status);
	if (f->message.len > 0)
		str_addf(out, ": %s", f->message.s);
	if (f->tracking.len > 0)
		str_addf(out, ", tracking id %.80s", f->tracking.s);
}

static int read_refusal(struct asking *k)
{
	struct webex_refusal f;

	webex_refusal_read(&f, k->a->status, k->a->body.s, k->a->body.len);
	k->a->verdict = f.verdict;
	str_add(&k->a->message, f.message.s);
	add_evidence(k, &f);
	webex_refusal_done(&f);
	str_cut(&k->a->body, 0);
	if (k->a->verdict != WEBEX_TOKEN)
		return OUT_DONE;
	oauth_drop(k->wx->acc.oauth, k->token.s);
	str_addf(&k->trouble, "the access token is not accepted: %s",
		 k->a->message.s);
	return OUT_TOKEN;
}

/* The response's outcome; -1 only for ERR_STORE. */
static int judge(struct asking *k, struct http_response *r, struct err *e)
{
	struct webex_answer *a = k->a;

	account_learn_clock(&k->wx->acc, r);
	a->status = http_status(r);
	if (http_read(r, WEBEX_ANSWER_MAX, &a->body, e) < 0) {
		str_addf(&k->trouble, "%s", e->text);
		err_clear(e);
		return OUT_AGAIN;
	}
	if (a->status >= 200 && a->status < 300)
		return read_good(k, r);
	str_addf(&k->trouble, "status %d", a->status);
	if (a->status == 429 ||
	    (a->status == 503 && http_header(r, "Retry-After", 0) != NULL))
		return webex_slow_down(k->wx, WEBEX_API, r, e) < 0 ? -1
								   : OUT_SLOW;
	if (a->status == 504 && k->q->max > 1)
		return read_refusal(k); /* the pages are asked for shorter */
	if (a->status >= 500 || a->status < 300)
		return OUT_AGAIN;
	str_cut(&k->trouble, 0);
	return read_refusal(k);
}

static struct http_request *make_request(const struct asking *k)
{
	const struct webex_question *q = k->q;
	struct str url AUTO(str_done) = STR_INIT;
	struct http_request *rq;

	str_addf(&url, "%s%s%s%s", k->wx->api_url, q->path.s,
		 q->query.len > 0 || q->max > 0 ? "?" : "", q->query.s);
	if (q->max > 0)
		str_addf(&url, "%smax=%u", q->query.len > 0 ? "&" : "", q->max);
	rq = http_request_new("GET", url.s);
	http_request_header(rq, "Accept", "application/json");
	http_request_header(rq, "timezone", "UTC");
	if (q->site.len > 0)
		http_request_header(rq, "siteUrl", q->site.s);
	return rq;
}

static int send_once(struct asking *k, struct err *e)
{
	AUTO(http_request_free) struct http_request *rq = make_request(k);
	AUTO(http_response_free) struct http_response *r = NULL;

	if (webex_take_place(k->wx, WEBEX_API, e) < 0 ||
	    oauth_authorize(k->wx->acc.oauth, rq, &k->token, e) < 0)
		return -1;
	str_cut(&k->trouble, 0);
	if (http_send(k->wx->acc.http, rq, &r, e) < 0) {
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
	if (outcome == OUT_TOKEN && k->tokens++ == 0)
		return 0;
	if (outcome == OUT_TOKEN)
		return err_set(e, ERR_SOURCE,
			       "GET %s: Webex does not accept a token it has "
			       "just given (%s): is the person who authorised "
			       "the app still there, and a compliance officer?",
			       k->q->path.s, k->a->message.s);
	if (outcome == OUT_SLOW && k->slow++ < WEBEX_SLOW_TRIES)
		return 0;
	if (outcome == OUT_AGAIN && ++k->broken < WEBEX_TRIES)
		return account_pause(&k->wx->acc, k->broken - 1, e);
	return err_set(e, ERR_RETRY, "GET %s: %s (tried %u times)",
		       k->q->path.s, k->trouble.s,
		       k->broken + k->slow + k->tokens);
}

static int ask_until(struct asking *k, struct err *e)
{
	for (;;) {
		int outcome;

		webex_answer_done(k->a);
		outcome = send_once(k, e);
		if (outcome < 0)
			return err_wrap(e, "GET %s", k->q->path.s);
		if (outcome == OUT_DONE)
			return 0;
		if (prepare_next(k, outcome, e) < 0)
			return -1;
	}
}

int webex_ask(struct webex *wx, const struct webex_question *q,
	      struct webex_answer *a, struct err *e)
{
	struct asking k = {
		.wx = wx, .q = q, .a = a, .token = STR_INIT, .trouble = STR_INIT
	};
	int bad;

	webex_answer_done(a);
	if (answer_closed(wx, q->way, a))
		return 0;
	bad = ask_until(&k, e);
	mem_wipe(k.token.s, k.token.len);
	str_done(&k.token);
	str_done(&k.trouble);
	if (bad < 0)
		return -1;
	if (a->verdict != WEBEX_OK)
		close_way(wx, q->way, a);
	return 0;
}
