#include "watch/digest.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "db/db.h"
#include "watch/channels.h"
#include "watch/health.h"
#include "watch/rules.h"

#include <inttypes.h>
#include <string.h>

struct findings {
	struct str text;
	int n;
};

static void on_found(void *ctx, const struct condition *c)
{
	struct findings *f = ctx;

	f->n++;
	str_addf(&f->text, "- %s: %s (%s)\n  %s\n", severity_name(c->severity),
		 c->rule->title, c->subject, c->text);
}

static void add_connectors(struct str *out, const struct health *h)
{
	char buf[CLOCK_TEXT];

	for (size_t i = 0; i < h->n_connectors; i++) {
		const struct health_connector *c = &h->connectors[i];

		str_addf(out, "- %s (%s): %s", c->name, c->source, c->state);
		if (c->last_run_us > 0)
			str_addf(out, ", last run ended %s UTC",
				 clock_text(c->last_run_us, buf));
		if (c->has_sums)
			str_addf(out,
				 ": %" PRId64 " listed, %" PRId64
				 " archived, %" PRId64 " pending, %" PRId64
				 " failed, %" PRId64 " deleted before",
				 c->last.listed, c->last.archived,
				 c->last.pending, c->last.failed,
				 c->last.expired);
		str_add_char(out, '\n');
	}
}

static void add_days(struct str *out, const struct health *h)
{
	const struct health_day *d = &h->days[HEALTH_DAYS - 2];
	char buf[CLOCK_TEXT];

	str_addf(out,
		 "Yesterday (%s UTC): %" PRId64 " runs, %" PRId64
		 " objects archived, %" PRId64 " messages, %" PRId64
		 " copies, %" PRId64 " failed.\n",
		 clock_day(d->day_us, buf), d->runs, d->archived, d->messages,
		 d->copies, d->failed);
}

int digest_text(struct db *db, const struct health *h, struct str *out,
		struct err *e)
{
	struct findings f = { .text = STR_INIT };
	struct finding_to to = { .ctx = &f, .found = on_found };
	struct rules rules;
	char buf[CLOCK_TEXT];

	if (rules_load(db, &rules, e) < 0)
		return -1;
	rules_apply(&rules, h, &to);
	str_addf(out, "Archive %s, %s UTC\n\n", h->domain,
		 clock_text(h->taken_us, buf));
	if (f.n == 0)
		str_add(out, "Nothing needs a person.\n\n");
	else
		str_addf(out, "What needs a person:\n%s\n", f.text.s);
	str_done(&f.text);
	if (h->n_connectors > 0)
		str_add(out, "Connectors:\n");
	add_connectors(out, h);
	str_add_char(out, '\n');
	add_days(out, h);
	str_addf(out,
		 "In all: %" PRId64 " messages, %" PRId64 " copies, %" PRId64
		 " in the quarantine.\n",
		 h->messages, h->copies, h->quarantine);
	for (size_t i = 0; i < h->n_disks; i++)
		str_addf(out, "Disk of %s: %d%% full.\n", h->disks[i].name,
			 h->disks[i].used);
	return 0;
}

struct making {
	struct db *db;
	const struct health *health;
};

static int make(void *ctx, struct str *out, struct err *e)
{
	const struct making *m = ctx;

	return digest_text(m->db, m->health, out, e);
}

/* Is any due? Asked without a lock. */
static int any_due(struct db *db, int64_t now_us, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT 1 FROM channel WHERE removed = 0"
				    " AND digest_us > 0 AND digest_us <= $1",
				    e);

	db_int(st, 1, now_us);
	return db_step(st, e);
}

int digest_queue(struct archive *a, struct db *db, const struct health *h,
		 struct err *e)
{
	struct making m = { db, h };
	int rc = any_due(db, h->taken_us, e);

	if (rc <= 0)
		return rc;
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	return db_end(db, channels_digest(a, db, h->taken_us, make, &m, e), e);
}
