/* sync-mailbox.c - names of mailboxes, which follow their persons' addresses.
 */
#include "directory/sync-part.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "directory/directory.h"

#include <inttypes.h>
#include <stdlib.h>

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

int sync_has_now(struct sync *s, int64_t person, const char *address,
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
	return sync_one_int(st, yes, e);
}

int sync_name_clear(struct sync *s, const struct told *t, struct err *e)
{
	AUTO(str_done) struct str old = STR_INIT;
	char day[CLOCK_TEXT];
	int64_t id, person, has;

	if (mailbox_named_now(s, t->folded, &id, &person, e) < 0)
		return -1;
	if (id == 0 || (person != 0 && person == t->person))
		return 1;
	if (id == (int64_t)DIRECTORY_QUARANTINE)
		return sync_conflict(
			s, t, e,
			"the mailbox \"%s\" is the archive's own, for "
			"what belongs to nobody known",
			t->address);
	if (sync_has_now(s, person, t->folded, &has, e) < 0)
		return -1;
	if (has != 0)
		return sync_conflict(
			s, t, e,
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

/* The mailbox takes the new primary address for its name; where the person
   has one of that name, by a file, that one is gone on with. */
static int mailbox_follow(struct sync *s, struct told *t, struct err *e)
{
	int64_t id, person;
	int rc = sync_name_clear(s, t, e);

	if (rc <= 0)
		return rc;
	if (mailbox_named_now(s, t->folded, &id, &person, e) < 0)
		return -1;
	if (id != 0) {
		t->mailbox = id;
		return sync_link_write(s, t, e);
	}
	s->result->renamed++;
	return mailbox_rename(s, t->mailbox, t->address, e);
}

const struct part sync_mailboxes_rename = {
	"SELECT d.ident, d.name, d.address, d.folded, d.since_us, d.person,"
	" d.mailbox FROM directory_person d CROSS JOIN mailbox m"
	" WHERE d.directory = $1 AND d.round = $2 AND d.ident > $3"
	" AND m.id = d.mailbox AND d.gone = 0 AND d.address <> ''"
	" AND d.folded <> m.folded ORDER BY d.ident LIMIT $6",
	mailbox_follow
};
