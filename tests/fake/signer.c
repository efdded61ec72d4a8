#include "tests/fake/signer.h"

#include "base/encode.h"

#include <assert.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <string.h>

void signer_init(struct signer *s)
{
	s->rsa = EVP_RSA_gen(2048);
	s->stranger = EVP_RSA_gen(2048);
	s->ec = EVP_EC_gen("P-256");
	assert(s->rsa != NULL && s->stranger != NULL && s->ec != NULL);
}

void signer_done(struct signer *s)
{
	EVP_PKEY_free(s->rsa);
	EVP_PKEY_free(s->stranger);
	EVP_PKEY_free(s->ec);
}

static void add_number(const EVP_PKEY *key, const char *param, int len,
		       struct str *out)
{
	unsigned char bytes[1024];
	BIGNUM *n = NULL;

	assert(EVP_PKEY_get_bn_param(key, param, &n) == 1);
	if (len == 0)
		len = BN_num_bytes(n);
	assert(BN_bn2binpad(n, bytes, len) == len);
	encode_base64url(out, bytes, (size_t)len);
	BN_free(n);
}

void signer_jwk(const EVP_PKEY *key, const char *kid, const char *more,
		struct str *out)
{
	str_addf(out, "{\"kid\":\"%s\"%s,", kid, more);
	if (EVP_PKEY_is_a(key, "RSA")) {
		str_add(out, "\"kty\":\"RSA\",\"n\":\"");
		add_number(key, OSSL_PKEY_PARAM_RSA_N, 0, out);
		str_add(out, "\",\"e\":\"");
		add_number(key, OSSL_PKEY_PARAM_RSA_E, 0, out);
	} else {
		str_add(out, "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"");
		add_number(key, OSSL_PKEY_PARAM_EC_PUB_X, 32, out);
		str_add(out, "\",\"y\":\"");
		add_number(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32, out);
	}
	str_add(out, "\"}");
}

static void add_hmac(const struct signer *s, const struct str *what,
		     struct str *sig)
{
	BIO *bio = BIO_new(BIO_s_mem());
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned int len = 0;
	char *pem = NULL;
	long n;

	assert(PEM_write_bio_PUBKEY(bio, s->rsa) == 1);
	n = BIO_get_mem_data(bio, &pem);
	assert(HMAC(EVP_sha256(), pem, (int)n, (const unsigned char *)what->s,
		    what->len, mac, &len) != NULL);
	str_add_len(sig, mac, len);
	BIO_free(bio);
}

static void to_raw(struct str *sig)
{
	const unsigned char *at = (const unsigned char *)sig->s;
	ECDSA_SIG *parts = d2i_ECDSA_SIG(NULL, &at, (long)sig->len);
	unsigned char raw[64];

	assert(parts != NULL);
	assert(BN_bn2binpad(ECDSA_SIG_get0_r(parts), raw, 32) == 32);
	assert(BN_bn2binpad(ECDSA_SIG_get0_s(parts), raw + 32, 32) == 32);
	ECDSA_SIG_free(parts);
	str_cut(sig, 0);
	str_add_len(sig, raw, sizeof(raw));
}

static void add_signature(EVP_PKEY *key, enum signer_way way,
			  const struct str *what, struct str *sig)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	EVP_PKEY_CTX *ctx = NULL;
	unsigned char bytes[1024];
	size_t len = sizeof(bytes);

	assert(EVP_DigestSignInit(md, &ctx, EVP_sha256(), NULL, key) == 1);
	if (way == SIGN_PS256 || way == SIGN_PS256_SHORT) {
		assert(EVP_PKEY_CTX_set_rsa_padding(
			       ctx, RSA_PKCS1_PSS_PADDING) == 1);
		assert(EVP_PKEY_CTX_set_rsa_pss_saltlen(
			       ctx, way == SIGN_PS256 ? 32 : 8) == 1);
	}
	assert(EVP_DigestSign(md, bytes, &len, (const unsigned char *)what->s,
			      what->len) == 1);
	EVP_MD_CTX_free(md);
	str_add_len(sig, bytes, len);
	if (way == SIGN_ES256)
		to_raw(sig);
}

void signer_token(const struct signer *s, enum signer_way way, bool stranger,
		  const char *header, const char *claims, struct str *out)
{
	struct str sig AUTO(str_done) = STR_INIT;
	struct str what AUTO(str_done) = STR_INIT;
	EVP_PKEY *key = way == SIGN_ES256 || way == SIGN_ES256_DER ? s->ec
			: stranger                                 ? s->stranger
								   : s->rsa;

	encode_base64url(&what, header, strlen(header));
	str_add_char(&what, '.');
	encode_base64url(&what, claims, strlen(claims));
	if (way == SIGN_HS256)
		add_hmac(s, &what, &sig);
	else if (way != SIGN_NOTHING)
		add_signature(key, way, &what, &sig);
	str_addf(out, "%s.", what.s);
	encode_base64url(out, sig.s, sig.len);
}
