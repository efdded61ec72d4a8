/*
 * serve.c - the watch of `estreat serve`: looks, and has channels told.
 *
 * A look a minute, and one when a run has ended. Each channel is told by a
 * thread of its own while something waits for it: one that hangs keeps no
 * other waiting, nor the looks.
 */
#include "watch/watch.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "connector/connector.h"
#include "db/db.h"
#include "watch/alerts.h"
#include "watch/channels.h"
#include "watch/digest.h"
#include "watch/health.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define TELLERS_MAX  16
#define LOOK_US      CLOCK_MINUTE
#define COUNT_AGE_US (10 * CLOCK_MINUTE)
#define TICK_NS      (1000L * 1000 * 1000 - 1)

struct teller {
	pthread_t thread;
	struct archive *archive;
	int64_t channel; /* 0: the slot is free */
	const atomic_bool *stop;
	atomic_bool ended;
};

struct watch {
	struct archive *archive;
	struct db *db;
	atomic_bool ending;
	struct teller tellers[TELLERS_MAX];
	int64_t next_look_us; /* monotonic */
	int64_t ended_us;     /* of the run that ended last, when we looked */
};

static _Atomic int64_t looked_us;

int64_t watch_looked_us(void)
{
	return atomic_load(&looked_us);
}

/* --- telling -------------------------------------------------------------- */

static void *teller_main(void *ctx)
{
	struct teller *t = ctx;
	AUTO(db_close) struct db *db = NULL;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	if (archive_db(t->archive, &db, &e) < 0 ||
	    channels_bring(t->archive, db, t->channel, t->stop, &e) < 0)
		log_event(LOG_WARN, "alert.not-told",
			  "channel=%" PRId64 " reason=\"%s\"", t->channel,
			  err_str(&e, text, sizeof(text)));
	atomic_store(&t->ended, true);
	return NULL;
}

static void tellers_reap(struct watch *w, bool wait)
{
	for (size_t i = 0; i < TELLERS_MAX; i++) {
		struct teller *t = &w->tellers[i];

		if (t->channel == 0 || (!wait && !atomic_load(&t->ended)))
			continue;
		(void)pthread_join(t->thread, NULL);
		t->channel = 0;
	}
}

static struct teller *teller_free(struct watch *w)
{
	for (size_t i = 0; i < TELLERS_MAX; i++)
		if (w->tellers[i].channel == 0)
			return &w->tellers[i];
	return NULL;
}

static int tellers_start(struct watch *w, struct err *e)
{
	int rc = 1;

	while (rc > 0) {
		int64_t busy[TELLERS_MAX], id = 0;
		struct teller *t = teller_free(w);

		if (t == NULL)
			return 0;
		for (size_t i = 0; i < TELLERS_MAX; i++)
			busy[i] = w->tellers[i].channel;
		rc = channels_due(w->db, clock_now_us(), busy, TELLERS_MAX, &id,
				  e);
		if (rc <= 0)
			return rc;
		t->archive = w->archive;
		t->channel = id;
		t->stop = &w->ending;
		atomic_store(&t->ended, false);
		if (pthread_create(&t->thread, NULL, teller_main, t) != 0) {
			t->channel = 0; /* tried again in a second */
			return 0;
		}
	}
	return rc;
}

/* --- looking -------------------------------------------------------------- */

static int run_ended(struct watch *w, int64_t *at_us, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(w->db, "SELECT coalesce(max(ended_us), 0) FROM run", e);

	if (db_step(st, e) < 0)
		return -1;
	*at_us = db_col_int(st, 0);
	return 0;
}

/* What a run brought is counted at once: whoever waits for it looks now. */
static int look(struct watch *w, bool counted_anew, struct err *e)
{
	AUTO(health_free) const struct health *h = NULL;
	int64_t told = 0;

	if (health_count(w->archive, w->db, counted_anew ? 0 : COUNT_AGE_US,
			 e) < 0 ||
	    health_take(w->archive, w->db, 0, &h, e) < 0 ||
	    alerts_look(w->archive, w->db, h, &told, e) < 0 ||
	    digest_queue(w->archive, w->db, h, e) < 0)
		return -1;
	if (told > 0)
		log_event(LOG_INFO, "alert.queued", "alerts=%" PRId64, told);
	return 0;
}

/* What fails for now is looked at again in a minute. */
static int look_if_due(struct watch *w, struct err *e)
{
	int64_t ended = 0, now = clock_monotonic_us();
	bool another;
	char text[ERR_TEXT];

	if (run_ended(w, &ended, e) < 0)
		return -1;
	if (now < w->next_look_us && ended == w->ended_us)
		return 0;
	another = ended != w->ended_us;
	w->ended_us = ended;
	w->next_look_us = now + LOOK_US;
	if (look(w, another, e) < 0) {
		log_event(LOG_WARN, "watch.failed", "reason=\"%s\"",
			  err_str(e, text, sizeof(text)));
		if (e->kind == ERR_STORE)
			return -1;
		err_clear(e);
	}
	return 0;
}

static int serve(struct watch *w, const atomic_bool *stop, struct err *e)
{
	struct timespec tick = { .tv_nsec = TICK_NS };
	int rc = archive_db(w->archive, &w->db, e);

	while (rc == 0 && !atomic_load(stop)) {
		tellers_reap(w, false);
		rc = look_if_due(w, e);
		if (rc == 0)
			rc = tellers_start(w, e);
		if (rc < 0 && e->kind == ERR_RETRY) {
			err_clear(e);
			rc = 0;
		}
		atomic_store(&looked_us, clock_monotonic_us());
		if (rc == 0)
			(void)nanosleep(&tick, NULL); /* then look again */
	}
	return rc;
}

int watch_serve(struct archive *a, const atomic_bool *stop, struct err *e)
{
	struct watch *w = NEW(struct watch);
	int rc;

	w->archive = a;
	rc = serve(w, stop, e);
	atomic_store(&w->ending, true);
	tellers_reap(w, true);
	db_close(w->db);
	free(w);
	return rc;
}
