/*
 * sync-facts.c - what a directory says, against the facts.
 *
 * Differences are found by the database; only they are looked at one by one.
 * In this order: facts end, persons and mailboxes are made, names change,
 * facts begin. So an address can go from one person to another at once. Only
 * who was told in this round is looked at: in a whole one these are all who are
 * there, else those who changed.
 */
#include "directory/sync-part.h"

#include "base/err.h"
#include "base/str.h"
#include "db/db.h"

/* --- facts that end ------------------------------------------------------- */

static int fact_end(struct sync *s, struct told *t, struct err *e)
{
	struct db_stmt *st =
		db_sql(s->db,
		       "UPDATE address SET until_us = $3 WHERE directory = $1"
		       " AND person = $2 AND address = $4 AND until_us = 0",
		       e);

	db_int(st, 1, s->directory);
	db_int(st, 2, t->person);
	db_int(st, 3, s->now_us);
	db_text(st, 4, t->address);
	s->result->ended++;
	return db_exec(st, e);
}

/* Told by this directory once, and not any more. One that began just now
   cannot end before it began. */
static const struct part facts_end = {
	"SELECT d.ident, d.name, a.address, '', 0, d.person, 0"
	" FROM directory_person d CROSS JOIN address a"
	" WHERE d.directory = $1 AND d.round = $2 AND d.ident >= $3"
	" AND (d.ident > $3 OR a.address > $4)"
	" AND d.person > 0 AND a.person = d.person AND a.directory = $1"
	" AND a.until_us = 0 AND a.from_us < $5"
	" AND NOT (d.gone = 0 AND EXISTS (SELECT 1 FROM directory_address da"
	" WHERE da.directory = $1 AND da.ident = d.ident"
	" AND da.address = a.address))"
	" ORDER BY d.ident, a.address LIMIT $6",
	fact_end
};

static int count_left(struct sync *s, struct err *e)
{
	struct db_stmt *st =
		db_sql(s->db,
		       "SELECT count(*) FROM directory_person WHERE"
		       " directory = $1 AND gone = 1 AND round = $2"
		       " AND person > 0",
		       e);

	db_int(st, 1, s->directory);
	db_int(st, 2, s->round);
	return sync_one_int(st, &s->result->left, e);
}

/* --- facts that begin ------------------------------------------------------
 */

/* The end of the last who had it, 0: nobody had. */
static int last_end(struct sync *s, const char *address, int64_t *us,
		    struct err *e)
{
	struct db_stmt *st =
		db_sql(s->db,
		       "SELECT coalesce(max(until_us), 0) FROM address"
		       " WHERE address = $1 AND until_us > 0"
		       " AND until_us <= $2",
		       e);

	db_text(st, 1, address);
	db_int(st, 2, s->now_us);
	return sync_one_int(st, us, e);
}

/* Not theirs before the account was made, nor while the synchronisation
   before this one did not tell it. */
static int64_t begin_of(const struct sync *s, const struct told *t)
{
	if (t->since_us > 0 && t->since_us < s->now_us &&
	    (s->before_us == 0 || t->since_us > s->before_us))
		return t->since_us;
	return s->before_us;
}

/* Whose is it from then on, if not free? "" where it is. */
static int holder(struct sync *s, const char *address, int64_t from_us,
		  struct str *name, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(s->db,
				    "SELECT p.name FROM address a JOIN person p"
				    " ON p.id = a.person WHERE a.address = $1"
				    " AND (a.until_us = 0 OR a.until_us > $2)"
				    " LIMIT 1",
				    e);
	int rc;

	db_text(st, 1, address);
	db_int(st, 2, from_us);
	rc = db_step(st, e);
	if (rc > 0)
		str_add(name, db_col_text(st, 0));
	return rc;
}

