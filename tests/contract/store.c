/*
 * store.c - does a store do what store/store.h says?
 *
 *	store NAME [--set KEY=VALUE]... [--secret KEY=FILE]...
 *	      [--locks] [--large BYTES] [--skip CASE]...
 *
 * Everything is put below a folder of its own, which is empty again at the
 * end; the store itself (folder, container, bucket) must be there. --locks:
 * this store can protect objects, and must; without it, it must say that it
 * cannot. Objects that are locked for good are left: a name a run.
 * --large: size of the largest object (20 MiB and a little). --skip: a case
 * that a stand-in for the store cannot take part in.
 */
#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/str.h"
#include "store/store.h"
#include "stream/digest.h"
#include "t.h"
#include "tests/fake/store-host.h"

#include <pthread.h>

static struct store_host host;
static struct store *store;
static char run[24]; /* the folder: "t-0123456789abcdef" */
static bool locks;
static uint64_t large = 20 * 1024 * 1024 + 7;

/* --- content ----------------------------------------------------------- */

/* Bytes that depend on their place and on a seed. */
struct made {
	struct store_content content;
	unsigned int seed;
	uint64_t fail_at; /* reading beyond it fails; 0: never */
};

static uint8_t byte_at(const struct made *m, uint64_t at)
{
	uint64_t x = (at / 8 + 1 + m->seed) * UINT64_C(0x9e3779b97f4a7c15);

	return (uint8_t)(x >> (at % 8 * 8));
}

static int made_read(void *ctx, uint64_t offset, void *buf, size_t len,
		     struct err *e)
{
	const struct made *m = ctx;
	uint8_t *to = buf;

	if (offset + len > m->content.size)
		return err_set(e, ERR_STORE, "asked for more than there is");
	if (m->fail_at != 0 && offset + len > m->fail_at)
		return err_set(e, ERR_STORE, "the disk fails, as it was told");
	for (size_t i = 0; i < len; i++)
		to[i] = byte_at(m, offset + i);
	return 0;
}

static void make(struct made *m, uint64_t size, unsigned int seed)
{
	AUTO(digest_free) struct digest_ctx *digest = digest_begin();
	uint8_t buf[4096];
	struct digest d;

	*m = (struct made){ .seed = seed };
	m->content = (struct store_content){
		.ctx = m,
		.read = made_read,
		.size = size,
	};
	for (uint64_t at = 0; at < size;) {
		size_t n = size - at < sizeof(buf) ? (size_t)(size - at)
						   : sizeof(buf);
		struct err e = ERR_INIT;

		(void)made_read(m, at, buf, n, &e);
		digest_add(digest, buf, n);
		at += n;
	}
	digest_end(digest, &d);
	memcpy(m->content.sha256, d.bytes, STORE_SHA256);
}

/* --- asking ------------------------------------------------------------ */

static const char *name_of(char buf[STORE_NAME_MAX + 1], const char *rest)
{
	(void)snprintf(buf, STORE_NAME_MAX + 1, "%s/%s", run, rest);
	return buf;
}

static void show(struct err *e)
{
	char text[ERR_TEXT];

	if (e->kind != ERR_NONE)
		printf("#   %s\n", err_str(e, text, sizeof(text)));
	err_clear(e);
}

/* Fails with this kind, or (ERR_NONE) does not. */
static void expect(int got, struct err *e, enum err_kind kind)
{
	if (kind == ERR_NONE)
		T_OK(got >= 0);
	else
		T_EQ_INT(got, -1);
	T_EQ_INT(e->kind, kind);
	if (e->kind != kind)
		show(e);
	err_clear(e);
}

static void put(const char *name, const struct made *m, enum err_kind kind)
{
	struct err e = ERR_INIT;

	expect(store->ops->put(store, name, &m->content, NULL, &e), &e, kind);
}

static void remove_it(const char *name, enum err_kind kind)
{
	struct err e = ERR_INIT;

	expect(store->ops->remove(store, name, &e), &e, kind);
}

static int look(const char *name, struct store_object *o)
{
	struct err e = ERR_INIT;
	int got = store->ops->stat(store, name, o, &e);

	expect(got, &e, ERR_NONE);
	return got;
}

