#include "connector/values.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "connector/schedule.h"
#include "convert/convert.h"
#include "db/db.h"
#include "target/target.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define HEADER    "header."
#define VALUE_MAX 65536

const struct setting connector_settings[] = {
	{ "folder", NULL, false, false,
	  "folder below the Inbox (default: the source's own)" },
	{ "schedule", "every 24h", false, false,
	  "when it runs: every 24h, daily 02:30, a cron line, or manual" },
	{ "since", NULL, false, false,
	  "leave out what is older than this date" },
	{ "target", "embedded", false, false, "where the mailboxes are" },
	{ "workers", "4", false, false,
	  "meetings fetched at the same time, 1 to 32" },
	{ NULL, NULL, false, false, NULL },
};

struct value {
	struct value *next;
	enum value_kind kind;
	char *name;
	char *text;
	bool old; /* replaced by a newer one; kept for who still reads it */
};

struct values {
	pthread_mutex_t lock;
	struct archive *archive;
	int64_t connector;
	const struct source_ops *ops;
	struct value *list;
	bool (*stopping)(void *ctx); /* NULL: never */
	void *ctx;                   /* for stopping */
};

static char *purpose(int64_t connector, const char *name)
{
	return str_printf("connector %lld %s", (long long)connector, name);
}

static void add(struct values *v, enum value_kind kind, const char *name,
		char *text)
{
	struct value *x = NEW(struct value);

	for (struct value *y = v->list; y != NULL; y = y->next)
		if (y->kind == kind && strcmp(y->name, name) == 0)
			y->old = true;
	x->kind = kind;
	x->name = mem_strdup(name);
	x->text = text;
	x->next = v->list;
	v->list = x;
}

static const char *find(struct values *v, enum value_kind kind,
			const char *name)
{
	const char *text = NULL;

	(void)pthread_mutex_lock(&v->lock);
	for (struct value *x = v->list; x != NULL; x = x->next)
		if (!x->old && x->kind == kind && strcmp(x->name, name) == 0)
			text = x->text;
	(void)pthread_mutex_unlock(&v->lock);
	return text;
}

static int load_one(struct values *v, struct db_stmt *st, struct err *e)
{
	enum value_kind kind = (enum value_kind)db_col_int(st, 0);
	const char *name = db_col_text(st, 1);
	AUTO(str_done) struct str plain = STR_INIT;
	size_t len;
	const void *bytes = db_col_bytes(st, 2, &len);

	if (kind == VALUE_SETTING) {
		str_add_len(&plain, bytes, len);
	} else {
		AUTO(free) char *what = purpose(v->connector, name);

		if (archive_unseal(v->archive, what, bytes, len, &plain, e) < 0)
			return -1;
	}
	add(v, kind, name, str_detach(&plain));
	return 0;
}

int values_load(struct values **out, struct archive *a, struct db *db,
		int64_t connector, const struct source_ops *ops, struct err *e)
{
	AUTO(values_free) struct values *v = NEW(struct values);
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT kind, name, value FROM connector_value"
		       " WHERE connector = $1 ORDER BY name",
		       e);
	int rc;

	(void)pthread_mutex_init(&v->lock, NULL);
	v->archive = a;
	v->connector = connector;
	v->ops = ops;
	db_int(st, 1, connector);
	while ((rc = db_step(st, e)) > 0)
		if (load_one(v, st, e) < 0)
			return -1;
	if (rc < 0)
		return -1;
	*out = TAKE(v);
	return 0;
}

void values_free(struct values *v)
{
	if (v == NULL)
		return;
	for (struct value *x = v->list; x != NULL;) {
		struct value *next = x->next;

		mem_wipe(x->text, strlen(x->text));
		free(x->text);
		free(x->name);
		free(x);
		x = next;
	}
	(void)pthread_mutex_destroy(&v->lock);
	free(v);
}

static const struct setting *known(const struct setting *list, const char *name)
{
	for (; list->name != NULL; list++)
		if (strcmp(list->name, name) == 0)
			return list;
	return NULL;
}

static const struct setting *setting_named(const struct source_ops *ops,
					   const char *name)
{
	const struct setting *s = known(ops->settings, name);

	return s != NULL ? s : known(connector_settings, name);
}

const char *values_get(struct values *v, const char *name)
{
	const struct setting *s = setting_named(v->ops, name);
	const char *text = find(v, VALUE_SETTING, name);

	if (text == NULL)
		text = find(v, VALUE_SECRET, name);
	if (text == NULL && s != NULL)
		text = s->fallback;
	if (text == NULL && strcmp(name, "folder") == 0)
		text = v->ops->folder;
	return text;
}

void values_each(struct values *v,
		 void (*each)(void *ctx, const char *name, const char *value),
		 void *ctx)
{
	for (struct value *x = v->list; x != NULL; x = x->next)
		if (!x->old && x->kind != VALUE_STATE)
			each(ctx, x->name,
			     x->kind == VALUE_SECRET ? NULL : x->text);
}

/* --- the host of a source ---------------------------------------------- */

static const char *host_setting(void *ctx, const char *name)
{
	return values_get(ctx, name);
}

static int host_load(void *ctx, const char *name, struct str *out,
		     struct err *e)
{
	const char *text = find(ctx, VALUE_STATE, name);

