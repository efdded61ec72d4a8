#include "records.h"

#include "base/str.h"

#include <inttypes.h>

void ring_put(json_t *o, const char *key, const char *value)
{
	json_object_set_new(o, key, json_string(value));
}

void ring_put_int(json_t *o, const char *key, int64_t value)
{
	json_object_set_new(o, key, json_integer(value));
}

void ring_put_bool(json_t *o, const char *key, bool value)
{
	json_object_set_new(o, key, json_boolean(value));
}

void ring_put_time(json_t *o, const char *key, int64_t us)
{
	char text[CLOCK_TEXT];

	ring_put(o, key, ring_time(us, text));
}

void ring_put_id(json_t *o, const char *key, int64_t id)
{
	char text[RING_ID];

	(void)snprintf(text, sizeof(text), "%" PRId64, id);
	ring_put(o, key, text);
}

json_t *ring_ref(const struct ring_world *w, const struct person *p)
{
	json_t *o = json_object();

	ring_put_id(o, "id", ring_person_number(w, p));
	return o;
}

void ring_put_file_uri(json_t *o, const struct ring_place *at, uint64_t post)
{
	char text[160];

	(void)snprintf(text, sizeof(text), "%s/file/%" PRId64, at->media,
		       ring_thing_id(post, RING_FILE));
	ring_put(o, "contentUri", text);
}

static json_t *id_list(void)
{
	return json_array();
}

static void add_id(json_t *list, int64_t id)
{
	char text[RING_ID];

	(void)snprintf(text, sizeof(text), "%" PRId64, id);
	json_array_append_new(list, json_string(text));
}

static void put_chat_ids(json_t *o, const struct ring_chat *c)
{
	json_t *list = id_list();

	add_id(list, c->id);
	json_object_set_new(o, "chatIds", list);
}

static void put_members(json_t *o, const struct ring_place *at,
			const struct ring_chat *c, int64_t now_us)
{
	json_t *members = id_list(), *guests = id_list();

	for (size_t i = 0; i < c->n_members; i++) {
		const struct ring_member *m = &c->members[i];

		if (ring_is_listed_member(m, now_us))
			add_id(m->person->status == PERSON_GUEST ? guests
								 : members,
			       ring_person_number(at->w, m->person));
	}
	ring_put_int(o, "totalMemberCount", (int64_t)json_array_size(members));
	json_object_set_new(o, "memberIds", members);
	ring_put_int(o, "totalGuestCount", (int64_t)json_array_size(guests));
	json_object_set_new(o, "guestIds", guests);
}

json_t *ring_record_chat(const struct ring_place *at, const struct ring_chat *c,
			 int64_t now_us)
{
	bool renamed = c->renamed_us != 0 && now_us >= c->renamed_us;
	struct str name AUTO(str_done) = STR_INIT;
	json_t *o = json_object();

	ring_chat_name(&name, c, now_us);
	ring_put_id(o, "id", c->id);
	ring_put(o, "accountId", at->account_id);
	ring_put_time(o, "creationTime", c->created_us);
	ring_put_time(o, "lastModifiedTime",
		      renamed ? c->renamed_us : c->created_us);
	ring_put(o, "Type", ring_chat_type_name(c->type));
	if (name.len > 0)
		ring_put(o, "name", name.s);
	if (c->type == RING_TEAM) {
		ring_put(o, "description", "");
		ring_put_bool(o, "public", c->is_public);
		ring_put(o, "status", "Active");
	}
	put_members(o, at, c, now_us);
	ring_put_bool(o, "deleted", false);
	return o;
}

json_t *ring_record_member(const struct ring_place *at, const struct person *p,
			   int64_t now_us)
{
	bool guest = p->status == PERSON_GUEST;
	json_t *o = json_object();

	ring_put_id(o, "id", ring_person_number(at->w, p));
	ring_put(o, "accountId", guest ? "70114000008" : at->account_id);
	if (!guest) {
		ring_put_time(o, "creationTime", p->created_us);
		ring_put_time(o, "lastModifiedTime", p->created_us);
	}
	ring_put(o, "firstName", p->first);
	ring_put(o, "lastName", p->last);
	if (ring_person_email(p)[0] != '\0')
		ring_put(o, "email", ring_person_email(p));
	if (p->dept[0] != '\0')
		ring_put(o, "jobTitle", p->dept);
	ring_put_bool(o, "deactivated",
		      !ring_person_is_listed(p, now_us - RING_LAG_US));
	return o;
}

