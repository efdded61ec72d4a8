/*
 * Archived files: twice, for each listing shows what the other cannot. By
 * completion (what became ready since the last run, however old its meeting)
 * and by start of the meeting (what is still being archived); the second is
 * held against Zoom's own count.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/zoom/listing.h"
#include "source/zoom/read/keys.h"
#include "source/zoom/window.h"

#include <inttypes.h>
#include <string.h>

#define SPAN_US (7 * CLOCK_DAY)
/* Zoom changes a `to` in its future, and what has just become complete may
   not be listed yet. */
#define LAG_US (15 * CLOCK_MINUTE)
/* By completion nothing comes late; two days more than needed. */
#define AGAIN_US (2 * CLOCK_DAY)

struct walk {
	struct listing *l;
	struct keys *files; /* ids seen in this window */
	int64_t n_files;
};

struct row {
	struct walk *k;
	struct told told;
	size_t files, waiting;
	int64_t done_us; /* of the archive */
	struct err *e;
};

static int tell_one(void *ctx, const struct listed *f)
{
	struct row *r = ctx;
	struct told t = r->told;
	size_t *seen;

	r->files++;
	if (f->id[0] == '\0') {
		r->waiting++;
		r->k->n_files++;
		return 0;
	}
	seen = keys_at(r->k->files, f->id, 0);
	r->k->n_files += *seen == 0;
	*seen = 1;
	if (r->done_us != 0 && r->k->l->retention_us != 0)
		t.delete_at_us = r->done_us + r->k->l->retention_us;
	return listing_tell_file(r->k->l, &t, f, r->e);
}

static int tell_archived(struct walk *k, const json_t *o, struct err *e)
{
	struct row r = { .k = k, .e = e };
	struct listing *l = k->l;
	const char *reason = "";

	if (!listing_told(l, &r.told, o, "uuid", WAY_ARCHIVE))
		return 0;
	r.done_us = loose_time(o, "complete_time");
	if (*r.told.topic == '\0')
		r.told.topic =
			str_casecmp(loose_line(l->page, o, "meeting_type"),
				    "external") == 0
				? "Meeting of another organisation"
				: "";
	if (listed_each(l->page, o, tell_one, &r) < 0)
		return -1;
	if (r.files == 0 || r.waiting > 0)
		reason = "Zoom is still archiving it";
	return listing_tell_meeting(l, &r.told, reason, e);
}

int listing_archives(struct listing *l, struct keys *files, int64_t *n_files,
		     const json_t *page, struct err *e)
{
	struct walk k = { .l = l, .files = files };
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(page, "meetings"), i, o)
	{
		if (json_is_object(o) && tell_archived(&k, o, e) < 0)
			return -1;
	}
	*n_files += k.n_files;
	listing_page_done(l);
	return 0;
}

static int take_page(void *ctx, const struct zoom_answer *page, struct err *e)
{
	struct walk *k = ctx;

	return listing_archives(k->l, k->files, &k->n_files, page->json, e);
}

static int ask_window(struct walk *k, const struct zoom_window *w,
		      const char *date_type, struct zoom_answer *a,
		      struct err *e)
{
	char from[CLOCK_TEXT], to[CLOCK_TEXT];
	struct zoom_pages pages = { .ctx = k, .each = take_page };
	struct zoom_question q AUTO(zoom_question_done) = { 0 };

	zoom_question_init(&q, WAY_ARCHIVE, "/archive_files");
	zoom_question_add(&q, "from", clock_rfc3339(w->from_us, from));
	zoom_question_add(&q, "query_date_type", date_type);
	zoom_question_add(&q, "page_size", "300");
	pages.to = clock_rfc3339(w->to_us, to);
	return zoom_ask_pages(k->l->z, &q, &pages, a, e);
}

/* --- counts ------------------------------------------------------------ */

static int64_t member(const json_t *o, const char *key)
{
	int64_t n;

	return loose_int(o, key, &n) ? n : 0;
}

