/* history.c - the runs of a connector, in short. */
#include "connector/connector.h"

#include "base/err.h"
#include "catalog/control.h"
#include "catalog/held.h"
#include "db/db.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>

struct reading {
	struct archive *archive;
	int64_t connector;
	int (*each)(void *ctx, const struct connector_past *run, struct err *e);
	void *ctx;
};

static int take_id(void *ctx, const struct connector_info *info, struct err *e)
{
	(void)e;
	*(int64_t *)ctx = info->id;
	return 0;
}

static const char *state_of(const struct reading *r, int64_t state)
{
	static const char *const names[] = { "?", "listing", "working", "done",
					     "failed" };

	if (state <= RUN_WORKING &&
	    !held_find(r->archive, OWNER_CONNECTOR, r->connector))
		return "interrupted";
	return names[state % 5];
}

static int on_row(const struct reading *r, struct db_stmt *st, struct err *e)
{
	json_t *report = json_loads(db_col_text(st, 5), 0, NULL);
	json_t *total = json_object_get(report, "total");
	char *text = total != NULL ? json_dumps(total, JSON_COMPACT) : NULL;
	struct connector_past run = {
		.run = db_col_int(st, 0),
		.state = state_of(r, db_col_int(st, 1)),
		.started_us = db_col_int(st, 2),
		.ended_us = db_col_int(st, 3),
		.error = db_col_text(st, 4),
		.total = text,
		.closed = json_is_true(json_object_get(report, "closed")),
	};
	int rc = r->each(r->ctx, &run, e);

	free(text);
	json_decref(report);
	return rc;
}

int connector_history(struct archive *a, struct db *db,
		      const struct connector_pasts *which,
		      int (*each)(void *ctx, const struct connector_past *run,
				  struct err *e),
		      void *ctx, struct err *e)
{
	struct reading r = { .archive = a, .each = each, .ctx = ctx };
	int rc;

	if (connector_each(a, db, which->name, take_id, &r.connector, e) < 0)
		return -1;
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT n, state, started_us, ended_us,"
				    " error, report FROM run WHERE"
				    " connector = $1 AND n < $2"
				    " ORDER BY n DESC LIMIT $3",
				    e);
	db_int(st, 1, r.connector);
	db_int(st, 2, which->before > 0 ? which->before : INT64_MAX);
	db_int(st, 3, which->limit > 0 ? which->limit : INT64_MAX);
	while ((rc = db_step(st, e)) > 0)
		if (on_row(&r, st, e) < 0)
			return -1;
	return rc;
}
