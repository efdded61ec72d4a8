#include "source/zoom/read/keys.h"

#include "base/mem.h"

#include <search.h>
#include <stddef.h>
#include <string.h>

struct key {
	size_t number;
	const char *text;
	char own[];
};

struct keys {
	void *root;
};

struct keys *keys_new(void)
{
	return NEW(struct keys);
}

void keys_free(struct keys *k)
{
	if (k == NULL)
		return;
	tdestroy(k->root, free);
	free(k);
}

static int by_text(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	return strcmp(x->text, y->text);
}

size_t *keys_at(struct keys *k, const char *text, size_t fresh)
{
	struct key probe = { .text = text }, *key, **at;
	size_t len = strlen(text) + 1;

	at = tfind(&probe, &k->root, by_text);
	if (at != NULL)
		return &(*at)->number;
	key = mem_alloc(1, sizeof(*key) + len);
	memcpy(key->own, text, len);
	key->text = key->own;
	key->number = fresh;
	if (tsearch(key, &k->root, by_text) == NULL)
		mem_exhausted(sizeof(*key));
	return &key->number;
}

const size_t *keys_find(const struct keys *k, const char *text)
{
	struct key probe = { .text = text }, **at;

	at = tfind(&probe, &k->root, by_text);
	return at != NULL ? &(*at)->number : NULL;
}
