/*
 * connector/connector.h - the life of a connector: set-up, run, report, log.
 *
 * A connector is one named, configured, scheduled instance of a source. A
 * run goes list -> fetch -> convert -> import -> account; each step is a
 * job in control, done by worker threads, and may be cut off anywhere: what
 * was acknowledged stays, what was not is done again to the same bytes.
 *
 * What a failure means is decided in one place, connector/run.c:
 *
 *	ERR_ITEM    this object: failed with its reason, the others go on
 *	ERR_RETRY   this job: again after 5 min, 20 min, 1 h, 3 h, 24 h
 *	ERR_SOURCE  the run ends, the connector waits for a person
 *	ERR_STORE   the process stops working; nothing is acknowledged
 */
#ifndef CONNECTOR_CONNECTOR_H
#define CONNECTOR_CONNECTOR_H

#include "base/cleanup.h"
#include "base/str.h"
#include "catalog/act.h"
#include "catalog/values.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive;
struct board;
struct db;
struct err;
struct check;

/* --- set-up ------------------------------------------------------------ */

struct connector_new {
	/* unique, capitals or not; 1 to 64 bytes, no controls */
	const char *name;
	const char *source; /* "zoom-meetings" */
	struct values_given given;
	struct actor actor; /* who does it, for the ledger */
	bool paused;        /* a new one: it does not run until resumed */
};

/*
 * Settings understood for every source, besides its own (source.h):
 * folder, schedule, since, target, archive-header.NAME, workers.
 * Errors: ERR_USAGE naming the setting (unknown, missing, malformed), or
 * that the name is taken.
 */
int connector_add(struct archive *a, struct db *db,
		  const struct connector_new *n, struct err *e);
/* Change or (value NULL) unset settings; secrets likewise. */
int connector_change(struct archive *a, struct db *db,
		     const struct connector_new *n, struct err *e);

enum connector_state { CONNECTOR_ACTIVE, CONNECTOR_PAUSED, CONNECTOR_REMOVED };

/* Errors: ERR_USAGE (no such connector). Removing keeps what is archived; a
   time missed while paused is due when it is resumed, once. */
int connector_set_state(struct archive *a, struct db *db, const char *name,
			enum connector_state state, struct actor actor,
			struct err *e);

struct connector_info {
	int64_t id;
	const char *name, *source, *tenant;
	enum connector_state state;
	const char *schedule; /* as set */
	int64_t next_run_us;  /* 0: none; a time that has passed: at once */
	int64_t last_run_us;  /* end of the last finished run; 0: none */
	int64_t last_run;     /* its number; 0: none */
	/* "", "running", "closed", "open", "failed"; "interrupted": it goes on
	   with the next start; "failing": since it last ended a run, no try
	   came to an end */
	const char *last_result;
	const char *last_error;   /* in words, "" if none */
	int64_t failing_since_us; /* of the first of these tries; 0: none */
	int64_t failed_tries;
	bool unfinished; /* its last run was begun and has not ended */
	const struct value *settings; /* secrets have value NULL */
	size_t n_settings;
};
/* name NULL: all that are not removed, by name. */
int connector_each(struct archive *a, struct db *db, const char *name,
		   int (*each)(void *ctx, const struct connector_info *info,
			       struct err *e),
		   void *ctx, struct err *e);

/* By what a message says of itself: the connector's name, "" where there is no
   such any more, and the run as the connector counts them, 0 if not known. */
int connector_origin(struct db *db, int64_t connector, int64_t run,
		     struct str *name, int64_t *n, struct err *e);

/* Pre-flight of a connector. Errors: ERR_USAGE, or what check() gave. */
int connector_check(struct archive *a, struct db *db, const char *name,
		    const struct check *to, struct err *e);

/*
 * Everybody who has an account at the connector's source, and the mailbox
 * that what they say from now on goes to: NULL with the reason where to none.
 * Texts are valid during the call. Errors: ERR_USAGE (no such connector, its
 * source cannot tell), or what the source gave.
 */
struct connector_person {
	const char *address, *name; /* "" where not told */
	const char *state;          /* the source's word, "" where active */
	const char *mailbox, *reason;
};
int connector_people(struct archive *a, struct db *db, const char *name,
		     int (*each)(void *ctx, const struct connector_person *p,
				 struct err *e),
		     void *ctx, struct err *e);

/* --- terms (terms.c) ---------------------------------------------------- */

/*
 * What whoever connects a source accepts before, in the languages "en", "sv",
 * "fr" (any other: English). The version changes with the meaning. Appended:
 * paragraphs parted by empty lines.
 */
#define CONNECTOR_TERMS_VERSION 1
void connector_terms_text(const char *source_title, const char *language,
			  struct str *out);

