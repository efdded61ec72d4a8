/* keeper.c - the thread that does what nobody should wait for. */
#include "vault/intake-private.h"

#include "base/clock.h"

#include <time.h>

#define PUBLISH_US CLOCK_SECOND
#define LOOK_US    CLOCK_MINUTE /* for a pack that was left alone */

void keeper_seal(struct intake *in, struct pack *p)
{
	p->next = NULL;
	*in->to_seal_end = p;
	in->to_seal_end = &p->next;
	(void)pthread_cond_signal(&in->keep);
}

static void seal_next(struct intake *in)
{
	struct pack *p = in->to_seal;
	struct err e = ERR_INIT;
	bool usable = !in->failed;
	int rc = 0;

	in->to_seal = p->next;
	if (in->to_seal == NULL)
		in->to_seal_end = &in->to_seal;
	(void)pthread_mutex_unlock(&in->lock);
	if (usable) /* else it is left to recovery */
		rc = pack_seal(p, in->v->control, &e);
	shelf_forget(in->v->shelf, p->row.id);
	(void)pthread_mutex_lock(&in->lock);
	if (usable && rc == 0)
		in->stats.stored_bytes += p->row.bytes - p->end;
	pack_free(p);
	if (rc < 0)
		intake_fail(in, &e);
}

static void publish(struct intake *in)
{
	struct ledger_job *job;
	struct err e = ERR_INIT;
	int rc;

	in->dirty = false;
	in->published_us = clock_monotonic_us();
	(void)pthread_mutex_unlock(&in->lock);
	(void)pthread_mutex_lock(&in->ledger_lock);
	job = ledger_flush_begin(in->ledger, clock_now_us());
	(void)pthread_mutex_unlock(&in->ledger_lock);
	rc = ledger_flush_end(in->ledger, job, &e);
	if (rc == 0 && !in->published) {
		rc = control_set_published(in->v->control, &e);
		in->published = true;
	}
	(void)pthread_mutex_lock(&in->lock);
	if (rc < 0)
		intake_fail(in, &e);
}

static void learn(struct intake *in)
{
	struct err e = ERR_INIT;
	int rc;

	(void)pthread_mutex_unlock(&in->lock);
	rc = train_now(in, false, &e);
	(void)pthread_mutex_lock(&in->lock);
	/* what it would learn from is in a store that is away: another time */
	if (rc < 0 && e.kind != ERR_RETRY)
		intake_fail(in, &e);
}

static void sleep_until(struct intake *in, int64_t monotonic_us)
{
	struct timespec at = { .tv_sec = (time_t)(monotonic_us / CLOCK_SECOND),
			       .tv_nsec = (long)(monotonic_us % CLOCK_SECOND) *
					  1000 };

	(void)pthread_cond_timedwait(&in->keep, &in->lock, &at);
}

void *keeper_run(void *arg)
{
	struct intake *in = arg;

	(void)pthread_mutex_lock(&in->lock);
	for (;;) {
		int64_t now = clock_monotonic_us();
		int64_t due = in->published_us + PUBLISH_US;
		bool flush = in->dirty && !in->failed;

		if (!in->failed)
			intake_retire(in);
		if (in->to_seal != NULL)
			seal_next(in);
		else if (flush && (in->stopping || clock_monotonic_us() >= due))
			publish(in);
		else if (in->stopping)
			break;
		else if (train_is_due(in) && !in->failed)
			learn(in);
		else if (flush)
			sleep_until(in, due);
		else
			sleep_until(in, now + LOOK_US);
	}
	(void)pthread_mutex_unlock(&in->lock);
	return NULL;
}
