#include "catalog/runs.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/catalog-private.h"
#include "catalog/ids.h"
#include "catalog/info.h"
#include "db/db.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* --- folders of the epoch --------------------------------------------------
 */

static int folder_row(struct epoch *ep, const char *name, int64_t *id,
		      struct err *e)
{
	struct db_stmt *add = db_sql(ep->db,
				     "INSERT INTO folder(name) VALUES ($1)"
				     " ON CONFLICT DO NOTHING",
				     e);

	db_text(add, 1, name);
	if (db_exec(add, e) < 0)
		return -1;
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ep->db, "SELECT id FROM folder WHERE name = $1", e);
	int rc;

	db_text(st, 1, name);
	rc = db_step(st, e);
	*id = db_col_int(st, 0);
	return rc < 0 ? -1 : 0;
}

/* --- writing ---------------------------------------------------------------
 */

struct posting {
	uint64_t mailbox, message, order;
	int64_t time_us, folder;
};

/* What came last of a message holds: it stands behind the others. */
static int posting_compare(const void *a, const void *b)
{
	const struct posting *x = a, *y = b;

	if (x->mailbox != y->mailbox)
		return x->mailbox < y->mailbox ? -1 : 1;
	if (x->message != y->message)
		return x->message < y->message ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

struct postings {
	struct posting *list;
	size_t n, cap;
	/* the folder that was asked for last: it mostly is the next one's too
	 */
	struct str folder;
	int64_t folder_id;
};

static void postings_add(struct postings *p, const struct posting *one)
{
	if (p->n == p->cap) {
		p->cap = p->cap < 1024 ? 1024 : 2 * p->cap;
		p->list = mem_resize(p->list, p->cap * sizeof(*p->list));
	}
	p->list[p->n] = *one;
	p->list[p->n].order = p->n;
	p->n++;
}

static void postings_done(struct postings *p)
{
	free(p->list);
	str_done(&p->folder);
}

static int gone_add(struct epoch *ep, uint64_t mailbox, uint64_t message,
		    struct err *e)
{
	struct db_stmt *st = db_sql(ep->db,
				    "INSERT INTO gone(mailbox, message) VALUES "
				    "($1, $2) ON CONFLICT DO NOTHING",
				    e);

	db_int(st, 1, (int64_t)mailbox);
	db_int(st, 2, (int64_t)message);
	return db_exec(st, e);
}

/* Small where the number is near 0, on either side. */
static uint64_t zigzag(int64_t v)
{
	return ((uint64_t)v << 1) ^ (v < 0 ? UINT64_MAX : 0);
}

static int64_t unzigzag(uint64_t v)
{
	return (int64_t)((v >> 1) ^ (~(v & 1) + 1));
}

/* Times are any; what they differ by wraps around and back. */
static int64_t less(int64_t a, int64_t b)
{
	return (int64_t)((uint64_t)a - (uint64_t)b);
}

static int run_add(struct epoch *ep, const struct posting *list, size_t n,
		   struct err *e)
{
	AUTO(str_done) struct str ids = STR_INIT;
	AUTO(str_done) struct str stood = STR_INIT;
	uint64_t last = 0;
	int64_t last_us = 0;
	struct db_stmt *st;

	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n && list[i + 1].message == list[i].message)
			continue;
		info_add_varint(&ids, list[i].message - last);
		info_add_varint(&stood, zigzag(less(list[i].time_us, last_us)));
		info_add_varint(&stood, (uint64_t)list[i].folder);
		last = list[i].message;
		last_us = list[i].time_us;
	}
	st = db_sql(ep->db,
		    "INSERT INTO run(mailbox, first, ids, stood) VALUES ($1,"
		    " $2, $3, $4) ON CONFLICT (mailbox, first) DO UPDATE"
		    " SET ids = $3, stood = $4",
		    e);
	db_int(st, 1, (int64_t)list[0].mailbox);
	db_int(st, 2, (int64_t)ep->flushed + 1);
	db_bytes(st, 3, ids.s, ids.len);
	db_bytes(st, 4, stood.s, stood.len);
	return db_exec(st, e);
}

/* Messages whose copies a row has, and had. */
#define TAIL_ROWS                                                              \
	"SELECT message, ids, gone, time_us, folder FROM item WHERE seq > $1"  \
	" AND kind = 4 ORDER BY seq"

static int folder_of(struct epoch *ep, struct postings *to, const char *name,
		     struct err *e)
{
	if (to->folder_id != 0 && strcmp(to->folder.s, name) == 0)
		return 0;
	str_cut(&to->folder, 0);
	str_add(&to->folder, name);
	return folder_row(ep, to->folder.s, &to->folder_id, e);
}

static int tail_row(struct epoch *ep, struct db_stmt *st, struct postings *to,
		    struct err *e)
{
	AUTO(ids_done) struct ids ids = { 0 };
	AUTO(ids_done) struct ids gone = { 0 };
	struct posting one = { .message = (uint64_t)db_col_int(st, 0),
			       .time_us = db_col_int(st, 3) };

