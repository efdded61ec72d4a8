/* Transcripts, captions, summaries, and the chat of the meeting client. */
#include "api-meetings.h"

#include "base/arena.h"

#include <string.h>

static const char *text_link(struct call *c, const char *path, const char *id,
			     const struct wx_meeting *m, const char *format)
{
	return arena_printf(c->a, "http://%s/v1/%s/%s/download?format=%s",
			    wx_site(m->site), path, id, format);
}

static json_t *transcript(struct call *c, const struct wx_meeting *m)
{
	struct str title AUTO(str_done) = STR_INIT;
	json_t *o = json_object();

	wx_meeting_add_title(&title, m);
	wx_put(o, "id", m->transcript);
	wx_put_time(o, "startTime", m->start_us);
	wx_put_meeting_ids(o, m);
	wx_put(o, "meetingTopic", title.s);
	wx_put(o, "siteUrl", wx_site(m->site));
	wx_put(o, "hostUserId", m->host->id);
	wx_put(o, "vttDownloadLink",
	       text_link(c, "meetingTranscripts", m->transcript, m, "vtt"));
	wx_put(o, "txtDownloadLink",
	       text_link(c, "meetingTranscripts", m->transcript, m, "txt"));
	wx_put(o, "status",
	       m->text_deleted_us <= c->now_us ? "deleted" : "available");
	return o;
}

static bool is_there(const struct call *c, const struct wx_meeting *m,
		     unsigned int what)
{
	return (m->has & what) && m->end_us + WX_READY_US <= c->now_us &&
	       c->now_us < wx_purged_us(c->w, m->end_us);
}

void wx_api_transcripts(struct call *c)
{
	const char *site = wx_need(c, "siteUrl");
	int64_t from_us, until_us;
	struct wx_page p;
	uint64_t at, last = 0;

	if (site == NULL || wx_arg_span(c, &from_us, &until_us) < 0 ||
	    wx_page_begin(&p, c, 10, 100) < 0)
		return;
	for (at = p.at; at < c->w->n_meetings; at++) {
		const struct wx_meeting *m = &c->w->meetings[at];

		if (!is_there(c, m, WX_TRANSCRIPT) || m->start_us < from_us ||
		    m->start_us >= until_us ||
		    strcmp(wx_site(m->site), site) != 0)
			continue;
		if (wx_page_full(&p))
			break;
		wx_page_add(&p, transcript(c, m));
		last = at;
	}
	wx_page_end(&p, c, at < c->w->n_meetings, at, last);
}

/* vtt, the default, or txt; of the transcript with names. */
static void send(struct call *c, const struct wx_meeting *m, bool names)
{
	const char *format = request_arg(c->rq, "format");
	struct wx_crowd crowd;

	if (format != NULL && strcmp(format, "vtt") != 0 &&
	    strcmp(format, "txt") != 0) {
		wx_bad(c, "format", "it is vtt or txt");
		return;
	}
	wx_meeting_crowd(&crowd, c->w, m);
	c->rp->status = 200;
	if (format != NULL && strcmp(format, "txt") == 0) {
		c->rp->type = "text/plain;charset=UTF-8";
		wx_meeting_add_txt(&c->rp->body, &crowd, names);
	} else {
		c->rp->type = "text/vtt;charset=UTF-8";
		wx_meeting_add_vtt(&c->rp->body, &crowd, names);
	}
}

/* A deleted one too: for the officer. */
void wx_api_transcript_file(struct call *c)
{
	const char *id = request_decode(c->rq, c->rq->segments[2]);
	const struct wx_meeting *m = wx_transcript_find(c->w, id);

	if (m == NULL || !is_there(c, m, WX_TRANSCRIPT))
		wx_not_found(c, "transcript");
	else
		send(c, m, true);
}

void wx_api_captions(struct call *c)
{
	const struct wx_meeting *m = wx_need_meeting_arg(c);
	json_t *items;

	if (m == NULL)
		return;
	items = json_array();
	if (is_there(c, m, WX_CAPTIONS)) {
		json_t *o = json_object();

		wx_put(o, "id", m->captions);
		wx_put(o, "meetingId", m->id);
		wx_put(o, "vttDownloadLink",
		       text_link(c, "meetingClosedCaptions", m->captions, m,
				 "vtt"));
		wx_put(o, "txtDownloadLink",
		       text_link(c, "meetingClosedCaptions", m->captions, m,
				 "txt"));
		wx_put_time(o, "start", m->start_us);
		json_array_append_new(items, o);
	}
	reply_json(c->rp, 200, json_pack("{s:o}", "items", items));
}

