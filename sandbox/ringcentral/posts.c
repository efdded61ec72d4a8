#include "posts.h"

#include "sandbox/dice.h"
#include "sandbox/seed.h"

#include "base/str.h"

#include <inttypes.h>

#define ID_BASE   INT64_C(2000000)
#define ID_STEP   8192
#define KIND_POST 4

const struct ring_stage *ring_life_at(const struct ring_life *l, int64_t us)
{
	const struct ring_stage *at = NULL;

	if (us >= l->gone_us)
		return NULL;
	for (size_t i = 0; i < l->n && l->stages[i].from_us <= us; i++)
		at = &l->stages[i];
	return at;
}

int64_t ring_stage_until(const struct ring_life *l, size_t stage)
{
	return stage + 1 < l->n ? l->stages[stage + 1].from_us : l->gone_us;
}

void ring_life_begin(struct ring_life *l, const struct ring_world *w,
		     int64_t from_us)
{
	l->n = 0;
	l->stages[l->n++] = (struct ring_stage){ .from_us = from_us };
	l->gone_us = clock_day_start(from_us) +
		     (1 + (int64_t)w->volume.retention_days) * CLOCK_DAY;
}

void ring_life_add(struct ring_life *l, int64_t from_us, bool deleted)
{
	const struct ring_stage *last = &l->stages[l->n - 1];

	if (l->n == RING_STAGES)
		return;
	l->stages[l->n++] = (struct ring_stage){ .from_us = from_us,
						 .what = last->what + !deleted,
						 .deleted = deleted };
}

/* ---- when ---- */

static uint64_t seed_of_post(const struct ring_world *w, uint64_t number)
{
	return seed_of(w->seed, "post", number);
}

/* Each of n posts has its own part of 06:00 to 20:00. */
static int64_t plain_time(const struct ring_world *w, size_t day, size_t i,
			  size_t n, uint64_t seed)
{
	int64_t slot = 14 * CLOCK_HOUR / (int64_t)n;
	struct dice d = dice_of(seed, 1);
	int64_t at_us = ring_day_us(w, (int64_t)day) + 6 * CLOCK_HOUR;

	at_us += slot * (int64_t)i + (int64_t)(dice_roll(&d) % (uint64_t)slot);
	if (slot >= 4 * CLOCK_SECOND && dice_percent(&d, 80))
		return at_us - at_us % CLOCK_SECOND;
	return at_us - at_us % 1000;
}

/* Some at the borders of the day, some together with the one before. */
static int64_t time_of(const struct ring_world *w, size_t day, size_t i,
		       size_t n, uint64_t first)
{
	uint64_t seed = seed_of_post(w, first + i);
	struct dice d = dice_of(seed, 2);
	int64_t day_us = ring_day_us(w, (int64_t)day);

	if (i == 0 && n > 2 && ring_day_is_quiet(w, day) &&
	    dice_percent(&d, 30))
		return day_us;
	if (i > 1 && i + 1 == n && dice_percent(&d, 20))
		return day_us + CLOCK_DAY -
		       (dice_percent(&d, 50) ? CLOCK_SECOND : 1000);
	if (i > 1 && dice_percent(&d, 6))
		return plain_time(w, day, i - 1, n,
				  seed_of_post(w, first + i - 1));
	return plain_time(w, day, i, n, seed);
}

/* ---- who ---- */

static bool may_write(const struct ring_member *m, int64_t at_us)
{
	return ring_is_member(m, at_us) && m->person->created_us <= at_us &&
	       (m->person->status == PERSON_GUEST ||
		person_status_at(m->person, at_us) == PERSON_ACTIVE);
}

/* Somebody from a random member on; the first one is always there. */
static const struct person *choose(const struct ring_chat *c, size_t from,
				   int64_t at_us)
{
	for (size_t i = 0; i < c->n_members; i++) {
		const struct ring_member *m =
			&c->members[(from + i) % c->n_members];

		if (may_write(m, at_us))
			return m->person;
	}
	return c->members[0].person;
}

/* ---- what became of it ---- */

static void live(struct ring_post *p, const struct ring_world *w)
{
	struct dice d = dice_of(p->seed, 3);
	size_t fate = dice_below(&d, 100);
	int64_t at_us = p->at_us;

	ring_life_begin(&p->life, w, at_us);
	if (fate < 8) {
		at_us += (int64_t)(1 + dice_below(&d, 40)) * CLOCK_MINUTE +
			 (int64_t)dice_below(&d, 60) * CLOCK_SECOND;
		ring_life_add(&p->life, at_us, false);
	}
	if (fate >= 5 && fate < 11) { /* on the next day, as a rule */
		at_us += (int64_t)(16 + dice_below(&d, 20)) * CLOCK_HOUR +
			 (int64_t)dice_below(&d, 3600) * CLOCK_SECOND;
		ring_life_add(&p->life, at_us, false);
	}
	if (fate >= 10 && fate < 13) {
		at_us += (int64_t)(20 + dice_below(&d, 20)) * CLOCK_HOUR +
			 (int64_t)dice_below(&d, 3600) * CLOCK_SECOND;
		ring_life_add(&p->life, at_us, true);
	} else if (fate >= 13 && fate < 15) { /* no run will see its text */
		at_us += (int64_t)(1 + dice_below(&d, 90)) * CLOCK_SECOND;
		ring_life_add(&p->life, at_us, true);
	}
}