	(void)e;
	if (text == NULL)
		return 0;
	str_add(out, text);
	return 1;
}

static int host_save(void *ctx, const char *name, const char *value,
		     struct err *e)
{
	struct values *v = ctx;
	AUTO(db_close) struct db *db = NULL;

	if (archive_db(v->archive, &db, e) < 0 ||
	    values_put(v->archive, db, v->connector, VALUE_STATE, name, value,
		       e) < 0)
		return err_wrap(e, "save %s", name);
	(void)pthread_mutex_lock(&v->lock);
	add(v, VALUE_STATE, name, mem_strdup(value));
	(void)pthread_mutex_unlock(&v->lock);
	return 0;
}

static bool host_stopping(void *ctx)
{
	struct values *v = ctx;

	return v->stopping != NULL && v->stopping(v->ctx);
}

struct host values_host(struct values *v, bool (*stopping)(void *ctx),
			void *ctx)
{
	v->stopping = stopping;
	v->ctx = ctx;
	return (struct host){ .ctx = v,
			      .setting = host_setting,
			      .load = host_load,
			      .save = host_save,
			      .stopping = host_stopping };
}

/* --- storing ----------------------------------------------------------- */

static int value_remove(struct db *db, int64_t connector, enum value_kind kind,
			const char *name, struct err *e)
{
	struct db_stmt *st = db_sql(db,
				    "DELETE FROM connector_value WHERE"
				    " connector = $1 AND kind = $2 AND"
				    " name = $3",
				    e);

	db_int(st, 1, connector);
	db_int(st, 2, (int64_t)kind);
	db_text(st, 3, name);
	return db_exec(st, e);
}

int values_put(struct archive *a, struct db *db, int64_t connector,
	       enum value_kind kind, const char *name, const char *value,
	       struct err *e)
{
	AUTO(str_done) struct str bytes = STR_INIT;
	AUTO(free) char *what = purpose(connector, name);
	struct db_stmt *st;

	if (value == NULL)
		return value_remove(db, connector, kind, name, e);
	if (kind == VALUE_SETTING)
		str_add(&bytes, value);
	else
		archive_seal(a, what, value, strlen(value), &bytes);
	st = db_sql(db,
		    "INSERT INTO connector_value(connector, kind, name, value)"
		    " VALUES ($1, $2, $3, $4)"
		    " ON CONFLICT (connector, kind, name) DO UPDATE SET"
		    " value = $4",
		    e);
	db_int(st, 1, connector);
	db_int(st, 2, (int64_t)kind);
	db_text(st, 3, name);
	db_bytes(st, 4, bytes.s, bytes.len);
	return db_exec(st, e);
}

/* --- checking ---------------------------------------------------------- */

static void add_names(struct str *out, const struct setting *s, bool secret)
{
	for (; s->name != NULL; s++)
		if (s->secret == secret)
			str_addf(out, "%s%s", out->len > 0 ? ", " : "",
				 s->name);
}

static int check_own(const char *name, const char *value, struct err *e)
{
	long long n;
	int64_t us;

	if (strcmp(name, "schedule") == 0)
		return schedule_check(value, e);
	if (strcmp(name, "since") == 0 && !clock_parse(value, &us))
		return err_set(e, ERR_USAGE,
			       "since=%s is not a date such as 2026-01-31",
			       value);
	if (strcmp(name, "workers") == 0 &&
	    (!str_int64(value, &n) || n < 1 || n > 32))
		return err_set(e, ERR_USAGE,
			       "workers=%s is not a number from 1 to 32",
			       value);
	if (strcmp(name, "target") == 0 && target_find(value) == NULL)
		return err_set(e, ERR_USAGE,
			       "target=%s is not known; there is: embedded",
			       value);
	return 0;
}

int values_check(const struct source_ops *ops, const char *name,
		 const char *value, bool secret, struct err *e)
{
	const struct setting *s = setting_named(ops, name);

	if (!secret && str_starts(name, HEADER))
		return convert_header_check(name + strlen(HEADER), value, e);
	if (s == NULL || (s->secret != secret && !s->secret)) {
		AUTO(str_done) struct str names = STR_INIT;

		add_names(&names, ops->settings, secret);
		if (!secret)
			add_names(&names, connector_settings, false);
		return err_set(e, ERR_USAGE,
			       "%s has no %s \"%.60s\"; there are: %.500s",
			       ops->title, secret ? "secret" : "setting", name,
			       names.s);
	}
	if (s->secret && !secret)
		return err_set(e, ERR_USAGE,
			       "%s is a secret: give it with --secret %s=FILE, "
			       "not on the command line",
			       name, name);
	if (*value == '\0' || strlen(value) > VALUE_MAX)
		return err_set(e, ERR_USAGE, "%s is %s", name,
			       *value == '\0' ? "empty" : "too long");
	return check_own(name, value, e);
}

int values_complete(struct values *v, struct err *e)
{
	for (const struct setting *s = v->ops->settings; s->name != NULL; s++)
		if (s->required && values_get(v, s->name) == NULL)
			return err_set(e, ERR_USAGE,
				       "%s needs %s (%s): give it with %s",
				       v->ops->title, s->name, s->help,
				       s->secret ? "--secret NAME=FILE"
						 : "--set NAME=VALUE");
	return 0;
}
