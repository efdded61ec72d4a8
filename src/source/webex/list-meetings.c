/*
 * list-meetings.c - ended meetings, and what was said and asked in them.
 *
 * The chat of the meeting client, polls and questions are a row each, if the
 * meeting has any; messages of the Webex app are events of their own. All can
 * be had some minutes after the end: until then the meeting waits, so that
 * its message is made once all is there.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/webex/listing.h"
#include "source/webex/sent.h"

#include <string.h>

#define READY_US (15 * CLOCK_MINUTE) /* after the end, by the guide */

/* --- events -------------------------------------------------------------- */

static const char *meeting_id(const json_t *data)
{
	const char *id = loose_id(data, "meetingId");

	return *id != '\0' ? id : loose_id(data, "id");
}

static int tell_transcript(struct listing *l, const json_t *data,
			   int64_t time_us, struct err *e)
{
	const char *meeting = loose_id(data, "meetingId");
	struct source_entry en = { .bundle = meeting,
				   .kind = "transcript",
				   .id = loose_id(data, "id"),
				   .version = "",
				   .label = "transcript",
				   .found_by = webex_way(WAY_EVENTS)->name,
				   .time_us = time_us,
				   .size = -1 };

	if (*meeting == '\0' || *en.id == '\0')
		return 0;
	(void)webex_met(l, meeting);
	return webex_tell_meeting(l, &en, e);
}

int webex_take_meeting_event(struct listing *l, const json_t *event,
			     struct err *e)
{
	const json_t *data = loose_object(event, "data");
	int64_t time_us = loose_time(event, "created");
	struct str raw AUTO(str_done) = STR_INIT;
	struct source_entry en = { .bundle = meeting_id(data),
				   .kind = "meeting",
				   .id = meeting_id(data),
				   .version = "",
				   .label = loose_line(l->page, data, "title"),
				   .found_by = webex_way(WAY_EVENTS)->name,
				   .time_us = time_us,
				   .size = -1 };
	struct met *m;

	if (strcmp(loose_id(event, "resource"), "meetingTranscripts") == 0)
		return tell_transcript(l, data, time_us, e);
	if (*en.id == '\0' || strcmp(loose_id(event, "type"), "ended") != 0)
		return 0;
	m = webex_met(l, en.id);
	m->ended = true;
	m->time_us = time_us;
	if (*en.label == '\0')
		en.label = "meeting";
	if (time_us > l->w->to_us - READY_US) {
		en.state = SOURCE_WAITING;
		en.reason = "Webex gives its details 15 minutes after its end";
	}
	sent_keep(&raw, event);
	en.beside_name = "ended";
	en.beside = raw.s;
	en.beside_len = raw.len;
	return webex_tell_meeting(l, &en, e);
}

/* A line of the chat in the Webex app, which has its own events. */
int webex_take_meeting_message(struct listing *l, const json_t *event,
			       struct err *e)
{
	const json_t *data = loose_object(event, "data");
	const char *type = loose_id(event, "type");
	struct str raw AUTO(str_done) = STR_INIT;
	struct source_entry en = { .bundle = loose_id(data, "meetingId"),
				   .kind = "meeting-message",
				   .id = loose_id(data, "id"),
				   .version = "",
				   .label = "line of the meeting's chat",
				   .found_by = webex_way(WAY_EVENTS)->name,
				   .time_us = loose_time(event, "created"),
				   .size = -1 };

	if (*en.bundle == '\0' || *en.id == '\0')
		return 0;
	if (strcmp(type, "deleted") == 0)
		en.version = "deleted";
	else if (strcmp(type, "updated") == 0)
		en.version = *loose_id(data, "updated") != '\0'
				     ? loose_id(data, "updated")
				     : loose_id(event, "created");
	(void)webex_met(l, en.bundle);
	sent_keep(&raw, event);
	if (!webex_is_locked(event) && !webex_is_locked(data)) {
		en.raw = raw.s;
		en.raw_len = raw.len;
	}
	return webex_tell_meeting(l, &en, e);
}

/* --- what a meeting has --------------------------------------------------- */

struct about {
	struct listing *l;
	const struct met *met;
	json_t *details; /* NULL: not told (yet) */
};

