/*
 * sandbox/media-private.h - what the encoders share: bits, boxes of colour,
 * and the two codecs as the container needs them.
 */
#ifndef SANDBOX_MEDIA_PRIVATE_H
#define SANDBOX_MEDIA_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str;

/* ---- big-endian numbers and bits ---- */

void media_u8(struct str *out, unsigned int v);
void media_u16(struct str *out, unsigned int v);
void media_u32(struct str *out, uint32_t v);
void media_u64(struct str *out, uint64_t v);
/* Little-endian (ZIP). */
void media_le16(struct str *out, unsigned int v);
void media_le32(struct str *out, uint32_t v);

/* CRC-32 of ISO 3309, as PNG and ZIP have it. */
uint32_t media_crc32(const void *bytes, size_t len);

/* Bits on their way into a string, most significant first. */
struct media_bits {
	struct str *out;
	unsigned int held; /* bits not yet in out, in the low end */
	int n_held;        /* 0 to 7 */
};

/* The low n bits of v; n is 0 to 24. */
void media_bits_add(struct media_bits *b, unsigned int v, int n);
/* Fill the last byte with the given bit. */
void media_bits_align(struct media_bits *b, unsigned int bit);
/* Exp-Golomb codes ue(v), se(v) of H.264 section 9.1. */
void media_bits_ue(struct media_bits *b, unsigned int v);
void media_bits_se(struct media_bits *b, int v);

/* ---- pictures made of cells of one colour ---- */

#define MEDIA_COLOURS 8
struct media_rgb {
	uint8_t r, g, b;
};

struct media_picture {
	int width, height; /* in cells */
	uint8_t *cells;    /* width * height numbers of colours, owned */
	struct media_rgb colours[MEDIA_COLOURS];
};

void media_picture_init(struct media_picture *p, int width, int height,
			uint64_t seed);
void media_picture_done(struct media_picture *p);
/* A clock that shows so many seconds, or a bar where it does not fit. */
void media_picture_clock(struct media_picture *p, int second);
/* A whiteboard: frames, arrows, a number. */
void media_picture_board(struct media_picture *p, uint64_t seed);

/* ---- H.264 ---- */

#define MEDIA_FILM_GOP 8 /* frames from one IDR picture to the next */

struct media_film;

/* width, height in pixels, even; one frame is one second. */
struct media_film *media_film_new(uint64_t seed, int width, int height);
void media_film_free(struct media_film *f);
/* Append the next frame: NAL units, each behind a length of four bytes. */
void media_film_frame(struct media_film *f, struct str *out);
/* Append the box content of avcC: profile, SPS, PPS. */
void media_film_config(const struct media_film *f, struct str *out);

/*
 * Append a NAL unit behind its length: head is its first byte. Where the
 * body has 00 00 followed by 00 to 03, a byte 03 is put between, so that
 * nothing looks like a start code (section 7.4.1).
 */
void media_nal_add(struct str *out, unsigned int head, const struct str *body);

/* ---- JPEG ---- */

/* Append the bits of a scan: 00 follows each ff (T.81 section F.1.2.3). */
void media_scan_add(struct str *out, const struct str *raw);

/* ---- AAC ---- */

#define MEDIA_SOUND_RATE   16000
#define MEDIA_SOUND_FRAME  1024       /* samples in a frame */
#define MEDIA_SOUND_BYTES  10         /* every frame has this size */
#define MEDIA_SOUND_CONFIG "\x14\x08" /* AudioSpecificConfig */

/* Append frame number n: a pure tone of the seed's melody. */
void media_sound_frame(struct str *out, uint64_t seed, int n);

#endif
