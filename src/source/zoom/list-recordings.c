/*
 * Cloud recordings: of the account where Zoom still offers that, and of each
 * user. A row is a meeting with its files.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/zoom/crowd.h"
#include "source/zoom/listing.h"
#include "source/zoom/skipped.h"
#include "source/zoom/window.h"

#include <stdatomic.h>
#include <string.h>

/* --- rows -------------------------------------------------------------- */

struct row {
	struct listing *l;
	struct told told;
	size_t files, waiting;
	bool transcript;
	struct err *e;
};

static int tell_one(void *ctx, const struct listed *f)
{
	struct row *r = ctx;

	r->files++;
	if (strcmp(f->type, "TRANSCRIPT") == 0)
		r->transcript = true;
	if (f->id[0] == '\0') {
		r->waiting++;
		return 0;
	}
	if (f->state == SOURCE_WAITING)
		r->waiting++;
	return listing_tell_file(r->l, &r->told, f, r->e);
}

static void remember(struct row *r, const json_t *o)
{
	struct meet *m = listing_meet(r->l, r->told.uuid);
	int64_t count, minutes;

	m->flags |= MEET_OURS;
	if (r->transcript)
		m->flags |= MEET_TRANSCRIPT;
	if (r->waiting > 0 || r->files == 0)
		m->flags |= MEET_PROCESSING;
	if (loose_int(o, "recording_count", &count) && count > 0 &&
	    (uint64_t)count > r->files)
		m->flags |= MEET_MORE;
	(void)loose_int(o, "id", &m->number);
	if (loose_int(o, "duration", &minutes) && minutes >= 0 &&
	    minutes < 100000)
		m->end_us = r->told.start_us + minutes * CLOCK_MINUTE;
}

/* One meeting's object, out of a listing or its own answer. */
static int tell_recorded(struct listing *l, const json_t *o, enum zoom_way way,
			 struct err *e)
{
	struct row r = { .l = l, .e = e };
	const char *reason = "";

	if (!listing_told(l, &r.told, o, "uuid", way))
		return 0;
	r.told.delete_at_us = loose_time(o, "auto_delete_date");
	if (listed_each(l->page, o, tell_one, &r) < 0)
		return -1;
	remember(&r, o);
	if (r.files == 0)
		reason = "Zoom is still recording it, or making its files";
	else if (r.waiting > 0)
		reason = arena_printf(l->page,
				      "Zoom is still processing %zu of its "
				      "%zu recording files",
				      r.waiting, r.files);
	return listing_tell_meeting(l, &r.told, reason, e);
}

int listing_recordings(struct listing *l, enum zoom_way way, const json_t *page,
		       struct err *e)
{
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(page, "meetings"), i, o)
	{
		if (json_is_object(o) && tell_recorded(l, o, way, e) < 0)
			return -1;
	}
	listing_page_done(l);
	return 0;
}

/* --- windows ----------------------------------------------------------- */

struct walk {
	struct listing *l;
	enum zoom_way way;
	const char *path;
	int64_t from_us; /* the begin of the first window */
	/* What the reply says it answered: checked against what was asked. */
	int64_t echo_from_us, echo_to_us;
	const json_t *page;               /* to be told */
	const struct zoom_window *window; /* the same */
};

static int tell_page(void *ctx, struct err *e)
{
	struct walk *k = ctx;

	listing_progress(k->l, "recordings of users: %zu of %zu",
			 atomic_load(&k->l->done), k->l->n_users);
	return listing_recordings(k->l, k->way, k->page, e);
}

static int take_page(void *ctx, const struct zoom_answer *page, struct err *e)
{
	struct walk *k = ctx;

	k->echo_from_us = loose_time(page->json, "from");
	k->echo_to_us = loose_time(page->json, "to");
	k->page = page->json;
	return crowd_tell(k->l, tell_page, k, e);
}

static int ask_window(struct walk *k, const struct zoom_window *w,
		      struct zoom_answer *a, struct err *e)
{
	struct zoom_pages pages = { .ctx = k, .each = take_page };
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	char day[CLOCK_TEXT];

	zoom_question_init(&q, k->way, k->path);
	zoom_question_add(&q, "from", clock_day(w->from_us, day));
	zoom_question_add(&q, "to", clock_day(w->to_us, day));
	zoom_question_add(&q, "page_size", "300");
	k->echo_from_us = k->echo_to_us = 0;
	return zoom_ask_pages(k->l->z, &q, &pages, a, e);
}

static int tell_clamped(void *ctx, struct err *e)
{
	struct walk *k = ctx;
	const struct zoom_window *w = k->window;
	char a[CLOCK_TEXT], b[CLOCK_TEXT], c[CLOCK_TEXT], d[CLOCK_TEXT];

	listing_notice(k->l, CHECK_WARN, zoom_way(k->way)->title,
		       "asked for %s to %s, Zoom answered for %s to %s and "
		       "does not answer for the rest",
		       clock_day(w->from_us, a), clock_day(w->to_us, b),
		       clock_day(k->echo_from_us, c),
		       clock_day(k->echo_to_us, d));
	(void)e;
	return 0;
}

/*
 * Zoom cuts a window that it finds too wide without a word, except in what
 * it echoes. What was cut off is asked for again; the day of the window's
 * end may lie in the future and be brought back to today.
 */
