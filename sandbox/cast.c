#include "cast.h"

#include "dice.h"
#include "seed.h"

#include "base/arena.h"
#include "base/clock.h"

#include <string.h>

struct making {
	struct cast *c;
	const struct tenant *t;
	const struct meeting *m;
	struct dice d;
};

/* Whole seconds from lo to hi. */
static int64_t some_time(struct dice *d, int64_t lo_us, int64_t hi_us)
{
	int64_t seconds = (hi_us - lo_us) / CLOCK_SECOND;

	lo_us -= lo_us % CLOCK_SECOND;
	if (seconds <= 0)
		return lo_us;
	return lo_us + (int64_t)dice_below(d, (size_t)seconds) * CLOCK_SECOND;
}

static void add_stay(struct making *k, struct member *p, int64_t join_us,
		     int64_t leave_us)
{
	struct stay *s = &p->stays[p->n_stays];

	if (leave_us <= join_us)
		leave_us = join_us + CLOCK_SECOND;
	s->join_us = join_us;
	s->leave_us = leave_us;
	s->user_id =
		16778240 + 1024 * (int64_t)(k->c->n * STAYS_MAX + p->n_stays);
	p->n_stays++;
	k->c->seconds += (leave_us - join_us) / CLOCK_SECOND;
}

/* One stay, or with gaps between two or three. */
static void add_stays(struct making *k, struct member *p)
{
	const struct meeting *m = k->m;
	int64_t span_us = m->end_us - m->start_us;
	int64_t from_us = p->is_host ? m->start_us
				     : some_time(&k->d, m->start_us,
						 m->start_us + span_us / 10);
	int64_t until_us =
		p->is_host
			? m->end_us
			: some_time(&k->d, m->end_us - span_us / 10, m->end_us);
	bool again = (m->what & PLOT_REJOIN) && k->c->n < 2;
	unsigned int times = again || dice_percent(&k->d, 12) ? 2 : 1;

	if (times == 2 && dice_percent(&k->d, 30))
		times = 3;
	if (p->is_host)
		times = 1;
	for (unsigned int i = 0; i < times; i++) {
		int64_t part_us = (until_us - from_us) / (times - i);
		int64_t leave_us =
			i + 1 == times ? until_us
				       : some_time(&k->d, from_us + part_us / 2,
						   from_us + part_us * 9 / 10);

		add_stay(k, p, from_us, leave_us);
		from_us = leave_us +
			  (int64_t)(5 + dice_below(&k->d, 50)) * CLOCK_SECOND;
	}
}

static struct member *add_member(struct making *k)
{
	struct cast *c = k->c;

	c->all = ARENA_GROW(c->arena, c->all, c->n);
	memset(&c->all[c->n], 0, sizeof(c->all[c->n]));
	return &c->all[c->n];
}

/* Guests wait until somebody lets them in; that is a row of its own. */
static void add_waiting(struct making *k, struct member *p)
{
	int64_t until_us = p->stays[0].join_us;
	int64_t from_us = some_time(&k->d, k->m->start_us, until_us);

	if (!(k->m->what & PLOT_GUESTS) || p->signed_in || p->is_host ||
	    from_us >= until_us)
		return;
	p->waiting.join_us = from_us;
	p->waiting.leave_us = until_us;
	p->waiting.user_id = p->stays[0].user_id - 512;
}

static void finish_member(struct making *k, struct member *p)
{
	add_stays(k, p);
	add_waiting(k, p);
	k->c->n++;
}

static void add_person(struct making *k, const struct person *who, bool host)
{
	struct member *p = add_member(k);
	int64_t at_us = k->m->start_us;

	p->person = who;
	p->name = who->heir != NULL && at_us >= who->heir_us ? who->heir->name
							     : who->name;
	p->email = who->email;
	p->true_email = person_mailbox_at(who, at_us);
	p->signed_in = who->status != PERSON_GUEST;
	p->is_host = host;
	finish_member(k, p);
}

/* A colleague who is not signed in: Zoom shows a name and nothing else. */
static void add_unsigned(struct making *k, const struct person *who)
{
	struct member *p = add_member(k);

	p->person = who;
	p->name = arena_printf(k->c->arena, "%s (iPhone)", who->first);
	p->email = "";
	p->true_email = person_mailbox_at(who, k->m->start_us);
	finish_member(k, p);
}

