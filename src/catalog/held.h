/*
 * catalog/held.h - what is at work in some process just now.
 *
 * Why: a row says that a connector's run has not ended, not whether anybody
 * is at it; a process that was killed cannot say so any more. So whoever is
 * at work on a connector (or what else is set up) holds a lock for it: one
 * byte of HOME/runs.lock, at its number. The system lets go of it when the
 * process dies, and who looks takes nothing, so that looking never stands in
 * the way of work.
 */
#ifndef CATALOG_HELD_H
#define CATALOG_HELD_H

#include "catalog/values.h"

#include <stdbool.h>
#include <stdint.h>

struct archive;
struct err;

/*
 * Until *fd is closed. Errors: ERR_RETRY (somebody is at work on it already),
 * ERR_STORE.
 */
int held_take(const struct archive *a, enum values_owner owner, int64_t id,
	      int *fd, struct err *e);
bool held_find(const struct archive *a, enum values_owner owner, int64_t id);

#endif