/* Read [offset, offset + len) and compare; want bytes must come. */
static void check_range(const char *name, const struct made *m, uint64_t offset,
			size_t len, size_t want)
{
	AUTO(free) uint8_t *buf = mem_alloc(1, len + 1);
	struct err e = ERR_INIT;
	ssize_t n = store->ops->read(store, name, offset, buf, len, &e);
	size_t wrong = 0;

	expect(n < 0 ? -1 : 0, &e, ERR_NONE);
	T_EQ_INT(n, want);
	for (ssize_t i = 0; i < n; i++)
		wrong += buf[i] != byte_at(m, offset + (uint64_t)i);
	T_EQ_INT(wrong, 0);
}

/* It is there, and is m. */
static void check_is(const char *name, const struct made *m)
{
	struct store_object o = { .size = 1 };
	size_t step = 3 * 1024 * 1024 + 1;

	T_EQ_INT(look(name, &o), 1);
	T_EQ_INT(o.size, m->content.size);
	T_OK(o.has_sha256);
	T_OK(memcmp(o.sha256, m->content.sha256, STORE_SHA256) == 0);
	T_EQ_INT(o.retain_until_us, 0);
	T_OK(!o.hold);
	for (uint64_t at = 0; at < m->content.size; at += step)
		check_range(name, m, at, step,
			    m->content.size - at < step
				    ? (size_t)(m->content.size - at)
				    : step);
}

static void check_absent(const char *name)
{
	struct store_object o = { .size = 99 };

	T_EQ_INT(look(name, &o), 0);
	T_EQ_INT(o.size, 99); /* outputs are untouched */
}

/* --- put and read ------------------------------------------------------ */

#define MIB ((uint64_t)1024 * 1024)

static const struct size_case {
	const char *label;
	uint64_t size; /* UINT64_MAX: --large */
} size_cases[] = {
	{ "empty", 0 },          { "one byte", 1 },
	{ "a page", 4096 },      { "a byte less than 4 MiB", 4 * MIB - 1 },
	{ "4 MiB", 4 * MIB },    { "a byte more than 8 MiB", 8 * MIB + 1 },
	{ "large", UINT64_MAX },
};

T(sizes)
{
	T_EACH(c, size_cases) {
		char name[STORE_NAME_MAX + 1];
		struct made m;

		make(&m, c->size == UINT64_MAX ? large : c->size, 1);
		(void)name_of(name, "sizes/object.pack");
		check_absent(name);
		put(name, &m, ERR_NONE);
		check_is(name, &m);
		remove_it(name, ERR_NONE);
		check_absent(name);
	}
}

static const struct range_case {
	const char *label;
	uint64_t offset;
	size_t len, want;
} range_cases[] = {
	{ "all", 0, 100000, 100000 },
	{ "the first byte", 0, 1, 1 },
	{ "the last byte", 99999, 1, 1 },
	{ "in the middle", 4095, 4098, 4098 },
	{ "over the end", 99990, 100, 10 },
	{ "at the end", 100000, 10, 0 },
	{ "behind the end", 200000, 10, 0 },
	{ "far behind the end", UINT64_C(1) << 40, 10, 0 },
	{ "nothing", 5, 0, 0 },
};

T(ranges)
{
	char name[STORE_NAME_MAX + 1];
	struct made m, none;

	make(&m, 100000, 2);
	make(&none, 0, 2);
	put(name_of(name, "ranges"), &m, ERR_NONE);
	T_EACH(c, range_cases)
		check_range(name, &m, c->offset, c->len, c->want);
	remove_it(name, ERR_NONE);
	t_label = "of an empty object";
	put(name, &none, ERR_NONE);
	check_range(name, &none, 0, 10, 0);
	remove_it(name, ERR_NONE);
}

/* --- written once ------------------------------------------------------ */

static const struct once_case {
	const char *label;
	uint64_t size;
	unsigned int seed;
	enum err_kind kind;
} once_cases[] = {
	{ "the same again", 70000, 3, ERR_NONE },
	{ "as long, other bytes", 70000, 4, ERR_ITEM },
	{ "shorter", 69999, 3, ERR_ITEM },
	{ "longer", 70001, 3, ERR_ITEM },
	{ "empty", 0, 3, ERR_ITEM },
	{ "large", UINT64_MAX, 3, ERR_ITEM },
	{ "still the same", 70000, 3, ERR_NONE },
};

