/*
 * H.264, constrained baseline, as little as a film of solid blocks takes.
 *
 * A macroblock is predicted from the one above or at its left, which has
 * one colour, and corrected by one DC coefficient for luma and one for each
 * chroma: so it has one colour again, and the encoder knows it without
 * keeping pixels. The loop filter is off. Where a block has not changed
 * since the frame before, it is skipped. All tables of CAVLC shrink to the
 * rows "no coefficient" and "one coefficient".
 */
#include "base/mem.h"
#include "base/str.h"
#include "sandbox/media-private.h"

#include <stdlib.h>
#include <string.h>

#define QP         24 /* one luma level is 0.625, one chroma level 1.25 */
#define BLOCK      16
#define NAL_SLICE  0x41 /* nal_ref_idc 2, type 1 */
#define NAL_IDR    0x65
#define NAL_SPS    0x67
#define NAL_PPS    0x68
#define MB_I16     1 /* mb_type of I_16x16_0_0_0 in an I slice */
#define MB_INTRA_P 5 /* added to it in a P slice */

enum { VERTICAL, HORIZONTAL, DC }; /* Intra16x16PredMode */

struct colour {
	int y, cb, cr;
};

struct media_film {
	int width, height; /* pixels */
	int frame;         /* the next one */
	struct media_picture picture;
	uint8_t *before;        /* cells of the frame before */
	struct colour *decoded; /* what a decoder has for each block */
};

struct media_film *media_film_new(uint64_t seed, int width, int height)
{
	struct media_film *f = NEW(struct media_film);
	int w = (width + BLOCK - 1) / BLOCK, h = (height + BLOCK - 1) / BLOCK;

	f->width = width;
	f->height = height;
	media_picture_init(&f->picture, w, h, seed);
	f->before = mem_alloc((size_t)(w * h), 1);
	f->decoded = mem_alloc((size_t)(w * h), sizeof(*f->decoded));
	return f;
}

void media_film_free(struct media_film *f)
{
	if (f == NULL)
		return;
	media_picture_done(&f->picture);
	free(f->before);
	free(f->decoded);
	free(f);
}

/* ---- NAL units ---- */

void media_nal_add(struct str *out, unsigned int head, const struct str *body)
{
	size_t start = out->len;
	int zeros = 0;
	uint32_t len;

	media_u32(out, 0);
	media_u8(out, head);
	for (size_t i = 0; i < body->len; i++) {
		unsigned char c = (unsigned char)body->s[i];

		if (zeros >= 2 && c <= 3) {
			media_u8(out, 3);
			zeros = 0;
		}
		zeros = c == 0 ? zeros + 1 : 0;
		media_u8(out, c);
	}
	len = (uint32_t)(out->len - start - 4);
	for (int i = 0; i < 4; i++)
		out->s[start + (size_t)i] =
			(char)(unsigned char)(len >> (24 - 8 * i));
}

static void end_nal(struct media_bits *b)
{
	media_bits_add(b, 1, 1);
	media_bits_align(b, 0);
}

static unsigned int level_for(int blocks)
{
	static const struct {
		int blocks;
		unsigned int level;
	} levels[] = { { 99, 10 }, { 396, 20 }, { 1620, 30 }, { 3600, 31 } };

	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (blocks <= levels[i].blocks)
			return levels[i].level;
	return 51; /* up to 36,864: MEDIA_SIDE_MAX squared is 14,400 */
}

static void make_sps(const struct media_film *f, struct str *body)
{
	struct media_bits b = { .out = body };
	int w = f->picture.width, h = f->picture.height;
	int right = (w * BLOCK - f->width) / 2;
	int bottom = (h * BLOCK - f->height) / 2;

	media_bits_add(&b, 66, 8);   /* baseline */
	media_bits_add(&b, 0xc0, 8); /* constraint sets 0 and 1 */
	media_bits_add(&b, level_for(w * h), 8);
	media_bits_ue(&b, 0);     /* seq_parameter_set_id */
	media_bits_ue(&b, 0);     /* log2_max_frame_num_minus4 */
	media_bits_ue(&b, 2);     /* pic_order_cnt_type: order of decoding */
	media_bits_ue(&b, 1);     /* max_num_ref_frames */
	media_bits_add(&b, 0, 1); /* gaps_in_frame_num_value_allowed_flag */
	media_bits_ue(&b, (unsigned int)w - 1);
	media_bits_ue(&b, (unsigned int)h - 1);
	media_bits_add(&b, 1, 1); /* frame_mbs_only_flag */
	media_bits_add(&b, 1, 1); /* direct_8x8_inference_flag */
	media_bits_add(&b, right > 0 || bottom > 0, 1);
	if (right > 0 || bottom > 0) {
		media_bits_ue(&b, 0);
		media_bits_ue(&b, (unsigned int)right);
		media_bits_ue(&b, 0);
		media_bits_ue(&b, (unsigned int)bottom);
	}
	media_bits_add(&b, 0, 1); /* vui_parameters_present_flag */
	end_nal(&b);
}

