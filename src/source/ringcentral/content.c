#include "source/ringcentral/content.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "http/http.h"
#include "http/oauth.h"
#include "http/url.h"
#include "source/ringcentral/ask.h"
#include "source/ringcentral/ringcentral.h"

#include <string.h>

#define REDIRECTS 5
#define ERROR_MAX ((size_t)64 * 1024)

struct hop {
	struct rc *r;
	enum rc_way way;
	struct str url;
	struct http_url first, now;
	struct str token; /* what was sent with it; "" for none */
	struct str *why;
};

static void hop_done(struct hop *h)
{
	mem_wipe(h->token.s, h->token.len);
	str_done(&h->token);
	str_done(&h->url);
}

/* May a download begin there, and with our token? */
static bool is_trusted(const struct rc *r, const struct http_url *u)
{
	struct http_url api;

	if (!http_url_parse(&api, r->api_url))
		return false;
	if (!u->secure && (api.secure || !http_url_is_loopback(u)))
		return false;
	return strcmp(u->host, r->api_host.s) == 0 ||
	       strcmp(u->host, r->media_host.s) == 0 ||
	       http_host_in(r->content_hosts, u->host);
}

static int begin(struct hop *h, const char *url)
{
	str_add(&h->url, url);
	if (!http_url_parse(&h->first, url)) {
		str_add(h->why, "the address RingCentral gave is none");
		return CONTENT_ODD;
	}
	h->now = h->first;
	if (is_trusted(h->r, &h->first))
		return CONTENT_OPEN;
	str_addf(h->why,
		 "the address RingCentral gave lies at %s, which the setting "
		 "content-hosts does not name",
		 h->first.host);
	return CONTENT_HOST;
}

/* To where a redirect leads; encryption is never given up. */
static int follow(struct hop *h, const struct http_response *rp)
{
	const char *location = http_header(rp, "Location", 0);
	struct str next AUTO(str_done) = STR_INIT;

	if (location == NULL || !http_url_resolve(&next, h->url.s, location)) {
		str_addf(h->why, "status %d without an address to go to",
			 http_status(rp));
		return CONTENT_ODD;
	}
	str_cut(&h->url, 0);
	str_add(&h->url, next.s);
	(void)http_url_parse(&h->now, h->url.s);
	if (!h->first.secure || h->now.secure)
		return CONTENT_OPEN;
	str_addf(h->why, "RingCentral redirects to %s without encryption",
		 h->now.host);
	return CONTENT_ODD;
}

/* The token goes to where the download began and nowhere else. */
static int send(struct hop *h, struct http_response **rp, struct err *e)
{
	AUTO(http_request_free)
	struct http_request *rq = http_request_new("GET", h->url.s);
	bool ours = http_url_same_origin(&h->first, &h->now);

	str_cut(&h->token, 0);
	if (ours && (rc_authorize(h->r, rq, &h->token, e) < 0 ||
		     rc_take_place(h->r, h->way, e) < 0))
		return -1;
	if (http_send(h->r->http, rq, rp, e) == 0) {
		if (ours)
			rc_learn(h->r, h->way, *rp);
		return CONTENT_OPEN;
	}
	if (e->kind != ERR_RETRY)
		return -1;
	str_addf(h->why, "%s", e->text);
	err_clear(e);
	return CONTENT_BROKEN;
}

static int by_refusal(const struct rc_refusal *no, int status)
{
	if (status >= 500)
		return CONTENT_BROKEN;
	if (no->verdict == RC_PERMISSION)
		return CONTENT_DENIED;
	if (status == 401)
		return CONTENT_TOKEN;
	if (status == 404 || status == 410)
		return CONTENT_GONE;
	return status == 403 ? CONTENT_DENIED : CONTENT_ODD;
}

static int refused(struct hop *h, struct http_response *rp, struct err *e)
{
	struct str body AUTO(str_done) = STR_INIT;
	struct str where AUTO(str_done) = STR_INIT;
	struct rc_refusal no;
	int status = http_status(rp), n;

	if (http_read(rp, ERROR_MAX, &body, e) < 0)
		err_clear(e); /* the status is enough */
	rc_refusal_read(&no, status, body.s, body.len);
	http_url_show(&where, h->url.s);
	str_addf(h->why, "GET %s: %d", where.s, status);
	if (no.code.len > 0)
		str_addf(h->why, ", %s", no.code.s);
	if (no.message.len > 0)
		str_addf(h->why, ": %s", no.message.s);
	n = by_refusal(&no, status);
	rc_refusal_done(&no);
	if (status == 429 ||
	    (status == 503 && http_header(rp, "Retry-After", 0) != NULL))
		n = rc_slow_down(h->r, h->way, rp, e) < 0 ? -1 : CONTENT_SLOW;
	if (n == CONTENT_TOKEN && h->token.len > 0)
		oauth_drop(h->r->oauth, h->token.s);
	return n;
}

static int go(struct hop *h, struct http_response **out, struct err *e)
{
	for (int i = 0; i <= REDIRECTS; i++) {
		AUTO(http_response_free) struct http_response *rp = NULL;
		int n = send(h, &rp, e);

		if (n != CONTENT_OPEN)
			return n;
		if (http_status(rp) == 200) {
			*out = TAKE(rp);
			return CONTENT_OPEN;
		}
		if (http_status(rp) < 300 || http_status(rp) >= 400 ||
		    http_header(rp, "Location", 0) == NULL)
			return refused(h, rp, e);
		n = follow(h, rp);
		if (n != CONTENT_OPEN)
			return n;
	}
	str_addf(h->why, "more than %d redirects", REDIRECTS);
	return CONTENT_ODD;
}

int rc_content_open(struct rc *r, enum rc_way way, const char *url,
		    struct http_response **out, struct str *why, struct err *e)
{
	struct hop h = { .r = r,
			 .way = way,
			 .url = STR_INIT,
			 .token = STR_INIT,
			 .why = why };
	int n;

	str_cut(why, 0);
	n = begin(&h, url);
	if (n == CONTENT_OPEN)
		n = go(&h, out, e);
	hop_done(&h);
	return n;
}

bool rc_content_is_wrong(const char *wanted, const char *got)
{
	if (strcmp(got, wanted) == 0)
		return false;
	return strcmp(got, "text/html") == 0 ||
	       strcmp(got, "application/xhtml+xml") == 0 ||
	       strcmp(got, "application/json") == 0 ||
	       strcmp(got, "application/problem+json") == 0;
}
