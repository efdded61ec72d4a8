/*
 * sandbox/content.h - the bytes of a file, made when they are asked for.
 *
 * Why: a thousand users make more bytes in a month than a test machine
 * should store. The store keeps only what it has once counted and listings
 * tell again: size and digest, 48 bytes a file. The recording of --large is not
 * made here but in large.h, block by block.
 *
 * Life: store_new -> any thread -> store_free, before the tenant.
 */
#ifndef SANDBOX_CONTENT_H
#define SANDBOX_CONTENT_H

#include "files.h"

#include "stream/digest.h"

struct str;
struct store;

struct store *store_new(const struct tenant *t);
void store_free(struct store *s);
DEFINE_AUTO(struct store, store_free)

/* Append the bytes of any file but FORM_LARGE. */
void store_add(struct str *out, const struct store *s, const struct meeting *m,
	       const struct file *f);

/* Bytes of the file, also of FORM_LARGE; a failed file has none. */
uint64_t store_size(struct store *s, const struct meeting *m,
		    const struct file *f);

/* The same with the digest of the bytes. */
void store_digest(struct store *s, const struct meeting *m,
		  const struct file *f, struct digest *out);

/* NULL without --large. */
struct large *store_large(struct store *s);

/* "video/mp4" */
const char *file_media_type(const struct file *f);

/* number_of_messages of an archived chat; -1 for other files. */
int file_messages(const struct store *s, const struct meeting *m,
		  const struct file *f);

#endif
