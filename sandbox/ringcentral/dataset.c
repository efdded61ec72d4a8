#include "dataset.h"

#include "base/mem.h"
#include "base/str.h"

#include <string.h>

enum folder {
	CHATS,
	MEMBERS,
	GUESTS,
	POSTS,
	EVENTS,
	TASKS,
	NOTES,
	FILES,
	FOLDERS,
};

/* "chat_1.json" in "chats", as the vendor's page has it; the rest alike. */
static const struct {
	const char *folder, *file;
} names[FOLDERS] = {
	{ "chats", "chat" },  { "members", "members" }, { "guests", "guests" },
	{ "posts", "posts" }, { "events", "events" },   { "tasks", "tasks" },
	{ "notes", "notes" }, { "files", "files" },
};

struct collecting {
	struct ring_zip *zip;
	const struct ring_place *at;
	const struct ring_query *q;
	struct str body[FOLDERS];
	size_t n[FOLDERS];     /* records in the running file */
	size_t files[FOLDERS]; /* files before it */
	bool *seen;            /* people, by their place in the tenant */
};

static void flush(struct collecting *k, enum folder f)
{
	char name[64];

	if (k->n[f] == 0)
		return;
	str_add(&k->body[f], "]}");
	(void)snprintf(name, sizeof(name), "%s/%s_%zu.json", names[f].folder,
		       names[f].file, ++k->files[f]);
	ring_zip_add(k->zip, name, k->body[f].s, k->body[f].len);
	str_cut(&k->body[f], 0);
	k->n[f] = 0;
}

/* Takes over the record. */
static void add(struct collecting *k, enum folder f, json_t *record)
{
	char *text = json_dumps(record, JSON_COMPACT | JSON_PRESERVE_ORDER);

	str_add(&k->body[f], k->n[f] == 0 ? "{\"records\":[" : ",");
	str_add(&k->body[f], text);
	free(text);
	json_decref(record);
	if (++k->n[f] == k->q->file_records)
		flush(k, f);
}

static void add_person(struct collecting *k, const struct person *p)
{
	size_t i = (size_t)(p - k->at->w->t->people.all);

	if (k->seen[i])
		return;
	k->seen[i] = true;
	add(k, p->status == PERSON_GUEST ? GUESTS : MEMBERS,
	    ring_record_member(k->at, p, k->q->as_of_us));
}

static bool in_window(const struct ring_query *q, int64_t us)
{
	return q->from_us <= us && us <= q->to_us;
}

bool ring_query_has(const struct ring_query *q, int64_t created_us,
		    const struct ring_stage *stage)
{
	if (stage == NULL)
		return false;
	return in_window(q, created_us) ||
	       (!q->created_only && in_window(q, stage->from_us));
}

/* True where something was added. */
static bool add_post(struct collecting *k, const struct ring_chat *c,
		     const struct ring_post *p)
{
	const struct ring_stage *stage = ring_life_at(&p->life, k->q->as_of_us);

	if (!ring_query_has(k->q, p->at_us, stage))
		return false;
	add(k, POSTS, ring_record_post(k->at, c, p, stage));
	add_person(k, p->author);
	if (p->mentioned != NULL)
		add_person(k, p->mentioned);
	return true;
}

static bool add_things(struct collecting *k, const struct ring_chat *c,
		       const struct ring_post *p)
{
	static const enum folder folders[RING_THINGS] = { FILES, TASKS, NOTES,
							  EVENTS };
	bool any = false;

	for (enum ring_thing i = RING_FILE; i < RING_THINGS; i++) {
		const struct ring_stage *stage;
		struct ring_life life;

		if (!p->has[i])
			continue;
		ring_thing_life(&life, k->at->w, p, i);
		stage = ring_life_at(&life, k->q->as_of_us);
		if (!ring_query_has(k->q, life.stages[0].from_us, stage))
			continue;
		add(k, folders[i],
		    ring_record_thing(k->at, c, p, i, &life, stage));
		add_person(k, p->author);
		any = true;
	}
	return any;
}

static int64_t clamp(int64_t day, const struct ring_world *w)
{
	return day < 0 ? 0 : day > (int64_t)w->days ? (int64_t)w->days : day;
}

/*
 * The days whose posts, or what hangs on them, may be in the window: a note
 * is drafted up to a day before its post.
 */
