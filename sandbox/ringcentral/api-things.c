/* Tasks, notes and calendar events by REST. */
#include "team.h"

#include "base/encode.h"
#include "base/str.h"

#include <string.h>

#define PREVIEW 150 /* characters of a note, in a list */

/* The REST API has other names for two colours. */
static void fix_colour(json_t *o)
{
	const char *colour = json_string_value(json_object_get(o, "color"));

	if (colour != NULL && strcmp(colour, "Indigo") == 0)
		ring_put(o, "color", "Purple");
	else if (colour != NULL && strcmp(colour, "Violet") == 0)
		ring_put(o, "color", "Magenta");
}

/* A note in a list has the beginning of its body only. */
static void shorten(json_t *o)
{
	const char *body = json_string_value(json_object_get(o, "body"));
	struct str s AUTO(str_done) = STR_INIT;
	size_t len = strlen(body), n = 0, step;

	for (size_t i = 0; i < PREVIEW && n < len; i++, n += step)
		step = utf8_sequence(body + n, len - n);
	str_add_len(&s, body, n);
	(void)json_object_del(o, "body");
	ring_put(o, "preview", s.s);
}

static void rename_schedule(json_t *o)
{
	static const char *const names[][2] = {
		{ "Daily", "Day" },   { "Weekdays", "Weekday" },
		{ "Weekly", "Week" }, { "Monthly", "Month" },
		{ "Yearly", "Year" },
	};
	json_t *r = json_object_get(o, "recurrence");
	const char *s = json_string_value(json_object_get(r, "schedule"));

	for (size_t i = 0; s != NULL && i < 5; i++)
		if (strcmp(s, names[i][0]) == 0) {
			ring_put(r, "schedule", names[i][1]);
			return;
		}
}

static void fix_event(json_t *o, struct ring *r, const struct ring_post *p)
{
	static const char *const not_here[] = { "type", "creator", "chatIds",
						"creationTime",
						"lastModifiedTime" };
	struct ring_event_times when;

	json_object_set(o, "title", json_object_get(o, "subject"));
	(void)json_object_del(o, "subject");
	ring_put_id(o, "creatorId",
		    ring_person_number(ring_world(r), p->author));
	for (size_t i = 0; i < sizeof(not_here) / sizeof(not_here[0]); i++)
		(void)json_object_del(o, not_here[i]);
	ring_event_when(&when, p, 0);
	ring_put_bool(o, "allDay", when.all_day);
	rename_schedule(o);
}

static json_t *thing_of(struct ring *r, const struct ring_chat *c,
			const struct ring_post *p, enum ring_thing thing,
			const struct ring_life *life,
			const struct ring_stage *now)
{
	struct ring_place at = ring_place(r);
	json_t *o = ring_record_thing(&at, c, p, thing, life, now);

	(void)json_object_del(o, "deleted");
	fix_colour(o);
	if (thing == RING_EVENT)
		fix_event(o, r, p);
	return o;
}

static void list_thing(struct ring *r, const struct ring_chat *c,
		       const struct ring_post *p, void *what)
{
	struct ring_listing *l = what;
	const struct ring_stage *now;
	struct ring_life life;
	json_t *o;

	if (!p->has[l->thing])
		return;
	ring_thing_life(&life, ring_world(r), p, l->thing);
	now = ring_life_at(&life, l->rq->now_us);
	if (now == NULL || now->deleted ||
	    life.stages[0].from_us < l->from_us ||
	    life.stages[0].from_us > l->to_us)
		return;
	/* a draft is its author's alone */
	if (l->thing == RING_NOTE && now->what == NOTE_DRAFT &&
	    p->author != ring_admin(r))
		return;
	if (!ring_page_takes(&l->page))
		return;
	o = thing_of(r, c, p, l->thing, &life, now);
	if (l->thing == RING_NOTE)
		shorten(o);
	json_array_append_new(l->records, o);
}

static void list_things(struct ring *r, struct request *rq, struct reply *rp,
			enum ring_thing thing)
{
	struct ring_chat c AUTO(ring_chat_done) = { 0 };
	struct ring_listing l = { .rq = rq, .thing = thing };

	if (!ring_chat_open(r, rq, rp, &c) ||
	    !ring_token_begin(&l.page, rq, rp, "recordCount", 30, 250) ||
	    !ring_arg_time(rq, rp, "creationTimeFrom", INT64_MIN, &l.from_us) ||
	    !ring_arg_time(rq, rp, "creationTimeTo", rq->now_us, &l.to_us))
		return;
	l.records = json_array();
	ring_visit_posts(r, &c, list_thing, &l);
	ring_reply_records(rp, rq, &l.page, l.records);
}

void ring_tasks(struct ring *r, struct request *rq, struct reply *rp)
{
	list_things(r, rq, rp, RING_TASK);
}

void ring_notes(struct ring *r, struct request *rq, struct reply *rp)
{
	list_things(r, rq, rp, RING_NOTE);
}

void ring_group_events(struct ring *r, struct request *rq, struct reply *rp)
{
	list_things(r, rq, rp, RING_EVENT);
}

static void list_own_event(struct ring *r, const struct ring_chat *c,
			   const struct ring_post *p, void *what)
{
	if (p->author == ring_admin(r))
		list_thing(r, c, p, what);
}

/* Those the user has made, in any chat. */
void ring_events(struct ring *r, struct request *rq, struct reply *rp)
{
	const struct ring_world *w = ring_world(r);
	struct ring_listing l = { .rq = rq,
				  .thing = RING_EVENT,
				  .from_us = INT64_MIN,
				  .to_us = rq->now_us };

	if (!ring_token_begin(&l.page, rq, rp, "recordCount", 30, 250))
		return;
	l.records = json_array();
	for (size_t i = 0; i < w->volume.chats; i++) {
		struct ring_chat c AUTO(ring_chat_done) = { 0 };

		ring_chat_make(&c, w, i);
		if (ring_chat_shows(&c, ring_admin(r), rq->now_us))
			ring_visit_posts(r, &c, list_own_event, &l);
	}
	ring_reply_records(rp, rq, &l.page, l.records);
}

void ring_note(struct ring *r, struct request *rq, struct reply *rp)
{
	const struct ring_world *w = ring_world(r);
	struct ring_chat c AUTO(ring_chat_done) = { 0 };
	const struct ring_stage *now;
	struct ring_life life;
	struct ring_post p;
	size_t day, chat, i;
	uint64_t number;

	if (!ring_thing_post(w, ring_part(rq, 3), RING_NOTE, &number)) {
		ring_not_found(rp, "noteId");
		return;
	}
	i = ring_cell_of(w, number, &day, &chat);
	ring_chat_make(&c, w, chat);
	ring_post_make(&p, w, &c, day, i);
	ring_thing_life(&life, w, &p, RING_NOTE);
	now = ring_life_at(&life, rq->now_us);
	if (now == NULL || now->deleted ||
	    !ring_chat_shows(&c, ring_admin(r), rq->now_us))
		ring_not_found(rp, "noteId");
	else
		reply_json(rp, 200, thing_of(r, &c, &p, RING_NOTE, &life, now));
}
