/*
 * sync-facts.c - what a directory says, against the facts.
 *
 * Differences are found by the database; only they are looked at one by one.
 * In this order: facts end, persons and mailboxes are made, names change,
 * facts begin. So an address can go from one person to another at once.
 */
#include "directory/sync-private.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "directory/directory.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* One of the directory's persons, copied out of a row. */
struct told {
	char *ident, *name, *address, *folded;
	int64_t since_us, person, mailbox;
};

/* Rows that are looked at one by one while others are written. */
struct told_list {
	struct told *list;
	size_t n;
};

static void told_list_done(struct told_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->list[i].ident);
		free(l->list[i].name);
		free(l->list[i].address);
		free(l->list[i].folded);
	}
	free(l->list);
}

/* Columns: ident, name, address, folded, since_us, person, mailbox. */
static int told_read(struct db_stmt *st, struct told_list *out, struct err *e)
{
	size_t cap = 0;
	int rc;

	while ((rc = db_step(st, e)) > 0) {
		if (out->n == cap) {
			cap = 2 * cap + 64;
			out->list =
				mem_resize(out->list, cap * sizeof(*out->list));
		}
		out->list[out->n++] = (struct told){
			.ident = mem_strdup(db_col_text(st, 0)),
			.name = mem_strdup(db_col_text(st, 1)),
			.address = mem_strdup(db_col_text(st, 2)),
			.folded = mem_strdup(db_col_text(st, 3)),
			.since_us = db_col_int(st, 4),
			.person = db_col_int(st, 5),
			.mailbox = db_col_int(st, 6),
		};
	}
	db_done(st);
	return rc;
}

static int conflict(struct sync *s, const struct told *t, struct err *e,
		    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Kept for `directory show`, and told. */
static int conflict(struct sync *s, const struct told *t, struct err *e,
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
		    " why) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
		    e);
	db_int(st, 1, s->directory);
	db_text(st, 2, t->ident);
	db_text(st, 3, t->name);
	db_text(st, 4, why.s);
	return db_exec(st, e);
}

/* An integer a statement gives, 0 where it gives no row. */
static int one_int(struct db_stmt *st, int64_t *out, struct err *e)
{
	int rc = db_step(st, e);

	*out = rc > 0 ? db_col_int(st, 0) : 0;
	db_done(st);
	return rc < 0 ? -1 : 0;
}

/* --- facts that end ------------------------------------------------------- */

/* Told by this directory once, and not any more. One that began just now
   cannot end before it began. */
/* (the sum keeps databases from going by the directory: by the person there
   is one row) */
#define FACTS_THAT_END                                                         \
	"directory = $1 AND until_us = 0 AND from_us < $2"                     \
	" AND person IN (SELECT person FROM directory_person"                  \
	" WHERE directory = $1 AND round >= $3) AND NOT EXISTS"                \
	" (SELECT 1 FROM directory_person dp JOIN directory_address da ON"     \
	" da.directory = $1 AND da.ident = dp.ident"                           \
	" AND da.address = address.address WHERE dp.person = address.person"   \
	" AND dp.directory + 0 = $1 AND dp.gone = 0)"

static int facts_end(struct sync *s, struct err *e)
{
	struct db_stmt *st;

	st = db_sql(s->db, "SELECT count(*) FROM address WHERE " FACTS_THAT_END,
		    e);
	db_int(st, 1, s->directory);
	db_int(st, 2, s->now_us);
	db_int(st, 3, s->looked_at);
	if (one_int(st, &s->result->ended, e) < 0)
		return -1;
	if (s->result->ended == 0)
		return 0;
	st = db_sql(s->db,
		    "UPDATE address SET until_us = $2 WHERE " FACTS_THAT_END,
		    e);
	db_int(st, 1, s->directory);
	db_int(st, 2, s->now_us);
	db_int(st, 3, s->looked_at);
	return db_exec(st, e);
}

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
	return one_int(st, &s->result->left, e);
}

/* --- mailboxes ------------------------------------------------------------ */

static int mailbox_named_now(struct sync *s, const char *folded, int64_t *id,
			     int64_t *person, struct err *e)
{
	struct db_stmt *st = db_sql(
		s->db, "SELECT id, person FROM mailbox WHERE folded = $1", e);
	int rc;

	*id = *person = 0;
	db_text(st, 1, folded);
	rc = db_step(st, e);
	if (rc > 0) {
		*id = db_col_int(st, 0);
		*person = db_col_int(st, 1);
	}
	db_done(st);
	return rc < 0 ? -1 : 0;
}

/* Give a mailbox another name; the one before is kept. */
static int mailbox_rename(struct sync *s, int64_t id, const char *name,
			  struct err *e)
{
	AUTO(free) char *folded = mem_strdup(name);
	struct db_stmt *st;

