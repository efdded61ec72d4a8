/*
 * list-backfill.c - what the feed no longer has.
 *
 * There is no list of all spaces of an organisation; but a compliance officer
 * is told all memberships of a person. So: everybody, their spaces, and of
 * each space the posts before the feed begins, newest first; and the ended
 * meetings that each of them was host of. Who has left the organisation is in
 * no list: of these, the addresses they wrote under are tried.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/webex/known.h"
#include "source/webex/listing.h"
#include "source/webex/rooms.h"

#include <string.h>

#define SHARED  CLOCK_HOUR       /* what both the feed and this are asked for */
#define SPAN_US (28 * CLOCK_DAY) /* of a question about meetings */

struct backfill {
	struct listing *l;
	struct known *seen;     /* spaces */
	struct known *by_email; /* in small letters */
	const char **emails, **spaces;
	size_t n_emails, n_spaces;
	size_t listed; /* of the addresses: in the list of people */
	size_t asked;  /* whose meetings were, or are being, asked for */
};

static void add_email(struct backfill *b, const char *email)
{
	struct str key AUTO(str_done) = STR_INIT;

	if (email == NULL || *email == '\0')
		return;
	str_add(&key, email);
	str_lowercase(key.s);
	if (*known_at(b->by_email, key.s, b->n_emails) < b->n_emails)
		return;
	b->emails = ARENA_GROW(b->l->a, b->emails, b->n_emails);
	b->emails[b->n_emails++] = arena_strdup(b->l->a, email);
}

static int take_people(void *ctx, const struct webex_answer *page,
		       struct err *e)
{
	struct backfill *b = ctx;
	const json_t *o;
	size_t i;

	(void)e;
	json_array_foreach(loose_array(page->json, "items"), i, o)
	{
		const json_t *emails = loose_array(o, "emails");

		for (size_t k = 0; k < json_array_size(emails); k++)
			add_email(b,
				  json_string_value(json_array_get(emails, k)));
	}
	return 0;
}

static int take_spaces(void *ctx, const struct webex_answer *page,
		       struct err *e)
{
	struct backfill *b = ctx;
	const json_t *o;
	size_t i;

	(void)e;
	json_array_foreach(loose_array(page->json, "items"), i, o)
	{
		const char *room = loose_id(o, "roomId");

		if (*room == '\0' ||
		    *known_at(b->seen, room, b->n_spaces) < b->n_spaces)
			continue;
		b->spaces = ARENA_GROW(b->l->a, b->spaces, b->n_spaces);
		b->spaces[b->n_spaces++] = arena_strdup(b->l->a, room);
	}
	return 0;
}

static int prepare(struct listing *l, const json_t *items, struct err *e)
{
	const json_t *o;
	size_t i;

	json_array_foreach(items, i, o)
	{
		const char *room = loose_id(o, "roomId");

		if (*room == '\0')
			continue;
		if (rooms_need(l->rooms, room, e) < 0)
			return -1;
		rooms_wrote(l->rooms, room, loose_id(o, "personId"),
			    loose_id(o, "personEmail"));
	}
	return rooms_name(l->rooms, e);
}

static int take_posts(void *ctx, const struct webex_answer *page, struct err *e)
{
	struct backfill *b = ctx;
	const json_t *items = loose_array(page->json, "items"), *o;
	bool reached = false;
	size_t i;

	if (prepare(b->l, items, e) < 0)
		return -1;
	json_array_foreach(items, i, o)
	{
		int64_t created_us = loose_time(o, "created");

		if (created_us != 0 && created_us < b->l->w->from_us) {
			reached = true;
			continue;
		}
		if (webex_take_post(b->l, o, &created_us, e) < 0)
			return -1;
		add_email(b, loose_id(o, "personEmail"));
	}
	webex_page_done(b->l);
	return reached;
}

/* 1: all of it; 0: refused, and told; -1. */
static int ask_all(struct backfill *b, struct webex_question *q,
		   int (*take)(void *ctx, const struct webex_answer *page,
			       struct err *e),
		   struct err *e)
{
	struct webex_answer a AUTO(webex_answer_done) = { 0 };

	webex_answer_init(&a);
	if (webex_pages(b->l->wx, q, take, b, &a, e) < 0)
		return -1;
	if (a.verdict == WEBEX_OK || a.verdict == WEBEX_ABSENT)
		return 1;
	/* strangers wrote as well, whose meetings are none of ours */
	if (b->listed == 0 || b->asked < b->listed)
		webex_tell_refused(b->l, q->way, a.evidence.s);
	return 0;
}

static int find_people(struct backfill *b, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };

	webex_question_init(&q, WAY_PEOPLE, "/people");
	webex_question_add(&q, "excludeStatus", "true");
	q.max = 1000;
	return ask_all(b, &q, take_people, e);
}

