/*
 * listing.c - what the source says it has goes into the inventory.
 *
 * The listing is complete before anything is fetched (page tokens die).
 * Entries are held until there are BATCH of them and stored (keeping.h) while
 * the source is asked on; no transaction is open while it is waited for. A
 * crash in between only means that the listing is done again, into the same
 * rows.
 */
#include "connector/run.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/control.h"
#include "connector/inventory.h"
#include "connector/keeping.h"
#include "connector/sibling.h"
#include "db/db.h"

#include <inttypes.h>
#include <string.h>

#define BATCH     1000
#define BATCH_RAW ((size_t)8 * 1024 * 1024)

struct listing {
	struct run *run;
	struct db *db;
	struct keeping *keeping;
	struct batch *held;
	uint64_t seen;
	struct err *err; /* of a notice that could not be kept */
};

/* --- what is held is given away to be stored ----------------------------- */

static int flush(struct listing *l, struct err *e)
{
	struct batch *full = l->held;

	if (full->n == 0)
		return 0;
	l->held = batch_new();
	return keeping_give(l->keeping, full, e);
}

/* --- the sink ------------------------------------------------------------ */

static int on_entry(void *ctx, const struct source_entry *en, struct err *e)
{
	struct listing *l = ctx;
	struct batch *b = l->held;
	struct arena *a = b->arena;
	struct source_entry *to;

	b->list = ARENA_GROW(a, b->list, b->n);
	b->list[b->n] = (struct told){ .en = *en };
	to = &b->list[b->n++].en;
	to->bundle = arena_strdup(a, en->bundle);
	to->kind = arena_strdup(a, en->kind);
	to->id = arena_strdup(a, en->id);
	to->version = arena_strdup(a, en->version);
	to->label = arena_strdup(a, en->label);
	to->found_by = arena_strdup(a, en->found_by);
	to->reason = arena_strdup(a, en->reason);
	to->evidence = arena_strdup(a, en->evidence);
	if (en->raw != NULL)
		to->raw = arena_dup(a, en->raw, en->raw_len);
	if (en->beside != NULL) {
		to->beside_name = arena_strdup(a, en->beside_name);
		to->beside = arena_dup(a, en->beside, en->beside_len);
	}
	b->raw_bytes += en->raw_len + en->beside_len;
	l->seen++;
	if (b->n < BATCH && b->raw_bytes < BATCH_RAW)
		return 0;
	return flush(l, e);
}

static void on_notice(void *ctx, enum check_level level, const char *subject,
		      const char *text)
{
	struct listing *l = ctx;
	struct err e = ERR_INIT;

	/* a notice that cannot be kept shows itself at the next entry */
	if (flush(l, &e) == 0 && keeping_wait(l->keeping, &e) == 0)
		(void)run_notice(l->db, l->run->id, level, subject, text, &e);
	if (e.kind != ERR_NONE && l->err->kind == ERR_NONE)
		*l->err = e;
}

static void on_progress(void *ctx, const char *text)
{
	struct listing *l = ctx;

	atomic_store(&l->run->done, l->seen);
	run_tell(l->run, "listing", text);
}

/* --- from inventory to jobs ---------------------------------------------- */

static int exec_run(struct run *r, struct db *db, const char *sql,
		    struct err *e)
{
	struct db_stmt *st = db_sql(db, sql, e);

	db_int(st, 1, r->connector);
	db_int(st, 2, r->id);
	return db_exec(st, e);
}

/*
 * What is open from earlier and was not told now: ask again.
 *
 * Here "state <= 2" and "+ 0" lead to the index of what is open; what is
 * settled grows with the archive. Afterwards all that is open has been told
 * in this run, and what was told lies side by side.
 */
static int rows_reopen(struct run *r, struct db *db, struct err *e)
{
	return exec_run(r, db,
			"UPDATE inventory SET last_run = $2, ready ="
			" CASE WHEN state = 1 THEN 1 ELSE ready END"
			" WHERE connector = $1 AND state <= 2"
			" AND last_run + 0 < $2",
			e);
}

static int jobs_make(struct run *r, struct db *db, struct err *e)
{
	if (exec_run(r, db,
		     "INSERT INTO job(connector, kind, subject, attempts,"
		     " not_before_us, leased_us, reason)"
		     " SELECT DISTINCT connector, 1, bundle, 0, 0, 0, ''"
		     " FROM inventory WHERE connector = $1 AND last_run = $2"
		     " AND state = 1 AND ready = 1 ON CONFLICT DO NOTHING",
		     e) < 0)
		return -1;
	/* what is captured and only waits for its message */
	return exec_run(r, db,
			"INSERT INTO job(connector, kind, subject, attempts,"
			" not_before_us, leased_us, reason)"
			" SELECT DISTINCT i.connector, 2, i.bundle, 0, 0, 0, ''"
			" FROM inventory i WHERE i.connector = $1"
			" AND i.last_run = $2 AND i.state = 2"
			" AND i.message = 0 AND NOT EXISTS"
			" (SELECT 1 FROM job j WHERE j.connector = i.connector"
			" AND j.kind = 1 AND j.subject = i.bundle)"
			" ON CONFLICT DO NOTHING",
			e);
}

