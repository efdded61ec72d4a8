#include "delivery/outbox.h"

#include "base/err.h"
#include "base/mem.h"
#include "db/db.h"
#include "delivery/delivery.h"
#include "delivery/verdict.h"

#include <stdlib.h>
#include <string.h>

/* Mailboxes looked at for one lease; more would hold them for too long. */
#define MAILBOXES_MAX 64

void outbox_lease_done(struct outbox_lease *l)
{
	arena_free(l->arena);
	*l = (struct outbox_lease){ 0 };
}

/* --- adding -------------------------------------------------------------- */

static int row_add(struct db *db, const struct delivery_due *d,
		   uint64_t mailbox, int64_t now_us, struct err *e)
{
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO outbox(target, mailbox, message, run, connector,"
		" folder, time_us, state, attempts, not_before_us, outcome,"
		" reason) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 0, 0, 0, '')"
		" ON CONFLICT DO NOTHING",
		e);

	db_int(st, 1, d->target);
	db_int(st, 2, (int64_t)mailbox);
	db_int(st, 3, (int64_t)d->message);
	db_int(st, 4, d->run);
	db_int(st, 5, d->connector);
	db_text(st, 6, d->folder);
	db_int(st, 7, d->time_us);
	if (db_exec(st, e) < 0)
		return -1;
	/* one that is stopped stays so; one that only has rows for later has
	   one for now */
	st = db_sql(db,
		    "INSERT INTO outbox_mailbox(target, mailbox, held,"
		    " not_before_us, attempts, outcome, reason)"
		    " VALUES ($1, $2, 0, $3, 0, 0, '')"
		    " ON CONFLICT (target, mailbox) DO UPDATE SET"
		    " not_before_us = $3 WHERE outbox_mailbox.outcome = 0"
		    " AND outbox_mailbox.not_before_us > $3",
		    e);
	db_int(st, 1, d->target);
	db_int(st, 2, (int64_t)mailbox);
	db_int(st, 3, now_us);
	return db_exec(st, e);
}

int outbox_add(struct db *db, const struct delivery_due *d, int64_t now_us,
	       struct err *e)
{
	for (size_t i = 0; i < d->n_mailboxes; i++)
		if (row_add(db, d, d->mailboxes[i], now_us, e) < 0)
			return -1;
	return 0;
}

/* --- taking -------------------------------------------------------------- */

/* 1 where the target may be worked for now; sets l->changed. */
static int target_open(struct db *db, struct outbox_lease *l, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT changed FROM target WHERE id = $1 AND state = 0"
		       " AND not_before_us <= $2",
		       e);
	int rc;

	db_int(st, 1, l->target);
	db_int(st, 2, l->taken_us);
	rc = db_step(st, e);
	if (rc > 0)
		l->changed = db_col_int(st, 0);
	return rc;
}

static int mailboxes_due(struct db *db, struct outbox_lease *l, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT mailbox, attempts FROM outbox_mailbox"
		       " WHERE target = $1 AND held = 0 AND not_before_us <= $2"
		       " ORDER BY not_before_us, mailbox LIMIT $3",
		       e);
	int rc;

	db_int(st, 1, l->target);
	db_int(st, 2, l->taken_us);
	db_int(st, 3, MAILBOXES_MAX);
	while ((rc = db_step(st, e)) > 0) {
		l->mailboxes = ARENA_GROW(l->arena, l->mailboxes, l->n);
		l->mailboxes[l->n++] = (struct outbox_mailbox){
			.mailbox = (uint64_t)db_col_int(st, 0),
			.attempts = db_col_int(st, 1),
		};
	}
	return rc;
}

