/*
 * vault/place.h - something complete to read from, wherever it lies.
 *
 * A sealed pack, a finished object and an open pack are read in the same way
 * (a pread that may start anywhere), be they a file of the vault's folder or
 * in a store. The local file is taken where there is one; where there is
 * none, control says which store has it (control_shipped()).
 *
 * What is being read may be moved meanwhile: a local file that is removed
 * stays readable through its descriptor; what a store does not have any more
 * is looked up once again.
 *
 * Reads from a store are ranged and go through a cache (blocks.h): a small
 * one fetches one block, the next one behind it a run of them, so that a scan
 * is not a request a record. Memory is bounded by the cache, not by what is
 * open.
 *
 * Threads: a place may be read by several at a time, but for place_hash().
 *
 * Errors: ERR_STORE: not there, damaged, the disk failed. ERR_RETRY: the
 * store that has it did not answer or wants something of a person; the text
 * says what to do.
 */
#ifndef VAULT_PLACE_H
#define VAULT_PLACE_H

#include "base/cleanup.h"
#include "stream/digest.h"
#include "vault/format.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct err;
struct place;
struct places;

/* A name as stores have it, "packs/2026-11/00000001.pack". */
#define PLACE_NAME 80

const char *place_pack_name(uint32_t epoch, uint64_t pack,
			    char out[PLACE_NAME]);
const char *place_object_name(const uint8_t id[FORMAT_ID],
			      char out[PLACE_NAME]);

/*
 * Where places of a vault are looked for: below its folder (a descriptor), in
 * the stores. All must outlive it. stores may be NULL.
 */
struct control;
struct stores;
struct places *places_new(int dir, struct control *control,
			  struct stores *stores)
	__attribute__((returns_nonnull));
void places_free(struct places *in);
DEFINE_AUTO(struct places, places_free)

enum place_cache {
	PLACE_SHARED, /* what others have read just now may be used */
	PLACE_FRESH,  /* believe nothing: read it again. For the check */
};

/* Open by name. */
int place_open(struct place **out, struct places *in, const char *name,
	       enum place_cache cache, struct err *e);
/* Over a descriptor that stays the caller's. */
struct place *place_of_fd(int fd) __attribute__((returns_nonnull));
void place_close(struct place *p); /* NULL is fine */
DEFINE_AUTO(struct place, place_close)

/* Bytes read, less than len only at the end. */
ssize_t place_read(struct place *p, void *buf, size_t len, uint64_t at,
		   struct err *e);
int place_size(struct place *p, uint64_t *out, struct err *e);
/* The store it is read from; 0: a local file. */
uint64_t place_store(struct place *p);

/*
 * SHA-256 of all of it. After place_hash_begin() what is read in order is
 * hashed as it passes by; place_hash() reads only what is left.
 */
void place_hash_begin(struct place *p);
int place_hash(struct place *p, struct digest *out, struct err *e);

#endif