/* What has its message, and lost the job that was to import it. */
static int jobs_import(struct run *r, struct db *db, struct err *e)
{
	return exec_run(r, db,
			"INSERT INTO job(connector, kind, subject, attempts,"
			" not_before_us, leased_us, reason)"
			" SELECT DISTINCT connector, 3, message, 0, 0, 0, ''"
			" FROM inventory WHERE connector = $1 AND last_run ="
			" $2 AND state = 2 AND message > 0"
			" ON CONFLICT DO NOTHING",
			e);
}

/* Bundles all of whose entries were settled by the listing alone. */
static int jobs_settled(struct run *r, struct db *db, struct err *e)
{
	return exec_run(r, db,
			"INSERT INTO job(connector, kind, subject, attempts,"
			" not_before_us, leased_us, reason)"
			" SELECT DISTINCT connector, 2, bundle, 0, 0, 0, ''"
			" FROM inventory i WHERE connector = $1"
			" AND last_run = $2 AND settled_run = $2"
			" AND message = 0 AND state IN (4, 5)"
			" AND NOT EXISTS (SELECT 1 FROM job j WHERE"
			" j.connector = i.connector AND j.subject = i.bundle"
			" AND j.kind IN (1, 2)) ON CONFLICT DO NOTHING",
			e);
}

static int jobs_all(struct run *r, struct db *db, struct err *e)
{
	if (rows_reopen(r, db, e) < 0 || sibling_adopt(r, db, e) < 0 ||
	    jobs_make(r, db, e) < 0 || jobs_import(r, db, e) < 0 ||
	    jobs_settled(r, db, e) < 0)
		return -1;
	return run_requeue_gaps(r, db, e);
}

static int to_work(struct run *r, struct db *db, struct err *e)
{
	struct db_stmt *st =
		db_sql(db, "UPDATE run SET state = $2 WHERE id = $1", e);

	db_int(st, 1, r->id);
	db_int(st, 2, RUN_WORKING);
	if (db_exec(st, e) < 0)
		return -1;
	/* where something was not permitted, the window stays open until it
	   is: what was missed is listed then */
	st = db_sql(db,
		    "UPDATE connector SET listed_us = $2 WHERE id = $1 AND NOT"
		    " EXISTS (SELECT 1 FROM notice WHERE run = $3 AND"
		    " level = $4)",
		    e);
	db_int(st, 1, r->connector);
	db_int(st, 2, r->as_of_us);
	db_int(st, 3, r->id);
	db_int(st, 4, CHECK_FAIL);
	return db_exec(st, e);
}

/* What an earlier, broken listing of this run said may be true no more. */
static int notices_forget(struct run *r, struct db *db, struct err *e)
{
	struct db_stmt *st = db_sql(db, "DELETE FROM notice WHERE run = $1", e);

	db_int(st, 1, r->id);
	return db_exec(st, e);
}

static struct source_window window(struct run *r)
{
	const char *since = values_get(r->values, "since");
	struct source_window w = { .to_us = r->as_of_us,
				   .last_us = r->listed_us };
	int64_t oldest = 0;

	w.from_us = r->listed_us > 0 ? r->listed_us - r->ops->overlap_us
				     : r->as_of_us - r->ops->history_us;
	if (since != NULL && clock_parse(since, &oldest) && w.from_us < oldest)
		w.from_us = oldest;
	return w;
}

/* All that the source tells, into the inventory. */
static int list_all(struct listing *l, struct err *e)
{
	struct run *r = l->run;
	struct source_list sink = { .ctx = l,
				    .entry = on_entry,
				    .notice = on_notice,
				    .progress = on_progress };
	struct source_window w = window(r);

	if (r->ops->list(r->source, &w, &sink, e) < 0) {
		struct err ignored = ERR_INIT;

		/* what was told until here is true all the same */
		if (flush(l, &ignored) == 0)
			(void)keeping_wait(l->keeping, &ignored);
		return err_wrap(e, "list %s", r->ops->title);
	}
	if (flush(l, e) < 0 || keeping_wait(l->keeping, e) < 0)
		return -1;
	if (l->err->kind == ERR_NONE)
		return 0;
	*e = *l->err;
	return -1;
}

static int list(struct run *r, struct db *db, struct err *e)
{
	AUTO(keeping_free) struct keeping *keeping = NULL;
	struct err kept = ERR_INIT;
	struct listing l = { .run = r, .db = db, .err = &kept };
	int rc;

	if (notices_forget(r, db, e) < 0 || keeping_start(&keeping, r, e) < 0)
		return -1;
	l.keeping = keeping;
	l.held = batch_new();
	rc = list_all(&l, e);
	batch_free(l.held);
	return rc;
}

int run_list(struct run *r, struct db *db, struct err *e)
{
	if (list(r, db, e) < 0 || db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (jobs_all(r, db, e) < 0 || to_work(r, db, e) < 0) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db, e) < 0)
		return -1;
	mem_trim();
	return 0;
}
