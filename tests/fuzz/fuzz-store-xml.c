/*
 * fuzz-store-xml.c - what a store answers: XML, and lists and refusals in it.
 *
 * Paths are those of one root and no deeper than promised; nothing is told
 * behind the root; text that is escaped is read back as it was.
 */
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/azure/listing.h"
#include "store/azure/refusal.h"
#include "store/s3/listing.h"
#include "store/s3/refusal.h"
#include "store/xml.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	char root[XML_PATH];
	size_t elements;
	bool over;
};

static int look(void *ctx, const char *path, const char *text, struct err *e)
{
	struct seen *s = ctx;
	size_t root = strcspn(path, "/"), depth = 1;

	(void)e;
	assert(!s->over && strlen(path) < XML_PATH);
	for (const char *p = path; *p != '\0'; p++)
		depth += *p == '/';
	assert(depth <= XML_DEPTH);
	if (s->elements++ == 0)
		memcpy(s->root, path, root);
	assert(strncmp(path, s->root, root) == 0 && s->root[root] == '\0');
	s->over = path[root] == '\0';
	assert(text[0] == '\0' ||
	       (strchr(" \t\r\n", text[0]) == NULL &&
		strchr(" \t\r\n", text[strlen(text) - 1]) == NULL));
	return 0;
}

static int same(void *ctx, const char *path, const char *text, struct err *e)
{
	(void)e;
	assert(strcmp(path, "a") == 0 && strcmp(text, ctx) == 0);
	return 0;
}

/* The input itself as a text between two other characters. */
static void check_escape(const uint8_t *data, size_t size)
{
	struct str text AUTO(str_done) = STR_INIT;
	struct str xml AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	str_add_char(&text, '|');
	for (size_t i = 0; i < size; i++)
		if (data[i] != '\0')
			str_add_char(&text, (char)data[i]);
	str_add_char(&text, '|');
	str_add(&xml, "<a>");
	xml_escape(&xml, text.s);
	str_add(&xml, "</a>");
	assert(xml_walk(xml.s, xml.len, same, text.s, &e) == 0);
}

static void check_printable(const char *text)
{
	for (const char *p = text; *p != '\0'; p++)
		assert(*p >= ' ' && *p <= '~');
}

static void check_s3(const char *bytes, size_t size, bool proper)
{
	struct s3_refusal refusal = { .status = 400 }, was = refusal;
	struct s3_page page;
	struct err e = ERR_INIT;

	if (s3_page_read(&page, bytes, size, &e) == 0) {
		assert(proper);
		for (size_t i = 0; i < page.n; i++)
			assert(page.entries[i].key != NULL &&
			       page.entries[i].version != NULL);
		assert(!page.truncated || page.next_key[0] != '\0');
		s3_page_done(&page);
	}
	err_clear(&e);
	if (s3_refusal_read(&refusal, bytes, size))
		assert(proper);
	else
		assert(memcmp(&refusal, &was, sizeof(was)) == 0);
	check_printable(refusal.code);
	check_printable(refusal.region);
	check_printable(refusal.message);
	assert(s3_refusal_tell(&refusal, "x", NULL, &e) == -1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(free) char *bytes = mem_alloc(1, size == 0 ? 1 : size);
	struct azure_refusal refusal = { .status = 400, .code = "" };
	struct azure_page page;
	struct seen seen = { .elements = 0 };
	struct err e = ERR_INIT;
	bool proper;

	if (size > 0)
		memcpy(bytes, data, size);
	proper = xml_walk(bytes, size, look, &seen, &e) == 0;
	assert(proper == (e.kind == ERR_NONE) && (!proper || seen.over));
	err_clear(&e);
	if (azure_page_read(&page, bytes, size, &e) == 0) {
		assert(proper);
		for (size_t i = 0; i < page.n; i++)
			assert(page.entries[i].name != NULL &&
			       page.entries[i].version != NULL);
		azure_page_done(&page);
	}
	azure_refusal_message(&refusal, bytes, size);
	check_printable(refusal.message);
	check_s3(bytes, size, proper);
	check_escape(data, size);
	return 0;
}
