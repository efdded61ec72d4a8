#include "world-private.h"

#include "sandbox/dice.h"
#include "sandbox/large.h"
#include "sandbox/tenant.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"

#include <string.h>

#define POSTS_A_DAY 60

static bool is_weekend(int64_t day_us)
{
	int weekday = clock_to_date(day_us).weekday;

	return weekday == 0 || weekday == 6;
}

/* A weekend day has a quarter of a weekday's posts. */
static void spread_posts(struct wx_world *w)
{
	size_t days = (size_t)((w->until_us - w->from_us) / CLOCK_DAY);
	size_t weight = 0, sum = 0;

	for (size_t d = 0; d < days; d++)
		sum += is_weekend(w->from_us + (int64_t)d * CLOCK_DAY) ? 1 : 4;
	w->n_posts = w->shape.posts == WX_POSTS_DEFAULT ? POSTS_A_DAY * days
							: w->shape.posts;
	w->posts_before =
		arena_alloc(w->arena, days + 1, sizeof(*w->posts_before));
	for (size_t d = 0; d < days; d++) {
		weight +=
			is_weekend(w->from_us + (int64_t)d * CLOCK_DAY) ? 1 : 4;
		w->posts_before[d + 1] = w->n_posts * weight / sum;
	}
}

/* Counted, then dealt out: each space's posts stand together, by number. */
void wx_posts_place(struct wx_world *w)
{
	uint32_t first = 0;

	spread_posts(w);
	w->by_space = mem_alloc(w->n_posts + 1, sizeof(*w->by_space));
	w->place = mem_alloc(w->n_posts + 1, sizeof(*w->place));
	for (uint32_t n = 0; n < w->n_posts; n++)
		w->place[n] = w->spaces[wx_post_space(w, n)].n_posts++;
	for (size_t i = 0; i < w->n_spaces; i++) {
		w->spaces[i].first_post = first;
		first += w->spaces[i].n_posts;
	}
	for (uint32_t n = 0; n < w->n_posts; n++) {
		const struct wx_space *s = &w->spaces[wx_post_space(w, n)];

		w->by_space[s->first_post + w->place[n]] = n;
	}
}

struct wx_world *wx_world_new(const struct tenant *t,
			      const struct wx_switches *shape)
{
	struct wx_world *w = NEW(struct wx_world);

	w->t = t;
	w->seed = seed_of(t->opt.seed, "webex", 0);
	w->shape = *shape;
	w->from_us = t->from_us;
	w->until_us = t->until_us;
	w->arena = arena_new();
	wx_crowd_make(w);
	wx_spaces_make(w);
	wx_posts_place(w);
	if (w->shape.large > 0)
		w->large =
			large_new(seed_of(w->seed, "large", 0), w->shape.large);
	wx_meetings_make(w);
	wx_acts_make(w);
	return w;
}

void wx_world_free(struct wx_world *w)
{
	if (w == NULL)
		return;
	large_free(w->large);
	free(w->by_space);
	free(w->place);
	free(w->acts);
	arena_free(w->arena);
	free(w);
}
