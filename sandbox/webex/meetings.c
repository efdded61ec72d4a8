/* The meetings of all days, and how to find one by what belongs to it. */
#include "meeting.h"

#include "world-private.h"

#include "sandbox/dice.h"
#include "sandbox/tenant.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the first meetings have, so that a small tenant has all of it. */
static const unsigned int makings[] = {
	WX_RECORDED | WX_TRANSCRIPT | WX_CHAT | WX_SUMMARY,
	WX_SPACE_CHAT | WX_POLL | WX_QA | WX_GUESTS,
	WX_RECORDED | WX_PREVENTED | WX_CAPTIONS | WX_GUESTS,
	WX_SLOW_TIMES | WX_CHAT | WX_QA,
	WX_RECORDED | WX_ARF | WX_SLOW_RECORDING,
	0,
	WX_TRANSCRIPT | WX_CAPTIONS | WX_POLL | WX_GUESTS | WX_SUMMARY,
	WX_BREAKOUT | WX_SPACE_CHAT | WX_TRANSCRIPT,
	WX_RECORDED | WX_TRANSCRIPT | WX_CAPTIONS | WX_CHAT | WX_POLL | WX_QA |
		WX_GUESTS | WX_SLOW_TIMES,
};
#define MAKINGS (sizeof(makings) / sizeof(makings[0]))

static void hex_id(uint64_t seed, char out[WX_HEX_ID])
{
	unsigned char b[16];

	seed_bytes(seed, b, sizeof(b));
	encode_hex(b, sizeof(b), out);
}

static void name(struct wx_meeting *m)
{
	char uuid[SEED_UUID], part[WX_HEX_ID];

	hex_id(seed_of(m->seed, "series", 0), m->series);
	(void)snprintf(m->id, sizeof(m->id), "%s_I_%llu", m->series,
		       100000000000000000ULL + seed_of(m->seed, "instance", 0) %
						       99999999999999999ULL);
	hex_id(seed_of(m->seed, "recording", 0), m->recording);
	hex_id(seed_of(m->seed, "captions", 0), m->captions);
	hex_id(seed_of(m->seed, "transcript", 0), part);
	seed_uuid(seed_of(m->seed, "transcript", 1), uuid);
	(void)snprintf(m->transcript, sizeof(m->transcript), "%s_M_%s", uuid,
		       part);
}

/* When what it leaves behind is there, and is taken away. */
static void age(struct wx_meeting *m, const struct wx_world *w, struct dice *d)
{
	bool late = dice_below(d, 10000) < w->t->opt.late;

	m->settled_us = m->end_us + WX_READY_US;
	if (m->has & WX_SLOW_TIMES)
		m->settled_us += CLOCK_DAY;
	m->recorded_us = m->end_us + 20 * CLOCK_MINUTE;
	if (m->has & WX_SLOW_RECORDING)
		m->recorded_us += 30 * CLOCK_HOUR;
	if (late)
		m->recorded_us += CLOCK_DAY;
	m->deleted_us = m->purged_us = m->text_deleted_us = WX_NEVER;
	if (m->n % 5 == 2)
		m->deleted_us = m->recorded_us + CLOCK_HOUR;
	if (m->n % 10 == 2)
		m->purged_us = m->deleted_us + CLOCK_DAY;
	if (m->n % 7 == 6)
		m->text_deleted_us = m->end_us + CLOCK_HOUR;
}

/* A user who is there for the whole of the time. */
static const struct wx_who *host_of(const struct wx_world *w, int64_t at_us,
				    struct dice *d)
{
	size_t i = dice_below(d, w->n_ours);

	while (w->who[i].person->status == PERSON_PENDING ||
	       wx_comes_us(&w->who[i]) > at_us ||
	       wx_goes_us(&w->who[i]) <= at_us + CLOCK_DAY)
		i = (i + 1) % w->n_ours;
	return &w->who[i];
}

static void make(struct wx_world *w, struct wx_meeting *m, uint32_t n,
		 int64_t day_us)
{
	struct dice d;

	m->n = n;
	m->seed = seed_of(w->seed, "meeting", n);
	d = dice_of(m->seed, 1);
	m->has = makings[n % MAKINGS];
	if (n == 0 && w->large != NULL)
		m->has |= WX_LARGE;
	m->site = n % 4 == 3 ? 1 : 0;
	m->lang = (enum talk_lang)dice_below(&d, TALK_LANGS);
	m->start_us = day_us + 7 * CLOCK_HOUR +
		      (int64_t)dice_below(&d, 11 * 4) * 15 * CLOCK_MINUTE;
	if (n % MAKINGS == 7) /* over midnight */
		m->start_us = day_us + CLOCK_DAY - 20 * CLOCK_MINUTE;
	m->end_us = m->start_us +
		    (int64_t)(900 + dice_below(&d, 3600)) * CLOCK_SECOND;
	m->host = host_of(w, m->start_us, &d);
	name(m);
	age(m, w, &d);
}

static int by_end(const void *a, const void *b)
{
	const struct wx_meeting *x = a, *y = b;

	if (x->end_us != y->end_us)
		return x->end_us < y->end_us ? -1 : 1;
	return (x->n > y->n) - (x->n < y->n);
}

void wx_meetings_make(struct wx_world *w)
{
	size_t most = (size_t)((w->until_us - w->from_us) / CLOCK_DAY) *
		      w->shape.meetings;

	w->meetings = arena_alloc(w->arena, most + 1, sizeof(*w->meetings));
	for (int64_t day_us = w->from_us; day_us < w->until_us;
	     day_us += CLOCK_DAY) {
		int weekday = clock_to_date(day_us).weekday;

		if (weekday == 0 || weekday == 6)
			continue;
		for (size_t i = 0; i < w->shape.meetings; i++) {
			make(w, &w->meetings[w->n_meetings],
			     (uint32_t)w->n_meetings, day_us);
			w->n_meetings++;
		}
	}
	qsort(w->meetings, w->n_meetings, sizeof(*w->meetings), by_end);
}

const char *wx_site(unsigned int i)
{
	return i == 0 ? "nordwind.webex.example"
		      : "nordwind-capital.webex.example";
}

/* Few enough to look through: a thousand a year and person at most. */
#define FIND(member, test)                                                     \
	for (size_t i = 0; i < w->n_meetings; i++) {                           \
		const struct wx_meeting *m = &w->meetings[i];                  \
                                                                               \
		if ((test) && strcmp(m->member, id) == 0)                      \
			return m;                                              \
	}                                                                      \
	return NULL

const struct wx_meeting *wx_meeting_find(const struct wx_world *w,
					 const char *id)
{
	FIND(id, true);
}

const struct wx_meeting *wx_recording_find(const struct wx_world *w,
					   const char *id)
{
	FIND(recording, m->has & WX_RECORDED);
}

const struct wx_meeting *wx_transcript_find(const struct wx_world *w,
					    const char *id)
{
	FIND(transcript, m->has & WX_TRANSCRIPT);
}

const struct wx_meeting *wx_captions_find(const struct wx_world *w,
					  const char *id)
{
	FIND(captions, m->has & WX_CAPTIONS);
}
