/*
 * http/rate.h - not asking faster than the vendor allows.
 *
 * Why: vendors count requests by account and class of request ("label"),
 * over all our threads. A request takes a place in its label's queue before
 * it is sent: places lie 1/per_second apart, a few may be taken at once. A
 * label can also be on hold: after a refusal, for seconds, or, when a day's
 * ration is used up, for hours.
 *
 * All times are the machine's clock (clock_now_us), so that a hold can be
 * kept over a restart. Safe for threads.
 */
#ifndef HTTP_RATE_H
#define HTTP_RATE_H

#include "base/cleanup.h"

#include <stddef.h>
#include <stdint.h>

struct err;
struct http;
struct rate;

struct rate_limit {
	const char *label; /* for error texts: "heavy requests" */
	double per_second; /* more than 0 */
	double burst;      /* requests at once, at least 1 */
};

struct rate *rate_new(const struct rate_limit *limits, size_t n);
void rate_free(struct rate *r);
DEFINE_AUTO(struct rate, rate_free)

/* Take a place; returns how long after now_us it may be used. */
int64_t rate_place(struct rate *r, size_t label, int64_t now_us);

/* Nothing of this label before until_us; an earlier time changes nothing. */
void rate_hold(struct rate *r, size_t label, int64_t until_us);
int64_t rate_held_until(struct rate *r, size_t label);

/*
 * Wait for the end of a hold and for a place. Errors: ERR_RETRY naming the
 * label and until when, at once, where a hold lasts longer than bound_us;
 * ERR_RETRY when the work is to stop (see http_sleep).
 */
int rate_take(struct rate *r, size_t label, int64_t bound_us, struct http *h,
	      struct err *e);

#endif
