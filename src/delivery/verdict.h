/*
 * delivery/verdict.h - what an outcome means for the copy and its mailbox.
 *
 * The one place that decides it. How long something waits:
 *
 *	a mailbox, a message   5 min, 20 min, 1 h, 3 h, 24 h, then until a
 *	                       person acts
 *	a mailbox, throttled   as the server says, else 1, 5, 20, 60 min
 *	the server, away       1, 5, 20, then every 60 min
 *	the server, refuses us 5 min, 20 min, 1 h, 3 h, then every 24 h
 */
#ifndef DELIVERY_VERDICT_H
#define DELIVERY_VERDICT_H

#include "base/err.h"
#include "delivery/outbox.h"
#include "target/agent.h"

#include <stdbool.h>
#include <stdint.h>

/* Does this outcome stop the mailbox, and not only the message? */
bool verdict_stops_mailbox(enum agent_outcome o);

/*
 * Sets fate, not_before_us and maybe of a row by its outcome. cut: the server
 * went away with it; then it is not given up, but does not stand in the way
 * of the others for ever.
 */
void verdict_row(struct outbox_row *row, bool cut, int64_t now_us);

/* Sets outcome, reason and not_before_us of the mailbox that one of its
   messages was stopped by. wait_us: as the agent told, 0: it did not. */
void verdict_mailbox(struct outbox_mailbox *m, enum agent_outcome o,
		     int64_t wait_us, int64_t now_us);

/* When a target is tried again that has failed so often before. */
int64_t verdict_target(enum err_kind kind, int64_t failures, int64_t now_us);

/* Of something that could not be read here, such as a damaged record. */
int64_t verdict_unread(int64_t attempts, int64_t now_us);

#endif