static int find_spaces(struct backfill *b, const char *email, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };

	webex_question_init(&q, WAY_MEMBERSHIPS, "/memberships");
	webex_question_add(&q, "personEmail", email);
	q.max = 1000;
	return ask_all(b, &q, take_spaces, e);
}

static int take_meetings(void *ctx, const struct webex_answer *page,
			 struct err *e)
{
	struct listing *l = ((struct backfill *)ctx)->l;
	const json_t *o;
	size_t i;

	(void)e;
	json_array_foreach(loose_array(page->json, "items"), i, o)
	{
		const char *id = loose_id(o, "id");
		struct met *m;

		if (*id == '\0')
			continue;
		m = webex_met(l, id);
		if (*m->topic == '\0')
			m->topic = loose_line(l->a, o, "title");
		if (m->time_us == 0)
			m->time_us = loose_time(o, "end");
	}
	return 0;
}

/* Instances of one host that ended before the feed begins. */
static int find_meetings(struct backfill *b, const char *email, struct err *e)
{
	int64_t from_us = b->l->w->from_us, to_us;
	int n = 1;

	for (; n > 0 && from_us < b->l->feed_from_us; from_us = to_us) {
		struct webex_question q AUTO(webex_question_done) = { 0 };

		to_us = from_us + SPAN_US;
		if (to_us > b->l->feed_from_us)
			to_us = b->l->feed_from_us;
		webex_question_init(&q, WAY_MEETINGS, "/meetings");
		webex_question_add(&q, "meetingType", "meeting");
		webex_question_add(&q, "state", "ended");
		webex_question_add(&q, "hostEmail", email);
		webex_question_time(&q, "from", from_us);
		webex_question_time(&q, "to", to_us);
		q.max = 100;
		n = ask_all(b, &q, take_meetings, e);
	}
	return n;
}

/* What of each person there is; a way that is refused is refused for all. */
static int ask_people(struct backfill *b, struct err *e)
{
	int spaces = 1, meetings = 1;

	b->listed = b->n_emails;
	for (size_t i = 0; i < b->listed && (spaces > 0 || meetings > 0); i++) {
		if (i % 20 == 0)
			webex_tell_progress(b->l, "spaces of people %zu of %zu",
					    i, b->listed);
		if (spaces > 0)
			spaces = find_spaces(b, b->emails[i], e);
		if (spaces >= 0 && meetings > 0)
			meetings = find_meetings(b, b->emails[i], e);
		if (spaces < 0 || meetings < 0)
			return -1;
	}
	return 0;
}

/* Who wrote and is in no list has left, or is of another organisation. */
static int ask_others(struct backfill *b, struct err *e)
{
	for (b->asked = b->listed; b->asked < b->n_emails; b->asked++) {
		if (b->asked % 20 == 0)
			webex_tell_progress(
				b->l, "meetings of who has left, %zu of %zu",
				b->asked - b->listed, b->n_emails - b->listed);
		if (find_meetings(b, b->emails[b->asked], e) < 0)
			return -1;
	}
	return 0;
}

static int read_space(struct backfill *b, const char *room, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	int64_t before_us = b->l->feed_from_us + SHARED;

	webex_answer_init(&a);
	webex_question_init(&q, WAY_MESSAGES, "/messages");
	webex_question_add(&q, "roomId", room);
	webex_question_time(&q, "before",
			    before_us < b->l->w->to_us ? before_us
						       : b->l->w->to_us);
	q.max = 500;
	if (webex_pages(b->l->wx, &q, take_posts, b, &a, e) < 0)
		return err_wrap(e, "posts of a space");
	if (a.verdict == WEBEX_OK || a.verdict == WEBEX_ABSENT)
		return 0;
	if (a.verdict == WEBEX_SCOPE)
		webex_tell_refused(b->l, WAY_MESSAGES, a.evidence.s);
	else
		webex_tell_notice(b->l, CHECK_WARN, "posts of a space",
				  "a space could not be read: %s",
				  a.evidence.s);
	return 0;
}

int webex_list_backfill(struct listing *l, struct err *e)
{
	AUTO(known_free) struct known *seen = known_new();
	AUTO(known_free) struct known *by_email = known_new();
	struct backfill b = { .l = l, .seen = seen, .by_email = by_email };
	int n;

	if (!l->wx->backfill || l->w->from_us >= l->feed_from_us)
		return 0;
	n = find_people(&b, e);
	if (n <= 0)
		return n;
	if (ask_people(&b, e) < 0)
		return -1;
	for (size_t i = 0; i < b.n_spaces; i++) {
		if (i % 20 == 0)
			webex_tell_progress(l, "spaces %zu of %zu", i,
					    b.n_spaces);
		if (read_space(&b, b.spaces[i], e) < 0)
			return -1;
	}
	return ask_others(&b, e);
}
