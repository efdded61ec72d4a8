#include "chats.h"

#include "sandbox/dice.h"
#include "sandbox/seed.h"

#include "base/mem.h"
#include "base/str.h"

#define ID_BASE   170000
#define ID_STEP   8192 /* the rest says what kind of thing it is */
#define KIND_TEAM 6
#define KIND_CHAT 2
#define EVER      INT64_MAX
#define TEAM_MAX  12 /* colleagues */
#define GUESTS    3

/* There all the time: each chat has at least one who can write. */
static bool stays(const struct ring_world *w, const struct person *p)
{
	return p->status == PERSON_ACTIVE && p->created_us <= w->t->from_us;
}

static enum ring_chat_type type_of(const struct ring_world *w, size_t index)
{
	static const enum ring_chat_type turns[] = {
		RING_TEAM,   RING_TEAM, RING_DIRECT,   RING_GROUP,
		RING_DIRECT, RING_TEAM, RING_PERSONAL, RING_DIRECT,
	};
	enum ring_chat_type type = turns[index % 8];

	if (index == 0)
		return RING_EVERYONE;
	if (type == RING_PERSONAL &&
	    (index / 8 >= w->n_workers || !stays(w, w->workers[index / 8])))
		return RING_DIRECT; /* one personal chat each */
	return type;
}

static int64_t id_of(size_t index, enum ring_chat_type type)
{
	return (ID_BASE + (int64_t)index) * ID_STEP +
	       (type == RING_TEAM || type == RING_EVERYONE ? KIND_TEAM
							   : KIND_CHAT);
}

static bool has(const struct ring_chat *c, const struct person *p)
{
	for (size_t i = 0; i < c->n_members; i++)
		if (c->members[i].person == p)
			return true;
	return false;
}

static void add(struct ring_chat *c, const struct person *p)
{
	c->members[c->n_members++] = (struct ring_member){ p, INT64_MIN, EVER };
}

static void add_once(struct ring_chat *c, const struct person *p)
{
	if (!has(c, p))
		add(c, p);
}

/* Colleagues from a random one on; the first one never leaves. */
static void choose_workers(struct ring_chat *c, const struct ring_world *w,
			   struct dice *d, size_t n)
{
	size_t from = dice_below(d, w->n_workers);
	size_t step = 1 + dice_below(d, 3);

	while (!stays(w, w->workers[from % w->n_workers]))
		from++;
	for (size_t i = 0; i < w->n_workers * 3 && c->n_members < n; i++)
		add_once(c, w->workers[(from + i * step) % w->n_workers]);
}

static void choose_guests(struct ring_chat *c, const struct ring_world *w,
			  struct dice *d)
{
	const struct people *all = &w->t->people;
	size_t guests = all->n - all->n_users, from = dice_below(d, guests);

	for (size_t i = 0; i < GUESTS; i++)
		add_once(c, &all->all[all->n_users + (from + i) % guests]);
}

/* In a team of five one joins after a third and one leaves after two. */
static void move_members(struct ring_chat *c, const struct ring_world *w)
{
	int64_t third = (int64_t)w->days / 3;

	if (c->type != RING_TEAM || c->n_members < 5 || third == 0)
		return;
	c->members[2].from_us = ring_day_us(w, third);
	c->members[3].until_us = ring_day_us(w, 2 * third);
}

static void choose_members(struct ring_chat *c, const struct ring_world *w)
{
	struct dice d = dice_of(c->seed, 1);
	size_t most =
		c->type == RING_EVERYONE ? w->n_workers : TEAM_MAX + GUESTS;

	c->members = mem_alloc(most, sizeof(*c->members));
	switch (c->type) {
	case RING_EVERYONE:
		for (size_t i = 0; i < w->n_workers; i++)
			add(c, w->workers[i]);
		break;
	case RING_PERSONAL:
		add(c, w->workers[c->index / 8]);
		break;
	case RING_DIRECT:
		choose_workers(c, w, &d, 2);
		break;
	case RING_GROUP:
		choose_workers(c, w, &d, 3 + dice_below(&d, 4));
		break;
	case RING_TEAM:
		choose_workers(c, w, &d, 4 + dice_below(&d, TEAM_MAX - 3));
		if (c->index % 8 == 5)
			choose_guests(c, w, &d);
		break;
	}
	move_members(c, w);
	for (size_t i = 0; i < c->n_members; i++) {
		struct ring_member *m = &c->members[i];
		int64_t hired_us = clock_day_start(m->person->created_us);

		if (m->person->created_us > c->created_us &&
		    hired_us > m->from_us)
			m->from_us = hired_us;
	}
}

void ring_chat_make(struct ring_chat *c, const struct ring_world *w,
		    size_t index)
{
	struct dice d;

	*c = (struct ring_chat){ .index = index };
	c->seed = seed_of(w->seed, "chat", index);
	c->type = type_of(w, index);
	c->id = id_of(index, c->type);
	d = dice_of(c->seed, 0);
	c->is_public = c->type == RING_TEAM && dice_percent(&d, 30);
	c->created_us = w->t->from_us -
			(int64_t)(1 + dice_below(&d, 20)) * CLOCK_DAY +
			(int64_t)dice_below(&d, 86400) * CLOCK_SECOND;
	if (c->type == RING_TEAM && index % 3 == 1)
		c->renamed_us =
			ring_day_us(w, (int64_t)w->days / 2) + 11 * CLOCK_HOUR;
	choose_members(c, w);
	c->lang = c->members[0].person->lang;
}

void ring_chat_done(struct ring_chat *c)
{
	free(c->members);
	c->members = NULL;
}

bool ring_chat_index(const struct ring_world *w, const char *id, size_t *index)
{
	long long number;
	size_t i;

	if (!str_int64(id, &number) || number < (long long)ID_BASE * ID_STEP)
		return false;
	i = (size_t)(number / ID_STEP - ID_BASE);
	if (i >= w->volume.chats || number != id_of(i, type_of(w, i)))
		return false;
	*index = i;
	return true;
}

const char *ring_chat_type_name(enum ring_chat_type type)
{
	static const char *const names[] = { "Personal", "Direct", "Group",
					     "Team", "Everyone" };

	return names[type];
}

void ring_chat_name(struct str *out, const struct ring_chat *c, int64_t at_us)
{
	bool renamed = c->renamed_us != 0 && at_us >= c->renamed_us;

	if (c->type == RING_EVERYONE)
		str_add(out, "Everyone at Nordwind Securities");
	else if (c->type == RING_TEAM)
		talk_add(out, TALK_ROOM, c->lang, c->seed, renamed ? 1 : 0);
}

bool ring_is_member(const struct ring_member *m, int64_t at_us)
{
	return m->from_us <= at_us && at_us < m->until_us &&
	       ring_person_is_listed(m->person, at_us);
}

bool ring_is_listed_member(const struct ring_member *m, int64_t now_us)
{
	int64_t at_us = now_us - RING_LAG_US;

	return m->from_us <= at_us && at_us < m->until_us;
}

bool ring_day_is_quiet(const struct ring_world *w, size_t day)
{
	size_t third = w->days / 3, middle = w->days / 2;

	return day != third && day != 2 * third && day != middle &&
	       day != middle + 1;
}

bool ring_chat_exists(const struct ring_chat *c, int64_t now_us)
{
	return c->created_us <= now_us;
}
