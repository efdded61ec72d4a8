/*
 * fetch-meeting.c - a meeting's details, participants and summaries, as raw.
 *
 * Participants without times ("1970") are those of a meeting that Webex has
 * not put together yet: it is waited for, but not for ever.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/webex/fetching.h"

#include <string.h>

#define FRESH_US (2 * CLOCK_DAY)

struct about {
	struct fetching *f;
	const char *meeting;
	size_t pages, people, untimed;
	bool details, ended, summary;
	const char *host; /* "" not known */
	struct str missing, evidence;
};

static void note_missing(struct about *w, enum webex_way way,
			 const struct webex_answer *a)
{
	str_addf(&w->missing, "%s%s", w->missing.len > 0 ? ", " : "",
		 webex_way(way)->title);
	if (w->evidence.len < 600)
		str_addf(&w->evidence, "%s%s", w->evidence.len > 0 ? "; " : "",
			 a->evidence.s);
}

static int ask_details(struct about *w, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	const char *state;

	webex_answer_init(&a);
	webex_question_init(&q, WAY_MEETINGS, "/meetings/");
	webex_question_part(&q, w->meeting);
	if (webex_ask(w->f->wx, &q, &a, e) < 0)
		return -1;
	if (a.verdict != WEBEX_OK) {
		note_missing(w, WAY_MEETINGS, &a);
		return 0;
	}
	w->details = true;
	state = loose_id(a.json, "state");
	w->ended = *state == '\0' || strcmp(state, "ended") == 0;
	w->summary = loose_bool(a.json, "hasSummary") == 1;
	w->host = arena_strdup(w->f->a, loose_id(a.json, "hostEmail"));
	return webex_keep(w->f, "meeting", a.body.s, a.body.len, e);
}

static int take_people(void *ctx, const struct webex_answer *page,
		       struct err *e)
{
	struct about *w = ctx;
	const char *name =
		arena_printf(w->f->a, "participants.%zu", ++w->pages);
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(page->json, "items"), i, o)
	{
		w->people++;
		w->untimed += loose_time(o, "joinedTime") == 0 ||
			      loose_time(o, "leftTime") == 0;
	}
	return webex_keep(w->f, name, page->body.s, page->body.len, e);
}

static int ask_people(struct about *w, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };

	webex_answer_init(&a);
	webex_question_init(&q, WAY_PARTICIPANTS, "/meetingParticipants");
	webex_question_add(&q, "meetingId", w->meeting);
	if (*w->host != '\0')
		webex_question_add(&q, "hostEmail", w->host);
	q.max = 100;
	if (webex_pages(w->f->wx, &q, take_people, w, &a, e) < 0)
		return -1;
	if (a.verdict != WEBEX_OK)
		note_missing(w, WAY_PARTICIPANTS, &a);
	return 0;
}

static int ask_summaries(struct about *w, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };

	if (!w->summary)
		return 0;
	webex_answer_init(&a);
	webex_question_init(&q, WAY_SUMMARIES, "/admin/meetingSummaries");
	webex_question_add(&q, "meetingId", w->meeting);
	if (webex_ask(w->f->wx, &q, &a, e) < 0)
		return -1;
	if (a.verdict != WEBEX_OK ||
	    json_array_size(loose_array(a.json, "items")) == 0)
		return 0;
	return webex_keep(w->f, "summaries", a.body.s, a.body.len, e);
}

static int settle(struct about *w, size_t at, struct err *e)
{
	struct fetching *f = w->f;
	int64_t time_us = f->b->entries[at].time_us;
	bool fresh = time_us != 0 &&
		     account_now_us(&f->wx->acc) - time_us < FRESH_US;

	if (w->details && !w->ended)
		return webex_settle(f, at, SOURCE_WAITING,
				    "the meeting has not ended yet", "", e);
	if (fresh && !w->details)
		return webex_settle(f, at, SOURCE_WAITING,
				    "Webex does not tell of this meeting yet: "
				    "not ready",
				    w->evidence.s, e);
	if (fresh && w->untimed > 0)
		return webex_settle(
			f, at, SOURCE_WAITING,
			arena_printf(f->a,
				     "Webex does not yet tell when %zu of %zu "
				     "participants came and left: not ready",
				     w->untimed, w->people),
			"", e);
	if (w->missing.len == 0)
		return webex_settle(f, at, SOURCE_READY, "", "", e);
	return webex_settle(f, at, SOURCE_READY,
			    arena_printf(f->a,
					 "without what Webex does not "
					 "give: %s",
					 w->missing.s),
			    w->evidence.s, e);
}

int webex_fetch_meeting(struct fetching *f, size_t at, struct err *e)
{
	struct about w = { .f = f,
			   .meeting = f->b->entries[at].id,
			   .host = "",
			   .missing = STR_INIT,
			   .evidence = STR_INIT };
	int bad = ask_details(&w, e);

	if (bad == 0)
		bad = ask_people(&w, e);
	if (bad == 0)
		bad = ask_summaries(&w, e);
	if (bad == 0)
		bad = settle(&w, at, e);
	str_done(&w.missing);
	str_done(&w.evidence);
	return bad;
}

/* --- chat, polls, questions ----------------------------------------------- */

struct rows {
	struct fetching *f;
	const char *kind;
	size_t pages;
};

static int take_rows(void *ctx, const struct webex_answer *page, struct err *e)
{
	struct rows *w = ctx;
	const char *name = arena_printf(w->f->a, "%s.%zu", w->kind, ++w->pages);

	return webex_keep(w->f, name, page->body.s, page->body.len, e);
}

int webex_fetch_rows(struct fetching *f, size_t at, enum webex_way way,
		     struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	struct rows w = { f, f->b->entries[at].kind, 0 };

	webex_answer_init(&a);
	webex_question_init(&q, way,
			    way == WAY_CHATS   ? "/meetings/postMeetingChats"
			    : way == WAY_POLLS ? "/meetings/pollResults"
					       : "/meetings/q_and_a");
	webex_question_add(&q, "meetingId", f->b->entries[at].id);
	q.max = 100;
	if (webex_pages(f->wx, &q, take_rows, &w, &a, e) < 0)
		return -1;
	if (a.verdict != WEBEX_OK)
		return webex_settle_refused(f, at, &a, e);
	return webex_settle(f, at, SOURCE_READY, "", "", e);
}
