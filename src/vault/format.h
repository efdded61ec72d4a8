/*
 * vault/format.h - the bytes of packs and objects, and nothing else.
 *
 * docs/formats/vault.md describes the same; change both or neither. Numbers
 * are little-endian. A pack file is
 *
 *	header | batch ... | footer | trailer          (sealed)
 *	header | batch ... | zeros or the rest of a torn write   (open)
 *
 * and a batch is its records followed by its mark. The reading functions
 * take any bytes at all and say whether they are what they should be.
 */
#ifndef VAULT_FORMAT_H
#define VAULT_FORMAT_H

#include "vault/crypt.h"
#include "vault/vault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FORMAT_VERSION 1
#define FORMAT_ID      16 /* bytes of a vault's and of an object's id */

/* --- pack header -------------------------------------------------------- */

#define PACK_HEADER 4096

struct pack_header {
	uint8_t vault[FORMAT_ID];
	uint64_t pack;
	uint32_t epoch; /* year * 100 + month of its records, UTC */
	uint64_t first_seq;
	int64_t made_us;
	uint64_t dict_pack, dict_offset; /* of its dictionary; 0: none */
};

void format_write_pack_header(const struct pack_header *h,
			      uint8_t out[PACK_HEADER]);
/* NULL, or what is wrong. */
const char *format_read_pack_header(const uint8_t in[PACK_HEADER],
				    struct pack_header *out);

/* --- record ------------------------------------------------------------- */

#define RECORD_HEADER 48
#define RECORD_MAGIC  "EREC"

enum record_flags {
	RECORD_ZSTD = 1,
	RECORD_DICTIONARY = 2, /* with the pack's dictionary */
};

struct record_header {
	uint16_t flags;  /* enum record_flags */
	uint32_t stored; /* bytes behind the header, tag included */
	uint32_t plain;  /* bytes they become */
	uint64_t seq;
	uint32_t leaf;
	uint8_t nonce[CRYPT_NONCE];
};

/* A record with so much behind its header, padded to 8. */
static inline uint64_t format_record_size(uint32_t stored)
{
	return (RECORD_HEADER + (uint64_t)stored + 7) & ~(uint64_t)7;
}

/* The most `stored` and `plain` can say. */
#define RECORD_PLAIN_MAX                                                       \
	(META_SIZE + (uint32_t)VAULT_INFO_MAX + (uint32_t)VAULT_SMALL_MAX)
#define RECORD_STORED_MAX (RECORD_PLAIN_MAX + CRYPT_TAG)

/* The 48 bytes with a checksum of 0: what the tag binds. */
void format_write_record(const struct record_header *h,
			 uint8_t out[RECORD_HEADER]);
/* Put the checksum over header and payload in place. */
void format_sum_record(uint8_t *record, uint32_t stored);
/* The fields alone: true where they can be a record's. */
bool format_read_record(const uint8_t in[RECORD_HEADER],
			struct record_header *out);
/* Does the checksum fit the format_record_size() bytes at record? */
bool format_record_is_whole(const uint8_t *record, uint32_t stored);

/* --- what is encrypted in a record: meta | info | body ------------------ */

#define META_SIZE 80

enum meta_form {
	META_INLINE = 0, /* the body is the content */
	META_OBJECT = 1, /* the body is a manifest */
};

struct meta {
	enum vault_kind kind;
	enum meta_form form;
	uint32_t info_len;
	uint8_t key[VAULT_KEY];
	int64_t time_us, stored_us;
	uint64_t length; /* of the content */
	uint8_t digest[DIGEST_BYTES];
};

void format_write_meta(const struct meta *m, uint8_t out[META_SIZE]);
/* len is that of the whole plaintext. NULL, or what is wrong. */
const char *format_read_meta(const uint8_t *in, size_t len, struct meta *out);

#define MANIFEST_SIZE 56

struct manifest {
	uint8_t object[FORMAT_ID];
	uint8_t key[CRYPT_KEY];
};

void format_write_manifest(const struct manifest *m,
			   uint8_t out[MANIFEST_SIZE]);
const char *format_read_manifest(const uint8_t *in, size_t len,
				 struct manifest *out);

/* --- batch mark --------------------------------------------------------- */

#define MARK_HEADER 96
#define MARK_MAGIC  "EBAT"
#define MARK_LEAF   32

struct mark {
	uint32_t count;
	uint64_t first_seq;
	uint64_t start; /* offset of the batch's first record */
	int64_t stored_us;
	uint8_t root[CRYPT_HASH]; /* of the ledger behind this batch */
};

static inline uint64_t format_mark_size(uint32_t count)
{
	return MARK_HEADER + (uint64_t)count * MARK_LEAF;
}

/* The leaves (32 bytes each) stand behind the header already. */
void format_write_mark(const struct mark *m, uint8_t *out);
/* The header's fields: true where they can be a mark's. */
bool format_read_mark(const uint8_t in[MARK_HEADER], struct mark *out);
/* Does the checksum fit the format_mark_size() bytes at in? */
bool format_mark_is_whole(const uint8_t *in, uint32_t count);

/* --- footer and trailer ------------------------------------------------- */

#define FOOTER_HEADER 48
#define FOOTER_ENTRY  16
#define FOOTER_MAGIC  "EFOT"
#define TRAILER_SIZE  16

struct footer {
	uint64_t count, first_seq, start;
};
struct footer_entry {
	uint64_t name; /* keyed hash of the record's key */
	uint64_t offset;
};

static inline uint64_t format_footer_size(uint64_t count)
{
	return FOOTER_HEADER + count * FOOTER_ENTRY + TRAILER_SIZE;
}

/* All of it: header, entries as given (sorted by the caller), trailer. */
void format_write_footer(const struct footer *f,
			 const struct footer_entry *entries, uint8_t *out);
/* len bytes that should be a whole footer and trailer. NULL or what's wrong. */
const char *format_read_footer(const uint8_t *in, uint64_t len,
			       struct footer *out);
struct footer_entry format_footer_entry(const uint8_t *footer, uint64_t i);

/* --- object ------------------------------------------------------------- */

#define OBJECT_HEADER 64
#define OBJECT_FRAME  ((size_t)1024 * 1024)

struct object_header {
	uint8_t vault[FORMAT_ID];
	uint8_t object[FORMAT_ID];
	uint64_t born; /* last seq when it was begun: its record comes later */
};

void format_write_object_header(const struct object_header *h,
				uint8_t out[OBJECT_HEADER]);
const char *format_read_object_header(const uint8_t in[OBJECT_HEADER],
				      struct object_header *out);
/* The size of an object's file: frames of 1 MiB, each with a tag; at least
   one frame. */
static inline uint64_t format_object_size(uint64_t length)
{
	uint64_t frames = (length + OBJECT_FRAME - 1) / OBJECT_FRAME;

	return OBJECT_HEADER + length + (frames > 0 ? frames : 1) * CRYPT_TAG;
}

/* Nonce of frame i (STREAM: counter and a flag in the last frame). */
void format_object_nonce(uint32_t i, bool last, uint8_t out[CRYPT_NONCE]);

/* --- names -------------------------------------------------------------- */

#define FORMAT_PATH 64 /* room for any path made here */

/* "2026-11/00000001.pack", below packs/ */
const char *format_pack_path(uint32_t epoch, uint64_t pack,
			     char out[FORMAT_PATH]);
/* "a7/a7...32 digits.obj", below objects/ */
const char *format_object_path(const uint8_t id[FORMAT_ID],
			       char out[FORMAT_PATH]);
/* year * 100 + month */
uint32_t format_epoch(int64_t us);

#endif
