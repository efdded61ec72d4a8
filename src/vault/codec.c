#include "vault/codec.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/random.h"
#include "ledger/tree.h"
#include "vault/crypt.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#define RANDOM_POOL ((size_t)85 * CRYPT_NONCE)

#define LEVEL       3 /* higher ones cost three times as much for a tenth less */

struct dictionary {
	atomic_uint refs;
	ZSTD_CDict *c;
	ZSTD_DDict *d;
};

struct codec {
	struct crypt *crypt;
	struct keytree_path path;
	ZSTD_CCtx *compress;
	ZSTD_DCtx *expand;
	const struct dictionary *referred; /* by compress */
	uint8_t *scratch;
	size_t cap;
	uint8_t random[RANDOM_POOL]; /* asking the kernel for 12 is dear */
	size_t random_left;
};

struct dictionary *dictionary_new(const void *bytes, size_t len, bool writing)
{
	struct dictionary *d = NEW(struct dictionary);

	d->refs = 1;
	d->d = ZSTD_createDDict(bytes, len);
	if (writing)
		d->c = ZSTD_createCDict(bytes, len, LEVEL);
	if (d->d == NULL || (writing && d->c == NULL))
		mem_exhausted(len);
	return d;
}

struct dictionary *dictionary_ref(struct dictionary *d)
{
	if (d != NULL)
		atomic_fetch_add(&d->refs, 1);
	return d;
}

void dictionary_free(struct dictionary *d)
{
	if (d == NULL || atomic_fetch_sub(&d->refs, 1) > 1)
		return;
	ZSTD_freeCDict(d->c);
	ZSTD_freeDDict(d->d);
	free(d);
}

struct codec *codec_new(void)
{
	struct codec *c = NEW(struct codec);

	c->crypt = crypt_new();
	c->compress = ZSTD_createCCtx();
	c->expand = ZSTD_createDCtx();
	if (c->compress == NULL || c->expand == NULL)
		mem_exhausted(sizeof(*c));
	ZSTD_CCtx_setParameter(c->compress, ZSTD_c_compressionLevel, LEVEL);
	/* the header says what these would say again in each frame */
	ZSTD_CCtx_setParameter(c->compress, ZSTD_c_contentSizeFlag, 0);
	ZSTD_CCtx_setParameter(c->compress, ZSTD_c_dictIDFlag, 0);
	return c;
}

void codec_free(struct codec *c)
{
	if (c == NULL)
		return;
	crypt_free(c->crypt);
	ZSTD_freeCCtx(c->compress);
	ZSTD_freeDCtx(c->expand);
	if (c->scratch != NULL)
		mem_wipe(c->scratch, c->cap);
	free(c->scratch);
	mem_wipe(c, sizeof(*c));
	free(c);
}

struct crypt *codec_crypt(struct codec *c)
{
	return c->crypt;
}

static void take_nonce(struct codec *c, uint8_t out[CRYPT_NONCE])
{
	if (c->random_left == 0) {
		random_bytes(c->random, RANDOM_POOL);
		c->random_left = RANDOM_POOL;
	}
	c->random_left -= CRYPT_NONCE;
	memcpy(out, c->random + c->random_left, CRYPT_NONCE);
}

static uint8_t *scratch(struct codec *c, size_t size)
{
	if (size > c->cap) {
		free(c->scratch);
		c->scratch = mem_alloc(1, size);
		c->cap = size;
	}
	return c->scratch;
}

/* --- keys --------------------------------------------------------------- */

struct leaf_keys {
	uint8_t content[CRYPT_KEY], commitment[CRYPT_KEY];
};

static bool derive(struct codec *c, const struct keytree *keys, uint32_t leaf,
		   struct leaf_keys *out)
{
	struct hasher *h = crypt_hasher(c->crypt);
	uint8_t secret[KEYTREE_KEY];

	if (!keytree_derive(keys, leaf, &c->path, h, secret))
		return false;
	hasher_two(h, "\2", 1, secret, KEYTREE_KEY, out->content);
	hasher_two(h, "\3", 1, secret, KEYTREE_KEY, out->commitment);
	mem_wipe(secret, sizeof(secret));
	return true;
}

bool codec_commitment(struct codec *c, const struct keytree *keys,
		      uint32_t leaf, const uint8_t *plain, size_t info_len,
		      uint8_t out[CRYPT_HASH])
{
	struct leaf_keys k;

	if (!derive(c, keys, leaf, &k))
		return false;
	crypt_hmac(c->crypt, k.commitment, plain, META_SIZE + info_len, out);
	mem_wipe(&k, sizeof(k));
	return true;
}

