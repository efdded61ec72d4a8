/*
 * crew.c - the sessions of one target: a foreman thread and its carriers.
 *
 * The foreman waits until something is due, opens the agent with the values
 * that hold now, and lets as many carriers work as the agent takes sessions.
 * A carrier takes mailboxes, brings them what waits, writes the records of
 * copies, and settles, over and over; with nothing due it stays a moment,
 * connected, and then goes. When the last one is gone the agent is closed.
 * Values that a person changes make the carriers go at once.
 *
 * There is one crew a target in a process: what is marked as held at its
 * beginning was held by a process that is dead.
 */
#include "delivery/delivery.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "db/db.h"
#include "delivery/carry.h"
#include "delivery/consent.h"
#include "delivery/outbox.h"
#include "delivery/setup.h"
#include "target/agent.h"
#include "target/copies.h"
#include "vault/vault.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define SESSIONS_MAX 64
#define ROWS_MIN     32 /* at least so many rows are taken for a session */
#define ROWS_GROW    8  /* times that, where they are brought in a moment */
#define MOMENT_US    (4 * CLOCK_SECOND)
#define LINGER_S     5

struct delivery {
	struct delivery *next;
	struct archive *archive;
	int64_t target;
	unsigned int users;
	bool gone; /* being joined: not to be used any more */
	pthread_t foreman;

	pthread_mutex_t lock;
	pthread_cond_t news; /* something was added, settled, or ends */
	uint64_t added, settled;
	unsigned int busy;    /* carriers with something in hand */
	int64_t last_busy_us; /* monotonic */
	struct err fatal;
	atomic_bool stale; /* the target's values have changed */
	atomic_bool ending;

	/* while carriers work; set before they start */
	struct target_opened open;
	size_t rows; /* to take at once, at first */
};

/* All crews of this process. */
static pthread_mutex_t crews_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t crews_changed = PTHREAD_COND_INITIALIZER;
static struct delivery *crews;

static void fatal(struct delivery *d, const struct err *why)
{
	(void)pthread_mutex_lock(&d->lock);
	if (d->fatal.kind == ERR_NONE)
		d->fatal = *why;
	atomic_store(&d->ending, true);
	(void)pthread_cond_broadcast(&d->news);
	(void)pthread_mutex_unlock(&d->lock);
}

static bool is_ending(void *ctx)
{
	return atomic_load(&((struct delivery *)ctx)->ending);
}

/* With the lock held: until news, or so many seconds. */
static void wait_news(struct delivery *d, int seconds)
{
	struct timespec until;

	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += seconds;
	(void)pthread_cond_timedwait(&d->news, &d->lock, &until);
}

/* --- a carrier ------------------------------------------------------------ */

/* What a carrier thread has for itself. */
struct hand {
	struct delivery *d;
	struct db *take;   /* survives loss of power */
	struct db *settle; /* what it loses then is found in the vault */
	struct carrier carrier;
	size_t rows; /* to take at once, now */
};

static int record(struct hand *h, const struct outbox_mailbox *m,
		  const struct outbox_row *row, struct err *e)
{
	struct delivery *d = h->d;
	struct copies c = { .message = row->message,
			    .time_us = row->time_us,
			    .folder = row->folder,
			    .connector = row->connector,
			    .run = row->run };
	struct copies_outside where = { .mailbox = m->mailbox,
					.target = d->open.name,
					.place = row->place != NULL ? row->place
								    : "",
					.reduced = row->reduced };

	return copies_put_outside(d->archive, &c, &where, e);
}

static int records(struct hand *h, const struct outbox_lease *l, struct err *e)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < l->mailboxes[i].n; k++) {
			const struct outbox_row *row = &l->mailboxes[i].rows[k];

			if (row->fate != FATE_DONE || row->recorded)
				continue;
			if (record(h, &l->mailboxes[i], row, e) < 0)
				return -1;
			n++;
		}
	return n > 0 ? vault_commit(archive_vault(h->d->archive), e) : 0;
}

static void tell(const struct delivery *d, const struct outbox_lease *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->mailboxes[i].outcome != AGENT_NOT_TRIED)
			log_event(LOG_WARN, "delivery.waits",
				  "target=\"%s\" mailbox=%" PRIu64
				  " outcome=\"%s\" reason=\"%s\"",
				  d->open.name, l->mailboxes[i].mailbox,
				  agent_outcome_name(l->mailboxes[i].outcome),
				  l->mailboxes[i].reason);
	if (l->trouble != 0)
		log_event(l->trouble == ERR_RETRY ? LOG_WARN : LOG_ERROR,
			  "delivery.stopped", "target=\"%s\" reason=\"%s\"",
			  d->open.name, l->reason);
}

