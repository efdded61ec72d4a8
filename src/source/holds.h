/*
 * source/holds.h - rate limits of an account, with holds that outlive us.
 *
 * Why: a ration of a day that is used up stays so when the program is
 * started again. So a long hold is kept as the account's state
 * ("hold-LABEL") and read again before the first request. A run that stands
 * still for a while says why, once a hold.
 */
#ifndef SOURCE_HOLDS_H
#define SOURCE_HOLDS_H

#include "base/cleanup.h"
#include "http/rate.h"

#include <stddef.h>
#include <stdint.h>

struct account;
struct err;
struct holds;

/* A hold that lasts longer is no longer waited for: ERR_RETRY. */
#define HOLDS_PATIENCE_US (INT64_C(90) * 1000000)

struct holds_label {
	const char *name; /* of the state kept: "heavy" for "hold-heavy" */
	struct rate_limit limit;
};

/* The account and the names must outlive it. */
struct holds *holds_new(struct account *a, const struct holds_label *labels,
			size_t n);
void holds_free(struct holds *h);
DEFINE_AUTO(struct holds, holds_free)

/* Wait for a place of this label. Errors: ERR_RETRY, ERR_STORE (host). */
int holds_take(struct holds *h, size_t label, struct err *e);

/* Nothing of this label for so long from now; kept where that is a minute or
   more. Errors: ERR_STORE (not kept). */
int holds_set(struct holds *h, size_t label, int64_t wait_us, struct err *e);

/* Log that all stands still until then, where that is worth a line. */
void holds_tell(int64_t until_us, const char *reason);

#endif
