/*
 * report.c - the sums of a run (sums.h) as JSON: docs/formats/report.md.
 *
 * They are fixed when the run ends. Copies that had not arrived by then may
 * arrive later: how it is now is told beside.
 */
#include "connector/run.h"

#include "base/clock.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "catalog/control.h"
#include "catalog/held.h"
#include "connector/connector.h"
#include "connector/sums.h"
#include "db/db.h"
#include "directory/directory.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define UNMAPPED_MAX 10000

/* --- as JSON -------------------------------------------------------------- */

static void set_int(json_t *o, const char *name, int64_t v)
{
	(void)json_object_set_new(o, name, json_integer(v));
}

static void set_text(json_t *o, const char *name, const char *text)
{
	json_t *s = json_string(text);

	/* jansson refuses what is not UTF-8; nothing else is stored here */
	(void)json_object_set_new(o, name, s != NULL ? s : json_string("?"));
}

static void set_time(json_t *o, const char *name, int64_t us)
{
	char buf[CLOCK_TEXT];

	if (us == 0)
		(void)json_object_set_new(o, name, json_null());
	else
		set_text(o, name, clock_rfc3339(us, buf));
}

static json_t *sums_json(const struct sums *s)
{
	json_t *o = json_object();

	set_int(o, "listed", s->listed);
	set_int(o, "archived", s->archived);
	set_int(o, "unchanged", s->unchanged);
	set_int(o, "excluded", s->excluded);
	set_int(o, "pending", s->pending);
	set_int(o, "failed", s->failed);
	set_int(o, "expired", s->expired);
	set_int(o, "messages", s->messages);
	set_int(o, "mapped", s->mapped);
	set_int(o, "copies", s->copies);
	set_int(o, "quarantined", s->quarantined);
	set_int(o, "waiting", s->waiting);
	set_int(o, "refused", s->refused);
	set_int(o, "reduced", s->reduced);
	return o;
}

static json_t *days_json(const struct reckoning *ac)
{
	json_t *list = json_array();

	for (size_t i = 0; i < ac->n_days; i++) {
		json_t *o = sums_json(&ac->days[i]);
		char buf[CLOCK_TEXT];

		set_text(o, "day", clock_day(ac->days[i].day_us, buf));
		(void)json_array_append_new(list, o);
	}
	return list;
}

static json_t *people_json(struct reckoning *ac, struct err *e)
{
	json_t *list = json_array();

	for (size_t i = 0; i < ac->n_people; i++) {
		AUTO(str_done) struct str name = STR_INIT;
		json_t *o;

		if (directory_mailbox_name(ac->db, ac->people[i].mailbox, &name,
					   e) < 0) {
			json_decref(list);
			return NULL;
		}
		o = json_object();
		set_text(o, "mailbox", name.s);
		set_int(o, "copies", ac->people[i].copies);
		(void)json_array_append_new(list, o);
	}
	return list;
}

static const char *state_name(int64_t state)
{
	static const char *const names[] = { "?",        "pending", "pending",
					     "archived", "failed",  "expired",
					     "excluded" };

	return state >= 1 && state <= 6 ? names[state] : names[0];
}

static json_t *open_json(const struct reckoning *ac)
{
	json_t *list = json_array();

	for (size_t i = 0; i < ac->n_open; i++) {
		const struct open_sum *s = &ac->open[i];
		json_t *o;

		if (s->copies == 0)
			continue;
		o = json_object();
		set_text(o, "state", s->refused ? "refused" : "waiting");
		set_text(o, "target", s->target);
		set_text(o, "outcome", s->outcome);
		set_text(o, "reason", s->reason);
		set_int(o, "count", s->copies);
		(void)json_array_append_new(list, o);
	}
	return list;
}

static int reasons_json(struct reckoning *ac, json_t *list, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		ac->db,
		"SELECT state, CASE WHEN state = 2 AND reason = '' THEN"
		" 'captured; waits for the other parts of its meeting or for"
		" import' ELSE reason END, count(*) FROM inventory"
		" WHERE connector = $1 AND last_run = $2 AND state <> 3"
		" GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2",
		e);
	int rc;

	db_int(st, 1, ac->connector);
	db_int(st, 2, ac->run);
	while ((rc = db_step(st, e)) > 0) {
		json_t *o = json_object();

		set_text(o, "state", state_name(db_col_int(st, 0)));
		set_text(o, "reason", db_col_text(st, 1));
		set_int(o, "count", db_col_int(st, 2));
		(void)json_array_append_new(list, o);
	}
	return rc;
}

