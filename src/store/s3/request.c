#include "store/s3/request.h"

#include "base/clock.h"
#include "base/mem.h"
#include "http/head.h"
#include "http/http.h"
#include "http/url.h"
#include "store/content.h"
#include "store/s3/s3.h"

#include <string.h>

#define TRIES       6
#define ASK_TRIES   4
#define PAUSE_MAX   32 /* times the first */
#define WAIT_MAX_US CLOCK_MINUTE
#define DRAIN_MAX   ((size_t)64 * 1024)

void s3_query(struct s3_request *rq, const char *name, const char *value)
{
	rq->query[rq->n_query++] = (struct sigv4_pair){ name, value };
}

void s3_header(struct s3_request *rq, const char *name, const char *value)
{
	rq->headers[rq->n_headers++] = (struct sigv4_pair){ name, value };
}

void s3_version(struct s3_request *rq, const char *version)
{
	if (version[0] != '\0')
		s3_query(rq, "versionId", version);
}

void s3_content_md5(struct s3_request *rq, char text[STORE_MD5_TEXT])
{
	store_md5(rq->body, rq->len, text);
	s3_header(rq, "content-md5", text);
}

void s3_answer_done(struct s3_answer *a)
{
	http_response_free(a->r);
	a->r = NULL;
}

/* --- once -------------------------------------------------------------- */

/* Headers that are signed: all of the request's, and these. */
static size_t all_headers(const struct s3 *s3, const struct s3_request *rq,
			  const struct sigv4_request *sr,
			  struct sigv4_pair out[SIGV4_PAIRS])
{
	size_t n = rq->n_headers;

	memcpy(out, rq->headers, n * sizeof(*out));
	out[n++] = (struct sigv4_pair){ "host", s3->authority };
	out[n++] = (struct sigv4_pair){ "x-amz-date", sr->date };
	out[n++] = (struct sigv4_pair){ "x-amz-content-sha256", sr->payload };
	if (s3->token.len > 0)
		out[n++] = (struct sigv4_pair){ "x-amz-security-token",
						s3->token.s };
	return n;
}

static struct http_request *build(const struct s3 *s3,
				  const struct s3_request *rq,
				  const struct sigv4_request *sr)
{
	AUTO(free)
	char *url = str_printf("%s%s%s%s", s3->origin, sr->path,
			       sr->query[0] != '\0' ? "?" : "", sr->query);
	struct http_request *out = http_request_new(rq->method, url);

	for (size_t i = 0; i < sr->n_headers; i++)
		if (strcmp(sr->headers[i].name, "host") != 0)
			http_request_header(out, sr->headers[i].name,
					    sr->headers[i].value);
	if (rq->body != NULL)
		http_request_body_at(out, NULL, rq->body, rq->len);
	return out;
}

/* Dated and signed anew each time: stores take 15 minutes. */
static int send_once(struct s3 *s3, const struct s3_request *rq,
		     struct http_response **out, struct err *e)
{
	struct str authorization AUTO(str_wipe) = STR_INIT;
	struct str query AUTO(str_done) = STR_INIT;
	AUTO(free)
	char *path = str_printf("%s/%s%s", s3->root,
				rq->name != NULL ? s3->prefix : "",
				rq->name != NULL ? rq->name : "");
	struct sigv4_key key = { s3->key_id.s, s3->secret.s, s3->region, "s3" };
	AUTO(http_request_free) struct http_request *request = NULL;
	struct sigv4_pair headers[SIGV4_PAIRS];
	char date[SIGV4_DATE], payload[SIGV4_HEX];
	struct sigv4_request sr = { .method = rq->method,
				    .path = path,
				    .headers = headers,
				    .payload = SIGV4_UNSIGNED,
				    .date = date };

	if (rq->sha256 != NULL && rq->sha256[0] != '\0') {
		sr.payload = rq->sha256;
	} else if (!rq->content || s3->sign_payload) {
		sigv4_payload(rq->body != NULL ? rq->body : "", rq->len,
			      payload);
		sr.payload = payload;
	}
	sigv4_query(&query, rq->query, rq->n_query);
	sr.query = query.s;
	sigv4_date(clock_now_us(), date);
	sr.n_headers = all_headers(s3, rq, &sr, headers);
	request = build(s3, rq, &sr);
	sigv4_sign(&authorization, &key, &sr);
	http_request_authorization(request, authorization.s);
	return http_send_owned(s3->http, TAKE(request), out, e);
}

/* --- what came --------------------------------------------------------- */

static bool is_protecting(const struct s3_request *rq)
{
	for (size_t i = 0; i < rq->n_headers; i++)
		if (str_starts(rq->headers[i].name, "x-amz-object-lock-"))
			return true;
	for (size_t i = 0; i < rq->n_query; i++)
		if (strcmp(rq->query[i].name, "retention") == 0 ||
		    strcmp(rq->query[i].name, "legal-hold") == 0)
			return true;
	return false;
}

