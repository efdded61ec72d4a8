/*
 * list-feed.c - the events feed, resource by resource.
 *
 * Posts are read a day at a time, oldest first; the rest in one go. Whether
 * the ends of a window belong to it is not written anywhere, so neighbours
 * share some seconds: what is told twice is one row.
 *
 * Who left is read first, for it decides who could read a post; and what was
 * deleted, so that a post that comes by later is known to be.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/webex/listing.h"
#include "source/webex/rooms.h"

#include <string.h>

#define PAGE    1000
#define SHARED  (5 * CLOCK_SECOND)
#define WALL_US (90 * CLOCK_DAY - CLOCK_HOUR) /* without Pro Pack */

struct feed {
	struct listing *l;
	const char *resource, *type; /* type NULL: all */
	int (*tell)(struct listing *l, const json_t *event, struct err *e);
};

static bool is_wanted(const struct feed *f, const json_t *event)
{
	return json_is_object(event) &&
	       strcmp(loose_id(event, "resource"), f->resource) == 0 &&
	       (f->type == NULL ||
		strcmp(loose_id(event, "type"), f->type) == 0);
}

/* All spaces of a page, and all its authors, before anything is told. */
static int prepare(struct listing *l, const struct feed *f, const json_t *items,
		   struct err *e)
{
	const json_t *event;
	size_t i;

	json_array_foreach(items, i, event)
	{
		const json_t *data = loose_object(event, "data");
		const char *room = loose_id(data, "roomId");

		if (!is_wanted(f, event) || *room == '\0')
			continue;
		if (rooms_need(l->rooms, room, e) < 0)
			return -1;
		rooms_wrote(l->rooms, room, loose_id(data, "personId"),
			    loose_id(data, "personEmail"));
	}
	return rooms_name(l->rooms, e);
}

static int take_page(void *ctx, const struct webex_answer *page, struct err *e)
{
	const struct feed *f = ctx;
	struct listing *l = f->l;
	const json_t *items = loose_array(page->json, "items"), *event;
	size_t i;

	if (f->tell == webex_take_post_event && prepare(l, f, items, e) < 0)
		return -1;
	json_array_foreach(items, i, event)
	{
		if (is_wanted(f, event) && f->tell(l, event, e) < 0)
			return -1;
	}
	webex_page_done(l);
	return 0;
}

/* 1: read, 0: refused, -1. */
static int read_feed(struct feed *f, int64_t from_us, int64_t to_us,
		     struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };

	webex_answer_init(&a);
	webex_question_init(&q, WAY_EVENTS, "/events");
	webex_question_add(&q, "resource", f->resource);
	if (f->type != NULL)
		webex_question_add(&q, "type", f->type);
	webex_question_time(&q, "from", from_us);
	webex_question_time(&q, "to", to_us);
	q.max = PAGE;
	if (webex_pages(f->l->wx, &q, take_page, f, &a, e) < 0)
		return err_wrap(e, "events feed, %s", f->resource);
	if (a.verdict == WEBEX_OK)
		return 1;
	webex_tell_refused(f->l, WAY_EVENTS, a.evidence.s);
	return 0;
}

/* --- how far back the feed goes ------------------------------------------ */

static int ask_first(struct listing *l, struct webex_answer *a, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };

	webex_question_init(&q, WAY_EVENTS, "/events");
	webex_question_add(&q, "resource", "messages");
	webex_question_time(&q, "from", l->feed_from_us);
	webex_question_time(&q, "to",
			    l->feed_from_us + CLOCK_MINUTE < l->w->to_us
				    ? l->feed_from_us + CLOCK_MINUTE
				    : l->w->to_us);
	q.max = 1;
	return webex_ask(l->wx, &q, a, e);
}

