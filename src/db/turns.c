#include "db/turns.h"

#include <time.h>

void turns_init(struct turns *t, unsigned int patience_ms)
{
	(void)pthread_mutex_init(&t->gate, NULL);
	(void)pthread_mutex_init(&t->turn, NULL);
	t->patience_ms = patience_ms;
	atomic_init(&t->impatient, 0);
}

void turns_destroy(struct turns *t)
{
	(void)pthread_mutex_destroy(&t->gate);
	(void)pthread_mutex_destroy(&t->turn);
}

/* A step of the clock makes a wait longer or shorter, and nothing else. */
static struct timespec patience_end(const struct turns *t)
{
	struct timespec at;

	(void)clock_gettime(CLOCK_REALTIME, &at);
	at.tv_nsec += (long)t->patience_ms * 1000000;
	at.tv_sec += at.tv_nsec / 1000000000;
	at.tv_nsec %= 1000000000;
	return at;
}

void turns_take(struct turns *t)
{
	struct timespec until = patience_end(t);

	/* closed while somebody impatient waits */
	(void)pthread_mutex_lock(&t->gate);
	(void)pthread_mutex_unlock(&t->gate);
	if (pthread_mutex_timedlock(&t->turn, &until) == 0)
		return;
	atomic_fetch_add(&t->impatient, 1);
	(void)pthread_mutex_lock(&t->gate);
	(void)pthread_mutex_lock(&t->turn);
	(void)pthread_mutex_unlock(&t->gate);
	atomic_fetch_sub(&t->impatient, 1);
}

void turns_end(struct turns *t)
{
	(void)pthread_mutex_unlock(&t->turn);
}
