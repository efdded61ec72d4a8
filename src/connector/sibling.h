/*
 * connector/sibling.h - other connectors of the same source and tenant.
 *
 * Not for callers outside connector/. A connector that was removed and set up
 * again, or a second one beside the first, is told of the same objects. What
 * one of them has archived the others have too: their rows stand where its
 * rows stand, so that nothing is fetched, converted or imported twice, and
 * what the source has deleted meanwhile does not count as lost. Gaps of all
 * are closed by whichever runs. Two that run at once come to the same
 * message one after the other (promise P4).
 */
#ifndef CONNECTOR_SIBLING_H
#define CONNECTOR_SIBLING_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;
struct run;

/*
 * After a listing, before its jobs are made, in the caller's transaction:
 * what was told now or is open from earlier, and is in the vault or told of
 * in a message because of a sibling, is so here too; the bundles go on
 * counting their messages where the sibling's stand. Gaps of removed ones
 * are this one's from now on.
 */
int sibling_adopt(struct run *r, struct db *db, struct err *e);

/*
 * Messages with a gap for this address, of this connector and its siblings,
 * that no other active one has in hand. each may write.
 */
int sibling_gaps(struct run *r, struct db *db, const char *address,
		 int (*each)(void *ctx, const char *address, int64_t message,
			     int64_t time_us, struct err *e),
		 void *ctx, struct err *e);

/* What to hold while at work on a message, by its number or its name. */
pthread_mutex_t *sibling_turn(const void *what, size_t len);

#endif
