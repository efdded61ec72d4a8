/*
 * list-records.c - recordings and transcripts of every meeting site.
 *
 * Without siteUrl Webex answers for the preferred site alone. Recordings are
 * listed by when they were made available, 30 days at a time, and once for
 * each state: those in the recycle bin and those purged from it can still be
 * had by a compliance officer.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/webex/listing.h"
#include "source/webex/sent.h"

#include <string.h>

#define SPAN_US (28 * CLOCK_DAY)

struct records {
	struct listing *l;
	int (*tell)(struct listing *l, const json_t *page, struct err *e);
};

/* --- rows ---------------------------------------------------------------- */

static void note_meeting(struct listing *l, const json_t *o, const char *id,
			 int64_t time_us)
{
	struct met *m = webex_met(l, id);

	if (m->time_us == 0)
		m->time_us = time_us;
	if (*m->topic == '\0')
		m->topic = loose_line(l->a, o, "topic");
	if (*m->topic == '\0')
		m->topic = loose_line(l->a, o, "meetingTopic");
}

static int tell_recording(struct listing *l, const json_t *o, struct err *e)
{
	const char *meeting = loose_id(o, "meetingId"), *id = loose_id(o, "id");
	struct str raw AUTO(str_done) = STR_INIT;
	struct source_entry en = {
		.bundle = meeting,
		.kind = "recording",
		.id = id,
		.version = "",
		.label = loose_line(l->page, o, "topic"),
		.found_by = webex_way(WAY_RECORDINGS)->name,
		.time_us = loose_time(o, "timeRecorded"),
		.size = -1,
		.beside_name = arena_printf(l->page, "listed-recording:%s", id),
	};
	int64_t size;

	if (*id == '\0')
		return 0;
	if (*meeting == '\0')
		en.bundle = id; /* of no meeting we can name */
	else
		note_meeting(l, o, meeting, en.time_us);
	if (*en.label == '\0')
		en.label = "recording";
	if (loose_int(o, "sizeBytes", &size) && size > 0)
		en.size = size;
	sent_keep(&raw, o);
	en.beside = raw.s;
	en.beside_len = raw.len;
	return webex_tell_meeting(l, &en, e);
}

int webex_take_recordings(struct listing *l, const json_t *page, struct err *e)
{
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(page, "items"), i, o)
	{
		if (json_is_object(o) && tell_recording(l, o, e) < 0)
			return -1;
	}
	return 0;
}

static int tell_transcript(struct listing *l, const json_t *o, struct err *e)
{
	const char *meeting = loose_id(o, "meetingId");
	struct source_entry en = {
		.bundle = meeting,
		.kind = "transcript",
		.id = loose_id(o, "id"),
		.version = "",
		.label = "transcript",
		.found_by = webex_way(WAY_TRANSCRIPTS)->name,
		.time_us = loose_time(o, "startTime"),
		.size = -1,
	};

	if (*en.id == '\0')
		return 0;
	if (*meeting == '\0')
		en.bundle = en.id;
	else
		note_meeting(l, o, meeting, en.time_us);
	return webex_tell_meeting(l, &en, e);
}

int webex_take_transcripts(struct listing *l, const json_t *page, struct err *e)
{
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(page, "items"), i, o)
	{
		if (json_is_object(o) && tell_transcript(l, o, e) < 0)
			return -1;
	}
	return 0;
}

/* --- asking -------------------------------------------------------------- */

static int take_page(void *ctx, const struct webex_answer *page, struct err *e)
{
	struct records *r = ctx;

	if (r->tell(r->l, page->json, e) < 0)
		return -1;
	webex_page_done(r->l);
	return 0;
}

struct span {
	const char *site, *status;
	int64_t from_us, to_us;
};

