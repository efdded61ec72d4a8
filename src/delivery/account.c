/* account.c - what waits, where and why: for reports, logs and people. */
#include "delivery/delivery.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "delivery/outbox.h"
#include "delivery/setup.h"
#include "directory/directory.h"
#include "target/agent.h"

#include <string.h>

static const char *outcome_text(int64_t outcome)
{
	return outcome > AGENT_NOT_TRIED && outcome <= AGENT_MAILBOX
		       ? agent_outcome_name((enum agent_outcome)outcome)
		       : "";
}

/* --- one by one ----------------------------------------------------------- */

/* Of the copy itself, else of its mailbox, else of its target. */
static void why(struct delivery_open *o, struct db_stmt *st)
{
	for (int at = 6; at <= 8; at += 2)
		if (db_col_int(st, at) != AGENT_NOT_TRIED ||
		    *db_col_text(st, at + 1) != '\0') {
			o->outcome = outcome_text(db_col_int(st, at));
			o->reason = db_col_text(st, at + 1);
			return;
		}
	o->outcome = db_col_int(st, 10) != 0 ? "target" : "";
	o->reason = db_col_text(st, 11);
}

int delivery_each_open(struct db *db, int64_t connector, int64_t run,
		       int (*each)(void *ctx, const struct delivery_open *o,
				   struct err *e),
		       void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT o.message, o.mailbox, o.time_us, o.run, o.folder,"
		" o.state, o.outcome, o.reason, m.outcome, m.reason,"
		" t.trouble, t.reason, t.name FROM run r JOIN outbox o"
		" ON o.run = r.id LEFT JOIN outbox_mailbox m ON m.target ="
		" o.target AND m.mailbox = o.mailbox LEFT JOIN target t"
		" ON t.id = o.target WHERE r.connector = $1"
		" AND (r.id = $2 OR $2 = 0) ORDER BY o.message, o.mailbox",
		e);
	int rc;

	db_int(st, 1, connector);
	db_int(st, 2, run);
	while ((rc = db_step(st, e)) > 0) {
		struct delivery_open o = {
			.message = (uint64_t)db_col_int(st, 0),
			.mailbox = (uint64_t)db_col_int(st, 1),
			.time_us = db_col_int(st, 2),
			.run = db_col_int(st, 3),
			.folder = db_col_text(st, 4),
			.attempted = db_col_int(st, 5) == OUTBOX_ATTEMPTED,
			.refused = db_col_int(st, 5) == OUTBOX_REFUSED,
			.target = db_col_text(st, 12),
		};

		why(&o, st);
		if (each(ctx, &o, e) < 0)
			return -1;
	}
	return rc;
}

int delivery_open_count(struct db *db, int64_t connector, uint64_t *waiting,
			uint64_t *refused, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT count(*), coalesce(sum(CASE WHEN o.state = 3 THEN 1"
		" ELSE 0 END), 0) FROM run r, outbox o WHERE r.connector = $1"
		" AND o.run = r.id",
		e);

	db_int(st, 1, connector);
	if (db_step(st, e) < 0)
		return -1;
	*refused = (uint64_t)db_col_int(st, 1);
	*waiting = (uint64_t)db_col_int(st, 0) - *refused;
	return 0;
}

/* --- troubles ------------------------------------------------------------- */

struct troubles {
	struct db *db;
	int (*each)(void *ctx, const struct delivery_trouble *t, struct err *e);
	void *ctx;
};

static int trouble(const struct troubles *to, struct db_stmt *st, struct err *e)
{
	AUTO(str_done) struct str name = STR_INIT;
	struct delivery_trouble t = {
		.message = (uint64_t)db_col_int(st, 1),
		.copies = (uint64_t)db_col_int(st, 2),
		.outcome = outcome_text(db_col_int(st, 3)),
		.reason = db_col_text(st, 4),
		.not_before_us = db_col_int(st, 5),
		.attempts = db_col_int(st, 6),
	};

	if (directory_mailbox_name(to->db, (uint64_t)db_col_int(st, 0), &name,
				   e) < 0)
		return -1;
	t.mailbox = name.s;
	return to->each(to->ctx, &t, e);
}

static int each_mailbox(const struct troubles *to, int64_t target,
			struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		to->db,
		"SELECT m.mailbox, 0, (SELECT count(*) FROM outbox o WHERE"
		" o.target = m.target AND o.mailbox = m.mailbox AND"
		" o.state <= 2), m.outcome, m.reason, m.not_before_us,"
		" m.attempts FROM outbox_mailbox m WHERE m.target = $1"
		" AND m.outcome > 0 ORDER BY m.not_before_us DESC, m.mailbox",
		e);
	int rc;

	db_int(st, 1, target);
	while ((rc = db_step(st, e)) > 0)
		if (trouble(to, st, e) < 0)
			return -1;
	return rc;
}

