/* Polls and their results, questions and answers. */
#include "api-meetings.h"

#include "base/arena.h"

#include <string.h>

/*
 * Results and questions are paged by the respondents and answers inside of
 * them, by Link; the ways to those of one alone by links inside the object.
 */
struct part_page {
	size_t offset, max;
};

static int read_part_page(struct part_page *p, struct call *c)
{
	const char *offset = request_arg(c->rq, "offset");
	const char *max = request_arg(c->rq, "max");
	long long from = 0, n = 10;

	if ((offset != NULL && (!str_int64(offset, &from) || from < 0)) ||
	    (max != NULL && (!str_int64(max, &n) || n < 1 || n > 100))) {
		wx_bad(c, "max", "not a number in the allowed range");
		return -1;
	}
	*p = (struct part_page){ .offset = (size_t)from, .max = (size_t)n };
	return 0;
}

static void put_links(struct call *c, json_t *o, const struct part_page *p,
		      const char *path, const char *meeting, size_t total)
{
	json_t *links = json_object();

	wx_put(links, "self",
	       arena_printf(c->a, "%s%s?meetingId=%s&offset=%zu&max=%zu",
			    c->rq->sb->base, path, meeting, p->offset, p->max));
	if (p->offset + p->max < total)
		wx_put(links, "next",
		       arena_printf(c->a,
				    "%s%s?meetingId=%s&offset=%zu&max=%zu",
				    c->rq->sb->base, path, meeting,
				    p->offset + p->max, p->max));
	json_object_set_new(o, "links", links);
}

/* Of all respondents or answers of a meeting those of one object. */
struct stretch {
	size_t from, n;
};

/* An object across a border stands on both pages; one without any stands where
   its turn is. */
static bool is_on(const struct wx_page *p, const struct stretch *s,
		  size_t total)
{
	size_t end = p->at + p->max;

	if (p->hollow)
		return false;
	if (s->n == 0)
		return s->from >= p->at && (s->from < end || end >= total);
	return s->from < end && s->from + s->n > p->at;
}

static struct part_page part_of(const struct wx_page *p,
				const struct stretch *s)
{
	size_t from = p->at > s->from ? p->at : s->from;

	return (struct part_page){ .offset = from - s->from,
				   .max = p->at + p->max - from };
}

static void end_page(struct wx_page *p, struct call *c, size_t total)
{
	size_t end = p->at + p->max;

	p->n = (end < total ? end : total) - (p->at < total ? p->at : total);
	wx_page_end(p, c, end < total || p->hollow, end, end - 1);
}

static const char *sub_id(struct call *c, const struct wx_meeting *m,
			  const char *what, size_t i)
{
	char uuid[SEED_UUID];

	seed_uuid(seed_of(m->seed, what, i), uuid);
	return arena_strdup(c->a, uuid);
}

/* --- polls --- */

static size_t respondents(const struct wx_crowd *crowd, size_t k)
{
	size_t n = 0;

	for (size_t i = 0; i < crowd->n; i++)
		n += talk_poll_choice(&crowd->cast, k, i) >= 0;
	return n;
}

static json_t *respondent_list(struct call *c, const struct wx_meeting *m,
			       const struct wx_crowd *crowd, size_t k,
			       const struct part_page *p)
{
	const struct talk_poll *poll = talk_poll(m->lang, m->seed, k);
	json_t *o = json_object(), *items = json_array();
	size_t seen = 0;

	for (size_t i = 0; i < crowd->n; i++) {
		int choice = talk_poll_choice(&crowd->cast, k, i);

		if (choice < 0)
			continue;
		if (seen >= p->offset && seen < p->offset + p->max)
			json_array_append_new(
				items,
				json_pack("{s:s, s:s, s:[s]}", "displayName",
					  crowd->parts[i].name, "email",
					  crowd->parts[i].email, "answers",
					  poll->options[choice]));
		seen++;
	}
	put_links(c, o, p,
		  arena_printf(c->a,
			       "/v1/meetings/polls/%s/questions/%s/"
			       "respondents",
			       sub_id(c, m, "poll", k),
			       sub_id(c, m, "poll question", k)),
		  m->id, seen);
	json_object_set_new(o, "items", items);
	return o;
}

