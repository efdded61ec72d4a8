/*
 * zoom-dump: run the Zoom source once, from given addresses into a folder.
 *
 *	zoom-dump FOLDER [--threads N] [--check] [--keep] SETTING=VALUE ...
 *
 * A connector without a catalog, for tests: it lists a window, fetches every
 * bundle that has something to fetch, by several threads, and remembers in
 * FOLDER/inventory.json what it has, so that it can be run again tomorrow.
 * Bytes are hashed, and with --keep their first megabyte lies in
 * FOLDER/files/ under that hash; raw answers lie in FOLDER/raw/. Exit status 0:
 * done (FOLDER/run.json tells what happened); 1: the source failed, the text
 * is on standard error.
 */
#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/source.h"
#include "stream/digest.h"
#include "stream/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define RETRIES     4
#define KEEP_MAX    ((size_t)1 << 20)
#define THREADS_MAX 16

struct dump {
	int folder, raw_folder, files_folder; /* the last: -1 unless --keep */
	char **settings;                      /* NAME=VALUE */
	int n_settings;
	const struct source_ops *ops;
	struct source *src;
	pthread_mutex_t lock; /* everything below */
	json_t *inventory;    /* {"last": .., "rows": {KEY: row}} */
	json_t *rows;         /* borrowed */
	json_t *run;          /* notices, findings, failures */
	json_t *bundles;      /* to fetch: bundle -> array of keys */
	void *iter;           /* over bundles */
	char *failure;        /* what stops the whole run */
};

static void die(const char *what)
{
	(void)fprintf(stderr, "zoom-dump: %s: %s\n", what,
		      strerrordesc_np(errno));
	exit(2);
}

/* --- host -------------------------------------------------------------- */

static const char *get_setting(void *ctx, const char *name)
{
	struct dump *d = ctx;
	size_t n = strlen(name);

	for (int i = 0; i < d->n_settings; i++)
		if (strncmp(d->settings[i], name, n) == 0 &&
		    d->settings[i][n] == '=')
			return d->settings[i] + n + 1;
	for (const struct setting *s = d->ops->settings; s->name != NULL; s++)
		if (strcmp(s->name, name) == 0)
			return s->fallback;
	return NULL;
}

static int load_state(void *ctx, const char *name, struct str *out,
		      struct err *e)
{
	struct dump *d = ctx;
	AUTO(free) char *path = str_printf("state-%s", name);
	AUTO(free) char *text = NULL;
	size_t len;

	if (file_read_all(d->folder, path, 65536, &text, &len, e) < 0) {
		if (e->sys != ENOENT)
			return -1;
		err_clear(e);
		return 0;
	}
	str_add_len(out, text, len);
	return 1;
}

static int save_state(void *ctx, const char *name, const char *value,
		      struct err *e)
{
	struct dump *d = ctx;
	AUTO(free) char *path = str_printf("state-%s", name);

	if (file_replace(d->folder, path, value, strlen(value), 0600, e) < 0)
		return -1;
	return file_sync(d->folder, e);
}

/* --- inventory --------------------------------------------------------- */

static void put(json_t *o, const char *key, const char *value)
{
	(void)json_object_set_new(o, key, json_string(value));
}

static const char *get(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s != NULL ? s : "";
}

static const char *state_name(enum source_state state)
{
	static const char *const names[] = {
		[SOURCE_READY] = "ready",       [SOURCE_WAITING] = "waiting",
		[SOURCE_REFUSED] = "failed",    [SOURCE_GONE] = "expired",
		[SOURCE_EXCLUDED] = "excluded",
	};

	return names[state];
}

static char *key_of(const char *kind, const char *id, const char *version)
{
	return str_printf("%s|%s|%s", kind, id, version);
}

/* With --keep: what came with the listing, under a name of its own. */
static int keep_raw(struct dump *d, json_t *row, const struct source_entry *en,
		    struct err *e)
{
	struct digest digest = digest_of(en->raw, en->raw_len);

	put(row, "raw", digest.hex);
	if (d->files_folder < 0)
		return 0;
	return file_replace(d->files_folder, digest.hex, en->raw, en->raw_len,
			    0600, e);
}

