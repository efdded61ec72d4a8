/*
 * source/webex/ask.h - questions to Webex's API, and what answers mean.
 *
 * What lies between a question and its answer is got over by http/ask.h.
 * Nobody knows Webex's limit beforehand: a 429 holds all requests for its
 * Retry-After, else 15 s, remembered over restarts; ERR_RETRY where that
 * lasts longer than HOLDS_PATIENCE_US, a log line where not.
 *
 * One thread asks as fast as Webex allows (some five requests a second), so
 * a listing needs no crowd of threads; fetch() brings its own.
 *
 * Source: Webex API of 2025-12, "Rate limiting", "Pagination".
 */
#ifndef SOURCE_WEBEX_ASK_H
#define SOURCE_WEBEX_ASK_H

#include "base/cleanup.h"
#include "base/str.h"
#include "source/webex/webex.h"

#include <jansson.h>
#include <stdint.h>

struct err;
struct http_response;

/* A question: the path begins with '/'. */
struct webex_question {
	enum webex_way way;
	struct str path;
	struct str query; /* encoded, without the question mark and max */
	unsigned int max; /* rows a page, 0: not said */
	struct str site;  /* header siteUrl, "" none */
};
void webex_question_init(struct webex_question *q, enum webex_way way,
			 const char *path);
void webex_question_done(struct webex_question *q);
static inline void webex_question_done_auto(struct webex_question *q)
{
	webex_question_done(q);
}
void webex_question_add(struct webex_question *q, const char *name,
			const char *value);
/* Add to the path, percent-encoded: "/rooms/" id. */
void webex_question_part(struct webex_question *q, const char *text);
/* The same with a time. */
void webex_question_time(struct webex_question *q, const char *name,
			 int64_t us);

struct webex_answer {
	enum webex_verdict verdict;
	int status;
	struct str body;     /* exactly as sent; of an answer that is OK */
	json_t *json;        /* the object; NULL unless OK */
	struct str link;     /* its Link header, "" if none */
	struct str message;  /* of a refusal: Webex's words */
	struct str evidence; /* "GET /rooms/x: 404: ..., tracking id ..." */
};
void webex_answer_init(struct webex_answer *a);
void webex_answer_done(struct webex_answer *a);
static inline void webex_answer_done_auto(struct webex_answer *a)
{
	webex_answer_done(a);
}

/*
 * Ask. A way that was refused before in this run (scope, role of the
 * account) is not asked again: the same refusal comes back. `a` is
 * initialised by the caller and can be used again.
 * Errors: ERR_RETRY, ERR_SOURCE (sign-in).
 */
int webex_ask(struct webex *wx, const struct webex_question *q,
	      struct webex_answer *a, struct err *e);

/*
 * All pages of a listing, also those behind an empty one. each() gets one
 * page at a time and returns 0, 1 (no further page is wanted) or -1. Returns
 * 0 with a->verdict; the refusal of the first page, if any, is in `a`. A
 * listing that breaks off later fails (ERR_RETRY).
 */
int webex_pages(struct webex *wx, const struct webex_question *q,
		int (*each)(void *ctx, const struct webex_answer *page,
			    struct err *e),
		void *ctx, struct webex_answer *a, struct err *e);

/*
 * The question behind a Link header, for the page after that of q: 1 with
 * *next (initialised by this), 0 where there is none, -1 (ERR_RETRY) where it
 * leads to another host. Mends what such links are known for: max=null, and
 * parameters that got lost.
 */
int webex_next(const struct webex *wx, const struct webex_question *q,
	       const char *link, struct webex_question *next, struct err *e);

/*
 * What a 429 (or a 503 or 423 with Retry-After) asks for: holds the label,
 * saves a long hold. Errors: ERR_STORE (not saved).
 */
int webex_slow_down(struct webex *wx, enum webex_label label,
		    const struct http_response *r, struct err *e);

#endif
