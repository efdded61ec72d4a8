/*
 * What Zoom says about a meeting, each answer kept as it came. Most have a
 * second source, used where the first is refused or has nothing.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/zoom/fetching.h"
#include "source/zoom/history.h"
#include "source/zoom/window.h"

#include <inttypes.h>
#include <string.h>

/* Attendance is counted some time after the end of a large meeting. */
#define COUNTING_US CLOCK_DAY

/* --- details ----------------------------------------------------------- */

static void learn(struct fetching *f, const json_t *o)
{
	int64_t n;

	f->details = true;
	f->known++;
	if (f->start_us == 0)
		f->start_us = loose_time(o, "start_time");
	if (f->end_us == 0)
		f->end_us = loose_time(o, "end_time");
	if (f->participants < 0 && loose_int(o, "participants_count", &n))
		f->participants = n;
}

static bool is_absent(const struct zoom_answer *a)
{
	return a->verdict == ZOOM_ABSENT || a->verdict == ZOOM_TOO_OLD;
}

static int ask_details(struct fetching *f, struct err *e)
{
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };

	zoom_answer_init(&a);
	if (fetch_ask(f, WAY_DETAILS, "meeting", &a, e) < 0)
		return -1;
	if (a.verdict == ZOOM_OK) {
		learn(f, a.json);
		return 0;
	}
	fetch_note_missing(f, WAY_DETAILS, &a);
	f->absent = is_absent(&a);
	/* a breakout room, or a meeting of others: no report either */
	if (a.verdict == ZOOM_ABSENT && f->archive.answer.verdict == ZOOM_OK &&
	    f->archive.answer.json != NULL)
		return 0;
	if (fetch_ask(f, WAY_REPORT, "report", &a, e) < 0)
		return -1;
	f->absent |= is_absent(&a);
	if (a.verdict == ZOOM_OK)
		learn(f, a.json);
	else
		fetch_note_missing(f, WAY_REPORT, &a);
	fetch_end_missing(f, a.verdict != ZOOM_OK && !is_absent(&a));
	return 0;
}

/* --- history ----------------------------------------------------------- */

struct search {
	struct fetching *f;
	struct str row;
};

static int look_for(void *ctx, const struct zoom_answer *page, struct err *e)
{
	struct search *s = ctx;
	const json_t *o;
	size_t i;

	(void)e;
	json_array_foreach(loose_array(page->json, "history_meetings"), i, o)
	{
		const char *uuid =
			json_string_value(json_object_get(o, "meeting_uuid"));

		if (uuid == NULL || strcmp(uuid, s->f->b->key) != 0)
			continue;
		str_cut(&s->row, 0);
		zoom_row_text(&s->row, o);
	}
	return 0;
}

/* The report of the day, for one row: only where nothing else tells. */
static int ask_day(struct fetching *f, int64_t at_us, struct search *s,
		   struct err *e)
{
	struct zoom_pages pages = { .ctx = s, .each = look_for };
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	char day[CLOCK_TEXT];

	zoom_answer_init(&a);
	zoom_question_init(&q, WAY_HISTORY, "/report/history_meetings");
	zoom_question_add(&q, "from", clock_day(at_us, day));
	zoom_question_add(&q, "to", clock_day(at_us + CLOCK_DAY, day));
	zoom_question_add(&q, "meeting_type", "all");
	zoom_question_add(&q, "page_size", "300");
	if (zoom_ask_pages(f->z, &q, &pages, &a, e) < 0)
		return -1;
	if (a.verdict != ZOOM_OK)
		fetch_note_missing(f, WAY_HISTORY, &a);
	fetch_end_missing(f, true);
	return 0;
}

static int64_t time_of_meeting(const struct fetching *f)
{
	for (size_t i = 0; i < f->b->n_entries; i++)
		if (strcmp(f->b->entries[i].kind, "meeting") == 0)
			return f->b->entries[i].time_us;
	return 0;
}

static int ask_history(struct fetching *f, struct err *e)
{
	struct search s = { .f = f, .row = STR_INIT };
	int64_t at_us = time_of_meeting(f);
	bool told = f->details || f->known > 0;
	int bad = 0;

	if (!zoom_history_find(f->z->history, f->b->key, &s.row) && !told &&
	    at_us != 0)
		bad = ask_day(f, at_us, &s, e);
	if (bad == 0 && s.row.len > 0) {
		f->known++;
		f->history = true;
		bad = fetch_keep(f, "history", s.row.s, s.row.len, e);
	}
	str_done(&s.row);
	return bad;
}

/* --- participants ------------------------------------------------------ */

