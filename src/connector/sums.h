/*
 * connector/sums.h - the sums of a run (promise P2), from what is durable.
 *
 * Not for callers outside connector/.
 *
 *	listed = archived + unchanged + excluded + pending + failed + expired
 *	mapped = copies + quarantined + waiting + refused
 *
 * `listed` and the states come from the inventory, `mapped` from what was due
 * in control, `copies` and `quarantined` from the copies' records of the
 * vault, `waiting` and `refused` from the outbox: the two sides know nothing
 * of each other.
 *
 * A copy on its way may have its record and still its row, when its delivery
 * was cut off in between or is being settled just now: it counts as a copy.
 */
#ifndef CONNECTOR_SUMS_H
#define CONNECTOR_SUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive;
struct db;
struct err;

/* Sums of one day, or of all. */
struct sums {
	int64_t day_us;
	int64_t listed, archived, unchanged, excluded, pending, failed, expired;
	int64_t messages, mapped, copies, quarantined, waiting, refused;
	int64_t reduced; /* of the copies */
};

struct mailbox_sum {
	uint64_t mailbox;
	int64_t copies;
};

/* Copies that have not arrived, of one reason. */
struct open_sum {
	char *target, *outcome, *reason;
	bool refused;
	int64_t copies;
};

struct reckoning {
	struct archive *archive;
	struct db *db;
	int64_t run, connector;
	struct sums total;
	struct sums *days; /* ascending */
	size_t n_days;
	struct mailbox_sum *people; /* ascending */
	size_t n_people;
	struct open_sum *open;
	size_t n_open;
	struct open_attempt *attempts;
	size_t n_attempts;
};

/* What was listed, and what became of it. Errors: ERR_STORE. */
int sums_inventory(struct reckoning *ac, struct err *e);

/* What was due, and what became of it: copies' records from seq first to
   last. Errors: ERR_STORE. */
int sums_copies(struct reckoning *ac, int64_t first, int64_t last,
		struct err *e);

bool sums_closed(const struct sums *s);

void reckoning_done(struct reckoning *ac);

#endif
