/*
 * fuzz-zoom-chat-text.c - any bytes as a meeting's chat file: texts come out
 * as clean UTF-8, times never go back, the sums are right.
 */
#include "base/encode.h"
#include "base/err.h"
#include "base/str.h"
#include "source/zoom/read/chat-text.h"
#include "stream/reader.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	size_t lines;
	long long last_us;
};

static void assert_clean(const char *text)
{
	struct str s AUTO(str_done) = STR_INIT;

	assert(utf8_clean(&s, text, strlen(text)));
}

static void take_line(void *ctx, const struct chat_line *l)
{
	struct seen *seen = ctx;

	assert_clean(l->from);
	assert_clean(l->email);
	assert_clean(l->to);
	assert_clean(l->text);
	assert(strlen(l->text) <= CHAT_TEXT_MAX);
	if (l->at_us < 0) {
		assert(seen->lines == 0);
		return;
	}
	assert(l->at_us >= seen->last_us);
	seen->last_us = l->at_us;
	seen->lines++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(reader_free) struct reader *r = reader_mem(data, size);
	struct seen seen = { 0, -1 };
	struct chat_sums sums = { 0 };
	struct err e = ERR_INIT;

	assert(chat_text_read(r, take_line, &seen, &sums, &e) == 0);
	assert(sums.lines == seen.lines);
	assert(seen.lines == 0 || sums.last_us == seen.last_us);
	return 0;
}
