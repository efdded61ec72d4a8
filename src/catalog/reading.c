#include "catalog/reading.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "db/db.h"
#include "stream/digest.h"

#define READING_US CLOCK_HOUR
#define WHAT_BYTES 16

int reading_lately(struct db *db, const struct str *what, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db, "SELECT 1 FROM reading WHERE what = $1 AND at_us > $2", e);
	struct digest d = digest_of(what->s, what->len);
	int rc;

	db_bytes(st, 1, d.bytes, WHAT_BYTES);
	db_int(st, 2, clock_now_us() - READING_US);
	rc = db_step(st, e);
	return rc < 0 ? -1 : rc > 0;
}

int reading_note(struct db *db, const struct str *what, struct err *e)
{
	struct digest d = digest_of(what->s, what->len);
	int64_t now = clock_now_us();
	struct db_stmt *st =
		db_sql(db, "DELETE FROM reading WHERE at_us <= $1", e);

	db_int(st, 1, now - READING_US);
	if (db_exec(st, e) < 0)
		return -1;
	st = db_sql(db,
		    "INSERT INTO reading(what, at_us) VALUES ($1, $2)"
		    " ON CONFLICT (what) DO UPDATE SET at_us = $2",
		    e);
	db_bytes(st, 1, d.bytes, WHAT_BYTES);
	db_int(st, 2, now);
	return db_exec(st, e);
}
