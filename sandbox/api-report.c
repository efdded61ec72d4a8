/* Reports: the account's history, a user's meetings, a meeting's details. */
#include "api.h"

#include "poll.h"

#include "base/arena.h"
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

static json_t *meeting_head(const struct meeting *m)
{
	json_t *o = json_object();

	put_int(o, "id", m->number);
	put_str(o, "uuid", m->uuid);
	put_time(o, "start_time", m->start_us);
	return o;
}

/* The report names first and last name as well, anonymous or not. */
static json_t *poll_person(const struct poll_answer *a, bool report)
{
	json_t *o = json_object();

	put_str(o, "name", a->name);
	put_str(o, "email", a->email);
	if (report && a->name == a->who->name && a->who->person != NULL) {
		put_str(o, "first_name", a->who->person->first);
		put_str(o, "last_name", a->who->person->last);
	}
	return o;
}

static json_t *poll_answers(const struct poll *p, size_t *at)
{
	const struct member *who = p->all[*at].who;
	json_t *details = json_array();

	for (; *at < p->n && p->all[*at].who == who; (*at)++) {
		const struct poll_answer *a = &p->all[*at];
		json_t *one = json_object();

		put_str(one, "question", a->question);
		put_str(one, "answer", a->answer);
		put_str(one, "polling_id", a->poll_id);
		put_time(one, "date_time", a->at_us);
		json_array_append_new(details, one);
	}
	return details;
}

static void polls(struct request *rq, struct reply *rp, const char *segment,
		  bool report)
{
	const struct meeting *m = path_ended_meeting(rq, rp, segment);
	json_t *o, *all;

	if (m == NULL)
		return;
	o = meeting_head(m);
	all = json_array();
	if (m->what & PLOT_POLL) {
		struct poll p AUTO(poll_done) = { 0 };

		poll_make(&p, rq->sb->tenant, m);
		for (size_t i = 0; i < p.n;) {
			json_t *one = poll_person(&p.all[i], report);

			json_object_set_new(one, "question_details",
					    poll_answers(&p, &i));
			json_array_append_new(all, one);
		}
	}
	json_object_set_new(o, "questions", all);
	reply_json(rp, 200, o);
}

void api_past_polls(struct request *rq, struct reply *rp)
{
	polls(rq, rp, rq->segments[2], false);
}

void api_report_polls(struct request *rq, struct reply *rp)
{
	polls(rq, rp, rq->segments[3], true);
}

static const char *user_id(const struct member *p)
{
	return p->signed_in ? p->person->id : "";
}

static json_t *qa_details(struct request *rq, const struct qa *q, bool report)
{
	json_t *o = json_object(), *answer;
	bool live = strcmp(q->answer, "live answered") == 0;

	put_str(o, "question", q->question);
	put_str(o, "answer", q->answer);
	if (!report)
		return o;
	put_str(o, "question_id",
		arena_printf(rq->arena, "%016llx",
			     (unsigned long long)seed_of_text(
				     (uint64_t)q->at_us, q->question)));
	put_time(o, "create_time", q->at_us);
	put_str(o, "question_status", "answered");
	answer = json_object();
	put_str(answer, "user_id", user_id(q->by));
	put_str(answer, "name", q->by->name);
	put_str(answer, "email", q->by->email);
	put_str(answer, "content", q->answer);
	put_time(answer, "create_time", q->at_us + CLOCK_MINUTE);
	put_str(answer, "type",
		live ? "host_answered" : "host_answered_publicly");
	json_object_set_new(o, "answer_details", json_pack("[o]", answer));
	return o;
}

static void questions(struct request *rq, struct reply *rp, const char *segment,
		      bool report)
{
	const struct meeting *m = path_ended_meeting(rq, rp, segment);
	struct cast c AUTO(cast_done) = { 0 };
	struct qa list[QA_MAX];
	json_t *o, *all;
	size_t n;

	if (m == NULL)
		return;
	cast_make(&c, rq->sb->tenant, m);
	n = qa_make(&c, m, list);
	o = meeting_head(m);
	all = json_array();
	for (size_t i = 0; i < n; i++) {
		json_t *one = json_object();

		if (report)
			put_str(one, "user_id", user_id(list[i].who));
		put_str(one, "name", list[i].who->name);
		put_str(one, "email", list[i].who->email);
		json_object_set_new(
			one, "question_details",
			json_pack("[o]", qa_details(rq, &list[i], report)));
		json_array_append_new(all, one);
	}
	json_object_set_new(o, "questions", all);
	reply_json(rp, 200, o);
}

void api_past_qa(struct request *rq, struct reply *rp)
{
	questions(rq, rp, rq->segments[2], false);
}

void api_report_qa(struct request *rq, struct reply *rp)
{
	questions(rq, rp, rq->segments[3], true);
}

/* Nobody was asked: surveys are not part of this tenant. */
void api_report_survey(struct request *rq, struct reply *rp)
{
	const struct meeting *m = path_ended_meeting(rq, rp, rq->segments[3]);
	json_t *o;

	if (m == NULL)
		return;
	o = json_object();
	put_int(o, "meeting_id", m->number);
	put_str(o, "meeting_uuid", m->uuid);
	put_time(o, "start_time", m->start_us);
	json_object_set_new(o, "survey_answers", json_array());
	reply_json(rp, 200, o);
}
