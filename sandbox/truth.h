/*
 * sandbox/truth.h - what an archive of this tenant must hold in the end.
 *
 * Why: a test of an archive needs somebody who knows better. The truth is
 * computed from the tenant, never from answers, and tells for each object
 * the times between which it could be fetched; so whoever knows when the
 * archiver ran knows what it must have. Format: README.md.
 */
#ifndef SANDBOX_TRUTH_H
#define SANDBOX_TRUTH_H

#include <stdio.h>

struct store;
struct tenant;

/* JSON lines. */
void truth_write(FILE *out, const struct tenant *t, struct store *store);

#endif