static json_t *options(const struct wx_meeting *m, const struct wx_crowd *crowd,
		       size_t k, bool results)
{
	const struct talk_poll *poll = talk_poll(m->lang, m->seed, k);
	json_t *all = json_array();

	for (size_t j = 0; j < poll->n_options; j++) {
		json_t *o = json_object();
		char order[24];
		int64_t n = 0;

		(void)snprintf(order, sizeof(order), "%zu", j + 1);
		wx_put(o, "order", order);
		wx_put(o, "value", poll->options[j]);
		wx_put_bool(o, "isCorrect", false);
		for (size_t i = 0; results && i < crowd->n; i++)
			n += talk_poll_choice(&crowd->cast, k, i) == (int)j;
		if (results)
			wx_put_int(o, "totalRespondents", n);
		json_array_append_new(all, o);
	}
	return all;
}

static json_t *poll_json(struct call *c, const struct wx_meeting *m,
			 const struct wx_crowd *crowd, size_t k,
			 const struct part_page *p)
{
	json_t *o = json_object(), *q = json_object();
	int64_t at_us = m->start_us + (int64_t)(k + 3) * CLOCK_MINUTE;

	wx_put(o, "id", sub_id(c, m, "poll", k));
	wx_put(o, "meetingId", m->id);
	wx_put_time(o, "startTime", at_us);
	wx_put_time(o, "endTime", at_us + 2 * CLOCK_MINUTE);
	wx_put_int(o, "timerDuration", 120);
	wx_put(o, "displayName", m->host->name);
	wx_put(o, "email", m->host->email);
	wx_put(o, "personId", m->host->id);
	wx_put(q, "id", sub_id(c, m, "poll question", k));
	wx_put(q, "order", "1");
	wx_put(q, "title", talk_poll(m->lang, m->seed, k)->question);
	wx_put(q, "type", "single");
	json_object_set_new(q, p != NULL ? "answerSummary" : "options",
			    options(m, crowd, k, p != NULL));
	if (p != NULL) {
		wx_put_int(o, "totalAttendees", (int64_t)crowd->n);
		wx_put_int(o, "totalRespondents",
			   (int64_t)respondents(crowd, k));
		json_object_set_new(q, "respondents",
				    respondent_list(c, m, crowd, k, p));
	}
	json_object_set_new(o, "questions", json_pack("[o]", q));
	return o;
}

void wx_api_polls(struct call *c)
{
	const struct wx_meeting *m = wx_need_meeting_arg(c);
	json_t *items;
	struct wx_crowd crowd;

	if (m == NULL)
		return;
	items = json_array();
	wx_meeting_crowd(&crowd, c->w, m);
	for (size_t k = 0; (m->has & WX_POLL) && k < WX_POLLS; k++)
		json_array_append_new(items, poll_json(c, m, &crowd, k, NULL));
	reply_json(c->rp, 200, json_pack("{s:o}", "items", items));
}

void wx_api_poll_results(struct call *c)
{
	const struct wx_meeting *m = wx_need_meeting_arg(c);
	struct stretch all[WX_POLLS] = { 0 };
	size_t total = 0, n;
	struct wx_crowd crowd;
	struct wx_page p;

	if (m == NULL || wx_page_begin(&p, c, 10, 100) < 0)
		return;
	wx_meeting_crowd(&crowd, c->w, m);
	n = (m->has & WX_POLL) ? WX_POLLS : 0;
	for (size_t k = 0; k < n; k++) {
		all[k] = (struct stretch){ total, respondents(&crowd, k) };
		total += all[k].n;
	}
	for (size_t k = 0; k < n; k++) {
		struct part_page part = part_of(&p, &all[k]);

		if (is_on(&p, &all[k], total))
			json_array_append_new(p.items, poll_json(c, m, &crowd,
								 k, &part));
	}
	end_page(&p, c, total);
}

