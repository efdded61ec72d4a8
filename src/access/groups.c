/* groups.c - role groups are made, changed, shown, and their members. */
#include "access/groups.h"

#include "access/access-private.h"
#include "access/accounts.h"
#include "access/change.h"
#include "access/mapping.h"
#include "access/principal.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/values.h"
#include "db/db.h"

#include <string.h>

int group_find(struct db *db, const char *name, int64_t *id, bool *builtin,
	       struct err *e)
{
	AUTO(str_done) struct str folded = STR_INIT;
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db, "SELECT id, builtin FROM role_group WHERE folded = $1", e);
	int rc;

	access_fold(&folded, name);
	db_text(st, 1, folded.s);
	rc = db_step(st, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "there is no role group \"%.80s\"; `estreat "
			       "role-group list` shows those there are",
			       name);
	*id = db_col_int(st, 0);
	*builtin = db_col_int(st, 1) != 0;
	return 0;
}

static int description_check(const char *text, struct err *e)
{
	if (strlen(text) > 500)
		return err_set(e, ERR_USAGE,
			       "the description is longer than 500 bytes");
	return 0;
}

/* --- roles -----------------------------------------------------------------
 */

static int role_write(struct db *db, const char *sql, int64_t group,
		      const char *role, struct err *e)
{
	struct db_stmt *st = db_sql(db, sql, e);

	db_int(st, 1, group);
	db_text(st, 2, role);
	return db_exec(st, e);
}

static int roles_write(struct db *db, const char *sql, int64_t group,
		       role_set set, struct err *e)
{
	size_t n;
	const struct role *all = roles_all(&n);

	for (size_t i = 0; i < n; i++)
		if ((set & role_named(all[i].name)) != 0 &&
		    role_write(db, sql, group, all[i].name, e) < 0)
			return -1;
	return 0;
}

static int roles_add(struct db *db, int64_t group, role_set set, struct err *e)
{
	return roles_write(db,
			   "INSERT INTO role_group_role(role_group, role)"
			   " VALUES ($1, $2) ON CONFLICT DO NOTHING",
			   group, set, e);
}

int roles_of_group(struct db *db, int64_t group, role_set *out, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT role FROM role_group_role WHERE role_group = $1",
		       e);

	*out = ROLES_NONE;
	db_int(st, 1, group);
	return roles_step(st, out, e);
}

/*
 * A provider's word may put its people into the group: with roles that the
 * author has not, they would give them to whoever it says, themselves too.
 */
static int check_mapped(const struct change *c, const char *group,
			role_set more, struct err *e)
{
	AUTO(str_done) struct str names = STR_INIT;
	int rc;

	more &= ~c->own;
	if (more == ROLES_NONE)
		return 0;
	rc = mapped_group(c->db, group, e);
	if (rc <= 0)
		return rc;
	roles_list(&names, more, "\", \"");
	return err_set(e, ERR_RIGHT,
		       "a provider's mapping puts people into \"%.80s\": they "
		       "would have the role \"%s\", which you have not, and "
		       "you could be one of them. Ask another with \"%s\" who "
		       "has it, or the owner of the installation's folder, at "
		       "the command line",
		       group, names.s, ROLE_ROLES);
}

/* --- adding, copying -------------------------------------------------------
 */

static int name_free(struct db *db, const char *name, struct err *e)
{
	struct err no = ERR_INIT;
	int64_t id;
	bool builtin;

	if (group_find(db, name, &id, &builtin, &no) == 0)
		return err_set(e, ERR_USAGE,
			       "there is a role group \"%.80s\" already; a "
			       "name must differ in more than capitals, choose "
			       "another",
			       name);
	if (no.kind == ERR_USAGE)
		return 0;
	*e = no;
	return -1;
}

static int insert(struct db *db, const struct group_new *n,
		  const char *description, int64_t *id, struct err *e)
{
	AUTO(str_done) struct str folded = STR_INIT;
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO role_group(name, folded, description, builtin,"
		" created_us) VALUES ($1, $2, $3, 0, $4) RETURNING id",
		e);

	access_fold(&folded, n->name);
	db_text(st, 1, n->name);
	db_text(st, 2, folded.s);
	db_text(st, 3, description);
	db_int(st, 4, clock_now_us());
	if (db_step(st, e) < 0)
		return -1;
	*id = db_col_int(st, 0);
	return 0;
}

