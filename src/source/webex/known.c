#include "source/webex/known.h"

#include "base/mem.h"

#include <search.h>
#include <string.h>

struct place {
	size_t number;
	char text[];
};

struct known {
	void *root;
	size_t n;
};

/* What is looked for begins with a number as well: see known_find(). */
static int compare(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return strcmp(x->text, y->text);
}

struct known *known_new(void)
{
	return NEW(struct known);
}

void known_free(struct known *k)
{
	if (k == NULL)
		return;
	tdestroy(k->root, free);
	free(k);
}

static struct place *place_of(const char *text, size_t number)
{
	size_t len = strlen(text) + 1;
	struct place *p = mem_alloc(1, sizeof(*p) + len);

	p->number = number;
	memcpy(p->text, text, len);
	return p;
}

size_t *known_at(struct known *k, const char *text, size_t fresh)
{
	struct place *p = place_of(text, fresh), **found;

	found = tsearch(p, &k->root, compare);
	if (found == NULL)
		mem_exhausted(sizeof(*p));
	if (*found == p)
		k->n++;
	else
		free(p);
	return &(*found)->number;
}

const size_t *known_find(const struct known *k, const char *text)
{
	AUTO(free) struct place *p = place_of(text, 0);
	struct place *const *found = tfind(p, &k->root, compare);

	return found != NULL ? &(*found)->number : NULL;
}

size_t known_count(const struct known *k)
{
	return k->n;
}
