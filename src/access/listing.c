/* listing.c - accounts and their sessions, as they are shown. */
#include "access/accounts.h"

#include "access/access-private.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"

/* The names of its groups, parted by ", ". */
static int groups_of(struct db *db, int64_t account, struct str *out,
		     struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT DISTINCT g.name FROM role_group g"
		       " JOIN role_group_member m ON m.role_group = g.id"
		       " WHERE m.account = $1 ORDER BY 1",
		       e);
	int rc;

	db_int(st, 1, account);
	while ((rc = db_step(st, e)) > 0) {
		if (out->len > 0)
			str_add(out, ", ");
		str_add(out, db_col_text(st, 0));
	}
	return rc;
}

static void row_read(struct account_info *info, struct db_stmt *st,
		     int64_t now_us)
{
	*info = (struct account_info){
		.id = db_col_int(st, 0),
		.name = db_col_text(st, 1),
		.title = db_col_text(st, 2),
		.language = db_col_text(st, 3),
		.state = (enum account_state)db_col_int(st, 4),
		.password = db_col_int(st, 5) != 0,
		.must_change = db_col_int(st, 6) != 0,
		.totp = db_col_int(st, 7) != 0,
		.locked_us = db_col_int(st, 8) > now_us ? db_col_int(st, 8) : 0,
		.provider = db_col_text(st, 9),
		.subject = db_col_text(st, 10),
		.created_us = db_col_int(st, 11),
		.signed_in_us = db_col_int(st, 12),
		.sessions = db_col_int(st, 13),
	};
}

/* The rest of it, and tell it. */
static int tell(struct db *db, struct account_info *info,
		int (*each)(void *ctx, const struct account_info *info,
			    struct err *e),
		void *ctx, struct err *e)
{
	AUTO(str_done) struct str groups = STR_INIT;

	if (roles_of(db, info->id, &info->roles, e) < 0 ||
	    groups_of(db, info->id, &groups, e) < 0)
		return -1;
	info->groups = groups.s;
	return each(ctx, info, e);
}

int accounts_each(struct db *db, const char *name,
		  int (*each)(void *ctx, const struct account_info *info,
			      struct err *e),
		  void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT a.id, a.name, a.title, a.language, a.state,"
		       " CASE WHEN a.password <> '' THEN 1 ELSE 0 END,"
		       " a.must_change, CASE WHEN a.totp IS NULL THEN 0 ELSE 1"
		       " END,"
		       " a.locked_us, p.name, a.subject, a.created_us,"
		       " a.signed_in_us, (SELECT count(*) FROM session s"
		       " WHERE s.account = a.id AND s.end_us > $2"
		       " AND s.used_us + s.idle_us > $2)"
		       " FROM account a LEFT JOIN identity_provider p"
		       " ON p.id = a.provider WHERE a.state <> 3"
		       " AND (a.id = $1 OR $1 = 0) ORDER BY a.folded",
		       e);
	int64_t id = 0, now = clock_now_us();
	int rc;

	if (name != NULL && account_find(db, name, &id, e) < 0)
		return -1;
	db_int(st, 1, id);
	db_int(st, 2, now);
	while ((rc = db_step(st, e)) > 0) {
		struct account_info info;

		row_read(&info, st, now);
		if (tell(db, &info, each, ctx, e) < 0)
			return -1;
	}
	return rc;
}

int accounts_locked(struct db *db, int64_t now_us, int64_t *n, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT count(*) FROM account"
				    " WHERE state = 1 AND locked_us > $1",
				    e);

	db_int(st, 1, now_us);
	if (db_step(st, e) < 0)
		return -1;
	*n = db_col_int(st, 0);
	return 0;
}

int accounts_sessions(struct db *db, int64_t account,
		      int (*each)(void *ctx, const struct session_info *info,
				  struct err *e),
		      void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT created_us, used_us, end_us, origin, agent"
		       " FROM session WHERE account = $1 AND end_us > $2"
		       " AND used_us + idle_us > $2 ORDER BY created_us",
		       e);
	int rc;

	db_int(st, 1, account);
	db_int(st, 2, clock_now_us());
	while ((rc = db_step(st, e)) > 0) {
		const struct session_info info = {
			.created_us = db_col_int(st, 0),
			.used_us = db_col_int(st, 1),
			.end_us = db_col_int(st, 2),
			.origin = db_col_text(st, 3),
			.agent = db_col_text(st, 4),
		};

		if (each(ctx, &info, e) < 0)
			return -1;
	}
	return rc;
}
