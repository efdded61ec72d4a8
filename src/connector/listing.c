/*
 * listing.c - what the source says it has goes into the inventory.
 *
 * The listing is complete before anything is fetched (page tokens die).
 * Entries are held until there are BATCH of them; then the content that came
 * with them goes into the vault, and after its commit their rows into control
 * in one transaction, so that no transaction is open while the source is
 * asked. A crash in between only means that the listing is done again, into
 * the same rows.
 *
 * The same object may be told by several ways in one listing, and they may
 * disagree: that it can be had wins over everything else.
 */
#include "connector/run.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "catalog/control.h"
#include "connector/store.h"
#include "db/db.h"
#include "vault/vault.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define BATCH     500
#define BATCH_RAW ((size_t)8 * 1024 * 1024)

/* An entry as it was told, and where its content is. */
struct told {
	struct source_entry en;
	uint64_t seq, beside_seq;
	uint8_t sha256[DIGEST_BYTES], beside_sha256[DIGEST_BYTES];
};

struct listing {
	struct run *run;
	struct db *db;
	struct arena *arena; /* of what is held */
	struct told *held;
	size_t n_held, raw_held;
	char *bundle_name; /* the bundle looked up last */
	int64_t bundle;
	uint64_t seen;
	struct err *err; /* of a notice that could not be kept */
};

/* What is known of an object, and what is said of it now. */
struct row {
	int64_t id; /* 0: not in the inventory yet */
	int64_t state, ready, last_run, settled_run;
	char *found_by, *reason, *evidence;
	int64_t message; /* -1: settled without one */
	bool captured;   /* its content came with the listing */
	uint8_t sha256[DIGEST_BYTES];
};

static void row_done(struct row *row)
{
	free(row->found_by);
	free(row->reason);
	free(row->evidence);
}

/* --- bundles ------------------------------------------------------------- */

static int bundle_insert(struct listing *l, const struct source_entry *en,
			 struct err *e)
{
	struct db_stmt *st = db_sql(
		l->db,
		"INSERT INTO bundle(connector, name, time_us, ordinal,"
		" settle_us) VALUES ($1, $2, $3, 0, $4) ON CONFLICT DO NOTHING",
		e);

	db_int(st, 1, l->run->connector);
	db_text(st, 2, en->bundle);
	db_int(st, 3, en->time_us);
	db_int(st, 4, l->run->as_of_us + l->run->ops->settle_us);
	return db_exec(st, e);
}

static int bundle_find(struct listing *l, const char *name, int64_t *id,
		       struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		l->db,
		"SELECT id FROM bundle WHERE connector = $1 AND name = $2", e);
	int rc;

	db_int(st, 1, l->run->connector);
	db_text(st, 2, name);
	rc = db_step(st, e);
	if (rc > 0)
		*id = db_col_int(st, 0);
	return rc;
}

static int bundle_of(struct listing *l, const struct source_entry *en,
		     struct err *e)
{
	int rc;

	if (l->bundle_name != NULL && strcmp(l->bundle_name, en->bundle) == 0)
		return 0;
	rc = bundle_find(l, en->bundle, &l->bundle, e);
	if (rc == 0 && bundle_insert(l, en, e) == 0)
		rc = bundle_find(l, en->bundle, &l->bundle, e);
	if (rc <= 0)
		return -1;
	free(l->bundle_name);
	l->bundle_name = mem_strdup(en->bundle);
	return 0;
}

/* Something new to wait for: the bundle has its full time again. */
static int bundle_extend(struct listing *l, struct err *e)
{
	struct db_stmt *st = db_sql(
		l->db,
		"UPDATE bundle SET settle_us = $2 WHERE id = $1 AND settle_us"
		" <= $3",
		e);

	db_int(st, 1, l->bundle);
	db_int(st, 2, l->run->as_of_us + l->run->ops->settle_us);
	db_int(st, 3, l->run->as_of_us);
	return db_exec(st, e);
}

/* --- rows ---------------------------------------------------------------- */

static int row_find(struct listing *l, const struct source_entry *en,
		    struct row *row, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		l->db,
		"SELECT id, state, ready, last_run, settled_run, found_by,"
		" reason, evidence, message FROM inventory WHERE bundle = $1"
		" AND kind = $2 AND object = $3 AND version = $4",
		e);
	int rc;

	db_int(st, 1, l->bundle);
	db_text(st, 2, en->kind);
	db_text(st, 3, en->id);
	db_text(st, 4, en->version);
	rc = db_step(st, e);
	if (rc < 0)
		return -1;
	row->id = db_col_int(st, 0);
	row->state = rc > 0 ? db_col_int(st, 1) : INVENTORY_PENDING;
	row->ready = db_col_int(st, 2);
	row->last_run = db_col_int(st, 3);
	row->settled_run = db_col_int(st, 4);
	row->found_by = mem_strdup(db_col_text(st, 5));
	row->reason = mem_strdup(db_col_text(st, 6));
	row->evidence = mem_strdup(db_col_text(st, 7));
	row->message = db_col_int(st, 8);
	return 0;
}

