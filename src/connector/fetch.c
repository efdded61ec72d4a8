/*
 * fetch.c - one bundle's content into the vault.
 *
 * The source tells results through the sink; they are held here and written
 * to control in one transaction after the vault's commit (promise P1), also
 * when the source fails halfway: what was captured stays captured.
 */
#include "connector/run.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/control.h"
#include "connector/store.h"
#include "db/db.h"
#include "stream/digest.h"
#include "vault/vault.h"

#include <inttypes.h>
#include <string.h>

struct result {
	bool settled;
	enum source_state state; /* SOURCE_READY: captured or complete */
	const char *reason, *evidence;
	const char *name, *media_type;
	uint64_t seq, size; /* seq 0: no bytes of its own */
	uint8_t sha256[DIGEST_BYTES];
};

struct kept_raw {
	struct store_raw raw; /* bytes are not kept */
	uint64_t seq;
	uint8_t sha256[DIGEST_BYTES];
};

struct fetch {
	struct run *run;
	struct arena *arena;
	int64_t bundle;
	struct source_bundle what;
	int64_t time_us;
	struct source_wanted *entries;
	int64_t *rows; /* inventory ids of the entries */
	struct result *results;
	size_t n;
	struct kept_raw *raws;
	size_t n_raws;
};

/* --- loading ------------------------------------------------------------- */

static int load_bundle(struct fetch *f, struct db *db, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db, "SELECT name, ordinal, time_us FROM bundle WHERE id = $1",
		e);
	int rc;

	db_int(st, 1, f->bundle);
	rc = db_step(st, e);
	if (rc == 0)
		return err_set(e, ERR_STORE, "bundle %" PRId64 " is missing",
			       f->bundle);
	if (rc < 0)
		return -1;
	f->what.key = arena_strdup(f->arena, db_col_text(st, 0));
	f->what.ordinal = (unsigned int)db_col_int(st, 1);
	f->time_us = db_col_int(st, 2);
	return 0;
}

static void load_entry(struct fetch *f, struct db_stmt *st)
{
	struct arena *a = f->arena;
	size_t n = f->n;

	f->entries = ARENA_GROW(a, f->entries, n);
	f->rows = ARENA_GROW(a, f->rows, n);
	f->results = ARENA_GROW(a, f->results, n);
	f->rows[n] = db_col_int(st, 0);
	f->results[n] = (struct result){ .reason = "", .evidence = "" };
	f->entries[n] = (struct source_wanted){
		.kind = arena_strdup(a, db_col_text(st, 1)),
		.id = arena_strdup(a, db_col_text(st, 2)),
		.version = arena_strdup(a, db_col_text(st, 3)),
		.label = arena_strdup(a, db_col_text(st, 4)),
		.time_us = db_col_int(st, 5),
		.size = db_col_int(st, 6),
		.wanted = db_col_int(st, 7) == INVENTORY_PENDING &&
			  db_col_int(st, 8) != 0,
	};
	f->n++;
}

static int load(struct fetch *f, struct db *db, struct err *e)
{
	struct db_stmt *st;
	int rc;

	if (load_bundle(f, db, e) < 0)
		return -1;
	st = db_sql(db,
		    "SELECT id, kind, object, version, label, time_us, size,"
		    " state, ready FROM inventory WHERE bundle = $1"
		    " ORDER BY kind, object, version",
		    e);
	db_int(st, 1, f->bundle);
	while ((rc = db_step(st, e)) > 0)
		load_entry(f, st);
	db_done(st);
	f->what.entries = f->entries;
	f->what.n_entries = f->n;
	return rc;
}

/* --- the sink ------------------------------------------------------------ */

static int on_raw(void *ctx, const char *name, const char *media_type,
		  const void *bytes, size_t len, struct err *e)
{
	struct fetch *f = ctx;
	struct kept_raw *k;

	f->raws = ARENA_GROW(f->arena, f->raws, f->n_raws);
	k = &f->raws[f->n_raws];
	*k = (struct kept_raw){
		.raw = { .bundle = f->bundle,
			 .bundle_name = f->what.key,
			 .name = arena_strdup(f->arena, name),
			 .media_type = arena_strdup(f->arena, media_type),
			 .bytes = bytes,
			 .len = len,
			 .time_us = f->time_us },
	};
	if (store_raw(f->run, &k->raw, &k->seq, k->sha256, e) < 0)
		return -1;
	k->raw.bytes = NULL;
	f->n_raws++;
	return 0;
}

static int on_artefact(void *ctx, size_t at, const char *name,
		       const char *media_type, int64_t announced,
		       struct reader *body, struct source_captured *out,
		       struct err *e)
{
	struct fetch *f = ctx;
	const struct source_wanted *en = &f->entries[at];
	struct result res = { .settled = true,
			      .state = SOURCE_READY,
			      .reason = "",
			      .evidence = "" };
	struct store_artefact art = { .bundle_name = f->what.key,
				      .kind = en->kind,
				      .id = en->id,
				      .version = en->version,
				      .name = name,
				      .media_type = media_type,
				      .time_us = en->time_us,
				      .announced = announced };

	if (store_artefact(f->run, &art, body, &res.seq, &res.size, res.sha256,
			   e) < 0)
		return -1;
	res.name = arena_strdup(f->arena, name);
	res.media_type = arena_strdup(f->arena, media_type);
	f->results[at] = res;
	if (out != NULL) {
		out->size = res.size;
		memcpy(out->sha256, res.sha256, DIGEST_BYTES);
	}
	return 0;
}

