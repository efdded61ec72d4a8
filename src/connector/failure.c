#include "connector/failure.h"

#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"

int failure_add(struct db *db, int64_t connector, int64_t now_us,
		const char *error, struct err *e)
{
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO failure(connector, since_us, tries, error)"
		" VALUES ($1, $2, 1, $3) ON CONFLICT (connector) DO UPDATE SET"
		" tries = failure.tries + 1, error = $3",
		e);

	db_int(st, 1, connector);
	db_int(st, 2, now_us);
	db_text(st, 3, error);
	return db_exec(st, e);
}

int failure_forget(struct db *db, int64_t connector, struct err *e)
{
	struct db_stmt *st =
		db_sql(db, "DELETE FROM failure WHERE connector = $1", e);

	db_int(st, 1, connector);
	return db_exec(st, e);
}

int failure_find(struct db *db, int64_t connector, struct arena *a,
		 struct failure *out, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT since_us, tries, error FROM failure"
				    " WHERE connector = $1",
				    e);
	int rc;

	db_int(st, 1, connector);
	rc = db_step(st, e);
	if (rc <= 0)
		return rc;
	out->since_us = db_col_int(st, 0);
	out->tries = db_col_int(st, 1);
	out->error = arena_strdup(a, db_col_text(st, 2));
	return 1;
}
