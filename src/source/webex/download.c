#include "base/arena.h"
#include "base/mem.h"
#include "http/http.h"
#include "http/oauth.h"
#include "http/url.h"
#include "source/loose.h"
#include "source/webex/fetching.h"
#include "stream/reader.h"

#include <inttypes.h>
#include <string.h>

#define REDIRECTS 5
#define ERROR_MAX ((size_t)64 * 1024)

/* --- where to, and with what ------------------------------------------- */

struct hop {
	struct str url;
	struct http_url first, now;
	struct str token; /* what was sent with it; "" for none */
};

static void hop_done(struct hop *h)
{
	mem_wipe(h->token.s, h->token.len);
	str_done(&h->token);
	str_done(&h->url);
}

/* Are token and content safe on the way there? Without https only on this
   machine, and only where the API has none either. */
static bool is_safe(const struct downloading *d, const struct http_url *u)
{
	return u->secure || (!d->f->wx->api.secure && http_url_is_loopback(u));
}

/* May a download begin there? Files get our token, recordings do not. */
static bool is_named(const struct downloading *d, const struct http_url *u)
{
	const struct webex *wx = d->f->wx;

	if (d->signed_address)
		return http_host_in(wx->recording_hosts, u->host) ||
		       strcmp(u->host, wx->api.host) == 0;
	return http_url_same_origin(u, &wx->api) ||
	       (u->secure && http_host_in(wx->content_hosts, u->host));
}

static int begin(struct downloading *d, struct hop *h)
{
	str_add(&h->url, d->url);
	if (!http_url_parse(&h->first, h->url.s)) {
		str_add(&d->why, "the address Webex gave is none");
		return DOWNLOAD_ODD;
	}
	h->now = h->first;
	if (is_safe(d, &h->first) && is_named(d, &h->first))
		return DOWNLOAD_DONE;
	if (!is_safe(d, &h->first))
		str_addf(&d->why, "the address Webex gave, at %s, is not https",
			 h->first.host);
	else
		str_addf(&d->why,
			 "the address Webex gave lies at %s, which the setting "
			 "%s does not name",
			 h->first.host,
			 d->signed_address ? "recording-hosts"
					   : "content-hosts");
	return DOWNLOAD_HOST;
}

/* To where a redirect leads; encryption is never given up. */
static int follow(struct downloading *d, struct hop *h,
		  const struct http_response *r)
{
	const char *location = http_header(r, "Location", 0);
	struct str next AUTO(str_done) = STR_INIT;

	if (location == NULL || !http_url_resolve(&next, h->url.s, location)) {
		str_addf(&d->why, "status %d without an address to go to",
			 http_status(r));
		return DOWNLOAD_WRONG;
	}
	str_cut(&h->url, 0);
	str_add(&h->url, next.s);
	(void)http_url_parse(&h->now, h->url.s);
	if (h->first.secure && !h->now.secure) {
		str_addf(&d->why, "Webex redirects to %s without encryption",
			 h->now.host);
		return DOWNLOAD_WRONG;
	}
	return DOWNLOAD_DONE;
}

/* The token goes to where the download began and nowhere else, and never
   with an address that is signed itself. */
static int send(struct downloading *d, struct hop *h, struct http_response **r,
		struct err *e)
{
	AUTO(http_request_free)
	struct http_request *rq = http_request_new("GET", h->url.s);
	struct webex *wx = d->f->wx;

	str_cut(&h->token, 0);
	if (!d->signed_address && http_url_same_origin(&h->first, &h->now) &&
	    webex_authorize(wx, rq, &h->token, e) < 0)
		return -1;
	if (http_send(wx->http, rq, r, e) == 0)
		return DOWNLOAD_DONE;
	if (e->kind != ERR_RETRY)
		return -1;
	str_addf(&d->why, "%s", e->text);
	err_clear(e);
	return DOWNLOAD_BROKEN;
}

/* --- refusals ---------------------------------------------------------- */

static enum webex_label label_of(const struct downloading *d)
{
	return d->signed_address ? WEBEX_FILES : WEBEX_API;
}

static int by_status(int status)
{
	switch (status) {
	case 401:
		return DOWNLOAD_TOKEN;
	case 403:
		return DOWNLOAD_DENIED;
	case 404:
		return DOWNLOAD_GONE;
	case 410:
		return DOWNLOAD_BAD;
	case 423:
		return DOWNLOAD_LOCKED;
	case 428:
		return DOWNLOAD_UNKNOWN;
	default:
		return status >= 500 ? DOWNLOAD_BROKEN : DOWNLOAD_ODD;
	}
}

