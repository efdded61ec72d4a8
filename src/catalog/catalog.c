#include "catalog/catalog.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "catalog/epoch.h"
#include "catalog/info.h"
#include "db/db.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define EPOCHS_MAX 4096

struct catalog {
	pthread_mutex_t lock;
	char *dir;
	bool read_only;
	struct epoch *epochs; /* by month, and so by seq */
	size_t n_epochs;
};

/* --- opening ----------------------------------------------------------- */

static int month_compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* The months that have a file, sorted. */
static int months_read(const char *dir, int64_t **out, size_t *n, struct err *e)
{
	DIR *d = opendir(dir);
	struct dirent *entry;
	int64_t *months = NULL;
	size_t count = 0;

	if (d == NULL)
		return err_sys(e, ERR_STORE, "open catalog %s", dir);
	/* each thread has its own DIR */
	while ((entry = readdir(d)) != NULL) { // NOLINT(concurrency-mt-unsafe)
		int year = 0, month = 0;
		char rest[8] = "";

		if (sscanf(entry->d_name, "%4d-%2d.%7s", &year, &month, rest) !=
			    3 ||
		    strcmp(rest, "db") != 0 || count == EPOCHS_MAX)
			continue;
		months = mem_resize(months, (count + 1) * sizeof(*months));
		months[count++] = (int64_t)year * 12 + month - 1;
	}
	(void)closedir(d);
	if (count > 0)
		qsort(months, count, sizeof(*months), month_compare);
	*out = months;
	*n = count;
	return 0;
}

static int epoch_append(struct catalog *c, int64_t month, struct err *e)
{
	struct epoch ep;

	if (epoch_open(&ep, c->dir, month, c->read_only, e) < 0)
		return err_wrap(e, "open catalog %s", c->dir);
	c->epochs =
		mem_resize(c->epochs, (c->n_epochs + 1) * sizeof(*c->epochs));
	c->epochs[c->n_epochs++] = ep;
	return 0;
}

static int epochs_load(struct catalog *c, struct err *e)
{
	AUTO(free) int64_t *months = NULL;
	size_t n = 0;

	if (months_read(c->dir, &months, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (i < c->n_epochs && c->epochs[i].month == months[i])
			continue;
		if (epoch_append(c, months[i], e) < 0)
			return -1;
	}
	return 0;
}

int catalog_open(struct catalog **out, const char *dir, bool read_only,
		 struct err *e)
{
	AUTO(catalog_close) struct catalog *c = NEW(struct catalog);

	(void)pthread_mutex_init(&c->lock, NULL);
	c->dir = mem_strdup(dir);
	c->read_only = read_only;
	if (!read_only && mkdir(dir, 0700) < 0 && errno != EEXIST)
		return err_sys(e, ERR_STORE, "make catalog %s", dir);
	if (epochs_load(c, e) < 0)
		return -1;
	*out = TAKE(c);
	return 0;
}

void catalog_close(struct catalog *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->n_epochs; i++) {
		struct err e = ERR_INIT;

		/* derived and replayed: a failure here loses nothing */
		if (!c->read_only)
			(void)epoch_flush(&c->epochs[i], &e);
		epoch_close(&c->epochs[i]);
	}
	(void)pthread_mutex_destroy(&c->lock);
	free(c->epochs);
	free(c->dir);
	free(c);
}

/*
 * Every public call lies between enter and leave. A reader beside a living
 * writer sees one state of each epoch while inside.
 */
static int enter(struct catalog *c, struct err *e)
{
	(void)pthread_mutex_lock(&c->lock);
	if (!c->read_only)
		return 0;
	if (epochs_load(c, e) < 0) {
		(void)pthread_mutex_unlock(&c->lock);
		return -1;
	}
	for (size_t i = 0; i < c->n_epochs; i++) {
		if (db_begin(c->epochs[i].db, DB_READ, e) == 0 &&
		    epoch_refresh(&c->epochs[i], e) == 0)
			continue;
		for (size_t j = 0; j <= i; j++)
			db_rollback(c->epochs[j].db);
		(void)pthread_mutex_unlock(&c->lock);
		return -1;
	}
	return 0;
}

static int leave(struct catalog *c, int rc)
{
	if (c->read_only)
		for (size_t i = 0; i < c->n_epochs; i++)
			db_rollback(c->epochs[i].db);
	(void)pthread_mutex_unlock(&c->lock);
	return rc;
}

