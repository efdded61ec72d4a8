/* Meetings, who took part, sites. */
#include "api-meetings.h"

#include "base/arena.h"

#include <string.h>

#define NOT_KNOWN_YET "1970-01-01T00:00:00.000Z"

const struct wx_meeting *wx_need_meeting(struct call *c, const char *id)
{
	const struct wx_meeting *m = wx_meeting_find(c->w, id);

	if (m != NULL && m->end_us + WX_READY_US <= c->now_us &&
	    c->now_us < wx_purged_us(c->w, m->end_us))
		return m;
	wx_not_found(c, "meeting");
	return NULL;
}

const struct wx_meeting *wx_need_meeting_arg(struct call *c)
{
	const char *id = wx_need(c, "meetingId");

	return id != NULL ? wx_need_meeting(c, id) : NULL;
}

void wx_put_meeting_ids(json_t *o, const struct wx_meeting *m)
{
	struct clock_date d = clock_to_date(m->start_us);
	char text[WX_HEX_ID + 32];

	wx_put(o, "meetingId", m->id);
	(void)snprintf(text, sizeof(text), "%s_%04d%02d%02dT%02d%02d00Z",
		       m->series, (int)d.year, d.month, d.day, d.hour,
		       d.minute);
	wx_put(o, "scheduledMeetingId", text);
	wx_put(o, "meetingSeriesId", m->series);
}

static json_t *meeting(struct call *c, const struct wx_meeting *m)
{
	struct str title AUTO(str_done) = STR_INIT;
	json_t *o = json_object();

	wx_meeting_add_title(&title, m);
	wx_put_meeting_ids(o, m);
	(void)json_object_del(o, "meetingId");
	wx_put(o, "id", m->id);
	wx_put(o, "title", title.s);
	wx_put(o, "meetingType", "meeting");
	wx_put(o, "state", "ended");
	wx_put(o, "timezone", "UTC");
	wx_put_time(o, "start", m->start_us);
	wx_put_time(o, "end", m->end_us);
	wx_put(o, "hostUserId", m->host->id);
	wx_put(o, "hostDisplayName", m->host->name);
	wx_put(o, "hostEmail", m->host->email);
	wx_put(o, "siteUrl", wx_site(m->site));
	wx_put(o, "webLink",
	       arena_printf(c->a, "https://%s/m/j.php?MTID=m%s",
			    wx_site(m->site), m->series));
	wx_put(o, "scheduledType", "meeting");
	wx_put_bool(o, "hasChat", m->has & WX_CHAT);
	wx_put_bool(o, "hasRecording", m->has & WX_RECORDED);
	wx_put_bool(o, "hasTranscription", m->has & WX_TRANSCRIPT);
	wx_put_bool(o, "hasSummary", m->has & WX_SUMMARY);
	wx_put_bool(o, "hasClosedCaption", m->has & WX_CAPTIONS);
	wx_put_bool(o, "hasPolls", m->has & WX_POLL);
	wx_put_bool(o, "hasQA", m->has & WX_QA);
	wx_put_bool(o, "enabledBreakoutSessions", (m->has & WX_BREAKOUT) != 0);
	return o;
}

void wx_api_meeting(struct call *c)
{
	/* /meetings/{} and /admin/meetings/{} */
	const struct wx_meeting *m = wx_need_meeting(
		c,
		request_decode(c->rq, c->rq->segments[c->rq->n_segments - 1]));

	if (m != NULL)
		reply_json(c->rp, 200, meeting(c, m));
}

struct wanted {
	int64_t from_us, until_us; /* of the start */
	const struct wx_who *host;
	const char *site;
};

/* Ended instances only: series and scheduled meetings are none of ours. */
static int read_wanted(struct wanted *q, struct call *c)
{
	const char *type = request_arg(c->rq, "meetingType");
	const char *state = request_arg(c->rq, "state");
	const char *host = request_arg(c->rq, "hostEmail");

	*q = (struct wanted){ .from_us = c->now_us - 7 * CLOCK_DAY,
			      .until_us = c->now_us };
	if (wx_arg_time(c, "from", &q->from_us) < 0 ||
	    wx_arg_time(c, "to", &q->until_us) < 0)
		return -1;
	if (q->from_us >= q->until_us) {
		wx_bad(c, "from", "it is not before 'to'");
		return -1;
	}
	q->site = request_arg(c->rq, "siteUrl");
	q->host = host != NULL ? wx_who_by_email(c->w, host) : wx_officer(c->w);
	if (q->host == NULL) {
		wx_not_found(c, "host");
		return -1;
	}
	if (type == NULL || strcmp(type, "meeting") != 0 ||
	    (state != NULL && strcmp(state, "ended") != 0))
		q->until_us = q->from_us; /* nothing to tell */
	return 0;
}

static bool has_all(const struct call *c, const struct wx_meeting *m)
{
	static const struct {
		const char *name;
		unsigned int has;
	} filters[] = {
		{ "hasChat", WX_CHAT },
		{ "hasRecording", WX_RECORDED },
		{ "hasTranscription", WX_TRANSCRIPT },
		{ "hasSummary", WX_SUMMARY },
		{ "hasClosedCaption", WX_CAPTIONS },
		{ "hasPolls", WX_POLL },
		{ "hasQA", WX_QA },
	};

	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++) {
		const char *value = request_arg(c->rq, filters[i].name);

		if (value != NULL && strcmp(value, "true") == 0 &&
		    !(m->has & filters[i].has))
			return false;
	}
	return true;
}

