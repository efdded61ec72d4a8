#include "oidc/jwks.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "oidc/jwt.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

#define RSA_BITS_MIN 2048
#define RSA_BITS_MAX 8192
#define P256_BYTES   32

DEFINE_AUTO(BIGNUM, BN_free)
DEFINE_AUTO(OSSL_PARAM_BLD, OSSL_PARAM_BLD_free)
DEFINE_AUTO(OSSL_PARAM, OSSL_PARAM_free)
DEFINE_AUTO(EVP_PKEY_CTX, EVP_PKEY_CTX_free)
DEFINE_AUTO(EVP_MD_CTX, EVP_MD_CTX_free)
DEFINE_AUTO(ECDSA_SIG, ECDSA_SIG_free)

struct key {
	char *kid; /* NULL: it has none */
	char *alg; /* NULL: any of its kind */
	bool rsa;  /* else P-256 */
	EVP_PKEY *pkey;
};

struct jwks {
	struct key *list;
	size_t n;
};

/* --- reading --------------------------------------------------------------
 */

static const char *text_of(const json_t *o, const char *name)
{
	return json_string_value(json_object_get(o, name));
}

static bool bytes_of(const json_t *o, const char *name, struct str *out)
{
	const char *text = text_of(o, name);

	return text != NULL && jwt_decode(out, text, strlen(text)) &&
	       out->len > 0;
}

static EVP_PKEY *made_of(const char *kind, OSSL_PARAM_BLD *parts)
{
	AUTO(EVP_PKEY_CTX_free)
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, kind, NULL);
	AUTO(OSSL_PARAM_free)
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(parts);
	EVP_PKEY *out = NULL;

	if (ctx == NULL || params == NULL || EVP_PKEY_fromdata_init(ctx) <= 0 ||
	    EVP_PKEY_fromdata(ctx, &out, EVP_PKEY_PUBLIC_KEY, params) <= 0)
		return NULL;
	return out;
}

static EVP_PKEY *rsa_of(const json_t *o)
{
	struct str n_bytes AUTO(str_done) = STR_INIT;
	struct str e_bytes AUTO(str_done) = STR_INIT;
	AUTO(OSSL_PARAM_BLD_free)
	OSSL_PARAM_BLD *parts = OSSL_PARAM_BLD_new();
	AUTO(BN_free) BIGNUM *n = NULL;
	AUTO(BN_free) BIGNUM *exponent = NULL;

	if (parts == NULL || !bytes_of(o, "n", &n_bytes) ||
	    n_bytes.len > RSA_BITS_MAX / 8 || !bytes_of(o, "e", &e_bytes) ||
	    e_bytes.len > 8)
		return NULL;
	n = BN_bin2bn((const unsigned char *)n_bytes.s, (int)n_bytes.len, NULL);
	exponent = BN_bin2bn((const unsigned char *)e_bytes.s, (int)e_bytes.len,
			     NULL);
	if (n == NULL || exponent == NULL || BN_num_bits(n) < RSA_BITS_MIN ||
	    !BN_is_odd(n) || !BN_is_odd(exponent) || BN_is_one(exponent) ||
	    !OSSL_PARAM_BLD_push_BN(parts, OSSL_PKEY_PARAM_RSA_N, n) ||
	    !OSSL_PARAM_BLD_push_BN(parts, OSSL_PKEY_PARAM_RSA_E, exponent))
		return NULL;
	return made_of("RSA", parts);
}

static EVP_PKEY *p256_of(const json_t *o)
{
	struct str point AUTO(str_done) = STR_INIT;
	const char *curve = text_of(o, "crv");
	AUTO(OSSL_PARAM_BLD_free)
	OSSL_PARAM_BLD *parts = OSSL_PARAM_BLD_new();

	str_add_char(&point, 4); /* uncompressed */
	if (parts == NULL || curve == NULL || strcmp(curve, "P-256") != 0 ||
	    !bytes_of(o, "x", &point) || point.len != 1 + P256_BYTES ||
	    !bytes_of(o, "y", &point) || point.len != 1 + 2 * P256_BYTES ||
	    !OSSL_PARAM_BLD_push_utf8_string(parts, OSSL_PKEY_PARAM_GROUP_NAME,
					     "prime256v1", 0) ||
	    !OSSL_PARAM_BLD_push_octet_string(parts, OSSL_PKEY_PARAM_PUB_KEY,
					      point.s, point.len))
		return NULL;
	return made_of("EC", parts);
}

/* May be used for checking signatures, as far as it says. */
static bool is_for_signing(const json_t *o)
{
	const json_t *ops = json_object_get(o, "key_ops");
	const char *use = text_of(o, "use");

	if (use != NULL && strcmp(use, "sig") != 0)
		return false;
	for (size_t i = 0; i < json_array_size(ops); i++) {
		const char *op = json_string_value(json_array_get(ops, i));

		if (op != NULL && strcmp(op, "verify") == 0)
			return true;
	}
	return ops == NULL;
}