uint64_t codec_name(struct codec *c, const uint8_t name_key[CRYPT_KEY],
		    const uint8_t key[VAULT_KEY])
{
	uint8_t hash[CRYPT_HASH];
	uint64_t name = 0;

	crypt_hmac(c->crypt, name_key, key, VAULT_KEY, hash);
	for (int i = 7; i >= 0; i--)
		name = name << 8 | hash[i];
	return name;
}

/* --- sealing ------------------------------------------------------------ */

/* Compressed bytes and how, or the plaintext itself where that is shorter. */
static const uint8_t *squeeze(struct codec *c, const struct codec_in *in,
			      size_t *len, uint16_t *flags)
{
	size_t bound = ZSTD_compressBound(in->plain_len), n;
	uint8_t *out;

	*len = in->plain_len;
	*flags = 0;
	if (!in->compress)
		return in->plain;
	out = scratch(c, bound);
	if (c->referred != in->dictionary)
		ZSTD_CCtx_refCDict(c->compress, in->dictionary != NULL
							? in->dictionary->c
							: NULL);
	c->referred = in->dictionary;
	n = ZSTD_compress2(c->compress, out, bound, in->plain, in->plain_len);
	if (ZSTD_isError(n) || n >= in->plain_len)
		return in->plain;
	*len = n;
	*flags = RECORD_ZSTD;
	if (in->dictionary != NULL)
		*flags |= RECORD_DICTIONARY;
	return out;
}

uint8_t *codec_seal(struct codec *c, const struct codec_in *in, size_t *len,
		    uint8_t commitment[CRYPT_HASH])
{
	struct record_header h = { .seq = in->seq, .leaf = in->leaf };
	struct leaf_keys k;
	struct crypt_lock lock = { .key = k.content,
				   .nonce = h.nonce,
				   .bound_len = RECORD_HEADER };
	const uint8_t *squeezed;
	size_t n;
	uint8_t *out;

	squeezed = squeeze(c, in, &n, &h.flags);
	if (!derive(c, in->keys, in->leaf, &k))
		abort(); /* a writer's tree is whole */
	h.stored = (uint32_t)(n + CRYPT_TAG);
	h.plain = (uint32_t)in->plain_len;
	take_nonce(c, h.nonce);
	*len = (size_t)format_record_size(h.stored);
	out = mem_resize(NULL, *len);
	memset(out + *len - 8, 0, 8); /* the padding */
	format_write_record(&h, out);
	lock.bound = out;
	crypt_seal(c->crypt, &lock, squeezed, n, out + RECORD_HEADER);
	format_sum_record(out, h.stored);
	crypt_hmac(c->crypt, k.commitment, in->plain, META_SIZE + in->info_len,
		   commitment);
	mem_wipe(&k, sizeof(k));
	return out;
}

/* --- opening ------------------------------------------------------------ */

static int expand(struct codec *c, const struct dictionary *dictionary,
		  const struct record_header *h, const uint8_t *squeezed,
		  uint8_t *out, struct err *e)
{
	size_t len = h->stored - CRYPT_TAG, n;

	if ((h->flags & RECORD_DICTIONARY) == 0)
		n = ZSTD_decompressDCtx(c->expand, out, h->plain, squeezed,
					len);
	else if (dictionary != NULL)
		n = ZSTD_decompress_usingDDict(c->expand, out, h->plain,
					       squeezed, len, dictionary->d);
	else
		return err_set(e, ERR_STORE, "its dictionary is missing");
	if (n != h->plain)
		return err_set(e, ERR_STORE, "does not expand to its length");
	return 0;
}

int codec_open(struct codec *c, const struct keytree *keys,
	       const struct dictionary *dictionary,
	       const struct record_header *h, const uint8_t *record,
	       uint8_t **plain, struct err *e)
{
	uint8_t bound[RECORD_HEADER];
	struct leaf_keys k;
	struct crypt_lock lock = { .key = k.content,
				   .nonce = h->nonce,
				   .bound = bound,
				   .bound_len = RECORD_HEADER };
	bool squeezed = (h->flags & RECORD_ZSTD) != 0, good;
	AUTO(free) uint8_t *out = NULL;
	uint8_t *to;

	if (!derive(c, keys, h->leaf, &k))
		return 0;
	if (!squeezed && h->stored - CRYPT_TAG != h->plain)
		return err_set(e, ERR_STORE, "its two lengths do not fit");
	format_write_record(h, bound);
	out = mem_resize(NULL, h->plain);
	to = squeezed ? scratch(c, h->stored) : out;
	good = crypt_open(c->crypt, &lock, record + RECORD_HEADER, h->stored,
			  to);
	mem_wipe(&k, sizeof(k));
	if (!good)
		return err_set(e, ERR_STORE,
			       "its tag does not fit: changed or damaged");
	if (squeezed && expand(c, dictionary, h, to, out, e) < 0)
		return -1;
	*plain = TAKE(out);
	return 1;
}