static int ask_whole(struct walk *k, struct zoom_window w,
		     struct zoom_answer *a, struct err *e)
{
	int64_t today_us = clock_day_start(account_now_us(&k->l->z->acc));

	for (int i = 0; i < 40; i++) {
		if (ask_window(k, &w, a, e) < 0)
			return -1;
		if (a->verdict != ZOOM_OK)
			return 0;
		if (k->echo_to_us != 0 && k->echo_to_us < w.to_us &&
		    k->echo_to_us < today_us) {
			if (k->echo_to_us <= w.from_us)
				break;
			w.from_us = k->echo_to_us;
		} else if (k->echo_from_us > w.from_us) {
			if (k->echo_from_us >= w.to_us)
				break;
			w.to_us = k->echo_from_us;
		} else {
			return 0;
		}
	}
	k->window = &w;
	return crowd_tell(k->l, tell_clamped, k, e);
}

/* All windows; stops at the first refusal, which is then in a. */
static int ask_windows(struct walk *k, struct zoom_answer *a, struct err *e)
{
	const struct source_window *w = k->l->w;
	struct zoom_window one;

	/* whether the last day counts is not said: ask for one more */
	for (size_t n = 0;
	     zoom_window_days(&one, k->from_us, w->to_us + CLOCK_DAY, n); n++) {
		if (ask_whole(k, one, a, e) < 0)
			return -1;
		if (a->verdict != ZOOM_OK)
			return 0;
	}
	return 0;
}

/* --- account and users ------------------------------------------------- */

/* 1: told, the recordings of all users; 0: Zoom does not offer them. */
static int list_account(struct listing *l, struct err *e)
{
	struct walk k = { .l = l,
			  .way = WAY_ACCOUNT_RECORDINGS,
			  .path = "/accounts/me/recordings",
			  .from_us = l->w->from_us };
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };

	zoom_answer_init(&a);
	listing_progress(l, "recordings of the account");
	if (ask_windows(&k, &a, e) < 0)
		return err_wrap(e, "list recordings of the account");
	if (a.verdict == ZOOM_OK)
		return 1;
	listing_notice(l, CHECK_OK, zoom_way(k.way)->title,
		       "Zoom does not offer them (%s); each user is asked. "
		       "Recordings of users who have been deleted are only "
		       "found where they were given to another user.",
		       a.evidence.s);
	return 0;
}

static int ask_user(struct listing *l, const struct user *u,
		    struct zoom_answer *a, struct err *e)
{
	struct str path AUTO(str_done) = STR_INIT;
	struct walk k = { .l = l,
			  .way = WAY_USER_RECORDINGS,
			  .from_us = skipped_from(l->skipped, u) };

	listing_user_path(&path, u);
	k.path = path.s;
	if (ask_windows(&k, a, e) < 0)
		return err_wrap(e, "list recordings of %s", u->email);
	return 0;
}

static void take_user(struct listing *l, const struct user *u,
		      const struct zoom_answer *a)
{
	skipped_take(l->skipped, u, a);
}

static int list_user(struct listing *l, size_t i, struct err *e)
{
	static const struct per_user how = { WAY_USER_RECORDINGS, false,
					     ask_user, take_user };

	return listing_per_user(l, i, &how, e);
}

int list_recordings(struct listing *l, struct err *e)
{
	AUTO(skipped_free) struct skipped *skipped = NULL;
	int covered = list_account(l, e), bad;

	if (covered < 0 || skipped_open(&skipped, l, e) < 0)
		return -1;
	atomic_store(&l->done, 0);
	l->skipped = skipped;
	bad = crowd_run(l, l->n_users, list_user, e);
	l->skipped = NULL;
	if (bad < 0)
		return -1;
	return skipped_close(skipped, covered == 1, e);
}

/* --- files that listings leave out ------------------------------------- */

struct more {
	struct listing *l;
	const char *uuid;
	const struct zoom_answer *a;
};

static int tell_more(void *ctx, struct err *e)
{
	struct more *m = ctx;

	if (m->a->verdict == ZOOM_OK &&
	    tell_recorded(m->l, m->a->json, WAY_RECORDINGS, e) < 0)
		return -1;
	if (m->a->verdict == ZOOM_SCOPE)
		listing_refused(m->l, WAY_RECORDINGS, m->a);
	else if (m->a->verdict != ZOOM_OK && m->a->verdict != ZOOM_ABSENT)
		listing_notice(m->l, CHECK_WARN, m->uuid,
			       "its files could not all be listed: %s",
			       m->a->evidence.s);
	listing_page_done(m->l);
	return 0;
}

static int ask_more(struct listing *l, size_t i, struct err *e)
{
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	const struct meet *meet = &l->asked[i];
	struct more m = { l, meet->uuid, &a };

	if (!(meet->flags & MEET_MORE) || (meet->flags & MEET_EXCLUDED))
		return 0;
	zoom_answer_init(&a);
	zoom_question_meeting(&q, WAY_RECORDINGS, m.uuid);
	if (zoom_ask(l->z, &q, &a, e) < 0)
		return err_wrap(e, "list files of meeting %s", m.uuid);
	return crowd_tell(l, tell_more, &m, e);
}

/* Audio of each participant is counted in listings, but not in them. */
int list_more_files(struct listing *l, struct err *e)
{
	listing_ask_meets(l);
	return crowd_run(l, l->n_asked, ask_more, e);
}
