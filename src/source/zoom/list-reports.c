/*
 * Meetings, recorded or not: from the history report of the account; where
 * that is not permitted, from the report of each user; where that is not
 * permitted either, from what is known of recurring meetings.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/zoom/crowd.h"
#include "source/zoom/history.h"
#include "source/zoom/listing.h"
#include "source/zoom/read/keys.h"
#include "source/zoom/window.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <string.h>

struct walk {
	struct listing *l;
	enum zoom_way way;
	/* to be told */
	const json_t *page;
	const struct zoom_window *window;
	const struct zoom_answer *a;
};

/* --- rows -------------------------------------------------------------- */

/* The keys of a report's rows and of their uuid. */
struct report {
	const char *list, *uuid;
};

static const struct report *report_of(enum zoom_way way)
{
	static const struct report account = { "history_meetings",
					       "meeting_uuid" };
	static const struct report user = { "meetings", "uuid" };

	return way == WAY_USER_REPORT ? &user : &account;
}

static int tell_row(struct listing *l, enum zoom_way way, const json_t *o,
		    struct err *e)
{
	struct str row AUTO(str_done) = STR_INIT;
	struct told t;
	struct meet *m;

	if (!listing_told(l, &t, o, report_of(way)->uuid, way))
		return 0;
	zoom_row_text(&row, o);
	zoom_history_add(l->z->history, t.uuid, row.s, row.len);
	if (t.excluded == NULL)
		t.history = row.s;
	m = listing_meet(l, t.uuid);
	m->flags |= MEET_OURS;
	m->end_us = loose_time(o, "end_time");
	if (!loose_int(o, "meeting_id", &m->number))
		(void)loose_int(o, "id", &m->number);
	return listing_tell_meeting(l, &t, "", e);
}

int listing_reports(struct listing *l, enum zoom_way way, const json_t *page,
		    struct err *e)
{
	const struct report *r = report_of(way);
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(page, r->list), i, o)
	{
		if (json_is_object(o) && tell_row(l, way, o, e) < 0)
			return -1;
	}
	listing_page_done(l);
	return 0;
}

static int tell_page(void *ctx, struct err *e)
{
	struct walk *k = ctx;

	if (k->way == WAY_USER_REPORT)
		listing_progress(k->l, "reports of users: %zu of %zu",
				 atomic_load(&k->l->done), k->l->n_users);
	return listing_reports(k->l, k->way, k->page, e);
}

static int take_page(void *ctx, const struct zoom_answer *page, struct err *e)
{
	struct walk *k = ctx;

	k->page = page->json;
	return crowd_tell(k->l, tell_page, k, e);
}

/* --- windows ----------------------------------------------------------- */

static int tell_too_old(void *ctx, struct err *e)
{
	struct walk *k = ctx;
	char from[CLOCK_TEXT], to[CLOCK_TEXT];

	(void)e;
	if (k->l->too_old[k->way])
		return 0;
	k->l->too_old[k->way] = true;
	listing_notice(k->l, CHECK_WARN, zoom_way(k->way)->title,
		       "Zoom no longer tells of meetings from %s to %s (%s); "
		       "those without a recording cannot be found.",
		       clock_day(k->window->from_us, from),
		       clock_day(k->window->to_us, to), k->a->evidence.s);
	return 0;
}

struct asked {
	const char *path;
	const char *names[3], *values[3]; /* besides the dates */
};

static int ask_window(struct walk *k, const struct asked *what,
		      const struct zoom_window *w, struct zoom_answer *a,
		      struct err *e)
{
	struct zoom_pages pages = { .ctx = k, .each = take_page };
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	char day[CLOCK_TEXT];

	zoom_question_init(&q, k->way, what->path);
	zoom_question_add(&q, "from", clock_day(w->from_us, day));
	zoom_question_add(&q, "to", clock_day(w->to_us, day));
	for (size_t i = 0; i < 3 && what->names[i] != NULL; i++)
		zoom_question_add(&q, what->names[i], what->values[i]);
	zoom_question_add(&q, "page_size", "300");
	return zoom_ask_pages(k->l->z, &q, &pages, a, e);
}

/* Every month; a refusal of one for its age does not end it. */
static int ask_windows(struct walk *k, const struct asked *what,
		       struct zoom_answer *a, struct err *e)
{
	const struct source_window *w = k->l->w;
	struct zoom_window one;

	for (size_t n = 0; zoom_window_days(&one, w->from_us, w->to_us, n);
	     n++) {
		if (ask_window(k, what, &one, a, e) < 0)
			return -1;
		if (a->verdict == ZOOM_TOO_OLD ||
		    (a->verdict == ZOOM_REFUSED && a->code == 300)) {
			/* for the call below alone */
			/* cppcheck-suppress autoVariables */
			k->window = &one;
			k->a = a;
			if (crowd_tell(k->l, tell_too_old, k, e) < 0)
				return -1;
			k->window = NULL;
			a->verdict = ZOOM_OK;
		}
		if (a->verdict != ZOOM_OK)
			return 0;
	}
	return 0;
}

/* --- account ----------------------------------------------------------- */

static int list_history(struct listing *l, struct zoom_answer *a, struct err *e)
{
	static const struct asked what = {
		"/report/history_meetings",
		{ "date_type", "meeting_type" },
		{ "end_time", "all" },
	};
	struct walk k = { .l = l, .way = WAY_HISTORY };

	listing_progress(l, "meeting history");
	if (ask_windows(&k, &what, a, e) < 0)
		return err_wrap(e, "list the meeting history");
	return 0;
}

static int take_survey_page(void *ctx, const struct zoom_answer *page,
			    struct err *e)
{
	struct walk *k = ctx;
	const struct report *r = report_of(k->way);
	const json_t *o;
	size_t i;

