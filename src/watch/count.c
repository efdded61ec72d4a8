/*
 * count.c - figures that need a pass over everything: kept in control with
 * their time, counted anew in the background.
 */
#include "watch/health-private.h"

#include "base/clock.h"
#include "base/err.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "connector/gaps.h"
#include "db/db.h"
#include "directory/directory.h"

#include <stdlib.h>
#include <string.h>

/* Names are kept in control. */
static const char *const names[] = { "unmapped accounts", "unmapped guests",
				     "unmapped unnamed",  "quarantine",
				     "messages",          "copies",
				     "message bytes" };
#define FIGURES (sizeof(names) / sizeof(names[0]))

int count_figures(struct taking *t, struct err *e)
{
	struct health *h = &t->health;
	int64_t *const to[FIGURES] = {
		&h->unmapped_accounts, &h->unmapped_guests,
		&h->unmapped_unnamed,  &h->quarantine,
		&h->messages,          &h->copies,
		&h->message_bytes
	};
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(t->db, "SELECT name, value, at_us FROM figure", e);
	int rc;

	while ((rc = db_step(st, e)) > 0)
		for (size_t i = 0; i < FIGURES; i++)
			if (strcmp(db_col_text(st, 0), names[i]) == 0) {
				*to[i] = db_col_int(st, 1);
				h->counted_us = db_col_int(st, 2);
			}
	return rc;
}

/* --- counting ------------------------------------------------------------- */

static int on_gap(void *ctx, const struct gap *g, struct err *e)
{
	int64_t *values = ctx; /* in the order of enum gap_kind */

	(void)e;
	values[g->kind]++;
	return 0;
}

static int count_all(struct archive *a, struct db *db, int64_t values[FIGURES],
		     struct err *e)
{
	struct catalog *c = archive_catalog(a);
	struct catalog_totals totals;
	uint64_t *seqs = NULL;
	size_t n = 0;

	if (gaps_each(db, on_gap, values, e) < 0 ||
	    catalog_mailbox(c, DIRECTORY_QUARANTINE, &seqs, &n, e) < 0)
		return -1;
	free(seqs);
	if (catalog_totals(c, &totals, e) < 0)
		return -1;
	values[3] = (int64_t)n;
	values[4] = (int64_t)totals.messages;
	values[5] = (int64_t)totals.copies;
	values[6] = (int64_t)totals.bytes;
	return 0;
}

static int write_all(struct db *db, const int64_t values[FIGURES],
		     int64_t now_us, struct err *e)
{
	for (size_t i = 0; i < FIGURES; i++) {
		struct db_stmt *st = db_sql(
			db,
			"INSERT INTO figure(name, value, at_us) VALUES ($1, $2,"
			" $3) ON CONFLICT (name) DO UPDATE SET value = $2,"
			" at_us = $3",
			e);

		db_text(st, 1, names[i]);
		db_int(st, 2, values[i]);
		db_int(st, 3, now_us);
		if (db_exec(st, e) < 0)
			return -1;
	}
	return 0;
}

/* When they were counted, or 0. */
static int counted_at(struct db *db, int64_t *at_us, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT coalesce(min(at_us), 0) FROM figure", e);

	if (db_step(st, e) < 0)
		return -1;
	*at_us = db_col_int(st, 0);
	return 0;
}

int health_count(struct archive *a, struct db *db, int64_t max_age_us,
		 struct err *e)
{
	int64_t values[FIGURES] = { 0 }, at_us = 0, now = clock_now_us();

	if (counted_at(db, &at_us, e) < 0)
		return -1;
	if (at_us > now - max_age_us && at_us <= now)
		return 0;
	if (count_all(a, db, values, e) < 0 || db_begin(db, DB_WRITE, e) < 0)
		return err_wrap(e, "count");
	return db_end(db, write_all(db, values, now, e), e);
}
