/* What of each meeting an archive must hold. */
#include "meeting.h"
#include "truth-private.h"

#include "sandbox/large.h"

#include "stream/digest.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"

#include <string.h>

static json_t *part(const struct wx_meeting *m, const struct wx_part *p)
{
	json_t *o;

	if (p->who != NULL) {
		o = wx_tell_who(p->who, m->start_us);
	} else {
		o = json_object();
		wx_put(o, "name", p->name);
		wx_put(o, "email", p->email);
		wx_put(o, "true_email", "");
		wx_put(o, "person", p->person->key);
	}
	return o;
}

static json_t *parts(const struct wx_meeting *m, const struct wx_crowd *c)
{
	json_t *all = json_array();

	for (size_t i = 0; i < c->n; i++) {
		const struct wx_part *p = &c->parts[i];
		json_t *o = part(m, p);

		wx_put_bool(o, "host", p->host);
		wx_put(o, "phone", p->phone != NULL ? p->phone : "");
		wx_tell_time(o, "joined", p->join_us);
		wx_tell_time(o, "left", p->leave_us);
		if (p->away_us != 0) {
			wx_tell_time(o, "away", p->away_us);
			wx_tell_time(o, "back", p->back_us);
		}
		json_array_append_new(all, o);
	}
	return all;
}

static struct object object_of(const struct wx_world *w,
			       const struct wx_meeting *m, const char *kind,
			       const char *id)
{
	return (struct object){
		.kind = kind,
		.id = id,
		.version = "",
		.conversation = m->id,
		.at_us = m->end_us + WX_READY_US,
		.available_us = m->end_us + WX_READY_US,
		.gone_us = wx_purged_us(w, m->end_us),
	};
}

static json_t *summary(const struct wx_meeting *m)
{
	struct str text AUTO(str_done) = STR_INIT;
	json_t *o = json_object(), *next = json_array();

	wx_summary_add(&text, m);
	wx_put(o, "html", text.s);
	for (size_t i = 0; i < WX_NEXT_STEPS; i++) {
		struct str step AUTO(str_done) = STR_INIT;

		wx_next_step_add(&step, m, i);
		json_array_append_new(next, json_string(step.s));
	}
	json_object_set_new(o, "next_steps", next);
	return o;
}

static void tell_itself(struct telling *k, const struct wx_meeting *m,
			const struct wx_crowd *c)
{
	struct object x = object_of(k->w, m, "meeting", m->id);
	struct str title AUTO(str_done) = STR_INIT;
	json_t *o;

	x.at_us = m->end_us + 3 * CLOCK_SECOND;
	x.available_us = m->settled_us;
	wx_meeting_add_title(&title, m);
	o = wx_tell_object(k, &x);
	wx_put(o, "title", title.s);
	wx_put(o, "site", wx_site(m->site));
	wx_tell_time(o, "start", m->start_us);
	wx_tell_time(o, "end", m->end_us);
	json_object_set_new(o, "participants", parts(m, c));
	if (m->has & WX_SUMMARY)
		json_object_set_new(o, "summary", summary(m));
	wx_tell_line(k, o);
}

static void put_digest(json_t *o, const char *key, const struct str *bytes)
{
	struct digest d = digest_of(bytes->s, bytes->len);

	wx_put(o, key, d.hex);
}

/* With the digests of what else its links lead to. */
static void tell_recording(struct telling *k, const struct wx_meeting *m,
			   const struct wx_crowd *c)
{
	struct object x = object_of(k->w, m, "recording", m->recording);
	struct str bytes AUTO(str_done) = STR_INIT;
	struct str sound AUTO(str_done) = STR_INIT;
	struct str text AUTO(str_done) = STR_INIT;
	struct digest digest;
	json_t *o;

	if (m->has & WX_LARGE) {
		digest = *large_digest(k->w->large);
	} else {
		wx_recording_add(&bytes, m);
		digest = digest_of(bytes.s, bytes.len);
	}
	x.digest = &digest;
	x.at_us = x.available_us = m->recorded_us;
	x.gone_us = wx_purged_us(k->w, m->recorded_us);
	o = wx_tell_object(k, &x);
	wx_put(o, "format", m->has & WX_ARF ? "ARF" : "MP4");
	wx_put(o, "site", wx_site(m->site));
	wx_tell_time(o, "deleted", m->deleted_us);
	wx_tell_time(o, "purged", m->purged_us);
	if (!(m->has & WX_PREVENTED)) {
		wx_recording_add_sound(&sound, m);
		put_digest(o, "audio_sha256", &sound);
	}
	if (!(m->has & WX_PREVENTED) && (m->has & WX_TRANSCRIPT)) {
		wx_meeting_add_vtt(&text, c, true);
		put_digest(o, "transcript_sha256", &text);
	}
	wx_tell_line(k, o);
}

