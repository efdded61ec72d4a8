/*
 * fuzz-mime-headers.c - any text in any field: well formed, and it decodes
 * back to what header_clean() leaves of it.
 *
 * The first byte chooses the length of the field's name, so that the first
 * line is cut at every column; the text is taken up to 4,000 bytes.
 */
#include "base/str.h"
#include "mime/header.h"
#include "tests/unit/mime/decode.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(const char *name, const char *text, const char *clean)
{
	AUTO(str_done) struct str field = STR_INIT;
	AUTO(str_done) struct str body = STR_INIT;
	AUTO(str_done) struct str got = STR_INIT;
	bool whole = true;

	header_text(&field, name, text);
	assert(decode_well_formed(field.s));
	decode_unfold(&body, field.s);
	decode_text(&got, body.s, &whole);
	assert(whole && strcmp(got.s, clean) == 0);
}

static void check_address(const char *text, const char *clean)
{
	struct header_address list[] = { { text, "a@b.c" }, { "", "d@e.f" } };
	AUTO(str_done) struct str field = STR_INIT;
	AUTO(str_done) struct str body = STR_INIT;
	AUTO(str_done) struct str got = STR_INIT;
	AUTO(str_done) struct str want = STR_INIT;
	bool whole = true;

	header_addresses(&field, "To", list, 2);
	assert(decode_well_formed(field.s));
	decode_unfold(&body, field.s);
	decode_addresses(&got, body.s, &whole);
	str_addf(&want, *clean != '\0' ? "%s <a@b.c>|d@e.f" : "%sa@b.c|d@e.f",
		 clean);
	assert(whole && strcmp(got.s, want.s) == 0);
}

static void check_param(const char *text, const char *clean)
{
	struct header_param list[] = { { "filename", text }, { "size", "1" } };
	AUTO(str_done) struct str field = STR_INIT;
	AUTO(str_done) struct str body = STR_INIT;
	AUTO(str_done) struct str got = STR_INIT;

	header_params(&field, "Content-Disposition", "attachment", list, 2);
	assert(decode_well_formed(field.s));
	if (strstr(clean, "; ") != NULL)
		return; /* the small decoder looks for that between two */
	decode_unfold(&body, field.s);
	assert(decode_param(&got, body.s, "filename"));
	assert(strcmp(got.s, clean) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(str_done) struct str text = STR_INIT;
	AUTO(str_done) struct str clean = STR_INIT;
	char name[HEADER_NAME_MAX + 1] = { 0 };

	if (size == 0)
		return 0;
	memset(name, 'X', 1 + data[0] % HEADER_NAME_MAX);
	for (size_t i = 1; i < size && i < 4000; i++)
		if (data[i] != '\0')
			str_add_char(&text, (char)data[i]);
	header_clean(&clean, text.s);
	check_text(name, text.s, clean.s);
	check_address(text.s, clean.s);
	check_param(text.s, clean.s);
	return 0;
}
