#include "sandbox/media.h"

#include "base/str.h"
#include "sandbox/media-private.h"

#define CELLS_W 40
#define CELLS_H 24
#define CELL    4 /* pixels: two bytes of two pixels */
#define ROW     (1 + CELLS_W * CELL / 2)

static void add_chunk(struct str *out, const char *type, const struct str *data)
{
	size_t at;

	media_u32(out, (uint32_t)data->len);
	at = out->len;
	str_add_len(out, type, 4);
	str_add_len(out, data->s, data->len);
	media_u32(out, media_crc32(out->s + at, out->len - at));
}

static uint32_t adler32(const struct str *s)
{
	uint32_t a = 1, b = 0;

	for (size_t i = 0; i < s->len; i++) {
		a = (a + (unsigned char)s->s[i]) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}

/* zlib with one stored block (RFC 1950, RFC 1951 section 3.2.4). */
static void add_stored(struct str *out, const struct str *raw)
{
	media_u16(out, 0x7801);
	media_u8(out, 1); /* last block, stored */
	media_le16(out, (unsigned int)raw->len);
	media_le16(out, ~(unsigned int)raw->len & 0xffff);
	str_add_len(out, raw->s, raw->len);
	media_u32(out, adler32(raw));
}

static void add_pixels(struct str *raw, const struct media_picture *p)
{
	for (int y = 0; y < CELLS_H * CELL; y++) {
		media_u8(raw, 0); /* no filter */
		for (int x = 0; x < CELLS_W; x++) {
			unsigned int c = p->cells[y / CELL * CELLS_W + x];

			media_u8(raw, c << 4 | c);
			media_u8(raw, c << 4 | c);
		}
	}
}

_Static_assert(ROW *CELLS_H *CELL < 65536, "fits one stored block");

void media_png(struct str *out, uint64_t seed)
{
	AUTO(str_done) struct str raw = STR_INIT;
	AUTO(str_done) struct str data = STR_INIT;
	struct media_picture p;

	media_picture_init(&p, CELLS_W, CELLS_H, seed);
	media_picture_board(&p, seed);
	str_add_len(out, "\x89PNG\r\n\x1a\n", 8);
	media_u32(&data, CELLS_W * CELL);
	media_u32(&data, CELLS_H * CELL);
	str_add_len(&data, "\4\3\0\0\0", 5); /* four bits, palette */
	add_chunk(out, "IHDR", &data);
	str_cut(&data, 0);
	for (int i = 0; i < MEDIA_COLOURS; i++) {
		media_u8(&data, p.colours[i].r);
		media_u8(&data, p.colours[i].g);
		media_u8(&data, p.colours[i].b);
	}
	add_chunk(out, "PLTE", &data);
	str_cut(&data, 0);
	add_pixels(&raw, &p);
	add_stored(&data, &raw);
	add_chunk(out, "IDAT", &data);
	str_cut(&data, 0);
	add_chunk(out, "IEND", &data);
	media_picture_done(&p);
}
