/* What was asked and answered: polls, Q&A, surveys; twice each. */
#include "api.h"

#include "poll.h"

#include "base/arena.h"
#include "base/clock.h"

#include <string.h>

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
