/*
 * delivery/outbox.h - the rows of what is to be brought to a target.
 *
 * Not for callers outside delivery/. A row is a copy that is due; it goes
 * when the copy has its record in the vault. Rows are taken a mailbox at a
 * time: what stops a mailbox is kept once, in its row of outbox_mailbox, and
 * a million waiting copies cost the next taker nothing.
 *
 *	outbox          state, attempts, not_before of one copy
 *	outbox_mailbox  held (a session has it), not_before, attempts, why
 *
 * Held is of this process: whoever begins with a target lets go of what a
 * dead one held (outbox_release).
 */
#ifndef DELIVERY_OUTBOX_H
#define DELIVERY_OUTBOX_H

#include "base/arena.h"
#include "target/agent.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/* Pages of control that a connection of the deliverers keeps. */
#define DELIVERY_CACHE_MIB 4

/* outbox.state; numbers are stored. */
enum outbox_state {
	OUTBOX_WAITING = 1,
	OUTBOX_ATTEMPTED = 2, /* somebody began to bring it: it may be there */
	OUTBOX_REFUSED = 3,   /* for what it is; a person decides */
};

/* What is to become of a row, or of a mailbox. */
enum outbox_fate {
	FATE_AS_WAS,  /* not tried: as before */
	FATE_DONE,    /* it has its record: the row goes */
	FATE_LATER,   /* again, not before a time */
	FATE_REFUSED, /* a person decides */
};

struct outbox_row {
	/* as taken */
	uint64_t message;
	int64_t run, connector, time_us, attempts;
	const char *folder;
	bool uncertain; /* attempted before */
	/* what became of it; set before outbox_settle() */
	enum outbox_fate fate;
	enum agent_outcome outcome;
	const char *reason;    /* NULL: "" */
	const char *place;     /* of a delivered one */
	int64_t not_before_us; /* of FATE_LATER */
	uint64_t reduced;      /* bytes it was brought with, if reduced */
	bool recorded;         /* has its record already */
	bool maybe;            /* sent, no answer: uncertain from now on */
};

struct outbox_mailbox {
	uint64_t mailbox;
	int64_t attempts;
	struct outbox_row *rows; /* oldest first */
	size_t n;
	/* what stopped it, AGENT_NOT_TRIED: nothing; before outbox_settle() */
	enum agent_outcome outcome;
	const char *reason;
	int64_t not_before_us;
};

struct outbox_lease {
	int64_t target, taken_us;
	struct arena *arena; /* of all that hangs on it */
	struct outbox_mailbox *mailboxes;
	size_t n;
	size_t n_rows;
	int64_t changed; /* of the target's values when it was taken */
	/* what stopped the target as a whole; ERR_NONE: nothing */
	int trouble;
	const char *reason;
};

/* Free what it holds; the rows are as they are. */
void outbox_lease_done(struct outbox_lease *l);
static inline void outbox_lease_done_auto(struct outbox_lease *l)
{
	outbox_lease_done(l);
}

/*
 * Take mailboxes that are due, until they have max_rows rows between them,
 * and mark the rows as attempted. A transaction of its own; db is one whose
 * commits survive loss of power. 1; 0: nothing is due; -1.
 */
int outbox_take(struct db *db, int64_t target, int64_t now_us, size_t max_rows,
		struct outbox_lease *out, struct err *e);

/*
 * Rows and mailboxes get what became of them, and are let go of. A
 * transaction of its own, after the records of copies are durable. last_seq:
 * of the newest such record; runs that have ended reach until there.
 */
int outbox_settle(struct db *db, const struct outbox_lease *l, int64_t now_us,
		  uint64_t last_seq, struct err *e);

/* Let go of whatever a dead process held. */
int outbox_release(struct db *db, int64_t target, struct err *e);

/* Copies that are due; those there stay. In the caller's transaction. */
struct delivery_due;
int outbox_add(struct db *db, const struct delivery_due *d, int64_t now_us,
	       struct err *e);

/* Is anything due? 1, 0, -1. */
int outbox_due(struct db *db, int64_t target, int64_t now_us, struct err *e);

/* Is any copy of a run (0: of any) due, or being brought? 1, 0, -1. */
int outbox_run_due(struct db *db, int64_t target, int64_t run, int64_t now_us,
		   struct err *e);

/* Everything of the target, or of one mailbox (0: all), is due now. In the
   caller's transaction. */
int outbox_retry(struct db *db, int64_t target, uint64_t mailbox,
		 int64_t now_us, struct err *e);

#endif
