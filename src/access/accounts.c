/* accounts.c - accounts are added, changed, disabled, removed. */
#include "access/accounts.h"

#include "access/access-private.h"
#include "access/change.h"
#include "access/groups.h"
#include "access/mapping.h"
#include "access/password.h"
#include "access/principal.h"
#include "access/providers.h"
#include "base/clock.h"
#include "base/err.h"
#include "db/db.h"

#include <string.h>

/* --- finding ---------------------------------------------------------------
 */

static int none(const char *name, struct err *e)
{
	return err_set(e, ERR_USAGE,
		       "there is no account \"%.100s\"; `estreat user list` "
		       "shows those there are",
		       name);
}

int account_find(struct db *db, const char *name, int64_t *id, struct err *e)
{
	AUTO(str_done) struct str folded = STR_INIT;
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db, "SELECT id FROM account WHERE folded = $1 AND state <> 3",
		e);
	int rc;

	access_fold(&folded, name);
	db_text(st, 1, folded.s);
	rc = db_step(st, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return none(name, e);
	*id = db_col_int(st, 0);
	return 0;
}

static int name_free(struct db *db, const char *name, struct err *e)
{
	struct err no = ERR_INIT;
	int64_t id;

	if (account_find(db, name, &id, &no) == 0)
		return err_set(
			e, ERR_USAGE,
			"there is an account \"%.100s\" already; `estreat "
			"user show` tells of it",
			name);
	if (no.kind == ERR_USAGE)
		return 0;
	*e = no;
	return -1;
}

static int title_check(const char *title, struct err *e)
{
	for (const char *c = title; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 127)
			return err_set(e, ERR_USAGE,
				       "the name for people has a control "
				       "character in it");
	if (strlen(title) > 200)
		return err_set(e, ERR_USAGE,
			       "the name for people is longer than 200 bytes");
	return 0;
}

int language_check(const char *language, struct err *e)
{
	size_t len = strlen(language);

	if (len > 35 || strspn(language, "abcdefghijklmnopqrstuvwxyz"
					 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					 "0123456789-") != len)
		return err_set(e, ERR_USAGE,
			       "a language is given by its tag: en, sv, fr");
	return 0;
}

/* --- adding ----------------------------------------------------------------
 */

struct adding {
	const struct account_new *n;
	const char *hash;
	int64_t provider, id;
};

static int insert(struct db *db, struct adding *a, struct err *e)
{
	AUTO(str_done) struct str folded = STR_INIT;
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO account(name, folded, title, language, state,"
		" password, must_change, totp_step, failed, locked_us,"
		" provider, subject, created_us, signed_in_us) VALUES ($1, $2,"
		" $3, $4, 1, $5, $6, 0, 0, 0, $7, $8, $9, 0) RETURNING id",
		e);
	const struct account_new *n = a->n;

	access_fold(&folded, n->name);
	db_text(st, 1, n->name);
	db_text(st, 2, folded.s);
	db_text(st, 3, n->title != NULL ? n->title : "");
	db_text(st, 4, n->language != NULL ? n->language : "");
	db_text(st, 5, a->hash);
	db_int(st, 6, a->hash[0] != '\0');
	db_int(st, 7, a->provider);
	db_text(st, 8, n->subject != NULL ? n->subject : "");
	db_int(st, 9, clock_now_us());
	if (db_step(st, e) < 0)
		return -1;
	a->id = db_col_int(st, 0);
	return 0;
}

int member_put(struct db *db, int64_t group, int64_t account, int64_t provider,
	       struct err *e)
{
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO role_group_member(role_group, account, provider)"
		" VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
		e);

	db_int(st, 1, group);
	db_int(st, 2, account);
	db_int(st, 3, provider);
	return db_exec(st, e);
}

/* One account there, one here. */
static int subject_free(struct db *db, int64_t provider, const char *subject,
			int64_t but, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT name FROM account WHERE provider = $1"
		       " AND subject = $2 AND state <> 3 AND id <> $3",
		       e);
	int rc;

	if (subject == NULL || subject[0] == '\0')
		return 0;
	db_int(st, 1, provider);
	db_text(st, 2, subject);
	db_int(st, 3, but);
	rc = db_step(st, e);
	return rc > 0 ? err_set(e, ERR_USAGE,
				"that subject of the provider is the account "
				"\"%.100s\" already",
				db_col_text(st, 0))
		      : rc;
}

