#include "source/ringcentral/places.h"

#include "base/mem.h"
#include "base/str.h"

#include <pthread.h>
#include <search.h>
#include <string.h>

/* A balanced tree: ids come from outside, who could make hashes collide. */
struct node {
	char *key; /* "kind id" */
	struct place at;
};

struct places {
	pthread_mutex_t lock;
	void *root;
	size_t bytes;
};

void rc_place_done(struct place *at)
{
	free(at->url);
	free(at->name);
	free(at->media_type);
	*at = (struct place){ .size = -1 };
}

static void node_free(void *ptr)
{
	struct node *n = ptr;

	free(n->key);
	rc_place_done(&n->at);
	free(n);
}

static int by_key(const void *a, const void *b)
{
	const struct node *x = a, *y = b;

	return strcmp(x->key, y->key);
}

struct places *rc_places_new(void)
{
	struct places *p = NEW(struct places);

	(void)pthread_mutex_init(&p->lock, NULL);
	return p;
}

void rc_places_clear(struct places *p)
{
	(void)pthread_mutex_lock(&p->lock);
	tdestroy(p->root, node_free);
	p->root = NULL;
	p->bytes = 0;
	(void)pthread_mutex_unlock(&p->lock);
}

void rc_places_free(struct places *p)
{
	if (p == NULL)
		return;
	rc_places_clear(p);
	(void)pthread_mutex_destroy(&p->lock);
	free(p);
}

/* Under the lock; takes the key over. */
static struct node *node_at(struct places *p, char *key)
{
	struct node probe = { .key = key }, *n, **at;

	at = tfind(&probe, &p->root, by_key);
	if (at != NULL) {
		free(key);
		return *at;
	}
	n = NEW(struct node);
	n->key = key;
	if (tsearch(n, &p->root, by_key) == NULL)
		mem_exhausted(sizeof(*n));
	return n;
}

/* What is told anew does not forget what was told before of the same. */
static void put(struct place *at, const char *url, const char *name,
		const char *media_type, int64_t size)
{
	struct place old = *at;
	bool same = old.url != NULL && strcmp(old.url, url) == 0;

	*at = (struct place){
		mem_strdup(url),
		mem_strdup(same && *name == '\0' ? old.name : name),
		mem_strdup(same && *media_type == '\0' ? old.media_type
						       : media_type),
		same && size < 0 ? old.size : size,
	};
	rc_place_done(&old);
}

void rc_places_put(struct places *p, const char *kind, const char *id,
		   const char *url, const char *name, const char *media_type,
		   int64_t size)
{
	char *key = str_printf("%s %s", kind, id);
	size_t len = sizeof(struct node) + strlen(key) + strlen(url) +
		     strlen(name) + strlen(media_type) + 100;
	struct node *n;

	(void)pthread_mutex_lock(&p->lock);
	if (p->bytes + len > PLACES_MAX) {
		free(key);
	} else {
		p->bytes += len;
		n = node_at(p, key);
		put(&n->at, url, name, media_type, size);
	}
	(void)pthread_mutex_unlock(&p->lock);
}

bool rc_places_find(struct places *p, const char *kind, const char *id,
		    struct place *out)
{
	AUTO(free) char *key = str_printf("%s %s", kind, id);
	struct node probe = { .key = key }, **at;

	(void)pthread_mutex_lock(&p->lock);
	at = tfind(&probe, &p->root, by_key);
	if (at != NULL)
		*out = (struct place){ mem_strdup((*at)->at.url),
				       mem_strdup((*at)->at.name),
				       mem_strdup((*at)->at.media_type),
				       (*at)->at.size };
	(void)pthread_mutex_unlock(&p->lock);
	return at != NULL;
}