static bool listed_word(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = list; (at = strstr(at, word)) != NULL; at += n)
		if ((at == list || at[-1] == ' ') &&
		    (at[n] == ' ' || at[n] == '\0'))
			return true;
	return false;
}

static void row_found_by(struct row *row, const char *way)
{
	char *both;

	if (listed_word(row->found_by, way))
		return;
	both = *row->found_by == '\0' ? mem_strdup(way)
				      : str_printf("%s %s", row->found_by, way);
	free(row->found_by);
	row->found_by = both;
}

static void row_reason(struct row *row, const char *reason,
		       const char *evidence)
{
	free(row->reason);
	free(row->evidence);
	row->reason = mem_strdup(reason);
	row->evidence = mem_strdup(evidence);
}

static void row_settle(struct row *row, enum inventory_state state, int64_t run)
{
	row->state = state;
	row->ready = 0;
	row->settled_run = run;
}

/* Whether what is said now may change the state at all. */
static bool row_open_to(const struct row *row, const struct source_entry *en,
			int64_t run)
{
	if (row->state == INVENTORY_ARCHIVED ||
	    row->state == INVENTORY_CAPTURED)
		return false;
	/* what was fetched and could not be converted is not fetched again */
	if (row->message < 0)
		return false;
	if (en->state == SOURCE_READY)
		return true;
	if (row->last_run == run && row->ready)
		return false; /* another way of this listing can have it */
	return row->state == INVENTORY_PENDING ||
	       (row->state == INVENTORY_EXCLUDED &&
		en->state != SOURCE_EXCLUDED);
}

static void row_apply(struct row *row, const struct source_entry *en,
		      int64_t run)
{
	row_found_by(row, en->found_by);
	if (!row_open_to(row, en, run))
		return;
	row_reason(row, en->reason, en->evidence);
	switch (en->state) {
	case SOURCE_READY:
		row->state = INVENTORY_PENDING;
		row->ready = 1;
		row->settled_run = 0;
		if (*row->reason == '\0')
			row_reason(row, "to be fetched", "");
		break;
	case SOURCE_WAITING:
		row->state = INVENTORY_PENDING;
		row->ready = 0;
		break;
	case SOURCE_REFUSED:
		row_settle(row, INVENTORY_FAILED, run);
		break;
	case SOURCE_GONE:
		row_settle(row, INVENTORY_EXPIRED, run);
		break;
	case SOURCE_EXCLUDED:
		row_settle(row, INVENTORY_EXCLUDED, run);
		break;
	}
}

static int row_insert(struct listing *l, const struct source_entry *en,
		      const struct row *row, struct err *e)
{
	struct db_stmt *st = db_sql(
		l->db,
		"INSERT INTO inventory(connector, bundle, kind, object,"
		" version, label, state, ready, reason, evidence, found_by,"
		" time_us, delete_at_us, size, first_run, last_run,"
		" settled_run, seq, sha256, name, media_type, message)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,"
		" $13, $14, $15, $15, $16, 0, $17, '', '', 0)",
		e);

	db_int(st, 1, l->run->connector);
	db_int(st, 2, l->bundle);
	db_text(st, 3, en->kind);
	db_text(st, 4, en->id);
	db_text(st, 5, en->version);
	db_text(st, 6, en->label);
	db_int(st, 7, row->state);
	db_int(st, 8, row->ready);
	db_text(st, 9, row->reason);
	db_text(st, 10, row->evidence);
	db_text(st, 11, row->found_by);
	db_int(st, 12, en->time_us);
	db_int(st, 13, en->delete_at_us);
	db_int(st, 14, row->captured ? (int64_t)en->raw_len : en->size);
	db_int(st, 15, l->run->id);
	db_int(st, 16, row->settled_run);
	if (row->captured)
		db_bytes(st, 17, row->sha256, DIGEST_BYTES);
	return db_exec(st, e);
}

