#include "http/follow.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "http/http.h"
#include "http/oauth.h"

#include <string.h>

/* --- where a way may begin --------------------------------------------- */

enum http_trusted http_trusts(const struct http_trust *t, const char *url,
			      struct str *why)
{
	struct http_url u;

	if (!http_url_parse(&u, url)) {
		str_addf(why, "the address %s gave is none", t->vendor);
		return HTTP_NO_ADDRESS;
	}
	if (!u.secure && (t->home->secure || !http_url_is_loopback(&u))) {
		str_addf(why, "the address %s gave, at %s, is not https",
			 t->vendor, u.host);
		return HTTP_UNTRUSTED;
	}
	if (http_url_same_origin(&u, t->home) ||
	    (t->also != NULL && http_url_same_origin(&u, t->also)) ||
	    http_host_in(t->hosts, u.host))
		return HTTP_TRUSTED;
	str_addf(why,
		 "the address %s gave lies at %s, which the setting %s does "
		 "not name",
		 t->vendor, u.host, t->setting);
	return HTTP_UNTRUSTED;
}

/* --- the way ----------------------------------------------------------- */

struct way {
	const struct http_follow *f;
	struct str url;
	struct http_url first, now;
	struct str *why;
};

/* Is the address at hand of the origin where the way began? */
static bool is_ours(const struct way *w)
{
	return http_url_same_origin(&w->first, &w->now);
}

static int send(struct way *w, struct str *token, struct http_response **r,
		struct err *e)
{
	AUTO(http_request_free)
	struct http_request *rq = http_request_new("GET", w->url.s);
	const struct http_follow *f = w->f;

	/* the token first: getting one may take a place itself */
	if (is_ours(w) && f->oauth != NULL &&
	    oauth_authorize(f->oauth, rq, token, e) < 0)
		return -1;
	if (is_ours(w) && f->place != NULL && f->place(f->ctx, e) < 0)
		return -1;
	if (http_send(f->http, rq, r, e) == 0)
		return HTTP_ARRIVED;
	if (e->kind != ERR_RETRY)
		return -1;
	str_add(w->why, e->text);
	err_clear(e);
	return HTTP_BROKEN;
}

static int ask(struct way *w, struct http_response **r, struct err *e)
{
	struct str token AUTO(str_done) = STR_INIT;
	int n = send(w, &token, r, e);

	if (n == HTTP_ARRIVED && is_ours(w) && w->f->learn != NULL)
		w->f->learn(w->f->ctx, *r);
	if (n == HTTP_ARRIVED && token.len > 0 && http_status(*r) == 401)
		oauth_drop(w->f->oauth, token.s);
	mem_wipe(token.s, token.len);
	return n;
}

static bool is_redirect(const struct http_response *r)
{
	return http_status(r) >= 300 && http_status(r) < 400 &&
	       http_header(r, "Location", 0) != NULL;
}

static int turn(struct way *w, const struct http_response *r)
{
	struct str next AUTO(str_done) = STR_INIT;

	if (!http_url_resolve(&next, w->url.s, http_header(r, "Location", 0))) {
		str_addf(w->why, "status %d without an address to go to",
			 http_status(r));
		return HTTP_ASTRAY;
	}
	str_cut(&w->url, 0);
	str_add(&w->url, next.s);
	(void)http_url_parse(&w->now, w->url.s);
	if (!w->first.secure || w->now.secure)
		return HTTP_ARRIVED;
	str_addf(w->why, "a redirect leads to %s without encryption",
		 w->now.host);
	return HTTP_ASTRAY;
}

static int go(struct way *w, struct http_response **out, struct err *e)
{
	for (int i = 0; i <= HTTP_REDIRECTS; i++) {
		AUTO(http_response_free) struct http_response *r = NULL;
		int n = ask(w, &r, e);

		if (n != HTTP_ARRIVED)
			return n;
		if (!is_redirect(r)) {
			*out = TAKE(r);
			return HTTP_ARRIVED;
		}
		n = turn(w, r);
		if (n != HTTP_ARRIVED)
			return n;
	}
	str_addf(w->why, "more than %d redirects", HTTP_REDIRECTS);
	return HTTP_ASTRAY;
}

int http_follow(const struct http_follow *f, const char *url,
		struct http_response **out, struct str *why, struct err *e)
{
	struct way w = { .f = f, .url = STR_INIT, .why = why };
	int n;

	if (!http_url_parse(&w.first, url))
		return err_set(e, ERR_USAGE, "an address is none");
	w.now = w.first;
	str_add(&w.url, url);
	n = go(&w, out, e);
	str_done(&w.url);
	return n;
}
