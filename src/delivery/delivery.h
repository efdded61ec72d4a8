/*
 * delivery/delivery.h - bringing copies to mailboxes outside of the archive.
 *
 * Why: who shall have a copy is decided when a message is imported; a mail
 * server may be slow, full or away just then. So the copy is noted in the
 * outbox, in the transaction that says it is due, and brought there by
 * sessions that work beside: each takes a mailbox, brings it what waits,
 * oldest first, and settles what became of it. Whatever stops one mailbox
 * stops only that one; what stops the server parks its target.
 *
 * The truth about who has a copy is the vault's record of copies
 * (target/copies.h), outside as inside:
 *
 *   (1) a copy that is due is in the outbox or has its record, at every
 *       instruction: the row goes after the record is durable (P2);
 *   (2) before the first byte leaves, the row says "attempted", durably: a
 *       later try asks the server whether the copy is there (P4);
 *   (3) what has a record is never delivered again.
 *
 * Nothing here takes a copy away from a mailbox outside, ever.
 */
#ifndef DELIVERY_DELIVERY_H
#define DELIVERY_DELIVERY_H

#include "base/cleanup.h"
#include "catalog/act.h"
#include "catalog/values.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive;
struct check;
struct db;
struct err;
struct str;

/* A time that does not come by itself: a person must act. */
#define DELIVERY_NEVER INT64_MAX

/* --- targets, as people set them up -------------------------------------- */

/* Settings of every target besides its agent's; ends with a NULL name. */
extern const struct setting delivery_settings[];

struct delivery_new {
	const char *name; /* unique, capitals or not; as a connector's */
	const char *kind; /* an agent's name: "imap" */
	struct values_given given;
	struct actor actor; /* who does it, for the ledger */
};

/*
 * Errors: ERR_USAGE naming the setting (unknown, missing, malformed), that
 * the name is taken, or that there is no such kind or target.
 */
int delivery_target_add(struct archive *a, struct db *db,
			const struct delivery_new *n, struct err *e);
/* Changed values hold from the next mailbox on; what waited for the target
   as a whole is tried at once. */
int delivery_target_change(struct archive *a, struct db *db,
			   const struct delivery_new *n, struct err *e);

/* Errors: ERR_USAGE: connectors use it, or copies wait for it. What was
   delivered stays where it is. */
int delivery_target_remove(struct archive *a, struct db *db, const char *name,
			   struct actor actor, struct err *e);

struct delivery_target {
	int64_t id;
	const char *name, *kind;
	const char *state; /* "ready", "waiting" (it retries), "parked" */
	const char *reason;
	int64_t not_before_us;     /* 0: at once */
	uint64_t waiting, refused; /* copies */
	uint64_t mailboxes;        /* that something waits for ... */
	uint64_t stopped; /* ... and of these, for a reason of theirs */
	uint64_t stuck;   /* and of these, until a person acts */
	const struct value *settings; /* secrets have value NULL */
	size_t n_settings;
};
/* name NULL: all, by name. Errors: ERR_USAGE: there is none of this name. */
int delivery_target_each(struct archive *a, struct db *db, const char *name,
			 int (*each)(void *ctx, const struct delivery_target *t,
				     struct err *e),
			 void *ctx, struct err *e);

/* By name. Errors: ERR_USAGE saying where they are listed. */
int delivery_target_find(struct db *db, const char *name, int64_t *id,
			 struct err *e);

/*
 * Pre-flight; with mailbox (its number, 0: none) also of that one. A target
 * that was parked is tried again at once where nothing was found.
 */
int delivery_target_check(struct archive *a, struct db *db, const char *name,
			  uint64_t mailbox, const struct check *to,
			  struct err *e);

/*
 * A person says that all is well again: everything of the target, or of one
 * mailbox (0: all), is due now, what was refused and what had been given up
 * too. *rows: copies that wait now.
 */
int delivery_retry(struct db *db, const char *name, uint64_t mailbox,
		   struct actor actor, uint64_t *rows, struct err *e);

/*
 * What waits for one target, or was refused by it, goes to another instead,
 * or ("embedded") into the archive's own mailboxes. The archive is open for
 * writing and nobody delivers. May be cut off and done again.
 * *moved: copies. Errors: ERR_USAGE: there is no such target; ERR_STORE.
 */
struct delivery_move {
	const char *from, *to;
	struct actor actor;
};
int delivery_move(struct archive *a, struct db *db,
		  const struct delivery_move *how, uint64_t *moved,
		  struct err *e);

/* --- what is not in order, for people ------------------------------------ */

/* Copies with one reason: of a mailbox, or of a message that was refused. */
struct delivery_trouble {
	const char *mailbox; /* its name */
	uint64_t message;    /* refused; 0: all that wait for the mailbox */
	uint64_t copies;
	const char *outcome; /* "mailbox full" */
	const char *reason;
	int64_t not_before_us; /* next try; DELIVERY_NEVER */
	int64_t attempts;
};
int delivery_each_trouble(struct db *db, int64_t target,
			  int (*each)(void *ctx,
				      const struct delivery_trouble *t,
				      struct err *e),
			  void *ctx, struct err *e);

/* --- what is due ----------------------------------------------------------
 */

struct delivery_due {
	int64_t target;
	uint64_t message;
	int64_t time_us; /* the message's Date */
	const char *folder;
	int64_t connector, run;
	const uint64_t *mailboxes; /* ascending, without a copy yet */
	size_t n_mailboxes;
};
/* Into the outbox, in the caller's transaction; those there stay. */
int delivery_add(struct archive *a, struct db *db, const struct delivery_due *d,
		 struct err *e);

/* --- bringing it ----------------------------------------------------------
 */

/*
 * The sessions of one target at work in this process; all who want them
 * share them. The archive is open for writing. Errors: ERR_STORE.
 */
struct delivery;
int delivery_begin(struct delivery **out, struct archive *a, int64_t target,
		   struct err *e);
void delivery_end(struct delivery *d); /* NULL is fine */
DEFINE_AUTO(struct delivery, delivery_end)

/* Something was added and committed. */
void delivery_wake(struct delivery *d);

/* Its threads cannot go on: -1 with why (ERR_STORE). */
int delivery_failed(struct delivery *d, struct err *e);

/*
 * Until no copy of a run (0: of any) is due now: each has been delivered, or
 * put off with its reason; or until stopping() (may be NULL).
 * Errors: ERR_STORE.
 */
int delivery_drain(struct delivery *d, struct db *db, int64_t run,
		   bool (*stopping)(void *ctx), void *ctx, struct err *e);

/* For `estreat serve`: whatever is due of any target, until *stop.
   Errors: ERR_STORE. */
int delivery_serve(struct archive *a, const atomic_bool *stop, struct err *e);

/* --- sums ----------------------------------------------------------------- */

/* A copy that is due and has no record yet. */
struct delivery_open {
	uint64_t message, mailbox;
	int64_t time_us;
	int64_t run;
	const char *folder;
	bool attempted; /* it may have its record by now */
	bool refused;
	const char *outcome, *reason; /* "" where nothing stopped it */
	const char *target;
};
/* Those of a run (0: all) of a connector. */
int delivery_each_open(struct db *db, int64_t connector, int64_t run,
		       int (*each)(void *ctx, const struct delivery_open *o,
				   struct err *e),
		       void *ctx, struct err *e);

/* How many copies of a connector's messages wait, how many were refused. */
int delivery_open_count(struct db *db, int64_t connector, uint64_t *waiting,
			uint64_t *refused, struct err *e);

#endif
