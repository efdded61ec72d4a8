#include "calls.h"

#include "wav.h"

#include "sandbox/dice.h"
#include "sandbox/media.h"
#include "sandbox/seed.h"

#include "base/str.h"

#include <inttypes.h>
#include <string.h>

#define RECORDING_BASE INT64_C(1000000000000)
#define RECORDING_STEP 4
#define KEPT           (90 * CLOCK_DAY)
#define NEVER          INT64_MAX

static const struct person *choose(const struct ring_world *w, size_t from,
				   int64_t at_us)
{
	for (size_t i = 0; i < w->n_workers; i++) {
		const struct person *p = w->workers[(from + i) % w->n_workers];

		if (p->created_us <= at_us &&
		    person_status_at(p, at_us) == PERSON_ACTIVE)
			return p;
	}
	return w->workers[0];
}

static void record(struct ring_call *c, const struct ring_world *w,
		   struct dice *d)
{
	bool late = dice_below(d, 10000) < w->t->opt.late;

	c->attached_us =
		c->end_us + (int64_t)(3 + dice_below(d, 10)) * CLOCK_MINUTE;
	c->ready_us = c->attached_us +
		      (int64_t)(5 + dice_below(d, 40)) * CLOCK_MINUTE +
		      (late ? CLOCK_DAY : 0);
	c->expires_us = c->end_us + KEPT;
	c->wav = dice_percent(d, 30);
	c->recording_id = RECORDING_BASE + (int64_t)c->number * RECORDING_STEP;
}

static void live(struct ring_call *c, const struct ring_world *w,
		 struct dice *d)
{
	c->attached_us = c->ready_us = c->expires_us = NEVER;
	c->short_recording = !c->missed && c->seconds < 30;
	c->recorded = !c->missed && !c->short_recording && dice_percent(d, 60);
	if (c->recorded)
		record(c, w, d);
	c->deleted_us = NEVER;
	if (dice_percent(d, 8))
		c->deleted_us = c->end_us + (int64_t)(5 + dice_below(d, 3000)) *
						    CLOCK_MINUTE;
	if (c->recorded && c->deleted_us < c->expires_us)
		c->expires_us = c->deleted_us; /* it goes with its call */
}

void ring_call_make(struct ring_call *c, const struct ring_world *w,
		    int64_t day, size_t i)
{
	uint64_t first;
	size_t n = ring_count_on(w, w->volume.calls, day, &first);
	int64_t slot = 16 * CLOCK_HOUR / (int64_t)n;
	struct dice d;

	*c = (struct ring_call){ .number = first + i };
	c->seed = seed_of(w->seed, "call", c->number);
	(void)snprintf(c->id, sizeof(c->id), "A%015" PRIX64 "B%04" PRIX64,
		       c->seed >> 4, c->number & 0xffff);
	d = dice_of(c->seed, 0);
	c->at_us = ring_day_us(w, day) + 7 * CLOCK_HOUR + slot * (int64_t)i +
		   (int64_t)(dice_roll(&d) % (uint64_t)slot);
	c->at_us -= c->at_us % 1000;
	c->missed = dice_percent(&d, 20);
	c->seconds = c->missed ? 0 : 5 + (int)dice_below(&d, 1200);
	c->end_us = c->at_us + (c->seconds + 20) * CLOCK_SECOND;
	c->owner = choose(w, dice_below(&d, w->n_workers), c->at_us);
	if (dice_percent(&d, 30))
		c->peer = choose(w, dice_below(&d, w->n_workers), c->at_us);
	if (c->peer == c->owner)
		c->peer = NULL;
	if (c->peer != NULL)
		ring_phone(w, c->peer, c->peer_phone);
	else
		ring_phone_outside(dice_roll(&d), c->peer_phone);
	c->inbound = dice_percent(&d, 50);
	live(c, w, &d);
}

size_t ring_calls_on(const struct ring_world *w, int64_t day)
{
	uint64_t first;

	return ring_count_on(w, w->volume.calls, day, &first);
}

bool ring_call_of_recording(struct ring_call *c, const struct ring_world *w,
			    const char *id)
{
	uint64_t number, per_day = w->volume.calls;
	long long n;
	int64_t day;

	if (!str_int64(id, &n) || n < RECORDING_BASE ||
	    (n - RECORDING_BASE) % RECORDING_STEP != 0 || per_day == 0)
		return false;
	number = (uint64_t)(n - RECORDING_BASE) / RECORDING_STEP;
	day = (int64_t)(number / per_day);
	if (number % per_day >= ring_calls_on(w, day))
		return false;
	ring_call_make(c, w, day, number % per_day);
	return c->recorded;
}

int64_t ring_call_changed(const struct ring_call *c, int64_t now_us)
{
	if (c->deleted_us <= now_us)
		return c->deleted_us;
	return c->attached_us <= now_us ? c->attached_us : c->end_us;
}

const char *ring_recording_type(const struct ring_call *c)
{
	return c->wav ? "audio/wav" : "audio/mp4";
}

/* Not the whole call: a test has no use for an hour of it. */
void ring_recording_bytes(struct str *out, const struct ring_call *c)
{
	int seconds = 10 + c->seconds % 20;

	if (c->wav)
		ring_wav(out, c->seed, seconds);
	else
		media_m4a(out, c->seed, seconds);
}
