#include "access/guard.h"

#include "base/clock.h"
#include "base/mem.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

#define ENTRIES  2048
#define LONGEST  CLOCK_HOUR
#define FORGIVEN CLOCK_HOUR

struct entry {
	unsigned char key[16]; /* IPv6, or IPv4 mapped into it */
	int64_t failed, last_us, until_us;
};

struct guard {
	pthread_mutex_t lock;
	struct entry entries[ENTRIES];
};

int64_t guard_wait_us(int64_t failed, int64_t allowed)
{
	int64_t wait = CLOCK_MINUTE;

	if (failed < allowed)
		return 0;
	for (; failed > allowed && wait < LONGEST; failed--)
		wait *= 2;
	return wait < LONGEST ? wait : LONGEST;
}

struct guard *guard_new(void)
{
	struct guard *g = NEW(struct guard);

	(void)pthread_mutex_init(&g->lock, NULL);
	return g;
}

void guard_free(struct guard *g)
{
	if (g == NULL)
		return;
	(void)pthread_mutex_destroy(&g->lock);
	free(g);
}

/* All that is no address shares one place. */
static void key_of(const char *address, unsigned char key[16])
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
	struct in6_addr six;
	struct in_addr four;

	memset(key, 0, 16);
	if (inet_pton(AF_INET, address, &four) == 1) {
		memcpy(key, mapped, sizeof(mapped));
		memcpy(key + 12, &four, 4);
	} else if (inet_pton(AF_INET6, address, &six) == 1) {
		bool is_four = memcmp(&six, mapped, sizeof(mapped)) == 0;

		memcpy(key, &six, is_four ? 16 : 8);
	}
}

static struct entry *find(struct guard *g, const unsigned char key[16])
{
	for (size_t i = 0; i < ENTRIES; i++)
		if (g->entries[i].failed > 0 &&
		    memcmp(g->entries[i].key, key, 16) == 0)
			return &g->entries[i];
	return NULL;
}

/* A free place, else that of whoever failed longest ago. */
static struct entry *place(struct guard *g)
{
	struct entry *oldest = &g->entries[0];

	for (size_t i = 0; i < ENTRIES; i++) {
		if (g->entries[i].failed == 0)
			return &g->entries[i];
		if (g->entries[i].last_us < oldest->last_us)
			oldest = &g->entries[i];
	}
	return oldest;
}

int64_t guard_address(struct guard *g, const char *address, int64_t now_us)
{
	unsigned char key[16];
	const struct entry *en;
	int64_t left = 0;

	key_of(address, key);
	(void)pthread_mutex_lock(&g->lock);
	en = find(g, key);
	if (en != NULL && en->until_us > now_us)
		left = (en->until_us - now_us + CLOCK_SECOND - 1) /
		       CLOCK_SECOND;
	(void)pthread_mutex_unlock(&g->lock);
	return left;
}

void guard_failed(struct guard *g, const char *address, int64_t now_us)
{
	unsigned char key[16];
	struct entry *en;

	key_of(address, key);
	(void)pthread_mutex_lock(&g->lock);
	en = find(g, key);
	if (en == NULL) {
		en = place(g);
		*en = (struct entry){ 0 };
		memcpy(en->key, key, sizeof(key));
	}
	if (now_us - en->last_us > FORGIVEN)
		en->failed = 0;
	en->failed++;
	en->last_us = now_us;
	en->until_us = now_us + guard_wait_us(en->failed, GUARD_ADDRESS);
	(void)pthread_mutex_unlock(&g->lock);
}

void guard_forgive(struct guard *g, const char *address)
{
	unsigned char key[16];
	struct entry *en;

	key_of(address, key);
	(void)pthread_mutex_lock(&g->lock);
	en = find(g, key);
	if (en != NULL)
		en->failed = 0;
	(void)pthread_mutex_unlock(&g->lock);
}
