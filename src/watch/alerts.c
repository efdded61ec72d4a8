#include "watch/alerts.h"

#include "base/arena.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "watch/channels.h"
#include "watch/health.h"
#include "watch/notice.h"

#include <inttypes.h>
#include <string.h>

/* An alert that is not over, as it was at the last look. */
struct row {
	int64_t id;
	const char *rule, *subject, *text;
	enum severity severity, peak;
	enum alert_state state;
	int64_t opened_us, told_us, seen_us;
	bool found; /* it is so still */
};

struct look {
	struct archive *archive;
	struct db *db;
	struct arena *arena;
	int64_t now_us;
	struct row *rows;
	size_t n_rows;
	struct condition *found;
	size_t n_found;
	int64_t told;
};

/* --- what was, what is ---------------------------------------------------- */

static int rows_load(struct look *l, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		l->db,
		"SELECT id, rule, subject, text, severity, peak, state,"
		" opened_us, told_us, seen_us FROM alert WHERE state <= 1",
		e);
	int rc;

	while ((rc = db_step(st, e)) > 0) {
		l->rows = ARENA_GROW(l->arena, l->rows, l->n_rows);
		l->rows[l->n_rows++] = (struct row){
			.id = db_col_int(st, 0),
			.rule = arena_strdup(l->arena, db_col_text(st, 1)),
			.subject = arena_strdup(l->arena, db_col_text(st, 2)),
			.text = arena_strdup(l->arena, db_col_text(st, 3)),
			.severity = (enum severity)db_col_int(st, 4),
			.peak = (enum severity)db_col_int(st, 5),
			.state = (enum alert_state)db_col_int(st, 6),
			.opened_us = db_col_int(st, 7),
			.told_us = db_col_int(st, 8),
			.seen_us = db_col_int(st, 9),
		};
	}
	return rc;
}

static struct row *row_of(struct look *l, const char *rule, const char *subject)
{
	for (size_t i = 0; i < l->n_rows; i++)
		if (strcmp(l->rows[i].rule, rule) == 0 &&
		    strcmp(l->rows[i].subject, subject) == 0)
			return &l->rows[i];
	return NULL;
}

static bool was_open(void *ctx, const char *rule, const char *subject)
{
	return row_of(ctx, rule, subject) != NULL;
}

static void on_found(void *ctx, const struct condition *c)
{
	struct look *l = ctx;
	struct condition *to;

	l->found = ARENA_GROW(l->arena, l->found, l->n_found);
	to = &l->found[l->n_found++];
	*to = *c;
	to->subject = arena_strdup(l->arena, c->subject);
	to->text = arena_strdup(l->arena, c->text);
}

/* --- telling -------------------------------------------------------------- */

static int tell(struct look *l, const struct row *r, enum notice_event event,
		struct err *e)
{
	const struct rule *rule = rule_find(r->rule, NULL);
	char key[33];
	struct notice n = {
		.key = key,
		.event = event,
		.alert = r->id,
		.rule = r->rule,
		.subject = r->subject,
		.title = rule != NULL ? rule->title : r->rule,
		.help = rule != NULL ? rule->help : "",
		.text = r->text,
		.severity = r->severity,
		.opened_us = r->opened_us,
		.time_us = l->now_us,
		.archive = archive_domain(l->archive),
	};

	notice_key(key);
	l->told++;
	return channels_queue(l->archive, l->db, &n, r->peak, e);
}

/* --- changing ------------------------------------------------------------- */

static int row_insert(struct look *l, struct row *r, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		l->db,
		"INSERT INTO alert(rule, subject, severity, peak, state, text,"
		" opened_us, changed_us, told_us, closed_us, seen_us, seen_by,"
		" note) VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, 0, 0, '',"
		" '') RETURNING id",
		e);

	db_text(st, 1, r->rule);
	db_text(st, 2, r->subject);
	db_int(st, 3, (int64_t)r->severity);
	db_int(st, 4, (int64_t)r->state);
	db_text(st, 5, r->text);
	db_int(st, 6, r->opened_us);
	db_int(st, 7, l->now_us);
	db_int(st, 8, r->told_us);
	if (db_step(st, e) < 0)
		return -1;
	r->id = db_col_int(st, 0);
	return 0;
}

