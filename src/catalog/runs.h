/*
 * catalog/runs.h - the messages of a mailbox, as one epoch has them.
 *
 * Not for callers outside catalog/. `run` is the inverted list: for a mailbox,
 * message numbers as delta varints, and beside each where and when it stands:
 *
 *	stood   per number: zigzag varint of its time less the one before
 *	        (microseconds, from 0 on), varint of its folder's row
 *
 * so that a mailbox is listed by time and by folder from its own rows, however
 * large the archive is. Runs are written for EPOCH_TAIL_MAX copies' rows at a
 * time, so that a mailbox's leaf is touched once for many messages; the rows
 * behind `flushed` are read directly until then.
 */
#ifndef CATALOG_RUNS_H
#define CATALOG_RUNS_H

#include <stdint.h>

struct epoch;
struct err;
struct ids;

/* Move the tail of copies into mailbox runs. */
int epoch_flush(struct epoch *ep, struct err *e);

/* Add the messages of a mailbox that this epoch knows of; those moved away
   go to gone. */
int epoch_mailbox(struct epoch *ep, uint64_t mailbox, struct ids *out,
		  struct ids *gone, struct err *e);

/* A copy as this epoch tells of it; texts are valid during the call. */
struct stood {
	uint64_t message;
	int64_t time_us;
	const char *folder;
};
/* The same with where and when, in the order in which they came; a message
   may come again. */
int epoch_stood(struct epoch *ep, uint64_t mailbox,
		int (*each)(void *ctx, const struct stood *s, struct err *e),
		void *ctx, struct ids *gone, struct err *e);

#endif
