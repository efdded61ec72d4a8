/*
 * source/ringcentral/ask.h - questions to RingCentral, and what answers mean.
 *
 * What lies between a question and its answer is got over by http/ask.h. A
 * 429 or 503 lets the group of the question rest for its Retry-After (absent:
 * 30 s), remembered over restarts; ERR_RETRY where that is longer than
 * RC_PATIENCE_US. A wait of some seconds is logged (source.waiting).
 *
 * A POST that may have been taken before its answer broke off is sent again:
 * what it asks for must bear that (an export more; it is adopted, export.h).
 */
#ifndef SOURCE_RINGCENTRAL_ASK_H
#define SOURCE_RINGCENTRAL_ASK_H

#include "base/str.h"
#include "source/ringcentral/refusal.h"
#include "source/ringcentral/ways.h"

#include <jansson.h>
#include <stdint.h>

struct err;
struct http_response;
struct rc;

#define RC_PATIENCE_US (INT64_C(150) * 1000000)

struct rc_question {
	enum rc_way way;
	struct str path;  /* begins with '/' */
	struct str query; /* encoded, without the question mark */
	struct str body;  /* JSON: makes it a POST */
};
void rc_question_init(struct rc_question *q, enum rc_way way, const char *path);
void rc_question_done(struct rc_question *q);
static inline void rc_question_done_auto(struct rc_question *q)
{
	rc_question_done(q);
}
void rc_question_add(struct rc_question *q, const char *name,
		     const char *value);
void rc_question_time(struct rc_question *q, const char *name, int64_t us);

struct rc_answer {
	enum rc_verdict verdict;
	int status;
	struct str body;       /* exactly as sent; of an answer that is OK */
	json_t *json;          /* the object; NULL unless OK */
	struct str code;       /* of a refusal: "CMN-401" */
	struct str message;    /* RingCentral's words */
	struct str permission; /* of RC_PERMISSION, "" not told */
	struct str evidence;   /* "GET /path: 404, CMN-102: ..." */
};
void rc_answer_init(struct rc_answer *a);
void rc_answer_done(struct rc_answer *a);
static inline void rc_answer_done_auto(struct rc_answer *a)
{
	rc_answer_done(a);
}

/*
 * Ask. A way that was refused before in this run for all (a permission) is
 * not asked again: the same refusal comes back. `a` is initialised by the
 * caller and can be used again.
 * Errors: ERR_RETRY, ERR_SOURCE (sign-in), ERR_STORE (host).
 */
int rc_ask(struct rc *r, const struct rc_question *q, struct rc_answer *a,
	   struct err *e);

/*
 * All pages of a listing. each() gets one page's answer at a time and
 * returns 0, 1 to end here, or -1. Returns 0 with a->verdict; the refusal,
 * if any, is in `a`.
 */
enum rc_paging {
	RC_BY_NUMBER, /* page=2 while navigation.nextPage is there */
	RC_BY_TOKEN,  /* pageToken= of paging.nextPageToken */
};
int rc_ask_pages(struct rc *r, const struct rc_question *q,
		 enum rc_paging paging,
		 int (*each)(void *ctx, const struct rc_answer *page,
			     struct err *e),
		 void *ctx, struct rc_answer *a, struct err *e);

/* Wait for the group of this way. Errors: ERR_RETRY, ERR_STORE. */
int rc_take_place(struct rc *r, enum rc_way way, struct err *e);

/* What a 429 or a 503 asks for; kept. Errors: ERR_STORE. */
int rc_slow_down(struct rc *r, enum rc_way way, const struct http_response *rp,
		 struct err *e);
/* Keep the penalties there are. Errors: ERR_STORE. */
int rc_keep_limits(struct rc *r, struct err *e);

/* Clock and limits, from any answer. */
void rc_learn(struct rc *r, enum rc_way way, const struct http_response *rp);

#endif
