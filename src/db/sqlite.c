/*
 * sqlite.c - the driver for SQLite 3.40.
 *
 * SQLite numbers $n parameters by first appearance, so binding goes through
 * sqlite3_bind_parameter_index(). A failed statement leaves its transaction
 * open and alive there; `failed` latches it, as PostgreSQL does by itself.
 */
#include "db/db-private.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARAMS_MAX 48
#define STMTS_MAX  256
#define BUSY_MS    60000
#define CACHE_MIB  16
#define WAL_PAGES  16384 /* 64 MiB: what changes often is copied once */

struct sqlite_stmt {
	struct db_stmt base;
	sqlite3_stmt *raw;
	const char *sql; /* the caller's constant: the cache's key */
	bool busy;
	bool extra; /* a second use of the same text: freed when done */
	int index[PARAMS_MAX + 1]; /* of $n, 0 where $n does not occur */
};

struct sqlite_db {
	struct db base;
	sqlite3 *raw;
	bool in_transaction;
	bool failed; /* a statement of this transaction failed */
	bool full;   /* the last commit left much in the write-ahead log */
	struct sqlite_stmt *stmts[STMTS_MAX];
	size_t n_stmts;
};

static int fail(struct sqlite_db *db, int rc, const char *what, struct err *e)
{
	enum err_kind kind = ERR_STORE;

	if ((rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED)
		kind = ERR_RETRY;
	if (db->in_transaction)
		db->failed = true;
	return err_set(e, kind, "%s: %s", what, sqlite3_errmsg(db->raw));
}

static int run(struct sqlite_db *db, const char *sql, struct err *e)
{
	int rc = sqlite3_exec(db->raw, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : fail(db, rc, "database", e);
}

static void stmt_free(struct sqlite_stmt *st)
{
	sqlite3_finalize(st->raw);
	free(st);
}

static void sqlite_close(struct db *base)
{
	struct sqlite_db *db = (struct sqlite_db *)base;

	for (size_t i = 0; i < db->n_stmts; i++)
		stmt_free(db->stmts[i]);
	sqlite3_close(db->raw);
	free(db);
}

struct options {
	char *path;
	const char *sync;
	long long cache_mib;
	bool read_only;
};

static int parse_option(struct options *o, const char *opt, struct err *e)
{
	if (strcmp(opt, "sync=full") == 0)
		o->sync = "FULL";
	else if (strcmp(opt, "sync=normal") == 0)
		o->sync = "NORMAL";
	else if (strcmp(opt, "sync=off") == 0)
		o->sync = "OFF";
	else if (strcmp(opt, "mode=ro") == 0)
		o->read_only = true;
	else if (!str_starts(opt, "cache=") ||
		 !str_int64(opt + 6, &o->cache_mib) || o->cache_mib < 1 ||
		 o->cache_mib > 65536)
		return err_set(e, ERR_USAGE,
			       "database option \"%s\" is not one of "
			       "sync=full|normal|off, cache=MEBIBYTES, mode=ro",
			       opt);
	return 0;
}

static int parse_uri(struct options *o, const char *uri, struct err *e)
{
	char *rest, *save = NULL;

	o->path = mem_strdup(uri + strlen("sqlite:"));
	o->sync = "FULL";
	o->cache_mib = CACHE_MIB;
	rest = strchr(o->path, '?');
	if (rest == NULL)
		return 0;
	*rest++ = '\0';
	for (char *opt = strtok_r(rest, "&", &save); opt != NULL;
	     opt = strtok_r(NULL, "&", &save))
		if (parse_option(o, opt, e) < 0)
			return -1;
	return 0;
}

/* Copy the log into the database, as far as nobody reads behind it; who writes
   meanwhile need not wait. */
static void checkpoint(struct sqlite_db *db)
{
	(void)sqlite3_wal_checkpoint_v2(db->raw, NULL,
					SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

/* A commit is in the log. In a turn its checkpoint waits for the end of that
   (db_tidy): tens of MiB to all places of a file can take seconds. */
static int on_commit(void *ctx, sqlite3 *raw, const char *name, int pages)
{
	struct sqlite_db *db = ctx;

	(void)raw;
	(void)name;
	db->full = pages >= WAL_PAGES;
	if (db->full && !db->base.has_turn)
		checkpoint(db);
	return SQLITE_OK;
}

static bool sqlite_untidy(const struct db *base)
{
	return ((const struct sqlite_db *)base)->full;
}

static void sqlite_tidy(struct db *base)
{
	checkpoint((struct sqlite_db *)base);
}

static int set_up(struct sqlite_db *db, const struct options *o, struct err *e)
{
	AUTO(free) char *sql = NULL;

	sqlite3_busy_timeout(db->raw, BUSY_MS);
	(void)sqlite3_wal_hook(db->raw, on_commit, db);
	/* else a new value for a parameter may have its statement, which is
	   kept for long, prepared again each time */
	(void)sqlite3_db_config(db->raw, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
	sql = str_printf("PRAGMA foreign_keys=ON; PRAGMA synchronous=%s;"
			 "PRAGMA cache_size=-%lld; PRAGMA secure_delete=ON;"
			 "PRAGMA temp_store=MEMORY; %s",
			 o->sync, o->cache_mib * 1024,
			 o->read_only ? "" : "PRAGMA journal_mode=WAL;");
	return run(db, sql, e);
}

static int sqlite_open(struct db **out, const char *uri, struct err *e)
{
	struct options o = { 0 };
	struct sqlite_db *db = NEW(struct sqlite_db);
	AUTO(db_close) struct db *base = &db->base;
	AUTO(free) char *path = NULL;
	int flags, rc;

	db->base.ops = &db_sqlite_ops;
	rc = parse_uri(&o, uri, e);
	path = o.path;
	if (rc < 0)
		return -1;
	flags = o.read_only ? SQLITE_OPEN_READONLY
			    : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	rc = sqlite3_open_v2(path, &db->raw, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc != SQLITE_OK)
		return err_set(e, ERR_STORE, "open database %s: %s", path,
			       sqlite3_errstr(rc));
	sqlite3_extended_result_codes(db->raw, 1);
	if (set_up(db, &o, e) < 0)
		return err_wrap(e, "open database %s", path);
	*out = TAKE(base);
	return 0;
}

static int sqlite_begin(struct db *base, enum db_mode mode, struct err *e)
{
	struct sqlite_db *db = (struct sqlite_db *)base;

	if (run(db, mode == DB_WRITE ? "BEGIN IMMEDIATE" : "BEGIN", e) < 0)
		return -1;
	db->in_transaction = true;
	db->failed = false;
	return 0;
}

static void sqlite_rollback(struct db *base)
{
	struct sqlite_db *db = (struct sqlite_db *)base;

	if (db->in_transaction)
		(void)sqlite3_exec(db->raw, "ROLLBACK", NULL, NULL, NULL);
	db->in_transaction = false;
	db->failed = false;
}

static int sqlite_commit(struct db *base, struct err *e)
{
	struct sqlite_db *db = (struct sqlite_db *)base;
	int rc;

	if (db->failed) {
		sqlite_rollback(base);
		return err_set(e, ERR_STORE,
			       "commit refused: a statement of this "
			       "transaction had failed");
	}
	rc = run(db, "COMMIT", e);
	if (rc < 0)
		sqlite_rollback(base);
	db->in_transaction = false;
	return rc;
}

static struct sqlite_stmt *stmt_new(struct sqlite_db *db, const char *sql,
				    struct err *e)
{
	struct sqlite_stmt *st = NEW(struct sqlite_stmt);
	int rc = sqlite3_prepare_v3(db->raw, sql, -1, SQLITE_PREPARE_PERSISTENT,
				    &st->raw, NULL);

	if (rc != SQLITE_OK) {
		free(st);
		(void)fail(db, rc, sql, e);
		return NULL;
	}
	st->base.db = &db->base;
	st->sql = sql;
	for (int i = 1; i <= PARAMS_MAX; i++) {
		char name[8];

		(void)snprintf(name, sizeof(name), "$%d", i);
		st->index[i] = sqlite3_bind_parameter_index(st->raw, name);
	}
	return st;
}

static int sqlite_prepare(struct db *base, const char *sql,
			  struct db_stmt **out, struct err *e)
{
	struct sqlite_db *db = (struct sqlite_db *)base;
	struct sqlite_stmt *st;
	bool taken = false;

	if (db->failed)
		return err_set(e, ERR_STORE,
			       "an earlier statement of this "
			       "transaction failed");
	for (size_t i = 0; i < db->n_stmts; i++) {
		st = db->stmts[i];
		if (st->sql != sql)
			continue;
		if (!st->busy) {
			st->busy = true;
			*out = &st->base;
			return 0;
		}
		taken = true;
	}
	st = stmt_new(db, sql, e);
	if (st == NULL)
		return -1;
	st->busy = true;
	st->extra = taken || db->n_stmts == STMTS_MAX;
	if (!st->extra)
		db->stmts[db->n_stmts++] = st;
	*out = &st->base;
	return 0;
}

static int sqlite_script(struct db *base, const char *sql, struct err *e)
{
	return run((struct sqlite_db *)base, sql, e);
}

static int param(const struct sqlite_stmt *st, int at)
{
	return at >= 1 && at <= PARAMS_MAX ? st->index[at] : 0;
}

static void sqlite_bind_int(struct db_stmt *base, int at, int64_t v)
{
	struct sqlite_stmt *st = (struct sqlite_stmt *)base;

	(void)sqlite3_bind_int64(st->raw, param(st, at), v);
}

static void sqlite_bind_text(struct db_stmt *base, int at, const char *v)
{
	struct sqlite_stmt *st = (struct sqlite_stmt *)base;

	if (v == NULL)
		(void)sqlite3_bind_null(st->raw, param(st, at));
	else
		(void)sqlite3_bind_text(st->raw, param(st, at), v, -1,
					SQLITE_TRANSIENT);
}

static void sqlite_bind_bytes(struct db_stmt *base, int at, const void *v,
			      size_t len)
{
	struct sqlite_stmt *st = (struct sqlite_stmt *)base;

	if (v == NULL)
		(void)sqlite3_bind_null(st->raw, param(st, at));
	else
		(void)sqlite3_bind_blob64(st->raw, param(st, at), v, len,
					  SQLITE_TRANSIENT);
}

static int sqlite_step(struct db_stmt *base, struct err *e)
{
	struct sqlite_stmt *st = (struct sqlite_stmt *)base;
	struct sqlite_db *db = (struct sqlite_db *)st->base.db;
	int rc = sqlite3_step(st->raw);

	if (rc == SQLITE_ROW)
		return 1;
	if (rc == SQLITE_DONE) {
		(void)sqlite3_reset(st->raw);
		return 0;
	}
	(void)fail(db, rc, "database", e);
	(void)sqlite3_reset(st->raw);
	return -1;
}

static int64_t sqlite_col_int(struct db_stmt *base, int at)
{
	return sqlite3_column_int64(((struct sqlite_stmt *)base)->raw, at);
}

static const char *sqlite_col_text(struct db_stmt *base, int at)
{
	return (const char *)sqlite3_column_text(
		((struct sqlite_stmt *)base)->raw, at);
}

static const void *sqlite_col_bytes(struct db_stmt *base, int at, size_t *len)
{
	sqlite3_stmt *raw = ((struct sqlite_stmt *)base)->raw;
	const void *p = sqlite3_column_blob(raw, at);

	*len = (size_t)sqlite3_column_bytes(raw, at);
	return p;
}

static void sqlite_done(struct db_stmt *base)
{
	struct sqlite_stmt *st = (struct sqlite_stmt *)base;

	(void)sqlite3_reset(st->raw);
	(void)sqlite3_clear_bindings(st->raw);
	st->busy = false;
	if (st->extra)
		stmt_free(st);
}

const struct db_ops db_sqlite_ops = {
	.scheme = "sqlite",
	.open = sqlite_open,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.untidy = sqlite_untidy,
	.tidy = sqlite_tidy,
	.rollback = sqlite_rollback,
	.prepare = sqlite_prepare,
	.script = sqlite_script,
	.bind_int = sqlite_bind_int,
	.bind_text = sqlite_bind_text,
	.bind_bytes = sqlite_bind_bytes,
	.step = sqlite_step,
	.col_int = sqlite_col_int,
	.col_text = sqlite_col_text,
	.col_bytes = sqlite_col_bytes,
	.done = sqlite_done,
	.close = sqlite_close,
};
