#include "catalog/values.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"

#include <assert.h>
#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define VALUE_MAX      65536
#define NAME_MAX_BYTES 64

struct kept {
	struct kept *next;
	enum value_kind kind;
	char *name;
	char *text;
	bool old; /* replaced by a newer one; kept for who still reads it */
};

struct values {
	pthread_mutex_t lock;
	struct archive *archive;
	struct values_of of;
	struct kept *list;
	bool (*stopping)(void *ctx); /* NULL: never */
	void *ctx;                   /* for stopping */
};

/* What it is sealed for: it opens nowhere else. */
static char *purpose(const struct values_of *of, const char *name)
{
	static const char *const owners[] = {
		[OWNER_CONNECTOR] = "connector",
		[OWNER_TARGET] = "target",
		[OWNER_STORE] = "store",
		[OWNER_DIRECTORY] = "directory",
		[OWNER_IDENTITY_PROVIDER] = "identity provider",
		[OWNER_SIGN_IN] = "sign-in",
		[OWNER_CHANNEL] = "channel",
		[OWNER_PORTAL] = "portal",
	};

	assert((size_t)of->owner < sizeof(owners) / sizeof(owners[0]) &&
	       owners[of->owner] != NULL);
	return str_printf("%s %lld %s", owners[of->owner], (long long)of->id,
			  name);
}

static void add(struct values *v, enum value_kind kind, const char *name,
		char *text)
{
	struct kept *x = NEW(struct kept);

	for (struct kept *y = v->list; y != NULL; y = y->next)
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
	for (struct kept *x = v->list; x != NULL; x = x->next)
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
		AUTO(free) char *what = purpose(&v->of, name);

		if (archive_unseal(v->archive, what, bytes, len, &plain, e) < 0)
			return -1;
	}
	add(v, kind, name, str_detach(&plain));
	return 0;
}

int values_load(struct values **out, struct archive *a, struct db *db,
		const struct values_of *of, struct err *e)
{
	AUTO(values_free) struct values *v = NEW(struct values);
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT kind, name, value FROM value WHERE owner = $1"
		       " AND id = $2 ORDER BY name",
		       e);
	int rc;

	(void)pthread_mutex_init(&v->lock, NULL);
	v->archive = a;
	v->of = *of;
	db_int(st, 1, (int64_t)of->owner);
	db_int(st, 2, of->id);
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
	for (struct kept *x = v->list; x != NULL;) {
		struct kept *next = x->next;

		mem_wipe(x->text, strlen(x->text));
		free(x->text);
		free(x->name);
		free(x);
		x = next;
	}
	(void)pthread_mutex_destroy(&v->lock);
	free(v);
}

static const struct setting *in_table(const struct setting *list,
				      const char *name)
{
	for (; list != NULL && list->name != NULL; list++)
		if (strcmp(list->name, name) == 0)
			return list;
	return NULL;
}

static const struct setting *setting_named(const struct values_of *of,
					   const char *name)
{
	const struct setting *s = in_table(of->own, name);

	return s != NULL ? s : in_table(of->more, name);
}

const char *values_get(struct values *v, const char *name)
{
	const struct setting *s = setting_named(&v->of, name);
	const char *text = find(v, VALUE_SETTING, name);

	if (text == NULL)
		text = find(v, VALUE_SECRET, name);
	return text != NULL || s == NULL ? text : s->fallback;
}

void values_each(struct values *v,
		 void (*each)(void *ctx, const char *name, const char *value),
		 void *ctx)
{
	for (struct kept *x = v->list; x != NULL; x = x->next)
		if (!x->old && x->kind != VALUE_STATE)
			each(ctx, x->name,
			     x->kind == VALUE_SECRET ? NULL : x->text);
}

