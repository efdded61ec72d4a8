#include "portal/workers.h"

#include "base/err.h"
#include "base/mem.h"

#include <pthread.h>
#include <stdlib.h>

struct work {
	void (*work)(void *ctx);
	void *ctx;
};

struct workers {
	pthread_mutex_t lock;
	pthread_cond_t some;
	pthread_t *threads;
	size_t n_threads, busy;
	struct work *ring;
	size_t cap, first, waiting;
	bool ending;
};

static void *run(void *ctx)
{
	struct workers *w = ctx;

	(void)pthread_mutex_lock(&w->lock);
	while (w->waiting > 0 || !w->ending) {
		struct work work;

		if (w->waiting == 0) {
			(void)pthread_cond_wait(&w->some, &w->lock);
			continue;
		}
		work = w->ring[w->first];
		w->first = (w->first + 1) % w->cap;
		w->waiting--;
		w->busy++;
		(void)pthread_mutex_unlock(&w->lock);
		work.work(work.ctx);
		(void)pthread_mutex_lock(&w->lock);
		w->busy--;
	}
	(void)pthread_mutex_unlock(&w->lock);
	return NULL;
}

int workers_start(struct workers **out, size_t threads, size_t waiting,
		  struct err *e)
{
	AUTO(workers_stop) struct workers *w = NEW(struct workers);

	(void)pthread_mutex_init(&w->lock, NULL);
	(void)pthread_cond_init(&w->some, NULL);
	w->cap = waiting;
	w->ring = mem_alloc(waiting, sizeof(*w->ring));
	w->threads = mem_alloc(threads, sizeof(*w->threads));
	for (size_t i = 0; i < threads; i++) {
		if (pthread_create(&w->threads[i], NULL, run, w) != 0)
			return err_set(e, ERR_STORE,
				       "no thread can be made for the portal");
		w->n_threads++;
	}
	*out = TAKE(w);
	return 0;
}

void workers_stop(struct workers *w)
{
	if (w == NULL)
		return;
	(void)pthread_mutex_lock(&w->lock);
	w->ending = true;
	(void)pthread_cond_broadcast(&w->some);
	(void)pthread_mutex_unlock(&w->lock);
	for (size_t i = 0; i < w->n_threads; i++)
		(void)pthread_join(w->threads[i], NULL);
	(void)pthread_cond_destroy(&w->some);
	(void)pthread_mutex_destroy(&w->lock);
	free(w->threads);
	free(w->ring);
	free(w);
}

bool workers_add(struct workers *w, void (*work)(void *ctx), void *ctx)
{
	bool room;

	(void)pthread_mutex_lock(&w->lock);
	room = w->waiting < w->cap && !w->ending;
	if (room) {
		w->ring[(w->first + w->waiting++) % w->cap] =
			(struct work){ work, ctx };
		(void)pthread_cond_signal(&w->some);
	}
	(void)pthread_mutex_unlock(&w->lock);
	return room;
}

struct workers_load workers_load(struct workers *w)
{
	struct workers_load l;

	(void)pthread_mutex_lock(&w->lock);
	l = (struct workers_load){ w->n_threads, w->busy, w->waiting };
	(void)pthread_mutex_unlock(&w->lock);
	return l;
}
