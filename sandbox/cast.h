/*
 * sandbox/cast.h - who took part in a meeting, and how Zoom shows them.
 *
 * Why: Zoom's lists name a participant once for every time they joined,
 * without an address for nearly everybody from outside, and by telephone
 * number or "Call-In User" for callers. The cast knows both: what the API
 * shows and who it was.
 *
 * A function of the meeting alone; made on request, released as a whole.
 */
#ifndef SANDBOX_CAST_H
#define SANDBOX_CAST_H

#include "tenant.h"

#define STAYS_MAX 3

struct stay {
	int64_t join_us, leave_us; /* whole seconds */
	int64_t user_id;           /* another one for each stay */
};

struct member {
	const char *name;            /* as shown */
	const char *email;           /* as shown: often "" */
	const char *true_email;      /* the person's mailbox then; "" unknown */
	const struct person *person; /* NULL: known to nobody */
	bool signed_in;              /* as a user of the account */
	bool is_host;
	struct stay stays[STAYS_MAX];
	unsigned int n_stays;
	struct stay waiting; /* in the waiting room before; join_us 0: no */
};

struct cast {
	struct member *all; /* the host first, if present */
	size_t n;
	int64_t seconds; /* of all stays together */
	struct arena *arena;
};

void cast_make(struct cast *c, const struct tenant *t, const struct meeting *m);
void cast_done(struct cast *c);
static inline void cast_done_auto(struct cast *c)
{
	cast_done(c);
}

#endif
