/* counts.c - how many messages each mailbox has. */
#include "catalog/catalog-private.h"

#include "base/err.h"
#include "base/mem.h"
#include "catalog/ids.h"
#include "db/db.h"

#include <string.h>

struct counts {
	struct catalog_count *list; /* ascending by mailbox */
	size_t n, cap;
};

/* Where a mailbox stands in the list, or would. */
static size_t place_of(const struct catalog_count *list, size_t n,
		       uint64_t mailbox)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (list[mid].mailbox < mailbox)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Mailboxes come ascending more often than not: little is moved. */
static uint64_t *messages_of(struct counts *to, uint64_t mailbox)
{
	size_t at = place_of(to->list, to->n, mailbox);

	if (at < to->n && to->list[at].mailbox == mailbox)
		return &to->list[at].messages;
	if (to->n == to->cap) {
		to->cap = to->cap < 64 ? 64 : 2 * to->cap;
		to->list = mem_resize(to->list, to->cap * sizeof(*to->list));
	}
	memmove(to->list + at + 1, to->list + at,
		(to->n++ - at) * sizeof(*to->list));
	to->list[at] = (struct catalog_count){ .mailbox = mailbox };
	return &to->list[at].messages;
}

static int runs_in(struct epoch *ep, struct counts *to, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(ep->db, "SELECT mailbox, ids FROM run", e);
	int rc;

	while ((rc = db_step(st, e)) > 0)
		*messages_of(to, (uint64_t)db_col_int(st, 0)) +=
			ids_count(st, 1);
	return rc;
}

/* A copy goes from where it was: what is taken off here or in a later epoch
   was added in this or an earlier one. */
static int gone_in(struct epoch *ep, struct counts *to, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ep->db,
		       "SELECT mailbox, count(*) FROM gone GROUP BY mailbox",
		       e);
	int rc;

	while ((rc = db_step(st, e)) > 0)
		*messages_of(to, (uint64_t)db_col_int(st, 0)) -=
			(uint64_t)db_col_int(st, 1);
	return rc;
}

static int tail_in(struct epoch *ep, struct counts *to, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ep->db,
		       "SELECT ids, gone FROM item WHERE seq > $1 AND kind = 4"
		       " ORDER BY seq",
		       e);
	int rc;

	db_int(st, 1, (int64_t)ep->flushed);
	while ((rc = db_step(st, e)) > 0) {
		AUTO(ids_done) struct ids ids = { 0 };
		AUTO(ids_done) struct ids gone = { 0 };

		ids_read(&ids, st, 0);
		for (size_t i = 0; i < ids.n; i++)
			*messages_of(to, ids.list[i]) += 1;
		ids_read(&gone, st, 1);
		for (size_t i = 0; i < gone.n; i++)
			*messages_of(to, gone.list[i]) -= 1;
	}
	return rc;
}

/* --- of some mailboxes ------------------------------------------------- */

static uint64_t *wanted(struct catalog_count *list, size_t n, uint64_t mailbox)
{
	size_t at = place_of(list, n, mailbox);

	return at < n && list[at].mailbox == mailbox ? &list[at].messages
						     : NULL;
}

static int runs_of(struct epoch *ep, struct catalog_count *to, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ep->db, "SELECT ids FROM run WHERE mailbox = $1", e);
	int rc;

	db_int(st, 1, (int64_t)to->mailbox);
	while ((rc = db_step(st, e)) > 0)
		to->messages += ids_count(st, 0);
	return rc;
}

static int gone_of(struct epoch *ep, struct catalog_count *to, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		ep->db, "SELECT count(*) FROM gone WHERE mailbox = $1", e);
	int rc;

	db_int(st, 1, (int64_t)to->mailbox);
	rc = db_step(st, e);
	if (rc > 0)
		to->messages -= (uint64_t)db_col_int(st, 0);
	return rc < 0 ? -1 : 0;
}

static void column_of(struct db_stmt *st, int column,
		      struct catalog_count *list, size_t n, bool added)
{
	AUTO(ids_done) struct ids ids = { 0 };

	ids_read(&ids, st, column);
	for (size_t i = 0; i < ids.n; i++) {
		uint64_t *messages = wanted(list, n, ids.list[i]);

		if (messages != NULL)
			*messages += added ? 1 : UINT64_MAX; /* one less */
	}
}

static int tail_of(struct epoch *ep, struct catalog_count *list, size_t n,
		   struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ep->db,
		       "SELECT ids, gone FROM item WHERE seq > $1 AND kind = 4"
		       " ORDER BY seq",
		       e);
	int rc;

	db_int(st, 1, (int64_t)ep->flushed);
	while ((rc = db_step(st, e)) > 0) {
		column_of(st, 0, list, n, true);
		column_of(st, 1, list, n, false);
	}
	return rc;
}

static int count_some(struct epoch *ep, struct catalog_count *list, size_t n,
		      struct err *e)
{
	for (size_t i = 0; i < n; i++)
		if (runs_of(ep, &list[i], e) < 0 ||
		    gone_of(ep, &list[i], e) < 0)
			return -1;
	return tail_of(ep, list, n, e);
}

/* --- one state of an epoch ---------------------------------------------- */

static int count_in(struct epoch *ep, struct counts *to, struct err *e)
{
	return runs_in(ep, to, e) < 0 || gone_in(ep, to, e) < 0 ||
			       tail_in(ep, to, e) < 0
		       ? -1
		       : 0;
}

/* What is counted: all there are, or those of a list. */
struct counting {
	struct counts *all;
	struct catalog_count *some;
	size_t n_some;
};

static int count(struct epoch *ep, const struct counting *k, struct err *e)
{
	return k->all != NULL ? count_in(ep, k->all, e)
			      : count_some(ep, k->some, k->n_some, e);
}

/* A writer may be moving the last copies of an older epoch into runs: seen
   from within a transaction they are in one place only. */
static int count_older(struct epoch *ep, const struct counting *k,
		       struct err *e)
{
	int rc = db_begin(ep->db, DB_READ, e);

	if (rc == 0)
		rc = epoch_refresh(ep, e);
	if (rc == 0)
		rc = count(ep, k, e);
	db_rollback(ep->db);
	return rc;
}

static int count_epochs(struct catalog *c, const struct counting *k,
			struct err *e)
{
	int rc = catalog_enter(c, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++)
		rc = c->read_only && i + 1 < c->n_epochs
			     ? count_older(&c->epochs[i], k, e)
			     : count(&c->epochs[i], k, e);
	return catalog_leave(c, rc);
}

int catalog_counts(struct catalog *c, struct catalog_count **counts, size_t *n,
		   struct err *e)
{
	struct counts to = { 0 };
	struct counting k = { .all = &to };

	if (count_epochs(c, &k, e) < 0) {
		free(to.list);
		return -1;
	}
	*counts = to.list;
	*n = to.n;
	return 0;
}

int catalog_counts_of(struct catalog *c, struct catalog_count *counts, size_t n,
		      struct err *e)
{
	struct counting k = { .some = counts, .n_some = n };

	for (size_t i = 0; i < n; i++)
		counts[i].messages = 0;
	return n > 0 ? count_epochs(c, &k, e) : 0;
}
