/*
 * store-object.c - one object of a store, from a command line.
 *
 *	store-object STORE [--set KEY=VALUE]... [--secret KEY=FILE]... VERB
 *		put NAME FILE [SECONDS]    retained so long
 *		cat NAME | stat NAME | remove NAME | list PREFIX
 *
 * For tests that look at a store from outside, before and after.
 */
#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/store.h"
#include "stream/digest.h"
#include "tests/fake/store-host.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#define FILE_MAX ((size_t)64 * 1024 * 1024)
#define BLOCK    ((size_t)1024 * 1024)

static int give(void *ctx, uint64_t offset, void *buf, size_t len,
		struct err *e)
{
	(void)e;
	memcpy(buf, (const char *)ctx + offset, len);
	return 0;
}

static int put(struct store *s, const char *name, const char *file,
	       const char *seconds, struct err *e)
{
	struct store_content c = { .read = give };
	struct store_protection p = { .hold = false };
	AUTO(free) char *bytes = NULL;
	struct digest d;
	long long s_retained = 0;
	size_t len = 0;

	if (file_read_all(AT_FDCWD, file, FILE_MAX, &bytes, &len, e) < 0)
		return -1;
	d = digest_of(bytes, len);
	c.ctx = bytes;
	c.size = len;
	memcpy(c.sha256, d.bytes, STORE_SHA256);
	if (seconds != NULL && str_int64(seconds, &s_retained))
		p.retain_until_us = clock_now_us() + s_retained * CLOCK_SECOND;
	return s->ops->put(s, name, &c, &p, e);
}

static int cat(struct store *s, const char *name, struct err *e)
{
	AUTO(free) char *buf = mem_alloc(1, BLOCK);
	uint64_t at = 0;
	ssize_t n;

	while ((n = s->ops->read(s, name, at, buf, BLOCK, e)) > 0) {
		(void)fwrite(buf, 1, (size_t)n, stdout);
		at += (uint64_t)n;
	}
	return n < 0 ? -1 : 0;
}

static int look(struct store *s, const char *name, struct err *e)
{
	char hex[2 * STORE_SHA256 + 1], until[CLOCK_TEXT];
	struct store_object o;
	int there = s->ops->stat(s, name, &o, e);

	if (there < 0)
		return -1;
	if (there == 0)
		return puts("absent") == EOF ? -1 : 0;
	encode_hex(o.sha256, STORE_SHA256, hex);
	(void)printf("%llu %s %s%s\n", (unsigned long long)o.size,
		     o.has_sha256 ? hex : "-",
		     o.retain_until_us != 0
			     ? clock_rfc3339(o.retain_until_us, until)
			     : "-",
		     o.hold ? " hold" : "");
	return 0;
}

static int tell(void *ctx, const char *name, uint64_t size, struct err *e)
{
	(void)ctx;
	(void)e;
	(void)printf("%s %llu\n", name, (unsigned long long)size);
	return 0;
}

static int work(struct store *s, int argc, char *argv[], struct err *e)
{
	if (argc >= 4 && strcmp(argv[1], "put") == 0)
		return put(s, argv[2], argv[3], argc > 4 ? argv[4] : NULL, e);
	if (argc != 3)
		return err_set(e, ERR_USAGE, "which verb, which object?");
	if (strcmp(argv[1], "cat") == 0)
		return cat(s, argv[2], e);
	if (strcmp(argv[1], "stat") == 0)
		return look(s, argv[2], e);
	if (strcmp(argv[1], "remove") == 0)
		return s->ops->remove(s, argv[2], e);
	if (strcmp(argv[1], "list") == 0)
		return s->ops->list(s, argv[2], tell, NULL, e);
	return err_set(e, ERR_USAGE, "%s: no such verb", argv[1]);
}

int main(int argc, char *argv[])
{
	struct store_host host;
	AUTO(store_close) struct store *s = NULL;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];
	int done;

	store_host_init(&host, &argc, argv);
	s = store_host_open(&host);
	done = work(s, argc, argv, &e);
	if (done < 0)
		(void)fprintf(stderr, "%s\n", err_str(&e, text, sizeof(text)));
	store_close(TAKE(s));
	store_host_done(&host);
	return done < 0 ? 1 : 0;
}