static int row_update(struct look *l, const struct row *r, struct err *e)
{
	struct db_stmt *st =
		db_sql(l->db,
		       "UPDATE alert SET severity = $2, peak = $3, state = $4,"
		       " text = $5, told_us = $6, seen_us = $7, changed_us = $8"
		       " WHERE id = $1",
		       e);

	db_int(st, 1, r->id);
	db_int(st, 2, (int64_t)r->severity);
	db_int(st, 3, (int64_t)r->peak);
	db_int(st, 4, (int64_t)r->state);
	db_text(st, 5, r->text);
	db_int(st, 6, r->told_us);
	db_int(st, 7, r->seen_us);
	db_int(st, 8, l->now_us);
	return db_exec(st, e);
}

static bool long_enough(const struct look *l, const struct condition *c,
			int64_t since_us)
{
	return l->now_us - since_us >= c->wait_us;
}

/* A clock that was wrong yesterday is no reason for a time to come. */
static int64_t since(const struct look *l, const struct condition *c)
{
	return c->since_us > 0 && c->since_us < l->now_us ? c->since_us
							  : l->now_us;
}

static int begin(struct look *l, const struct condition *c, struct err *e)
{
	struct row r = { .rule = c->rule->name,
			 .subject = c->subject,
			 .text = c->text,
			 .severity = c->severity,
			 .peak = c->severity,
			 .opened_us = since(l, c) };

	if (long_enough(l, c, r.opened_us)) {
		r.state = ALERT_OPEN;
		r.told_us = l->now_us;
	}
	if (row_insert(l, &r, e) < 0)
		return -1;
	return r.state == ALERT_OPEN ? tell(l, &r, NOTICE_OPENED, e) : 0;
}

/* What there is to tell of one that was there already; -1: nothing. */
static int event_of(const struct look *l, struct row *r,
		    const struct condition *c)
{
	if (r->state == ALERT_BREWING) {
		if (!long_enough(l, c, r->opened_us))
			return -1;
		r->state = ALERT_OPEN;
		return NOTICE_OPENED;
	}
	if (c->severity > r->severity) {
		r->seen_us = 0; /* it was another thing that was seen */
		return NOTICE_RAISED;
	}
	if (r->seen_us == 0 && l->now_us - r->told_us >= ALERT_REPEAT_US)
		return NOTICE_STILL;
	return -1;
}

static int go_on(struct look *l, struct row *r, const struct condition *c,
		 struct err *e)
{
	int event = event_of(l, r, c);
	bool same = event < 0 && r->severity == c->severity &&
		    strcmp(r->text, c->text) == 0;

	r->found = true;
	if (same)
		return 0;
	r->severity = c->severity;
	r->peak = c->severity > r->peak ? c->severity : r->peak;
	r->text = c->text;
	if (event >= 0)
		r->told_us = l->now_us;
	if (row_update(l, r, e) < 0)
		return -1;
	return event >= 0 ? tell(l, r, (enum notice_event)event, e) : 0;
}

/* Nobody has heard of it. */
static int forget(struct look *l, const struct row *r, struct err *e)
{
	struct db_stmt *st =
		db_sql(l->db, "DELETE FROM alert WHERE id = $1", e);

	db_int(st, 1, r->id);
	return db_exec(st, e);
}

/* It is so no more. */
static int finish(struct look *l, const struct row *r, struct err *e)
{
	struct db_stmt *st;

	if (r->state == ALERT_BREWING)
		return forget(l, r, e);
	st = db_sql(l->db,
		    "UPDATE alert SET state = 2, closed_us = $2,"
		    " changed_us = $2 WHERE id = $1",
		    e);
	db_int(st, 1, r->id);
	db_int(st, 2, l->now_us);
	if (db_exec(st, e) < 0)
		return -1;
	return tell(l, r, NOTICE_CLOSED, e);
}

static int forget_old(struct look *l, struct err *e)
{
	struct db_stmt *st =
		db_sql(l->db,
		       "DELETE FROM alert WHERE state = 2 AND closed_us < $1",
		       e);

	db_int(st, 1, l->now_us - ALERT_KEEP_US);
	return db_exec(st, e);
}

static int compare_and_change(struct look *l, struct err *e)
{
	for (size_t i = 0; i < l->n_found; i++) {
		const struct condition *c = &l->found[i];
		struct row *r = row_of(l, c->rule->name, c->subject);
		int rc = r == NULL ? begin(l, c, e) : go_on(l, r, c, e);

		if (rc < 0)
			return -1;
	}
	for (size_t i = 0; i < l->n_rows; i++)
		if (!l->rows[i].found && finish(l, &l->rows[i], e) < 0)
			return -1;
	return forget_old(l, e);
}