static int on_settle(void *ctx, size_t at, enum source_state state,
		     const char *reason, const char *evidence, struct err *e)
{
	struct fetch *f = ctx;

	(void)e;
	f->results[at] = (struct result){
		.settled = true,
		.state = state,
		.reason = arena_strdup(f->arena, reason),
		.evidence = arena_strdup(f->arena, evidence),
		.name = "",
		.media_type = "",
	};
	return 0;
}

/* --- results into control ------------------------------------------------ */

static int write_row(struct fetch *f, struct db *db, size_t i,
		     enum inventory_state state, struct err *e)
{
	const struct result *res = &f->results[i];
	struct db_stmt *st = db_sql(
		db,
		"UPDATE inventory SET state = $2, ready = 0, reason = $3,"
		" evidence = $4, seq = $5, sha256 = $6, name = $7,"
		" media_type = $8, settled_run = $9,"
		" size = CASE WHEN $5 > 0 THEN $10 ELSE size END,"
		/* healed: an earlier message told of it as missing */
		" message = CASE WHEN $2 = 2 THEN 0 ELSE message END"
		" WHERE id = $1",
		e);

	db_int(st, 1, f->rows[i]);
	db_int(st, 2, (int64_t)state);
	db_text(st, 3, res->reason);
	db_text(st, 4, res->evidence);
	db_int(st, 5, (int64_t)res->seq);
	if (res->seq > 0)
		db_bytes(st, 6, res->sha256, DIGEST_BYTES);
	db_text(st, 7, res->name);
	db_text(st, 8, res->media_type);
	db_int(st, 9, state == INVENTORY_PENDING ? 0 : f->run->id);
	db_int(st, 10, (int64_t)res->size);
	return db_exec(st, e);
}

static int write_result(struct fetch *f, struct db *db, size_t i, struct err *e)
{
	static const enum inventory_state states[] = {
		[SOURCE_READY] = INVENTORY_CAPTURED,
		[SOURCE_WAITING] = INVENTORY_PENDING,
		[SOURCE_REFUSED] = INVENTORY_FAILED,
		[SOURCE_GONE] = INVENTORY_EXPIRED,
		[SOURCE_EXCLUDED] = INVENTORY_EXCLUDED,
	};

	return write_row(f, db, i, states[f->results[i].state], e);
}

/* What the source left open: why says the reason to people. */
static int write_open(struct fetch *f, struct db *db, size_t i,
		      const char *reason, struct err *e)
{
	struct db_stmt *st =
		db_sql(db, "UPDATE inventory SET reason = $2 WHERE id = $1", e);

	db_int(st, 1, f->rows[i]);
	db_text(st, 2, reason);
	return db_exec(st, e);
}

static int write_results(struct fetch *f, struct db *db, const char *open,
			 struct err *e)
{
	for (size_t i = 0; i < f->n_raws; i++)
		if (store_raw_row(db, &f->raws[i].raw, f->raws[i].seq,
				  f->raws[i].sha256, e) < 0)
			return -1;
	for (size_t i = 0; i < f->n; i++) {
		int rc = 0;

		if (f->results[i].settled)
			rc = write_result(f, db, i, e);
		else if (f->entries[i].wanted && open != NULL)
			rc = write_open(f, db, i, open, e);
		if (rc < 0)
			return -1;
	}
	return 0;
}

/* An item that cannot be taken as it is: its open entries have failed. */
static void fail_open(struct fetch *f, const char *reason)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->entries[i].wanted && !f->results[i].settled)
			f->results[i] = (struct result){
				.settled = true,
				.state = SOURCE_REFUSED,
				.reason = reason,
				.evidence = "",
				.name = "",
				.media_type = "",
			};
}

static int commit(struct fetch *f, struct db *db, struct queue_job *job,
		  const char *open, struct err *e)
{
	int rc;

	if (vault_commit(archive_vault(f->run->archive), e) < 0 ||
	    db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = write_results(f, db, open, e);
	if (rc == 0 && open == NULL)
		rc = queue_next(db, job, QUEUE_CONVERT, f->bundle, e);
	if (rc < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

static bool anything_wanted(const struct fetch *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->entries[i].wanted)
			return true;
	return false;
}

int run_fetch(struct run *r, struct db *db, struct queue_job *job,
	      struct err *e)
{
	AUTO(arena_free) struct arena *arena = arena_new();
	struct fetch f = { .run = r, .arena = arena, .bundle = job->subject };
	struct source_store sink = { .ctx = &f,
				     .raw = on_raw,
				     .artefact = on_artefact,
				     .settle = on_settle };
	struct err failed = ERR_INIT;
	const char *open = NULL;
	char text[ERR_TEXT];

	if (load(&f, db, e) < 0)
		return -1;
	if (anything_wanted(&f) &&
	    r->ops->fetch(r->source, &f.what, &sink, &failed) < 0) {
		if (failed.kind == ERR_STORE) {
			*e = failed;
			return err_wrap(e, "fetch %s", f.what.key);
		}
		(void)err_str(&failed, text, sizeof(text));
		if (failed.kind == ERR_ITEM)
			fail_open(&f, text);
		else
			open = text;
	}
	if (commit(&f, db, job, open, e) < 0)
		return err_wrap(e, "fetch %s", f.what.key);
	if (open != NULL) {
		*e = failed;
		return err_wrap(e, "fetch %s", f.what.key);
	}
	job->kind = QUEUE_CONVERT;
	return 1;
}
