/*
 * list-meetings.c - ended meetings, and what was said and asked in them.
 *
 * Each chat line, poll and question is a row of its own, its content comes
 * with the listing. They can be had some minutes after the end: until then
 * the meeting waits, so that its message is made once all is there.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/webex/listing.h"
#include "source/webex/sent.h"

#include <string.h>

#define READY_US (15 * CLOCK_MINUTE) /* after the end, by the guide */

/* --- events -------------------------------------------------------------- */

static const char *meeting_id(const json_t *data)
{
	const char *id = sent_id(data, "meetingId");

	return *id != '\0' ? id : sent_id(data, "id");
}

static const char *host_of(struct listing *l, const json_t *data)
{
	static const char *const keys[] = { "email", "personEmail" };
	const json_t *host = sent_object(data, "host");

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (*sent_id(host, keys[i]) != '\0')
			return sent_line(l->a, host, keys[i]);
	return sent_line(l->a, data, "hostEmail");
}

static int tell_transcript(struct listing *l, const json_t *data,
			   int64_t time_us, struct err *e)
{
	const char *meeting = sent_id(data, "meetingId");
	struct source_entry en = { .bundle = meeting,
				   .kind = "transcript",
				   .id = sent_id(data, "id"),
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
	const json_t *data = sent_object(event, "data");
	int64_t time_us = sent_time(event, "created");
	struct str raw AUTO(str_done) = STR_INIT;
	struct source_entry en = { .bundle = meeting_id(data),
				   .kind = "meeting",
				   .id = meeting_id(data),
				   .version = "",
				   .label = sent_line(l->page, data, "title"),
				   .found_by = webex_way(WAY_EVENTS)->name,
				   .time_us = time_us,
				   .size = -1 };
	struct met *m;

	if (strcmp(sent_id(event, "resource"), "meetingTranscripts") == 0)
		return tell_transcript(l, data, time_us, e);
	if (*en.id == '\0' || strcmp(sent_id(event, "type"), "ended") != 0)
		return 0;
	m = webex_met(l, en.id);
	m->host = host_of(l, data);
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
	const json_t *data = sent_object(event, "data");
	const char *type = sent_id(event, "type");
	struct str raw AUTO(str_done) = STR_INIT;
	struct source_entry en = { .bundle = sent_id(data, "meetingId"),
				   .kind = "meeting-chat",
				   .id = sent_id(data, "id"),
				   .version = "",
				   .label = "line of the meeting's chat",
				   .found_by = webex_way(WAY_EVENTS)->name,
				   .time_us = sent_time(event, "created"),
				   .size = -1 };

	if (*en.bundle == '\0' || *en.id == '\0')
		return 0;
	if (strcmp(type, "deleted") == 0)
		en.version = "deleted";
	else if (strcmp(type, "updated") == 0)
		en.version = *sent_id(data, "updated") != '\0'
				     ? sent_id(data, "updated")
				     : sent_id(event, "created");
	(void)webex_met(l, en.bundle);
	sent_keep(&raw, event);
	if (!webex_is_locked(event) && !webex_is_locked(data)) {
		en.raw = raw.s;
		en.raw_len = raw.len;
	}
	return webex_tell_meeting(l, &en, e);
}

/* --- rows of one meeting ------------------------------------------------- */

struct rows {
	struct listing *l;
	const struct met *met;
	const char *kind, *label;
	enum webex_way way;
	bool fetched; /* the row is only a place to fetch from */
};

static int tell_row(struct rows *w, const json_t *o, struct err *e)
{
	struct str raw AUTO(str_done) = STR_INIT;
	struct source_entry en = { .bundle = w->met->id,
				   .kind = w->kind,
				   .id = sent_id(o, "id"),
				   .version = "",
				   .label = w->label,
				   .found_by = webex_way(w->way)->name,
				   .time_us = sent_time(o, "chatTime"),
				   .size = -1 };

	if (*en.id == '\0')
		return 0;
	if (en.time_us == 0)
		en.time_us = sent_time(o, "startTime");
	if (en.time_us == 0)
		en.time_us = w->met->time_us;
	if (!w->fetched && !webex_is_locked(o)) {
		sent_keep(&raw, o);
		en.raw = raw.s;
		en.raw_len = raw.len;
	}
	return webex_tell_meeting(w->l, &en, e);
}

static int take_rows(void *ctx, const struct webex_answer *page, struct err *e)
{
	struct rows *w = ctx;
	const json_t *o;
	size_t i;

	json_array_foreach(sent_array(page->json, "items"), i,
			   o) if (json_is_object(o) &&
				  tell_row(w, o, e) < 0) return -1;
	return 0;
}

static int ask_rows(struct rows *w, const char *path, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };

	webex_answer_init(&a);
	webex_question_init(&q, w->way, path);
	webex_question_add(&q, "meetingId", w->met->id);
	q.max = 100;
	if (webex_pages(w->l->wx, &q, take_rows, w, &a, e) < 0)
		return err_wrap(e, "meeting %s", w->met->id);
	if (a.verdict == WEBEX_SCOPE || a.verdict == WEBEX_ROLE)
		webex_tell_refused(w->l, w->way, a.evidence.s);
	return 0;
}

/* --- all ----------------------------------------------------------------- */

/* Known by a recording, transcript or chat line alone: told here. */
static int tell_meeting(struct listing *l, const struct met *m, struct err *e)
{
	struct source_entry en = { .bundle = m->id,
				   .kind = "meeting",
				   .id = m->id,
				   .version = "",
				   .label = *m->topic != '\0' ? m->topic
							      : "meeting",
				   .found_by = webex_way(WAY_RECORDINGS)->name,
				   .time_us = m->time_us,
				   .size = -1 };

	return webex_tell_meeting(l, &en, e);
}

static int list_rows(struct listing *l, const struct met *m, struct err *e)
{
	static const struct {
		const char *kind, *label, *path;
		enum webex_way way;
		bool fetched;
	} all[] = {
		{ "meeting-chat", "line of the meeting's chat",
		  "/meetings/postMeetingChats", WAY_CHATS, false },
		{ "meeting-poll", "poll", "/meetings/pollResults", WAY_POLLS,
		  false },
		{ "meeting-qa", "question", "/meetings/q_and_a", WAY_QA,
		  false },
		{ "captions", "closed captions", "/meetingClosedCaptions",
		  WAY_CAPTIONS, true },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct rows w = { l,           m,
				  all[i].kind, all[i].label,
				  all[i].way,  all[i].fetched };

		if (ask_rows(&w, all[i].path, e) < 0)
			return -1;
	}
	return 0;
}

int webex_list_meetings(struct listing *l, struct err *e)
{
	for (size_t i = 0; i < l->n_mets; i++) {
		if (i % 20 == 0)
			webex_tell_progress(l, "meetings %zu of %zu", i,
					    l->n_mets);
		if (*l->mets[i].host == '\0' &&
		    tell_meeting(l, &l->mets[i], e) < 0)
			return -1;
		if (list_rows(l, &l->mets[i], e) < 0)
			return -1;
		webex_page_done(l);
	}
	return 0;
}