static void add_caller(struct making *k)
{
	struct member *p = add_member(k);

	if (dice_percent(&k->d, 50))
		p->name = arena_printf(k->c->arena, "4670***%04zu",
				       dice_below(&k->d, 10000));
	else
		p->name = arena_printf(k->c->arena, "Call-In User_%zu",
				       1 + dice_below(&k->d, 3));
	p->email = "";
	p->true_email = "";
	finish_member(k, p);
}

static bool is_in(const struct cast *c, const struct person *who)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->all[i].person == who)
			return true;
	return false;
}

static void add_colleagues(struct making *k, size_t wanted)
{
	const struct people *p = &k->t->people;
	size_t from = dice_below(&k->d, p->n_users);

	for (size_t i = 0; i < p->n_users && wanted > 0; i++) {
		const struct person *who = &p->all[(from + i) % p->n_users];

		if (who->created_us > k->m->start_us ||
		    person_status_at(who, k->m->start_us) != PERSON_ACTIVE ||
		    is_in(k->c, who))
			continue;
		add_person(k, who, false);
		wanted--;
	}
}

static void add_guests(struct making *k, size_t wanted)
{
	const struct people *p = &k->t->people;
	size_t guests = p->n - p->n_users;
	size_t from = dice_below(&k->d, guests);

	for (size_t i = 0; i < guests && wanted > 0; i++) {
		const struct person *who =
			&p->all[p->n_users + (from + i) % guests];

		if (is_in(k->c, who))
			continue;
		add_person(k, who, false);
		wanted--;
	}
}

/* More than there are people: outsiders by number, one stay each. */
static void add_crowd(struct making *k, size_t wanted)
{
	while (k->c->n < wanted) {
		struct member *p = add_member(k);

		p->name = arena_printf(k->c->arena, "Visitor %zu", k->c->n + 1);
		p->email = "";
		p->true_email = "";
		add_stay(k, p, some_time(&k->d, k->m->start_us, k->m->end_us),
			 k->m->end_us);
		k->c->n++;
	}
}

static void make_all(struct making *k)
{
	uint64_t what = k->m->what;

	add_person(k, k->m->host, true);
	if (what & PLOT_SOLO)
		return;
	if (what & PLOT_BIG) {
		size_t half = k->t->opt.big / 2;

		add_colleagues(k, half < 5000 ? half : 5000);
		add_crowd(k, k->t->opt.big);
		return;
	}
	add_colleagues(k, 1 + dice_below(&k->d, 6));
	if (what & (PLOT_GUESTS | PLOT_EXTERNAL))
		add_guests(k, 2 + dice_below(&k->d, 3));
	if (what & PLOT_PHONE) {
		add_caller(k);
		add_unsigned(k, &k->t->people.all[0]);
	}
}

/* A room's cast is every second member of the parent's, without the host. */
static void make_room_cast(struct making *k)
{
	struct cast parent AUTO(cast_done) = { 0 };

	cast_make(&parent, k->t, k->m->parent);
	for (size_t i = 0; i < parent.n; i++) {
		const struct member *from = &parent.all[i];
		struct member *p;

		if (i % 2 != k->m->room % 2)
			continue;
		p = add_member(k);
		p->person = from->person;
		p->name = arena_strdup(k->c->arena, from->name);
		p->email = from->email;
		p->true_email = from->true_email;
		p->signed_in = from->signed_in;
		add_stay(k, p, k->m->start_us, k->m->end_us);
		k->c->n++;
	}
}

void cast_make(struct cast *c, const struct tenant *t, const struct meeting *m)
{
	struct making k = { .c = c,
			    .t = t,
			    .m = m,
			    .d = dice_of(seed_of(m->seed, "cast", 0), 0) };

	memset(c, 0, sizeof(*c));
	c->arena = arena_new();
	if (m->parent != NULL)
		make_room_cast(&k);
	else
		make_all(&k);
}

void cast_done(struct cast *c)
{
	arena_free(c->arena);
	memset(c, 0, sizeof(*c));
}
