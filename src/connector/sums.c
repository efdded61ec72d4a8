#include "connector/sums.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "catalog/control.h"
#include "db/db.h"
#include "delivery/delivery.h"
#include "directory/directory.h"

#include <stdlib.h>
#include <string.h>

static struct sums *day_of(struct reckoning *ac, int64_t time_us)
{
	int64_t day = clock_day_start(time_us);
	size_t lo = 0, hi = ac->n_days;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (ac->days[mid].day_us < day)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < ac->n_days && ac->days[lo].day_us == day)
		return &ac->days[lo];
	ac->days = mem_resize(ac->days, (ac->n_days + 1) * sizeof(*ac->days));
	memmove(ac->days + lo + 1, ac->days + lo,
		(ac->n_days - lo) * sizeof(*ac->days));
	ac->days[lo] = (struct sums){ .day_us = day };
	ac->n_days++;
	return &ac->days[lo];
}

static struct mailbox_sum *mailbox_of(struct reckoning *ac, uint64_t mailbox)
{
	size_t lo = 0, hi = ac->n_people;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (ac->people[mid].mailbox < mailbox)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < ac->n_people && ac->people[lo].mailbox == mailbox)
		return &ac->people[lo];
	ac->people = mem_resize(ac->people,
				(ac->n_people + 1) * sizeof(*ac->people));
	memmove(ac->people + lo + 1, ac->people + lo,
		(ac->n_people - lo) * sizeof(*ac->people));
	ac->people[lo] = (struct mailbox_sum){ .mailbox = mailbox };
	ac->n_people++;
	return &ac->people[lo];
}

/* --- listed, due ------------------------------------------------------ */

static void count_state(struct sums *s, int64_t state, bool now)
{
	s->listed++;
	switch (state) {
	case INVENTORY_ARCHIVED:
		*(now ? &s->archived : &s->unchanged) += 1;
		break;
	case INVENTORY_PENDING:
	case INVENTORY_CAPTURED:
		s->pending++;
		break;
	case INVENTORY_FAILED:
		s->failed++;
		break;
	case INVENTORY_EXPIRED:
		s->expired++;
		break;
	case INVENTORY_EXCLUDED:
		s->excluded++;
		break;
	default:
		break; /* counted in no state: the sum stays open and shows it
			*/
	}
}

/* Counted here: SQL would sort all rows of the run, in memory (P8). */
int sums_inventory(struct reckoning *ac, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ac->db,
		       "SELECT time_us / 86400000000, state,"
		       " CASE WHEN settled_run = $2 THEN 1 ELSE 0 END"
		       " FROM inventory WHERE connector = $1 AND last_run ="
		       " $2",
		       e);
	int rc;

	db_int(st, 1, ac->connector);
	db_int(st, 2, ac->run);
	while ((rc = db_step(st, e)) > 0) {
		struct sums *day = day_of(ac, db_col_int(st, 0) * CLOCK_DAY);
		int64_t state = db_col_int(st, 1);
		bool now = db_col_int(st, 2) != 0;

		count_state(day, state, now);
		count_state(&ac->total, state, now);
	}
	return rc;
}

static int due_side(struct reckoning *ac, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ac->db,
		       "SELECT time_us / 86400000000, due FROM delivery"
		       " WHERE run = $1",
		       e);
	int rc;

	db_int(st, 1, ac->run);
	while ((rc = db_step(st, e)) > 0) {
		struct sums *day = day_of(ac, db_col_int(st, 0) * CLOCK_DAY);

		day->messages++;
		day->mapped += db_col_int(st, 1);
		ac->total.messages++;
		ac->total.mapped += db_col_int(st, 1);
	}
	return rc;
}

/* --- what has not arrived ------------------------------------------------- */

#define REASONS_MAX 1000

/* It was begun: it may have its record as well. */
struct open_attempt {
	uint64_t message, mailbox;
	int64_t time_us;
	size_t reason; /* in ac->open */
	bool refused;
};

static bool is_same(const struct open_sum *s, const struct delivery_open *o)
{
	return s->refused == o->refused && strcmp(s->target, o->target) == 0 &&
	       strcmp(s->outcome, o->outcome) == 0 &&
	       strcmp(s->reason, o->reason) == 0;
}