static int rows_due(struct db *db, struct outbox_lease *l,
		    struct outbox_mailbox *m, size_t max, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT message, run, connector, time_us, attempts, folder,"
		" state FROM outbox WHERE target = $1 AND mailbox = $2"
		" AND state <= 2 AND not_before_us <= $3"
		" ORDER BY message LIMIT $4",
		e);
	int rc;

	db_int(st, 1, l->target);
	db_int(st, 2, (int64_t)m->mailbox);
	db_int(st, 3, l->taken_us);
	db_int(st, 4, (int64_t)max);
	while ((rc = db_step(st, e)) > 0) {
		m->rows = ARENA_GROW(l->arena, m->rows, m->n);
		m->rows[m->n++] = (struct outbox_row){
			.message = (uint64_t)db_col_int(st, 0),
			.run = db_col_int(st, 1),
			.connector = db_col_int(st, 2),
			.time_us = db_col_int(st, 3),
			.attempts = db_col_int(st, 4),
			.folder = arena_strdup(l->arena, db_col_text(st, 5)),
			.uncertain = db_col_int(st, 6) == OUTBOX_ATTEMPTED,
		};
	}
	return rc;
}

static int rows_mark(struct db *db, const struct outbox_lease *l,
		     const struct outbox_mailbox *m, struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "UPDATE outbox SET state = 2 WHERE target = $1"
		       " AND mailbox = $2 AND message <= $3 AND state = 1"
		       " AND not_before_us <= $4",
		       e);

	db_int(st, 1, l->target);
	db_int(st, 2, (int64_t)m->mailbox);
	db_int(st, 3, (int64_t)m->rows[m->n - 1].message);
	db_int(st, 4, l->taken_us);
	if (db_exec(st, e) < 0)
		return -1;
	st = db_sql(db,
		    "UPDATE outbox_mailbox SET held = 1 WHERE target = $1"
		    " AND mailbox = $2",
		    e);
	db_int(st, 1, l->target);
	db_int(st, 2, (int64_t)m->mailbox);
	return db_exec(st, e);
}

/* When it has something for now: then; else when it has; NEVER passes. */
static int mailbox_rest(struct db *db, int64_t target, uint64_t mailbox,
			int64_t now_us, int64_t *next_us, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT 1 FROM outbox WHERE target = $1 AND mailbox = $2"
		       " AND state <= 2 AND not_before_us <= $3 LIMIT 1",
		       e);
	AUTO(db_done) struct db_stmt *later = NULL;
	int rc;

	*next_us = now_us;
	db_int(st, 1, target);
	db_int(st, 2, (int64_t)mailbox);
	db_int(st, 3, now_us);
	rc = db_step(st, e);
	if (rc != 0)
		return rc;
	later = db_sql(db,
		       "SELECT min(not_before_us), count(*) FROM outbox"
		       " WHERE target = $1 AND mailbox = $2 AND state <= 2",
		       e);
	db_int(later, 1, target);
	db_int(later, 2, (int64_t)mailbox);
	if (db_step(later, e) < 0)
		return -1;
	*next_us = db_col_int(later, 0);
	return db_col_int(later, 1) > 0;
}

static int mailbox_forget(struct db *db, int64_t target, uint64_t mailbox,
			  struct err *e)
{
	struct db_stmt *st = db_sql(db,
				    "DELETE FROM outbox_mailbox WHERE"
				    " target = $1 AND mailbox = $2",
				    e);

	db_int(st, 1, target);
	db_int(st, 2, (int64_t)mailbox);
	return db_exec(st, e);
}

static int mailbox_write(struct db *db, int64_t target,
			 const struct outbox_mailbox *m, struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "UPDATE outbox_mailbox SET held = 0, not_before_us = $3,"
		       " attempts = $4, outcome = $5, reason = $6"
		       " WHERE target = $1 AND mailbox = $2",
		       e);

	db_int(st, 1, target);
	db_int(st, 2, (int64_t)m->mailbox);
	db_int(st, 3, m->not_before_us);
	db_int(st, 4, m->attempts);
	db_int(st, 5, (int64_t)m->outcome);
	db_text(st, 6, m->reason != NULL ? m->reason : "");
	return db_exec(st, e);
}

