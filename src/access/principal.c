/* principal.c - who asks: their roles, groups, and name in the ledger. */
#include "access/principal.h"

#include "access/access-private.h"
#include "access/accounts.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "db/db.h"

#include <stdlib.h>
#include <string.h>

void principal_free(struct principal *p)
{
	if (p == NULL)
		return;
	str_done(&p->name);
	str_done(&p->title);
	str_done(&p->origin);
	str_done(&p->language);
	free(p);
}

struct actor principal_actor(const struct principal *p)
{
	return (struct actor){ p->name.s, p->origin.s };
}

bool access_may(const struct principal *p, const char *right)
{
	/* whoever is known here may be themselves */
	if (strcmp(right, RIGHT_ONESELF) == 0)
		return p->account != 0 || p->also != 0;
	if (strcmp(right, RIGHT_FOLDER) == 0)
		return p->owner;
	return right_met(right, p->roles);
}

int roles_step(struct db_stmt *st, role_set *out, struct err *e)
{
	role_set set = ROLES_NONE;
	int rc;

	while ((rc = db_step(st, e)) > 0)
		set |= role_named(db_col_text(st, 0));
	if (rc == 0)
		*out |= set;
	return rc;
}

int roles_of(struct db *db, int64_t account, role_set *out, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT DISTINCT r.role FROM account a"
		       " JOIN role_group_member m ON m.account = a.id"
		       " JOIN role_group_role r ON r.role_group = m.role_group"
		       " WHERE a.id = $1 AND a.state = 1",
		       e);

	*out = ROLES_NONE;
	db_int(st, 1, account);
	return roles_step(st, out, e);
}

int roles_of_author(struct db *db, const struct principal *by, role_set *out,
		    struct err *e)
{
	role_set own = ROLES_NONE, also = ROLES_NONE;

	if (roles_of(db, by->account, &own, e) < 0 ||
	    roles_of(db, by->also, &also, e) < 0)
		return -1;
	*out = own | also;
	return 0;
}

/* An active account of this very name; *id stays 0 where there is none. */
static int active(struct db *db, const char *name, int64_t *id,
		  struct str *title, struct err *e)
{
	AUTO(str_done) struct str folded = STR_INIT;
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT id, name, title FROM account"
				    " WHERE folded = $1 AND state = 1",
				    e);
	int rc;

	access_fold(&folded, name);
	db_text(st, 1, folded.s);
	rc = db_step(st, e);
	/* the operating system tells Anna from anna */
	if (rc > 0 && strcmp(db_col_text(st, 1), name) == 0) {
		*id = db_col_int(st, 0);
		str_cut(title, 0);
		str_add(title, db_col_text(st, 2));
	}
	return rc < 0 ? -1 : 0;
}

int access_local(struct db *db, const char *name, bool owner,
		 struct principal **out, struct err *e)
{
	AUTO(principal_free) struct principal *p = NEW(struct principal);

	p->name = p->title = p->origin = p->language = STR_INIT;
	str_addf(&p->name, ACCOUNT_LOCAL "%s", name);
	str_add(&p->origin, ORIGIN_COMMAND_LINE);
	p->owner = owner;
	if (owner && active(db, ACCOUNT_OWNER, &p->also, &p->title, e) < 0)
		return -1;
	/* somebody who is called "owner" is not the owner by that */
	if (strcmp(p->name.s, ACCOUNT_OWNER) != 0 &&
	    active(db, p->name.s, &p->account, &p->title, e) < 0)
		return -1;
	if (roles_of_author(db, p, &p->roles, e) < 0)
		return -1;
	*out = TAKE(p);
	return 0;
}

int principal_groups(struct db *db, const struct principal *p, struct str *json,
		     struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT DISTINCT g.name FROM role_group g"
		       " JOIN role_group_member m ON m.role_group = g.id"
		       " WHERE m.account = $1 OR m.account = $2 ORDER BY 1",
		       e);
	size_t n = 0;
	int rc;

	db_int(st, 1, p->account);
	db_int(st, 2, p->also);
	str_add_char(json, '[');
	while ((rc = db_step(st, e)) > 0) {
		if (n++ > 0)
			str_add_char(json, ',');
		encode_json(json, db_col_text(st, 0));
	}
	str_add_char(json, ']');
	return rc;
}
