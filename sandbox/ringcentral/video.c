#include "video.h"

#include "sandbox/dice.h"
#include "sandbox/media.h"

#include "base/str.h"

#include <string.h>

#define KEPT (365 * CLOCK_DAY)

static bool may_join(const struct person *p, int64_t at_us)
{
	return p->created_us <= at_us &&
	       person_status_at(p, at_us) == PERSON_ACTIVE;
}

static bool has(const struct ring_video *v, const struct person *p)
{
	for (size_t i = 0; i < v->n_participants; i++)
		if (v->participants[i].person == p)
			return true;
	return false;
}

static void join(struct ring_video *v, const struct person *p)
{
	if (v->n_participants < RING_PARTICIPANTS && !has(v, p))
		v->participants[v->n_participants++].person = p;
}

static void choose_participants(struct ring_video *v,
				const struct ring_world *w, struct dice *d)
{
	const struct people *all = &w->t->people;
	size_t from = dice_below(d, w->n_workers), wanted = 1;

	wanted += dice_below(d, 5);
	for (size_t i = 0; i < w->n_workers && v->n_participants < wanted;
	     i++) {
		const struct person *p = w->workers[(from + i) % w->n_workers];

		if (may_join(p, v->at_us))
			join(v, p);
	}
	if (dice_percent(d, 40)) /* a guest */
		join(v, &all->all[all->n_users +
				  dice_below(d, all->n - all->n_users)]);
	if (dice_percent(d, 20) && v->n_participants < RING_PARTICIPANTS)
		ring_phone_outside(dice_roll(d),
				   v->participants[v->n_participants++].phone);
	v->host = v->participants[0].person;
}

void ring_video_make(struct ring_video *v, const struct ring_world *w,
		     int64_t day, size_t i)
{
	uint64_t first;
	size_t n = ring_count_on(w, w->volume.meetings, day, &first);
	int64_t slot = 12 * CLOCK_HOUR / (int64_t)n;
	struct dice d;
	bool late;

	*v = (struct ring_video){ .number = first + i };
	v->seed = seed_of(w->seed, "video", v->number);
	seed_uuid(v->seed, v->id);
	d = dice_of(v->seed, 0);
	(void)snprintf(v->short_id, sizeof(v->short_id), "%09zu",
		       dice_below(&d, 1000000000));
	v->at_us = ring_day_us(w, day) + 6 * CLOCK_HOUR + slot * (int64_t)i +
		   (int64_t)(dice_roll(&d) % (uint64_t)slot);
	v->at_us -= v->at_us % CLOCK_SECOND;
	v->end_us =
		v->at_us + (int64_t)(10 + dice_below(&d, 50)) * CLOCK_MINUTE;
	if (dice_percent(&d, 10)) /* across midnight */
		v->end_us = ring_day_us(w, day + 1) + 20 * CLOCK_MINUTE;
	choose_participants(v, w, &d);
	if (v->n_participants > 1 && dice_percent(&d, 70))
		v->lines = 1 + dice_below(&d, 12);
	v->recorded = dice_percent(&d, 50);
	v->large = w->large != NULL && v->number == 0;
	v->recorded |= v->large;
	late = dice_below(&d, 10000) < w->t->opt.late;
	v->ready_us = v->end_us +
		      (int64_t)(10 + dice_below(&d, 90)) * CLOCK_MINUTE +
		      (late ? CLOCK_DAY : 0);
	v->expires_us = v->end_us + KEPT;
}

size_t ring_videos_on(const struct ring_world *w, int64_t day)
{
	uint64_t first;

	return ring_count_on(w, w->volume.meetings, day, &first);
}

bool ring_video_find(struct ring_video *v, const struct ring_world *w,
		     const char *id)
{
	for (int64_t day = 0; day < (int64_t)w->days; day++)
		for (size_t i = 0; i < ring_videos_on(w, day); i++) {
			ring_video_make(v, w, day, i);
			if (strcmp(v->id, id) == 0)
				return true;
		}
	return false;
}

void ring_video_topic(struct str *out, const struct ring_video *v)
{
	talk_add(out, TALK_TOPIC, v->host->lang, v->seed, 0);
}

void ring_video_bytes(struct str *out, const struct ring_video *v)
{
	media_mp4(out, v->seed, 10 + (int)(v->number % 20), 320, 192);
}

/* Who has no name is the number; a line for each that was written. */
void ring_video_chat(struct str *out, const struct ring_video *v)
{
	int64_t step_us = (v->end_us - v->at_us) / (int64_t)(v->lines + 1);

	for (size_t i = 0; i < v->lines; i++) {
		struct dice d = dice_of(v->seed, 100 + i);
		const struct ring_participant *from =
			&v->participants[dice_below(&d, v->n_participants)];
		struct clock_date at =
			clock_to_date(v->at_us + step_us * (int64_t)(i + 1));

		str_addf(out, "%02d:%02d:%02d\t%s:\t", at.hour, at.minute,
			 at.second,
			 from->person != NULL ? from->person->name
					      : from->phone);
		talk_add(out, TALK_LINE, v->host->lang, v->seed, i + 1);
		str_add(out, "\r\n");
	}
}
