/*
 * fuzz-webex-listing.c - events, posts and rows of Webex's listings, and its
 * refusals.
 *
 * The first byte says which; the rest is what Webex answered. Whatever it is,
 * what is told keeps to the contract of source.h. Every way is closed, so
 * that nothing is asked.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "source/closed.h"
#include "source/loose.h"
#include "source/webex/known.h"
#include "source/webex/listing.h"
#include "source/webex/rooms.h"

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
	assert(en->evidence != NULL && en->size >= -1);
	assert(en->raw == NULL || en->raw_len > 0);
	assert(en->beside == NULL || (en->beside_len > 0 && en->beside_name));
	assert(strpbrk(en->id, " \r\n") == NULL);
	assert(strpbrk(en->label, "\r\n") == NULL);
	return 0;
}

static void check_notice(void *ctx, enum check_level level, const char *subject,
			 const char *text)
{
	(void)ctx;
	assert(level <= CHECK_FAIL && subject[0] != '\0' && text[0] != '\0');
}

static void tell(struct listing *l, uint8_t which, const json_t *o)
{
	int64_t created_us;
	struct err e = ERR_INIT;
	int bad = 0;

	switch (which % 9) {
	case 0:
		bad = webex_take_post_event(l, o, &e);
		break;
	case 1:
		bad = webex_take_post(l, o, &created_us, &e);
		assert(created_us >= 0);
		break;
	case 2:
		webex_take_deletion(l, o);
		bad = webex_list_deleted_posts(l, &e);
		break;
	case 3:
		rooms_left(l->rooms, loose_object(o, "data"), 1);
		bad = webex_take_membership(l, o, &e);
		break;
	case 4:
		bad = webex_take_renamed(l, o, &e);
		break;
	case 5:
		bad = webex_take_card(l, o, &e);
		break;
	case 6:
		bad = webex_take_meeting_event(l, o, &e);
		break;
	case 7:
		bad = webex_take_meeting_message(l, o, &e);
		break;
	default:
		bad = webex_take_recordings(l, o, &e);
		assert(bad == 0);
		bad = webex_take_transcripts(l, o, &e);
		break;
	}
	assert(bad == 0);
}

static void check_refusal(uint8_t which, const uint8_t *data, size_t size)
{
	static const int statuses[] = {
		400, 401, 403, 404, 410, 423, 428, 504
	};
	struct webex_refusal r;

	webex_refusal_read(&r, statuses[which % 8], data, size);
	assert(r.verdict != WEBEX_OK);
	assert(r.message.len <= 300);
	webex_refusal_done(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(known_free) struct known *by_id = known_new();
	AUTO(known_free) struct known *mets = known_new();
	AUTO(rooms_free) struct rooms *rooms = NULL;
	AUTO(closed_free) struct closed *closed = NULL;
	struct webex wx = { .exclude = "captions", .sites = "" };
	struct source_list to = { .entry = check_entry,
				  .notice = check_notice };
	struct source_window w = { .from_us = 1,
				   .to_us = INT64_C(253402300799000000) };
	struct listing l = { .wx = &wx,
			     .w = &w,
			     .to = &to,
			     .a = a,
			     .page = arena_new(),
			     .told = known_new(),
			     .by_id = by_id,
			     .met_by_id = mets };
	json_t *o;

	(void)pthread_mutex_init(&wx.acc.lock, NULL);
	wx.closed = closed = closed_new(WEBEX_WAYS);
	for (size_t i = 0; i < WEBEX_WAYS; i++)
		closed_set(closed, i, WEBEX_ROLE, "", "");
	rooms = l.rooms = rooms_new(&wx, "", NULL);
	if (size > 0) {
		check_refusal(data[0], data + 1, size - 1);
		o = loose_parse(data + 1, size - 1, NULL);
		tell(&l, data[0], o);
		json_decref(o);
	}
	known_free(l.told);
	arena_free(l.page);
	(void)pthread_mutex_destroy(&wx.acc.lock);
	return 0;
}
