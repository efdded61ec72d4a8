/*
 * large.h - records of which every tenth is an object, made from their seq.
 */
#ifndef TESTS_VAULT_LARGE_H
#define TESTS_VAULT_LARGE_H

#include "bench.h"

#define LARGE ((size_t)1024 * 1024 + 70333)

struct large {
	struct reader base;
	uint64_t n, at;
	size_t more; /* than LARGE */
};

static inline uint8_t large_byte(uint64_t n, uint64_t at)
{
	return (uint8_t)((at * 2654435761U + n) >> 11);
}

static inline ssize_t large_read(struct reader *r, void *buf, size_t cap,
				 struct err *e)
{
	struct large *l = (struct large *)r;
	size_t left = (size_t)(LARGE + l->more - l->at);
	size_t n = left < cap ? left : cap;

	(void)e;
	for (size_t i = 0; i < n; i++)
		((uint8_t *)buf)[i] = large_byte(l->n, l->at + i);
	l->at += n;
	return (ssize_t)n;
}

static const struct reader_ops large_ops = { large_read, NULL };

static inline bool is_large(uint64_t n)
{
	return n % 10 == 0;
}

/* Numbers from..to, each the record of that seq; a pack of their own. */
static inline void put_pack(struct vault *v, uint64_t from, uint64_t to)
{
	for (uint64_t n = from; n <= to; n++) {
		struct large l = { .base = { &large_ops }, .n = n };
		struct vault_record rec = { .kind = VAULT_ARTEFACT,
					    .media = true };
		struct vault_stored st = { 0 };
		struct err e = ERR_INIT;
		bool known;

		if (!is_large(n)) {
			T_EQ_INT(bench_put(v, n), n);
			continue;
		}
		T_EQ_INT(vault_put_stream(v, &rec, &l.base, NULL, &st, &known,
					  &e),
			 0);
		T_EQ_INT(st.seq, n);
	}
	bench_commit(v);
}

static inline int read_large(struct vault *v, const struct vault_stored *st,
			     struct err *e)
{
	AUTO(vault_got_free) struct vault_got *g = NULL;
	AUTO(free) uint8_t *buf = mem_alloc(1, LARGE + 1);
	struct reader *r = NULL;
	uint64_t wrong = 0;
	ssize_t n;

	if (vault_get(v, st->pack, st->offset, &g, e) < 0 ||
	    vault_got_content(g, 0, &r, e) < 0)
		return -1;
	n = bench_drain(r, buf, LARGE + 1, e);
	reader_free(r);
	if (n < 0)
		return -1;
	T_EQ_INT(n, LARGE);
	for (uint64_t i = 0; i < LARGE; i++)
		wrong += buf[i] != large_byte(st->seq, i);
	T_EQ_INT(wrong, 0);
	return 0;
}

#endif
