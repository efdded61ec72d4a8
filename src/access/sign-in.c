/*
 * sign-in.c - a name, a password, perhaps a code.
 *
 * The password is looked at outside of any transaction (it takes long), the
 * decision is taken inside of one, on the row as it is then: of many who
 * guess at once each finds the tries of those before it counted.
 */
#include "access/access.h"

#include "access/access-private.h"
#include "access/first.h"
#include "access/guard.h"
#include "access/password.h"
#include "access/session.h"
#include "access/state.h"
#include "access/totp-use.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "db/db.h"

#include <string.h>

const char access_wrong[] =
	"This name and password do not sign in. After several wrong tries "
	"nothing does for a while.";

struct trying {
	struct access *x;
	struct db *db;
	const struct sign_in *in;
	const struct access_from *from;
	const char *replaces;
	/* of the row when the password was looked at */
	int64_t account;
	struct str name, hash;
	bool right;          /* the password is */
	struct str new_hash; /* of the new password */
	struct session_times times;
	/* of the row when it is decided */
	int64_t failed, locked_us;
	bool must_change, totp;
};

static void trying_done(struct trying *t)
{
	str_done(&t->name);
	str_done(&t->hash);
	str_done(&t->new_hash);
}
static inline void trying_done_auto(struct trying *t)
{
	trying_done(t);
}

/* --- the password ----------------------------------------------------------
 */

static int row_find(struct trying *t, struct err *e)
{
	AUTO(str_done) struct str folded = STR_INIT;
	AUTO(db_done)
	struct db_stmt *st = db_sql(t->db,
				    "SELECT id, name, password FROM account"
				    " WHERE folded = $1 AND state = 1",
				    e);
	int rc;

	/* names that are too long are nobody's: ask for nobody all the same */
	access_fold(&folded, strlen(t->in->user) <= 254 ? t->in->user : "");
	db_text(st, 1, folded.s);
	rc = db_step(st, e);
	if (rc < 0)
		return -1;
	if (rc > 0) {
		t->account = db_col_int(st, 0);
		str_add(&t->name, db_col_text(st, 1));
		str_add(&t->hash, db_col_text(st, 2));
	}
	return 0;
}

/*
 * Whether a new password will do is said before anything is looked at, and
 * it is hashed whether the old one is right or not: neither the answer nor
 * the time tells of an account that has to wait whether it was right.
 */
static int check_new(const struct sign_in *in, struct err *e)
{
	if (in->new_password == NULL)
		return 0;
	if (strcmp(in->new_password, in->password) == 0)
		return err_set(e, ERR_USAGE,
			       "the new password is the old one: choose "
			       "another");
	return password_check(in->new_password, in->user, e);
}

static int look(struct trying *t, struct err *e)
{
	int rc = 0;

	if (hashing_begin(t->x, e) < 0)
		return -1;
	t->right = password_is(t->hash.s, t->in->password);
	if (t->in->new_password != NULL)
		rc = password_hash(t->in->new_password, &t->new_hash, e);
	hashing_end(t->x);
	return rc;
}

/* --- the decision ----------------------------------------------------------
 */

/* As it is now. *same: its password is the one that was looked at. */
static int row_again(struct trying *t, bool *same, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(t->db,
		       "SELECT password, failed, locked_us, must_change,"
		       " CASE WHEN totp IS NULL THEN 0 ELSE 1 END FROM account"
		       " WHERE id = $1 AND state = 1",
		       e);
	int rc;

	db_int(st, 1, t->account);
	rc = db_step(st, e);
	if (rc < 0)
		return -1;
	*same = rc > 0 && strcmp(db_col_text(st, 0), t->hash.s) == 0;
	t->failed = db_col_int(st, 1);
	t->locked_us = db_col_int(st, 2);
	t->must_change = db_col_int(st, 3) != 0;
	t->totp = db_col_int(st, 4) != 0;
	return 0;
}

static struct actor actor_of(const struct trying *t)
{
	/* a name that nobody has may be a password in the wrong field */
	return (struct actor){ t->account != 0 ? t->name.s : "unknown",
			       t->from->address };
}

/* Counted, kept in the ledger; the same for all reasons. */
static int wrong(struct trying *t, bool counts, struct err *e)
{
	int64_t now = clock_now_us();
	struct db_stmt *st;

	if (counts) {
		st = db_sql(t->db,
			    "UPDATE account SET failed = $2, locked_us = $3"
			    " WHERE id = $1",
			    e);
		db_int(st, 1, t->account);
		db_int(st, 2, t->failed + 1);
		db_int(st, 3,
		       now + guard_wait_us(t->failed + 1, GUARD_ACCOUNT));
		if (db_exec(st, e) < 0)
			return -1;
	}
	return archive_act_ended(t->db, actor_of(t), "session sign-in",
				 ACT_FAILED, "{\"by\":\"password\"}", e);
}

