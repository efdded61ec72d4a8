/*
 * fuzz-zoom-chat-json.c - any bytes as an archived chat: what comes out is
 * clean UTF-8, one line where it must be, and counted.
 */
#include "base/encode.h"
#include "base/err.h"
#include "base/str.h"
#include "source/zoom/read/chat-json.h"
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

static void assert_line(const char *text)
{
	assert_clean(text);
	for (; *text != '\0'; text++)
		assert((unsigned char)*text >= ' ' && *text != 0x7f);
}

static void take_message(void *ctx, const struct chat_message *m)
{
	size_t *n = ctx;

	assert_line(m->sender_id);
	assert_line(m->sender);
	assert_line(m->sender_email);
	assert_line(m->to_id);
	assert_line(m->to);
	assert_line(m->to_email);
	assert_line(m->id);
	assert_line(m->original);
	assert_line(m->parent);
	assert_line(m->group);
	assert_clean(m->content);
	for (size_t i = 0; i < m->n_files; i++)
		assert_line(m->files[i]);
	assert(m->meeting_us >= -1 && m->archive_us >= -1);
	(*n)++;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(reader_free) struct reader *r = reader_mem(data, size);
	struct chat_json_sums sums = { 0 };
	struct err e = ERR_INIT;
	size_t n = 0;

	assert(chat_json_read(r, take_message, &n, &sums, &e) == 0);
	assert(sums.messages == n);
	return 0;
}
