/*
 * ISO base media files: ftyp, moov, mdat, in this order.
 *
 * Samples lie in chunks of eight seconds, film before sound: one group of
 * pictures and exactly 125 frames of sound. So one row each describes the
 * chunks, and only film samples need a table of sizes. moov is written
 * twice: first to learn its length, which the chunk offsets depend on.
 */
#include "sandbox/media.h"

#include "base/mem.h"
#include "base/str.h"
#include "sandbox/dice.h"
#include "sandbox/media-private.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_SECONDS MEDIA_FILM_GOP
#define CHUNK_SOUNDS  125
#define FILM_SCALE    1000
#define MOVIE_SCALE   1000
#define PREFIX_WIDTH  320
#define PREFIX_HEIGHT 192

_Static_assert(CHUNK_SOUNDS *MEDIA_SOUND_FRAME ==
		       CHUNK_SECONDS * MEDIA_SOUND_RATE,
	       "a chunk of sound lasts as long as a chunk of film");

/* One file: what its tables are made of. */
struct movie {
	uint64_t seed;
	int seconds, width, height; /* width 0: sound only */
	struct str film;            /* all frames behind each other */
	uint32_t *sizes;            /* of each of them */
	struct str config;          /* of the film: content of avcC */
	int n_sounds, n_chunks;
};

/* ---- boxes ---- */

static size_t box_begin(struct str *out, const char *type)
{
	size_t at = out->len;

	media_u32(out, 0);
	str_add_len(out, type, 4);
	return at;
}

static size_t full_box_begin(struct str *out, const char *type, uint32_t flags)
{
	size_t at = box_begin(out, type);

	media_u32(out, flags); /* version 0 in the highest byte */
	return at;
}

static void box_end(struct str *out, size_t at)
{
	size_t size = out->len - at;

	for (size_t i = 0; i < 4; i++)
		out->s[at + i] = (char)(unsigned char)(size >> (24 - 8 * i));
}

static void add_zeros(struct str *out, size_t n)
{
	while (n-- > 0)
		str_add_char(out, 0);
}

static void add_matrix(struct str *out)
{
	static const uint32_t unity[9] = { 0x10000, 0, 0, 0,         0x10000,
					   0,       0, 0, 0x40000000 };

	for (int i = 0; i < 9; i++)
		media_u32(out, unity[i]);
}

static void add_ftyp(struct str *out, bool has_film)
{
	size_t box = box_begin(out, "ftyp");

	str_add(out, has_film ? "isom" : "M4A ");
	media_u32(out, 0x200);
	str_add(out, has_film ? "isomiso2avc1mp41" : "M4A mp42isomiso2");
	box_end(out, box);
}

/* ---- moov ---- */

static uint32_t sound_duration(const struct movie *m)
{
	return (uint32_t)m->n_sounds * MEDIA_SOUND_FRAME;
}

static void add_mvhd(struct str *out, const struct movie *m)
{
	size_t box = full_box_begin(out, "mvhd", 0);

	add_zeros(out, 8); /* creation and modification: not known */
	media_u32(out, MOVIE_SCALE);
	media_u32(out, (uint32_t)m->seconds * MOVIE_SCALE);
	media_u32(out, 0x10000); /* rate 1.0 */
	media_u16(out, 0x100);   /* volume 1.0 */
	add_zeros(out, 10);
	add_matrix(out);
	add_zeros(out, 24);
	media_u32(out, 3); /* next_track_ID */
	box_end(out, box);
}

static void add_tkhd(struct str *out, const struct movie *m, bool film)
{
	size_t box = full_box_begin(out, "tkhd", 3); /* enabled, in movie */

	add_zeros(out, 8);
	media_u32(out, film ? 1 : 2);
	add_zeros(out, 4);
	media_u32(out, (uint32_t)m->seconds * MOVIE_SCALE);
	add_zeros(out, 8 + 4); /* reserved; layer, alternate_group */
	media_u16(out, film ? 0 : 0x100);
	media_u16(out, 0);
	add_matrix(out);
	media_u32(out, film ? (uint32_t)m->width << 16 : 0);
	media_u32(out, film ? (uint32_t)m->height << 16 : 0);
	box_end(out, box);
}

