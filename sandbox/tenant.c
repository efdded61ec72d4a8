#include "tenant.h"

#include "dice.h"
#include "seed.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

#define ROOMS 2 /* breakout rooms of a meeting that has them */

struct tenant_index {
	uint32_t *by_uuid; /* meeting index + 1; open addressing */
	size_t mask;
};

static bool is_weekend(int64_t us)
{
	int day = clock_to_date(us).weekday;

	return day == 0 || day == 6;
}

/*
 * One uuid in three is of a form that clients get wrong: it begins with
 * '/', or has "//" or '/' inside.
 */
static void make_uuid(struct meeting *m, unsigned int ordinal)
{
	struct str s AUTO(str_done) = STR_INIT;
	unsigned char b[16];

	seed_bytes(seed_of(m->seed, "uuid", 0), b, sizeof(b));
	if (ordinal % 9 == 3) {
		b[0] |= 0xfc;
	} else if (ordinal % 9 == 5) {
		b[6] = 0xff;
		b[7] |= 0xf0;
	} else if (ordinal % 9 == 7) {
		b[3] |= 0xfc;
	}
	encode_base64(&s, b, sizeof(b));
	memcpy(m->uuid, s.s, sizeof(m->uuid));
}

static void make_times(struct meeting *m, struct dice *d, int64_t day_us)
{
	int64_t minutes = 15 + 5 * (int64_t)dice_below(d, 16);

	/* 06:00 to 18:59, a few seconds off the five minutes */
	m->start_us = day_us + 6 * CLOCK_HOUR +
		      (int64_t)dice_below(d, 156) * 5 * CLOCK_MINUTE +
		      (int64_t)dice_below(d, 50) * CLOCK_SECOND;
	if (m->what & PLOT_MIDNIGHT) {
		m->start_us = day_us + 23 * CLOCK_HOUR +
			      (int64_t)(10 + dice_below(d, 40)) * CLOCK_MINUTE;
		minutes += 50;
	}
	m->end_us = m->start_us + minutes * CLOCK_MINUTE +
		    (int64_t)dice_below(d, 60) * CLOCK_SECOND;
}

/* The n-th user, from a random one on, who is active at that time. */
static const struct person *active_user(const struct tenant *t, size_t from,
					int64_t at_us)
{
	for (size_t i = 0; i < t->people.n_users; i++) {
		const struct person *p =
			&t->people.all[(from + i) % t->people.n_users];

		if (p->created_us <= at_us &&
		    person_status_at(p, at_us) == PERSON_ACTIVE)
			return p;
	}
	return &t->people.all[0];
}

static const struct person *user_who_leaves(const struct tenant *t, size_t from,
					    enum person_status s, int64_t at_us)
{
	for (size_t i = 0; i < t->people.n_users; i++) {
		const struct person *p =
			&t->people.all[(from + i) % t->people.n_users];

		if (p->status == s && at_us < p->left_us)
			return p;
	}
	return active_user(t, from, at_us);
}

static void choose_host(const struct tenant *t, struct meeting *m,
			struct dice *d)
{
	size_t from = dice_below(d, t->people.n_users);

	if (m->what & PLOT_EXTERNAL)
		m->host =
			&t->people
				 .all[t->people.n_users +
				      from % (t->people.n - t->people.n_users)];
	else if (m->what & PLOT_DELETED)
		m->host = user_who_leaves(t, from, PERSON_DELETED, m->start_us);
	else if (m->what & PLOT_INACTIVE)
		m->host =
			user_who_leaves(t, from, PERSON_INACTIVE, m->start_us);
	else
		m->host = active_user(t, from, m->start_us);
	m->lang = m->host->lang;
}

/* Series share number, host and topic; numbers are of 9, 10 or 11 digits. */
static void choose_number(const struct tenant *t, struct meeting *m,
			  struct dice *d, unsigned int ordinal)
{
	size_t series = t->opt.users < 12 ? 3 : t->opt.users / 4;

	m->topic = ordinal;
	m->type = m->what & PLOT_INSTANT ? 1 : 2;
	if (m->what & PLOT_SERIES) {
		size_t which = dice_below(d, series);

		m->number = INT64_C(7000000000) + (int64_t)which * 104729;
		m->host = active_user(t, which, m->start_us);
		m->lang = m->host->lang;
		m->topic = 1000000 + which;
		m->type = 8;
	} else if (ordinal % 8 == 6) {
		m->number = 910000000 + (int64_t)ordinal * 37;
	} else {
		m->number = INT64_C(80000000000) + (int64_t)ordinal * 9973 +
			    (int64_t)dice_below(d, 9973);
	}
}

static void make_meeting(const struct tenant *t, struct meeting *m,
			 unsigned int ordinal, int64_t day_us)
{
	const struct plot *plot = &plots[ordinal % plots_count];
	struct dice d;

	m->seed = seed_of(t->opt.seed, "meeting", ordinal);
	d = dice_of(m->seed, 0);
	m->plot = plot->name;
	m->what = plot->what;
	if (ordinal == 0 && t->opt.large != 0)
		m->what |= PLOT_LARGE | PLOT_VIDEO;
	if (ordinal == 2 && t->opt.big != 0)
		m->what |= PLOT_BIG;
	make_uuid(m, ordinal);
	make_times(m, &d, day_us);
	choose_host(t, m, &d);
	choose_number(t, m, &d, ordinal);
}

