/*
 * source/ringcentral/export.h - RingCentral's data export of team messaging:
 * order it, wait for it, read it.
 *
 * Why this way: the API of chats shows only what the signed-in user sees. The
 * export is the one way to all of a company's chats, and a slow one: a task
 * is ordered, worked on for seconds or hours, and gives ZIP files; a company
 * may have two tasks at once, ours and anybody's.
 *
 *	export_order   look for a task with this very window (one of ours that
 *	               a run before left behind, or one just taken although its
 *	               answer got lost), else order one; where two are running,
 *	               wait for one of them to end; then wait for ours
 *	export_read    download and tell the records of some folders, as often
 *	               as wanted
 *
 * Folders are told by their names' first part, files by ending in .json: the
 * documents do not agree on how files are called.
 *
 * Source: operations createDataExportTaskNew, listDataExportTasksNew,
 * readDataExportTaskNew of 2026-08; guide "compliance exports". States that
 * are not documented count as not finished yet.
 */
#ifndef SOURCE_RINGCENTRAL_EXPORT_H
#define SOURCE_RINGCENTRAL_EXPORT_H

#include "base/str.h"

#include <stddef.h>
#include <stdint.h>

struct err;
struct rc;
struct rc_answer;

/* RingCentral takes six months at most. */
#define EXPORT_SPAN_US (INT64_C(30) * 86400 * 1000000)
/* After so long a task that has not ended is given up for this run. */
#define EXPORT_PATIENCE_US (INT64_C(4) * 3600 * 1000000)

struct export_window {
	int64_t from_us, to_us; /* whole seconds */
	const char *chat;       /* id; NULL: all chats */
};

struct export_dataset {
	char *uri;    /* heap */
	int64_t size; /* -1: not told */
};

struct export
{
	struct str task;
	struct export_dataset *sets; /* heap */
	size_t n_sets;
};
void rc_export_done(struct export *x);
static inline void rc_export_done_auto(struct export *x)
{
	rc_export_done(x);
}

/*
 * 0: *x (emptied first) can be read. 1: refused; `a` says why.
 * Errors: ERR_RETRY (not finished in time, failed again and again, to stop);
 * ERR_SOURCE, ERR_STORE as rc_ask().
 */
int rc_export_order(struct rc *r, const struct export_window *w,
		    struct export *x, struct rc_answer *a, struct err *e);

enum export_folder {
	EXPORT_CHATS,
	EXPORT_MEMBERS,
	EXPORT_GUESTS,
	EXPORT_FILES,
	EXPORT_POSTS,
	EXPORT_TASKS,
	EXPORT_NOTES,
	EXPORT_EVENTS,
	EXPORT_FOLDERS,
};
#define EXPORT_WHO                                                             \
	(1U << EXPORT_CHATS | 1U << EXPORT_MEMBERS | 1U << EXPORT_GUESTS |     \
	 1U << EXPORT_FILES)
#define EXPORT_WHAT                                                            \
	(1U << EXPORT_POSTS | 1U << EXPORT_TASKS | 1U << EXPORT_NOTES |        \
	 1U << EXPORT_EVENTS)

struct export_to {
	void *ctx;
	/* One record as it was written; 0 or -1. */
	int (*record)(void *ctx, enum export_folder folder, const char *bytes,
		      size_t len, struct err *e);
	/* In how many files something was left out, in words; may be NULL. */
	void (*notice)(void *ctx, const char *text);
};

/*
 * Tell the records of the folders in the mask. What was damaged on the way is
 * downloaded again, and its records told again. Errors: ERR_RETRY (damaged or
 * unreachable again and again), ERR_SOURCE, ERR_STORE, those of record().
 */
int rc_export_read(struct rc *r, const struct export *x, unsigned int folders,
		   const struct export_to *to, struct err *e);

#endif