/* 1: told, 0: refused, -1. */
static int ask_span(struct records *r, enum webex_way way, const struct span *s,
		    struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };

	webex_answer_init(&a);
	webex_question_init(&q, way,
			    way == WAY_RECORDINGS
				    ? "/admin/recordings"
				    : "/admin/meetingTranscripts");
	webex_question_time(&q, "from", s->from_us);
	webex_question_time(&q, "to", s->to_us);
	if (*s->site != '\0')
		webex_question_add(&q, "siteUrl", s->site);
	if (s->status != NULL)
		webex_question_add(&q, "status", s->status);
	q.max = 100;
	if (webex_pages(r->l->wx, &q, take_page, r, &a, e) < 0)
		return err_wrap(e, "%s", webex_way(way)->title);
	if (a.verdict == WEBEX_OK)
		return 1;
	if (a.verdict == WEBEX_SCOPE || a.verdict == WEBEX_ROLE)
		webex_tell_refused(r->l, way, a.evidence.s);
	else
		webex_tell_notice(r->l, CHECK_WARN, webex_way(way)->title,
				  "site %s: %s", s->site, a.evidence.s);
	return 0;
}

static int list_site(struct listing *l, const char *site, struct err *e)
{
	static const char *const states[] = { "available", "deleted",
					      "purged" };
	int64_t from_us = l->w->from_us, to_us;
	int n = 1;

	for (; n > 0 && from_us < l->w->to_us; from_us = to_us) {
		struct records r = { l, webex_take_recordings };
		struct span s = { .site = site, .from_us = from_us };

		to_us = from_us + SPAN_US;
		if (to_us > l->w->to_us)
			to_us = l->w->to_us;
		s.to_us = to_us;
		for (size_t i = 0; n > 0 && i < 3; i++) {
			s.status = states[i];
			n = ask_span(&r, WAY_RECORDINGS, &s, e);
		}
		s.status = NULL;
		r.tell = webex_take_transcripts;
		/* of those the site must be named */
		if (n >= 0 && *site != '\0' &&
		    ask_span(&r, WAY_TRANSCRIPTS, &s, e) < 0)
			return -1;
	}
	return n < 0 ? -1 : 0;
}

/* --- sites --------------------------------------------------------------- */

struct sites {
	const char **all;
	size_t n;
};

static void add_site(struct listing *l, struct sites *s, const char *site)
{
	if (*site == '\0')
		return;
	for (size_t i = 0; i < s->n; i++)
		if (str_casecmp(s->all[i], site) == 0)
			return;
	s->all = ARENA_GROW(l->a, s->all, s->n);
	s->all[s->n++] = arena_strdup(l->a, site);
}

static void add_settings(struct listing *l, struct sites *s)
{
	static const char gaps[] = ", ;\t\r\n";
	const char *list = l->wx->sites;
	size_t n;

	for (;; list += n) {
		list += strspn(list, gaps);
		n = strcspn(list, gaps);
		if (n == 0)
			return;
		add_site(l, s, arena_dup(l->a, list, n));
	}
}

static int find_sites(struct listing *l, struct sites *s, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	const json_t *o;
	size_t i;

	add_settings(l, s);
	webex_answer_init(&a);
	webex_question_init(&q, WAY_SITES, "/meetingPreferences/sites");
	if (webex_ask(l->wx, &q, &a, e) < 0)
		return -1;
	if (a.verdict != WEBEX_OK && s->n == 0)
		webex_tell_refused(l, WAY_SITES, a.evidence.s);
	json_array_foreach(loose_array(a.json, "sites"), i, o)
	{
		add_site(l, s, loose_id(o, "siteUrl"));
	}
	return 0;
}

int webex_list_records(struct listing *l, struct err *e)
{
	struct sites s = { 0 };

	if (find_sites(l, &s, e) < 0)
		return -1;
	if (s.n == 0) /* the preferred one, whatever it is */
		return list_site(l, "", e);
	for (size_t i = 0; i < s.n; i++) {
		webex_tell_progress(l, "recordings of site %zu of %zu", i + 1,
				    s.n);
		if (list_site(l, s.all[i], e) < 0)
			return -1;
	}
	return 0;
}
