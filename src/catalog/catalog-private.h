/*
 * catalog/catalog-private.h - the catalog as catalog.c, find.c and mailbox.c
 * share it. Not for callers outside catalog/.
 *
 * Every public call lies between catalog_enter and catalog_leave. A reader
 * beside a living writer sees one state of the newest epoch while inside. The
 * older ones take no records any more; the writer may still move the last of
 * their copies into runs, which a reader that looks at runs first and at the
 * tail behind what it knows as flushed sees twice at most, and counts once.
 */
#ifndef CATALOG_CATALOG_PRIVATE_H
#define CATALOG_CATALOG_PRIVATE_H

#include "base/str.h"
#include "catalog/catalog.h"
#include "catalog/epoch.h"

#include <pthread.h>

struct catalog {
	pthread_mutex_t lock;
	char *dir;
	bool read_only;
	struct epoch *epochs; /* by month, and so by seq */
	size_t n_epochs;
};

int catalog_enter(struct catalog *c, struct err *e);
/* Returns rc. */
int catalog_leave(struct catalog *c, int rc);

/* The epoch that has the record; NULL: none has. */
struct epoch *catalog_epoch_of(const struct catalog *c, uint64_t seq);

/* A copy as far as this epoch tells: the last record of copies decides. found:
   1 it has one here, 0 it was moved away, else as it was. */
struct copy_in {
	struct str folder;
	int64_t time_us; /* as its message */
	int found;
};
int catalog_copy_in(struct epoch *ep, uint64_t message, uint64_t mailbox,
		    struct copy_in *out, struct err *e);

#endif