static int settle(struct hand *h, const struct outbox_lease *l, struct err *e)
{
	struct delivery *d = h->d;

	if (records(h, l, e) < 0 ||
	    outbox_settle(h->settle, l, clock_now_us(),
			  catalog_last(archive_catalog(d->archive)), e) < 0)
		return -1;
	tell(d, l);
	(void)pthread_mutex_lock(&d->lock);
	d->settled++;
	(void)pthread_cond_broadcast(&d->news);
	(void)pthread_mutex_unlock(&d->lock);
	return 0;
}

/* What was taken is brought, and settled whatever came of it. */
static int bring(struct hand *h, struct outbox_lease *l, struct err *e)
{
	struct delivery *d = h->d;
	struct err broken = ERR_INIT;
	int rc = 0;

	if (l->changed == d->open.changed) {
		rc = carry(&h->carrier, l, &broken);
	} else {
		atomic_store(&d->stale, true);
	}
	if (l->trouble != 0 && h->carrier.session != NULL)
		agent_session_close(TAKE(h->carrier.session));
	if (settle(h, l, e) < 0)
		return -1;
	if (rc < 0)
		*e = broken;
	return rc;
}

static bool is_over(struct delivery *d)
{
	return is_ending(d) || atomic_load(&d->stale);
}

/* Nothing is due: true where it is worth looking again. A carrier stays while
   another is at work: more may come for both. */
static bool linger(struct delivery *d, uint64_t added)
{
	bool again;

	(void)pthread_mutex_lock(&d->lock);
	if (d->added == added && !is_over(d))
		wait_news(d, 1);
	again = !is_over(d) &&
		(d->busy > 0 || clock_monotonic_us() - d->last_busy_us <
					LINGER_S * CLOCK_SECOND);
	(void)pthread_mutex_unlock(&d->lock);
	return again;
}

static void busy(struct delivery *d, bool is)
{
	(void)pthread_mutex_lock(&d->lock);
	d->busy += is ? 1U : -1U;
	d->last_busy_us = clock_monotonic_us();
	(void)pthread_mutex_unlock(&d->lock);
}

static uint64_t added_until_now(struct delivery *d)
{
	uint64_t n;

	(void)pthread_mutex_lock(&d->lock);
	n = d->added;
	(void)pthread_mutex_unlock(&d->lock);
	return n;
}

/*
 * What is taken at once costs signing in and three syncs, however little it
 * is; but what is in hand when we die has to be asked for, and a slow server
 * would have it for long. So: more, as long as it takes no more than a moment.
 */
static void learn_rows(struct hand *h, size_t taken, int64_t us)
{
	if (us > MOMENT_US && h->rows > h->d->rows)
		h->rows /= 2;
	else if (us < MOMENT_US / 2 && taken >= h->rows &&
		 h->rows < ROWS_GROW * h->d->rows)
		h->rows *= 2;
}

/* Take, bring, settle. 1; 0: nothing is due. */
static int lease(struct hand *h, struct err *e)
{
	__attribute__((__cleanup__(
		outbox_lease_done_auto))) struct outbox_lease l = { 0 };
	struct delivery *d = h->d;
	int64_t begun_us;
	int rc =
		outbox_take(h->take, d->target, clock_now_us(), h->rows, &l, e);

	if (rc <= 0)
		return rc;
	busy(d, true);
	begun_us = clock_monotonic_us();
	rc = bring(h, &l, e);
	learn_rows(h, l.n_rows, clock_monotonic_us() - begun_us);
	busy(d, false);
	return rc < 0 ? -1 : 1;
}

static int work(struct hand *h, struct err *e)
{
	struct delivery *d = h->d;
	bool more = true;

	while (more && !is_over(d)) {
		uint64_t added = added_until_now(d);
		int rc = lease(h, e);

		if (rc < 0)
			return -1;
		if (rc == 0)
			more = linger(d, added);
	}
	return 0;
}

