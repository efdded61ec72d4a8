#include "access/change.h"

#include "access/access-private.h"
#include "access/principal.h"
#include "base/err.h"
#include "db/db.h"

/* Who can manage roles: by signing in, or at all. */
#define MANAGERS                                                               \
	"SELECT count(DISTINCT a.id) FROM account a"                           \
	" JOIN role_group_member m ON m.account = a.id"                        \
	" JOIN role_group_role r ON r.role_group = m.role_group"               \
	" WHERE a.state = 1 AND r.role = '" ROLE_ROLES "'"
#define SIGNS_IN "(a.password <> '' OR a.provider <> 0)"

static const char signing_in[] = MANAGERS " AND " SIGNS_IN;
static const char at_all[] =
	MANAGERS " AND (" SIGNS_IN " OR a.folded LIKE 'local:%')";

static int count(struct db *db, const char *sql, int64_t *n, struct err *e)
{
	AUTO(db_done) struct db_stmt *st = db_sql(db, sql, e);

	if (db_step(st, e) < 0)
		return -1;
	*n = db_col_int(st, 0);
	return 0;
}

static int look(struct change *c, struct err *e)
{
	if (roles_of_author(c->db, c->by, &c->before, e) < 0)
		return -1;
	c->own = c->before;
	if (c->by->token != 0) /* with fewer roles than its owner, perhaps */
		c->own &= c->by->roles;
	if (c->by->owner)
		c->own = ROLES_ALL;
	return count(c->db, signing_in, &c->managers, e);
}

static int check_managers(const struct change *c, struct err *e)
{
	int64_t signs_in, any;

	if (count(c->db, signing_in, &signs_in, e) < 0 ||
	    count(c->db, at_all, &any, e) < 0)
		return -1;
	if (any > 0 && (signs_in > 0 || c->managers == 0))
		return 0;
	if (any == 0)
		return err_set(e, ERR_RIGHT,
			       "nobody would be left who can manage roles: "
			       "first put another account into a group with "
			       "the role \"%s\"",
			       ROLE_ROLES);
	return err_set(e, ERR_RIGHT,
		       "nobody would be left who can sign in and manage roles: "
		       "first put another account into a group with the role "
		       "\"%s\"",
		       ROLE_ROLES);
}

static int check_author(const struct change *c, struct err *e)
{
	AUTO(str_done) struct str more = STR_INIT;
	role_set after;

	if (roles_of_author(c->db, c->by, &after, e) < 0)
		return -1;
	after &= ~c->before;
	if (after == ROLES_NONE)
		return 0;
	roles_list(&more, after, "\", \"");
	return err_set(e, ERR_RIGHT,
		       "it would give you the role \"%s\": nobody raises their "
		       "own rights, ask another who has \"%s\"",
		       more.s, ROLE_ROLES);
}

/* --- rule 3 ----------------------------------------------------------------
 */

/* Of its groups, whether it is active or not. */
static int roles_in_groups(struct db *db, int64_t account, role_set *out,
			   struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT DISTINCT r.role FROM role_group_member m"
		       " JOIN role_group_role r ON r.role_group = m.role_group"
		       " WHERE m.account = $1",
		       e);

	db_int(st, 1, account);
	return roles_step(st, out, e);
}

int change_enter(const struct change *c, int64_t account, struct err *e)
{
	AUTO(str_done) struct str names = STR_INIT;
	role_set more = ROLES_NONE;

	if (roles_in_groups(c->db, account, &more, e) < 0)
		return -1;
	more &= ~c->own;
	if (more == ROLES_NONE)
		return 0;
	roles_list(&names, more, "\", \"");
	return err_set(e, ERR_RIGHT,
		       "the account has the role \"%s\", which you have not: "
		       "you could sign in as somebody who may do more than "
		       "you. Ask another with \"%s\" who has it, or the owner "
		       "of the installation's folder, at the command line",
		       names.s, ROLE_ROLES);
}

int change_grant(const struct change *c, role_set roles, const char *provider,
		 struct err *e)
{
	AUTO(str_done) struct str names = STR_INIT;
	role_set more = roles & ~c->own;

	if (more == ROLES_NONE)
		return 0;
	roles_list(&names, more, "\", \"");
	return err_set(e, ERR_RIGHT,
		       "whoever signs in at \"%.80s\" can come to have the "
		       "role \"%s\", which you have not: you could be one of "
		       "them. Ask another with \"%s\" who has it, or the "
		       "owner of the installation's folder, at the command "
		       "line",
		       provider, names.s, ROLE_ROLES);
}

/* --- the transaction -------------------------------------------------------
 */

/* The rules are broken: what was tried is kept, what it did is not. */
static int refuse(const struct change *c, const char *verb, const char *detail,
		  struct err *e)
{
	struct err late = ERR_INIT;

	db_rollback(c->db);
	if (e->kind == ERR_RIGHT &&
	    archive_act_ended(c->db, principal_actor(c->by), verb, ACT_REFUSED,
			      detail, &late) < 0) {
		*e = late;
		return err_wrap(e, "record a refusal");
	}
	return -1;
}

static int begin(struct change *c, struct err *e)
{
	if (db_begin(c->db, DB_WRITE, e) < 0)
		return -1;
	if (look(c, e) < 0) {
		db_rollback(c->db);
		return -1;
	}
	return 0;
}

static int end(const struct change *c, int rc, const char *verb,
	       const char *detail, struct err *e)
{
	if (archive_act(c->db, principal_actor(c->by), verb, detail, e) < 0) {
		db_rollback(c->db);
		return -1;
	}
	return db_commit(c->db, e) < 0 ? -1 : rc;
}

int change_do(struct db *db, const struct principal *by, const char *verb,
	      const char *detail, change_make make, void *ctx, struct err *e)
{
	struct change c = { .db = db, .by = by };
	int rc;

	if (begin(&c, e) < 0)
		return -1;
	rc = make(&c, ctx, e);
	if (rc < 0 || check_author(&c, e) < 0 || check_managers(&c, e) < 0)
		return refuse(&c, verb, detail, e);
	return end(&c, rc, verb, detail, e);
}

int change_rescue(struct db *db, const struct principal *by, const char *verb,
		  const char *detail, change_make make, void *ctx,
		  struct err *e)
{
	struct change c = { .db = db, .by = by };
	int rc;

	if (begin(&c, e) < 0)
		return -1;
	rc = make(&c, ctx, e);
	if (rc < 0)
		return refuse(&c, verb, detail, e);
	return end(&c, rc, verb, detail, e);
}