	ids_read(&ids, st, 1);
	ids_read(&gone, st, 2);
	if (folder_of(ep, to, db_col_text(st, 4), e) < 0)
		return -1;
	one.folder = to->folder_id;
	for (size_t i = 0; i < ids.n; i++) {
		one.mailbox = ids.list[i];
		postings_add(to, &one);
	}
	for (size_t i = 0; i < gone.n; i++)
		if (gone_add(ep, gone.list[i], one.message, e) < 0)
			return -1;
	return 0;
}

static int tail_read(struct epoch *ep, struct postings *to, struct err *e)
{
	AUTO(db_done) struct db_stmt *st = db_sql(ep->db, TAIL_ROWS, e);
	int rc;

	db_int(st, 1, (int64_t)ep->flushed);
	while ((rc = db_step(st, e)) > 0)
		if (tail_row(ep, st, to, e) < 0)
			return -1;
	return rc;
}

static int runs_write(struct epoch *ep, struct postings *p, struct err *e)
{
	if (p->n > 0)
		qsort(p->list, p->n, sizeof(*p->list), posting_compare);
	for (size_t i = 0; i < p->n;) {
		size_t end = i + 1;

		while (end < p->n && p->list[end].mailbox == p->list[i].mailbox)
			end++;
		if (run_add(ep, p->list + i, end - i, e) < 0)
			return -1;
		i = end;
	}
	return 0;
}

static int flushed_set(struct epoch *ep, struct err *e)
{
	struct db_stmt *st =
		db_sql(ep->db,
		       "UPDATE state SET value = $1 WHERE name = 'flushed'", e);

	db_int(st, 1, (int64_t)ep->last);
	return db_exec(st, e);
}

int epoch_flush(struct epoch *ep, struct err *e)
{
	struct postings p = { .folder = STR_INIT };
	int rc;

	if (ep->last <= ep->flushed)
		return 0;
	rc = db_begin(ep->db, DB_WRITE, e);
	if (rc == 0)
		rc = tail_read(ep, &p, e);
	if (rc == 0)
		rc = runs_write(ep, &p, e);
	if (rc == 0)
		rc = flushed_set(ep, e);
	if (rc == 0)
		rc = db_commit(ep->db, e);
	else
		db_rollback(ep->db);
	postings_done(&p);
	if (rc < 0)
		return err_wrap(e, "write mailbox runs");
	ep->flushed = ep->last;
	ep->tail = 0;
	return 0;
}

/* --- reading ---------------------------------------------------------------
 */

static int mailbox_runs(struct epoch *ep, uint64_t mailbox, struct ids *out,
			struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ep->db,
		       "SELECT ids FROM run WHERE mailbox = $1 ORDER BY first",
		       e);
	int rc;

	db_int(st, 1, (int64_t)mailbox);
	while ((rc = db_step(st, e)) > 0)
		ids_read(out, st, 0);
	return rc;
}

static int mailbox_gone(struct epoch *ep, uint64_t mailbox, struct ids *gone,
			struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		ep->db, "SELECT message FROM gone WHERE mailbox = $1", e);
	int rc;

	db_int(st, 1, (int64_t)mailbox);
	while ((rc = db_step(st, e)) > 0)
		ids_add(gone, (uint64_t)db_col_int(st, 0));
	return rc;
}

static bool blob_has(struct db_stmt *st, int column, uint64_t id)
{
	AUTO(ids_done) struct ids ids = { 0 };

	ids_read(&ids, st, column);
	return ids_have(&ids, id);
}

int epoch_mailbox(struct epoch *ep, uint64_t mailbox, struct ids *out,
		  struct ids *gone, struct err *e)
{
	struct db_stmt *st;
	int rc;

	if (mailbox_runs(ep, mailbox, out, e) < 0 ||
	    mailbox_gone(ep, mailbox, gone, e) < 0)
		return -1;
	st = db_sql(ep->db, TAIL_ROWS, e);
	db_int(st, 1, (int64_t)ep->flushed);
	while ((rc = db_step(st, e)) > 0) {
		if (blob_has(st, 1, mailbox))
			ids_add(out, (uint64_t)db_col_int(st, 0));
		if (blob_has(st, 2, mailbox))
			ids_add(gone, (uint64_t)db_col_int(st, 0));
	}
	db_done(st);
	return rc;
}

/* --- where and when --------------------------------------------------------
 */

struct telling {
	struct epoch *ep;
	uint64_t mailbox;
	int (*each)(void *ctx, const struct stood *s, struct err *e);
	void *ctx;
	char **folders; /* by row of `folder`; NULL where there is none */
	size_t n_folders;
};

static void telling_done(struct telling *t)
{
	for (size_t i = 0; i < t->n_folders; i++)
		free(t->folders[i]);
	free(t->folders);
	t->folders = NULL;
	t->n_folders = 0;
}