/* --- following --------------------------------------------------------- */

static uint64_t last_seq(const struct catalog *c)
{
	for (size_t i = c->n_epochs; i-- > 0;)
		if (c->epochs[i].last > 0)
			return c->epochs[i].last;
	return 0;
}

uint64_t catalog_last(struct catalog *c)
{
	struct err e = ERR_INIT;
	uint64_t last;

	if (enter(c, &e) < 0)
		return 0;
	last = last_seq(c);
	(void)leave(c, 0);
	return last;
}

static uint64_t follower_have(void *ctx)
{
	return catalog_last(ctx);
}

static int64_t month_of(int64_t us)
{
	struct clock_date d = clock_to_date(us);

	return d.year * 12 + d.month - 1;
}

/* The epoch that takes a record of this month: never one before the last. */
static struct epoch *epoch_for(struct catalog *c, int64_t month, struct err *e)
{
	if (c->n_epochs == 0 || c->epochs[c->n_epochs - 1].month < month) {
		if (c->n_epochs > 0 &&
		    epoch_flush(&c->epochs[c->n_epochs - 1], e) < 0)
			return NULL;
		if (epoch_append(c, month, e) < 0)
			return NULL;
	}
	return &c->epochs[c->n_epochs - 1];
}

static int follow_locked(struct catalog *c, const struct vault_stored *recs,
			 size_t n, struct err *e)
{
	for (size_t i = 0; i < n;) {
		int64_t month = month_of(recs[i].stored_us);
		struct epoch *ep = epoch_for(c, month, e);
		size_t end = i + 1;

		if (ep == NULL)
			return -1;
		while (end < n && month_of(recs[end].stored_us) <= ep->month)
			end++;
		if (epoch_add(ep, recs + i, end - i, e) < 0)
			return -1;
		if (ep->tail > EPOCH_TAIL_MAX && epoch_flush(ep, e) < 0)
			return -1;
		i = end;
	}
	return 0;
}

static int follower_follow(void *ctx, const struct vault_stored *recs, size_t n,
			   struct err *e)
{
	struct catalog *c = ctx;
	uint64_t have;
	size_t known = 0;

	if (enter(c, e) < 0)
		return -1;
	have = last_seq(c);
	while (known < n && recs[known].seq <= have)
		known++;
	return leave(c, follow_locked(c, recs + known, n - known, e));
}

struct vault_follower catalog_follower(struct catalog *c)
{
	return (struct vault_follower){ .ctx = c,
					.have = follower_have,
					.follow = follower_follow };
}

int catalog_flush(struct catalog *c, struct err *e)
{
	int rc = enter(c, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && !c->read_only && i < c->n_epochs; i++)
		rc = epoch_flush(&c->epochs[i], e);
	return leave(c, rc);
}

/* --- asking ------------------------------------------------------------ */

static struct epoch *epoch_of(const struct catalog *c, uint64_t seq)
{
	for (size_t i = c->n_epochs; i-- > 0;)
		if (seq >= c->epochs[i].first && seq <= c->epochs[i].last)
			return &c->epochs[i];
	return NULL;
}

#define PLACE_COLUMNS "seq, kind, pack, pos, length, sha256"

static void place_read(struct db_stmt *st, struct catalog_place *out)
{
	size_t len;
	const void *sha;

	out->seq = (uint64_t)db_col_int(st, 0);
	out->kind = (enum vault_kind)db_col_int(st, 1);
	out->pack = (uint64_t)db_col_int(st, 2);
	out->offset = (uint64_t)db_col_int(st, 3);
	out->length = (uint64_t)db_col_int(st, 4);
	sha = db_col_bytes(st, 5, &len);
	if (len == DIGEST_BYTES)
		memcpy(out->sha256, sha, len);
}

int catalog_place(struct catalog *c, uint64_t seq, struct catalog_place *out,
		  struct err *e)
{
	struct epoch *ep;
	struct db_stmt *st;
	int rc;

	if (enter(c, e) < 0)
		return -1;
	ep = epoch_of(c, seq);
	if (ep == NULL)
		return leave(c, 0);
	st = db_sql(ep->db, "SELECT " PLACE_COLUMNS " FROM item WHERE seq = $1",
		    e);
	db_int(st, 1, (int64_t)seq);
	rc = db_step(st, e);
	if (rc > 0)
		place_read(st, out);
	db_done(st);
	return leave(c, rc);
}

