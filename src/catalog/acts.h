/* catalog/acts.h - acts in the catalog. Not for callers outside catalog/. */
#ifndef CATALOG_ACTS_H
#define CATALOG_ACTS_H

#include "vault/vault.h"

#include <stdint.h>

struct archive;
struct catalog;
struct err;

/* The key of an act that has this row in control. */
void act_key(int64_t id, int64_t at_us, uint8_t key[VAULT_KEY]);

/*
 * Put the acts of files that an older program made into their tables, once:
 * the vault is asked for them. For the writing process. Where that cannot be
 * done now (a store is away), it is tried again at the next start.
 */
void acts_complete(struct archive *a);

#endif
