/*
 * runs.c - what is looked at often of runs' reports, taken out of them once.
 *
 * A report may be megabytes of days, people and addresses; the first page of
 * the portal wants its sums. They go into run_sum by the first look after the
 * run's end.
 */
#include "watch/health-private.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/control.h"
#include "db/db.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define REASONS_MAX   20
#define NOTED_AT_ONCE 500

/* A run whose report is to be read. */
struct ended {
	int64_t run, connector, ended_us, state;
	char *error;
	json_t *report; /* NULL: it has none */
};

static int64_t number(const json_t *o, const char *name)
{
	return json_integer_value(json_object_get(o, name));
}

/* --- reading -------------------------------------------------------------- */

/* Runs that have ended since and have no row, some of them. */
static int find_ended(struct db *db, int64_t since_us,
		      int64_t runs[NOTED_AT_ONCE], int *n, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT id FROM run r WHERE ended_us > $1 AND state >= $2"
		" AND NOT EXISTS (SELECT 1 FROM run_sum s WHERE s.run = r.id)"
		" ORDER BY ended_us LIMIT $3",
		e);
	int rc;

	db_int(st, 1, since_us);
	db_int(st, 2, RUN_DONE);
	db_int(st, 3, NOTED_AT_ONCE);
	*n = 0;
	while ((rc = db_step(st, e)) > 0)
		runs[(*n)++] = db_col_int(st, 0);
	return rc;
}

/* Unless it has its row by now: another process may do the same. 1, 0, -1. */
static int read_ended(struct db *db, int64_t run, struct ended *out,
		      struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT id, connector, ended_us, state, report, error"
		       " FROM run r WHERE id = $1 AND NOT EXISTS"
		       " (SELECT 1 FROM run_sum s WHERE s.run = r.id)",
		       e);
	int rc;

	db_int(st, 1, run);
	rc = db_step(st, e);
	if (rc <= 0)
		return rc;
	*out = (struct ended){ .run = db_col_int(st, 0),
			       .connector = db_col_int(st, 1),
			       .ended_us = db_col_int(st, 2),
			       .state = db_col_int(st, 3) };
	out->report = json_loads(db_col_text(st, 4), 0, NULL);
	out->error = mem_strdup(db_col_text(st, 5));
	return 1;
}

/* Those that a person must act upon, and the first of them. */
static int64_t notices_of(const json_t *report, const char **first)
{
	const json_t *list = json_object_get(report, "notices");
	int64_t n = 0;

	*first = "";
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);
		const char *level =
			json_string_value(json_object_get(o, "level"));
		const char *text =
			json_string_value(json_object_get(o, "text"));

		if (level == NULL || strcmp(level, "fail") != 0)
			continue;
		if (n++ == 0 && text != NULL)
			*first = text;
	}
	return n;
}

/* --- writing -------------------------------------------------------------- */

static int sum_write(struct db *db, const struct ended *r, struct err *e)
{
	static const char *const names[] = {
		"listed",  "archived", "unchanged", "excluded", "pending",
		"failed",  "expired",  "messages",  "copies",   "quarantined",
		"waiting", "refused",  "reduced"
	};
	const json_t *total = json_object_get(r->report, "total");
	const char *notice;
	int64_t notices = notices_of(r->report, &notice);
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO run_sum(run, connector, ended_us, state, closed,"
		" listed, archived, unchanged, excluded, pending, failed,"
		" expired, messages, copies, quarantined, waiting, refused,"
		" reduced, notices, notice, error) VALUES ($1, $2, $3, $4, $5, "
		"$6,"
		" $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
		" $19, $20, $21)",
		e);

	db_int(st, 1, r->run);
	db_int(st, 2, r->connector);
	db_int(st, 3, r->ended_us);
	db_int(st, 4, r->state);
	db_int(st, 5, json_is_true(json_object_get(r->report, "closed")));
	for (int i = 0; i < 13; i++)
		db_int(st, 6 + i, number(total, names[i]));
	db_int(st, 19, notices);
	db_text(st, 20, notice);
	db_text(st, 21, r->error);
	return db_exec(st, e);
}

