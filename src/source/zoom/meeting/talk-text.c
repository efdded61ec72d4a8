/* A chat's text file becomes lines of a conversation. */
#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "item/item.h"
#include "source/loose.h"
#include "source/source.h"
#include "source/zoom/meeting/files.h"
#include "source/zoom/meeting/people.h"
#include "source/zoom/meeting/talk.h"
#include "source/zoom/meeting/work.h"
#include "source/zoom/read/chat-text.h"

#include <inttypes.h>
#include <string.h>

#define RECEIVERS_MAX 100
#define EDGE_US       (2 * CLOCK_MINUTE) /* clocks that differ a little */

/* --- lines ----------------------------------------------------------- */

/* One of the receivers, perhaps with an address behind the name. */
static size_t receiver(struct talk *t, const char *text, size_t len,
		       const char **label)
{
	struct str name AUTO(str_done) = STR_INIT;
	struct str email AUTO(str_done) = STR_INIT;
	struct arena *a = t->w->a;

	str_add(&name, loose_clean_line(a, text, len));
	chat_text_address(&name, &email);
	if (label != NULL)
		*label = arena_strdup(a, name.s);
	return talk_who(t, name.s, email.s, "");
}

/* One name, or several parted by commas. */
static void find_receivers(struct talk *t, struct item_entry *en,
			   const char *names)
{
	size_t *to, len, who;
	bool one = people_find(t->w->people, names) != PEOPLE_NOBODY ||
		   strchr(names, ',') == NULL;

	to = arena_alloc(t->w->a, RECEIVERS_MAX, sizeof(*to));
	en->to = to;
	for (; *names != '\0' && en->n_to < RECEIVERS_MAX; names += len) {
		names += *names == ',';
		len = one ? strlen(names) : strcspn(names, ",");
		who = receiver(t, names, len, one ? &en->to_label : NULL);
		if (who < PEOPLE_AMBIGUOUS)
			to[en->n_to++] = who;
	}
}

static const char *with_name(struct arena *a, size_t who, const char *name,
			     const char *text)
{
	return who == PEOPLE_AMBIGUOUS ? arena_printf(a, "%s: %s", name, text)
				       : text;
}

static void take_line(void *ctx, const struct chat_line *l)
{
	struct talk *t = ctx;
	struct arena *a = talk_scratch(t);
	const char *name = loose_clean_line(a, l->from, strlen(l->from)),
		   *to = loose_clean_line(a, l->to, strlen(l->to));
	size_t who = talk_who(t, name, l->email, "");
	struct item_entry *en = talk_line(t, with_name(a, who, name, l->text));

	if (l->at_us >= 0)
		t->texts++;
	if (en == NULL)
		return;
	en->author = who;
	en->time_us = l->at_us; /* placed once the file is read */
	en->to_label = arena_strdup(t->w->a, to);
	if (l->direct)
		find_receivers(t, en, en->to_label);
}

/* --- times ----------------------------------------------------------- */

struct place {
	bool known;
	bool day;        /* times of day, not distances */
	int64_t base_us; /* to be added to a line's time */
};

/*
 * The one moment from lo to hi, whole steps away from `first`, at which the
 * file may begin so that it ends by hi. Several or none: 0.
 */
static int64_t only_fit(int64_t first, int64_t lo, int64_t hi, int64_t step)
{
	int64_t at = lo + ((first - lo) % step + step) % step;

	return at <= hi && at + step > hi ? at : 0;
}

static struct place place_day(const struct chat_sums *sums, int64_t start_us,
			      int64_t end_us)
{
	struct place pl = { .day = true };
	int64_t lo = start_us - EDGE_US,
		hi = end_us + EDGE_US - (sums->last_us - sums->first_us), at;

	if (start_us == 0 || end_us == 0)
		return pl;
	at = only_fit(sums->first_us, lo, hi, CLOCK_HOUR);
	if (at == 0 && lo + CLOCK_HOUR > hi)
		at = only_fit(sums->first_us, lo, hi, CLOCK_HOUR / 4);
	if (at == 0)
		return pl;
	if (sums->dated && (sums->first_us - at > 15 * CLOCK_HOUR ||
			    at - sums->first_us > 13 * CLOCK_HOUR))
		return pl;
	pl.known = true;
	pl.base_us = at - sums->first_us;
	return pl;
}

static struct place find_place(const struct work *w, const struct file *f,
			       const struct chat_sums *sums)
{
	int64_t start = f->from_us, end = w->about.end_us;

	if (start == 0)
		start = w->about.start_us;
	if (start == 0)
		start = f->joined_us;
	if (f->to_us > end)
		end = f->to_us;
	if (f->left_us > end)
		end = f->left_us;
	if (start == 0)
		return (struct place){ .known = false };
	if (!sums->dated &&
	    (end == 0 || start + sums->last_us <= end + TALK_SLACK_US))
		return (struct place){ .known = true, .base_us = start };
	return place_day(sums, start, end);
}

static const char *with_time(struct talk *t, int64_t us, const char *text)
{
	int64_t s = us / CLOCK_SECOND;

	return arena_printf(t->w->a,
			    "[%02" PRId64 ":%02" PRId64 ":%02" PRId64 "] %s",
			    s / 3600 % 24, s / 60 % 60, s % 60, text);
}

static void set_times(struct talk *t, size_t from, const struct place *pl)
{
	for (size_t i = from; i < t->to->n_entries; i++) {
		struct item_entry *en = &t->to->entries[i];
		int64_t at = en->time_us;

		en->time_us = at >= 0 && pl->known ? pl->base_us + at : 0;
		if (at >= 0 && !pl->known)
			en->text = with_time(t, at, en->text);
	}
}

static void tell_place(struct talk *t, const struct place *pl)
{
	if (!pl->known)
		t->to->note = "The times stand as Zoom wrote them: whether "
			      "they are times of day, and in which zone, is "
			      "not certain.";
	else if (pl->day)
		t->to->note = "The file has the host's times of day; they "
			      "were put into UTC by the meeting's start and "
			      "end.";
}

int talk_text(struct talk *t, const struct file *f, struct reader *r,
	      struct err *e)
{
	size_t from = t->to != NULL ? t->to->n_entries : 0, found = t->found;
	struct chat_sums sums = { 0 };
	struct err mine = ERR_INIT;
	struct place pl;

	if (chat_text_read(r, take_line, t, &sums, &mine) < 0 &&
	    talk_failed(t->w, f, &mine, e) < 0)
		return -1;
	if (sums.replaced && !t->hidden)
		work_notice(t->w,
			    "The file \"%.200s\" has bytes that are no text; "
			    "they are shown as U+FFFD.",
			    files_name(f));
	if (t->found == found) {
		if (f->part->size > 0 && !t->hidden)
			work_notice(t->w,
				    "The file \"%.200s\" does not look like a "
				    "chat; it is attached as it is.",
				    files_name(f));
		return 0;
	}
	if (sums.cut && !t->hidden)
		work_notice(t->w,
			    "A message in \"%.200s\" is too long to be shown "
			    "whole; the file is attached.",
			    files_name(f));
	if (t->hidden)
		return 0;
	pl = find_place(t->w, f, &sums);
	set_times(t, from, &pl);
	tell_place(t, &pl);
	return 0;
}
