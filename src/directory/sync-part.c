/*
 * sync-part.c - a part of the comparison, a slice at a time; and what could not
 * be taken as told.
 */
#include "directory/sync-part.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "db/db.h"

#include <stdarg.h>

/* --- slices --------------------------------------------------------------- */

struct slice {
	struct arena *arena; /* all of it lies there */
	struct told *list;
	size_t n;
};

/* behind: the last one looked at, NULL: there is none. */
static int slice_read(struct sync *s, const struct part *part,
		      const struct told *behind, struct slice *out,
		      struct err *e)
{
	AUTO(db_done) struct db_stmt *st = db_sql(s->db, part->sql, e);
	int rc;

	db_int(st, 1, s->directory);
	db_int(st, 2, s->round);
	db_text(st, 3, behind != NULL ? behind->ident : "");
	db_text(st, 4, behind != NULL ? behind->address : "");
	db_int(st, 5, s->now_us);
	db_int(st, 6, s->slice);
	while ((rc = db_step(st, e)) > 0) {
		out->list = ARENA_GROW(out->arena, out->list, out->n);
		out->list[out->n++] = (struct told){
			.ident = arena_strdup(out->arena, db_col_text(st, 0)),
			.name = arena_strdup(out->arena, db_col_text(st, 1)),
			.address = arena_strdup(out->arena, db_col_text(st, 2)),
			.folded = arena_strdup(out->arena, db_col_text(st, 3)),
			.since_us = db_col_int(st, 4),
			.person = db_col_int(st, 5),
			.mailbox = db_col_int(st, 6),
		};
	}
	return rc;
}

static int slice_write(struct sync *s, const struct part *part,
		       const struct slice *l, struct err *e)
{
	if (db_begin(s->db, DB_WRITE, e) < 0)
		return -1;
	for (size_t i = 0; i < l->n; i++)
		if (part->take(s, &l->list[i], e) < 0) {
			db_rollback(s->db);
			return -1;
		}
	return sync_commit(s, e);
}

/* 1: there may be more behind last, which is the next slice then; 0; -1. */
static int part_go_on(struct sync *s, const struct part *part,
		      struct slice *last, struct err *e)
{
	const struct told *behind =
		last->n > 0 ? &last->list[last->n - 1] : NULL;
	struct slice next = { .arena = arena_new() };
	int rc;

	if (s->stop != NULL && atomic_load(s->stop))
		rc = err_set(e, ERR_RETRY, "told to stop");
	else
		rc = slice_read(s, part, behind, &next, e);

	if (rc == 0 && next.n > 0)
		rc = slice_write(s, part, &next, e);
	arena_free(last->arena);
	*last = next;
	return rc < 0 ? -1 : next.n > 0;
}

int sync_part_run(struct sync *s, const struct part *part, struct err *e)
{
	struct slice last = { .arena = arena_new() };
	int rc;

	do
		rc = part_go_on(s, part, &last, e);
	while (rc > 0);
	arena_free(last.arena);
	return rc;
}

/* --- what could not be taken as told -------------------------------------- */

int sync_conflict(struct sync *s, const struct told *t, struct err *e,
		  const char *fmt, ...)
{
	AUTO(str_done) struct str why = STR_INIT;
	struct db_stmt *st;
	va_list ap;

	va_start(ap, fmt);
	str_addv(&why, fmt, ap);
	va_end(ap);
	s->result->conflicts++;
	if (s->result->conflict != NULL)
		s->result->conflict(s->result->ctx, t->name, why.s);
	st = db_sql(s->db,
		    "INSERT INTO directory_conflict(directory, ident, name,"
		    " why, round) VALUES ($1, $2, $3, $4, $5)"
		    " ON CONFLICT (directory, ident, why) DO UPDATE SET"
		    " name = $3, round = $5",
		    e);
	db_int(st, 1, s->directory);
	db_text(st, 2, t->ident);
	db_text(st, 3, t->name);
	db_text(st, 4, why.s);
	db_int(st, 5, s->round);
	return db_exec(st, e);
}

int sync_one_int(struct db_stmt *st, int64_t *out, struct err *e)
{
	int rc = db_step(st, e);

	*out = rc > 0 ? db_col_int(st, 0) : 0;
	db_done(st);
	return rc < 0 ? -1 : 0;
}
