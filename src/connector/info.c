/* info.c - how the connectors are, for people and for the scheduler. */
#include "connector/connector.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/control.h"
#include "catalog/held.h"
#include "connector/due.h"
#include "connector/failure.h"
#include "connector/settings.h"
#include "db/db.h"
#include "source/source.h"

struct collected {
	struct arena *arena;
	struct value *list;
	size_t n;
};

static void collect(void *ctx, const char *name, const char *value)
{
	struct collected *c = ctx;

	c->list = ARENA_GROW(c->arena, c->list, c->n);
	c->list[c->n++] = (struct value){
		arena_strdup(c->arena, name),
		value == NULL ? NULL : arena_strdup(c->arena, value),
	};
}

static int last_run(struct archive *ar, struct db *db, struct arena *a,
		    struct connector_info *info, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT n, state, ended_us, error, CASE WHEN report LIKE"
		" '%\"closed\":true%' THEN 1 ELSE 0 END, started_us FROM run"
		" WHERE connector = $1 ORDER BY n DESC LIMIT 1",
		e);
	int rc;

	info->last_result = info->last_error = "";
	db_int(st, 1, info->id);
	rc = db_step(st, e);
	if (rc <= 0)
		return rc;
	info->last_run = db_col_int(st, 0);
	info->last_run_us = db_col_int(st, 2);
	info->last_error = arena_strdup(a, db_col_text(st, 3));
	switch (db_col_int(st, 1)) {
	case RUN_DONE:
		info->last_result = db_col_int(st, 4) ? "closed" : "open";
		break;
	case RUN_FAILED:
		info->last_result = "failed";
		break;
	default:
		info->unfinished = true;
		info->last_result = held_find(ar, OWNER_CONNECTOR, info->id)
					    ? "running"
					    : "interrupted";
	}
	return 0;
}

/* What keeps it from ending a run is newer than how the last one ended. */
static int failing(struct db *db, struct arena *a, struct connector_info *info,
		   struct err *e)
{
	struct failure f;
	int rc = failure_find(db, info->id, a, &f, e);

	if (rc <= 0)
		return rc;
	info->last_result = "failing";
	info->last_error = f.error;
	info->failing_since_us = f.since_us;
	info->failed_tries = f.tries;
	return 0;
}

static int info_fill(struct archive *a, struct db *db, struct arena *arena,
		     struct connector_info *info, struct err *e)
{
	struct collected c = { .arena = arena };
	const struct source_ops *ops = source_find(info->source);
	AUTO(values_free) struct values *v = NULL;
	struct values_of of;

	if (last_run(a, db, arena, info, e) < 0 ||
	    failing(db, arena, info, e) < 0)
		return -1;
	if (ops == NULL)
		return 0; /* made by a newer program: shown without settings */
	of = settings_of(ops, info->id);
	if (values_load(&v, a, db, &of, e) < 0)
		return -1;
	values_each(v, collect, &c);
	info->settings = c.list;
	info->n_settings = c.n;
	info->schedule = arena_strdup(arena, values_get(v, "schedule"));
	if (info->state != CONNECTOR_ACTIVE)
		return 0;
	return due_next(db, info->id, info->schedule, clock_now_us(),
			&info->next_run_us, e);
}

static struct connector_info info_read(struct arena *arena, struct db_stmt *st)
{
	return (struct connector_info){
		.id = db_col_int(st, 0),
		.name = arena_strdup(arena, db_col_text(st, 1)),
		.source = arena_strdup(arena, db_col_text(st, 2)),
		.tenant = arena_strdup(arena, db_col_text(st, 3)),
		.state = (enum connector_state)db_col_int(st, 4),
		.schedule = "",
	};
}

int connector_each(struct archive *a, struct db *db, const char *name,
		   int (*each)(void *ctx, const struct connector_info *info,
			       struct err *e),
		   void *ctx, struct err *e)
{
	AUTO(arena_free) struct arena *arena = arena_new();
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT id, name, source, tenant, state FROM connector"
		" WHERE state <> 2 AND (name = $1 OR $1 IS NULL) ORDER BY name",
		e);
	int rc, n = 0;

	db_text(st, 1, name);
	for (; (rc = db_step(st, e)) > 0; n++) {
		struct connector_info info = info_read(arena, st);

		if (info_fill(a, db, arena, &info, e) < 0 ||
		    each(ctx, &info, e) < 0)
			return -1;
	}
	if (rc == 0 && n == 0 && name != NULL)
		return err_set(e, ERR_USAGE,
			       "there is no connector \"%.80s\"; `estreat "
			       "connector list` shows those there are",
			       name);
	return rc;
}

int connector_origin(struct db *db, int64_t connector, int64_t run,
		     struct str *name, int64_t *n, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT coalesce((SELECT name FROM connector WHERE id = $1),"
		" ''), coalesce((SELECT n FROM run WHERE id = $2 AND"
		" connector = $1), 0)",
		e);

	db_int(st, 1, connector);
	db_int(st, 2, run);
	if (db_step(st, e) < 0)
		return -1;
	str_add(name, db_col_text(st, 0));
	*n = db_col_int(st, 1);
	return 0;
}
