/*
 * vault/codec.h - one record: plaintext to stored bytes, and back.
 *
 *	plaintext = meta | info | body
 *	stored    = header | AES-256-GCM(zstd(plaintext)) | tag, padded to 8
 *
 * The leaf of the pack's key tree gives two keys: SHA-256(0x02 || leaf) for
 * the content, SHA-256(0x03 || leaf) for the commitment
 *
 *	HMAC-SHA-256(commitment key, meta | info)
 *
 * which is what the ledger is told. Meta holds the content's digest, so that
 * the commitment stands for the content too, and says nothing once the key
 * is gone. A struct codec belongs to one thread at a time.
 */
#ifndef VAULT_CODEC_H
#define VAULT_CODEC_H

#include "vault/format.h"
#include "vault/keytree.h"

struct err;

struct codec;
struct codec *codec_new(void) __attribute__((returns_nonnull));
void codec_free(struct codec *c); /* wipes */
DEFINE_AUTO(struct codec, codec_free)

struct crypt *codec_crypt(struct codec *c) __attribute__((returns_nonnull));

/*
 * A trained dictionary, counted: any number of threads and packs share one.
 * For writing it costs some 0.5 MB more.
 */
struct dictionary;
struct dictionary *dictionary_new(const void *bytes, size_t len, bool writing)
	__attribute__((returns_nonnull));
struct dictionary *dictionary_ref(struct dictionary *d); /* NULL is fine */
void dictionary_free(struct dictionary *d);              /* one reference */
DEFINE_AUTO(struct dictionary, dictionary_free)

/* A record on its way to disk. */
struct codec_in {
	const uint8_t *plain;
	size_t plain_len, info_len;
	uint64_t seq;
	uint32_t leaf;
	const struct keytree *keys;          /* of its pack */
	const struct dictionary *dictionary; /* for writing, or NULL */
	bool compress;
};

/*
 * The stored bytes (heap, *len a multiple of 8) and the commitment. The leaf
 * must never have been used before.
 */
uint8_t *codec_seal(struct codec *c, const struct codec_in *in, size_t *len,
		    uint8_t commitment[CRYPT_HASH])
	__attribute__((returns_nonnull));

/*
 * Undo it: record points at the header and h->stored bytes behind it. The
 * plaintext is heap, h->plain bytes long. Returns 1, 0 where the key was
 * destroyed, -1 (ERR_STORE) where tag or form do not fit.
 */
int codec_open(struct codec *c, const struct keytree *keys,
	       const struct dictionary *dictionary,
	       const struct record_header *h, const uint8_t *record,
	       uint8_t **plain, struct err *e);

/* The commitment of a plaintext that was opened; false: key destroyed. */
bool codec_commitment(struct codec *c, const struct keytree *keys,
		      uint32_t leaf, const uint8_t *plain, size_t info_len,
		      uint8_t out[CRYPT_HASH]);

/* The first 8 bytes of HMAC-SHA-256(name key, the record's key). */
uint64_t codec_name(struct codec *c, const uint8_t name_key[CRYPT_KEY],
		    const uint8_t key[VAULT_KEY]);

#endif