/* Not stopped by anything: due when its rows are, gone without rows. */
static int mailbox_go_on(struct db *db, int64_t target,
			 struct outbox_mailbox *m, int64_t now_us,
			 struct err *e)
{
	int rc = mailbox_rest(db, target, m->mailbox, now_us, &m->not_before_us,
			      e);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return mailbox_forget(db, target, m->mailbox, e);
	return mailbox_write(db, target, m, e);
}

static int take(struct db *db, struct outbox_lease *l, size_t max_rows,
		struct err *e)
{
	size_t kept = 0;
	int rc = target_open(db, l, e);

	if (rc <= 0)
		return rc;
	if (mailboxes_due(db, l, e) < 0)
		return -1;
	for (size_t i = 0; i < l->n && l->n_rows < max_rows; i++) {
		struct outbox_mailbox *m = &l->mailboxes[i];

		if (rows_due(db, l, m, max_rows - l->n_rows, e) < 0)
			return -1;
		rc = m->n > 0 ? rows_mark(db, l, m, e)
			      : mailbox_go_on(db, l->target, m, l->taken_us, e);
		if (rc < 0)
			return -1;
		l->n_rows += m->n;
		if (m->n > 0)
			l->mailboxes[kept++] = *m;
	}
	l->n = kept;
	return 1;
}

int outbox_take(struct db *db, int64_t target, int64_t now_us, size_t max_rows,
		struct outbox_lease *out, struct err *e)
{
	struct outbox_lease l = { .target = target, .taken_us = now_us };
	int rc;

	/* most looks find nothing: they need no writer's turn */
	rc = outbox_due(db, target, now_us, e);
	if (rc <= 0)
		return rc;
	l.arena = arena_new();
	rc = db_begin(db, DB_WRITE, e);
	if (rc == 0) {
		rc = take(db, &l, max_rows, e);
		if (rc <= 0)
			db_rollback(db);
		else if (db_commit(db, e) < 0)
			rc = -1;
	}
	if (rc <= 0 || l.n == 0) {
		outbox_lease_done(&l);
		return rc < 0 ? -1 : 0;
	}
	*out = l;
	return 1;
}

int outbox_due(struct db *db, int64_t target, int64_t now_us, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT 1 FROM target t WHERE t.id = $1 AND t.state = 0"
		       " AND t.not_before_us <= $2 AND EXISTS (SELECT 1 FROM"
		       " outbox_mailbox m WHERE m.target = $1 AND m.held = 0"
		       " AND m.not_before_us <= $2)",
		       e);

	db_int(st, 1, target);
	db_int(st, 2, now_us);
	return db_step(st, e);
}

/* In one statement: what is due in one moment is held in the next. */
static int any_due(struct db *db, int64_t target, int64_t now_us, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT 1 FROM outbox_mailbox WHERE target = $1 AND held = 1"
		" UNION ALL SELECT 1 FROM target t WHERE t.id = $1 AND"
		" t.state = 0 AND t.not_before_us <= $2 AND EXISTS (SELECT 1"
		" FROM outbox_mailbox m WHERE m.target = $1 AND m.held = 0"
		" AND m.not_before_us <= $2) LIMIT 1",
		e);

	db_int(st, 1, target);
	db_int(st, 2, now_us);
	return db_step(st, e);
}

int outbox_run_due(struct db *db, int64_t target, int64_t run, int64_t now_us,
		   struct err *e)
{
	AUTO(db_done) struct db_stmt *st = NULL;
	int rc = any_due(db, target, now_us, e);

	if (rc <= 0 || run == 0)
		return rc;
	st = db_sql(db,
		    "SELECT 1 FROM outbox o, outbox_mailbox m, target t WHERE"
		    " o.run = $2 AND o.target = $1 AND o.state <= 2 AND"
		    " o.not_before_us <= $3 AND m.target = o.target AND"
		    " m.mailbox = o.mailbox AND t.id = o.target AND"
		    " (m.held = 1 OR (m.not_before_us <= $3 AND"
		    " t.not_before_us <= $3)) LIMIT 1",
		    e);
	db_int(st, 1, target);
	db_int(st, 2, run);
	db_int(st, 3, now_us);
	return db_step(st, e);
}

