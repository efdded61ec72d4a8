#include "store/azure/request.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/head.h"
#include "http/http.h"
#include "http/url.h"
#include "store/azure/azure.h"
#include "store/azure/refusal.h"
#include "store/content.h"
#include "stream/reader.h"

#include <string.h>

#define TRIES       6
#define PAUSE_MAX   32 /* times the first */
#define WAIT_MAX_US CLOCK_MINUTE
#define DRAIN_MAX   ((size_t)64 * 1024)

void azure_query(struct azure_request *rq, const char *name, const char *value)
{
	rq->query[rq->n_query++] = (struct azure_pair){ name, value };
}

void azure_header(struct azure_request *rq, const char *name, const char *value)
{
	rq->headers[rq->n_headers++] = (struct azure_pair){ name, value };
}

void azure_content_md5(struct azure_request *rq, char text[STORE_MD5_TEXT])
{
	store_md5(rq->body, rq->len, text);
	azure_header(rq, "content-md5", text);
}

/* --- once -------------------------------------------------------------- */

static struct http_request *
build(const struct azure *az, const struct azure_request *rq, const char *path)
{
	struct str url AUTO(str_done) = STR_INIT;
	struct http_request *out;

	str_add_len(&url, az->endpoint, (size_t)(az->path - az->endpoint));
	str_add(&url, path);
	out = http_request_new(rq->method, url.s);
	for (size_t i = 0; i < rq->n_query; i++)
		http_request_query(out, rq->query[i].name, rq->query[i].value);
	for (size_t i = 0; i < rq->n_headers; i++)
		http_request_header(out, rq->headers[i].name,
				    rq->headers[i].value);
	if (rq->body != NULL)
		http_request_body_at(out, NULL, rq->body, rq->len);
	return out;
}

/* Dated and signed anew each time: the service takes 15 minutes. */
static int send_once(struct azure *az, const struct azure_request *rq,
		     struct str *token, struct http_response **out,
		     struct err *e)
{
	AUTO(http_request_free) struct http_request *request = NULL;
	AUTO(free)
	char *path = str_printf("%s/%s%s%s%s", az->path, az->container,
				rq->name != NULL ? "/" : "",
				rq->name != NULL ? az->prefix : "",
				rq->name != NULL ? rq->name : "");
	struct azure_request dated = *rq;
	char date[CLOCK_TEXT];

	azure_header(&dated, "x-ms-date", clock_http(clock_now_us(), date));
	azure_header(&dated, "x-ms-version", AZURE_VERSION);
	request = build(az, &dated, path);
	if (azure_auth_sign(az, &dated, path, request, token, e) < 0)
		return -1;
	return http_send_owned(az->http, TAKE(request), out, e);
}

/* --- until it is worth judging ----------------------------------------- */

/* Is this answer one that may be another the next time? */
static bool may_change(const struct azure_request *rq,
		       const struct http_response *r)
{
	const char *code = azure_code(r);

	switch (http_status(r)) {
	case 408:
	case 429:
	case 500:
	case 502:
	case 503:
	case 504:
		return true;
	case 400:
		/* the second is what Azurite says of a wrong Content-MD5 */
		return rq->body != NULL &&
		       (strcmp(code, "Md5Mismatch") == 0 ||
			strcmp(code, "InvalidOperation") == 0);
	default:
		return false;
	}
}

/* How long to wait before try n + 1; -1 where it is too long. */
static int64_t pause_of(const struct azure *az, const struct http_response *r,
			unsigned int n)
{
	int64_t us;

	if (r != NULL && http_response_retry_after(r, &us))
		return us > WAIT_MAX_US ? -1 : us;
	return http_backoff_us(n, az->pause_us, PAUSE_MAX * az->pause_us);
}

int azure_send(struct azure *az, const struct azure_request *rq,
	       struct http_response **out, struct err *e)
{
	bool renewed = false;

	for (unsigned int n = 0;; n++) {
		AUTO(http_response_free) struct http_response *r = NULL;
		struct str token AUTO(str_wipe) = STR_INIT;
		int64_t wait_us;

		if (send_once(az, rq, &token, &r, e) < 0) {
			if (e->kind != ERR_RETRY)
				return -1;
		} else if (http_status(r) == 401 && !renewed &&
			   azure_auth_drop(az, token.s)) {
			renewed = true;
			azure_drain(r);
			continue;
		} else if (!may_change(rq, r)) {
			*out = TAKE(r);
			return 0;
		} else {
			(void)azure_refused(az, rq, r, e);
			e->kind = ERR_RETRY;
		}
		wait_us = pause_of(az, r, n);
		if (n + 1 == TRIES || wait_us < 0)
			return -1;
		http_response_free(TAKE(r)); /* its connection is used again */
		err_clear(e);
		if (http_sleep(az->http, wait_us, e) < 0)
			return -1;
	}
}

int azure_do(struct azure *az, const struct azure_request *rq, struct err *e)
{
	AUTO(http_response_free) struct http_response *r = NULL;

	if (azure_send(az, rq, &r, e) < 0)
		return -1;
	if (http_status(r) / 100 != 2)
		return azure_refused(az, rq, r, e);
	azure_drain(r);
	return 0;
}

/* --- answers ----------------------------------------------------------- */

const char *azure_code(const struct http_response *r)
{
	const char *code = http_header(r, "x-ms-error-code", 0);

	return code != NULL ? code : "";
}

void azure_drain(struct http_response *r)
{
	struct str rest AUTO(str_done) = STR_INIT;
	struct err ignored = ERR_INIT;

	(void)http_read(r, DRAIN_MAX, &rest, &ignored);
}

static bool is_protecting(const struct azure_request *rq)
{
	for (size_t i = 0; i < rq->n_headers; i++)
		if (str_starts(rq->headers[i].name, "x-ms-immutability-") ||
		    strcmp(rq->headers[i].name, "x-ms-legal-hold") == 0)
			return true;
	return false;
}

int azure_refused(const struct azure *az, const struct azure_request *rq,
		  struct http_response *r, struct err *e)
{
	struct str body AUTO(str_done) = STR_INIT;
	struct str where AUTO(str_done) = STR_INIT;
	struct err ignored = ERR_INIT;
	const char *id = http_header(r, "x-ms-request-id", 0);
	struct azure_refusal f = {
		.status = http_status(r),
		.code = azure_code(r),
		.auth = az->auth,
		.protecting = is_protecting(rq),
		.skew_us = http_date_us(r) == 0
				   ? 0
				   : clock_now_us() - http_date_us(r),
	};

	http_url_show(&where, http_url(r));
	if (http_read(r, DRAIN_MAX, &body, &ignored) == 0)
		azure_refusal_message(&f, body.s, body.len);
	return azure_refusal_tell(&f, where.s, id, e);
}
