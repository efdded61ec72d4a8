#include "access/access.h"

#include "access/guard.h"
#include "access/request.h"
#include "access/state.h"
#include "base/err.h"
#include "base/mem.h"

struct access *access_open(struct archive *a)
{
	struct access *x = NEW(struct access);

	x->archive = a;
	x->guard = guard_new();
	x->requests = requests_new();
	(void)pthread_mutex_init(&x->lock, NULL);
	return x;
}

void access_free(struct access *x)
{
	if (x == NULL)
		return;
	providers_forget(x);
	requests_free(x->requests);
	guard_free(x->guard);
	(void)pthread_mutex_destroy(&x->lock);
	free(x);
}

int hashing_begin(struct access *x, struct err *e)
{
	bool free_place;

	(void)pthread_mutex_lock(&x->lock);
	free_place = x->hashings < HASHINGS_MAX;
	x->hashings += free_place;
	(void)pthread_mutex_unlock(&x->lock);
	if (!free_place)
		return err_set(e, ERR_RETRY,
			       "too many people are signing in just now: try "
			       "again in a moment");
	return 0;
}

void hashing_end(struct access *x)
{
	(void)pthread_mutex_lock(&x->lock);
	x->hashings--;
	(void)pthread_mutex_unlock(&x->lock);
}
