#include "source/webex/ask.h"

#include "base/clock.h"
#include "base/encode.h"
#include "http/ask.h"
#include "http/head.h"
#include "http/http.h"
#include "source/closed.h"
#include "source/holds.h"
#include "source/loose.h"

#include <string.h>

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

/* A missing scope holds for everything asked this way; a missing role only
   where the question is about the organisation, not about one thing. */
static void close_way(struct webex *wx, enum webex_way way,
		      const struct webex_answer *a)
{
	if (a->verdict != WEBEX_SCOPE &&
	    (a->verdict != WEBEX_ROLE || way != WAY_EVENTS))
		return;
	closed_set(wx->closed, way, (int)a->verdict, a->evidence.s, "");
}

static bool answer_closed(struct webex *wx, enum webex_way way,
			  struct webex_answer *a)
{
	int verdict;

	if (!closed_get(wx->closed, way, &verdict, &a->evidence, NULL))
		return false;
	a->verdict = (enum webex_verdict)verdict;
	str_add(&a->message, a->evidence.s);
	return true;
}

/* --- limits ------------------------------------------------------------ */

int webex_slow_down(struct webex *wx, enum webex_label label,
		    const struct http_response *r, struct err *e)
{
	int64_t wait_us;

	if (!http_response_retry_after(r, &wait_us))
		wait_us = 30 * wx->acc.pause_us; /* 15 s */
	return holds_set(wx->holds, label, wait_us, e);
}

/* --- asking ------------------------------------------------------------ */

struct asking {
	struct webex *wx;
	const struct webex_question *q;
	struct webex_answer *a;
};

static int read_good(struct asking *k, const struct http_response *r,
		     struct str *trouble)
{
	const char *link = http_header(r, "Link", 0);
	struct webex_answer *a = k->a;

	a->json = loose_parse(a->body.s, a->body.len, NULL);
	if (json_is_object(a->json)) {
		a->verdict = WEBEX_OK;
		str_add(&a->link, link != NULL ? link : "");
		return HTTP_DONE;
	}
	json_decref(a->json);
	a->json = NULL;
	str_addf(trouble, "status %d, but the answer is no JSON object",
		 a->status);
	return HTTP_AGAIN;
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

static int read_refusal(struct asking *k, struct str *trouble)
{
	struct webex_refusal f;

	webex_refusal_read(&f, k->a->status, k->a->body.s, k->a->body.len);
	k->a->verdict = f.verdict;
	str_add(&k->a->message, f.message.s);
	add_evidence(k, &f);
	webex_refusal_done(&f);
	str_cut(&k->a->body, 0);
	if (k->a->verdict != WEBEX_TOKEN)
		return HTTP_DONE;
	str_add(trouble, k->a->message.s);
	return HTTP_TOKEN;
}

static int judge(void *ctx, const struct http_response *r, struct str *trouble,
		 struct err *e)
{
	struct asking *k = ctx;
	int status = k->a->status = http_status(r);

	account_learn_clock(&k->wx->acc, r);
	if (status >= 200 && status < 300)
		return read_good(k, r, trouble);
	if (status >= 300 && status < 500 && status != 429)
		return read_refusal(k, trouble);
	if (status == 504 && k->q->max > 1)
		return read_refusal(k, trouble); /* asked for shorter pages */
	str_addf(trouble, "status %d", status);
	if (!http_response_is_slow(r))
		return HTTP_AGAIN;
	return webex_slow_down(k->wx, WEBEX_API, r, e) < 0 ? -1 : HTTP_SLOW;
}

static struct http_request *make_request(void *ctx)
{
	struct asking *k = ctx;
	const struct webex_question *q = k->q;
	struct str url AUTO(str_done) = STR_INIT;
	struct http_request *rq;

	webex_answer_done(k->a);
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

static int take_place(void *ctx, struct err *e)
{
	const struct asking *k = ctx;

	return holds_take(k->wx->holds, WEBEX_API, e);
}

static int ask_until(struct asking *k, struct err *e)
{
	struct account *acc = &k->wx->acc;
	struct str what AUTO(str_done) = STR_INIT;
	struct http_ask ask = {
		.http = acc->http,
		.oauth = acc->oauth,
		.pause_us = acc->pause_us,
		.vendor = acc->vendor,
		.remedy = "is the person who authorised the app still there, "
			  "and a compliance officer?",
		.ctx = k,
		.request = make_request,
		.place = take_place,
		.judge = judge,
	};

	str_addf(&what, "GET %s", k->q->path.s);
	ask.what = what.s;
	return http_ask(&ask, &k->a->body, e);
}

int webex_ask(struct webex *wx, const struct webex_question *q,
	      struct webex_answer *a, struct err *e)
{
	struct asking k = { .wx = wx, .q = q, .a = a };

	webex_answer_done(a);
	if (answer_closed(wx, q->way, a))
		return 0;
	if (ask_until(&k, e) < 0)
		return -1;
	if (a->verdict != WEBEX_OK)
		close_way(wx, q->way, a);
	return 0;
}