static int tell_part(struct about *w, const char *kind, const char *id,
		     const char *label, struct err *e)
{
	struct source_entry en = { .bundle = w->met->id,
				   .kind = kind,
				   .id = id,
				   .version = "",
				   .label = label,
				   .found_by = webex_way(WAY_MEETINGS)->name,
				   .time_us = w->met->time_us,
				   .size = -1 };

	return webex_tell_meeting(w->l, &en, e);
}

/* Where the details do not say: is there a first one? 1, 0, -1. */
static int probe(struct about *w, enum webex_way way, const char *path,
		 struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };

	webex_answer_init(&a);
	webex_question_init(&q, way, path);
	webex_question_add(&q, "meetingId", w->met->id);
	if (webex_ask(w->l->wx, &q, &a, e) < 0)
		return -1;
	if (a.verdict == WEBEX_SCOPE || a.verdict == WEBEX_ROLE)
		webex_tell_refused(w->l, way, a.evidence.s);
	return json_array_size(loose_array(a.json, "items")) > 0;
}

static int tell_parts(struct about *w, struct err *e)
{
	static const struct {
		const char *kind, *label, *flag, *path;
		enum webex_way way;
	} all[] = {
		{ "meeting-chat", "chat of the meeting", "hasChat",
		  "/meetings/postMeetingChats", WAY_CHATS },
		{ "meeting-poll", "polls", "hasPolls", "/meetings/pollResults",
		  WAY_POLLS },
		{ "meeting-qa", "questions and answers", "hasQA",
		  "/meetings/q_and_a", WAY_QA },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		int has = loose_bool(w->details, all[i].flag);

		if (has < 0) {
			has = probe(w, all[i].way, all[i].path, e);
			if (has < 0)
				return -1;
		}
		if (has > 0 &&
		    tell_part(w, all[i].kind, w->met->id, all[i].label, e) < 0)
			return -1;
	}
	return 0;
}

static int tell_captions(struct about *w, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	const json_t *o;
	size_t i;

	if (loose_bool(w->details, "hasClosedCaption") == 0)
		return 0;
	webex_answer_init(&a);
	webex_question_init(&q, WAY_CAPTIONS, "/meetingClosedCaptions");
	webex_question_add(&q, "meetingId", w->met->id);
	if (webex_ask(w->l->wx, &q, &a, e) < 0)
		return -1;
	if (a.verdict == WEBEX_SCOPE || a.verdict == WEBEX_ROLE)
		webex_tell_refused(w->l, WAY_CAPTIONS, a.evidence.s);
	json_array_foreach(loose_array(a.json, "items"), i, o)
	{
		if (*loose_id(o, "id") != '\0' &&
		    tell_part(w, "captions", loose_id(o, "id"),
			      "closed captions", e) < 0)
			return -1;
	}
	return 0;
}

/* --- all ----------------------------------------------------------------- */

/* Known by a recording, transcript or chat line alone: told here. */
static int tell_meeting(struct about *w, struct err *e)
{
	const char *topic = w->met->topic;

	if (*topic == '\0')
		topic = loose_line(w->l->page, w->details, "title");
	return tell_part(w, "meeting", w->met->id,
			 *topic != '\0' ? topic : "meeting", e);
}

static int list_one(struct listing *l, const struct met *m, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	struct about w = { .l = l, .met = m };

	webex_answer_init(&a);
	webex_question_init(&q, WAY_MEETINGS, "/meetings/");
	webex_question_part(&q, m->id);
	if (webex_ask(l->wx, &q, &a, e) < 0)
		return err_wrap(e, "meeting %s", m->id);
	if (a.verdict == WEBEX_SCOPE || a.verdict == WEBEX_ROLE)
		webex_tell_refused(l, WAY_MEETINGS, a.evidence.s);
	w.details = a.json;
	if (!m->ended && tell_meeting(&w, e) < 0)
		return -1;
	if (a.verdict == WEBEX_ABSENT) /* not yet; the next run finds it */
		return 0;
	if (tell_parts(&w, e) < 0)
		return -1;
	return tell_captions(&w, e);
}

int webex_list_meetings(struct listing *l, struct err *e)
{
	for (size_t i = 0; i < l->n_mets; i++) {
		if (i % 20 == 0)
			webex_tell_progress(l, "meetings %zu of %zu", i,
					    l->n_mets);
		if (list_one(l, &l->mets[i], e) < 0)
			return -1;
		webex_page_done(l);
	}
	return 0;
}
