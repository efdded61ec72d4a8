/*
 * source/zoom/ask.h - questions to Zoom's API, and what answers mean.
 *
 * What lies between a question and its answer is got over by http/ask.h. Of
 * Zoom's limits, those by second are waited for, those by day are remembered
 * over restarts: ERR_RETRY where they last longer than HOLDS_PATIENCE_US, a
 * log line where not (source/holds.h).
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

/*
 * What a 429 or a 503 asks for: holds the label, saves a long hold. n is
 * how often this request was refused before.
 * Errors: ERR_STORE (not saved), ERR_RETRY (to stop).
 */
int zoom_slow_down(struct zoom *z, enum zoom_label label,
		   const struct http_response *r, const char *message,
		   unsigned int n, struct err *e);

#endif
