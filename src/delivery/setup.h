/*
 * delivery/setup.h - a target's row and values, and its agent opened by them.
 *
 * Not for callers outside delivery/.
 */
#ifndef DELIVERY_SETUP_H
#define DELIVERY_SETUP_H

#include "base/setting.h"
#include "catalog/values.h"

#include <stdbool.h>
#include <stdint.h>

struct agent;
struct agent_ops;
struct archive;
struct db;
struct err;

struct target_opened {
	char *name;
	struct values *values;
	struct host host;
	struct agent *agent;
	int64_t changed;    /* of the values it was opened with */
	uint64_t limit;     /* the setting, bytes; 0: none */
	const char *portal; /* or NULL */
	bool ask;           /* for every copy before it is brought */
};

/*
 * Errors: ERR_USAGE: no such target, no agent of that kind in this program,
 * values that the agent does not take; ERR_STORE.
 */
int target_open(struct target_opened *out, struct archive *a, struct db *db,
		int64_t id, bool (*stopping)(void *ctx), void *ctx,
		struct err *e);
void target_opened_done(struct target_opened *t);

struct values_of target_values_of(const struct agent_ops *ops, int64_t id);

/* The same of a target's row. 1; 0: made by another program that has its
   agent; -1: ERR_STORE. */
int target_values_find(struct db *db, int64_t id, struct values_of *out,
		       struct err *e);

/* What waited for the target as a whole may go now; who carries at this
   moment begins anew with the values that hold. */
int target_unpark(struct db *db, int64_t id, struct err *e);

/* "150MB", "36700160": 0 where it is no size. Powers of 1,000; KiB, MiB, GiB
   of 1,024. */
uint64_t target_limit(const char *text);

#endif
