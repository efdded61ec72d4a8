#include "base/clock.h"
#include "base/err.h"
#include "http/http.h"
#include "http/rate.h"
#include "t.h"

static const struct rate_limit limits[] = {
	{ "light requests", 10, 1 },
	{ "heavy requests", 2, 3 },
};

/* When n requests that arrive at once may go, in ms. */
static const struct {
	const char *label;
	size_t which;
	int n;
	int64_t want_ms[8];
} place_cases[] = {
	{ "ten a second", 0, 4, { 0, 100, 200, 300 } },
	{ "three at once, then two a second",
	  1,
	  6,
	  { 0, 0, 0, 500, 1000, 1500 } },
};

T(places)
{
	int64_t now_us = INT64_C(1700000000) * CLOCK_SECOND;

	T_EACH(c, place_cases) {
		AUTO(rate_free) struct rate *r = rate_new(limits, 2);

		for (int i = 0; i < c->n; i++)
			T_EQ_INT(rate_place(r, c->which, now_us) / 1000,
				 c->want_ms[i]);
		/* after a rest all is as at the start */
		now_us += CLOCK_MINUTE;
		for (int i = 0; i < c->n; i++)
			T_EQ_INT(rate_place(r, c->which, now_us) / 1000,
				 c->want_ms[i]);
	}
}

T(clock_set_back)
{
	AUTO(rate_free) struct rate *r = rate_new(limits, 2);
	int64_t now_us = INT64_C(1700000000) * CLOCK_SECOND;

	T_EQ_INT(rate_place(r, 0, now_us), 0);
	T_EQ_INT(rate_place(r, 0, now_us - 2 * CLOCK_DAY), 0);
}

T(holds)
{
	AUTO(rate_free) struct rate *r = rate_new(limits, 2);
	struct http_options o = { 0 };
	AUTO(http_free) struct http *h = http_new(&o);
	struct err e = ERR_INIT;
	int64_t until_us = clock_now_us() + CLOCK_HOUR;

	rate_hold(r, 1, until_us);
	rate_hold(r, 1, until_us - CLOCK_MINUTE); /* changes nothing */
	T_EQ_INT(rate_held_until(r, 1), until_us);
	T_EQ_INT(rate_take(r, 0, CLOCK_SECOND, h, &e), 0);
	T_EQ_INT(rate_take(r, 1, CLOCK_SECOND, h, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	T_OK(strstr(e.text, "heavy requests") != NULL);
	err_clear(&e);
	rate_hold(r, 0, clock_now_us() + 1000);
	T_EQ_INT(rate_take(r, 0, CLOCK_SECOND, h, &e), 0);
	T_OK(clock_now_us() >= rate_held_until(r, 0));
}

static bool always(void *ctx)
{
	(void)ctx;
	return true;
}

T(stops)
{
	AUTO(rate_free) struct rate *r = rate_new(limits, 2);
	struct http_options o = { .stopping = always };
	AUTO(http_free) struct http *h = http_new(&o);
	struct err e = ERR_INIT;

	T_EQ_INT(rate_take(r, 0, CLOCK_HOUR, h, &e), 0);
	T_EQ_INT(rate_take(r, 0, CLOCK_HOUR, h, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
}

static const struct {
	const char *label;
	unsigned int n;
	int64_t want_ms;
} backoff_cases[] = {
	{ "first", 0, 1000 },      { "second", 1, 2000 },
	{ "fourth", 3, 8000 },     { "at most", 5, 30000 },
	{ "far out", 200, 30000 },
};

T(backoff)
{
	T_EACH(c, backoff_cases)
		for (int i = 0; i < 50; i++) {
			int64_t us = http_backoff_us(c->n, CLOCK_SECOND,
						     30 * CLOCK_SECOND);

			T_OK(us >= c->want_ms * 500 && us <= c->want_ms * 1000);
		}
}

T_MAIN
