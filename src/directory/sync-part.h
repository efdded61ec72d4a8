/*
 * directory/sync-part.h - one part of the comparison of a directory with the
 * facts, and what its parts share.
 *
 * sync-facts.c says which parts there are and in which order they run.
 */
#ifndef DIRECTORY_SYNC_PART_H
#define DIRECTORY_SYNC_PART_H

#include "directory/sync-private.h"

#include <stddef.h>
#include <stdint.h>

struct db_stmt;
struct err;

/* One of the directory's persons, copied out of a row. */
struct told {
	/* address: the mailbox's, or the one whose fact begins or ends */
	char *ident, *name, *address, *folded;
	int64_t since_us, person, mailbox;
};

/*
 * A part of the comparison. Differences are read without a lock, SLICE at a
 * time, in the order of ident and address, and written in a transaction of
 * their own. What a row says of facts may have changed meanwhile: take() looks
 * again where that matters.
 *
 * $1 directory, $2 round, $3 $4 behind which ident and address, $5 now,
 * $6 how many; columns: ident, name, address, folded, since_us, person,
 * mailbox.
 */
struct part {
	const char *sql;
	int (*take)(struct sync *s, struct told *t, struct err *e);
};

/* All of the part. Errors: take's; ERR_RETRY: told to stop; ERR_STORE. */
int sync_part_run(struct sync *s, const struct part *part, struct err *e);

/* What cannot be taken as told: kept for `directory show`, and told. 0, -1. */
int sync_conflict(struct sync *s, const struct told *t, struct err *e,
		  const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* An integer a statement gives, 0 where it gives no row. Takes st. */
int sync_one_int(struct db_stmt *st, int64_t *out, struct err *e);

/* --- sync-person.c -------------------------------------------------------- */

/* Persons that are new here; persons of another name. */
extern const struct part sync_persons_join, sync_persons_rename;

/* Whose the directory's person is here: t->person and t->mailbox. */
int sync_link_write(struct sync *s, const struct told *t, struct err *e);

/* --- sync-mailbox.c ------------------------------------------------------- */

/* Mailboxes that take a new primary address for their name. */
extern const struct part sync_mailboxes_rename;

/* Does this person have the address now? */
int sync_has_now(struct sync *s, int64_t person, const char *address,
		 int64_t *yes, struct err *e);

/*
 * The name is to be this person's. 1: nobody has it now; 0: somebody has, and
 * has the address too: that was told as a conflict.
 */
int sync_name_clear(struct sync *s, const struct told *t, struct err *e);

#endif
