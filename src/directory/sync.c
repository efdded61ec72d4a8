/*
 * sync.c - a synchronisation, from its beginning to its end.
 *
 * It is kept by rounds: who was not told in a whole one is gone then. Nothing
 * that mail goes by changes before sync_end(). All of it is written in small
 * transactions, so that nobody waits long while a million persons are read and
 * compared; the round counts when the last of them is there.
 */
#include "directory/sync-private.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/mem.h"
#include "db/db.h"

#include <stdlib.h>

/* So many persons, or differences, a transaction. */
#define SLICE 500

static int load(struct sync *s, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(s->db,
				    "UPDATE directory SET round = round + 1,"
				    " tried_us = $2 WHERE id = $1"
				    " RETURNING round, synced_us",
				    e);
	int rc;

	db_int(st, 1, s->directory);
	db_int(st, 2, s->now_us);
	rc = db_step(st, e);
	if (rc == 0)
		return err_set(e, ERR_USAGE, "there is no such directory");
	if (rc < 0)
		return -1;
	s->round = db_col_int(st, 0);
	s->before_us = db_col_int(st, 1);
	return 0;
}

int sync_begin(struct sync **out, struct db *db, int64_t directory,
	       int64_t now_us, struct sync_result *result, struct err *e)
{
	AUTO(sync_free) struct sync *s = NEW(struct sync);

	s->db = db;
	s->directory = directory;
	s->now_us = now_us;
	s->result = result;
	s->slice = SLICE;
	s->arena = arena_new();
	if (load(s, e) < 0)
		return -1;
	*out = TAKE(s);
	return 0;
}

void sync_heed(struct sync *s, const atomic_bool *stop)
{
	s->stop = stop;
}

void sync_free(struct sync *s)
{
	if (s == NULL)
		return;
	arena_free(s->arena);
	free(s);
}

static int write_end(struct sync *s, const char *cursor, struct err *e)
{
	struct db_stmt *st = db_sql(s->db,
				    "UPDATE directory SET synced_us = $2,"
				    " cursor = $3, error = '' WHERE id = $1",
				    e);

	db_int(st, 1, s->directory);
	db_int(st, 2, s->now_us);
	db_text(st, 3, cursor);
	return db_exec(st, e);
}

int sync_end(struct sync *s, bool whole, const char *cursor, struct err *e)
{
	if (sync_write_told(s, e) < 0 || sync_facts(s, whole, e) < 0)
		return -1;
	return write_end(s, cursor, e);
}
