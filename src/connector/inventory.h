/*
 * connector/inventory.h - what the source says it has, as rows.
 *
 * Not for callers outside connector/. The same object may be told by several
 * ways in one listing, and they may disagree: that it can be had wins over
 * everything else. What is archived or captured stays so, whatever is told
 * of it later.
 */
#ifndef CONNECTOR_INVENTORY_H
#define CONNECTOR_INVENTORY_H

#include "connector/store.h"
#include "source/source.h"
#include "stream/digest.h"

#include <stdint.h>

struct db;
struct err;
struct run;

/* An entry as it was told, and where its content is. */
struct told {
	struct source_entry en;
	uint64_t seq, beside_seq;
	uint8_t sha256[DIGEST_BYTES], beside_sha256[DIGEST_BYTES];
};

/* What came beside the entry, to be stored under its bundle. */
struct store_raw told_beside(const struct source_entry *en);

struct inventory {
	struct run *run;
	struct db *db;
	char *bundle_name; /* the bundle looked up last */
	int64_t bundle;
};

/*
 * The row of an entry, of its bundle, and of what came beside it, in the
 * transaction that the caller has begun. Errors: ERR_STORE, ERR_RETRY.
 */
int inventory_take(struct inventory *v, const struct told *t, struct err *e);

/* Frees what it remembers. */
void inventory_done(struct inventory *v);

#endif
