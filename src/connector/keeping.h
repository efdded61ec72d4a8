/*
 * connector/keeping.h - what a listing tells is stored while it asks on.
 *
 * Not for callers outside connector/. The source waits for answers, the
 * vault and control for the disk; a thread of its own does the second, one
 * batch at a time: what came with the entries into the vault, and after its
 * commit their rows into control in one transaction (promise P1). It has its
 * own connection, whose cache is large and given back with it.
 *
 * A batch that cannot be stored ends it: what is given later is dropped, and
 * every call tells why.
 */
#ifndef CONNECTOR_KEEPING_H
#define CONNECTOR_KEEPING_H

#include "base/cleanup.h"

#include <stddef.h>

struct arena;
struct err;
struct keeping;
struct run;
struct told;

struct batch {
	struct arena *arena; /* all of it lies there */
	struct told *list;
	size_t n, raw_bytes;
};

struct batch *batch_new(void);
void batch_free(struct batch *b);
DEFINE_AUTO(struct batch, batch_free)

/* run must outlive it. Errors: ERR_STORE, ERR_RETRY: no thread. */
int keeping_start(struct keeping **out, struct run *run, struct err *e);
/* Drops what has not been taken up yet: keeping_wait() comes first. */
void keeping_free(struct keeping *k);
DEFINE_AUTO(struct keeping, keeping_free)

/* Takes b, waiting for the batch before. Errors: of an earlier batch. */
int keeping_give(struct keeping *k, struct batch *b, struct err *e);
/* All that was given until now is stored when 0 is returned; more may be
   given afterwards. Errors: as above. */
int keeping_wait(struct keeping *k, struct err *e);

#endif
