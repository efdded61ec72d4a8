/*
 * fuzz-skeleton.c - any bytes as a skeleton: refused or rendered, and a
 * rendered one has the length that was foretold. Reduced, it fits, is still a
 * skeleton and has the length that was told.
 */
#include "base/err.h"
#include "base/str.h"
#include "mime/reduce.h"
#include "mime/skeleton.h"
#include "stream/reader.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int no_artefact(void *ctx, const struct skeleton_artefact *a,
		       struct reader **out, struct err *e)
{
	(void)ctx;
	if (a->size != 0)
		return err_set(e, ERR_STORE, "none here");
	*out = reader_mem("", 0);
	return 0;
}

static void count(void *ctx, const struct skeleton_artefact *a)
{
	*(uint64_t *)ctx += a->size != 0;
}

static void no_place(void *ctx, const struct skeleton_artefact *a,
		     struct str *out)
{
	(void)ctx;
	(void)a;
	str_add(out, "nowhere");
}

static void reduce(const uint8_t *data, size_t size, uint64_t limit)
{
	struct reduce how = { .limit = limit, .where = no_place };
	AUTO(str_done) struct str small = STR_INIT;
	struct err e = ERR_INIT;
	int64_t n = skeleton_reduce(data, size, &how, &small, &e);

	if (n < 0)
		return;
	assert((uint64_t)n <= limit);
	assert(skeleton_size(small.s, small.len, &e) == n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct skeleton_opener opener = { NULL, no_artefact };
	AUTO(reader_free)
	struct reader *r = reader_skeleton(data, size, &opener);
	struct err e = ERR_INIT, again = ERR_INIT, third = ERR_INIT;
	int64_t want = skeleton_size(data, size, &e), total = 0;
	uint64_t artefacts = 0;
	char buf[100];
	ssize_t n;

	while ((n = reader_read(r, buf, sizeof(buf), &again)) > 0)
		total += n;
	assert(n < 0 || total == want);
	if (want >= 0)
		assert(skeleton_artefacts(data, size, count, &artefacts,
					  &third) == 0);
	assert(want < 0 || artefacts > 0 || n == 0 || again.kind == ERR_STORE);
	reduce(data, size, 1);
	reduce(data, size, 2000);
	reduce(data, size, INT64_MAX);
	return 0;
}
