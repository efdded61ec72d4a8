/*
 * delivery/carry.h - what one session does with the mailboxes it has taken.
 *
 * Not for callers outside delivery/. Messages are made ready (parcel.h) and
 * handed to the agent; its answers become fates of the rows.
 */
#ifndef DELIVERY_CARRY_H
#define DELIVERY_CARRY_H

#include "delivery/outbox.h"
#include "delivery/parcel.h"
#include "target/agent.h"

#include <stdint.h>

struct target_opened;

struct carrier {
	const struct target_opened *target; /* NULL: not for texts */
	struct parcel_maker maker;
	struct db *db; /* to ask for names */
	struct agent *agent;
	struct agent_session *session; /* NULL: opened when it is needed */
	uint64_t limit; /* the target's own setting, bytes; 0: none */
	bool (*stopping)(void *ctx);
	void *ctx;
};

/*
 * Bring what was taken, mailbox by mailbox; every row and mailbox has its fate
 * afterwards, and l->trouble what stopped the target. Nothing is stored yet.
 * Errors: ERR_STORE: our own storage failed; fates hold all the same.
 */
int carry(struct carrier *c, struct outbox_lease *l, struct err *e);

#endif
