#include "wav.h"

#include "sandbox/dice.h"

#include "base/str.h"

#define NOTE (RING_WAV_RATE / 4) /* samples of one tone */

static void put(struct str *out, uint32_t v, int bytes)
{
	for (; bytes > 0; bytes--, v >>= 8)
		str_add_char(out, (char)(v & 0xff));
}

/* A triangle of that period: no floating point, so no machine differs. */
static unsigned char sample(int at, int period)
{
	int half = period / 2, x = at % period;
	int height = x < half ? x : period - x;

	return (unsigned char)(64 + height * 128 / half);
}

void ring_wav(struct str *out, uint64_t seed, int seconds)
{
	static const int periods[] = { 16, 18, 20, 24, 27, 30, 32, 36 };
	struct dice d = dice_of(seed, 0x3a3);
	uint32_t n;
	int period = 0;

	if (seconds < 1)
		seconds = 1;
	n = (uint32_t)seconds * RING_WAV_RATE;
	str_add(out, "RIFF");
	put(out, 36 + n, 4);
	str_add(out, "WAVEfmt ");
	put(out, 16, 4);
	put(out, 1, 2); /* PCM */
	put(out, 1, 2); /* channels */
	put(out, RING_WAV_RATE, 4);
	put(out, RING_WAV_RATE, 4); /* bytes a second */
	put(out, 1, 2);             /* bytes a sample */
	put(out, 8, 2);
	str_add(out, "data");
	put(out, n, 4);
	for (uint32_t i = 0; i < n; i++) {
		if (i % NOTE == 0)
			period = periods[dice_below(&d, 8)];
		str_add_char(out, (char)sample((int)(i % NOTE), period));
	}
}