/* ---- posts ---- */

static void put_attachments(json_t *o, const struct ring_post *p)
{
	static const char *const types[RING_THINGS] = { "File", "Task", "Note",
							"Event" };
	json_t *list = json_array();

	for (enum ring_thing i = RING_FILE; i < RING_THINGS; i++) {
		json_t *one;

		if (!p->has[i])
			continue;
		one = json_object();
		ring_put_id(one, "id", ring_thing_id(p->number, i));
		ring_put(one, "type", types[i]);
		json_array_append_new(list, one);
	}
	json_object_set_new(o, "attachments", list);
}

static void put_mentions(json_t *o, const struct ring_place *at,
			 const struct ring_chat *c, const struct ring_post *p)
{
	json_t *list = json_array(), *one;

	if (p->mentioned != NULL) {
		one = ring_ref(at->w, p->mentioned);
		ring_put(one, "type", "Contact");
		json_array_append_new(list, one);
	}
	if (p->mentions_team) {
		one = json_object();
		ring_put_id(one, "id", c->id);
		ring_put(one, "type", "Team");
		json_array_append_new(list, one);
	}
	json_object_set_new(o, "mentions", list);
}

json_t *ring_record_post(const struct ring_place *at, const struct ring_chat *c,
			 const struct ring_post *p,
			 const struct ring_stage *stage)
{
	struct str text AUTO(str_done) = STR_INIT;
	bool empty = stage->deleted && !at->w->volume.deleted_text;
	json_t *o = json_object();

	if (!empty)
		ring_post_text(&text, at->w, c, p, stage->what);
	ring_put_id(o, "id", p->id);
	ring_put_time(o, "creationTime", p->at_us);
	ring_put_time(o, "lastModifiedTime", stage->from_us);
	json_object_set_new(o, "creator", ring_ref(at->w, p->author));
	ring_put_id(o, "chatId", c->id);
	if (p->chain != 0)
		ring_put_id(o, "chainId", p->chain);
	ring_put(o, "text", text.s);
	if (empty) {
		json_object_set_new(o, "attachments", json_array());
		json_object_set_new(o, "mentions", json_array());
	} else {
		put_attachments(o, p);
		put_mentions(o, at, c, p);
	}
	ring_put_bool(o, "deleted", stage->deleted);
	return o;
}

/* ---- tasks, notes, events, files ---- */

static const char *const colours[] = { "Black", "Red",  "Orange", "Yellow",
				       "Green", "Blue", "Indigo", "Violet" };
#define COLOURS (sizeof(colours) / sizeof(colours[0]))

static void put_title(json_t *o, const char *key, const struct ring_chat *c,
		      const struct ring_post *p, enum ring_thing thing,
		      unsigned int what)
{
	struct str s AUTO(str_done) = STR_INIT;

	ring_thing_title(&s, c, p, thing, what);
	ring_put(o, key, s.s);
}

static void put_body(json_t *o, const char *key, const struct ring_chat *c,
		     const struct ring_post *p, enum ring_thing thing,
		     unsigned int what)
{
	struct str s AUTO(str_done) = STR_INIT;

	ring_thing_body(&s, c, p, thing, what);
	ring_put(o, key, s.s);
}

static void put_recurrence(json_t *o, unsigned int schedule,
			   unsigned int ending, int64_t start_us)
{
	static const char *const schedules[] = { "None",     "Daily",
						 "Weekdays", "Weekly",
						 "Monthly",  "Yearly" };
	static const char *const endings[] = { "None", "Count", "Date" };
	json_t *r = json_object();

	ring_put(r, "schedule", schedules[schedule]);
	ring_put(r, "endingCondition", endings[ending]);
	if (ending == 1)
		ring_put_int(r, "endingAfter", 5);
	if (ending == 2)
		ring_put_time(r, "endingOn", start_us + 90 * CLOCK_DAY);
	json_object_set_new(o, "recurrence", r);
}

static void put_assignees(json_t *o, const struct ring_place *at,
			  const struct ring_chat *c, const struct ring_post *p,
			  unsigned int what)
{
	const struct person *who[RING_ASSIGNEES];
	size_t n = ring_task_assignees(c, p, who);
	json_t *list = json_array();

	for (size_t i = 0; i < n && what >= TASK_ASSIGNED; i++) {
		json_t *one = ring_ref(at->w, who[i]);
		bool done = what >= TASK_COMPLETED ||
			    (what == TASK_BEGUN && i == 0 && n > 1);

		ring_put(one, "status", done ? "Completed" : "Pending");
		json_array_append_new(list, one);
	}
	json_object_set_new(o, "assignees", list);
}