static void make_room(struct meeting *m, const struct meeting *parent,
		      unsigned int room)
{
	int64_t third_us = (parent->end_us - parent->start_us) / 3;

	*m = *parent;
	m->seed = seed_of(parent->seed, "room", room);
	m->what = PLOT_ARCHIVE | PLOT_ROOM;
	m->plot = "breakout room";
	m->room = room;
	m->type = 100;
	m->start_us += third_us / CLOCK_SECOND * CLOCK_SECOND;
	m->end_us -= third_us / CLOCK_SECOND * CLOCK_SECOND;
	make_uuid(m, 9 - room); /* plain forms */
}

static int by_start(const void *a, const void *b)
{
	const struct meeting *x = a, *y = b;

	if (x->start_us != y->start_us)
		return x->start_us < y->start_us ? -1 : 1;
	if (x->seed != y->seed)
		return x->seed < y->seed ? -1 : 1;
	return 0;
}

static size_t count_on(const struct tenant *t, int64_t day_us)
{
	return is_weekend(day_us) ? (t->opt.per_day + 3) / 4 : t->opt.per_day;
}

static void index_meetings(struct tenant *t)
{
	size_t size = 16;

	while (size < 2 * t->n)
		size *= 2;
	t->index = NEW(struct tenant_index);
	t->index->by_uuid = mem_alloc(size, sizeof(uint32_t));
	t->index->mask = size - 1;
	for (size_t i = 0; i < t->n; i++) {
		size_t at = seed_of_text(0, t->meetings[i].uuid);

		while (t->index->by_uuid[at & t->index->mask] != 0)
			at++;
		t->index->by_uuid[at & t->index->mask] = (uint32_t)i + 1;
		t->meetings[i].index = (unsigned int)i;
	}
}

/* Rooms point to their parent by its seed until all stand in order. */
static void link_rooms(struct tenant *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct meeting *m = &t->meetings[i];

		if (!(m->what & PLOT_BREAKOUT))
			continue;
		for (size_t k = i; k < t->n; k++) {
			struct meeting *room = &t->meetings[k];

			if (room->start_us > m->end_us)
				break;
			if ((room->what & PLOT_ROOM) &&
			    room->seed == seed_of(m->seed, "room", room->room))
				room->parent = m;
		}
	}
}

static void make_meetings(struct tenant *t)
{
	size_t cap = t->opt.per_day * (size_t)t->opt.days * (1 + ROOMS) + ROOMS;
	unsigned int ordinal = 0;

	t->meetings = mem_alloc(cap, sizeof(*t->meetings));
	for (int64_t day = t->from_us; day < t->until_us; day += CLOCK_DAY) {
		for (size_t k = count_on(t, day); k > 0; k--) {
			struct meeting *m = &t->meetings[t->n++];

			make_meeting(t, m, ordinal++, day);
			if (!(m->what & PLOT_BREAKOUT))
				continue;
			for (unsigned int r = 1; r <= ROOMS; r++)
				make_room(&t->meetings[t->n++], m, r);
		}
	}
	qsort(t->meetings, t->n, sizeof(*t->meetings), by_start);
	link_rooms(t);
	index_meetings(t);
}

struct tenant *tenant_new(const struct tenant_options *opt)
{
	struct tenant *t = NEW(struct tenant);
	char id[SEED_ID];

	t->opt = *opt;
	t->arena = arena_new();
	t->until_us = clock_day_start(opt->now_us - 1) + CLOCK_DAY;
	t->from_us = t->until_us - opt->days * CLOCK_DAY;
	seed_id(seed_of(opt->seed, "account", 0), id);
	t->account_id = arena_strdup(t->arena, id);
	t->account_name = "Nordwind Securities";
	people_make(&t->people, t->arena, opt->seed, opt->users, t->from_us,
		    t->until_us);
	make_meetings(t);
	return t;
}

void tenant_free(struct tenant *t)
{
	if (t == NULL)
		return;
	free(t->index->by_uuid);
	free(t->index);
	free(t->meetings);
	arena_free(t->arena);
	free(t);
}

const struct meeting *tenant_by_uuid(const struct tenant *t, const char *uuid)
{
	size_t at = seed_of_text(0, uuid);
	uint32_t i;

	while ((i = t->index->by_uuid[at & t->index->mask]) != 0) {
		if (strcmp(t->meetings[i - 1].uuid, uuid) == 0)
			return &t->meetings[i - 1];
		at++;
	}
	return NULL;
}

const struct meeting *tenant_by_number(const struct tenant *t, int64_t number,
				       int64_t now_us)
{
	for (size_t i = t->n; i > 0; i--) {
		const struct meeting *m = &t->meetings[i - 1];

		if (m->number == number && m->start_us <= now_us &&
		    !(m->what & (PLOT_ROOM | PLOT_EXTERNAL)))
			return m;
	}
	return NULL;
}

size_t tenant_first_from(const struct tenant *t, int64_t start_us)
{
	size_t lo = 0, hi = t->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (t->meetings[mid].start_us < start_us)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

void meeting_add_topic(struct str *out, const struct tenant *t,
		       const struct meeting *m)
{
	if (m->what & PLOT_ROOM)
		str_addf(out, "Room %u", m->room);
	else
		talk_add(out, TALK_TOPIC, m->lang, t->opt.seed, m->topic);
}