static void add_mdhd(struct str *out, const struct movie *m, bool film)
{
	size_t box = full_box_begin(out, "mdhd", 0);

	add_zeros(out, 8);
	media_u32(out, film ? FILM_SCALE : MEDIA_SOUND_RATE);
	media_u32(out,
		  film ? (uint32_t)m->seconds * FILM_SCALE : sound_duration(m));
	media_u16(out, 0x55c4); /* "und" */
	media_u16(out, 0);
	box_end(out, box);
}

static void add_hdlr(struct str *out, bool film)
{
	size_t box = full_box_begin(out, "hdlr", 0);

	media_u32(out, 0);
	str_add(out, film ? "vide" : "soun");
	add_zeros(out, 12);
	str_add(out, film ? "Film" : "Sound");
	media_u8(out, 0);
	box_end(out, box);
}

static void add_dinf(struct str *out)
{
	size_t dinf = box_begin(out, "dinf");
	size_t dref = full_box_begin(out, "dref", 0);
	size_t url;

	media_u32(out, 1);
	url = full_box_begin(out, "url ", 1); /* in this file */
	box_end(out, url);
	box_end(out, dref);
	box_end(out, dinf);
}

static void add_avc1(struct str *out, const struct movie *m)
{
	size_t box = box_begin(out, "avc1"), config;

	add_zeros(out, 6);
	media_u16(out, 1); /* data_reference_index */
	add_zeros(out, 16);
	media_u16(out, (unsigned int)m->width);
	media_u16(out, (unsigned int)m->height);
	media_u32(out, 0x480000); /* 72 dpi */
	media_u32(out, 0x480000);
	media_u32(out, 0);
	media_u16(out, 1); /* frame_count */
	add_zeros(out, 32);
	media_u16(out, 24);
	media_u16(out, 0xffff);
	config = box_begin(out, "avcC");
	str_add_len(out, m->config.s, m->config.len);
	box_end(out, config);
	box_end(out, box);
}

/* ES_Descriptor of ISO/IEC 14496-1 section 7.2.6.5. */
static void add_esds(struct str *out)
{
	unsigned int rate =
		MEDIA_SOUND_RATE * MEDIA_SOUND_BYTES * 8 / MEDIA_SOUND_FRAME;
	size_t box = full_box_begin(out, "esds", 0);

	media_u16(out, 0x0319); /* ES_Descriptor, 25 bytes */
	media_u16(out, 0);
	media_u8(out, 0);
	media_u16(out, 0x0411); /* DecoderConfigDescriptor, 17 bytes */
	media_u8(out, 0x40);    /* MPEG-4 audio */
	media_u8(out, 0x15);    /* an audio stream */
	add_zeros(out, 3);      /* bufferSizeDB */
	media_u32(out, rate);
	media_u32(out, rate);
	media_u16(out, 0x0502); /* DecoderSpecificInfo, 2 bytes */
	str_add_len(out, MEDIA_SOUND_CONFIG, 2);
	media_u16(out, 0x0601); /* SLConfigDescriptor, 1 byte */
	media_u8(out, 2);
	box_end(out, box);
}

static void add_mp4a(struct str *out)
{
	size_t box = box_begin(out, "mp4a");

	add_zeros(out, 6);
	media_u16(out, 1);
	add_zeros(out, 8);
	media_u16(out, 1);  /* channels */
	media_u16(out, 16); /* bits in a sample */
	add_zeros(out, 4);
	media_u32(out, MEDIA_SOUND_RATE << 16);
	add_esds(out);
	box_end(out, box);
}

static void add_stsd(struct str *out, const struct movie *m, bool film)
{
	size_t box = full_box_begin(out, "stsd", 0);

	media_u32(out, 1);
	if (film)
		add_avc1(out, m);
	else
		add_mp4a(out);
	box_end(out, box);
}

static void add_stts(struct str *out, const struct movie *m, bool film)
{
	size_t box = full_box_begin(out, "stts", 0);

	media_u32(out, 1);
	media_u32(out, (uint32_t)(film ? m->seconds : m->n_sounds));
	media_u32(out, film ? FILM_SCALE : MEDIA_SOUND_FRAME);
	box_end(out, box);
}

