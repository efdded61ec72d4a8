/* setup.c - directories are added, changed, removed and shown. */
#include "roster/roster-private.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/schedule.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/held.h"
#include "db/db.h"
#include "directory/provider.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct setting roster_settings[] = {
	{ "schedule", "every 6h", false, false,
	  "when it is asked: every 6h, daily 02:30, a cron line, or manual" },
	{ "since", "account", false, false,
	  "addresses begin with the account; ever: always (after accounts "
	  "were moved)" },
	VALUES_SECRET_EXPIRES,
	{ NULL, NULL, false, false, NULL },
};

struct values_of roster_values_of(const struct provider_ops *ops, int64_t id)
{
	return (struct values_of){ .owner = OWNER_DIRECTORY,
				   .id = id,
				   .title = ops->title,
				   .own = ops->settings,
				   .more = roster_settings };
}

/* --- names -----------------------------------------------------------------
 */

static int name_free(struct db *db, const char *name, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT name FROM directory WHERE removed = 0", e);
	int rc;

	while ((rc = db_step(st, e)) > 0)
		if (strcasecmp(db_col_text(st, 0), name) == 0)
			return err_set(e, ERR_USAGE,
				       "there is a directory \"%s\" already; "
				       "names are unique, choose another",
				       db_col_text(st, 0));
	return rc;
}

int roster_find(struct db *db, const char *name, int64_t *id,
		const struct provider_ops **ops, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT id, kind FROM directory"
				    " WHERE name = $1 AND removed = 0",
				    e);
	int rc;

	db_text(st, 1, name);
	rc = db_step(st, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "there is no directory \"%.80s\"; `estreat "
			       "directory list` shows those there are",
			       name);
	*id = db_col_int(st, 0);
	*ops = provider_find(db_col_text(st, 1));
	if (*ops == NULL)
		return err_set(e, ERR_USAGE,
			       "this program knows no directories of the kind "
			       "\"%s\"",
			       db_col_text(st, 1));
	return 0;
}

/* --- adding, changing ------------------------------------------------------
 */

static int check_value(const struct values_of *of, const struct value *v,
		       struct err *e)
{
	(void)of;
	if (strcmp(v->name, "schedule") == 0)
		return schedule_check(v->value, e);
	if (strcmp(v->name, "since") == 0 && strcmp(v->value, "account") != 0 &&
	    strcmp(v->value, "ever") != 0)
		return err_set(e, ERR_USAGE,
			       "since=%.40s is neither account nor ever",
			       v->value);
	return 0;
}

/* All there and of a shape the provider takes; no request is made. */
static int check_values(struct archive *a, struct db *db,
			const struct values_of *of,
			const struct provider_ops *ops, struct err *e)
{
	AUTO(values_free) struct values *v = NULL;
	struct provider *p = NULL;
	struct host host;

	if (values_load(&v, a, db, of, e) < 0 || values_complete(v, e) < 0)
		return -1;
	host = values_host(v, NULL, NULL);
	if (ops->open(&p, &host, e) < 0)
		return -1;
	provider_close(p);
	return 0;
}

static int act_write(struct db *db, const struct roster_new *n,
		     const char *verb, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	struct value who[] = { { "directory", n->name }, { "kind", n->kind } };

	values_detail(who, 2, &n->given, &detail);
	return archive_act(db, n->actor, verb, detail.s, e);
}

static int insert(struct db *db, const struct roster_new *n, int64_t *id,
		  struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "INSERT INTO directory(name, kind, removed, next_us,"
		       " synced_us, tried_us, error, cursor, round)"
		       " VALUES ($1, $2, 0, $3, 0, 0, '', '', 0) RETURNING id",
		       e);

	db_text(st, 1, n->name);
	db_text(st, 2, n->kind);
	db_int(st, 3, clock_now_us());
	if (db_step(st, e) < 0)
		return -1;
	*id = db_col_int(st, 0);
	return 0;
}

/* What it said before was perhaps said of other people: it is asked for all
   of them, at once. */
static int begin_anew(struct db *db, int64_t id, struct err *e)
{
	struct db_stmt *st = db_sql(db,
				    "UPDATE directory SET cursor = '',"
				    " next_us = $2 WHERE id = $1",
				    e);

	db_int(st, 1, id);
	db_int(st, 2, clock_now_us());
	return db_exec(st, e);
}

static int change(struct archive *a, struct db *db, int64_t id,
		  const struct provider_ops *ops, const struct roster_new *n,
		  const char *verb, struct err *e)
{
	struct values_of of = roster_values_of(ops, id);
	struct values_given given = n->given;

	given.check = check_value;
	if (values_take(a, db, &of, &given, e) < 0 ||
	    check_values(a, db, &of, ops, e) < 0 || begin_anew(db, id, e) < 0)
		return -1;
	return act_write(db, n, verb, e);
}

int roster_add(struct archive *a, struct db *db, const struct roster_new *n,
	       struct err *e)
{
	const struct provider_ops *ops = provider_find(n->kind);
	int64_t id = 0;
	int rc;