static int notices_json(struct reckoning *ac, json_t *list, struct err *e)
{
	static const char *const levels[] = { "ok", "warn", "fail" };
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ac->db,
		       "SELECT level, subject, text FROM notice WHERE run = $1"
		       " ORDER BY level DESC, subject, text",
		       e);
	int rc;

	db_int(st, 1, ac->run);
	while ((rc = db_step(st, e)) > 0) {
		json_t *o = json_object();

		set_text(o, "level", levels[db_col_int(st, 0) % 3]);
		set_text(o, "subject", db_col_text(st, 1));
		set_text(o, "text", db_col_text(st, 2));
		(void)json_array_append_new(list, o);
	}
	return rc;
}

static int unmapped_json(struct reckoning *ac, json_t *list, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		ac->db,
		"SELECT address, max(name), count(*) FROM gap WHERE run = $1"
		" GROUP BY address ORDER BY address LIMIT $2",
		e);
	int rc;

	db_int(st, 1, ac->run);
	db_int(st, 2, UNMAPPED_MAX);
	while ((rc = db_step(st, e)) > 0) {
		json_t *o = json_object();

		set_text(o, "address", db_col_text(st, 0));
		set_text(o, "name", db_col_text(st, 1));
		set_int(o, "messages", db_col_int(st, 2));
		(void)json_array_append_new(list, o);
	}
	return rc;
}

static int head_json(struct reckoning *ac, json_t *o, int64_t *first,
		     int64_t *last, struct err *e)
{
	static const char *const states[] = { "?", "listing", "working", "done",
					      "failed" };
	const char *state;
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		ac->db,
		"SELECT r.n, r.state, r.as_of_us, r.started_us, r.ended_us,"
		" r.error, r.first_seq, r.last_seq, c.id, c.name, c.source"
		" FROM run r, connector c WHERE r.id = $1"
		" AND c.id = r.connector",
		e);
	int rc;

	db_int(st, 1, ac->run);
	rc = db_step(st, e);
	if (rc == 0)
		return err_set(e, ERR_USAGE, "there is no such run");
	if (rc < 0)
		return -1;
	set_text(o, "connector", db_col_text(st, 9));
	set_text(o, "source", db_col_text(st, 10));
	set_int(o, "run", db_col_int(st, 0));
	state = states[db_col_int(st, 1) % 5];
	if (db_col_int(st, 1) <= RUN_WORKING &&
	    !held_find(ac->archive, OWNER_CONNECTOR, db_col_int(st, 8)))
		state = "interrupted";
	set_text(o, "state", state);
	set_text(o, "error", db_col_text(st, 5));
	set_time(o, "as_of", db_col_int(st, 2));
	set_time(o, "started", db_col_int(st, 3));
	set_time(o, "ended", db_col_int(st, 4));
	*first = db_col_int(st, 6);
	*last = db_col_int(st, 7) > 0 ? db_col_int(st, 7) : INT64_MAX;
	ac->connector = db_col_int(st, 8);
	return 0;
}

static int lists_json(struct reckoning *ac, json_t *o, struct err *e)
{
	json_t *people = people_json(ac, e);
	json_t *reasons = json_array(), *notices = json_array();
	json_t *unmapped = json_array();

	(void)json_object_set_new(o, "days", days_json(ac));
	(void)json_object_set_new(o, "undelivered", open_json(ac));
	(void)json_object_set_new(o, "reasons", reasons);
	(void)json_object_set_new(o, "notices", notices);
	(void)json_object_set_new(o, "unmapped", unmapped);
	if (people == NULL)
		return -1;
	(void)json_object_set_new(o, "people", people);
	if (reasons_json(ac, reasons, e) < 0 ||
	    notices_json(ac, notices, e) < 0)
		return -1;
	return unmapped_json(ac, unmapped, e);
}

static int reckoning_fill(struct reckoning *ac, json_t *o, struct err *e)
{
	/* before anything else is read: what comes later has its row still */
	int64_t now = (int64_t)catalog_last(archive_catalog(ac->archive));
	int64_t first = 0, last = 0;

	if (head_json(ac, o, &first, &last, e) < 0 ||
	    sums_inventory(ac, e) < 0 ||
	    sums_copies(ac, first, last < now ? last : now, e) < 0)
		return -1;
	(void)json_object_set_new(o, "total", sums_json(&ac->total));
	(void)json_object_set_new(o, "closed",
				  json_boolean(sums_closed(&ac->total)));
	return lists_json(ac, o, e);
}

int run_report(struct archive *a, struct db *db, int64_t id, struct str *json,
	       struct err *e)
{
	struct reckoning ac = { .archive = a, .db = db, .run = id };
	json_t *o = json_object();
	int rc = reckoning_fill(&ac, o, e);

	if (rc == 0) {
		char *text = json_dumps(o, JSON_COMPACT);

		str_add(json, text);
		free(text);
	}
	json_decref(o);
	reckoning_done(&ac);
	return rc;
}

