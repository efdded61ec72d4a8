/* Reports: the account's history, a user's meetings, a meeting's details. */
#include "api.h"

#include "base/clock.h"

#include <string.h>

#define MONTH_US     (31 * CLOCK_DAY)
#define HALF_YEAR_US (183 * CLOCK_DAY)

struct window {
	int64_t from_us, until_us; /* until excluded */
};

/* Two dates, both needed, a month apart at most. */
static int read_window(struct request *rq, struct reply *rp, struct window *w)
{
	int64_t to_us = 0;

	if (request_arg(rq, "from") == NULL || request_arg(rq, "to") == NULL) {
		reply_invalid(rq, rp, "from", "from and to are required.");
		return -1;
	}
	if (arg_date(rq, rp, "from", &w->from_us) < 0 ||
	    arg_date(rq, rp, "to", &to_us) < 0)
		return -1;
	if (to_us < w->from_us || to_us - w->from_us > MONTH_US) {
		reply_invalid(rq, rp, "to",
			      "The time range must be within one month.");
		return -1;
	}
	w->until_us = to_us + CLOCK_DAY;
	return 0;
}

static bool is_ours(const struct meeting *m)
{
	return !(m->what & (PLOT_EXTERNAL | PLOT_ROOM));
}

static json_t *features(const struct meeting *m)
{
	static const struct {
		const char *name;
		uint64_t what;
	} all[] = {
		{ "screen_sharing", PLOT_VIDEO | PLOT_ARCHIVE },
		{ "video_on", PLOT_VIDEO | PLOT_ARCHIVE },
		{ "closed_caption", PLOT_CAPTIONS },
		{ "breakout_room", PLOT_BREAKOUT },
		{ "telephone_usage", PLOT_PHONE },
		{ "in_meeting_chat", PLOT_CHAT | PLOT_ARCHIVE },
		{ "poll", PLOT_POLL },
		{ "live_transcription", PLOT_TRANSCRIPT | PLOT_TEXT_ONLY },
		{ "reaction", PLOT_ARCHIVE },
		{ "whiteboard", PLOT_WHITEBOARD },
		{ "meeting_summary", PLOT_SUMMARY },
		{ "record_to_cloud", PLOT_VIDEO | PLOT_AUDIO },
		{ "file_sharing", PLOT_ARCHIVE },
		{ "smart_recording", PLOT_SMART },
	};
	json_t *o = json_object();

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		put_bool(o, all[i].name, (m->what & all[i].what) != 0);
	return o;
}

static json_t *history_object(struct request *rq, const struct meeting *m)
{
	struct cast c AUTO(cast_done) = { 0 };
	json_t *o = json_object();

	cast_make(&c, rq->sb->tenant, m);
	put_str(o, "meeting_uuid", m->uuid);
	put_int(o, "meeting_id", m->number);
	put_str(o, "type", "Meeting");
	put_str(o, "host_display_name", m->host->name);
	put_str(o, "host_email", m->host->email);
	put_time(o, "start_time", m->start_us);
	put_time(o, "end_time", m->end_us);
	put_topic(o, "topic", rq, m);
	put_int(o, "participants", (int64_t)c.n);
	put_int(o, "duration", (m->end_us - m->start_us) / CLOCK_MINUTE);
	put_int(o, "total_participant_minutes", (c.seconds + 59) / 60);
	put_str(o, "department", m->host->dept);
	json_object_set_new(o, "group", json_array());
	put_str(o, "source", "Zoom");
	put_time(o, "create_time", m->start_us - 2 * CLOCK_DAY);
	json_object_set_new(o, "custom_fields", json_array());
	json_object_set_new(o, "tracking_fields", json_array());
	json_object_set_new(o, "feature_used", features(m));
	return o;
}

