/*
 * width.c - how many columns a character takes, roughly.
 *
 * wcwidth(3) depends on the locale and on the C library's version; a body
 * must be the same everywhere. This is Unicode 15 in few ranges: it only
 * decides where lines break, so a rare script being off by one is harmless.
 *
 * Source: EastAsianWidth.txt (W, F), DerivedGeneralCategory.txt (Mn, Me, Cf),
 * DerivedBidiClass.txt; UAX #9 rules P2 and P3 for the direction of a text.
 */
#include "convert/body.h"

#include "base/encode.h"

#include <stdint.h>
#include <string.h>

struct range {
	uint32_t first, last;
};

static const struct range wide[] = {
	{ 0x1100, 0x115f },   { 0x231a, 0x231b },   { 0x23e9, 0x23ec },
	{ 0x23f0, 0x23f3 },   { 0x25fd, 0x25fe },   { 0x2614, 0x2615 },
	{ 0x2648, 0x2653 },   { 0x267f, 0x267f },   { 0x2693, 0x2693 },
	{ 0x26a1, 0x26a1 },   { 0x26aa, 0x26ab },   { 0x26bd, 0x26be },
	{ 0x26c4, 0x26c5 },   { 0x26ce, 0x26ce },   { 0x26d4, 0x26d4 },
	{ 0x26ea, 0x26ea },   { 0x26f2, 0x26f5 },   { 0x26fa, 0x26fd },
	{ 0x2705, 0x2705 },   { 0x270a, 0x270b },   { 0x2728, 0x2728 },
	{ 0x274c, 0x274e },   { 0x2753, 0x2757 },   { 0x2795, 0x2797 },
	{ 0x27b0, 0x27bf },   { 0x2b1b, 0x2b1c },   { 0x2b50, 0x2b55 },
	{ 0x2e80, 0x303e },   { 0x3041, 0x33ff },   { 0x3400, 0x4dbf },
	{ 0x4e00, 0xa4cf },   { 0xa960, 0xa97f },   { 0xac00, 0xd7a3 },
	{ 0xf900, 0xfaff },   { 0xfe10, 0xfe19 },   { 0xfe30, 0xfe6f },
	{ 0xff00, 0xff60 },   { 0xffe0, 0xffe6 },   { 0x16fe0, 0x18cff },
	{ 0x1b000, 0x1b2ff }, { 0x1f004, 0x1f004 }, { 0x1f0cf, 0x1f0cf },
	{ 0x1f18e, 0x1f19a }, { 0x1f1e6, 0x1f265 }, { 0x1f300, 0x1f3fa },
	{ 0x1f400, 0x1f64f }, { 0x1f680, 0x1f6ff }, { 0x1f7e0, 0x1f7f0 },
	{ 0x1f90c, 0x1faff }, { 0x20000, 0x3fffd },
};

static const struct range none[] = {
	{ 0x0300, 0x036f },   { 0x0483, 0x0489 },   { 0x0591, 0x05bd },
	{ 0x05bf, 0x05c7 },   { 0x0610, 0x061a },   { 0x064b, 0x065f },
	{ 0x0670, 0x0670 },   { 0x06d6, 0x06dd },   { 0x06df, 0x06e4 },
	{ 0x06e7, 0x06ed },   { 0x0900, 0x0902 },   { 0x093a, 0x093c },
	{ 0x0941, 0x094d },   { 0x0e31, 0x0e31 },   { 0x0e34, 0x0e3a },
	{ 0x0e47, 0x0e4e },   { 0x1ab0, 0x1aff },   { 0x1dc0, 0x1dff },
	{ 0x200b, 0x200f },   { 0x202a, 0x202e },   { 0x2060, 0x206f },
	{ 0x20d0, 0x20f0 },   { 0xfe00, 0xfe0f },   { 0xfe20, 0xfe2f },
	{ 0xfeff, 0xfeff },   { 0x1f3fb, 0x1f3ff }, { 0xe0001, 0xe007f },
	{ 0xe0100, 0xe01ef },
};

/* Bidirectional classes R and AL, whole blocks. */
static const struct range rtl[] = {
	{ 0x0590, 0x08ff }, { 0x200f, 0x200f },   { 0xfb1d, 0xfdff },
	{ 0xfe70, 0xfefc }, { 0x10800, 0x10fff }, { 0x1e800, 0x1eeff },
};

/* Neither: punctuation, symbols, emoji, joiners. */
static const struct range neutral[] = {
	{ 0x0000, 0x0040 },   { 0x005b, 0x0060 }, { 0x007b, 0x00bf },
	{ 0x0300, 0x036f },   { 0x2000, 0x200d }, { 0x2010, 0x2bff },
	{ 0x3000, 0x3004 },   { 0x3008, 0x3020 }, { 0xfe00, 0xfe0f },
	{ 0xfeff, 0xfeff },   { 0xfffd, 0xfffd }, { 0x1f000, 0x1faff },
	{ 0xe0000, 0xe01ef },
};

static bool among(uint32_t c, const struct range *r, size_t n)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c > r[mid].last)
			lo = mid + 1;
		else if (c < r[mid].first)
			hi = mid;
		else
			return true;
	}
	return false;
}

static uint32_t code_point(const char *s, size_t n)
{
	static const unsigned char mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t c = (unsigned char)s[0] & mask[n];

	for (size_t i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)s[i] & 0x3f);
	return c;
}

unsigned int body_width(const char *s, size_t left, size_t *len)
{
	size_t n = utf8_sequence(s, left);
	uint32_t c;

	*len = n == 0 ? 1 : n;
	if (n <= 1)
		return 1;
	c = code_point(s, n);
	if (among(c, none, sizeof(none) / sizeof(none[0])))
		return 0;
	return among(c, wide, sizeof(wide) / sizeof(wide[0])) ? 2 : 1;
}

bool body_is_rtl(const char *text)
{
	size_t left = strlen(text), n;

	for (; left > 0; text += n, left -= n) {
		uint32_t c;

		n = utf8_sequence(text, left);
		n = n == 0 ? 1 : n;
		c = n == 1 ? (unsigned char)*text : code_point(text, n);
		if (among(c, rtl, sizeof(rtl) / sizeof(rtl[0])))
			return true;
		if (!among(c, neutral, sizeof(neutral) / sizeof(neutral[0])))
			return false;
	}
	return false;
}
