/* The tree against known roots and against RFC 9162's own definition. */
#include "base/encode.h"
#include "ledger/tiles.h"
#include "t.h"

#include <stdlib.h>

/* RFC 9162 section 2.1.1, word for word: split at the largest power of two */
static void mth(struct hasher *h, const uint8_t (*d)[4], size_t n, uint8_t *out)
{
	uint8_t left[32], right[32];
	size_t k = 1;

	if (n == 0) {
		hasher_two(h, NULL, 0, NULL, 0, out);
		return;
	}
	if (n == 1) {
		hasher_leaf(h, d[0], 4, out);
		return;
	}
	while (2 * k < n)
		k *= 2;
	mth(h, d, k, left);
	mth(h, d + k, n - k, right);
	hasher_node(h, left, right, out);
}

T(known_roots)
{
	/* the eight leaves every transparency log is tested with */
	static const struct {
		const char *label;
		const char *leaf;
		const char *root;
	} rows[] = {
		{ "1", "",
		  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617af"
		  "a01d" },
		{ "2", "00",
		  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3"
		  "c125" },
		{ "3", "10",
		  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e0"
		  "6e77" },
		{ "4", "2021",
		  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd952096"
		  "14b7" },
		{ "5", "3031",
		  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a862"
		  "64d4" },
		{ "6", "40414243",
		  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f20"
		  "87ef" },
		{ "7", "5051525354555657",
		  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a7"
		  "4c8c" },
		{ "8", "606162636465666768696a6b6c6d6e6f",
		  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff460"
		  "4328" },
	};
	AUTO(hasher_free) struct hasher *h = hasher_new();
	struct tree t = { 0 };
	uint8_t hash[32], data[16];
	char hex[65];

	tree_root(&t, h, hash);
	encode_hex(hash, 32, hex);
	T_EQ_STR(hex, "e3b0c44298fc1c149afbf4c8996fb924"
		      "27ae41e4649b934ca495991b7852b855");
	T_EACH(row, rows) {
		size_t len = strlen(row->leaf) / 2;

		T_OK(decode_hex(row->leaf, data, len));
		hasher_leaf(h, data, len, hash);
		tree_append(&t, h, hash, NULL);
		tree_root(&t, h, hash);
		encode_hex(hash, 32, hex);
		T_EQ_STR(hex, row->root);
	}
}

T(every_size_is_as_defined)
{
	enum { MAX = 1200 };
	static uint8_t leaves[MAX][4];
	AUTO(hasher_free) struct hasher *h = hasher_new();
	struct tree t = { 0 };
	uint8_t got[32], want[32];

	for (unsigned int i = 0; i < MAX; i++) {
		memcpy(leaves[i], &i, 4);
		hasher_leaf(h, leaves[i], 4, got);
		tree_append(&t, h, got, NULL);
		if (i > 300 && i % 61 != 0)
			continue;
		tree_root(&t, h, got);
		mth(h, leaves, i + 1, want);
		T_OK(memcmp(got, want, 32) == 0);
	}
}

/* --- tiles -------------------------------------------------------------- */

struct seen {
	size_t full[3];
	uint8_t last[TILE_BYTES];
};

static void on_full(void *ctx, unsigned int level, uint64_t index,
		    const uint8_t *hashes)
{
	struct seen *s = ctx;

	T_EQ_INT(index, s->full[level]);
	s->full[level]++;
	memcpy(s->last, hashes, TILE_BYTES);
}

T(tiles_fill_and_restore)
{
	enum { N = 256 * 256 + 3 * 256 + 7 };
	AUTO(hasher_free) struct hasher *h = hasher_new();
	struct tiles *t = calloc(1, sizeof(*t)), *u = calloc(1, sizeof(*u));
	struct seen seen = { 0 };
	uint8_t hash[32], root[32];

	t->ctx = &seen;
	t->full = on_full;
	for (unsigned int i = 0; i < N; i++) {
		hasher_leaf(h, &i, 4, hash);
		tiles_append(t, h, hash);
		if (i + 1 == 256 * 256) { /* its level-1 tile is the whole */
			struct tree two = { 0 };

			T_EQ_INT(seen.full[1], 1);
			for (size_t k = 0; k < 256; k++)
				tree_append(&two, h, seen.last + 32 * k, NULL);
			tree_root(&two, h, hash);
			tree_root(&t->tree, h, root);
			T_OK(memcmp(hash, root, 32) == 0);
		}
	}
	T_EQ_INT(seen.full[0], 259);
	T_EQ_INT(seen.full[1], 1);
	T_EQ_INT(seen.full[2], 0);
	T_EQ_INT(tiles_width(N, 0), 7);
	T_EQ_INT(tiles_width(N, 1), 3);
	T_EQ_INT(tiles_width(N, 2), 1);

	memcpy(u->part, t->part, sizeof(u->part));
	tiles_restore(u, h, N);
	tree_root(&t->tree, h, root);
	tree_root(&u->tree, h, hash);
	T_OK(memcmp(hash, root, 32) == 0);
	hasher_leaf(h, "x", 1, hash); /* and it grows on alike */
	tiles_append(t, h, hash);
	tiles_append(u, h, hash);
	tree_root(&t->tree, h, root);
	tree_root(&u->tree, h, hash);
	T_OK(memcmp(hash, root, 32) == 0);
	free(t);
	free(u);
}

T(paths)
{
	static const struct {
		const char *label;
		unsigned int level;
		uint64_t index;
		unsigned int width;
		const char *path;
	} rows[] = {
		{ "first", 0, 0, 256, "tile/0/000" },
		{ "part", 0, 0, 17, "tile/0/000.p/17" },
		{ "thousand", 1, 1000, 0, "tile/1/x001/000" },
		{ "from the specification", 0, 1234067, 256,
		  "tile/0/x001/x234/067" },
		{ "its part", 7, 1234067, 255, "tile/7/x001/x234/067.p/255" },
	};
	char buf[TILE_PATH];

	T_EACH(row, rows)
		T_EQ_STR(tiles_path(row->level, row->index, row->width, buf),
			 row->path);
}

T_MAIN