/* What is archived stays; else the newest word counts. */
static int take_entry(void *ctx, const struct source_entry *en, struct err *e)
{
	struct dump *d = ctx;
	AUTO(free) char *key = key_of(en->kind, en->id, en->version);
	json_t *row = json_object_get(d->rows, key);

	if (row == NULL) {
		row = json_object();
		put(row, "kind", en->kind);
		put(row, "id", en->id);
		put(row, "version", en->version);
		put(row, "bundle", en->bundle);
		put(row, "found_by", en->found_by);
		put(row, "state", "");
		(void)json_object_set_new(d->rows, key, row);
	}
	if (strcmp(get(row, "state"), "archived") == 0)
		return 0;
	if (en->raw != NULL && keep_raw(d, row, en, e) < 0)
		return -1;
	put(row, "label", en->label);
	put(row, "state", en->raw != NULL ? "archived" : state_name(en->state));
	put(row, "reason", en->reason);
	put(row, "evidence", en->evidence);
	(void)json_object_set_new(row, "size", json_integer(en->size));
	(void)json_object_set_new(row, "time", json_integer(en->time_us));
	(void)json_object_set_new(row, "delete_at",
				  json_integer(en->delete_at_us));
	return 0;
}

static void add_note(struct dump *d, const char *list, json_t *note)
{
	json_t *all = json_object_get(d->run, list);

	if (all == NULL) {
		all = json_array();
		(void)json_object_set_new(d->run, list, all);
	}
	(void)json_array_append_new(all, note);
}

static void take_notice(void *ctx, enum check_level level, const char *subject,
			const char *text)
{
	add_note(ctx, "notices",
		 json_pack("{s:i, s:s, s:s}", "level", (int)level, "subject",
			   subject, "text", text));
}

static void take_finding(void *ctx, const struct finding *f)
{
	add_note(ctx, "findings",
		 json_pack("{s:i, s:s, s:s, s:s}", "level", (int)f->level,
			   "topic", f->topic, "text", f->text, "remedy",
			   f->remedy));
}

/* --- fetching ---------------------------------------------------------- */

struct fetch {
	struct dump *d;
	json_t *keys; /* of the bundle's rows */
	char bundle[17];
};

static json_t *row_at(struct fetch *f, size_t at)
{
	return json_object_get(f->d->rows,
			       json_string_value(json_array_get(f->keys, at)));
}

static int take_raw(void *ctx, const char *name, const char *media_type,
		    const void *bytes, size_t len, struct err *e)
{
	struct fetch *f = ctx;
	AUTO(free) char *path = str_printf("%s-%s", f->bundle, name);

	(void)media_type;
	return file_replace(f->d->raw_folder, path, bytes, len, 0600, e);
}

static int take_artefact(void *ctx, size_t at, const char *name,
			 const char *media_type, int64_t announced,
			 struct reader *body, struct source_captured *out,
			 struct err *e)
{
	struct fetch *f = ctx;
	AUTO(digest_free) struct digest_ctx *c = digest_begin();
	AUTO(free) char *buf = mem_alloc(1, READER_BLOCK);
	struct str kept AUTO(str_done) = STR_INIT;
	struct digest digest;
	json_t *row;
	ssize_t n;

	while ((n = reader_read(body, buf, READER_BLOCK, e)) > 0) {
		digest_add(c, buf, (size_t)n);
		if (kept.len < KEEP_MAX)
			str_add_len(&kept, buf, (size_t)n);
	}
	if (n < 0)
		return err_wrap(e, "store %s", name);
	digest_end(c, &digest);
	if (announced >= 0 && digest.length != (uint64_t)announced)
		return err_set(e, ERR_RETRY,
			       "store %s: %llu bytes came, %lld were announced",
			       name, (unsigned long long)digest.length,
			       (long long)announced);
	if (f->d->files_folder >= 0 &&
	    file_replace(f->d->files_folder, digest.hex, kept.s, kept.len, 0600,
			 e) < 0)
		return -1;
	if (out != NULL) {
		out->size = digest.length;
		memcpy(out->sha256, digest.bytes, sizeof(out->sha256));
	}
	(void)pthread_mutex_lock(&f->d->lock);
	row = row_at(f, at);
	put(row, "state", "archived");
	put(row, "name", name);
	put(row, "media_type", media_type);
	put(row, "sha256", digest.hex);
	(void)json_object_set_new(row, "size",
				  json_integer((json_int_t)digest.length));
	(void)pthread_mutex_unlock(&f->d->lock);
	return 0;
}

static int take_settle(void *ctx, size_t at, enum source_state state,
		       const char *reason, const char *evidence, struct err *e)
{
	struct fetch *f = ctx;
	json_t *row;

	(void)e;
	(void)pthread_mutex_lock(&f->d->lock);
	row = row_at(f, at);
	put(row, "state",
	    state == SOURCE_READY ? "archived" : state_name(state));
	put(row, "reason", reason);
	put(row, "evidence", evidence);
	(void)pthread_mutex_unlock(&f->d->lock);
	return 0;
}

