#include "db/db-private.h"

#include "base/err.h"
#include "db/turns.h"

#include <string.h>

static const struct db_ops *const drivers[] = { &db_sqlite_ops };

int db_open(struct db **out, const char *uri, struct err *e)
{
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		size_t n = strlen(drivers[i]->scheme);

		if (strncmp(uri, drivers[i]->scheme, n) == 0 && uri[n] == ':')
			return drivers[i]->open(out, uri, e);
	}
	return err_set(e, ERR_USAGE,
		       "database address \"%.20s...\" has no scheme known "
		       "here; use sqlite:PATH",
		       uri);
}

void db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_rollback(db);
	db->ops->close(db);
}

void db_take_turns(struct db *db, struct turns *turns)
{
	db->turns = turns;
}

static void end_turn(struct db *db)
{
	if (db->turns == NULL)
		return; /* whoever uses it ends theirs */
	if (db->has_turn)
		turns_end(db->turns);
	db->has_turn = false;
}

int db_begin(struct db *db, enum db_mode mode, struct err *e)
{
	int rc;

	if (mode == DB_WRITE && db->turns != NULL) {
		turns_take(db->turns);
		db->has_turn = true;
	}
	rc = db->ops->begin(db, mode, e);
	if (rc < 0)
		end_turn(db);
	return rc;
}

void db_turn_begun(struct db *db)
{
	db->has_turn = true;
}

bool db_turn_ended(struct db *db)
{
	db->has_turn = false;
	return db->ops->untidy(db);
}

/* Others write while the most is done; what they wrote is done without them,
   for else there would always be something left. */
void db_tidy(struct db *db, struct turns *turns)
{
	db->ops->tidy(db);
	turns_take(turns);
	db->ops->tidy(db);
	turns_end(turns);
}

int db_commit(struct db *db, struct err *e)
{
	bool had_turn = db->has_turn;
	int rc = db->ops->commit(db, e);

	end_turn(db); /* a commit that failed has been rolled back */
	if (rc == 0 && had_turn && db->turns != NULL && db->ops->untidy(db))
		db_tidy(db, db->turns);
	return rc;
}

void db_rollback(struct db *db)
{
	db->ops->rollback(db);
	end_turn(db);
}

int db_end(struct db *db, int rc, struct err *e)
{
	if (rc == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int db_script(struct db *db, const char *sql, struct err *e)
{
	return db->ops->script(db, sql, e);
}

struct db_stmt *db_sql(struct db *db, const char *sql, struct err *e)
{
	struct db_stmt *st = NULL;

	return db->ops->prepare(db, sql, &st, e) < 0 ? NULL : st;
}

void db_int(struct db_stmt *st, int at, int64_t v)
{
	if (st != NULL)
		st->db->ops->bind_int(st, at, v);
}

void db_text(struct db_stmt *st, int at, const char *v)
{
	if (st != NULL)
		st->db->ops->bind_text(st, at, v);
}

void db_bytes(struct db_stmt *st, int at, const void *v, size_t len)
{
	if (st != NULL)
		st->db->ops->bind_bytes(st, at, v, len);
}

int db_step(struct db_stmt *st, struct err *e)
{
	/* a NULL statement has left its error in e when it was prepared */
	return st == NULL ? -1 : st->db->ops->step(st, e);
}

int64_t db_col_int(struct db_stmt *st, int at)
{
	return st == NULL ? 0 : st->db->ops->col_int(st, at);
}

const char *db_col_text(struct db_stmt *st, int at)
{
	const char *s = st == NULL ? NULL : st->db->ops->col_text(st, at);

	return s == NULL ? "" : s;
}

const void *db_col_bytes(struct db_stmt *st, int at, size_t *len)
{
	*len = 0;
	return st == NULL ? NULL : st->db->ops->col_bytes(st, at, len);
}

void db_done(struct db_stmt *st)
{
	if (st != NULL)
		st->db->ops->done(st);
}

int db_exec(struct db_stmt *st, struct err *e)
{
	int rc = db_step(st, e);

	db_done(st);
	if (rc > 0)
		return err_set(e, ERR_STORE,
			       "a statement that changes data "
			       "returned a row");
	return rc;
}
