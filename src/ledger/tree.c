#include "ledger/tree.h"

#include "base/mem.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct hasher {
	EVP_MD *md;
	EVP_MD_CTX *ctx;
};

struct hasher *hasher_new(void)
{
	struct hasher *h = NEW(struct hasher);

	/* fetched once: doing it for each hash triples its cost */
	h->md = EVP_MD_fetch(NULL, "SHA256", NULL);
	h->ctx = EVP_MD_CTX_new();
	if (h->md == NULL || h->ctx == NULL)
		mem_exhausted(sizeof(*h));
	return h;
}

void hasher_free(struct hasher *h)
{
	if (h == NULL)
		return;
	EVP_MD_CTX_free(h->ctx);
	EVP_MD_free(h->md);
	free(h);
}

void hasher_two(struct hasher *h, const void *a, size_t a_len, const void *b,
		size_t b_len, uint8_t out[LEDGER_HASH])
{
	EVP_DigestInit_ex(h->ctx, h->md, NULL);
	EVP_DigestUpdate(h->ctx, a, a_len);
	EVP_DigestUpdate(h->ctx, b, b_len);
	EVP_DigestFinal_ex(h->ctx, out, NULL);
}

void hasher_leaf(struct hasher *h, const void *data, size_t len,
		 uint8_t out[LEDGER_HASH])
{
	hasher_two(h, "\0", 1, data, len, out);
}

void hasher_node(struct hasher *h, const uint8_t left[LEDGER_HASH],
		 const uint8_t right[LEDGER_HASH], uint8_t out[LEDGER_HASH])
{
	uint8_t both[1 + 2 * LEDGER_HASH] = { 1 };

	memcpy(both + 1, left, LEDGER_HASH);
	memcpy(both + 1 + LEDGER_HASH, right, LEDGER_HASH);
	hasher_two(h, both, sizeof(both), NULL, 0, out);
}

void tree_append(struct tree *t, struct hasher *h,
		 const uint8_t leaf[LEDGER_HASH],
		 const struct tree_watch *watch)
{
	uint8_t hash[LEDGER_HASH];
	unsigned int height = 0;

	memcpy(hash, leaf, LEDGER_HASH);
	while ((t->size >> height & 1) != 0) {
		hasher_node(h, t->edge[height], hash, hash);
		height++;
		if (watch != NULL)
			watch->node(watch->ctx, height, hash);
	}
	memcpy(t->edge[height], hash, LEDGER_HASH);
	t->size++;
}

void tree_root(const struct tree *t, struct hasher *h,
	       uint8_t root[LEDGER_HASH])
{
	uint8_t hash[LEDGER_HASH];
	bool any = false;

	if (t->size == 0)
		hasher_two(h, NULL, 0, NULL, 0, hash);
	for (unsigned int i = 0; i < TREE_LEVELS; i++) {
		if ((t->size >> i & 1) == 0)
			continue;
		if (any)
			hasher_node(h, t->edge[i], hash, hash);
		else
			memcpy(hash, t->edge[i], LEDGER_HASH);
		any = true;
	}
	memcpy(root, hash, LEDGER_HASH);
}
