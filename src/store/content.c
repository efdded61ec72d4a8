#include "store/content.h"

#include "base/err.h"
#include "base/mem.h"
#include "store/store.h"
#include "stream/digest.h"

#include <openssl/evp.h>
#include <string.h>

int store_content_whole(const struct store_content *c, char **out,
			struct err *e)
{
	AUTO(free) char *bytes = mem_alloc(1, (size_t)c->size + 1);
	struct digest got;

	if (c->size > 0 && c->read(c->ctx, 0, bytes, (size_t)c->size, e) < 0)
		return -1;
	got = digest_of(bytes, (size_t)c->size);
	if (memcmp(got.bytes, c->sha256, STORE_SHA256) != 0)
		return err_set(e, ERR_ITEM,
			       "what was read to be stored has SHA-256 %s: not "
			       "what it should have been, so it was not stored",
			       got.hex);
	*out = TAKE(bytes);
	return 0;
}

int store_content_compare(const struct store_content *c,
			  const struct store_object *o, bool ours,
			  struct err *e)
{
	if (o->has_sha256 && o->size == c->size &&
	    memcmp(o->sha256, c->sha256, STORE_SHA256) == 0)
		return 0;
	return err_set(e, ERR_ITEM, "%s (%llu bytes%s)",
		       ours ? "it was stored, and the store says otherwise of "
			      "it"
			    : "another object has this name",
		       (unsigned long long)o->size,
		       o->has_sha256 ? "" : ", without a SHA-256");
}

bool store_is_believed(const struct store_content *c,
		       const struct store_protection *p,
		       const atomic_bool *proven)
{
	bool protects = p != NULL && (p->hold || p->retain_until_us != 0);

	return c->size <= STORE_SMALL && !protects && atomic_load(proven);
}

void store_md5(const void *bytes, size_t len, char out[STORE_MD5_TEXT])
{
	unsigned char md5[EVP_MAX_MD_SIZE];

	if (EVP_Digest(bytes, len, md5, NULL, EVP_md5(), NULL) != 1)
		mem_exhausted(len);
	(void)EVP_EncodeBlock((unsigned char *)out, md5, 16);
}