static bool is_pending(const json_t *row)
{
	return strcmp(get(row, "state"), "ready") == 0 ||
	       strcmp(get(row, "state"), "waiting") == 0;
}

/* Copies of what the source is shown, made under the lock. */
static struct source_wanted *wanted_of(struct fetch *f)
{
	size_t n = json_array_size(f->keys);
	struct source_wanted *w = mem_alloc(n, sizeof(*w));

	(void)pthread_mutex_lock(&f->d->lock);
	for (size_t i = 0; i < n; i++) {
		json_t *row = row_at(f, i);

		w[i] = (struct source_wanted){
			.kind = mem_strdup(get(row, "kind")),
			.id = mem_strdup(get(row, "id")),
			.version = mem_strdup(get(row, "version")),
			.label = mem_strdup(get(row, "label")),
			.time_us = json_integer_value(
				json_object_get(row, "time")),
			.size = json_integer_value(
				json_object_get(row, "size")),
			.wanted = is_pending(row),
		};
	}
	(void)pthread_mutex_unlock(&f->d->lock);
	return w;
}

static void wanted_free(struct source_wanted *w, size_t n)
{
	union {
		const char *text;
		void *memory;
	} u[4];

	for (size_t i = 0; i < n; i++) {
		u[0].text = w[i].kind;
		u[1].text = w[i].id;
		u[2].text = w[i].version;
		u[3].text = w[i].label;
		for (int k = 0; k < 4; k++)
			free(u[k].memory);
	}
	free(w);
}

static int fetch_once(struct fetch *f, const char *bundle, struct err *e)
{
	struct source_store to = { f, take_raw, take_artefact, take_settle };
	size_t n = json_array_size(f->keys);
	struct source_wanted *w = wanted_of(f);
	struct source_bundle b = { .key = bundle,
				   .entries = w,
				   .n_entries = n };
	int bad = f->d->ops->fetch(f->d->src, &b, &to, e);

	wanted_free(w, n);
	return bad;
}

static void fetch_bundle(struct dump *d, const char *bundle, json_t *keys)
{
	struct fetch f = { .d = d, .keys = keys };
	struct digest digest = digest_of(bundle, strlen(bundle));
	char text[ERR_TEXT];

	memcpy(f.bundle, digest.hex, 16);
	for (int i = 0; i < RETRIES; i++) {
		struct err e = ERR_INIT;

		if (fetch_once(&f, bundle, &e) == 0)
			return;
		(void)pthread_mutex_lock(&d->lock);
		add_note(d, "failures",
			 json_string(err_str(&e, text, sizeof(text))));
		if (e.kind != ERR_RETRY && d->failure == NULL)
			d->failure = mem_strdup(text);
		(void)pthread_mutex_unlock(&d->lock);
		if (e.kind != ERR_RETRY)
			return;
	}
}

static void *fetch_many(void *ctx)
{
	struct dump *d = ctx;

	for (;;) {
		const char *bundle = NULL;
		json_t *keys = NULL;

		(void)pthread_mutex_lock(&d->lock);
		if (d->iter != NULL && d->failure == NULL) {
			bundle = json_object_iter_key(d->iter);
			keys = json_object_iter_value(d->iter);
			d->iter = json_object_iter_next(d->bundles, d->iter);
		}
		(void)pthread_mutex_unlock(&d->lock);
		if (bundle == NULL)
			return NULL;
		fetch_bundle(d, bundle, keys);
	}
}

/* Every bundle in which something is pending, with all of its rows. */
static void collect_bundles(struct dump *d)
{
	const char *key;
	json_t *row, *keys;
	void *next;

	d->bundles = json_object();
	json_object_foreach(d->rows, key, row)
	{
		keys = json_object_get(d->bundles, get(row, "bundle"));
		if (keys == NULL) {
			keys = json_pack("[]");
			(void)json_object_set_new(d->bundles,
						  get(row, "bundle"), keys);
		}
		(void)json_array_append_new(keys, json_string(key));
	}
	json_object_foreach_safe(d->bundles, next, key, keys)
	{
		bool pending = false;
		size_t i;
		json_t *k;

		json_array_foreach(keys, i, k) pending |= is_pending(
			json_object_get(d->rows, json_string_value(k)));
		if (!pending)
			(void)json_object_del(d->bundles, key);
	}
	d->iter = json_object_iter(d->bundles);
}

