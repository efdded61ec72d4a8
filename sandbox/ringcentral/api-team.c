/*
 * Team messaging by REST: what the user whose token it is can see, and no
 * more. What has been deleted is simply not there; addresses are the
 * persons' alone.
 */
#include "ring.h"

#include "base/encode.h"
#include "base/str.h"

#include <inttypes.h>
#include <string.h>

#define PREVIEW 150

static bool sees(const struct ring_chat *c, const struct person *p,
		 int64_t now_us)
{
	for (size_t i = 0; i < c->n_members; i++)
		if (c->members[i].person == p)
			return ring_is_listed_member(&c->members[i], now_us);
	return false;
}

/* "navigation", and the records; takes over both. */
static void reply_page(struct reply *rp, const struct request *rq,
		       const struct ring_page *page, json_t *records)
{
	json_t *o = json_object(), *to = json_object();
	char token[64];

	if (ring_token_next(page, rq, token) != NULL)
		ring_put(to, "nextPageToken", token);
	json_object_set_new(o, "records", records);
	json_object_set_new(o, "navigation", to);
	reply_json(rp, 200, o);
}

/* ---- chats ---- */

static json_t *chat_of(struct ring *r, const struct ring_chat *c,
		       int64_t now_us, bool team)
{
	struct ring_place at = ring_place(r);
	struct str name AUTO(str_done) = STR_INIT;
	bool renamed = c->renamed_us != 0 && now_us >= c->renamed_us;
	json_t *o = json_object(), *members = json_array();

	ring_chat_name(&name, c, now_us);
	ring_put_id(o, "id", c->id);
	ring_put(o, "type", ring_chat_type_name(c->type));
	if (c->type == RING_TEAM) {
		ring_put_bool(o, "public", c->is_public);
		ring_put(o, "status", "Active");
	}
	if (name.len > 0) {
		ring_put(o, "name", name.s);
		ring_put(o, "description", "");
	}
	ring_put_time(o, "creationTime", c->created_us);
	ring_put_time(o, "lastModifiedTime",
		      renamed ? c->renamed_us : c->created_us);
	for (size_t i = 0; i < c->n_members; i++)
		if (ring_is_listed_member(&c->members[i], now_us))
			json_array_append_new(
				members, ring_ref(at.w, c->members[i].person));
	if (!team)
		json_object_set(o, "members", members);
	json_decref(members);
	return o;
}

enum which { ALL_CHATS, CONVERSATIONS, TEAMS };

static bool is_wanted(const struct request *rq, const struct ring_chat *c,
		      enum which which)
{
	if (which == TEAMS)
		return c->type == RING_TEAM;
	if (which == CONVERSATIONS)
		return c->type < RING_TEAM;
	return request_arg(rq, "type") == NULL ||
	       ring_arg_has(rq, "type", ring_chat_type_name(c->type));
}

static void list_chats(struct ring *r, struct request *rq, struct reply *rp,
		       enum which which)
{
	const struct ring_world *w = ring_world(r);
	const struct person *me = ring_admin(r);
	struct ring_page page;
	json_t *records;

	if (!ring_token_begin(&page, rq, rp, "recordCount", 30, 250))
		return;
	records = json_array();
	for (size_t i = 0; i < w->volume.chats; i++) {
		struct ring_chat c AUTO(ring_chat_done) = { 0 };

		ring_chat_make(&c, w, i);
		if (is_wanted(rq, &c, which) &&
		    (sees(&c, me, rq->now_us) ||
		     (c.is_public && which != CONVERSATIONS)) &&
		    ring_page_takes(&page))
			json_array_append_new(records,
					      chat_of(r, &c, rq->now_us,
						      which == TEAMS));
	}
	reply_page(rp, rq, &page, records);
}

void ring_chats(struct ring *r, struct request *rq, struct reply *rp)
{
	list_chats(r, rq, rp, ALL_CHATS);
}

void ring_conversations(struct ring *r, struct request *rq, struct reply *rp)
{
	list_chats(r, rq, rp, CONVERSATIONS);
}

void ring_teams(struct ring *r, struct request *rq, struct reply *rp)
{
	list_chats(r, rq, rp, TEAMS);
}

/* The chat of a path; false: there is none for this user, and answered. */
static bool open_chat(struct ring *r, struct request *rq, struct reply *rp,
		      struct ring_chat *c)
{
	size_t index;

	if (ring_chat_index(ring_world(r), ring_part(rq, 3), &index)) {
		ring_chat_make(c, ring_world(r), index);
		if (sees(c, ring_admin(r), rq->now_us))
			return true;
	}
	ring_not_found(rp, "chatId");
	return false;
}

/* ---- posts ---- */