static int each_message(const struct troubles *to, int64_t target,
			struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(to->db,
		       "SELECT mailbox, message, 1, outcome, reason, CASE WHEN"
		       " state = 3 THEN $2 ELSE not_before_us END, attempts"
		       " FROM outbox WHERE target = $1 AND reason <> ''"
		       " ORDER BY mailbox, message",
		       e);
	int rc;

	db_int(st, 1, target);
	db_int(st, 2, DELIVERY_NEVER);
	while ((rc = db_step(st, e)) > 0)
		if (trouble(to, st, e) < 0)
			return -1;
	return rc;
}

int delivery_each_trouble(struct db *db, int64_t target,
			  int (*each)(void *ctx,
				      const struct delivery_trouble *t,
				      struct err *e),
			  void *ctx, struct err *e)
{
	const struct troubles to = { db, each, ctx };

	if (each_mailbox(&to, target, e) < 0)
		return -1;
	return each_message(&to, target, e);
}

/* --- targets -------------------------------------------------------------- */

struct collected {
	struct arena *arena;
	struct value *list;
	size_t n;
};

static void collect(void *ctx, const char *name, const char *value)
{
	struct collected *c = ctx;

	c->list = ARENA_GROW(c->arena, c->list, c->n);
	c->list[c->n++] = (struct value){
		arena_strdup(c->arena, name),
		value == NULL ? NULL : arena_strdup(c->arena, value),
	};
}

static int settings_of(struct archive *a, struct db *db, struct arena *arena,
		       struct delivery_target *t, struct err *e)
{
	const struct agent_ops *ops = agent_find(t->kind);
	struct collected c = { .arena = arena };
	AUTO(values_free) struct values *v = NULL;
	struct values_of of;

	if (ops == NULL)
		return 0; /* made by another program: shown without */
	of = target_values_of(ops, t->id);
	if (values_load(&v, a, db, &of, e) < 0)
		return -1;
	values_each(v, collect, &c);
	t->settings = c.list;
	t->n_settings = c.n;
	return 0;
}

static int copies_of(struct db *db, struct delivery_target *t, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT coalesce(sum(CASE WHEN state <= 2 THEN 1 ELSE 0 END),"
		" 0), coalesce(sum(CASE WHEN state = 3 THEN 1 ELSE 0 END), 0)"
		" FROM outbox WHERE target = $1",
		e);

	db_int(st, 1, t->id);
	if (db_step(st, e) < 0)
		return -1;
	t->waiting = (uint64_t)db_col_int(st, 0);
	t->refused = (uint64_t)db_col_int(st, 1);
	return 0;
}

static int mailboxes_of(struct db *db, struct delivery_target *t, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT count(*), coalesce(sum(CASE WHEN outcome > 0 THEN 1"
		" ELSE 0 END), 0), coalesce(sum(CASE WHEN not_before_us = $2"
		" THEN 1 ELSE 0 END), 0) FROM outbox_mailbox"
		" WHERE target = $1",
		e);

	db_int(st, 1, t->id);
	db_int(st, 2, DELIVERY_NEVER);
	if (db_step(st, e) < 0)
		return -1;
	t->mailboxes = (uint64_t)db_col_int(st, 0);
	t->stopped = (uint64_t)db_col_int(st, 1);
	t->stuck = (uint64_t)db_col_int(st, 2);
	return 0;
}

static struct delivery_target target_read(struct arena *arena,
					  struct db_stmt *st)
{
	int64_t trouble = db_col_int(st, 3);

	return (struct delivery_target){
		.id = db_col_int(st, 0),
		.name = arena_strdup(arena, db_col_text(st, 1)),
		.kind = arena_strdup(arena, db_col_text(st, 2)),
		.state = trouble == 0           ? "ready"
			 : trouble == ERR_RETRY ? "waiting"
						: "parked",
		.reason = arena_strdup(arena, db_col_text(st, 4)),
		.not_before_us = db_col_int(st, 5),
	};
}

int delivery_target_each(struct archive *a, struct db *db, const char *name,
			 int (*each)(void *ctx, const struct delivery_target *t,
				     struct err *e),
			 void *ctx, struct err *e)
{
	AUTO(arena_free) struct arena *arena = arena_new();
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT id, name, kind, trouble, reason, not_before_us"
		" FROM target WHERE state <> 2 AND (name = $1 OR $1 IS NULL)"
		" ORDER BY name",
		e);
	int rc, n = 0;

	db_text(st, 1, name);
	for (; (rc = db_step(st, e)) > 0; n++) {
		struct delivery_target t = target_read(arena, st);

		if (settings_of(a, db, arena, &t, e) < 0 ||
		    copies_of(db, &t, e) < 0 || mailboxes_of(db, &t, e) < 0 ||
		    each(ctx, &t, e) < 0)
			return -1;
	}
	if (rc == 0 && n == 0 && name != NULL)
		return err_set(e, ERR_USAGE,
			       "there is no target \"%.80s\"; `estreat target "
			       "list` shows those there are",
			       name);
	return rc;
}
