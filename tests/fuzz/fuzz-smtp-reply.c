/*
 * fuzz-smtp-reply.c - what an SMTP server may say, and bytes for DATA.
 *
 * A reply has an end and a bounded text; texts for people are clean; each
 * refusal has a meaning. What is not refused has no line that is a dot alone,
 * nowhere a bare CR or LF, and is the same when dots are taken off again.
 */
#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"
#include "target/smtp/smtp-private.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_meaning(const struct smtp_reply *r)
{
	struct str shown AUTO(str_done) = STR_INIT;
	struct str again AUTO(str_done) = STR_INIT;
	struct smtp_offers o = { .auth = STR_INIT };

	smtp_reply_show(&shown, r);
	assert(shown.len < 1000 && utf8_clean(&again, shown.s, shown.len));
	for (size_t i = 0; i < shown.len; i++)
		assert((unsigned char)shown.s[i] >= ' ' && shown.s[i] != 0x7f);
	for (int step = SMTP_GREETING; step <= SMTP_END; step++) {
		struct smtp_refusal why =
			smtp_refusal_of((enum smtp_step)step, r);

		assert(why.remedy != NULL);
		assert((why.kind == ERR_NONE) ==
		       (why.outcome != AGENT_NOT_TRIED));
		assert(why.outcome != AGENT_DELIVERED);
	}
	smtp_offers_read(&o, r);
	assert(o.auth.len <= r->text.len);
	smtp_offers_done(&o);
}

static void check_reply(const char *at, size_t size)
{
	struct smtp_reply r AUTO(smtp_reply_done) = SMTP_REPLY_INIT;
	const char *end = at + size;
	int got = 1;

	while (at < end && got == 1) {
		const char *eol = memchr(at, '\n', (size_t)(end - at));

		if (eol == NULL)
			eol = end;
		got = smtp_reply_add(&r, at, (size_t)(eol - at));
		at = eol + 1;
	}
	assert(r.lines <= SMTP_LINES_MAX);
	assert(r.text.len <= SMTP_LINES_MAX * (SMTP_LINE_MAX + 1));
	if (r.lines == 0)
		return;
	assert(r.code >= 200 && r.code <= 599);
	assert(r.class == 0 || r.class == r.code / 100);
	check_meaning(&r);
}

static void check_data(const char *bytes, size_t size)
{
	AUTO(free) char *out = mem_resize(NULL, 2 * size + 8);
	struct smtp_stuffing s = SMTP_STUFFING_INIT;
	size_t half = size / 2, n, at = 0;
	const char *ending;

	n = smtp_stuff(&s, bytes, half, out);
	n += smtp_stuff(&s, bytes + half, size - half, out + n);
	assert(n <= 2 * size);
	if (s.bad || (size > 0 && bytes[size - 1] == '\r'))
		return;
	ending = smtp_ending(&s);
	memcpy(out + n, ending, strlen(ending) + 1);
	for (size_t i = 0; i < n; i++) {
		bool first = i == 0 || out[i - 1] == '\n';

		if (first && out[i] == '.') {
			assert(out[i + 1] == '.');
			i++;
		}
		assert(out[i] == bytes[at++]);
		assert(out[i] != '\n' || (i > 0 && out[i - 1] == '\r'));
	}
	assert(at == size);
	n += strlen(ending);
	assert(n == 3 || memcmp(out + n - 5, "\r\n.\r\n", 5) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check_reply((const char *)data, size);
	check_data((const char *)data, size);
	return 0;
}