int values_of_all(struct db *db, enum values_owner owner, const char *prefix,
		  int (*each)(void *ctx, int64_t id, const struct value *v,
			      struct err *e),
		  void *ctx, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db,
		       "SELECT id, name, value FROM value WHERE owner = $1"
		       " AND kind = $2 AND substr(name, 1, length($3)) = $3"
		       " ORDER BY id, name",
		       e);
	int rc;

	db_int(st, 1, (int64_t)owner);
	db_int(st, 2, (int64_t)VALUE_SETTING);
	db_text(st, 3, prefix);
	while ((rc = db_step(st, e)) > 0) {
		AUTO(str_done) struct str text = STR_INIT;
		struct value v = { .name = db_col_text(st, 1) };
		size_t len;
		const void *bytes = db_col_bytes(st, 2, &len);

		str_add_len(&text, bytes, len);
		v.value = text.s;
		if (each(ctx, db_col_int(st, 0), &v, e) < 0)
			return -1;
	}
	return rc;
}

struct listing {
	struct value *list;
	size_t n;
};

static void collect(void *ctx, const char *name, const char *value)
{
	struct listing *l = ctx;

	l->list = mem_resize(l->list, (l->n + 1) * sizeof(*l->list));
	l->list[l->n++] = (struct value){ name, value };
}

struct value *values_list(struct values *v, size_t *n)
{
	struct listing l = { mem_alloc(1, sizeof(*l.list)), 0 };

	values_each(v, collect, &l);
	*n = l.n;
	return l.list;
}

/* --- the host ----------------------------------------------------------- */

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
	struct value state = { name, value };
	AUTO(db_close) struct db *db = NULL;

	if (archive_db(v->archive, &db, e) < 0 ||
	    values_put(v->archive, db, &v->of, VALUE_STATE, &state, e) < 0)
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

static void bind_name(struct db_stmt *st, const struct values_of *of,
		      enum value_kind kind, const char *name)
{
	db_int(st, 1, (int64_t)of->owner);
	db_int(st, 2, of->id);
	db_int(st, 3, (int64_t)kind);
	db_text(st, 4, name);
}

static int value_remove(struct db *db, const struct values_of *of,
			enum value_kind kind, const char *name, struct err *e)
{
	struct db_stmt *st = db_sql(db,
				    "DELETE FROM value WHERE owner = $1 AND"
				    " id = $2 AND kind = $3 AND name = $4",
				    e);

	bind_name(st, of, kind, name);
	return db_exec(st, e);
}

int values_put(struct archive *a, struct db *db, const struct values_of *of,
	       enum value_kind kind, const struct value *v, struct err *e)
{
	AUTO(str_done) struct str bytes = STR_INIT;
	AUTO(free) char *what = purpose(of, v->name);
	struct db_stmt *st;

	if (v->value == NULL)
		return value_remove(db, of, kind, v->name, e);
	if (kind == VALUE_SETTING)
		str_add(&bytes, v->value);
	else
		archive_seal(a, what, v->value, strlen(v->value), &bytes);
	st = db_sql(db,
		    "INSERT INTO value(owner, id, kind, name, value)"
		    " VALUES ($1, $2, $3, $4, $5)"
		    " ON CONFLICT (owner, id, kind, name) DO UPDATE SET"
		    " value = $5",
		    e);
	bind_name(st, of, kind, v->name);
	db_bytes(st, 5, bytes.s, bytes.len);
	return db_exec(st, e);
}

static int take(struct archive *a, struct db *db, const struct values_of *of,
		const struct values_given *given, bool secret, struct err *e)
{
	const struct value *list = secret ? given->secrets : given->settings;
	size_t n = secret ? given->n_secrets : given->n_settings;
	enum value_kind kind = secret ? VALUE_SECRET : VALUE_SETTING;

	for (size_t i = 0; i < n; i++) {
		const struct value *v = &list[i];

		if (v->value != NULL &&
		    (values_check(of, v, secret, e) < 0 ||
		     (given->check != NULL && given->check(of, v, e) < 0)))
			return -1;
		if (values_put(a, db, of, kind, v, e) < 0)
			return -1;
	}
	return 0;
}

int values_take(struct archive *a, struct db *db, const struct values_of *of,
		const struct values_given *given, struct err *e)
{
	return take(a, db, of, given, false, e) < 0
		       ? -1
		       : take(a, db, of, given, true, e);
}

int values_forget(struct db *db, const struct values_of *of, bool settings_too,
		  struct err *e)
{
	struct db_stmt *st = db_sql(db,
				    "DELETE FROM value WHERE owner = $1 AND"
				    " id = $2 AND kind <> $3",
				    e);

