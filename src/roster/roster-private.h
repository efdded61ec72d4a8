/* roster/roster-private.h - what the files of this folder share. */
#ifndef ROSTER_ROSTER_PRIVATE_H
#define ROSTER_ROSTER_PRIVATE_H

#include "roster/roster.h"

struct provider_ops;

struct values_of roster_values_of(const struct provider_ops *ops, int64_t id);

/* Errors: ERR_USAGE (none of this name). */
int roster_find(struct db *db, const char *name, int64_t *id,
		const struct provider_ops **ops, struct err *e);

#endif
