/* The truth of team messaging: chats, and every stage of what is in them. */
#include "truth.h"

#include "records.h"

#include "base/str.h"

#include <inttypes.h>
#include <string.h>

struct telling_chat {
	struct ring_telling *k;
	const struct ring_chat *c;
	char id[RING_ID];
};

/* Mailboxes of who is in the chat on that day. */
static json_t *members_at(const struct ring_chat *c, int64_t at_us)
{
	json_t *all = json_array();

	for (size_t i = 0; i < c->n_members; i++) {
		const struct ring_member *m = &c->members[i];
		const char *mailbox = ring_true_mailbox(m->person, at_us);

		if (ring_is_member(m, at_us) && mailbox[0] != '\0')
			json_array_append_new(all, json_string(mailbox));
	}
	return all;
}

static void tell_chat_line(struct telling_chat *t)
{
	const struct ring_chat *c = t->c;
	struct str name AUTO(str_done) = STR_INIT;
	struct str later AUTO(str_done) = STR_INIT;
	json_t *o = json_object(), *members = json_array();

	ring_chat_name(&name, c, c->created_us);
	ring_chat_name(&later, c, RING_NEVER - 1);
	ring_put(o, "type", "chat");
	ring_put(o, "source", "ringcentral");
	ring_put(o, "id", t->id);
	ring_put(o, "chat_type", ring_chat_type_name(c->type));
	ring_put(o, "language", talk_lang_tag(c->lang));
	ring_put(o, "name", name.s);
	ring_put_when(o, "renamed",
		      c->renamed_us != 0 ? c->renamed_us : RING_NEVER);
	ring_put(o, "name_later", later.s);
	for (size_t i = 0; i < c->n_members; i++) {
		const struct ring_member *m = &c->members[i];
		json_t *one = json_object();

		ring_put_id(one, "id", ring_person_number(t->k->w, m->person));
		ring_put(one, "person", m->person->key);
		ring_put_when(one, "joined",
			      m->from_us > c->created_us ? m->from_us
							 : c->created_us);
		ring_put_when(one, "left", m->until_us);
		json_array_append_new(members, one);
	}
	json_object_set_new(o, "members", members);
	ring_tell_line(t->k, o);
}

/*
 * One stage of a life. A stage that no run sees is lost: a listing has only
 * the state of the moment.
 */
static void tell_stage(struct telling_chat *t, const struct ring_life *life,
		       size_t i, struct ring_fact *x)
{
	const struct ring_stage *stage = &life->stages[i];

	x->conversation = t->id;
	x->at_us = stage->from_us;
	x->listed_us = stage->from_us;
	x->available_us = stage->from_us;
	x->gone_us = ring_stage_until(life, i);
	x->forgotten_us = x->gone_us;
	x->members = members_at(t->c, stage->from_us);
	ring_put_bool(x->more, "deleted", stage->deleted);
	ring_put_when(x->more, "created", life->stages[0].from_us);
	ring_tell(t->k, x);
}

static json_t *attached(const struct ring_post *p)
{
	static const char *const kinds[RING_THINGS] = { "file", "task", "note",
							"event" };
	json_t *all = json_array();

	for (enum ring_thing i = RING_FILE; i < RING_THINGS; i++) {
		json_t *one;

		if (!p->has[i])
			continue;
		one = json_object();
		ring_put(one, "kind", kinds[i]);
		ring_put_id(one, "id", ring_thing_id(p->number, i));
		json_array_append_new(all, one);
	}
	return all;
}

static void tell_post(struct telling_chat *t, const struct ring_post *p)
{
	char id[RING_ID], version[CLOCK_TEXT];

	(void)snprintf(id, sizeof(id), "%" PRId64, p->id);
	for (size_t i = 0; i < p->life.n; i++) {
		const struct ring_stage *stage = &p->life.stages[i];
		struct str text AUTO(str_done) = STR_INIT;
		struct ring_fact x = { .kind = "post",
				       .id = id,
				       .version = "",
				       .author = p->author,
				       .more = json_object() };

		ring_post_text(&text, t->k->w, t->c, p, stage->what);
		x.text = text.s;
		if (stage->deleted)
			x.version = "deleted";
		else if (i > 0)
			x.version = ring_time(stage->from_us, version);
		if (stage->deleted && !t->k->w->volume.deleted_text)
			x.text = "";
		json_object_set_new(x.more, "attachments", attached(p));
		if (p->chain != 0)
			ring_put_id(x.more, "chain", p->chain);
		if (p->mentioned != NULL)
			ring_put(x.more, "mentions", p->mentioned->key);
		tell_stage(t, &p->life, i, &x);
	}
}

