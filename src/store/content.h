/*
 * store/content.h - what is to be stored, and whether that is what is there.
 */
#ifndef STORE_CONTENT_H
#define STORE_CONTENT_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct store_content;
struct store_object;
struct store_protection;

/*
 * Read all of it, which must be of a size that may be held, into *out, to be
 * freed. Errors: those of reading; ERR_ITEM its bytes are not what its
 * SHA-256 says.
 */
int store_content_whole(const struct store_content *c, char **out,
			struct err *e);

/* Is the object that a store tells of this content? ours: it was put by us
   just now. Errors: ERR_ITEM it is not. */
int store_content_compare(const struct store_content *c,
			  const struct store_object *o, bool ours,
			  struct err *e);

/* Small: the request that reads it back takes as long as the one that stores
   it. */
#define STORE_SMALL ((uint64_t)256 * 1024)

/*
 * Is what a store's answer says of an object, the MD5 of what it has taken,
 * enough? Only of a small one that need not be protected, and where *proven:
 * one that we put into this store was read back, and was as we had put it, so
 * that the store is known to keep what it is told of objects.
 */
bool store_is_believed(const struct store_content *c,
		       const struct store_protection *p,
		       const atomic_bool *proven);

#define STORE_MD5_TEXT 25 /* base64 of an MD5, a NUL */
/* As Content-MD5 has it: what stores compare a request's body with. */
void store_md5(const void *bytes, size_t len, char out[STORE_MD5_TEXT]);

#endif
