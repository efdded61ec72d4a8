/*
 * ledger/tiles.h - the tree cut into tiles of 256 hashes, without any file.
 *
 * A tile holds 256 hashes side by side; tile `index` of level l holds the
 * nodes of height 8 l. Full tiles are handed out as they fill; of each level
 * the last, partial one is kept here. The ledger writes them, the check
 * compares them with what was written.
 *
 * Source: c2sp.org/tlog-tiles.
 */
#ifndef LEDGER_TILES_H
#define LEDGER_TILES_H

#include "ledger/tree.h"

#include <stddef.h>

#define TILE_WIDTH  256
#define TILE_BYTES  ((size_t)TILE_WIDTH * LEDGER_HASH)
#define TILE_LEVELS 8
#define TILE_PATH   64 /* room for any path made here */

struct tiles {
	struct tree tree;
	uint8_t part[TILE_LEVELS][TILE_BYTES]; /* first width hashes are set */
	void *ctx;
	/* A tile is full. May be NULL. */
	void (*full)(void *ctx, unsigned int level, uint64_t index,
		     const uint8_t *hashes);
};

/* Add a leaf by its hash. */
void tiles_append(struct tiles *t, struct hasher *h,
		  const uint8_t leaf[LEDGER_HASH]);

/* Hashes in the partial tile of that level of a tree of size leaves. */
static inline unsigned int tiles_width(uint64_t size, unsigned int level)
{
	return (unsigned int)(size >> (8 * level)) & (TILE_WIDTH - 1);
}

/* Its index, which is also the number of full tiles before it. */
static inline uint64_t tiles_index(uint64_t size, unsigned int level)
{
	return size >> (8 * level) >> 8;
}

/* Set t->tree from t->part, as they are for a tree of size leaves. */
void tiles_restore(struct tiles *t, struct hasher *h, uint64_t size);

/*
 * "tile/0/x001/x234/067", for a partial tile (width 1..255) with ".p/17"
 * behind. width 0 and 256: the full tile.
 */
const char *tiles_path(unsigned int level, uint64_t index, unsigned int width,
		       char buf[TILE_PATH]);

#endif
