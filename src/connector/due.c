#include "connector/due.h"

#include "base/err.h"
#include "base/schedule.h"
#include "db/db.h"

struct past {
	int64_t created_us;
	int64_t set_us;   /* first time after its schedule was set; 0: none */
	int64_t start_us; /* last start; 0: never */
};

static int past_load(struct db *db, int64_t connector, int64_t now_us,
		     struct past *out, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT created_us, next_run_us, coalesce((SELECT started_us"
		" FROM run WHERE connector = $1 AND started_us <= $2"
		" ORDER BY n DESC LIMIT 1), 0) FROM connector WHERE id = $1",
		e);

	db_int(st, 1, connector);
	db_int(st, 2, now_us);
	if (db_step(st, e) < 0)
		return -1;
	out->created_us = db_col_int(st, 0);
	out->set_us = db_col_int(st, 1);
	out->start_us = db_col_int(st, 2);
	return 0;
}

int due_next(struct db *db, int64_t connector, const char *schedule,
	     int64_t now_us, int64_t *next_us, struct err *e)
{
	struct past p;

	if (past_load(db, connector, now_us, &p, e) < 0)
		return -1;
	if (p.set_us > p.start_us)
		*next_us = p.set_us;
	else
		*next_us = schedule_next(schedule, p.start_us,
					 p.start_us > 0 ? p.start_us
							: p.created_us);
	return 0;
}

int due_begin(struct db *db, int64_t connector, const char *schedule,
	      int64_t now_us, struct err *e)
{
	struct past p;
	struct db_stmt *st;

	if (past_load(db, connector, now_us, &p, e) < 0)
		return -1;
	st = db_sql(db, "UPDATE connector SET next_run_us = $2 WHERE id = $1",
		    e);
	db_int(st, 1, connector);
	db_int(st, 2, schedule_next(schedule, p.start_us, now_us));
	return db_exec(st, e);
}
