/*
 * catalog/act.h - who did what, from where, and how it ended.
 *
 * An act of a person or of the system is written to control in the
 * transaction that its deed is in, so that act and deed are one; the writing
 * process moves it into the vault, and so into the ledger.
 */
#ifndef CATALOG_ACT_H
#define CATALOG_ACT_H

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

/* Move waiting acts into the vault. For the writing process. */
int archive_acts_store(struct archive *a, struct db *db, struct err *e);

#endif