static void put_task(json_t *o, const struct ring_place *at,
		     const struct ring_chat *c, const struct ring_post *p,
		     unsigned int what)
{
	int64_t day_us = clock_day_start(p->at_us);
	json_t *files = json_array();

	ring_put(o, "status",
		 what >= TASK_COMPLETED ? "Completed"
		 : what == TASK_BEGUN   ? "InProgress"
					: "Pending");
	put_title(o, "subject", c, p, RING_TASK, what);
	put_assignees(o, at, c, p, what);
	ring_put(o, "completenessCondition", "AllAssignees");
	ring_put_int(o, "completenessPercentage",
		     what >= TASK_COMPLETED ? 100
		     : what == TASK_BEGUN   ? 50
					    : 0);
	ring_put_time(o, "startDate", day_us);
	ring_put_time(o, "dueDate",
		      day_us + (what >= TASK_EDITED ? 8 : 5) * CLOCK_DAY);
	ring_put(o, "color", colours[ring_thing_colour(p, COLOURS)]);
	ring_put(o, "section", "");
	put_body(o, "description", c, p, RING_TASK, what);
	put_recurrence(o, 0, 0, day_us);
	if (p->has[RING_FILE]) {
		json_t *one = json_object();

		ring_put_id(one, "id", ring_thing_id(p->number, RING_FILE));
		ring_put(one, "type", "File");
		ring_put_file_uri(one, at, p->number);
		put_title(one, "name", c, p, RING_FILE, 0);
		json_array_append_new(files, one);
	}
	json_object_set_new(o, "attachments", files);
}

static void put_note(json_t *o, const struct ring_place *at,
		     const struct ring_chat *c, const struct ring_post *p,
		     unsigned int what)
{
	json_object_set_new(o, "lastModifiedBy", ring_ref(at->w, p->author));
	if (what == NOTE_LOCKED)
		json_object_set_new(o, "lockedBy", ring_ref(at->w, p->author));
	ring_put(o, "status", what == NOTE_DRAFT ? "Draft" : "Active");
	put_title(o, "title", c, p, RING_NOTE, what);
	put_body(o, "body", c, p, RING_NOTE, what);
}

static void put_event(json_t *o, const struct ring_chat *c,
		      const struct ring_post *p, unsigned int what)
{
	struct ring_event_times when;

	ring_event_when(&when, p, what);
	put_title(o, "subject", c, p, RING_EVENT, what);
	ring_put_time(o, "startTime", when.start_us);
	ring_put_time(o, "endTime", when.end_us);
	ring_put(o, "color", colours[ring_thing_colour(p, COLOURS)]);
	ring_put(o, "location", "Room 4");
	put_body(o, "description", c, p, RING_EVENT, what);
	put_recurrence(o, when.recurrence, when.ending, when.start_us);
}

static void put_file(json_t *o, const struct ring_place *at,
		     const struct ring_chat *c, const struct ring_post *p)
{
	json_object_set_new(o, "lastModifiedBy", ring_ref(at->w, p->author));
	put_title(o, "name", c, p, RING_FILE, 0);
	ring_put_int(o, "size", (int64_t)ring_file_digest(c, p).length);
	ring_put_file_uri(o, at, p->number);
}

json_t *ring_record_thing(const struct ring_place *at,
			  const struct ring_chat *c, const struct ring_post *p,
			  enum ring_thing thing, const struct ring_life *life,
			  const struct ring_stage *stage)
{
	static const char *const types[RING_THINGS] = { "File", "Task", "Note",
							"Event" };
	json_t *o = json_object();

	ring_put_id(o, "id", ring_thing_id(p->number, thing));
	ring_put_time(o, "creationTime", life->stages[0].from_us);
	ring_put_time(o, "lastModifiedTime", stage->from_us);
	ring_put(o, "type", types[thing]);
	json_object_set_new(o, "creator", ring_ref(at->w, p->author));
	put_chat_ids(o, c);
	switch (thing) {
	case RING_TASK:
		put_task(o, at, c, p, stage->what);
		break;
	case RING_NOTE:
		put_note(o, at, c, p, stage->what);
		break;
	case RING_EVENT:
		put_event(o, c, p, stage->what);
		break;
	default:
		put_file(o, at, c, p);
	}
	ring_put_bool(o, "deleted", stage->deleted);
	return o;
}