static int row_update(struct listing *l, const struct source_entry *en,
		      const struct row *row, struct err *e)
{
	struct db_stmt *st = db_sql(
		l->db,
		"UPDATE inventory SET state = $2, ready = $3, reason = $4,"
		" evidence = $5, found_by = $6, last_run = $7,"
		" settled_run = $8, label = $9,"
		" time_us = CASE WHEN time_us = 0 THEN $10 ELSE time_us END,"
		" delete_at_us = CASE WHEN $11 > 0 THEN $11 ELSE delete_at_us"
		" END, size = CASE WHEN $12 >= 0 THEN $12 ELSE size END,"
		" sha256 = coalesce($13, sha256)"
		" WHERE id = $1",
		e);

	db_int(st, 1, row->id);
	db_int(st, 2, row->state);
	db_int(st, 3, row->ready);
	db_text(st, 4, row->reason);
	db_text(st, 5, row->evidence);
	db_text(st, 6, row->found_by);
	db_int(st, 7, l->run->id);
	db_int(st, 8, row->settled_run);
	db_text(st, 9, en->label);
	db_int(st, 10, en->time_us);
	db_int(st, 11, en->delete_at_us);
	db_int(st, 12, row->captured ? (int64_t)en->raw_len : en->size);
	if (row->captured)
		db_bytes(st, 13, row->sha256, DIGEST_BYTES);
	return db_exec(st, e);
}

/* Content that came with the listing: the entry is captured by it. */
static int row_capture(struct listing *l, const struct told *t, struct row *row,
		       struct err *e)
{
	const struct source_entry *en = &t->en;
	AUTO(free)
	char *name = str_printf("%s:%s:%s", en->kind, en->id, en->version);
	struct store_raw raw = { .bundle = l->bundle,
				 .name = name,
				 .media_type = "application/json" };

	if (row->id != 0 && row->state != INVENTORY_PENDING)
		return 0;
	if (store_raw_row(l->db, &raw, t->seq, t->sha256, e) < 0)
		return -1;
	memcpy(row->sha256, t->sha256, DIGEST_BYTES);
	row->captured = true;
	row->state = INVENTORY_CAPTURED;
	row->ready = 0;
	row_reason(row, "", "");
	return 0;
}

static int row_store(struct listing *l, const struct told *t, struct err *e)
{
	__attribute__((__cleanup__(row_done))) struct row row = { 0 };
	const struct source_entry *en = &t->en;

	if (bundle_of(l, en, e) < 0 || row_find(l, en, &row, e) < 0)
		return -1;
	row_apply(&row, en, l->run->id);
	if (t->seq > 0 && row_capture(l, t, &row, e) < 0)
		return -1;
	if (row.id == 0 && row.state == INVENTORY_PENDING &&
	    bundle_extend(l, e) < 0)
		return -1;
	return row.id == 0 ? row_insert(l, en, &row, e)
			   : row_update(l, en, &row, e);
}

/* --- what is held goes to the vault, then to control --------------------- */

static int told_store(struct listing *l, struct told *t, struct err *e)
{
	const struct source_entry *en = &t->en;
	AUTO(free)
	char *name = str_printf("%s:%s:%s", en->kind, en->id, en->version);
	struct store_raw raw = { .bundle_name = en->bundle,
				 .name = name,
				 .media_type = "application/json",
				 .bytes = en->raw,
				 .len = en->raw_len,
				 .time_us = en->time_us };

	if (en->raw == NULL || en->state != SOURCE_READY)
		return 0;
	return store_raw(l->run, &raw, &t->seq, t->sha256, e);
}

static struct store_raw beside_of(const struct source_entry *en)
{
	return (struct store_raw){ .bundle_name = en->bundle,
				   .name = en->beside_name,
				   .media_type = "application/json",
				   .bytes = en->beside,
				   .len = en->beside_len,
				   .time_us = en->time_us };
}

static int beside_store(struct listing *l, struct told *t, struct err *e)
{
	struct store_raw raw = beside_of(&t->en);

	if (t->en.beside == NULL)
		return 0;
	return store_raw(l->run, &raw, &t->beside_seq, t->beside_sha256, e);
}

/* Once the bundle is known. */
static int beside_row(struct listing *l, const struct told *t, struct err *e)
{
	struct store_raw raw = beside_of(&t->en);

	if (t->beside_seq == 0)
		return 0;
	raw.bundle = l->bundle;
	return store_raw_row(l->db, &raw, t->beside_seq, t->beside_sha256, e);
}

static int rows_store(struct listing *l, struct err *e)
{
	if (db_begin(l->db, DB_WRITE, e) < 0)
		return -1;
	for (size_t i = 0; i < l->n_held; i++) {
		const struct source_entry *en = &l->held[i].en;

		if (row_store(l, &l->held[i], e) == 0 &&
		    beside_row(l, &l->held[i], e) == 0)
			continue;
		db_rollback(l->db);
		if (e->kind != ERR_RETRY)
			e->kind = ERR_STORE;
		return err_wrap(e, "inventory %s %s", en->kind, en->id);
	}
	return db_commit(l->db, e);
}

