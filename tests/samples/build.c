#include "tests/samples/build.h"

#include "base/err.h"
#include "base/str.h"
#include "stream/digest.h"
#include "stream/reader.h"
#include "tests/samples/samples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct sample samples[] = {
	{ "empty", sample_empty, true },
	{ "meeting", sample_meeting, true },
	{ "slice", sample_slice, true },
	{ "names", sample_names, true },
	{ "note", sample_note, true },
	{ "supplement", sample_supplement, true },
	{ "hall", sample_hall, false },
	{ "webinar", sample_webinar, false },
};
const size_t n_samples = sizeof(samples) / sizeof(samples[0]);

static const struct convert_header headers[] = {
	{ "X-KVS-MessageType", "ZoomMeetings" },
	{ "X-GlobalRelay-MsgType", "M\xc3\xb6te" },
};

const struct convert_config sample_config = {
	.domain = "archive.example",
	.headers = headers,
	.n_headers = 2,
};

/* --- artefacts ------------------------------------------------------------ */

void sample_bytes(struct str *out, uint64_t seq, uint64_t size)
{
	uint32_t x = (uint32_t)seq * 2654435761U;

	for (uint64_t i = 0; i < size; i++) {
		x = x * 1664525 + 1013904223;
		str_add_char(out, (char)(x >> 24));
	}
}

struct bytes_reader {
	struct reader base;
	struct str bytes;
	struct reader *mem;
};

static ssize_t bytes_read(struct reader *r, void *buf, size_t cap,
			  struct err *e)
{
	return reader_read(((struct bytes_reader *)r)->mem, buf, cap, e);
}

static void bytes_free(struct reader *r)
{
	struct bytes_reader *b = (struct bytes_reader *)r;

	reader_free(b->mem);
	str_done(&b->bytes);
	free(b);
}

static const struct reader_ops bytes_ops = { bytes_read, bytes_free };

static int open_sample(void *ctx, const struct skeleton_artefact *a,
		       struct reader **out, struct err *e)
{
	struct bytes_reader *b = calloc(1, sizeof(*b));

	(void)ctx;
	(void)e;
	b->base.ops = &bytes_ops;
	b->bytes = STR_INIT;
	sample_bytes(&b->bytes, a->seq, a->size);
	b->mem = reader_mem(b->bytes.s, b->bytes.len);
	*out = &b->base;
	return 0;
}

const struct skeleton_opener sample_opener = { .open = open_sample };

static void digest_sample(uint8_t sha256[32], uint64_t seq, uint64_t size)
{
	AUTO(str_done) struct str bytes = STR_INIT;
	struct digest d;

	sample_bytes(&bytes, seq, size);
	d = digest_of(bytes.s, bytes.len);
	memcpy(sha256, d.bytes, sizeof(d.bytes));
}

void sample_render(const struct item *it, struct convert_message *m,
		   struct str *eml)
{
	struct err e = ERR_INIT;
	AUTO(reader_free) struct reader *r = NULL;
	char text[ERR_TEXT];
	ssize_t n = -1;

	if (convert_item(it, &sample_config, m, &e) == 0) {
		r = reader_skeleton(m->skeleton.s, m->skeleton.len,
				    &sample_opener);
		while ((n = reader_read(r, str_room(eml, 65536), 65536, &e)) >
		       0)
			eml->len += (size_t)n;
		*str_room(eml, 0) = '\0';
	}
	if (n < 0) {
		(void)fprintf(stderr, "%s: %s\n", it->title,
			      err_str(&e, text, sizeof(text)));
		exit(1);
	}
}

/* --- filling an item --------------------------------------------------------
 */

struct item *build_item(const char *source, const char *kind, const char *id)
{
	struct item *it = item_new();

	it->source = source;
	it->tenant = "acc-4711";
	it->connector = "Zoom, head office";
	it->ref = (struct item_ref){ kind, id, "0" };
	return it;
}

struct item_entry *build_entry(struct item *it, struct item_conversation *c,
			       enum item_entry_kind kind, int64_t time_us,
			       size_t author, const char *text)
{
	struct item_entry *en = item_add_entry(it, c);

	en->kind = kind;
	en->id = arena_printf(it->arena, "m%zu", c->n_entries);
	en->time_us = time_us;
	en->author = author;
	en->text = text;
	return en;
}

struct item_part *build_part(struct item *it, const char *name,
			     const char *media_type, uint64_t seq,
			     uint64_t size)
{
	struct item_part *p = item_add_part(it);

	p->state = ITEM_PART_CAPTURED;
	p->kind = "recording-file";
	p->id = arena_printf(it->arena, "f%zu", it->n_parts);
	p->version = "1";
	p->name = name;
	p->media_type = media_type;
	p->size = size;
	p->seq = seq;
	digest_sample(p->sha256, seq, size);
	return p;
}

struct item_part *build_missing(struct item *it, const char *name,
				enum item_part_state state, const char *reason)
{
	struct item_part *p = item_add_part(it);

	p->state = state;
	p->kind = "recording-file";
	p->name = name;
	p->media_type = "video/mp4";
	p->reason = reason;
	return p;
}

void build_raw(struct item *it, const char *name, uint64_t seq, uint64_t size)
{
	struct item_raw *r = item_add_raw(it);

	r->name = name;
	r->seq = seq;
	r->size = size;
	digest_sample(r->sha256, seq, size);
}