	if (ops == NULL)
		return err_set(e, ERR_USAGE,
			       "there are no directories of the kind "
			       "\"%.60s\"; there are: ldap, graph (Entra ID)",
			       n->kind);
	if (values_name_check("directory", n->name, e) < 0 ||
	    db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = name_free(db, n->name, e);
	if (rc == 0)
		rc = insert(db, n, &id, e);
	if (rc == 0)
		rc = change(a, db, id, ops, n, "directory add", e);
	return db_end(db, rc, e);
}

int roster_change(struct archive *a, struct db *db, const struct roster_new *n,
		  struct err *e)
{
	const struct provider_ops *ops;
	int64_t id;
	int rc;

	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = roster_find(db, n->name, &id, &ops, e);
	if (rc == 0)
		rc = change(a, db, id, ops, n, "directory set", e);
	return db_end(db, rc, e);
}

static int remove_row(struct db *db, int64_t id, const struct provider_ops *ops,
		      struct err *e)
{
	struct values_of of = roster_values_of(ops, id);
	struct db_stmt *st =
		db_sql(db, "UPDATE directory SET removed = 1 WHERE id = $1", e);

	db_int(st, 1, id);
	return db_exec(st, e) < 0 ? -1 : values_forget(db, &of, false, e);
}

int roster_remove(struct archive *a, struct db *db, const char *name,
		  struct actor actor, struct err *e)
{
	struct roster_new act = { .name = name, .actor = actor };
	const struct provider_ops *ops;
	int64_t id;
	int rc;

	(void)a;
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = roster_find(db, name, &id, &ops, e);
	if (rc == 0)
		rc = remove_row(db, id, ops, e);
	if (rc == 0)
		rc = act_write(db, &act, "directory remove", e);
	return db_end(db, rc, e);
}

/* --- looking ---------------------------------------------------------------
 */

/* The rest of what is told of one, of which the row is known. */
static int tell(struct archive *a, struct db *db, struct roster_info *info,
		int (*each)(void *ctx, const struct roster_info *info,
			    struct err *e),
		void *ctx, struct err *e)
{
	static const struct setting none[] = { { NULL } };
	static const struct provider_ops unknown = { .title = "?",
						     .settings = none };
	const struct provider_ops *ops = provider_find(info->kind);
	AUTO(values_free) struct values *v = NULL;
	AUTO(free) struct value *list = NULL;
	struct values_of of;

	if (ops == NULL)
		ops = &unknown; /* made by a newer program */
	of = roster_values_of(ops, info->id);
	if (values_load(&v, a, db, &of, e) < 0)
		return -1;
	list = values_list(v, &info->n_values);
	info->title = ops->title;
	info->settings = ops->settings;
	info->values = list;
	info->schedule = values_get(v, "schedule");
	info->running = held_find(a, OWNER_DIRECTORY, info->id);
	return each(ctx, info, e);
}

struct row {
	struct roster_info info;
	char *name, *kind, *error;
};

static void row_read(struct row *r, struct db_stmt *st)
{
	r->name = mem_strdup(db_col_text(st, 1));
	r->kind = mem_strdup(db_col_text(st, 2));
	r->error = mem_strdup(db_col_text(st, 3));
	r->info = (struct roster_info){ .id = db_col_int(st, 0),
					.name = r->name,
					.kind = r->kind,
					.error = r->error,
					.next_us = db_col_int(st, 4),
					.synced_us = db_col_int(st, 5),
					.tried_us = db_col_int(st, 6),
					.persons = db_col_int(st, 7),
					.addresses = db_col_int(st, 8),
					.conflicts = db_col_int(st, 9) };
}

int roster_each(struct archive *a, struct db *db, const char *name,
		int (*each)(void *ctx, const struct roster_info *info,
			    struct err *e),
		void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT id, name, kind, error, next_us, synced_us, tried_us,"
		" (SELECT count(*) FROM directory_person p WHERE"
		"  p.directory = directory.id AND p.gone = 0 AND p.person > 0),"
		" (SELECT count(*) FROM directory_address x WHERE"
		"  x.directory = directory.id),"
		" (SELECT count(*) FROM directory_conflict x WHERE"
		"  x.directory = directory.id)"
		" FROM directory WHERE removed = 0"
		" AND (name = $1 OR $2 = 1) ORDER BY name",
		e);
	bool any = name == NULL;
	int rc, told = 0;

	db_text(st, 1, name != NULL ? name : "");
	db_int(st, 2, name == NULL);
	while (told == 0 && (rc = db_step(st, e)) > 0) {
		struct row r;

		any = true;
		row_read(&r, st);
		told = tell(a, db, &r.info, each, ctx, e);
		free(r.name);
		free(r.kind);
		free(r.error);
	}
	if (told < 0 || rc < 0)
		return -1;
	if (!any)
		return err_set(e, ERR_USAGE,
			       "there is no directory \"%.80s\"; `estreat "
			       "directory list` shows those there are",
			       name);
	return 0;
}

int roster_conflicts(struct db *db, int64_t id,
		     int (*each)(void *ctx, const char *person, const char *why,
				 struct err *e),
		     void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT name, why FROM directory_conflict"
				    " WHERE directory = $1 ORDER BY name, why",
				    e);
	int rc;

	db_int(st, 1, id);
	while ((rc = db_step(st, e)) > 0)
		if (each(ctx, db_col_text(st, 0), db_col_text(st, 1), e) < 0)
			return -1;
	return rc;
}
