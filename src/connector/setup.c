/* setup.c - connectors are added, changed, paused, removed and checked. */
#include "connector/connector.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/control.h"
#include "connector/answered.h"
#include "connector/authorize.h"
#include "connector/due.h"
#include "connector/settings.h"
#include "connector/setup.h"
#include "db/db.h"
#include "directory/directory.h"
#include "source/source.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* 1 with *id and the source's table, 0 where there is none. */
static int find(struct db *db, const char *name, int64_t *id,
		const struct source_ops **ops, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT id, source FROM connector WHERE name = $1"
		       " AND state <> 2",
		       e);
	int rc;

	db_text(st, 1, name);
	rc = db_step(st, e);
	if (rc <= 0)
		return rc;
	*id = db_col_int(st, 0);
	*ops = source_find(db_col_text(st, 1));
	if (*ops == NULL)
		return err_set(e, ERR_USAGE,
			       "this program knows no source \"%s\"",
			       db_col_text(st, 1));
	return 1;
}

int setup_find(struct db *db, const char *name, int64_t *id,
	       const struct source_ops **ops, struct err *e)
{
	int rc = find(db, name, id, ops, e);

	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "there is no connector \"%.80s\"; `estreat "
			       "connector list` shows those there are",
			       name);
	return rc < 0 ? -1 : 0;
}

/* --- values -------------------------------------------------------------- */

int setup_values_of(struct archive *a, struct db *db, int64_t id,
		    const struct source_ops *ops, struct values **out,
		    struct err *e)
{
	struct values_of of = settings_of(ops, id);

	return values_load(out, a, db, &of, e);
}

/* All there and of a shape the source takes; no request is made. Whoever is to
   sign in to it in a browser does so later: authorize.c. */
static int check_values(struct archive *a, struct db *db, int64_t id,
			const struct source_ops *ops, struct err *e)
{
	AUTO(values_free) struct values *v = NULL;
	struct answered later AUTO(answered_done) =
		ANSWERED_INIT((struct host){ 0 });
	struct host host;
	struct source *src = NULL;
	int64_t target;

	if (setup_values_of(a, db, id, ops, &v, e) < 0 ||
	    values_complete(v, e) < 0 || settings_target(db, v, &target, e) < 0)
		return -1;
	host = values_host(v, NULL, NULL);
	if (authorize_is_open(ops, v)) {
		later.under = host;
		host = answered_host(&later);
	}
	if (ops->open(&src, &host, e) < 0)
		return -1;
	ops->close(src);
	return 0;
}

/* Who set what, for the ledger: names of settings, never a secret's value. */
static int act_write(struct db *db, const struct connector_new *n,
		     const char *verb, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	struct value who[] = { { "connector", n->name },
			       { "source", n->source } };

	values_detail(who, 2, &n->given, &detail);
	return archive_act(db, n->actor, verb, detail.s, e);
}

static int insert(struct db *db, const struct connector_new *n, int64_t *id,
		  struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO connector(name, source, tenant, state, created_us,"
		" next_run_us, wanted_run, listed_us)"
		" VALUES ($1, $2, '', $4, $3, 0, 0, 0) RETURNING id",
		e);

	db_text(st, 1, n->name);
	db_text(st, 2, n->source);
	db_int(st, 3, clock_now_us());
	db_int(st, 4, n->paused ? CONNECTOR_PAUSED : CONNECTOR_ACTIVE);
	if (db_step(st, e) < 0)
		return -1;
	*id = db_col_int(st, 0);
	return 0;
}

static int change(struct archive *a, struct db *db, int64_t id,
		  const struct source_ops *ops, const struct connector_new *n,
		  const char *verb, struct err *e)
{
	struct values_of of = settings_of(ops, id);
	struct values_given given = n->given;

	given.check = settings_check;
	if (values_take(a, db, &of, &given, e) < 0 ||
	    check_values(a, db, id, ops, e) < 0)
		return -1;
	return act_write(db, n, verb, e);
}

/* Shells, file names and people take "zoom" and "ZOOM" for one. */
static int name_free(struct db *db, const char *name, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT name FROM connector WHERE state <> 2", e);
	int rc;

	while ((rc = db_step(st, e)) > 0) {
		const char *taken = db_col_text(st, 0);

		if (strcmp(taken, name) == 0)
			return err_set(e, ERR_USAGE,
				       "there is a connector \"%s\" already; "
				       "names are unique, choose another",
				       name);
		if (strcasecmp(taken, name) == 0)
			return err_set(
				e, ERR_USAGE,
				"there is a connector \"%s\" already; a "
				"name must differ in more than capitals, "
				"choose another",
				taken);
	}
	return rc;
}

