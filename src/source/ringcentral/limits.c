#include "source/ringcentral/limits.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "http/head.h"
#include "http/http.h"
#include "source/holds.h"

#include <inttypes.h>
#include <pthread.h>
#include <string.h>
#include <strings.h>

#define SENT_MAX 1024 /* no group may do more in a window, for us */
/* Our clock and the way to the server are not exact. */
#define MARGIN_US (CLOCK_SECOND / 2)

struct group {
	char *name; /* heap */
	int64_t limit, window_us;
	int64_t hold_us; /* nothing before */
	int64_t told_us; /* the hold that was logged last */
	/* When requests were sent, or will be: a ring, the newest at
	   (n - 1) % SENT_MAX. */
	int64_t *sent;
	uint64_t n;
	bool told; /* by an answer */
};

struct limits {
	pthread_mutex_t lock;
	unsigned int share;
	size_t n;
	struct group groups[LIMITS_GROUPS];
	size_t of[RC_WAYS]; /* index into groups */
};

static const struct {
	const char *name;
	int64_t limit;
} usual[] = {
	{ "Light", 50 }, { "Medium", 40 }, { "Heavy", 10 }, { "Auth", 5 }
};

/* Under the lock: its place, made where it is new; the last one is shared by
   all that come too late. */
static size_t group_at(struct limits *l, const char *name)
{
	struct group *g;

	for (size_t i = 0; i < l->n; i++)
		if (strcasecmp(l->groups[i].name, name) == 0)
			return i;
	if (l->n == LIMITS_GROUPS)
		return LIMITS_GROUPS - 1;
	g = &l->groups[l->n];
	*g = (struct group){ .limit = 10, .window_us = CLOCK_MINUTE };
	for (size_t i = 0; i < sizeof(usual) / sizeof(usual[0]); i++)
		if (strcasecmp(usual[i].name, name) == 0)
			g->limit = usual[i].limit;
	g->name = mem_strdup(name);
	g->sent = mem_alloc(SENT_MAX, sizeof(*g->sent));
	return l->n++;
}

struct limits *rc_limits_new(unsigned int share)
{
	struct limits *l = NEW(struct limits);

	(void)pthread_mutex_init(&l->lock, NULL);
	l->share = share;
	for (enum rc_way way = 0; way < RC_WAYS; way++)
		l->of[way] = group_at(l, rc_way(way)->group);
	return l;
}

void rc_limits_free(struct limits *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < l->n; i++) {
		free(l->groups[i].name);
		free(l->groups[i].sent);
	}
	(void)pthread_mutex_destroy(&l->lock);
	free(l);
}

/* --- taking ------------------------------------------------------------ */

static uint64_t allowed(const struct limits *l, const struct group *g)
{
	int64_t n = g->limit * (int64_t)l->share / 100;

	if (n < 1)
		return 1;
	return n > SENT_MAX ? SENT_MAX : (uint64_t)n;
}

/* Under the lock: when the next request may go, which is counted for then. */
static int64_t place(struct limits *l, struct group *g, int64_t now_us)
{
	uint64_t max = allowed(l, g);
	int64_t at_us = now_us, free_us;

	if (g->n >= max) {
		free_us = g->sent[(g->n - max) % SENT_MAX] + g->window_us +
			  MARGIN_US;
		/* unless the machine's clock was set back */
		if (free_us > now_us && free_us < now_us + 2 * CLOCK_HOUR)
			at_us = free_us;
	}
	g->sent[g->n++ % SENT_MAX] = at_us;
	return at_us;
}

int64_t rc_limits_place(struct limits *l, enum rc_way way, int64_t now_us)
{
	int64_t at_us;

	(void)pthread_mutex_lock(&l->lock);
	at_us = place(l, &l->groups[l->of[way]], now_us);
	(void)pthread_mutex_unlock(&l->lock);
	return at_us - now_us;
}

static int64_t hold_of(struct limits *l, enum rc_way way)
{
	int64_t until_us;

	(void)pthread_mutex_lock(&l->lock);
	until_us = l->groups[l->of[way]].hold_us;
	(void)pthread_mutex_unlock(&l->lock);
	return until_us;
}

int64_t rc_limits_held_until(struct limits *l, enum rc_way way)
{
	return hold_of(l, way);
}

static int too_long(struct limits *l, enum rc_way way, int64_t until_us,
		    struct err *e)
{
	struct str name AUTO(str_done) = STR_INIT;
	char text[CLOCK_TEXT];

	(void)pthread_mutex_lock(&l->lock);
	str_add(&name, l->groups[l->of[way]].name);
	(void)pthread_mutex_unlock(&l->lock);
	return err_set(e, ERR_RETRY,
		       "no request of RingCentral's group '%.60s' before %s "
		       "UTC: its limit is used up",
		       name.s, clock_text(until_us, text));
}

/* Once a hold, by whichever thread comes first. */
static void tell(struct limits *l, enum rc_way way, int64_t until_us)
{
	struct str reason AUTO(str_done) = STR_INIT;
	struct group *g;
	bool told;

	(void)pthread_mutex_lock(&l->lock);
	g = &l->groups[l->of[way]];
	told = g->told_us == until_us;
	g->told_us = until_us;
	str_addf(&reason, "the limit of RingCentral's group '%.60s' is used up",
		 g->name);
	(void)pthread_mutex_unlock(&l->lock);
	if (!told)
		holds_tell(until_us, reason.s);
}