/* Where one can start: the first frame of each group. */
static void add_stss(struct str *out, const struct movie *m)
{
	size_t box = full_box_begin(out, "stss", 0);

	media_u32(out, (uint32_t)m->n_chunks);
	for (int i = 0; i < m->n_chunks; i++)
		media_u32(out, (uint32_t)(i * MEDIA_FILM_GOP + 1));
	box_end(out, box);
}

/* How many samples a chunk has: all the same, but perhaps the last. */
static void add_stsc(struct str *out, const struct movie *m, bool film)
{
	int each = film ? CHUNK_SECONDS : CHUNK_SOUNDS;
	int all = film ? m->seconds : m->n_sounds;
	int last = all - (m->n_chunks - 1) * each;
	size_t box = full_box_begin(out, "stsc", 0);
	bool two = m->n_chunks > 1 && last != each;

	media_u32(out, two ? 2 : 1);
	media_u32(out, 1);
	media_u32(out, (uint32_t)(m->n_chunks > 1 ? each : last));
	media_u32(out, 1);
	if (two) {
		media_u32(out, (uint32_t)m->n_chunks);
		media_u32(out, (uint32_t)last);
		media_u32(out, 1);
	}
	box_end(out, box);
}

static void add_stsz(struct str *out, const struct movie *m, bool film)
{
	size_t box = full_box_begin(out, "stsz", 0);

	media_u32(out, film ? 0 : MEDIA_SOUND_BYTES);
	media_u32(out, (uint32_t)(film ? m->seconds : m->n_sounds));
	for (int i = 0; film && i < m->seconds; i++)
		media_u32(out, m->sizes[i]);
	box_end(out, box);
}

/* Bytes of film and of sound in chunk i. */
static uint32_t film_in_chunk(const struct movie *m, int chunk)
{
	int from = chunk * CHUNK_SECONDS, to = from + CHUNK_SECONDS;
	uint32_t sum = 0;

	if (m->width == 0)
		return 0;
	for (int i = from; i < to && i < m->seconds; i++)
		sum += m->sizes[i];
	return sum;
}

static uint32_t sound_in_chunk(const struct movie *m, int chunk)
{
	int left = m->n_sounds - chunk * CHUNK_SOUNDS;

	return (uint32_t)(left < CHUNK_SOUNDS ? left : CHUNK_SOUNDS) *
	       MEDIA_SOUND_BYTES;
}

/* base: where the content of mdat begins in the file. */
static void add_stco(struct str *out, const struct movie *m, bool film,
		     uint32_t base)
{
	size_t box = full_box_begin(out, "stco", 0);

	media_u32(out, (uint32_t)m->n_chunks);
	for (int i = 0; i < m->n_chunks; i++) {
		uint32_t frames = film_in_chunk(m, i);

		media_u32(out, film ? base : base + frames);
		base += frames + sound_in_chunk(m, i);
	}
	box_end(out, box);
}

static void add_minf(struct str *out, const struct movie *m, bool film,
		     uint32_t base)
{
	size_t minf = box_begin(out, "minf"), box;

	box = full_box_begin(out, film ? "vmhd" : "smhd", film ? 1 : 0);
	add_zeros(out, film ? 8 : 4);
	box_end(out, box);
	add_dinf(out);
	box = box_begin(out, "stbl");
	add_stsd(out, m, film);
	add_stts(out, m, film);
	if (film)
		add_stss(out, m);
	add_stsc(out, m, film);
	add_stsz(out, m, film);
	add_stco(out, m, film, base);
	box_end(out, box);
	box_end(out, minf);
}

static void add_trak(struct str *out, const struct movie *m, bool film,
		     uint32_t base)
{
	size_t trak = box_begin(out, "trak"), mdia;

	add_tkhd(out, m, film);
	mdia = box_begin(out, "mdia");
	add_mdhd(out, m, film);
	add_hdlr(out, film);
	add_minf(out, m, film, base);
	box_end(out, mdia);
	box_end(out, trak);
}

