#include "source/webex/talk/meet.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/webex/talk/text.h"

#include <string.h>

/* --- what is known ----------------------------------------------------- */

static const char *first_line(struct meet *o, const char *key)
{
	const char *text = loose_line(o->w->a, o->details, key);

	return *text != '\0' ? text
			     : loose_line(o->w->a, wxwork_data(o->ended), key);
}

/* Where nothing else has it: what the list of recordings said. */
static void look_at_recordings(struct meet *o)
{
	const struct source_material *m = o->w->m;

	for (size_t i = 0; i < m->n_raws && *o->title == '\0'; i++) {
		AUTO(json_decref) json_t *row = NULL;

		if (!str_starts(m->raws[i].name, "listed-recording:"))
			continue;
		row = wxwork_parse(o->w, &m->raws[i]);
		o->title = loose_line(o->w->a, row, "topic");
		if (*o->host == '\0')
			o->host = loose_line(o->w->a, row, "hostEmail");
		if (o->start_us == 0)
			o->start_us = loose_time(row, "timeRecorded");
	}
}

static void read_about(struct meet *o)
{
	const json_t *host = loose_object(wxwork_data(o->ended), "host");

	o->title = first_line(o, "title");
	o->host = first_line(o, "hostEmail");
	if (*o->host == '\0')
		o->host = loose_line(o->w->a, host, "email");
	if (*o->host == '\0')
		o->host = loose_line(o->w->a, host, "personEmail");
	o->start_us = loose_time(o->details, "start");
	if (o->start_us == 0)
		o->start_us = loose_time(wxwork_data(o->ended), "start");
	o->end_us = loose_time(o->details, "end");
	look_at_recordings(o);
}

/* Where no answer has the times: those of people, of parts, of the event. */
static void mend_times(struct meet *o)
{
	const struct source_material *m = o->w->m;

	if (o->start_us == 0)
		o->start_us = o->first_us;
	for (size_t i = 0; i < m->n_parts && o->start_us == 0; i++)
		o->start_us = m->parts[i].time_us;
	if (o->end_us == 0)
		o->end_us = o->last_us;
	if (o->end_us == 0)
		o->end_us = loose_time(o->ended, "created");
	if (o->end_us < o->start_us)
		o->end_us = 0;
}

/* --- the item ------------------------------------------------------------ */

static void add_fact(struct meet *o, const char *label, const char *value)
{
	if (*value != '\0')
		item_add_fact(o->w->it, label, value);
}

static void add_time(struct meet *o, const char *label, int64_t us)
{
	char text[CLOCK_TEXT];

	if (us != 0)
		item_add_fact(o->w->it, label,
			      arena_printf(o->w->a, "%s UTC",
					   clock_text(us, text)));
}

static void add_facts(struct meet *o)
{
	add_fact(o, "Meeting number", first_line(o, "meetingNumber"));
	add_fact(o, "Meeting ID", o->w->it->ref.id);
	add_fact(o, "Series ID", first_line(o, "meetingSeriesId"));
	add_fact(o, "Site", first_line(o, "siteUrl"));
	add_time(o, "Start", o->start_us);
	add_time(o, "End", o->end_us);
	add_fact(o, "Host", o->host);
	add_fact(o, "Agenda", first_line(o, "agenda"));
}

static void add_summaries(struct meet *o)
{
	AUTO(json_decref) json_t *doc = wxwork_raw(o->w, "summaries");
	const json_t *row, *action;
	size_t i, k;

	json_array_foreach(loose_array(doc, "items"), i, row)
	{
		const json_t *notes = loose_object(row, "notes");
		struct str text AUTO(str_done) = STR_INIT;

		text_of_html(&text, loose_text(o->w->a, notes, "content"));
		json_array_foreach(loose_array(row, "actionItems"), k, action)
		{
			str_addf(&text, "\n- %s",
				 loose_line(o->w->a, action, "content"));
		}
		if (text.len > 0)
			(void)item_add_text(
				o->w->it,
				strcmp(loose_id(row, "status"), "deleted") == 0
					? "Summary (deleted at "
					  "Webex)"
					: "Summary",
				loose_clean_text(o->w->a, text.s, text.len));
	}
}

static void add_count(struct str *out, size_t n, const char *one,
		      const char *many)
{
	if (n > 0)
		str_addf(out, ", %zu %s", n, n == 1 ? one : many);
}

