#include "directory/directory.h"

#include "base/err.h"
#include "base/mem.h"
#include "db/db.h"

#include <stdlib.h>

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
};

int directory_migrate(struct db *db, struct err *e)
{
	return db_migrate(db, "directory", steps,
			  sizeof(steps) / sizeof(steps[0]), e);
}

int directory_mailbox_of(struct db *db, const char *address, int64_t at_us,
			 uint64_t *mailbox, struct err *e)
{
	AUTO(free) char *folded = mem_strdup(address);
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT mailbox FROM address WHERE address = $1"
		       " AND (from_us = 0 OR from_us <= $2)"
		       " AND (until_us = 0 OR until_us > $2)",
		       e);
	int rc;

	str_lowercase(folded);
	db_text(st, 1, folded);
	db_int(st, 2, at_us);
	rc = db_step(st, e);
	if (rc > 0)
		*mailbox = (uint64_t)db_col_int(st, 0);
	return rc < 0 ? err_wrap(e, "look up an address") : rc;
}

int directory_each_mailbox(struct db *db,
			   int (*each)(void *ctx,
				       const struct directory_mailbox *m,
				       struct err *e),
			   void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT m.id, m.name, p.name FROM mailbox m"
		       " LEFT JOIN person p ON p.id = m.person ORDER BY m.id",
		       e);
	int rc;

	while ((rc = db_step(st, e)) > 0) {
		struct directory_mailbox m = {
			.id = (uint64_t)db_col_int(st, 0),
			.name = db_col_text(st, 1),
			.person = db_col_text(st, 2),
		};

		if (each(ctx, &m, e) < 0)
			return -1;
	}
	return rc < 0 ? err_wrap(e, "list mailboxes") : 0;
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
	else if (rc == 0)
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
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT p.ident, p.name, m.name, a.address, a.from_us,"
		       " a.until_us FROM address a"
		       " JOIN person p ON p.id = a.person"
		       " JOIN mailbox m ON m.id = a.mailbox"
		       " ORDER BY p.ident, a.address, a.from_us",
		       e);
	int rc;

	while ((rc = db_step(st, e)) > 0) {
		struct directory_address a = {
			.person = db_col_text(st, 0),
			.name = db_col_text(st, 1),
			.mailbox = db_col_text(st, 2),
			.address = db_col_text(st, 3),
			.from_us = db_col_int(st, 4),
			.until_us = db_col_int(st, 5),
		};

		if (each(ctx, &a, e) < 0)
			return -1;
	}
	return rc < 0 ? err_wrap(e, "list addresses") : 0;
}