	str_lowercase(folded);
	st = db_sql(s->db,
		    "INSERT INTO mailbox_was(mailbox, name, folded, until_us)"
		    " SELECT id, name, folded, $2 FROM mailbox WHERE id = $1"
		    " ON CONFLICT DO NOTHING",
		    e);
	db_int(st, 1, id);
	db_int(st, 2, s->now_us);
	if (db_exec(st, e) < 0)
		return -1;
	st = db_sql(s->db,
		    "UPDATE mailbox SET name = $2, folded = $3 WHERE id = $1",
		    e);
	db_int(st, 1, id);
	db_text(st, 2, name);
	db_text(st, 3, folded);
	return db_exec(st, e);
}

/* Does this person have the address now? */
static int has_now(struct sync *s, int64_t person, const char *address,
		   int64_t *yes, struct err *e)
{
	struct db_stmt *st =
		db_sql(s->db,
		       "SELECT 1 FROM address WHERE address = $1"
		       " AND person = $2 AND (until_us = 0 OR until_us > $3)",
		       e);

	db_text(st, 1, address);
	db_int(st, 2, person);
	db_int(st, 3, s->now_us);
	return one_int(st, yes, e);
}

/*
 * The name is to be this person's. 1: nobody has it now; 0: somebody has, and
 * has the address too: that was told as a conflict.
 */
static int name_clear(struct sync *s, const struct told *t, struct err *e)
{
	AUTO(str_done) struct str old = STR_INIT;
	char day[CLOCK_TEXT];
	int64_t id, person, has;

	if (mailbox_named_now(s, t->folded, &id, &person, e) < 0)
		return -1;
	if (id == 0 || (person != 0 && person == t->person))
		return 1;
	if (id == (int64_t)DIRECTORY_QUARANTINE)
		return conflict(s, t, e,
				"the mailbox \"%s\" is the archive's own, for "
				"what belongs to nobody known",
				t->address);
	if (has_now(s, person, t->folded, &has, e) < 0)
		return -1;
	if (has != 0)
		return conflict(s, t, e,
				"%s is another person's address and mailbox "
				"already: end it there first",
				t->address);
	str_addf(&old, "%s (until %s)", t->address, clock_day(s->now_us, day));
	/* a second time on the same day */
	for (int64_t other = 1, n = 2; other != 0; n++) {
		int64_t whose;
		AUTO(free) char *folded = mem_strdup(old.s);

		str_lowercase(folded);
		if (mailbox_named_now(s, folded, &other, &whose, e) < 0)
			return -1;
		if (other != 0) {
			str_cut(&old, 0);
			str_addf(&old, "%s (until %s, %" PRId64 ")", t->address,
				 day, n);
		}
	}
	return mailbox_rename(s, id, old.s, e) < 0 ? -1 : 1;
}

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
	if (one_int(st, &taken, e) < 0)
		return -1;
	if (taken != 0)
		str_addf(&ident, " (directory %" PRId64 ")", s->directory);
	st = db_sql(s->db,
		    "INSERT INTO person(ident, name) VALUES ($1, $2)"
		    " RETURNING id",
		    e);
	db_text(st, 1, ident.s);
	db_text(st, 2, t->name);
	if (one_int(st, &t->person, e) < 0)
		return -1;
	st = db_sql(s->db,
		    "INSERT INTO mailbox(person, name, folded, made_us)"
		    " VALUES ($1, $2, $3, $4) RETURNING id",
		    e);
	db_int(st, 1, t->person);
	db_text(st, 2, t->address);
	db_text(st, 3, t->folded);
	db_int(st, 4, s->now_us);
	return one_int(st, &t->mailbox, e);
}

static int link_write(struct sync *s, const struct told *t, struct err *e)
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
		rc = name_clear(s, t, e);
		if (rc <= 0)
			return rc;
		rc = person_make(s, t, e);
		s->result->joined++;
	}
	return rc < 0 ? -1 : link_write(s, t, e);
}