static void *carrier_main(void *ctx)
{
	struct delivery *d = ctx;
	struct err e = ERR_INIT;
	struct hand h = { .d = d,
			  .rows = d->rows,
			  .carrier = { .target = &d->open,
				       .maker = { .archive = d->archive,
						  .portal = d->open.portal,
						  .ask = d->open.ask },
				       .agent = d->open.agent,
				       .limit = d->open.limit,
				       .stopping = is_ending,
				       .ctx = d } };

	if (archive_db(d->archive, &h.take, &e) < 0 ||
	    archive_db_work(d->archive, DELIVERY_CACHE_MIB, &h.settle, &e) <
		    0) {
		fatal(d, &e);
	} else {
		h.carrier.db = h.settle;
		if (work(&h, &e) < 0)
			fatal(d, &e);
	}
	agent_session_close(h.carrier.session);
	parcel_maker_done(&h.carrier.maker);
	db_close(h.settle);
	db_close(h.take);
	return NULL;
}

/* --- the foreman ----------------------------------------------------------
 */

/* The agent does not even open: the target waits, with the reason. */
static int park(struct delivery *d, struct db *db, struct err *why,
		struct err *e)
{
	char text[ERR_TEXT];
	struct outbox_lease l = {
		.target = d->target,
		.taken_us = clock_now_us(),
		.trouble = why->kind == ERR_RETRY ? ERR_RETRY : ERR_SOURCE,
		.reason = err_str(why, text, sizeof(text)),
	};

	log_event(LOG_ERROR, "delivery.stopped",
		  "target=%" PRId64 " reason=\"%s\"", d->target, l.reason);
	return outbox_settle(db, &l, clock_now_us(), 0, e);
}

static size_t sessions_of(const struct agent *a)
{
	size_t n = a->ops->sessions(a);

	return n < 1 ? 1 : n > SESSIONS_MAX ? SESSIONS_MAX : n;
}

static int carriers_work(struct delivery *d, struct err *e)
{
	pthread_t threads[SESSIONS_MAX];
	const struct agent *a = d->open.agent;
	size_t n = 0, wanted = sessions_of(a);

	d->rows = a->ops->batch(a);
	if (d->rows < ROWS_MIN)
		d->rows = ROWS_MIN;
	while (n < wanted &&
	       pthread_create(&threads[n], NULL, carrier_main, d) == 0)
		n++;
	for (size_t i = 0; i < n; i++)
		(void)pthread_join(threads[i], NULL);
	return n > 0 ? 0
		     : err_set(e, ERR_STORE, "no delivery thread could start");
}

/* From opening the agent to closing it. */
static int shift(struct delivery *d, struct db *db, struct err *e)
{
	struct err why = ERR_INIT;
	int rc;

	atomic_store(&d->stale, false);
	d->last_busy_us = clock_monotonic_us();
	rc = target_open(&d->open, d->archive, db, d->target, is_ending, d,
			 &why);
	if (rc == 0 && consent_required(db, &d->open, d->target, &why) < 0) {
		(void)err_wrap(&why, "target %s", d->open.name);
		target_opened_done(&d->open);
		rc = -1;
	}
	if (rc < 0 && why.kind == ERR_STORE) {
		*e = why;
		return -1;
	}
	if (rc < 0)
		return park(d, db, &why, e);
	rc = carriers_work(d, e);
	target_opened_done(&d->open);
	return rc;
}

static int watch(struct delivery *d, struct db *db, struct err *e)
{
	while (!is_ending(d)) {
		uint64_t added = added_until_now(d);
		int rc = outbox_due(db, d->target, clock_now_us(), e);

		if (rc < 0 || (rc > 0 && shift(d, db, e) < 0))
			return -1;
		if (rc > 0)
			continue;
		(void)pthread_mutex_lock(&d->lock);
		if (!is_ending(d) && d->added == added)
			wait_news(d, 1);
		(void)pthread_mutex_unlock(&d->lock);
	}
	return 0;
}

static void *foreman_main(void *ctx)
{
	struct delivery *d = ctx;
	struct err e = ERR_INIT;
	AUTO(db_close) struct db *db = NULL;

	if (archive_db_work(d->archive, DELIVERY_CACHE_MIB, &db, &e) < 0 ||
	    watch(d, db, &e) < 0)
		fatal(d, &e);
	return NULL;
}

/* --- who uses it ----------------------------------------------------------
 */

static void delivery_free(struct delivery *d)
{
	(void)pthread_mutex_destroy(&d->lock);
	(void)pthread_cond_destroy(&d->news);
	free(d);
}

/* With crews_lock held. */
static struct delivery *find(struct archive *a, int64_t target)
{
	for (struct delivery *d = crews; d != NULL; d = d->next)
		if (d->archive == a && d->target == target)
			return d;
	return NULL;
}