/* --- a run by its connector's name ---------------------------------------- */

/* The living one of this name, else the one that was removed last. */
static int whose(struct db *db, const char *name, int64_t *connector,
		 bool *removed, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT id, state FROM connector WHERE"
				    " name = $1 ORDER BY CASE WHEN state = $2"
				    " THEN 1 ELSE 0 END, id DESC LIMIT 1",
				    e);
	int rc;

	db_text(st, 1, name);
	db_int(st, 2, CONNECTOR_REMOVED);
	rc = db_step(st, e);
	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "there is no connector \"%.80s\"; `estreat "
			       "connector list` shows those there are",
			       name);
	if (rc < 0)
		return -1;
	*connector = db_col_int(st, 0);
	*removed = db_col_int(st, 1) == CONNECTOR_REMOVED;
	return 0;
}

static int run_find(struct db *db, int64_t connector, int64_t n, int64_t *id,
		    struct str *kept, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT id, report FROM run WHERE"
				    " connector = $1 AND (n = $2 OR $2 = 0)"
				    " ORDER BY n DESC LIMIT 1",
				    e);
	int rc;

	db_int(st, 1, connector);
	db_int(st, 2, n);
	rc = db_step(st, e);
	if (rc == 0 && n == 0)
		return err_set(e, ERR_USAGE, "it has not run yet");
	if (rc == 0)
		return err_set(e, ERR_USAGE, "it has no run %" PRId64, n);
	if (rc < 0)
		return -1;
	*id = db_col_int(st, 0);
	str_add(kept, db_col_text(st, 1));
	return 0;
}

static void dump(struct str *json, json_t *o)
{
	char *text = json_dumps(o, JSON_COMPACT);

	str_cut(json, 0);
	str_add(json, text);
	free(text);
}

static int64_t total_of(const json_t *report, const char *name)
{
	return json_integer_value(
		json_object_get(json_object_get(report, "total"), name));
}

static int reach_of(struct db *db, int64_t run, int64_t *first, int64_t *last,
		    struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db, "SELECT first_seq, last_seq FROM run WHERE id = $1", e);

	db_int(st, 1, run);
	if (db_step(st, e) < 0)
		return -1;
	*first = db_col_int(st, 0);
	*last = db_col_int(st, 1);
	return 0;
}

/* Of a report that was kept while copies waited: what became of them. */
static int say_now(struct reckoning *ac, json_t *o, struct err *e)
{
	static const char *const names[] = { "mapped",      "copies",
					     "quarantined", "waiting",
					     "refused",     "reduced" };
	int64_t first = 0, last = 0;
	json_t *now, *sums;

	if (total_of(o, "waiting") + total_of(o, "refused") == 0)
		return 0;
	if (reach_of(ac->db, ac->run, &first, &last, e) < 0 ||
	    sums_copies(ac, first, last, e) < 0)
		return -1;
	now = json_object();
	sums = sums_json(&ac->total);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)json_object_set(now, names[i],
				      json_object_get(sums, names[i]));
	json_decref(sums);
	(void)json_object_set_new(now, "closed",
				  json_boolean(sums_closed(&ac->total)));
	(void)json_object_set_new(now, "undelivered", open_json(ac));
	(void)json_object_set_new(o, "now", now);
	return 0;
}

/* What has come to pass since a report was kept. */
static int bring_up(struct reckoning *ac, bool removed, bool kept,
		    struct str *json, struct err *e)
{
	json_t *o = json_loads(json->s, 0, NULL);
	int rc;

	if (o == NULL)
		return 0; /* the reader finds that out */
	if (removed)
		(void)json_object_set_new(o, "removed", json_true());
	rc = kept ? say_now(ac, o, e) : 0;
	if (rc == 0)
		dump(json, o);
	json_decref(o);
	return rc;
}

int connector_report(struct archive *a, struct db *db, const char *name,
		     int64_t run, struct str *json, struct err *e)
{
	AUTO(str_done) struct str text = STR_INIT;
	struct reckoning ac = { .archive = a, .db = db };
	bool removed = false, kept;
	int rc;

	if (whose(db, name, &ac.connector, &removed, e) < 0)
		return -1;
	if (run_find(db, ac.connector, run, &ac.run, &text, e) < 0)
		return err_wrap(e, "connector %.80s", name);
	kept = text.len > 0;
	/* one state of control, however much is delivered meanwhile */
	if (db_begin(db, DB_READ, e) < 0)
		return -1;
	rc = kept ? 0 : run_report(a, db, ac.run, &text, e);
	if (rc == 0)
		rc = bring_up(&ac, removed, kept, &text, e);
	db_rollback(db);
	reckoning_done(&ac);
	if (rc == 0)
		str_add(json, text.s);
	return rc;
}
