/* Chats and their posts by REST. */
#include "team.h"

#include "base/str.h"

#include <inttypes.h>
#include <string.h>

bool ring_chat_shows(const struct ring_chat *c, const struct person *p,
		     int64_t now_us)
{
	for (size_t i = 0; i < c->n_members; i++)
		if (c->members[i].person == p)
			return ring_is_listed_member(&c->members[i], now_us);
	return false;
}

void ring_reply_records(struct reply *rp, const struct request *rq,
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
		    (ring_chat_shows(&c, me, rq->now_us) ||
		     (c.is_public && which != CONVERSATIONS)) &&
		    ring_page_takes(&page))
			json_array_append_new(records,
					      chat_of(r, &c, rq->now_us,
						      which == TEAMS));
	}
	ring_reply_records(rp, rq, &page, records);
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

bool ring_chat_open(struct ring *r, struct request *rq, struct reply *rp,
		    struct ring_chat *c)
{
	size_t index;

	if (ring_chat_index(ring_world(r), ring_part(rq, 3), &index)) {
		ring_chat_make(c, ring_world(r), index);
		if (ring_chat_shows(c, ring_admin(r), rq->now_us))
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

void ring_visit_posts(struct ring *r, const struct ring_chat *c,
		      ring_post_visitor *visitor, void *what)
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

static void list_post(struct ring *r, const struct ring_chat *c,
		      const struct ring_post *p, void *what)
{
	struct ring_listing *l = what;
	const struct ring_stage *now = ring_life_at(&p->life, l->rq->now_us);

	if (now != NULL && !now->deleted && ring_page_takes(&l->page))
		json_array_append_new(l->records, post_of(r, c, p, now));
}

void ring_posts(struct ring *r, struct request *rq, struct reply *rp)
{
	struct ring_chat c AUTO(ring_chat_done) = { 0 };
	struct ring_listing l = { .rq = rq };

	if (!ring_chat_open(r, rq, rp, &c) ||
	    !ring_token_begin(&l.page, rq, rp, "recordCount", 30, 250))
		return;
	l.records = json_array();
	ring_visit_posts(r, &c, list_post, &l);
	ring_reply_records(rp, rq, &l.page, l.records);
}