T(written_once)
{
	char name[STORE_NAME_MAX + 1];
	struct made m;

	make(&m, 70000, 3);
	put(name_of(name, "once/x"), &m, ERR_NONE);
	T_EACH(c, once_cases) {
		struct made again;

		make(&again, c->size == UINT64_MAX ? large : c->size, c->seed);
		put(name, &again, c->kind);
		check_is(name, &m);
	}
	remove_it(name, ERR_NONE);
	t_label = "another, large, again";
	make(&m, large, 5);
	put(name, &m, ERR_NONE);
	put(name, &m, ERR_NONE);
	check_is(name, &m);
	remove_it(name, ERR_NONE);
}

#define RACERS 6

struct racer {
	const char *name;
	struct made made;
	int got;
	struct err err;
};

static void *race(void *ctx)
{
	struct racer *r = ctx;

	r->got = store->ops->put(store, r->name, &r->made.content, NULL,
				 &r->err);
	return NULL;
}

/* Several at a time under one name, with two contents: one of the two is
   there afterwards, and who had that one succeeded. */
static void check_race(uint64_t size)
{
	char name[STORE_NAME_MAX + 1];
	struct racer racers[RACERS];
	pthread_t threads[RACERS];
	struct store_object o = { .size = 0 };
	int won = 0;

	(void)name_of(name, "race");
	for (unsigned int i = 0; i < RACERS; i++) {
		racers[i] = (struct racer){ .name = name, .err = ERR_INIT };
		make(&racers[i].made, size, i % 2);
		racers[i].made.content.ctx = &racers[i].made;
		(void)pthread_create(&threads[i], NULL, race, &racers[i]);
	}
	for (unsigned int i = 0; i < RACERS; i++)
		(void)pthread_join(threads[i], NULL);
	T_EQ_INT(look(name, &o), 1);
	for (unsigned int i = 0; i < RACERS; i++) {
		struct racer *r = &racers[i];
		bool is = memcmp(o.sha256, r->made.content.sha256,
				 STORE_SHA256) == 0;

		expect(r->got, &r->err, is ? ERR_NONE : ERR_ITEM);
		if (is && won++ == 0)
			check_is(name, &r->made);
	}
	T_EQ_INT(won, RACERS / 2);
	remove_it(name, ERR_NONE);
}

T(race)
{
	t_label = "small";
	check_race(1000);
	t_label = "large";
	check_race(large);
}

/* --- what goes wrong at our end ---------------------------------------- */

T(content)
{
	char name[STORE_NAME_MAX + 1];
	struct made m;

	(void)name_of(name, "content");
	for (int i = 0; i < 2; i++) {
		uint64_t size = i == 0 ? 5000 : large;

		t_label = i == 0 ? "small" : "large";
		make(&m, size, 6);
		m.fail_at = size - 1;
		put(name, &m, ERR_STORE);
		check_absent(name);
		make(&m, size, 6);
		m.content.sha256[31] ^= 1;
		put(name, &m, ERR_ITEM);
		check_absent(name);
		/* and the name is as free as before */
		make(&m, size, 6);
		put(name, &m, ERR_NONE);
		check_is(name, &m);
		remove_it(name, ERR_NONE);
	}
}

T(stopping)
{
	char name[STORE_NAME_MAX + 1];
	struct made m;
	struct err e = ERR_INIT;
	int got;

	make(&m, 1000, 7);
	(void)name_of(name, "stopping");
	atomic_store(&host.stop, true);
	got = store->ops->put(store, name, &m.content, NULL, &e);
	atomic_store(&host.stop, false);
	/* a store that is quick enough may finish what it has begun */
	if (got < 0)
		expect(got, &e, ERR_RETRY);
	put(name, &m, ERR_NONE);
	check_is(name, &m);
	remove_it(name, ERR_NONE);
}

/* --- absent ------------------------------------------------------------ */

T(absent)
{
	char name[STORE_NAME_MAX + 1], byte;
	struct store_protection none = { .hold = false };
	struct err e = ERR_INIT;

	check_absent(name_of(name, "absent"));
	expect((int)store->ops->read(store, name, 0, &byte, 1, &e), &e,
	       ERR_ITEM);
	expect((int)store->ops->read(store, name, 1000, &byte, 1, &e), &e,
	       ERR_ITEM);
	remove_it(name, ERR_NONE);
	expect(store->ops->protect(store, name, &none, &e), &e, ERR_ITEM);
	check_absent(name_of(name, "absent/below"));
}

/* --- names ------------------------------------------------------------- */

#define LONG40 "0123456789012345678901234567890123456789"

