/* AI summaries, and transcripts of meetings that were not recorded. */
#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/zoom/crowd.h"
#include "source/zoom/listing.h"
#include "source/zoom/window.h"

#include <stdatomic.h>
#include <string.h>

#define SPAN_US (28 * CLOCK_DAY)
/* How long after the end of a meeting its transcript may still come. */
#define LATE_US (4 * CLOCK_DAY)

/* --- summaries --------------------------------------------------------- */

static int tell_summary(struct listing *l, const json_t *o, struct err *e)
{
	const char *version =
		loose_line(l->page, o, "summary_last_modified_time");
	struct source_entry en = { .kind = "summary",
				   .reason = "",
				   .state = SOURCE_READY,
				   .size = -1 };
	struct told t;

	if (!listing_told(l, &t, o, "meeting_uuid", WAY_SUMMARIES))
		return 0;
	if (*version == '\0')
		version = loose_line(l->page, o, "summary_created_time");
	en.id = t.uuid;
	en.version = version;
	en.label = arena_printf(l->page, "AI summary of %s", version);
	en.time_us = loose_time(o, "summary_last_modified_time");
	if (en.time_us == 0)
		en.time_us = loose_time(o, "summary_created_time");
	if (listing_tell(l, &t, &en, "", e) < 0)
		return -1;
	return listing_tell_meeting(l, &t, "", e);
}

int listing_summaries(struct listing *l, const json_t *page, struct err *e)
{
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(page, "summaries"), i, o)
	{
		if (json_is_object(o) && tell_summary(l, o, e) < 0)
			return -1;
	}
	listing_page_done(l);
	return 0;
}

static int take_page(void *ctx, const struct zoom_answer *page, struct err *e)
{
	return listing_summaries(ctx, page->json, e);
}

int list_summaries(struct listing *l, struct err *e)
{
	struct zoom_pages pages = { .ctx = l, .each = take_page };
	struct zoom_window one;

	listing_progress(l, "AI summaries");
	for (size_t n = 0;
	     zoom_window_span(&one, l->w->from_us, l->w->to_us, SPAN_US, n);
	     n++) {
		struct zoom_question q AUTO(zoom_question_done) = { 0 };
		struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
		char text[CLOCK_TEXT];

		zoom_answer_init(&a);
		zoom_question_init(&q, WAY_SUMMARIES,
				   "/meetings/meeting_summaries");
		zoom_question_add(&q, "from", clock_rfc3339(one.from_us, text));
		zoom_question_add(&q, "to", clock_rfc3339(one.to_us, text));
		zoom_question_add(&q, "page_size", "300");
		if (zoom_ask_pages(l->z, &q, &pages, &a, e) < 0)
			return err_wrap(e, "list AI summaries");
		if (a.verdict != ZOOM_OK) {
			listing_refused(l, WAY_SUMMARIES, &a);
			return 0;
		}
	}
	return 0;
}

/* --- transcripts ------------------------------------------------------- */

/*
 * A meeting is asked for a transcript of its own until it is some days old,
 * and not where a recording has one, may yet have one, or had one that is in
 * the trash now.
 */
static bool may_have_transcript(const struct listing *l, const struct meet *m)
{
	const unsigned int not_asked = MEET_TRANSCRIPT | MEET_PROCESSING |
				       MEET_TRASHED | MEET_EXCLUDED;
	int64_t at_us = m->end_us != 0 ? m->end_us : m->start_us;

	if (!(m->flags & MEET_OURS) || (m->flags & not_asked))
		return false;
	return l->w->last_us == 0 || at_us == 0 ||
	       at_us > l->w->last_us - LATE_US;
}

struct asked {
	struct listing *l;
	const struct meet *meet;
	const struct zoom_answer *a;
};

static int tell_offered(const struct asked *k, struct err *e)
{
	struct listing *l = k->l;
	const struct meet *m = k->meet;
	struct told t = { .uuid = m->uuid,
			  .topic = loose_line(l->page, k->a->json,
					      "meeting_topic"),
			  .host_id = "",
			  .host_email = "",
			  .found_by = zoom_way(WAY_TRANSCRIPT)->name,
			  .start_us = m->start_us };
	struct listed f;

	if (!listed_transcript(&f, l->page, k->a->json, m->uuid) ||
	    (f.state != SOURCE_READY && f.state != SOURCE_GONE))
		return 0;
	if (f.time_us == 0)
		f.time_us = m->end_us != 0 ? m->end_us : m->start_us;
	t.delete_at_us = loose_time(k->a->json, "auto_delete_date");
	return listing_tell_file(l, &t, &f, e);
}

static int tell_transcript(void *ctx, struct err *e)
{
	struct asked *k = ctx;
	int bad = 0;

	listing_progress(k->l, "transcripts: meeting %zu of %zu",
			 atomic_load(&k->l->done), k->l->n_asked);
	if (k->a->verdict == ZOOM_OK)
		bad = tell_offered(k, e);
	else if (k->a->verdict == ZOOM_SCOPE)
		listing_refused(k->l, WAY_TRANSCRIPT, k->a);
	listing_page_done(k->l);
	return bad;
}

static int ask_transcript(struct listing *l, size_t i, struct err *e)
{
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	struct asked k = { l, &l->asked[i], &a };

	atomic_fetch_add(&l->done, 1);
	if (!may_have_transcript(l, k.meet))
		return 0;
	zoom_answer_init(&a);
	zoom_question_meeting(&q, WAY_TRANSCRIPT, k.meet->uuid);
	if (zoom_ask(l->z, &q, &a, e) < 0)
		return err_wrap(e, "ask for the transcript of %s",
				k.meet->uuid);
	return crowd_tell(l, tell_transcript, &k, e);
}

int list_transcripts(struct listing *l, struct err *e)
{
	if (zoom_excluded(l->z, "transcript", "TRANSCRIPT") != NULL)
		return 0;
	atomic_store(&l->done, 0);
	listing_ask_meets(l);
	return crowd_run(l, l->n_asked, ask_transcript, e);
}
