/*
 * vault-packs.c - when a new pack is begun, what it is begun with, and what
 * the vault says of itself. Here because the clock is wrapped (faults.h).
 */
#include "faults.h"
#include "vault/bench.h"

#include "base/clock.h"
#include "db/db.h"

static struct bench_book book;

static struct vault *open_told(struct bench *b)
{
	memset(&book, 0, sizeof(book));
	b->cfg.follower = bench_follower(&book);
	return bench_open(b);
}

static uint64_t packs_of(struct vault *v)
{
	struct vault_stats s;

	vault_stats(v, &s);
	return s.packs;
}

static void on_finding(void *ctx, const char *text)
{
	(void)ctx;
	T_FAIL("finding: %s", text);
}

static void expect_all(struct vault *v)
{
	struct vault_check check = { .finding = on_finding };
	struct err e = ERR_INIT;

	for (uint64_t n = 1; n <= book.last && n < BENCH_KEEP; n++)
		if (book.at[n].kind != VAULT_DICTIONARY)
			bench_expect(v, &book.at[n], n);
	T_EQ_INT(vault_check(v, &check, &e), 0);
}

static int64_t ask(struct bench *b, const char *sql)
{
	AUTO(db_close) struct db *db = NULL;
	struct err e = ERR_INIT;
	struct db_stmt *st;
	int64_t n = -1;

	T_EQ_INT(db_open(&db, b->control, &e), 0);
	st = db_sql(db, sql, &e);
	if (db_step(st, &e) > 0)
		n = db_col_int(st, 0);
	db_done(st);
	return n;
}

T(time_begins_new_packs)
{
	static const struct {
		const char *label;
		int64_t later; /* us after the row before */
		uint64_t packs;
	} rows[] = {
		{ "first", 0, 1 },
		{ "a minute", CLOCK_MINUTE, 1 },
		{ "an hour", CLOCK_HOUR, 2 },
		{ "a month", 31 * CLOCK_DAY, 3 },
		{ "the clock is set back two months", -62 * CLOCK_DAY, 4 },
		{ "and on again", 62 * CLOCK_DAY, 5 },
	};
	struct bench b AUTO(bench_done) = bench_new();
	struct vault *v;

	/* the middle of a month, so that an hour does not leave it */
	faults_clock_us = clock_from_date(&(struct clock_date){
				  .year = 2026, .month = 3, .day = 15 }) -
			  clock_now_us();
	v = open_told(&b);
	T_EACH(row, rows) {
		faults_clock_us += row->later;
		T_EQ_INT(bench_put(v, book.last + 1), book.last + 1);
		bench_commit(v);
		T_EQ_INT(packs_of(v), row->packs);
	}
	expect_all(v);
	vault_close(v);
	T_EQ_INT(ask(&b, "SELECT count(DISTINCT epoch) FROM vault_pack"), 3);
	v = open_told(&b);
	T_EQ_INT(book.last, 6);
	expect_all(v);
	vault_close(v);
	faults_clock_us = 0;
}

/* One commit may span the end of a month. */
T(a_commit_across_midnight)
{
	struct bench b AUTO(bench_done) = bench_new();
	struct vault *v = open_told(&b);

	for (uint64_t n = 1; n <= 20; n++) {
		if (n == 8 || n == 15)
			faults_clock_us += 31 * CLOCK_DAY;
		T_EQ_INT(bench_put(v, n), n);
	}
	bench_commit(v);
	T_EQ_INT(packs_of(v), 3);
	T_OK(book.at[7].pack < book.at[8].pack);
	T_OK(book.at[14].pack < book.at[15].pack);
	T_OK(!book.gaps);
	expect_all(v);
	vault_close(v);
	faults_clock_us = 0;
}

T(size_begins_a_new_pack)
{
	struct bench b AUTO(bench_done) = bench_new();
	struct vault *v = open_told(&b);
	AUTO(free) uint8_t *bytes = mem_alloc(1, VAULT_SMALL_MAX);
	struct vault_record rec = { .kind = VAULT_RAW,
				    .content = bytes,
				    .content_len = VAULT_SMALL_MAX,
				    .media = true };
	struct err e = ERR_INIT;
	uint64_t seq = 0;

	for (int i = 0; i < 520; i++) {
		memset(bytes, i, 64);
		T_EQ_INT(vault_put(v, &rec, &seq, &e), 0);
		if (i % 16 == 15)
			bench_commit(v);
	}
	bench_commit(v);
	T_EQ_INT(packs_of(v), 2);
	vault_close(v);
	T_EQ_INT(ask(&b, "SELECT count(*) FROM vault_pack WHERE state = 2"), 2);
	T_OK(ask(&b, "SELECT bytes FROM vault_pack WHERE id = 1") >=
	     128 * 1048576);
	T_OK(ask(&b, "SELECT bytes FROM vault_pack WHERE id = 1") <
	     140 * 1048576);
}

/* One of 400 phrases of eight made-up words: always the same ones. */
static void add_phrase(struct str *s, uint64_t phrase)
{
	static const char *const parts[] = { "ba",  "con", "der", "fi",
					     "gre", "ho",  "li",  "mun" };
	uint64_t x = phrase * 0x9e3779b97f4a7c15U;

	for (int word = 0; word < 8; word++, x = x * 0x2545f4914f6cdd1dU + 1)
		str_addf(s, "%s%s%s ", parts[x >> 61], parts[x >> 58 & 7],
			 parts[x >> 55 & 7]);
	str_add(s, "\r\n");
}

