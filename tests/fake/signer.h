/* tests/fake/signer.h - keys and tokens made for tests, good ones and forged
 * ones. */
#ifndef TESTS_FAKE_SIGNER_H
#define TESTS_FAKE_SIGNER_H

#include "base/str.h"

#include <openssl/evp.h>

enum signer_way {
	SIGN_RS256,
	SIGN_PS256,
	SIGN_PS256_SHORT, /* a salt of 8 bytes */
	SIGN_ES256,
	SIGN_ES256_DER, /* as OpenSSL gives it, not as a JWS has it */
	SIGN_HS256,     /* the secret is the RSA key's public PEM */
	SIGN_NOTHING,   /* an empty signature */
};

struct signer {
	EVP_PKEY *rsa, *ec, *stranger; /* the stranger's is RSA too */
};
void signer_init(struct signer *s);
void signer_done(struct signer *s);

/* Append a member list of a JWK: {"kty":...,"kid":kid,MORE}. more: "" or
   ",\"alg\":\"RS256\"". */
void signer_jwk(const EVP_PKEY *key, const char *kid, const char *more,
		struct str *out);

/* Append header.claims.signature; stranger: signed by the wrong key. */
void signer_token(const struct signer *s, enum signer_way way, bool stranger,
		  const char *header, const char *claims, struct str *out);

#endif