int connector_add(struct archive *a, struct db *db,
		  const struct connector_new *n, struct err *e)
{
	const struct source_ops *ops = source_find(n->source);
	int64_t id = 0;
	int rc;

	if (ops == NULL)
		return err_set(e, ERR_USAGE,
			       "there is no source \"%.60s\"; `estreat source "
			       "list` shows those there are",
			       n->source);
	if (values_name_check("connector", n->name, e) < 0 ||
	    db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = name_free(db, n->name, e);
	if (rc == 0)
		rc = insert(db, n, &id, e);
	if (rc == 0)
		rc = change(a, db, id, ops, n, "connector add", e);
	if (rc < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

static bool sets(const struct connector_new *n, const char *name)
{
	for (size_t i = 0; i < n->given.n_settings; i++)
		if (strcmp(n->given.settings[i].name, name) == 0)
			return true;
	return false;
}

static int schedule_begin(struct archive *a, struct db *db, int64_t id,
			  const struct source_ops *ops, struct err *e)
{
	AUTO(values_free) struct values *v = NULL;

	if (setup_values_of(a, db, id, ops, &v, e) < 0)
		return -1;
	return due_begin(db, id, values_get(v, "schedule"), clock_now_us(), e);
}

int connector_change(struct archive *a, struct db *db,
		     const struct connector_new *n, struct err *e)
{
	const struct source_ops *ops;
	int64_t id;
	int rc;

	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = setup_find(db, n->name, &id, &ops, e);
	if (rc == 0)
		rc = change(a, db, id, ops, n, "connector set", e);
	if (rc == 0 && sets(n, "schedule"))
		rc = schedule_begin(a, db, id, ops, e);
	if (rc < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/* --- states -------------------------------------------------------------- */

static int state_write(struct db *db, int64_t id, enum connector_state state,
		       struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "UPDATE connector SET state = $2, wanted_run = 0"
		       " WHERE id = $1",
		       e);

	db_int(st, 1, id);
	db_int(st, 2, (int64_t)state);
	return db_exec(st, e);
}

/* A removed connector signs in nowhere any more. */
static int secrets_forget(struct db *db, int64_t id,
			  const struct source_ops *ops, struct err *e)
{
	struct values_of of = settings_of(ops, id);

	return values_forget(db, &of, false, e);
}

int connector_set_state(struct archive *a, struct db *db, const char *name,
			enum connector_state state, struct actor actor,
			struct err *e)
{
	static const char *const verbs[] = { "connector resume",
					     "connector pause",
					     "connector remove" };
	struct connector_new act = { .name = name, .actor = actor };
	const struct source_ops *ops;
	int64_t id;
	int rc;

	(void)a;
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = setup_find(db, name, &id, &ops, e);
	if (rc == 0)
		rc = state_write(db, id, state, e);
	if (rc == 0 && state == CONNECTOR_REMOVED)
		rc = secrets_forget(db, id, ops, e);
	if (rc == 0)
		rc = act_write(db, &act, verbs[state], e);
	if (rc < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/* --- asking the source ---------------------------------------------------- */

/* The source as this connector has it set up; *v has what it was opened with
   and must outlive it. */
static int open_source(struct archive *a, struct db *db, const char *name,
		       int64_t *id, struct values **v, struct source **out,
		       struct err *e)
{
	const struct source_ops *ops;
	struct host host;

	if (setup_find(db, name, id, &ops, e) < 0 ||
	    setup_values_of(a, db, *id, ops, v, e) < 0)
		return -1;
	host = values_host(*v, NULL, NULL);
	return ops->open(out, &host, e);
}

int connector_check(struct archive *a, struct db *db, const char *name,
		    const struct check *to, struct err *e)
{
	AUTO(values_free) struct values *v = NULL;
	struct source *src = NULL;
	int64_t id;
	int rc;

	if (open_source(a, db, name, &id, &v, &src, e) < 0)
		return -1;
	rc = src->ops->check(src, to, e);
	src->ops->close(src);
	return rc;
}

struct mapping {
	struct db *db;
	int64_t connector, now_us;
	int (*each)(void *ctx, const struct connector_person *p, struct err *e);
	void *ctx;
};

static int on_person(void *ctx, const struct source_person *p, struct err *e)
{
	struct mapping *m = ctx;
	AUTO(str_done) struct str mailbox = STR_INIT;
	struct connector_person found = {
		.address = p->address,
		.name = p->name,
		.state = p->state,
		.reason = "",
	};
	uint64_t id = 0;
	int rc = 0;

	if (*p->address == '\0')
		found.reason = "the source has no address of this person";
	else
		rc = directory_mailbox_of(m->db, m->connector, p->address,
					  m->now_us, &id, e);
	if (rc > 0 && directory_mailbox_name(m->db, id, &mailbox, e) < 0)
		rc = -1;
	if (rc < 0)
		return -1;
	if (rc > 0)
		found.mailbox = mailbox.s;
	else if (*p->address != '\0')
		found.reason = "no person has this address now, and the "
			       "connector's mapping does not name it";
	return m->each(m->ctx, &found, e);
}

int connector_people(struct archive *a, struct db *db, const char *name,
		     int (*each)(void *ctx, const struct connector_person *p,
				 struct err *e),
		     void *ctx, struct err *e)
{
	AUTO(values_free) struct values *v = NULL;
	struct mapping m = {
		.db = db, .now_us = clock_now_us(), .each = each, .ctx = ctx
	};
	struct source_people to = { .ctx = &m, .person = on_person };
	struct source *src = NULL;
	int rc;

	if (open_source(a, db, name, &m.connector, &v, &src, e) < 0)
		return -1;
	rc = src->ops->people != NULL
		     ? src->ops->people(src, &to, e)
		     : err_set(e, ERR_USAGE,
			       "%s cannot tell who has an account",
			       src->ops->title);
	src->ops->close(src);
	return rc;
}
