/* mapping.c - a connector's own mapping of addresses to mailboxes. */
#include "directory/directory.h"

#include "base/err.h"
#include "db/db.h"
#include "directory/lines.h"

#include <string.h>

enum column { ADDRESS, MAILBOX, FROM, UNTIL, COLUMNS };

static const char *const titles[COLUMNS] = {
	"address",
	"mailbox",
	"valid_from",
	"valid_until",
};

/* A line, checked; and the period that it states anew, if any. */
struct line {
	char address[LINES_TEXT_MAX + 1];
	uint64_t mailbox;
	int64_t from_us, until_us;
	bool known;
	int64_t known_from_us, known_until_us;
};

static enum outcome read_line(struct lines *in, struct line *l, struct err *e)
{
	const char *mailbox = lines_field(in, MAILBOX);
	int rc;

	if (!lines_address_ok(in, ADDRESS, l->address) ||
	    !lines_text_ok(in, MAILBOX) ||
	    !lines_period_ok(in, FROM, UNTIL, &l->from_us, &l->until_us))
		return REFUSED;
	rc = directory_mailbox_named(in->db, mailbox, &l->mailbox, e);
	if (rc < 0)
		return FAILED;
	if (rc == 0)
		return lines_refuse(in,
				    "there is no mailbox \"%.100s\": import "
				    "its person first",
				    mailbox);
	if (l->mailbox == DIRECTORY_QUARANTINE)
		return lines_refuse(in,
				    "the quarantine is for what belongs to "
				    "nobody known; nothing is mapped to it");
	return UNCHANGED;
}

/* One period of the line's address that meets the line's own. */
static enum outcome meet(struct lines *in, struct line *l, struct db_stmt *st)
{
	int64_t from_us = db_col_int(st, 0), until_us = db_col_int(st, 1);
	char period[128];

	if (l->known || (uint64_t)db_col_int(st, 2) != l->mailbox)
		return lines_refuse(
			in,
			"%.100s is mapped to %.100s from %s: end that period "
			"first, or let this one begin later",
			l->address, db_col_text(st, 3),
			lines_period_text(from_us, until_us, period,
					  sizeof(period)));
	l->known = true;
	l->known_from_us = from_us;
	l->known_until_us = until_us;
	return UNCHANGED;
}

static enum outcome find_periods(struct lines *in, struct line *l,
				 struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(in->db,
		       "SELECT p.from_us, p.until_us, p.mailbox, m.name"
		       " FROM mapping p JOIN mailbox m ON m.id = p.mailbox"
		       " WHERE p.connector = $1 AND p.address = $2"
		       " ORDER BY p.from_us",
		       e);
	int rc;

	db_int(st, 1, *(const int64_t *)in->ctx);
	db_text(st, 2, l->address);
	while ((rc = db_step(st, e)) > 0)
		if (lines_overlap(l->from_us, l->until_us, db_col_int(st, 0),
				  db_col_int(st, 1)) &&
		    meet(in, l, st) == REFUSED)
			return REFUSED;
	return rc < 0 ? FAILED : UNCHANGED;
}

static int write_line(struct lines *in, const struct line *l, struct err *e)
{
	struct db_stmt *st;

	if (l->known)
		st = db_sql(in->db,
			    "UPDATE mapping SET from_us = $3, until_us = $4"
			    " WHERE connector = $1 AND address = $2"
			    " AND from_us = $5",
			    e);
	else
		st = db_sql(in->db,
			    "INSERT INTO mapping(connector, address, from_us,"
			    " until_us, mailbox) VALUES ($1, $2, $3, $4, $5)",
			    e);
	db_int(st, 1, *(const int64_t *)in->ctx);
	db_text(st, 2, l->address);
	db_int(st, 3, l->from_us);
	db_int(st, 4, l->until_us);
	db_int(st, 5, l->known ? l->known_from_us : (int64_t)l->mailbox);
	return db_exec(st, e);
}

static enum outcome take(struct lines *in, struct err *e)
{
	struct line l = { .from_us = 0 };
	enum outcome o = read_line(in, &l, e);

	if (o == UNCHANGED)
		o = find_periods(in, &l, e);
	if (o != UNCHANGED)
		return o;
	if (l.known && l.known_from_us == l.from_us &&
	    l.known_until_us == l.until_us)
		return UNCHANGED;
	if (write_line(in, &l, e) < 0)
		return FAILED;
	return l.known ? CHANGED : ADDED;
}

int directory_import_mapping(struct db *db, int64_t connector, const char *path,
			     struct directory_import *im, struct err *e)
{
	struct lines in = { .db = db,
			    .im = im,
			    .titles = titles,
			    .n_titles = COLUMNS,
			    .must = ADDRESS,
			    .take = take,
			    .ctx = &connector };

	return lines_import(&in, path, e);
}

int directory_each_mapping(struct db *db, int64_t connector,
			   int (*each)(void *ctx,
				       const struct directory_mapping *m,
				       struct err *e),
			   void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT p.address, m.name, p.from_us, p.until_us"
		       " FROM mapping p JOIN mailbox m ON m.id = p.mailbox"
		       " WHERE p.connector = $1 ORDER BY p.address, p.from_us",
		       e);
	int rc;

	db_int(st, 1, connector);
	while ((rc = db_step(st, e)) > 0) {
		struct directory_mapping m = { .address = db_col_text(st, 0),
					       .mailbox = db_col_text(st, 1),
					       .from_us = db_col_int(st, 2),
					       .until_us = db_col_int(st, 3) };

		if (each(ctx, &m, e) < 0)
			return -1;
	}
	return rc < 0 ? err_wrap(e, "list a mapping") : 0;
}