int rc_limits_take(struct limits *l, enum rc_way way, int64_t bound_us,
		   struct http *h, struct err *e)
{
	int64_t at_us = 0, now_us, until_us;

	for (;;) {
		now_us = clock_now_us();
		until_us = hold_of(l, way);
		if (until_us - now_us > bound_us)
			return too_long(l, way, until_us, e);
		if (until_us > now_us) {
			tell(l, way, until_us);
			if (http_sleep(h, until_us - now_us, e) < 0)
				return -1;
			at_us = 0; /* the place is of before the penalty */
			continue;
		}
		if (at_us != 0 && at_us <= now_us)
			return 0;
		if (at_us == 0) {
			at_us = now_us + rc_limits_place(l, way, now_us);
			if (at_us <= now_us)
				return 0;
		}
		if (http_sleep(h, at_us - now_us, e) < 0)
			return -1;
	}
}

/* --- learning ---------------------------------------------------------- */

/* A number of a header, or -1. */
static int64_t number(const struct http_response *r, const char *name)
{
	const char *text = http_header(r, name, 0);
	long long n;

	return text != NULL && str_int64(text, &n) && n >= 0 && n < 1000000
		       ? n
		       : -1;
}

void rc_limits_learn(struct limits *l, enum rc_way way,
		     const struct http_response *r)
{
	const char *name = http_header(r, "X-Rate-Limit-Group", 0);
	int64_t limit = number(r, "X-Rate-Limit-Limit");
	int64_t left = number(r, "X-Rate-Limit-Remaining");
	int64_t window = number(r, "X-Rate-Limit-Window");
	int64_t now_us = clock_now_us();
	struct group *g;

	if (name == NULL || name[0] == '\0')
		return;
	(void)pthread_mutex_lock(&l->lock);
	l->of[way] = group_at(l, name);
	g = &l->groups[l->of[way]];
	g->told = true;
	if (limit > 0)
		g->limit = limit;
	if (window > 0 && window <= 3600)
		g->window_us = window * CLOCK_SECOND;
	/* nothing left though we have asked less: others use it too */
	if (left == 0 && http_status(r) != 429 &&
	    (g->n < (uint64_t)g->limit ||
	     g->sent[(g->n - (uint64_t)g->limit) % SENT_MAX] <
		     now_us - g->window_us) &&
	    g->hold_us < now_us + g->window_us / 2)
		g->hold_us = now_us + g->window_us / 2;
	(void)pthread_mutex_unlock(&l->lock);
}

void rc_limits_hold(struct limits *l, enum rc_way way, int64_t until_us)
{
	struct group *g;

	(void)pthread_mutex_lock(&l->lock);
	g = &l->groups[l->of[way]];
	if (until_us > g->hold_us)
		g->hold_us = until_us;
	(void)pthread_mutex_unlock(&l->lock);
}

void rc_limits_penalty(struct limits *l, enum rc_way way,
		       const struct http_response *r)
{
	int64_t wait_us;

	rc_limits_learn(l, way, r);
	if (!http_response_retry_after(r, &wait_us))
		wait_us = LIMITS_PENALTY;
	if (wait_us > LIMITS_PENALTY_MAX)
		wait_us = LIMITS_PENALTY_MAX;
	rc_limits_hold(l, way, clock_now_us() + wait_us);
}

/* --- over restarts ----------------------------------------------------- */

void rc_limits_save(struct limits *l, struct str *out)
{
	int64_t now_us = clock_now_us();
	char text[CLOCK_TEXT];

	(void)pthread_mutex_lock(&l->lock);
	for (size_t i = 0; i < l->n; i++)
		if (l->groups[i].hold_us > now_us)
			str_addf(out, "%s %s\n",
				 clock_rfc3339(l->groups[i].hold_us, text),
				 l->groups[i].name);
	(void)pthread_mutex_unlock(&l->lock);
}

static void load_line(struct limits *l, const char *line, size_t len)
{
	AUTO(free) char *copy = mem_dup(line, len);
	char *name = strchr(copy, ' ');
	int64_t until_us;

	if (name == NULL)
		return;
	*name++ = '\0';
	if (!clock_parse(copy, &until_us) ||
	    until_us > clock_now_us() + LIMITS_PENALTY_MAX)
		return;
	(void)pthread_mutex_lock(&l->lock);
	l->groups[group_at(l, name)].hold_us = until_us;
	(void)pthread_mutex_unlock(&l->lock);
}

void rc_limits_load(struct limits *l, const char *text)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		load_line(l, text, len);
		text += len + (text[len] == '\n');
	}
}

void rc_limits_tell(struct limits *l, struct str *out)
{
	(void)pthread_mutex_lock(&l->lock);
	for (size_t i = 0; i < l->n; i++) {
		const struct group *g = &l->groups[i];

		if (g->told)
			str_addf(out, "%s%s: %" PRId64 " / %" PRId64 " s",
				 out->len > 0 ? ", " : "", g->name, g->limit,
				 g->window_us / CLOCK_SECOND);
	}
	(void)pthread_mutex_unlock(&l->lock);
}