static int persons_join(struct sync *s, struct err *e)
{
	__attribute__((__cleanup__(told_list_done))) struct told_list l = { 0 };
	struct db_stmt *st;

	st = db_sql(s->db,
		    "SELECT ident, name, address, folded, since_us,"
		    " person, mailbox FROM directory_person WHERE"
		    " directory = $1 AND person = 0 AND gone = 0"
		    " AND address <> '' ORDER BY ident",
		    e);
	db_int(st, 1, s->directory);
	if (told_read(st, &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++)
		if (person_join(s, &l.list[i], e) < 0)
			return -1;
	return 0;
}

/* --- other names ---------------------------------------------------------- */

static int name_write(struct sync *s, const struct told *t, struct err *e)
{
	struct db_stmt *st =
		db_sql(s->db, "UPDATE person SET name = $2 WHERE id = $1", e);

	db_int(st, 1, t->person);
	db_text(st, 2, t->name);
	return db_exec(st, e);
}

static int persons_rename(struct sync *s, struct err *e)
{
	__attribute__((__cleanup__(told_list_done))) struct told_list l = { 0 };
	struct db_stmt *st;

	st = db_sql(s->db,
		    "SELECT d.ident, d.name, d.address, d.folded,"
		    " d.since_us, d.person, d.mailbox"
		    " FROM directory_person d JOIN person p"
		    " ON p.id = d.person WHERE d.directory = $1"
		    " AND d.gone = 0 AND d.name <> ''"
		    " AND d.name <> p.name"
		    " AND d.round >= $2",
		    e);
	db_int(st, 1, s->directory);
	db_int(st, 2, s->looked_at);
	if (told_read(st, &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++)
		if (name_write(s, &l.list[i], e) < 0)
			return -1;
	return 0;
}

/* The mailbox takes the new primary address for its name; where the person
   has one of that name, by a file, that one is gone on with. */
static int mailbox_follow(struct sync *s, struct told *t, struct err *e)
{
	int64_t id, person;
	int rc = name_clear(s, t, e);

	if (rc <= 0)
		return rc;
	if (mailbox_named_now(s, t->folded, &id, &person, e) < 0)
		return -1;
	if (id != 0) {
		t->mailbox = id;
		return link_write(s, t, e);
	}
	s->result->renamed++;
	return mailbox_rename(s, t->mailbox, t->address, e);
}

static int mailboxes_rename(struct sync *s, struct err *e)
{
	__attribute__((__cleanup__(told_list_done))) struct told_list l = { 0 };
	struct db_stmt *st;
	int rc = 0;

	st = db_sql(s->db,
		    "SELECT d.ident, d.name, d.address, d.folded,"
		    " d.since_us, d.person, d.mailbox"
		    " FROM directory_person d JOIN mailbox m"
		    " ON m.id = d.mailbox WHERE d.directory = $1"
		    " AND d.gone = 0 AND d.address <> ''"
		    " AND d.folded <> m.folded"
		    " AND d.round >= $2",
		    e);
	db_int(st, 1, s->directory);
	db_int(st, 2, s->looked_at);
	if (told_read(st, &l, e) < 0)
		return -1;
	for (size_t i = 0; rc >= 0 && i < l.n; i++)
		rc = mailbox_follow(s, &l.list[i], e);
	return rc;
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
	return one_int(st, us, e);
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
static int fact_begin(struct sync *s, const struct told *t, struct err *e)
{
	AUTO(str_done) struct str whose = STR_INIT;
	int64_t from_us = begin_of(s, t), end_us;
	struct db_stmt *st;
	int rc;

	if (last_end(s, t->address, &end_us, e) < 0)
		return -1;
	if (end_us > from_us)
		from_us = end_us;
	rc = holder(s, t->address, from_us, &whose, e);
	if (rc < 0)
		return -1;
	if (rc > 0)
		return conflict(s, t, e,
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

static int facts_begin(struct sync *s, struct err *e)
{
	__attribute__((__cleanup__(told_list_done))) struct told_list l = { 0 };
	struct db_stmt *st;

	st = db_sql(s->db,
		    "SELECT d.ident, d.name, da.address, '',"
		    " d.since_us, d.person, d.mailbox"
		    " FROM directory_address da"
		    " JOIN directory_person d"
		    " ON d.directory = da.directory"
		    " AND d.ident = da.ident WHERE da.directory = $1"
		    " AND d.gone = 0 AND d.person > 0"
		    " AND NOT EXISTS (SELECT 1 FROM address a"
		    " WHERE a.address = da.address"
		    " AND a.person = d.person AND (a.until_us = 0"
		    " OR a.until_us > $2))"
		    " AND d.round >= $3"
		    " ORDER BY da.address, d.ident",
		    e);
	db_int(st, 1, s->directory);
	db_int(st, 2, s->now_us);
	db_int(st, 3, s->looked_at);
	if (told_read(st, &l, e) < 0)
		return -1;
	for (size_t i = 0; i < l.n; i++)
		if (fact_begin(s, &l.list[i], e) < 0)
			return -1;
	return 0;
}

static int conflicts_forget(struct sync *s, struct err *e)
{
	struct db_stmt *st =
		db_sql(s->db,
		       "DELETE FROM directory_conflict WHERE directory = $1",
		       e);

	db_int(st, 1, s->directory);
	return db_exec(st, e);
}

int sync_facts(struct sync *s, struct err *e)
{
	if (conflicts_forget(s, e) < 0 || count_left(s, e) < 0 ||
	    facts_end(s, e) < 0 || persons_join(s, e) < 0 ||
	    persons_rename(s, e) < 0 || mailboxes_rename(s, e) < 0)
		return -1;
	return facts_begin(s, e);
}
