/* sync-person.c - persons that are new here, or have another name. */
#include "directory/sync-part.h"

#include "base/err.h"
#include "base/str.h"
#include "db/db.h"

#include <inttypes.h>

/* --- persons that are new here -------------------------------------------- */

/* Known already: by the same key from a file, or by having the address. */
static int adopt(struct sync *s, struct told *t, struct err *e)
{
	struct db_stmt *st = db_sql(
		s->db,
		"SELECT p.id, a.mailbox FROM person p JOIN address a"
		" ON a.person = p.id WHERE (p.ident = $1 OR (a.address = $2"
		" AND (a.until_us = 0 OR a.until_us > $3)))"
		" AND NOT EXISTS (SELECT 1 FROM directory_person dp"
		" WHERE dp.person = p.id AND dp.directory = $4)"
		" ORDER BY CASE WHEN a.address = $2 THEN 0 ELSE 1 END,"
		" a.until_us LIMIT 1",
		e);
	int rc;

	db_text(st, 1, t->ident);
	db_text(st, 2, t->folded);
	db_int(st, 3, s->now_us);
	db_int(st, 4, s->directory);
	rc = db_step(st, e);
	if (rc > 0) {
		t->person = db_col_int(st, 0);
		t->mailbox = db_col_int(st, 1);
	}
	db_done(st);
	return rc;
}

/* A key of its own for a person: the directory's, or, where a file used the
   same for somebody, with the directory's number. */
static int person_make(struct sync *s, struct told *t, struct err *e)
{
	AUTO(str_done) struct str ident = STR_INIT;
	int64_t taken;
	struct db_stmt *st =
		db_sql(s->db, "SELECT id FROM person WHERE ident = $1", e);

	str_add(&ident, t->ident);
	db_text(st, 1, ident.s);
	if (sync_one_int(st, &taken, e) < 0)
		return -1;
	if (taken != 0)
		str_addf(&ident, " (directory %" PRId64 ")", s->directory);
	st = db_sql(s->db,
		    "INSERT INTO person(ident, name) VALUES ($1, $2)"
		    " RETURNING id",
		    e);
	db_text(st, 1, ident.s);
	db_text(st, 2, t->name);
	if (sync_one_int(st, &t->person, e) < 0)
		return -1;
	st = db_sql(s->db,
		    "INSERT INTO mailbox(person, name, folded, made_us)"
		    " VALUES ($1, $2, $3, $4) RETURNING id",
		    e);
	db_int(st, 1, t->person);
	db_text(st, 2, t->address);
	db_text(st, 3, t->folded);
	db_int(st, 4, s->now_us);
	return sync_one_int(st, &t->mailbox, e);
}

int sync_link_write(struct sync *s, const struct told *t, struct err *e)
{
	struct db_stmt *st = db_sql(s->db,
				    "UPDATE directory_person SET person = $3,"
				    " mailbox = $4 WHERE directory = $1"
				    " AND ident = $2",
				    e);

	db_int(st, 1, s->directory);
	db_text(st, 2, t->ident);
	db_int(st, 3, t->person);
	db_int(st, 4, t->mailbox);
	return db_exec(st, e);
}

static int person_join(struct sync *s, struct told *t, struct err *e)
{
	int rc = adopt(s, t, e);

	if (rc == 0) {
		rc = sync_name_clear(s, t, e);
		if (rc <= 0)
			return rc;
		rc = person_make(s, t, e);
		s->result->joined++;
	}
	return rc < 0 ? -1 : sync_link_write(s, t, e);
}

const struct part sync_persons_join = {
	"SELECT ident, name, address, folded, since_us, person, mailbox"
	" FROM directory_person WHERE directory = $1 AND round = $2"
	" AND ident > $3 AND person = 0 AND gone = 0 AND address <> ''"
	" ORDER BY ident LIMIT $6",
	person_join
};

/* --- other names ---------------------------------------------------------- */

static int name_write(struct sync *s, struct told *t, struct err *e)
{
	struct db_stmt *st =
		db_sql(s->db, "UPDATE person SET name = $2 WHERE id = $1", e);

	db_int(st, 1, t->person);
	db_text(st, 2, t->name);
	return db_exec(st, e);
}

const struct part sync_persons_rename = {
	"SELECT d.ident, d.name, d.address, d.folded, d.since_us, d.person,"
	" d.mailbox FROM directory_person d CROSS JOIN person p"
	" WHERE d.directory = $1 AND d.round = $2 AND d.ident > $3"
	" AND p.id = d.person AND d.gone = 0 AND d.name <> ''"
	" AND d.name <> p.name ORDER BY d.ident LIMIT $6",
	name_write
};
