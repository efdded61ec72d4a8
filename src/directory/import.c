/*
 * import.c - a CSV file of dated addresses into the tables.
 *
 * Each line stands for itself and is either taken whole or refused: what it
 * would change is looked up first, and nothing is written before all of it
 * was found possible. So a transaction can hold many lines.
 */
#include "directory/directory.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "db/db.h"
#include "directory/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum column { PERSON, NAME, MAILBOX, ADDRESS, FROM, UNTIL, COLUMNS };

static const char *const titles[COLUMNS] = {
	"person", "name", "mailbox", "address", "valid_from", "valid_until",
};

/* A line, checked and completed. */
struct line {
	const char *person, *name, *mailbox;
	char address[LINES_TEXT_MAX + 1]; /* lower case */
	char folded[LINES_TEXT_MAX + 1];  /* the mailbox's, in lower case */
	int64_t from_us, until_us;
	bool named; /* the file gives the person's name */
};

/* --- a line's own text ------------------------------------------------- */

static bool read_line(struct lines *in, struct line *out)
{
	const char *address = lines_field(in, ADDRESS);
	const char *person = lines_field(in, PERSON);
	const char *mailbox = lines_field(in, MAILBOX);
	const char *name = lines_field(in, NAME);

	for (size_t c = PERSON; c <= MAILBOX; c++)
		if (!lines_text_ok(in, c))
			return false;
	if (!lines_address_ok(in, ADDRESS, out->address))
		return false;
	out->mailbox = mailbox[0] != '\0' ? mailbox : address;
	out->person = person[0] != '\0' ? person : out->mailbox;
	out->named = name[0] != '\0';
	out->name = out->named ? name : out->person;
	(void)snprintf(out->folded, sizeof(out->folded), "%s", out->mailbox);
	str_lowercase(out->folded);
	return lines_period_ok(in, FROM, UNTIL, &out->from_us, &out->until_us);
}

/* --- a line against what is known --------------------------------------- */

/* What the tables hold that a line touches. Ids are 0 for none. */
struct known {
	int64_t person, mailbox;
	bool name_differs;
	int64_t period;  /* person and address already have one that this */
	int64_t from_us; /* line states anew: its mailbox and validity */
	int64_t until_us;
};

static int find_person(struct lines *in, const struct line *l, struct known *k,
		       struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		in->db, "SELECT id, name FROM person WHERE ident = $1", e);
	int rc;

	db_text(st, 1, l->person);
	rc = db_step(st, e);
	if (rc > 0) {
		k->person = db_col_int(st, 0);
		k->name_differs =
			l->named && strcmp(db_col_text(st, 1), l->name) != 0;
	}
	return rc < 0 ? -1 : 0;
}

/* The mailbox by name; refused where it is another person's. */
static enum outcome find_mailbox(struct lines *in, const struct line *l,
				 struct known *k, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(in->db,
		       "SELECT m.id, m.person, p.ident FROM mailbox m"
		       " LEFT JOIN person p ON p.id = m.person"
		       " WHERE m.folded = $1",
		       e);
	int rc;

	db_text(st, 1, l->folded);
	rc = db_step(st, e);
	if (rc < 0)
		return FAILED;
	if (rc == 0)
		return ADDED;
	k->mailbox = db_col_int(st, 0);
	if (k->mailbox == (int64_t)DIRECTORY_QUARANTINE)
		return lines_refuse(in,
				    "mailbox \"%s\" is the archive's own, for "
				    "what belongs to nobody known",
				    l->mailbox);
	if (k->person == 0 || db_col_int(st, 1) != k->person)
		return lines_refuse(
			in,
			"mailbox %.100s belongs to person %.100s: a "
			"mailbox has one person",
			l->mailbox, db_col_text(st, 2));
	return UNCHANGED;
}

/* One period of the line's address that meets the line's own. */
static enum outcome meet(struct lines *in, const struct line *l,
			 struct db_stmt *st, struct known *k)
{
	int64_t from_us = db_col_int(st, 0), until_us = db_col_int(st, 1);
	char period[2 * CLOCK_TEXT + 32];

	(void)lines_period_text(from_us, until_us, period, sizeof(period));
	if (db_col_int(st, 2) != k->person)
		return lines_refuse(
			in,
			"%.100s belongs to person %.100s from %s: end "
			"that period first, or let this one begin later",
			l->address, db_col_text(st, 4), period);
	if (db_col_int(st, 3) != k->mailbox)
		return lines_refuse(
			in,
			"%.100s goes to another mailbox from %s: end "
			"that period, and give the new mailbox one of "
			"its own",
			l->address, period);
	if (k->period != 0)
		return lines_refuse(
			in,
			"this would join two periods of %.100s, the "
			"second from %s: they stay apart",
			l->address, period);
	k->period = 1;
	k->from_us = from_us;
	k->until_us = until_us;
	return UNCHANGED;
}

