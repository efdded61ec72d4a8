/*
 * store/s3/request.h - one request to the store, signed, repeated where that
 * may help, and what came of it.
 *
 * Repeated, with growing pauses or as Retry-After says: what was not
 * answered, 408, 429, 500, 502, 503, 504, and what arrived damaged. So each
 * request has to be one that does no harm when it was carried out and its
 * answer lost.
 */
#ifndef STORE_S3_REQUEST_H
#define STORE_S3_REQUEST_H

#include "store/content.h"
#include "store/s3/refusal.h"
#include "store/s3/sigv4.h"

#include <stddef.h>

struct http_response;
struct s3;
struct str;

/* Room for what each request gets besides. */
#define S3_PAIRS (SIGV4_PAIRS - 6)

struct s3_request {
	const char *method;
	const char *name; /* of the object; NULL: the bucket */
	/* Names of headers in lower case; all texts are borrowed. */
	struct sigv4_pair query[S3_PAIRS], headers[S3_PAIRS];
	size_t n_query, n_headers;
	const void *body; /* borrowed; NULL: none */
	size_t len;
	/* The body is content, whose hash need not be signed. */
	bool content;
	/* Of the body in hex, where it is known; NULL or "": it is made. */
	const char *sha256;
};

/* A sub-resource ("uploads") has the value "". */
void s3_query(struct s3_request *rq, const char *name, const char *value);
void s3_header(struct s3_request *rq, const char *name, const char *value);
/* Of this version, where it is not "". */
void s3_version(struct s3_request *rq, const char *version);

/* Add content-md5 of the body; text must outlive the request. */
void s3_content_md5(struct s3_request *rq, char text[STORE_MD5_TEXT]);

struct s3_answer {
	struct http_response *r; /* 2xx: its body is yet to be read */
	int status;
	struct s3_refusal refusal; /* where not 2xx */
};

#define S3_ANSWER_INIT ((struct s3_answer){ .r = NULL })
void s3_answer_done(struct s3_answer *a);
static inline void s3_answer_done_auto(struct s3_answer *a)
{
	s3_answer_done(a);
}

/*
 * Send until there is an answer that is worth judging: 2xx, or a refusal
 * that repeating would not change. Errors: ERR_RETRY none came.
 */
int s3_send(struct s3 *s3, const struct s3_request *rq, struct s3_answer *out,
	    struct err *e);

/* The refusal as an error. Always -1. */
int s3_refused(const struct s3_answer *a, struct err *e);

/* s3_send, where anything but 2xx is a failure; the answer is read. */
int s3_do(struct s3 *s3, const struct s3_request *rq, struct err *e);

/* The same, with the body (up to cap) appended to *out. */
int s3_ask(struct s3 *s3, const struct s3_request *rq, size_t cap,
	   struct str *out, struct err *e);

/* Read what is left of an answer, so that its connection can be used again. */
void s3_drain(struct s3_answer *a);

/* Wait before try n + 1 of what is larger than a request. Errors: ERR_RETRY
   the work is to stop. */
int s3_pause(const struct s3 *s3, unsigned int n, struct err *e);

#endif
