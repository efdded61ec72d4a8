/*
 * target/target.h - where mailboxes live.
 *
 * A target receives a message for some mailboxes and keeps exactly one copy
 * in each (promise P4), however often it is asked. Targets know no vendors.
 * The embedded target keeps copies in the archive itself; others bring them
 * to mail servers.
 */
#ifndef TARGET_TARGET_H
#define TARGET_TARGET_H

#include <stddef.h>
#include <stdint.h>

struct archive;
struct err;
struct target;

struct target_put {
	uint64_t message;   /* its record in the vault */
	int64_t time_us;    /* the message's Date: the internal date */
	const char *folder; /* below the Inbox, UTF-8 */
	int64_t connector, run;
	const uint64_t *mailboxes; /* ascending: shall have a copy */
	size_t n_mailboxes;
	const uint64_t *removed; /* ascending: shall have none any more */
	size_t n_removed;
};

struct target_ops {
	const char *name; /* "embedded" */

	/* Errors: ERR_USAGE (settings), ERR_RETRY (unreachable). */
	int (*open)(struct target **out, struct archive *a, struct err *e);

	/*
	 * Put the copies that are not there yet. Returns how many copies
	 * were new. Durable only after flush(). Safe to repeat, and from
	 * several threads for different messages.
	 * Errors: ERR_ITEM (refused for its content), ERR_RETRY, ERR_STORE.
	 */
	int (*put)(struct target *t, const struct target_put *p, struct err *e);

	/* Everything put so far is durable when this returns 0. */
	int (*flush)(struct target *t, struct err *e);

	void (*close)(struct target *t);
};

struct target {
	const struct target_ops *ops;
};

const struct target_ops *target_find(const char *name);

#endif
