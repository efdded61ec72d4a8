/*
 * source/closed.h - ways of asking that a vendor has refused for all.
 *
 * Why: a missing scope or licence is told once in a run, not for each of ten
 * thousand meetings; so what was refused is not asked again until the next.
 * Ways are numbered by the vendor, from 0. Safe for threads.
 */
#ifndef SOURCE_CLOSED_H
#define SOURCE_CLOSED_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>

struct closed;
struct str;

struct closed *closed_new(size_t ways);
void closed_free(struct closed *c);
DEFINE_AUTO(struct closed, closed_free)

/* The way is refused: a verdict of the vendor's, in these words, and what is
   needed to open it (scopes, a permission; "" not told). */
void closed_set(struct closed *c, size_t way, int verdict, const char *text,
		const char *need);
/* Is it? Then *verdict is set, text and need are appended; each of them may
   be NULL. */
bool closed_get(struct closed *c, size_t way, int *verdict, struct str *text,
		struct str *need);
/* A new run: all are open. */
void closed_reopen(struct closed *c);

#endif
