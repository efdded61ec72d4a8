#include "source/ringcentral/content.h"

#include "base/err.h"
#include "base/str.h"
#include "http/follow.h"
#include "http/head.h"
#include "http/http.h"
#include "source/ringcentral/ask.h"
#include "source/ringcentral/ringcentral.h"

#include <string.h>

#define ERROR_MAX ((size_t)64 * 1024)

struct asked {
	struct rc *r;
	enum rc_way way;
	struct str *why;
};

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

static int refused(struct asked *k, struct http_response *rp, struct err *e)
{
	struct str body AUTO(str_done) = STR_INIT;
	struct str where AUTO(str_done) = STR_INIT;
	struct rc_refusal no;
	int status = http_status(rp), n;

	if (http_read(rp, ERROR_MAX, &body, e) < 0)
		err_clear(e); /* the status is enough */
	rc_refusal_read(&no, status, body.s, body.len);
	http_url_show(&where, http_url(rp));
	str_addf(k->why, "GET %s: %d", where.s, status);
	if (no.code.len > 0)
		str_addf(k->why, ", %s", no.code.s);
	if (no.message.len > 0)
		str_addf(k->why, ": %s", no.message.s);
	n = by_refusal(&no, status);
	rc_refusal_done(&no);
	if (http_response_is_slow(rp))
		n = rc_slow_down(k->r, k->way, rp, e) < 0 ? -1 : CONTENT_SLOW;
	return n;
}

static int may_begin(const struct asked *k, const char *url)
{
	const struct http_trust t = { .vendor = "RingCentral",
				      .home = &k->r->api,
				      .also = &k->r->media,
				      .hosts = k->r->content_hosts,
				      .setting = "content-hosts" };
	enum http_trusted is = http_trusts(&t, url, k->why);

	if (is == HTTP_TRUSTED)
		return CONTENT_OPEN;
	return is == HTTP_UNTRUSTED ? CONTENT_HOST : CONTENT_ODD;
}

static int take_place(void *ctx, struct err *e)
{
	const struct asked *k = ctx;

	return rc_take_place(k->r, k->way, e);
}

static void learn(void *ctx, const struct http_response *rp)
{
	const struct asked *k = ctx;

	rc_learn(k->r, k->way, rp);
}

int rc_content_open(struct rc *r, enum rc_way way, const char *url,
		    struct http_response **out, struct str *why, struct err *e)
{
	AUTO(http_response_free) struct http_response *rp = NULL;
	struct asked k = { r, way, why };
	const struct http_follow f = { .http = r->acc.http,
				       .oauth = r->acc.oauth,
				       .ctx = &k,
				       .place = take_place,
				       .learn = learn };
	int n;

	str_cut(why, 0);
	n = may_begin(&k, url);
	if (n != CONTENT_OPEN)
		return n;
	n = http_follow(&f, url, &rp, why, e);
	if (n != HTTP_ARRIVED)
		return n < 0              ? -1
		       : n == HTTP_BROKEN ? CONTENT_BROKEN
					  : CONTENT_HOST;
	if (http_status(rp) != 200)
		return refused(&k, rp, e);
	*out = TAKE(rp);
	return CONTENT_OPEN;
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