void s3_drain(struct s3_answer *a)
{
	struct str rest AUTO(str_done) = STR_INIT;
	struct err ignored = ERR_INIT;

	(void)http_read(a->r, DRAIN_MAX, &rest, &ignored);
}

static void judge(const struct s3_request *rq, struct s3_answer *a)
{
	struct str body AUTO(str_done) = STR_INIT;
	const char *region = http_header(a->r, "x-amz-bucket-region", 0);
	struct err ignored = ERR_INIT;

	a->status = http_status(a->r);
	a->refusal = (struct s3_refusal){ .status = a->status };
	if (a->status / 100 == 2)
		return;
	a->refusal.protecting = is_protecting(rq);
	if (http_date_us(a->r) != 0)
		a->refusal.skew_us = clock_now_us() - http_date_us(a->r);
	if (http_read(a->r, DRAIN_MAX, &body, &ignored) == 0)
		(void)s3_refusal_read(&a->refusal, body.s, body.len);
	/* an answer to HEAD has no body */
	if (region != NULL && a->refusal.region[0] == '\0' &&
	    strlen(region) < S3_CODE)
		memcpy(a->refusal.region, region, strlen(region) + 1);
}

int s3_refused(const struct s3_answer *a, struct err *e)
{
	struct str where AUTO(str_done) = STR_INIT;

	http_url_show(&where, http_url(a->r));
	return s3_refusal_tell(&a->refusal, where.s,
			       http_header(a->r, "x-amz-request-id", 0), e);
}

/* --- until it is worth judging ----------------------------------------- */

/* How long to wait before try n + 1; -1 where it is too long. */
static int64_t pause_of(const struct s3 *s3, const struct http_response *r,
			unsigned int n)
{
	int64_t us;

	if (r != NULL && http_response_retry_after(r, &us))
		return us > WAIT_MAX_US ? -1 : us;
	return http_backoff_us(n, s3->pause_us, PAUSE_MAX * s3->pause_us);
}

int s3_pause(const struct s3 *s3, unsigned int n, struct err *e)
{
	return http_sleep(s3->http, pause_of(s3, NULL, n), e);
}

int s3_send(struct s3 *s3, const struct s3_request *rq, struct s3_answer *out,
	    struct err *e)
{
	for (unsigned int n = 0;; n++) {
		struct s3_answer a AUTO(s3_answer_done) = S3_ANSWER_INIT;
		int64_t wait_us;

		if (send_once(s3, rq, &a.r, e) < 0) {
			if (e->kind != ERR_RETRY)
				return -1;
		} else {
			judge(rq, &a);
			if (!s3_refusal_may_change(&a.refusal)) {
				*out = a;
				a.r = NULL;
				return 0;
			}
			(void)s3_refused(&a, e);
			e->kind = ERR_RETRY;
		}
		wait_us = pause_of(s3, a.r, n);
		if (n + 1 == TRIES || wait_us < 0)
			return -1;
		s3_answer_done(&a); /* its connection is used again */
		err_clear(e);
		if (http_sleep(s3->http, wait_us, e) < 0)
			return -1;
	}
}

int s3_do(struct s3 *s3, const struct s3_request *rq, struct err *e)
{
	struct s3_answer a AUTO(s3_answer_done) = S3_ANSWER_INIT;

	if (s3_send(s3, rq, &a, e) < 0)
		return -1;
	if (a.status / 100 != 2)
		return s3_refused(&a, e);
	s3_drain(&a);
	return 0;
}

/* *cut: the answer came, and was good, but not all of its body. */
static int ask_once(struct s3 *s3, const struct s3_request *rq, size_t cap,
		    struct str *out, bool *cut, struct err *e)
{
	struct s3_answer a AUTO(s3_answer_done) = S3_ANSWER_INIT;

	*cut = false;
	if (s3_send(s3, rq, &a, e) < 0)
		return -1;
	if (a.status / 100 != 2)
		return s3_refused(&a, e);
	*cut = true;
	return http_read(a.r, cap, out, e);
}

int s3_ask(struct s3 *s3, const struct s3_request *rq, size_t cap,
	   struct str *out, struct err *e)
{
	bool cut;

	for (unsigned int n = 0;; n++) {
		if (ask_once(s3, rq, cap, out, &cut, e) == 0)
			return 0;
		if (!cut || e->kind != ERR_RETRY || n + 1 == ASK_TRIES)
			return -1;
		err_clear(e);
		if (s3_pause(s3, n, e) < 0)
			return -1;
	}
}
