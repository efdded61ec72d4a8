#include "limits.h"

#include "base/mem.h"

#include <pthread.h>
#include <string.h>

/* The window slides by a tenth of itself. */
#define SLICES 10

/* How long a request may have been under way. */
#define UNDER_WAY CLOCK_SECOND

struct group {
	int64_t slice; /* the newest one, by number */
	unsigned int count[SLICES];
	int64_t penalty_since_us, penalty_until_us;
	int64_t window_us; /* the counts are of windows of this length */
};

struct ring_limits {
	pthread_mutex_t lock;
	struct group groups[RING_GROUPS];
};

struct ring_limits *ring_limits_new(void)
{
	struct ring_limits *l = NEW(struct ring_limits);

	(void)pthread_mutex_init(&l->lock, NULL);
	return l;
}

void ring_limits_free(struct ring_limits *l)
{
	if (l == NULL)
		return;
	(void)pthread_mutex_destroy(&l->lock);
	free(l);
}

const char *ring_group_name(enum ring_group group)
{
	static const char *const names[] = { "Light", "Medium", "Heavy",
					     "Auth" };

	return names[group];
}

/* Forget what has left the window. */
static void slide(struct group *g, int64_t window_us, int64_t real_us)
{
	int64_t slice = real_us / (window_us / SLICES);

	if (g->window_us != window_us) {
		*g = (struct group){ .window_us = window_us, .slice = slice };
		return;
	}
	if (slice - g->slice >= SLICES) {
		memset(g->count, 0, sizeof(g->count));
		g->slice = slice;
	}
	while (g->slice < slice)
		g->count[++g->slice % SLICES] = 0;
}

static unsigned int sum(const struct group *g)
{
	unsigned int n = 0;

	for (size_t i = 0; i < SLICES; i++)
		n += g->count[i];
	return n;
}

struct ring_counted ring_limits_count(struct ring_limits *l,
				      const struct ring_switches *s,
				      enum ring_group group, int64_t real_us)
{
	int64_t window_us = s->window_s * CLOCK_SECOND;
	struct ring_counted c = { .limit = s->rates[group],
				  .window_s = s->window_s };
	struct group *g = &l->groups[group];

	(void)pthread_mutex_lock(&l->lock);
	slide(g, window_us, real_us);
	if (real_us < g->penalty_until_us || sum(g) >= c.limit) {
		if (real_us >= g->penalty_until_us)
			g->penalty_since_us = real_us;
		c.in_penalty =
			real_us - g->penalty_since_us >
			(window_us < 4 * UNDER_WAY ? window_us / 4 : UNDER_WAY);
		g->penalty_until_us = real_us + window_us;
		c.wait_s = s->window_s;
	} else {
		g->count[g->slice % SLICES]++;
		c.left = c.limit - sum(g);
	}
	(void)pthread_mutex_unlock(&l->lock);
	return c;
}
