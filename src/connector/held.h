/*
 * connector/held.h - whose run is at work in some process just now.
 *
 * Why: a run's row says that it has not ended, not whether anybody is at it;
 * a process that was killed cannot say so any more. So a run holds a lock
 * for its connector: one byte of HOME/runs.lock, at the connector's number.
 * The system lets go of it when the process dies, and who looks takes
 * nothing, so that looking never stands in the way of a run.
 */
#ifndef CONNECTOR_HELD_H
#define CONNECTOR_HELD_H

#include <stdbool.h>
#include <stdint.h>

struct archive;
struct err;

/*
 * Until *fd is closed. Errors: ERR_RETRY (a run of the connector is at work
 * already), ERR_STORE.
 */
int held_take(const struct archive *a, int64_t connector, int *fd,
	      struct err *e);
bool held_find(const struct archive *a, int64_t connector);

#endif