static int64_t first8(const uint8_t *bytes)
{
	int64_t v;

	memcpy(&v, bytes, sizeof(v));
	return v;
}

static bool bytes_are(struct db_stmt *st, int column, const uint8_t *want,
		      size_t want_len)
{
	size_t len;
	const void *p = db_col_bytes(st, column, &len);

	return len == want_len && memcmp(p, want, len) == 0;
}

static int find_key_in(struct epoch *ep, enum vault_kind kind,
		       const uint8_t key[VAULT_KEY], struct catalog_place *out,
		       struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(ep->db,
				    "SELECT " PLACE_COLUMNS
				    ", key_rest FROM item WHERE h8 = $1"
				    " AND kind = $2 ORDER BY seq",
				    e);
	int rc;

	db_int(st, 1, first8(key));
	db_int(st, 2, (int64_t)kind);
	while ((rc = db_step(st, e)) > 0) {
		if (!bytes_are(st, 6, key + 8, VAULT_KEY - 8))
			continue;
		place_read(st, out);
		return 1;
	}
	return rc;
}

int catalog_find_key(struct catalog *c, enum vault_kind kind,
		     const uint8_t key[VAULT_KEY], struct catalog_place *out,
		     struct err *e)
{
	int rc = 0;

	if (enter(c, e) < 0)
		return -1;
	for (size_t i = c->n_epochs; rc == 0 && i-- > 0;)
		rc = find_key_in(&c->epochs[i], kind, key, out, e);
	return leave(c, rc);
}

static int find_digest_in(struct epoch *ep, const struct digest *d,
			  struct catalog_place *out, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(ep->db,
				    "SELECT " PLACE_COLUMNS
				    " FROM item WHERE d8 = $1 ORDER BY seq",
				    e);
	int rc;

	db_int(st, 1, first8(d->bytes));
	while ((rc = db_step(st, e)) > 0) {
		if (!bytes_are(st, 5, d->bytes, DIGEST_BYTES))
			continue;
		place_read(st, out);
		return 1;
	}
	return rc;
}

int catalog_find_digest(struct catalog *c, const struct digest *d,
			struct catalog_place *out, struct err *e)
{
	int rc = 0;

	if (enter(c, e) < 0)
		return -1;
	for (size_t i = c->n_epochs; rc == 0 && i-- > 0;)
		rc = find_digest_in(&c->epochs[i], d, out, e);
	return leave(c, rc);
}

/* --- messages ---------------------------------------------------------- */

void catalog_message_done(struct catalog_message *m)
{
	str_done(&m->message_id);
	str_done(&m->subject);
	str_done(&m->sender);
}

static void message_read(struct db_stmt *st, struct catalog_message *out)
{
	out->seq = (uint64_t)db_col_int(st, 0);
	out->pack = (uint64_t)db_col_int(st, 1);
	out->offset = (uint64_t)db_col_int(st, 2);
	out->time_us = db_col_int(st, 3);
	out->stored_us = db_col_int(st, 4);
	out->connector = db_col_int(st, 5);
	out->run = db_col_int(st, 6);
	out->size = (uint64_t)db_col_int(st, 7);
	str_cut(&out->message_id, 0);
	str_add(&out->message_id, db_col_text(st, 8));
	str_cut(&out->subject, 0);
	str_add(&out->subject, db_col_text(st, 9));
	str_cut(&out->sender, 0);
	str_add(&out->sender, db_col_text(st, 10));
}

int catalog_message(struct catalog *c, uint64_t seq,
		    struct catalog_message *out, struct err *e)
{
	struct epoch *ep;
	struct db_stmt *st;
	int rc;

	if (enter(c, e) < 0)
		return -1;
	ep = epoch_of(c, seq);
	if (ep == NULL)
		return leave(c, 0);
	st = db_sql(ep->db,
		    "SELECT seq, pack, pos, time_us, stored_us, connector, run,"
		    " size, message_id, subject, sender FROM item"
		    " WHERE seq = $1 AND kind = $2",
		    e);
	db_int(st, 1, (int64_t)seq);
	db_int(st, 2, VAULT_MESSAGE);
	rc = db_step(st, e);
	if (rc > 0)
		message_read(st, out);
	db_done(st);
	return leave(c, rc);
}

