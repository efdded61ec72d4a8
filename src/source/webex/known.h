/*
 * source/webex/known.h - from texts to numbers.
 *
 * Why not a hash table: the texts come from outsiders, who could choose them
 * to collide. A balanced tree needs neither a secret nor a seed.
 */
#ifndef SOURCE_WEBEX_KNOWN_H
#define SOURCE_WEBEX_KNOWN_H

#include "base/cleanup.h"

#include <stddef.h>

struct known;

struct known *known_new(void);
void known_free(struct known *k);
DEFINE_AUTO(struct known, known_free)

/* Where the number of this text is kept; a new text gets `fresh` first. */
size_t *known_at(struct known *k, const char *text, size_t fresh);

/* The number of this text, or NULL. */
const size_t *known_find(const struct known *k, const char *text);

/* How many texts there are. */
size_t known_count(const struct known *k);

#endif
