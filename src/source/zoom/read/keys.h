/*
 * source/zoom/read/keys.h - from texts to numbers.
 *
 * Why not a hash table: the texts come from outsiders, who could choose
 * them to collide, and a balanced tree needs neither a secret nor a seed
 * (promise P3). Finding one among n takes log n comparisons.
 */
#ifndef SOURCE_ZOOM_READ_KEYS_H
#define SOURCE_ZOOM_READ_KEYS_H

#include "base/cleanup.h"

#include <stddef.h>

struct keys;

struct keys *keys_new(void);
void keys_free(struct keys *k);
DEFINE_AUTO(struct keys, keys_free)

/* Where the number of this text is kept; a new text gets `fresh` first. */
size_t *keys_at(struct keys *k, const char *text, size_t fresh);

/* The number of this text, or NULL. */
const size_t *keys_find(const struct keys *k, const char *text);

#endif
