/* Everything that happens, in the order in which the feed tells it. */
#include "meeting.h"
#include "world-private.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

struct list {
	struct wx_act *all;
	size_t n, room;
};

static void add(struct list *l, int64_t at_us, enum wx_act_kind kind,
		uint32_t subject, unsigned int nth)
{
	if (l->n == l->room) {
		l->room = l->room == 0 ? 1024 : l->room * 2;
		l->all = mem_resize(l->all, l->room * sizeof(*l->all));
	}
	l->all[l->n++] = (struct wx_act){
		.at_us = at_us,
		.subject = subject,
		.nth = (uint16_t)nth,
		.kind = (uint8_t)kind,
	};
}

/* Who was there from the beginning of an old space came before any feed. */
static void add_stays(struct list *l, const struct wx_world *w)
{
	for (uint32_t i = 0; i < w->n_stays; i++) {
		const struct wx_stay *s = &w->stays[i];

		if (s->join_us >= w->from_us)
			add(l, s->join_us, WX_JOINED, i, 0);
		if (s->left_us != WX_NEVER)
			add(l, s->left_us, WX_LEFT, i, 0);
	}
	for (uint32_t i = 0; i < w->n_spaces; i++)
		if (w->spaces[i].renamed_us != WX_NEVER)
			add(l, w->spaces[i].renamed_us, WX_RENAMED, i, 0);
}

static void add_posts(struct list *l, const struct wx_world *w)
{
	for (uint32_t n = 0; n < w->n_posts; n++) {
		struct wx_post p;

		wx_post_life(&p, w, n);
		add(l, p.at_us, WX_POSTED, n, 0);
		for (unsigned int i = 0; i < p.n_edits; i++)
			add(l, p.edited_us[i], WX_EDITED, n, i + 1);
		if (p.deleted_us != WX_NEVER)
			add(l, p.deleted_us, WX_DELETED, n, 0);
		for (unsigned int i = 0; i < p.n_answers; i++)
			add(l, wx_answer_at(&p, i), WX_ACTED, n, i + 1);
	}
}

static void add_lines(struct list *l, const struct wx_world *w, uint32_t i)
{
	AUTO(arena_free) struct arena *a = arena_new();
	const struct wx_meeting *m = &w->meetings[i];
	struct talk_line *lines;
	struct wx_crowd crowd;
	size_t n;

	wx_meeting_crowd(&crowd, w, m);
	n = wx_meeting_chat(a, &crowd, &lines);
	for (size_t k = 0; k < n; k++)
		add(l, m->start_us + lines[k].offset_ms * WX_MS, WX_SAID, i,
		    (unsigned int)k);
}

static void add_meetings(struct list *l, const struct wx_world *w)
{
	for (uint32_t i = 0; i < w->n_meetings; i++) {
		const struct wx_meeting *m = &w->meetings[i];

		add(l, m->end_us + 3 * CLOCK_SECOND, WX_ENDED, i, 0);
		if (m->has & WX_TRANSCRIPT)
			add(l, m->end_us + WX_READY_US, WX_WRITTEN, i, 0);
		if (m->has & WX_SPACE_CHAT)
			add_lines(l, w, i);
	}
}

static int compare(const void *a, const void *b)
{
	const struct wx_act *x = a, *y = b;

	if (x->at_us != y->at_us)
		return x->at_us < y->at_us ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->subject != y->subject)
		return x->subject < y->subject ? -1 : 1;
	return (x->nth > y->nth) - (x->nth < y->nth);
}

void wx_acts_make(struct wx_world *w)
{
	struct list l = { 0 };

	add_stays(&l, w);
	add_posts(&l, w);
	add_meetings(&l, w);
	if (l.n > 0)
		qsort(l.all, l.n, sizeof(*l.all), compare);
	w->acts = l.all;
	w->n_acts = l.n;
}

size_t wx_acts_from(const struct wx_world *w, int64_t at_us)
{
	size_t lo = 0, hi = w->n_acts;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (w->acts[mid].at_us < at_us)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}
