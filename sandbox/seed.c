#include "seed.h"

#include "dice.h"

#include "base/encode.h"
#include "base/str.h"

#include <stdio.h>
#include <string.h>

/* FNV-1a, then mixed: labels are short and differ in few bits. */
uint64_t seed_of_text(uint64_t seed, const char *text)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325) ^ seed;

	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return dice_mix(h);
}

uint64_t seed_of(uint64_t seed, const char *label, uint64_t index)
{
	return dice_of(seed_of_text(seed, label), index).state;
}

void seed_bytes(uint64_t seed, void *out, size_t len)
{
	struct dice d = dice_of(seed, 0);
	unsigned char *p = out;

	while (len > 0) {
		uint64_t word = dice_roll(&d);
		size_t n = len < sizeof(word) ? len : sizeof(word);

		memcpy(p, &word, n);
		p += n;
		len -= n;
	}
}

void seed_uuid(uint64_t seed, char out[SEED_UUID])
{
	unsigned char b[16];
	char hex[33];

	seed_bytes(seed, b, sizeof(b));
	b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
	b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
	encode_hex(b, sizeof(b), hex);
	(void)snprintf(out, SEED_UUID, "%.8s-%.4s-%.4s-%.4s-%.12s", hex,
		       hex + 8, hex + 12, hex + 16, hex + 20);
}

void seed_id(uint64_t seed, char out[SEED_ID])
{
	struct str s AUTO(str_done) = STR_INIT;
	unsigned char b[16];

	seed_bytes(seed, b, sizeof(b));
	encode_base64url(&s, b, sizeof(b));
	(void)snprintf(out, SEED_ID, "%s", s.s);
}
