#include "things.h"

#include "sandbox/dice.h"
#include "sandbox/media.h"
#include "sandbox/seed.h"

#include "base/str.h"

#include <string.h>

static int64_t some(struct dice *d, int64_t least_us, int64_t most_us)
{
	int64_t us = least_us +
		     (int64_t)(dice_roll(d) % (uint64_t)(most_us - least_us));

	return us - us % CLOCK_SECOND;
}

static void delete_some(struct ring_life *l, struct dice *d, int64_t at_us)
{
	if (dice_percent(d, 10))
		ring_life_add(
			l, at_us + some(d, 2 * CLOCK_MINUTE, 40 * CLOCK_HOUR),
			true);
}

static void live_task(struct ring_life *l, const struct ring_world *w,
		      struct dice *d, int64_t at_us)
{
	static const int64_t least[] = { 10, 4 * 60, 20 * 60, 24 * 60 };
	static const int64_t most[] = { 3 * 60, 26 * 60, 30 * 60, 120 * 60 };
	size_t stop = 1 + dice_below(d, 4);

	ring_life_begin(l, w, at_us);
	for (size_t i = 0; i < stop; i++) {
		at_us += some(d, least[i] * CLOCK_MINUTE,
			      most[i] * CLOCK_MINUTE);
		ring_life_add(l, at_us, false);
	}
	delete_some(l, d, at_us);
}

/* Drafted before the post, some on the day before; published with it. */
static void live_note(struct ring_life *l, const struct ring_world *w,
		      struct dice *d, int64_t at_us)
{
	static const int64_t least[] = { 60, 20 * 60, 10 };
	static const int64_t most[] = { 20 * 60, 40 * 60, 50 };
	size_t stop = dice_below(d, 4);

	ring_life_begin(
		l, w,
		at_us - some(d, CLOCK_MINUTE,
			     (dice_percent(d, 30) ? 22 : 1) * CLOCK_HOUR));
	ring_life_add(l, at_us, false);
	for (size_t i = 0; i < stop; i++) {
		at_us += some(d, least[i] * CLOCK_MINUTE,
			      most[i] * CLOCK_MINUTE);
		ring_life_add(l, at_us, false);
	}
	delete_some(l, d, at_us);
}

static void live_event(struct ring_life *l, const struct ring_world *w,
		       struct dice *d, int64_t at_us)
{
	size_t stop = dice_below(d, 3);

	ring_life_begin(l, w, at_us);
	for (size_t i = 0; i < stop; i++) {
		at_us += some(d, CLOCK_HOUR, 40 * CLOCK_HOUR);
		ring_life_add(l, at_us, false);
	}
	delete_some(l, d, at_us);
}

/* A file goes with its post, or by itself, or stays. */
static void live_file(struct ring_life *l, const struct ring_world *w,
		      const struct ring_post *p, struct dice *d)
{
	const struct ring_stage *last = &p->life.stages[p->life.n - 1];

	ring_life_begin(l, w, p->at_us);
	if (last->deleted && dice_percent(d, 60))
		ring_life_add(l, last->from_us, true);
	else if (!last->deleted && dice_percent(d, 4))
		ring_life_add(l,
			      p->at_us + some(d, CLOCK_MINUTE, 50 * CLOCK_HOUR),
			      true);
}

void ring_thing_life(struct ring_life *l, const struct ring_world *w,
		     const struct ring_post *p, enum ring_thing thing)
{
	struct dice d = dice_of(p->seed, 20 + thing);

	switch (thing) {
	case RING_TASK:
		live_task(l, w, &d, p->at_us);
		return;
	case RING_NOTE:
		live_note(l, w, &d, p->at_us);
		return;
	case RING_EVENT:
		live_event(l, w, &d, p->at_us);
		return;
	default:
		live_file(l, w, p, &d);
	}
}

static void edited(struct str *out, const struct str *text,
		   const struct ring_chat *c, const struct ring_post *p,
		   unsigned int times)
{
	struct str now AUTO(str_done) = STR_INIT;

	str_add_len(&now, text->s, text->len);
	for (unsigned int i = 0; i < times; i++) {
		struct str next AUTO(str_done) = STR_INIT;

		talk_add_edit(&next, now.s, c->lang, p->seed, 40 + i);
		str_cut(&now, 0);
		str_add_len(&now, next.s, next.len);
	}
	str_add_len(out, now.s, now.len);
}

/* A note is its title line and what follows. */
static void note(struct str *title, struct str *body, const struct ring_chat *c,
		 const struct ring_post *p)
{
	struct str all AUTO(str_done) = STR_INIT;
	size_t n;

	talk_add(&all, TALK_NOTE, c->lang, c->seed, p->number);
	n = strcspn(all.s, "\n");
	if (title != NULL)
		str_add_len(title, all.s, n);
	if (body != NULL)
		str_add(body, all.s[n] == '\n' ? all.s + n + 1 : all.s);
}