/* t->address is the address here, not the mailbox's. */
static int fact_begin(struct sync *s, struct told *t, struct err *e)
{
	AUTO(str_done) struct str whose = STR_INIT;
	int64_t from_us = begin_of(s, t), end_us, has;
	struct db_stmt *st;
	int rc;

	if (sync_has_now(s, t->person, t->address, &has, e) < 0)
		return -1;
	if (has != 0) /* since it was read */
		return 0;
	if (last_end(s, t->address, &end_us, e) < 0)
		return -1;
	if (end_us > from_us)
		from_us = end_us;
	rc = holder(s, t->address, from_us, &whose, e);
	if (rc < 0)
		return -1;
	if (rc > 0)
		return sync_conflict(s, t, e,
				     "%s belongs to %s already: it stays there "
				     "until it is ended",
				     t->address, whose.s);
	s->result->began++;
	st = db_sql(s->db,
		    "INSERT INTO address(address, from_us, until_us, person,"
		    " mailbox, directory) VALUES ($1, $2, 0, $3, $4, $5)",
		    e);
	db_text(st, 1, t->address);
	db_int(st, 2, from_us);
	db_int(st, 3, t->person);
	db_int(st, 4, t->mailbox);
	db_int(st, 5, s->directory);
	return db_exec(st, e);
}

/* (the empty text keeps databases from going through the rest of the
   directory: of the person there are a few rows) */
static const struct part facts_begin = {
	"SELECT d.ident, d.name, da.address, '', d.since_us, d.person,"
	" d.mailbox FROM directory_person d CROSS JOIN directory_address da"
	" WHERE d.directory = $1 AND d.round = $2 AND d.ident >= $3"
	" AND (d.ident > $3 OR da.address > $4)"
	" AND da.directory = $1 AND da.ident = d.ident || ''"
	" AND d.gone = 0 AND d.person > 0 AND NOT EXISTS"
	" (SELECT 1 FROM address a WHERE a.address = da.address"
	" AND a.person = d.person AND (a.until_us = 0 OR a.until_us > $5))"
	" ORDER BY d.ident, da.address LIMIT $6",
	fact_begin
};

/* --- all of it ------------------------------------------------------------ */

static int leave(struct sync *s, struct told *t, struct err *e)
{
	return sync_write_gone(s, t->ident, e);
}

/* Whoever was not told in a whole round is there no more; or was found so in
   one that was cut off, and has facts still. (The sum keeps databases from
   going by the round: nearly all are of this one.) */
static const struct part persons_leave = {
	"SELECT ident, name, address, folded, since_us, person, mailbox"
	" FROM directory_person WHERE directory = $1 AND round + 0 < $2"
	" AND ident > $3 AND (gone = 0 OR EXISTS (SELECT 1 FROM address a"
	" WHERE a.person = directory_person.person AND a.person > 0"
	" AND a.directory = $1 AND a.until_us = 0))"
	" ORDER BY ident LIMIT $6",
	leave
};

static int look_again(struct sync *s, struct told *t, struct err *e)
{
	struct db_stmt *st = db_sql(s->db,
				    "UPDATE directory_person SET round = $3"
				    " WHERE directory = $1 AND ident = $2",
				    e);

	db_int(st, 1, s->directory);
	db_text(st, 2, t->ident);
	db_int(st, 3, s->round);
	return db_exec(st, e);
}

/* With whom something was wrong, where only changes were told. */
static const struct part conflicts_retell = {
	"SELECT DISTINCT ident, '', '', '', 0, 0, 0 FROM directory_conflict"
	" WHERE directory = $1 AND ident > $3 ORDER BY ident LIMIT $6",
	look_again
};

static int conflict_forget(struct sync *s, struct told *t, struct err *e)
{
	struct db_stmt *st = db_sql(s->db,
				    "DELETE FROM directory_conflict WHERE"
				    " directory = $1 AND ident = $2"
				    " AND round < $3",
				    e);

	db_int(st, 1, s->directory);
	db_text(st, 2, t->ident);
	db_int(st, 3, s->round);
	return db_exec(st, e);
}

/* What was wrong before this round, and is not any more. */
static const struct part conflicts_forget = {
	"SELECT DISTINCT ident, '', '', '', 0, 0, 0 FROM directory_conflict"
	" WHERE directory = $1 AND round < $2 AND ident > $3"
	" ORDER BY ident LIMIT $6",
	conflict_forget
};

int sync_facts(struct sync *s, bool whole, struct err *e)
{
	const struct part *const parts[] = {
		whole ? &persons_leave : &conflicts_retell,
		&facts_end,
		&sync_persons_join,
		&sync_persons_rename,
		&sync_mailboxes_rename,
		&facts_begin,
		&conflicts_forget,
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (sync_part_run(s, parts[i], e) < 0)
			return -1;
	return count_left(s, e);
}
