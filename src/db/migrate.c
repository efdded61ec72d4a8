#include "db/db.h"

#include "base/err.h"

static int version_of(struct db *db, const char *area, int64_t *out,
		      struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db, "SELECT version FROM schema_version WHERE area = $1", e);
	int rc;

	db_text(st, 1, area);
	rc = db_step(st, e);
	if (rc < 0)
		return -1;
	*out = rc > 0 ? db_col_int(st, 0) : 0;
	return 0;
}

static int take_step(struct db *db, const char *area, const char *script,
		     int64_t version, struct err *e)
{
	struct db_stmt *st;

	if (db_script(db, script, e) < 0)
		return -1;
	st = db_sql(db,
		    "INSERT INTO schema_version(area, version) VALUES ($1, $2) "
		    "ON CONFLICT (area) DO UPDATE SET version = $2",
		    e);
	db_text(st, 1, area);
	db_int(st, 2, version);
	return db_exec(st, e);
}

/* One step in its own transaction. 1: taken, 0: nothing left to do. */
static int migrate_once(struct db *db, const char *area,
			const char *const *steps, size_t n_steps, struct err *e)
{
	int64_t version = 0;
	int rc;

	/* inside the transaction: two processes may start at the same time */
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = version_of(db, area, &version, e);
	if (rc == 0 && version > (int64_t)n_steps)
		rc = err_set(e, ERR_USAGE,
			     "the tables of %s have version %lld, this program "
			     "knows %zu: use a newer one",
			     area, (long long)version, n_steps);
	if (rc == 0 && version < (int64_t)n_steps) {
		rc = take_step(db, area, steps[version], version + 1, e);
		rc = rc < 0 ? rc : 1;
	}
	if (rc <= 0) {
		db_rollback(db);
		return rc;
	}
	return db_commit(db, e) < 0 ? -1 : 1;
}

int db_migrate(struct db *db, const char *area, const char *const *steps,
	       size_t n_steps, struct err *e)
{
	int64_t version = 0;
	int rc = db_script(db,
			   "CREATE TABLE IF NOT EXISTS schema_version ("
			   "area TEXT PRIMARY KEY, version BIGINT NOT NULL)",
			   e);

	if (rc < 0)
		return err_wrap(e, "schema of %s", area);
	/* most opens find all in place: no need to wait for other writers */
	if (version_of(db, area, &version, e) < 0)
		return err_wrap(e, "schema of %s", area);
	rc = version != (int64_t)n_steps;
	while (rc > 0)
		rc = migrate_once(db, area, steps, n_steps, e);
	return rc < 0 ? err_wrap(e, "schema of %s", area) : 0;
}
