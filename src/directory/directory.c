#include "directory/directory.h"

#include "base/err.h"
#include "base/mem.h"
#include "db/db.h"

#include <stdlib.h>
#include <string.h>

static const char *const steps[] = {
	"CREATE TABLE person (id INTEGER PRIMARY KEY,"
	" ident TEXT NOT NULL UNIQUE, name TEXT NOT NULL);"

	/* folded: the name in lower case, by which it is found */
	"CREATE TABLE mailbox (id INTEGER PRIMARY KEY, person BIGINT,"
	" name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE);"

	/* 0 in from_us and until_us is open; periods never overlap */
	"CREATE TABLE address (address TEXT NOT NULL, from_us BIGINT NOT NULL,"
	" until_us BIGINT NOT NULL, person BIGINT NOT NULL,"
	" mailbox BIGINT NOT NULL, PRIMARY KEY (address, from_us));"

	"INSERT INTO mailbox(id, person, name, folded)"
	" VALUES (1, NULL, 'quarantine', 'quarantine');",

	/* A connector's own mapping, asked before the addresses above. */
	"CREATE TABLE mapping (connector BIGINT NOT NULL,"
	" address TEXT NOT NULL, from_us BIGINT NOT NULL,"
	" until_us BIGINT NOT NULL, mailbox BIGINT NOT NULL,"
	" PRIMARY KEY (connector, address, from_us));"

	/* directory: who says so; 0: a person did, by a file */
	"ALTER TABLE address ADD COLUMN directory BIGINT NOT NULL DEFAULT 0;"
	"CREATE INDEX address_person ON address(person);"
	/* names a mailbox had before */
	"CREATE TABLE mailbox_was (mailbox BIGINT NOT NULL,"
	" name TEXT NOT NULL, folded TEXT NOT NULL, until_us BIGINT NOT NULL,"
	" PRIMARY KEY (mailbox, until_us));"
	"CREATE INDEX mailbox_was_folded ON mailbox_was(folded);"
	"ALTER TABLE mailbox ADD COLUMN made_us BIGINT NOT NULL DEFAULT 0;"

	"CREATE TABLE directory (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
	" kind TEXT NOT NULL, removed BIGINT NOT NULL,"
	" next_us BIGINT NOT NULL, synced_us BIGINT NOT NULL,"
	" tried_us BIGINT NOT NULL, error TEXT NOT NULL,"
	" cursor TEXT NOT NULL, round BIGINT NOT NULL);"
	"CREATE UNIQUE INDEX directory_name ON directory(name)"
	" WHERE removed = 0;"
	/*
	 * What a directory says now (sync.h); ident: its own stable key;
	 * round: of which telling. person, mailbox: 0 while there is none.
	 */
	"CREATE TABLE directory_person (directory BIGINT NOT NULL,"
	" ident TEXT NOT NULL, name TEXT NOT NULL,"
	" address TEXT NOT NULL, folded TEXT NOT NULL,"
	" since_us BIGINT NOT NULL, disabled BIGINT NOT NULL,"
	" gone BIGINT NOT NULL, round BIGINT NOT NULL,"
	" person BIGINT NOT NULL, mailbox BIGINT NOT NULL,"
	" PRIMARY KEY (directory, ident));"
	"CREATE INDEX directory_person_person ON directory_person(person);"
	"CREATE INDEX directory_person_round"
	" ON directory_person(directory, round);"
	"CREATE TABLE directory_address (directory BIGINT NOT NULL,"
	" ident TEXT NOT NULL, address TEXT NOT NULL,"
	" round BIGINT NOT NULL, PRIMARY KEY (directory, ident, address));"
	"CREATE INDEX directory_address_address"
	" ON directory_address(address, directory);"
	"CREATE TABLE directory_conflict (directory BIGINT NOT NULL,"
	" ident TEXT NOT NULL, name TEXT NOT NULL, why TEXT NOT NULL,"
	" PRIMARY KEY (directory, ident, why));",

	/* who was told in a round, in the order they are compared in; of which
	   round a conflict is */
	"DROP INDEX directory_person_round;"
	"CREATE UNIQUE INDEX directory_person_told"
	" ON directory_person(directory, round, ident);"
	"ALTER TABLE directory_conflict"
	" ADD COLUMN round BIGINT NOT NULL DEFAULT 0;",
};

