/*
 * vault/crypt.h - the vault's cryptography, set up once for each thread.
 *
 * AES-256-GCM (NIST SP 800-38D) with 12-byte nonces and 16-byte tags;
 * HMAC-SHA-256 (RFC 2104); HKDF-SHA-256 (RFC 5869) with an empty salt.
 * A struct crypt keeps its contexts: a record costs what its bytes cost.
 */
#ifndef VAULT_CRYPT_H
#define VAULT_CRYPT_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CRYPT_KEY   32
#define CRYPT_NONCE 12
#define CRYPT_TAG   16
#define CRYPT_HASH  32

struct hasher;

struct crypt;
struct crypt *crypt_new(void) __attribute__((returns_nonnull));
void crypt_free(struct crypt *c);
DEFINE_AUTO(struct crypt, crypt_free)

/* The hasher inside, for whoever has the crypt. */
struct hasher *crypt_hasher(struct crypt *c) __attribute__((returns_nonnull));

/* Key and nonce of one message, and what is bound to it unencrypted. */
struct crypt_lock {
	const uint8_t *key;   /* CRYPT_KEY bytes */
	const uint8_t *nonce; /* CRYPT_NONCE bytes */
	const void *bound;    /* "additional authenticated data" */
	size_t bound_len;
};

/* out gets len + CRYPT_TAG bytes; it may be plain. */
void crypt_seal(struct crypt *c, const struct crypt_lock *lock,
		const void *plain, size_t len, uint8_t *out);

/*
 * The reverse: len bytes with the tag give len - CRYPT_TAG. False where the
 * tag does not fit (then out holds nothing of use). out may be sealed.
 */
bool crypt_open(struct crypt *c, const struct crypt_lock *lock,
		const uint8_t *sealed, size_t len, uint8_t *out);

void crypt_hmac(struct crypt *c, const uint8_t key[CRYPT_KEY], const void *data,
		size_t len, uint8_t out[CRYPT_HASH]);

/* HKDF: the 32-byte key that label names, out of a 32-byte key. */
void crypt_derive(struct crypt *c, const uint8_t key[CRYPT_KEY],
		  const char *label, uint8_t out[CRYPT_KEY]);

#endif
