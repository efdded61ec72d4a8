#include "vault/keytree.h"

#include "base/mem.h"
#include "ledger/tree.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct keytree {
	uint64_t serial; /* changes with each puncture: paths become void */
	struct keytree_node *nodes; /* by their first leaf */
	size_t n, cap;
};

static uint64_t new_serial(void)
{
	static atomic_uint_fast64_t last;

	return atomic_fetch_add(&last, 1) + 1;
}

struct keytree *keytree_new(void)
{
	struct keytree *t = NEW(struct keytree);

	t->serial = new_serial();
	return t;
}

void keytree_free(struct keytree *t)
{
	if (t == NULL)
		return;
	if (t->nodes != NULL)
		mem_wipe(t->nodes, t->cap * sizeof(*t->nodes));
	free(t->nodes);
	free(t);
}

static unsigned int depth_of(uint64_t number)
{
	return 63U - (unsigned int)__builtin_clzll(number);
}

/* The leftmost leaf below a node, as a node's number. */
static uint64_t first_of(uint64_t number)
{
	return number << (KEYTREE_DEPTH - depth_of(number));
}

/* The place of the first node that begins right of leaf. */
static size_t place_of(const struct keytree *t, uint64_t leaf)
{
	size_t low = 0, high = t->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (first_of(t->nodes[mid].number) <= leaf)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Make room for `more` nodes at place; the old block is wiped. */
static void open_gap(struct keytree *t, size_t place, size_t more)
{
	if (t->n + more > t->cap) {
		size_t cap = 2 * t->cap + more;
		struct keytree_node *nodes = mem_alloc(cap, sizeof(*nodes));

		if (t->nodes != NULL) {
			memcpy(nodes, t->nodes, t->n * sizeof(*nodes));
			mem_wipe(t->nodes, t->cap * sizeof(*nodes));
		}
		free(t->nodes);
		t->nodes = nodes;
		t->cap = cap;
	}
	memmove(t->nodes + place + more, t->nodes + place,
		(t->n - place) * sizeof(*t->nodes));
	t->n += more;
}

void keytree_add(struct keytree *t, uint64_t number,
		 const uint8_t key[KEYTREE_KEY])
{
	size_t place = place_of(t, first_of(number));

	open_gap(t, place, 1);
	t->nodes[place].number = number;
	memcpy(t->nodes[place].key, key, KEYTREE_KEY);
}

size_t keytree_nodes(const struct keytree *t, const struct keytree_node **out)
{
	*out = t->nodes;
	return t->n;
}

/* The node at or above a leaf, or NULL. */
static struct keytree_node *cover_of(const struct keytree *t, uint64_t leaf)
{
	size_t place = place_of(t, leaf);
	struct keytree_node *node;

	if (place == 0)
		return NULL;
	node = &t->nodes[place - 1];
	return leaf >> (KEYTREE_DEPTH - depth_of(node->number)) == node->number
		       ? node
		       : NULL;
}

static void child(struct hasher *h, const uint8_t *node, uint64_t number,
		  uint8_t *out)
{
	hasher_two(h, (number & 1) != 0 ? "\1" : "\0", 1, node, KEYTREE_KEY,
		   out);
}

/* The deepest node the kept way and the way to leaf have in common. */
static unsigned int common_depth(const struct keytree_path *path, uint32_t leaf)
{
	uint32_t differs = path->leaf ^ leaf;

	return differs == 0 ? KEYTREE_DEPTH
			    : KEYTREE_DEPTH - 32U +
				      (unsigned int)__builtin_clz(differs);
}

bool keytree_derive(const struct keytree *t, uint32_t leaf,
		    struct keytree_path *path, struct hasher *h,
		    uint8_t out[KEYTREE_KEY])
{
	uint64_t number = (uint64_t)KEYTREE_LEAVES + leaf;
	const struct keytree_node *top;
	unsigned int at = 0;

	if (leaf >= KEYTREE_LEAVES)
		return false;
	top = cover_of(t, number);
	if (top == NULL)
		return false;
	if (path->tree == t->serial && path->top == depth_of(top->number))
		at = common_depth(path, leaf);
	if (at < depth_of(top->number) || path->tree != t->serial) {
		at = depth_of(top->number);
		memcpy(path->key[at], top->key, KEYTREE_KEY);
	}
	path->top = depth_of(top->number);
	path->tree = t->serial;
	path->leaf = leaf;
	for (; at < KEYTREE_DEPTH; at++)
		child(h, path->key[at], number >> (KEYTREE_DEPTH - at - 1),
		      path->key[at + 1]);
	memcpy(out, path->key[KEYTREE_DEPTH], KEYTREE_KEY);
	return true;
}

/* The siblings along the way from node down to leaf, left to right. */
static void co_path(const struct keytree_node *node, uint64_t leaf,
		    struct hasher *h, struct keytree_change *c)
{
	uint8_t key[KEYTREE_KEY];
	struct keytree_node right[KEYTREE_DEPTH] = { 0 };
	size_t n_right = 0;

	memcpy(key, node->key, KEYTREE_KEY);
	c->removed = node->number;
	c->n_added = 0;
	for (unsigned int d = depth_of(node->number); d < KEYTREE_DEPTH; d++) {
		uint64_t next = leaf >> (KEYTREE_DEPTH - d - 1);
		struct keytree_node *other = (next & 1) != 0
						     ? &c->added[c->n_added++]
						     : &right[n_right++];

		other->number = next ^ 1;
		child(h, key, other->number, other->key);
		child(h, key, next, key);
	}
	while (n_right > 0) /* the deepest is the leftmost */
		c->added[c->n_added++] = right[--n_right];
	mem_wipe(key, sizeof(key));
	mem_wipe(right, sizeof(right));
}

bool keytree_puncture(struct keytree *t, uint32_t leaf, struct hasher *h,
		      struct keytree_change *change)
{
	uint64_t number = (uint64_t)KEYTREE_LEAVES + leaf;
	struct keytree_node *node =
		leaf < KEYTREE_LEAVES ? cover_of(t, number) : NULL;
	struct keytree_change c;
	size_t place;

	if (node == NULL)
		return false;
	co_path(node, number, h, &c);
	place = (size_t)(node - t->nodes);
	if (c.n_added == 0) {
		memmove(node, node + 1, (t->n - place - 1) * sizeof(*t->nodes));
		t->n--;
		mem_wipe(t->nodes + t->n, sizeof(*t->nodes));
	} else {
		open_gap(t, place + 1, c.n_added - 1);
		memcpy(t->nodes + place, c.added,
		       c.n_added * sizeof(*t->nodes));
	}
	t->serial = new_serial();
	if (change != NULL)
		*change = c;
	mem_wipe(&c, sizeof(c));
	return true;
}
