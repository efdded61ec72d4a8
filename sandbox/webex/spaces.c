/* Spaces, teams, and who is in which space from when until when. */
#include "world-private.h"

#include "id.h"

#include "sandbox/dice.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"

#include <string.h>

#define CHANNELS_A_TEAM 3
#define BEFORE_DAYS     400 /* old spaces are older than any feed */

/* Four of every ten are 1:1, three are groups, three channels of teams. */
static enum wx_space_kind kind_of(size_t i)
{
	static const enum wx_space_kind kinds[10] = {
		WX_GROUP,   WX_DIRECT,  WX_CHANNEL, WX_DIRECT, WX_GROUP,
		WX_CHANNEL, WX_CHANNEL, WX_DIRECT,  WX_GROUP,  WX_DIRECT,
	};

	return kinds[i % 10];
}

static int64_t moment(const struct wx_world *w, struct dice *d)
{
	int64_t ms = (w->until_us - w->from_us) / WX_MS;

	return w->from_us + (int64_t)(dice_roll(d) % (uint64_t)ms) * WX_MS;
}

static void make_space(struct wx_world *w, size_t i)
{
	struct wx_space *s = &w->spaces[i];
	char uuid[SEED_UUID];
	struct dice d;

	s->seed = seed_of(w->seed, "space", i);
	d = dice_of(s->seed, 1);
	wx_uuid(w->seed, "ROOM", (uint32_t)i, uuid);
	s->uuid = arena_strdup(w->arena, uuid);
	s->id = wx_id(w->arena, WX_CLUSTER, "ROOM", uuid);
	s->kind = kind_of(i);
	s->lang = (enum talk_lang)dice_below(&d, TALK_LANGS);
	s->elsewhere = s->kind == WX_GROUP && i % 20 == 4;
	s->created_us = i < w->n_old ? w->from_us - (int64_t)(BEFORE_DAYS + i) *
							    CLOCK_DAY
				     : moment(w, &d);
	s->renamed_us = WX_NEVER;
	if (s->kind != WX_DIRECT && !s->elsewhere && i < w->n_old && i % 4 == 0)
		s->renamed_us = moment(w, &d);
}

/* Every third channel is the first of another team. */
static void make_teams(struct wx_world *w)
{
	size_t channels = 0;

	w->teams = arena_alloc(w->arena, w->n_spaces, sizeof(*w->teams));
	for (size_t i = 0; i < w->n_spaces; i++) {
		struct wx_space *s = &w->spaces[i];

		if (s->kind != WX_CHANNEL)
			continue;
		s->team = (uint32_t)(channels++ / CHANNELS_A_TEAM);
		if (w->n_teams == s->team)
			w->teams[w->n_teams++].created_us = s->created_us;
		if (s->created_us < w->teams[s->team].created_us)
			w->teams[s->team].created_us = s->created_us;
	}
	for (size_t i = 0; i < w->n_teams; i++) {
		struct wx_team *m = &w->teams[i];
		char uuid[SEED_UUID];
		struct dice d;

		m->seed = seed_of(w->seed, "team", i);
		d = dice_of(m->seed, 1);
		wx_uuid(w->seed, "TEAM", (uint32_t)i, uuid);
		m->uuid = arena_strdup(w->arena, uuid);
		m->id = wx_id(w->arena, WX_CLUSTER, "TEAM", uuid);
		m->lang = (enum talk_lang)dice_below(&d, TALK_LANGS);
		m->renamed_us = i % 2 == 0 ? moment(w, &d) : WX_NEVER;
	}
}

static void add_stay(struct wx_world *w, struct wx_space *s, size_t who,
		     int64_t join_us, int64_t left_us)
{
	const struct wx_who *x = &w->who[who];
	int64_t comes_us = wx_comes_us(x), goes_us = wx_goes_us(x);
	struct wx_stay *stay;

	if (join_us < comes_us)
		join_us = comes_us + CLOCK_HOUR;
	if (left_us > goes_us)
		left_us = goes_us;
	if (join_us >= left_us)
		return;
	w->stays = ARENA_GROW(w->arena, w->stays, w->n_stays);
	stay = &w->stays[w->n_stays++];
	*stay = (struct wx_stay){
		.who = (uint32_t)who,
		.space = (uint32_t)(s - w->spaces),
		.join_us = join_us,
		.left_us = left_us,
		.moderator = s->n_stays == 0,
	};
	s->n_stays++;
}

/* One comes late, one goes, one goes and comes back. */
static void add_member(struct wx_world *w, struct wx_space *s, size_t who,
		       struct dice *d)
{
	size_t fate = dice_below(d, 10);
	int64_t a = moment(w, d), b = moment(w, d), swap;

