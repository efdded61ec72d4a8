#include "vault/format.h"

#include "base/clock.h"
#include "base/encode.h"
#include "vault/crc32c.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const uint8_t pack_magic[8] = "ESTRPACK";
static const uint8_t object_magic[8] = "ESTROBJ1";
static const uint8_t trailer_magic[8] = "ESTRSEAL";

static void put(uint8_t *p, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		p[i] = (uint8_t)(v >> (8 * i));
}

static uint64_t get(const uint8_t *p, int bytes)
{
	uint64_t v = 0;

	for (int i = bytes - 1; i >= 0; i--)
		v = v << 8 | p[i];
	return v;
}

static void put16(uint8_t *p, uint16_t v)
{
	put(p, v, 2);
}

static void put32(uint8_t *p, uint32_t v)
{
	put(p, v, 4);
}

static void put64(uint8_t *p, uint64_t v)
{
	put(p, v, 8);
}

static uint16_t get16(const uint8_t *p)
{
	return (uint16_t)get(p, 2);
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)get(p, 4);
}

static uint64_t get64(const uint8_t *p)
{
	return get(p, 8);
}

/* The checksum over len bytes, of which the four at `at` count as zero. */
static uint32_t sum_without(const uint8_t *p, size_t len, size_t at)
{
	static const uint8_t zero[4];
	uint32_t crc = crc32c(0, p, at);

	crc = crc32c(crc, zero, 4);
	return crc32c(crc, p + at + 4, len - at - 4);
}

/* --- pack header -------------------------------------------------------- */

#define PACK_CRC (PACK_HEADER - 4)

void format_write_pack_header(const struct pack_header *h,
			      uint8_t out[PACK_HEADER])
{
	memset(out, 0, PACK_HEADER);
	memcpy(out, pack_magic, 8);
	put32(out + 8, FORMAT_VERSION);
	put32(out + 12, PACK_HEADER);
	memcpy(out + 16, h->vault, FORMAT_ID);
	put64(out + 32, h->pack);
	put32(out + 40, h->epoch);
	put64(out + 48, h->first_seq);
	put64(out + 56, (uint64_t)h->made_us);
	put64(out + 64, h->dict_pack);
	put64(out + 72, h->dict_offset);
	put32(out + PACK_CRC, crc32c(0, out, PACK_CRC));
}

const char *format_read_pack_header(const uint8_t in[PACK_HEADER],
				    struct pack_header *out)
{
	if (memcmp(in, pack_magic, 8) != 0)
		return "header: not a pack";
	if (get32(in + PACK_CRC) != crc32c(0, in, PACK_CRC))
		return "header: checksum does not fit";
	if (get32(in + 8) != FORMAT_VERSION || get32(in + 12) != PACK_HEADER)
		return "header: a version this program does not know";
	memcpy(out->vault, in + 16, FORMAT_ID);
	out->pack = get64(in + 32);
	out->epoch = get32(in + 40);
	out->first_seq = get64(in + 48);
	out->made_us = (int64_t)get64(in + 56);
	out->dict_pack = get64(in + 64);
	out->dict_offset = get64(in + 72);
	return out->first_seq == 0 ? "header: first seq is 0" : NULL;
}

/* --- record ------------------------------------------------------------- */

#define RECORD_CRC 40

void format_write_record(const struct record_header *h,
			 uint8_t out[RECORD_HEADER])
{
	memset(out, 0, RECORD_HEADER);
	memcpy(out, RECORD_MAGIC, 4);
	put16(out + 4, h->flags);
	put32(out + 8, h->stored);
	put32(out + 12, h->plain);
	put64(out + 16, h->seq);
	put32(out + 24, h->leaf);
	memcpy(out + 28, h->nonce, CRYPT_NONCE);
}

void format_sum_record(uint8_t *record, uint32_t stored)
{
	size_t size = (size_t)format_record_size(stored);

	put32(record + RECORD_CRC, sum_without(record, size, RECORD_CRC));
}

bool format_read_record(const uint8_t in[RECORD_HEADER],
			struct record_header *out)
{
	if (memcmp(in, RECORD_MAGIC, 4) != 0)
		return false;
	out->flags = get16(in + 4);
	out->stored = get32(in + 8);
	out->plain = get32(in + 12);
	out->seq = get64(in + 16);
	out->leaf = get32(in + 24);
	memcpy(out->nonce, in + 28, CRYPT_NONCE);
	return out->stored >= CRYPT_TAG && out->stored <= RECORD_STORED_MAX &&
	       out->plain >= META_SIZE && out->plain <= RECORD_PLAIN_MAX;
}

