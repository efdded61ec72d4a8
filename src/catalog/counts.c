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

/* Mailboxes come ascending more often than not: little is moved. */
static uint64_t *messages_of(struct counts *to, uint64_t mailbox)
{
	size_t lo = 0, hi = to->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (to->list[mid].mailbox < mailbox)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < to->n && to->list[lo].mailbox == mailbox)
		return &to->list[lo].messages;
	if (to->n == to->cap) {
		to->cap = to->cap < 64 ? 64 : 2 * to->cap;
		to->list = mem_resize(to->list, to->cap * sizeof(*to->list));
	}
	memmove(to->list + lo + 1, to->list + lo,
		(to->n++ - lo) * sizeof(*to->list));
	to->list[lo] = (struct catalog_count){ .mailbox = mailbox };
	return &to->list[lo].messages;
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

static int count_in(struct epoch *ep, struct counts *to, struct err *e)
{
	return runs_in(ep, to, e) < 0 || gone_in(ep, to, e) < 0 ||
			       tail_in(ep, to, e) < 0
		       ? -1
		       : 0;
}

/* A writer may be moving the last copies of an older epoch into runs: seen
   from within a transaction they are in one place only. */
static int count_older(struct epoch *ep, struct counts *to, struct err *e)
{
	int rc = db_begin(ep->db, DB_READ, e);

	if (rc == 0)
		rc = epoch_refresh(ep, e);
	if (rc == 0)
		rc = count_in(ep, to, e);
	db_rollback(ep->db);
	return rc;
}

int catalog_counts(struct catalog *c, struct catalog_count **counts, size_t *n,
		   struct err *e)
{
	struct counts to = { 0 };
	int rc = catalog_enter(c, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++)
		rc = c->read_only && i + 1 < c->n_epochs
			     ? count_older(&c->epochs[i], &to, e)
			     : count_in(&c->epochs[i], &to, e);
	if (catalog_leave(c, rc) < 0) {
		free(to.list);
		return -1;
	}
	*counts = to.list;
	*n = to.n;
	return 0;
}