/* The VTT is the artefact; the plain text says the same. */
static void tell_text(struct telling *k, const struct wx_meeting *m,
		      const struct wx_crowd *c, const char *kind,
		      const char *id, bool names)
{
	struct object x = object_of(k->w, m, kind, id);
	struct str bytes AUTO(str_done) = STR_INIT;
	struct digest digest;

	wx_meeting_add_vtt(&bytes, c, names);
	digest = digest_of(bytes.s, bytes.len);
	x.digest = &digest;
	wx_tell_line(k, wx_tell_object(k, &x));
}

static json_t *line_json(const struct wx_meeting *m, const struct wx_crowd *c,
			 const struct talk_line *l)
{
	json_t *o = json_object();

	wx_put(o, "text", l->text);
	wx_tell_time(o, "at", m->start_us + l->offset_ms * 1000);
	json_object_set_new(o, "author", part(m, wx_speaker(c, l->from)));
	if (l->to != NULL)
		json_object_set_new(o, "to", part(m, wx_speaker(c, l->to)));
	return o;
}

/* One object for the chat of the client; the feed's lines each their own. */
static void tell_chat(struct telling *k, const struct wx_meeting *m,
		      const struct wx_crowd *c)
{
	struct object x = object_of(k->w, m, "meeting-chat", m->id);
	json_t *o, *all = json_array();
	struct talk_line *lines;
	size_t n = wx_meeting_chat(k->a, c, &lines);

	for (size_t i = 0; i < n; i++)
		json_array_append_new(all, line_json(m, c, &lines[i]));
	o = wx_tell_object(k, &x);
	json_object_set_new(o, "messages", all);
	wx_tell_line(k, o);
}

static void tell_said(struct telling *k, const struct wx_meeting *m,
		      const struct wx_crowd *c)
{
	struct talk_line *lines;
	size_t n = wx_meeting_chat(k->a, c, &lines);

	for (size_t i = 0; i < n; i++) {
		struct object x =
			object_of(k->w, m, "meeting-message",
				  wx_said_id(k->a, k->w, m, (unsigned int)i));
		json_t *o, *line = line_json(m, c, &lines[i]);

		x.at_us = m->start_us + lines[i].offset_ms * 1000;
		x.available_us = x.at_us;
		x.gone_us = wx_purged_us(k->w, x.at_us);
		(void)json_object_del(line, "at");
		o = wx_tell_object(k, &x);
		json_object_update(o, line);
		json_decref(line);
		wx_tell_line(k, o);
	}
}

static void tell_polls(struct telling *k, const struct wx_meeting *m,
		       const struct wx_crowd *c)
{
	struct object x = object_of(k->w, m, "meeting-poll", m->id);
	json_t *o, *all = json_array();

	for (size_t i = 0; i < WX_POLLS; i++) {
		const struct talk_poll *poll = talk_poll(m->lang, m->seed, i);
		json_t *one = json_object(), *votes = json_object();

		wx_put(one, "question", poll->question);
		for (size_t p = 0; p < c->n; p++) {
			int choice = talk_poll_choice(&c->cast, i, p);

			if (choice >= 0)
				wx_put(votes, c->parts[p].name,
				       poll->options[choice]);
		}
		json_object_set_new(one, "votes", votes);
		json_array_append_new(all, one);
	}
	o = wx_tell_object(k, &x);
	json_object_set_new(o, "polls", all);
	wx_tell_line(k, o);
}

static void tell_questions(struct telling *k, const struct wx_meeting *m,
			   const struct wx_crowd *c)
{
	struct object x = object_of(k->w, m, "meeting-qa", m->id);
	json_t *o, *all = json_array();

	for (size_t q = 0; q < WX_QUESTIONS; q++) {
		const struct wx_part *by = wx_answerer(c, q);
		struct str question AUTO(str_done) = STR_INIT;
		struct str answer AUTO(str_done) = STR_INIT;
		json_t *one = json_object();

		wx_add_question(&question, c, q);
		wx_put(one, "question", question.s);
		wx_put(one, "by", wx_asker(c, q)->name);
		if (by != NULL) {
			wx_add_answer(&answer, c, q);
			wx_put(one, "answer", answer.s);
			wx_put(one, "answered_by", by->name);
		}
		json_array_append_new(all, one);
	}
	o = wx_tell_object(k, &x);
	json_object_set_new(o, "questions", all);
	wx_tell_line(k, o);
}

void wx_tell_meeting(struct telling *k, const struct wx_meeting *m)
{
	struct wx_crowd c;

	wx_meeting_crowd(&c, k->w, m);
	tell_itself(k, m, &c);
	if (m->has & WX_RECORDED)
		tell_recording(k, m, &c);
	if (m->has & WX_TRANSCRIPT)
		tell_text(k, m, &c, "transcript", m->transcript, true);
	if (m->has & WX_CAPTIONS)
		tell_text(k, m, &c, "captions", m->captions, false);
	if (m->has & WX_CHAT)
		tell_chat(k, m, &c);
	if (m->has & WX_SPACE_CHAT)
		tell_said(k, m, &c);
	if (m->has & WX_POLL)
		tell_polls(k, m, &c);
	if (m->has & WX_QA)
		tell_questions(k, m, &c);
}
