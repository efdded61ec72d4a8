/*
 * Shipping to a store, reading from it, moving to another; over stores that
 * fail, lose answers and corrupt.
 */
#include "bench.h"
#include "large.h"

#include "base/clock.h"
#include "base/file.h"
#include "db/db.h"
#include "store/store.h"
#include "tests/fake/fake-store.h"
#include "vault/shipping.h"
#include "vault/vault-private.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct world {
	struct bench b;
	struct fake_stores stores;
	struct bench_book *book;
};

/* --- making ----------------------------------------------------------------
 */

static struct world world_new(void)
{
	struct world w = { .b = bench_new() };

	w.book = mem_alloc(1, sizeof(*w.book));
	return w;
}

/* Once w stands still: the configuration points into it. */
static struct vault *world_open(struct world *w)
{
	if (w->stores.at[1].path == NULL)
		fake_stores_init(&w->stores, w->b.dir);
	memset(w->book, 0, sizeof(*w->book));
	w->b.cfg.follower = bench_follower(w->book);
	w->b.cfg.stores = fake_stores_means(&w->stores);
	return bench_open(&w->b);
}

static void world_done(struct world *w)
{
	for (int i = 1; i < FAKE_STORES; i++)
		T_EQ_INT(atomic_load(&w->stores.at[i].open), 0);
	fake_stores_done(&w->stores);
	bench_done(&w->b);
	free(w->book);
}
static void world_done_auto(struct world *w)
{
	world_done(w);
}

/* Packs 1 to n of 10 records, the last of each an object; sealed. */
static void fill(struct world *w, uint64_t packs)
{
	for (uint64_t p = 0; p < packs; p++) {
		struct vault *v = world_open(w);

		put_pack(v, p * 10 + 1, p * 10 + 10);
		vault_close(v);
	}
}

/* --- asking ----------------------------------------------------------------
 */

static struct db *control(struct world *w)
{
	struct err e = ERR_INIT;
	struct db *db = NULL;

	T_EQ_INT(db_open(&db, w->b.control, &e), 0);
	return db;
}

static uint64_t use(struct world *w, struct vault *v, const char *kind,
		    bool keep)
{
	AUTO(db_close) struct db *db = control(w);
	AUTO(store_close) struct store *s = NULL;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];
	uint64_t id = 0;

	if (vault_store_use(db, kind, keep, &id, &e) < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
	if (id == 0)
		return 0;
	s = fake_store_open(&w->stores, id);
	if (vault_store_claim(v, s, id, &e) < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
	return id;
}

static struct vault_shipping state(struct world *w)
{
	AUTO(db_close) struct db *db = control(w);
	struct vault_shipping s = { 0 };
	struct err e = ERR_INIT;

	T_EQ_INT(vault_shipping_state(db, &s, &e), 0);
	return s;
}

static int ship(struct vault *v)
{
	struct err e = ERR_INIT;

	return vault_shipped_all(v, &e);
}

static void on_finding(void *ctx, const char *text)
{
	AUTO(free) char *was = *(char **)ctx;

	*(char **)ctx = was == NULL ? mem_strdup(text)
				    : str_printf("%s\n%s", was, text);
}

/* The number of findings; *texts (heap) has them. */
static int findings(struct vault *v, char **texts, struct err *e)
{
	struct vault_check c = { .ctx = texts, .finding = on_finding };

	return vault_check(v, &c, e);
}

static void expect_clean(struct vault *v)
{
	AUTO(free) char *texts = NULL;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];
	int n = findings(v, &texts, &e);

	if (n != 0)
		T_FAIL("%s", n < 0 ? err_str(&e, text, sizeof(text)) : texts);
}

static void expect_all(struct world *w, struct vault *v, uint64_t last)
{
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	T_OK(w->book->last >= last);
	for (uint64_t n = 1; n <= last; n++)
		if (!is_large(n))
			bench_expect(v, &w->book->at[n], n);
		else if (read_large(v, &w->book->at[n], &e) < 0)
			T_FAIL("%s", err_str(&e, text, sizeof(text)));
}

/* Packs that lie in the vault's folder. */
static int local_packs(struct world *w)
{
	struct pack_row row = { .epoch = format_epoch(clock_now_us()) };
	char path[FORMAT_PATH];
	int n = 0;

	for (row.id = 1; row.id < 50; row.id++) {
		AUTO(free)
		char *at =
			str_printf("%s/packs/%s", w->b.packs,
				   format_pack_path(row.epoch, row.id, path));

		n += access(at, F_OK) == 0;
	}
	return n;
}