/* Servers say what they like: beyond so many reasons the last has the rest. */
static size_t reason_of(struct reckoning *ac, const struct delivery_open *o)
{
	for (size_t i = 0; i < ac->n_open; i++)
		if (is_same(&ac->open[i], o))
			return i;
	if (ac->n_open == REASONS_MAX)
		return REASONS_MAX - 1;
	ac->open = mem_resize(ac->open, (ac->n_open + 1) * sizeof(*ac->open));
	ac->open[ac->n_open] = (struct open_sum){
		.target = mem_strdup(o->target),
		.outcome = mem_strdup(o->outcome),
		.reason =
			mem_strdup(ac->n_open == REASONS_MAX - 1 ? "and others"
								 : o->reason),
		.refused = o->refused,
	};
	return ac->n_open++;
}

static void count_open(struct reckoning *ac, int64_t time_us, bool refused,
		       int64_t n)
{
	struct sums *day = day_of(ac, time_us);

	*(refused ? &day->refused : &day->waiting) += n;
	*(refused ? &ac->total.refused : &ac->total.waiting) += n;
}

static int on_open(void *ctx, const struct delivery_open *o, struct err *e)
{
	struct reckoning *ac = ctx;
	size_t reason = reason_of(ac, o);

	(void)e;
	ac->open[reason].copies++;
	count_open(ac, o->time_us, o->refused, 1);
	if (!o->attempted && !o->refused)
		return 0;
	if ((ac->n_attempts & (ac->n_attempts - 1)) == 0)
		ac->attempts = mem_resize(
			ac->attempts,
			(ac->n_attempts == 0 ? 1 : 2 * ac->n_attempts) *
				sizeof(*ac->attempts));
	/* they come by message and mailbox */
	ac->attempts[ac->n_attempts++] =
		(struct open_attempt){ o->message, o->mailbox, o->time_us,
				       reason, o->refused };
	return 0;
}

static int by_place(const void *a, const void *b)
{
	const struct open_attempt *x = a, *y = b;

	if (x->message != y->message)
		return x->message < y->message ? -1 : 1;
	return x->mailbox < y->mailbox ? -1 : x->mailbox > y->mailbox;
}

/* It has its record: what is open of it is only to be tidied up. */
static void not_open(struct reckoning *ac, uint64_t message, uint64_t mailbox)
{
	const struct open_attempt key = { .message = message,
					  .mailbox = mailbox };
	struct open_attempt *a =
		ac->n_attempts == 0
			? NULL
			: bsearch(&key, ac->attempts, ac->n_attempts,
				  sizeof(key), by_place);

	if (a == NULL)
		return;
	count_open(ac, a->time_us, a->refused, -1);
	ac->open[a->reason].copies--;
}

/* --- the copies that are there -------------------------------------------- */

static int on_copies(void *ctx, const struct catalog_copies_event *ev,
		     struct err *e)
{
	struct reckoning *ac = ctx;
	struct sums *day;

	(void)e;
	if (ev->run != ac->run)
		return 0;
	day = day_of(ac, ev->time_us);
	for (size_t i = 0; i < ev->n_mailboxes; i++) {
		bool q = ev->mailboxes[i] == DIRECTORY_QUARANTINE;

		*(q ? &day->quarantined : &day->copies) += 1;
		*(q ? &ac->total.quarantined : &ac->total.copies) += 1;
		day->reduced += ev->reduced > 0;
		ac->total.reduced += ev->reduced > 0;
		mailbox_of(ac, ev->mailboxes[i])->copies++;
		not_open(ac, ev->message, ev->mailboxes[i]);
		day = day_of(ac, ev->time_us);
	}
	return 0;
}

int sums_copies(struct reckoning *ac, int64_t first, int64_t last,
		struct err *e)
{
	if (due_side(ac, e) < 0 ||
	    delivery_each_open(ac->db, ac->connector, ac->run, on_open, ac, e) <
		    0)
		return -1;
	return catalog_copies_between(archive_catalog(ac->archive),
				      (uint64_t)first, (uint64_t)last,
				      on_copies, ac, e);
}

bool sums_closed(const struct sums *s)
{
	return s->listed == s->archived + s->unchanged + s->excluded +
				    s->pending + s->failed + s->expired &&
	       s->mapped ==
		       s->copies + s->quarantined + s->waiting + s->refused;
}

void reckoning_done(struct reckoning *ac)
{
	for (size_t i = 0; i < ac->n_open; i++) {
		free(ac->open[i].target);
		free(ac->open[i].outcome);
		free(ac->open[i].reason);
	}
	free(ac->open);
	free(ac->attempts);
	free(ac->days);
	free(ac->people);
}
