/*
 * stores.c - how fast a store takes and gives, by store/store.h.
 *
 *	perf-stores NAME [--set KEY=VALUE]... [--secret KEY=FILE]...
 *		    [--mib N] [--small N]
 *
 * Prints a name and a figure a line: an object of N MiB put and read again
 * in ranges of 8 MiB by one caller (MB/s), objects of 16 KiB put one after
 * the other, and by four callers at once (a second). What was put is removed
 * again.
 */
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/str.h"
#include "store/store.h"
#include "stream/digest.h"
#include "tests/fake/store-host.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define BLOCK   ((size_t)8 * 1024 * 1024)
#define SMALL   16384
#define CALLERS 4

static struct store *store;
static char *bytes; /* BLOCK of them, the content of all, repeated */
static char run[32];

static void check(int got, struct err *e)
{
	char text[ERR_TEXT];

	if (got >= 0)
		return;
	(void)fprintf(stderr, "%s\n", err_str(e, text, sizeof(text)));
	exit(1);
}

static int give(void *ctx, uint64_t offset, void *buf, size_t len,
		struct err *e)
{
	size_t at = (size_t)(offset % BLOCK);
	size_t first = len < BLOCK - at ? len : BLOCK - at;

	(void)ctx;
	(void)e;
	memcpy(buf, bytes + at, first);
	memcpy((char *)buf + first, bytes, len - first);
	return 0;
}

static struct store_content content(uint64_t size)
{
	struct store_content c = { .read = give, .size = size };
	AUTO(digest_free) struct digest_ctx *digest = digest_begin();
	struct digest d;

	for (uint64_t at = 0; at < size; at += BLOCK)
		digest_add(digest, bytes,
			   size - at < BLOCK ? (size_t)(size - at) : BLOCK);
	digest_end(digest, &d);
	memcpy(c.sha256, d.bytes, STORE_SHA256);
	return c;
}

static void remove_it(const char *name)
{
	struct err e = ERR_INIT;

	check(store->ops->remove(store, name, &e), &e);
}

static double seconds_since(int64_t start_us)
{
	return (double)(clock_monotonic_us() - start_us) / CLOCK_SECOND;
}

static void large(const char *name, uint64_t mib)
{
	AUTO(free) char *buf = mem_alloc(1, BLOCK);
	struct store_content c = content(mib * 1024 * 1024);
	struct err e = ERR_INIT;
	int64_t start_us = clock_monotonic_us();
	uint64_t at = 0;

	check(store->ops->put(store, name, &c, NULL, &e), &e);
	printf("put_mb_per_second %.1f\n",
	       (double)c.size / 1e6 / seconds_since(start_us));
	start_us = clock_monotonic_us();
	while (at < c.size) {
		ssize_t n = store->ops->read(store, name, at, buf, BLOCK, &e);

		check((int)n, &e);
		at += (uint64_t)n;
	}
	printf("get_mb_per_second %.1f\n",
	       (double)c.size / 1e6 / seconds_since(start_us));
}

struct caller {
	int first, n;
};

static void *put_small(void *ctx)
{
	const struct caller *l = ctx;
	struct store_content c = content(SMALL);

	for (int i = l->first; i < l->first + l->n; i++) {
		AUTO(free) char *name = str_printf("%s/%d", run, i);
		struct err e = ERR_INIT;

		check(store->ops->put(store, name, &c, NULL, &e), &e);
	}
	return NULL;
}

static void small(int n)
{
	struct caller one = { 0, n }, some[CALLERS];
	pthread_t threads[CALLERS];
	int64_t start_us = clock_monotonic_us();

	(void)put_small(&one);
	printf("small_per_second %.1f\n", n / seconds_since(start_us));
	start_us = clock_monotonic_us();
	for (int i = 0; i < CALLERS; i++) {
		some[i] = (struct caller){ n + i * (n / CALLERS), n / CALLERS };
		(void)pthread_create(&threads[i], NULL, put_small, &some[i]);
	}
	for (int i = 0; i < CALLERS; i++)
		(void)pthread_join(threads[i], NULL);
	printf("small_by_four_per_second %.1f\n",
	       n / CALLERS * CALLERS / seconds_since(start_us));
	for (int i = 0; i < n + n / CALLERS * CALLERS; i++) {
		AUTO(free) char *name = str_printf("%s/%d", run, i);

		remove_it(name);
	}
}

int main(int argc, char *argv[])
{
	struct store_host host;
	long long mib = 200, n = 500;
	uint64_t random;
	AUTO(free) char *name = NULL;

	store_host_init(&host, &argc, argv);
	for (int i = 1; i + 1 < argc; i += 2)
		if (strcmp(argv[i], "--mib") == 0)
			(void)str_int64(argv[i + 1], &mib);
		else if (strcmp(argv[i], "--small") == 0)
			(void)str_int64(argv[i + 1], &n);
	bytes = mem_alloc(1, BLOCK);
	random_bytes(bytes, BLOCK);
	random_bytes(&random, sizeof(random));
	(void)snprintf(run, sizeof(run), "perf-%016llx",
		       (unsigned long long)random);
	store = store_host_open(&host);
	name = str_printf("%s/large", run);
	large(name, (uint64_t)mib);
	small((int)n);
	remove_it(name); /* now: a store may be busy with it for a while */
	store_close(store);
	store_host_done(&host);
	free(bytes);
	return 0;
}