static int add(const struct change *c, void *ctx, struct err *e)
{
	struct adding *a = ctx;
	const struct account_new *n = a->n;
	struct db *db = c->db;
	int64_t group;
	bool builtin;

	if (name_free(db, n->name, e) < 0 ||
	    (n->provider != NULL &&
	     providers_find(db, n->provider, &a->provider, e) < 0) ||
	    subject_free(db, a->provider, n->subject, 0, e) < 0 ||
	    insert(db, a, e) < 0)
		return -1;
	if (n->group == NULL)
		return 0;
	if (group_find(db, n->group, &group, &builtin, e) < 0)
		return -1;
	return member_put(db, group, a->id, 0, e);
}

static int new_check(const struct account_new *n, struct err *e)
{
	if (account_name_check(n->name, e) < 0 ||
	    (n->title != NULL && title_check(n->title, e) < 0) ||
	    (n->language != NULL && language_check(n->language, e) < 0))
		return -1;
	if (account_is_local(n->name) && n->provider != NULL)
		return err_set(e, ERR_USAGE,
			       "local:NAME is an account of the operating "
			       "system: it signs in nowhere else");
	if (n->subject != NULL && n->provider == NULL)
		return err_set(e, ERR_USAGE,
			       "a subject belongs to a provider: give both");
	return 0;
}

int accounts_add(struct db *db, const struct principal *by,
		 const struct account_new *n, struct str *password,
		 struct err *e)
{
	AUTO(str_wipe) struct str once = STR_INIT;
	AUTO(str_done) struct str hash = STR_INIT;
	AUTO(str_done) struct str detail = STR_INIT;
	struct adding a = { .n = n };
	int rc;

	if (new_check(n, e) < 0)
		return -1;
	if (n->provider == NULL && !account_is_local(n->name)) {
		password_once(&once);
		if (password_hash(once.s, &hash, e) < 0)
			return -1;
	}
	a.hash = hash.s;
	ACT_DETAIL(&detail, { "user", n->name }, { "group", n->group },
		   { "provider", n->provider }, { "subject", n->subject });
	rc = change_do(db, by, "user add", detail.s, add, &a, e);
	if (rc == 0)
		str_add(password, once.s);
	return rc;
}

/* --- changing --------------------------------------------------------------
 */

static int set_text(struct db *db, const char *sql, int64_t id,
		    const char *value, struct err *e)
{
	struct db_stmt *st = db_sql(db, sql, e);

	db_int(st, 1, id);
	db_text(st, 2, value);
	return db_exec(st, e);
}

/* By their own account at a provider, the author would have what its word
   gives. */
static int check_own(const struct change *c, int64_t id, int64_t provider,
		     const char *name, struct err *e)
{
	role_set mapped = ROLES_NONE;

	if (id != c->by->account || provider == 0)
		return 0;
	if (mapped_roles(c->db, provider, &mapped, e) < 0)
		return -1;
	return change_grant(c, mapped, name, e);
}

/* Where it signs in from now on: what it signed in with before is gone, and
   what the provider said. */
static int set_provider(const struct change *c, int64_t id, const char *name,
			struct err *e)
{
	static const char *const sqls[] = {
		"DELETE FROM recovery_code WHERE account = $1",
		"DELETE FROM role_group_member WHERE account = $1"
		" AND provider <> 0",
	};
	int64_t provider = 0;
	struct db_stmt *st;

	if (name[0] != '\0' && providers_find(c->db, name, &provider, e) < 0)
		return -1;
	if (check_own(c, id, provider, name, e) < 0)
		return -1;
	st = db_sql(c->db,
		    "UPDATE account SET provider = $2, subject = '',"
		    " password = '', totp = NULL, totp_next = NULL"
		    " WHERE id = $1",
		    e);
	db_int(st, 1, id);
	db_int(st, 2, provider);
	if (db_exec(st, e) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(sqls) / sizeof(sqls[0]); i++)
		if (access_by_id(c->db, sqls[i], id, e) < 0)
			return -1;
	return sessions_end(c->db, id, e);
}

static int set_subject(struct db *db, int64_t id, const char *subject,
		       struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT provider FROM account WHERE id = $1", e);

	db_int(st, 1, id);
	if (db_step(st, e) < 0)
		return -1;
	if (db_col_int(st, 0) == 0)
		return err_set(e, ERR_USAGE,
			       "a subject belongs to a provider: give both");
	if (subject_free(db, db_col_int(st, 0), subject, id, e) < 0)
		return -1;
	return set_text(db, "UPDATE account SET subject = $2 WHERE id = $1", id,
			subject, e);
}

