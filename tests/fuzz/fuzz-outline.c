/*
 * fuzz-outline.c - properties of reading a message for people: it ends, takes
 * any bytes, invents no parts, and gives valid UTF-8 where it decodes. The
 * first byte says where an artefact stands in the message.
 */
#include "base/encode.h"
#include "base/err.h"
#include "mime/outline.h"
#include "mime/read.h"
#include "mime/skeleton.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void valid(const char *text)
{
	AUTO(str_done) struct str clean = STR_INIT;

	assert(utf8_clean(&clean, text, strlen(text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(str_done) struct str skel = STR_INIT;
	AUTO(outline_free) struct outline *o = NULL;
	struct skeleton_artefact a = { .seq = 1, .size = 10 };
	const struct outline_field *fields;
	const struct outline_part *parts;
	struct err e = ERR_INIT;
	size_t at, n;
	bool cut;

	if (size == 0)
		return 0;
	at = data[0] % size;
	skeleton_begin(&skel);
	skeleton_literal(&skel, data, at);
	skeleton_attach(&skel, &a);
	skeleton_literal(&skel, data + at, size - at);
	assert(outline_read(&o, skel.s, skel.len, &e) == 0);
	n = outline_fields(o, &fields);
	assert(n <= size);
	for (size_t i = 0; i < n; i++)
		valid(fields[i].value);
	n = outline_parts(o, &parts);
	assert(n <= size + 1);
	for (size_t i = 0; i < n; i++)
		valid(parts[i].name);
	assert(outline_text(o, &cut)->len <= size && !cut);
	return 0;
}
