#include "catalog/stores.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CACHE_FALLBACK "4GB"
#define RETAIN_MOST    36500

const struct setting stores_settings[] = {
	{ "cache", CACHE_FALLBACK, false, false,
	  "of what is in the store, so much is kept locally too: 0, 500MB, "
	  "4GB" },
	{ "retain-days", "0", false, false,
	  "ask the store to lock each object for so many days; 0: do not" },
	VALUES_SECRET_EXPIRES,
	{ NULL, NULL, false, false, NULL },
};

/* "500MB" (powers of 1,000). */
static bool parse_size(const char *text, uint64_t *out)
{
	static const struct {
		const char *unit;
		uint64_t bytes;
	} units[] = { { "", 1 },
		      { "kB", 1000 },
		      { "MB", 1000000 },
		      { "GB", 1000000000 },
		      { "TB", 1000000000000 } };
	char *end = NULL;
	unsigned long long n = strtoull(text, &end, 10);

	if (*text < '0' || *text > '9' || n > 1000000000000ULL)
		return false;
	end += strspn(end, " ");
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (str_casecmp(end, units[i].unit) != 0)
			continue;
		if (n > UINT64_MAX / 4 / units[i].bytes)
			return false;
		*out = n * units[i].bytes;
		return true;
	}
	return false;
}

static int check_own(const struct values_of *of, const struct value *v,
		     struct err *e)
{
	uint64_t bytes;
	long long days;

	(void)of;
	if (strcmp(v->name, "cache") == 0 && !parse_size(v->value, &bytes))
		return err_set(e, ERR_USAGE,
			       "cache=%.40s is not a size such as 500MB or 4GB",
			       v->value);
	if (strcmp(v->name, "retain-days") == 0 &&
	    (!str_int64(v->value, &days) || days < 0 || days > RETAIN_MOST))
		return err_set(e, ERR_USAGE,
			       "retain-days=%.40s is not a number from 0 to %d",
			       v->value, RETAIN_MOST);
	return 0;
}

static int values_for(const char *kind, uint64_t id,
		      const struct store_ops **ops, struct values_of *of,
		      struct err *e)
{
	AUTO(str_done) struct str names = STR_INIT;

	*ops = store_find(kind);
	if (*ops == NULL) {
		for (size_t i = 0; store_all()[i] != NULL; i++)
			str_addf(&names, "%s%s", i > 0 ? ", " : "",
				 store_all()[i]->name);
		return err_set(e, ERR_USAGE,
			       "there is no store \"%.40s\"; there are: %s",
			       kind, names.s);
	}
	*of = (struct values_of){ .owner = OWNER_STORE,
				  .id = (int64_t)id,
				  .title = (*ops)->title,
				  .own = (*ops)->settings,
				  .more = stores_settings };
	return 0;
}

/* --- for the vault -------------------------------------------------------- */

/* What one open store lives on. */
struct held {
	struct values *values;
	struct host host;
	const atomic_bool *stop;
};

static void held_free(struct held *h)
{
	values_free(h->values);
	free(h);
}

static bool is_stopping(void *ctx)
{
	const struct held *h = ctx;

	return h->stop != NULL && atomic_load(h->stop);
}

/* Takes the values over. */
static int open_with(struct values *values, const struct store_ops *ops,
		     const atomic_bool *stop, struct vault_store_opened *out,
		     struct err *e)
{
	struct held *h = NEW(struct held);
	long long days = 0;

	h->values = values;
	h->stop = stop;
	h->host = values_host(values, is_stopping, h);
	*out = (struct vault_store_opened){ .held = h };
	(void)parse_size(values_get(values, "cache"), &out->cache_bytes);
	(void)str_int64(values_get(values, "retain-days"), &days);
	out->retain_us = days * CLOCK_DAY;
	if (values_complete(values, e) < 0 ||
	    ops->open(&out->store, &h->host, e) < 0) {
		held_free(h);
		return -1;
	}
	return 0;
}

static int means_open(void *ctx, uint64_t id, const char *kind,
		      const atomic_bool *stop, struct vault_store_opened *out,
		      struct err *e)
{
	AUTO(db_close) struct db *db = NULL;
	const struct store_ops *ops;
	struct values *values = NULL;
	struct values_of of;

	if (values_for(kind, id, &ops, &of, e) < 0 ||
	    archive_db(ctx, &db, e) < 0 ||
	    values_load(&values, ctx, db, &of, e) < 0)
		return -1;
	return open_with(values, ops, stop, out, e);
}

static void means_close(void *ctx, struct vault_store_opened *o)
{
	(void)ctx;
	store_close(o->store);
	held_free(o->held);
}

