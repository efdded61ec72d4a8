/*
 * sync-facts.c - what a directory says, against the facts.
 *
 * Differences are found by the database; only they are looked at one by one.
 * In this order: facts end, persons and mailboxes are made, names change,
 * facts begin. So an address can go from one person to another at once. Only
 * who was told in this round is looked at: in a whole one these are all who are
 * there, else those who changed.
 */
#include "directory/sync-private.h"

#include "base/arena.h"
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
	/* address: the mailbox's, or the one whose fact begins or ends */
	char *ident, *name, *address, *folded;
	int64_t since_us, person, mailbox;
};

/*
 * A part of the comparison. Differences are read without a lock, SLICE at a
 * time, in the order of ident and address, and written in a transaction of
 * their own. What a row says of facts may have changed meanwhile: take() looks
 * again where that matters.
 *
 * $1 directory, $2 round, $3 $4 behind which ident and address, $5 now,
 * $6 how many; columns: ident, name, address, folded, since_us, person,
 * mailbox.
 */
struct part {
	const char *sql;
	int (*take)(struct sync *s, struct told *t, struct err *e);
};

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

static int part_run(struct sync *s, const struct part *part, struct err *e)
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

/* An integer a statement gives, 0 where it gives no row. */
static int one_int(struct db_stmt *st, int64_t *out, struct err *e)
{
	int rc = db_step(st, e);

	*out = rc > 0 ? db_col_int(st, 0) : 0;
	db_done(st);
	return rc < 0 ? -1 : 0;
}

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

static const struct part persons_join = {
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

static const struct part persons_rename = {
	"SELECT d.ident, d.name, d.address, d.folded, d.since_us, d.person,"
	" d.mailbox FROM directory_person d CROSS JOIN person p"
	" WHERE d.directory = $1 AND d.round = $2 AND d.ident > $3"
	" AND p.id = d.person AND d.gone = 0 AND d.name <> ''"
	" AND d.name <> p.name ORDER BY d.ident LIMIT $6",
	name_write
};

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

static const struct part mailboxes_rename = {
	"SELECT d.ident, d.name, d.address, d.folded, d.since_us, d.person,"
	" d.mailbox FROM directory_person d CROSS JOIN mailbox m"
	" WHERE d.directory = $1 AND d.round = $2 AND d.ident > $3"
	" AND m.id = d.mailbox AND d.gone = 0 AND d.address <> ''"
	" AND d.folded <> m.folded ORDER BY d.ident LIMIT $6",
	mailbox_follow
};

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
static int fact_begin(struct sync *s, struct told *t, struct err *e)
{
	AUTO(str_done) struct str whose = STR_INIT;
	int64_t from_us = begin_of(s, t), end_us, has;
	struct db_stmt *st;
	int rc;

	if (has_now(s, t->person, t->address, &has, e) < 0)
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
		&persons_join,
		&persons_rename,
		&mailboxes_rename,
		&facts_begin,
		&conflicts_forget,
	};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (part_run(s, parts[i], e) < 0)
			return -1;
	return count_left(s, e);
}