static int folders_read(struct telling *t, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(t->ep->db, "SELECT id, name FROM folder ORDER BY id", e);
	int rc;

	while ((rc = db_step(st, e)) > 0) {
		size_t id = (size_t)db_col_int(st, 0), n = t->n_folders;

		t->folders =
			mem_resize(t->folders, (id + 1) * sizeof(*t->folders));
		memset(t->folders + n, 0, (id + 1 - n) * sizeof(*t->folders));
		t->folders[id] = mem_strdup(db_col_text(st, 1));
		t->n_folders = id + 1;
	}
	return rc;
}

/* A run may be newer than what was read: it brought its folder with it. */
static int folder_at(struct telling *t, uint64_t id, const char **name,
		     struct err *e)
{
	if (id >= t->n_folders || t->folders[id] == NULL) {
		telling_done(t);
		if (folders_read(t, e) < 0)
			return -1;
	}
	if (id >= t->n_folders || t->folders[id] == NULL)
		return err_set(e, ERR_STORE,
			       "the catalog of mailbox %" PRIu64
			       " is damaged: run `estreat catalog rebuild`",
			       t->mailbox);
	*name = t->folders[id];
	return 0;
}

/* Of a run from before `stood`: each is looked up. */
static int tell_looked_up(struct telling *t, struct db_stmt *st, struct err *e)
{
	AUTO(ids_done) struct ids ids = { 0 };
	struct copy_in copy = { .folder = STR_INIT };
	int rc = 0;

	ids_read(&ids, st, 0);
	for (size_t i = 0; rc >= 0 && i < ids.n; i++) {
		struct stood s = { .message = ids.list[i] };

		copy.found = 0;
		rc = catalog_copy_in(t->ep, ids.list[i], t->mailbox, &copy, e);
		s.time_us = copy.time_us;
		s.folder = copy.folder.s;
		if (rc >= 0 && copy.found)
			rc = t->each(t->ctx, &s, e);
	}
	str_done(&copy.folder);
	return rc < 0 ? -1 : 0;
}

static int tell_run(struct telling *t, struct db_stmt *st, struct err *e)
{
	size_t ids_len, stood_len;
	const unsigned char *id = db_col_bytes(st, 0, &ids_len);
	const unsigned char *at = db_col_bytes(st, 1, &stood_len);
	const unsigned char *id_end = id + ids_len, *end = at + stood_len;
	struct stood s = { 0 };
	uint64_t delta, time, folder;

	if (at == NULL || stood_len == 0)
		return tell_looked_up(t, st, e);
	while (info_varint(&id, id_end, &delta) &&
	       info_varint(&at, end, &time) && info_varint(&at, end, &folder)) {
		s.message += delta;
		s.time_us = (int64_t)((uint64_t)s.time_us +
				      (uint64_t)unzigzag(time));
		if (folder_at(t, folder, &s.folder, e) < 0 ||
		    t->each(t->ctx, &s, e) < 0)
			return -1;
	}
	return 0;
}

static int tell_runs(struct telling *t, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(t->ep->db,
		       t->ep->has_stood ? "SELECT ids, stood FROM run"
					  " WHERE mailbox = $1 ORDER BY first"
					: "SELECT ids, NULL FROM run"
					  " WHERE mailbox = $1 ORDER BY first",
		       e);
	int rc;

	db_int(st, 1, (int64_t)t->mailbox);
	while ((rc = db_step(st, e)) > 0)
		if (tell_run(t, st, e) < 0)
			return -1;
	return rc;
}

static int tell_tail(struct telling *t, struct ids *gone, struct err *e)
{
	AUTO(db_done) struct db_stmt *st = db_sql(t->ep->db, TAIL_ROWS, e);
	int rc;

	db_int(st, 1, (int64_t)t->ep->flushed);
	while ((rc = db_step(st, e)) > 0) {
		struct stood s = { .message = (uint64_t)db_col_int(st, 0),
				   .time_us = db_col_int(st, 3),
				   .folder = db_col_text(st, 4) };

		if (blob_has(st, 2, t->mailbox))
			ids_add(gone, s.message);
		if (blob_has(st, 1, t->mailbox) && t->each(t->ctx, &s, e) < 0)
			return -1;
	}
	return rc;
}

int epoch_stood(struct epoch *ep, uint64_t mailbox,
		int (*each)(void *ctx, const struct stood *s, struct err *e),
		void *ctx, struct ids *gone, struct err *e)
{
	struct telling t = { ep, mailbox, each, ctx, NULL, 0 };
	int rc = tell_runs(&t, e);

	if (rc == 0)
		rc = mailbox_gone(ep, mailbox, gone, e);
	if (rc == 0)
		rc = tell_tail(&t, gone, e);
	telling_done(&t);
	return rc < 0 ? -1 : 0;
}