static const struct name_case {
	const char *label;
	const char *rest; /* behind run/, or the whole name where it begins
			     with "=" */
	enum err_kind kind;
} name_cases[] = {
	{ "as the vault has them", "packs/2026-11/00000001.pack", ERR_NONE },
	{ "all characters", "aZ09._-", ERR_NONE },
	{ "dots within", "a..b/..c/d..", ERR_NONE },
	{ "deep", "a/b/c/d/e/f/g/h/i/j", ERR_NONE },
	{ "long",
	  "0/" LONG40 "/" LONG40 "/" LONG40
	  "/0123456789012345678901234567890123",
	  ERR_NONE },
	{ "too long", LONG40 "/" LONG40 "/" LONG40 "/" LONG40 "/" LONG40,
	  ERR_USAGE },
	{ "empty", "=", ERR_USAGE },
	{ "a slash at the start", "=/a", ERR_USAGE },
	{ "a slash at the end", "a/", ERR_USAGE },
	{ "two slashes", "a//b", ERR_USAGE },
	{ "up", "../a", ERR_USAGE },
	{ "up, at the end", "a/..", ERR_USAGE },
	{ "here", "./a", ERR_USAGE },
	{ "a space", "a b", ERR_USAGE },
	{ "a per cent sign", "a%2fb", ERR_USAGE },
	{ "a question mark", "a?b", ERR_USAGE },
	{ "a plus sign", "a+b", ERR_USAGE },
	{ "a tilde", "a~b", ERR_USAGE },
	{ "not ASCII", "\xc3\xa5", ERR_USAGE },
	{ "a line's end", "a\n", ERR_USAGE },
};

static void check_name_refused(const char *name)
{
	struct store_protection none = { .hold = false };
	struct store_object o;
	struct err e = ERR_INIT;
	char byte;

	remove_it(name, ERR_USAGE);
	expect(store->ops->stat(store, name, &o, &e), &e, ERR_USAGE);
	expect((int)store->ops->read(store, name, 0, &byte, 1, &e), &e,
	       ERR_USAGE);
	expect(store->ops->protect(store, name, &none, &e), &e, ERR_USAGE);
}

T(names)
{
	T_EACH(c, name_cases) {
		char name[512];
		struct made m;

		(void)snprintf(name, sizeof(name), "%s%s%s",
			       c->rest[0] == '=' ? "" : run,
			       c->rest[0] == '=' ? "" : "/",
			       c->rest + (c->rest[0] == '='));
		make(&m, 10, 8);
		put(name, &m, c->kind);
		if (c->kind != ERR_NONE) {
			check_name_refused(name);
			continue;
		}
		check_is(name, &m);
		remove_it(name, ERR_NONE);
	}
}

/* --- listing ----------------------------------------------------------- */

static const char *const listed[] = {
	/* in the order of their bytes: '-' < '.' < '/' < '0' < 'A' < 'a' */
	"list/a-b",  "list/a.b",  "list/a/b",   "list/a/b0", "list/a0",
	"list/aA",   "list/aa",   "list/b/c/d", "list/b/d",  "list/p/00",
	"list/p/01", "list/p/02", "list/p/03",  "list/p/04", "list/p/05",
	"list/p/06", "list/p/07", "list/p/08",  "list/p/09", "list/p/10",
	"list/p/11", "list/p/12", "list2",
};

#define LISTED ((int)(sizeof(listed) / sizeof(listed[0])))

struct seen {
	struct str names;
	int n, stop_at;
	uint64_t wrong_sizes;
};

static int see(void *ctx, const char *name, uint64_t size, struct err *e)
{
	struct seen *s = ctx;
	size_t skip = strlen(run) + 1;

	str_addf(&s->names, "%s\n", strlen(name) > skip ? name + skip : name);
	s->wrong_sizes += size != strlen(name);
	if (++s->n == s->stop_at)
		return err_set(e, ERR_USAGE, "enough");
	return 0;
}

static const struct list_case {
	const char *label, *prefix;
	int first, n; /* of listed[] */
} list_cases[] = {
	{ "all", "", 0, LISTED },
	{ "a folder", "list/", 0, LISTED - 1 },
	{ "a part of a name", "list/a", 0, 7 },
	{ "a folder in a folder", "list/a/", 2, 2 },
	{ "one", "list/b/c/d", 7, 1 },
	{ "many", "list/p/", 9, 13 },
	{ "half a folder's name", "lis", 0, LISTED },
	{ "the last", "list2", LISTED - 1, 1 },
	{ "none", "list/z", 0, 0 },
	{ "no folder", "nothing/at/all/", 0, 0 },
};