static int password_put(struct trying *t, struct err *e)
{
	struct db_stmt *st;

	if (t->new_hash.len == 0)
		return 0;
	st = db_sql(t->db,
		    "UPDATE account SET password = $2, must_change = 0"
		    " WHERE id = $1",
		    e);
	db_int(st, 1, t->account);
	db_text(st, 2, t->new_hash.s);
	if (db_exec(st, e) < 0)
		return -1;
	return archive_act(t->db, actor_of(t), "session password", "{}", e);
}

static int welcome(struct trying *t, struct signed_in *out, struct err *e)
{
	const struct session_new n = { .account = t->account,
				       .times = &t->times,
				       .from = t->from,
				       .replaces = t->replaces };
	struct db_stmt *st;

	/* a new password ends what the old one began */
	if (t->in->new_password != NULL &&
	    sessions_end(t->db, t->account, e) < 0)
		return -1;
	st = db_sql(t->db,
		    "UPDATE account SET failed = 0, locked_us = 0,"
		    " signed_in_us = $2 WHERE id = $1",
		    e);
	db_int(st, 1, t->account);
	db_int(st, 2, clock_now_us());
	if (db_exec(st, e) < 0 || password_put(t, e) < 0 ||
	    session_begin(t->db, &n, out, e) < 0)
		return -1;
	return archive_act(t->db, actor_of(t), "session sign-in",
			   "{\"by\":\"password\"}", e);
}

static const char *code_of(const struct sign_in *in)
{
	return in->code != NULL && in->code[0] != '\0' ? in->code : NULL;
}

static int decide(struct trying *t, enum sign_in_verdict *verdict,
		  struct signed_in *out, struct err *e)
{
	bool same = false, waits, last;
	int code = 1;

	if (row_again(t, &same, e) < 0)
		return -1;
	waits = same && t->locked_us > clock_now_us();
	*verdict = SIGN_IN_WRONG;
	if (!same || waits || !t->right)
		return wrong(t, same && !waits && t->hash.len > 0, e);
	last = !t->must_change || t->in->new_password != NULL;
	if (t->totp && code_of(t->in) == NULL) {
		*verdict = SIGN_IN_CODE;
		return 0;
	}
	/* it is used up by what ends with a session, not on the way there */
	if (t->totp)
		code = totp_use(t->x->archive, t->db, t->account,
				code_of(t->in), last, e);
	if (code <= 0)
		return code < 0 ? -1 : wrong(t, true, e);
	if (!last) {
		*verdict = SIGN_IN_NEW_PASSWORD;
		return 0;
	}
	*verdict = SIGN_IN_DONE;
	return welcome(t, out, e);
}

static int decide_now(struct trying *t, enum sign_in_verdict *verdict,
		      struct signed_in *out, struct err *e)
{
	if (db_begin(t->db, DB_WRITE, e) < 0)
		return -1;
	if (decide(t, verdict, out, e) < 0) {
		db_rollback(t->db);
		return -1;
	}
	return db_commit(t->db, e);
}

/* Kept with lower costs than today's: anew, now that it is known. It signs in
   as well if that fails. */
static void renew(struct trying *t)
{
	AUTO(str_done) struct str hash = STR_INIT;
	struct err e = ERR_INIT;
	struct db_stmt *st;

	if (t->in->new_password != NULL || !password_is_old(t->hash.s) ||
	    password_hash(t->in->password, &hash, &e) < 0)
		return;
	st = db_sql(t->db,
		    "UPDATE account SET password = $2 WHERE id = $1"
		    " AND password = $3",
		    &e);
	db_int(st, 1, t->account);
	db_text(st, 2, hash.s);
	db_text(st, 3, t->hash.s);
	(void)db_exec(st, &e);
}

int access_sign_in(struct access *x, struct db *db, const struct sign_in *in,
		   const struct access_from *from, const char *replaces,
		   enum sign_in_verdict *verdict, struct signed_in *out,
		   struct err *e)
{
	struct trying t AUTO(trying_done) = { .x = x,
					      .db = db,
					      .in = in,
					      .from = from,
					      .replaces = replaces,
					      .name = STR_INIT,
					      .hash = STR_INIT,
					      .new_hash = STR_INIT };

	out->wait_s = guard_address(x->guard, from->address, clock_now_us());
	if (out->wait_s > 0) {
		*verdict = SIGN_IN_LATER;
		return 0;
	}
	if (check_new(in, e) < 0 ||
	    session_times_read(x->archive, db, &t.times, e) < 0 ||
	    row_find(&t, e) < 0 || look(&t, e) < 0 ||
	    decide_now(&t, verdict, out, e) < 0)
		return -1;
	if (*verdict == SIGN_IN_WRONG)
		guard_failed(x->guard, from->address, clock_now_us());
	if (*verdict == SIGN_IN_DONE) {
		guard_forgive(x->guard, from->address);
		first_used(x->archive, db, t.account);
		renew(&t);
	}
	return 0;
}