static const char *subject(const struct meet *o)
{
	const struct item *it = o->w->it;
	struct str s AUTO(str_done) = STR_INIT;

	str_addf(&s, "Webex meeting: %.200s - ", it->title);
	if (o->w->m->ordinal > 0)
		str_add(&s, "supplement");
	else
		str_addf(&s, "%zu participant%s", it->n_people,
			 it->n_people == 1 ? "" : "s");
	add_count(&s, o->chats, "chat message", "chat messages");
	add_count(&s, o->polls, "poll", "polls");
	add_count(&s, o->questions, "question", "questions");
	add_count(&s, o->recordings, "recording", "recordings");
	return loose_clean_line(o->w->a, s.s, s.len);
}

static void name_item(struct meet *o)
{
	struct wxwork *w = o->w;
	struct item *it = w->it;
	bool later = w->m->ordinal > 0;
	const char *id = wxwork_line(w, w->m->bundle);
	struct item_ref *first = ARENA_NEW(w->a, struct item_ref);

	*first = (struct item_ref){ "meeting", id, "0" };
	wxwork_name(w, "Webex meeting",
		    later ? "IPM.NOTE.WebexTeams.Supplement"
			  : "IPM.NOTE.WebexTeams.Meeting");
	it->ref = *first;
	if (later) {
		it->ref.kind = "supplement";
		it->ref.version = arena_printf(w->a, "%u", w->m->ordinal);
		it->answers = first;
	}
	it->conversation = first_line(o, "meetingSeriesId");
	if (*it->conversation == '\0')
		it->conversation = id;
	it->title = *o->title != '\0' ? o->title : "a meeting without a title";
	it->time_us = it->start_us = o->start_us;
	it->end_us = o->end_us;
}

/* --- what may be missing ------------------------------------------------- */

static void tell_refusals(struct meet *o)
{
	const struct source_material *m = o->w->m;

	for (size_t i = 0; i < m->n_parts; i++) {
		const struct source_part *p = &m->parts[i];

		if (strcmp(p->kind, "meeting") != 0 || !p->fresh ||
		    *p->reason == '\0')
			continue;
		wxwork_notice(o->w,
			      p->state == SOURCE_PART_WAITING
				      ? "What Webex tells about the meeting "
					"was not complete when this message "
					"was made: %.300s"
				      : "Of the meeting itself: %.300s",
			      p->reason);
	}
	if (o->listed == 0)
		wxwork_notice(o->w, "Webex gave no list of participants: "
				    "those named here are known from other "
				    "parts of the meeting only.");
	if (o->hidden > 0)
		wxwork_notice(o->w,
			      "%zu further lines are not shown here; they are "
			      "in the attachments.",
			      o->hidden);
}

static bool anything_fresh(const struct source_material *m)
{
	for (size_t i = 0; i < m->n_parts; i++)
		if (m->parts[i].fresh &&
		    m->parts[i].state != SOURCE_PART_EXCLUDED &&
		    m->parts[i].state != SOURCE_PART_WAITING)
			return true;
	return false;
}

static int fill(struct meet *o, struct err *e)
{
	struct item *it = o->w->it;
	size_t host;

	read_about(o);
	host = *o->host != '\0' ? meet_person(o, "", o->host, "") : ITEM_NOBODY;
	meet_people(o);
	mend_times(o);
	name_item(o);
	if (o->w->m->ordinal == 0)
		add_facts(o);
	meet_chats(o);
	if (meet_speech(o, e) < 0)
		return -1;
	meet_tables(o);
	if (o->w->m->ordinal == 0)
		add_summaries(o);
	for (size_t i = 0; i < it->n_people; i++)
		if (*it->people[i].name == '\0')
			it->people[i].name = *it->people[i].email != '\0'
						     ? it->people[i].email
						     : "(unknown)";
	it->author = host != ITEM_NOBODY ? host
		     : it->n_people > 0  ? 0
					 : ITEM_NOBODY;
	if (host != ITEM_NOBODY)
		it->people[host].role = "Host";
	wxwork_attach_parts(o->w);
	for (size_t i = 0; i < it->n_parts; i++)
		o->recordings += strcmp(it->parts[i].kind, "recording") == 0;
	tell_refusals(o);
	wxwork_attach_raws(o->w);
	it->subject = subject(o);
	return 1;
}

int meet_compose(struct wxwork *w, struct err *e)
{
	struct meet o = { .w = w, .title = "", .host = "" };
	int n;

	if (!anything_fresh(w->m))
		return 0;
	o.details = wxwork_raw(w, "meeting");
	o.ended = wxwork_raw(w, "ended");
	n = fill(&o, e);
	json_decref(o.details);
	json_decref(o.ended);
	return n;
}
