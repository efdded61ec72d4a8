#include "base/str.h"
#include "sandbox/media-private.h"

void media_u8(struct str *out, unsigned int v)
{
	str_add_char(out, (char)(unsigned char)v);
}

void media_u16(struct str *out, unsigned int v)
{
	media_u8(out, v >> 8 & 0xff);
	media_u8(out, v & 0xff);
}

void media_u32(struct str *out, uint32_t v)
{
	media_u16(out, v >> 16);
	media_u16(out, v & 0xffff);
}

void media_u64(struct str *out, uint64_t v)
{
	media_u32(out, (uint32_t)(v >> 32));
	media_u32(out, (uint32_t)v);
}

void media_le16(struct str *out, unsigned int v)
{
	media_u8(out, v & 0xff);
	media_u8(out, v >> 8 & 0xff);
}

void media_le32(struct str *out, uint32_t v)
{
	media_le16(out, v & 0xffff);
	media_le16(out, v >> 16);
}

uint32_t media_crc32(const void *bytes, size_t len)
{
	const unsigned char *p = bytes;
	uint32_t crc = 0xffffffff;

	while (len-- > 0) {
		crc ^= *p++;
		for (int i = 0; i < 8; i++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}

void media_bits_add(struct media_bits *b, unsigned int v, int n)
{
	b->held = b->held << n | (v & ((1u << n) - 1));
	b->n_held += n;
	while (b->n_held >= 8) {
		b->n_held -= 8;
		media_u8(b->out, b->held >> b->n_held & 0xff);
	}
	b->held &= (1u << b->n_held) - 1;
}

void media_bits_align(struct media_bits *b, unsigned int bit)
{
	while (b->n_held > 0)
		media_bits_add(b, bit, 1);
}

void media_bits_ue(struct media_bits *b, unsigned int v)
{
	int length = 0;

	while ((v + 1) >> (length + 1) != 0)
		length++;
	media_bits_add(b, 0, length);
	media_bits_add(b, v + 1, length + 1);
}

void media_bits_se(struct media_bits *b, int v)
{
	media_bits_ue(b,
		      v > 0 ? (unsigned int)v * 2 - 1 : (unsigned int)-v * 2);
}
