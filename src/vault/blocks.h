/*
 * vault/blocks.h - what was read from a store lately, in blocks.
 *
 * BLOCKS_MAX blocks of BLOCK_SIZE, the one unused for longest goes first.
 * Nothing is taken from memory before the first block is kept, so a vault
 * without a store pays nothing. What a store holds never changes, so no
 * block ever becomes wrong. Safe from any thread.
 */
#ifndef VAULT_BLOCKS_H
#define VAULT_BLOCKS_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BLOCK_SIZE ((size_t)256 * 1024)
#define BLOCKS_MAX 96 /* 24 MiB */

struct blocks;

struct blocks *blocks_new(void) __attribute__((returns_nonnull));
void blocks_free(struct blocks *b);
DEFINE_AUTO(struct blocks, blocks_free)

/* What a block is of: a name, and 0 or a number of a reader of its own. */
struct block_of {
	const char *name;
	uint64_t reader;
};

/* Copy up to len bytes from `from` on of block i; *got says how many. False
   where it is not kept. */
bool blocks_find(struct blocks *b, const struct block_of *of, uint64_t i,
		 size_t from, void *buf, size_t len, size_t *got);
/* Is it kept? */
bool blocks_has(struct blocks *b, const struct block_of *of, uint64_t i);
/* Keep block i; n is BLOCK_SIZE, less only at the end. */
void blocks_keep(struct blocks *b, const struct block_of *of, uint64_t i,
		 const void *bytes, size_t n);

#endif
