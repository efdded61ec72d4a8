/* Many threads put, commit, read and stream at once. Run it under TSan too. */
#include "bench.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#define THREADS 4
#define EACH    400

static struct bench_book book;
static struct vault *v;
static atomic_uint_fast64_t numbers[BENCH_KEEP]; /* what a seq was put as */

struct piece {
	struct reader base;
	size_t left;
};

static ssize_t piece_read(struct reader *r, void *buf, size_t cap,
			  struct err *e)
{
	struct piece *p = (struct piece *)r;
	size_t n = p->left < cap ? p->left : cap;

	(void)e;
	memset(buf, 5, n);
	p->left -= n;
	return (ssize_t)n;
}

static const struct reader_ops piece_ops = { piece_read, NULL };

static void put_large(size_t length)
{
	struct piece p = { .base = { &piece_ops }, .left = length };
	struct vault_record rec = { .kind = VAULT_ARTEFACT, .media = true };
	struct vault_stored st;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];
	bool known;

	if (vault_put_stream(v, &rec, &p.base, NULL, &st, &known, &e) < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
}

static void *put_run(void *arg)
{
	uint64_t first = (uint64_t)(uintptr_t)arg * EACH + 1;

	for (uint64_t n = first; n < first + EACH; n++) {
		uint64_t seq = bench_put(v, n);

		atomic_store(&numbers[seq], n);
		if (n % 7 == 0)
			bench_commit(v);
		if (n % 150 == 0)
			put_large(VAULT_SMALL_MAX + n);
	}
	bench_commit(v);
	return NULL;
}

static void *read_run(void *arg)
{
	struct vault_stats s = { 0 };

	(void)arg;
	while (s.last_seq < (uint64_t)THREADS * EACH)
		vault_stats(v, &s);
	return NULL;
}

T(putting_and_committing)
{
	struct bench b AUTO(bench_done) = bench_new();
	pthread_t putters[THREADS], reader;
	uint64_t large = 0;

	memset(&book, 0, sizeof(book));
	b.cfg.follower = bench_follower(&book);
	b.cfg.workers = 2;
	v = bench_open(&b);
	T_EQ_INT(pthread_create(&reader, NULL, read_run, NULL), 0);
	for (size_t i = 0; i < THREADS; i++)
		T_EQ_INT(pthread_create(&putters[i], NULL, put_run, (void *)i),
			 0);
	for (size_t i = 0; i < THREADS; i++)
		T_EQ_INT(pthread_join(putters[i], NULL), 0);
	T_EQ_INT(pthread_join(reader, NULL), 0);
	T_OK(!book.gaps);
	for (uint64_t seq = 1; seq <= book.last; seq++) {
		if (numbers[seq] != 0)
			bench_expect(v, &book.at[seq], numbers[seq]);
		else
			large += book.at[seq].length > VAULT_SMALL_MAX;
	}
	T_EQ_INT(book.last, THREADS * EACH + large);
	vault_close(v);
}

/* --- readers beside a writer -------------------------------------------- */

static atomic_uint_fast64_t committed;

static void *get_run(void *arg)
{
	uint64_t seed = (uint64_t)(uintptr_t)arg * 977 + 1;

	for (int i = 0; i < 500; i++) {
		uint64_t last = committed, seq;

		seed = seed * 6364136223846793005U + 1442695040888963407U;
		if (last == 0)
			continue;
		seq = 1 + (seed >> 33) % last;
		if (book.at[seq].kind != VAULT_DICTIONARY)
			bench_expect(v, &book.at[seq], seq);
	}
	return NULL;
}

T(reading_beside_writing)
{
	struct bench b AUTO(bench_done) = bench_new();
	pthread_t readers[THREADS];
	struct err e = ERR_INIT;

	memset(&book, 0, sizeof(book));
	b.cfg.follower = bench_follower(&book);
	b.cfg.workers = 1;
	v = bench_open(&b);
	for (size_t i = 0; i < THREADS; i++)
		T_EQ_INT(pthread_create(&readers[i], NULL, get_run, (void *)i),
			 0);
	for (int round = 1; round <= 80; round++) {
		uint64_t first = book.last + 1;

		for (uint64_t n = first; n < first + 10; n++)
			T_EQ_INT(bench_put(v, n), n);
		bench_commit(v);
		if (round == 40) /* a new pack, with a dictionary */
			T_EQ_INT(vault_train(v, &e), 1);
		atomic_store(&committed, book.last);
	}
	for (size_t i = 0; i < THREADS; i++)
		T_EQ_INT(pthread_join(readers[i], NULL), 0);
	vault_close(v);
}

T_MAIN
