/*
 * report.c - the sums of a run (promise P2), from what is durable.
 *
 *	listed = archived + unchanged + excluded + pending + failed + expired
 *	mapped = copies + quarantined
 *
 * `listed` and the states come from the inventory, `mapped` from what was
 * due in control, `copies` and `quarantined` from the copies' records of the
 * vault: the two sides know nothing of each other. docs/formats/report.md.
 */
#include "connector/run.h"

#include "base/clock.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "catalog/control.h"
#include "catalog/held.h"
#include "connector/connector.h"
#include "db/db.h"
#include "directory/directory.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define UNMAPPED_MAX 10000

/* Sums of one day, or of all. */
struct sums {
	int64_t day_us;
	int64_t listed, archived, unchanged, excluded, pending, failed, expired;
	int64_t messages, mapped, copies, quarantined;
};

struct mailbox_sum {
	uint64_t mailbox;
	int64_t copies;
};

struct account {
	struct archive *archive;
	struct db *db;
	int64_t run, connector, n;
	struct sums total;
	struct sums *days;
	size_t n_days;
	struct mailbox_sum *people;
	size_t n_people;
};

static struct sums *day_of(struct account *ac, int64_t time_us)
{
	int64_t day = clock_day_start(time_us);
	size_t lo = 0, hi = ac->n_days;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (ac->days[mid].day_us < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < ac->n_days && ac->days[lo].day_us == day)
		return &ac->days[lo];
	ac->days = mem_resize(ac->days, (ac->n_days + 1) * sizeof(*ac->days));
	memmove(ac->days + lo + 1, ac->days + lo,
		(ac->n_days - lo) * sizeof(*ac->days));
	ac->days[lo] = (struct sums){ .day_us = day };
	ac->n_days++;
	return &ac->days[lo];
}

static struct mailbox_sum *mailbox_of(struct account *ac, uint64_t mailbox)
{
	size_t lo = 0, hi = ac->n_people;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (ac->people[mid].mailbox < mailbox)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < ac->n_people && ac->people[lo].mailbox == mailbox)
		return &ac->people[lo];
	ac->people = mem_resize(ac->people,
				(ac->n_people + 1) * sizeof(*ac->people));
	memmove(ac->people + lo + 1, ac->people + lo,
		(ac->n_people - lo) * sizeof(*ac->people));
	ac->people[lo] = (struct mailbox_sum){ .mailbox = mailbox };
	ac->n_people++;
	return &ac->people[lo];
}

/* --- the three sides ------------------------------------------------------ */

static void count_state(struct sums *s, int64_t state, bool now)
{
	s->listed++;
	switch (state) {
	case INVENTORY_ARCHIVED:
		*(now ? &s->archived : &s->unchanged) += 1;
		break;
	case INVENTORY_PENDING:
	case INVENTORY_CAPTURED:
		s->pending++;
		break;
	case INVENTORY_FAILED:
		s->failed++;
		break;
	case INVENTORY_EXPIRED:
		s->expired++;
		break;
	case INVENTORY_EXCLUDED:
		s->excluded++;
		break;
	default:
		break; /* counted in no state: the sum stays open and shows it
			*/
	}
}

/* Counted here: SQL would sort all rows of the run, in memory (P8). */
static int inventory_side(struct account *ac, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ac->db,
		       "SELECT time_us / 86400000000, state,"
		       " CASE WHEN settled_run = $2 THEN 1 ELSE 0 END"
		       " FROM inventory WHERE connector = $1 AND last_run ="
		       " $2",
		       e);
	int rc;

	db_int(st, 1, ac->connector);
	db_int(st, 2, ac->run);
	while ((rc = db_step(st, e)) > 0) {
		struct sums *day = day_of(ac, db_col_int(st, 0) * CLOCK_DAY);
		int64_t state = db_col_int(st, 1);
		bool now = db_col_int(st, 2) != 0;

		count_state(day, state, now);
		count_state(&ac->total, state, now);
	}
	return rc;
}