static void fetch_all(struct dump *d, int threads)
{
	pthread_t all[THREADS_MAX];

	collect_bundles(d);
	for (int i = 0; i < threads; i++)
		if (pthread_create(&all[i], NULL, fetch_many, d) != 0)
			die("pthread_create");
	for (int i = 0; i < threads; i++)
		(void)pthread_join(all[i], NULL);
	json_decref(d->bundles);
}

/* --- the run ----------------------------------------------------------- */

static int list(struct dump *d, struct err *e)
{
	struct source_list to = { d, take_entry, take_notice, NULL };
	struct str tenant AUTO(str_done) = STR_INIT;
	struct source_window w = { 0 };
	int64_t now_us;

	if (d->ops->hello(d->src, &tenant, &now_us, e) < 0)
		return -1;
	put(d->run, "tenant", tenant.s);
	w.last_us = json_integer_value(json_object_get(d->inventory, "last"));
	w.to_us = now_us;
	w.from_us = now_us - d->ops->history_us;
	if (w.last_us != 0)
		w.from_us = w.last_us - d->ops->overlap_us;
	if (d->ops->list(d->src, &w, &to, e) < 0)
		return -1;
	(void)json_object_set_new(d->inventory, "last", json_integer(now_us));
	return 0;
}

static int check(struct dump *d, struct err *e)
{
	struct check to = { d, take_finding };

	return d->ops->check(d->src, &to, e);
}

static void read_inventory(struct dump *d)
{
	AUTO(free) char *text = NULL;
	struct err e = ERR_INIT;
	size_t len;

	if (file_read_all(d->folder, "inventory.json", (size_t)1 << 30, &text,
			  &len, &e) == 0)
		d->inventory = json_loadb(text, len, 0, NULL);
	if (d->inventory == NULL)
		d->inventory = json_pack("{s:{}}", "rows");
	d->rows = json_object_get(d->inventory, "rows");
}

static void write_json(struct dump *d, const char *name, const json_t *o)
{
	char *text = json_dumps(o, JSON_INDENT(1) | JSON_SORT_KEYS);
	struct err e = ERR_INIT;

	if (text == NULL ||
	    file_replace(d->folder, name, text, strlen(text), 0600, &e) < 0)
		die(name);
	free(text);
}

static int run(struct dump *d, int threads, bool only_check)
{
	struct host host = { d, get_setting, load_state, save_state, NULL };
	struct err e = ERR_INIT;
	char text[ERR_TEXT];
	int bad;

	d->ops = source_find("zoom-meetings");
	bad = d->ops->open(&d->src, &host, &e);
	if (bad == 0 && only_check)
		bad = check(d, &e);
	else if (bad == 0)
		bad = list(d, &e);
	if (bad == 0 && !only_check)
		fetch_all(d, threads);
	if (d->src != NULL)
		d->ops->close(d->src);
	if (bad < 0)
		(void)fprintf(stderr, "zoom-dump: kind %d: %s\n", (int)e.kind,
			      err_str(&e, text, sizeof(text)));
	if (d->failure != NULL)
		(void)fprintf(stderr, "zoom-dump: %s\n", d->failure);
	return bad < 0 || d->failure != NULL;
}

int main(int argc, char *argv[])
{
	struct dump d = { .lock = PTHREAD_MUTEX_INITIALIZER };
	struct err e = ERR_INIT;
	bool only_check = false, keep = false;
	long long threads = 4;
	int i = 2, bad;

	if (argc < 2)
		return 2;
	for (; i < argc && argv[i][0] == '-'; i++)
		if (strcmp(argv[i], "--check") == 0)
			only_check = true;
		else if (strcmp(argv[i], "--keep") == 0)
			keep = true;
		else if (i + 1 < argc && str_int64(argv[i + 1], &threads))
			i++;
	if (threads < 1 || threads > THREADS_MAX)
		return 2;
	d.settings = argv + i;
	d.n_settings = argc - i;
	d.folder = file_open_folder(AT_FDCWD, argv[1], &e);
	d.raw_folder =
		d.folder < 0 ? -1 : file_open_folder(d.folder, "raw", &e);
	d.files_folder = keep && d.folder >= 0
				 ? file_open_folder(d.folder, "files", &e)
				 : -1;
	if (d.raw_folder < 0 || (keep && d.files_folder < 0))
		die(argv[1]);
	d.run = json_object();
	read_inventory(&d);
	bad = run(&d, (int)threads, only_check);
	write_json(&d, "inventory.json", d.inventory);
	write_json(&d, "run.json", d.run);
	json_decref(d.inventory);
	json_decref(d.run);
	free(d.failure);
	(void)close(d.raw_folder);
	if (keep)
		(void)close(d.files_folder);
	(void)close(d.folder);
	return bad;
}
