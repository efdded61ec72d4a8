/* mailbox.c - the messages of a mailbox, the mailboxes of a message. */
#include "catalog/catalog-private.h"

#include "base/err.h"
#include "base/str.h"
#include "catalog/ids.h"
#include "catalog/runs.h"
#include "db/db.h"
#include "vault/vault.h"

int catalog_mailbox(struct catalog *c, uint64_t mailbox, uint64_t **seqs,
		    size_t *n, struct err *e)
{
	struct ids ids = { 0 };
	AUTO(ids_done) struct ids gone = { 0 };
	int rc = catalog_enter(c, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++)
		rc = epoch_mailbox(&c->epochs[i], mailbox, &ids, &gone, e);
	if (catalog_leave(c, rc) < 0) {
		free(ids.list);
		return -1;
	}
	ids_sort(&ids);
	ids_sort(&gone);
	ids_drop(&ids, &gone);
	*seqs = ids.list;
	*n = ids.n;
	return 0;
}

static int copies_in(struct epoch *ep, uint64_t message, struct ids *out,
		     struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ep->db,
		       "SELECT ids, gone FROM item WHERE message = $1"
		       " AND message IS NOT NULL ORDER BY seq",
		       e);
	int rc;

	db_int(st, 1, (int64_t)message);
	while ((rc = db_step(st, e)) > 0) {
		AUTO(ids_done) struct ids gone = { 0 };

		ids_read(out, st, 0);
		ids_read(&gone, st, 1);
		if (gone.n == 0)
			continue;
		ids_sort(out);
		ids_drop(out, &gone);
	}
	return rc;
}

int catalog_copies(struct catalog *c, uint64_t message, uint64_t **mailboxes,
		   size_t *n, struct err *e)
{
	struct ids ids = { 0 };
	int rc = catalog_enter(c, e);

	if (rc < 0)
		return -1;
	/* copies come after their message: earlier epochs have none */
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++)
		if (c->epochs[i].last > message)
			rc = copies_in(&c->epochs[i], message, &ids, e);
	if (catalog_leave(c, rc) < 0) {
		free(ids.list);
		return -1;
	}
	ids_sort(&ids);
	*mailboxes = ids.list;
	*n = ids.n;
	return 0;
}

int catalog_copy_in(struct epoch *ep, uint64_t message, uint64_t mailbox,
		    struct copy_in *out, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		ep->db,
		"SELECT ids, gone, folder, time_us FROM item WHERE message = $1"
		" AND message IS NOT NULL ORDER BY seq",
		e);
	int rc;

	db_int(st, 1, (int64_t)message);
	while ((rc = db_step(st, e)) > 0) {
		AUTO(ids_done) struct ids ids = { 0 };
		AUTO(ids_done) struct ids gone = { 0 };

		ids_read(&ids, st, 0);
		ids_read(&gone, st, 1);
		for (size_t i = 0; i < gone.n; i++)
			if (gone.list[i] == mailbox)
				out->found = 0;
		for (size_t i = 0; i < ids.n; i++) {
			if (ids.list[i] != mailbox)
				continue;
			out->found = 1;
			out->time_us = db_col_int(st, 3);
			str_cut(&out->folder, 0);
			str_add(&out->folder, db_col_text(st, 2));
		}
	}
	return rc;
}

int catalog_folder(struct catalog *c, uint64_t message, uint64_t mailbox,
		   struct str *folder, struct err *e)
{
	struct copy_in copy = { .folder = STR_INIT };
	int rc = catalog_enter(c, e);

	if (rc < 0)
		return -1;
	/* copies come after their message: earlier epochs have none */
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++)
		if (c->epochs[i].last > message)
			rc = catalog_copy_in(&c->epochs[i], message, mailbox,
					     &copy, e);
	str_cut(folder, 0);
	str_add(folder, copy.folder.s);
	str_done(&copy.folder);
	return catalog_leave(c, rc) < 0 ? -1 : copy.found;
}

struct between {
	uint64_t first, last;
	int (*each)(void *ctx, const struct catalog_copies_event *ev,
		    struct err *e);
	void *ctx;
};

#define EVENT_COLUMNS                                                          \
	"seq, message, run, time_us, folder, ids, gone, stored_us, sender,"    \
	" subject, size"

