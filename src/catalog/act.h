/*
 * catalog/act.h - who did what, from where, and how it ended.
 *
 * An act of a person or of the system is written to control in the
 * transaction that its deed is in, so that act and deed are one; the writing
 * process moves it into the vault, and so into the ledger.
 */
#ifndef CATALOG_ACT_H
#define CATALOG_ACT_H

#include <stdint.h>

struct archive;
struct db;
struct err;

/* Who does it. Borrowed texts, never NULL. */
struct actor {
	const char *name;   /* "anna@example.com", "local:root", "system" */
	const char *origin; /* "command line", "schedule", an IP address; ""
			       where nobody outside asked for it */
};
#define ACTOR_SYSTEM        ((struct actor){ "system", "" })

#define ORIGIN_COMMAND_LINE "command line"
#define ORIGIN_SCHEDULE     "schedule"

/* How it ended. */
#define ACT_DONE    "done"
#define ACT_REFUSED "refused" /* who asked has no right to it */
#define ACT_FAILED  "failed"  /* tried, and did not come about */

/*
 * In the transaction that db has open, or in one of its own. detail is JSON
 * without secrets. Errors: ERR_STORE, ERR_RETRY.
 */
int archive_act(struct db *db, struct actor who, const char *verb,
		const char *detail, struct err *e);
/* The same with another end than ACT_DONE. */
int archive_act_ended(struct db *db, struct actor who, const char *verb,
		      const char *outcome, const char *detail, struct err *e);

/* --- looked at ------------------------------------------------------------ */

#define ACT_ID 33 /* 32 hex digits and a NUL */

/* An act as it was recorded. Valid during the call. */
struct act {
	char id[ACT_ID]; /* for ever, wherever it is */
	uint64_t seq;    /* its record in the vault; 0: still on its way */
	int64_t at_us;
	const char *actor, *origin, *verb, *outcome;
	const char *detail; /* JSON */
};

/* Texts NULL, times and numbers 0: whatever it is. */
struct act_filter {
	int64_t since_us, until_us;         /* from, and before */
	const char *actor, *verb, *outcome; /* exactly; a verb's first word */
	const char *text;   /* in actor, origin, verb or detail, any case */
	const char *before; /* an act's id: only those before it */
};

/*
 * Newest first, from control and vault alike, each once; a few are held in
 * memory at a time, whatever their number. each returns 1 to go on, 0 to
 * end, -1. Errors: ERR_USAGE (no act has the id `before`; the catalog is
 * that of an older program), ERR_STORE.
 */
int archive_acts_each(struct archive *a, struct db *db,
		      const struct act_filter *f,
		      int (*each)(void *ctx, const struct act *act,
				  struct err *e),
		      void *ctx, struct err *e);

/* Move waiting acts into the vault. For the writing process. */
int archive_acts_store(struct archive *a, struct db *db, struct err *e);

#endif
