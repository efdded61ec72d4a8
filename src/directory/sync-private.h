/* directory/sync-private.h - what the files of sync share. */
#ifndef DIRECTORY_SYNC_PRIVATE_H
#define DIRECTORY_SYNC_PRIVATE_H

#include "directory/sync.h"

struct arena;
struct provider_person;

struct sync {
	struct db *db;
	int64_t directory, now_us;
	int64_t before_us; /* of the last complete synchronisation, 0: none */
	int64_t round;
	int64_t slice;       /* so many a transaction */
	struct arena *arena; /* of those told and not yet written */
	struct provider_person *waiting;
	int64_t n_waiting;
	struct sync_result *result;
	const atomic_bool *stop; /* or NULL */
};

/* Those who were told and wait: in a transaction of its own. */
int sync_write_told(struct sync *s, struct err *e);
/* Ends a slice's transaction, and lets others have their turn. */
int sync_commit(struct sync *s, struct err *e);
/* Not there any more; nothing is told of them. In the caller's transaction. */
int sync_write_gone(struct sync *s, const char *ident, struct err *e);

/*
 * Compare what the directory says with the facts, and write what is new,
 * ended or moved, in small transactions. whole: whoever was not told is gone.
 */
int sync_facts(struct sync *s, bool whole, struct err *e);

#endif
