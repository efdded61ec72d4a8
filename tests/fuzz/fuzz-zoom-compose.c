/*
 * fuzz-zoom-compose.c - any answers and files of a meeting: what comes out
 * keeps what item.h promises, and comes out the same again.
 *
 * The input is lines that begin with '@' and what follows each of them:
 *
 *	@n ORDINAL
 *	@r NAME                an answer that is fresh (@o: told before)
 *	@p KIND ID NAME        a file that is fresh (@q: told before)
 *	@s KIND ID STATE       a part without content, STATE a digit
 */
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "item/item.h"
#include "source/zoom/compose.h"
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

static void add_piece(struct fake_material *fm, const char *line,
		      const char *body, size_t len)
{
	AUTO(free) char *first = word(line, 1);
	AUTO(free) char *second = word(line, 2);
	AUTO(free) char *third = word(line, 3);
	struct source_part p = { .kind = first,
				 .id = second,
				 .name = third,
				 .fresh = line[1] != 'q' };

	switch (line[1]) {
	case 'n':
		fake_material_ordinal(fm, (unsigned int)(*first & 3));
		break;
	case 'r':
	case 'o':
		fake_material_raw(fm, first, body, len, line[1] == 'r');
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

static void add_pieces(struct fake_material *fm, const char *s, size_t len)
{
	size_t at = next_piece(s, len, 0);

	for (int n = 0; at < len && n < PIECES_MAX; n++) {
		const char *end = memchr(s + at, '\n', len - at);
		size_t line = end != NULL ? (size_t)(end - s) - at : len - at,
		       body = at + line + (end != NULL),
		       next = next_piece(s, len, body);
		AUTO(free) char *head = mem_dup(s + at, line);

		add_piece(fm, head, s + body, next - body);
		at = next;
	}
}

static void compose(struct fake_material *fm, struct str *out)
{
	AUTO(item_free) struct item *it = NULL;
	struct err e = ERR_INIT;
	int rc = zoom_compose(fake_material(fm), &it, &e);

	assert(rc == 0 || rc == 1 || e.kind == ERR_ITEM);
	assert((rc == 1) == (it != NULL));
	if (it == NULL)
		return;
	item_text_assert(it);
	item_text(out, it);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new("uuid==");
	struct str a AUTO(str_done) = STR_INIT, b AUTO(str_done) = STR_INIT;

	add_pieces(fm, (const char *)data, size);
	compose(fm, &a);
	compose(fm, &b);
	assert(a.len == b.len && memcmp(a.s, b.s, a.len) == 0);
	return 0;
}
