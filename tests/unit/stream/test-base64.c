#include "stream/base64.h"
#include "stream/reader.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/str.h"
#include "t.h"

#define MOST 4000

/* Bytes without a pattern that would hide two being swapped. */
static void fill(uint8_t *out, size_t len)
{
	uint32_t x = 12345;

	for (size_t i = 0; i < len; i++) {
		x = x * 1664525 + 1013904223;
		out[i] = (uint8_t)(x >> 24);
	}
}

/* The slow way: encode all, then cut into lines. */
static void expect(struct str *out, const uint8_t *in, size_t len)
{
	AUTO(str_done) struct str flat = STR_INIT;

	encode_base64(&flat, in, len);
	for (size_t at = 0; at < flat.len; at += 76) {
		size_t n = flat.len - at < 76 ? flat.len - at : 76;

		str_add_len(out, flat.s + at, n);
		str_add(out, "\r\n");
	}
}

T(reader_against_the_slow_way)
{
	static const size_t lens[] = { 0,  1,  2,   3,   56,   57,  58,
				       59, 60, 113, 114, 1000, MOST };
	static const size_t caps[] = { 1, 2, 77, 78, 79, 156, 1000, 65536 };
	static uint8_t in[MOST];

	fill(in, sizeof(in));
	for (size_t i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		AUTO(str_done) struct str want = STR_INIT;

		expect(&want, in, lens[i]);
		T_EQ_INT(base64_size(lens[i]), want.len);
		for (size_t c = 0; c < sizeof(caps) / sizeof(caps[0]); c++) {
			AUTO(reader_free)
			struct reader *r =
				reader_base64(reader_mem(in, lens[i]));
			AUTO(str_done) struct str got = STR_INIT;
			struct err e = ERR_INIT;
			ssize_t n;

			while ((n = reader_read(r, str_room(&got, caps[c]),
						caps[c], &e)) > 0)
				got.len += (size_t)n;
			T_EQ_INT(n, 0);
			T_EQ_INT(got.len, want.len);
			T_OK(memcmp(got.s, want.s, want.len) == 0);
		}
	}
}

T(every_encoder_gives_the_same)
{
	static const struct {
		const char *label;
		enum base64_kind kind;
	} rows[] = {
		{ "scalar", BASE64_SCALAR },
		{ "ssse3", BASE64_SSSE3 },
		{ "avx2", BASE64_AVX2 },
		{ "best", BASE64_BEST },
	};
	enum { LINES = 9 };

	T_EACH(row, rows) {
		base64_lines_fn encode = base64_lines_find(row->kind);

		if (encode == NULL) {
			printf("# %s: not on this processor\n", row->label);
			continue;
		}
		for (size_t n = 0; n <= LINES; n++) {
			AUTO(str_done) struct str in = STR_INIT;
			AUTO(str_done) struct str got = STR_INIT;
			AUTO(str_done) struct str want = STR_INIT;

			/* heap of the exact size: overruns are seen */
			fill((uint8_t *)str_room(&in, n * 57), n * 57);
			expect(&want, (uint8_t *)in.s, n * 57);
			encode((uint8_t *)str_room(&got, n * 78),
			       (uint8_t *)in.s, n);
			T_OK(memcmp(got.s, want.s, want.len) == 0);
		}
	}
}

T(every_value_of_every_place)
{
	static uint8_t in[57 * 4 * 64];
	AUTO(str_done) struct str want = STR_INIT;
	AUTO(str_done) struct str got = STR_INIT;

	/* each of the 64 letters in each of a line's 76 places */
	for (size_t i = 0; i < sizeof(in); i++)
		in[i] = (uint8_t)(i * 7 + i / 57);
	expect(&want, in, sizeof(in));
	base64_lines_find(BASE64_BEST)((uint8_t *)str_room(&got, want.len), in,
				       sizeof(in) / 57);
	T_OK(memcmp(got.s, want.s, want.len) == 0);
}

static ssize_t fail_read(struct reader *r, void *buf, size_t cap, struct err *e)
{
	(void)r;
	(void)buf;
	(void)cap;
	return err_set(e, ERR_STORE, "disk on fire");
}

static void fail_free(struct reader *r)
{
	(void)r;
}

T(passes_an_error_on)
{
	static const struct reader_ops ops = { fail_read, fail_free };
	struct reader bad = { &ops };
	AUTO(reader_free) struct reader *r = reader_base64(&bad);
	struct err e = ERR_INIT;
	char buf[80];

	T_EQ_INT(reader_read(r, buf, sizeof(buf), &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
}

T_MAIN
