#include "vault/shipper-private.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOOK_US     (2 * CLOCK_SECOND) /* for what a person has changed */
#define RETRY_LEAST (5 * CLOCK_SECOND)
#define RETRY_MOST  (5 * CLOCK_MINUTE)
#define ASIDE_US    (10 * CLOCK_MINUTE)

#define TURN_US     CLOCK_MINUTE /* then shipping, the cache, moving */

/* --- several at a time ---------------------------------------------------- */

struct crew {
	struct shipper *s;
	struct shipped *list;
	size_t n;
	int (*one)(struct shipper *s, struct shipped *it, struct err *e);
	atomic_size_t next;
	pthread_mutex_t lock;
	struct err e; /* what ended it */
};

/* Remember that this one fails; false: too many do. */
static bool set_aside(struct shipper *s, const char *name, const struct err *e)
{
	bool room;

	(void)pthread_mutex_lock(&s->lock);
	room = s->n_aside < SHIP_ASIDE;
	if (room) {
		memcpy(s->aside[s->n_aside].name, name, PLACE_NAME);
		s->aside[s->n_aside++].until_us =
			clock_monotonic_us() + ASIDE_US;
	}
	if (s->first.kind == ERR_NONE)
		s->first = *e;
	(void)pthread_mutex_unlock(&s->lock);
	return room;
}

bool ship_is_aside(struct shipper *s, const char *name)
{
	bool found = false;

	(void)pthread_mutex_lock(&s->lock);
	for (size_t i = 0; i < s->n_aside; i++)
		found = found || strcmp(s->aside[i].name, name) == 0;
	(void)pthread_mutex_unlock(&s->lock);
	return found;
}

/* Those whose time has come are tried again; all where somebody asks. */
static void take_up(struct shipper *s, bool all)
{
	int64_t now = clock_monotonic_us();
	size_t n = 0;

	(void)pthread_mutex_lock(&s->lock);
	for (size_t i = 0; i < s->n_aside; i++)
		if (!all && s->aside[i].until_us > now)
			s->aside[n++] = s->aside[i];
	if (n < s->n_aside) /* objects are found by their folders */
		memset(s->folders, 0, sizeof(s->folders));
	s->n_aside = n;
	(void)pthread_mutex_unlock(&s->lock);
}

static bool is_single(const struct err *e)
{
	return e->kind == ERR_ITEM || e->kind == ERR_STORE;
}

static void *work(void *arg)
{
	struct crew *c = arg;

	for (;;) {
		size_t i = atomic_fetch_add(&c->next, 1);
		struct err e = ERR_INIT;

		if (i >= c->n || atomic_load(&c->s->stop))
			return NULL;
		if (clock_monotonic_us() > c->s->until_us) {
			atomic_store(&c->s->more, true);
			return NULL;
		}
		if (ship_is_aside(c->s, c->list[i].name) ||
		    c->one(c->s, &c->list[i], &e) == 0)
			continue;
		(void)err_wrap(&e, "%s", c->list[i].name);
		if (is_single(&e) && set_aside(c->s, c->list[i].name, &e))
			continue;
		(void)pthread_mutex_lock(&c->lock);
		if (c->e.kind == ERR_NONE)
			c->e = e;
		(void)pthread_mutex_unlock(&c->lock);
		atomic_store(&c->next, c->n); /* nobody takes another */
		return NULL;
	}
}

int ship_each(struct shipper *s, struct shipped *list, size_t n,
	      int (*one)(struct shipper *s, struct shipped *it, struct err *e),
	      struct err *e)
{
	struct crew c = { .s = s, .list = list, .n = n, .one = one };
	pthread_t hands[SHIP_HANDS];
	size_t started = 0;

	if (n == 0)
		return 0;
	(void)pthread_mutex_init(&c.lock, NULL);
	for (; started + 1 < SHIP_HANDS && started + 1 < n; started++)
		if (pthread_create(&hands[started], NULL, work, &c) != 0)
			break; /* fewer are slower, that is all */
	(void)work(&c);
	for (size_t i = 0; i < started; i++)
		(void)pthread_join(hands[i], NULL);
	(void)pthread_mutex_destroy(&c.lock);
	if (c.e.kind != ERR_NONE) {
		*e = c.e;
		return -1;
	}
	if (atomic_load(&s->stop))
		return err_set(e, ERR_RETRY, "the process ends");
	return 0;
}