	(void)e;
	json_array_foreach(loose_array(page->json, r->list), i, o)
	{
		const char *uuid = loose_line(k->l->page, o, r->uuid);

		if (*uuid != '\0')
			zoom_history_add_survey(k->l->z->history, uuid);
	}
	listing_page_done(k->l);
	return 0;
}

/*
 * Which meetings had a survey: a listing or two now instead of a heavy
 * question about each meeting later. Without it each one is asked.
 */
static int list_surveys(struct listing *l, struct err *e)
{
	struct walk k = { .l = l, .way = WAY_SURVEYS };
	struct zoom_pages pages = { .ctx = &k, .each = take_survey_page };
	struct zoom_window one;
	char day[CLOCK_TEXT];

	for (size_t n = 0;
	     zoom_window_days(&one, l->w->from_us, l->w->to_us, n); n++) {
		struct zoom_question q AUTO(zoom_question_done) = { 0 };
		struct zoom_answer a AUTO(zoom_answer_done) = { 0 };

		zoom_answer_init(&a);
		zoom_question_init(&q, k.way, "/report/history_meetings");
		zoom_question_add(&q, "from", clock_day(one.from_us, day));
		zoom_question_add(&q, "to", clock_day(one.to_us, day));
		zoom_question_add(&q, "date_type", "end_time");
		zoom_question_add(&q, "meeting_type", "all");
		zoom_question_add(&q, "report_type", "survey");
		zoom_question_add(&q, "page_size", "300");
		if (zoom_ask_pages(l->z, &q, &pages, &a, e) < 0)
			return err_wrap(e, "list meetings with surveys");
		if (a.verdict != ZOOM_OK && a.verdict != ZOOM_TOO_OLD)
			return 0;
	}
	zoom_history_surveys_known(l->z->history);
	return 0;
}

/* --- users ------------------------------------------------------------- */

/* "past" leaves out meetings of a single person, "pastOne" is those. */
static int ask_user(struct listing *l, const struct user *u,
		    struct zoom_answer *a, struct err *e)
{
	static const char *const types[] = { "past", "pastOne" };
	struct walk k = { .l = l, .way = WAY_USER_REPORT };
	struct str path AUTO(str_done) = STR_INIT;

	str_add(&path, "/report/users/");
	zoom_path_uuid(&path, u->id);
	str_add(&path, "/meetings");
	for (size_t i = 0; i < 2; i++) {
		struct asked what = { path.s, { "type" }, { types[i] } };

		if (ask_windows(&k, &what, a, e) < 0)
			return err_wrap(e, "list the meetings of %s", u->email);
		if (a->verdict != ZOOM_OK)
			return 0;
	}
	return 0;
}

static void take_user(struct listing *l, const struct user *u,
		      const struct zoom_answer *a)
{
	if (a->verdict != ZOOM_OK)
		listing_notice(l, CHECK_WARN, u->email,
			       "their meeting report was not listed: %s",
			       a->evidence.s);
}

static int list_user(struct listing *l, size_t i, struct err *e)
{
	static const struct per_user how = { WAY_USER_REPORT, true, ask_user,
					     take_user };

	return listing_per_user(l, i, &how, e);
}

int list_reports(struct listing *l, struct err *e)
{
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };

	zoom_answer_init(&a);
	if (list_history(l, &a, e) < 0)
		return -1;
	if (a.verdict == ZOOM_OK)
		return list_surveys(l, e);
	listing_refused(l, WAY_HISTORY, &a);
	atomic_store(&l->done, 0);
	if (crowd_run(l, l->n_users, list_user, e) < 0)
		return -1;
	return l->refused[WAY_USER_REPORT] ? list_instances(l, e) : 0;
}

/* --- instances --------------------------------------------------------- */

static int tell_instances(struct listing *l, const struct zoom_answer *a,
			  const struct meet *of, struct err *e)
{
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(a->json, "meetings"), i, o)
	{
		struct told t;

		if (!json_is_object(o) ||
		    !listing_told(l, &t, o, "uuid", WAY_INSTANCES) ||
		    t.start_us < l->w->from_us || t.start_us > l->w->to_us)
			continue;
		/* the host of one instance is the host of all */
		t.excluded = of->flags & MEET_EXCLUDED
				     ? "setting users: not hosted by one of "
				       "them"
				     : NULL;
		listing_meet(l, t.uuid)->flags |= MEET_OURS;
		if (listing_tell_meeting(l, &t, "", e) < 0)
			return -1;
	}
	listing_page_done(l);
	return 0;
}

/* Without reports: other instances of the meetings that were recorded. */
int list_instances(struct listing *l, struct err *e)
{
	AUTO(keys_free) struct keys *asked = keys_new();
	size_t known = l->n_meets;

	for (size_t i = 0; i < known; i++) {
		struct zoom_question q AUTO(zoom_question_done) = { 0 };
		struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
		struct str path AUTO(str_done) = STR_INIT;
		struct meet m = l->meets[i];
		size_t *seen;

		str_addf(&path, "/past_meetings/%" PRId64 "/instances",
			 m.number);
		seen = keys_at(asked, path.s, 0);
		if (m.number == 0 || (*seen)++ > 0)
			continue;
		zoom_answer_init(&a);
		zoom_question_init(&q, WAY_INSTANCES, path.s);
		if (zoom_ask(l->z, &q, &a, e) < 0)
			return err_wrap(e, "list instances of meeting %" PRId64,
					m.number);
		if (a.verdict == ZOOM_OK && tell_instances(l, &a, &m, e) < 0)
			return -1;
		if (a.verdict == ZOOM_SCOPE) {
			listing_refused(l, WAY_INSTANCES, &a);
			return 0;
		}
	}
	return 0;
}
