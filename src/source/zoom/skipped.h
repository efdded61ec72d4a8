/*
 * source/zoom/skipped.h - users whose recordings could not be listed.
 *
 * Why: a listing covers the days since the last one. Where Zoom refuses to
 * list one user's recordings, their days would pass by and never be asked
 * for again. So it is remembered, in the connector's own state, from which
 * day on each refused user still has to be listed; once Zoom answers, that
 * user's listing begins there. Where it refuses all users, the notice is one
 * that lets the whole window be listed again (CHECK_FAIL).
 *
 * What has been made good is forgotten only when a later listing tells that
 * the one which did so was complete: one that was cut off is done again.
 */
#ifndef SOURCE_ZOOM_SKIPPED_H
#define SOURCE_ZOOM_SKIPPED_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stdint.h>

struct err;
struct listing;
struct skipped;
struct user;
struct zoom_answer;

/* What earlier listings left open. Errors: ERR_STORE. */
int skipped_open(struct skipped **out, struct listing *l, struct err *e);
void skipped_free(struct skipped *s);
DEFINE_AUTO(struct skipped, skipped_free)

/* From when on this user has to be listed: the window's begin, or earlier.
   Safe from any thread until skipped_close(). */
int64_t skipped_from(const struct skipped *s, const struct user *u);

/* What Zoom said of a user's recordings: answered, or refused for another
   reason than a missing scope. In the thread that called list(). */
void skipped_take(struct skipped *s, const struct user *u,
		  const struct zoom_answer *a);

/*
 * Tell who was skipped, and keep from when on. covered: the recordings of
 * all users were listed another way too. Errors: ERR_STORE.
 */
int skipped_close(struct skipped *s, bool covered, struct err *e);

#endif
