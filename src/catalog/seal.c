#include "catalog/seal.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/random.h"
#include "base/str.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#define VERSION 1
#define NONCE   12
#define TAG     16
#define HEAD    (1 + NONCE)

static void purpose_key(const uint8_t key[SEAL_KEY], const char *purpose,
			uint8_t out[SEAL_KEY])
{
	AUTO(str_done) struct str text = STR_INIT;

	str_add_len(&text, "estreat seal", sizeof("estreat seal"));
	str_add(&text, purpose);
	(void)HMAC(EVP_sha256(), key, SEAL_KEY, (unsigned char *)text.s,
		   text.len, out, NULL);
}

void seal(const uint8_t key[SEAL_KEY], const char *purpose, const void *plain,
	  size_t len, struct str *out)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	uint8_t sub[SEAL_KEY];
	unsigned char *at = (unsigned char *)str_room(out, HEAD + len + TAG);
	int n = 0;
	bool ok;

	at[0] = VERSION;
	random_bytes(at + 1, NONCE);
	purpose_key(key, purpose, sub);
	ok = ctx != NULL &&
	     EVP_EncryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, sub, at + 1) &&
	     EVP_EncryptUpdate(ctx, at + HEAD, &n, plain, (int)len) &&
	     EVP_EncryptFinal_ex(ctx, at + HEAD + n, &n) &&
	     EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, TAG,
				 at + HEAD + len);
	EVP_CIPHER_CTX_free(ctx);
	mem_wipe(sub, sizeof(sub));
	if (!ok)
		mem_exhausted(len); /* the only way these calls can fail */
	out->len += HEAD + len + TAG;
	out->s[out->len] = '\0';
}

int unseal(const uint8_t key[SEAL_KEY], const char *purpose, const void *sealed,
	   size_t len, struct str *out, struct err *e)
{
	const unsigned char *in = sealed;
	EVP_CIPHER_CTX *ctx;
	uint8_t sub[SEAL_KEY], tag[TAG];
	unsigned char *at;
	int n = 0;
	bool ok;

	if (len < HEAD + TAG || in[0] != VERSION || len > STR_MAX / 2)
		return err_set(e, ERR_STORE, "a sealed secret (%s) is damaged",
			       purpose);
	len -= HEAD + TAG;
	at = (unsigned char *)str_room(out, len);
	memcpy(tag, in + HEAD + len, TAG);
	purpose_key(key, purpose, sub);
	ctx = EVP_CIPHER_CTX_new();
	ok = ctx != NULL &&
	     EVP_DecryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, sub, in + 1) &&
	     EVP_DecryptUpdate(ctx, at, &n, in + HEAD, (int)len) &&
	     EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, TAG, tag) &&
	     EVP_DecryptFinal_ex(ctx, at + n, &n) > 0;
	EVP_CIPHER_CTX_free(ctx);
	mem_wipe(sub, sizeof(sub));
	if (!ok) {
		out->s[out->len] = '\0';
		return err_set(e, ERR_STORE,
			       "a sealed secret (%s) does not open: it was "
			       "changed, or the installation's key is another",
			       purpose);
	}
	out->len += len;
	out->s[out->len] = '\0';
	return 0;
}
