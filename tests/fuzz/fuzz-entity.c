/*
 * fuzz-entity.c - properties of taking a message apart: it ends, takes any
 * bytes, gives valid UTF-8 for names and not more bytes than came in; what
 * comes out depends neither on the pieces the bytes come in nor on what was
 * read of other bodies; and mime/outline.h sees the same parts.
 */
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "mime/entity.h"
#include "mime/outline.h"
#include "mime/read.h"
#include "mime/skeleton.h"
#include "stream/reader.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct one_byte {
	struct reader base;
	struct reader *below;
};

static ssize_t read_one(struct reader *r, void *buf, size_t cap, struct err *e)
{
	return reader_read(((struct one_byte *)r)->below, buf, cap > 0, e);
}

static void free_one(struct reader *r)
{
	reader_free(((struct one_byte *)r)->below);
	free(r);
}

static const struct reader_ops one_ops = { read_one, free_one };

static struct reader *one_byte(struct reader *below)
{
	struct one_byte *r = NEW(struct one_byte);

	r->base.ops = &one_ops;
	r->below = below;
	return &r->base;
}

/* All of it, or every other body only. */
static size_t write_down(struct str *out, struct entities *w, bool all)
{
	struct err e = ERR_INIT;
	struct entity part;
	size_t n = 0;

	for (; entities_next(w, &part, &e) > 0; n++) {
		char buf[100];
		ssize_t got;

		str_addf(out, "\n%s %s %d:", part.media_type, part.name,
			 part.attachment);
		while ((all || n % 2 == 0) &&
		       (got = reader_read(entities_body(w), buf, sizeof(buf),
					  &e)) > 0)
			if (all)
				str_add_len(out, buf, (size_t)got);
	}
	assert(e.kind == ERR_NONE);
	return n;
}

static void check_addresses(const char *body)
{
	for (;;) {
		AUTO(str_done) struct str name = STR_INIT;
		AUTO(str_done) struct str addr = STR_INIT;
		AUTO(str_done) struct str clean = STR_INIT;
		const char *before = body;

		if (!read_address(&body, &name, &addr))
			break;
		assert(body > before && addr.len > 0);
		assert(utf8_clean(&clean, name.s, name.len));
	}
}

/* The same parts, names and types as the outline has. */
static void check_outline(const uint8_t *data, size_t size)
{
	AUTO(str_done) struct str skel = STR_INIT;
	AUTO(outline_free) struct outline *o = NULL;
	AUTO(entities_free)
	struct entities *w = entities_new(reader_mem(data, size));
	const struct outline_part *parts;
	struct err e = ERR_INIT;
	struct entity part;
	size_t n, i = 0;

	skeleton_begin(&skel);
	skeleton_literal(&skel, data, size);
	assert(outline_read(&o, skel.s, skel.len, &e) == 0);
	n = outline_parts(o, &parts);
	for (; entities_next(w, &part, &e) > 0; i++) {
		AUTO(str_done) struct str clean = STR_INIT;

		assert(utf8_clean(&clean, part.name, strlen(part.name)));
		assert(i < n);
		assert(strcmp(part.media_type, parts[i].media_type) == 0);
		assert(strcmp(part.name, parts[i].name) == 0);
		assert(part.attachment == parts[i].attachment);
	}
	assert(i == n);
	if (entities_field(w, "to") != NULL)
		check_addresses(entities_field(w, "to"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(entities_free)
	struct entities *a = entities_new(reader_mem(data, size));
	AUTO(entities_free)
	struct entities *b = entities_new(one_byte(reader_mem(data, size)));
	AUTO(entities_free)
	struct entities *c = entities_new(reader_mem(data, size));
	AUTO(str_done) struct str whole = STR_INIT;
	AUTO(str_done) struct str pieces = STR_INIT;
	AUTO(str_done) struct str names = STR_INIT;
	size_t n = write_down(&whole, a, true);

	assert(n == write_down(&pieces, b, true));
	assert(whole.len == pieces.len &&
	       memcmp(whole.s, pieces.s, whole.len) == 0);
	assert(n == write_down(&names, c, false));
	/* a bare LF becomes two bytes, a name may be given again */
	assert(whole.len <= 4 * size + 32 * n);
	if (size < 16 * 1024) /* longer lines are taken in pieces here */
		check_outline(data, size);
	return 0;
}