int directory_migrate(struct db *db, struct err *e)
{
	return db_migrate(db, "directory", steps,
			  sizeof(steps) / sizeof(steps[0]), e);
}

/* --- an address at a time ------------------------------------------------ */

static int found(struct db_stmt *st, int64_t at_us, uint64_t *mailbox,
		 struct err *e)
{
	int rc;

	db_int(st, 2, at_us);
	rc = db_step(st, e);
	if (rc > 0)
		*mailbox = (uint64_t)db_col_int(st, 0);
	db_done(st);
	return rc;
}

static int by_mapping(struct db *db, int64_t connector, const char *address,
		      int64_t at_us, uint64_t *mailbox, struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "SELECT mailbox FROM mapping WHERE connector = $3"
		       " AND address = $1"
		       " AND (from_us = 0 OR from_us <= $2)"
		       " AND (until_us = 0 OR until_us > $2)",
		       e);

	db_text(st, 1, address);
	db_int(st, 3, connector);
	return found(st, at_us, mailbox, e);
}

static int by_address(struct db *db, const char *address, int64_t at_us,
		      uint64_t *mailbox, struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "SELECT mailbox FROM address WHERE address = $1"
		       " AND (from_us = 0 OR from_us <= $2)"
		       " AND (until_us = 0 OR until_us > $2)",
		       e);

	db_text(st, 1, address);
	return found(st, at_us, mailbox, e);
}

static int look_up(struct db *db, int64_t connector, const char *address,
		   int64_t at_us, uint64_t *mailbox, struct err *e)
{
	int rc = by_mapping(db, connector, address, at_us, mailbox, e);

	return rc != 0 ? rc : by_address(db, address, at_us, mailbox, e);
}

bool directory_without_tag(const char *address, struct str *out)
{
	const char *at = strrchr(address, '@');
	const char *plus = strchr(address, '+');

	if (at == NULL || plus == NULL || plus >= at || plus == address)
		return false;
	str_add_len(out, address, (size_t)(plus - address));
	str_add(out, at);
	return true;
}

int directory_mailbox_of(struct db *db, int64_t connector, const char *address,
			 int64_t at_us, uint64_t *mailbox, struct err *e)
{
	AUTO(free) char *folded = mem_strdup(address);
	AUTO(str_done) struct str plain = STR_INIT;
	int rc;

	str_lowercase(folded);
	rc = look_up(db, connector, folded, at_us, mailbox, e);
	if (rc == 0 && directory_without_tag(folded, &plain))
		rc = look_up(db, connector, plain.s, at_us, mailbox, e);
	return rc < 0 ? err_wrap(e, "look up an address") : rc;
}

/* --- mailboxes ------------------------------------------------------------ */

int directory_mailboxes_after(struct db *db, uint64_t after,
			      int (*each)(void *ctx,
					  const struct directory_mailbox *m,
					  struct err *e),
			      void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT m.id, m.name, p.name, m.made_us FROM mailbox m"
		       " LEFT JOIN person p ON p.id = m.person"
		       " WHERE m.id > $1 ORDER BY m.id",
		       e);
	int rc = 0, more = 0;

	db_int(st, 1, (int64_t)after);
	while (more == 0 && (rc = db_step(st, e)) > 0) {
		struct directory_mailbox m = {
			.id = (uint64_t)db_col_int(st, 0),
			.name = db_col_text(st, 1),
			.person = db_col_text(st, 2),
			.made_us = db_col_int(st, 3),
		};

		more = each(ctx, &m, e);
	}
	if (more != 0)
		return more < 0 ? -1 : 0;
	return rc < 0 ? err_wrap(e, "list mailboxes") : 0;
}