static int in_store(struct world *w, int id, const char *what)
{
	AUTO(free)
	char *cmd = str_printf("find %s/%s -type f ! -name '*~*' 2>/dev/null"
			       " | wc -l",
			       w->stores.at[id].path, what);
	FILE *p = popen(cmd, "r"); // NOLINT(cert-env33-c)
	int n = -1;

	T_EQ_INT(fscanf(p, "%d", &n), 1); // NOLINT(cert-err34-c)
	(void)pclose(p);
	return n;
}

/* --- shipping ---------------------------------------------------------------
 */

T(without_a_store_nothing_is_shipped)
{
	struct world w AUTO(world_done) = world_new();
	struct vault *v;

	fill(&w, 2);
	v = world_open(&w);
	T_EQ_INT(ship(v), 1);
	expect_clean(v);
	vault_close(v);
	T_EQ_INT(local_packs(&w), 2);
	T_EQ_INT(state(&w).unshipped_packs, 0);
}

T(all_is_shipped_and_the_newest_stays)
{
	struct world w AUTO(world_done) = world_new();
	struct vault *v;
	struct vault_stats stats;

	fill(&w, 6);
	v = world_open(&w);
	T_EQ_INT(use(&w, v, "fake", false), 1);
	T_EQ_INT(state(&w).unshipped_packs, 6);
	T_EQ_INT(state(&w).unshipped_objects, 6);
	T_EQ_INT(ship(v), 1);
	T_EQ_INT(in_store(&w, 1, "packs"), 6);
	T_EQ_INT(in_store(&w, 1, "objects"), 6);
	T_EQ_INT(local_packs(&w), 6); /* there is room */
	expect_clean(v);
	vault_close(v);

	w.stores.cache_bytes = 0;
	v = world_open(&w);
	T_EQ_INT(ship(v), 1);
	T_EQ_INT(local_packs(&w), 3); /* which a start may need */
	T_EQ_INT(state(&w).cached, 3);
	expect_all(&w, v, 60);
	expect_clean(v);
	vault_stats(v, &stats);
	T_EQ_INT(stats.records, 60);
	vault_close(v);

	/* a catalog is made again from what is in the store */
	v = world_open(&w);
	T_EQ_INT(w.book->last, 60);
	T_OK(!w.book->gaps);
	put_pack(v, 61, 70);
	expect_all(&w, v, 70);
	vault_close(v);
}

T(what_stays_is_the_newest)
{
	struct world w AUTO(world_done) = world_new();
	struct vault *v;

	fill(&w, 8);
	v = world_open(&w);
	w.stores.cache_bytes = 4 * (LARGE + 1000); /* so many objects */
	T_EQ_INT(use(&w, v, "fake", false), 1);
	T_EQ_INT(ship(v), 1);
	T_OK(state(&w).cached_bytes <= w.stores.cache_bytes);
	T_OK(state(&w).cached > 3);
	vault_close(v);
}

/* Records that are read one after the other are not a request each. */
T(reads_are_ranged_and_few)
{
	struct world w AUTO(world_done) = world_new();
	struct fake_store_one *one = &w.stores.at[1];
	struct vault *v;
	long reads;

	fill(&w, 5);
	w.stores.cache_bytes = 0;
	v = world_open(&w);
	w.stores.cache_bytes = 0;
	T_EQ_INT(use(&w, v, "fake", false), 1);
	T_EQ_INT(ship(v), 1);
	reads = atomic_load(&one->calls[FAKE_READ]);
	for (uint64_t n = 1; n <= 9; n++)
		if (!is_large(n))
			bench_expect(v, &w.book->at[n], n);
	T_EQ_INT(atomic_load(&one->calls[FAKE_READ]) - reads, 1);
	reads = atomic_load(&one->calls[FAKE_READ]);
	{
		struct err e = ERR_INIT;

		T_EQ_INT(read_large(v, &w.book->at[10], &e), 0);
	}
	T_OK(atomic_load(&one->calls[FAKE_READ]) - reads <= 2);
	vault_close(v);
}

T(protection_is_asked_for_where_it_is_set)
{
	struct world w AUTO(world_done) = world_new();
	struct vault *v;

	fill(&w, 1);
	v = world_open(&w);
	w.stores.retain_us = CLOCK_DAY;
	T_EQ_INT(use(&w, v, "fake", false), 1);
	T_EQ_INT(ship(v), 1);
	T_EQ_INT(atomic_load(&w.stores.at[1].retained), 2);
	vault_close(v);
}

