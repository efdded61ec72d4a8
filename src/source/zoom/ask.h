/*
 * source/zoom/ask.h - one question to Zoom's API, until there is an answer.
 *
 * Why: between a question and its answer lie a token that may be old, rate
 * limits by second and by day, servers that fail and connections that break.
 * All that is got over in here; a caller sees an answer, a refusal it can
 * act upon, or a failure that ends its work for now.
 *
 *	token expired      a new one, once
 *	429 by second      1 s, 2 s, 4 s ... for the whole label
 *	429 by day         until Retry-After, remembered over restarts;
 *	                   ERR_RETRY where that is more than 90 s away
 *	5xx, broken off,   half a second, doubled, six times; then ERR_RETRY
 *	no JSON at all
 *
 * Source: facts of the rate limits, of 2026-02.
 */
#ifndef SOURCE_ZOOM_ASK_H
#define SOURCE_ZOOM_ASK_H

#include "base/cleanup.h"
#include "base/str.h"
#include "source/zoom/refusal.h"
#include "source/zoom/ways.h"

#include <jansson.h>
#include <stdint.h>

struct err;
struct http_response;
struct zoom;

#define ZOOM_ANSWER_MAX  ((size_t)64 << 20)
#define ZOOM_PATIENCE_US (INT64_C(90) * 1000000)
#define ZOOM_TRIES       6

/* A question: the path begins with '/', parameters come in pairs. */
struct zoom_question {
	enum zoom_way way;
	struct str path;
	struct str query; /* encoded, without the question mark */
};
void zoom_question_init(struct zoom_question *q, enum zoom_way way,
			const char *path);
void zoom_question_done(struct zoom_question *q);
static inline void zoom_question_done_auto(struct zoom_question *q)
{
	zoom_question_done(q);
}
void zoom_question_add(struct zoom_question *q, const char *name,
		       const char *value);
/* About a meeting: "/past_meetings/" uuid "/polls". */
void zoom_question_meeting(struct zoom_question *q, enum zoom_way way,
			   const char *uuid);

struct zoom_answer {
	enum zoom_verdict verdict;
	int status;
	int64_t code;
	struct str body;     /* exactly as sent; of an answer that is OK */
	json_t *json;        /* the object; NULL unless OK */
	struct str message;  /* of a refusal: Zoom's words */
	struct str scopes;   /* of ZOOM_SCOPE */
	struct str evidence; /* "GET /users: 404, code 1001: ..." */
};
void zoom_answer_init(struct zoom_answer *a);
void zoom_answer_done(struct zoom_answer *a);
static inline void zoom_answer_done_auto(struct zoom_answer *a)
{
	zoom_answer_done(a);
}

/*
 * Ask. A way that was refused before in this run (scope, plan) is not asked
 * again: the same refusal comes back. `a` is initialised by the caller and
 * can be used again.
 * Errors: ERR_RETRY, ERR_SOURCE (sign-in).
 */
int zoom_ask(struct zoom *z, const struct zoom_question *q,
	     struct zoom_answer *a, struct err *e);

/*
 * All pages of a listing. each() gets one page's object at a time and
 * returns 0, or -1 to end it. When the page token dies the listing begins
 * anew with again() called first (may be NULL): what each() was told comes
 * once more. Returns 0 with a->verdict; the refusal, if any, is in `a`.
 */
struct zoom_pages {
	void *ctx;
	int (*each)(void *ctx, const struct zoom_answer *page, struct err *e);
	void (*again)(void *ctx);
	/* The parameter `to`, or NULL. What the first page says it was goes
	   with the others: Zoom changes one that lies in its future. */
	const char *to;
};
int zoom_ask_pages(struct zoom *z, const struct zoom_question *q,
		   const struct zoom_pages *p, struct zoom_answer *a,
		   struct err *e);

/* Is the way known to be closed (scope or plan)? Appends in which words. */
bool zoom_way_closed(struct zoom *z, enum zoom_way way, struct str *text);
/* A new run: ask again what was refused in the last one. */
void zoom_ways_reopen(struct zoom *z);

/*
 * What a 429 or a 503 asks for: holds the label, saves a long hold. n is
 * how often this request was refused before.
 * Errors: ERR_STORE (not saved), ERR_RETRY (to stop).
 */
int zoom_slow_down(struct zoom *z, enum zoom_label label,
		   const struct http_response *r, const char *message,
		   unsigned int n, struct err *e);

/* Wait for a place of this label. Errors: ERR_RETRY. */
int zoom_take_place(struct zoom *z, enum zoom_label label, struct err *e);

#endif