void wx_api_captions_file(struct call *c)
{
	const char *id = request_decode(c->rq, c->rq->segments[2]);
	const char *meeting = wx_need(c, "meetingId");
	const struct wx_meeting *m = wx_captions_find(c->w, id);

	if (meeting == NULL)
		return;
	if (m == NULL || strcmp(meeting, m->id) != 0 ||
	    !is_there(c, m, WX_CAPTIONS))
		wx_not_found(c, "closed caption");
	else
		send(c, m, false);
}

/* An account where there is one, else a name. */
json_t *wx_part_json(const struct wx_part *p)
{
	json_t *o = json_object();

	wx_put(o, "email", p->email);
	wx_put(o, "displayName", p->name);
	if (p->who != NULL) {
		wx_put(o, "personId", p->who->id);
		wx_put(o, "orgId", p->who->org_id);
	}
	return o;
}

/* Deleted ones too, and of ended meetings alone. */
void wx_api_summaries(struct call *c)
{
	const struct wx_meeting *m = wx_need_meeting_arg(c);
	struct str notes AUTO(str_done) = STR_INIT;
	json_t *items, *steps;
	char uuid[SEED_UUID];

	if (m == NULL)
		return;
	if (!(m->has & WX_SUMMARY)) {
		reply_json(c->rp, 200, json_pack("{s:[]}", "items"));
		return;
	}
	steps = json_array();
	for (size_t i = 0; i < WX_NEXT_STEPS; i++) {
		struct str text AUTO(str_done) = STR_INIT;

		wx_next_step_add(&text, m, i);
		json_array_append_new(steps,
				      json_pack("{s:s}", "content", text.s));
	}
	seed_uuid(seed_of(m->seed, "summary", 0), uuid);
	wx_summary_add(&notes, m);
	items = json_pack("[{s:s, s:s, s:s, s:{s:s}, s:o}]", "id", uuid,
			  "meetingId", m->id, "status",
			  m->text_deleted_us <= c->now_us ? "deleted"
							  : "available",
			  "notes", "content", notes.s, "actionItems", steps);
	reply_json(c->rp, 200, json_pack("{s:o}", "items", items));
}

static json_t *chat_line(const struct wx_meeting *m,
			 const struct wx_crowd *crowd,
			 const struct talk_line *l)
{
	json_t *o = json_object(), *to = json_array();

	wx_put(o, "id", l->id);
	wx_put_time(o, "chatTime", m->start_us + l->offset_ms * 1000);
	wx_put(o, "text", l->text);
	wx_put(o, "meetingId", m->id);
	wx_put(o, "type", l->to != NULL ? "private" : "public");
	json_object_set_new(o, "sender",
			    wx_part_json(wx_speaker(crowd, l->from)));
	if (l->to != NULL)
		json_array_append_new(to,
				      wx_part_json(wx_speaker(crowd, l->to)));
	json_object_set_new(o, "receivers", to);
	return o;
}

void wx_api_chats(struct call *c)
{
	const char *offset = request_arg(c->rq, "offset");
	const struct wx_meeting *m;
	struct talk_line *lines = NULL;
	struct wx_crowd crowd;
	struct wx_page p;
	long long first = 0;
	uint64_t at, n = 0, last = 0;

	if (!c->s.post_meeting_chat) {
		wx_error(c, 403,
			 "The post meeting chat is not enabled for the "
			 "organization.");
		return;
	}
	m = wx_need_meeting_arg(c);
	if (m == NULL || wx_page_begin(&p, c, 10, 100) < 0)
		return;
	if (offset != NULL && p.at == 0 && str_int64(offset, &first) &&
	    first > 0)
		p.at = (uint64_t)first;
	wx_meeting_crowd(&crowd, c->w, m);
	if (m->has & WX_CHAT)
		n = wx_meeting_chat(c->a, &crowd, &lines);
	for (at = p.at; at < n && !wx_page_full(&p); at++) {
		wx_page_add(&p, chat_line(m, &crowd, &lines[at]));
		last = at;
	}
	wx_page_end(&p, c, at < n, at, last);
}
