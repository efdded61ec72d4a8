/*
 * catalog/seal.h - small secrets at rest, AES-256-GCM.
 *
 * A sealed text is: version byte 1, nonce (12, random), ciphertext, tag (16).
 * Its key is HMAC-SHA-256(installation key, "estreat seal\0" || purpose), so
 * that what was sealed for one purpose does not open for another.
 *
 * Source: NIST SP 800-38D; RFC 2104.
 */
#ifndef CATALOG_SEAL_H
#define CATALOG_SEAL_H

#include <stddef.h>
#include <stdint.h>

#define SEAL_KEY 32

struct err;
struct str;

/* Append the sealed bytes to out. */
void seal(const uint8_t key[SEAL_KEY], const char *purpose, const void *plain,
	  size_t len, struct str *out);

/* Append the plain bytes. Errors: ERR_STORE: changed, or of another key. */
int unseal(const uint8_t key[SEAL_KEY], const char *purpose, const void *sealed,
	   size_t len, struct str *out, struct err *e);

#endif