static int refused(struct downloading *d, struct hop *h,
		   struct http_response *r, struct err *e)
{
	struct str body AUTO(str_done) = STR_INIT;
	struct str where AUTO(str_done) = STR_INIT;
	struct webex_refusal f;
	int status = http_status(r);

	if (http_read(r, ERROR_MAX, &body, e) < 0)
		err_clear(e); /* the status is enough */
	webex_refusal_read(&f, status, body.s, body.len);
	http_url_show(&where, h->url.s);
	str_addf(&d->why, "GET %s: %d", where.s, status);
	if (f.message.len > 0)
		str_addf(&d->why, ": %s", f.message.s);
	webex_refusal_done(&f);
	if (status == 401 && h->token.len > 0)
		oauth_drop(d->f->wx->oauth, h->token.s);
	if (status != 429 &&
	    (status != 503 || http_header(r, "Retry-After", 0) == NULL))
		return by_status(status);
	d->slow++;
	return webex_slow_down(d->f->wx, label_of(d), r, e) < 0 ? -1
								: DOWNLOAD_SLOW;
}

/* --- content ----------------------------------------------------------- */

/* A file may be a page or JSON itself; a recording or transcript is not. */
static bool is_wrong_type(const struct downloading *d, const char *got)
{
	static const char *const wrong[] = { "text/html",
					     "application/xhtml+xml",
					     "application/json" };

	if (*d->media_type == '\0')
		return false;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (strcmp(got, wrong[i]) == 0)
			return true;
	return false;
}

static const char *name_of(const struct downloading *d,
			   const struct http_response *r)
{
	const char *disposition = http_header(r, "Content-Disposition", 0);
	struct str name AUTO(str_done) = STR_INIT;

	if (*d->name != '\0')
		return d->name;
	if (disposition != NULL)
		webex_disposition_name(&name, disposition);
	return name.len > 0 ? loose_clean_line(d->f->a, name.s, name.len)
			    : "file";
}

static int store(struct downloading *d, struct http_response *r, struct err *e)
{
	const struct source_store *to = d->f->to;
	const char *type = http_media_type(r);
	int64_t length = http_length(r);

	if (is_wrong_type(d, type)) {
		str_addf(&d->why,
			 "Webex sent %s instead of the file (a sign-in page)",
			 type);
		return DOWNLOAD_WRONG;
	}
	if (d->size >= 0 && length >= 0 && length != d->size) {
		str_addf(&d->why,
			 "Webex lists it with %" PRId64 " bytes but sends "
			 "%" PRId64,
			 d->size, length);
		return DOWNLOAD_WRONG;
	}
	if (*d->media_type != '\0')
		type = d->media_type;
	else if (*type == '\0')
		type = "application/octet-stream";
	if (to->artefact(to->ctx, d->at, name_of(d, r), type,
			 d->size >= 0 ? d->size : length, http_body(r), NULL,
			 e) == 0)
		return DOWNLOAD_DONE;
	if (e->kind != ERR_RETRY)
		return -1;
	str_addf(&d->why, "%s", e->text);
	err_clear(e);
	return DOWNLOAD_BROKEN;
}

/* --- all --------------------------------------------------------------- */

static int go(struct downloading *d, struct hop *h, struct err *e)
{
	for (int i = 0; i <= REDIRECTS; i++) {
		AUTO(http_response_free) struct http_response *r = NULL;
		int n = send(d, h, &r, e);

		if (n != DOWNLOAD_DONE)
			return n;
		if (http_status(r) == 200)
			return store(d, r, e);
		if (http_status(r) < 300 || http_status(r) >= 400 ||
		    http_header(r, "Location", 0) == NULL)
			return refused(d, h, r, e);
		n = follow(d, h, r);
		if (n != DOWNLOAD_DONE)
			return n;
	}
	str_addf(&d->why, "more than %d redirects", REDIRECTS);
	return DOWNLOAD_WRONG;
}

int webex_download(struct downloading *d, struct err *e)
{
	struct hop h = { .url = STR_INIT, .token = STR_INIT };
	int n;

	str_cut(&d->why, 0);
	n = begin(d, &h);
	if (n == DOWNLOAD_DONE &&
	    webex_take_place(d->f->wx, label_of(d), e) < 0)
		n = -1;
	if (n == DOWNLOAD_DONE)
		n = go(d, &h, e);
	hop_done(&h);
	return n;
}
