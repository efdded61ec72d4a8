/*
 * portal/workers.h - threads that run verbs, so that HTTP threads need not.
 *
 * Bounded twice: so many at work, so many waiting. Who comes then is told to
 * come back.
 */
#ifndef PORTAL_WORKERS_H
#define PORTAL_WORKERS_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>

struct err;
struct workers;

/* Errors: ERR_STORE: no thread can be made. */
int workers_start(struct workers **out, size_t threads, size_t waiting,
		  struct err *e);
/* Ends when all that was added has been done. */
void workers_stop(struct workers *w);
DEFINE_AUTO(struct workers, workers_stop)

/* False: too much is waiting, work is not called. */
bool workers_add(struct workers *w, void (*work)(void *ctx), void *ctx);

struct workers_load {
	size_t threads, busy, waiting;
};
struct workers_load workers_load(struct workers *w);

#endif
