/*
 * Video meetings that have ended in the window, and recordings. These have no
 * window of their own: pages are read until some have nothing new enough.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "source/loose.h"
#include "source/ringcentral/extensions.h"
#include "source/ringcentral/listing.h"
#include "source/ringcentral/places.h"

#include <string.h>

/* In which order recordings are listed is not documented. */
#define OLD_PAGES 3
/* A recording may be ready long after its meeting. */
#define LATE_US (14 * CLOCK_DAY)

struct video {
	struct listing *l;
	int old_pages;
};

static const char *topic(struct arena *a, const json_t *o)
{
	const char *name = loose_line(a, o, "displayName");

	return *name != '\0' ? name : "(no name given)";
}

static int tell_chat(struct listing *l, const struct source_entry *of,
		     const json_t *meeting, struct err *e)
{
	const char *url =
		loose_either(l->page, meeting, "chatContentUri", "chatUrl");
	struct source_entry en = {
		.bundle = of->bundle,
		.kind = "video-chat",
		.id = of->id,
		.label = "Chat of the meeting",
		.state = SOURCE_READY,
		.time_us = of->time_us,
		.size = -1,
	};

	if (*url == '\0')
		return 0;
	rc_places_put(l->r->places, en.kind, en.id, url, "", "text/plain", -1);
	return rc_listing_tell(l, &en, WAY_MEETINGS, e);
}

static int tell_meeting(struct listing *l, const json_t *o, struct err *e)
{
	struct arena *a = l->page;
	struct str raw AUTO(str_done) = STR_INIT;
	struct str beside AUTO(str_done) = STR_INIT;
	struct source_entry en = {
		.kind = "video-meeting",
		.id = loose_line(a, o, "id"),
		.label = topic(a, o),
		.state = SOURCE_READY,
		.time_us = loose_time(o, "startTime"),
		.beside_name = "people",
	};

	if (*en.id == '\0')
		return 0;
	en.bundle = arena_printf(a, "video/%s", en.id);
	rc_listing_json(&raw, o);
	rc_extensions_beside(l->ext, o, "", &beside);
	en.raw = raw.s;
	en.raw_len = raw.len;
	en.size = (int64_t)raw.len;
	en.beside = beside.s;
	en.beside_len = beside.len;
	if (rc_listing_tell(l, &en, WAY_MEETINGS, e) < 0)
		return -1;
	return tell_chat(l, &en, o, e);
}

static int take_meetings(void *ctx, const struct rc_answer *page, struct err *e)
{
	struct video *k = ctx;
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(page->json, "meetings"), i, o)
	{
		if (tell_meeting(k->l, o, e) < 0)
			return -1;
	}
	rc_listing_page_done(k->l);
	return 0;
}

static int tell_recording(struct listing *l, const json_t *o, struct err *e)
{
	struct arena *a = l->page;
	const char *meeting = loose_either(a, o, "meetingId", "id");
	const char *url = loose_either(a, o, "url", "mediaLink");
	struct source_entry en = {
		.kind = "video-recording",
		.id = loose_line(a, o, "id"),
		.label = topic(a, o),
		.state = SOURCE_READY,
		.time_us = loose_time(o, "startTime"),
		.delete_at_us = loose_time(o, "expiresIn"),
		.size = -1,
	};

	if (*en.id == '\0' || *url == '\0')
		return 0;
	en.bundle = arena_printf(a, "video/%s", meeting);
	rc_places_put(l->r->places, en.kind, en.id, url, en.label, "video/mp4",
		      -1);
	return rc_listing_tell(l, &en, WAY_RECORDINGS, e);
}

static int take_recordings(void *ctx, const struct rc_answer *page,
			   struct err *e)
{
	struct video *k = ctx;
	const json_t *o;
	bool any = false;
	size_t i;

	json_array_foreach(loose_array(page->json, "recordings"), i, o)
	{
		if (loose_time(o, "startTime") < k->l->w->from_us - LATE_US)
			continue;
		any = true;
		if (tell_recording(k->l, o, e) < 0)
			return -1;
	}
	rc_listing_page_done(k->l);
	k->old_pages = any ? 0 : k->old_pages + 1;
	return k->old_pages == OLD_PAGES;
}

static int ask_meetings(struct video *k, struct rc_answer *a, struct err *e)
{
	struct rc_question q AUTO(rc_question_done) = { 0 };

	rc_question_init(&q, WAY_MEETINGS,
			 "/rcvideo/v1/history/account/~/meetings");
	rc_question_time(&q, "startTimeFrom", k->l->w->from_us);
	rc_question_time(&q, "startTimeTo", k->l->w->to_us);
	rc_question_add(&q, "perPage", "100");
	if (rc_ask_pages(k->l->r, &q, RC_BY_TOKEN, take_meetings, k, a, e) < 0)
		return -1;
	if (a->verdict != RC_OK)
		rc_listing_refused(k->l, WAY_MEETINGS, a);
	return 0;
}

static int ask_recordings(struct video *k, struct rc_answer *a, struct err *e)
{
	struct rc_question q AUTO(rc_question_done) = { 0 };

	rc_question_init(&q, WAY_RECORDINGS,
			 "/rcvideo/v1/account/~/recordings");
	rc_question_add(&q, "perPage", "100");
	if (rc_ask_pages(k->l->r, &q, RC_BY_TOKEN, take_recordings, k, a, e) <
	    0)
		return -1;
	if (a->verdict != RC_OK)
		rc_listing_refused(k->l, WAY_RECORDINGS, a);
	return 0;
}

int rc_list_video(struct listing *l, struct err *e)
{
	struct video k = { .l = l };
	struct rc_answer a AUTO(rc_answer_done) = { 0 };

	if (!l->r->on[RC_VIDEO])
		return 0;
	if (rc_list_extensions(l, e) < 0)
		return -1;
	rc_answer_init(&a);
	rc_listing_progress(l, "video meetings");
	if (ask_meetings(&k, &a, e) < 0 || ask_recordings(&k, &a, e) < 0)
		return err_wrap(e, "list video meetings");
	return 0;
}
