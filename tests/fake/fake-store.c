#include "tests/fake/fake-store.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct fake {
	struct store base;
	struct fake_store_one *one;
	struct host host;
	struct store *below; /* a folder */
};

void fake_stores_init(struct fake_stores *f, const char *dir)
{
	memset(f, 0, sizeof(*f));
	f->cache_bytes = UINT64_MAX / 4;
	for (int i = 1; i < FAKE_STORES; i++) {
		f->at[i].path = str_printf("%s/store-%d", dir, i);
		(void)mkdir(f->at[i].path, 0700);
	}
}

void fake_stores_done(struct fake_stores *f)
{
	for (int i = 1; i < FAKE_STORES; i++)
		free(f->at[i].path);
}

static struct fake *of(struct store *s)
{
	return (struct fake *)s;
}

static int enter(struct store *s, enum fake_op op, struct err *e)
{
	struct fake_store_one *one = of(s)->one;
	enum err_kind kind = atomic_load(&one->down);

	atomic_fetch_add(&one->calls[op], 1);
	return kind == ERR_NONE ? 0
				: err_set(e, kind, "the fake store is down");
}

static bool take(atomic_int *n)
{
	int left = atomic_load(n);

	while (left > 0)
		if (atomic_compare_exchange_weak(n, &left, left - 1))
			return true;
	return false;
}

static int fake_put(struct store *s, const char *name,
		    const struct store_content *c,
		    const struct store_protection *p, struct err *e)
{
	struct fake *f = of(s);

	if (enter(s, FAKE_PUT, e) < 0)
		return -1;
	if (p != NULL)
		atomic_fetch_add(&f->one->retained, 1);
	if (strcmp(f->one->refuse, name) == 0)
		return err_set(e, ERR_ITEM, "the fake store refuses it");
	if (take(&f->one->slow_puts))
		return err_set(e, ERR_RETRY, "stopped in the middle");
	if (f->below->ops->put(f->below, name, c, NULL, e) < 0)
		return -1;
	return take(&f->one->lose) ? err_set(e, ERR_RETRY, "answer lost") : 0;
}

static ssize_t fake_read(struct store *s, const char *name, uint64_t offset,
			 void *buf, size_t len, struct err *e)
{
	struct fake *f = of(s);
	ssize_t n;

	if (enter(s, FAKE_READ, e) < 0)
		return -1;
	n = f->below->ops->read(f->below, name, offset, buf, len, e);
	if (n > 0)
		atomic_fetch_add(&f->one->bytes, n);
	if (n > 0 && atomic_load(&f->one->corrupt))
		((uint8_t *)buf)[n / 2] ^= 1;
	return n;
}

static int fake_stat(struct store *s, const char *name,
		     struct store_object *out, struct err *e)
{
	struct fake *f = of(s);
	int rc;

	if (enter(s, FAKE_STAT, e) < 0)
		return -1;
	rc = f->below->ops->stat(f->below, name, out, e);
	if (rc > 0 && atomic_load(&f->one->forget))
		out->has_sha256 = false;
	return rc;
}

static int fake_list(struct store *s, const char *prefix,
		     int (*each)(void *ctx, const char *name, uint64_t size,
				 struct err *e),
		     void *ctx, struct err *e)
{
	struct fake *f = of(s);

	if (enter(s, FAKE_LIST, e) < 0)
		return -1;
	return f->below->ops->list(f->below, prefix, each, ctx, e);
}

static int fake_remove(struct store *s, const char *name, struct err *e)
{
	struct fake *f = of(s);

	if (enter(s, FAKE_REMOVE, e) < 0)
		return -1;
	return f->below->ops->remove(f->below, name, e);
}

static void fake_close(struct store *s)
{
	struct fake *f = of(s);

	store_close(f->below);
	atomic_fetch_sub(&f->one->open, 1);
	free(f);
}

static const struct store_ops ops = {
	.name = "fake",
	.title = "Fake",
	.close = fake_close,
	.put = fake_put,
	.read = fake_read,
	.stat = fake_stat,
	.list = fake_list,
	.remove = fake_remove,
};

static const char *setting(void *ctx, const char *name)
{
	const struct fake *f = ctx;

	return strcmp(name, "path") == 0 ? f->one->path : NULL;
}

struct store *fake_store_open(struct fake_stores *fs, uint64_t id)
{
	struct fake *f = NEW(struct fake);
	struct err e = ERR_INIT;

	f->base.ops = &ops;
	f->one = &fs->at[id];
	f->host = (struct host){ .ctx = f, .setting = setting };
	if (store_find("dir")->open(&f->below, &f->host, &e) < 0)
		abort();
	atomic_fetch_add(&f->one->open, 1);
	return &f->base;
}

static int means_open(void *ctx, uint64_t id, const char *kind,
		      const atomic_bool *stop, struct vault_store_opened *out,
		      struct err *e)
{
	struct fake_stores *f = ctx;

	(void)kind;
	(void)stop;
	(void)e;
	*out = (struct vault_store_opened){ .store = fake_store_open(f, id),
					    .cache_bytes = f->cache_bytes,
					    .retain_us = f->retain_us };
	return 0;
}

static void means_close(void *ctx, struct vault_store_opened *o)
{
	(void)ctx;
	store_close(o->store);
}

static int means_left(void *ctx, uint64_t id, bool kept, struct err *e)
{
	struct fake_stores *f = ctx;

	(void)kept;
	(void)e;
	atomic_fetch_add(&f->left[id], 1);
	return 0;
}

struct vault_stores fake_stores_means(struct fake_stores *f)
{
	return (struct vault_stores){ .ctx = f,
				      .open = means_open,
				      .close = means_close,
				      .left = means_left };
}
