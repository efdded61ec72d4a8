/*
 * fuzz-webex-compose.c - any answers of a conversation's day, or of a
 * meeting: what comes out keeps what item.h promises, and comes out the same
 * again.
 *
 * The input is lines that begin with '@' and what follows each of them:
 *
 *	@b BUNDLE              first, if at all
 *	@n ORDINAL
 *	@r NAME                an answer that is fresh (@o: told before)
 *	@p KIND ID VERSION     a part without content, told by its answer
 *	@s KIND ID STATE       the same in a state, a digit
 *	@f KIND ID NAME        a file
 */
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "item/item.h"
#include "source/webex/compose.h"
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
				 .time_us = (int64_t)len * 1000000,
				 .fresh = true };

	switch (line[1]) {
	case 'n':
		fake_material_ordinal(fm, (unsigned int)(*first & 3));
		break;
	case 'r':
	case 'o':
		fake_material_raw(fm, first, body, len, line[1] == 'r');
		break;
	case 'p':
		p.version = third;
		p.state = SOURCE_PART_COMPLETE;
		fake_material_part(fm, &p, NULL, 0);
		break;
	case 's':
		p.state = (enum source_part_state)((unsigned int)*third % 6);
		fake_material_part(fm, &p, NULL, 0);
		break;
	case 'f':
		p.name = third;
		fake_material_part(fm, &p, body, len);
		break;
	default:
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

static char *first_line(const char *s, size_t len)
{
	const char *end = memchr(s, '\n', len);

	return mem_dup(s, end != NULL ? (size_t)(end - s) : len);
}

static struct fake_material *read_material(const char *s, size_t len)
{
	AUTO(free) char *head = first_line(s, len);
	AUTO(free)
	char *bundle = str_starts(head, "@b ") ? word(head, 1)
					       : mem_strdup("R/2026-03-01");
	struct fake_material *fm = fake_material_new(bundle);
	size_t at = next_piece(s, len, 0);

	for (int n = 0; at < len && n < PIECES_MAX; n++) {
		AUTO(free) char *line = first_line(s + at, len - at);
		size_t behind = at + strlen(line), next;

		/* a NUL ends the line for us, not for first_line() */
		while (behind < len && s[behind] != '\n')
			behind++;
		behind += behind < len;
		next = next_piece(s, len, behind);
		add_piece(fm, line, s + behind, next - behind);
		at = next;
	}
	return fm;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(fake_material_free)
	struct fake_material *fm = read_material((const char *)data, size);
	struct str texts[2] = { STR_INIT, STR_INIT };

	for (int i = 0; i < 2; i++) {
		AUTO(item_free) struct item *it = NULL;
		struct err e = ERR_INIT;
		int rc = webex_compose(fake_material(fm), &it, &e);

		assert(rc == 0 || (rc == 1 && it != NULL) ||
		       (rc == -1 && e.kind == ERR_ITEM));
		if (it == NULL)
			continue;
		item_text_assert(it);
		item_text(&texts[i], it);
	}
	assert(strcmp(texts[0].s, texts[1].s) == 0);
	str_done(&texts[0]);
	str_done(&texts[1]);
	return 0;
}
