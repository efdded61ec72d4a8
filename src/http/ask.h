/*
 * http/ask.h - one question to a vendor's API, until there is an answer.
 *
 * Why: between a question and its answer lie a token that may be old, rate
 * limits, servers that fail and connections that break. All that is got over
 * in here; what an answer means is the vendor's part, a function that judges
 * it.
 *
 *	HTTP_DONE	an answer, or a refusal that the caller acts upon
 *	HTTP_AGAIN	something broke, as does what never came: a pause,
 *			doubled each time; HTTP_TRIES
 *	HTTP_SLOW	judge() has set a hold, which place() waits for;
 *			HTTP_SLOW_TRIES
 *	HTTP_TOKEN	the token is not accepted: dropped, another one got;
 *			HTTP_TOKEN_TRIES, for somebody else who signs in as
 *			the same app may have taken the second from us
 *
 * What is sent may have been taken although no answer came, and is sent
 * again: it has to bear that.
 */
#ifndef HTTP_ASK_H
#define HTTP_ASK_H

#include <stddef.h>
#include <stdint.h>

struct err;
struct http;
struct http_request;
struct http_response;
struct oauth;
struct str;

#define HTTP_TRIES       6
#define HTTP_SLOW_TRIES  12
#define HTTP_TOKEN_TRIES 2
#define HTTP_ANSWER_MAX  ((size_t)64 << 20)

enum http_outcome { HTTP_DONE, HTTP_AGAIN, HTTP_SLOW, HTTP_TOKEN };

struct http_ask {
	struct http *http;
	struct oauth *oauth;
	int64_t pause_us;   /* the first pause */
	const char *vendor; /* for texts: "Zoom" */
	const char *remedy; /* where it refuses even a fresh token: what to
			       look at, a question */
	const char *what;   /* for texts: "GET /users" */
	void *ctx;

	/* The question, made anew for each try; freed by the caller. What an
	   earlier try left is to be forgotten. */
	struct http_request *(*request)(void *ctx);
	/* Wait for a place. Errors are passed on. */
	int (*place)(void *ctx, struct err *e);
	/*
	 * An enum http_outcome, with words of the vendor added to *trouble
	 * unless it is HTTP_DONE; -1 with e set. The answer's bytes, at most
	 * HTTP_ANSWER_MAX, lie in the body given to http_ask(); of a 429 or
	 * 503 perhaps less.
	 */
	int (*judge)(void *ctx, const struct http_response *r,
		     struct str *trouble, struct err *e);
};

/*
 * Ask, and leave the answer's bytes in *body. Errors: ERR_RETRY where there
 * is none after all tries; ERR_SOURCE where fresh tokens are refused; those
 * of http_send(), of place(), judge() and the token's issuer.
 */
int http_ask(const struct http_ask *a, struct str *body, struct err *e);

#endif