static void make_pps(struct str *body)
{
	struct media_bits b = { .out = body };

	media_bits_ue(&b, 0);     /* pic_parameter_set_id */
	media_bits_ue(&b, 0);     /* seq_parameter_set_id */
	media_bits_add(&b, 0, 1); /* entropy_coding_mode_flag: CAVLC */
	media_bits_add(&b, 0, 1); /* bottom_field_pic_order... */
	media_bits_ue(&b, 0);     /* num_slice_groups_minus1 */
	media_bits_ue(&b, 0);     /* num_ref_idx_l0_default_active_minus1 */
	media_bits_ue(&b, 0);     /* num_ref_idx_l1_default_active_minus1 */
	media_bits_add(&b, 0, 3); /* weighted_pred_flag, weighted_bipred_idc */
	media_bits_se(&b, QP - 26);
	media_bits_se(&b, 0);     /* pic_init_qs_minus26 */
	media_bits_se(&b, 0);     /* chroma_qp_index_offset */
	media_bits_add(&b, 1, 1); /* deblocking_filter_control_present_flag */
	media_bits_add(&b, 0, 1); /* constrained_intra_pred_flag */
	media_bits_add(&b, 0, 1); /* redundant_pic_cnt_present_flag */
	end_nal(&b);
}

void media_film_config(const struct media_film *f, struct str *out)
{
	AUTO(str_done) struct str sps = STR_INIT;
	AUTO(str_done) struct str pps = STR_INIT;
	AUTO(str_done) struct str nal = STR_INIT;

	make_sps(f, &sps);
	make_pps(&pps);
	media_u8(out, 1); /* configurationVersion */
	str_add_len(out, sps.s, 3);
	media_u8(out, 0xff); /* NAL lengths of four bytes */
	media_u8(out, 0xe1); /* one SPS */
	media_nal_add(&nal, NAL_SPS, &sps);
	str_add_len(out, nal.s + 2, nal.len - 2);
	media_u8(out, 1);
	str_cut(&nal, 0);
	media_nal_add(&nal, NAL_PPS, &pps);
	str_add_len(out, nal.s + 2, nal.len - 2);
}

/* ---- macroblocks ---- */

/* BT.601, Y from 16 to 235. */
static struct colour to_colour(struct media_rgb c)
{
	int r = c.r, g = c.g, b = c.b;

	return (struct colour){
		16 + (66 * r + 129 * g + 25 * b + 128) / 256,
		128 + (-38 * r - 74 * g + 112 * b) / 256,
		128 + (112 * r - 94 * g - 18 * b) / 256,
	};
}

/* What the decoder adds for a level: sections 8.5.10 to 8.5.12. */
static int luma_of(int level)
{
	return (40 * level + 32) >> 6;
}

static int chroma_of(int level)
{
	return (80 * level + 32) >> 6;
}

static int nearest(int wanted, int numerator, int denominator)
{
	int half = wanted < 0 ? -denominator / 2 : denominator / 2;

	return (wanted * numerator + half) / denominator;
}

/* level_prefix and level_suffix of a single level that is not 1 or -1. */
static void add_level(struct media_bits *b, int level)
{
	unsigned int size = (unsigned int)(level < 0 ? -level : level);
	unsigned int code = 2 * size - 2 + (level < 0) - 2;

	if (code < 14) {
		media_bits_add(b, 1, (int)code + 1);
	} else if (code < 30) {
		media_bits_add(b, 1, 15);
		media_bits_add(b, code - 14, 4);
	} else {
		media_bits_add(b, 1, 16);
		media_bits_add(b, code - 30, 12);
	}
}