static void put_files(json_t *o, const struct ring_place *at,
		      const struct ring_chat *c, const struct ring_post *p)
{
	static const char *const types[RING_THINGS] = { "File", "Task", "Note",
							"Event" };
	json_t *list = json_array();

	for (enum ring_thing i = RING_FILE; i < RING_THINGS; i++) {
		struct str name AUTO(str_done) = STR_INIT;
		json_t *one;

		if (!p->has[i])
			continue;
		one = json_object();
		ring_thing_title(&name, c, p, i, 0);
		ring_put_id(one, "id", ring_thing_id(p->number, i));
		ring_put(one, "type", types[i]);
		if (i == RING_FILE) {
			ring_put_file_uri(one, at, p->number);
			ring_put(one, "name", name.s);
		}
		json_array_append_new(list, one);
	}
	json_object_set_new(o, "attachments", list);
}

static json_t *post_of(struct ring *r, const struct ring_chat *c,
		       const struct ring_post *p, const struct ring_stage *now)
{
	struct ring_place at = ring_place(r);
	struct str text AUTO(str_done) = STR_INIT;
	json_t *o = json_object(), *mentions = json_array();

	ring_post_text(&text, at.w, c, p, now->what);
	ring_put_id(o, "id", p->id);
	ring_put_id(o, "groupId", c->id);
	if (p->chain != 0) {
		ring_put_id(o, "parentPostId", p->chain);
		ring_put_id(o, "threadId", p->chain);
	}
	ring_put(o, "type", "TextMessage");
	ring_put(o, "text", text.s);
	ring_put_id(o, "creatorId", ring_person_number(at.w, p->author));
	ring_put_time(o, "creationTime", p->at_us);
	ring_put_time(o, "lastModifiedTime", now->from_us);
	put_files(o, &at, c, p);
	if (p->mentioned != NULL) {
		json_t *one = ring_ref(at.w, p->mentioned);

		ring_put(one, "type", "Person");
		ring_put(one, "name", p->mentioned->name);
		json_array_append_new(mentions, one);
	}
	json_object_set_new(o, "mentions", mentions);
	return o;
}

typedef void post_visitor(struct ring *r, const struct ring_chat *c,
			  const struct ring_post *p, void *what);

/* All posts of a chat, the newest first. */
static void visit(struct ring *r, const struct ring_chat *c,
		  post_visitor *visitor, void *what)
{
	const struct ring_world *w = ring_world(r);

	for (size_t day = w->days; day > 0; day--) {
		uint64_t first;

		for (size_t i = ring_cell(w, day - 1, c->index, &first); i > 0;
		     i--) {
			struct ring_post p;

			ring_post_make(&p, w, c, day - 1, i - 1);
			visitor(r, c, &p, what);
		}
	}
}

struct listing {
	struct request *rq;
	struct ring_page page;
	json_t *records;
	enum ring_thing thing;
	int64_t from_us, to_us; /* creationTimeFrom and -To */
};

static void list_post(struct ring *r, const struct ring_chat *c,
		      const struct ring_post *p, void *what)
{
	struct listing *l = what;
	const struct ring_stage *now = ring_life_at(&p->life, l->rq->now_us);

	if (now != NULL && !now->deleted && ring_page_takes(&l->page))
		json_array_append_new(l->records, post_of(r, c, p, now));
}

void ring_posts(struct ring *r, struct request *rq, struct reply *rp)
{
	struct ring_chat c AUTO(ring_chat_done) = { 0 };
	struct listing l = { .rq = rq };

	if (!open_chat(r, rq, rp, &c) ||
	    !ring_token_begin(&l.page, rq, rp, "recordCount", 30, 250))
		return;
	l.records = json_array();
	visit(r, &c, list_post, &l);
	reply_page(rp, rq, &l.page, l.records);
}

/* ---- tasks, notes, events ---- */

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
	struct listing *l = what;
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
	struct listing l = { .rq = rq, .thing = thing };

	if (!open_chat(r, rq, rp, &c) ||
	    !ring_token_begin(&l.page, rq, rp, "recordCount", 30, 250) ||
	    !ring_arg_time(rq, rp, "creationTimeFrom", INT64_MIN, &l.from_us) ||
	    !ring_arg_time(rq, rp, "creationTimeTo", rq->now_us, &l.to_us))
		return;
	l.records = json_array();
	visit(r, &c, list_thing, &l);
	reply_page(rp, rq, &l.page, l.records);
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
	struct listing l = { .rq = rq,
			     .thing = RING_EVENT,
			     .from_us = INT64_MIN,
			     .to_us = rq->now_us };

	if (!ring_token_begin(&l.page, rq, rp, "recordCount", 30, 250))
		return;
	l.records = json_array();
	for (size_t i = 0; i < w->volume.chats; i++) {
		struct ring_chat c AUTO(ring_chat_done) = { 0 };

		ring_chat_make(&c, w, i);
		if (sees(&c, ring_admin(r), rq->now_us))
			visit(r, &c, list_own_event, &l);
	}
	reply_page(rp, rq, &l.page, l.records);
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
	if (now == NULL || now->deleted || !sees(&c, ring_admin(r), rq->now_us))
		ring_not_found(rp, "noteId");
	else
		reply_json(rp, 200, thing_of(r, &c, &p, RING_NOTE, &life, now));
}