struct changing {
	const char *name;
	const struct account_change *to;
};

/* Where it signs in, and as whom there. */
static int change_way(const struct change *c, int64_t id,
		      const struct account_change *to, struct err *e)
{
	if (to->provider == NULL && to->subject == NULL)
		return 0;
	if (change_enter(c, id, e) < 0)
		return -1;
	if (to->provider != NULL && set_provider(c, id, to->provider, e) < 0)
		return -1;
	return to->subject != NULL ? set_subject(c->db, id, to->subject, e) : 0;
}

static int change(const struct change *c, void *ctx, struct err *e)
{
	const struct changing *ch = ctx;
	const struct account_change *to = ch->to;
	int64_t id;

	if (account_find(c->db, ch->name, &id, e) < 0)
		return -1;
	if (to->title != NULL &&
	    set_text(c->db, "UPDATE account SET title = $2 WHERE id = $1", id,
		     to->title, e) < 0)
		return -1;
	if (to->language != NULL &&
	    set_text(c->db, "UPDATE account SET language = $2 WHERE id = $1",
		     id, to->language, e) < 0)
		return -1;
	return change_way(c, id, to, e);
}

int accounts_change(struct db *db, const struct principal *by, const char *name,
		    const struct account_change *c, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	struct changing ch = { name, c };

	if ((c->title != NULL && title_check(c->title, e) < 0) ||
	    (c->language != NULL && language_check(c->language, e) < 0))
		return -1;
	if (c->provider != NULL && account_is_local(name))
		return err_set(e, ERR_USAGE,
			       "local:NAME is an account of the operating "
			       "system: it signs in nowhere else");
	ACT_DETAIL(&detail, { "user", name }, { "title", c->title },
		   { "language", c->language }, { "provider", c->provider },
		   { "subject", c->subject });
	return change_do(db, by, "user set", detail.s, change, &ch, e);
}

/* Nothing is left by which it could come in. */
static int forget(struct db *db, int64_t id, struct err *e)
{
	static const char *const sqls[] = {
		"UPDATE account SET password = '', subject = '' WHERE id = $1",
		"UPDATE account SET totp = NULL WHERE id = $1",
		"UPDATE account SET totp_next = NULL WHERE id = $1",
		"DELETE FROM recovery_code WHERE account = $1",
		"DELETE FROM api_token WHERE account = $1",
		"DELETE FROM role_group_member WHERE account = $1",
	};

	for (size_t i = 0; i < sizeof(sqls) / sizeof(sqls[0]); i++)
		if (access_by_id(db, sqls[i], id, e) < 0)
			return -1;
	return 0;
}

struct setting_state {
	const char *name;
	enum account_state state;
};

static int set_state(const struct change *c, void *ctx, struct err *e)
{
	const struct setting_state *s = ctx;
	struct db *db = c->db;
	struct db_stmt *st;
	int64_t id;

	if (account_find(db, s->name, &id, e) < 0)
		return -1;
	if (s->state == ACCOUNT_REMOVED && id == 1)
		return err_set(e, ERR_USAGE,
			       "%s stays: take it out of its groups, or "
			       "disable it",
			       ACCOUNT_OWNER);
	st = db_sql(db, "UPDATE account SET state = $2 WHERE id = $1", e);
	db_int(st, 1, id);
	db_int(st, 2, s->state);
	if (db_exec(st, e) < 0 || sessions_end(db, id, e) < 0)
		return -1;
	return s->state == ACCOUNT_REMOVED ? forget(db, id, e) : 0;
}

int accounts_set_state(struct db *db, const struct principal *by,
		       const char *name, enum account_state state,
		       struct err *e)
{
	static const char *const verbs[] = {
		[ACCOUNT_ACTIVE] = "user enable",
		[ACCOUNT_DISABLED] = "user disable",
		[ACCOUNT_REMOVED] = "user remove",
	};
	AUTO(str_done) struct str detail = STR_INIT;
	struct setting_state s = { name, state };

	ACT_DETAIL(&detail, { "user", name });
	return change_do(db, by, verbs[state], detail.s, set_state, &s, e);
}
