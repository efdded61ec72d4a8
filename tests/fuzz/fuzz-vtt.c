/*
 * fuzz-vtt.c - any bytes as captions: texts come out as clean UTF-8, no cue
 * is empty or without end, and all are counted.
 */
#include "base/encode.h"
#include "base/err.h"
#include "base/str.h"
#include "source/vtt.h"
#include "stream/reader.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void assert_clean(const char *text)
{
	struct str s AUTO(str_done) = STR_INIT;

	assert(utf8_clean(&s, text, strlen(text)));
}

static void take_cue(void *ctx, const struct vtt_cue *c)
{
	size_t *n = ctx;

	assert_clean(c->text);
	assert_clean(c->speaker);
	assert(str_ends(c->text, c->spoken));
	assert(*c->text != '\0' && strlen(c->text) < VTT_TEXT_MAX);
	assert(c->from_us >= 0 && c->to_us >= 0);
	(*n)++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(reader_free) struct reader *r = reader_mem(data, size);
	struct vtt_sums sums = { 0 };
	struct err e = ERR_INIT;
	size_t n = 0;

	assert(vtt_read(r, take_cue, &n, &sums, &e) == 0);
	assert(sums.cues == n);
	return 0;
}