static int one_of(struct request *rq, struct reply *rp, const char *name,
		  const char *const values[], size_t n, size_t *which)
{
	const char *text = request_arg(rq, name);

	if (text == NULL)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (strcmp(values[i], text) == 0) {
			*which = i;
			return 0;
		}
	reply_invalid(rq, rp, name, "Invalid value.");
	return -1;
}
#define ONE_OF(rq, rp, name, values, which)                                    \
	one_of(rq, rp, name, values, sizeof(values) / sizeof((values)[0]),     \
	       which)

static bool is_reported(const struct meeting *m, size_t report)
{
	static const uint64_t what[] = {
		~UINT64_C(0), PLOT_POLL, 0, PLOT_QA, 0, PLOT_ARCHIVE
	};

	return (m->what & what[report]) != 0 || report == 0;
}

void api_history(struct request *rq, struct reply *rp)
{
	static const char *const dates[] = { "start_time", "end_time" };
	static const char *const types[] = { "all", "meeting", "webinar" };
	static const char *const reports[] = { "all", "poll",     "survey",
					       "qa",  "resource", "reaction" };
	const struct tenant *t = rq->sb->tenant;
	size_t date = 0, type = 0, report = 0, total = 0;
	struct window w;
	struct page page;
	json_t *o, *all;

	if (read_window(rq, rp, &w) < 0 ||
	    ONE_OF(rq, rp, "date_type", dates, &date) < 0 ||
	    ONE_OF(rq, rp, "meeting_type", types, &type) < 0 ||
	    ONE_OF(rq, rp, "report_type", reports, &report) < 0 ||
	    page_begin(&page, rq, rp, NULL, NULL) < 0)
		return;
	o = json_object();
	all = json_array();
	for (size_t i = t->n; i > 0 && type != 2; i--) {
		const struct meeting *m = &t->meetings[i - 1];
		int64_t at_us = date == 0 ? m->start_us : m->end_us;

		if (is_ours(m) && m->end_us <= rq->now_us &&
		    at_us >= w.from_us && at_us < w.until_us &&
		    is_reported(m, report) && page_has(&page, total++))
			json_array_append_new(all, history_object(rq, m));
	}
	page_end(&page, rq, o, total, false);
	json_object_set_new(o, "history_meetings", all);
	reply_json(rp, 200, o);
}

static bool took_part(const struct cast *c, const struct person *p)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->all[i].person == p && c->all[i].signed_in)
			return true;
	return false;
}

enum { PAST, PAST_ONE, PAST_JOINED };

static bool is_listed(const struct meeting *m, const struct person *p,
		      const struct cast *c, size_t type)
{
	if (type == PAST_JOINED)
		return took_part(c, p);
	if (m->host != p || !is_ours(m))
		return false;
	return type == PAST_ONE ? c->n == 1 : c->n >= 2;
}

static json_t *user_meeting(struct request *rq, const struct meeting *m,
			    const struct person *p, const struct cast *c)
{
	json_t *o = json_object();

	put_meeting_facts(o, rq, m);
	put_bool(o, "has_chat", chat_exists(m));
	put_bool(o, "has_recording", (m->what & PLOT_VIDEO) != 0);
	put_str(o, "host_name", m->host->name);
	for (size_t i = 0; i < c->n; i++)
		if (c->all[i].person == p) {
			put_time(o, "join_time", c->all[i].stays[0].join_us);
			put_time(o, "leave_time",
				 c->all[i]
					 .stays[c->all[i].n_stays - 1]
					 .leave_us);
			break;
		}
	return o;
}

