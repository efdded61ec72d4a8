/*
 * sandbox/summary.h - what the assistant wrote about a meeting, and what a
 * person made of it a day or two later.
 *
 * A summary has one or two versions; Zoom shows the latest, and says when
 * it was last changed. The first is gone then.
 */
#ifndef SANDBOX_SUMMARY_H
#define SANDBOX_SUMMARY_H

#include "tenant.h"

struct str;

/* Append the Markdown of a version: 0, or 1 for the edited one. */
void summary_add(struct str *out, const struct tenant *t,
		 const struct meeting *m, int version);

/* Append a part of it: TALK_SUMMARY (recap) or TALK_NEXT with an index. */
void summary_add_part(struct str *out, const struct meeting *m,
		      enum talk_kind kind, size_t index, int version);
#define SUMMARY_CHAPTERS 3
#define SUMMARY_STEPS    2

#endif