bool format_record_is_whole(const uint8_t *record, uint32_t stored)
{
	return get32(record + RECORD_CRC) ==
	       sum_without(record, (size_t)format_record_size(stored),
			   RECORD_CRC);
}

/* --- meta and manifest -------------------------------------------------- */

void format_write_meta(const struct meta *m, uint8_t out[META_SIZE])
{
	put16(out, (uint16_t)m->kind);
	put16(out + 2, (uint16_t)m->form);
	put32(out + 4, m->info_len);
	memcpy(out + 8, m->key, VAULT_KEY);
	put64(out + 24, (uint64_t)m->time_us);
	put64(out + 32, (uint64_t)m->stored_us);
	put64(out + 40, m->length);
	memcpy(out + 48, m->digest, DIGEST_BYTES);
}

const char *format_read_meta(const uint8_t *in, size_t len, struct meta *out)
{
	uint64_t body;

	if (len < META_SIZE)
		return "shorter than its fixed part";
	out->kind = get16(in);
	out->form = get16(in + 2);
	out->info_len = get32(in + 4);
	memcpy(out->key, in + 8, VAULT_KEY);
	out->time_us = (int64_t)get64(in + 24);
	out->stored_us = (int64_t)get64(in + 32);
	out->length = get64(in + 40);
	memcpy(out->digest, in + 48, DIGEST_BYTES);
	if (out->info_len > len - META_SIZE)
		return "info is longer than the record";
	body = len - META_SIZE - out->info_len;
	if (out->form == META_INLINE)
		return body == out->length ? NULL : "length does not fit";
	if (out->form == META_OBJECT)
		return body == MANIFEST_SIZE ? NULL : "manifest does not fit";
	return "a form this program does not know";
}

void format_write_manifest(const struct manifest *m, uint8_t out[MANIFEST_SIZE])
{
	memset(out, 0, MANIFEST_SIZE);
	memcpy(out, m->object, FORMAT_ID);
	memcpy(out + 16, m->key, CRYPT_KEY);
	put32(out + 48, (uint32_t)OBJECT_FRAME);
}

const char *format_read_manifest(const uint8_t *in, size_t len,
				 struct manifest *out)
{
	if (len != MANIFEST_SIZE)
		return "manifest: wrong size";
	if (get32(in + 48) != OBJECT_FRAME)
		return "manifest: a frame size this program does not know";
	memcpy(out->object, in, FORMAT_ID);
	memcpy(out->key, in + 16, CRYPT_KEY);
	return NULL;
}

/* --- batch mark --------------------------------------------------------- */

#define MARK_CRC 8

void format_write_mark(const struct mark *m, uint8_t *out)
{
	memset(out, 0, MARK_HEADER);
	memcpy(out, MARK_MAGIC, 4);
	put32(out + 4, m->count);
	put64(out + 16, m->first_seq);
	put64(out + 24, m->start);
	put64(out + 32, (uint64_t)m->stored_us);
	memcpy(out + 40, m->root, CRYPT_HASH);
	put32(out + MARK_CRC,
	      sum_without(out, (size_t)format_mark_size(m->count), MARK_CRC));
}

bool format_read_mark(const uint8_t in[MARK_HEADER], struct mark *out)
{
	if (memcmp(in, MARK_MAGIC, 4) != 0)
		return false;
	out->count = get32(in + 4);
	out->first_seq = get64(in + 16);
	out->start = get64(in + 24);
	out->stored_us = (int64_t)get64(in + 32);
	memcpy(out->root, in + 40, CRYPT_HASH);
	return true;
}

bool format_mark_is_whole(const uint8_t *in, uint32_t count)
{
	return get32(in + MARK_CRC) ==
	       sum_without(in, (size_t)format_mark_size(count), MARK_CRC);
}

/* --- footer and trailer ------------------------------------------------- */

#define FOOTER_CRC 32

