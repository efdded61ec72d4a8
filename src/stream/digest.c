#include "stream/digest.h"

#include "base/encode.h"
#include "base/mem.h"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

struct digest_ctx {
	EVP_MD_CTX *md;
	uint64_t length;
};

struct digest digest_from(const uint8_t bytes[DIGEST_BYTES], uint64_t length)
{
	struct digest d = { .length = length };

	memcpy(d.bytes, bytes, DIGEST_BYTES);
	encode_hex(d.bytes, DIGEST_BYTES, d.hex);
	return d;
}

struct digest digest_of(const void *data, size_t len)
{
	uint8_t bytes[DIGEST_BYTES];

	SHA256(data, len, bytes);
	return digest_from(bytes, len);
}

struct digest_ctx *digest_begin(void)
{
	struct digest_ctx *c = NEW(struct digest_ctx);

	c->md = EVP_MD_CTX_new();
	if (c->md == NULL || !EVP_DigestInit_ex(c->md, EVP_sha256(), NULL))
		mem_exhausted(sizeof(*c));
	return c;
}

void digest_add(struct digest_ctx *c, const void *data, size_t len)
{
	EVP_DigestUpdate(c->md, data, len);
	c->length += len;
}

void digest_end(struct digest_ctx *c, struct digest *out)
{
	uint8_t bytes[DIGEST_BYTES];

	EVP_DigestFinal_ex(c->md, bytes, NULL);
	*out = digest_from(bytes, c->length);
}

void digest_free(struct digest_ctx *c)
{
	if (c == NULL)
		return;
	EVP_MD_CTX_free(c->md);
	free(c);
}
