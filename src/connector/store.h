/*
 * connector/store.h - what was fetched goes into the vault, once.
 *
 * The same bytes for the same thing are stored once however often a step is
 * repeated after a crash: raw answers by (bundle, name, digest), artefacts
 * by their digest alone (one recording serves all that carry it).
 */
#ifndef CONNECTOR_STORE_H
#define CONNECTOR_STORE_H

#include <stddef.h>
#include <stdint.h>

struct db;
struct err;
struct reader;
struct run;

struct store_raw {
	int64_t bundle; /* for its row only */
	const char *bundle_name, *name, *media_type;
	const void *bytes;
	size_t len;
	int64_t time_us;
};

/* Into the vault; durable with its next commit. */
int store_raw(struct run *r, const struct store_raw *raw, uint64_t *seq,
	      uint8_t sha256[32], struct err *e);
/* Its row in control; bytes other than before make it fresh again. */
int store_raw_row(struct db *db, const struct store_raw *raw, uint64_t seq,
		  const uint8_t sha256[32], struct err *e);

struct store_artefact {
	const char *bundle_name, *kind, *id, *version, *name, *media_type;
	int64_t time_us;
	int64_t announced; /* bytes, -1 unknown */
};

/* Returns 0 with seq, size and sha256. Errors: ERR_RETRY where the size is
   not the one announced; those of the reader; ERR_STORE. */
int store_artefact(struct run *r, const struct store_artefact *art,
		   struct reader *body, uint64_t *seq, uint64_t *size,
		   uint8_t sha256[32], struct err *e);

#endif
