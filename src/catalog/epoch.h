/*
 * catalog/epoch.h - one epoch's file of the catalog, and its tables.
 *
 * Not for callers outside catalog/. An epoch belongs to its catalog, which
 * serialises all use of it.
 */
#ifndef CATALOG_EPOCH_H
#define CATALOG_EPOCH_H

#include "catalog/catalog.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;
struct ids;
struct vault_stored;

/* Copies' rows that may wait before they are written as mailbox runs. */
#define EPOCH_TAIL_MAX 16384

struct epoch {
	int64_t month;  /* UTC month: year * 12 + month - 1 */
	uint64_t first; /* seqs in it; first > last: none */
	uint64_t last;
	uint64_t flushed; /* copies up to this seq are in mailbox runs */
	uint64_t tail;    /* copies behind it, about */
	bool has_acts;    /* it is a file that has the table of acts ... */
	bool acts_whole;  /* ... and all of them are in it */
	bool has_stood;   /* its runs tell folders and times */
	/* of its records up to a seq: counted once while it is open */
	struct catalog_totals counted;
	uint64_t counted_to;
	struct db *db;
};

/* Errors: ERR_STORE. Reads first, last and flushed. */
int epoch_open(struct epoch *ep, const char *dir, int64_t month, bool read_only,
	       struct err *e);
void epoch_close(struct epoch *ep);
/* Read again what another process may have written. */
int epoch_refresh(struct epoch *ep, struct err *e);

/* Insert n records, dense behind `last`, in one transaction. */
int epoch_add(struct epoch *ep, const struct vault_stored *recs, size_t n,
	      struct err *e);

/* The row of a record that is an act, in the transaction that is open; does
   nothing where it is there. */
int epoch_act_add(struct epoch *ep, const struct vault_stored *rec,
		  struct err *e);

/* The first 8 bytes of a key or digest: what its index is over. */
int64_t epoch_first8(const uint8_t *bytes);

#endif
