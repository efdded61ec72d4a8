/*
 * source/zoom/window.h - cutting a span of time as Zoom wants it.
 *
 * Why: recordings and reports are asked by whole UTC days, a month at most,
 * and a wider window is silently clamped; archives by seconds, seven days at
 * most. Whether the last day counts is not written anywhere, so neighbours
 * share it.
 */
#ifndef SOURCE_ZOOM_WINDOW_H
#define SOURCE_ZOOM_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str;

struct zoom_window {
	int64_t from_us, to_us;
};

/* 28 days fit into any month: 1 February to 1 March is a month. */
#define ZOOM_MONTH_DAYS 28

/*
 * The n-th (from 0, oldest first) window of days over [from_us, to_us]: both
 * ends are starts of days, neighbours share one. False past the last.
 */
bool zoom_window_days(struct zoom_window *out, int64_t from_us, int64_t to_us,
		      size_t n);

/* The same in spans of at most step_us, whole seconds, sharing their ends. */
bool zoom_window_span(struct zoom_window *out, int64_t from_us, int64_t to_us,
		      int64_t step_us, size_t n);

/*
 * Append a meeting's uuid as a path segment: percent-encoded, and once more
 * where it begins with '/' or contains "//".
 */
void zoom_path_uuid(struct str *out, const char *uuid);

#endif
