/* telling.c - what is to be told: queued, brought to its channel, settled. */
#include "watch/channels.h"

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/schedule.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "watch/channel.h"
#include "watch/channels-private.h"

#include <stdlib.h>
#include <string.h>

/* One that the channel refuses for what it is, is tried so often. */
#define ATTEMPTS_MAX 5

/* --- queueing --------------------------------------------------------------
 */

static int queue_one(struct db *db, int64_t channel, const struct notice *n,
		     struct err *e)
{
	AUTO(str_done) struct str body = STR_INIT;
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO telling(channel, key, body, created_us, attempts)"
		" VALUES ($1, $2, $3, $4, 0)",
		e);

	notice_json(&body, n);
	db_int(st, 1, channel);
	db_text(st, 2, n->key);
	db_text(st, 3, body.s);
	db_int(st, 4, n->time_us);
	return db_exec(st, e);
}

/* Does it want to hear of this? */
static int wants(struct archive *a, struct db *db, int64_t id,
		 const struct channel_ops *ops, const struct notice *n,
		 enum severity peak, struct err *e)
{
	AUTO(values_free) struct values *v = NULL;
	struct values_of of = channel_values_of(ops, id);
	enum severity from = SEVERITY_LOW;
	const char *rules;

	if (values_load(&v, a, db, &of, e) < 0)
		return -1;
	(void)severity_find(values_get(v, "severity"), &from);
	rules = values_get(v, "rules");
	if (rules != NULL && !str_listed(rules, n->rule))
		return 0;
	return peak >= from;
}

int channels_queue(struct archive *a, struct db *db, const struct notice *n,
		   enum severity peak, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT id, kind FROM channel WHERE removed = 0", e);
	int rc;

	while ((rc = db_step(st, e)) > 0) {
		const struct channel_ops *ops =
			channel_kind(db_col_text(st, 1));
		int64_t id = db_col_int(st, 0);
		int wanted =
			ops != NULL ? wants(a, db, id, ops, n, peak, e) : 0;

		if (wanted < 0 || (wanted > 0 && queue_one(db, id, n, e) < 0))
			return -1;
	}
	return rc;
}

/* --- digests ---------------------------------------------------------------
 */

struct digest_due {
	int64_t id;
	const struct channel_ops *ops;
};

static int digest_next(struct archive *a, struct db *db,
		       const struct digest_due *d, int64_t now_us,
		       struct err *e)
{
	AUTO(values_free) struct values *v = NULL;
	struct values_of of = channel_values_of(d->ops, d->id);
	const char *schedule;
	struct db_stmt *st;

	if (values_load(&v, a, db, &of, e) < 0)
		return -1;
	schedule = values_get(v, "digest");
	st = db_sql(db, "UPDATE channel SET digest_us = $2 WHERE id = $1", e);
	db_int(st, 1, d->id);
	db_int(st, 2,
	       schedule != NULL ? schedule_next(schedule, now_us, now_us) : 0);
	return db_exec(st, e);
}

static int digest_due(struct db *db, int64_t now_us, struct digest_due *out,
		      struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT id, kind FROM channel WHERE removed = 0"
		" AND digest_us > 0 AND digest_us <= $1 ORDER BY id LIMIT 1",
		e);
	int rc;

	db_int(st, 1, now_us);
	rc = db_step(st, e);
	if (rc > 0) {
		out->id = db_col_int(st, 0);
		out->ops = channel_kind(db_col_text(st, 1));
	}
	return rc > 0 && out->ops == NULL ? 0 : rc;
}