static void check_listing(const struct list_case *c)
{
	struct str want AUTO(str_done) = STR_INIT;
	char prefix[STORE_NAME_MAX + 1];
	struct seen seen = { .names = STR_INIT };
	struct err e = ERR_INIT;

	for (int i = c->first; i < c->first + c->n; i++)
		str_addf(&want, "%s\n", listed[i]);
	expect(store->ops->list(store, name_of(prefix, c->prefix), see, &seen,
				&e),
	       &e, ERR_NONE);
	T_EQ_STR(seen.names.s, want.s);
	T_EQ_INT(seen.wrong_sizes, 0);
	str_done(&seen.names);
}

static void check_listing_ends(void)
{
	struct seen seen = { .names = STR_INIT, .stop_at = 3 };
	char prefix[STORE_NAME_MAX + 1];
	struct err e = ERR_INIT;

	t_label = "ended by the caller";
	expect(store->ops->list(store, name_of(prefix, ""), see, &seen, &e), &e,
	       ERR_USAGE);
	T_EQ_INT(seen.n, 3);
	str_done(&seen.names);
	expect(store->ops->list(store, "../", see, &seen, &e), &e, ERR_USAGE);
	T_EQ_INT(seen.n, 3);
}

T(listing)
{
	char name[STORE_NAME_MAX + 1];
	struct made m;

	for (int i = LISTED; i-- > 0;) {
		(void)name_of(name, listed[i]);
		make(&m, strlen(name), (unsigned int)i);
		put(name, &m, ERR_NONE);
	}
	T_EACH(c, list_cases)
		check_listing(c);
	check_listing_ends();
	for (int i = 0; i < LISTED; i++)
		remove_it(name_of(name, listed[i]), ERR_NONE);
}

/* --- protection -------------------------------------------------------- */

static void check_protected(const char *name, int64_t until_us, bool hold)
{
	struct store_object o = { .size = 0 };

	T_EQ_INT(look(name, &o), 1);
	/* stores keep whole seconds; never less than was asked for */
	T_OK(o.retain_until_us >= until_us &&
	     o.retain_until_us < until_us + 2 * CLOCK_SECOND);
	T_EQ_INT(o.hold, hold);
}

static void protect(const char *name, int64_t until_us, bool hold)
{
	struct store_protection p = { until_us, hold };
	struct err e = ERR_INIT;

	expect(store->ops->protect(store, name, &p, &e), &e, ERR_NONE);
}

static void put_protected(const char *name, const struct made *m,
			  int64_t until_us, bool hold)
{
	struct store_protection p = { until_us, hold };
	struct err e = ERR_INIT;

	expect(store->ops->put(store, name, &m->content, &p, &e), &e, ERR_NONE);
}

/* A store that cannot lock says so, and claims nothing. */
static void check_unlockable(void)
{
	struct store_protection until = { clock_now_us() + CLOCK_DAY, false };
	struct store_protection hold = { 0, true };
	char name[STORE_NAME_MAX + 1];
	struct store_object o = { .size = 0 };
	struct err e = ERR_INIT;
	struct made m;

	make(&m, 100, 9);
	put(name_of(name, "unlockable"), &m, ERR_NONE);
	expect(store->ops->protect(store, name, &until, &e), &e, ERR_ITEM);
	expect(store->ops->protect(store, name, &hold, &e), &e, ERR_ITEM);
	check_is(name, &m); /* not held either */
	remove_it(name, ERR_NONE);
	expect(store->ops->put(store, name, &m.content, &until, &e), &e,
	       ERR_ITEM);
	expect(store->ops->put(store, name, &m.content, &hold, &e), &e,
	       ERR_ITEM);
	if (look(name, &o) == 1)
		T_OK(o.retain_until_us == 0 && !o.hold);
	remove_it(name, ERR_NONE);
}

static void check_hold(const char *name, const struct made *m)
{
	t_label = "a hold, put on and taken off";
	put(name, m, ERR_NONE);
	protect(name, 0, true);
	check_protected(name, 0, true);
	remove_it(name, ERR_ITEM);
	protect(name, 0, true);
	remove_it(name, ERR_ITEM);
	protect(name, 0, false);
	check_is(name, m);
	remove_it(name, ERR_NONE);
	check_absent(name);
}