void wx_api_meetings(struct call *c)
{
	struct wanted q;
	struct wx_page p;
	uint64_t at, last = 0;

	if (read_wanted(&q, c) < 0 || wx_page_begin(&p, c, 10, 100) < 0)
		return;
	for (at = p.at; at < c->w->n_meetings; at++) {
		const struct wx_meeting *m = &c->w->meetings[at];

		if (m->host != q.host || m->start_us < q.from_us ||
		    m->start_us >= q.until_us ||
		    m->end_us + WX_READY_US > c->now_us ||
		    c->now_us >= wx_purged_us(c->w, m->end_us) ||
		    (q.site != NULL && strcmp(q.site, wx_site(m->site)) != 0) ||
		    !has_all(c, m))
			continue;
		if (wx_page_full(&p))
			break;
		wx_page_add(&p, meeting(c, m));
		last = at;
	}
	wx_page_end(&p, c, at < c->w->n_meetings, at, last);
}

/* By number or link only; who ended long ago has neither. */
void wx_api_admin_meetings(struct call *c)
{
	if (request_arg(c->rq, "meetingNumber") == NULL &&
	    request_arg(c->rq, "webLink") == NULL) {
		wx_bad(c, "meetingNumber", "it or 'webLink' is required");
		return;
	}
	reply_json(c->rp, 200, json_pack("{s:[]}", "items"));
}

/* A time that is not known yet is that of the epoch. */
static void put_when(json_t *o, const char *key, int64_t us, bool known)
{
	if (known)
		wx_put_time(o, key, us);
	else
		wx_put(o, key, NOT_KNOWN_YET);
}

/* One device for each time somebody was there. */
static json_t *device(const struct wx_part *p, int64_t join_us,
		      int64_t leave_us, bool known)
{
	json_t *o = json_object();

	wx_put(o, "deviceType",
	       p->phone != NULL ? "phone" : "webex_meeting_center_mac");
	wx_put(o, "audioType", p->phone != NULL ? "pstn" : "voip");
	put_when(o, "joinedTime", join_us, true);
	put_when(o, "leftTime", leave_us, known);
	wx_put_int(o, "durationSecond",
		   known ? (leave_us - join_us) / CLOCK_SECOND : 0);
	if (p->phone != NULL) {
		wx_put(o, "callType", "callIn");
		wx_put(o, "phoneNumber", p->phone);
	}
	return o;
}

static json_t *devices(const struct wx_part *p, bool known)
{
	if (p->away_us == 0)
		return json_pack("[o]",
				 device(p, p->join_us, p->leave_us, known));
	return json_pack("[o, o]", device(p, p->join_us, p->away_us, true),
			 device(p, p->back_us, p->leave_us, known));
}

static json_t *breakout(const struct wx_meeting *m, size_t i)
{
	char uuid[SEED_UUID];
	json_t *o = json_object();

	seed_uuid(seed_of(m->seed, "breakout", 0), uuid);
	wx_put(o, "id", uuid);
	wx_put(o, "name", "Breakout session 1");
	wx_put_time(o, "joinedTime",
		    m->start_us + (int64_t)(2 + i) * CLOCK_MINUTE);
	wx_put_time(o, "leftTime", m->start_us + 13 * CLOCK_MINUTE);
	return json_pack("[o]", o);
}

static json_t *participant(struct call *c, const struct wx_meeting *m,
			   const struct wx_part *p, size_t i)
{
	bool known = m->settled_us <= c->now_us;
	char uuid[SEED_UUID];
	json_t *o = json_object();

	seed_uuid(seed_of(m->seed, "part", i), uuid);
	wx_put(o, "id", arena_printf(c->a, "%s_%s", m->id, uuid));
	wx_put_bool(o, "host", p->host);
	wx_put_bool(o, "coHost", false);
	wx_put(o, "email", p->email);
	wx_put(o, "displayName", p->name);
	wx_put_bool(o, "invitee", p->who != NULL);
	wx_put(o, "state", "end");
	put_when(o, "joinedTime", p->join_us, true);
	put_when(o, "leftTime", p->leave_us, known);
	wx_put_time(o, "meetingStartTime", m->start_us);
	wx_put(o, "siteUrl", wx_site(m->site));
	wx_put(o, "meetingId", m->id);
	wx_put(o, "hostEmail", m->host->email);
	json_object_set_new(o, "devices", devices(p, known));
	if ((m->has & WX_BREAKOUT) && !p->host && i % 2 == 1)
		json_object_set_new(o, "breakoutSessionsAttended",
				    breakout(m, i));
	return o;
}

void wx_api_participants(struct call *c)
{
	const struct wx_meeting *m = wx_need_meeting_arg(c);
	struct wx_crowd crowd;
	struct wx_page p;
	uint64_t at, last = 0;

	if (m == NULL || wx_page_begin(&p, c, 10, 100) < 0)
		return;
	wx_meeting_crowd(&crowd, c->w, m);
	for (at = p.at; at < crowd.n && !wx_page_full(&p); at++) {
		wx_page_add(&p,
			    participant(c, m, &crowd.parts[at], (size_t)at));
		last = at;
	}
	wx_page_end(&p, c, at < crowd.n, at, last);
}

void wx_api_sites(struct call *c)
{
	json_t *sites = json_array();

	for (unsigned int i = 0; i < WX_SITES; i++)
		json_array_append_new(sites,
				      json_pack("{s:s, s:b}", "siteUrl",
						wx_site(i), "default", i == 0));
	reply_json(c->rp, 200, json_pack("{s:o}", "sites", sites));
}
