/*
 * fuzz-ringcentral-compose.c - any records of a bundle: what comes out keeps
 * what item.h promises, and comes out the same again.
 *
 * The input is lines that begin with '@' and what follows each of them:
 *
 *	@b BUNDLE ORDINAL      first; "7/2026-03-01" where it is left out
 *	@r NAME                what was told beside (@o: in a message before)
 *	@v KIND ID VERSION     a version with its record (@w: told before)
 *	@p KIND ID NAME        a file with its bytes
 *	@s KIND ID STATE       a part without content, STATE a digit
 */
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "item/item.h"
#include "source/ringcentral/compose.h"
#include "tests/fake/item-text.h"
#include "tests/fake/material.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PIECES_MAX 40

/* Word number n (from 0) of a line, copied. */
static char *word(const char *line, size_t n)
{
	size_t len;

	for (;; n--) {
		line += strspn(line, " ");
		len = strcspn(line, " ");
		if (n == 0)
			return mem_dup(line, len);
		line += len;
	}
}

static void add_version(struct fake_material *fm, struct source_part *p,
			const char *version, const char *body, size_t len)
{
	struct str name AUTO(str_done) = STR_INIT;

	p->version = version;
	p->name = "";
	p->state = SOURCE_PART_COMPLETE;
	fake_material_part(fm, p, NULL, 0);
	str_addf(&name, "%s:%s:%s", p->kind, p->id, version);
	fake_material_raw(fm, name.s, body, len, p->fresh);
}

static void add_piece(struct fake_material *fm, const char *line,
		      const char *body, size_t len)
{
	AUTO(free) char *first = word(line, 1);
	AUTO(free) char *second = word(line, 2);
	AUTO(free) char *third = word(line, 3);
	struct source_part p = { .kind = first,
				 .id = second,
				 .name = third,
				 .time_us = (int64_t)len * 1000000,
				 .fresh = line[1] != 'w' };

	switch (line[1]) {
	case 'b':
		fake_material_ordinal(fm, (unsigned int)(*second & 3));
		break;
	case 'r':
	case 'o':
		fake_material_raw(fm, first, body, len, line[1] == 'r');
		break;
	case 'v':
	case 'w':
		add_version(fm, &p, third, body, len);
		break;
	case 's':
		p.state = (enum source_part_state)((unsigned int)*third % 6);
		p.name = "";
		fake_material_part(fm, &p, NULL, 0);
		break;
	default:
		fake_material_part(fm, &p, body, len);
		break;
	}
}

/* Where the next line that begins with '@' begins, or the end. */
static size_t next_piece(const char *s, size_t len, size_t from)
{
	for (size_t i = from; i < len; i++)
		if (s[i] == '@' && (i == 0 || s[i - 1] == '\n'))
			return i;
	return len;
}

static struct fake_material *read_input(const char *s, size_t len)
{
	AUTO(free) char *bundle = mem_strdup("7/2026-03-01");
	struct fake_material *fm;
	size_t at = next_piece(s, len, 0), n = 0;

	if (at + 2 < len && s[at + 1] == 'b') {
		const char *end = memchr(s + at, '\n', len - at);
		AUTO(free)
		char *line =
			mem_dup(s + at, end != NULL ? (size_t)(end - s) - at
						    : len - at);

		free(bundle);
		bundle = word(line, 1);
	}
	fm = fake_material_new(bundle);
	while (at < len && n++ < PIECES_MAX) {
		size_t next = next_piece(s, len, at + 1);
		const char *end = memchr(s + at, '\n', next - at);
		size_t head = end != NULL ? (size_t)(end - s) : next;
		AUTO(free) char *line = mem_dup(s + at, head - at);

		if (strlen(line) >= 2)
			add_piece(fm, line, s + head + (head < next),
				  next - head - (head < next));
		at = next;
	}
	return fm;
}

/* What is composed, as text; "" for nothing. */
static void compose(struct fake_material *fm, struct str *out)
{
	AUTO(item_free) struct item *it = NULL;
	struct err e = ERR_INIT;
	int rc = rc_compose(fake_material(fm), &it, &e);

	assert(rc == 0 || rc == 1 || e.kind == ERR_ITEM);
	if (rc != 1)
		return;
	item_text_assert(it);
	assert(*it->subject != '\0' && *it->ref.kind != '\0');
	item_text(out, it);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(fake_material_free)
	struct fake_material *fm = read_input((const char *)data, size);
	struct str first AUTO(str_done) = STR_INIT;
	struct str again AUTO(str_done) = STR_INIT;

	compose(fm, &first);
	compose(fm, &again);
	assert(strcmp(first.s, again.s) == 0);
	return 0;
}
