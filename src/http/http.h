/*
 * http/http.h - ask a server over HTTP and read its answer piece by piece.
 *
 * Why: every vendor's API, every download and every cloud store goes through
 * here, so that what must never go wrong is decided once: which protocols,
 * that certificates are checked, how long we wait, that redirects are not
 * followed behind our back, and that a cut body is an error.
 *
 *	http_new -> http_send -> http_body / http_read -> http_response_free
 *
 * A body is pulled: nothing is read from the network that nobody asked for,
 * and at most HTTP_BLOCK bytes of it are held. Connections are kept and used
 * again, one for each response that is open at the same time.
 *
 * Threads: one struct http serves all; a response belongs to one thread at a
 * time.
 *
 * Secrets: error texts name host and path, never the query, headers or body.
 *
 * Errors: ERR_RETRY the server could not be reached, the connection broke,
 * the body ended early, nothing came for too long, or the work is to stop;
 * ERR_SOURCE its certificate was not accepted; ERR_USAGE the address is none.
 * Any status is a success here: what 404 means is the caller's to know.
 *
 * Source: RFC 9110, RFC 9112; curl_multi_poll(3), CURLOPT_WRITEFUNCTION(3).
 */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct http;
struct http_request;
struct http_response;
struct reader;
struct str;

#define HTTP_BLOCK       ((size_t)512 * 1024)
#define HTTP_HEADERS_MAX ((size_t)256 * 1024) /* more is an error */

/* --- client ------------------------------------------------------------ */

struct http_options {
	const char *agent;   /* NULL: "Estreat/VERSION" */
	const char *ca_file; /* certificates to trust; NULL: the system's */
	int connect_s;       /* 0: 20 */
	/* Give up after so long with less than 100 bytes a second; 0: 90. */
	int stall_s;
	/* True when the work is to stop: asked every quarter of a second
	   while waiting. NULL: never. */
	bool (*stopping)(void *ctx);
	void *ctx;
};

/* Texts are copied. */
struct http *http_new(const struct http_options *o);
/* All responses must be freed before. */
void http_free(struct http *h);
DEFINE_AUTO(struct http, http_free)

/*
 * Do nothing for so long. Errors: ERR_RETRY as soon as the work is to stop.
 */
int http_sleep(struct http *h, int64_t us, struct err *e);

/*
 * How long to wait before repetition n (from 0): first_us doubled n times,
 * at most max_us; the upper half of it by chance, so that many clients do
 * not come back together.
 */
int64_t http_backoff_us(unsigned int n, int64_t first_us, int64_t max_us);

/* --- request ----------------------------------------------------------- */

/* The url may already have a query; texts are copied. */
struct http_request *http_request_new(const char *method, const char *url);
void http_request_free(struct http_request *rq);
DEFINE_AUTO(struct http_request, http_request_free)

/* Add name=value to the query, percent-encoded. */
void http_request_query(struct http_request *rq, const char *name,
			const char *value);
/* Add what is encoded already: "a=1&b=%2F". Control characters in it make
   http_send() fail (ERR_USAGE). */
void http_request_query_text(struct http_request *rq, const char *text);
/* Control characters in the value make http_send() fail (ERR_USAGE). */
void http_request_header(struct http_request *rq, const char *name,
			 const char *value);
/* Authorization; wiped from memory with the request. */
void http_request_bearer(struct http_request *rq, const char *token);
void http_request_basic(struct http_request *rq, const char *user,
			const char *password);
/* The whole value of Authorization, for any other scheme; wiped as well. */
void http_request_authorization(struct http_request *rq, const char *value);
/*
 * What is asked must not be done twice: where a kept connection turns out to
 * be dead after the body went out, it fails instead of being sent again.
 */
void http_request_once(struct http_request *rq);
/* A body of len bytes, copied and wiped with the request. */
void http_request_body(struct http_request *rq, const char *media_type,
		       const void *bytes, size_t len);
/*
 * The same, not copied: the bytes must outlive the request, which can be
 * sent any number of times. For what is large and at hand. No media_type
 * (NULL): none is announced.
 */
void http_request_body_at(struct http_request *rq, const char *media_type,
			  const void *bytes, size_t len);
/*
 * A body of exactly size bytes out of a reader, which must outlive
 * http_send() and is not freed. The request can be sent once.
 */
void http_request_stream(struct http_request *rq, const char *media_type,
			 struct reader *body, int64_t size);

/* --- response ---------------------------------------------------------- */

/* Send it and wait for the answer's head. A request with a body must outlive
   the response: a server may answer before it has read all of it. */
int http_send(struct http *h, struct http_request *rq,
	      struct http_response **out, struct err *e);
/* The same of a request that is needed no more: it is freed with the response,
   or at once where there is none. */
int http_send_owned(struct http *h, struct http_request *rq,
		    struct http_response **out, struct err *e);
/* At any time; what was not read is lost, and the connection with it. */
void http_response_free(struct http_response *r);
DEFINE_AUTO(struct http_response, http_response_free)

int http_status(const struct http_response *r);
/* The address that was asked, for resolving Location. */
const char *http_url(const struct http_response *r);
/* Value of the n-th header of that name (any case), or NULL. */
const char *http_header(const struct http_response *r, const char *name,
			size_t n);
/* Content-Length, or -1. */
int64_t http_length(const struct http_response *r);
/* Time of the server by its Date header, or 0. */
int64_t http_date_us(const struct http_response *r);
/* Type and subtype in lower case without parameters, "" if not given. */
const char *http_media_type(const struct http_response *r);

/* The body; owned by the response, not to be freed. A body that ends before
   its announced length fails with ERR_RETRY. */
struct reader *http_body(struct http_response *r);
/* Append what is left of the body. Errors: ERR_ITEM if it is more than cap. */
int http_read(struct http_response *r, size_t cap, struct str *out,
	      struct err *e);

#endif