/* Text that has more in common with others than with itself. */
static void put_text(struct vault *v, uint64_t n)
{
	struct str s AUTO(str_done) = STR_INIT;
	struct vault_record rec = { .kind = VAULT_MESSAGE };
	struct err e = ERR_INIT;
	uint64_t x = n * 2862933555777941757U, seq;

	while (s.len < 4200) {
		x = x * 6364136223846793005U + 1442695040888963407U;
		add_phrase(&s, (x >> 33) % 400);
	}
	rec.content = s.s;
	rec.content_len = s.len;
	T_EQ_INT(vault_put(v, &rec, &seq, &e), 0);
}

static uint64_t stored_for(struct vault *v, uint64_t records)
{
	struct vault_stats before, after;

	vault_stats(v, &before);
	for (uint64_t n = 0; n < records; n++)
		put_text(v, 1000000 + n);
	bench_commit(v);
	vault_stats(v, &after);
	return after.stored_bytes - before.stored_bytes;
}

static bool saw_dictionary(void)
{
	for (uint64_t n = 1; n <= book.last && n < BENCH_KEEP; n++)
		if (book.at[n].kind == VAULT_DICTIONARY)
			return true;
	return false;
}

T(a_dictionary_comes_by_itself_and_helps)
{
	struct bench b AUTO(bench_done) = bench_new();
	struct vault *v = open_told(&b);
	struct err e = ERR_INIT;
	uint64_t without, with, again;

	without = stored_for(v, 200);
	/* the keeper trains beside; it is through when its record is told */
	for (uint64_t n = 1; n < BENCH_KEEP / 2 && !saw_dictionary(); n++) {
		put_text(v, n);
		if (n % 50 == 0)
			bench_commit(v);
	}
	T_OK(saw_dictionary());
	/* and used once training has returned: ours waits for it */
	T_OK(vault_train(v, &e) >= 0);
	with = stored_for(v, 200);
	T_OK(with < without * 8 / 10);
	vault_close(v);
	T_OK(ask(&b, "SELECT max(dict_pack) FROM vault_pack") > 0);

	v = open_told(&b); /* it is found again */
	again = stored_for(v, 200);
	T_OK(again < without * 8 / 10);
	vault_close(v);
	faults_clock_us = 40 * CLOCK_DAY; /* but stays in its month */
	v = open_told(&b);
	again = stored_for(v, 200);
	T_OK(again > without * 9 / 10);
	vault_close(v);
	faults_clock_us = 0;
	T_EQ_INT(ask(&b, "SELECT dict_pack FROM vault_pack "
			 "ORDER BY id DESC LIMIT 1"),
		 0);
	b.cfg.follower.follow = NULL;
	v = bench_open(&b);
	{
		struct vault_check check = { .finding = on_finding };

		T_EQ_INT(vault_check(v, &check, &e), 0);
	}
	vault_close(v);
}

T(too_little_to_learn_from)
{
	struct bench b AUTO(bench_done) = bench_new();
	struct vault *v = open_told(&b);
	struct err e = ERR_INIT;

	T_EQ_INT(vault_train(v, &e), 0);
	for (uint64_t n = 1; n <= 20; n++)
		(void)bench_put(v, n);
	bench_commit(v);
	T_EQ_INT(vault_train(v, &e), 0);
	T_EQ_INT(packs_of(v), 1);
	vault_close(v);
	b.cfg.read_only = true;
	v = bench_open(&b);
	T_EQ_INT(vault_train(v, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	vault_close(v);
}

/* Writer and reader, open and sealed, say the same of a vault. */
T(stats_are_the_same_for_all)
{
	struct bench b AUTO(bench_done) = bench_new();
	struct vault *v = open_told(&b), *r;
	struct vault_stats w, x;
	uint64_t plain = 0;

	for (uint64_t n = 1; n <= 300; n++) {
		(void)bench_put(v, n);
		plain += bench_length(n);
		if (n % 100 == 0)
			bench_commit(v);
	}
	vault_stats(v, &w);
	T_EQ_INT(w.records, 300);
	T_EQ_INT(w.last_seq, 300);
	T_EQ_INT(w.plain_bytes, plain);
	T_EQ_INT(w.packs, 1);
	T_OK(w.stored_bytes > 0);
	b.cfg.read_only = true;
	r = bench_open(&b);
	vault_stats(r, &x);
	T_EQ_INT(x.records, w.records);
	T_EQ_INT(x.last_seq, w.last_seq);
	T_EQ_INT(x.plain_bytes, w.plain_bytes);
	vault_close(r);
	vault_close(v);
	r = bench_open(&b);
	vault_stats(r, &x);
	T_EQ_INT(x.records, w.records);
	T_EQ_INT(x.plain_bytes, w.plain_bytes);
	T_EQ_INT(x.packs, 1);
	T_OK(x.stored_bytes > w.stored_bytes); /* the footer */
	T_EQ_INT(x.stored_bytes, ask(&b, "SELECT bytes FROM vault_pack"));
	vault_close(r);
}

T_MAIN
