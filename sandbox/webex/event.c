/* An act as the events feed tells it. */
#include "event.h"

#include "api-meetings.h"

#include "base/arena.h"
#include "base/encode.h"

#include <string.h>

struct naming {
	const char *resource, *type;
};

static const struct naming names[] = {
	[WX_JOINED] = { "memberships", "created" },
	[WX_RENAMED] = { "rooms", "updated" },
	[WX_POSTED] = { "messages", "created" },
	[WX_EDITED] = { "messages", "updated" },
	[WX_DELETED] = { "messages", "deleted" },
	[WX_ACTED] = { "attachmentActions", "created" },
	[WX_LEFT] = { "memberships", "deleted" },
	[WX_SAID] = { "meetingMessages", "created" },
	[WX_ENDED] = { "meetings", "ended" },
	[WX_WRITTEN] = { "meetingTranscripts", "created" },
};

const char *wx_act_resource(const struct wx_act *a)
{
	return names[a->kind].resource;
}

const char *wx_act_type(const struct wx_act *a)
{
	return names[a->kind].type;
}

bool wx_act_is_message(const struct wx_act *a)
{
	return a->kind == WX_POSTED || a->kind == WX_EDITED ||
	       a->kind == WX_DELETED || a->kind == WX_ACTED;
}

static const struct wx_who *first_of(const struct wx_world *w,
				     const struct wx_space *s)
{
	return &w->who[w->stays[s->first_stay].who];
}

static const struct wx_who *sayer(const struct wx_world *w,
				  const struct wx_act *a)
{
	AUTO(arena_free) struct arena *mem = arena_new();
	struct talk_line *lines;
	struct wx_crowd crowd;

	wx_meeting_crowd(&crowd, w, &w->meetings[a->subject]);
	(void)wx_meeting_chat(mem, &crowd, &lines);
	return wx_speaker(&crowd, lines[a->nth].from)->who;
}

const struct wx_who *wx_act_actor(const struct wx_world *w,
				  const struct wx_act *a)
{
	struct wx_post p;

	switch ((enum wx_act_kind)a->kind) {
	case WX_JOINED:
		return first_of(w, &w->spaces[w->stays[a->subject].space]);
	case WX_LEFT:
		return &w->who[w->stays[a->subject].who];
	case WX_RENAMED:
		return first_of(w, &w->spaces[a->subject]);
	case WX_SAID:
		return sayer(w, a);
	case WX_ENDED:
	case WX_WRITTEN:
		return w->meetings[a->subject].host;
	case WX_ACTED:
		wx_post_life(&p, w, a->subject);
		return wx_answer_from(w, &p, a->nth - 1U);
	default:
		wx_post_life(&p, w, a->subject);
		return a->kind == WX_DELETED && p.by_moderator
			       ? first_of(w, p.space)
			       : p.from;
	}
}

/* Who is added to a team's channel is so without these two. */
static json_t *membership(struct call *c, const struct wx_stay *s)
{
	json_t *o = wx_membership(c, s);

	if (c->w->spaces[s->space].kind == WX_CHANNEL) {
		(void)json_object_del(o, "roomType");
		(void)json_object_del(o, "isRoomHidden");
	}
	return o;
}

/* What is so is "yes" or "true", never a JSON boolean. */
static json_t *ended(const struct call *c, const struct wx_meeting *m)
{
	struct wx_crowd crowd;
	json_t *o = json_object(), *all = json_array();

	wx_meeting_crowd(&crowd, c->w, m);
	for (size_t i = 0; i < crowd.n; i++)
		if (crowd.parts[i].who != NULL)
			json_array_append_new(all,
					      wx_part_json(&crowd.parts[i]));
	wx_put(o, "id", m->id);
	wx_put(o, "meetingId", m->id);
	wx_put(o, "creatorId", m->host->id);
	json_object_set_new(o, "host", wx_part_json(&crowd.parts[0]));
	json_object_set_new(o, "attendees", all);
	wx_put(o, "transcriptionEnabled",
	       m->has & WX_TRANSCRIPT ? "yes" : "no");
	wx_put(o, "recordingEnabled", m->has & WX_RECORDED ? "yes" : "no");
	wx_put(o, "hasPostMeetingsChat", m->has & WX_CHAT ? "true" : "false");
	return o;
}

static json_t *said(struct call *c, const struct wx_meeting *m, unsigned int k)
{
	struct talk_line *lines;
	struct wx_crowd crowd;
	const struct wx_who *from;
	json_t *o = json_object();

	wx_meeting_crowd(&crowd, c->w, m);
	(void)wx_meeting_chat(c->a, &crowd, &lines);
	from = wx_speaker(&crowd, lines[k].from)->who;
	wx_put(o, "id", wx_said_id(c->a, c->w, m, k));
	wx_put(o, "meetingId", m->id);
	wx_put(o, "text", lines[k].text);
	wx_put(o, "personId", from->id);
	wx_put(o, "personEmail", from->email);
	wx_put(o, "type", lines[k].to != NULL ? "direct" : "group");
	wx_put_time(o, "created", m->start_us + lines[k].offset_ms * 1000);
	if (lines[k].to != NULL) {
		const struct wx_who *to = wx_speaker(&crowd, lines[k].to)->who;

		json_object_set_new(o, "recipients",
				    json_pack("[{s:s, s:s}]", "personId",
					      to->id, "personEmail",
					      to->email));
	}
	return o;
}

static json_t *written(const struct wx_meeting *m)
{
	json_t *o = json_object();

	wx_put(o, "id", m->transcript);
	wx_put(o, "meetingId", m->id);
	wx_put_time(o, "created", m->end_us + WX_READY_US);
	return o;
}

static json_t *data(struct call *c, const struct wx_act *a)
{
	struct wx_post p;

	switch ((enum wx_act_kind)a->kind) {
	case WX_SAID:
		return said(c, &c->w->meetings[a->subject], a->nth);
	case WX_ENDED:
		return ended(c, &c->w->meetings[a->subject]);
	case WX_WRITTEN:
		return written(&c->w->meetings[a->subject]);
	case WX_JOINED:
	case WX_LEFT:
		return membership(c, &c->w->stays[a->subject]);
	case WX_RENAMED:
		return wx_room(c, &c->w->spaces[a->subject], a->at_us);
	default:
		wx_post_make(&p, c->w, a->subject);
		if (a->kind == WX_ACTED)
			return wx_action(c, &p, a->nth - 1U);
		return wx_message(c, &p, a->nth, a->kind == WX_DELETED);
	}
}

/* Here the organisation is the plain base64 of its uuid. */
static void put_org(struct call *c, json_t *o)
{
	struct str text AUTO(str_done) = STR_INIT;

	encode_base64(&text, c->w->org_uuid, strlen(c->w->org_uuid));
	while (text.len > 0 && text.s[text.len - 1] == '=')
		str_cut(&text, text.len - 1);
	wx_put(o, "orgId", text.s);
}

json_t *wx_event(struct call *c, size_t act)
{
	const struct wx_act *a = &c->w->acts[act];
	json_t *o = json_object();

	wx_put(o, "id", wx_id_of(c->a, c->w->seed, "EVENT", (uint32_t)act));
	wx_put(o, "resource", wx_act_resource(a));
	wx_put(o, "type", wx_act_type(a));
	wx_put(o, "appId", "null");
	wx_put(o, "actorId", wx_act_actor(c->w, a)->id);
	put_org(c, o);
	wx_put_time(o, "created", a->at_us);
	json_object_set_new(o, "data", data(c, a));
	return o;
}