/* /meetings/polls/{poll}/questions/{question}/respondents */
void wx_api_respondents(struct call *c)
{
	const struct wx_meeting *m = wx_need_meeting_arg(c);
	struct wx_crowd crowd;
	struct part_page p;

	if (m == NULL || read_part_page(&p, c) < 0)
		return;
	wx_meeting_crowd(&crowd, c->w, m);
	for (size_t k = 0; (m->has & WX_POLL) && k < WX_POLLS; k++)
		if (strcmp(c->rq->segments[3], sub_id(c, m, "poll", k)) == 0) {
			reply_json(c->rp, 200,
				   respondent_list(c, m, &crowd, k, &p));
			return;
		}
	wx_not_found(c, "poll");
}

/* --- questions --- */

static const char *question_id(struct call *c, const struct wx_meeting *m,
			       size_t q)
{
	return arena_printf(c->a, "%s_M_%s", sub_id(c, m, "question", q),
			    m->id);
}

static json_t *answer_list(struct call *c, const struct wx_meeting *m,
			   const struct wx_crowd *crowd, size_t q,
			   const struct part_page *p)
{
	const struct wx_part *by = wx_answerer(crowd, q);
	json_t *o = json_object(), *items = json_array();

	if (by != NULL && p->offset == 0) {
		struct str text AUTO(str_done) = STR_INIT;
		json_t *one = wx_part_json(by);

		wx_add_answer(&text, crowd, q);
		(void)json_object_del(one, "orgId");
		json_object_set_new(one, "answer", json_pack("[s]", text.s));
		wx_put_bool(one, "answered", true);
		json_array_append_new(items, one);
	}
	put_links(c, o, p,
		  arena_printf(c->a, "/v1/meetings/q_and_a/%s/answers",
			       question_id(c, m, q)),
		  m->id, by != NULL ? 1 : 0);
	json_object_set_new(o, "items", items);
	return o;
}

static json_t *question(struct call *c, const struct wx_meeting *m,
			const struct wx_crowd *crowd, size_t q,
			const struct part_page *p)
{
	const struct wx_part *by = wx_asker(crowd, q);
	struct str text AUTO(str_done) = STR_INIT;
	json_t *o = json_object();

	wx_add_question(&text, crowd, q);
	wx_put(o, "id", question_id(c, m, q));
	wx_put(o, "meetingId", m->id);
	wx_put_int(o, "totalAttendees", (int64_t)crowd->n);
	wx_put_int(o, "totalRespondents", wx_answerer(crowd, q) != NULL);
	wx_put(o, "displayName", by->name);
	wx_put(o, "email", by->email);
	wx_put(o, "question", text.s);
	json_object_set_new(o, "answers", answer_list(c, m, crowd, q, p));
	return o;
}

void wx_api_questions(struct call *c)
{
	const struct wx_meeting *m = wx_need_meeting_arg(c);
	struct stretch all[WX_QUESTIONS] = { 0 };
	size_t total = 0, n;
	struct wx_crowd crowd;
	struct wx_page p;

	if (m == NULL || wx_page_begin(&p, c, 10, 100) < 0)
		return;
	wx_meeting_crowd(&crowd, c->w, m);
	n = (m->has & WX_QA) ? WX_QUESTIONS : 0;
	for (size_t q = 0; q < n; q++) {
		all[q] = (struct stretch){ total,
					   wx_answerer(&crowd, q) != NULL };
		total += all[q].n;
	}
	for (size_t q = 0; q < n; q++) {
		struct part_page part = part_of(&p, &all[q]);

		if (is_on(&p, &all[q], total))
			json_array_append_new(p.items,
					      question(c, m, &crowd, q, &part));
	}
	end_page(&p, c, total);
}

void wx_api_answers(struct call *c)
{
	const struct wx_meeting *m = wx_need_meeting_arg(c);
	const char *id = request_decode(c->rq, c->rq->segments[3]);
	struct wx_crowd crowd;
	struct part_page p;

	if (m == NULL || read_part_page(&p, c) < 0)
		return;
	wx_meeting_crowd(&crowd, c->w, m);
	for (size_t q = 0; (m->has & WX_QA) && q < WX_QUESTIONS; q++)
		if (strcmp(id, question_id(c, m, q)) == 0) {
			reply_json(c->rp, 200,
				   answer_list(c, m, &crowd, q, &p));
			return;
		}
	wx_not_found(c, "question");
}