int channels_digest(struct archive *a, struct db *db, int64_t now_us,
		    int (*text)(void *ctx, struct str *out, struct err *e),
		    void *ctx, struct err *e)
{
	AUTO(str_done) struct str body = STR_INIT;
	struct digest_due due;
	int rc;

	while ((rc = digest_due(db, now_us, &due, e)) > 0) {
		char key[33];
		struct notice n = { .key = key,
				    .event = NOTICE_DIGEST,
				    .rule = "",
				    .title = "How everything is",
				    .subject = "",
				    .help = "",
				    .severity = SEVERITY_LOW,
				    .time_us = now_us,
				    .archive = archive_domain(a) };

		if (body.len == 0 && text(ctx, &body, e) < 0)
			return -1;
		notice_key(key);
		n.text = body.s;
		if (queue_one(db, due.id, &n, e) < 0 ||
		    digest_next(a, db, &due, now_us, e) < 0)
			return -1;
	}
	return rc;
}

/* --- which -----------------------------------------------------------------
 */

int channels_due(struct db *db, int64_t now_us, const int64_t *busy,
		 size_t n_busy, int64_t *id, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT id FROM channel c WHERE removed = 0"
		" AND not_before_us <= $1 AND EXISTS"
		" (SELECT 1 FROM telling WHERE channel = c.id) ORDER BY id",
		e);
	int rc;

	db_int(st, 1, now_us);
	while ((rc = db_step(st, e)) > 0) {
		bool is_busy = false;

		*id = db_col_int(st, 0);
		for (size_t i = 0; i < n_busy; i++)
			is_busy = is_busy || busy[i] == *id;
		if (!is_busy)
			return 1;
	}
	return rc;
}

/* --- settled ---------------------------------------------------------------
 */

/* The next that waits for a channel. */
struct next {
	int64_t id, created_us, attempts;
	char *body;
};

static int next_load(struct db *db, int64_t channel, struct next *out,
		     struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT id, created_us, attempts, body FROM telling"
		       " WHERE channel = $1 ORDER BY id LIMIT 1",
		       e);
	int rc;

	db_int(st, 1, channel);
	rc = db_step(st, e);
	if (rc <= 0)
		return rc;
	*out = (struct next){ .id = db_col_int(st, 0),
			      .created_us = db_col_int(st, 1),
			      .attempts = db_col_int(st, 2),
			      .body = mem_strdup(db_col_text(st, 3)) };
	return 1;
}

static int gone(struct db *db, const struct next *n, struct err *e)
{
	struct db_stmt *st = db_sql(db, "DELETE FROM telling WHERE id = $1", e);

	db_int(st, 1, n->id);
	return db_exec(st, e);
}

static int told(struct db *db, int64_t channel, const struct next *n,
		struct err *e)
{
	struct db_stmt *st;

	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	st = db_sql(db,
		    "UPDATE channel SET told_us = $2, failures = 0,"
		    " not_before_us = 0, failing_us = 0, error = ''"
		    " WHERE id = $1",
		    e);
	db_int(st, 1, channel);
	db_int(st, 2, clock_now_us());
	return db_end(db, db_exec(st, e) < 0 ? -1 : gone(db, n, e), e);
}

static int dropped(struct db *db, int64_t channel, const struct next *n,
		   struct err *e)
{
	struct db_stmt *st;

	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	st = db_sql(db,
		    "UPDATE channel SET dropped = dropped + 1 WHERE id = $1",
		    e);
	db_int(st, 1, channel);
	return db_end(db, db_exec(st, e) < 0 ? -1 : gone(db, n, e), e);
}

static int attempt_add(struct db *db, const struct next *n, struct err *e)
{
	struct db_stmt *st = db_sql(
		db, "UPDATE telling SET attempts = attempts + 1 WHERE id = $1",
		e);

	db_int(st, 1, n->id);
	return db_exec(st, e);
}

static int failures_of(struct db *db, int64_t channel, int64_t *n,
		       struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT failures FROM channel WHERE id = $1", e);

	db_int(st, 1, channel);
	if (db_step(st, e) < 0)
		return -1;
	*n = db_col_int(st, 0);
	return 0;
}

