/*
 * store/azure/request.h - one request to the service, repeated where that
 * may help, and what a refusal means.
 *
 * Repeated, with growing pauses or as Retry-After says: what was not
 * answered, 408, 429, 500, 502, 503, 504, a body that arrived damaged, and,
 * once, a token that is no longer taken. So each request has to be one that
 * does no harm when it was carried out and its answer lost.
 */
#ifndef STORE_AZURE_REQUEST_H
#define STORE_AZURE_REQUEST_H

#include "store/azure/sign.h"
#include "store/content.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct azure;
struct err;
struct http_response;

struct azure_request {
	const char *method;
	const char *name; /* of the object; NULL: the container */
	/* Names of headers in lower case; all texts are borrowed. */
	struct azure_pair query[AZURE_PAIRS], headers[AZURE_PAIRS];
	size_t n_query, n_headers;
	const void *body; /* borrowed; NULL: none */
	size_t len;
};

void azure_query(struct azure_request *rq, const char *name, const char *value);
void azure_header(struct azure_request *rq, const char *name,
		  const char *value);

/* Add content-md5 of the body; text must outlive the request. */
void azure_content_md5(struct azure_request *rq, char text[STORE_MD5_TEXT]);

/*
 * Send until there is an answer that is worth judging: 2xx, or a refusal
 * that repeating would not change. Errors: ERR_RETRY none came; ERR_SOURCE
 * the sign-in was refused.
 */
int azure_send(struct azure *az, const struct azure_request *rq,
	       struct http_response **out, struct err *e);

/* The service's code for a refusal ("BlobNotFound"), or "". */
const char *azure_code(const struct http_response *r);

/* Read what is left of an answer, so that its connection can be used again. */
void azure_drain(struct http_response *r);

/*
 * Tell a refusal by what it means to a person. Always -1. Errors: ERR_SOURCE
 * a person has to act; ERR_ITEM this object; ERR_RETRY later.
 */
int azure_refused(const struct azure *az, const struct azure_request *rq,
		  struct http_response *r, struct err *e);

/* azure_send, where anything but 2xx is a failure; the answer is read. */
int azure_do(struct azure *az, const struct azure_request *rq, struct err *e);

#endif