/* What the copied one has. */
static int copied(struct db *db, const struct group_new *n, role_set *roles,
		  struct str *description, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db, "SELECT description FROM role_group WHERE id = $1", e);
	int64_t id;
	bool builtin;

	if (group_find(db, n->copy, &id, &builtin, e) < 0 ||
	    roles_of_group(db, id, roles, e) < 0)
		return -1;
	db_int(st, 1, id);
	if (db_step(st, e) < 0)
		return -1;
	if (n->description == NULL)
		str_add(description, db_col_text(st, 0));
	return 0;
}

static int add(const struct change *c, void *ctx, struct err *e)
{
	struct db *db = c->db;
	const struct group_new *n = *(const struct group_new **)ctx;
	AUTO(str_done) struct str description = STR_INIT;
	role_set roles = ROLES_NONE;
	int64_t id;

	if (name_free(db, n->name, e) < 0)
		return -1;
	if (n->description != NULL)
		str_add(&description, n->description);
	if (n->copy != NULL && copied(db, n, &roles, &description, e) < 0)
		return -1;
	roles |= n->roles;
	if (check_mapped(c, n->name, roles, e) < 0 ||
	    insert(db, n, description.s, &id, e) < 0)
		return -1;
	return roles_add(db, id, roles, e);
}

int groups_add(struct db *db, const struct principal *by,
	       const struct group_new *n, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	AUTO(str_done) struct str roles = STR_INIT;

	if (values_name_check("role group", n->name, e) < 0 ||
	    (n->description != NULL &&
	     description_check(n->description, e) < 0))
		return -1;
	roles_list(&roles, n->roles, ", ");
	ACT_DETAIL(&detail, { "group", n->name }, { "copy", n->copy },
		   { "roles", roles.s });
	return change_do(db, by,
			 n->copy != NULL ? "role-group copy" : "role-group add",
			 detail.s, add, &n, e);
}

/* --- changing, removing ----------------------------------------------------
 */

static int say_builtin(const char *name, struct err *e)
{
	return err_set(e, ERR_USAGE,
		       "\"%.80s\" is built in: only its members change. "
		       "`estreat role-group copy` makes one like it that can "
		       "be changed",
		       name);
}

struct changing {
	const char *name;
	const struct group_change *to;
};

static int describe(struct db *db, int64_t group, const char *text,
		    struct err *e)
{
	struct db_stmt *st = db_sql(
		db, "UPDATE role_group SET description = $2 WHERE id = $1", e);

	db_int(st, 1, group);
	db_text(st, 2, text);
	return db_exec(st, e);
}

static int change(const struct change *c, void *ctx, struct err *e)
{
	const struct changing *ch = ctx;
	const struct group_change *to = ch->to;
	role_set has;
	int64_t id;
	bool builtin;

	if (group_find(c->db, ch->name, &id, &builtin, e) < 0)
		return -1;
	if (builtin)
		return say_builtin(ch->name, e);
	if (roles_of_group(c->db, id, &has, e) < 0 ||
	    check_mapped(c, ch->name, to->add & ~has, e) < 0 ||
	    (to->description != NULL &&
	     describe(c->db, id, to->description, e) < 0) ||
	    roles_write(c->db,
			"DELETE FROM role_group_role WHERE role_group = $1"
			" AND role = $2",
			id, to->remove, e) < 0)
		return -1;
	return roles_add(c->db, id, to->add, e);
}

int groups_change(struct db *db, const struct principal *by, const char *name,
		  const struct group_change *c, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	AUTO(str_done) struct str added = STR_INIT;
	AUTO(str_done) struct str removed = STR_INIT;
	struct changing ch = { name, c };

	if (c->description != NULL && description_check(c->description, e) < 0)
		return -1;
	roles_list(&added, c->add, ", ");
	roles_list(&removed, c->remove, ", ");
	ACT_DETAIL(&detail, { "group", name },
		   { "description", c->description },
		   { "roles_added", added.s }, { "roles_removed", removed.s });
	return change_do(db, by, "role-group set", detail.s, change, &ch, e);
}

