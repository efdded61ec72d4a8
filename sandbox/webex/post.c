#include "post.h"

#include "world-private.h"

#include "sandbox/dice.h"
#include "sandbox/tenant.h"

#include "base/clock.h"
#include "base/str.h"

#include <string.h>

#define THREAD_BREAK 16 /* so often a new thread begins at the latest */

/* Dice of a post, by what they are thrown for: none waits for another. */
enum draw { DRAW_PLACE = 1, DRAW_TIME, DRAW_LIFE, DRAW_THREAD, DRAW_MORE };

static struct dice dice_for(const struct wx_world *w, uint32_t n,
			    enum draw what)
{
	return dice_of(w->seed + (uint64_t)what * UINT64_C(0x51ed270b), n);
}

static size_t day_of(const struct wx_world *w, uint32_t n)
{
	size_t lo = 0, hi = (size_t)((w->until_us - w->from_us) / CLOCK_DAY);

	while (lo + 1 < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (w->posts_before[mid] <= n)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

/*
 * The numbers of a day follow its hours, from six to eight; but two posts
 * are written at midnight, one in the last millisecond, and some at the
 * very time of the one before.
 */
int64_t wx_post_at(const struct wx_world *w, uint32_t n)
{
	size_t day = day_of(w, n), first = w->posts_before[day];
	uint64_t many = w->posts_before[day + 1] - first, i = n - first;
	int64_t start_us = w->from_us + (int64_t)day * CLOCK_DAY;
	uint64_t span_ms = (uint64_t)(14 * CLOCK_HOUR / WX_MS), lo, hi;
	struct dice d = dice_for(w, n, DRAW_TIME);

	if (many >= 8 && i < 2)
		return start_us;
	if (many >= 8 && i == many - 1)
		return start_us + CLOCK_DAY - WX_MS;
	if (i > 2 && dice_below(&d, 24) == 0)
		return wx_post_at(w, n - 1);
	lo = span_ms * i / many;
	hi = span_ms * (i + 1) / many;
	if (lo < hi)
		lo += dice_roll(&d) % (hi - lo);
	return start_us + 6 * CLOCK_HOUR + (int64_t)lo * WX_MS;
}

/* The first spaces are busier; one not made yet is replaced by an old one. */
uint32_t wx_post_space(const struct wx_world *w, uint32_t n)
{
	struct dice d = dice_for(w, n, DRAW_PLACE);
	size_t a = dice_below(&d, w->n_spaces), b = dice_below(&d, w->n_spaces);
	size_t i = a < b ? a : b;

	if (i >= w->n_old && wx_post_at(w, n) < w->spaces[i].created_us)
		i %= w->n_old;
	return (uint32_t)i;
}

static bool may_write(const struct wx_world *w, const struct wx_space *s,
		      const struct wx_stay *stay, int64_t at_us)
{
	return wx_stays(stay, at_us) &&
	       (!s->elsewhere || w->who[stay->who].ours);
}

/* The k-th of those who are there and may write; NULL if there are fewer. */
static const struct wx_who *writer(const struct wx_world *w,
				   const struct wx_space *s, int64_t at_us,
				   size_t k)
{
	for (uint32_t i = 0; i < s->n_stays; i++) {
		const struct wx_stay *stay = &w->stays[s->first_stay + i];

		if (may_write(w, s, stay, at_us) && k-- == 0)
			return &w->who[stay->who];
	}
	return NULL;
}

static const struct wx_who *draw_writer(const struct wx_world *w,
					const struct wx_space *s, int64_t at_us,
					struct dice *d)
{
	size_t n = 0;

	for (uint32_t i = 0; i < s->n_stays; i++)
		n += may_write(w, s, &w->stays[s->first_stay + i], at_us);
	return writer(w, s, at_us, dice_below(d, n));
}

static int64_t minutes(struct dice *d, size_t most)
{
	return (int64_t)(1 + dice_below(d, most)) * CLOCK_MINUTE +
	       (int64_t)dice_below(d, 60000) * WX_MS;
}

/* Seven of a hundred are edited; some at midnight, when a run begins. */
static void draw_edits(struct wx_post *p, struct dice *d)
{
	size_t fate = dice_below(d, 100);
	int64_t at_us = p->at_us;

	p->n_edits = fate < 4 ? 1 : fate < 6 ? 2 : fate == 6 ? 3 : 0;
	for (unsigned int i = 0; i < p->n_edits; i++) {
		at_us += minutes(d, i == 0 ? 90 : 1500);
		if (dice_below(d, 12) == 0)
			at_us = clock_day_start(at_us + CLOCK_DAY) +
				(int64_t)dice_below(d, 2) * WX_MS;
		p->edited_us[i] = at_us;
	}
}

/* Three of a hundred are taken back: at once, or within two days. */
static void draw_deletion(struct wx_post *p, struct dice *d)
{
	int64_t last_us =
		p->n_edits > 0 ? p->edited_us[p->n_edits - 1] : p->at_us;
	size_t fate = dice_below(d, 100);

	p->deleted_us = WX_NEVER;
	if (fate >= 3)
		return;
	p->deleted_us = fate == 0 ? last_us + 30 * CLOCK_SECOND
				  : last_us + minutes(d, 2880);
	p->by_moderator = dice_below(d, 5) == 0;
}

void wx_post_life(struct wx_post *p, const struct wx_world *w, uint32_t n)
{
	struct dice d = dice_for(w, n, DRAW_LIFE);

	*p = (struct wx_post){ .n = n, .parent = WX_NO_POST };
	p->seed = dice_roll(&d);
	p->space = &w->spaces[wx_post_space(w, n)];
	p->at_us = wx_post_at(w, n);
	p->from = draw_writer(w, p->space, p->at_us, &d);
	draw_edits(p, &d);
	draw_deletion(p, &d);
	if (p->from->person == NULL && dice_below(&d, 2) == 0) {
		p->card = true;
		p->n_edits = 0;
		p->deleted_us = WX_NEVER;
		p->n_answers = (unsigned int)dice_below(&d, 3);
	}
}

/* Its own number where the post begins a thread. */
static uint32_t root(const struct wx_world *w, const struct wx_space *s,
		     uint32_t place)
{
	uint32_t n = w->by_space[s->first_post + place];
	struct dice d = dice_for(w, n, DRAW_THREAD);
	uint32_t back;

	if (place % THREAD_BREAK == 0 || dice_below(&d, 100) >= 25)
		return n;
	back = 1 + (uint32_t)dice_below(&d, 4);
	return root(w, s,
		    place - (back > place % THREAD_BREAK ? place % THREAD_BREAK
							 : back));
}

static void draw_files(struct wx_post *p, const struct wx_world *w,
		       struct dice *d)
{
	if (p->card || dice_below(d, 1000) >= w->shape.files)
		return;
	p->n_files = dice_below(d, 5) == 0 ? 2 : 1;
	for (unsigned int i = 0; i < p->n_files; i++) {
		size_t fate = dice_below(d, 20);

		p->scan[i] = fate == 0   ? WX_INFECTED
			     : fate == 1 ? WX_UNSCANNABLE
					 : WX_CLEAN;
		p->scanned_us[i] = p->at_us + 2 * CLOCK_SECOND;
		if (fate < 5)
			p->scanned_us[i] += minutes(d, 30 * 60);
		if (dice_below(d, 10000) < w->t->opt.late)
			p->scanned_us[i] += CLOCK_DAY;
	}
	p->voice = p->n_files == 1 && dice_below(d, 8) == 0;
}

static void draw_mention(struct wx_post *p, const struct wx_world *w,
			 struct dice *d)
{
	size_t fate = dice_below(d, 100);
	const struct wx_who *x;

	if (p->space->kind == WX_DIRECT || p->card)
		return;
	p->mentions_all = fate == 0;
	if (fate == 0 || fate >= 12)
		return;
	x = draw_writer(w, p->space, p->at_us, d);
	if (x != p->from)
		p->mentioned = x;
}

void wx_post_make(struct wx_post *p, const struct wx_world *w, uint32_t n)
{
	struct dice d = dice_for(w, n, DRAW_MORE);

	wx_post_life(p, w, n);
	p->parent = root(w, p->space, w->place[n]);
	if (p->parent == n)
		p->parent = WX_NO_POST;
	draw_files(p, w, &d);
	draw_mention(p, w, &d);
	p->external_file =
		p->n_files == 0 && !p->card && dice_below(&d, 150) == 0;
	p->readable_us = p->at_us;
	if (dice_below(&d, 60) == 0) /* the key server is away */
		p->readable_us += minutes(&d, 30 * 60);
}

unsigned int wx_post_version_at(const struct wx_post *p, int64_t at_us)
{
	unsigned int v = 0;

	while (v < p->n_edits && p->edited_us[v] <= at_us)
		v++;
	return v;
}

int64_t wx_answer_at(const struct wx_post *p, unsigned int i)
{
	struct dice d = dice_of(p->seed, 100 + i);

	return p->at_us + (int64_t)i * CLOCK_HOUR + minutes(&d, 50);
}

const struct wx_who *wx_answer_from(const struct wx_world *w,
				    const struct wx_post *p, unsigned int i)
{
	struct dice d = dice_of(p->seed, 200 + i);
	size_t k = dice_below(&d, p->space->n_stays);

	for (uint32_t n = 0; n < p->space->n_stays; n++) {
		const struct wx_stay *s =
			&w->stays[p->space->first_stay +
				  (k + n) % p->space->n_stays];

		if (w->who[s->who].person != NULL &&
		    wx_stays(s, wx_answer_at(p, i)))
			return &w->who[s->who];
	}
	return p->from;
}
