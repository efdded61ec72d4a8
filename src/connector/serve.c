/*
 * serve.c - the scheduler: runs connectors when they are due, in threads.
 *
 * Due means: a time of its schedule has passed since its last start (due.h),
 * a person asked for it (wanted_run), a run was cut off, or a job was put
 * back until now. It looks once a second;
 * `wanted_run` is how another process that may not write asks the one that
 * does. A thread beside brings copies to targets outside (delivery/).
 */
#include "connector/connector.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/control.h"
#include "connector/board.h"
#include "db/db.h"
#include "delivery/delivery.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#define THREADS_MAX 64

struct job_thread {
	pthread_t thread;
	struct archive *archive;
	struct board *board;
	const atomic_bool *stop;
	char *name;     /* NULL: the slot is free */
	int64_t id;     /* of the connector */
	int64_t wanted; /* number of the run asked for, 0: nobody asked */
	struct err e;   /* why it failed; read once it has ended */
	atomic_bool ended;
};

/* A connector whose last try failed: how often, and when to try again. */
struct pause {
	int64_t connector;
	unsigned int failures;
	int64_t until_us; /* monotonic */
};

struct server {
	struct archive *archive;
	struct board *board;
	struct db *db;
	atomic_bool ending; /* the threads' stop flag */
	struct job_thread slots[THREADS_MAX];
	struct pause *pauses;
	size_t n_pauses;
	pthread_t post; /* brings copies to targets outside */
	bool has_post;
	atomic_bool post_failed;
	struct err post_error; /* read once it has ended */
};

static _Atomic int64_t ticked_us;

int64_t connector_ticked_us(void)
{
	return atomic_load(&ticked_us);
}

static void *run_one(void *ctx)
{
	struct job_thread *t = ctx;
	char text[ERR_TEXT];
	struct connector_progress progress;
	bool told = t->board != NULL && board_begin(t->board, t->id, &progress);

	if (connector_run(t->archive, t->name, told ? &progress : NULL, t->stop,
			  &t->e) < 0)
		log_event(t->e.kind == ERR_RETRY ? LOG_WARN : LOG_ERROR,
			  "run.ended", "connector=\"%s\" reason=\"%s\"",
			  t->name, err_str(&t->e, text, sizeof(text)));
	if (told)
		board_end(t->board, t->id);
	atomic_store(&t->ended, true);
	return NULL;
}

/* --- after a run ---------------------------------------------------------- */

static struct pause *pause_of(struct server *s, int64_t connector)
{
	for (size_t i = 0; i < s->n_pauses; i++)
		if (s->pauses[i].connector == connector)
			return &s->pauses[i];
	return NULL;
}

/* A source that is away is not asked every second. */
static void pause_after(struct server *s, const struct job_thread *t)
{
	static const int64_t waits[] = { CLOCK_MINUTE, 5 * CLOCK_MINUTE,
					 20 * CLOCK_MINUTE, CLOCK_HOUR };
	const unsigned int n = sizeof(waits) / sizeof(waits[0]);
	struct pause *p = pause_of(s, t->id);

	if (p == NULL) {
		s->pauses = mem_resize(s->pauses,
				       (s->n_pauses + 1) * sizeof(*s->pauses));
		p = &s->pauses[s->n_pauses++];
		*p = (struct pause){ .connector = t->id };
	}
	if (t->e.kind == ERR_NONE) {
		p->failures = 0;
		p->until_us = 0;
		return;
	}
	p->until_us = clock_monotonic_us() +
		      waits[p->failures < n ? p->failures : n - 1];
	p->failures++;
}

/* Runs that were asked for and have ended are asked for no longer. */
static int wanted_clear(struct server *s, int64_t connector, struct err *e)
{
	struct db_stmt *st =
		db_sql(s->db,
		       "UPDATE connector SET wanted_run = 0 WHERE id = $1"
		       " AND wanted_run <= (SELECT coalesce(max(n), 0) FROM run"
		       " WHERE connector = $1 AND state > 2)",
		       e);

	db_int(st, 1, connector);
	return db_exec(st, e);
}

/* Who asked for a run that could not be brought to an end is told why. */
static int attempt_write(struct server *s, const struct job_thread *t,
			 struct err *e)
{
	char text[ERR_TEXT];
	struct db_stmt *st =
		db_sql(s->db,
		       "INSERT INTO attempt(connector, run, ended_us, error)"
		       " VALUES ($1, $2, $3, $4) ON CONFLICT (connector)"
		       " DO UPDATE SET run = $2, ended_us = $3, error = $4",
		       e);

	db_int(st, 1, t->id);
	db_int(st, 2, t->wanted);
	db_int(st, 3, clock_now_us());
	db_text(st, 4, err_str(&t->e, text, sizeof(text)));
	if (db_exec(st, e) < 0)
		return -1;
	st = db_sql(s->db,
		    "UPDATE connector SET wanted_run = 0 WHERE id = $1"
		    " AND wanted_run = $2",
		    e);
	db_int(st, 1, t->id);
	db_int(st, 2, t->wanted);
	return db_exec(st, e);
}

static int settle(struct server *s, struct job_thread *t, struct err *e)
{
	pause_after(s, t);
	if (wanted_clear(s, t->id, e) < 0)
		return -1;
	if (t->wanted > 0 && t->e.kind != ERR_NONE &&
	    attempt_write(s, t, e) < 0)
		return -1;
	if (t->e.kind != ERR_STORE)
		return 0;
	/* nothing can be stored any more until the archive is opened again */
	*e = t->e;
	return -1;
}

