/*
 * target/embedded/embedded.h - mailboxes in the archive itself.
 *
 * A copy is not bytes but a record of the vault (VAULT_COPIES) that says
 * which mailboxes have a message; the catalog makes lists of it. So copies
 * are durable, told to the ledger and can be rebuilt from the packs.
 */
#ifndef TARGET_EMBEDDED_EMBEDDED_H
#define TARGET_EMBEDDED_EMBEDDED_H

#include "target/target.h"

extern const struct target_ops target_embedded_ops;

#endif
