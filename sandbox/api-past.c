/* Past meetings: details, instances, participants in their three views. */
#include "api.h"

#include "base/arena.h"
#include "base/clock.h"

#include <string.h>

/* Right after the end Zoom does not yet know how long anybody stayed. */
#define COUNTING_US (15 * CLOCK_MINUTE)
#define YEAR_US     (365 * CLOCK_DAY)

const struct meeting *path_ended_meeting(struct request *rq, struct reply *rp,
					 const char *segment)
{
	const struct meeting *m = path_meeting(rq, segment);

	if (m == NULL || rq->now_us < m->end_us) {
		reply_error(rp, 404, 3001,
			    "This meeting is not available or the meeting ID "
			    "is invalid: %s.",
			    request_decode(rq, segment));
		return NULL;
	}
	if (m->end_us < rq->now_us - YEAR_US) {
		reply_error(rp, 400, 12702,
			    "Can not access a meeting a year ago.");
		return NULL;
	}
	return m;
}

void put_meeting_facts(json_t *o, struct request *rq, const struct meeting *m)
{
	struct cast c AUTO(cast_done) = { 0 };

	cast_make(&c, rq->sb->tenant, m);
	put_str(o, "uuid", m->uuid);
	put_int(o, "id", m->number);
	put_int(o, "type", m->type);
	put_topic(o, "topic", rq, m);
	put_str(o, "user_name", m->host->name);
	put_str(o, "user_email", m->host->email);
	put_str(o, "dept", m->host->dept);
	put_str(o, "source", "Zoom");
	put_time(o, "start_time", m->start_us);
	put_time(o, "end_time", m->end_us);
	put_int(o, "duration",
		(m->end_us - m->start_us + CLOCK_MINUTE - 1) / CLOCK_MINUTE);
	put_int(o, "total_minutes", (c.seconds + 59) / 60);
	put_int(o, "participants_count", (int64_t)c.n);
}

void api_past_meeting(struct request *rq, struct reply *rp)
{
	const struct meeting *m = path_ended_meeting(rq, rp, rq->segments[2]);
	json_t *o;

	if (m == NULL)
		return;
	o = json_object();
	put_meeting_facts(o, rq, m);
	put_str(o, "host_id", m->host->id);
	put_bool(o, "has_meeting_summary", summary_created_us(m) <= rq->now_us);
	reply_json(rp, 200, o);
}

void api_past_instances(struct request *rq, struct reply *rp)
{
	const struct tenant *t = rq->sb->tenant;
	json_t *o, *all;
	long long number;

	if (!str_int64(rq->segments[2], &number)) {
		reply_invalid(rq, rp, "meetingId", "Must be a meeting number.");
		return;
	}
	if (tenant_by_number(t, number, rq->now_us) == NULL) {
		reply_error(rp, 404, 3001, "Meeting does not exist: %lld.",
			    number);
		return;
	}
	o = json_object();
	all = json_array();
	for (size_t i = 0; i < t->n; i++) {
		const struct meeting *m = &t->meetings[i];
		json_t *one;

		if (m->number != number || m->end_us > rq->now_us ||
		    (m->what & (PLOT_ROOM | PLOT_EXTERNAL)))
			continue;
		one = json_object();
		put_str(one, "uuid", m->uuid);
		put_time(one, "start_time", m->start_us);
		json_array_append_new(all, one);
	}
	json_object_set_new(o, "meetings", all);
	reply_json(rp, 200, o);
}

enum participant_view { VIEW_PAST, VIEW_REPORT, VIEW_METRICS };

static void put_ids(json_t *o, struct request *rq, const struct member *p,
		    const struct stay *s, enum participant_view view)
{
	const char *id = p->signed_in ? p->person->id : "";
	bool hidden = view != VIEW_PAST && sandbox_setup(rq->sb).baa;

	put_str(o, "id", id);
	put_str(o, "user_id",
		arena_printf(rq->arena, "%lld", (long long)s->user_id));
	if (view != VIEW_PAST)
		put_str(o, "participant_user_id", id);
	put_str(o, view == VIEW_METRICS ? "user_name" : "name",
		hidden ? "" : p->name);
	put_str(o, view == VIEW_METRICS ? "email" : "user_email",
		hidden ? "" : p->email);
}

