/*
 * sandbox/ringcentral/limits.h - requests counted by group.
 *
 * Why: RingCentral counts the requests of a user and app in the last minute,
 * by group, and says with each answer how many are left. Who asks once too
 * often waits for a minute that begins anew with each question asked in it:
 * a client that does not hold still is never let in again. The sandbox
 * counts such questions; not those that were under way when the first one
 * was refused, for their senders could not know.
 *
 * By the real clock: a client waits in real time.
 */
#ifndef SANDBOX_RINGCENTRAL_LIMITS_H
#define SANDBOX_RINGCENTRAL_LIMITS_H

#include "switches.h"

struct ring_limits;
struct ring_limits *ring_limits_new(void);
void ring_limits_free(struct ring_limits *l);
DEFINE_AUTO(struct ring_limits, ring_limits_free)

struct ring_counted {
	unsigned int limit, left, window_s;
	unsigned int wait_s; /* refused, for so long; 0: go ahead */
	bool in_penalty;     /* refused, and should have known */
};

/* "Heavy" */
const char *ring_group_name(enum ring_group group);

/* One more request at that time of a clock that never goes back. */
struct ring_counted ring_limits_count(struct ring_limits *l,
				      const struct ring_switches *s,
				      enum ring_group group, int64_t real_us);

#endif
