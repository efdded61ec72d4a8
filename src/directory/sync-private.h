/* directory/sync-private.h - what sync.c and sync-facts.c share. */
#ifndef DIRECTORY_SYNC_PRIVATE_H
#define DIRECTORY_SYNC_PRIVATE_H

#include "directory/sync.h"

struct sync {
	struct db *db;
	int64_t directory, now_us;
	int64_t before_us; /* of the last complete synchronisation, 0: none */
	int64_t round;
	int64_t looked_at; /* persons told in a round before are left alone */
	int64_t waiting;   /* persons told since the last commit */
	bool writing;      /* a transaction is open */
	struct sync_result *result;
};

/*
 * Compare what the directory says with the facts, and write what is new,
 * ended or moved. In the caller's transaction.
 */
int sync_facts(struct sync *s, struct err *e);

#endif