static int event_tell(struct db_stmt *st, const struct between *b,
		      struct err *e)
{
	AUTO(ids_done) struct ids ids = { 0 };
	AUTO(ids_done) struct ids gone = { 0 };
	struct catalog_copies_event ev = {
		.seq = (uint64_t)db_col_int(st, 0),
		.message = (uint64_t)db_col_int(st, 1),
		.run = db_col_int(st, 2),
		.time_us = db_col_int(st, 3),
		.folder = db_col_text(st, 4),
		.stored_us = db_col_int(st, 7),
		.target = db_col_text(st, 8),
		.place = db_col_text(st, 9),
		.reduced = (uint64_t)db_col_int(st, 10),
	};

	ids_read(&ids, st, 5);
	ids_read(&gone, st, 6);
	ev.mailboxes = ids.list;
	ev.n_mailboxes = ids.n;
	ev.removed = gone.list;
	ev.n_removed = gone.n;
	return b->each(b->ctx, &ev, e);
}

static int between_in(struct epoch *ep, const struct between *b, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		ep->db,
		"SELECT " EVENT_COLUMNS " FROM item"
		" WHERE kind = 4 AND seq >= $1 AND seq <= $2 ORDER BY seq",
		e);
	int rc;

	db_int(st, 1, (int64_t)b->first);
	db_int(st, 2, (int64_t)b->last);
	while ((rc = db_step(st, e)) > 0)
		if (event_tell(st, b, e) < 0)
			return -1;
	return rc;
}

static int events_in(struct epoch *ep, uint64_t message,
		     const struct between *b, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ep->db,
		       "SELECT " EVENT_COLUMNS " FROM item WHERE message = $1"
		       " AND message IS NOT NULL ORDER BY seq",
		       e);
	int rc;

	db_int(st, 1, (int64_t)message);
	while ((rc = db_step(st, e)) > 0)
		if (event_tell(st, b, e) < 0)
			return -1;
	return rc;
}

int catalog_copies_of(struct catalog *c, uint64_t message,
		      int (*each)(void *ctx,
				  const struct catalog_copies_event *ev,
				  struct err *e),
		      void *ctx, struct err *e)
{
	struct between b = { .each = each, .ctx = ctx };
	int rc = catalog_enter(c, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++)
		if (c->epochs[i].last > message)
			rc = events_in(&c->epochs[i], message, &b, e);
	return catalog_leave(c, rc);
}

int catalog_copies_between(struct catalog *c, uint64_t first, uint64_t last,
			   int (*each)(void *ctx,
				       const struct catalog_copies_event *ev,
				       struct err *e),
			   void *ctx, struct err *e)
{
	struct between b = { first, last, each, ctx };
	int rc = catalog_enter(c, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++)
		if (c->epochs[i].first <= last && c->epochs[i].last >= first)
			rc = between_in(&c->epochs[i], &b, e);
	return catalog_leave(c, rc);
}

static int messages_in(struct epoch *ep, uint64_t to,
		       struct catalog_totals *out, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ep->db,
		       "SELECT count(*), coalesce(sum(size), 0) FROM item"
		       " WHERE kind = $1 AND seq > $2 AND seq <= $3",
		       e);

	db_int(st, 1, VAULT_MESSAGE);
	db_int(st, 2, (int64_t)ep->counted_to);
	db_int(st, 3, (int64_t)to);
	if (db_step(st, e) < 0)
		return -1;
	out->messages += (uint64_t)db_col_int(st, 0);
	out->bytes += (uint64_t)db_col_int(st, 1);
	return 0;
}

static int count_copies(void *ctx, const struct catalog_copies_event *ev,
			struct err *e)
{
	struct catalog_totals *t = ctx;

	(void)e;
	t->copies += ev->n_mailboxes;
	t->copies -= ev->n_removed;
	return 0;
}

/* Records stay as they are: what was counted stays counted. */
static int totals_in(struct epoch *ep, struct catalog_totals *out,
		     struct err *e)
{
	struct catalog_totals t = ep->counted;
	uint64_t last = ep->last;
	struct between b = { ep->counted_to + 1, last, count_copies, &t };

	if (last > ep->counted_to &&
	    (messages_in(ep, last, &t, e) < 0 || between_in(ep, &b, e) < 0))
		return -1;
	ep->counted = t;
	ep->counted_to = last;
	out->messages += t.messages;
	out->bytes += t.bytes;
	out->copies += t.copies;
	if (ep->last >= ep->first)
		out->items += ep->last - ep->first + 1;
	return 0;
}

int catalog_totals(struct catalog *c, struct catalog_totals *out, struct err *e)
{
	int rc = catalog_enter(c, e);

	*out = (struct catalog_totals){ 0 };
	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++)
		rc = totals_in(&c->epochs[i], out, e);
	return catalog_leave(c, rc);
}