int alerts_look(struct archive *a, struct db *db, const struct health *h,
		int64_t *told, struct err *e)
{
	AUTO(arena_free) struct arena *arena = arena_new();
	struct look l = {
		.archive = a, .db = db, .arena = arena, .now_us = h->taken_us
	};
	struct finding_to to = { .ctx = &l,
				 .found = on_found,
				 .open = was_open };
	struct rules rules;

	*told = 0;
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (rules_load(db, &rules, e) == 0 && rows_load(&l, e) == 0) {
		rules_apply(&rules, h, &to);
		if (compare_and_change(&l, e) == 0) {
			*told = l.told;
			return db_commit(db, e);
		}
	}
	db_rollback(db);
	return err_wrap(e, "look at alerts");
}

/* --- for people ----------------------------------------------------------- */

static struct alert alert_read(struct db_stmt *st)
{
	const struct rule *r = rule_find(db_col_text(st, 1), NULL);

	return (struct alert){
		.id = db_col_int(st, 0),
		.rule = db_col_text(st, 1),
		.title = r != NULL ? r->title : db_col_text(st, 1),
		.help = r != NULL ? r->help : "",
		.subject = db_col_text(st, 2),
		.text = db_col_text(st, 3),
		.severity = (enum severity)db_col_int(st, 4),
		.state = (enum alert_state)db_col_int(st, 5),
		.opened_us = db_col_int(st, 6),
		.changed_us = db_col_int(st, 7),
		.told_us = db_col_int(st, 8),
		.closed_us = db_col_int(st, 9),
		.seen_us = db_col_int(st, 10),
		.seen_by = db_col_text(st, 11),
		.note = db_col_text(st, 12),
	};
}

int alerts_each(struct db *db, const struct alert_filter *f,
		int (*each)(void *ctx, const struct alert *al, struct err *e),
		void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"SELECT id, rule, subject, text, severity, state, opened_us,"
		" changed_us, told_us, closed_us, seen_us, seen_by, note"
		" FROM alert WHERE state >= 1 AND (id = $1 OR $1 = 0)"
		" AND (state = 1 OR $2 = 1) AND (rule = $3 OR $3 IS NULL)"
		" ORDER BY state, CASE WHEN state = 1 THEN -severity ELSE 0"
		" END, changed_us DESC, id DESC LIMIT $4",
		e);
	int rc;

	db_int(st, 1, f->id);
	db_int(st, 2, f->closed_too || f->id > 0);
	db_text(st, 3, f->rule);
	db_int(st, 4, f->limit > 0 ? f->limit : INT64_MAX);
	while ((rc = db_step(st, e)) > 0) {
		struct alert al = alert_read(st);

		if (each(ctx, &al, e) < 0)
			return -1;
	}
	return rc;
}

static int seen_write(struct db *db, const struct alert_seen *s, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "UPDATE alert SET seen_us = $2, seen_by = $3, note = $4"
		       " WHERE id = $1 AND state = 1 RETURNING rule, subject",
		       e);
	AUTO(str_done) struct str detail = STR_INIT;
	int rc;

	db_int(st, 1, s->id);
	db_int(st, 2, clock_now_us());
	db_text(st, 3, s->actor.name);
	db_text(st, 4, s->note);
	rc = db_step(st, e);
	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "there is no open alert %" PRId64
			       "; `estreat alert list` shows those there are",
			       s->id);
	if (rc < 0)
		return -1;
	str_addf(&detail, "{\"alert\":%" PRId64 ",\"rule\":", s->id);
	encode_json(&detail, db_col_text(st, 0));
	str_add(&detail, ",\"subject\":");
	encode_json(&detail, db_col_text(st, 1));
	str_add(&detail, ",\"note\":");
	encode_json(&detail, s->note);
	str_add_char(&detail, '}');
	return archive_act(db, s->actor, "alert acknowledge", detail.s, e);
}

int alerts_acknowledge(struct db *db, const struct alert_seen *s, struct err *e)
{
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	return db_end(db, seen_write(db, s, e), e);
}

int alerts_rule(struct db *db, const struct rule_change *c, struct actor actor,
		struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	int rc;

	str_add(&detail, "{\"rule\":");
	encode_json(&detail, c->name);
	str_addf(&detail, ",\"severity\":\"%s\",\"silent\":%s",
		 c->severity > 0 ? severity_name(c->severity) : "default",
		 c->silent ? "true" : "false");
	if (c->bound >= 0)
		str_addf(&detail, ",\"bound\":%" PRId64, c->bound);
	str_add_char(&detail, '}');
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = rules_change(db, c, e);
	if (rc == 0)
		rc = archive_act(db, actor, "alert set", detail.s, e);
	return db_end(db, rc, e);
}
