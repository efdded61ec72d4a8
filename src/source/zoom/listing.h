/*
 * source/zoom/listing.h - one run of list(), shared by its ways.
 *
 * Each way asks, reads its rows and tells entries; what several ways must
 * know of a meeting (is a transcript listed, is it in the trash, what is its
 * number) is remembered in a table of the window's meetings.
 */
#ifndef SOURCE_ZOOM_LISTING_H
#define SOURCE_ZOOM_LISTING_H

#include "base/str.h"
#include "source/source.h"
#include "source/zoom/ask.h"
#include "source/zoom/listed.h"
#include "source/zoom/zoom.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct crowd;
struct keys;
struct skipped;

enum {
	MEET_OURS = 1 << 0,       /* of the account, ended or recorded */
	MEET_TRANSCRIPT = 1 << 1, /* a recording of it lists a transcript */
	MEET_PROCESSING = 1 << 2, /* files in progress */
	MEET_TRASHED = 1 << 3,    /* its transcript lies in the trash */
	MEET_MORE = 1 << 4,       /* more files than were listed */
	MEET_EXCLUDED = 1 << 5,
};

struct meet {
	const char *uuid;
	int64_t number, start_us, end_us;
	unsigned int flags;
};

struct user {
	const char *id; /* "" while invited */
	const char *email, *name;
	const char *status; /* "active", "inactive", "pending" */
};

struct listing {
	struct zoom *z;
	const struct source_window *w;
	const struct source_list *to;
	struct arena *a;    /* users and meetings */
	struct arena *page; /* of the page at hand */
	struct user *users;
	size_t n_users;
	struct keys *by_id; /* user id -> index */
	struct keys *by_uuid;
	struct meet *meets;
	size_t n_meets;
	int64_t retention_us;    /* of archives; 0 not known */
	struct crowd *crowd;     /* see crowd.h; NULL: one thread */
	struct skipped *skipped; /* while recordings are listed */
	/* The meetings as they were when they began to be asked about: the
	   table itself grows and changes by what is told. */
	const struct meet *asked;
	size_t n_asked;
	_Atomic size_t done; /* users or meetings, for progress */
	/* Told already, once is enough: */
	bool refused[ZOOM_WAYS], too_old[ZOOM_WAYS];
};

/* What an entry's meeting is, as a row tells it. */
struct told {
	const char *uuid, *topic, *host_id, *host_email, *found_by;
	int64_t start_us, delete_at_us;
	const char *excluded; /* the rule that leaves it out, NULL: none */
	const char *history;  /* its row in the report, kept; NULL: none */
};

/* --- telling, in listing.c --------------------------------------------- */

/* Forget the page at hand. */
void listing_page_done(struct listing *l);

/* The meeting's place in the table, made if it is new. */
struct meet *listing_meet(struct listing *l, const char *uuid);

/* Take the table as it is for asking about each: fills l->asked. */
void listing_ask_meets(struct listing *l);

/* Read what the row says; false (told as a notice) without a uuid. */
bool listing_told(struct listing *l, struct told *t, const json_t *row,
		  const char *uuid_key, enum zoom_way way);

/* Tell the meeting itself; reason is "" where it is ready. */
int listing_tell_meeting(struct listing *l, const struct told *t,
			 const char *reason, struct err *e);
int listing_tell_file(struct listing *l, const struct told *t,
		      const struct listed *f, struct err *e);
int listing_tell(struct listing *l, const struct told *t,
		 struct source_entry *en, const char *file_type, struct err *e);

/* Is this user listed at all? With the setting users, only those named. */
bool listing_asks(const struct listing *l, const struct user *u);
/* One way of asking about each user. */
struct per_user {
	enum zoom_way way;
	bool by_id; /* who is only invited has none, and is not asked about */
	/* Ask; a refusal is in *a. */
	int (*ask)(struct listing *l, const struct user *u,
		   struct zoom_answer *a, struct err *e);
	/* What became of it, in the thread that called list(); a scope that
	   is missing has been told. */
	void (*take)(struct listing *l, const struct user *u,
		     const struct zoom_answer *a);
};

/* Work of crowd_run(): ask user number i. */
int listing_per_user(struct listing *l, size_t i, const struct per_user *how,
		     struct err *e);

/* "/users/ID/recordings" */
void listing_user_path(struct str *out, const struct user *u);

void listing_notice(struct listing *l, enum check_level level,
		    const char *subject, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* A way that Zoom refuses, once: what, why, what is lost. */
void listing_refused(struct listing *l, enum zoom_way way,
		     const struct zoom_answer *a);
void listing_progress(struct listing *l, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* --- pages: told row by row; what is no object is passed over ----------- */

void listing_users(struct listing *l, const char *status, const json_t *page);
int listing_recordings(struct listing *l, enum zoom_way way, const json_t *page,
		       struct err *e);
/* single: the trash of files, not of whole recordings. */
int listing_trash(struct listing *l, enum zoom_way way, bool single,
		  const json_t *page, struct err *e);
/* files: ids seen so far; *n_files grows by those that are new. */
int listing_archives(struct listing *l, struct keys *files, int64_t *n_files,
		     const json_t *page, struct err *e);
int listing_reports(struct listing *l, enum zoom_way way, const json_t *page,
		    struct err *e);
int listing_summaries(struct listing *l, const json_t *page, struct err *e);

/* --- the ways ---------------------------------------------------------- */

int list_users(struct listing *l, struct err *e);
int list_recordings(struct listing *l, struct err *e);
int list_trash(struct listing *l, struct err *e);
int list_archives(struct listing *l, struct err *e);
int list_reports(struct listing *l, struct err *e);
int list_summaries(struct listing *l, struct err *e);
/* Last: what only a question about each meeting tells. */
int list_more_files(struct listing *l, struct err *e);
int list_transcripts(struct listing *l, struct err *e);
int list_instances(struct listing *l, struct err *e);

#endif