struct people {
	struct fetching *f;
	const char *name; /* of the raws: "participants" */
	struct str *pages;
	size_t n_pages;
	int64_t rows;
	bool timed; /* somebody stayed for more than no time at all */
};

static void forget_pages(void *ctx)
{
	struct people *p = ctx;

	for (size_t i = 0; i < p->n_pages; i++)
		str_done(&p->pages[i]);
	p->pages = NULL;
	p->n_pages = 0;
	p->rows = 0;
	p->timed = false;
}

static void look_at_row(struct people *p, const json_t *o)
{
	int64_t seconds, join_us = loose_time(o, "join_time");

	p->rows++;
	if (loose_int(o, "duration", &seconds))
		p->timed |= seconds > 0;
	else
		p->timed |= loose_time(o, "leave_time") > join_us;
}

static int take_page(void *ctx, const struct zoom_answer *page, struct err *e)
{
	struct people *p = ctx;
	const json_t *o;
	size_t i;

	(void)e;
	json_array_foreach(loose_array(page->json, "participants"), i, o)
	{
		if (json_is_object(o))
			look_at_row(p, o);
	}
	p->pages = ARENA_GROW(p->f->a, p->pages, p->n_pages);
	p->pages[p->n_pages] = STR_INIT;
	str_add_len(&p->pages[p->n_pages++], page->body.s, page->body.len);
	return 0;
}

/* Kept only when all pages are there, so that restarts leave no rest. */
static int keep_pages(struct people *p, struct err *e)
{
	for (size_t i = 0; i < p->n_pages; i++) {
		const char *name =
			arena_printf(p->f->a, "%s.%zu", p->name, i + 1);

		if (fetch_keep(p->f, name, p->pages[i].s, p->pages[i].len, e) <
		    0)
			return -1;
	}
	return 0;
}

struct source_of_people {
	enum zoom_way way;
	const char *name;
	const char *extra, *extra_value; /* a parameter, or NULL */
};

/* Instead of how many rows there were: nothing, or for want of a scope. */
#define NOTHING (-1)
#define REFUSED (-2)

static int ask_people(struct fetching *f, const struct source_of_people *from,
		      int64_t *rows, struct err *e)
{
	struct people p = { .f = f, .name = from->name };
	struct zoom_pages pages = { .ctx = &p,
				    .each = take_page,
				    .again = forget_pages };
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	int bad;

	zoom_answer_init(&a);
	zoom_question_meeting(&q, from->way, f->b->key);
	if (from->extra != NULL)
		zoom_question_add(&q, from->extra, from->extra_value);
	zoom_question_add(&q, "page_size", "300");
	bad = zoom_ask_pages(f->z, &q, &pages, &a, e);
	*rows = a.verdict == ZOOM_OK ? p.rows : NOTHING;
	if (bad == 0 && p.rows > 0 && a.verdict == ZOOM_OK)
		bad = keep_pages(&p, e);
	if (bad == 0 && p.rows > 0 && !p.timed && f->end_us != 0 &&
	    account_now_us(&f->z->acc) - f->end_us < COUNTING_US)
		f->waiting = "Zoom is still counting who was there how long";
	if (bad == 0 && a.verdict != ZOOM_OK)
		fetch_note_missing(f, from->way, &a);
	if (a.verdict == ZOOM_SCOPE)
		*rows = REFUSED;
	forget_pages(&p);
	return bad;
}

/* A meeting of one person is told by the dashboard alone. */
static int ask_participants(struct fetching *f, struct err *e)
{
	static const struct source_of_people from[] = {
		{ WAY_PARTICIPANTS, "participants", NULL, NULL },
		{ WAY_REPORT_PARTICIPANTS, "report-participants",
		  "include_fields", "registrant_id" },
		{ WAY_METRICS, "metrics-participants", "type", "past" },
	};
	int64_t rows[3] = { NOTHING, NOTHING, NOTHING };
	bool answered = false, refused = false;

	for (size_t i = 0; i < 3; i++) {
		if (i == 1 && rows[0] == 0 && f->participants == 1)
			continue;
		if (ask_people(f, &from[i], &rows[i], e) < 0)
			return -1;
		if (rows[i] > 0) {
			f->known++;
			fetch_end_missing(f, false);
			return 0;
		}
		answered |= rows[i] == 0;
		refused |= rows[i] == REFUSED;
	}
	fetch_end_missing(f, true);
	/* who took part decides whose mailbox it goes to: wait for a person */
	if (refused && !answered)
		f->waiting = "the app lacks the scope to read participants";
	if (answered && f->participants > 1 && f->end_us != 0 &&
	    account_now_us(&f->z->acc) - f->end_us < COUNTING_US)
		f->waiting = "Zoom does not list the participants yet";
	return 0;
}

