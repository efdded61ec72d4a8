#include "base/arena.h"
#include "http/follow.h"
#include "http/head.h"
#include "http/http.h"
#include "source/holds.h"
#include "source/loose.h"
#include "source/zoom/fetching.h"
#include "stream/reader.h"

#include <inttypes.h>
#include <string.h>

#define ERROR_MAX ((size_t)64 * 1024)

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

static int refused(struct downloading *d, struct http_response *r,
		   struct err *e)
{
	struct str body AUTO(str_done) = STR_INIT;
	struct str where AUTO(str_done) = STR_INIT;
	struct zoom_refusal z;
	int status = http_status(r), n;

	if (http_read(r, ERROR_MAX, &body, e) < 0)
		err_clear(e); /* the status is enough */
	zoom_refusal_read(&z, status, body.s, body.len);
	http_url_show(&where, http_url(r));
	str_addf(&d->why, "GET %s: %d", where.s, status);
	if (z.code != 0)
		str_addf(&d->why, ", code %" PRId64, z.code);
	if (z.message.len > 0)
		str_addf(&d->why, ": %s", z.message.s);
	if (http_response_is_slow(r))
		n = slow_down(d, r, z.message.s, e);
	else if (status >= 500)
		n = DOWNLOAD_BROKEN;
	else
		n = by_status(status, z.verdict);
	zoom_refusal_done(&z);
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

static int may_begin(struct downloading *d)
{
	const struct zoom *z = d->f->z;
	const struct http_trust t = { .vendor = "Zoom",
				      .home = &z->api,
				      .hosts = z->download_hosts,
				      .setting = "download-hosts" };
	enum http_trusted is = http_trusts(&t, d->file->url, &d->why);

	if (is == HTTP_TRUSTED)
		return DOWNLOAD_DONE;
	return is == HTTP_UNTRUSTED ? DOWNLOAD_HOST : DOWNLOAD_ODD;
}

static int take_place(void *ctx, struct err *e)
{
	struct zoom *z = ctx;

	return holds_take(z->holds, ZOOM_FILES, e);
}

static void learn(void *ctx, const struct http_response *r)
{
	struct zoom *z = ctx;

	account_learn_clock(&z->acc, r);
}

int download_once(struct downloading *d, struct err *e)
{
	AUTO(http_response_free) struct http_response *r = NULL;
	struct zoom *z = d->f->z;
	const struct http_follow f = { .http = z->acc.http,
				       .oauth = z->acc.oauth,
				       .ctx = z,
				       .place = take_place,
				       .learn = learn };
	int n;

	str_cut(&d->why, 0);
	n = may_begin(d);
	if (n != DOWNLOAD_DONE)
		return n;
	n = http_follow(&f, d->file->url, &r, &d->why, e);
	if (n != HTTP_ARRIVED)
		return n < 0              ? -1
		       : n == HTTP_BROKEN ? DOWNLOAD_BROKEN
					  : DOWNLOAD_WRONG;
	return http_status(r) == 200 ? store(d, r, e) : refused(d, r, e);
}
