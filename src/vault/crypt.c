#include "vault/crypt.h"

#include "base/mem.h"
#include "ledger/tree.h"

#include <limits.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 64 /* of SHA-256 */

struct crypt {
	struct hasher *hasher;
	EVP_CIPHER *gcm;
	EVP_CIPHER_CTX *seal, *open;
};

/* libcrypto refuses here only for want of memory or for a broken build. */
static void must(int ok)
{
	if (ok != 1)
		mem_exhausted(sizeof(struct crypt));
}

struct crypt *crypt_new(void)
{
	struct crypt *c = NEW(struct crypt);

	c->hasher = hasher_new();
	c->gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
	c->seal = EVP_CIPHER_CTX_new();
	c->open = EVP_CIPHER_CTX_new();
	if (c->gcm == NULL || c->seal == NULL || c->open == NULL)
		mem_exhausted(sizeof(*c));
	must(EVP_EncryptInit_ex2(c->seal, c->gcm, NULL, NULL, NULL));
	must(EVP_DecryptInit_ex2(c->open, c->gcm, NULL, NULL, NULL));
	return c;
}

void crypt_free(struct crypt *c)
{
	if (c == NULL)
		return;
	EVP_CIPHER_CTX_free(c->seal);
	EVP_CIPHER_CTX_free(c->open);
	EVP_CIPHER_free(c->gcm);
	hasher_free(c->hasher);
	free(c);
}

struct hasher *crypt_hasher(struct crypt *c)
{
	return c->hasher;
}

void crypt_seal(struct crypt *c, const struct crypt_lock *lock,
		const void *plain, size_t len, uint8_t *out)
{
	int n = 0;

	must(EVP_EncryptInit_ex2(c->seal, NULL, lock->key, lock->nonce, NULL));
	if (lock->bound_len > 0)
		must(EVP_EncryptUpdate(c->seal, NULL, &n, lock->bound,
				       (int)lock->bound_len));
	must(len <= INT_MAX);
	must(EVP_EncryptUpdate(c->seal, out, &n, plain, (int)len));
	must(EVP_EncryptFinal_ex(c->seal, out + n, &n));
	must(EVP_CIPHER_CTX_ctrl(c->seal, EVP_CTRL_AEAD_GET_TAG, CRYPT_TAG,
				 out + len));
}

bool crypt_open(struct crypt *c, const struct crypt_lock *lock,
		const uint8_t *sealed, size_t len, uint8_t *out)
{
	uint8_t tag[CRYPT_TAG];
	int n = 0;

	if (len < CRYPT_TAG || len > INT_MAX)
		return false;
	len -= CRYPT_TAG;
	memcpy(tag, sealed + len, CRYPT_TAG);
	must(EVP_DecryptInit_ex2(c->open, NULL, lock->key, lock->nonce, NULL));
	if (lock->bound_len > 0)
		must(EVP_DecryptUpdate(c->open, NULL, &n, lock->bound,
				       (int)lock->bound_len));
	must(EVP_DecryptUpdate(c->open, out, &n, sealed, (int)len));
	must(EVP_CIPHER_CTX_ctrl(c->open, EVP_CTRL_AEAD_SET_TAG, CRYPT_TAG,
				 tag));
	return EVP_DecryptFinal_ex(c->open, out + n, &n) == 1;
}

void crypt_hmac(struct crypt *c, const uint8_t key[CRYPT_KEY], const void *data,
		size_t len, uint8_t out[CRYPT_HASH])
{
	uint8_t pad[BLOCK], inner[CRYPT_HASH];

	memset(pad, 0x36, BLOCK);
	for (size_t i = 0; i < CRYPT_KEY; i++)
		pad[i] ^= key[i];
	hasher_two(c->hasher, pad, BLOCK, data, len, inner);
	for (size_t i = 0; i < BLOCK; i++)
		pad[i] ^= 0x36 ^ 0x5c;
	hasher_two(c->hasher, pad, BLOCK, inner, CRYPT_HASH, out);
}

void crypt_derive(struct crypt *c, const uint8_t key[CRYPT_KEY],
		  const char *label, uint8_t out[CRYPT_KEY])
{
	static const uint8_t no_salt[CRYPT_KEY];
	size_t len = strlen(label);
	AUTO(free) char *info = mem_dup(label, len + 1);
	uint8_t prk[CRYPT_HASH];

	info[len] = 1; /* the first and only block's number */
	crypt_hmac(c, no_salt, key, CRYPT_KEY, prk);
	crypt_hmac(c, prk, info, len + 1, out);
	mem_wipe(prk, sizeof(prk));
}