void format_write_footer(const struct footer *f,
			 const struct footer_entry *entries, uint8_t *out)
{
	size_t len = (size_t)format_footer_size(f->count) - TRAILER_SIZE;
	uint8_t *p = out + FOOTER_HEADER;

	memset(out, 0, FOOTER_HEADER);
	memcpy(out, FOOTER_MAGIC, 4);
	put32(out + 4, FORMAT_VERSION);
	put64(out + 8, f->count);
	put64(out + 16, f->first_seq);
	put64(out + 24, f->start);
	for (uint64_t i = 0; i < f->count; i++, p += FOOTER_ENTRY) {
		put64(p, entries[i].name);
		put64(p + 8, entries[i].offset);
	}
	put32(out + FOOTER_CRC, sum_without(out, len, FOOTER_CRC));
	put64(out + len, f->start);
	memcpy(out + len + 8, trailer_magic, 8);
}

const char *format_read_footer(const uint8_t *in, uint64_t len,
			       struct footer *out)
{
	if (len < format_footer_size(0) || memcmp(in, FOOTER_MAGIC, 4) != 0)
		return "footer: none";
	out->count = get64(in + 8);
	out->first_seq = get64(in + 16);
	out->start = get64(in + 24);
	if (out->count > len / FOOTER_ENTRY ||
	    format_footer_size(out->count) != len)
		return "footer: cut or followed by something";
	len -= TRAILER_SIZE;
	if (get32(in + FOOTER_CRC) != sum_without(in, (size_t)len, FOOTER_CRC))
		return "footer: checksum does not fit";
	if (get32(in + 4) != FORMAT_VERSION)
		return "footer: a version this program does not know";
	if (get64(in + len) != out->start ||
	    memcmp(in + len + 8, trailer_magic, 8) != 0)
		return "trailer: not in its form";
	return NULL;
}

struct footer_entry format_footer_entry(const uint8_t *footer, uint64_t i)
{
	const uint8_t *p = footer + FOOTER_HEADER + i * FOOTER_ENTRY;

	return (struct footer_entry){ .name = get64(p),
				      .offset = get64(p + 8) };
}

/* --- object ------------------------------------------------------------- */

#define OBJECT_CRC (OBJECT_HEADER - 4)

void format_write_object_header(const struct object_header *h,
				uint8_t out[OBJECT_HEADER])
{
	memset(out, 0, OBJECT_HEADER);
	memcpy(out, object_magic, 8);
	put32(out + 8, FORMAT_VERSION);
	put32(out + 12, (uint32_t)OBJECT_FRAME);
	memcpy(out + 16, h->vault, FORMAT_ID);
	memcpy(out + 32, h->object, FORMAT_ID);
	put64(out + 48, h->born);
	put32(out + OBJECT_CRC, crc32c(0, out, OBJECT_CRC));
}

const char *format_read_object_header(const uint8_t in[OBJECT_HEADER],
				      struct object_header *out)
{
	if (memcmp(in, object_magic, 8) != 0)
		return "header: not an object";
	if (get32(in + OBJECT_CRC) != crc32c(0, in, OBJECT_CRC))
		return "header: checksum does not fit";
	if (get32(in + 8) != FORMAT_VERSION || get32(in + 12) != OBJECT_FRAME)
		return "header: a version this program does not know";
	memcpy(out->vault, in + 16, FORMAT_ID);
	memcpy(out->object, in + 32, FORMAT_ID);
	out->born = get64(in + 48);
	return NULL;
}

void format_object_nonce(uint32_t i, bool last, uint8_t out[CRYPT_NONCE])
{
	memset(out, 0, CRYPT_NONCE);
	for (int k = 0; k < 4; k++) /* big-endian, as STREAM has it */
		out[7 + k] = (uint8_t)(i >> (24 - 8 * k));
	out[11] = last ? 1 : 0;
}

/* --- names -------------------------------------------------------------- */

const char *format_pack_path(uint32_t epoch, uint64_t pack,
			     char out[FORMAT_PATH])
{
	(void)snprintf(out, FORMAT_PATH, "%04u-%02u/%08" PRIu64 ".pack",
		       epoch / 100, epoch % 100, pack);
	return out;
}

const char *format_object_path(const uint8_t id[FORMAT_ID],
			       char out[FORMAT_PATH])
{
	char hex[2 * FORMAT_ID + 1];

	encode_hex(id, FORMAT_ID, hex);
	(void)snprintf(out, FORMAT_PATH, "%.2s/%s.obj", hex, hex);
	return out;
}

uint32_t format_epoch(int64_t us)
{
	struct clock_date d = clock_to_date(us);

	return (uint32_t)d.year * 100 + (uint32_t)d.month;
}