static int left(struct archive *a, struct db *db, uint64_t id, bool kept,
		struct err *e)
{
	struct values_of of = { .owner = OWNER_STORE, .id = (int64_t)id };
	AUTO(free)
	char *detail = str_printf("{\"left\":%" PRIu64 ",\"copies\":\"%s\"}",
				  id, kept ? "kept" : "removed");

	(void)a;
	if (values_forget(db, &of, false, e) < 0)
		return -1;
	return archive_act(db, ACTOR_SYSTEM, "vault move", detail, e);
}

static int means_left(void *ctx, uint64_t id, bool kept, struct err *e)
{
	AUTO(db_close) struct db *db = NULL;

	if (archive_db(ctx, &db, e) < 0 || db_begin(db, DB_WRITE, e) < 0)
		return -1;
	if (left(ctx, db, id, kept, e) < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

struct vault_stores stores_means(struct archive *a)
{
	return (struct vault_stores){ .ctx = a,
				      .open = means_open,
				      .close = means_close,
				      .left = means_left };
}

/* --- changes ----------------------------------------------------------------
 */

static int in_use(struct db *db, struct vault_store_info *out, struct err *e)
{
	struct vault_store_info list[VAULT_STORES_MAX];
	size_t n = 0;

	if (vault_stores_list(db, list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (list[i].state == VAULT_STORE_USED) {
			*out = list[i];
			return 1;
		}
	return 0;
}

/* A change on its way: written, looked at, and taken back or kept. */
struct change {
	struct archive *archive;
	struct db *db;
	const struct stores_change *c;
	const struct store_ops *ops;
	struct values_of of;
	uint64_t id; /* 0: a new one */
};

/* In the caller's transaction. */
static int write_change(struct change *x, struct err *e)
{
	const struct stores_change *c = x->c;
	struct values_given given = c->given;
	uint64_t id = x->id;

	given.check = check_own;
	if (id == 0 && vault_store_use(x->db, c->kind, c->keep, &id, e) < 0)
		return -1;
	if (x->id != 0 && vault_store_touch(x->db, id, e) < 0)
		return -1;
	x->of.id = (int64_t)id;
	return c->kind == NULL
		       ? 0
		       : values_take(x->archive, x->db, &x->of, &given, e);
}

/* The store as it would be then: nothing is written. */
static int try_change(struct change *x, struct vault_store_opened *out,
		      struct err *e)
{
	struct values *values = NULL;
	int rc;

	if (db_begin(x->db, DB_WRITE, e) < 0)
		return -1;
	rc = write_change(x, e);
	if (rc == 0)
		rc = values_load(&values, x->archive, x->db, &x->of, e);
	db_rollback(x->db);
	return rc < 0 ? -1 : open_with(values, x->ops, NULL, out, e);
}

static int keep_change(struct change *x, int64_t id, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	AUTO(free) char *number = str_printf("%" PRId64, id);
	struct value who[] = { { "store", number },
			       { "kind", x->c->kind },
			       { "left", x->c->keep ? "kept" : NULL } };
	int rc;

	if (db_begin(x->db, DB_WRITE, e) < 0)
		return -1;
	rc = write_change(x, e);
	if (rc == 0 && x->of.id != id)
		rc = err_set(e, ERR_RETRY,
			     "somebody else has set up a store just now: look "
			     "at it with `estreat store show`");
	values_detail(who, sizeof(who) / sizeof(who[0]), &x->c->given, &detail);
	if (rc == 0)
		rc = archive_act(x->db, x->c->actor, x->c->verb, detail.s, e);
	if (rc < 0) {
		db_rollback(x->db);
		return -1;
	}
	return db_commit(x->db, e);
}

static int still_ours(struct change *x, struct store *s, struct err *e)
{
	int rc = vault_store_own(archive_vault(x->archive), s, x->id, e);

	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "this is not the place where the packs are (it "
			       "has no mark of this store): what is there is "
			       "brought elsewhere by `estreat vault move`");
	return rc < 0 ? -1 : 0;
}

/* Is it a place that can be ours (a new store), or is still ours? */
static int look_at(struct change *x, struct store *s, struct err *e)
{
	struct vault *v = archive_vault(x->archive);

	return x->id == 0 ? vault_store_claim(v, s, (uint64_t)x->of.id, e)
			  : still_ours(x, s, e);
}

static int make_change(struct change *x, struct err *e)
{
	struct vault_store_opened o = { 0 };
	int64_t id;
	int rc;

	if (try_change(x, &o, e) < 0)
		return -1;
	id = x->of.id;
	rc = look_at(x, o.store, e);
	means_close(x->archive, &o);
	if (rc < 0)
		return err_wrap(e, "%s", x->ops->title);
	return keep_change(x, id, e);
}

int stores_use(struct archive *a, struct db *db, const struct stores_change *c,
	       uint64_t *id, struct err *e)
{
	struct change x = { .archive = a, .db = db, .c = c };
	struct vault_store_info now = { 0 };
	int rc = in_use(db, &now, e);

	if (rc < 0)
		return -1;
	if (rc == 0 && c->kind == NULL)
		return err_set(e, ERR_USAGE,
			       "no store is in use: everything is local");
	if (c->kind == NULL)
		return keep_change(&x, 0, e);
	if (values_for(c->kind, 0, &x.ops, &x.of, e) < 0 ||
	    make_change(&x, e) < 0)
		return -1;
	*id = (uint64_t)x.of.id;
	return 0;
}

/* Other values for the one in use; same is the change with its kind. */
static int change_begin(struct change *x, struct stores_change *same,
			struct err *e)
{
	struct vault_store_info now = { 0 };
	int rc = in_use(x->db, &now, e);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_USAGE,
			       "no store is set up: name one with --kind");
	*same = *x->c;
	same->kind = store_find(now.kind)->name;
	x->c = same;
	x->id = now.id;
	return values_for(now.kind, now.id, &x->ops, &x->of, e);
}

int stores_change(struct archive *a, struct db *db,
		  const struct stores_change *c, struct err *e)
{
	struct change x = { .archive = a, .db = db, .c = c };
	struct stores_change same;

	return change_begin(&x, &same, e) < 0 ? -1 : make_change(&x, e);
}

/* The same, and nothing is written. */
static int would_be_ours(struct change *x, struct store *s, struct err *e)
{
	struct vault *v = archive_vault(x->archive);

	return x->id == 0 ? vault_store_claimable(v, s, (uint64_t)x->of.id, e)
			  : still_ours(x, s, e);
}

/* A place of somebody else's is a finding, one that is away an error. */
static int tell_place(struct change *x, struct store *s, const struct check *to,
		      struct err *e)
{
	struct finding f = { CHECK_OK, "Place", "nobody else's packs are there",
			     "" };
	char text[ERR_TEXT];

	if (would_be_ours(x, s, e) < 0) {
		if (e->kind != ERR_USAGE)
			return -1;
		f = (struct finding){ CHECK_FAIL, "Place",
				      err_str(e, text, sizeof(text)),
				      "name a place that is this archive's "
				      "alone" };
		err_clear(e);
	}
	to->finding(to->ctx, &f);
	return 0;
}

int stores_try(struct archive *a, struct db *db, const struct stores_change *c,
	       const struct check *to, struct err *e)
{
	struct change x = { .archive = a, .db = db, .c = c };
	struct vault_store_opened o = { 0 };
	struct stores_change same;
	int rc;

	rc = c->kind != NULL ? values_for(c->kind, 0, &x.ops, &x.of, e)
			     : change_begin(&x, &same, e);
	if (rc < 0 || try_change(&x, &o, e) < 0)
		return -1;
	rc = o.store->ops->check(o.store, to, e);
	if (rc == 0)
		rc = tell_place(&x, o.store, to, e);
	means_close(a, &o);
	return rc;
}

int stores_return(struct archive *a, struct db *db,
		  const struct stores_change *c, struct err *e)
{
	int rc;

	(void)a;
	if (db_begin(db, DB_WRITE, e) < 0)
		return -1;
	rc = vault_store_return(db, e);
	if (rc == 0)
		rc = archive_act(db, c->actor, c->verb, "{\"back\":true}", e);
	if (rc < 0) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/* --- looking ----------------------------------------------------------------
 */

static int load(struct archive *a, struct db *db, uint64_t id,
		const struct store_ops **ops, struct values **out,
		struct err *e)
{
	struct vault_store_info list[VAULT_STORES_MAX];
	struct values_of of;
	size_t n = 0;

	if (vault_stores_list(db, list, &n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (list[i].id == id)
			return values_for(list[i].kind, id, ops, &of, e) < 0
				       ? -1
				       : values_load(out, a, db, &of, e);
	return err_set(e, ERR_USAGE, "there is no store %" PRIu64, id);
}

int stores_check(struct archive *a, struct db *db, uint64_t id,
		 const struct check *to, struct err *e)
{
	struct vault_store_opened o = { 0 };
	const struct store_ops *ops;
	struct values *values = NULL;
	int rc;

	if (load(a, db, id, &ops, &values, e) < 0 ||
	    open_with(values, ops, NULL, &o, e) < 0)
		return -1;
	rc = o.store->ops->check(o.store, to, e);
	means_close(a, &o);
	return rc;
}

int stores_values(struct archive *a, struct db *db, uint64_t id,
		  void (*each)(void *ctx, const char *name, const char *value),
		  void *ctx, struct err *e)
{
	AUTO(values_free) struct values *values = NULL;
	const struct store_ops *ops;

	if (load(a, db, id, &ops, &values, e) < 0)
		return -1;
	values_each(values, each, ctx);
	return 0;
}
