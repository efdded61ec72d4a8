/*
 * sandbox/webex/truth.h - what an archive of this organisation must hold in
 * the end, each line with "source":"webex" (README.md). Computed from the
 * world, never from answers.
 */
#ifndef SANDBOX_WEBEX_TRUTH_H
#define SANDBOX_WEBEX_TRUTH_H

#include <stdio.h>

struct wx_world;

/* JSON lines. */
void wx_truth_write(FILE *out, const struct wx_world *w);

#endif
