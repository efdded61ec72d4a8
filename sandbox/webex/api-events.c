/* The events feed: newest first, filtered, walled at 90 days. */
#include "event.h"

#include "base/arena.h"
#include "base/clock.h"

#include <string.h>

#define WALL_US (90 * CLOCK_DAY)

static const char *const resources[] = {
	"attachmentActions",
	"businessTexts",
	"call_records",
	"convergedRecordings",
	"file_transcodings",
	"files",
	"meetingMessages",
	"meetings",
	"meetingTranscripts",
	"memberships",
	"messages",
	"rooms",
	"tabs",
	NULL,
};
static const char *const types[] = { "created", "updated", "deleted", "ended",
				     NULL };

struct wanted {
	const char *resource, *type;
	const struct wx_who *actor;
	int64_t after_us, before_us; /* both exclusive */
};

static bool is_one_of(const char *const *list, const char *value)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, value) == 0)
			return true;
	return false;
}

static int read_filter(struct wanted *q, struct call *c)
{
	const char *actor = request_arg(c->rq, "actorId");

	q->resource = request_arg(c->rq, "resource");
	q->type = request_arg(c->rq, "type");
	if (q->resource != NULL && !is_one_of(resources, q->resource)) {
		wx_bad(c, "resource", "there is no such resource");
		return -1;
	}
	if (q->type != NULL && !is_one_of(types, q->type)) {
		wx_bad(c, "type", "there is no such type");
		return -1;
	}
	if (actor == NULL)
		return 0;
	q->actor = wx_who_find(c->w, actor);
	if (q->actor == NULL) {
		wx_bad(c, "actorId", "there is no such person");
		return -1;
	}
	return 0;
}

static int read_wanted(struct wanted *q, struct call *c)
{
	int64_t wall_us = c->now_us - WALL_US;

	*q = (struct wanted){ .after_us = -1, .before_us = WX_NEVER };
	if (read_filter(q, c) < 0 || wx_arg_time(c, "from", &q->after_us) < 0 ||
	    wx_arg_time(c, "to", &q->before_us) < 0)
		return -1;
	if (q->before_us != WX_NEVER && q->before_us > c->now_us) {
		wx_bad(c, "to", "it cannot be set to a future date");
		return -1;
	}
	if (c->s.pro_pack)
		return 0;
	if (q->after_us >= 0 && q->after_us < wall_us) {
		wx_error(c, 403,
			 "Events older than 90 days require the Pro Pack for "
			 "Webex Control Hub.");
		return -1;
	}
	if (q->after_us < wall_us)
		q->after_us = wall_us;
	return 0;
}

bool wx_act_is_there(const struct wx_world *w, const struct wx_act *a,
		     int64_t now_us)
{
	int64_t born_us = a->at_us;

	if (w->shape.retention_us != 0 && wx_act_is_message(a))
		born_us = wx_post_at(w, a->subject);
	return a->at_us <= now_us && now_us < wx_purged_us(w, born_us);
}

static bool is_wanted(const struct wanted *q, const struct call *c,
		      const struct wx_act *a)
{
	return (q->resource == NULL ||
		strcmp(q->resource, wx_act_resource(a)) == 0) &&
	       (q->type == NULL || strcmp(q->type, wx_act_type(a)) == 0) &&
	       wx_act_is_there(c->w, a, c->now_us) &&
	       (q->actor == NULL || wx_act_actor(c->w, a) == q->actor);
}

/* A place is the number of acts before and with the item. */
void wx_api_events(struct call *c)
{
	struct wanted q;
	struct wx_page page;
	uint64_t at, last = 0;

	if (read_wanted(&q, c) < 0 || wx_page_begin(&page, c, 100, 1000) < 0)
		return;
	at = page.at;
	if (at == 0 || at > c->w->n_acts)
		at = wx_acts_from(c->w, q.before_us == WX_NEVER ? c->now_us + 1
								: q.before_us);
	while (at > 0 && c->w->acts[at - 1].at_us > q.after_us) {
		const struct wx_act *a = &c->w->acts[at - 1];

		if (is_wanted(&q, c, a)) {
			if (wx_page_full(&page))
				break;
			wx_page_add(&page, wx_event(c, at - 1));
			last = at;
		}
		at--;
	}
	wx_page_end(&page, c, at > 0 && c->w->acts[at - 1].at_us > q.after_us,
		    at, last);
}

void wx_api_event(struct call *c)
{
	const char *id = request_decode(c->rq, c->rq->segments[2]);
	uint32_t n;

	if (!wx_id_number(c->a, c->w->seed, "EVENT", id, &n) ||
	    n >= c->w->n_acts ||
	    !wx_act_is_there(c->w, &c->w->acts[n], c->now_us))
		wx_not_found(c, "event");
	else
		reply_json(c->rp, 200, wx_event(c, n));
}
