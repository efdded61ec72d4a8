/*
 * run.c - one run from beginning to end, and what each failure means.
 *
 * The run's row in control says how far it is: RUN_LISTING until the
 * inventory is complete, RUN_WORKING until no job is due, then RUN_DONE with
 * its report, or RUN_FAILED where a person must act. A run that was cut off
 * is taken up where it was, with the same `as of`.
 *
 * Workers take jobs by lease and carry each as far as it goes: fetch,
 * convert, import. This is the only place that decides what a failure means:
 *
 *	ERR_ITEM    the job ends; its objects are set aside with the reason
 *	ERR_RETRY   the job comes back later (catalog/queue.h says when)
 *	ERR_SOURCE  the run ends: RUN_FAILED, and the reason is shown
 *	ERR_STORE   the run is cut off; nothing is acknowledged, the next
 *	            start takes it up again
 */
#include "connector/run.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/control.h"
#include "catalog/held.h"
#include "connector/connector.h"
#include "connector/failure.h"
#include "db/db.h"
#include "delivery/delivery.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define WORKERS_MAX  32
#define HELPERS      12
#define TAKE_AT_ONCE 8
/* Of its cache: what others commit empties it, so more is not used. */
#define WORKER_MIB 4

static bool is_told_to_stop(const struct run *r)
{
	return r->stop != NULL && atomic_load(r->stop);
}

bool run_stopping(const struct run *r)
{
	return atomic_load(&r->ending) || is_told_to_stop(r);
}

/* A source that waits for its limits ends with the run too. */
static bool host_stopping(void *ctx)
{
	return run_stopping(ctx);
}

void run_tell(struct run *r, const char *phase, const char *text)
{
	if (r->progress != NULL && r->progress->tell != NULL)
		r->progress->tell(r->progress->ctx, phase,
				  atomic_load(&r->done), atomic_load(&r->all),
				  text);
}

int run_notice(struct db *db, int64_t run, enum check_level level,
	       const char *subject, const char *text, struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "INSERT INTO notice(run, level, subject, text)"
		       " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
		       e);

	db_int(st, 1, run);
	db_int(st, 2, (int64_t)level);
	db_text(st, 3, subject);
	db_text(st, 4, text);
	return db_exec(st, e);
}

/* --- workers ------------------------------------------------------------- */

static void fatal(struct run *r, const struct err *why)
{
	(void)pthread_mutex_lock(&r->lock);
	if (r->fatal.kind == ERR_NONE)
		r->fatal = *why;
	atomic_store(&r->ending, true);
	(void)pthread_cond_broadcast(&r->wake);
	(void)pthread_mutex_unlock(&r->lock);
}