int catalog_message_named(struct catalog *c, const char *name, uint64_t *seq,
			  struct err *e)
{
	struct catalog_message m = CATALOG_MESSAGE_INIT;
	struct catalog_place place;
	struct digest d;
	long long number;
	int rc;

	if (str_int64(name, &number) && number > 0) {
		rc = catalog_message(c, (uint64_t)number, &m, e);
		*seq = m.seq;
		catalog_message_done(&m);
		return rc;
	}
	/* the key of a message is a digest of its Message-ID's left side */
	name += *name == '<';
	d = digest_of(name, strcspn(name, "@>"));
	rc = catalog_find_key(c, VAULT_MESSAGE, d.bytes, &place, e);
	if (rc > 0)
		*seq = place.seq;
	return rc;
}

int catalog_mailbox(struct catalog *c, uint64_t mailbox, uint64_t **seqs,
		    size_t *n, struct err *e)
{
	struct epoch_ids ids = { 0 };
	AUTO(epoch_ids_done) struct epoch_ids gone = { 0 };
	int rc = enter(c, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++)
		rc = epoch_mailbox(&c->epochs[i], mailbox, &ids, &gone, e);
	if (leave(c, rc) < 0) {
		free(ids.ids);
		return -1;
	}
	epoch_ids_sort(&ids);
	for (size_t i = 0; i < gone.n; i++)
		epoch_ids_drop(&ids, gone.ids[i]);
	*seqs = ids.ids;
	*n = ids.n;
	return 0;
}

static int messages_in(struct epoch *ep, uint64_t after, size_t limit,
		       struct epoch_ids *out, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ep->db,
		       "SELECT seq FROM item WHERE seq > $1 AND kind = $2"
		       " ORDER BY seq LIMIT $3",
		       e);
	int rc;

	db_int(st, 1, (int64_t)after);
	db_int(st, 2, VAULT_MESSAGE);
	db_int(st, 3, (int64_t)(limit - out->n));
	while ((rc = db_step(st, e)) > 0)
		epoch_ids_add(out, (uint64_t)db_col_int(st, 0));
	return rc;
}

int catalog_messages_after(struct catalog *c, uint64_t after, size_t limit,
			   uint64_t **seqs, size_t *n, struct err *e)
{
	struct epoch_ids ids = { 0 };
	int rc = enter(c, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < c->n_epochs && ids.n < limit; i++)
		if (c->epochs[i].last > after)
			rc = messages_in(&c->epochs[i], after, limit, &ids, e);
	if (leave(c, rc) < 0) {
		free(ids.ids);
		return -1;
	}
	*seqs = ids.ids;
	*n = ids.n;
	return 0;
}

/* --- copies ------------------------------------------------------------ */

static void ids_read(struct db_stmt *st, int column, struct epoch_ids *out)
{
	size_t len;
	const unsigned char *at = db_col_bytes(st, column, &len);
	const unsigned char *end = at + len;
	uint64_t id = 0, delta;

	while (at != NULL && info_varint(&at, end, &delta)) {
		id += delta;
		epoch_ids_add(out, id);
	}
}

static int copies_in(struct epoch *ep, uint64_t message, struct epoch_ids *out,
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
		AUTO(epoch_ids_done) struct epoch_ids gone = { 0 };

		ids_read(st, 0, out);
		ids_read(st, 1, &gone);
		for (size_t i = 0; i < gone.n; i++)
			epoch_ids_drop(out, gone.ids[i]);
	}
	return rc;
}

int catalog_copies(struct catalog *c, uint64_t message, uint64_t **mailboxes,
		   size_t *n, struct err *e)
{
	struct epoch_ids ids = { 0 };
	int rc = enter(c, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++)
		rc = copies_in(&c->epochs[i], message, &ids, e);
	if (leave(c, rc) < 0) {
		free(ids.ids);
		return -1;
	}
	epoch_ids_sort(&ids);
	*mailboxes = ids.ids;
	*n = ids.n;
	return 0;
}