/* --- settling ------------------------------------------------------------ */

static int row_done(struct db *db, int64_t target, uint64_t mailbox,
		    const struct outbox_row *row, struct err *e)
{
	struct db_stmt *st = db_sql(db,
				    "DELETE FROM outbox WHERE target = $1"
				    " AND mailbox = $2 AND message = $3",
				    e);

	db_int(st, 1, target);
	db_int(st, 2, (int64_t)mailbox);
	db_int(st, 3, (int64_t)row->message);
	return db_exec(st, e);
}

static enum outbox_state row_state(const struct outbox_row *row)
{
	if (row->fate == FATE_REFUSED)
		return OUTBOX_REFUSED;
	/* what may have arrived once may have, whatever was said since */
	return row->uncertain || row->maybe ? OUTBOX_ATTEMPTED : OUTBOX_WAITING;
}

static int row_write(struct db *db, int64_t target, uint64_t mailbox,
		     const struct outbox_row *row, struct err *e)
{
	bool counts = row->fate == FATE_LATER || row->fate == FATE_REFUSED;
	struct db_stmt *st =
		db_sql(db,
		       "UPDATE outbox SET state = $4, attempts = attempts + $5,"
		       " not_before_us = $6, outcome = $7, reason = $8 WHERE"
		       " target = $1 AND mailbox = $2 AND message = $3",
		       e);

	db_int(st, 1, target);
	db_int(st, 2, (int64_t)mailbox);
	db_int(st, 3, (int64_t)row->message);
	db_int(st, 4, (int64_t)row_state(row));
	db_int(st, 5, counts);
	db_int(st, 6, row->fate == FATE_LATER ? row->not_before_us : 0);
	db_int(st, 7, counts ? (int64_t)row->outcome : 0);
	db_text(st, 8, counts && row->reason != NULL ? row->reason : "");
	return db_exec(st, e);
}

/* A run that has ended reaches until its latest copy (report.c, log.c). */
static int run_reach(struct db *db, int64_t run, uint64_t last_seq,
		     struct err *e)
{
	struct db_stmt *st = db_sql(db,
				    "UPDATE run SET last_seq = $2 WHERE id = $1"
				    " AND last_seq > 0 AND last_seq < $2",
				    e);

	db_int(st, 1, run);
	db_int(st, 2, (int64_t)last_seq);
	return db_exec(st, e);
}

static int rows_settle(struct db *db, const struct outbox_lease *l,
		       const struct outbox_mailbox *m, uint64_t last_seq,
		       struct err *e)
{
	int64_t reached = 0;

	for (size_t i = 0; i < m->n; i++) {
		const struct outbox_row *row = &m->rows[i];
		int rc = row->fate == FATE_DONE
				 ? row_done(db, l->target, m->mailbox, row, e)
				 : row_write(db, l->target, m->mailbox, row, e);

		if (rc < 0)
			return -1;
		if (row->fate != FATE_DONE || row->run == reached)
			continue;
		reached = row->run;
		if (run_reach(db, row->run, last_seq, e) < 0)
			return -1;
	}
	return 0;
}

static bool has_moved(const struct outbox_mailbox *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->rows[i].fate == FATE_DONE)
			return true;
	return false;
}

static int mailbox_settle(struct db *db, const struct outbox_lease *l,
			  const struct outbox_mailbox *from, int64_t now_us,
			  struct err *e)
{
	struct outbox_mailbox m = *from;

	if (has_moved(&m))
		m.attempts = 0;
	if (m.outcome == AGENT_NOT_TRIED)
		return mailbox_go_on(db, l->target, &m, now_us, e);
	m.attempts++;
	return mailbox_write(db, l->target, &m, e);
}

