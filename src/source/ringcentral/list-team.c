/*
 * Team messaging: by exports of the window, each read twice. First who is
 * there (chats, members, guests, where files lie), then what was said. The
 * last days are exported every time, and once a week more of them: an edit
 * or a deletion of something old shows itself in no other way, and whether an
 * export looks at when a thing was written or when it was changed is not
 * documented.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "source/loose.h"
#include "source/ringcentral/book.h"
#include "source/ringcentral/listing.h"
#include "source/ringcentral/places.h"

#include <inttypes.h>
#include <string.h>

#define WEEK_US (7 * CLOCK_DAY)

/* --- who --------------------------------------------------------------- */

static void add_file(struct listing *l, const json_t *o)
{
	struct arena *a = l->page;
	const char *url = loose_line(a, o, "contentUri");
	int64_t size = -1;

	(void)loose_int(o, "size", &size);
	rc_places_put(l->r->places, "file", loose_line(a, o, "id"), url,
		      loose_line(a, o, "name"), loose_line(a, o, "contentType"),
		      size);
}

static int on_who(void *ctx, enum export_folder folder, const char *bytes,
		  size_t len, struct err *e)
{
	struct listing *l = ctx;
	AUTO(json_decref) json_t *o = loose_parse(bytes, len, NULL);

	(void)e;
	if (folder == EXPORT_FILES)
		add_file(l, o);
	if (json_is_object(o))
		rc_book_add(l->book, folder, o);
	rc_listing_page_done(l);
	return 0;
}

/* --- what -------------------------------------------------------------- */

static int on_what(void *ctx, enum export_folder folder, const char *bytes,
		   size_t len, struct err *e)
{
	return rc_listing_record(ctx, folder, bytes, len, e);
}

static void on_notice(void *ctx, const char *text)
{
	rc_listing_notice(ctx, CHECK_FAIL, rc_way(WAY_TASK_CREATE)->title, "%s",
			  text);
}

static int read_export(struct listing *l, const struct export *x, struct err *e)
{
	AUTO(rc_book_free) struct book *book = rc_book_new();
	struct export_to who = { l, on_who, NULL };
	struct export_to what = { l, on_what, on_notice };
	int bad;

	l->book = book;
	bad = rc_export_read(l->r, x, EXPORT_WHO, &who, e);
	if (bad == 0) {
		rc_book_ready(book);
		rc_listing_progress(l, "team messaging: %zu chats",
				    rc_book_chats(book));
		bad = rc_export_read(l->r, x, EXPORT_WHAT, &what, e);
	}
	if (bad == 0)
		bad = rc_listing_stray_files(l, e);
	l->book = NULL;
	rc_listing_page_done(l);
	return bad;
}

/* 1: refused, and told. */
static int list_window(struct listing *l, const struct export_window *w,
		       struct err *e)
{
	struct export x AUTO(rc_export_done) = { .task = STR_INIT };
	struct rc_answer a AUTO(rc_answer_done) = { 0 };
	char from[CLOCK_TEXT], to[CLOCK_TEXT];
	int n;

	rc_answer_init(&a);
	l->from_us = w->from_us;
	l->to_us = w->to_us;
	rc_listing_progress(l, "team messaging: export of %s to %s UTC",
			    clock_text(w->from_us, from),
			    clock_text(w->to_us, to));
	n = rc_export_order(l->r, w, &x, &a, e);
	if (n < 0)
		return -1;
	if (n > 0) {
		rc_listing_refused(l, WAY_TASK_CREATE, &a);
		return 1;
	}
	return read_export(l, &x, e);
}

/* --- how far back ------------------------------------------------------ */

/* The time saved under this name, or 0. */
static int load_time(struct listing *l, const char *name, int64_t *out,
		     struct err *e)
{
	struct str text AUTO(str_done) = STR_INIT;
	int n = rc_listing_load(l, name, &text, e);

	*out = 0;
	if (n > 0 && !clock_parse(text.s, out))
		*out = 0;
	return n < 0 ? -1 : 0;
}

static int save_time(struct listing *l, const char *name, int64_t us,
		     struct err *e)
{
	char text[CLOCK_TEXT];

	return rc_listing_save(l, name, clock_rfc3339(us, text), e);
}

/* Where the window begins; *deep where it is the week's deep one. */
static int begin_of(struct listing *l, int64_t *from_us, bool *deep,
		    struct err *e)
{
	int64_t first_us, deep_us;

	*from_us = l->w->from_us;
	*deep = l->w->last_us == 0;
	if (load_time(l, "team-first", &first_us, e) < 0 ||
	    load_time(l, "team-deep", &deep_us, e) < 0)
		return -1;
	if (*deep)
		return save_time(l, "team-first", *from_us, e);
	/* an hour less: runs do not begin at the very same second */
	if (deep_us != 0 && l->w->to_us - deep_us < WEEK_US - CLOCK_HOUR)
		return 0;
	*deep = true;
	if (first_us == 0 || first_us > l->w->from_us)
		first_us = l->w->from_us;
	if (l->w->to_us - l->r->deep_us < *from_us)
		*from_us = l->w->to_us - l->r->deep_us;
	if (*from_us < first_us) /* nothing before was ever wanted */
		*from_us = first_us;
	return 0;
}

int rc_list_team(struct listing *l, struct err *e)
{
	int64_t from_us, to_us = l->w->to_us - l->w->to_us % CLOCK_SECOND;
	bool deep;
	int n = 0;

	if (!l->r->on[RC_TEAM])
		return 0;
	if (begin_of(l, &from_us, &deep, e) < 0)
		return -1;
	from_us -= from_us % CLOCK_SECOND;
	while (n == 0 && from_us < to_us) {
		struct export_window w = { from_us, from_us + EXPORT_SPAN_US,
					   NULL };

		if (w.to_us > to_us)
			w.to_us = to_us;
		n = list_window(l, &w, e);
		/* whether the last second counts is not documented */
		from_us = w.to_us == to_us ? to_us : w.to_us - CLOCK_SECOND;
	}
	rc_listing_unusable(l);
	if (n < 0)
		return err_wrap(e, "list team messaging");
	return deep && n == 0 ? save_time(l, "team-deep", l->w->to_us, e) : 0;
}