void ship_gate(struct shipper *s, uint64_t bytes)
{
	if (bytes > SHIP_LARGE)
		(void)pthread_mutex_lock(&s->large);
}

void ship_gate_end(struct shipper *s, uint64_t bytes)
{
	if (bytes > SHIP_LARGE)
		(void)pthread_mutex_unlock(&s->large);
}

/* --- a pass ----------------------------------------------------------------
 */

static bool same(const struct store_pair *a, const struct store_pair *b)
{
	return a->used.id == b->used.id && a->used.set_us == b->used.set_us &&
	       a->leaving.id == b->leaving.id &&
	       a->leaving.state == b->leaving.state &&
	       a->leaving.set_us == b->leaving.set_us;
}

int ship_goes_on(struct shipper *s, struct err *e)
{
	struct store_pair now;

	if (control_store_pair(s->v->control, &now, e) < 0)
		return -1;
	return same(&now, &s->pair);
}

/* Another store than in the pass before: what was seen then does not count. */
static int begin(struct shipper *s, const struct store_pair *pair,
		 struct err *e)
{
	if (same(pair, &s->pair))
		return 0;
	s->pair = *pair;
	memset(s->folders, 0, sizeof(s->folders));
	s->try_us = 0;
	s->failures = 0;
	take_up(s, true);
	return pair->used.id == 0
		       ? 0
		       : control_shipped_tidy(s->v->control, true, e);
}

static int into(struct shipper *s, struct err *e)
{
	if (s->pair.used.id == 0)
		return 0;
	if (stores_take(s->v->stores, s->pair.used.id, &s->to, e) < 0)
		return -1;
	s->until_us = clock_monotonic_us() + TURN_US;
	return ship_new(s, e) < 0 ? -1 : ship_evict(s, e);
}

static int away(struct shipper *s, struct err *e)
{
	if (s->pair.leaving.id == 0)
		return 0;
	if (stores_take(s->v->stores, s->pair.leaving.id, &s->from, e) < 0)
		return -1;
	s->until_us = clock_monotonic_us() + TURN_US;
	return ship_move(s, e);
}

static int work_off(struct shipper *s, struct err *e)
{
	int rc;

	atomic_store(&s->more, false);
	rc = into(s, e);
	if (rc == 0)
		rc = away(s, e);
	stores_give(s->v->stores, TAKE(s->to));
	stores_give(s->v->stores, TAKE(s->from));
	return rc;
}

/* Say what hinders it, or that nothing does any more. */
static void tell(struct shipper *s, const struct err *why)
{
	uint64_t id =
		s->pair.used.id != 0 ? s->pair.used.id : s->pair.leaving.id;
	char text[ERR_TEXT] = "";
	struct err e = ERR_INIT;

	if (why != NULL)
		(void)err_str(why, text, sizeof(text));
	if (id != 0 && control_store_error(s->v->control, id, text, &e) < 0)
		err_clear(&e); /* the log has it */
	if (why != NULL && !s->said)
		log_event(LOG_WARN, "vault.shipping_waits", "reason=\"%s\"",
			  text);
	else if (why == NULL && s->said)
		log_event(LOG_INFO, "vault.shipping_goes_on", "store=%" PRIu64,
			  id);
	s->said = why != NULL;
}

static void put_off(struct shipper *s)
{
	int64_t wait = RETRY_LEAST;

	for (unsigned int i = 0; i < s->failures && wait < RETRY_MOST; i++)
		wait *= 2;
	s->failures++;
	s->try_us =
		clock_monotonic_us() + (wait < RETRY_MOST ? wait : RETRY_MOST);
}

/* 1: done with; 0: once more, there is more to do or a person has changed
   something; -1. */
static int try_once(struct shipper *s, bool asked, struct err *e)
{
	struct store_pair pair;

	if (control_store_pair(s->v->control, &pair, e) < 0 ||
	    begin(s, &pair, e) < 0)
		return -1;
	if (pair.used.id == 0 && pair.leaving.id == 0)
		return 1;
	take_up(s, asked);
	if (work_off(s, e) < 0)
		return -1;
	return atomic_load(&s->more) ? 0 : ship_goes_on(s, e);
}

