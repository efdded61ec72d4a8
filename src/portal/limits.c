#include "portal/limits.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/random.h"

#include <pthread.h>
#include <stdlib.h>

#define SLOTS 16384

struct bucket {
	int64_t filled_us; /* when it was full or will be; 0: full */
};

struct limits {
	pthread_mutex_t lock;
	uint64_t seed;
	struct bucket buckets[SLOTS];
	unsigned short at_work[SLOTS];
};

struct limits *limits_new(void)
{
	struct limits *l = NEW(struct limits);

	(void)pthread_mutex_init(&l->lock, NULL);
	random_bytes(&l->seed, sizeof(l->seed));
	return l;
}

void limits_free(struct limits *l)
{
	if (l == NULL)
		return;
	(void)pthread_mutex_destroy(&l->lock);
	free(l);
}

static unsigned int slot_of(const struct limits *l, char kind, const char *key)
{
	uint64_t h = 14695981039346656037ULL ^ l->seed;

	h = (h ^ (unsigned char)kind) * 1099511628211ULL;
	for (; *key != '\0'; key++)
		h = (h ^ (unsigned char)*key) * 1099511628211ULL;
	return (unsigned int)((h ^ h >> 32) % SLOTS);
}

/*
 * A bucket is kept as the time at which it will be full again: each request
 * moves it on by its share of a second, and may not move it further from now
 * than the whole bucket lasts.
 */
bool limits_take(struct limits *l, char kind, const char *key,
		 const struct limit *of, int64_t now_us)
{
	struct bucket *b = &l->buckets[slot_of(l, kind, key)];
	int64_t share = CLOCK_SECOND / of->a_second;
	int64_t full;
	bool ok;

	(void)pthread_mutex_lock(&l->lock);
	full = (b->filled_us > now_us ? b->filled_us : now_us) + share;
	ok = full - now_us <= share * (int64_t)of->at_once;
	if (ok)
		b->filled_us = full;
	(void)pthread_mutex_unlock(&l->lock);
	return ok;
}

int limits_enter(struct limits *l, const char *key, unsigned int most)
{
	unsigned int slot = slot_of(l, 'w', key);
	bool ok;

	(void)pthread_mutex_lock(&l->lock);
	ok = l->at_work[slot] < most;
	if (ok)
		l->at_work[slot]++;
	(void)pthread_mutex_unlock(&l->lock);
	return ok ? (int)slot : -1;
}

void limits_leave(struct limits *l, int slot)
{
	if (slot < 0)
		return;
	(void)pthread_mutex_lock(&l->lock);
	l->at_work[slot]--;
	(void)pthread_mutex_unlock(&l->lock);
}
