/*
 * tests/fake/fake-store.h - stores that fail, lose answers and corrupt.
 *
 * Numbered stores for a vault under test, each a folder (store/dir/) with
 * faults on top: the contract of store.h is kept by the real one below.
 */
#ifndef TESTS_FAKE_FAKE_STORE_H
#define TESTS_FAKE_FAKE_STORE_H

#include "base/err.h"
#include "vault/vault.h"

#include <stdatomic.h>

#define FAKE_STORES 6

enum fake_op { FAKE_PUT, FAKE_READ, FAKE_STAT, FAKE_LIST, FAKE_REMOVE };

struct fake_store_one {
	char *path;
	/* all calls fail with this kind; ERR_NONE: none does */
	_Atomic enum err_kind down;
	atomic_int lose;      /* of the next puts the answer is lost */
	atomic_int slow_puts; /* they stop with ERR_RETRY after the first half,
				 as a process that is stopping does */
	atomic_bool corrupt;  /* reads change a byte */
	atomic_bool forget;   /* stat and list know no digest */
	char refuse[100];     /* puts of this name fail with ERR_ITEM */
	atomic_long calls[5]; /* by enum fake_op */
	atomic_long bytes;    /* read */
	atomic_int open;      /* handles */
	atomic_long retained; /* puts with a protection, which is dropped */
};

struct fake_stores {
	struct fake_store_one at[FAKE_STORES]; /* [0] is not used */
	uint64_t cache_bytes;
	int64_t retain_us;
	atomic_int left[FAKE_STORES];
};

/* Folders are made below dir. */
void fake_stores_init(struct fake_stores *f, const char *dir);
void fake_stores_done(struct fake_stores *f);
struct vault_stores fake_stores_means(struct fake_stores *f);
/* One by itself, to be closed. */
struct store *fake_store_open(struct fake_stores *f, uint64_t id);

#endif
