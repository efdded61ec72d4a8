#include "vault/blocks.h"

#include "base/mem.h"
#include "vault/place.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct block {
	char name[PLACE_NAME]; /* "": free */
	uint64_t reader, number, used;
	uint8_t *bytes;
	size_t n;
};

struct blocks {
	pthread_mutex_t lock;
	uint64_t clock;
	struct block list[BLOCKS_MAX];
};

struct blocks *blocks_new(void)
{
	struct blocks *b = NEW(struct blocks);

	(void)pthread_mutex_init(&b->lock, NULL);
	return b;
}

void blocks_free(struct blocks *b)
{
	if (b == NULL)
		return;
	for (size_t i = 0; i < BLOCKS_MAX; i++)
		free(b->list[i].bytes);
	(void)pthread_mutex_destroy(&b->lock);
	free(b);
}

static struct block *find(struct blocks *b, const struct block_of *of,
			  uint64_t i)
{
	for (size_t at = 0; at < BLOCKS_MAX; at++) {
		struct block *k = &b->list[at];

		if (k->bytes == NULL || k->number != i ||
		    k->reader != of->reader || strcmp(k->name, of->name) != 0)
			continue;
		k->used = ++b->clock;
		return k;
	}
	return NULL;
}

bool blocks_find(struct blocks *b, const struct block_of *of, uint64_t i,
		 size_t from, void *buf, size_t len, size_t *got)
{
	struct block *k;

	(void)pthread_mutex_lock(&b->lock);
	k = find(b, of, i);
	if (k != NULL) {
		*got = k->n > from ? k->n - from : 0;
		*got = *got < len ? *got : len;
		memcpy(buf, k->bytes + from, *got);
	}
	(void)pthread_mutex_unlock(&b->lock);
	return k != NULL;
}

bool blocks_has(struct blocks *b, const struct block_of *of, uint64_t i)
{
	bool has;

	(void)pthread_mutex_lock(&b->lock);
	has = find(b, of, i) != NULL;
	(void)pthread_mutex_unlock(&b->lock);
	return has;
}

static struct block *oldest(struct blocks *b)
{
	struct block *k = &b->list[0];

	for (size_t at = 1; at < BLOCKS_MAX; at++)
		if (b->list[at].used < k->used)
			k = &b->list[at];
	return k;
}

void blocks_keep(struct blocks *b, const struct block_of *of, uint64_t i,
		 const void *bytes, size_t n)
{
	struct block *k;

	(void)pthread_mutex_lock(&b->lock);
	k = find(b, of, i); /* another thread may have been faster */
	if (k == NULL) {
		k = oldest(b);
		if (k->bytes == NULL)
			k->bytes = mem_resize(NULL, BLOCK_SIZE);
		memcpy(k->name, of->name, strlen(of->name) + 1);
		k->reader = of->reader;
		k->number = i;
		k->used = ++b->clock;
	}
	memcpy(k->bytes, bytes, n);
	k->n = n;
	(void)pthread_mutex_unlock(&b->lock);
}