/* --- polls, questions, surveys ----------------------------------------- */

static bool has_rows(const struct zoom_answer *a, const char *key)
{
	return json_array_size(loose_array(a->json, key)) > 0;
}

/* Kept where there is something in it. 1: kept, 0: answered or absent, 2:
   refused, try elsewhere. */
static int ask_rows(struct fetching *f, enum zoom_way way, const char *name,
		    struct err *e)
{
	const char *key = way == WAY_SURVEY ? "survey_answers" : "questions";
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };

	zoom_answer_init(&a);
	if (fetch_ask(f, way, NULL, &a, e) < 0)
		return -1;
	if (a.verdict == ZOOM_OK && has_rows(&a, key))
		return fetch_keep(f, name, a.body.s, a.body.len, e) < 0 ? -1
									: 1;
	if (a.verdict == ZOOM_OK || a.verdict == ZOOM_ABSENT ||
	    a.verdict == ZOOM_TOO_OLD)
		return 0;
	fetch_note_missing(f, way, &a);
	return 2;
}

static int ask_tables(struct fetching *f, struct err *e)
{
	int n = ask_rows(f, WAY_POLLS, "polls", e);

	if (n == 2)
		n = ask_rows(f, WAY_REPORT_POLLS, "report-polls", e);
	if (n < 0)
		return -1;
	fetch_end_missing(f, n == 2);
	n = ask_rows(f, WAY_QA, "qa", e);
	if (n == 2)
		n = ask_rows(f, WAY_REPORT_QA, "report-qa", e);
	if (n < 0)
		return -1;
	fetch_end_missing(f, n == 2);
	if (zoom_history_survey(f->z->history, f->b->key) == 0)
		return 0;
	n = ask_rows(f, WAY_SURVEY, "survey", e);
	fetch_end_missing(f, n == 2);
	return n < 0 ? -1 : 0;
}

/* --- all --------------------------------------------------------------- */

int fetch_about(struct fetching *f, struct err *e)
{
	if (ask_details(f, e) < 0 || ask_history(f, e) < 0)
		return -1;
	/* a breakout room, a meeting of others, or one too old: nothing but
	   the archive tells of it */
	if (f->absent && !f->details && !f->history)
		return 0;
	if (ask_participants(f, e) < 0)
		return -1;
	return ask_tables(f, e);
}

/* --- summaries --------------------------------------------------------- */

static int settle_summary(struct fetching *f, size_t at,
			  const struct zoom_answer *a, const char *version,
			  struct err *e)
{
	const char *wanted = f->b->entries[at].version;

	switch (a->verdict) {
	case ZOOM_OK:
		if (strcmp(wanted, version) == 0)
			return fetch_settle(f, at, SOURCE_READY, "", "", e);
		return fetch_settle(f, at, SOURCE_GONE,
				    arena_printf(f->a,
						 "Zoom has replaced it by the "
						 "version of %s",
						 version),
				    "its summary was answered with 200", e);
	case ZOOM_ABSENT:
	case ZOOM_TOO_OLD:
		return fetch_settle(f, at, SOURCE_GONE,
				    "Zoom no longer has the summary",
				    a->evidence.s, e);
	case ZOOM_SCOPE:
	case ZOOM_PLAN:
		return fetch_settle(f, at, SOURCE_WAITING,
				    "a scope, licence or right at Zoom is in "
				    "the way",
				    a->evidence.s, e);
	default:
		return fetch_settle(f, at, SOURCE_REFUSED,
				    "Zoom refuses the summary", a->evidence.s,
				    e);
	}
}

/* Zoom has one version, the newest; earlier ones are gone. */
int fetch_summaries(struct fetching *f, struct err *e)
{
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	const char *version = "";

	if (!fetch_wants(f, "summary"))
		return 0;
	zoom_answer_init(&a);
	if (fetch_ask(f, WAY_SUMMARY, NULL, &a, e) < 0)
		return -1;
	if (a.verdict == ZOOM_OK) {
		version =
			loose_line(f->a, a.json, "summary_last_modified_time");
		if (*version == '\0')
			version = loose_line(f->a, a.json,
					     "summary_created_time");
		f->known++;
		if (fetch_keep(f, arena_printf(f->a, "summary:%s", version),
			       a.body.s, a.body.len, e) < 0)
			return -1;
	}
	for (size_t i = 0; i < f->b->n_entries; i++)
		if (f->b->entries[i].wanted && !f->settled[i] &&
		    strcmp(f->b->entries[i].kind, "summary") == 0 &&
		    settle_summary(f, i, &a, version, e) < 0)
			return -1;
	return 0;
}