static unsigned int times_renamed(enum ring_thing thing, unsigned int what)
{
	if (thing == RING_TASK)
		return what >= TASK_EDITED;
	if (thing == RING_EVENT)
		return what >= EVENT_RENAMED;
	return 0;
}

void ring_thing_title(struct str *out, const struct ring_chat *c,
		      const struct ring_post *p, enum ring_thing thing,
		      unsigned int what)
{
	static const enum talk_kind kinds[RING_THINGS] = { TALK_FILE, TALK_TASK,
							   TALK_NOTE,
							   TALK_EVENT };
	struct str text AUTO(str_done) = STR_INIT;

	if (thing == RING_NOTE)
		note(&text, NULL, c, p);
	else
		talk_add(&text, kinds[thing], c->lang, c->seed, p->number);
	edited(out, &text, c, p, times_renamed(thing, what));
}

void ring_thing_body(struct str *out, const struct ring_chat *c,
		     const struct ring_post *p, enum ring_thing thing,
		     unsigned int what)
{
	struct str text AUTO(str_done) = STR_INIT;
	unsigned int times = 0;

	if (thing == RING_NOTE) {
		note(NULL, &text, c, p);
		times = what >= NOTE_EDITED_AGAIN ? 2
			: what >= NOTE_EDITED     ? 1
						  : 0;
	} else {
		talk_add(&text, TALK_NEXT, c->lang, c->seed, p->number);
		if (thing == RING_TASK)
			times = what >= TASK_EDITED;
	}
	edited(out, &text, c, p, times);
}

size_t ring_task_assignees(const struct ring_chat *c, const struct ring_post *p,
			   const struct person *out[RING_ASSIGNEES])
{
	struct dice d = dice_of(p->seed, 30);
	size_t n = 0, wanted = 1 + dice_below(&d, RING_ASSIGNEES);
	size_t from = dice_below(&d, c->n_members);

	for (size_t i = 0; i < c->n_members && n < wanted; i++) {
		const struct ring_member *m =
			&c->members[(from + i) % c->n_members];

		if (ring_is_member(m, p->at_us))
			out[n++] = m->person;
	}
	if (n == 0)
		out[n++] = p->author;
	return n;
}

void ring_event_when(struct ring_event_times *out, const struct ring_post *p,
		     unsigned int what)
{
	struct dice d = dice_of(p->seed, 31);
	int64_t day_us = clock_day_start(p->at_us) +
			 (int64_t)(1 + dice_below(&d, 9)) * CLOCK_DAY;

	if (what >= EVENT_MOVED)
		day_us += CLOCK_DAY;
	*out = (struct ring_event_times){ .start_us = day_us };
	out->all_day = dice_percent(&d, 15);
	if (!out->all_day)
		out->start_us += (int64_t)(7 + dice_below(&d, 11)) * CLOCK_HOUR;
	out->end_us = out->start_us +
		      (out->all_day ? CLOCK_DAY
				    : (int64_t)(1 + dice_below(&d, 6)) * 15 *
					      CLOCK_MINUTE);
	if (dice_percent(&d, 40)) {
		out->recurrence = 1 + (unsigned int)dice_below(&d, 5);
		out->ending = (unsigned int)dice_below(&d, 3);
	}
}

size_t ring_thing_colour(const struct ring_post *p, size_t n)
{
	struct dice d = dice_of(p->seed, 32);

	return dice_below(&d, n);
}

void ring_file_bytes(struct str *out, const struct ring_chat *c,
		     const struct ring_post *p)
{
	struct str name AUTO(str_done) = STR_INIT;
	struct str text AUTO(str_done) = STR_INIT;

	ring_thing_title(&name, c, p, RING_FILE, 0);
	for (uint64_t i = 0; i < 6; i++) {
		talk_add(&text, TALK_NEXT, c->lang, p->seed, i);
		str_add_char(&text, '\n');
	}
	media_file(out, p->seed, name.s, text.s);
}

struct digest ring_file_digest(const struct ring_chat *c,
			       const struct ring_post *p)
{
	struct str bytes AUTO(str_done) = STR_INIT;

	ring_file_bytes(&bytes, c, p);
	return digest_of(bytes.s, bytes.len);
}

const char *ring_media_type(const char *name)
{
	static const struct {
		const char *end, *type;
	} types[] = {
		{ ".pdf", "application/pdf" },
		{ ".png", "image/png" },
		{ ".jpg", "image/jpeg" },
		{ ".mp4", "video/mp4" },
		{ ".m4a", "audio/mp4" },
		{ ".docx", "application/vnd.openxmlformats-officedocument."
			   "wordprocessingml.document" },
		{ ".xlsx", "application/vnd.openxmlformats-officedocument."
			   "spreadsheetml.sheet" },
		{ ".txt", "text/plain;charset=UTF-8" },
		{ ".csv", "text/csv;charset=UTF-8" },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (str_ends(name, types[i].end))
			return types[i].type;
	return "application/octet-stream";
}
