/*
 * move.c - what waits for one target goes somewhere else.
 *
 * For a server that will not come back. Into the archive itself copies go as
 * records (target/copies.h), some at a time: the rows go after the records are
 * durable, so that it may be cut off anywhere and done again.
 */
#include "delivery/delivery.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "db/db.h"
#include "delivery/outbox.h"
#include "target/copies.h"
#include "vault/vault.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define AT_ONCE 500

struct moving {
	struct archive *archive;
	struct db *db;
	int64_t from;
};

/* --- into the archive ----------------------------------------------------- */

struct moved_row {
	uint64_t mailbox, message;
	int64_t run, connector, time_us;
	char *folder;
};

static int rows_read(struct moving *m, struct moved_row *rows, size_t *n,
		     struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(m->db,
		       "SELECT mailbox, message, run, connector, time_us,"
		       " folder FROM outbox WHERE target = $1 LIMIT $2",
		       e);
	int rc;

	db_int(st, 1, m->from);
	db_int(st, 2, AT_ONCE);
	while ((rc = db_step(st, e)) > 0)
		rows[(*n)++] = (struct moved_row){
			.mailbox = (uint64_t)db_col_int(st, 0),
			.message = (uint64_t)db_col_int(st, 1),
			.run = db_col_int(st, 2),
			.connector = db_col_int(st, 3),
			.time_us = db_col_int(st, 4),
			.folder = mem_strdup(db_col_text(st, 5)),
		};
	return rc;
}

static int records(struct moving *m, const struct moved_row *rows, size_t n,
		   struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		struct copies c = { .message = rows[i].message,
				    .time_us = rows[i].time_us,
				    .folder = rows[i].folder,
				    .connector = rows[i].connector,
				    .run = rows[i].run,
				    .mailboxes = &rows[i].mailbox,
				    .n_mailboxes = 1 };

		if (copies_put(m->archive, &c, e) < 0)
			return -1;
	}
	return vault_commit(archive_vault(m->archive), e);
}

/* As if they had been delivered: by the same rules. */
static int settle(struct moving *m, const struct moved_row *rows, size_t n,
		  struct err *e)
{
	struct outbox_row *done = mem_alloc(n, sizeof(*done));
	struct outbox_mailbox *boxes = mem_alloc(n, sizeof(*boxes));
	struct outbox_lease l = { .target = m->from,
				  .taken_us = clock_now_us(),
				  .mailboxes = boxes,
				  .n = n };
	int rc;

	for (size_t i = 0; i < n; i++) {
		done[i] = (struct outbox_row){ .message = rows[i].message,
					       .run = rows[i].run,
					       .fate = FATE_DONE };
		boxes[i] = (struct outbox_mailbox){ .mailbox = rows[i].mailbox,
						    .rows = &done[i],
						    .n = 1 };
	}
	rc = outbox_settle(m->db, &l, l.taken_us,
			   catalog_last(archive_catalog(m->archive)), e);
	free(done);
	free(boxes);
	return rc;
}

/* Some of them; how many. */
static int some_in(struct moving *m, struct err *e)
{
	struct moved_row *rows = mem_alloc(AT_ONCE, sizeof(*rows));
	size_t n = 0;
	int rc = rows_read(m, rows, &n, e);

	if (rc == 0 && n > 0)
		rc = records(m, rows, n, e);
	if (rc == 0 && n > 0)
		rc = settle(m, rows, n, e);
	for (size_t i = 0; i < n; i++)
		free(rows[i].folder);
	free(rows);
	return rc < 0 ? -1 : (int)n;
}

static int into_archive(struct moving *m, uint64_t *moved, struct err *e)
{
	int n;

	while ((n = some_in(m, e)) > 0)
		*moved += (uint64_t)n;
	return n;
}

/* --- to another target ---------------------------------------------------- */

static int mailboxes_forget(struct moving *m, struct err *e)
{
	struct db_stmt *st = db_sql(
		m->db, "DELETE FROM outbox_mailbox WHERE target = $1", e);

	db_int(st, 1, m->from);
	return db_exec(st, e);
}

static int to_target(struct moving *m, int64_t to, uint64_t *moved,
		     struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(m->db,
				    "SELECT count(*) FROM outbox WHERE"
				    " target = $1",
				    e);
	struct db_stmt *up;

	db_int(st, 1, m->from);
	if (db_step(st, e) < 0)
		return -1;
	*moved = (uint64_t)db_col_int(st, 0);
	up = db_sql(m->db, "UPDATE outbox SET target = $2 WHERE target = $1",
		    e);
	db_int(up, 1, m->from);
	db_int(up, 2, to);
	if (db_exec(up, e) < 0 || mailboxes_forget(m, e) < 0)
		return -1;
	return outbox_retry(m->db, to, 0, clock_now_us(), e);
}

/* --- both ------------------------------------------------------------------
 */

static int act(struct db *db, const char *from, const char *to,
	       struct actor actor, struct err *e)
{
	json_t *o = json_pack("{s:s, s:s}", "target", from, "to", to);
	AUTO(free) char *detail = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);

	json_decref(o);
	return archive_act(db, actor, "target move", detail, e);
}

static int begin(struct moving *m, const struct delivery_move *how, int64_t *to,
		 struct err *e)
{
	if (delivery_target_find(m->db, how->from, &m->from, e) < 0)
		return -1;
	*to = 0;
	if (strcmp(how->to, COPIES_EMBEDDED) != 0 &&
	    delivery_target_find(m->db, how->to, to, e) < 0)
		return -1;
	if (*to == m->from)
		return err_set(e, ERR_USAGE, "it waits for \"%.80s\" already",
			       how->to);
	return act(m->db, how->from, how->to, how->actor, e);
}

int delivery_move(struct archive *a, struct db *db,
		  const struct delivery_move *how, uint64_t *moved,
		  struct err *e)
{
	struct moving m = { .archive = a, .db = db };
	int64_t to = 0;
	int rc;

	*moved = 0;
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = begin(&m, how, &to, e);
	if (rc == 0 && to != 0)
		rc = to_target(&m, to, moved, e);
	if (rc < 0) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db, e) < 0)
		return -1;
	return to != 0 ? 0 : into_archive(&m, moved, e);
}
