#include "connector/sibling.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "connector/run.h"
#include "db/db.h"
#include "directory/directory.h"

#include <stdlib.h>
#include <string.h>

#define TURNS 256

/* The ids of $1's siblings, itself left out. */
#define SIBLINGS                                                               \
	"(SELECT s.id FROM connector s, connector me WHERE me.id = $1"         \
	" AND s.id <> me.id AND s.source = me.source AND s.tenant = me.tenant" \
	" AND me.tenant <> '')"

/* Bundles with something that was told in run $2, or is open. */
#define TOLD                                                                   \
	"(SELECT bundle FROM inventory WHERE connector = $1 AND last_run = "   \
	"$2)"

static int exec(struct run *r, struct db *db, const char *sql, struct err *e)
{
	struct db_stmt *st = db_sql(db, sql, e);

	db_int(st, 1, r->connector);
	db_int(st, 2, r->id);
	return db_exec(st, e);
}

/* Whatever the source says of it now. A row that is missing here and there is
   not told of in a second message. */
static int rows_adopt(struct run *r, struct db *db, struct err *e)
{
	return exec(r, db,
		    "UPDATE inventory SET state = t.state, ready = 0,"
		    " reason = t.reason, evidence = t.evidence,"
		    " settled_run = t.settled_run, seq = t.seq,"
		    " sha256 = t.sha256, name = t.name,"
		    " media_type = t.media_type, size = t.size,"
		    " message = t.message"
		    " FROM (SELECT m.id AS mine, (SELECT i.id"
		    " FROM bundle b, inventory i"
		    " WHERE b.connector IN " SIBLINGS
		    " AND b.name = mb.name AND i.bundle = b.id"
		    " AND i.kind = m.kind AND i.object = m.object"
		    " AND i.version = m.version AND (i.state = 3"
		    " OR (i.state = 2 AND (i.message > 0 OR m.state <> 2))"
		    " OR (i.state IN (4, 5) AND m.state IN (4, 5)"
		    " AND i.message > 0))"
		    " ORDER BY CASE WHEN i.state = 3 THEN 0 ELSE i.state END,"
		    " i.id LIMIT 1) AS theirs"
		    " FROM inventory m, bundle mb WHERE m.connector = $1"
		    " AND m.last_run = $2 AND (m.state <= 2"
		    " OR m.settled_run = $2) AND m.message = 0"
		    " AND mb.id = m.bundle) k, inventory t"
		    " WHERE inventory.id = k.mine AND t.id = k.theirs",
		    e);
}

static int ordinals_adopt(struct run *r, struct db *db, struct err *e)
{
	return exec(r, db,
		    "UPDATE bundle SET ordinal = k.n FROM (SELECT mb.id AS"
		    " mine, max(b.ordinal) AS n FROM bundle mb, bundle b"
		    " WHERE mb.id IN " TOLD " AND b.connector IN " SIBLINGS
		    " AND b.name = mb.name GROUP BY mb.id) k"
		    " WHERE bundle.id = k.mine AND bundle.ordinal < k.n",
		    e);
}

/* The same answer again is not news. */
static int raws_adopt(struct run *r, struct db *db, struct err *e)
{
	return exec(r, db,
		    "INSERT INTO raw(bundle, name, media_type, seq, sha256,"
		    " message) SELECT mb.id, w.name, w.media_type, w.seq,"
		    " w.sha256, w.message FROM bundle mb, bundle b, raw w"
		    " WHERE mb.id IN " TOLD " AND b.connector IN " SIBLINGS
		    " AND b.name = mb.name AND w.bundle = b.id"
		    " ORDER BY b.ordinal DESC, b.id DESC"
		    " ON CONFLICT (bundle, name) DO UPDATE SET"
		    " message = excluded.message WHERE raw.message = 0"
		    " AND raw.sha256 = excluded.sha256",
		    e);
}

/* What a removed one left open is named in this one's reports. */
static int gaps_adopt(struct run *r, struct db *db, struct err *e)
{
	return exec(r, db,
		    "UPDATE gap SET connector = $1, run = $2"
		    " WHERE connector IN (SELECT id FROM connector"
		    " WHERE state = 2 AND id IN " SIBLINGS ")",
		    e);
}

/* 1: there are some, removed ones included. */
static int any(struct run *r, struct db *db, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db, "SELECT 1 FROM connector WHERE id IN " SIBLINGS " LIMIT 1",
		e);

	db_int(st, 1, r->connector);
	return db_step(st, e);
}

int sibling_adopt(struct run *r, struct db *db, struct err *e)
{
	int rc = any(r, db, e);

	if (rc <= 0)
		return rc;
	return rows_adopt(r, db, e) < 0 || ordinals_adopt(r, db, e) < 0 ||
			       raws_adopt(r, db, e) < 0 ||
			       gaps_adopt(r, db, e) < 0
		       ? -1
		       : 0;
}

/* Is it the address, or the address with a tag (anna+zoom@)? */
static bool is_for(const char *gap, const char *address)
{
	AUTO(str_done) struct str plain = STR_INIT;

	return strcmp(gap, address) == 0 ||
	       (directory_without_tag(gap, &plain) &&
		strcmp(plain.s, address) == 0);
}

int sibling_gaps(struct run *r, struct db *db, const char *address,
		 int (*each)(void *ctx, const char *address, int64_t message,
			     int64_t time_us, struct err *e),
		 void *ctx, struct err *e)
{
	AUTO(free) char *from = mem_strdup(address);
	AUTO(free) char *to = mem_strdup(address);
	char *at = strrchr(from, '@');
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT address, message, time_us FROM gap WHERE"
		" (address = $2 OR (address >= $3 AND address < $4))"
		" AND (connector = $1 OR connector IN " SIBLINGS ")"
		" AND NOT EXISTS (SELECT 1 FROM job j WHERE j.connector IN"
		" (SELECT id FROM connector WHERE state = 0 AND id IN " SIBLINGS
		") AND j.kind = 3 AND j.subject = gap.message)",
		e);
	int rc;

	/* tagged ones lie between "anna+" and "anna,"; without an @ nothing
	   lies between */
	if (at != NULL) {
		to[at - from] = ',';
		to[at - from + 1] = '\0';
		at[0] = '+';
		at[1] = '\0';
	}
	db_int(st, 1, r->connector);
	db_text(st, 2, address);
	db_text(st, 3, from);
	db_text(st, 4, to);
	while ((rc = db_step(st, e)) > 0)
		if (is_for(db_col_text(st, 0), address) &&
		    each(ctx, db_col_text(st, 0), db_col_int(st, 1),
			 db_col_int(st, 2), e) < 0)
			return -1;
	return rc;
}

pthread_mutex_t *sibling_turn(const void *what, size_t len)
{
	static pthread_mutex_t turns[TURNS] = {
		[0 ... TURNS - 1] = PTHREAD_MUTEX_INITIALIZER
	};
	const unsigned char *at = what;
	unsigned int sum = 0;

	/* two that differ may share one: they only wait for each other */
	for (size_t i = 0; i < len; i++)
		sum = sum * 31 + at[i];
	return &turns[sum % TURNS];
}