int directory_each_mailbox(struct db *db,
			   int (*each)(void *ctx,
				       const struct directory_mailbox *m,
				       struct err *e),
			   void *ctx, struct err *e)
{
	return directory_mailboxes_after(db, 0, each, ctx, e);
}

/* One whose name it was before, the last that had it. */
static int mailbox_formerly(struct db *db, const char *folded, uint64_t *id,
			    struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT mailbox FROM mailbox_was"
				    " WHERE folded = $1"
				    " ORDER BY until_us DESC LIMIT 1",
				    e);
	int rc;

	db_text(st, 1, folded);
	rc = db_step(st, e);
	if (rc > 0)
		*id = (uint64_t)db_col_int(st, 0);
	return rc;
}

/* The mailbox with this number, if there is one. */
static int mailbox_numbered(struct db *db, const char *text, uint64_t *id,
			    struct err *e)
{
	AUTO(db_done) struct db_stmt *st = NULL;
	long long n = 0;
	int rc;

	if (!str_int64(text, &n) || n < 1)
		return 0;
	st = db_sql(db, "SELECT id FROM mailbox WHERE id = $1", e);
	db_int(st, 1, n);
	rc = db_step(st, e);
	if (rc > 0)
		*id = (uint64_t)n;
	return rc;
}

int directory_mailbox_named(struct db *db, const char *name, uint64_t *id,
			    struct err *e)
{
	AUTO(free) char *folded = mem_strdup(name);
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT id FROM mailbox WHERE folded = $1", e);
	int rc;

	str_lowercase(folded);
	db_text(st, 1, folded);
	rc = db_step(st, e);
	if (rc > 0)
		*id = (uint64_t)db_col_int(st, 0);
	if (rc == 0)
		rc = mailbox_formerly(db, folded, id, e);
	if (rc == 0)
		rc = mailbox_numbered(db, name, id, e);
	return rc < 0 ? err_wrap(e, "find a mailbox") : rc;
}

int directory_mailbox_name(struct db *db, uint64_t id, struct str *out,
			   struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT name FROM mailbox WHERE id = $1", e);
	int rc;

	db_int(st, 1, (int64_t)id);
	rc = db_step(st, e);
	if (rc > 0)
		str_add(out, db_col_text(st, 0));
	else if (rc == 0)
		str_addf(out, "mailbox %llu", (unsigned long long)id);
	return rc < 0 ? err_wrap(e, "name a mailbox") : 0;
}

int directory_each_address(struct db *db,
			   int (*each)(void *ctx,
				       const struct directory_address *a,
				       struct err *e),
			   void *ctx, struct err *e)
{
	return directory_addresses_after(db, "", each, ctx, e);
}

int directory_addresses_after(struct db *db, const char *person,
			      int (*each)(void *ctx,
					  const struct directory_address *a,
					  struct err *e),
			      void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT p.ident, p.name, m.name, a.address, a.from_us,"
		       " a.until_us, d.name FROM address a"
		       " JOIN person p ON p.id = a.person"
		       " JOIN mailbox m ON m.id = a.mailbox"
		       " LEFT JOIN directory d ON d.id = a.directory"
		       " WHERE p.ident > $1"
		       " ORDER BY p.ident, a.address, a.from_us",
		       e);
	int rc;

	db_text(st, 1, person);
	while ((rc = db_step(st, e)) > 0) {
		struct directory_address a = {
			.person = db_col_text(st, 0),
			.name = db_col_text(st, 1),
			.mailbox = db_col_text(st, 2),
			.address = db_col_text(st, 3),
			.from_us = db_col_int(st, 4),
			.until_us = db_col_int(st, 5),
			.directory = db_col_text(st, 6),
		};

		int told = each(ctx, &a, e);

		if (told != 0)
			return told < 0 ? -1 : 0;
	}
	return rc < 0 ? err_wrap(e, "list addresses") : 0;
}
