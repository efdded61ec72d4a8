/*
 * source/zoom/meeting/summary.h - the summaries Zoom's AI Companion writes.
 *
 * summary_content (Markdown) is the whole; where it is missing, the older
 * members are put together, what a person edited before what was generated.
 * Of several versions the newest is shown, the others are attached.
 *
 * Source: GET /meetings/{uuid}/meeting_summary (2025-12).
 */
#ifndef SOURCE_ZOOM_MEETING_SUMMARY_H
#define SOURCE_ZOOM_MEETING_SUMMARY_H

#include <stdint.h>

struct work;

/* What is fresh, into it->texts. */
void summary_read(struct work *w);

/* When the newest fresh summary was last changed; 0: there is none. */
int64_t summary_time_us(struct work *w);

#endif
