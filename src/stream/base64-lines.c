/*
 * base64-lines.c - the encoders: table, SSSE3, AVX2.
 *
 * A line is 57 bytes = 24 + 24 + 9. The vector encoders take the last 9 with
 * a step of 12 (16 are loaded): 7 bytes of the next line are read and 2
 * characters too many written, which that line then overwrites. So the last
 * line of a call, which has no next, always goes through the table.
 */
#include "stream/base64.h"

#include <stdbool.h>
#include <string.h>

static const char alphabet[65] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

uint64_t base64_size(uint64_t n)
{
	uint64_t rest = n % BASE64_LINE_IN;

	return n / BASE64_LINE_IN * BASE64_LINE_OUT +
	       (rest == 0 ? 0 : (rest + 2) / 3 * 4 + 2);
}

static inline void encode_group(uint8_t *out, const uint8_t *in)
{
	uint32_t v = (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];

	out[0] = (uint8_t)alphabet[v >> 18];
	out[1] = (uint8_t)alphabet[v >> 12 & 63];
	out[2] = (uint8_t)alphabet[v >> 6 & 63];
	out[3] = (uint8_t)alphabet[v & 63];
}

static inline uint8_t *end_line(uint8_t *out)
{
	out[0] = '\r';
	out[1] = '\n';
	return out + 2;
}

static void lines_scalar(uint8_t *out, const uint8_t *in, size_t lines)
{
	for (; lines > 0; lines--) {
		for (int i = 0; i < BASE64_LINE_IN / 3; i++) {
			encode_group(out, in);
			out += 4;
			in += 3;
		}
		out = end_line(out);
	}
}

size_t base64_last_line(uint8_t *out, const uint8_t *in, size_t len)
{
	uint8_t tail[3] = { 0 };
	size_t at = 0;

	for (; len >= 3; len -= 3, in += 3, at += 4)
		encode_group(out + at, in);
	if (len > 0) {
		memcpy(tail, in, len);
		encode_group(out + at, tail);
		memset(out + at + len + 1, '=', 3 - len);
		at += 4;
	}
	return at == 0 ? 0 : (size_t)(end_line(out + at) - out);
}

#if defined(__x86_64__)
#include <immintrin.h>

/* 12 bytes become the 16 six-bit numbers, then the letters of each. */
__attribute__((target("ssse3"))) static inline __m128i step_12(__m128i in)
{
	const __m128i spread =
		_mm_set_epi8(10, 11, 9, 10, 7, 8, 6, 7, 4, 5, 3, 4, 1, 2, 0, 1);
	const __m128i shift =
		_mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
			      '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
			      '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0);
	__m128i high, low, six, class;

	in = _mm_shuffle_epi8(in, spread);
	high = _mm_mulhi_epu16(_mm_and_si128(in, _mm_set1_epi32(0x0fc0fc00)),
			       _mm_set1_epi32(0x04000040));
	low = _mm_mullo_epi16(_mm_and_si128(in, _mm_set1_epi32(0x003f03f0)),
			      _mm_set1_epi32(0x01000010));
	six = _mm_or_si128(high, low);
	class = _mm_subs_epu8(six, _mm_set1_epi8(51));
	class = _mm_or_si128(
		class, _mm_and_si128(_mm_cmpgt_epi8(_mm_set1_epi8(26), six),
				     _mm_set1_epi8(13)));
	return _mm_add_epi8(six, _mm_shuffle_epi8(shift, class));
}

__attribute__((target("ssse3"))) static inline void encode_12(uint8_t *out,
							      const uint8_t *in)
{
	__m128i bytes;

	memcpy(&bytes, in, sizeof(bytes));
	bytes = step_12(bytes);
	memcpy(out, &bytes, sizeof(bytes));
}

__attribute__((target("ssse3"))) static void
lines_ssse3(uint8_t *out, const uint8_t *in, size_t lines)
{
	for (; lines > 1; lines--, in += BASE64_LINE_IN) {
		for (int i = 0; i < 5; i++)
			encode_12(out + i * 16, in + i * 12);
		out = end_line(out + 76);
	}
	lines_scalar(out, in, lines);
}

__attribute__((target("avx2"))) static inline void encode_24(uint8_t *out,
							     const uint8_t *in)
{
	const __m256i spread =
		_mm256_set_epi8(10, 11, 9, 10, 7, 8, 6, 7, 4, 5, 3, 4, 1, 2, 0,
				1, 10, 11, 9, 10, 7, 8, 6, 7, 4, 5, 3, 4, 1, 2,
				0, 1);
	const __m256i shift = _mm256_setr_epi8(
		'a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
		'0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '+' - 62,
		'/' - 63, 'A', 0, 0, 'a' - 26, '0' - 52, '0' - 52, '0' - 52,
		'0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
		'0' - 52, '+' - 62, '/' - 63, 'A', 0, 0);
	__m128i first, second;
	__m256i v, high, low, six, class;

	memcpy(&first, in, sizeof(first));
	memcpy(&second, in + 12, sizeof(second));
	v = _mm256_inserti128_si256(_mm256_castsi128_si256(first), second, 1);
	v = _mm256_shuffle_epi8(v, spread);
	high = _mm256_mulhi_epu16(
		_mm256_and_si256(v, _mm256_set1_epi32(0x0fc0fc00)),
		_mm256_set1_epi32(0x04000040));
	low = _mm256_mullo_epi16(
		_mm256_and_si256(v, _mm256_set1_epi32(0x003f03f0)),
		_mm256_set1_epi32(0x01000010));
	six = _mm256_or_si256(high, low);
	class = _mm256_subs_epu8(six, _mm256_set1_epi8(51));
	class = _mm256_or_si256(
		class,
		_mm256_and_si256(_mm256_cmpgt_epi8(_mm256_set1_epi8(26), six),
				 _mm256_set1_epi8(13)));
	v = _mm256_add_epi8(six, _mm256_shuffle_epi8(shift, class));
	memcpy(out, &v, sizeof(v));
}

__attribute__((target("avx2"))) static void
lines_avx2(uint8_t *out, const uint8_t *in, size_t lines)
{
	for (; lines > 1; lines--, in += BASE64_LINE_IN) {
		encode_24(out, in);
		encode_24(out + 32, in + 24);
		encode_12(out + 64, in + 48);
		out = end_line(out + 76);
	}
	lines_scalar(out, in, lines);
}

base64_lines_fn base64_lines_find(enum base64_kind kind)
{
	bool avx2 = __builtin_cpu_supports("avx2") != 0;
	bool ssse3 = __builtin_cpu_supports("ssse3") != 0;

	switch (kind) {
	case BASE64_AVX2:
		return avx2 ? lines_avx2 : NULL;
	case BASE64_SSSE3:
		return ssse3 ? lines_ssse3 : NULL;
	case BASE64_BEST:
		if (avx2)
			return lines_avx2;
		return ssse3 ? lines_ssse3 : lines_scalar;
	case BASE64_SCALAR:
	default:
		return lines_scalar;
	}
}

#else

base64_lines_fn base64_lines_find(enum base64_kind kind)
{
	return kind == BASE64_SCALAR || kind == BASE64_BEST ? lines_scalar
							    : NULL;
}

#endif
