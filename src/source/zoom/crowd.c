#include "source/zoom/crowd.h"

#include "base/err.h"
#include "source/zoom/listing.h"

#include <pthread.h>
#include <stdatomic.h>

/* What one thread wants told; lives on its stack while it waits. */
struct telling {
	int (*tell)(void *ctx, struct err *e);
	void *ctx;
	struct err *e;
	int result;
	bool done;
	struct telling *next;
};

struct crowd {
	struct listing *l;
	int (*work)(struct listing *l, size_t i, struct err *e);
	size_t n;
	atomic_size_t next;
	atomic_bool failed;
	pthread_mutex_t lock; /* everything below */
	pthread_cond_t change;
	struct telling *waiting;
	size_t running;
	struct err err; /* the first failure */
};

int crowd_tell(struct listing *l, int (*tell)(void *ctx, struct err *e),
	       void *ctx, struct err *e)
{
	struct telling t = { .tell = tell, .ctx = ctx, .e = e };
	struct crowd *c = l->crowd;

	if (c == NULL)
		return tell(ctx, e);
	(void)pthread_mutex_lock(&c->lock);
	t.next = c->waiting;
	c->waiting = &t;
	(void)pthread_cond_broadcast(&c->change);
	while (!t.done)
		(void)pthread_cond_wait(&c->change, &c->lock);
	(void)pthread_mutex_unlock(&c->lock);
	return t.result;
}

static void *work_on(void *ctx)
{
	struct crowd *c = ctx;

	while (!atomic_load(&c->failed)) {
		size_t i = atomic_fetch_add(&c->next, 1);
		struct err e = ERR_INIT;

		if (i >= c->n)
			break;
		if (c->work(c->l, i, &e) == 0)
			continue;
		(void)pthread_mutex_lock(&c->lock);
		if (!atomic_exchange(&c->failed, true))
			c->err = e;
		(void)pthread_mutex_unlock(&c->lock);
	}
	(void)pthread_mutex_lock(&c->lock);
	c->running--;
	(void)pthread_cond_broadcast(&c->change);
	(void)pthread_mutex_unlock(&c->lock);
	return NULL;
}

/* In the thread that called, until all others have ended. */
static void listen_to(struct crowd *c)
{
	(void)pthread_mutex_lock(&c->lock);
	while (c->running > 0 || c->waiting != NULL) {
		struct telling *t = c->waiting;

		if (t == NULL) {
			(void)pthread_cond_wait(&c->change, &c->lock);
			continue;
		}
		c->waiting = t->next;
		(void)pthread_mutex_unlock(&c->lock);
		t->result = t->tell(t->ctx, t->e);
		(void)pthread_mutex_lock(&c->lock);
		t->done = true;
		(void)pthread_cond_broadcast(&c->change);
	}
	(void)pthread_mutex_unlock(&c->lock);
}

static size_t start(struct crowd *c, pthread_t threads[CROWD_THREADS])
{
	size_t n = c->n < CROWD_THREADS ? c->n : CROWD_THREADS, i = 0;

	(void)pthread_mutex_lock(&c->lock); /* nobody ends before all began */
	while (i < n && pthread_create(&threads[i], NULL, work_on, c) == 0)
		i++;
	c->running = i;
	(void)pthread_mutex_unlock(&c->lock);
	return i;
}

int crowd_run(struct listing *l, size_t n,
	      int (*work)(struct listing *l, size_t i, struct err *e),
	      struct err *e)
{
	struct crowd c = { .l = l, .work = work, .n = n };
	pthread_t threads[CROWD_THREADS];
	size_t started;

	(void)pthread_mutex_init(&c.lock, NULL);
	(void)pthread_cond_init(&c.change, NULL);
	l->crowd = &c;
	started = start(&c, threads);
	listen_to(&c);
	for (size_t i = 0; i < started; i++)
		(void)pthread_join(threads[i], NULL);
	l->crowd = NULL;
	(void)pthread_cond_destroy(&c.change);
	(void)pthread_mutex_destroy(&c.lock);
	if (atomic_load(&c.failed)) {
		*e = c.err;
		return -1;
	}
	if (started == 0 && n > 0)
		return err_set(e, ERR_RETRY, "no thread could be started");
	return 0;
}