/* One coefficient at most, in the first place (tables 9-5, 9-7, 9-9). */
static void add_luma_dc(struct media_bits *b, int level)
{
	if (level == 0) {
		media_bits_add(b, 1, 1);
		return;
	}
	if (level == 1 || level == -1) {
		media_bits_add(b, 1, 2);
		media_bits_add(b, level < 0, 1);
	} else {
		media_bits_add(b, 5, 6);
		add_level(b, level);
	}
	media_bits_add(b, 1, 1); /* total_zeros 0 */
}

static void add_chroma_dc(struct media_bits *b, int level)
{
	if (level == 0) {
		media_bits_add(b, 1, 2);
		return;
	}
	if (level == 1 || level == -1) {
		media_bits_add(b, 1, 1);
		media_bits_add(b, level < 0, 1);
	} else {
		media_bits_add(b, 7, 6);
		add_level(b, level);
	}
	media_bits_add(b, 1, 1);
}

static void add_block(struct media_film *f, struct media_bits *b, int at,
		      bool intra_slice)
{
	static const struct colour grey = { 128, 128, 128 };
	static const unsigned int chroma_modes[] = { 2, 1, 0 };
	int w = f->picture.width;
	unsigned int mode = at >= w ? VERTICAL : at > 0 ? HORIZONTAL : DC;
	const struct colour *from = mode == VERTICAL     ? &f->decoded[at - w]
				    : mode == HORIZONTAL ? &f->decoded[at - 1]
							 : &grey;
	struct colour want =
		to_colour(f->picture.colours[f->picture.cells[at]]);
	int y = nearest(want.y - from->y, 8, 5);
	int cb = nearest(want.cb - from->cb, 4, 5);
	int cr = nearest(want.cr - from->cr, 4, 5);
	bool chroma = cb != 0 || cr != 0;

	media_bits_ue(b, MB_I16 + mode + (chroma ? 4 : 0) +
				 (intra_slice ? 0 : MB_INTRA_P));
	media_bits_ue(b, chroma_modes[mode]);
	media_bits_se(b, 0); /* mb_qp_delta */
	add_luma_dc(b, y);
	if (chroma) {
		add_chroma_dc(b, cb);
		add_chroma_dc(b, cr);
	}
	f->decoded[at] =
		(struct colour){ from->y + luma_of(y), from->cb + chroma_of(cb),
				 from->cr + chroma_of(cr) };
}

/* ---- slices ---- */

static void add_slice_head(const struct media_film *f, struct media_bits *b,
			   bool idr)
{
	media_bits_ue(b, 0);           /* first_mb_in_slice */
	media_bits_ue(b, idr ? 7 : 5); /* I, P: all slices are so */
	media_bits_ue(b, 0);           /* pic_parameter_set_id */
	media_bits_add(b, (unsigned int)(f->frame % MEDIA_FILM_GOP), 4);
	if (idr) {
		media_bits_ue(b, (unsigned int)f->frame / MEDIA_FILM_GOP % 2);
		media_bits_add(b, 0, 2); /* dec_ref_pic_marking() */
	} else {
		media_bits_add(b, 0, 1); /* num_ref_idx_active_override */
		media_bits_add(b, 0, 1); /* ref_pic_list_modification */
		media_bits_add(b, 0, 1); /* adaptive_ref_pic_marking_mode */
	}
	media_bits_se(b, 0); /* slice_qp_delta */
	media_bits_ue(b, 1); /* disable_deblocking_filter_idc */
}

void media_film_frame(struct media_film *f, struct str *out)
{
	AUTO(str_done) struct str body = STR_INIT;
	struct media_bits b = { .out = &body };
	int n = f->picture.width * f->picture.height;
	bool idr = f->frame % MEDIA_FILM_GOP == 0;
	unsigned int skipped = 0;

	memcpy(f->before, f->picture.cells, (size_t)n);
	media_picture_clock(&f->picture, f->frame);
	add_slice_head(f, &b, idr);
	for (int i = 0; i < n; i++) {
		if (!idr && f->before[i] == f->picture.cells[i]) {
			skipped++;
			continue;
		}
		if (!idr)
			media_bits_ue(&b, skipped);
		skipped = 0;
		add_block(f, &b, i, idr);
	}
	if (skipped > 0)
		media_bits_ue(&b, skipped);
	end_nal(&b);
	media_nal_add(out, idr ? NAL_IDR : NAL_SLICE, &body);
	f->frame++;
}