/* 1: open from l->feed_from_us on, 0: closed, -1. */
static int find_beginning(struct listing *l, struct err *e)
{
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	int64_t wall_us = l->w->to_us - WALL_US;

	l->feed_from_us = l->w->to_us - l->wx->feed_us;
	if (l->feed_from_us < l->w->from_us)
		l->feed_from_us = l->w->from_us;
	webex_answer_init(&a);
	if (ask_first(l, &a, e) < 0)
		return -1;
	if (a.verdict == WEBEX_OK)
		return 1;
	if (l->feed_from_us >= wall_us || a.verdict == WEBEX_SCOPE) {
		webex_tell_refused(l, WAY_EVENTS, a.evidence.s);
		return 0;
	}
	webex_tell_notice(
		l, CHECK_WARN, "events feed",
		l->wx->backfill
			? "Webex does not give events that are older than 90 "
			  "days (%s). With the licence Pro Pack it does. Older "
			  "posts are read space by space."
			: "Webex does not give events that are older than 90 "
			  "days (%s). With the licence Pro Pack it does. Older "
			  "posts are read space by space if the setting "
			  "backfill is yes.",
		a.evidence.s);
	l->feed_from_us = wall_us;
	if (ask_first(l, &a, e) < 0)
		return -1;
	if (a.verdict == WEBEX_OK)
		return 1;
	webex_tell_refused(l, WAY_EVENTS, a.evidence.s);
	return 0;
}

/* --- resources ----------------------------------------------------------- */

static int note_deletion(struct listing *l, const json_t *event, struct err *e)
{
	(void)e;
	webex_take_deletion(l, event);
	return 0;
}

static int note_left(struct listing *l, const json_t *event, struct err *e)
{
	(void)e;
	rooms_left(l->rooms, loose_object(event, "data"),
		   loose_time(event, "created"));
	return 0;
}

static int read_whole(struct listing *l, const char *resource, const char *type,
		      int (*tell)(struct listing *, const json_t *,
				  struct err *),
		      struct err *e)
{
	struct feed f = { l, resource, type, tell };

	return read_feed(&f, l->feed_from_us, l->w->to_us, e);
}

static int read_posts(struct listing *l, struct err *e)
{
	static const char *const types[] = { "created", "updated" };
	int64_t from_us = l->feed_from_us, next_us;
	char day[CLOCK_TEXT];

	for (; from_us < l->w->to_us; from_us = next_us) {
		next_us = clock_day_start(from_us) + CLOCK_DAY;
		webex_tell_progress(l, "posts of %s", clock_day(from_us, day));
		for (size_t i = 0; i < 2; i++) {
			struct feed f = { l, "messages", types[i],
					  webex_take_post_event };
			int64_t to_us = next_us + SHARED;
			int n = read_feed(
				&f, from_us - SHARED,
				to_us < l->w->to_us ? to_us : l->w->to_us, e);

			if (n <= 0)
				return n;
		}
	}
	return 1;
}

int webex_list_feed(struct listing *l, struct err *e)
{
	static const struct {
		const char *resource;
		int (*tell)(struct listing *, const json_t *, struct err *);
	} rest[] = {
		{ "memberships", webex_take_membership },
		{ "rooms", webex_take_renamed },
		{ "attachmentActions", webex_take_card },
		{ "meetings", webex_take_meeting_event },
		{ "meetingMessages", webex_take_meeting_message },
		{ "meetingTranscripts", webex_take_meeting_event },
	};
	int n = find_beginning(l, e);

	if (n <= 0)
		return n;
	webex_tell_progress(l, "deletions and memberships");
	n = read_whole(l, "memberships", "deleted", note_left, e);
	if (n > 0)
		n = read_whole(l, "messages", "deleted", note_deletion, e);
	if (n > 0)
		n = read_posts(l, e);
	for (size_t i = 0; n > 0 && i < sizeof(rest) / sizeof(rest[0]); i++)
		n = read_whole(l, rest[i].resource, NULL, rest[i].tell, e);
	return n < 0 ? -1 : 0;
}