static void key_add(struct jwks *k, const json_t *o)
{
	const char *kind = text_of(o, "kty");
	const char *kid = text_of(o, "kid"), *alg = text_of(o, "alg");
	struct key key = { 0 };

	if (kind == NULL || !is_for_signing(o))
		return;
	key.rsa = strcmp(kind, "RSA") == 0;
	if (key.rsa)
		key.pkey = rsa_of(o);
	else if (strcmp(kind, "EC") == 0)
		key.pkey = p256_of(o);
	if (key.pkey == NULL)
		return;
	key.kid = kid != NULL ? mem_strdup(kid) : NULL;
	key.alg = alg != NULL ? mem_strdup(alg) : NULL;
	k->list = mem_resize(k->list, (k->n + 1) * sizeof(*k->list));
	k->list[k->n++] = key;
}

int jwks_read(struct jwks **out, const char *text, size_t len, struct err *e)
{
	json_t *set = jwt_object(text, len, JWKS_BYTES_MAX);
	const json_t *list = json_object_get(set, "keys");
	struct jwks *k;

	if (!json_is_array(list) || json_array_size(list) > JWKS_MAX) {
		json_decref(set);
		return err_set(e, ERR_ITEM,
			       "the provider's keys are no JWK set of at most "
			       "%d keys",
			       JWKS_MAX);
	}
	k = NEW(struct jwks);
	for (size_t i = 0; i < json_array_size(list); i++)
		key_add(k, json_array_get(list, i));
	json_decref(set);
	*out = k;
	return 0;
}

void jwks_free(struct jwks *k)
{
	if (k == NULL)
		return;
	for (size_t i = 0; i < k->n; i++) {
		free(k->list[i].kid);
		free(k->list[i].alg);
		EVP_PKEY_free(k->list[i].pkey);
	}
	free(k->list);
	free(k);
}

size_t jwks_count(const struct jwks *k)
{
	return k->n;
}

/* --- checking ------------------------------------------------------------- */

static bool is_fit(const struct key *key, const struct jwt *t)
{
	static const char *const names[] = { "RS256", "PS256", "ES256" };

	return key->rsa == (t->alg != JWT_ES256) &&
	       (key->alg == NULL || strcmp(key->alg, names[t->alg]) == 0);
}

static const struct key *key_for(const struct jwks *k, const struct jwt *t)
{
	const struct key *found = NULL;

	for (size_t i = 0; i < k->n; i++) {
		const struct key *key = &k->list[i];

		if (!is_fit(key, t) ||
		    (t->kid != NULL &&
		     (key->kid == NULL || strcmp(key->kid, t->kid) != 0)))
			continue;
		if (found != NULL)
			return NULL; /* two: nobody says which */
		found = key;
	}
	return found;
}

/* ECDSA signatures are two numbers in a JWS, DER in OpenSSL. */
static bool to_der(const struct str *raw, struct str *der)
{
	const unsigned char *s = (const unsigned char *)raw->s;
	AUTO(ECDSA_SIG_free) ECDSA_SIG *sig = ECDSA_SIG_new();
	unsigned char *bytes = NULL;
	BIGNUM *a, *b;
	int len;

	if (raw->len != 2 * P256_BYTES || sig == NULL)
		return false;
	a = BN_bin2bn(s, P256_BYTES, NULL);
	b = BN_bin2bn(s + P256_BYTES, P256_BYTES, NULL);
	if (a == NULL || b == NULL || !ECDSA_SIG_set0(sig, a, b)) {
		BN_free(a);
		BN_free(b);
		return false;
	}
	len = i2d_ECDSA_SIG(sig, &bytes);
	if (len > 0)
		str_add_len(der, bytes, (size_t)len);
	OPENSSL_free(bytes);
	return len > 0;
}

static bool is_padded(EVP_PKEY_CTX *ctx, enum jwt_alg alg)
{
	if (alg == JWT_ES256)
		return true;
	if (alg == JWT_RS256)
		return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) > 0;
	return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) > 0 &&
	       EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST) >
		       0;
}

static bool is_signed_by(const struct key *key, const struct jwt *t)
{
	AUTO(EVP_MD_CTX_free) EVP_MD_CTX *md = EVP_MD_CTX_new();
	struct str der AUTO(str_done) = STR_INIT;
	const struct str *sig = &t->signature;
	EVP_PKEY_CTX *ctx = NULL;

	if (t->alg == JWT_ES256) {
		if (!to_der(&t->signature, &der))
			return false;
		sig = &der;
	}
	return md != NULL &&
	       EVP_DigestVerifyInit(md, &ctx, EVP_sha256(), NULL, key->pkey) >
		       0 &&
	       is_padded(ctx, t->alg) &&
	       EVP_DigestVerify(md, (const unsigned char *)sig->s, sig->len,
				(const unsigned char *)t->signed_text.s,
				t->signed_text.len) == 1;
}

enum jwks_verdict jwks_verify(const struct jwks *k, const struct jwt *t)
{
	const struct key *key = key_for(k, t);

	if (key == NULL)
		return JWKS_UNKNOWN;
	return is_signed_by(key, t) ? JWKS_GOOD : JWKS_FORGED;
}
