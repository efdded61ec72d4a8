/*
 * fuzz-zoom-listing.c - pages of Zoom's listings, and its refusals.
 *
 * The first byte says which listing; the rest is what Zoom answered. Whatever
 * it is, what is told keeps to the contract of source.h.
 */
#include "base/arena.h"
#include "base/err.h"
#include "source/loose.h"
#include "source/zoom/history.h"
#include "source/zoom/listing.h"
#include "source/zoom/read/keys.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int check_entry(void *ctx, const struct source_entry *en, struct err *e)
{
	(void)ctx;
	(void)e;
	assert(en->bundle[0] != '\0' && en->kind[0] != '\0');
	assert(en->id[0] != '\0' && en->version != NULL);
	assert(en->label[0] != '\0' && en->found_by[0] != '\0');
	assert((en->reason[0] == '\0') == (en->state == SOURCE_READY));
	assert(en->evidence != NULL);
	assert(en->size >= -1);
	assert(en->raw == NULL || en->raw_len > 0);
	assert(strpbrk(en->label, "\r\n") == NULL);
	return 0;
}

static void check_notice(void *ctx, enum check_level level, const char *subject,
			 const char *text)
{
	(void)ctx;
	assert(level <= CHECK_FAIL && subject[0] != '\0' && text[0] != '\0');
}

static void tell_page(struct listing *l, uint8_t which, const json_t *page)
{
	struct err e = ERR_INIT;
	int64_t n = 0;
	int bad = 0;

	switch (which % 8) {
	case 0:
		bad = listing_recordings(l, WAY_USER_RECORDINGS, page, &e);
		break;
	case 1:
		bad = listing_trash(l, WAY_TRASH, false, page, &e);
		break;
	case 2:
		bad = listing_trash(l, WAY_TRASH, true, page, &e);
		break;
	case 3:
		bad = listing_archives(l, l->by_id, &n, page, &e);
		assert(n >= 0);
		break;
	case 4:
		bad = listing_reports(l, WAY_HISTORY, page, &e);
		break;
	case 5:
		bad = listing_reports(l, WAY_USER_REPORT, page, &e);
		break;
	case 6:
		bad = listing_summaries(l, page, &e);
		break;
	default:
		listing_users(l, "active", page);
		break;
	}
	assert(bad == 0);
}

static void check_refusal(const uint8_t *data, size_t size)
{
	struct zoom_refusal r;

	zoom_refusal_read(&r, 400, data, size);
	assert(r.verdict != ZOOM_OK);
	assert(r.message.len <= 300);
	zoom_refusal_done(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(keys_free) struct keys *by_id = keys_new();
	AUTO(keys_free) struct keys *by_uuid = keys_new();
	AUTO(zoom_history_free) struct zoom_history *h = zoom_history_new();
	struct zoom z = { .users = "", .exclude = "MP4", .history = h };
	struct source_list to = { .entry = check_entry,
				  .notice = check_notice };
	struct source_window w = { .from_us = 1, .to_us = INT64_MAX / 2 };
	struct listing l = { .z = &z,
			     .w = &w,
			     .to = &to,
			     .a = a,
			     .page = arena_new(),
			     .by_id = by_id,
			     .by_uuid = by_uuid,
			     .retention_us = 1 };
	json_t *page;

	if (size == 0) {
		arena_free(l.page);
		return 0;
	}
	check_refusal(data + 1, size - 1);
	page = loose_parse(data + 1, size - 1, NULL);
	tell_page(&l, data[0], page);
	json_decref(page);
	arena_free(l.page);
	return 0;
}