/* Is it too soon to try again, with the same settings? */
static bool is_put_off(struct shipper *s)
{
	struct err e = ERR_INIT;

	return clock_monotonic_us() < s->try_us && ship_goes_on(s, &e) > 0;
}

/* True: something hinders it. */
static bool pass(struct shipper *s, bool asked)
{
	struct err e = ERR_INIT;
	int rc;

	if (!asked && is_put_off(s))
		return true;
	s->first = ERR_INIT;
	do
		rc = try_once(s, asked, &e);
	while (rc == 0 && !atomic_load(&s->stop));
	if (atomic_load(&s->stop))
		return true;
	if (rc < 0)
		put_off(s);
	else
		s->failures = 0;
	if (rc < 0)
		tell(s, &e);
	else if (s->n_aside == 0)
		tell(s, NULL);
	else if (s->first.kind != ERR_NONE)
		tell(s, &s->first);
	return rc < 0 || s->n_aside > 0;
}

/* --- the thread ------------------------------------------------------------
 */

static void sleep_a_while(struct shipper *s)
{
	int64_t until = clock_monotonic_us() + LOOK_US;
	struct timespec at = { .tv_sec = (time_t)(until / CLOCK_SECOND),
			       .tv_nsec = (long)(until % CLOCK_SECOND) * 1000 };

	(void)pthread_cond_timedwait(&s->wake, &s->lock, &at);
}

static void *run(void *arg)
{
	struct shipper *s = arg;

	(void)pthread_mutex_lock(&s->lock);
	while (!s->stopping) {
		uint64_t asked = s->asked;
		bool wanted = asked > s->done, hindered;

		(void)pthread_mutex_unlock(&s->lock);
		hindered = pass(s, wanted);
		(void)pthread_mutex_lock(&s->lock);
		s->hindered = hindered;
		s->done = asked;
		(void)pthread_cond_broadcast(&s->idle);
		if (!s->stopping && s->asked == s->done)
			sleep_a_while(s);
	}
	(void)pthread_cond_broadcast(&s->idle);
	(void)pthread_mutex_unlock(&s->lock);
	return NULL;
}

struct shipper *shipper_start(struct vault *v)
{
	struct shipper *s;
	pthread_condattr_t attr;

	if (!stores_can_open(v->stores))
		return NULL;
	s = NEW(struct shipper);
	s->v = v;
	s->first = ERR_INIT;
	(void)pthread_condattr_init(&attr);
	(void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	(void)pthread_mutex_init(&s->lock, NULL);
	(void)pthread_mutex_init(&s->large, NULL);
	(void)pthread_cond_init(&s->wake, &attr);
	(void)pthread_cond_init(&s->idle, NULL);
	(void)pthread_condattr_destroy(&attr);
	if (pthread_create(&s->thread, NULL, run, s) != 0)
		mem_exhausted(sizeof(*s));
	return s;
}

static void end(struct shipper *s)
{
	atomic_store(&s->stop, true);
	stores_stop(s->v->stores);
	(void)pthread_mutex_lock(&s->lock);
	s->stopping = true;
	(void)pthread_cond_broadcast(&s->wake);
	(void)pthread_mutex_unlock(&s->lock);
}

void vault_shipping_stop(struct vault *v)
{
	if (v->shipper != NULL)
		end(v->shipper);
}

void shipper_stop(struct shipper *s)
{
	if (s == NULL)
		return;
	end(s);
	(void)pthread_join(s->thread, NULL);
	(void)pthread_mutex_destroy(&s->lock);
	(void)pthread_mutex_destroy(&s->large);
	(void)pthread_cond_destroy(&s->wake);
	(void)pthread_cond_destroy(&s->idle);
	free(s);
}

int vault_shipped_all(struct vault *v, struct err *e)
{
	struct shipper *s = v->shipper;
	uint64_t wanted;
	int rc;

	if (s == NULL)
		return err_set(e, ERR_USAGE, "vault %s: nothing ships here",
			       v->name);
	(void)pthread_mutex_lock(&s->lock);
	wanted = ++s->asked;
	(void)pthread_cond_broadcast(&s->wake);
	while (s->done < wanted && !s->stopping)
		(void)pthread_cond_wait(&s->idle, &s->lock);
	rc = s->done >= wanted && !s->hindered;
	(void)pthread_mutex_unlock(&s->lock);
	return rc;
}
