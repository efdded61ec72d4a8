/*
 * db/db.h - one SQL database, of either kind.
 *
 * Drivers stand behind a table (SQLite now, PostgreSQL to come). The SQL
 * lives with the area that owns the tables (vault/, catalog/, directory/),
 * is written once, and keeps to what both engines understand: $1-style
 * parameters, times as BIGINT microseconds UTC, ON CONFLICT ... DO,
 * RETURNING; no engine-side functions. No driver name appears outside db/.
 *
 * A struct db belongs to one thread at a time. One transaction at a time.
 * The first failing statement of a transaction is latched: every later
 * statement and the commit of that transaction fail with it, so that half of
 * a transaction is never taken for the whole.
 *
 * Callers use the wrappers below, never the table itself:
 *
 *	AUTO(db_done) struct db_stmt *st = db_sql(db, "SELECT ... $1", e);
 *	db_int(st, 1, id);
 *	while ((rc = db_step(st, e)) > 0)
 *		... db_col_int(st, 0) ...
 *
 * db_sql() may return NULL with e set; all the other calls accept NULL and
 * then do nothing or fail, so that one check after db_step() is enough.
 */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct db_stmt;
struct err;
struct turns;

enum db_mode {
	DB_READ,  /* sees one state of the database, changes nothing */
	DB_WRITE, /* may write; waits for other writers at begin */
};

struct db_ops {
	const char *scheme; /* of the URI: "sqlite", "postgresql" */

	/* Errors: ERR_USAGE (URI), ERR_RETRY (unreachable), ERR_STORE. */
	int (*open)(struct db **out, const char *uri, struct err *e);

	/* Errors: ERR_RETRY (another writer did not end in time), ERR_STORE. */
	int (*begin)(struct db *db, enum db_mode mode, struct err *e);

	/*
	 * 0: durable. ERR_RETRY: certainly not committed, run it again.
	 * ERR_STORE: failed or unknown (the connection died while
	 * committing); the caller must look before it repeats anything.
	 */
	int (*commit)(struct db *db, struct err *e);

	/* Is it time to tidy, as of the last commit in a turn? */
	bool (*untidy)(const struct db *db);

	/*
	 * What a commit would else do now and then, and what takes long. It
	 * fails without harm: the next one has more to do.
	 */
	void (*tidy)(struct db *db);

	/* Safe at any time, also without a transaction. */
	void (*rollback)(struct db *db);

	/* sql must be a constant: statements are kept, keyed by its address. */
	int (*prepare)(struct db *db, const char *sql, struct db_stmt **out,
		       struct err *e);

	/* Several statements without parameters or rows: schemas. */
	int (*script)(struct db *db, const char *sql, struct err *e);

	/* Parameters count from 1. Text and bytes are copied. NULL is NULL. */
	void (*bind_int)(struct db_stmt *st, int at, int64_t v);
	void (*bind_text)(struct db_stmt *st, int at, const char *v);
	void (*bind_bytes)(struct db_stmt *st, int at, const void *v,
			   size_t len);

	/* 1: a row is ready, 0: no more rows, -1: ERR_RETRY or ERR_STORE. */
	int (*step)(struct db_stmt *st, struct err *e);

	/*
	 * Columns count from 0; text and bytes are valid until the next step.
	 * NULL reads as 0, as NULL text, and as NULL bytes of length 0.
	 */
	int64_t (*col_int)(struct db_stmt *st, int at);
	const char *(*col_text)(struct db_stmt *st, int at);
	const void *(*col_bytes)(struct db_stmt *st, int at, size_t *len);

	/* Give the statement back; its bindings are gone. */
	void (*done)(struct db_stmt *st);

	void (*close)(struct db *db);
};

/* First member of each driver's own struct. */
struct db {
	const struct db_ops *ops;
	struct turns *turns; /* see db_take_turns() */
	bool has_turn;       /* or whoever uses it has: db_turn_begun() */
};
/* First member of each driver's own statement. */
struct db_stmt {
	struct db *db;
};

/*
 * Find the driver by the URI's scheme and open it:
 *	sqlite:PATH[?sync=full|normal|off][&cache=MEBIBYTES][&mode=ro]
 * sync=full (the default) makes a commit survive loss of power; normal may
 * lose the last commits then (never consistency): for derived data only.
 */
int db_open(struct db **out, const char *uri, struct err *e);
void db_close(struct db *db); /* NULL is fine */
DEFINE_AUTO(struct db, db_close)

/*
 * Threads of one process that write to the same database share their turns
 * (turns.h). turns must outlive db.
 */
void db_take_turns(struct db *db, struct turns *turns);

/*
 * For a connection that threads share by a lock, and that has no turns of its
 * own: they take the turn, then the lock, and tell so. Commits in between leave
 * undone what takes long; true at the end: db_tidy() is due.
 */
void db_turn_begun(struct db *db);
bool db_turn_ended(struct db *db);
/* Do it, without a turn and without such a lock, or others would wait for it:
   by a connection of one's own to the same database. */
void db_tidy(struct db *db, struct turns *turns);

int db_begin(struct db *db, enum db_mode mode, struct err *e);
int db_commit(struct db *db, struct err *e);
void db_rollback(struct db *db);
/* Commit where rc is 0; else roll back, and -1 with e as it is. */
int db_end(struct db *db, int rc, struct err *e);
int db_script(struct db *db, const char *sql, struct err *e);

struct db_stmt *db_sql(struct db *db, const char *sql, struct err *e);
void db_int(struct db_stmt *st, int at, int64_t v);
void db_text(struct db_stmt *st, int at, const char *v);
void db_bytes(struct db_stmt *st, int at, const void *v, size_t len);
int db_step(struct db_stmt *st, struct err *e);
int64_t db_col_int(struct db_stmt *st, int at);
const char *db_col_text(struct db_stmt *st, int at); /* "" for NULL */
const void *db_col_bytes(struct db_stmt *st, int at, size_t *len);
void db_done(struct db_stmt *st);
DEFINE_AUTO(struct db_stmt, db_done)

/* Step once, expect no row, give the statement back: INSERT, UPDATE, DELETE. */
int db_exec(struct db_stmt *st, struct err *e);

/*
 * Bring the tables of one area up to date. steps[i] is the script that leads
 * from version i to version i + 1; versions only go forward, released steps
 * never change. Each step and its version number are one transaction.
 * Errors: ERR_USAGE where the database is newer than this program.
 */
int db_migrate(struct db *db, const char *area, const char *const *steps,
	       size_t n_steps, struct err *e);

#endif
