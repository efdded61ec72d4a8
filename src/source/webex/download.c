#include "base/arena.h"
#include "http/follow.h"
#include "http/head.h"
#include "http/http.h"
#include "source/holds.h"
#include "source/loose.h"
#include "source/webex/fetching.h"
#include "stream/reader.h"

#include <inttypes.h>
#include <string.h>

#define ERROR_MAX ((size_t)64 * 1024)

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

static int refused(struct downloading *d, struct http_response *r,
		   struct err *e)
{
	struct str body AUTO(str_done) = STR_INIT;
	struct str where AUTO(str_done) = STR_INIT;
	struct webex_refusal f;
	int status = http_status(r);

	if (http_read(r, ERROR_MAX, &body, e) < 0)
		err_clear(e); /* the status is enough */
	webex_refusal_read(&f, status, body.s, body.len);
	http_url_show(&where, http_url(r));
	str_addf(&d->why, "GET %s: %d", where.s, status);
	if (f.message.len > 0)
		str_addf(&d->why, ": %s", f.message.s);
	webex_refusal_done(&f);
	if (!http_response_is_slow(r))
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

/* May a download begin there? Files get our token, recordings do not. */
static int may_begin(struct downloading *d)
{
	const struct webex *wx = d->f->wx;
	const struct http_trust t = {
		.vendor = "Webex",
		.home = &wx->api,
		.hosts = d->signed_address ? wx->recording_hosts
					   : wx->content_hosts,
		.setting =
			d->signed_address ? "recording-hosts" : "content-hosts",
	};
	enum http_trusted is = http_trusts(&t, d->url, &d->why);

	if (is == HTTP_TRUSTED)
		return DOWNLOAD_DONE;
	return is == HTTP_UNTRUSTED ? DOWNLOAD_HOST : DOWNLOAD_ODD;
}

static int take_place(void *ctx, struct err *e)
{
	const struct downloading *d = ctx;

	return holds_take(d->f->wx->holds, label_of(d), e);
}

int webex_download(struct downloading *d, struct err *e)
{
	AUTO(http_response_free) struct http_response *r = NULL;
	struct webex *wx = d->f->wx;
	const struct http_follow f = {
		.http = wx->acc.http,
		.oauth = d->signed_address ? NULL : wx->acc.oauth,
		.ctx = d,
		.place = take_place,
	};
	int n;

	str_cut(&d->why, 0);
	n = may_begin(d);
	if (n != DOWNLOAD_DONE)
		return n;
	n = http_follow(&f, d->url, &r, &d->why, e);
	if (n != HTTP_ARRIVED)
		return n < 0              ? -1
		       : n == HTTP_BROKEN ? DOWNLOAD_BROKEN
					  : DOWNLOAD_WRONG;
	return http_status(r) == 200 ? store(d, r, e) : refused(d, r, e);
}