static int reap(struct server *s, bool wait, struct err *e)
{
	for (size_t i = 0; i < THREADS_MAX; i++) {
		struct job_thread *t = &s->slots[i];

		if (t->name == NULL || (!wait && !atomic_load(&t->ended)))
			continue;
		(void)pthread_join(t->thread, NULL);
		free(TAKE(t->name));
		if (settle(s, t, e) < 0)
			return -1;
	}
	return 0;
}

/* --- before a run --------------------------------------------------------- */

static bool is_running(const struct server *s, int64_t connector)
{
	for (size_t i = 0; i < THREADS_MAX; i++)
		if (s->slots[i].name != NULL && s->slots[i].id == connector)
			return true;
	return false;
}

static void start(struct server *s, const struct connector_info *info,
		  int64_t wanted)
{
	for (size_t i = 0; i < THREADS_MAX; i++) {
		struct job_thread *t = &s->slots[i];

		if (t->name != NULL)
			continue;
		t->archive = s->archive;
		t->board = s->board;
		t->stop = &s->ending;
		t->id = info->id;
		t->wanted = wanted;
		t->name = mem_strdup(info->name);
		err_clear(&t->e);
		atomic_store(&t->ended, false);
		if (pthread_create(&t->thread, NULL, run_one, t) != 0)
			free(TAKE(t->name)); /* tried again in a second */
		return;
	}
}

static int wanted_of(struct server *s, int64_t connector, int64_t *wanted,
		     struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		s->db, "SELECT wanted_run FROM connector WHERE id = $1", e);

	db_int(st, 1, connector);
	if (db_step(st, e) < 0)
		return -1;
	*wanted = db_col_int(st, 0);
	return 0;
}

/* Jobs that were put back, and whose time has come (catalog/queue.h). */
static int retry_due(struct server *s, int64_t connector, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		s->db,
		"SELECT 1 FROM job WHERE connector = $1 AND leased_us = 0"
		" AND not_before_us > 0 AND not_before_us <= $2 LIMIT 1",
		e);

	db_int(st, 1, connector);
	db_int(st, 2, clock_now_us());
	return db_step(st, e);
}

static int is_due(struct server *s, const struct connector_info *info,
		  struct err *e)
{
	const struct pause *p = pause_of(s, info->id);

	if (p != NULL && clock_monotonic_us() < p->until_us)
		return 0;
	if (info->unfinished ||
	    (info->next_run_us > 0 && info->next_run_us <= clock_now_us()))
		return 1;
	return retry_due(s, info->id, e);
}

static int consider(void *ctx, const struct connector_info *info, struct err *e)
{
	struct server *s = ctx;
	int64_t wanted = 0;
	int due;

	if (info->state != CONNECTOR_ACTIVE || is_running(s, info->id))
		return 0;
	if (wanted_of(s, info->id, &wanted, e) < 0)
		return -1;
	due = wanted > 0 ? 1 : is_due(s, info, e);
	if (due > 0)
		start(s, info, wanted);
	return due < 0 ? -1 : 0;
}

static int serve(struct server *s, const atomic_bool *stop, struct err *e)
{
	int rc = archive_db(s->archive, &s->db, e);

	while (rc == 0 && !atomic_load(stop) && !atomic_load(&s->post_failed)) {
		struct timespec second = { .tv_sec = 1 };

		rc = reap(s, false, e);
		if (rc == 0)
			rc = connector_each(s->archive, s->db, NULL, consider,
					    s, e);
		if (rc == 0)
			rc = archive_acts_store(s->archive, s->db, e);
		atomic_store(&ticked_us, clock_monotonic_us());
		if (rc == 0)
			(void)nanosleep(&second, NULL); /* the clock's tick */
	}
	return rc;
}

/* --- deliveries beside it ------------------------------------------------- */

static void *post_main(void *ctx)
{
	struct server *s = ctx;

	if (delivery_serve(s->archive, &s->ending, &s->post_error) < 0)
		atomic_store(&s->post_failed, true);
	return NULL;
}

static int post_begin(struct server *s, struct err *e)
{
	if (pthread_create(&s->post, NULL, post_main, s) != 0)
		return err_set(e, ERR_STORE, "no delivery thread could start");
	s->has_post = true;
	return 0;
}

/* What it failed with, unless the scheduler has failed itself. */
static int post_end(struct server *s, int rc, struct err *e)
{
	if (!s->has_post)
		return rc;
	(void)pthread_join(s->post, NULL);
	if (rc < 0 || s->post_error.kind == ERR_NONE)
		return rc;
	*e = s->post_error;
	return -1;
}

int connector_serve(struct archive *a, struct board *board,
		    const atomic_bool *stop, struct err *e)
{
	struct server *s = NEW(struct server);
	int rc;

	s->archive = a;
	s->board = board;
	rc = post_begin(s, e);
	if (rc == 0)
		rc = serve(s, stop, e);
	atomic_store(&s->ending, true);
	if (s->db != NULL) {
		struct err late = ERR_INIT;

		while (reap(s, true, &late) < 0)
			err_clear(&late);
	}
	rc = post_end(s, rc, e);
	db_close(s->db);
	free(s->pauses);
	free(s);
	return rc;
}
