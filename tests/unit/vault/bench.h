/*
 * bench.h - a vault in a folder of its own, for tests.
 *
 * Contents are made from a number, so that a test can say what a seq must
 * hold without keeping it.
 */
#ifndef TESTS_VAULT_BENCH_H
#define TESTS_VAULT_BENCH_H

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "stream/reader.h"
#include "t.h"
#include "vault/vault.h"

#include <stdlib.h>
#include <string.h>

static const uint8_t bench_key[32] = "the installation's key for tests";

struct bench {
	char *dir;     /* everything is below it */
	char *packs;   /* the vault's folder */
	char *control; /* uri */
	char *ledger;
	struct vault_config cfg;
	uint64_t told; /* highest seq the follower saw */
	bool follower_fails;
};

static inline struct bench bench_new(void)
{
	char dir[] = "/tmp/estreat-vault-XXXXXX";
	struct bench b = { 0 };

	T_OK(mkdtemp(dir) != NULL);
	b.dir = mem_strdup(dir);
	b.packs = str_printf("%s/vault", dir);
	b.control = str_printf("sqlite:%s/control.db", dir);
	b.ledger = str_printf("%s/ledger", dir);
	b.cfg = (struct vault_config){ .dir = b.packs,
				       .control_uri = b.control,
				       .key = bench_key,
				       .ledger_dir = b.ledger,
				       .origin = "archive.example" };
	return b;
}

static inline void bench_done(struct bench *b)
{
	AUTO(free) char *rm = str_printf("rm -rf %s", b->dir);
	FILE *p = popen(rm, "r"); // NOLINT(cert-env33-c)

	T_EQ_INT(pclose(p), 0);
	free(b->dir);
	free(b->packs);
	free(b->control);
	free(b->ledger);
}
static inline void bench_done_auto(struct bench *b)
{
	bench_done(b);
}

static inline struct vault *bench_open(struct bench *b)
{
	struct err e = ERR_INIT;
	struct vault *v = NULL;
	char text[ERR_TEXT];

	if (vault_open(&v, &b->cfg, &e) < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
	return v;
}

/* The bytes of content number n: words, some longer, some binary. */
static inline size_t bench_content(uint64_t n, size_t len, uint8_t *out)
{
	uint64_t x = n * 2862933555777941757U + 3037000493U;

	for (size_t i = 0; i < len; i++) {
		x = x * 6364136223846793005U + 1442695040888963407U;
		out[i] = n % 7 == 3 ? (uint8_t)(x >> 56)
				    : (uint8_t) "etaoin shrdlu,.\n"[x >> 60];
	}
	return len;
}

static inline size_t bench_length(uint64_t n)
{
	static const size_t lengths[] = {
		0, 1, 17, 300, 999, 2500, 4096, 9000
	};

	return lengths[n % 8];
}

static inline void bench_record(uint64_t n, uint8_t *content,
				struct vault_record *rec)
{
	*rec = (struct vault_record){ .kind = (enum vault_kind)(1 + n % 5),
				      .time_us = (int64_t)n * 1000,
				      .info = "some info of the record",
				      .info_len = n % 24,
				      .content = content,
				      .media = n % 11 == 0 };
	memcpy(rec->key, &n, sizeof(n));
	rec->content_len = bench_content(n, bench_length(n), content);
}

static inline uint64_t bench_put(struct vault *v, uint64_t n)
{
	struct err e = ERR_INIT;
	struct vault_record rec;
	uint8_t content[9000];
	uint64_t seq = 0;
	char text[ERR_TEXT];

	bench_record(n, content, &rec);
	if (vault_put(v, &rec, &seq, &e) < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
	return seq;
}

static inline void bench_commit(struct vault *v)
{
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	if (vault_commit(v, &e) < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
}

/* Read to the end, whatever it is. -1 where a read fails. */
static inline ssize_t bench_drain(struct reader *r, uint8_t *out, size_t cap,
				  struct err *e)
{
	size_t len = 0;
	ssize_t n;

	while (len < cap && (n = reader_read(r, out + len, cap - len, e)) != 0)
		if (n < 0)
			return -1;
		else
			len += (size_t)n;
	return (ssize_t)len;
}

/* Is what lies there what bench_put(n) put? */
static inline void bench_expect(struct vault *v, const struct vault_stored *st,
				uint64_t n)
{
	AUTO(vault_got_free) struct vault_got *g = NULL;
	struct err e = ERR_INIT;
	struct vault_record rec;
	uint8_t want[9000], got[9000];
	struct reader *r = NULL;
	const struct vault_stored *s;
	char text[ERR_TEXT];

	bench_record(n, want, &rec);
	if (vault_get(v, st->pack, st->offset, &g, &e) < 0 ||
	    vault_got_content(g, 0, &r, &e) < 0) {
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
		return;
	}
	s = vault_got_stored(g);
	T_EQ_INT(s->seq, st->seq);
	T_EQ_INT(s->kind, rec.kind);
	T_EQ_INT(s->time_us, rec.time_us);
	T_EQ_INT(s->length, rec.content_len);
	T_EQ_INT(s->info_len, rec.info_len);
	T_OK(memcmp(s->info, rec.info, rec.info_len) == 0);
	T_OK(memcmp(s->key, rec.key, VAULT_KEY) == 0);
	T_EQ_INT(bench_drain(r, got, sizeof(got), &e), rec.content_len);
	T_OK(memcmp(got, want, rec.content_len) == 0);
	T_EQ_STR(digest_of(want, rec.content_len).hex, s->digest.hex);
	reader_free(r);
}

/* --- a follower that keeps everything ----------------------------------- */

#define BENCH_KEEP 20000

struct bench_book {
	uint64_t last;
	bool fails, gaps;
	struct vault_stored at[BENCH_KEEP]; /* by seq */
};

static inline uint64_t bench_have(void *ctx)
{
	return ((struct bench_book *)ctx)->last;
}

static inline int bench_follow(void *ctx, const struct vault_stored *recs,
			       size_t n, struct err *e)
{
	struct bench_book *b = ctx;

	if (b->fails)
		return err_set(e, ERR_STORE, "the book is full");
	for (size_t i = 0; i < n; i++) {
		if (recs[i].seq != b->last + 1)
			b->gaps = true;
		b->last = recs[i].seq;
		if (recs[i].seq < BENCH_KEEP)
			b->at[recs[i].seq] = recs[i];
	}
	return 0;
}

static inline struct vault_follower bench_follower(struct bench_book *b)
{
	return (struct vault_follower){ .ctx = b,
					.have = bench_have,
					.follow = bench_follow };
}

#endif