static int reason_write(struct db *db, int64_t connector, int64_t n,
			const json_t *o, struct err *e)
{
	const char *state = json_string_value(json_object_get(o, "state"));
	const char *reason = json_string_value(json_object_get(o, "reason"));
	struct db_stmt *st =
		db_sql(db,
		       "INSERT INTO run_reason(connector, n, state, reason,"
		       " objects) VALUES ($1, $2, $3, $4, $5)",
		       e);

	db_int(st, 1, connector);
	db_int(st, 2, n);
	db_text(st, 3, state != NULL ? state : "");
	db_text(st, 4, reason != NULL ? reason : "");
	db_int(st, 5, number(o, "count"));
	return db_exec(st, e);
}

static int reasons_write(struct db *db, const struct ended *r, struct err *e)
{
	const json_t *list = json_object_get(r->report, "reasons");
	struct db_stmt *st =
		db_sql(db, "DELETE FROM run_reason WHERE connector = $1", e);

	db_int(st, 1, r->connector);
	if (db_exec(st, e) < 0)
		return -1;
	for (size_t i = 0; i < json_array_size(list) && i < REASONS_MAX; i++)
		if (reason_write(db, r->connector, (int64_t)i,
				 json_array_get(list, i), e) < 0)
			return -1;
	return 0;
}

static int total_write(struct db *db, const struct ended *r, struct err *e)
{
	static const char *const names[] = { "archived", "failed", "expired",
					     "messages", "copies" };
	const json_t *total = json_object_get(r->report, "total");
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO run_total(connector, runs, failed_runs, archived,"
		" failed, expired, messages, copies)"
		" VALUES ($1, 1, $2, $3, $4, $5, $6, $7)"
		" ON CONFLICT (connector) DO UPDATE SET"
		" runs = run_total.runs + 1,"
		" failed_runs = run_total.failed_runs + $2,"
		" archived = run_total.archived + $3,"
		" failed = run_total.failed + $4,"
		" expired = run_total.expired + $5,"
		" messages = run_total.messages + $6,"
		" copies = run_total.copies + $7",
		e);

	db_int(st, 1, r->connector);
	db_int(st, 2, r->state == RUN_FAILED);
	for (int i = 0; i < 5; i++)
		db_int(st, 3 + i, number(total, names[i]));
	return db_exec(st, e);
}

static int note_one(struct db *db, int64_t run, struct err *e)
{
	struct ended r = { 0 };
	int rc = read_ended(db, run, &r, e);

	if (rc > 0 &&
	    (sum_write(db, &r, e) < 0 || reasons_write(db, &r, e) < 0 ||
	     total_write(db, &r, e) < 0))
		rc = -1;
	json_decref(r.report);
	free(r.error);
	return rc < 0 ? -1 : 0;
}

/* Some, in a transaction of their own. */
static int note_some(struct db *db, const int64_t *runs, int n, struct err *e)
{
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	for (int i = 0; i < n; i++)
		if (note_one(db, runs[i], e) < 0) {
			db_rollback(db);
			return -1;
		}
	return db_commit(db, e);
}

int runs_note(struct db *db, int64_t now_us, struct err *e)
{
	int64_t since_us = now_us - (HEALTH_DAYS + 1) * CLOCK_DAY;
	int64_t runs[NOTED_AT_ONCE];
	int n = 0;

	do {
		if (find_ended(db, since_us, runs, &n, e) < 0 ||
		    (n > 0 && note_some(db, runs, n, e) < 0))
			return -1;
	} while (n == NOTED_AT_ONCE);
	return 0;
}

/* --- looking -------------------------------------------------------------- */

static void days_begin(struct health *h)
{
	int64_t today = clock_day_start(h->taken_us);

	for (int64_t i = 0; i < HEALTH_DAYS; i++)
		h->days[i].day_us = today - (HEALTH_DAYS - 1 - i) * CLOCK_DAY;
}

