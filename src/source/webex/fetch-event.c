/*
 * fetch-event.c - what was not decrypted when it was listed (kms_failure).
 *
 * A post's newest text can be asked for by itself; every other version, a
 * membership, a title is only in the events feed. The inventory knows when it
 * happened: the seconds around are read again. What cannot be decrypted yet
 * is never final: it waits for the next run. Nothing is gained by asking
 * again within seconds: a key server that failed at the listing and fails now
 * does so for hours, and a run would stand still for each of its posts.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/webex/fetching.h"
#include "source/webex/listing.h"
#include "source/webex/sent.h"

#include <string.h>

#define AROUND_US (5 * CLOCK_SECOND)

struct search {
	struct fetching *f;
	const struct source_wanted *w;
	bool seen, kept;
};

static const char *resource_of(const char *kind)
{
	static const char *const names[][2] = {
		{ "message", "messages" },
		{ "membership", "memberships" },
		{ "room", "rooms" },
		{ "card-action", "attachmentActions" },
		{ "meeting-message", "meetingMessages" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i][0], kind) == 0)
			return names[i][1];
	return NULL;
}

/* The event that told this very version. */
static bool is_it(const struct source_wanted *w, const json_t *event)
{
	const json_t *data = loose_object(event, "data");
	const char *type = loose_id(event, "type");
	const char *created = loose_id(event, "created");

	if (strcmp(w->kind, "membership") == 0)
		return strcmp(loose_id(event, "id"), w->id) == 0;
	if (strcmp(loose_id(data, "id"), w->id) != 0)
		return false;
	if (strcmp(w->kind, "room") == 0)
		return strcmp(created, w->version) == 0;
	if (*w->version == '\0')
		return strcmp(type, "created") == 0;
	if (strcmp(w->version, "deleted") == 0)
		return strcmp(type, "deleted") == 0;
	return strcmp(type, "updated") == 0 &&
	       (strcmp(loose_id(data, "updated"), w->version) == 0 ||
		strcmp(created, w->version) == 0);
}

static int take_page(void *ctx, const struct webex_answer *page, struct err *e)
{
	struct search *s = ctx;
	const json_t *event;
	size_t i;

	json_array_foreach(loose_array(page->json, "items"), i, event)
	{
		struct str raw AUTO(str_done) = STR_INIT;
		const char *name;

		if (s->kept || !is_it(s->w, event))
			continue;
		s->seen = true;
		if (webex_is_locked(event) ||
		    webex_is_locked(loose_object(event, "data")))
			continue;
		s->kept = true;
		sent_keep(&raw, event);
		name = arena_printf(s->f->a, "%s:%s:%s", s->w->kind, s->w->id,
				    s->w->version);
		if (webex_keep(s->f, name, raw.s, raw.len, e) < 0)
			return -1;
	}
	return s->kept;
}

static int search(struct search *s, const char *resource,
		  struct webex_answer *a, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	int64_t now_us = account_now_us(&s->f->wx->acc);
	int64_t to_us = s->w->time_us + AROUND_US;

	webex_question_init(&q, WAY_EVENTS, "/events");
	webex_question_add(&q, "resource", resource);
	webex_question_time(&q, "from", s->w->time_us - AROUND_US);
	webex_question_time(&q, "to", to_us < now_us ? to_us : now_us);
	q.max = 1000;
	return webex_pages(s->f->wx, &q, take_page, s, a, e);
}

int webex_fetch_event(struct fetching *f, size_t at, struct err *e)
{
	struct search s = { .f = f, .w = &f->b->entries[at] };
	const char *resource = resource_of(s.w->kind);
	struct webex_answer a AUTO(webex_answer_done) = { 0 };

	webex_answer_init(&a);
	if (resource != NULL && search(&s, resource, &a, e) < 0)
		return -1;
	if (s.kept)
		return webex_settle(f, at, SOURCE_READY, "", "", e);
	if (s.seen)
		return webex_settle_locked(f, at, e);
	return webex_settle(f, at, SOURCE_WAITING,
			    "it was not decrypted when it was listed "
			    "(kms_failure), and the events feed does not give "
			    "it now: not ready, it is asked for again",
			    a.evidence.s, e);
}