/* --- faults ------------------------------------------------------------------
 */

static void expect_error(struct world *w, const char *part)
{
	AUTO(db_close) struct db *db = control(w);
	struct vault_store_info list[VAULT_STORES_MAX];
	struct err e = ERR_INIT;
	size_t n = 0;

	T_EQ_INT(vault_stores_list(db, list, &n, &e), 0);
	T_OK(n > 0);
	if (part == NULL)
		T_EQ_STR(list[0].error, "");
	else if (strstr(list[0].error, part) == NULL)
		T_FAIL("%s", list[0].error);
}

/* A store that is away stops nothing, and is said. */
T(a_store_that_is_down)
{
	static const struct {
		const char *label;
		enum err_kind kind;
		const char *said;
	} rows[] = {
		{ "away", ERR_RETRY, "down" },
		{ "refused", ERR_SOURCE, "estreat store check" },
	};

	T_EACH(row, rows) {
		struct world w AUTO(world_done) = world_new();
		struct vault *v;
		struct err e = ERR_INIT;
		char text[ERR_TEXT];

		fill(&w, 4);
		w.stores.cache_bytes = 0;
		v = world_open(&w);
		w.stores.cache_bytes = 0;
		T_EQ_INT(use(&w, v, "fake", false), 1);
		T_EQ_INT(ship(v), 1);
		expect_error(&w, NULL);
		atomic_store(&w.stores.at[1].down, row->kind);
		put_pack(v, 41, 49);
		vault_close(v);
		v = bench_open(&w.b); /* it opens and stores */
		put_pack(v, 50, 50);
		T_EQ_INT(ship(v), 0);
		expect_error(&w, row->said);
		/* what is local is read; what is not says what to do */
		T_EQ_INT(read_large(v, &w.book->at[50], &e), 0);
		T_EQ_INT(read_large(v, &w.book->at[10], &e), -1);
		T_EQ_INT(e.kind, ERR_RETRY);
		T_OK(strstr(err_str(&e, text, sizeof(text)), row->said) !=
		     NULL);
		err_clear(&e);
		{
			AUTO(free) char *texts = NULL;

			T_EQ_INT(findings(v, &texts, &e), -1);
			T_EQ_INT(e.kind, ERR_RETRY);
		}
		atomic_store(&w.stores.at[1].down, ERR_NONE);
		T_EQ_INT(ship(v), 1);
		expect_error(&w, NULL);
		expect_all(&w, v, 50);
		expect_clean(v);
		vault_close(v);
	}
}

T(lost_answers_are_asked_again)
{
	struct world w AUTO(world_done) = world_new();
	struct vault *v;
	int tries = 0;

	fill(&w, 3);
	v = world_open(&w);
	T_EQ_INT(use(&w, v, "fake", false), 1);
	atomic_store(&w.stores.at[1].lose, 5);
	atomic_store(&w.stores.at[1].slow_puts, 3);
	while (ship(v) != 1 && tries < 20)
		tries++;
	T_OK(tries > 0 && tries < 20);
	expect_clean(v);
	vault_close(v);
}

/* One thing that cannot be shipped stops no other. */
T(one_that_is_refused)
{
	struct world w AUTO(world_done) = world_new();
	char path[FORMAT_PATH];
	struct vault *v;

	fill(&w, 3);
	v = world_open(&w);
	(void)snprintf(w.stores.at[1].refuse, sizeof(w.stores.at[1].refuse),
		       "packs/%s",
		       format_pack_path(format_epoch(clock_now_us()), 2, path));
	T_EQ_INT(use(&w, v, "fake", false), 1);
	T_EQ_INT(ship(v), 0);
	T_EQ_INT(state(&w).unshipped_packs, 1);
	T_EQ_INT(in_store(&w, 1, "packs"), 2);
	expect_error(&w, "00000002.pack");
	w.stores.at[1].refuse[0] = '\0';
	T_EQ_INT(ship(v), 1);
	expect_error(&w, NULL);
	expect_clean(v);
	vault_close(v);
}

/* --- the check
 * ---------------------------------------------------------------- */

