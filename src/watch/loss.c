/* loss.c - the time-to-loss clock: what sources delete and we do not have. */
#include "watch/health-private.h"

#include "base/clock.h"
#include "db/db.h"

/* 1 is INVENTORY_PENDING: the words of the partial index. */
#define AT_RISK                                                                \
	"FROM inventory WHERE connector = $1 AND state = 1"                    \
	" AND delete_at_us > 0"

static int between(struct taking *t, int64_t connector, int64_t from_us,
		   int64_t to_us, int64_t *n, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		t->db,
		"SELECT count(*) FROM (SELECT 1 " AT_RISK
		" AND delete_at_us > $2 AND delete_at_us <= $3 LIMIT $4) s",
		e);

	db_int(st, 1, connector);
	db_int(st, 2, from_us);
	db_int(st, 3, to_us);
	db_int(st, 4, HEALTH_COUNT_MAX);
	if (db_step(st, e) < 0)
		return -1;
	*n = db_col_int(st, 0);
	return 0;
}

/* Half of the time between being said and being deleted has gone by where
   time + delete < 2 now. */
static int half_gone(struct taking *t, int64_t connector, int64_t *n,
		     struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(t->db,
		       "SELECT count(*) FROM (SELECT 1 " AT_RISK
		       " AND time_us > 0 AND (time_us + delete_at_us) < $2"
		       " LIMIT $3) s",
		       e);

	db_int(st, 1, connector);
	db_int(st, 2, 2 * t->health.taken_us);
	db_int(st, 3, HEALTH_COUNT_MAX);
	if (db_step(st, e) < 0)
		return -1;
	*n = db_col_int(st, 0);
	return 0;
}

static int soonest(struct taking *t, int64_t connector, int64_t *at_us,
		   struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(t->db,
				    "SELECT min(delete_at_us) " AT_RISK
				    " AND delete_at_us > $2",
				    e);

	db_int(st, 1, connector);
	db_int(st, 2, t->health.taken_us);
	if (db_step(st, e) < 0)
		return -1;
	*at_us = db_col_int(st, 0);
	return 0;
}

int loss_of(struct taking *t, struct health_connector *c, struct err *e)
{
	struct health_loss *l = &c->loss;
	int64_t now = t->health.taken_us;

	if (between(t, c->id, 0, now, &l->passed, e) < 0 ||
	    between(t, c->id, now, now + CLOCK_DAY, &l->day, e) < 0 ||
	    between(t, c->id, now, now + 3 * CLOCK_DAY, &l->three_days, e) <
		    0 ||
	    between(t, c->id, now, now + 7 * CLOCK_DAY, &l->week, e) < 0 ||
	    half_gone(t, c->id, &l->half, e) < 0)
		return -1;
	return soonest(t, c->id, &l->soonest_us, e);
}