static json_t *participant(struct request *rq, const struct meeting *m,
			   const struct member *p, const struct stay *s,
			   enum participant_view view)
{
	json_t *o = json_object();
	int64_t seconds = (s->leave_us - s->join_us) / CLOCK_SECOND;

	put_ids(o, rq, p, s, view);
	put_time(o, "join_time", s->join_us);
	put_time(o, "leave_time", s->leave_us);
	put_str(o, "status",
		s == &p->waiting ? "in_waiting_room" : "in_meeting");
	if (request_arg(rq, "include_fields") != NULL)
		put_str(o, "registrant_id", "");
	if (view == VIEW_METRICS) {
		put_str(o, "role", p->is_host ? "host" : "attendee");
		put_str(o, "device", p->person == NULL ? "Phone" : "Windows");
		put_bool(o, "recording", (m->what & PLOT_VIDEO) != 0);
		return o;
	}
	put_int(o, "duration",
		rq->now_us < m->end_us + COUNTING_US ? 0 : seconds);
	put_bool(o, "failover", false);
	if (view == VIEW_PAST) {
		put_str(o, "registrant_id", "");
		put_bool(o, "internal_user", p->signed_in);
	} else {
		put_str(o, "customer_key", "");
	}
	return o;
}

/* A row for each stay, and one before for the waiting room. */
struct rows {
	struct request *rq;
	const struct meeting *m;
	enum participant_view view;
	struct page page;
	json_t *all;
	size_t n;
};

static void add_row(struct rows *k, const struct member *p,
		    const struct stay *s)
{
	if (page_has(&k->page, k->n++))
		json_array_append_new(k->all,
				      participant(k->rq, k->m, p, s, k->view));
}

static void list(struct request *rq, struct reply *rp, const struct meeting *m,
		 enum participant_view view, size_t least)
{
	struct rows k = { .rq = rq, .m = m, .view = view };
	struct cast c AUTO(cast_done) = { 0 };
	json_t *o;

	if (page_begin(&k.page, rq, rp, NULL, NULL) < 0)
		return;
	cast_make(&c, rq->sb->tenant, m);
	o = json_object();
	k.all = json_array();
	for (size_t i = 0; i < c.n && c.n >= least; i++) {
		const struct member *p = &c.all[i];

		if (p->waiting.join_us != 0)
			add_row(&k, p, &p->waiting);
		for (unsigned int s = 0; s < p->n_stays; s++)
			add_row(&k, p, &p->stays[s]);
	}
	page_end(&k.page, rq, o, k.n, true);
	json_object_set_new(o, "participants", k.all);
	reply_json(rp, 200, o);
}

void api_past_participants(struct request *rq, struct reply *rp)
{
	const struct meeting *m = path_ended_meeting(rq, rp, rq->segments[2]);

	if (m == NULL)
		return;
	if (sandbox_setup(rq->sb).plan == PLAN_FREE) {
		reply_error(rp, 400, 200,
			    "Only available for Paid or ZMP account: %s.",
			    rq->sb->tenant->account_id);
		return;
	}
	list(rq, rp, m, VIEW_PAST, 2);
}

void api_report_participants(struct request *rq, struct reply *rp)
{
	const struct meeting *m = path_ended_meeting(rq, rp, rq->segments[3]);
	const char *fields = request_arg(rq, "include_fields");

	if (m == NULL)
		return;
	if (fields != NULL && strcmp(fields, "registrant_id") != 0) {
		reply_invalid(rq, rp, "include_fields",
			      "Only registrant_id is accepted.");
		return;
	}
	list(rq, rp, m, VIEW_REPORT, 2);
}

void api_metrics_participants(struct request *rq, struct reply *rp)
{
	const struct meeting *m = path_ended_meeting(rq, rp, rq->segments[3]);
	const char *type = request_arg(rq, "type");

	if (m == NULL)
		return;
	if (type != NULL && strcmp(type, "past") != 0 &&
	    strcmp(type, "pastOne") != 0 && strcmp(type, "live") != 0) {
		reply_invalid(rq, rp, "type", "Must be past, pastOne or live.");
		return;
	}
	if (type == NULL || strcmp(type, "live") == 0) {
		reply_error(rp, 404, 3001, "Meeting ID is invalid or not end.");
		return;
	}
	list(rq, rp, m, VIEW_METRICS, 1);
}
