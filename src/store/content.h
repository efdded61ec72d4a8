/*
 * store/content.h - what is to be stored, and whether that is what is there.
 */
#ifndef STORE_CONTENT_H
#define STORE_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct store_content;
struct store_object;

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

#define STORE_MD5_TEXT 25 /* base64 of an MD5, a NUL */
/* As Content-MD5 has it: what stores compare a request's body with. */
void store_md5(const void *bytes, size_t len, char out[STORE_MD5_TEXT]);

#endif
