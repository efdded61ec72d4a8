/*
 * sync.c - what a directory tells, as it is told.
 *
 * It is kept by rounds, in small transactions, so that nobody waits while a
 * million persons are read; nothing that mail goes by changes before
 * sync_end(). Whoever was not told in a whole round is gone then.
 */
#include "directory/sync-private.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "directory/provider.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define PERSONS_A_COMMIT 1000
#define TEXT_MAX         256 /* as in a file of persons (lines.h) */

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
	if (load(s, e) < 0)
		return -1;
	*out = TAKE(s);
	return 0;
}

void sync_free(struct sync *s)
{
	if (s == NULL)
		return;
	if (s->writing)
		db_rollback(s->db);
	free(s);
}

/* --- one person ----------------------------------------------------------- */

/* Fit to be an address or a name: not empty, not too long, no controls. */
static bool is_fit(const char *text, bool address)
{
	size_t len = strlen(text);

	if (len == 0 || len > TEXT_MAX ||
	    (address && strpbrk(text, " \t") != NULL))
		return false;
	for (size_t i = 0, n; i < len; i += n) {
		n = utf8_sequence(text + i, len - i);
		if (n == 0 || (unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			return false;
	}
	return true;
}

static int write_gone(struct sync *s, const char *ident, struct err *e)
{
	struct db_stmt *st = db_sql(s->db,
				    "UPDATE directory_person SET gone = 1,"
				    " round = $3 WHERE directory = $1"
				    " AND ident = $2",
				    e);

	db_int(st, 1, s->directory);
	db_text(st, 2, ident);
	db_int(st, 3, s->round);
	return db_exec(st, e);
}

static int write_person(struct sync *s, const struct provider_person *p,
			struct err *e)
{
	const char *address = is_fit(p->mailbox, true) ? p->mailbox : "";
	AUTO(free) char *folded = mem_strdup(address);
	struct db_stmt *st = db_sql(
		s->db,
		"INSERT INTO directory_person(directory, ident, name, address,"
		" folded, since_us, disabled, gone, round, person, mailbox)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, 0, 0)"
		" ON CONFLICT (directory, ident) DO UPDATE SET name = $3,"
		" address = $4, folded = $5, since_us = $6, disabled = $7,"
		" gone = 0, round = $8",
		e);

	str_lowercase(folded);
	db_int(st, 1, s->directory);
	db_text(st, 2, p->ident);
	db_text(st, 3, is_fit(p->name, false) ? p->name : address);
	db_text(st, 4, address);
	db_text(st, 5, folded);
	db_int(st, 6, p->since_us);
	db_int(st, 7, p->disabled);
	db_int(st, 8, s->round);
	if (*address == '\0')
		s->result->without++;
	return db_exec(st, e);
}

static int write_address(struct sync *s, const char *ident, const char *text,
			 struct err *e)
{
	AUTO(free) char *folded = mem_strdup(text);
	struct db_stmt *st;

	if (!is_fit(text, true))
		return 0;
	str_lowercase(folded);
	st = db_sql(s->db,
		    "INSERT INTO directory_address(directory, ident, address,"
		    " round) VALUES ($1, $2, $3, $4)"
		    " ON CONFLICT (directory, ident, address) DO UPDATE SET"
		    " round = $4",
		    e);
	db_int(st, 1, s->directory);
	db_text(st, 2, ident);
	db_text(st, 3, folded);
	db_int(st, 4, s->round);
	return db_exec(st, e);
}

/* The later telling of a person in one round counts: the addresses of the
   earlier one go. */
static int forget_addresses(struct sync *s, const char *ident, struct err *e)
{
	struct db_stmt *st = db_sql(s->db,
				    "DELETE FROM directory_address WHERE"
				    " directory = $1 AND ident = $2",
				    e);

	db_int(st, 1, s->directory);
	db_text(st, 2, ident);
	return db_exec(st, e);
}

static int write_one(struct sync *s, const struct provider_person *p,
		     struct err *e)
{
	size_t n = p->n_addresses < PROVIDER_ADDRESSES_MAX
			   ? p->n_addresses
			   : PROVIDER_ADDRESSES_MAX;

	if (forget_addresses(s, p->ident, e) < 0)
		return -1;
	if (p->gone)
		return write_gone(s, p->ident, e);
	if (write_person(s, p, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (write_address(s, p->ident, p->addresses[i], e) < 0)
			return -1;
	return write_address(s, p->ident, p->mailbox, e);
}

static int commit(struct sync *s, struct err *e)
{
	if (!s->writing)
		return 0;
	s->writing = false;
	s->waiting = 0;
	return db_commit(s->db, e);
}

int sync_person(struct sync *s, const struct provider_person *p, struct err *e)
{
	if (!is_fit(p->ident, false))
		return 0;
	if (!s->writing && db_begin(s->db, DB_WRITE, e) < 0)
		return -1;
	s->writing = true;
	s->result->told++;
	if (write_one(s, p, e) < 0)
		return -1;
	return ++s->waiting < PERSONS_A_COMMIT ? 0 : commit(s, e);
}

/* --- the end of a round --------------------------------------------------- */

/* Whoever was not told in a whole round is there no more. */
static int end_round(struct sync *s, struct err *e)
{
	static const char *const gone =
		"UPDATE directory_person SET gone = 1, round = $2"
		" WHERE directory = $1 AND gone = 0 AND round < $2";
	static const char *const theirs =
		"DELETE FROM directory_address WHERE directory = $1"
		" AND ident IN (SELECT ident FROM directory_person"
		" WHERE directory = $1 AND gone = 1 AND round = $2)";
	const char *const list[] = { gone, theirs };

	for (int i = 0; i < 2; i++) {
		struct db_stmt *st = db_sql(s->db, list[i], e);

		db_int(st, 1, s->directory);
		db_int(st, 2, s->round);
		if (db_exec(st, e) < 0)
			return -1;
	}
	return 0;
}

static int retell_conflicts(struct sync *s, struct err *e)
{
	struct db_stmt *st = db_sql(s->db,
				    "UPDATE directory_person SET round = $2"
				    " WHERE directory = $1 AND ident IN"
				    " (SELECT ident FROM directory_conflict"
				    " WHERE directory = $1)",
				    e);

	db_int(st, 1, s->directory);
	db_int(st, 2, s->round);
	return db_exec(st, e);
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
	if (commit(s, e) < 0 || db_begin(s->db, DB_WRITE, e) < 0)
		return -1;
	s->writing = true;
	/* where only changes were told the others need not be looked at,
	   but for those with whom something was wrong */
	s->looked_at = whole ? 0 : s->round;
	if ((whole && end_round(s, e) < 0) ||
	    (!whole && retell_conflicts(s, e) < 0) || sync_facts(s, e) < 0 ||
	    write_end(s, cursor, e) < 0)
		return -1;
	return commit(s, e);
}