/* Fields of one kind of thing, for the reader of a task's or note's life. */
static void put_details(json_t *o, const struct telling_chat *t,
			const struct ring_post *p, enum ring_thing thing,
			unsigned int what)
{
	static const char *const tasks[] = { "created", "assigned", "edited",
					     "begun", "completed" };
	static const char *const notes[] = { "drafted", "published", "edited",
					     "locked", "edited" };
	static const char *const events[] = { "created", "moved", "renamed" };
	struct str body AUTO(str_done) = STR_INIT;

	ring_thing_body(&body, t->c, p, thing, what);
	ring_put(o, "body", body.s);
	if (thing == RING_TASK) {
		const struct person *who[RING_ASSIGNEES];
		size_t n = ring_task_assignees(t->c, p, who);
		json_t *all = json_array();

		for (size_t i = 0; i < n && what >= TASK_ASSIGNED; i++)
			json_array_append_new(all, json_string(who[i]->key));
		json_object_set_new(o, "assignees", all);
	}
	ring_put(o, "what",
		 thing == RING_TASK   ? tasks[what]
		 : thing == RING_NOTE ? notes[what]
				      : events[what]);
	ring_put_id(o, "post", p->id);
}

static void tell_thing(struct telling_chat *t, const struct ring_post *p,
		       enum ring_thing thing)
{
	static const char *const kinds[RING_THINGS] = { "file", "task", "note",
							"event" };
	char id[RING_ID], version[CLOCK_TEXT];
	struct ring_life life;

	ring_thing_life(&life, t->k->w, p, thing);
	(void)snprintf(id, sizeof(id), "%" PRId64,
		       ring_thing_id(p->number, thing));
	for (size_t i = 0; i < life.n; i++) {
		const struct ring_stage *stage = &life.stages[i];
		struct str title AUTO(str_done) = STR_INIT;
		struct ring_fact x = { .kind = kinds[thing],
				       .id = id,
				       .author = p->author,
				       .more = json_object() };

		ring_thing_title(&title, t->c, p, thing, stage->what);
		x.name = title.s;
		x.version = ring_time(stage->from_us, version);
		put_details(x.more, t, p, thing, stage->what);
		tell_stage(t, &life, i, &x);
	}
}

/* A file has one version: it is there, and then it is not. */
static void tell_file(struct telling_chat *t, const struct ring_post *p)
{
	struct str name AUTO(str_done) = STR_INIT;
	struct digest digest = ring_file_digest(t->c, p);
	struct ring_life life;
	char id[RING_ID];
	struct ring_fact x = { .kind = "file",
			       .id = id,
			       .version = "",
			       .conversation = t->id,
			       .author = p->author,
			       .digest = &digest,
			       .at_us = p->at_us,
			       .listed_us = p->at_us,
			       .available_us = p->at_us,
			       .more = json_object() };

	ring_thing_life(&life, t->k->w, p, RING_FILE);
	(void)snprintf(id, sizeof(id), "%" PRId64,
		       ring_thing_id(p->number, RING_FILE));
	ring_thing_title(&name, t->c, p, RING_FILE, 0);
	x.name = name.s;
	x.gone_us = ring_stage_until(&life, 0);
	x.forgotten_us = life.gone_us; /* a listing says that it is deleted */
	x.members = members_at(t->c, p->at_us);
	ring_put_id(x.more, "post", p->id);
	ring_put_when(x.more, "deleted_at",
		      life.n > 1 ? life.stages[1].from_us : RING_NEVER);
	ring_tell(t->k, &x);
}

static void tell_chat(struct ring_telling *k, size_t index)
{
	struct ring_chat c AUTO(ring_chat_done) = { 0 };
	struct telling_chat t = { .k = k, .c = &c };

	ring_chat_make(&c, k->w, index);
	(void)snprintf(t.id, sizeof(t.id), "%" PRId64, c.id);
	tell_chat_line(&t);
	for (size_t day = 0; day < k->w->days; day++) {
		uint64_t first;
		size_t n = ring_cell(k->w, day, index, &first);

		for (size_t i = 0; i < n; i++) {
			struct ring_post p;

			ring_post_make(&p, k->w, &c, day, i);
			tell_post(&t, &p);
			if (p.has[RING_FILE])
				tell_file(&t, &p);
			for (enum ring_thing x = RING_TASK; x < RING_THINGS;
			     x++)
				if (p.has[x])
					tell_thing(&t, &p, x);
		}
	}
}

void ring_truth_chats(struct ring_telling *k)
{
	for (size_t i = 0; i < k->w->volume.chats; i++)
		tell_chat(k, i);
}
