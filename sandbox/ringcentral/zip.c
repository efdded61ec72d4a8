#include "zip.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

#define LOCAL_HEADER    0x04034b50
#define DESCRIPTOR      0x08074b50
#define CENTRAL_HEADER  0x02014b50
#define END             0x06054b50
#define END_64          0x06064b50
#define END_64_LOCATOR  0x07064b50
#define FLAG_DESCRIPTOR 0x0008
#define FLAG_UTF8       0x0800
#define VERSION         20
#define VERSION_64      45
#define EXTRA_64        0x0001
#define IN_64           UINT32_MAX
#define DOS_TIME        0x6000 /* 12:00, */
#define DOS_DATE        0x5c7f /* 31 March 2026 */

struct entry {
	char *name;
	unsigned int flags, method;
	uint32_t crc;
	uint64_t size, packed, offset;
};

struct ring_zip {
	struct str *out;
	size_t start;
	enum ring_zip_form form;
	struct entry *entries;
	size_t n, room;
};

struct ring_zip *ring_zip_new(struct str *out, enum ring_zip_form form)
{
	struct ring_zip *z = NEW(struct ring_zip);

	z->out = out;
	z->start = out->len;
	z->form = form;
	return z;
}

void ring_zip_free(struct ring_zip *z)
{
	if (z == NULL)
		return;
	for (size_t i = 0; i < z->n; i++)
		free(z->entries[i].name);
	free(z->entries);
	free(z);
}

static void put(struct ring_zip *z, uint64_t v, int bytes)
{
	for (; bytes > 0; bytes--, v >>= 8)
		str_add_char(z->out, (char)(v & 0xff));
}

static void put16(struct ring_zip *z, unsigned int v)
{
	put(z, v, 2);
}

static void put32(struct ring_zip *z, uint64_t v)
{
	put(z, v, 4);
}

static void put64(struct ring_zip *z, uint64_t v)
{
	put(z, v, 8);
}

/* What the local and the central header have in common, to the times. */
static void put_kind(struct ring_zip *z, const struct entry *e)
{
	put16(z, z->form == RING_ZIP_64 ? VERSION_64 : VERSION);
	put16(z, e->flags);
	put16(z, e->method);
	put16(z, DOS_TIME);
	put16(z, DOS_DATE);
}

/* Sizes that are not known yet are 0, or in the 64-bit form not here. */
static void put_local(struct ring_zip *z, const struct entry *e)
{
	bool later = (e->flags & FLAG_DESCRIPTOR) != 0;
	bool in_64 = z->form == RING_ZIP_64 && later;
	uint64_t unknown = in_64 ? IN_64 : 0;

	put32(z, LOCAL_HEADER);
	put_kind(z, e);
	put32(z, later ? 0 : e->crc);
	put32(z, later ? unknown : e->packed);
	put32(z, later ? unknown : e->size);
	put16(z, (unsigned int)strlen(e->name));
	put16(z, in_64 ? 20 : 0);
	str_add(z->out, e->name);
	if (!in_64)
		return;
	put16(z, EXTRA_64);
	put16(z, 16);
	put64(z, 0);
	put64(z, 0);
}

static void put_descriptor(struct ring_zip *z, const struct entry *e)
{
	int bytes = z->form == RING_ZIP_64 ? 8 : 4;

	put32(z, DESCRIPTOR);
	put32(z, e->crc);
	put(z, e->packed, bytes);
	put(z, e->size, bytes);
}

static size_t pack(struct str *out, const void *bytes, size_t len)
{
	z_stream s = { .next_in = (Bytef *)(uintptr_t)bytes,
		       .avail_in = (uInt)len };
	size_t packed;
	uLong room;

	if (deflateInit2(&s, 1, Z_DEFLATED, -MAX_WBITS, 8,
			 Z_DEFAULT_STRATEGY) != Z_OK)
		mem_exhausted(len);
	room = deflateBound(&s, (uLong)len);
	s.next_out = (Bytef *)str_room(out, room);
	s.avail_out = (uInt)room;
	if (deflate(&s, Z_FINISH) != Z_STREAM_END)
		abort(); /* there is room enough */
	packed = s.total_out;
	(void)deflateEnd(&s);
	out->len += packed;
	out->s[out->len] = '\0';
	return packed;
}

static struct entry *next_entry(struct ring_zip *z, const char *name)
{
	if (z->n == z->room) {
		z->room = z->room == 0 ? 16 : z->room * 2;
		z->entries =
			mem_resize(z->entries, z->room * sizeof(*z->entries));
	}
	z->entries[z->n] = (struct entry){
		.name = mem_strdup(name),
		.flags = FLAG_UTF8,
		.offset = z->out->len - z->start,
	};
	return &z->entries[z->n++];
}

void ring_zip_add(struct ring_zip *z, const char *name, const void *bytes,
		  size_t len)
{
	struct entry *e = next_entry(z, name);

	e->crc = (uint32_t)crc32_z(0, bytes, len);
	e->size = len;
	e->packed = len;
	if (z->form == RING_ZIP_STORED || str_ends(name, "/")) {
		put_local(z, e);
		str_add_len(z->out, bytes, len);
		return;
	}
	e->method = Z_DEFLATED;
	e->flags |= FLAG_DESCRIPTOR;
	put_local(z, e);
	e->packed = pack(z->out, bytes, len);
	put_descriptor(z, e);
}

static void put_central(struct ring_zip *z, const struct entry *e)
{
	bool in_64 = z->form == RING_ZIP_64;

	put32(z, CENTRAL_HEADER);
	put16(z, in_64 ? VERSION_64 : VERSION); /* made by */
	put_kind(z, e);
	put32(z, e->crc);
	put32(z, in_64 ? IN_64 : e->packed);
	put32(z, in_64 ? IN_64 : e->size);
	put16(z, (unsigned int)strlen(e->name));
	put16(z, in_64 ? 28 : 0);
	put16(z, 0); /* comment */
	put16(z, 0); /* disk */
	put16(z, 0);
	put32(z, 0);
	put32(z, in_64 ? IN_64 : e->offset);
	str_add(z->out, e->name);
	if (!in_64)
		return;
	put16(z, EXTRA_64);
	put16(z, 24);
	put64(z, e->size);
	put64(z, e->packed);
	put64(z, e->offset);
}

static void put_end_64(struct ring_zip *z, uint64_t at, uint64_t size)
{
	uint64_t end = z->out->len - z->start;

	put32(z, END_64);
	put64(z, 44); /* what follows */
	put16(z, VERSION_64);
	put16(z, VERSION_64);
	put32(z, 0);
	put32(z, 0);
	put64(z, z->n);
	put64(z, z->n);
	put64(z, size);
	put64(z, at);
	put32(z, END_64_LOCATOR);
	put32(z, 0);
	put64(z, end);
	put32(z, 1);
}

void ring_zip_end(struct ring_zip *z)
{
	uint64_t at = z->out->len - z->start, size;
	bool in_64 = z->form == RING_ZIP_64;

	for (size_t i = 0; i < z->n; i++)
		put_central(z, &z->entries[i]);
	size = z->out->len - z->start - at;
	if (in_64)
		put_end_64(z, at, size);
	put32(z, END);
	put32(z, 0); /* disks */
	put16(z, in_64 ? UINT16_MAX : (unsigned int)z->n);
	put16(z, in_64 ? UINT16_MAX : (unsigned int)z->n);
	put32(z, in_64 ? IN_64 : size);
	put32(z, in_64 ? IN_64 : at);
	put16(z, 0);
}
