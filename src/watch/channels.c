/* channels.c - channels are added, changed, removed, shown and tested. */
#include "watch/channels.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/schedule.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "watch/channel.h"
#include "watch/channels-private.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct channel_ops *const kinds[] = { &channel_mail_ops,
						   &channel_webhook_ops,
						   &channel_syslog_ops, NULL };

const struct setting channel_settings[] = {
	{ "severity", "low", false, false,
	  "tell of alerts from this one on: low, medium, high" },
	{ "rules", NULL, false, false,
	  "tell of these rules only, as `estreat alert rules` names them" },
	VALUES_SECRET_EXPIRES,
	{ NULL },
};

const struct channel_ops *channel_kind_at(size_t n)
{
	return n < sizeof(kinds) / sizeof(kinds[0]) ? kinds[n] : NULL;
}

const struct channel_ops *channel_kind(const char *name)
{
	for (size_t i = 0; kinds[i] != NULL; i++)
		if (strcmp(kinds[i]->name, name) == 0)
			return kinds[i];
	return NULL;
}

struct values_of channel_values_of(const struct channel_ops *ops, int64_t id)
{
	return (struct values_of){ .owner = OWNER_CHANNEL,
				   .id = id,
				   .title = ops->title,
				   .own = ops->settings,
				   .more = channel_settings };
}

/* --- names ----------------------------------------------------------------
 */

static int name_free(struct db *db, const char *name, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT name FROM channel WHERE removed = 0", e);
	int rc;

	while ((rc = db_step(st, e)) > 0)
		if (strcasecmp(db_col_text(st, 0), name) == 0)
			return err_set(e, ERR_USAGE,
				       "there is a channel \"%s\" already; "
				       "names are unique, choose another",
				       db_col_text(st, 0));
	return rc;
}

static int channel_find(struct db *db, const char *name, int64_t *id,
			const struct channel_ops **ops, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT id, kind FROM channel"
				    " WHERE name = $1 AND removed = 0",
				    e);
	int rc;

	db_text(st, 1, name);
	rc = db_step(st, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "there is no channel \"%.80s\"; `estreat "
			       "channel list` shows those there are",
			       name);
	*id = db_col_int(st, 0);
	*ops = channel_kind(db_col_text(st, 1));
	if (*ops == NULL)
		return err_set(e, ERR_USAGE,
			       "this program knows no channels of the kind "
			       "\"%s\"",
			       db_col_text(st, 1));
	return 0;
}

/* --- adding, changing ------------------------------------------------------
 */

static int check_rules(const char *list, struct err *e)
{
	const char *at = list;

	for (size_t n; (n = str_word(&at)) > 0; at += n) {
		AUTO(free) char *word = mem_dup(at, n);

		if (rule_find(word, NULL) == NULL)
			return err_set(e, ERR_USAGE,
				       "rules: there is no rule \"%.40s\"; "
				       "`estreat alert rules` lists those "
				       "there are",
				       word);
	}
	return 0;
}

static int check_value(const struct values_of *of, const struct value *v,
		       struct err *e)
{
	enum severity s;

	(void)of;
	if (strcmp(v->name, "severity") == 0 && !severity_find(v->value, &s))
		return err_set(e, ERR_USAGE,
			       "severity=%.40s is none of low, medium, high",
			       v->value);
	if (strcmp(v->name, "rules") == 0)
		return check_rules(v->value, e);
	if (strcmp(v->name, "digest") == 0)
		return schedule_check(v->value, e);
	return 0;
}

/* What it says is tried at once; the daily mail counts from now. */
static int begin_anew(struct db *db, int64_t id, const char *digest,
		      struct err *e)
{
	struct db_stmt *st =
		db_sql(db,
		       "UPDATE channel SET failures = 0, not_before_us = 0,"
		       " failing_us = 0, error = '', digest_us = $2,"
		       " changed = changed + 1 WHERE id = $1",
		       e);

	db_int(st, 1, id);
	db_int(st, 2,
	       digest != NULL ? schedule_next(digest, 0, clock_now_us()) : 0);
	return db_exec(st, e);
}

