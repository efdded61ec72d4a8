/*
 * oidc/jwt.h - a signed JSON Web Token, taken apart.
 *
 * Why: an ID token comes from outside, and most forgeries are tokens that a
 * lenient reader understands in two ways. So there is one way: three parts of
 * canonical base64url, JSON objects without a member twice, an algorithm of
 * the list below and no other, nothing critical that we do not know. Where a
 * key is to be found ("jku", "jwk", "x5u", "x5c") a token may say what it
 * likes: nobody looks.
 *
 * Reading proves nothing: jwks.h checks signatures, id-token.h claims.
 *
 * Source: RFC 7515 (JWS), RFC 7519 (JWT), RFC 8725 (best practices).
 */
#ifndef OIDC_JWT_H
#define OIDC_JWT_H

#include "base/cleanup.h"
#include "base/str.h"

#include <jansson.h>
#include <stddef.h>

struct err;

#define JWT_MAX ((size_t)64 * 1024)

enum jwt_alg {
	JWT_RS256, /* RSASSA-PKCS1-v1_5 with SHA-256 */
	JWT_PS256, /* RSASSA-PSS with SHA-256, a salt of 32 bytes */
	JWT_ES256, /* ECDSA with P-256 and SHA-256 */
};

struct jwt {
	enum jwt_alg alg;
	const char *kid; /* of the header; NULL: it names no key */
	json_t *header, *claims;
	struct str signed_text; /* what the signature is of */
	struct str signature;
};

/* *out starts as zeroes. Errors: ERR_ITEM saying what is wrong with it;
   never quotes the token. */
int jwt_read(struct jwt *out, const char *token, struct err *e);
void jwt_done(struct jwt *t); /* zeroes are fine */
static inline void jwt_done_auto(struct jwt *t)
{
	jwt_done(t);
}

/*
 * Append what base64url text means: that alphabet, no padding, no bits left
 * over. False, with out as before, where it is anything else.
 */
bool jwt_decode(struct str *out, const char *text, size_t len);

/* A JSON object without duplicate members, of at most max bytes; NULL where
   the text is none. */
json_t *jwt_object(const char *text, size_t len, size_t max);

#endif