void api_user_meetings(struct request *rq, struct reply *rp)
{
	static const char *const types[] = { "past", "pastOne", "pastJoined" };
	const struct person *p = path_user(rq, rp, rq->segments[3]);
	const struct tenant *t = rq->sb->tenant;
	size_t type = PAST, total = 0;
	struct window w;
	struct page page;
	json_t *o, *all;

	if (p == NULL || read_window(rq, rp, &w) < 0 ||
	    ONE_OF(rq, rp, "type", types, &type) < 0 ||
	    page_begin(&page, rq, rp, NULL, NULL) < 0)
		return;
	if (w.from_us < rq->now_us - HALF_YEAR_US) {
		reply_error(rp, 300, 300,
			    "The month must fall within the last six months.");
		return;
	}
	o = json_object();
	all = json_array();
	for (size_t i = tenant_first_from(t, w.from_us);
	     i < t->n && t->meetings[i].start_us < w.until_us; i++) {
		struct cast c AUTO(cast_done) = { 0 };
		const struct meeting *m = &t->meetings[i];

		if (m->end_us > rq->now_us || (m->what & PLOT_ROOM) ||
		    (type != PAST_JOINED && m->host != p))
			continue;
		cast_make(&c, t, m);
		if (is_listed(m, p, &c, type) && page_has(&page, total++))
			json_array_append_new(all, user_meeting(rq, m, p, &c));
	}
	put_str(o, "from", request_arg(rq, "from"));
	put_str(o, "to", request_arg(rq, "to"));
	page_end(&page, rq, o, total, true);
	json_object_set_new(o, "meetings", all);
	reply_json(rp, 200, o);
}

/* Meetings, participants and minutes of one host. */
static size_t count_hosted(struct request *rq, const struct person *p,
			   const struct window *w, json_t *o)
{
	const struct tenant *t = rq->sb->tenant;
	int64_t minutes = 0, participants = 0;
	size_t n = 0;

	for (size_t i = tenant_first_from(t, w->from_us);
	     i < t->n && t->meetings[i].start_us < w->until_us; i++) {
		struct cast c AUTO(cast_done) = { 0 };
		const struct meeting *m = &t->meetings[i];

		if (m->host != p || !is_ours(m) || m->end_us > rq->now_us)
			continue;
		cast_make(&c, t, m);
		participants += (int64_t)c.n;
		minutes += (c.seconds + 59) / 60;
		n++;
	}
	put_int(o, "meetings", (int64_t)n);
	put_int(o, "participants", participants);
	put_int(o, "meeting_minutes", minutes);
	return n;
}

void api_report_users(struct request *rq, struct reply *rp)
{
	static const char *const types[] = { "active", "inactive" };
	const struct people *people = &rq->sb->tenant->people;
	size_t type = 0, total = 0;
	struct window w;
	struct page page;
	json_t *o, *all;

	if (read_window(rq, rp, &w) < 0 ||
	    ONE_OF(rq, rp, "type", types, &type) < 0 ||
	    page_begin(&page, rq, rp, NULL, NULL) < 0)
		return;
	o = json_object();
	all = json_array();
	for (size_t i = 0; i < people->n_users; i++) {
		const struct person *p = &people->all[i];
		enum person_status s = person_status_at(p, rq->now_us);
		json_t *one;

		if (p->id == NULL || s == PERSON_DELETED ||
		    p->created_us > rq->now_us)
			continue;
		one = json_object();
		put_str(one, "id", p->id);
		put_str(one, "email", p->email);
		put_str(one, "user_name", p->name);
		put_str(one, "dept", p->dept);
		put_int(one, "type", 2);
		if ((count_hosted(rq, p, &w, one) > 0) == (type == 0) &&
		    page_has(&page, total++))
			json_array_append(all, one);
		json_decref(one);
	}
	put_str(o, "from", request_arg(rq, "from"));
	put_str(o, "to", request_arg(rq, "to"));
	page_end(&page, rq, o, total, true);
	json_object_set_new(o, "users", all);
	reply_json(rp, 200, o);
}

void api_report_meeting(struct request *rq, struct reply *rp)
{
	const struct meeting *m = path_ended_meeting(rq, rp, rq->segments[3]);
	json_t *o;

	if (m == NULL)
		return;
	o = json_object();
	put_meeting_facts(o, rq, m);
	json_object_set_new(o, "custom_keys", json_array());
	json_object_set_new(o, "tracking_fields", json_array());
	reply_json(rp, 200, o);
}
