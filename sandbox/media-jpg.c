/*
 * Baseline JPEG of blocks that have one colour each: a DC value, and the
 * end of the block. The table for AC has that one word; the one for DC is
 * the standard's table K.3.
 */
#include "sandbox/media.h"

#include "base/str.h"
#include "sandbox/media-private.h"

#include <string.h>

#define CELLS_W 40
#define CELLS_H 23
#define BLOCK   8
#define QUANT   8 /* of DC, where 8 is one level: no loss */

static void marker(struct str *out, unsigned int code, unsigned int length)
{
	media_u8(out, 0xff);
	media_u8(out, code);
	media_u16(out, length);
}

static void add_head(struct str *out)
{
	str_add_len(out, "\xff\xd8", 2);
	marker(out, 0xe0, 16);
	str_add_len(out, "JFIF\0\1\1\1\0\110\0\110\0\0", 14);
	marker(out, 0xdb, 67); /* one table for all */
	media_u8(out, 0);
	for (int i = 0; i < 64; i++)
		media_u8(out, QUANT);
	marker(out, 0xc0, 17);
	media_u8(out, 8);
	media_u16(out, CELLS_H * BLOCK);
	media_u16(out, CELLS_W * BLOCK);
	media_u8(out, 3);
	for (unsigned int i = 1; i <= 3; i++) {
		media_u8(out, i);
		media_u8(out, 0x11);
		media_u8(out, 0);
	}
}

static void add_tables(struct str *out)
{
	/* Words of 2 bits: 1; of 3: 5; then one each of 4 to 9. */
	static const char dc[16] = { 0, 1, 5, 1, 1, 1, 1, 1, 1 };
	static const char ac[16] = { 1 };

	marker(out, 0xc4, 2 + 17 + 12 + 17 + 1);
	media_u8(out, 0x00);
	str_add_len(out, dc, 16);
	for (unsigned int i = 0; i < 12; i++)
		media_u8(out, i);
	media_u8(out, 0x10);
	str_add_len(out, ac, 16);
	media_u8(out, 0);
	marker(out, 0xda, 12);
	media_u8(out, 3);
	for (unsigned int i = 1; i <= 3; i++) {
		media_u8(out, i);
		media_u8(out, 0);
	}
	str_add_len(out, "\0\77\0", 3);
}

/* The category of a difference, its word, then its bits (F.1.2.1). */
static void add_dc(struct media_bits *b, int diff)
{
	static const struct {
		unsigned int word;
		int length;
	} words[] = { { 0, 2 },  { 2, 3 },   { 3, 3 },   { 4, 3 },
		      { 5, 3 },  { 6, 3 },   { 14, 4 },  { 30, 5 },
		      { 62, 6 }, { 126, 7 }, { 254, 8 }, { 510, 9 } };
	unsigned int size = (unsigned int)(diff < 0 ? -diff : diff);
	int category = 0;

	while (size >> category != 0)
		category++;
	media_bits_add(b, words[category].word, words[category].length);
	media_bits_add(b, (unsigned int)(diff < 0 ? diff - 1 : diff), category);
	media_bits_add(b, 0, 1); /* end of block */
}

static void to_levels(struct media_rgb c, int level[3])
{
	int r = c.r, g = c.g, b = c.b;

	level[0] = (77 * r + 150 * g + 29 * b + 128) / 256 - 128;
	level[1] = (-43 * r - 85 * g + 128 * b) / 256;
	level[2] = (128 * r - 107 * g - 21 * b) / 256;
}

void media_scan_add(struct str *out, const struct str *raw)
{
	for (size_t i = 0; i < raw->len; i++) {
		media_u8(out, (unsigned char)raw->s[i]);
		if ((unsigned char)raw->s[i] == 0xff)
			media_u8(out, 0);
	}
}

static void add_scan(struct str *out, const struct media_picture *p)
{
	AUTO(str_done) struct str raw = STR_INIT;
	struct media_bits b = { .out = &raw };
	int before[3] = { 0 };

	for (int i = 0; i < p->width * p->height; i++) {
		int level[3];

		to_levels(p->colours[p->cells[i]], level);
		for (int c = 0; c < 3; c++)
			add_dc(&b, level[c] - before[c]);
		memcpy(before, level, sizeof(before));
	}
	media_bits_align(&b, 1);
	media_scan_add(out, &raw);
}

void media_jpg(struct str *out, uint64_t seed)
{
	struct media_picture p;

	media_picture_init(&p, CELLS_W, CELLS_H, seed);
	media_picture_board(&p, seed);
	add_head(out);
	add_tables(out);
	add_scan(out, &p);
	str_add_len(out, "\xff\xd9", 2);
	media_picture_done(&p);
}
