/*
 * vault/keytree.h - a key for each record out of one, and how to forget one.
 *
 * Why: destroying a record must destroy it in every backup too, and a row
 * for each key would double the work of taking a record in. So a pack has one
 * random root, and the key of record i is the leaf i of a binary tree below
 * it (Goldreich, Goldwasser, Micali 1986): the children of a node are
 *
 *	left = SHA-256(0x00 || node)       right = SHA-256(0x01 || node)
 *
 * To forget leaf i, the node above it is replaced by the siblings along the
 * way to i (its co-path): all other leaves can still be computed, i cannot.
 *
 * Nodes are numbered as in a heap: the root is 1, the children of n are 2 n
 * and 2 n + 1, leaf i is 2^KEYTREE_DEPTH + i.
 *
 * Source: Di Crescenzo et al., "How to forget a secret" (STACS 1999).
 */
#ifndef VAULT_KEYTREE_H
#define VAULT_KEYTREE_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEYTREE_KEY    32
#define KEYTREE_DEPTH  24
#define KEYTREE_LEAVES ((uint32_t)1 << KEYTREE_DEPTH)
#define KEYTREE_ROOT   ((uint64_t)1)

struct hasher;
struct keytree;

struct keytree_node {
	uint64_t number;
	uint8_t key[KEYTREE_KEY];
};

/*
 * The last way down, kept by each thread: leaves in order cost two hashes
 * each then instead of KEYTREE_DEPTH. Zeroed at first; may be used with any
 * tree. Wipe it when done (it holds keys).
 */
struct keytree_path {
	uint64_t tree; /* which tree it is of, 0 for none */
	uint32_t leaf;
	unsigned int top; /* depth of the node it starts from */
	uint8_t key[KEYTREE_DEPTH + 1][KEYTREE_KEY];
};

struct keytree *keytree_new(void) __attribute__((returns_nonnull));
void keytree_free(struct keytree *t); /* wipes */
DEFINE_AUTO(struct keytree, keytree_free)

/* Add a node that is neither below nor above one that is there. */
void keytree_add(struct keytree *t, uint64_t number,
		 const uint8_t key[KEYTREE_KEY]);

/* The nodes that are left, from left to right. */
size_t keytree_nodes(const struct keytree *t, const struct keytree_node **out);

/*
 * The key of a leaf; false where it was destroyed. Any number of threads may
 * derive at once, each with its own path and hasher.
 */
bool keytree_derive(const struct keytree *t, uint32_t leaf,
		    struct keytree_path *path, struct hasher *h,
		    uint8_t out[KEYTREE_KEY]);

/* What a puncture changed: to be stored in one transaction. */
struct keytree_change {
	uint64_t removed;
	size_t n_added;
	struct keytree_node added[KEYTREE_DEPTH];
};

/*
 * Forget one leaf. False, and nothing changed, where it is gone already.
 * *change (may be NULL) holds keys: wipe it after use.
 */
bool keytree_puncture(struct keytree *t, uint32_t leaf, struct hasher *h,
		      struct keytree_change *change);

#endif
