#include "access/tokens.h"

#include "access/access-private.h"
#include "access/access.h"
#include "access/accounts.h"
#include "access/change.h"
#include "access/session.h"
#include "base/clock.h"
#include "base/err.h"
#include "catalog/values.h"
#include "db/db.h"

#include <string.h>

/* --- whose -----------------------------------------------------------------
 */

/* The account meant: others' are for those who manage roles. */
static int whose(struct db *db, const struct principal *by, const char *user,
		 int64_t *id, struct err *e)
{
	int64_t own = by->account != 0 ? by->account : by->also;

	if (user == NULL) {
		*id = own;
		return 0;
	}
	if (account_find(db, user, id, e) < 0)
		return -1;
	if (*id == own || (by->roles & role_named(ROLE_ROLES)) != 0)
		return 0;
	return err_set(e, ERR_RIGHT,
		       "tokens of others are managed by those with the role "
		       "\"%s\"",
		       ROLE_ROLES);
}

static int no_token(const struct principal *by, struct err *e)
{
	if (by->token == 0)
		return 0;
	return err_set(e, ERR_RIGHT,
		       "a token cannot manage tokens: sign in yourself");
}

/* --- adding ----------------------------------------------------------------
 */

static int check_roles(const struct change *c, const struct token_new *n,
		       int64_t owner, struct err *e)
{
	AUTO(str_done) struct str names = STR_INIT;
	role_set has, more;

	if (roles_of(c->db, owner, &has, e) < 0)
		return -1;
	more = n->roles & ~(has & c->before);
	if (more == ROLES_NONE)
		return 0;
	roles_list(&names, more, "\", \"");
	return err_set(e, ERR_RIGHT,
		       "a token can have roles that its owner and who makes it "
		       "have, not \"%s\"",
		       names.s);
}

static int name_free(struct db *db, int64_t owner, const char *name,
		     struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db, "SELECT 1 FROM api_token WHERE account = $1 AND name = $2",
		e);
	int rc;

	db_int(st, 1, owner);
	db_text(st, 2, name);
	rc = db_step(st, e);
	return rc > 0 ? err_set(e, ERR_USAGE,
				"there is a token \"%.80s\" already: remove it "
				"first, or choose another name",
				name)
		      : rc;
}

static int insert(struct db *db, const struct token_new *n, int64_t owner,
		  const char *token, int64_t end_us, struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "INSERT INTO api_token(account, name, digest, roles,"
		       " created_us, end_us, used_us)"
		       " VALUES ($1, $2, $3, $4, $5, $6, 0)",
		       e);
	AUTO(str_done) struct str roles = STR_INIT;
	unsigned char digest[32];

	session_digest(token, digest);
	roles_list(&roles, n->roles, "|");
	db_int(st, 1, owner);
	db_text(st, 2, n->name);
	db_bytes(st, 3, digest, sizeof(digest));
	db_text(st, 4, roles.s);
	db_int(st, 5, clock_now_us());
	db_int(st, 6, end_us);
	return db_exec(st, e);
}

struct adding {
	const struct token_new *n;
	const char *token;
	int64_t end_us;
};

static int add(const struct change *c, void *ctx, struct err *e)
{
	const struct adding *a = ctx;
	int64_t owner = 0;

	if (whose(c->db, c->by, a->n->user, &owner, e) < 0 ||
	    change_enter(c, owner, e) < 0 ||
	    check_roles(c, a->n, owner, e) < 0 ||
	    name_free(c->db, owner, a->n->name, e) < 0)
		return -1;
	return insert(c->db, a->n, owner, a->token, a->end_us, e);
}

int tokens_add(struct db *db, const struct principal *by,
	       const struct token_new *n, struct str *token, int64_t *end_us,
	       struct err *e)
{
	AUTO(str_wipe) struct str fresh = STR_INIT;
	AUTO(str_done) struct str detail = STR_INIT;
	AUTO(str_done) struct str roles = STR_INIT;
	struct adding a = { .n = n };

