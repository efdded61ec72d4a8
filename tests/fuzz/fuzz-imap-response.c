/*
 * fuzz-imap-response.c - what an IMAP server may say.
 *
 * Parts lie inside of what was read, in order; what is taken is taken whole;
 * texts for people are clean; a set of uids has as many as were asked for.
 */
#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"
#include "target/imap/name.h"
#include "target/imap/refusal.h"
#include "target/imap/response.h"
#include "target/utf7.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_inside(struct imap_text t, const char *bytes, size_t len)
{
	if (t.len > 0)
		assert(t.at >= bytes && t.at + t.len <= bytes + len);
}

static void check_text(struct imap_text t)
{
	struct str shown AUTO(str_done) = STR_INIT;
	struct str again AUTO(str_done) = STR_INIT;

	imap_show(&shown, t);
	assert(utf8_clean(&again, shown.s, shown.len));
	for (size_t i = 0; i < shown.len; i++)
		assert((unsigned char)shown.s[i] >= ' ' && shown.s[i] != 0x7f);
	assert(shown.len <= 900);
}

static void check_parts(struct imap_text t)
{
	struct imap_cursor c = imap_read(t);
	struct str s AUTO(str_done) = STR_INIT;
	bool nil;

	while (c.at < c.end) {
		const char *before = c.at;
		struct imap_cursor value = c;

		(void)imap_take_value(&value);
		assert(value.at >= c.at && value.at <= c.end);
		if (!imap_take_string(&c, &s, &nil))
			c.at++;
		assert(c.at > before && c.at <= c.end);
	}
	assert(s.len <= t.len);
}

static void check_code(struct imap_text code)
{
	uint32_t validity = 0, uids[51] = { 0 };

	for (size_t n = 1; n <= 50; n += 7) {
		uids[n] = 77;
		if (imap_appenduid(code, &validity, uids, n)) {
			assert(validity > 0);
			for (size_t i = 0; i < n; i++)
				assert(uids[i] > 0);
		}
		assert(uids[n] == 77);
	}
}

static void check_name(const uint8_t *data, size_t size)
{
	AUTO(free) char *name = mem_dup(data, size);
	struct str out AUTO(str_done) = STR_INIT;

	utf7_modified(&out, name);
	for (size_t i = 0; i < out.len; i++)
		assert(out.s[i] >= ' ' && out.s[i] <= '~');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	struct imap_response r;
	struct imap_refusal why;
	uint64_t literal;

	check_name(data, size);
	(void)imap_literal_follows(bytes, size, &literal);
	if (!imap_response_parse(&r, bytes, size))
		return 0;
	assert((r.kind == IMAP_TAGGED) == (r.tag.len > 0));
	assert(r.kind != IMAP_TAGGED || r.status != IMAP_DATA);
	check_inside(r.tag, bytes, size);
	check_inside(r.code, bytes, size);
	check_inside(r.text, bytes, size);
	check_inside(r.name, bytes, size);
	check_inside(r.data, bytes, size);
	check_text(r.text);
	check_parts(r.data);
	check_code(r.code);
	for (int step = IMAP_SIGN_IN; step <= IMAP_APPEND; step++) {
		why = imap_refusal_of((enum imap_step)step, r.code, r.text);
		assert(why.outcome >= AGENT_TOO_LARGE);
		assert(why.wait_us >= 0 && why.remedy != NULL);
	}
	return 0;
}
