/*
 * vault-format.c - is the vault's format as docs/formats/vault.md says?
 *
 * Fills a vault with all there can be (packs, a dictionary, objects, media,
 * empty contents, a pack that is still open), has read_vault.py read it, and
 * compares every record with what was put. argv[1] is that script.
 */
#include "vault/bench.h"

#include <unistd.h>

#define LINES 2000

static struct bench_book book;
static const char *script;

struct made {
	struct reader base;
	uint64_t at, length;
};

static ssize_t made_read(struct reader *r, void *buf, size_t cap, struct err *e)
{
	struct made *m = (struct made *)r;
	size_t n = m->length - m->at < cap ? (size_t)(m->length - m->at) : cap;

	(void)e;
	for (size_t i = 0; i < n; i++)
		((uint8_t *)buf)[i] = (uint8_t)((m->at + i) * 77 >> 5);
	m->at += n;
	return (ssize_t)n;
}

static const struct reader_ops made_ops = { made_read, NULL };

static void put_large(struct vault *v, uint64_t length)
{
	struct made m = { .base = { &made_ops }, .length = length };
	struct vault_record rec = { .kind = VAULT_ARTEFACT,
				    .time_us = -5, /* before 1970 */
				    .info = "large",
				    .info_len = 5,
				    .media = true };
	struct vault_stored st;
	struct err e = ERR_INIT;
	bool known;

	T_EQ_INT(vault_put_stream(v, &rec, &m.base, NULL, &st, &known, &e), 0);
}

static void fill(struct vault *v)
{
	struct err e = ERR_INIT;

	for (uint64_t n = 1; n <= 300; n++) {
		(void)bench_put(v, n);
		if (n % 37 == 0)
			bench_commit(v);
	}
	put_large(v, 300000);
	put_large(v, 2 * 1048576);
	put_large(v, 3 * 1048576 + 17);
	bench_commit(v);
	T_EQ_INT(vault_train(v, &e), 1); /* the next pack uses it */
	for (uint64_t n = 1; n <= 100; n++)
		(void)bench_put(v, n);
	bench_commit(v);
}

/* Run the script and compare line by line. 77: it cannot run here. */
static int compare(const struct bench *b)
{
	AUTO(free) char *key = str_printf("%s/key", b->dir);
	AUTO(free)
	char *cmd = str_printf("python3 %s %s/control.db %s %s 2>&1", script,
			       b->dir, b->packs, key);
	FILE *f = fopen(key, "wb"), *p;
	char line[512], want[512];
	uint64_t seq = 0;
	int rc;

	T_EQ_INT(fwrite(bench_key, 1, 32, f), 32);
	T_EQ_INT(fclose(f), 0);
	p = popen(cmd, "r"); // NOLINT(cert-env33-c)
	while (fgets(line, sizeof(line), p) != NULL) {
		const struct vault_stored *st = &book.at[++seq];

		(void)snprintf(want, sizeof(want), "%llu %d %lld %llu %s\n",
			       (unsigned long long)seq, (int)st->kind,
			       (long long)st->time_us,
			       (unsigned long long)st->length, st->digest.hex);
		if (seq > book.last || strcmp(line, want) != 0)
			printf("# script: %s", line);
		T_EQ_STR(line, want);
		if (t_failed > 5)
			break;
	}
	rc = pclose(p) >> 8;
	if (rc == 77)
		return 77;
	T_EQ_INT(rc, 0);
	T_EQ_INT(seq, book.last);
	return 0;
}

T(read_from_the_document_alone)
{
	struct bench b AUTO(bench_done) = bench_new();
	struct vault *v;
	int rc;

	memset(&book, 0, sizeof(book));
	b.cfg.follower = bench_follower(&book);
	v = bench_open(&b);
	fill(v);
	rc = compare(&b); /* beside the living writer, last pack open */
	vault_close(v);
	if (rc == 77) {
		t_failed = 0;
		printf("# skipped: libcrypto or libzstd cannot be loaded from "
		       "python3\n");
		return;
	}
	(void)compare(&b);
}

int main(int argc, char *argv[])
{
	if (argc != 2) {
		(void)fprintf(stderr, "usage: vault-format read_vault.py\n");
		return 1;
	}
	script = argv[1];
	return t_run_all();
}