static enum outcome find_periods(struct lines *in, const struct line *l,
				 struct known *k, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(in->db,
		       "SELECT a.from_us, a.until_us, a.person, a.mailbox,"
		       " p.ident FROM address a JOIN person p"
		       " ON p.id = a.person WHERE a.address = $1"
		       " ORDER BY a.from_us",
		       e);
	int rc;

	db_text(st, 1, l->address);
	while ((rc = db_step(st, e)) > 0)
		if (lines_overlap(l->from_us, l->until_us, db_col_int(st, 0),
				  db_col_int(st, 1)) &&
		    meet(in, l, st, k) == REFUSED)
			return REFUSED;
	return rc < 0 ? FAILED : UNCHANGED;
}

/* --- writing ------------------------------------------------------------ */

/* Run an INSERT ... RETURNING id. */
static int insert_id(struct db_stmt *st, int64_t *id, struct err *e)
{
	int rc = db_step(st, e);

	if (rc > 0)
		*id = db_col_int(st, 0);
	db_done(st);
	return rc < 0 ? -1 : 0;
}

static int write_person(struct lines *in, const struct line *l, struct known *k,
			struct err *e)
{
	struct db_stmt *st;

	if (k->person != 0 && !k->name_differs)
		return 0;
	if (k->person != 0) {
		st = db_sql(in->db, "UPDATE person SET name = $2 WHERE id = $1",
			    e);
		db_int(st, 1, k->person);
		db_text(st, 2, l->name);
		return db_exec(st, e);
	}
	st = db_sql(in->db,
		    "INSERT INTO person(ident, name) VALUES ($1, $2)"
		    " RETURNING id",
		    e);
	db_text(st, 1, l->person);
	db_text(st, 2, l->name);
	return insert_id(st, &k->person, e);
}

static int write_mailbox(struct lines *in, const struct line *l,
			 struct known *k, struct err *e)
{
	struct db_stmt *st;

	if (k->mailbox != 0)
		return 0;
	st = db_sql(in->db,
		    "INSERT INTO mailbox(person, name, folded, made_us)"
		    " VALUES ($1, $2, $3, $4) RETURNING id",
		    e);
	db_int(st, 1, k->person);
	db_text(st, 2, l->mailbox);
	db_text(st, 3, l->folded);
	db_int(st, 4, clock_now_us());
	return insert_id(st, &k->mailbox, e);
}

static int write_period(struct lines *in, const struct line *l,
			const struct known *k, struct err *e)
{
	struct db_stmt *st;

	if (k->period != 0) {
		st = db_sql(in->db,
			    "UPDATE address SET from_us = $3, until_us = $4"
			    " WHERE address = $1 AND from_us = $2",
			    e);
		db_text(st, 1, l->address);
		db_int(st, 2, k->from_us);
		db_int(st, 3, l->from_us);
		db_int(st, 4, l->until_us);
		return db_exec(st, e);
	}
	st = db_sql(in->db,
		    "INSERT INTO address(address, from_us, until_us, person,"
		    " mailbox) VALUES ($1, $2, $3, $4, $5)",
		    e);
	db_text(st, 1, l->address);
	db_int(st, 2, l->from_us);
	db_int(st, 3, l->until_us);
	db_int(st, 4, k->person);
	db_int(st, 5, k->mailbox);
	return db_exec(st, e);
}

static enum outcome take(struct lines *in, struct err *e)
{
	struct line line = { 0 };
	const struct line *l = &line;
	struct known k = { 0 };
	enum outcome found;
	bool same;

	if (!read_line(in, &line))
		return REFUSED;
	if (find_person(in, l, &k, e) < 0)
		return FAILED;
	found = find_mailbox(in, l, &k, e);
	if (found == FAILED || found == REFUSED)
		return found;
	found = find_periods(in, l, &k, e);
	if (found == FAILED || found == REFUSED)
		return found;
	same = k.period != 0 && k.from_us == l->from_us &&
	       k.until_us == l->until_us;
	if (same && !k.name_differs)
		return UNCHANGED;
	if (write_person(in, l, &k, e) < 0 || write_mailbox(in, l, &k, e) < 0 ||
	    (!same && write_period(in, l, &k, e) < 0))
		return FAILED;
	return k.period != 0 ? CHANGED : ADDED;
}

int directory_import_csv(struct db *db, const char *path,
			 struct directory_import *im, struct err *e)
{
	struct lines in = { .db = db,
			    .im = im,
			    .titles = titles,
			    .n_titles = COLUMNS,
			    .must = ADDRESS,
			    .take = take };

	return lines_import(&in, path, e);
}
