#include "base/arena.h"
#include "base/mem.h"
#include "http/http.h"
#include "http/oauth.h"
#include "http/url.h"
#include "source/loose.h"
#include "source/zoom/fetching.h"
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

/* Is the token safe on the way there? Without https only on this machine, and
   only where the API has none either. */
static bool is_safe(const struct zoom *z, const struct http_url *u)
{
	struct http_url api;

	return u->secure || (http_url_parse(&api, z->api_url) && !api.secure &&
			     http_url_is_loopback(u));
}

/* May a download begin there, and with our token? */
static bool is_named(const struct zoom *z, const struct http_url *u)
{
	return strcmp(u->host, z->api_host.s) == 0 ||
	       http_host_in(z->download_hosts, u->host);
}

static int begin(struct downloading *d, struct hop *h)
{
	str_add(&h->url, d->file->url);
	if (!http_url_parse(&h->first, h->url.s)) {
		str_add(&d->why, "the address Zoom gave is none");
		return DOWNLOAD_ODD;
	}
	h->now = h->first;
	if (is_safe(d->f->z, &h->first) && is_named(d->f->z, &h->first))
		return DOWNLOAD_DONE;
	if (!is_safe(d->f->z, &h->first))
		str_addf(&d->why,
			 "the address Zoom gave, at %s, would show our token "
			 "to others: it is not https",
			 h->first.host);
	else
		str_addf(&d->why,
			 "the address Zoom gave lies at %s, which the setting "
			 "download-hosts does not name",
			 h->first.host);
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
		str_addf(&d->why, "Zoom redirects to %s without encryption",
			 h->now.host);
		return DOWNLOAD_WRONG;
	}
	return DOWNLOAD_DONE;
}

/* The token goes to where the download began and nowhere else. */
static int send(struct downloading *d, struct hop *h, struct http_response **r,
		struct err *e)
{
	AUTO(http_request_free)
	struct http_request *rq = http_request_new("GET", h->url.s);
	struct zoom *z = d->f->z;

	str_cut(&h->token, 0);
	if (http_url_same_origin(&h->first, &h->now) &&
	    zoom_authorize(z, rq, &h->token, e) < 0)
		return -1;
	if (http_send(z->http, rq, r, e) == 0)
		return DOWNLOAD_DONE;
	if (e->kind != ERR_RETRY)
		return -1;
	str_addf(&d->why, "%s", e->text);
	err_clear(e);
	return DOWNLOAD_BROKEN;
}

/* --- refusals ---------------------------------------------------------- */

static int slow_down(struct downloading *d, struct http_response *r,
		     const char *message, struct err *e)
{
	if (zoom_slow_down(d->f->z, ZOOM_FILES, r, message, d->slow++, e) < 0)
		return -1;
	return DOWNLOAD_SLOW;
}

static int by_status(int status, enum zoom_verdict verdict)
{
	if (status == 401)
		return DOWNLOAD_TOKEN;
	if (verdict == ZOOM_ABSENT)
		return DOWNLOAD_GONE;
	return status == 403 ? DOWNLOAD_DENIED : DOWNLOAD_ODD;
}

static int refused(struct downloading *d, struct hop *h,
		   struct http_response *r, struct err *e)
{
	struct str body AUTO(str_done) = STR_INIT;
	struct str where AUTO(str_done) = STR_INIT;
	struct zoom_refusal z;
	int status = http_status(r), n;

	if (http_read(r, ERROR_MAX, &body, e) < 0)
		err_clear(e); /* the status is enough */
	zoom_refusal_read(&z, status, body.s, body.len);
	http_url_show(&where, h->url.s);
	str_addf(&d->why, "GET %s: %d", where.s, status);
	if (z.code != 0)
		str_addf(&d->why, ", code %" PRId64, z.code);
	if (z.message.len > 0)
		str_addf(&d->why, ": %s", z.message.s);
	if (status == 429 ||
	    (status == 503 && http_header(r, "Retry-After", 0) != NULL))
		n = slow_down(d, r, z.message.s, e);
	else if (status >= 500)
		n = DOWNLOAD_BROKEN;
	else
		n = by_status(status, z.verdict);
	zoom_refusal_done(&z);
	if (n == DOWNLOAD_TOKEN && h->token.len > 0)
		oauth_drop(d->f->z->oauth, h->token.s);
	return n;
}

/* --- content ----------------------------------------------------------- */

/* An error page, or an error in JSON, is never the file. */
static bool is_wrong_type(const struct listed *f, const char *got)
{
	if (strcmp(got, "text/html") == 0 ||
	    strcmp(got, "application/xhtml+xml") == 0)
		return true;
	if (strcmp(got, "application/json") == 0 ||
	    strcmp(got, "application/problem+json") == 0)
		return strcmp(f->media_type, "application/json") != 0 &&
		       strcmp(f->media_type, "application/octet-stream") != 0;
	if (strcmp(got, "application/xml") == 0 || strcmp(got, "text/xml") == 0)
		return strcmp(f->media_type, "application/octet-stream") != 0;
	return false;
}

/*
 * The size to hold the body against: what the listing says, unless a text
 * keeps announcing another length, whole each time: Zoom still worked on it
 * when it was listed. -2: not the listed file.
 */
static int64_t expected_size(struct downloading *d, int64_t length)
{
	const struct listed *f = d->file;

	if (f->size < 0)
		return length;
	if (length < 0 || length == f->size)
		return f->size;
	if (length != d->odd_length)
		d->odd_times = 0;
	d->odd_length = length;
	if (++d->odd_times >= DOWNLOAD_ODD_TIMES && listed_is_text(f))
		return length;
	str_addf(&d->why,
		 "Zoom lists it with %" PRId64 " bytes but sends %" PRId64,
		 f->size, length);
	return -2;
}

static int store(struct downloading *d, struct http_response *r, struct err *e)
{
	struct fetching *f = d->f;
	const struct listed *file = d->file;
	const char *type = http_media_type(r);
	int64_t size;

	if (is_wrong_type(file, type)) {
		str_addf(&d->why,
			 "Zoom sent %s instead of the file (a sign-in or "
			 "passcode page)",
			 type);
		return DOWNLOAD_WRONG;
	}
	size = expected_size(d, http_length(r));
	if (size == -2)
		return DOWNLOAD_WRONG;
	if (f->to->artefact(f->to->ctx, d->at, file->name, file->media_type,
			    size, http_body(r), NULL, e) == 0)
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
		if (i == 0)
			zoom_learn_clock(d->f->z, r);
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

int download_once(struct downloading *d, struct err *e)
{
	struct hop h = { .url = STR_INIT, .token = STR_INIT };
	int n;

	str_cut(&d->why, 0);
	n = begin(d, &h);
	if (n == DOWNLOAD_DONE && zoom_take_place(d->f->z, ZOOM_FILES, e) < 0)
		n = -1;
	if (n == DOWNLOAD_DONE)
		n = go(d, &h, e);
	hop_done(&h);
	return n;
}
