/*
 * AAC-LC, as little as one sine takes.
 *
 * With the sine window, a line of the spectrum that has the same value in
 * every frame comes out as a pure sine (the halves that overlap add up to
 * one). So a frame holds one line of value 1, loud by its scale factor, in
 * codebook 1, whose words for a single 1 all have five bits: every frame
 * has the same size.
 */
#include "base/str.h"
#include "sandbox/dice.h"
#include "sandbox/media-private.h"

#define BANDS       11 /* of 8 lines each, at 16 kHz */
#define GLOBAL_GAIN 186
#define NOTE_FRAMES 8 /* half a second */

/* Lines of a scale of five tones; line n is n * 7.8125 Hz. */
static const int notes[] = { 28, 32, 36, 42, 48, 56, 64, 72 };

/* Codebook 1: (1,0,0,0), (0,1,0,0), (0,0,1,0), (0,0,0,1). */
static const unsigned int ones[] = { 0x10, 0x13, 0x16, 0x14 };

void media_sound_frame(struct str *out, uint64_t seed, int n)
{
	struct dice d = dice_of(seed, (uint64_t)(n / NOTE_FRAMES));
	int line = notes[dice_below(&d, sizeof(notes) / sizeof(notes[0]))];
	struct media_bits b = { .out = out };

	media_bits_add(&b, 0, 3); /* single_channel_element */
	media_bits_add(&b, 0, 4); /* element_instance_tag */
	media_bits_add(&b, GLOBAL_GAIN, 8);
	media_bits_add(&b, 0, 4);     /* one long window, of sine shape */
	media_bits_add(&b, BANDS, 6); /* max_sfb */
	media_bits_add(&b, 0, 1);     /* predictor_data_present */
	media_bits_add(&b, 1, 4);     /* one section in codebook 1 */
	media_bits_add(&b, BANDS, 5);
	media_bits_add(&b, 0, BANDS); /* all scale factors are the gain */
	media_bits_add(&b, 0, 3);     /* no pulses, no tns, no gain control */
	for (int at = 0; at < BANDS * 8; at += 4)
		if (line >= at && line < at + 4)
			media_bits_add(&b, ones[line - at], 5);
		else
			media_bits_add(&b, 0, 1);
	media_bits_add(&b, 7, 3); /* end of the block */
	media_bits_align(&b, 0);
}
