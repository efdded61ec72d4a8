/* http/http-private.h - what request.c, client.c and response.c share. */
#ifndef HTTP_HTTP_PRIVATE_H
#define HTTP_HTTP_PRIVATE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "stream/reader.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

struct http;

struct http_request {
	char *method;
	struct str url;
	char **headers; /* whole lines */
	size_t n_headers;
	struct str secret; /* the Authorization line, or "" */
	struct str body;
	const char *body_at; /* borrowed, or NULL: body's */
	size_t body_len;
	bool has_body, malformed, once;
	struct reader *stream; /* borrowed, or NULL */
	int64_t stream_size;
};

/*
 * An easy handle in a multi handle of its own: the multi keeps the
 * connections, so a channel used again is a connection used again.
 */
struct channel {
	CURLM *multi;
	CURL *easy;
	char why[CURL_ERROR_SIZE];
	struct channel *next;
};

/* From the pool, or new; and back. */
struct channel *http_channel_take(struct http *h);
void http_channel_give(struct http *h, struct channel *c);
bool http_stopping(struct http *h);
/* Set what is the same for every request of this client. */
void http_channel_set(struct http *h, struct channel *c);

struct header {
	const char *name, *value;
	struct header *next;
};

struct http_response {
	struct reader reader; /* the body, first: see response.c */
	struct http *http;
	struct channel *channel;
	struct curl_slist *lines; /* request headers in flight */
	const struct http_request *rq;
	struct http_request *owned; /* rq, or NULL: the caller's */
	struct str url;
	int status;
	bool head_done, over;
	CURLcode end;        /* once over */
	struct arena *arena; /* of the headers */
	struct header *headers, **headers_end;
	size_t headers_size;
	char *media_type;
	/* Where the write callback puts bytes: the caller's buffer first,
	   then the spill. */
	char *to;
	size_t room, got;
	char *spill;
	size_t spill_at, spill_len;
	bool paused;
	size_t sent; /* of rq->body */
	int64_t streamed;
	struct err stream_err; /* failure of rq->stream */
};

#endif
