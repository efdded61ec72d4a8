/* times.c - when many messages were, for lists in the order of time. */
#include "catalog/catalog-private.h"

#include "base/err.h"
#include "db/db.h"

/* At a time: who stores must not wait for a reader of a large mailbox. */
#define TIMES_AT_ONCE 4096

static int time_in(struct epoch *ep, uint64_t seq, int64_t *out, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ep->db,
		       "SELECT time_us FROM item WHERE seq = $1 AND kind = 3",
		       e);
	int rc;

	db_int(st, 1, (int64_t)seq);
	rc = db_step(st, e);
	*out = rc > 0 ? db_col_int(st, 0) : INT64_MIN;
	return rc < 0 ? -1 : 0;
}

static int some_times(struct catalog *c, const uint64_t *seqs, size_t n,
		      int64_t *times_us, struct err *e)
{
	struct epoch *ep = NULL;
	int rc = catalog_enter(c, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < n; i++) {
		if (ep == NULL || seqs[i] < ep->first || seqs[i] > ep->last)
			ep = catalog_epoch_of(c, seqs[i]);
		times_us[i] = INT64_MIN;
		if (ep != NULL)
			rc = time_in(ep, seqs[i], &times_us[i], e);
	}
	return catalog_leave(c, rc);
}

int catalog_times(struct catalog *c, const uint64_t *seqs, size_t n,
		  int64_t *times_us, struct err *e)
{
	for (size_t i = 0; i < n; i += TIMES_AT_ONCE) {
		size_t some = n - i < TIMES_AT_ONCE ? n - i : TIMES_AT_ONCE;

		if (some_times(c, seqs + i, some, times_us + i, e) < 0)
			return -1;
	}
	return 0;
}