/* All there and of a shape that it takes; no connection is made. */
static int check_values(struct archive *a, struct db *db, int64_t id,
			const struct channel_ops *ops, struct err *e)
{
	AUTO(values_free) struct values *v = NULL;
	struct values_of of = channel_values_of(ops, id);
	struct channel *c = NULL;
	struct host host;

	if (values_load(&v, a, db, &of, e) < 0 || values_complete(v, e) < 0)
		return -1;
	host = values_host(v, NULL, NULL);
	if (ops->open(&c, &host, e) < 0)
		return -1;
	ops->close(c);
	return begin_anew(db, id, values_get(v, "digest"), e);
}

static int act_write(struct db *db, const struct channel_new *n,
		     const char *verb, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	struct value who[] = { { "channel", n->name }, { "kind", n->kind } };

	values_detail(who, 2, &n->given, &detail);
	return archive_act(db, n->actor, verb, detail.s, e);
}

static int insert(struct db *db, const struct channel_new *n, int64_t *id,
		  struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		db,
		"INSERT INTO channel(name, kind, removed, created_us, changed,"
		" failures, not_before_us, failing_us, error, told_us, dropped,"
		" digest_us) VALUES ($1, $2, 0, $3, 0, 0, 0, 0, '', 0, 0, 0)"
		" RETURNING id",
		e);

	db_text(st, 1, n->name);
	db_text(st, 2, n->kind);
	db_int(st, 3, clock_now_us());
	if (db_step(st, e) < 0)
		return -1;
	*id = db_col_int(st, 0);
	return 0;
}

static int change(struct archive *a, struct db *db, int64_t id,
		  const struct channel_ops *ops, const struct channel_new *n,
		  const char *verb, struct err *e)
{
	struct values_of of = channel_values_of(ops, id);
	struct values_given given = n->given;

	given.check = check_value;
	if (values_take(a, db, &of, &given, e) < 0 ||
	    check_values(a, db, id, ops, e) < 0)
		return -1;
	return act_write(db, n, verb, e);
}

int channel_add(struct archive *a, struct db *db, const struct channel_new *n,
		struct err *e)
{
	const struct channel_ops *ops = channel_kind(n->kind);
	int64_t id = 0;
	int rc;

	if (ops == NULL)
		return err_set(e, ERR_USAGE,
			       "there are no channels of the kind \"%.60s\"; "
			       "there are: mail, webhook, syslog",
			       n->kind);
	if (values_name_check("channel", n->name, e) < 0 ||
	    db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = name_free(db, n->name, e);
	if (rc == 0)
		rc = insert(db, n, &id, e);
	if (rc == 0)
		rc = change(a, db, id, ops, n, "channel add", e);
	return db_end(db, rc, e);
}

int channel_change(struct archive *a, struct db *db,
		   const struct channel_new *n, struct err *e)
{
	const struct channel_ops *ops;
	int64_t id;
	int rc;

	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = channel_find(db, n->name, &id, &ops, e);
	if (rc == 0)
		rc = change(a, db, id, ops, n, "channel set", e);
	return db_end(db, rc, e);
}

static int remove_rows(struct db *db, int64_t id, const struct channel_ops *ops,
		       struct err *e)
{
	struct values_of of = channel_values_of(ops, id);
	struct db_stmt *st =
		db_sql(db, "UPDATE channel SET removed = 1 WHERE id = $1", e);

	db_int(st, 1, id);
	if (db_exec(st, e) < 0)
		return -1;
	st = db_sql(db, "DELETE FROM telling WHERE channel = $1", e);
	db_int(st, 1, id);
	return db_exec(st, e) < 0 ? -1 : values_forget(db, &of, false, e);
}

int channel_remove(struct archive *a, struct db *db, const char *name,
		   struct actor actor, struct err *e)
{
	struct channel_new act = { .name = name, .actor = actor };
	const struct channel_ops *ops;
	int64_t id;
	int rc;