static void run(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static void run(const char *fmt, ...)
{
	struct str cmd AUTO(str_done) = STR_INIT;
	va_list ap;
	FILE *p;

	va_start(ap, fmt);
	str_addv(&cmd, fmt, ap);
	va_end(ap);
	p = popen(cmd.s, "r"); // NOLINT(cert-env33-c)
	T_EQ_INT(pclose(p), 0);
}

T(the_check_finds_what_is_wrong_in_a_store)
{
	/* done to pack 1 (not local) or 5 (local too) of the store */
	static const struct {
		const char *label, *how, *said;
	} rows[] = {
		{ "missing", "rm -f *1.pack *1.pack~sha256", "is missing" },
		{ "cut", "chmod u+w *1.pack; truncate -s -1 *1.pack",
		  "bytes, not" },
		{ "changed",
		  "chmod u+w *1.pack; printf x | dd of=00000001.pack"
		  " bs=1 seek=6000 conv=notrunc 2>/dev/null",
		  "packs/" },
		{ "local too, missing", "rm -f *5.pack *5.pack~sha256",
		  "is missing" },
		{ "local too, no digest", "rm -f *5.pack~sha256",
		  "lost the digest" },
		{ "local too, another digest",
		  "chmod u+w *5.pack~sha256; sed -i 's/^......../00000000/'"
		  " *5.pack~sha256",
		  "another digest" },
		{ "a stranger", "echo x > 00000099.pack", "speaks of it" },
	};

	struct world w AUTO(world_done) = world_new();
	struct vault *v;

	fill(&w, 5);
	v = world_open(&w);
	w.stores.cache_bytes = 0;
	T_EQ_INT(use(&w, v, "fake", false), 1);
	T_EQ_INT(ship(v), 1);
	expect_clean(v);
	run("cp -a %s %s.kept", w.stores.at[1].path, w.stores.at[1].path);
	T_EACH(row, rows) {
		AUTO(free) char *texts = NULL;
		struct err e = ERR_INIT;

		run("cd %s/packs/* && (%s)", w.stores.at[1].path, row->how);
		T_OK(findings(v, &texts, &e) > 0);
		if (texts == NULL || strstr(texts, row->said) == NULL)
			T_FAIL("%s", texts != NULL ? texts : "nothing");
		run("cd %s && rm -rf packs && cp -a ../store-1.kept/packs .",
		    w.stores.at[1].path);
	}
	expect_clean(v);
	vault_close(v);
}

T(what_a_store_changes_is_not_read)
{
	struct world w AUTO(world_done) = world_new();
	AUTO(free) char *texts = NULL;
	struct err e = ERR_INIT;
	struct vault *v;

	fill(&w, 5);
	v = world_open(&w);
	w.stores.cache_bytes = 0;
	T_EQ_INT(use(&w, v, "fake", false), 1);
	T_EQ_INT(ship(v), 1);
	atomic_store(&w.stores.at[1].corrupt, true);
	T_EQ_INT(read_large(v, &w.book->at[10], &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
	err_clear(&e);
	T_OK(findings(v, &texts, &e) > 2);
	vault_close(v);
}

/* --- moving
 * -------------------------------------------------------------------- */

T(moving_to_another_store_and_back)
{
	static const struct {
		const char *label;
		uint64_t cache;
	} rows[] = { { "all local too", UINT64_MAX / 4 }, { "little", 0 } };

	T_EACH(row, rows) {
		struct world w AUTO(world_done) = world_new();
		struct vault *v;

		fill(&w, 5);
		v = world_open(&w);
		w.stores.cache_bytes = row->cache;
		T_EQ_INT(use(&w, v, "fake", false), 1);
		T_EQ_INT(ship(v), 1);
		T_EQ_INT(use(&w, v, "fake", false), 2);
		T_EQ_INT(ship(v), 1);
		T_EQ_INT(in_store(&w, 1, ""), 0);
		T_EQ_INT(in_store(&w, 2, "packs"), 5);
		T_EQ_INT(atomic_load(&w.stores.left[1]), 1);
		expect_all(&w, v, 50);
		expect_clean(v);
		/* and back into the folder, keeping what is there */
		T_EQ_INT(use(&w, v, NULL, true), 0);
		T_EQ_INT(ship(v), 1);
		T_EQ_INT(in_store(&w, 2, "packs"), 5);
		T_EQ_INT(local_packs(&w), 5);
		expect_all(&w, v, 50);
		expect_clean(v);
		vault_close(v);
		v = world_open(&w);
		expect_all(&w, v, 50);
		vault_close(v);
		T_OK(!state(&w).leaving);
	}
}

/* One object, so large that no read of it brings all of it. */
static void put_huge(struct vault *v, struct vault_stored *st)
{
	struct large l = { .base = { &large_ops }, .n = 7, .more = 12 * LARGE };
	struct vault_record rec = { .kind = VAULT_ARTEFACT, .media = true };
	struct err e = ERR_INIT;
	bool known;

	T_EQ_INT(vault_put_stream(v, &rec, &l.base, NULL, st, &known, &e), 0);
	bench_commit(v);
}

/* A reader that has something open goes on, wherever it is moved to. */
T(reading_goes_on_while_it_is_moved)
{
	struct world w AUTO(world_done) = world_new();
	AUTO(vault_got_free) struct vault_got *g = NULL;
	struct vault_stored st = { 0 };
	uint8_t buf[1000];
	struct reader *r = NULL;
	struct err e = ERR_INIT;
	struct vault *v, *reader;
	uint64_t at = 0, wrong = 0;
	ssize_t n;

	fill(&w, 4);
	v = world_open(&w);
	w.stores.cache_bytes = 0;
	put_huge(v, &st);
	T_EQ_INT(use(&w, v, "fake", false), 1);
	T_EQ_INT(ship(v), 1);
	w.b.cfg.read_only = true;
	reader = bench_open(&w.b);
	T_EQ_INT(vault_get(reader, w.book->at[st.seq].pack,
			   w.book->at[st.seq].offset, &g, &e),
		 0);
	T_EQ_INT(vault_got_content(g, 0, &r, &e), 0);
	while ((n = reader_read(r, buf, sizeof(buf), &e)) > 0) {
		for (ssize_t i = 0; i < n; i++)
			wrong += buf[i] != large_byte(7, at + (uint64_t)i);
		if (at < LARGE && at + (uint64_t)n >= LARGE) {
			T_EQ_INT(use(&w, v, "fake", false), 2);
			T_EQ_INT(ship(v), 1);
		}
		if (at < 7 * LARGE && at + (uint64_t)n >= 7 * LARGE) {
			T_EQ_INT(use(&w, v, NULL, false), 0);
			T_EQ_INT(ship(v), 1);
		}
		at += (uint64_t)n;
	}
	T_EQ_INT(n, 0);
	T_EQ_INT(at, 13 * LARGE);
	T_EQ_INT(wrong, 0);
	T_OK(atomic_load(&w.stores.at[2].calls[FAKE_READ]) > 1);
	reader_free(r);
	vault_got_free(TAKE(g));
	vault_close(reader);
	w.b.cfg.read_only = false;
	vault_close(v);
}

T(a_move_is_turned_round)
{
	struct world w AUTO(world_done) = world_new();
	struct err e = ERR_INIT;
	struct vault *v;

	fill(&w, 5);
	v = world_open(&w);
	w.stores.cache_bytes = 0;
	T_EQ_INT(use(&w, v, "fake", false), 1);
	T_EQ_INT(ship(v), 1);
	/* half of it gets through */
	(void)snprintf(w.stores.at[2].refuse, sizeof(w.stores.at[2].refuse),
		       "packs/%04u-%02u/00000002.pack",
		       format_epoch(clock_now_us()) / 100,
		       format_epoch(clock_now_us()) % 100);
	T_EQ_INT(use(&w, v, "fake", false), 2);
	T_EQ_INT(ship(v), 0);
	T_EQ_INT(state(&w).to_move, 1);
	expect_all(&w, v, 50);
	expect_clean(v);
	{
		AUTO(db_close) struct db *db = control(&w);
		uint64_t id = 0;

		T_EQ_INT(vault_store_use(db, "fake", false, &id, &e), -1);
		T_EQ_INT(e.kind, ERR_USAGE);
		err_clear(&e);
		T_EQ_INT(vault_store_return(db, &e), 0);
	}
	T_EQ_INT(ship(v), 1);
	T_EQ_INT(in_store(&w, 2, ""), 0);
	T_EQ_INT(in_store(&w, 1, "packs"), 5);
	expect_all(&w, v, 50);
	expect_clean(v);
	vault_close(v);
}

/* What the new store lost meanwhile is not removed from the old one. */
T(old_copies_stay_until_the_new_are_there)
{
	struct world w AUTO(world_done) = world_new();
	struct vault *v;

	fill(&w, 5);
	v = world_open(&w);
	w.stores.cache_bytes = 0;
	T_EQ_INT(use(&w, v, "fake", false), 1);
	T_EQ_INT(ship(v), 1);
	(void)snprintf(w.stores.at[2].refuse, sizeof(w.stores.at[2].refuse),
		       "packs/%04u-%02u/00000002.pack",
		       format_epoch(clock_now_us()) / 100,
		       format_epoch(clock_now_us()) % 100);
	T_EQ_INT(use(&w, v, "fake", false), 2);
	T_EQ_INT(ship(v), 0);
	run("rm -f %s/packs/*/00000001.pack", w.stores.at[2].path);
	w.stores.at[2].refuse[0] = '\0';
	T_EQ_INT(ship(v), 0); /* it is moved once more */
	T_EQ_INT(ship(v), 1);
	T_EQ_INT(in_store(&w, 2, "packs"), 5);
	T_EQ_INT(in_store(&w, 1, ""), 0);
	expect_all(&w, v, 50);
	expect_clean(v);
	vault_close(v);
}

/* Two names of one place would be emptied by a move: without both marks
   nothing is removed. */
T(without_a_mark_nothing_is_removed)
{
	struct world w AUTO(world_done) = world_new();
	AUTO(store_close) struct store *s = NULL;
	struct err e = ERR_INIT;
	struct vault *v;

	fill(&w, 3);
	v = world_open(&w);
	T_EQ_INT(use(&w, v, "fake", false), 1);
	T_EQ_INT(ship(v), 1);
	atomic_store(&w.stores.at[2].down, ERR_RETRY);
	{
		AUTO(db_close) struct db *db = control(&w);
		uint64_t id = 0;

		T_EQ_INT(vault_store_use(db, "fake", false, &id, &e), 0);
	}
	atomic_store(&w.stores.at[2].down, ERR_NONE);
	T_EQ_INT(ship(v), 0);
	T_EQ_INT(in_store(&w, 1, "packs"), 3);
	T_EQ_INT(in_store(&w, 2, "packs"), 3);
	expect_error(&w, "mark");
	s = fake_store_open(&w.stores, 2);
	T_EQ_INT(vault_store_claim(v, s, 2, &e), 0);
	T_EQ_INT(ship(v), 1);
	T_EQ_INT(in_store(&w, 1, ""), 0);
	expect_clean(v);
	store_close(TAKE(s));
	vault_close(v);
}

/* --- whose place it is
 * ------------------------------------------------------------ */

T(no_two_share_a_place)
{
	struct world w AUTO(world_done) = world_new();
	struct world other AUTO(world_done) = world_new();
	AUTO(store_close) struct store *s = NULL, *own = NULL;
	struct vault *v = world_open(&w), *o = world_open(&other);
	struct err e = ERR_INIT;

	T_EQ_INT(use(&w, v, "fake", false), 1);
	s = fake_store_open(&w.stores, 1);
	T_EQ_INT(vault_store_own(v, s, 1, &e), 1);
	T_EQ_INT(vault_store_own(v, s, 2, &e), 0);
	T_EQ_INT(vault_store_claim(v, s, 1, &e), 0); /* twice is once */
	T_EQ_INT(vault_store_claim(v, s, 2, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	T_EQ_INT(vault_store_claim(o, s, 1, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	/* one that was left may be used again */
	T_EQ_INT(use(&w, v, "fake", true), 2);
	T_EQ_INT(ship(v), 1);
	T_EQ_INT(vault_store_claim(v, s, 3, &e), 0);
	T_EQ_INT(vault_store_own(v, s, 3, &e), 1);
	/* nor is the vault's own folder one */
	free(w.stores.at[4].path);
	w.stores.at[4].path = mem_strdup(w.b.packs);
	own = fake_store_open(&w.stores, 4);
	T_EQ_INT(vault_store_claim(v, own, 4, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	store_close(TAKE(own));
	store_close(TAKE(s));
	vault_close(v);
	vault_close(o);
}

/* --- tables
 * ----------------------------------------------------------------------- */

T(the_tables_of_an_earlier_version)
{
	struct world w AUTO(world_done) = world_new();
	struct vault *v;

	fill(&w, 2);
	{
		AUTO(db_close) struct db *db = control(&w);
		struct err e = ERR_INIT;

		T_EQ_INT(db_script(db,
				   "DROP TABLE vault_store;"
				   "DROP TABLE vault_shipped;"
				   "UPDATE schema_version SET version = 2"
				   " WHERE area = 'vault';",
				   &e),
			 0);
	}
	w.b.cfg.read_only = true; /* a reader is the first to come by */
	v = world_open(&w);
	w.b.cfg.read_only = false;
	expect_clean(v);
	vault_close(v);
	v = world_open(&w);
	T_EQ_INT(use(&w, v, "fake", false), 1);
	T_EQ_INT(ship(v), 1);
	expect_all(&w, v, 20);
	vault_close(v);
}

T_MAIN
