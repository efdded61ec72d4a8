#include "http/rate.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/http.h"

#include <pthread.h>

/*
 * Places by the generic cell rate algorithm: `next` is when the next place
 * would be if all were taken one after the other; so many of them as the
 * burst allows may lie in the future without waiting.
 */
struct label {
	const char *name;
	int64_t step_us, slack_us;
	int64_t next_us;
	int64_t hold_us; /* nothing before */
};

struct rate {
	pthread_mutex_t lock;
	size_t n;
	struct label labels[];
};

struct rate *rate_new(const struct rate_limit *limits, size_t n)
{
	struct rate *r = mem_alloc(1, sizeof(*r) + n * sizeof(r->labels[0]));

	(void)pthread_mutex_init(&r->lock, NULL);
	r->n = n;
	for (size_t i = 0; i < n; i++) {
		double step = (double)CLOCK_SECOND / limits[i].per_second;

		r->labels[i].name = limits[i].label;
		r->labels[i].step_us = (int64_t)step;
		r->labels[i].slack_us = (int64_t)(step * (limits[i].burst - 1));
	}
	return r;
}

void rate_free(struct rate *r)
{
	if (r == NULL)
		return;
	(void)pthread_mutex_destroy(&r->lock);
	free(r);
}

int64_t rate_place(struct rate *r, size_t label, int64_t now_us)
{
	struct label *l = &r->labels[label];
	int64_t wait_us;

	(void)pthread_mutex_lock(&r->lock);
	/* also where the machine's clock was set back */
	if (l->next_us < now_us ||
	    l->next_us > now_us + CLOCK_HOUR + l->slack_us)
		l->next_us = now_us;
	wait_us = l->next_us - l->slack_us - now_us;
	l->next_us += l->step_us;
	(void)pthread_mutex_unlock(&r->lock);
	return wait_us > 0 ? wait_us : 0;
}

void rate_hold(struct rate *r, size_t label, int64_t until_us)
{
	struct label *l = &r->labels[label];

	(void)pthread_mutex_lock(&r->lock);
	if (until_us > l->hold_us)
		l->hold_us = until_us;
	(void)pthread_mutex_unlock(&r->lock);
}

int64_t rate_held_until(struct rate *r, size_t label)
{
	int64_t until_us;

	(void)pthread_mutex_lock(&r->lock);
	until_us = r->labels[label].hold_us;
	(void)pthread_mutex_unlock(&r->lock);
	return until_us;
}

int rate_take(struct rate *r, size_t label, int64_t bound_us, struct http *h,
	      struct err *e)
{
	char until[CLOCK_TEXT];
	int64_t hold_us, wait_us;

	for (;;) {
		hold_us = rate_held_until(r, label);
		wait_us = hold_us - clock_now_us();
		if (wait_us <= 0)
			break;
		if (wait_us > bound_us)
			return err_set(e, ERR_RETRY,
				       "no %s before %s UTC: the limit of "
				       "requests is used up",
				       r->labels[label].name,
				       clock_text(hold_us, until));
		if (http_sleep(h, wait_us, e) < 0)
			return -1;
	}
	wait_us = rate_place(r, label, clock_now_us());
	return wait_us > 0 ? http_sleep(h, wait_us, e) : 0;
}
