/* inventory.c - bundles and rows: found, compared with what is told, written.
 */
#include "connector/inventory.h"

#include "base/mem.h"
#include "catalog/catalog.h"
#include "catalog/control.h"
#include "connector/run.h"
#include "db/db.h"

#include <stdlib.h>
#include <string.h>

/*
 * Rows lie in the order of their ids. Those of a bundle are always read and
 * changed together, but in a feed they come far apart: each bundle has a
 * range of ids for its own, so that they lie side by side.
 */
#define ROWS_MAX ((int64_t)1 << 24)

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

static int bundle_insert(struct inventory *v, const struct source_entry *en,
			 struct err *e)
{
	struct db_stmt *st = db_sql(
		v->db,
		"INSERT INTO bundle(connector, name, time_us, ordinal,"
		" settle_us) VALUES ($1, $2, $3, 0, $4) ON CONFLICT DO NOTHING",
		e);

	db_int(st, 1, v->run->connector);
	db_text(st, 2, en->bundle);
	db_int(st, 3, en->time_us);
	db_int(st, 4, v->run->as_of_us + v->run->ops->settle_us);
	return db_exec(st, e);
}

static int bundle_find(struct inventory *v, const char *name, int64_t *id,
		       struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		v->db,
		"SELECT id FROM bundle WHERE connector = $1 AND name = $2", e);
	int rc;

	db_int(st, 1, v->run->connector);
	db_text(st, 2, name);
	rc = db_step(st, e);
	if (rc > 0)
		*id = db_col_int(st, 0);
	return rc;
}

static int bundle_of(struct inventory *v, const struct source_entry *en,
		     struct err *e)
{
	int rc;

	if (v->bundle_name != NULL && strcmp(v->bundle_name, en->bundle) == 0)
		return 0;
	rc = bundle_find(v, en->bundle, &v->bundle, e);
	if (rc == 0 && bundle_insert(v, en, e) == 0)
		rc = bundle_find(v, en->bundle, &v->bundle, e);
	if (rc <= 0)
		return -1;
	free(v->bundle_name);
	v->bundle_name = mem_strdup(en->bundle);
	return 0;
}

/* Something new to wait for: the bundle has its full time again. */
static int bundle_extend(struct inventory *v, struct err *e)
{
	struct db_stmt *st = db_sql(
		v->db,
		"UPDATE bundle SET settle_us = $2 WHERE id = $1 AND settle_us"
		" <= $3",
		e);

	db_int(st, 1, v->bundle);
	db_int(st, 2, v->run->as_of_us + v->run->ops->settle_us);
	db_int(st, 3, v->run->as_of_us);
	return db_exec(st, e);
}

static int row_find(struct inventory *v, const struct source_entry *en,
		    struct row *row, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		v->db,
		"SELECT id, state, ready, last_run, settled_run, found_by,"
		" reason, evidence, message FROM inventory WHERE bundle = $1"
		" AND kind = $2 AND object = $3 AND version = $4",
		e);
	int rc;

	db_int(st, 1, v->bundle);
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

static int row_insert(struct inventory *v, const struct source_entry *en,
		      const struct row *row, struct err *e)
{
	struct db_stmt *st = db_sql(
		v->db,
		"INSERT INTO inventory(id, connector, bundle, kind, object,"
		" version, label, state, ready, reason, evidence, found_by,"
		" time_us, delete_at_us, size, first_run, last_run,"
		" settled_run, seq, sha256, name, media_type, message)"
		" VALUES ((SELECT coalesce(max(id), $18 - 1) + 1"
		" FROM inventory WHERE id >= $18 AND id < $19), $1, $2, $3, $4,"
		" $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16,"
		" 0, $17, '', '', 0)",
		e);

	db_int(st, 1, v->run->connector);
	db_int(st, 2, v->bundle);
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
	db_int(st, 15, v->run->id);
	db_int(st, 16, row->settled_run);
	if (row->captured)
		db_bytes(st, 17, row->sha256, DIGEST_BYTES);
	db_int(st, 18, v->bundle * ROWS_MAX);
	db_int(st, 19, (v->bundle + 1) * ROWS_MAX);
	return db_exec(st, e);
}

static int row_update(struct inventory *v, const struct source_entry *en,
		      const struct row *row, struct err *e)
{
	struct db_stmt *st = db_sql(
		v->db,
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
	db_int(st, 7, v->run->id);
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
static int row_capture(struct inventory *v, const struct told *t,
		       struct row *row, struct err *e)
{
	const struct source_entry *en = &t->en;
	AUTO(free)
	char *name = str_printf("%s:%s:%s", en->kind, en->id, en->version);
	struct store_raw raw = { .bundle = v->bundle,
				 .name = name,
				 .media_type = "application/json" };

	if (row->id != 0 && row->state != INVENTORY_PENDING)
		return 0;
	if (store_raw_row(v->db, &raw, t->seq, t->sha256, e) < 0)
		return -1;
	memcpy(row->sha256, t->sha256, DIGEST_BYTES);
	row->captured = true;
	row->state = INVENTORY_CAPTURED;
	row->ready = 0;
	row_reason(row, "", "");
	return 0;
}

static int row_store(struct inventory *v, const struct told *t, struct err *e)
{
	__attribute__((__cleanup__(row_done))) struct row row = { 0 };
	const struct source_entry *en = &t->en;

	if (bundle_of(v, en, e) < 0 || row_find(v, en, &row, e) < 0)
		return -1;
	row_apply(&row, en, v->run->id);
	if (t->seq > 0 && row_capture(v, t, &row, e) < 0)
		return -1;
	if (row.id == 0 && row.state == INVENTORY_PENDING &&
	    bundle_extend(v, e) < 0)
		return -1;
	return row.id == 0 ? row_insert(v, en, &row, e)
			   : row_update(v, en, &row, e);
}

struct store_raw told_beside(const struct source_entry *en)
{
	return (struct store_raw){ .bundle_name = en->bundle,
				   .name = en->beside_name,
				   .media_type = "application/json",
				   .bytes = en->beside,
				   .len = en->beside_len,
				   .time_us = en->time_us };
}

/* Once the bundle is known. */
static int beside_row(struct inventory *v, const struct told *t, struct err *e)
{
	struct store_raw raw = told_beside(&t->en);

	if (t->beside_seq == 0)
		return 0;
	raw.bundle = v->bundle;
	return store_raw_row(v->db, &raw, t->beside_seq, t->beside_sha256, e);
}

int inventory_take(struct inventory *v, const struct told *t, struct err *e)
{
	return row_store(v, t, e) < 0 ? -1 : beside_row(v, t, e);
}

void inventory_done(struct inventory *v)
{
	free(v->bundle_name);
	v->bundle_name = NULL;
}
