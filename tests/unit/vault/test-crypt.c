/* Known answers: what others must be able to compute as well. */
#include "base/encode.h"
#include "t.h"
#include "vault/crc32c.h"
#include "vault/crypt.h"

#include <stdlib.h>

T(crc32c_of_the_rfc)
{
	uint8_t bytes[32];

	memset(bytes, 0, 32);
	T_EQ_INT(crc32c(0, bytes, 32), 0x8a9136aa);
	memset(bytes, 0xff, 32);
	T_EQ_INT(crc32c(0, bytes, 32), 0x62a8ab43);
	for (size_t i = 0; i < 32; i++)
		bytes[i] = (uint8_t)i;
	T_EQ_INT(crc32c(0, bytes, 32), 0x46dd794e);
	T_EQ_INT(crc32c(crc32c(0, bytes, 5), bytes + 5, 27), 0x46dd794e);
	T_EQ_INT(crc32c(0, "123456789", 9), 0xe3069283);
}

T(hmac_of_rfc_4231)
{
	AUTO(crypt_free) struct crypt *c = crypt_new();
	uint8_t key[CRYPT_KEY] = { 0 }, out[CRYPT_HASH];
	char hex[65];

	/* test case 2; a key shorter than the block is filled with zeros */
	memcpy(key, "Jefe", 4);
	crypt_hmac(c, key, "what do ya want for nothing?", 28, out);
	encode_hex(out, 32, hex);
	T_EQ_STR(hex, "5bdcc146bf60754e6a042426089575c7"
		      "5a003f089d2739839dec58b964ec3843");
}

T(derived_as_openssl_does)
{
	/* openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt hexkey:00..1f
	   -kdfopt info:"a label" HKDF */
	AUTO(crypt_free) struct crypt *c = crypt_new();
	uint8_t key[CRYPT_KEY], out[CRYPT_KEY];
	char hex[65];

	for (size_t i = 0; i < CRYPT_KEY; i++)
		key[i] = (uint8_t)i;
	crypt_derive(c, key, "a label", out);
	encode_hex(out, 32, hex);
	T_EQ_STR(hex, "7ec3d0c6448676ba9bb7955497a22613579552e3d90028d6733a41ad"
		      "38001e4f");
}

/* McGrew and Viega's test case 14: AES-256, zero key, nonce and block. */
T(gcm_known_answer_and_every_changed_bit)
{
	AUTO(crypt_free) struct crypt *c = crypt_new();
	uint8_t key[CRYPT_KEY] = { 0 }, nonce[CRYPT_NONCE] = { 0 };
	uint8_t plain[16] = { 0 }, out[32], back[16];
	struct crypt_lock lock = { .key = key, .nonce = nonce };
	char hex[65];

	crypt_seal(c, &lock, plain, 16, out);
	encode_hex(out, 32, hex);
	T_EQ_STR(hex, "cea7403d4d606b6e074ec5d3baf39d18"
		      "d0d1c8a799996bf0265b98b5d48ab919");
	lock.bound = "bound";
	lock.bound_len = 5;
	crypt_seal(c, &lock, "sixteen letters.", 16, out);
	T_OK(crypt_open(c, &lock, out, 32, back));
	T_OK(memcmp(back, "sixteen letters.", 16) == 0);
	for (size_t bit = 0; bit < 256; bit++) {
		out[bit / 8] ^= (uint8_t)(1 << bit % 8);
		T_OK(!crypt_open(c, &lock, out, 32, back));
		out[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	T_OK(!crypt_open(c, &lock, out, 31, back));
	T_OK(!crypt_open(c, &lock, out, 8, back));
	lock.bound = "Bound";
	T_OK(!crypt_open(c, &lock, out, 32, back));
}

T_MAIN