/* Sessions that fail together have failed once. */
static int target_stop(struct db *db, const struct outbox_lease *l,
		       int64_t now_us, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT failures FROM target WHERE id = $1"
				    " AND not_before_us <= $2",
				    e);
	struct db_stmt *up;
	int64_t failures;
	int rc;

	db_int(st, 1, l->target);
	db_int(st, 2, l->taken_us);
	rc = db_step(st, e);
	if (rc <= 0)
		return rc;
	failures = db_col_int(st, 0);
	up = db_sql(db,
		    "UPDATE target SET failures = $2, not_before_us = $3,"
		    " trouble = $4, reason = $5 WHERE id = $1",
		    e);
	db_int(up, 1, l->target);
	db_int(up, 2, failures + 1);
	db_int(up, 3,
	       verdict_target((enum err_kind)l->trouble, failures, now_us));
	db_int(up, 4, l->trouble);
	db_text(up, 5, l->reason);
	return db_exec(up, e);
}

static int target_well(struct db *db, const struct outbox_lease *l,
		       struct err *e)
{
	struct db_stmt *st = db_sql(
		db,
		"UPDATE target SET failures = 0, not_before_us = 0,"
		" trouble = 0, reason = '' WHERE id = $1 AND failures > 0"
		" AND not_before_us <= $2",
		e);

	db_int(st, 1, l->target);
	db_int(st, 2, l->taken_us);
	return db_exec(st, e);
}

static int settle(struct db *db, const struct outbox_lease *l, int64_t now_us,
		  uint64_t last_seq, struct err *e)
{
	for (size_t i = 0; i < l->n; i++)
		if (rows_settle(db, l, &l->mailboxes[i], last_seq, e) < 0 ||
		    mailbox_settle(db, l, &l->mailboxes[i], now_us, e) < 0)
			return -1;
	return l->trouble != 0 ? target_stop(db, l, now_us, e)
			       : target_well(db, l, e);
}

int outbox_settle(struct db *db, const struct outbox_lease *l, int64_t now_us,
		  uint64_t last_seq, struct err *e)
{
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (settle(db, l, now_us, last_seq, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

int outbox_release(struct db *db, int64_t target, struct err *e)
{
	struct db_stmt *st = db_sql(db,
				    "UPDATE outbox_mailbox SET held = 0 WHERE"
				    " target = $1 AND held = 1",
				    e);

	db_int(st, 1, target);
	return db_exec(st, e);
}

/* --- a person acts ------------------------------------------------------- */

int outbox_retry(struct db *db, int64_t target, uint64_t mailbox,
		 int64_t now_us, struct err *e)
{
	/* state 3 may have been attempted once: asked for with care */
	struct db_stmt *st = db_sql(
		db,
		"UPDATE outbox SET state = CASE WHEN state = 3 THEN 2 ELSE"
		" state END, not_before_us = 0, attempts = 0, outcome = 0,"
		" reason = '' WHERE target = $1 AND (mailbox = $2 OR $2 = 0)"
		" AND (state = 3 OR not_before_us > 0)",
		e);

	db_int(st, 1, target);
	db_int(st, 2, (int64_t)mailbox);
	if (db_exec(st, e) < 0)
		return -1;
	st = db_sql(db,
		    "INSERT INTO outbox_mailbox(target, mailbox, held,"
		    " not_before_us, attempts, outcome, reason)"
		    " SELECT DISTINCT target, mailbox, 0, $3, 0, 0, ''"
		    " FROM outbox WHERE target = $1 AND (mailbox = $2 OR"
		    " $2 = 0) ON CONFLICT (target, mailbox) DO UPDATE SET"
		    " not_before_us = $3, attempts = 0, outcome = 0,"
		    " reason = ''",
		    e);
	db_int(st, 1, target);
	db_int(st, 2, (int64_t)mailbox);
	db_int(st, 3, now_us);
	return db_exec(st, e);
}
