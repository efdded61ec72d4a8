/* AI summaries: the list by creation, and one. */
#include "api.h"

#include "summary.h"

#include "base/arena.h"
#include "base/clock.h"

static int version_at(const struct meeting *m, int64_t now_us)
{
	return summary_edited_us(m) <= now_us ? 1 : 0;
}

static json_t *head(struct request *rq, const struct meeting *m)
{
	json_t *o = json_object();

	put_str(o, "meeting_host_id", m->host->id);
	put_str(o, "meeting_host_email", m->host->email);
	put_str(o, "meeting_uuid", m->uuid);
	put_int(o, "meeting_id", m->number);
	put_topic(o, "meeting_topic", rq, m);
	put_time(o, "meeting_start_time", m->start_us);
	put_time(o, "meeting_end_time", m->end_us);
	put_time(o, "summary_start_time", m->start_us);
	put_time(o, "summary_end_time", m->end_us);
	put_time(o, "summary_created_time", summary_created_us(m));
	put_time(o, "summary_last_modified_time",
		 version_at(m, rq->now_us) == 1 ? summary_edited_us(m)
						: summary_created_us(m));
	return o;
}

void api_summaries(struct request *rq, struct reply *rp)
{
	const struct tenant *t = rq->sb->tenant;
	int64_t to_us = rq->now_us, from_us;
	json_t *o, *all;
	struct page page;
	size_t total = 0;

	if (arg_time(rq, rp, "to", &to_us) < 0)
		return;
	from_us = to_us - 30 * CLOCK_DAY;
	if (arg_time(rq, rp, "from", &from_us) < 0)
		return;
	if (to_us < from_us) {
		reply_invalid(rq, rp, "from", "Must not be later than to.");
		return;
	}
	if (page_begin(&page, rq, rp, NULL, NULL) < 0)
		return;
	o = json_object();
	all = json_array();
	put_time(o, "from", from_us);
	put_time(o, "to", to_us);
	for (size_t i = t->n; i > 0; i--) {
		const struct meeting *m = &t->meetings[i - 1];
		int64_t at_us = summary_created_us(m);

		if (at_us >= from_us && at_us <= to_us && at_us <= rq->now_us &&
		    page_has(&page, total++))
			json_array_append_new(all, head(rq, m));
	}
	page_end(&page, rq, o, total, false);
	json_object_set_new(o, "summaries", all);
	reply_json(rp, 200, o);
}

static json_t *part(const struct meeting *m, enum talk_kind kind, size_t i,
		    int version)
{
	struct str s AUTO(str_done) = STR_INIT;

	summary_add_part(&s, m, kind, i, version);
	return json_string(s.s);
}

static json_t *details(const struct meeting *m)
{
	json_t *all = json_array();

	for (size_t i = 1; i <= SUMMARY_CHAPTERS; i++)
		json_array_append_new(
			all, json_pack("{s:o, s:o}", "label",
				       part(m, TALK_CHAPTER, i, 0), "summary",
				       part(m, TALK_SUMMARY, i, 0)));
	return all;
}

static json_t *steps(const struct meeting *m, int version)
{
	json_t *all = json_array();

	for (size_t i = 0; i < SUMMARY_STEPS; i++)
		json_array_append_new(all, part(m, TALK_NEXT, i, version));
	return all;
}

void api_summary(struct request *rq, struct reply *rp)
{
	const struct meeting *m = path_meeting(rq, rq->segments[2]);
	struct str text AUTO(str_done) = STR_INIT;
	int version;
	json_t *o;

	if (m == NULL || summary_created_us(m) > rq->now_us) {
		reply_error(rp, 404, 3001,
			    "The meeting summary does not exist: %s.",
			    request_decode(rq, rq->segments[2]));
		return;
	}
	version = version_at(m, rq->now_us);
	summary_add(&text, rq->sb->tenant, m, version);
	o = head(rq, m);
	put_topic(o, "summary_title", rq, m);
	put_str(o, "summary_content", text.s);
	json_object_set_new(o, "summary_overview", part(m, TALK_SUMMARY, 0, 0));
	json_object_set_new(o, "summary_details", details(m));
	json_object_set_new(o, "next_steps", steps(m, 0));
	put_str(o, "summary_doc_url",
		arena_printf(rq->arena, "%s/doc/%016llx", rq->sb->base,
			     (unsigned long long)m->seed));
	if (version == 1) {
		put_str(o, "summary_last_modified_user_id", m->host->id);
		put_str(o, "summary_last_modified_user_email", m->host->email);
		json_object_set_new(o, "edited_summary",
				    json_pack("{s:o, s:o}", "summary_overview",
					      part(m, TALK_SUMMARY, 0, 1),
					      "next_steps", steps(m, 1)));
	}
	reply_json(rp, 200, o);
}
