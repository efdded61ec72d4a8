#include "catalog/queue.h"

#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"

#include <inttypes.h>

int queue_add(struct db *db, int64_t connector, enum queue_kind kind,
	      int64_t subject, struct err *e)
{
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO job(connector, kind, subject, attempts,"
		" not_before_us, leased_us, reason)"
		" VALUES ($1, $2, $3, 0, 0, 0, '') ON CONFLICT DO NOTHING",
		e);

	db_int(st, 1, connector);
	db_int(st, 2, (int64_t)kind);
	db_int(st, 3, subject);
	return db_exec(st, e);
}

struct wanted {
	int64_t connector, now_us;
	enum queue_kind least;
};

static int lease(struct db *db, const struct wanted *w, struct queue_job *out,
		 size_t max, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"UPDATE job SET leased_us = $2 WHERE id IN (SELECT id FROM job"
		" WHERE connector = $1 AND not_before_us <= $2"
		" AND leased_us = 0 AND kind >= $4"
		" ORDER BY kind DESC, id LIMIT $3)"
		" RETURNING id, kind, subject, attempts",
		e);
	size_t n = 0;
	int rc;

	db_int(st, 1, w->connector);
	db_int(st, 2, w->now_us);
	db_int(st, 3, (int64_t)max);
	db_int(st, 4, (int64_t)w->least);
	while ((rc = db_step(st, e)) > 0 && n < max)
		out[n++] = (struct queue_job){
			.id = db_col_int(st, 0),
			.kind = (enum queue_kind)db_col_int(st, 1),
			.subject = db_col_int(st, 2),
			.attempts = db_col_int(st, 3),
		};
	return rc < 0 ? -1 : (int)n;
}

static int take(struct db *db, const struct wanted *w, struct queue_job *out,
		size_t max, struct err *e)
{
	int n;

	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	n = lease(db, w, out, max, e);
	if (n <= 0) {
		db_rollback(db);
		return n;
	}
	return db_commit(db, e) < 0 ? -1 : n;
}

int queue_take(struct db *db, int64_t connector, int64_t now_us,
	       struct queue_job *out, size_t max, struct err *e)
{
	struct wanted w = { connector, now_us, QUEUE_FETCH };

	return take(db, &w, out, max, e);
}

int queue_take_fetched(struct db *db, int64_t connector, int64_t now_us,
		       struct queue_job *out, size_t max, struct err *e)
{
	struct wanted w = { connector, now_us, QUEUE_FETCH + 1 };

	return take(db, &w, out, max, e);
}

int queue_done(struct db *db, int64_t job, struct err *e)
{
	struct db_stmt *st = db_sql(db, "DELETE FROM job WHERE id = $1", e);

	db_int(st, 1, job);
	return db_exec(st, e);
}

static int lost(const struct queue_job *job, struct err *e)
{
	return err_set(e, ERR_RETRY,
		       "another step has taken over job %" PRId64
		       " with what it got meanwhile",
		       job->id);
}

int queue_held(struct db *db, const struct queue_job *job, struct err *e)
{
	/* numbers are given again: what it was for tells whose it is */
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT 1 FROM job WHERE id = $1 AND kind = $2 AND subject = $3"
		" AND leased_us > 0",
		e);
	int rc;

	db_int(st, 1, job->id);
	db_int(st, 2, (int64_t)job->kind);
	db_int(st, 3, job->subject);
	rc = db_step(st, e);
	if (rc == 0)
		return lost(job, e);
	return rc < 0 ? -1 : 0;
}

/* The same step may wait for its turn already: one of them is enough. */
static int drop_sibling(struct db *db, const struct queue_job *job,
			enum queue_kind kind, int64_t subject, struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "DELETE FROM job WHERE kind = $2 AND subject = $3 AND"
		       " id <> $1 AND connector ="
		       " (SELECT connector FROM job WHERE id = $1)",
		       e);

	db_int(st, 1, job->id);
	db_int(st, 2, (int64_t)kind);
	db_int(st, 3, subject);
	return db_exec(st, e);
}

int queue_next(struct db *db, const struct queue_job *job, enum queue_kind kind,
	       int64_t subject, struct err *e)
{
	struct db_stmt *st;

	if (queue_held(db, job, e) < 0 ||
	    drop_sibling(db, job, kind, subject, e) < 0)
		return -1;
	st = db_sql(db,
		    "UPDATE job SET kind = $2, subject = $3, attempts = 0,"
		    " not_before_us = 0, reason = '' WHERE id = $1",
		    e);
	db_int(st, 1, job->id);
	db_int(st, 2, (int64_t)kind);
	db_int(st, 3, subject);
	return db_exec(st, e);
}

int queue_later(struct db *db, const struct queue_job *job, int64_t now_us,
		const char *reason, struct err *e)
{
	static const int64_t waits[] = { 5 * CLOCK_MINUTE, 20 * CLOCK_MINUTE,
					 CLOCK_HOUR, 3 * CLOCK_HOUR,
					 24 * CLOCK_HOUR };
	const int64_t n = sizeof(waits) / sizeof(waits[0]);
	int64_t at = job->attempts < n ? job->attempts : n - 1;
	struct db_stmt *st =
		db_sql(db,
		       "UPDATE job SET attempts = $2, not_before_us = $3,"
		       " leased_us = 0, reason = $4 WHERE id = $1"
		       " AND kind = $5 AND subject = $6",
		       e);

	db_int(st, 1, job->id);
	db_int(st, 2, job->attempts + 1);
	db_int(st, 3, now_us + waits[at]);
	db_text(st, 4, reason);
	db_int(st, 5, (int64_t)job->kind);
	db_int(st, 6, job->subject);
	return db_exec(st, e);
}

int queue_due_now(struct db *db, int64_t connector, struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "UPDATE job SET not_before_us = 0 WHERE connector = $1"
		       " AND not_before_us > 0",
		       e);

	db_int(st, 1, connector);
	return db_exec(st, e);
}

int queue_clear(struct db *db, int64_t connector, struct err *e)
{
	struct db_stmt *st = db_sql(db,
				    "UPDATE job SET leased_us = 0 WHERE"
				    " connector = $1 AND leased_us > 0",
				    e);

	db_int(st, 1, connector);
	return db_exec(st, e);
}

int queue_count(struct db *db, int64_t connector, int64_t now_us, int64_t *all,
		int64_t *due, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT count(*), coalesce(sum(CASE WHEN not_before_us <= $2"
		" THEN 1 ELSE 0 END), 0) FROM job WHERE connector = $1",
		e);

	db_int(st, 1, connector);
	db_int(st, 2, now_us);
	if (db_step(st, e) < 0)
		return -1;
	*all = db_col_int(st, 0);
	*due = db_col_int(st, 1);
	return 0;
}