/* It takes none: all that waits for it waits, a while longer each time. */
static int put_off(struct db *db, int64_t channel, const struct err *why,
		   struct err *e)
{
	static const int64_t waits[] = { CLOCK_MINUTE, 5 * CLOCK_MINUTE,
					 20 * CLOCK_MINUTE, CLOCK_HOUR };
	int64_t failures = 0, now = clock_now_us();
	char text[ERR_TEXT];
	struct db_stmt *st;

	if (failures_of(db, channel, &failures, e) < 0)
		return -1;
	st = db_sql(db,
		    "UPDATE channel SET failures = failures + 1,"
		    " not_before_us = $2, error = $3, failing_us ="
		    " CASE WHEN failing_us > 0 THEN failing_us ELSE $4 END"
		    " WHERE id = $1",
		    e);
	db_int(st, 1, channel);
	db_int(st, 2, now + waits[failures < 4 ? failures : 3]);
	db_text(st, 3, err_str(why, text, sizeof(text)));
	db_int(st, 4, now);
	log_event(LOG_WARN, "alert.not-told", "channel=%lld reason=\"%s\"",
		  (long long)channel, text);
	return db_exec(st, e);
}

/* --- bringing --------------------------------------------------------------
 */

static int tell_one(struct channel *c, const struct next *n, struct err *why)
{
	AUTO(notice_done) struct notice_read r = { 0 };

	if (notice_parse(&r, n->body, why) < 0)
		return -1;
	return c->ops->tell(c, &r.notice, n->body, why);
}

/* 1: go on with the next; 0: it takes none now; -1: our own trouble. */
static int bring_one(struct channel_opened *o, struct db *db, int64_t channel,
		     const struct next *n, struct err *e)
{
	struct err why = ERR_INIT;

	if (clock_now_us() - n->created_us > CHANNEL_KEEP_US)
		return dropped(db, channel, n, e) < 0 ? -1 : 1;
	if (tell_one(o->channel, n, &why) == 0)
		return told(db, channel, n, e) < 0 ? -1 : 1;
	if (o->stop != NULL && atomic_load(o->stop))
		return 0; /* it was we who broke off */
	if (why.kind == ERR_ITEM && n->attempts + 1 >= ATTEMPTS_MAX)
		return dropped(db, channel, n, e) < 0 ? -1 : 1;
	if (why.kind == ERR_ITEM && attempt_add(db, n, e) < 0)
		return -1;
	return put_off(db, channel, &why, e);
}

static int bring_all(struct channel_opened *o, struct db *db, int64_t channel,
		     struct err *e)
{
	int rc = 1;

	while (rc > 0 && (o->stop == NULL || !atomic_load(o->stop))) {
		struct next n = { 0 };

		rc = next_load(db, channel, &n, e);
		if (rc > 0)
			rc = bring_one(o, db, channel, &n, e);
		free(n.body);
	}
	return rc < 0 ? -1 : 0;
}

static int kind_of(struct db *db, int64_t id, const struct channel_ops **ops,
		   struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT kind FROM channel WHERE id = $1 AND removed = 0",
		       e);
	int rc;

	db_int(st, 1, id);
	rc = db_step(st, e);
	*ops = rc > 0 ? channel_kind(db_col_text(st, 0)) : NULL;
	return rc < 0 ? -1 : 0;
}

int channels_bring(struct archive *a, struct db *db, int64_t id,
		   const atomic_bool *stop, struct err *e)
{
	AUTO(channel_opened_done) struct channel_opened o = { .stop = stop };
	const struct channel_ops *ops;
	struct err why = ERR_INIT;

	if (kind_of(db, id, &ops, e) < 0)
		return -1;
	if (ops == NULL)
		return 0; /* removed meanwhile */
	if (channel_open(&o, a, db, id, ops, &why) < 0) {
		if (why.kind != ERR_STORE)
			return put_off(db, id, &why, e);
		*e = why;
		return -1;
	}
	return bring_all(&o, db, id, e);
}
