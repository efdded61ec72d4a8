#include "ledger/tiles.h"

#include <stdio.h>
#include <string.h>

static void put(struct tiles *t, unsigned int level, uint64_t at,
		const uint8_t *hash)
{
	unsigned int slot = (unsigned int)at & (TILE_WIDTH - 1);

	memcpy(t->part[level] + (size_t)slot * LEDGER_HASH, hash, LEDGER_HASH);
	if (slot == TILE_WIDTH - 1 && t->full != NULL)
		t->full(t->ctx, level, at >> 8, t->part[level]);
}

static void on_node(void *ctx, unsigned int height, const uint8_t *hash)
{
	struct tiles *t = ctx;

	if (height % 8 == 0 && height / 8 < TILE_LEVELS)
		put(t, height / 8, t->tree.size >> height, hash);
}

void tiles_append(struct tiles *t, struct hasher *h,
		  const uint8_t leaf[LEDGER_HASH])
{
	struct tree_watch watch = { .ctx = t, .node = on_node };

	put(t, 0, t->tree.size, leaf);
	tree_append(&t->tree, h, leaf, &watch);
}

/* The root over n hashes (a power of two) that stand side by side. */
static void fold(struct hasher *h, const uint8_t *hashes, unsigned int n,
		 uint8_t out[LEDGER_HASH])
{
	uint8_t row[TILE_BYTES];

	memcpy(row, hashes, (size_t)n * LEDGER_HASH);
	for (; n > 1; n /= 2)
		for (size_t i = 0; i < n / 2; i++)
			hasher_node(h, row + 2 * i * LEDGER_HASH,
				    row + (2 * i + 1) * LEDGER_HASH,
				    row + i * LEDGER_HASH);
	memcpy(out, row, LEDGER_HASH);
}

void tiles_restore(struct tiles *t, struct hasher *h, uint64_t size)
{
	t->tree.size = size;
	for (unsigned int bit = 0; bit < 8 * TILE_LEVELS; bit++) {
		unsigned int width = tiles_width(size, bit / 8), low = bit % 8;
		size_t start;

		if ((size >> bit & 1) == 0)
			continue;
		start = (width >> low >> 1) << 1 << low;
		fold(h, t->part[bit / 8] + start * LEDGER_HASH, 1U << low,
		     t->tree.edge[bit]);
	}
}

const char *tiles_path(unsigned int level, uint64_t index, unsigned int width,
		       char buf[TILE_PATH])
{
	unsigned int group[7];
	int n = 0, used;

	do {
		group[n++] = (unsigned int)(index % 1000);
		index /= 1000;
	} while (index > 0);
	used = snprintf(buf, TILE_PATH, "tile/%u", level);
	while (n-- > 0)
		used += snprintf(buf + used, TILE_PATH - (size_t)used,
				 n > 0 ? "/x%03u" : "/%03u", group[n]);
	if (width > 0 && width < TILE_WIDTH)
		(void)snprintf(buf + used, TILE_PATH - (size_t)used, ".p/%u",
			       width);
	return buf;
}