	if (a > b) {
		swap = a;
		a = b;
		b = swap;
	}
	if (s->kind == WX_DIRECT || s->n_stays == 0 || a <= s->created_us)
		fate = 9;
	if (fate == 0) {
		add_stay(w, s, who, a, WX_NEVER);
	} else if (fate == 1) {
		add_stay(w, s, who, s->created_us, a);
	} else if (fate == 2 && a < b) {
		add_stay(w, s, who, s->created_us, a);
		add_stay(w, s, who, b, WX_NEVER);
	} else {
		add_stay(w, s, who, s->created_us, WX_NEVER);
	}
}

static bool is_in(const struct wx_world *w, const struct wx_space *s,
		  size_t who)
{
	for (uint32_t i = 0; i < s->n_stays; i++)
		if (w->stays[s->first_stay + i].who == who)
			return true;
	return false;
}

/* Somebody of ours who stays for good: no space is ever empty. */
static size_t pillar(const struct wx_world *w, struct dice *d)
{
	size_t i = dice_below(d, w->n_ours);

	while (w->who[i].person->status != PERSON_ACTIVE ||
	       w->who[i].person->created_us > w->from_us)
		i = (i + 1) % w->n_ours;
	return i;
}

static bool may_join(const struct wx_world *w, size_t who)
{
	return w->who[who].person == NULL ||
	       w->who[who].person->status != PERSON_PENDING;
}

static void fill(struct wx_world *w, struct wx_space *s)
{
	struct dice d = dice_of(s->seed, 2);
	size_t i = (size_t)(s - w->spaces);
	size_t want = s->kind == WX_DIRECT
			      ? 2
			      : 3 + dice_below(&d, w->shape.members - 2);
	bool guests = s->elsewhere || i % 3 == 0;

	s->first_stay = (uint32_t)w->n_stays;
	add_stay(w, s, pillar(w, &d), s->created_us, WX_NEVER);
	if (i == 0) { /* everybody */
		for (size_t k = 0; k < w->n_ours && s->n_stays < 1000; k++)
			if (may_join(w, k) && !is_in(w, s, k))
				add_member(w, s, k, &d);
		return;
	}
	for (size_t tries = 0; s->n_stays < want && tries < 4 * want; tries++) {
		size_t who = dice_below(&d, guests ? w->first_bot : w->n_ours);

		if (guests && s->n_stays == 1) /* at least one of them */
			who = w->n_ours +
			      dice_below(&d, w->first_bot - w->n_ours);
		if (may_join(w, who) && !is_in(w, s, who))
			add_member(w, s, who, &d);
	}
	if (s->kind != WX_DIRECT && !s->elsewhere && i % 2 == 0)
		add_stay(w, s, w->first_bot + i / 2 % (w->n_who - w->first_bot),
			 s->created_us, WX_NEVER);
}

void wx_spaces_make(struct wx_world *w)
{
	w->n_spaces = w->shape.spaces;
	w->n_old = w->n_spaces - w->n_spaces / 4;
	w->spaces = arena_alloc(w->arena, w->n_spaces, sizeof(*w->spaces));
	for (size_t i = 0; i < w->n_spaces; i++)
		make_space(w, i);
	make_teams(w);
	for (size_t i = 0; i < w->n_spaces; i++)
		fill(w, &w->spaces[i]);
}

const struct wx_space *wx_space_find(const struct wx_world *w, const char *id)
{
	AUTO(arena_free) struct arena *a = arena_new();
	uint32_t n;

	if (!wx_id_number(a, w->seed, "ROOM", id, &n) || n >= w->n_spaces)
		return NULL;
	return &w->spaces[n];
}

const struct wx_team *wx_team_find(const struct wx_world *w, const char *id)
{
	AUTO(arena_free) struct arena *a = arena_new();
	uint32_t n;

	if (!wx_id_number(a, w->seed, "TEAM", id, &n) || n >= w->n_teams)
		return NULL;
	return &w->teams[n];
}

static void add_room(struct str *out, uint64_t seed, enum talk_lang lang,
		     bool second)
{
	struct str first AUTO(str_done) = STR_INIT;

	talk_add(&first, TALK_ROOM, lang, seed, 0);
	if (second) {
		struct str next AUTO(str_done) = STR_INIT;

		talk_add(&next, TALK_ROOM, lang, seed, 1);
		if (strcmp(first.s, next.s) == 0)
			str_add(&next, " 2");
		str_add(out, next.s);
		return;
	}
	str_add(out, first.s);
}

void wx_add_title(struct str *out, const struct wx_space *s, int64_t at_us)
{
	if (s->kind == WX_DIRECT)
		str_add(out, "Empty Title");
	else
		add_room(out, s->seed, s->lang, at_us >= s->renamed_us);
}

void wx_add_team_name(struct str *out, const struct wx_team *m, int64_t at_us)
{
	add_room(out, m->seed, m->lang, at_us >= m->renamed_us);
}