static void add_moov(struct str *out, const struct movie *m, uint32_t base)
{
	size_t moov = box_begin(out, "moov");

	add_mvhd(out, m);
	if (m->width > 0)
		add_trak(out, m, true, base);
	add_trak(out, m, false, base);
	box_end(out, moov);
}

/* ---- the file ---- */

static void add_mdat(struct str *out, const struct movie *m)
{
	size_t mdat = box_begin(out, "mdat"), at = 0;

	for (int c = 0; c < m->n_chunks; c++) {
		size_t frames = film_in_chunk(m, c);
		int sounds = (int)sound_in_chunk(m, c) / MEDIA_SOUND_BYTES;

		str_add_len(out, m->film.s + at, frames);
		at += frames;
		for (int i = 0; i < sounds; i++)
			media_sound_frame(out, m->seed, c * CHUNK_SOUNDS + i);
	}
	box_end(out, mdat);
}

static void add_file(struct str *out, const struct movie *m)
{
	AUTO(str_done) struct str head = STR_INIT;
	size_t start = out->len, base;

	add_ftyp(out, m->width > 0);
	add_moov(&head, m, 0);
	base = out->len - start + head.len + 8;
	add_moov(out, m, (uint32_t)base);
	assert(out->len - start + 8 == base);
	add_mdat(out, m);
}

static int between(int low, int v, int high)
{
	return v < low ? low : v > high ? high : v;
}

static void shoot_film(struct movie *m)
{
	struct media_film *f = media_film_new(m->seed, m->width, m->height);

	m->sizes = mem_alloc((size_t)m->seconds, sizeof(*m->sizes));
	media_film_config(f, &m->config);
	for (int i = 0; i < m->seconds; i++) {
		size_t before = m->film.len;

		media_film_frame(f, &m->film);
		m->sizes[i] = (uint32_t)(m->film.len - before);
	}
	media_film_free(f);
}

static void add_movie(struct str *out, struct movie *m)
{
	m->seconds = between(1, m->seconds, MEDIA_SECONDS_MAX);
	m->film = STR_INIT;
	m->config = STR_INIT;
	m->n_sounds = (m->seconds * MEDIA_SOUND_RATE + MEDIA_SOUND_FRAME - 1) /
		      MEDIA_SOUND_FRAME;
	m->n_chunks = (m->seconds + CHUNK_SECONDS - 1) / CHUNK_SECONDS;
	if (m->width > 0)
		shoot_film(m);
	add_file(out, m);
	free(m->sizes);
	str_done(&m->film);
	str_done(&m->config);
}

void media_mp4(struct str *out, uint64_t seed, int seconds, int width,
	       int height)
{
	struct movie m = {
		.seed = seed,
		.seconds = seconds,
		.width = between(MEDIA_SIDE_MIN, width, MEDIA_SIDE_MAX) & ~1,
		.height = between(MEDIA_SIDE_MIN, height, MEDIA_SIDE_MAX) & ~1,
	};

	add_movie(out, &m);
}

void media_m4a(struct str *out, uint64_t seed, int seconds)
{
	struct movie m = { .seed = seed, .seconds = seconds };

	add_movie(out, &m);
}

int64_t media_mp4_prefix(struct str *out, uint64_t seed, int seconds,
			 uint64_t total)
{
	size_t start = out->len;
	uint64_t used;

	media_mp4(out, seed, seconds, PREFIX_WIDTH, PREFIX_HEIGHT);
	used = out->len - start;
	if (total < used + 16 || total > INT64_MAX) {
		str_cut(out, start);
		return -1;
	}
	media_u32(out, 1); /* the size follows, in 64 bits */
	str_add(out, "free");
	media_u64(out, total - used);
	return (int64_t)(total - used - 16);
}

void media_filler(void *buf, size_t len, uint64_t seed, uint64_t offset)
{
	unsigned char *p = buf;
	uint64_t key = dice_mix(seed + 1);

	while (len > 0) {
		uint64_t word = dice_mix(key + offset / 8);
		unsigned int skip = offset % 8;
		size_t n = 8 - skip < len ? 8 - skip : len;

		for (size_t i = 0; i < n; i++)
			p[i] = (unsigned char)(word >> 8 * (skip + i));
		p += n;
		len -= n;
		offset += n;
	}
}