	db_int(st, 1, (int64_t)of->owner);
	db_int(st, 2, of->id);
	db_int(st, 3, settings_too ? 0 : (int64_t)VALUE_SETTING);
	return db_exec(st, e);
}

/* --- checking ---------------------------------------------------------- */

int values_name_check(const char *what, const char *name, struct err *e)
{
	size_t n = strlen(name);

	for (const char *c = name; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 127)
			n = 0;
	if (n == 0 || n > NAME_MAX_BYTES || name[0] == ' ' ||
	    name[n - 1] == ' ' || name[0] == '-')
		return err_set(e, ERR_USAGE,
			       "a %s's name has 1 to %d bytes, no control "
			       "characters, no space at its ends and no \"-\" "
			       "in front",
			       what, NAME_MAX_BYTES);
	return 0;
}

static void add_names(struct str *out, const struct setting *s, bool secret)
{
	for (; s != NULL && s->name != NULL; s++)
		if (s->secret == secret)
			str_addf(out, "%s%s", out->len > 0 ? ", " : "",
				 s->name);
}

static int say_unknown(const struct values_of *of, const char *name,
		       bool secret, struct err *e)
{
	AUTO(str_done) struct str names = STR_INIT;

	add_names(&names, of->own, secret);
	add_names(&names, of->more, secret);
	return err_set(e, ERR_USAGE,
		       "%s has no %s \"%.60s\"; there are: %.500s", of->title,
		       secret ? "secret" : "setting", name, names.s);
}

int values_check(const struct values_of *of, const struct value *v, bool secret,
		 struct err *e)
{
	const struct setting *s = setting_named(of, v->name);
	bool open = !secret && of->open_prefix != NULL &&
		    str_starts(v->name, of->open_prefix);
	int64_t us;

	if (!open && (s == NULL || (secret && !s->secret)))
		return say_unknown(of, v->name, secret, e);
	if (!open && s->secret && !secret)
		return err_set(e, ERR_USAGE,
			       "%s is a secret: give it with --secret %s=FILE, "
			       "not on the command line",
			       v->name, v->name);
	if (!open && (*v->value == '\0' || strlen(v->value) > VALUE_MAX))
		return err_set(e, ERR_USAGE, "%s is %s", v->name,
			       *v->value == '\0' ? "empty" : "too long");
	if (strcmp(v->name, VALUES_EXPIRES) == 0 && !clock_parse(v->value, &us))
		return err_set(e, ERR_USAGE,
			       VALUES_EXPIRES "=%.40s is not a date such as "
					      "2027-01-31",
			       v->value);
	return 0;
}

int values_complete(struct values *v, struct err *e)
{
	for (const struct setting *s = v->of.own; s->name != NULL; s++)
		if (s->required && values_get(v, s->name) == NULL)
			return err_set(e, ERR_USAGE,
				       "%s needs %s (%s): give it with %s",
				       v->of.title, s->name, s->help,
				       s->secret ? "--secret NAME=FILE"
						 : "--set NAME=VALUE");
	return 0;
}

/* --- for the ledger ----------------------------------------------------- */

void values_detail(const struct value *who, size_t n_who,
		   const struct values_given *given, struct str *json)
{
	json_t *o = json_object(), *set = json_object(), *sec = json_array();
	char *text;

	for (size_t i = 0; i < given->n_settings; i++)
		(void)json_object_set_new(
			set, given->settings[i].name,
			given->settings[i].value == NULL
				? json_null()
				: json_string(given->settings[i].value));
	for (size_t i = 0; i < given->n_secrets; i++)
		(void)json_array_append_new(
			sec, json_string(given->secrets[i].name));
	for (size_t i = 0; i < n_who; i++)
		if (who[i].value != NULL)
			(void)json_object_set_new(o, who[i].name,
						  json_string(who[i].value));
	(void)json_object_set_new(o, "settings", set);
	(void)json_object_set_new(o, "secrets", sec);
	text = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
	str_add(json, text);
	free(text);
	json_decref(o);
}
