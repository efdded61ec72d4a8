/*
 * row.c - the run's row in control: begun, gone on with, ended.
 *
 * A run ends in one transaction with its report, the act for the ledger and
 * the end of the tries that failed before (failure.h).
 */
#include "connector/run.h"

#include "base/clock.h"
#include "base/encode.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "catalog/control.h"
#include "connector/connector.h"
#include "connector/failure.h"
#include "db/db.h"

#include <inttypes.h>

int run_load(struct run *r, struct db *db, const char *name, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT id, source, listed_us, state FROM connector"
		       " WHERE name = $1 AND state <> 2",
		       e);
	int rc;

	db_text(st, 1, name);
	rc = db_step(st, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "there is no connector \"%s\"; `estreat "
			       "connector list` shows those there are",
			       name);
	if (db_col_int(st, 3) == CONNECTOR_PAUSED)
		return err_set(e, ERR_USAGE,
			       "connector \"%s\" is paused; `estreat connector "
			       "resume` it first",
			       name);
	r->connector = db_col_int(st, 0);
	r->ops = source_find(db_col_text(st, 1));
	r->listed_us = db_col_int(st, 2);
	if (r->ops == NULL)
		return err_set(e, ERR_USAGE,
			       "connector \"%s\": this program knows no source "
			       "\"%s\"",
			       name, db_col_text(st, 1));
	return 0;
}

int run_resume(struct run *r, struct db *db, int64_t *state, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT id, n, state, as_of_us FROM run WHERE connector = $1"
		" AND state <= 2 ORDER BY n DESC LIMIT 1",
		e);
	int rc;

	db_int(st, 1, r->connector);
	rc = db_step(st, e);
	if (rc <= 0)
		return rc;
	r->id = db_col_int(st, 0);
	r->n = db_col_int(st, 1);
	*state = db_col_int(st, 2);
	r->as_of_us = db_col_int(st, 3);
	return 1;
}

int run_create(struct run *r, struct db *db, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO run(connector, n, state, as_of_us, started_us,"
		" ended_us, first_seq, last_seq, error, report)"
		" SELECT $1, coalesce(max(n), 0) + 1, $2, $3, $4, 0, $5, 0, '',"
		" '' FROM run WHERE connector = $1 RETURNING id, n",
		e);

	db_int(st, 1, r->connector);
	db_int(st, 2, RUN_LISTING);
	db_int(st, 3, r->as_of_us);
	db_int(st, 4, clock_now_us());
	db_int(st, 5, (int64_t)catalog_last(archive_catalog(r->archive)) + 1);
	if (db_step(st, e) < 0)
		return -1;
	r->id = db_col_int(st, 0);
	r->n = db_col_int(st, 1);
	return 0;
}

int run_as_of(struct run *r, struct db *db, struct err *e)
{
	struct db_stmt *st =
		db_sql(db, "UPDATE run SET as_of_us = $2 WHERE id = $1", e);

	db_int(st, 1, r->id);
	db_int(st, 2, r->as_of_us);
	return db_exec(st, e);
}

static int run_ended(struct run *r, struct db *db, enum run_state state,
		     const char *error, struct err *e)
{
	struct db_stmt *st = db_sql(
		db,
		"UPDATE run SET state = $2, ended_us = $3, last_seq = $4,"
		" error = $5 WHERE id = $1",
		e);

	db_int(st, 1, r->id);
	db_int(st, 2, (int64_t)state);
	db_int(st, 3, clock_now_us());
	db_int(st, 4, (int64_t)catalog_last(archive_catalog(r->archive)));
	db_text(st, 5, error);
	return db_exec(st, e);
}

/* The sums are fixed when the run ends: later runs move its objects on. */
static int report_keep(struct run *r, struct db *db, struct err *e)
{
	AUTO(str_done) struct str json = STR_INIT;
	struct db_stmt *st;

	if (run_report(r->archive, db, r->id, &json, e) < 0)
		return -1;
	st = db_sql(db, "UPDATE run SET report = $2 WHERE id = $1", e);
	db_int(st, 1, r->id);
	db_text(st, 2, json.s);
	return db_exec(st, e);
}

int run_close(struct run *r, struct db *db, enum run_state state,
	      const char *error, struct err *e)
{
	AUTO(str_done) struct str act = STR_INIT;
	int rc;

	/* the name first, for people; it may be another's later */
	str_add(&act, "{\"connector\":");
	encode_json(&act, r->name);
	str_addf(&act, ",\"number\":%" PRId64 ",\"run\":%" PRId64 "}",
		 r->connector, r->n);
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = run_ended(r, db, state, error, e);
	if (rc == 0)
		rc = failure_forget(db, r->connector, e);
	if (rc == 0)
		rc = report_keep(r, db, e);
	if (rc == 0)
		rc = archive_act(db, ACTOR_SYSTEM,
				 state == RUN_DONE ? "run done" : "run failed",
				 act.s, e);
	if (rc < 0) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db, e) < 0)
		return -1;
	return archive_acts_store(r->archive, db, e);
}