/* What is retained can be removed when its time is over: not today. */
static void check_retention(const char *name, const struct made *m)
{
	int64_t until_us = clock_now_us() + CLOCK_DAY;

	t_label = "retained from the first moment on";
	put_protected(name, m, until_us, true);
	check_protected(name, until_us, true);
	remove_it(name, ERR_ITEM);
	t_label = "lengthened";
	until_us += CLOCK_HOUR;
	protect(name, until_us, true);
	check_protected(name, until_us, true);
	t_label = "never shortened";
	protect(name, until_us - CLOCK_HOUR, true);
	check_protected(name, until_us, true);
	t_label = "without the hold";
	protect(name, 0, false);
	check_protected(name, until_us, false);
	remove_it(name, ERR_ITEM);
	t_label = "put again";
	put_protected(name, m, 0, false);
	put_protected(name, m, until_us + CLOCK_HOUR, false);
	check_protected(name, until_us + CLOCK_HOUR, false);
	check_range(name, m, 0, 10, 10);
}

T(protection)
{
	char name[STORE_NAME_MAX + 1];
	struct made m;

	t_label = "cannot lock";
	if (!locks) {
		check_unlockable();
		return;
	}
	make(&m, 100, 10);
	check_hold(name_of(name, "held"), &m);
	check_retention(name_of(name, "locked/small"), &m);
	make(&m, large, 10);
	check_retention(name_of(name, "locked/large"), &m);
}

/* --- pre-flight -------------------------------------------------------- */

struct findings {
	int n, failed, warned;
};

static void take_finding(void *ctx, const struct finding *f)
{
	struct findings *s = ctx;

	printf("# %s: %s: %s%s%s\n",
	       f->level == CHECK_OK     ? "ok"
	       : f->level == CHECK_WARN ? "warning"
					: "FAILED",
	       f->topic, f->text, f->remedy[0] != '\0' ? "; " : "", f->remedy);
	s->n++;
	s->failed += f->level == CHECK_FAIL;
	s->warned += f->level == CHECK_WARN;
}

T(check)
{
	struct findings found = { 0, 0, 0 };
	struct check to = { &found, take_finding };
	struct seen seen = { .names = STR_INIT };
	struct err e = ERR_INIT;

	expect(store->ops->check(store, &to, &e), &e, ERR_NONE);
	T_OK(found.n >= 6);
	T_EQ_INT(found.failed, 0);
	T_OK(locks || found.warned > 0); /* says that it cannot lock */
	expect(store->ops->list(store, "estreat-check-", see, &seen, &e), &e,
	       ERR_NONE);
	T_EQ_INT(seen.n, 0);
	str_done(&seen.names);
}

/* --- and nothing is left ----------------------------------------------- */

T(nothing_left)
{
	struct seen seen = { .names = STR_INIT };
	char prefix[STORE_NAME_MAX + 1];
	struct err e = ERR_INIT;

	expect(store->ops->list(store, name_of(prefix, ""), see, &seen, &e), &e,
	       ERR_NONE);
	T_EQ_STR(seen.names.s, locks ? "locked/large\nlocked/small\n" : "");
	str_done(&seen.names);
}

static void skipped(void)
{
	printf("# skipped\n");
}

static bool skip(const char *name)
{
	for (int i = 0; i < t_count; i++)
		if (strcmp(t_cases[i].name, name) == 0) {
			t_cases[i].run = skipped;
			return true;
		}
	return false;
}

static bool read_option(int argc, char *argv[], int *at)
{
	const char *name = argv[*at];
	const char *value = *at + 1 < argc ? argv[*at + 1] : NULL;
	long long n;

	if (strcmp(name, "--locks") == 0) {
		locks = true;
		return true;
	}
	++*at;
	if (value == NULL)
		return false;
	if (strcmp(name, "--skip") == 0)
		return skip(value);
	if (strcmp(name, "--large") != 0 || !str_int64(value, &n) || n <= 0)
		return false;
	large = (uint64_t)n;
	return true;
}

int main(int argc, char *argv[])
{
	unsigned char random[8];
	char hex[2 * sizeof(random) + 1];
	int bad;

	setvbuf(stdout, NULL, _IOLBF, 0);
	store_host_init(&host, &argc, argv);
	for (int i = 1; i < argc; i++)
		if (!read_option(argc, argv, &i))
			return 2;
	random_bytes(random, sizeof(random));
	encode_hex(random, sizeof(random), hex);
	(void)snprintf(run, sizeof(run), "t-%s", hex);
	store = store_host_open(&host);
	bad = t_run_all();
	store_close(store);
	store_host_done(&host);
	return bad;
}
