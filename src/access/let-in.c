/* let-in.c - helping somebody in: a new password, no more waiting; and the
   owner of the folder, when nobody else can. */
#include "access/accounts.h"

#include "access/access-private.h"
#include "access/change.h"
#include "access/password.h"
#include "access/principal.h"
#include "base/err.h"
#include "db/db.h"

/* --- a new password -------------------------------------------------------
 */

struct resetting {
	const char *name, *hash;
	bool no_totp;
};

static int check_has_password(struct db *db, int64_t id, const char *name,
			      struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT provider FROM account WHERE id = $1", e);

	db_int(st, 1, id);
	if (db_step(st, e) < 0)
		return -1;
	if (db_col_int(st, 0) != 0 || account_is_local(name))
		return err_set(e, ERR_USAGE,
			       "\"%.100s\" does not sign in with a password of "
			       "its own; `estreat user set %.100s --provider "
			       "none` changes that",
			       name, name);
	return 0;
}

static int reset(const struct change *c, void *ctx, struct err *e)
{
	const struct resetting *r = ctx;
	struct db *db = c->db;
	struct db_stmt *st;
	int64_t id;

	if (account_find(db, r->name, &id, e) < 0 ||
	    check_has_password(db, id, r->name, e) < 0 ||
	    change_enter(c, id, e) < 0)
		return -1;
	st = db_sql(db,
		    "UPDATE account SET password = $2, must_change = 1,"
		    " failed = 0, locked_us = 0 WHERE id = $1",
		    e);
	db_int(st, 1, id);
	db_text(st, 2, r->hash);
	if (db_exec(st, e) < 0 || sessions_end(db, id, e) < 0)
		return -1;
	if (!r->no_totp)
		return 0;
	if (access_by_id(db,
			 "UPDATE account SET totp = NULL, totp_next = NULL"
			 " WHERE id = $1",
			 id, e) < 0)
		return -1;
	return access_by_id(db, "DELETE FROM recovery_code WHERE account = $1",
			    id, e);
}

int accounts_reset(struct db *db, const struct principal *by, const char *name,
		   bool no_totp, struct str *password, struct err *e)
{
	AUTO(str_wipe) struct str once = STR_INIT;
	AUTO(str_done) struct str hash = STR_INIT;
	AUTO(str_done) struct str detail = STR_INIT;
	struct resetting r = { .name = name, .no_totp = no_totp };
	int rc;

	password_once(&once);
	if (password_hash(once.s, &hash, e) < 0)
		return -1;
	r.hash = hash.s;
	ACT_DETAIL(&detail, { "user", name }, { "code", no_totp ? "off" : "" });
	rc = change_do(db, by, "user reset-password", detail.s, reset, &r, e);
	if (rc == 0)
		str_add(password, once.s);
	return rc;
}

static int unlock(const struct change *c, void *ctx, struct err *e)
{
	int64_t id;

	if (account_find(c->db, *(const char **)ctx, &id, e) < 0)
		return -1;
	return access_by_id(c->db,
			    "UPDATE account SET failed = 0, locked_us = 0"
			    " WHERE id = $1",
			    id, e);
}

int accounts_unlock(struct db *db, const struct principal *by, const char *name,
		    struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;

	ACT_DETAIL(&detail, { "user", name });
	return change_do(db, by, "user unlock", detail.s, unlock, &name, e);
}

struct signing_out {
	const char *name;
	int64_t ended;
};

static int sign_out(const struct change *c, void *ctx, struct err *e)
{
	struct signing_out *s = ctx;
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		c->db, "SELECT count(*) FROM session WHERE account = $1", e);
	int64_t id;

	if (account_find(c->db, s->name, &id, e) < 0)
		return -1;
	db_int(st, 1, id);
	if (db_step(st, e) < 0)
		return -1;
	s->ended = db_col_int(st, 0);
	return sessions_end(c->db, id, e);
}

int accounts_sign_out(struct db *db, const struct principal *by,
		      const char *name, int64_t *ended, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	struct signing_out s = { .name = name };

	ACT_DETAIL(&detail, { "user", name });
	if (change_do(db, by, "user sign-out", detail.s, sign_out, &s, e) < 0)
		return -1;
	*ended = s.ended;
	return 0;
}

/* --- when nobody else can --------------------------------------------------
 */

static int recover(const struct change *c, void *ctx, struct err *e)
{
	static const char *const sqls[] = {
		"UPDATE account SET state = 1 WHERE id = 1",
		"INSERT INTO role_group(name, folded, description, builtin,"
		" created_us) VALUES ('Local Operators', 'local operators',"
		" 'The command line', 0, 0) ON CONFLICT DO NOTHING",
		"INSERT INTO role_group_role(role_group, role) SELECT id, "
		"'" ROLE_ROLES "' FROM role_group WHERE folded ="
		" 'local operators' ON CONFLICT DO NOTHING",
		"INSERT INTO role_group_member(role_group, account, provider)"
		" SELECT id, 1, 0 FROM role_group WHERE folded ="
		" 'local operators' ON CONFLICT DO NOTHING",
	};

	(void)ctx;
	for (size_t i = 0; i < sizeof(sqls) / sizeof(sqls[0]); i++)
		if (db_exec(db_sql(c->db, sqls[i], e), e) < 0)
			return -1;
	return 0;
}

int accounts_recover(struct db *db, const struct principal *by, struct err *e)
{
	return change_rescue(db, by, "user recover",
			     "{\"user\":\"" ACCOUNT_OWNER "\"}", recover, NULL,
			     e);
}