/* How many files Zoom counts in the window: -1 where it does not say. */
static int count_files(struct listing *l, const struct zoom_window *w,
		       int64_t *count, struct err *e)
{
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	const json_t *by_status;
	char text[CLOCK_TEXT];

	*count = -1;
	zoom_answer_init(&a);
	zoom_question_init(&q, WAY_STATISTICS, "/archive_files/statistics");
	zoom_question_add(&q, "from", clock_rfc3339(w->from_us, text));
	zoom_question_add(&q, "to", clock_rfc3339(w->to_us, text));
	if (zoom_ask(l->z, &q, &a, e) < 0)
		return -1;
	by_status = loose_object(a.json, "statistic_by_file_status");
	if (by_status != NULL)
		*count = member(by_status, "processing_file_count") +
			 member(by_status, "completed_file_count") +
			 member(by_status, "failed_file_count");
	return 0;
}

static void tell_difference(struct listing *l, const struct zoom_window *w,
			    int64_t listed, int64_t counted)
{
	char from[CLOCK_TEXT], to[CLOCK_TEXT];

	listing_notice(l, CHECK_WARN, zoom_way(WAY_STATISTICS)->title,
		       "of meetings from %s to %s UTC Zoom counts %" PRId64
		       " archived files, but lists %" PRId64,
		       clock_text(w->from_us, from), clock_text(w->to_us, to),
		       counted, listed);
}

/* By start of the meeting, once more where the counts differ. */
static int ask_counted(struct listing *l, const struct zoom_window *w,
		       struct zoom_answer *a, struct err *e)
{
	int64_t counted = -1, listed = 0;

	for (int i = 0; i < 2; i++) {
		AUTO(keys_free) struct keys *files = keys_new();
		struct walk k = { .l = l, .files = files };

		if (ask_window(&k, w, "meeting_start_time", a, e) < 0)
			return -1;
		if (a->verdict != ZOOM_OK)
			return 0;
		listed = k.n_files;
		if (count_files(l, w, &counted, e) < 0)
			return -1;
		if (counted < 0 || counted == listed)
			return 0;
	}
	tell_difference(l, w, listed, counted);
	return 0;
}

/* --- both -------------------------------------------------------------- */

static int by_start(struct listing *l, int64_t to_us, struct zoom_answer *a,
		    struct err *e)
{
	struct zoom_window one;

	for (size_t n = 0;
	     zoom_window_span(&one, l->w->from_us, to_us, SPAN_US, n); n++) {
		listing_progress(l, "archived files, week %zu", n + 1);
		if (ask_counted(l, &one, a, e) < 0)
			return -1;
		if (a->verdict != ZOOM_OK)
			return 0;
	}
	return 0;
}

static int by_completion(struct listing *l, int64_t to_us,
			 struct zoom_answer *a, struct err *e)
{
	int64_t from_us = l->w->from_us;
	struct zoom_window one;

	if (l->w->last_us != 0 && l->w->last_us - AGAIN_US > from_us)
		from_us = l->w->last_us - AGAIN_US;
	for (size_t n = 0; zoom_window_span(&one, from_us, to_us, SPAN_US, n);
	     n++) {
		AUTO(keys_free) struct keys *files = keys_new();
		struct walk k = { .l = l, .files = files };

		if (ask_window(&k, &one, "archive_complete_time", a, e) < 0)
			return -1;
		if (a->verdict != ZOOM_OK)
			return 0;
	}
	return 0;
}

int list_archives(struct listing *l, struct err *e)
{
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	int64_t to_us = account_now_us(&l->z->acc) - LAG_US;

	zoom_answer_init(&a);
	if (to_us > l->w->to_us)
		to_us = l->w->to_us;
	if (by_completion(l, to_us, &a, e) < 0)
		return err_wrap(e, "list archived files");
	if (a.verdict == ZOOM_OK && by_start(l, to_us, &a, e) < 0)
		return err_wrap(e, "list archived files");
	if (a.verdict != ZOOM_OK)
		listing_refused(l, WAY_ARCHIVE, &a);
	return 0;
}
