/*
 * target/copies.h - which mailbox has which message: the archive's record.
 *
 * A copy is not bytes but a record of the vault (VAULT_COPIES) that says which
 * mailboxes have a message; the catalog makes lists of it. So copies are
 * durable, told to the ledger and can be rebuilt from the packs.
 *
 * The embedded target is this record and nothing else. Of a copy that an
 * agent (agent.h) brought to a mailbox outside, the record is written once
 * the agent has said that it is there, and says where.
 */
#ifndef TARGET_COPIES_H
#define TARGET_COPIES_H

#include <stddef.h>
#include <stdint.h>

struct archive;
struct err;

/* The target whose mailboxes are this record alone. */
#define COPIES_EMBEDDED "embedded"

struct copies {
	uint64_t message;   /* its record in the vault */
	int64_t time_us;    /* the message's Date: the internal date */
	const char *folder; /* below the Inbox, UTF-8 */
	int64_t connector, run;
	const uint64_t *mailboxes; /* ascending: shall have a copy */
	size_t n_mailboxes;
	const uint64_t *removed; /* ascending: shall have none any more */
	size_t n_removed;
};

/*
 * Put those that are not there yet. Returns how many were new. Durable after
 * vault_commit(). Safe to repeat, and from several threads for different
 * messages. Errors: ERR_STORE.
 */
int copies_put(struct archive *a, const struct copies *c, struct err *e);

/*
 * The record of one copy that was brought outside; the lists of c are left
 * out. Once: the caller is the only one who brings it, and has looked.
 * Durable after vault_commit(). Errors: ERR_STORE.
 */
struct copies_outside {
	uint64_t mailbox;
	const char *target; /* its name */
	const char *place;  /* the server's name of the copy; "": not told */
	uint64_t reduced;   /* its bytes, where less than the message's */
};
int copies_put_outside(struct archive *a, const struct copies *c,
		       const struct copies_outside *where, struct err *e);

/* Has that record been made, by which this mailbox has the message? By index,
   however many mailboxes have it. 1, 0, -1 (ERR_STORE). */
int copies_find_outside(struct archive *a, uint64_t message, uint64_t mailbox,
			struct err *e);

#endif