	(void)a;
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = channel_find(db, name, &id, &ops, e);
	if (rc == 0)
		rc = remove_rows(db, id, ops, e);
	if (rc == 0)
		rc = act_write(db, &act, "channel remove", e);
	return db_end(db, rc, e);
}

/* --- looking ---------------------------------------------------------------
 */

struct value_list {
	struct value *list;
	size_t n;
};

static void collect(void *ctx, const char *name, const char *value)
{
	struct value_list *l = ctx;

	l->list = mem_resize(l->list, (l->n + 1) * sizeof(*l->list));
	l->list[l->n++] = (struct value){ name, value };
}

static int tell(struct archive *a, struct db *db, struct channel_info *info,
		int (*each)(void *ctx, const struct channel_info *info,
			    struct err *e),
		void *ctx, struct err *e)
{
	static const struct setting none[] = { { NULL } };
	static const struct channel_ops unknown = { .title = "?",
						    .settings = none };
	const struct channel_ops *ops = channel_kind(info->kind);
	AUTO(values_free) struct values *v = NULL;
	struct value_list l = { 0 };
	struct values_of of;
	int rc;

	of = channel_values_of(ops != NULL ? ops : &unknown, info->id);
	if (values_load(&v, a, db, &of, e) < 0)
		return -1;
	values_each(v, collect, &l);
	info->settings = of.own;
	info->values = l.list;
	info->n_values = l.n;
	rc = each(ctx, info, e);
	free(l.list);
	return rc;
}

int channel_each(struct archive *a, struct db *db, const char *name,
		 int (*each)(void *ctx, const struct channel_info *info,
			     struct err *e),
		 void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT id, name, kind, error, told_us, failing_us,"
		       " not_before_us, dropped,"
		       " (SELECT count(*) FROM telling WHERE channel = c.id)"
		       " FROM channel c WHERE removed = 0"
		       " AND (name = $1 OR $1 IS NULL) ORDER BY name",
		       e);
	bool any = name == NULL;
	int rc;

	db_text(st, 1, name);
	while ((rc = db_step(st, e)) > 0) {
		struct channel_info info = {
			.id = db_col_int(st, 0),
			.name = db_col_text(st, 1),
			.kind = db_col_text(st, 2),
			.error = db_col_text(st, 3),
			.told_us = db_col_int(st, 4),
			.failing_us = db_col_int(st, 5),
			.next_us = db_col_int(st, 6),
			.dropped = db_col_int(st, 7),
			.waiting = db_col_int(st, 8),
		};

		any = true;
		if (tell(a, db, &info, each, ctx, e) < 0)
			return -1;
	}
	if (rc == 0 && !any)
		return err_set(e, ERR_USAGE,
			       "there is no channel \"%.80s\"; `estreat "
			       "channel list` shows those there are",
			       name);
	return rc;
}

/* --- opened ----------------------------------------------------------------
 */

static bool is_stopping(void *ctx)
{
	const struct channel_opened *o = ctx;

	return o->stop != NULL && atomic_load(o->stop);
}

int channel_open(struct channel_opened *out, struct archive *a, struct db *db,
		 int64_t id, const struct channel_ops *ops, struct err *e)
{
	struct values_of of = channel_values_of(ops, id);

	if (values_load(&out->values, a, db, &of, e) < 0 ||
	    values_complete(out->values, e) < 0)
		return -1;
	out->host = values_host(out->values, is_stopping, out);
	return ops->open(&out->channel, &out->host, e);
}

void channel_opened_done(struct channel_opened *o)
{
	if (o->channel != NULL)
		o->channel->ops->close(o->channel);
	values_free(o->values);
	*o = (struct channel_opened){ 0 };
}

int channel_test(struct archive *a, struct db *db, const char *name,
		 struct actor actor, struct err *e)
{
	AUTO(channel_opened_done) struct channel_opened o = { 0 };
	AUTO(str_done) struct str json = STR_INIT;
	const struct channel_ops *ops;
	char key[33];
	struct notice n = {
		.key = key,
		.event = NOTICE_TEST,
		.rule = "",
		.title = "Test of a channel",
		.subject = "",
		.help = "",
		.text = "Alerts that are told here look like this one. Nothing "
			"is wrong.",
		.severity = SEVERITY_LOW,
		.time_us = clock_now_us(),
		.archive = archive_domain(a),
	};
	struct channel_new act = { .name = name, .actor = actor };
	int64_t id;

	if (channel_find(db, name, &id, &ops, e) < 0 ||
	    act_write(db, &act, "channel test", e) < 0 ||
	    channel_open(&o, a, db, id, ops, e) < 0)
		return -1;
	notice_key(key);
	notice_json(&json, &n);
	if (o.channel->ops->tell(o.channel, &n, json.s, e) < 0)
		return err_wrap(e, "channel %.80s", name);
	return 0;
}