static void hold_nothing(struct listing *l)
{
	arena_free(l->arena);
	l->arena = arena_new();
	l->held = NULL;
	l->n_held = l->raw_held = 0;
}

static int flush(struct listing *l, struct err *e)
{
	int rc = 0;

	if (l->n_held == 0)
		return 0;
	for (size_t i = 0; rc == 0 && i < l->n_held; i++) {
		rc = told_store(l, &l->held[i], e);
		if (rc == 0)
			rc = beside_store(l, &l->held[i], e);
	}
	if (rc == 0)
		rc = vault_commit(archive_vault(l->run->archive), e);
	if (rc == 0)
		rc = rows_store(l, e);
	hold_nothing(l);
	return rc;
}

/* --- the sink ------------------------------------------------------------ */

static int on_entry(void *ctx, const struct source_entry *en, struct err *e)
{
	struct listing *l = ctx;
	struct arena *a = l->arena;
	struct source_entry *to;

	l->held = ARENA_GROW(a, l->held, l->n_held);
	l->held[l->n_held] = (struct told){ .en = *en };
	to = &l->held[l->n_held++].en;
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
	l->raw_held += en->raw_len + en->beside_len;
	l->seen++;
	if (l->n_held < BATCH && l->raw_held < BATCH_RAW)
		return 0;
	return flush(l, e);
}

static void on_notice(void *ctx, enum source_level level, const char *subject,
		      const char *text)
{
	struct listing *l = ctx;
	struct err e = ERR_INIT;

	/* a notice that cannot be kept shows itself at the next entry */
	if (flush(l, &e) == 0)
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

static int jobs_make(struct run *r, struct db *db, struct err *e)
{
	/* what is open from earlier and was not told now: ask again */
	if (exec_run(r, db,
		     "UPDATE inventory SET ready = 1 WHERE connector = $1"
		     " AND state = 1 AND last_run < $2",
		     e) < 0 ||
	    exec_run(r, db,
		     "UPDATE inventory SET last_run = $2 WHERE connector = $1"
		     " AND state <= 2 AND last_run < $2",
		     e) < 0)
		return -1;
	if (exec_run(r, db,
		     "INSERT INTO job(connector, kind, subject, attempts,"
		     " not_before_us, leased_us, reason)"
		     " SELECT DISTINCT connector, 1, bundle, 0, 0, 0, ''"
		     " FROM inventory WHERE connector = $1 AND state = 1"
		     " AND ready = 1 AND $2 > 0 ON CONFLICT DO NOTHING",
		     e) < 0)
		return -1;
	/* what is captured and only waits for its message */
	return exec_run(r, db,
			"INSERT INTO job(connector, kind, subject, attempts,"
			" not_before_us, leased_us, reason)"
			" SELECT DISTINCT i.connector, 2, i.bundle, 0, 0, 0, ''"
			" FROM inventory i WHERE i.connector = $1"
			" AND i.state <= 2 AND $2 > 0 AND NOT EXISTS"
			" (SELECT 1 FROM job j WHERE j.connector = i.connector"
			" AND j.kind = 1 AND j.subject = i.bundle)"
			" AND EXISTS (SELECT 1 FROM inventory k"
			" WHERE k.bundle = i.bundle AND k.connector ="
			" i.connector AND k.state = 2 AND k.message = 0)"
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
			" AND j.kind <= 2) ON CONFLICT DO NOTHING",
			e);
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
	db_int(st, 4, SOURCE_FAIL);
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
		(void)flush(l, &ignored);
		return err_wrap(e, "list %s", r->ops->title);
	}
	if (flush(l, e) < 0)
		return -1;
	if (l->err->kind == ERR_NONE)
		return 0;
	*e = *l->err;
	return -1;
}

int run_list(struct run *r, struct db *db, struct err *e)
{
	struct err kept = ERR_INIT;
	struct listing l = { .run = r, .db = db, .err = &kept };
	int rc;

	l.arena = arena_new();
	rc = notices_forget(r, db, e);
	if (rc == 0)
		rc = list_all(&l, e);
	arena_free(l.arena);
	free(l.bundle_name);
	if (rc < 0 || db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (jobs_make(r, db, e) < 0 || jobs_settled(r, db, e) < 0 ||
	    run_requeue_gaps(r, db, e) < 0 || to_work(r, db, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}
