/*
 * delivery/parcel.h - a message made ready for one mailbox.
 *
 * Not for callers outside delivery/. What is larger than the limit takes its
 * reduced form (catalog/archive.h). Small skeletons are kept until the
 * message was sent, large ones are read again when it is opened; the message
 * itself is put together while it is read (promise P8).
 */
#ifndef DELIVERY_PARCEL_H
#define DELIVERY_PARCEL_H

#include "base/err.h"
#include "catalog/archive.h"

#include <stdbool.h>
#include <stdint.h>

struct agent_message;
struct outbox_row;

/* What a message says of itself, for any mailbox. */
struct parcel_letter {
	uint64_t message, limit;
	struct archive_form form; /* skeleton empty: too large to be kept */
	char *message_id, *class;
};

/* Whoever brings one message to many mailboxes makes it ready once. */
struct parcel_maker {
	struct archive *archive;
	const char *portal; /* or NULL */
	bool ask;           /* every copy counts as uncertain */
	struct parcel_letter last;
};
void parcel_maker_done(struct parcel_maker *m);

struct parcel {
	struct parcel_maker *maker;
	struct outbox_row *row;
	struct parcel_letter letter;
	bool unread; /* opening failed: what `error` says */
	struct err error;
};

/*
 * Make a row's message ready, in at most limit bytes (0: any); *m is filled
 * for the agent and opens the parcel, which must stay where it is until
 * parcel_done(). Errors: ERR_ITEM (too large even when reduced), ERR_STORE.
 */
int parcel_make(struct parcel *p, struct parcel_maker *maker,
		struct outbox_row *row, uint64_t limit, struct agent_message *m,
		struct err *e);
void parcel_done(struct parcel *p);

#endif
