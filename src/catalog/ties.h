/*
 * catalog/ties.h - by what a message is found from another one.
 *
 * Not for callers outside catalog/. A key is the first 8 bytes of the SHA-256
 * of what the source calls the conversation, or the thing, in its tenant.
 */
#ifndef CATALOG_TIES_H
#define CATALOG_TIES_H

#include "catalog/catalog.h"

#include <stdbool.h>
#include <stdint.h>

/* False where the message has no such tie. */
bool ties_key(const struct vault_stored *message, enum catalog_tie tie,
	      int64_t *key);

#endif