/* As far as this epoch tells: the last record of copies decides. */
static int folder_in(struct epoch *ep, uint64_t message, uint64_t mailbox,
		     struct str *folder, int *found, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ep->db,
		       "SELECT ids, gone, folder FROM item WHERE message = $1"
		       " AND message IS NOT NULL ORDER BY seq",
		       e);
	int rc;

	db_int(st, 1, (int64_t)message);
	while ((rc = db_step(st, e)) > 0) {
		AUTO(epoch_ids_done) struct epoch_ids ids = { 0 };
		AUTO(epoch_ids_done) struct epoch_ids gone = { 0 };

		ids_read(st, 0, &ids);
		ids_read(st, 1, &gone);
		for (size_t i = 0; i < gone.n; i++)
			if (gone.ids[i] == mailbox)
				*found = 0;
		for (size_t i = 0; i < ids.n; i++) {
			if (ids.ids[i] != mailbox)
				continue;
			*found = 1;
			str_cut(folder, 0);
			str_add(folder, db_col_text(st, 2));
		}
	}
	return rc;
}

int catalog_folder(struct catalog *c, uint64_t message, uint64_t mailbox,
		   struct str *folder, struct err *e)
{
	int rc = enter(c, e), found = 0;

	if (rc < 0)
		return -1;
	str_cut(folder, 0);
	/* copies come after their message: earlier epochs have none */
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++)
		if (c->epochs[i].last > message)
			rc = folder_in(&c->epochs[i], message, mailbox, folder,
				       &found, e);
	return leave(c, rc) < 0 ? -1 : found;
}

struct between {
	uint64_t first, last;
	int (*each)(void *ctx, const struct catalog_copies_event *ev,
		    struct err *e);
	void *ctx;
};

static int between_in(struct epoch *ep, const struct between *b, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		ep->db,
		"SELECT seq, message, run, time_us, folder, ids, gone FROM item"
		" WHERE kind = 4 AND seq >= $1 AND seq <= $2 ORDER BY seq",
		e);
	int rc;

	db_int(st, 1, (int64_t)b->first);
	db_int(st, 2, (int64_t)b->last);
	while ((rc = db_step(st, e)) > 0) {
		AUTO(epoch_ids_done) struct epoch_ids ids = { 0 };
		AUTO(epoch_ids_done) struct epoch_ids gone = { 0 };
		struct catalog_copies_event ev = {
			.seq = (uint64_t)db_col_int(st, 0),
			.message = (uint64_t)db_col_int(st, 1),
			.run = db_col_int(st, 2),
			.time_us = db_col_int(st, 3),
			.folder = db_col_text(st, 4),
		};

		ids_read(st, 5, &ids);
		ids_read(st, 6, &gone);
		ev.mailboxes = ids.ids;
		ev.n_mailboxes = ids.n;
		ev.removed = gone.ids;
		ev.n_removed = gone.n;
		if (b->each(b->ctx, &ev, e) < 0)
			return -1;
	}
	return rc;
}

int catalog_copies_between(struct catalog *c, uint64_t first, uint64_t last,
			   int (*each)(void *ctx,
				       const struct catalog_copies_event *ev,
				       struct err *e),
			   void *ctx, struct err *e)
{
	struct between b = { first, last, each, ctx };
	int rc = enter(c, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++)
		if (c->epochs[i].first <= last && c->epochs[i].last >= first)
			rc = between_in(&c->epochs[i], &b, e);
	return leave(c, rc);
}

static int totals_in(struct epoch *ep, struct catalog_totals *out,
		     struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(ep->db,
		       "SELECT count(*), coalesce(sum(size), 0) FROM item"
		       " WHERE kind = $1",
		       e);

	db_int(st, 1, VAULT_MESSAGE);
	if (db_step(st, e) < 0)
		return -1;
	out->messages += (uint64_t)db_col_int(st, 0);
	out->bytes += (uint64_t)db_col_int(st, 1);
	if (ep->last >= ep->first)
		out->items += ep->last - ep->first + 1;
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

int catalog_totals(struct catalog *c, struct catalog_totals *out, struct err *e)
{
	struct between b = { 0, INT64_MAX, count_copies, out };
	int rc = enter(c, e);

	*out = (struct catalog_totals){ 0 };
	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++) {
		rc = totals_in(&c->epochs[i], out, e);
		if (rc == 0)
			rc = between_in(&c->epochs[i], &b, e);
	}
	return leave(c, rc);
}
