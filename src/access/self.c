/* self.c - what people change of themselves. */
#include "access/access.h"

#include "access/access-private.h"
#include "access/guard.h"
#include "access/password.h"
#include "access/session.h"
#include "access/state.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"

#include <string.h>

int access_set_language(struct db *db, const struct principal *p,
			const char *language, struct err *e)
{
	struct db_stmt *st;

	if (language_check(language, e) < 0)
		return -1;
	st = db_sql(db, "UPDATE account SET language = $2 WHERE id = $1", e);
	db_int(st, 1, p->account);
	db_text(st, 2, language);
	return db_exec(st, e);
}

/* --- the password once more ------------------------------------------------
 */

struct looking {
	const struct principal *who;
	const struct str *hash;
	bool right;
};

/* Under the same rules as signing in: it is one more place to guess. */
static int judge(struct db *db, void *ctx, struct err *e)
{
	const struct looking *l = ctx;
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT password, failed, locked_us FROM account"
		       " WHERE id = $1 AND state = 1",
		       e);
	int64_t now = clock_now_us(), failed;
	bool same;

	db_int(st, 1, l->who->account);
	if (db_step(st, e) < 0)
		return -1;
	same = l->hash->len > 0 && strcmp(db_col_text(st, 0), l->hash->s) == 0;
	failed = db_col_int(st, 1) + 1;
	if (!same || db_col_int(st, 2) > now)
		return 0;
	if (l->right)
		return 1;
	db_done(st);
	st = db_sql(db,
		    "UPDATE account SET failed = $2, locked_us = $3"
		    " WHERE id = $1",
		    e);
	db_int(st, 1, l->who->account);
	db_int(st, 2, failed);
	db_int(st, 3, now + guard_wait_us(failed, GUARD_ACCOUNT));
	return db_exec(TAKE(st), e);
}

int access_password_is(struct access *x, struct db *db,
		       const struct principal *p, const char *password,
		       struct err *e)
{
	AUTO(str_done) struct str hash = STR_INIT;
	struct looking l = { .who = p, .hash = &hash };
	struct db_stmt *st =
		db_sql(db, "SELECT password FROM account WHERE id = $1", e);
	int rc;

	db_int(st, 1, p->account);
	rc = db_step(st, e);
	str_add(&hash, db_col_text(st, 0));
	db_done(st);
	if (rc < 0 || hashing_begin(x, e) < 0)
		return -1;
	l.right = password_is(hash.s, password);
	hashing_end(x);
	return access_do(db, judge, &l, e);
}

/* --- a new one -------------------------------------------------------------
 */

struct setting_it {
	const struct principal *who;
	const struct access_from *from;
	const char *hash;
	struct session_times times;
	struct signed_in *out;
};

static int put(struct db *db, void *ctx, struct err *e)
{
	const struct setting_it *s = ctx;
	const struct session_new n = { .account = s->who->account,
				       .times = &s->times,
				       .from = s->from };
	struct db_stmt *st =
		db_sql(db,
		       "UPDATE account SET password = $2, must_change = 0"
		       " WHERE id = $1",
		       e);

	db_int(st, 1, s->who->account);
	db_text(st, 2, s->hash);
	if (db_exec(st, e) < 0 || sessions_end(db, s->who->account, e) < 0 ||
	    session_begin(db, &n, s->out, e) < 0)
		return -1;
	return archive_act(db, principal_actor(s->who), "session password",
			   "{}", e);
}

int access_set_password(struct access *x, struct db *db,
			const struct principal *p, const char *password,
			const char *new_password,
			const struct access_from *from, struct signed_in *out,
			struct err *e)
{
	AUTO(str_done) struct str hash = STR_INIT;
	struct setting_it s = { .who = p, .from = from, .out = out };
	int rc;

	if (!p->local)
		return err_set(e, ERR_USAGE,
			       "you sign in at your organisation's provider: "
			       "the password is changed there");
	if (password_check(new_password, p->name.s, e) < 0 ||
	    session_times_read(x->archive, db, &s.times, e) < 0)
		return -1;
	rc = access_password_is(x, db, p, password, e);
	if (rc <= 0)
		return rc;
	if (hashing_begin(x, e) < 0)
		return -1;
	rc = password_hash(new_password, &hash, e);
	hashing_end(x);
	s.hash = hash.s;
	if (rc < 0 || access_do(db, put, &s, e) < 0)
		return -1;
	return 1;
}