static int start(struct delivery **out, struct archive *a, int64_t target,
		 struct err *e)
{
	AUTO(db_close) struct db *db = NULL;
	struct delivery *d;

	if (archive_db_work(a, DELIVERY_CACHE_MIB, &db, e) < 0 ||
	    outbox_release(db, target, e) < 0)
		return -1;
	d = NEW(struct delivery);
	(void)pthread_mutex_init(&d->lock, NULL);
	(void)pthread_cond_init(&d->news, NULL);
	d->archive = a;
	d->target = target;
	d->users = 1;
	if (pthread_create(&d->foreman, NULL, foreman_main, d) != 0) {
		delivery_free(d);
		return err_set(e, ERR_STORE, "no delivery thread could start");
	}
	d->next = crews;
	crews = d;
	*out = d;
	return 0;
}

int delivery_begin(struct delivery **out, struct archive *a, int64_t target,
		   struct err *e)
{
	struct delivery *d;
	int rc = 0;

	(void)pthread_mutex_lock(&crews_lock);
	while ((d = find(a, target)) != NULL && d->gone)
		(void)pthread_cond_wait(&crews_changed, &crews_lock);
	if (d != NULL) {
		d->users++;
		*out = d;
	} else {
		rc = start(out, a, target, e);
	}
	(void)pthread_mutex_unlock(&crews_lock);
	return rc;
}

static void crew_unlist(struct delivery *d)
{
	struct delivery **at = &crews;

	(void)pthread_mutex_lock(&crews_lock);
	while (*at != d)
		at = &(*at)->next;
	*at = d->next;
	(void)pthread_cond_broadcast(&crews_changed);
	(void)pthread_mutex_unlock(&crews_lock);
}

void delivery_end(struct delivery *d)
{
	if (d == NULL)
		return;
	(void)pthread_mutex_lock(&crews_lock);
	d->gone = --d->users == 0;
	if (!d->gone) {
		(void)pthread_mutex_unlock(&crews_lock);
		return;
	}
	(void)pthread_mutex_unlock(&crews_lock);
	(void)pthread_mutex_lock(&d->lock);
	atomic_store(&d->ending, true);
	(void)pthread_cond_broadcast(&d->news);
	(void)pthread_mutex_unlock(&d->lock);
	(void)pthread_join(d->foreman, NULL);
	crew_unlist(d);
	delivery_free(d);
}

void delivery_wake(struct delivery *d)
{
	(void)pthread_mutex_lock(&d->lock);
	d->added++;
	(void)pthread_cond_broadcast(&d->news);
	(void)pthread_mutex_unlock(&d->lock);
}

int delivery_failed(struct delivery *d, struct err *e)
{
	int rc = 0;

	(void)pthread_mutex_lock(&d->lock);
	if (d->fatal.kind != ERR_NONE) {
		*e = d->fatal;
		rc = -1;
	}
	(void)pthread_mutex_unlock(&d->lock);
	return rc;
}

/* Until something was settled since, or a second; longer where looking takes
   long, as with a million rows. */
static void wait_settled(struct delivery *d, uint64_t settled, int64_t look_us)
{
	int64_t begun = clock_monotonic_us();

	(void)pthread_mutex_lock(&d->lock);
	if (d->settled == settled && !is_ending(d))
		wait_news(d, 1);
	while (!is_ending(d) && clock_monotonic_us() - begun < 10 * look_us)
		wait_news(d, 1);
	(void)pthread_mutex_unlock(&d->lock);
}

static uint64_t settled_until_now(struct delivery *d)
{
	uint64_t n;

	(void)pthread_mutex_lock(&d->lock);
	n = d->settled;
	(void)pthread_mutex_unlock(&d->lock);
	return n;
}

int delivery_drain(struct delivery *d, struct db *db, int64_t run,
		   bool (*stopping)(void *ctx), void *ctx, struct err *e)
{
	for (;;) {
		uint64_t settled = settled_until_now(d);
		int64_t now = clock_monotonic_us();
		int rc;

		if (delivery_failed(d, e) < 0)
			return -1;
		rc = outbox_run_due(db, d->target, run, clock_now_us(), e);
		if (rc <= 0 || (stopping != NULL && stopping(ctx)))
			return rc < 0 ? -1 : 0;
		wait_settled(d, settled, clock_monotonic_us() - now);
	}
}
