/* wanted.c - another process is asked for a run, and followed. */
#include "connector/connector.h"

#include "base/err.h"
#include "catalog/archive.h"
#include "catalog/held.h"
#include "db/db.h"

#include <inttypes.h>

static int next_number(struct db *db, const char *name, int64_t *n,
		       struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT coalesce((SELECT CASE WHEN r.state <= 2 THEN r.n"
		       " ELSE r.n + 1 END FROM run r WHERE r.connector = c.id"
		       " ORDER BY r.n DESC LIMIT 1), 1)"
		       " FROM connector c WHERE c.name = $1 AND c.state = 0",
		       e);
	int rc;

	db_text(st, 1, name);
	rc = db_step(st, e);
	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "there is no active connector \"%.80s\"", name);
	if (rc < 0)
		return -1;
	*n = db_col_int(st, 0);
	return 0;
}

static int attempt_forget(struct db *db, const char *name, struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "DELETE FROM attempt WHERE connector IN (SELECT id FROM"
		       " connector WHERE name = $1 AND state = 0)",
		       e);

	db_text(st, 1, name);
	return db_exec(st, e);
}

int connector_run_request(struct archive *a, struct db *db, const char *name,
			  int64_t *run, struct err *e)
{
	struct db_stmt *st;

	(void)a;
	if (next_number(db, name, run, e) < 0 ||
	    attempt_forget(db, name, e) < 0)
		return -1;
	st = db_sql(db,
		    "UPDATE connector SET wanted_run = $2 WHERE name = $1"
		    " AND state = 0",
		    e);
	db_text(st, 1, name);
	db_int(st, 2, *run);
	return db_exec(st, e);
}

/* The run has not ended: has the serving process given up for now? */
static int attempt_find(struct db *db, const char *name, int64_t run,
			struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT t.error FROM attempt t, connector c WHERE c.name = $1"
		" AND c.state <> 2 AND t.connector = c.id AND t.run = $2",
		e);
	int rc;

	db_text(st, 1, name);
	db_int(st, 2, run);
	rc = db_step(st, e);
	if (rc <= 0)
		return rc;
	return err_set(e, ERR_RETRY, "the serving process will try again: %s",
		       db_col_text(st, 0));
}

/* 1 with its error text appended; 0: it has not ended. */
static int ended_find(struct db *db, const char *name, int64_t run,
		      struct str *error, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT r.error FROM run r, connector c"
		" WHERE c.name = $1 AND c.state <> 2 AND r.connector = c.id"
		" AND r.n = $2 AND r.state > 2",
		e);
	int rc;

	db_text(st, 1, name);
	db_int(st, 2, run);
	rc = db_step(st, e);
	if (rc > 0)
		str_add(error, db_col_text(st, 0));
	return rc;
}

/* Set aside by a person, and nobody is at a run of it: none will end. The
   living one of this name is meant, else the one removed last. */
static int set_aside_find(struct archive *a, struct db *db, const char *name,
			  enum connector_state *state, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT id, state FROM connector WHERE name = $1"
		       " ORDER BY CASE WHEN state = 2 THEN 1 ELSE 0 END,"
		       " id DESC LIMIT 1",
		       e);
	int rc;

	db_text(st, 1, name);
	rc = db_step(st, e);
	if (rc <= 0)
		return rc;
	*state = (enum connector_state)db_col_int(st, 1);
	return *state != CONNECTOR_ACTIVE &&
	       !held_find(a, OWNER_CONNECTOR, db_col_int(st, 0));
}

static int set_aside(enum connector_state state, const char *name, int64_t run,
		     struct err *e)
{
	if (state == CONNECTOR_REMOVED)
		return err_set(e, ERR_USAGE,
			       "connector \"%.80s\" was removed before run "
			       "%" PRId64 " had ended",
			       name, run);
	return err_set(e, ERR_USAGE,
		       "connector \"%.80s\" was paused before run %" PRId64
		       " had ended; `estreat connector resume` lets it go on",
		       name, run);
}

int connector_run_ended(struct archive *a, struct db *db, const char *name,
			int64_t run, struct str *error, struct err *e)
{
	enum connector_state state = CONNECTOR_ACTIVE;
	int rc = ended_find(db, name, run, error, e), aside;

	if (rc != 0)
		return rc;
	if (attempt_find(db, name, run, e) < 0)
		return -1;
	aside = set_aside_find(a, db, name, &state, e);
	if (aside <= 0)
		return aside;
	/* it may have ended while we looked whether anybody is at it */
	rc = ended_find(db, name, run, error, e);
	return rc != 0 ? rc : set_aside(state, name, run, e);
}
