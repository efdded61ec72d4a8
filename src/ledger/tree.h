/*
 * ledger/tree.h - the hashes of a Merkle tree that only grows.
 *
 * Why: the ledger, recovery, the vault's batch marks and the check all need
 * the same tree; here it is without any file. A struct tree is the right
 * edge only (one hash for each bit of its size), so it can be copied with =.
 *
 *	leaf = SHA-256(0x00 || data)      node = SHA-256(0x01 || left || right)
 *
 * Source: RFC 9162 section 2.1 (the same as RFC 6962 section 2.1).
 */
#ifndef LEDGER_TREE_H
#define LEDGER_TREE_H

#include "base/cleanup.h"
#include "ledger/ledger.h"

#include <stdint.h>

/* SHA-256 for one thread, set up once: a hash costs about 0.1 us. */
struct hasher;
struct hasher *hasher_new(void) __attribute__((returns_nonnull));
void hasher_free(struct hasher *h);
DEFINE_AUTO(struct hasher, hasher_free)

/* SHA-256 over a || b; either may be empty. */
void hasher_two(struct hasher *h, const void *a, size_t a_len, const void *b,
		size_t b_len, uint8_t out[LEDGER_HASH]);
void hasher_leaf(struct hasher *h, const void *data, size_t len,
		 uint8_t out[LEDGER_HASH]);
void hasher_node(struct hasher *h, const uint8_t left[LEDGER_HASH],
		 const uint8_t right[LEDGER_HASH], uint8_t out[LEDGER_HASH]);

#define TREE_LEVELS 64

struct tree {
	uint64_t size; /* leaves; 0: empty tree */
	uint8_t edge[TREE_LEVELS]
		    [LEDGER_HASH]; /* [i] if bit i of size is set */
};

/* Told of each inner node as it becomes final: height 1 is above leaves. */
struct tree_watch {
	void *ctx;
	void (*node)(void *ctx, unsigned int height,
		     const uint8_t hash[LEDGER_HASH]);
};

/* Add a leaf by its hash (hasher_leaf). watch may be NULL. */
void tree_append(struct tree *t, struct hasher *h,
		 const uint8_t leaf[LEDGER_HASH],
		 const struct tree_watch *watch);

/* The root; of the empty tree it is SHA-256 of nothing. */
void tree_root(const struct tree *t, struct hasher *h,
	       uint8_t root[LEDGER_HASH]);

#endif
