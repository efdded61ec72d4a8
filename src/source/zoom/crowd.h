/*
 * source/zoom/crowd.h - many questions on their way at once, one voice.
 *
 * Why: a listing asks about every user and many meetings; one after the
 * other, ten thousand users would take hours of waiting for answers. But
 * whoever called list() is told things by one thread only (source.h), and
 * the table of meetings has no locks. So threads ask, and each hands what it
 * was answered to the thread that called, waiting until it was dealt with:
 * at most one page a thread is held.
 */
#ifndef SOURCE_ZOOM_CROWD_H
#define SOURCE_ZOOM_CROWD_H

#include <stddef.h>

struct err;
struct listing;

#define CROWD_THREADS 8

/*
 * Do work(l, i) for every i below n, by several threads. The first failure
 * is returned when all have ended; no new work is begun after it.
 */
int crowd_run(struct listing *l, size_t n,
	      int (*work)(struct listing *l, size_t i, struct err *e),
	      struct err *e);

/*
 * Called in work(): run tell(ctx) in the thread that called crowd_run() and
 * return what it returned. Outside of crowd_run(): run it at once.
 */
int crowd_tell(struct listing *l, int (*tell)(void *ctx, struct err *e),
	       void *ctx, struct err *e);

#endif