	if (no_token(by, e) < 0 || values_name_check("token", n->name, e) < 0)
		return -1;
	if (n->roles == ROLES_NONE)
		return err_set(e, ERR_USAGE, "a token needs at least one role");
	if (n->days < 1 || n->days > TOKEN_DAYS_MAX)
		return err_set(e, ERR_USAGE, "a token ends after 1 to %d days",
			       TOKEN_DAYS_MAX);
	*end_us = clock_now_us() + n->days * CLOCK_DAY;
	str_add(&fresh, TOKEN_PREFIX);
	session_secret(&fresh);
	roles_list(&roles, n->roles, ", ");
	ACT_DETAIL(&detail, { "token", n->name }, { "user", n->user },
		   { "roles", roles.s });
	a.token = fresh.s;
	a.end_us = *end_us;
	if (change_do(db, by, "token add", detail.s, add, &a, e) < 0)
		return -1;
	str_add(token, fresh.s);
	return 0;
}

/* --- removing --------------------------------------------------------------
 */

struct removing {
	const char *user, *name;
};

static int remove_it(const struct change *c, void *ctx, struct err *e)
{
	const struct removing *r = ctx;
	AUTO(db_done) struct db_stmt *st = NULL;
	int64_t owner = 0;
	int rc;

	if (whose(c->db, c->by, r->user, &owner, e) < 0)
		return -1;
	st = db_sql(c->db,
		    "DELETE FROM api_token WHERE account = $1 AND name = $2"
		    " RETURNING id",
		    e);
	db_int(st, 1, owner);
	db_text(st, 2, r->name);
	rc = db_step(st, e);
	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "there is no token \"%.80s\"; `estreat token "
			       "list` shows those there are",
			       r->name);
	return rc < 0 ? -1 : 0;
}

int tokens_remove(struct db *db, const struct principal *by, const char *user,
		  const char *name, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	struct removing r = { user, name };

	if (no_token(by, e) < 0)
		return -1;
	ACT_DETAIL(&detail, { "token", name }, { "user", user });
	return change_do(db, by, "token remove", detail.s, remove_it, &r, e);
}

/* --- looking ---------------------------------------------------------------
 */

static int all_of(struct db *db, int64_t owner,
		  int (*each)(void *ctx, const struct token_info *info,
			      struct err *e),
		  void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT a.name, t.name, t.roles, t.created_us, t.end_us,"
		" t.used_us FROM api_token t JOIN account a ON a.id = t.account"
		" WHERE t.account = $1 OR $1 = 0 ORDER BY a.folded, t.name",
		e);
	int rc;

	db_int(st, 1, owner);
	while ((rc = db_step(st, e)) > 0) {
		const struct token_info info = {
			.user = db_col_text(st, 0),
			.name = db_col_text(st, 1),
			.roles = right_roles(db_col_text(st, 2)),
			.created_us = db_col_int(st, 3),
			.end_us = db_col_int(st, 4),
			.used_us = db_col_int(st, 5),
		};

		if (each(ctx, &info, e) < 0)
			return -1;
	}
	return rc;
}

int tokens_each(struct db *db, const struct principal *by, const char *user,
		int (*each)(void *ctx, const struct token_info *info,
			    struct err *e),
		void *ctx, struct err *e)
{
	int64_t owner = 0;

	if (user == NULL || user[0] != '\0') {
		if (whose(db, by, user, &owner, e) < 0)
			return -1;
		/* somebody without an account has none */
		return owner == 0 ? 0 : all_of(db, owner, each, ctx, e);
	}
	if ((by->roles & role_named(ROLE_ROLES)) == 0)
		return err_set(e, ERR_RIGHT,
			       "tokens of others are shown to those with the "
			       "role \"%s\"",
			       ROLE_ROLES);
	return all_of(db, 0, each, ctx, e);
}

/* --- coming with one -------------------------------------------------------
 */

int access_token(struct access *x, struct db *db, const char *token,
		 const struct access_from *from, struct principal **out,
		 struct err *e)
{
	static const struct bearing token_of = {
		.find = "SELECT a.id, a.name, a.title, '', 0, 0, 0, t.used_us,"
			" t.id, t.roles FROM api_token t JOIN account a"
			" ON a.id = t.account WHERE t.digest = $1"
			" AND t.end_us > $2 AND a.state = 1",
		.use = "UPDATE api_token SET used_us = $2 WHERE digest = $1",
	};

	(void)x;
	if (!str_starts(token, TOKEN_PREFIX))
		return 0;
	return bearer_find(db, &token_of, token, from, out, e);
}
