/*
 * verb/progress.h - a long piece of work, told while it lasts.
 *
 * On a terminal one line on standard error is drawn again and again; where
 * there is none, with --verbose, a line is written every few seconds. Safe
 * from any thread; never part of a verb's output.
 */
#ifndef VERB_PROGRESS_H
#define VERB_PROGRESS_H

#include "base/cleanup.h"

#include <stdint.h>

struct progress;
struct verb_call;

struct progress *progress_new(const struct verb_call *call)
	__attribute__((returns_nonnull));
/* Takes the line away. */
void progress_free(struct progress *p);
DEFINE_AUTO(struct progress, progress_free)

/* phase: "fetching"; done of all (0: unknown); text says what is being
   done, and may be NULL. */
void progress_tell(struct progress *p, const char *phase, uint64_t done,
		   uint64_t all, const char *text);

#endif
