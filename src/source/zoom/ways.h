/*
 * source/zoom/ways.h - every question this source asks Zoom.
 *
 * Why a table: each question has a rate limit label, needs a scope of one of
 * two kinds (an app has classic or granular ones), and something is missing
 * from the archive where it is refused. What is asked, checked before, and
 * told to people comes from the same rows.
 *
 * Source: Zoom API of 2025-12 (x-rate-limit-label, x-scopes and
 * x-granular-scopes of each operation), rate limits of 2026-02.
 */
#ifndef SOURCE_ZOOM_WAYS_H
#define SOURCE_ZOOM_WAYS_H

#include <stdbool.h>
#include <stddef.h>

struct str;

enum zoom_label { ZOOM_LIGHT, ZOOM_MEDIUM, ZOOM_HEAVY, ZOOM_FILES };
#define ZOOM_LABELS 4

enum zoom_way {
	/* for listing */
	WAY_USERS,
	WAY_USER,
	WAY_USER_RECORDINGS,
	WAY_ACCOUNT_RECORDINGS,
	WAY_TRASH,
	WAY_ACCOUNT_TRASH,
	WAY_ARCHIVE,
	WAY_STATISTICS,
	WAY_HISTORY,
	WAY_SURVEYS,
	WAY_USER_REPORT,
	WAY_INSTANCES,
	WAY_SUMMARIES,
	WAY_SETTINGS,
	/* for fetching */
	WAY_DETAILS,
	WAY_REPORT,
	WAY_RECORDINGS,
	WAY_ARCHIVE_FILES,
	WAY_PARTICIPANTS,
	WAY_REPORT_PARTICIPANTS,
	WAY_METRICS,
	WAY_POLLS,
	WAY_REPORT_POLLS,
	WAY_QA,
	WAY_REPORT_QA,
	WAY_SURVEY,
	WAY_TRANSCRIPT,
	WAY_SUMMARY,
	ZOOM_WAYS,
};

enum zoom_need {
	NEED_MUST,     /* without it hardly anything arrives */
	NEED_SHOULD,   /* something is missing without it */
	NEED_FALLBACK, /* only used where another way is closed */
};

struct zoom_way_info {
	const char *name;  /* discovery way, as told: "user-recordings" */
	const char *title; /* for people: "recordings of users" */
	enum zoom_label label;
	enum zoom_need need;
	const char *classic, *granular; /* scopes */
	const char *lost;               /* "Without it " and this, for people */
	/* Of questions about one meeting: before and behind its uuid. */
	const char *before, *after;
};

const struct zoom_way_info *zoom_way(enum zoom_way way);

/* Is the scope of this way, in either kind, among the blank separated ones?
   Reading rights of a wider form (:master) count. */
bool zoom_way_granted(enum zoom_way way, const char *scopes);

/* Is one of the ways to participants granted, by any of which it is known
   whose mailbox a meeting goes to? */
bool zoom_way_is_people(enum zoom_way way);
bool zoom_people_granted(const char *scopes);
/* The scopes, any of which would do: "A, B or C". Appended. */
void zoom_people_scopes(struct str *out, const char *granted);
/* "Without them " and this. */
#define ZOOM_PEOPLE_LOST                                                       \
	"nobody knows who took part: a meeting gets only into the mailboxes "  \
	"of those whom its chat and archived files name"

/* The scope to ask for: of the kind that the app has, by what it was
   granted (granular where that is not known). */
const char *zoom_way_scope(enum zoom_way way, const char *granted);

/* "pro" and so on, "none" for no limits. False where there is no such plan. */
bool zoom_plan_known(const char *plan);

/* Requests a second of a label under a plan. */
double zoom_plan_rate(const char *plan, enum zoom_label label);

#endif