int runs_days(struct taking *t, struct err *e)
{
	struct health *h = &t->health;
	AUTO(db_done) struct db_stmt *st = NULL;
	int rc;

	days_begin(h);
	st = db_sql(t->db,
		    "SELECT ended_us / 86400000000, count(*), sum(archived),"
		    " sum(messages), sum(copies), sum(quarantined),"
		    " sum(failed), sum(expired) FROM run_sum"
		    " WHERE ended_us >= $1 GROUP BY 1 ORDER BY 1",
		    e);
	db_int(st, 1, h->days[0].day_us);
	while ((rc = db_step(st, e)) > 0) {
		int64_t at =
			(db_col_int(st, 0) * CLOCK_DAY - h->days[0].day_us) /
			CLOCK_DAY;

		if (at < 0 || at >= HEALTH_DAYS)
			continue; /* a clock ran ahead */
		h->days[at].runs = db_col_int(st, 1);
		h->days[at].archived = db_col_int(st, 2);
		h->days[at].messages = db_col_int(st, 3);
		h->days[at].copies = db_col_int(st, 4);
		h->days[at].quarantined = db_col_int(st, 5);
		h->days[at].failed = db_col_int(st, 6);
		h->days[at].expired = db_col_int(st, 7);
	}
	return rc;
}

static int last_sums(struct taking *t, struct health_connector *c,
		     struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		t->db,
		"SELECT closed, listed, archived, unchanged, excluded, pending,"
		" failed, expired, messages, copies, quarantined, waiting,"
		" refused, reduced, notices, notice, state, error"
		" FROM run_sum"
		" WHERE connector = $1 ORDER BY run DESC LIMIT 1",
		e);
	int64_t *const to[] = { &c->last.listed,    &c->last.archived,
				&c->last.unchanged, &c->last.excluded,
				&c->last.pending,   &c->last.failed,
				&c->last.expired,   &c->last.messages,
				&c->last.copies,    &c->last.quarantined,
				&c->last.waiting,   &c->last.refused,
				&c->last.reduced,   &c->notices };
	int rc;

	db_int(st, 1, c->id);
	rc = db_step(st, e);
	if (rc <= 0)
		return rc;
	c->has_sums = true;
	c->last.closed = db_col_int(st, 0) != 0;
	for (int i = 0; i < 14; i++)
		*to[i] = db_col_int(st, 1 + i);
	c->notice = arena_strdup(t->arena, db_col_text(st, 15));
	c->last_failed = db_col_int(st, 16) == RUN_FAILED;
	c->last_error = arena_strdup(t->arena, db_col_text(st, 17));
	return 0;
}

static int total_sums(struct taking *t, struct health_connector *c,
		      struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		t->db,
		"SELECT runs, failed_runs, archived, failed, expired, messages,"
		" copies FROM run_total WHERE connector = $1",
		e);
	int64_t *const to[] = { &c->runs,         &c->failed_runs,
				&c->all.archived, &c->all.failed,
				&c->all.expired,  &c->all.messages,
				&c->all.copies };
	int rc;

	db_int(st, 1, c->id);
	rc = db_step(st, e);
	for (int i = 0; rc > 0 && i < 7; i++)
		*to[i] = db_col_int(st, i);
	return rc < 0 ? -1 : 0;
}

int runs_of(struct taking *t, struct health_connector *c, struct err *e)
{
	c->notice = c->last_error = "";
	return last_sums(t, c, e) < 0 ? -1 : total_sums(t, c, e);
}

int runs_reasons(struct taking *t, const struct health_connector *c,
		 struct err *e)
{
	struct health *h = &t->health;
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(t->db,
		       "SELECT state, reason, objects FROM run_reason"
		       " WHERE connector = $1 ORDER BY n",
		       e);
	int rc;

	db_int(st, 1, c->id);
	while ((rc = db_step(st, e)) > 0) {
		h->reasons = ARENA_GROW(t->arena, h->reasons, h->n_reasons);
		h->reasons[h->n_reasons++] = (struct health_reason){
			.connector = c->name,
			.state = arena_strdup(t->arena, db_col_text(st, 0)),
			.reason = arena_strdup(t->arena, db_col_text(st, 1)),
			.objects = db_col_int(st, 2),
		};
	}
	return rc;
}
