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
	/* Of one delivered outside; else NULL, NULL, 0. */
	const char *target; /* its name */
	const char *place;  /* the server's name of the copy; "": not told */
	uint64_t reduced;   /* its bytes, where less than the message's */
};

/*
 * Put those that are not there yet. Returns how many were new. Durable after
 * vault_commit(). Safe to repeat, and from several threads for different
 * messages. Errors: ERR_STORE.
 */
int copies_put(struct archive *a, const struct copies *c, struct err *e);

/*
 * The same for one that cannot be there: the caller is the only one who puts
 * it, and has not before.
 */
int copies_put_new(struct archive *a, const struct copies *c, struct err *e);

#endif