static int put_back(struct db *db, const struct queue_job *job,
		    const char *reason, struct err *e)
{
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (queue_later(db, job, clock_now_us(), reason, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

int run_end_job(struct db *db, const struct queue_job *job, struct err *e)
{
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (queue_held(db, job, e) < 0 || queue_done(db, job->id, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/*
 * No mailbox will ever have the message: what it carries is kept, and told.
 * -1 as where none could be made: it is not fetched again.
 */
static int refused(struct run *r, struct db *db, int64_t message,
		   const char *reason, struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "UPDATE inventory SET state = $3, settled_run = $2,"
		       " reason = $4, message = -1 WHERE message = $1 AND "
		       "message > 0 AND "
		       "state = $5",
		       e);

	db_int(st, 1, message);
	db_int(st, 2, r->id);
	db_int(st, 3, INVENTORY_FAILED);
	db_text(st, 4, reason);
	db_int(st, 5, INVENTORY_CAPTURED);
	return db_exec(st, e);
}

static int set_aside(struct run *r, struct db *db, const struct queue_job *job,
		     const char *reason, struct err *e)
{
	/* the other steps have done it, with reasons of their own */
	if (job->kind != QUEUE_IMPORT) {
		if (run_end_job(db, job, e) == 0)
			return 0;
		if (e->kind != ERR_RETRY)
			return -1;
		err_clear(e); /* a sibling's by now, and its to end */
		return 0;
	}
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (refused(r, db, job->subject, reason, e) < 0 ||
	    queue_done(db, job->id, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/* What a failed step means. 0: go on with other jobs; -1: end (e is set). */
static int decide(struct run *r, struct db *db, const struct queue_job *job,
		  struct err *e)
{
	char text[ERR_TEXT];

	(void)err_str(e, text, sizeof(text));
	if (e->kind == ERR_STORE || e->kind == ERR_SOURCE ||
	    e->kind == ERR_USAGE)
		return -1;
	if (e->kind == ERR_RETRY && run_stopping(r)) {
		/* broken off, not failed: its lease ends when the run goes on
		 */
		err_clear(e);
		return 0;
	}
	log_event(LOG_WARN, e->kind == ERR_RETRY ? "job.later" : "job.aside",
		  "connector=\"%s\" run=%" PRId64 " reason=\"%s\"", r->name,
		  r->n, text);
	if (e->kind == ERR_RETRY) {
		err_clear(e);
		return put_back(db, job, text, e);
	}
	err_clear(e);
	return set_aside(r, db, job, text, e);
}

static int step(struct run *r, struct db *db, struct queue_job *job,
		struct err *e)
{
	switch (job->kind) {
	case QUEUE_FETCH:
		run_tell(r, "fetching", "");
		return run_fetch(r, db, job, e);
	case QUEUE_CONVERT:
		run_tell(r, "converting", "");
		return run_convert(r, db, job, e);
	case QUEUE_IMPORT:
		run_tell(r, "importing", "");
		return run_deliver(r, db, job, e);
	}
	return err_set(e, ERR_STORE, "job %" PRId64 " is of unknown kind %d",
		       job->id, (int)job->kind);
}

/* One job as far as it goes. 0 or -1: end. */
static int work_off(struct run *r, struct db *db, struct queue_job *job,
		    struct err *e)
{
	int rc;

	do
		rc = run_stopping(r) ? 0 : step(r, db, job, e);
	while (rc > 0);
	if (rc < 0 && decide(r, db, job, e) < 0)
		return -1;
	atomic_fetch_add(&r->done, 1);
	return 0;
}

/*
 * Wait until a sibling has finished something, or nobody is busy: then no
 * new job can appear. True to look again.
 */
static bool await_jobs(struct run *r)
{
	bool again;

	(void)pthread_mutex_lock(&r->lock);
	r->busy--;
	while (r->busy > 0 && !run_stopping(r)) {
		struct timespec until;

		/* looks at the stop flag now and then */
		(void)clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += 1;
		if (pthread_cond_timedwait(&r->wake, &r->lock, &until) == 0)
			break;
	}
	again = r->busy > 0 && !run_stopping(r);
	if (again)
		r->busy++;
	(void)pthread_cond_broadcast(&r->wake);
	(void)pthread_mutex_unlock(&r->lock);
	return again;
}

static void leave(struct run *r)
{
	(void)pthread_mutex_lock(&r->lock);
	r->busy--;
	(void)pthread_cond_broadcast(&r->wake);
	(void)pthread_mutex_unlock(&r->lock);
}

static int work(struct run *r, struct db *db, struct err *e)
{
	struct queue_job jobs[TAKE_AT_ONCE];
	int n;

	while (!run_stopping(r)) {
		/* few at a time: siblings shall find some too */
		n = queue_take(db, r->connector, clock_now_us(), jobs, 2, e);
		if (n < 0)
			return -1;
		for (int i = 0; i < n; i++)
			if (work_off(r, db, &jobs[i], e) < 0)
				return -1;
		if (n == 0 && !await_jobs(r))
			return 0;
		if (n > 0) {
			(void)pthread_mutex_lock(&r->lock);
			(void)pthread_cond_broadcast(&r->wake);
			(void)pthread_mutex_unlock(&r->lock);
		}
	}
	leave(r);
	return 0;
}

/*
 * What came with the listing waits for the disk only, twice a bundle, and
 * one sync serves all who wait: many hands, for as long as there is such.
 */
static int help(struct run *r, struct db *db, struct err *e)
{
	struct queue_job jobs[TAKE_AT_ONCE];
	int n = 1;

	while (n > 0 && !run_stopping(r)) {
		n = queue_take_fetched(db, r->connector, clock_now_us(), jobs,
				       TAKE_AT_ONCE, e);
		for (int i = 0; i < n; i++)
			if (work_off(r, db, &jobs[i], e) < 0)
				return -1;
	}
	if (n < 0)
		return -1;
	leave(r);
	return 0;
}

static void *worker_run(struct run *r, int (*task)(struct run *r, struct db *db,
						   struct err *e))
{
	struct err e = ERR_INIT;
	AUTO(db_close) struct db *db = NULL;

	if (archive_db_work(r->archive, WORKER_MIB, &db, &e) < 0 ||
	    task(r, db, &e) < 0) {
		fatal(r, &e);
		leave(r);
	}
	return NULL;
}

static void *worker(void *ctx)
{
	return worker_run(ctx, work);
}

static void *helper(void *ctx)
{
	return worker_run(ctx, help);
}

static int work_all(struct run *r, struct db *db, struct err *e)
{
	pthread_t threads[WORKERS_MAX + HELPERS];
	long long workers = 4, wanted, n = 0;
	int64_t all = 0, due = 0;

	if (queue_count(db, r->connector, clock_now_us(), &all, &due, e) < 0)
		return -1;
	atomic_store(&r->done, 0);
	atomic_store(&r->all, (uint64_t)due);
	(void)str_int64(values_get(r->values, "workers"), &workers);
	wanted = workers + (due < HELPERS ? due : HELPERS);
	r->busy = (unsigned int)wanted;
	while (n < wanted &&
	       pthread_create(&threads[n], NULL, n < workers ? worker : helper,
			      r) == 0)
		n++;
	if (n < wanted) {
		(void)pthread_mutex_lock(&r->lock);
		r->busy -= (unsigned int)(wanted - n);
		(void)pthread_mutex_unlock(&r->lock);
	}
	for (long long i = 0; i < n; i++)
		(void)pthread_join(threads[i], NULL);
	if (n == 0)
		return err_set(e, ERR_RETRY, "no worker thread could start");
	if (r->fatal.kind == ERR_NONE)
		return 0;
	*e = r->fatal;
	return -1;
}

/* --- one run ------------------------------------------------------------- */

static void headers_load(void *ctx, const char *name, const char *value)
{
	struct run *r = ctx;

	if (!str_starts(name, SETTINGS_HEADER))
		return;
	r->headers = mem_resize(r->headers,
				(r->n_headers + 1) * sizeof(*r->headers));
	r->headers[r->n_headers++] =
		(struct convert_header){ name + strlen(SETTINGS_HEADER),
					 value };
}

static int parts_open(struct run *r, struct db *db, struct err *e)
{
	struct values_of of = settings_of(r->ops, r->connector);
	struct host host;

	if (values_load(&r->values, r->archive, db, &of, e) < 0 ||
	    values_complete(r->values, e) < 0)
		return -1;
	values_each(r->values, headers_load, r);
	host = values_host(r->values, host_stopping, r);
	if (r->ops->open(&r->source, &host, e) < 0)
		return -1;
	if (settings_target(db, r->values, &r->target, e) < 0)
		return -1;
	return r->target == 0
		       ? 0
		       : delivery_begin(&r->delivery, r->archive, r->target, e);
}

static int tenant_keep(struct run *r, struct db *db, struct err *e)
{
	struct db_stmt *st =
		db_sql(db, "UPDATE connector SET tenant = $2 WHERE id = $1", e);

	db_int(st, 1, r->connector);
	db_text(st, 2, r->tenant.s);
	return db_exec(st, e);
}

/*
 * The listing told of something that hardly anything arrives without: what
 * could be had was archived, but a person must act (promise P6).
 */
static int must_act(struct run *r, struct db *db, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT subject, text, count(*) OVER () FROM notice"
		" WHERE run = $1 AND level = $2 ORDER BY subject, text LIMIT 1",
		e);
	int64_t more;
	int rc;

	db_int(st, 1, r->id);
	db_int(st, 2, CHECK_FAIL);
	rc = db_step(st, e);
	if (rc <= 0)
		return rc;
	more = db_col_int(st, 2) - 1;
	if (more == 0)
		return err_set(e, ERR_SOURCE, "%s: %s", db_col_text(st, 0),
			       db_col_text(st, 1));
	return err_set(e, ERR_SOURCE,
		       "%s: %s And %" PRId64 " more: the report has them",
		       db_col_text(st, 0), db_col_text(st, 1), more);
}

/* The copies of this run that can be brought to their target now. */
static int deliver_rest(struct run *r, struct db *db, struct err *e)
{
	run_tell(r, "delivering", "");
	return delivery_drain(r->delivery, db, r->id, host_stopping, r, e);
}

/* Find or make the run, and bring it through its phases. */
static int run_phases(struct run *r, struct db *db, struct err *e)
{
	int64_t state = RUN_LISTING, now = 0;
	int rc = run_resume(r, db, &state, e);

	if (rc < 0)
		return -1;
	/* even when resumed: the tenant's name, and that sign-in works */
	if (r->ops->hello(r->source, &r->tenant, &now, e) < 0) {
		struct err ignored = ERR_INIT;

		/* a run that could not begin is a run too: it is shown, with
		   no time of the source */
		if (rc == 0 && e->kind == ERR_SOURCE)
			(void)run_create(r, db, &ignored);
		return -1;
	}
	if (r->as_of_us == 0) {
		/* whole seconds, as the source told it: deadlines are days */
		r->as_of_us = now - now % CLOCK_SECOND;
		rc = rc == 0 ? run_create(r, db, e) : run_as_of(r, db, e);
		if (rc < 0)
			return -1;
	}
	if (tenant_keep(r, db, e) < 0 || queue_clear(db, r->connector, e) < 0 ||
	    queue_due_now(db, r->connector, e) < 0)
		return -1;
	if (state == RUN_LISTING && run_list(r, db, e) < 0)
		return -1;
	if (work_all(r, db, e) < 0)
		return -1;
	if (r->delivery != NULL && deliver_rest(r, db, e) < 0)
		return -1;
	if (run_stopping(r))
		return err_set(e, ERR_RETRY, "not all work is done");
	return must_act(r, db, e);
}

static int run_whole(struct run *r, struct db *db, struct err *e)
{
	char text[ERR_TEXT];
	struct err failed;

	if (run_phases(r, db, e) == 0)
		return run_close(r, db, RUN_DONE, "", e);
	if (e->kind == ERR_RETRY && is_told_to_stop(r)) {
		/* wherever it was just then: this is what a person wants */
		err_clear(e);
		if (r->id == 0)
			return err_set(e, ERR_RETRY,
				       "stopped as told, before a run had "
				       "begun");
		return err_set(e, ERR_RETRY,
			       "stopped as told; run %" PRId64
			       " goes on with the next start",
			       r->n);
	}
	if (e->kind != ERR_SOURCE || r->id == 0)
		return -1;
	failed = *e;
	(void)err_str(e, text, sizeof(text));
	err_clear(e);
	if (run_close(r, db, RUN_FAILED, text, e) < 0)
		return -1;
	*e = failed;
	return -1;
}

/* Who looks at the connector is told, whoever asked for this try. */
static void failure_keep(struct run *r, struct db *db, const struct err *why)
{
	bool ended = why->kind == ERR_SOURCE && r->id != 0; /* by run_whole() */
	bool told = why->kind == ERR_RETRY && is_told_to_stop(r);
	struct err late = ERR_INIT;
	char text[ERR_TEXT];

	if (ended || told)
		return;
	/* where not even this can be stored, the caller has why to tell */
	if (failure_add(db, r->connector, clock_now_us(),
			err_str(why, text, sizeof(text)), &late) < 0)
		log_event(LOG_WARN, "run.unkept",
			  "connector=\"%s\" reason=\"%s\"", r->name,
			  err_str(&late, text, sizeof(text)));
}

static int run_held(struct run *r, struct db *db, struct err *e)
{
	if (parts_open(r, db, e) == 0 && run_whole(r, db, e) == 0)
		return 0;
	failure_keep(r, db, e);
	return -1;
}

static void run_done(struct run *r)
{
	if (r->source != NULL)
		r->ops->close(r->source);
	delivery_end(r->delivery);
	if (r->held >= 0)
		(void)close(r->held);
	values_free(r->values);
	str_done(&r->tenant);
	free(r->headers);
	(void)pthread_cond_destroy(&r->wake);
	(void)pthread_mutex_destroy(&r->lock);
}

int64_t connector_run(struct archive *a, const char *name,
		      const struct connector_progress *progress,
		      const atomic_bool *stop, struct err *e)
{
	struct run r = { .archive = a,
			 .name = name,
			 .progress = progress,
			 .stop = stop,
			 .held = -1,
			 .tenant = STR_INIT,
			 .fatal = ERR_INIT };
	AUTO(db_close) struct db *db = NULL;
	int rc = -1;

	(void)pthread_mutex_init(&r.lock, NULL);
	(void)pthread_cond_init(&r.wake, NULL);
	if (archive_db(a, &db, e) == 0 && archive_acts_store(a, db, e) == 0 &&
	    run_load(&r, db, name, e) == 0) {
		rc = held_take(a, OWNER_CONNECTOR, r.connector, &r.held, e);
		if (rc == 0)
			rc = run_held(&r, db, e);
		if (rc < 0)
			(void)err_wrap(e, "connector %s", name);
	}
	run_done(&r);
	if (rc < 0)
		return -1;
	log_event(LOG_INFO, "run.done", "connector=\"%s\" run=%" PRId64, name,
		  r.n);
	return r.n;
}
