/*
 * oidc/jwks.h - the keys a provider signs with (a JWK set).
 *
 * Keys we cannot use are left out, as RFC 7517 section 5 wants: other kinds,
 * those for encryption, symmetric ones, RSA below 2048 or above 8192 bits.
 * A key serves the algorithms of its kind only, and where it names one, only
 * that: a public RSA key never becomes the secret of an HMAC.
 *
 * Source: RFC 7517, RFC 7518 sections 3 and 6.
 */
#ifndef OIDC_JWKS_H
#define OIDC_JWKS_H

#include "base/cleanup.h"

#include <stddef.h>

struct err;
struct jwt;
struct jwks;

#define JWKS_MAX       100 /* in a set; more is an error */
#define JWKS_BYTES_MAX ((size_t)512 * 1024)

/* Errors: ERR_ITEM: no JWK set. One without a usable key is fine. */
int jwks_read(struct jwks **out, const char *text, size_t len, struct err *e);
void jwks_free(struct jwks *k); /* NULL is fine */
DEFINE_AUTO(struct jwks, jwks_free)

size_t jwks_count(const struct jwks *k);

enum jwks_verdict {
	JWKS_GOOD,    /* signed by the key it names */
	JWKS_UNKNOWN, /* no key here for it: perhaps there are newer ones */
	JWKS_FORGED,  /* there is, and it did not sign this */
};

/* A token without a kid is signed by the only key of its kind, if there is
   exactly one. */
enum jwks_verdict jwks_verify(const struct jwks *k, const struct jwt *t);

#endif