struct connector_terms {
	int64_t version; /* accepted last; 0: none yet */
	int64_t at_us;
	struct str by; /* who */
};
/* Of a source; terms is initialised by the caller. Errors: ERR_STORE. */
int connector_terms_get(struct db *db, const char *source,
			struct connector_terms *terms, struct err *e);
/* Record that the present version is accepted. Errors: ERR_USAGE (no such
   source, another version), ERR_STORE. */
int connector_terms_accept(struct db *db, const char *source, int64_t version,
			   struct actor who, struct err *e);

/* --- run --------------------------------------------------------------- */

struct connector_progress {
	void *ctx;
	/* phase: "listing", "fetching" ...; done of all (0: unknown); text
	   says what is being done. From any thread, often. */
	void (*tell)(void *ctx, const char *phase, uint64_t done, uint64_t all,
		     const char *text);
};

/*
 * Run now, in this process (the archive is open for writing): finish a run
 * that was cut off, else start a new one. *stop set by a signal handler ends
 * it soon; the run then continues with the next call.
 * Returns the run's number (> 0). Errors: ERR_USAGE (no such connector,
 * paused), ERR_SOURCE, ERR_RETRY, ERR_STORE; the run's own report has what
 * happened to every object.
 */
int64_t connector_run(struct archive *a, const char *name,
		      const struct connector_progress *progress,
		      const atomic_bool *stop, struct err *e);

/* Ask the process that has the archive open to run it at once. *run is the
   number the run will have. */
int connector_run_request(struct archive *a, struct db *db, const char *name,
			  int64_t *run, struct err *e);
/* 1 with its error text appended (may be empty) when the run has ended, 0
   while it may still. Errors: ERR_RETRY: it was tried, and will be again; the
   text says why. ERR_USAGE: the connector was paused or removed, and nobody is
   at the run. */
int connector_run_ended(struct archive *a, struct db *db, const char *name,
			int64_t run, struct str *error, struct err *e);

/*
 * The scheduler of `estreat serve`: until *stop, run what is due, and deliver
 * what waits for targets outside. What could
 * not be brought to an end (source unreachable) is tried again after 1, 5,
 * 20, then every 60 minutes, or when asked for. board (or NULL): where runs
 * tell how far they are. Errors: ERR_STORE: nothing can be stored until the
 * archive is opened again.
 */
int connector_serve(struct archive *a, struct board *board,
		    const atomic_bool *stop, struct err *e);
/* When it last looked for what is due, monotonic; 0: it does not run here. */
int64_t connector_ticked_us(void);

/* --- account ----------------------------------------------------------- */

/*
 * Append the report of a run (0: the last) as JSON (docs/formats/report.md).
 * Of connectors of one name the living one is meant; where there is none, the
 * one that was removed last, and the report says so ("removed":true).
 * {"connector","run","started","ended","state","total":{...},"closed",
 *  "reasons":[{"state","reason","count"}],"days":[...],"people":[...],
 *  "undelivered":[...],"notices":[...],"unmapped":[...]}
 * Errors: ERR_USAGE (no such connector or run).
 */
int connector_report(struct archive *a, struct db *db, const char *name,
		     int64_t run, struct str *json, struct err *e);

/* A run in short. Texts are valid during the call. */
struct connector_past {
	int64_t run, started_us, ended_us;
	const char *state; /* as in its report: "done", "failed", "working" */
	const char *error; /* "" if none */
	/* The report's "total" as JSON, NULL while it goes on; then whether
	   the sums closed. */
	const char *total;
	bool closed;
};
/* The newest first. Errors: ERR_USAGE (no such connector). */
struct connector_pasts {
	const char *name;
	int64_t before; /* runs before this one; 0: also the last */
	int64_t limit;  /* 0: all */
};
int connector_history(struct archive *a, struct db *db,
		      const struct connector_pasts *which,
		      int (*each)(void *ctx, const struct connector_past *run,
				  struct err *e),
		      void *ctx, struct err *e);

/* One line of the log: an inventory object, or a copy of a message. */
struct connector_log_line {
	int64_t run;
	int64_t time_us; /* of the thing, at its source */
	const char *kind, *object, *version, *label, *bundle;
	const char *state; /* "archived", "pending", ... "copied", "waiting" */
	const char *reason, *evidence, *found_by;
	int64_t size;       /* bytes, -1 unknown */
	const char *sha256; /* hex, "" if none */
	int64_t delete_at_us;
	const char *message_id; /* message that carries it, "" if none */
	uint64_t message;       /* and its number */
	const char *mailbox;    /* for copies */
	const char *folder;
	const char *target; /* of a copy outside of the archive, else "" */
	const char *place;  /* the server's name of it there */
	int64_t copied_us;  /* when it was there, 0: it is not */
};
int connector_log(struct archive *a, struct db *db, const char *name,
		  int64_t run,
		  int (*each)(void *ctx, const struct connector_log_line *line,
			      struct err *e),
		  void *ctx, struct err *e);

#endif