static int remove_it(const struct change *c, void *ctx, struct err *e)
{
	const char *name = *(const char **)ctx;
	static const char *const sqls[] = {
		"DELETE FROM role_group_role WHERE role_group = $1",
		"DELETE FROM role_group_member WHERE role_group = $1",
		"DELETE FROM role_group WHERE id = $1",
	};
	int64_t id;
	bool builtin;

	if (group_find(c->db, name, &id, &builtin, e) < 0)
		return -1;
	if (builtin)
		return say_builtin(name, e);
	for (size_t i = 0; i < sizeof(sqls) / sizeof(sqls[0]); i++)
		if (access_by_id(c->db, sqls[i], id, e) < 0)
			return -1;
	return 0;
}

int groups_remove(struct db *db, const struct principal *by, const char *name,
		  struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;

	ACT_DETAIL(&detail, { "group", name });
	return change_do(db, by, "role-group remove", detail.s, remove_it,
			 &name, e);
}

/* --- members ---------------------------------------------------------------
 */

static int is_member(struct db *db, int64_t group, int64_t account,
		     bool by_hand, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT 1 FROM role_group_member WHERE role_group = $1"
		       " AND account = $2 AND (provider = 0 OR $3 = 0)",
		       e);

	db_int(st, 1, group);
	db_int(st, 2, account);
	db_int(st, 3, by_hand);
	return db_step(st, e);
}

static int member_remove(struct db *db, int64_t group, int64_t account,
			 struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "DELETE FROM role_group_member WHERE role_group = $1"
		       " AND account = $2",
		       e);

	db_int(st, 1, group);
	db_int(st, 2, account);
	return db_exec(st, e);
}

struct joining {
	const char *group, *account;
	bool in;
};

static int member(const struct change *c, void *ctx, struct err *e)
{
	const struct joining *j = ctx;
	int64_t g, a;
	bool builtin;
	int rc;

	if (group_find(c->db, j->group, &g, &builtin, e) < 0 ||
	    account_find(c->db, j->account, &a, e) < 0)
		return -1;
	rc = is_member(c->db, g, a, j->in, e);
	if (rc < 0 || (rc > 0) == j->in)
		return rc < 0 ? -1 : 0;
	rc = j->in ? member_put(c->db, g, a, 0, e)
		   : member_remove(c->db, g, a, e);
	return rc < 0 ? -1 : 1;
}

int groups_member(struct db *db, const struct principal *by, const char *group,
		  const char *account, bool in, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	struct joining j = { group, account, in };

	ACT_DETAIL(&detail, { "group", group }, { "user", account });
	return change_do(db, by,
			 in ? "role-group add-member"
			    : "role-group remove-member",
			 detail.s, member, &j, e);
}

/* --- looking ---------------------------------------------------------------
 */

int groups_each(struct db *db, const char *name,
		int (*each)(void *ctx, const struct group_info *info,
			    struct err *e),
		void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT g.id, g.name, g.description, g.builtin, (SELECT"
		" count(DISTINCT m.account) FROM role_group_member m"
		" WHERE m.role_group = g.id) FROM role_group g"
		" WHERE g.id = $1 OR $1 = 0 ORDER BY g.builtin DESC, g.name",
		e);
	int64_t id = 0;
	bool builtin;
	int rc;

	if (name != NULL && group_find(db, name, &id, &builtin, e) < 0)
		return -1;
	db_int(st, 1, id);
	while ((rc = db_step(st, e)) > 0) {
		struct group_info info = {
			.id = db_col_int(st, 0),
			.name = db_col_text(st, 1),
			.description = db_col_text(st, 2),
			.builtin = db_col_int(st, 3) != 0,
			.members = db_col_int(st, 4),
		};

		if (roles_of_group(db, info.id, &info.roles, e) < 0 ||
		    each(ctx, &info, e) < 0)
			return -1;
	}
	return rc;
}

int groups_members(struct db *db, int64_t group,
		   int (*each)(void *ctx, const struct member_info *info,
			       struct err *e),
		   void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT a.name, a.title, a.state, p.name"
		" FROM role_group_member m JOIN account a ON a.id = m.account"
		" LEFT JOIN identity_provider p ON p.id = m.provider"
		" WHERE m.role_group = $1 ORDER BY a.folded, m.provider",
		e);
	int rc;

	db_int(st, 1, group);
	while ((rc = db_step(st, e)) > 0) {
		const struct member_info info = {
			.name = db_col_text(st, 0),
			.title = db_col_text(st, 1),
			.active = db_col_int(st, 2) == ACCOUNT_ACTIVE,
			.provider = db_col_text(st, 3),
		};

		if (each(ctx, &info, e) < 0)
			return -1;
	}
	return rc;
}