static void days_of(const struct ring_query *q, const struct ring_world *w,
		    int64_t tail, size_t *first, size_t *end)
{
	*first = (size_t)clamp(ring_day_of(w, q->from_us) - tail, w);
	*end = (size_t)clamp(ring_day_of(w, q->to_us) + 2, w);
}

static bool add_day(struct collecting *k, const struct ring_chat *c, size_t day)
{
	const struct ring_world *w = k->at->w;
	int64_t late_us = k->q->from_us - RING_POST_TAIL_DAYS * CLOCK_DAY;
	bool posts = ring_day_us(w, (int64_t)day + 1) > late_us, any = false;
	uint64_t first;
	size_t n = ring_cell(w, day, c->index, &first);

	for (size_t i = 0; i < n; i++) {
		bool has[RING_THINGS];
		bool things = ring_post_things(w, first + i, has);
		struct ring_post p;

		if (!posts && !things)
			continue;
		ring_post_make(&p, w, c, day, i);
		any |= add_post(k, c, &p);
		any |= things && add_things(k, c, &p);
	}
	return any;
}

static void add_chat(struct collecting *k, size_t index, size_t first_day,
		     size_t end_day)
{
	struct ring_chat c AUTO(ring_chat_done) = { 0 };
	bool any = false;

	ring_chat_make(&c, k->at->w, index);
	for (size_t day = first_day; day < end_day; day++)
		any |= add_day(k, &c, day);
	if (!any)
		return;
	add(k, CHATS, ring_record_chat(k->at, &c, k->q->as_of_us));
	for (size_t i = 0; i < c.n_members; i++)
		if (ring_is_listed_member(&c.members[i], k->q->as_of_us))
			add_person(k, c.members[i].person);
}

static bool has_contact(const struct ring_world *w, const struct ring_query *q,
			size_t index)
{
	struct ring_chat c AUTO(ring_chat_done) = { 0 };

	ring_chat_make(&c, w, index);
	for (size_t i = 0; i < c.n_members; i++)
		for (size_t k = 0; k < q->n_contacts; k++)
			if (ring_person_number(w, c.members[i].person) ==
			    q->contacts[k])
				return true;
	return false;
}

/* Where chats and people are both named, the people's part of the chats. */
static bool is_asked(const struct ring_world *w, const struct ring_query *q,
		     size_t index)
{
	bool named = q->n_chats == 0;

	for (size_t i = 0; i < q->n_chats; i++)
		named |= q->chats[i] == index;
	return named && (q->n_contacts == 0 || has_contact(w, q, index));
}

size_t ring_dataset_next(const struct ring_world *w, const struct ring_query *q,
			 size_t first, uint64_t posts)
{
	size_t first_day, end_day;
	uint64_t sum = 0, number;

	days_of(q, w, 1, &first_day, &end_day);
	while (first < w->volume.chats && sum < posts) {
		for (size_t day = first_day; day < end_day; day++)
			sum += ring_cell(w, day, first, &number);
		first++;
	}
	return first;
}

void ring_dataset_add(struct str *out, const struct ring_place *at,
		      const struct ring_query *q, size_t first, size_t end)
{
	struct collecting k = { .at = at, .q = q };
	char *info = json_dumps(q->asked, JSON_COMPACT | JSON_PRESERVE_ORDER);
	AUTO(ring_zip_free) struct ring_zip *zip = ring_zip_new(out, q->form);
	size_t first_day, end_day;

	k.zip = zip;
	k.seen = mem_alloc(at->w->t->people.n, sizeof(*k.seen));
	for (enum folder f = CHATS; f < FOLDERS; f++)
		k.body[f] = STR_INIT;
	ring_zip_add(zip, "request_info.json", info, strlen(info));
	free(info);
	for (enum folder f = CHATS; f < FOLDERS; f++) {
		char name[16];

		(void)snprintf(name, sizeof(name), "%s/", names[f].folder);
		ring_zip_add(zip, name, "", 0);
	}
	days_of(q, at->w, RING_THING_TAIL_DAYS, &first_day, &end_day);
	for (size_t i = first; i < end; i++)
		if (is_asked(at->w, q, i))
			add_chat(&k, i, first_day, end_day);
	for (enum folder f = CHATS; f < FOLDERS; f++) {
		flush(&k, f);
		str_done(&k.body[f]);
	}
	free(k.seen);
	ring_zip_end(zip);
}
