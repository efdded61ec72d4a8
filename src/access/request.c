#include "access/request.h"

#include "base/mem.h"

#include <pthread.h>
#include <string.h>

struct requests {
	pthread_mutex_t lock;
	struct request *newest;
};

struct request *request_new(void)
{
	struct request *r = NEW(struct request);

	r->rq = OIDC_REQUEST_INIT;
	r->redirect = r->next = r->address = STR_INIT;
	return r;
}

void request_free(struct request *r)
{
	if (r == NULL)
		return;
	oidc_request_done(&r->rq);
	str_done(&r->redirect);
	str_done(&r->next);
	str_done(&r->address);
	free(r);
}

struct requests *requests_new(void)
{
	struct requests *all = NEW(struct requests);

	(void)pthread_mutex_init(&all->lock, NULL);
	return all;
}

void requests_free(struct requests *all)
{
	if (all == NULL)
		return;
	while (all->newest != NULL) {
		struct request *r = all->newest;

		all->newest = r->older;
		request_free(r);
	}
	(void)pthread_mutex_destroy(&all->lock);
	free(all);
}

/* Those that have ended go, and of too many the oldest. Newest come first. */
static void sweep(struct requests *all, const char *address, int64_t now_us)
{
	size_t n = 0, own = 0;

	for (struct request **at = &all->newest; *at != NULL;) {
		struct request *r = *at;
		bool same = strcmp(r->address.s, address) == 0;

		if (r->until_us > now_us && n < REQUESTS_ALL &&
		    (!same || own < REQUESTS_EACH)) {
			n++;
			own += same;
			at = &r->older;
			continue;
		}
		*at = r->older;
		request_free(r);
	}
}

void requests_put(struct requests *all, struct request *r, int64_t now_us)
{
	(void)pthread_mutex_lock(&all->lock);
	r->until_us = now_us + REQUEST_LASTS;
	r->older = all->newest;
	all->newest = r;
	sweep(all, r->address.s, now_us);
	(void)pthread_mutex_unlock(&all->lock);
}

struct request *requests_take(struct requests *all, const char *state,
			      int64_t now_us)
{
	struct request *found = NULL;

	(void)pthread_mutex_lock(&all->lock);
	for (struct request **at = &all->newest; *at != NULL;
	     at = &(*at)->older) {
		struct request *r = *at;

		/* 256 random bits: there is nothing to find out by time */
		if (strcmp(r->rq.state.s, state) != 0)
			continue;
		*at = r->older;
		found = r;
		break;
	}
	(void)pthread_mutex_unlock(&all->lock);
	if (found != NULL && found->until_us <= now_us) {
		request_free(found);
		return NULL;
	}
	return found;
}
