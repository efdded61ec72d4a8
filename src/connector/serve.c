/*
 * serve.c - the scheduler: runs connectors when they are due, in threads.
 *
 * Due means: the schedule says so, a person asked for it (wanted_run), or a
 * run was cut off. It looks once a second; `wanted_run` is how another
 * process that may not write asks the one that does.
 */
#include "connector/connector.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/control.h"
#include "db/db.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define THREADS_MAX 64

struct job_thread {
	pthread_t thread;
	struct archive *archive;
	const atomic_bool *stop;
	char *name; /* NULL: the slot is free */
	int64_t id; /* of the connector */
	atomic_bool ended;
};

struct server {
	struct archive *archive;
	struct db *db;
	const atomic_bool *stop;
	struct job_thread slots[THREADS_MAX];
};

static void *run_one(void *ctx)
{
	struct job_thread *t = ctx;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	if (connector_run(t->archive, t->name, NULL, t->stop, &e) < 0)
		log_event(e.kind == ERR_RETRY ? LOG_WARN : LOG_ERROR,
			  "run.ended", "connector=\"%s\" reason=\"%s\"",
			  t->name, err_str(&e, text, sizeof(text)));
	atomic_store(&t->ended, true);
	return NULL;
}

/* A run was asked for and has been tried: asked for no longer. */
static int wanted_clear(struct server *s, int64_t connector, struct err *e)
{
	struct db_stmt *st = db_sql(s->db,
				    "UPDATE connector SET wanted_run = 0"
				    " WHERE id = $1",
				    e);

	db_int(st, 1, connector);
	return db_exec(st, e);
}

static int reap(struct server *s, bool wait, struct err *e)
{
	for (size_t i = 0; i < THREADS_MAX; i++) {
		struct job_thread *t = &s->slots[i];

		if (t->name == NULL || (!wait && !atomic_load(&t->ended)))
			continue;
		(void)pthread_join(t->thread, NULL);
		free(TAKE(t->name));
		if (wanted_clear(s, t->id, e) < 0)
			return -1;
	}
	return 0;
}

static bool is_running(const struct server *s, int64_t connector)
{
	for (size_t i = 0; i < THREADS_MAX; i++)
		if (s->slots[i].name != NULL && s->slots[i].id == connector)
			return true;
	return false;
}

static void start(struct server *s, const struct connector_info *info)
{
	for (size_t i = 0; i < THREADS_MAX; i++) {
		struct job_thread *t = &s->slots[i];

		if (t->name != NULL)
			continue;
		t->archive = s->archive;
		t->stop = s->stop;
		t->id = info->id;
		t->name = mem_strdup(info->name);
		atomic_store(&t->ended, false);
		if (pthread_create(&t->thread, NULL, run_one, t) != 0)
			free(TAKE(t->name)); /* tried again in a second */
		return;
	}
}

static int is_wanted(struct server *s, int64_t connector, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		s->db, "SELECT wanted_run FROM connector WHERE id = $1", e);

	db_int(st, 1, connector);
	if (db_step(st, e) < 0)
		return -1;
	return db_col_int(st, 0) > 0;
}

static int consider(void *ctx, const struct connector_info *info, struct err *e)
{
	struct server *s = ctx;
	int wanted;

	if (info->state != CONNECTOR_ACTIVE || is_running(s, info->id))
		return 0;
	wanted = is_wanted(s, info->id, e);
	if (wanted < 0)
		return -1;
	if (wanted || strcmp(info->last_result, "running") == 0 ||
	    (info->next_run_us > 0 && info->next_run_us <= clock_now_us()))
		start(s, info);
	return 0;
}

int connector_serve(struct archive *a, const atomic_bool *stop, struct err *e)
{
	struct server *s = NEW(struct server);
	int rc = 0;

	s->archive = a;
	s->stop = stop;
	rc = archive_db(a, &s->db, e);
	while (rc == 0 && !atomic_load(stop)) {
		struct timespec second = { .tv_sec = 1 };

		rc = reap(s, false, e);
		if (rc == 0)
			rc = connector_each(a, s->db, NULL, consider, s, e);
		if (rc == 0)
			rc = archive_acts_store(a, s->db, e);
		if (rc == 0)
			(void)nanosleep(&second, NULL); /* the clock's tick */
	}
	if (s->db != NULL) {
		struct err late = ERR_INIT;

		(void)reap(s, true, &late);
	}
	db_close(s->db);
	free(s);
	return rc;
}

/* --- asking the serving process ------------------------------------------ */

static int next_number(struct db *db, const char *name, int64_t *n,
		       struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT coalesce((SELECT max(CASE WHEN r.state <= 2 THEN r.n"
		" ELSE r.n + 1 END) FROM run r WHERE r.connector = c.id), 1)"
		" FROM connector c WHERE c.name = $1 AND c.state = 0",
		e);
	int rc;

	db_text(st, 1, name);
	rc = db_step(st, e);
	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "there is no active connector \"%.80s\"", name);
	if (rc < 0)
		return -1;
	*n = db_col_int(st, 0);
	return 0;
}

int connector_run_request(struct archive *a, struct db *db, const char *name,
			  int64_t *run, struct err *e)
{
	struct db_stmt *st;

	(void)a;
	if (next_number(db, name, run, e) < 0)
		return -1;
	st = db_sql(db,
		    "UPDATE connector SET wanted_run = $2 WHERE name = $1"
		    " AND state = 0",
		    e);
	db_text(st, 1, name);
	db_int(st, 2, *run);
	return db_exec(st, e);
}

int connector_run_ended(struct archive *a, struct db *db, const char *name,
			int64_t run, struct str *error, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT r.state, r.error FROM run r, connector c"
		" WHERE c.name = $1 AND c.state <> 2 AND r.connector = c.id"
		" AND r.n = $2",
		e);
	int rc;

	(void)a;
	db_text(st, 1, name);
	db_int(st, 2, run);
	rc = db_step(st, e);
	if (rc <= 0)
		return rc;
	if (db_col_int(st, 0) < RUN_DONE)
		return 0;
	str_add(error, db_col_text(st, 1));
	return 1;
}