bool ring_post_things(const struct ring_world *w, uint64_t number,
		      bool has[RING_THINGS])
{
	struct dice d = dice_of(seed_of_post(w, number), 4);
	const struct ring_volume *v = &w->volume;
	size_t roll;

	has[RING_FILE] = dice_below(&d, 1000) < v->files;
	roll = dice_below(&d, 1000);
	has[RING_TASK] = roll < v->objects / 2;
	has[RING_NOTE] = !has[RING_TASK] && roll < v->objects * 3 / 4;
	has[RING_EVENT] =
		!has[RING_TASK] && !has[RING_NOTE] && roll < v->objects;
	return has[RING_FILE] || roll < v->objects;
}

/* The first of the thread: threads answer what was said before, that day. */
static uint64_t thread_root(const struct ring_world *w, uint64_t first,
			    size_t i)
{
	while (i > 0) {
		struct dice d = dice_of(seed_of_post(w, first + i), 5);

		if (!dice_percent(&d, 25))
			break;
		i = dice_below(&d, i);
	}
	return first + i;
}

static int64_t post_id(uint64_t number)
{
	return (ID_BASE + (int64_t)number) * ID_STEP + KIND_POST;
}

static void choose_chain(struct ring_post *p, const struct ring_world *w,
			 const struct ring_chat *c, size_t day, size_t i,
			 uint64_t first)
{
	uint64_t root = thread_root(w, first, i);
	struct dice d = dice_of(p->seed, 6);
	uint64_t before;
	size_t n;

	if (root != p->number)
		p->chain = post_id(root);
	if (i != 0 || day == 0 || !dice_percent(&d, 30))
		return;
	n = ring_cell(w, day - 1, c->index, &before); /* across midnight */
	if (n > 0)
		p->chain = post_id(thread_root(w, before, n - 1));
}

void ring_post_make(struct ring_post *p, const struct ring_world *w,
		    const struct ring_chat *c, size_t day, size_t i)
{
	uint64_t first;
	size_t n = ring_cell(w, day, c->index, &first);
	struct dice d;

	*p = (struct ring_post){ .number = first + i };
	p->seed = seed_of_post(w, p->number);
	p->id = post_id(p->number);
	p->at_us = time_of(w, day, i, n, first);
	d = dice_of(p->seed, 7);
	p->author = choose(c, dice_below(&d, c->n_members), p->at_us);
	if (c->n_members > 1 && dice_percent(&d, 10))
		p->mentioned =
			choose(c, dice_below(&d, c->n_members), p->at_us);
	if (p->mentioned == p->author)
		p->mentioned = NULL;
	p->mentions_team = c->type == RING_TEAM && p->mentioned == NULL &&
			   dice_percent(&d, 4);
	(void)ring_post_things(w, p->number, p->has);
	p->silent = p->has[RING_FILE] && dice_percent(&d, 40);
	choose_chain(p, w, c, day, i, first);
	live(p, w);
}

/* "![:Person](62288001016) ..." as RingCentral writes a mention. */
static void add_mention(struct str *out, const struct ring_world *w,
			const struct ring_chat *c, const struct ring_post *p)
{
	if (p->mentioned != NULL)
		str_addf(out, "![:Person](%" PRId64 ") ",
			 ring_person_number(w, p->mentioned));
	if (p->mentions_team)
		str_addf(out, "![:Team](%" PRId64 ") ", c->id);
}

void ring_post_text(struct str *out, const struct ring_world *w,
		    const struct ring_chat *c, const struct ring_post *p,
		    unsigned int corrections)
{
	struct str text AUTO(str_done) = STR_INIT;

	if (p->silent && corrections == 0)
		return;
	add_mention(out, w, c, p);
	talk_add(&text, p->chain != 0 ? TALK_REPLY : TALK_LINE, c->lang,
		 c->seed, p->number);
	for (unsigned int i = 0; i < corrections; i++) {
		struct str next AUTO(str_done) = STR_INIT;

		talk_add_edit(&next, text.s, c->lang, p->seed, i);
		str_cut(&text, 0);
		str_add_len(&text, next.s, next.len);
	}
	str_add_len(out, text.s, text.len);
}

int64_t ring_thing_id(uint64_t post, enum ring_thing thing)
{
	static const int kinds[RING_THINGS] = { 10, 9, 17, 1 };

	return (ID_BASE + (int64_t)post) * ID_STEP + kinds[thing];
}

bool ring_thing_post(const struct ring_world *w, const char *id,
		     enum ring_thing thing, uint64_t *post)
{
	bool has[RING_THINGS];
	long long number;
	uint64_t n;

	if (!str_int64(id, &number) || number < ID_BASE * ID_STEP)
		return false;
	n = (uint64_t)(number / ID_STEP - ID_BASE);
	if (n >= w->volume.posts || number != ring_thing_id(n, thing))
		return false;
	(void)ring_post_things(w, n, has);
	if (has[thing])
		*post = n;
	return has[thing];
}