static int due_side(struct account *ac, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ac->db,
		       "SELECT time_us / 86400000000, due FROM delivery"
		       " WHERE run = $1",
		       e);
	int rc;

	db_int(st, 1, ac->run);
	while ((rc = db_step(st, e)) > 0) {
		struct sums *day = day_of(ac, db_col_int(st, 0) * CLOCK_DAY);

		day->messages++;
		day->mapped += db_col_int(st, 1);
		ac->total.messages++;
		ac->total.mapped += db_col_int(st, 1);
	}
	return rc;
}

static int on_copies(void *ctx, const struct catalog_copies_event *ev,
		     struct err *e)
{
	struct account *ac = ctx;
	struct sums *day;

	(void)e;
	if (ev->run != ac->run)
		return 0;
	day = day_of(ac, ev->time_us);
	for (size_t i = 0; i < ev->n_mailboxes; i++) {
		bool q = ev->mailboxes[i] == DIRECTORY_QUARANTINE;

		*(q ? &day->quarantined : &day->copies) += 1;
		*(q ? &ac->total.quarantined : &ac->total.copies) += 1;
		mailbox_of(ac, ev->mailboxes[i])->copies++;
	}
	return 0;
}

static bool is_closed(const struct sums *s)
{
	return s->listed == s->archived + s->unchanged + s->excluded +
				    s->pending + s->failed + s->expired &&
	       s->mapped == s->copies + s->quarantined;
}

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
	return o;
}

static json_t *days_json(const struct account *ac)
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

static json_t *people_json(struct account *ac, struct err *e)
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

static int reasons_json(struct account *ac, json_t *list, struct err *e)
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

static int notices_json(struct account *ac, json_t *list, struct err *e)
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

static int unmapped_json(struct account *ac, json_t *list, struct err *e)
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

static int head_json(struct account *ac, json_t *o, int64_t *first,
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

static int lists_json(struct account *ac, json_t *o, struct err *e)
{
	json_t *people = people_json(ac, e);
	json_t *reasons = json_array(), *notices = json_array();
	json_t *unmapped = json_array();

	(void)json_object_set_new(o, "days", days_json(ac));
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

static int account_fill(struct account *ac, json_t *o, struct err *e)
{
	int64_t first = 0, last = 0;

	if (head_json(ac, o, &first, &last, e) < 0 ||
	    inventory_side(ac, e) < 0 || due_side(ac, e) < 0 ||
	    catalog_copies_between(archive_catalog(ac->archive),
				   (uint64_t)first, (uint64_t)last, on_copies,
				   ac, e) < 0)
		return -1;
	(void)json_object_set_new(o, "total", sums_json(&ac->total));
	(void)json_object_set_new(o, "closed",
				  json_boolean(is_closed(&ac->total)));
	return lists_json(ac, o, e);
}

int run_report(struct archive *a, struct db *db, int64_t id, struct str *json,
	       struct err *e)
{
	struct account ac = { .archive = a, .db = db, .run = id };
	json_t *o = json_object();
	int rc = account_fill(&ac, o, e);

	if (rc == 0) {
		char *text = json_dumps(o, JSON_COMPACT);

		str_add(json, text);
		free(text);
	}
	json_decref(o);
	free(ac.days);
	free(ac.people);
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

/* A report that was kept when its connector lived. */
static void say_removed(struct str *json)
{
	json_t *o = json_loads(json->s, 0, NULL);
	char *text;

	if (o == NULL)
		return; /* the reader finds that out */
	(void)json_object_set_new(o, "removed", json_true());
	text = json_dumps(o, JSON_COMPACT);
	str_cut(json, 0);
	str_add(json, text);
	free(text);
	json_decref(o);
}

int connector_report(struct archive *a, struct db *db, const char *name,
		     int64_t run, struct str *json, struct err *e)
{
	AUTO(str_done) struct str text = STR_INIT;
	int64_t connector = 0, id = 0;
	bool removed = false;

	if (whose(db, name, &connector, &removed, e) < 0)
		return -1;
	if (run_find(db, connector, run, &id, &text, e) < 0)
		return err_wrap(e, "connector %.80s", name);
	if (text.len == 0 && run_report(a, db, id, &text, e) < 0)
		return -1;
	if (removed)
		say_removed(&text);
	str_add(json, text.s);
	return 0;
}
