/* The key tree: what is derived, and what can no longer be. */
#include "base/mem.h"
#include "ledger/tree.h"
#include "t.h"
#include "vault/keytree.h"

#include <stdlib.h>

static const uint8_t root[KEYTREE_KEY] = "root of a tree used in tests..";

static struct keytree *whole(void)
{
	struct keytree *t = keytree_new();

	keytree_add(t, KEYTREE_ROOT, root);
	return t;
}

/* By the definition alone: from the root down, bit by bit. */
static void by_hand(struct hasher *h, uint32_t leaf, uint8_t *key)
{
	memcpy(key, root, KEYTREE_KEY);
	for (int bit = KEYTREE_DEPTH - 1; bit >= 0; bit--)
		hasher_two(h, (leaf >> bit & 1) != 0 ? "\1" : "\0", 1, key,
			   KEYTREE_KEY, key);
}

static const uint32_t some[] = {
	0,
	1,
	2,
	3,
	255,
	256,
	4095,
	4096,
	100000,
	100001,
	99999,
	7,
	KEYTREE_LEAVES / 2 - 1,
	KEYTREE_LEAVES / 2,
	KEYTREE_LEAVES - 1,
	0,
};
#define SOME (sizeof(some) / sizeof(some[0]))

T(leaves_are_as_defined_in_any_order)
{
	AUTO(hasher_free) struct hasher *h = hasher_new();
	AUTO(keytree_free) struct keytree *t = whole();
	struct keytree_path path = { 0 };
	uint8_t got[KEYTREE_KEY], want[KEYTREE_KEY];

	for (size_t i = 0; i < SOME; i++) {
		T_OK(keytree_derive(t, some[i], &path, h, got));
		by_hand(h, some[i], want);
		T_OK(memcmp(got, want, KEYTREE_KEY) == 0);
	}
	for (uint32_t leaf = 5000; leaf < 5600; leaf++) {
		T_OK(keytree_derive(t, leaf, &path, h, got));
		by_hand(h, leaf, want);
		T_OK(memcmp(got, want, KEYTREE_KEY) == 0);
	}
	T_OK(!keytree_derive(t, KEYTREE_LEAVES, &path, h, got));
}

T(a_path_of_another_tree_is_not_used)
{
	AUTO(hasher_free) struct hasher *h = hasher_new();
	AUTO(keytree_free) struct keytree *t = whole();
	AUTO(keytree_free) struct keytree *u = keytree_new();
	struct keytree_path path = { 0 };
	uint8_t a[KEYTREE_KEY], b[KEYTREE_KEY], other[KEYTREE_KEY] = { 9 };

	keytree_add(u, KEYTREE_ROOT, other);
	T_OK(keytree_derive(t, 8, &path, h, a));
	T_OK(keytree_derive(u, 8, &path, h, b));
	T_OK(memcmp(a, b, KEYTREE_KEY) != 0);
	T_OK(keytree_derive(t, 8, &path, h, b));
	T_OK(memcmp(a, b, KEYTREE_KEY) == 0);
}

/* No node that is left may lie above a leaf that was destroyed. */
static void check_none_above(const struct keytree *t, uint32_t leaf)
{
	uint64_t number = (uint64_t)KEYTREE_LEAVES + leaf;
	const struct keytree_node *nodes;
	size_t n = keytree_nodes(t, &nodes);

	for (size_t i = 0; i < n; i++)
		for (uint64_t up = number; up > 0; up >>= 1)
			T_OK(nodes[i].number != up);
}

T(puncture_takes_one_leaf_and_no_other)
{
	AUTO(hasher_free) struct hasher *h = hasher_new();
	AUTO(keytree_free) struct keytree *t = whole();
	static bool gone[6000];
	struct keytree_path path = { 0 };
	struct keytree_change c;
	uint8_t got[KEYTREE_KEY], want[KEYTREE_KEY];
	uint32_t next = 12345;

	for (int i = 0; i < 1500; i++) {
		uint32_t leaf = (next = next * 1103515245U + 12345U) >> 8;
		const struct keytree_node *nodes;
		size_t before = keytree_nodes(t, &nodes);

		leaf %= 6000;
		T_EQ_INT(keytree_puncture(t, leaf, h, &c), !gone[leaf]);
		if (!gone[leaf])
			T_EQ_INT(keytree_nodes(t, &nodes),
				 before - 1 + c.n_added);
		gone[leaf] = true;
		check_none_above(t, leaf);
	}
	for (uint32_t leaf = 0; leaf < 6000; leaf++) {
		T_EQ_INT(keytree_derive(t, leaf, &path, h, got), !gone[leaf]);
		by_hand(h, leaf, want);
		if (!gone[leaf])
			T_OK(memcmp(got, want, KEYTREE_KEY) == 0);
	}
}

/* What is stored after each change gives the same tree again. */
T(changes_are_all_there_is_to_store)
{
	AUTO(hasher_free) struct hasher *h = hasher_new();
	AUTO(keytree_free) struct keytree *t = whole();
	AUTO(keytree_free) struct keytree *u = keytree_new();
	static struct keytree_node rows[2000];
	size_t n = 1;
	struct keytree_path p = { 0 }, q = { 0 };
	struct keytree_change c;
	uint8_t a[KEYTREE_KEY], b[KEYTREE_KEY];

	rows[0].number = KEYTREE_ROOT;
	memcpy(rows[0].key, root, KEYTREE_KEY);
	for (uint32_t leaf = 3; leaf < 400; leaf += 7) {
		T_OK(keytree_puncture(t, leaf, h, &c));
		for (size_t i = 0; i < n; i++)
			if (rows[i].number == c.removed)
				rows[i] = rows[--n];
		for (size_t i = 0; i < c.n_added; i++)
			rows[n++] = c.added[i];
	}
	for (size_t i = n; i-- > 0;) /* any order will do */
		keytree_add(u, rows[i].number, rows[i].key);
	for (uint32_t leaf = 0; leaf < 500; leaf++) {
		bool there = keytree_derive(t, leaf, &p, h, a);

		T_EQ_INT(keytree_derive(u, leaf, &q, h, b), there);
		if (there)
			T_OK(memcmp(a, b, KEYTREE_KEY) == 0);
	}
}

T(a_prefix_costs_few_nodes)
{
	AUTO(hasher_free) struct hasher *h = hasher_new();
	AUTO(keytree_free) struct keytree *t = whole();
	const struct keytree_node *nodes;

	for (uint32_t leaf = 0; leaf < 50000; leaf++)
		T_OK(keytree_puncture(t, leaf, h, NULL));
	T_OK(keytree_nodes(t, &nodes) <= KEYTREE_DEPTH);
}

T_MAIN
