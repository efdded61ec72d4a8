/*
 * Cloud recordings: of the account where Zoom still offers that, of each
 * user, and the trash. A row is a meeting with its files.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/zoom/history.h"
#include "source/zoom/listing.h"
#include "source/zoom/read/loose.h"
#include "source/zoom/window.h"

#include <string.h>

#define TRASH_US (30 * CLOCK_DAY)

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

/* --- windows ----------------------------------------------------------- */

struct walk {
	struct listing *l;
	enum zoom_way way;
	const char *path;
	/* What the reply says it answered: checked against what was asked. */
	int64_t echo_from_us, echo_to_us;
};

static int take_page(void *ctx, const struct zoom_answer *page, struct err *e)
{
	struct walk *k = ctx;
	const json_t *o;
	size_t i;

	k->echo_from_us = loose_time(page->json, "from");
	k->echo_to_us = loose_time(page->json, "to");
	json_array_foreach(loose_array(page->json, "meetings"), i,
			   o) if (json_is_object(o) &&
				  tell_recorded(k->l, o, k->way, e) <
					  0) return -1;
	listing_page_done(k->l);
	return 0;
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

static void tell_clamped(struct walk *k, const struct zoom_window *w)
{
	char a[CLOCK_TEXT], b[CLOCK_TEXT], c[CLOCK_TEXT], d[CLOCK_TEXT];

	listing_notice(k->l, SOURCE_WARN, zoom_way(k->way)->title,
		       "asked for %s to %s, Zoom answered for %s to %s and "
		       "does not answer for the rest",
		       clock_day(w->from_us, a), clock_day(w->to_us, b),
		       clock_day(k->echo_from_us, c),
		       clock_day(k->echo_to_us, d));
}

/*
 * Zoom cuts a window that it finds too wide without a word, except in what
 * it echoes. What was cut off is asked for again; the day of the window's
 * end may lie in the future and be brought back to today.
 */
static int ask_whole(struct walk *k, struct zoom_window w,
		     struct zoom_answer *a, struct err *e)
{
	int64_t today_us = clock_day_start(zoom_now_us(k->l->z));

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
	tell_clamped(k, &w);
	return 0;
}

/* All windows; stops at the first refusal, which is then in a. */
static int ask_windows(struct walk *k, struct zoom_answer *a, struct err *e)
{
	const struct source_window *w = k->l->w;
	struct zoom_window one;

	/* whether the last day counts is not said: ask for one more */
	for (size_t n = 0;
	     zoom_window_days(&one, w->from_us, w->to_us + CLOCK_DAY, n); n++) {
		if (ask_whole(k, one, a, e) < 0)
			return -1;
		if (a->verdict != ZOOM_OK)
			return 0;
	}
	return 0;
}

/* --- account and users ------------------------------------------------- */

static int list_account(struct listing *l, struct err *e)
{
	struct walk k = { .l = l,
			  .way = WAY_ACCOUNT_RECORDINGS,
			  .path = "/accounts/me/recordings" };
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };

	zoom_answer_init(&a);
	listing_progress(l, "recordings of the account");
	if (ask_windows(&k, &a, e) < 0)
		return err_wrap(e, "list recordings of the account");
	if (a.verdict == ZOOM_OK)
		return 0;
	listing_notice(l, SOURCE_OK, zoom_way(k.way)->title,
		       "Zoom does not offer them (%s); each user is asked. "
		       "Recordings of users who have been deleted are only "
		       "found where they were given to another user.",
		       a.evidence.s);
	return 0;
}

/* A user whose recordings cannot be listed is skipped, and shown. */
static void tell_skipped(struct listing *l, const struct user *u,
			 const struct zoom_answer *a)
{
	bool invited =
		strcmp(u->status, "pending") == 0 && a->verdict == ZOOM_ABSENT;

	listing_notice(
		l, invited ? SOURCE_OK : SOURCE_WARN,
		u->email[0] != '\0' ? u->email : u->id,
		invited ? "invited, has never signed in and so has no "
			  "recordings (%s)"
			: "skipped, their recordings were not listed: %s",
		a->evidence.s);
}

/* In this listing at all? With the setting users, only those. */
static bool is_asked(const struct listing *l, const struct user *u)
{
	return *l->z->users == '\0' || zoom_in_list(l->z->users, u->email);
}

static void user_path(struct str *out, const struct user *u)
{
	str_add(out, "/users/");
	zoom_path_uuid(out, u->id[0] != '\0' ? u->id : u->email);
	str_add(out, "/recordings");
}

static int list_user(struct listing *l, const struct user *u,
		     struct zoom_answer *a, struct err *e)
{
	struct str path AUTO(str_done) = STR_INIT;
	struct walk k = { .l = l, .way = WAY_USER_RECORDINGS };

	user_path(&path, u);
	k.path = path.s;
	if (ask_windows(&k, a, e) < 0)
		return err_wrap(e, "list recordings of %s", u->email);
	return 0;
}

int list_recordings(struct listing *l, struct err *e)
{
	if (list_account(l, e) < 0)
		return -1;
	for (size_t i = 0; i < l->n_users; i++) {
		struct zoom_answer a AUTO(zoom_answer_done) = { 0 };

		if (!is_asked(l, &l->users[i]))
			continue;
		zoom_answer_init(&a);
		listing_progress(l, "recordings of user %zu of %zu", i + 1,
				 l->n_users);
		if (list_user(l, &l->users[i], &a, e) < 0)
			return -1;
		if (a.verdict == ZOOM_SCOPE) {
			listing_refused(l, WAY_USER_RECORDINGS, &a);
			return 0;
		}
		if (a.verdict != ZOOM_OK)
			tell_skipped(l, &l->users[i], &a);
	}
	return 0;
}

/* --- files that listings leave out ------------------------------------- */

/* Audio of each participant is counted in listings, but not in them. */
int list_more_files(struct listing *l, struct err *e)
{
	for (size_t i = 0; i < l->n_meets; i++) {
		struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
		struct zoom_question q AUTO(zoom_question_done) = { 0 };
		const char *uuid = l->meets[i].uuid;

		if (!(l->meets[i].flags & MEET_MORE) ||
		    (l->meets[i].flags & MEET_EXCLUDED))
			continue;
		zoom_answer_init(&a);
		zoom_question_meeting(&q, WAY_RECORDINGS, "/meetings/", uuid,
				      "/recordings");
		if (zoom_ask(l->z, &q, &a, e) < 0)
			return err_wrap(e, "list files of meeting %s", uuid);
		if (a.verdict == ZOOM_OK &&
		    tell_recorded(l, a.json, WAY_RECORDINGS, e) < 0)
			return -1;
		if (a.verdict == ZOOM_SCOPE) {
			listing_refused(l, WAY_RECORDINGS, &a);
			return 0;
		}
		if (a.verdict != ZOOM_OK && a.verdict != ZOOM_ABSENT)
			listing_notice(l, SOURCE_WARN, uuid,
				       "its files could not all be listed: %s",
				       a.evidence.s);
		listing_page_done(l);
	}
	return 0;
}

/* --- trash ------------------------------------------------------------- */

struct trash {
	struct listing *l;
	enum zoom_way way;
	bool single; /* files, not whole recordings */
};

struct trashed {
	struct trash *k;
	const json_t *row;
	struct told told;
	const char *deleted; /* of the whole recording: its first file's */
	int64_t deleted_us;
	struct err *e;
};

/* The row as it came, but with this file only. */
static json_t *row_of_file(const json_t *row, const char *id)
{
	json_t *copy = json_deep_copy(row), *mine = json_array(), *o;
	size_t i;

	json_array_foreach(json_object_get(copy, "recording_files"), i, o)
	{
		const char *text = json_string_value(json_object_get(o, "id"));

		if (text != NULL && strcmp(text, id) == 0)
			(void)json_array_append(mine, o);
	}
	(void)json_object_set_new(copy, "recording_files", mine);
	return copy;
}

static int tell_trash(struct trashed *t, const char *id, const char *deleted,
		      int64_t deleted_us, const json_t *row)
{
	struct listing *l = t->k->l;
	struct str raw AUTO(str_done) = STR_INIT;
	struct source_entry en = {
		.kind = "trash",
		.id = id,
		.version = deleted,
		.label = arena_printf(l->page, "Deleted at Zoom: %s",
				      *t->told.topic != '\0' ? t->told.topic
							     : id),
		.state = SOURCE_READY,
		.reason = "",
		.time_us = deleted_us,
		.delete_at_us = deleted_us != 0 ? deleted_us + TRASH_US : 0,
	};

	zoom_row_text(&raw, row);
	en.raw = raw.s;
	en.raw_len = raw.len;
	en.size = (int64_t)raw.len;
	return listing_tell(l, &t->told, &en, "", t->e);
}

/* The file can no longer be fetched: whoever has it already keeps it. */
static int tell_gone(struct trashed *t, const struct listed *f)
{
	struct listing *l = t->k->l;
	struct listed gone = *f;
	char until[CLOCK_TEXT];

	if (t->told.start_us < l->w->from_us)
		return 0;
	gone.state = SOURCE_GONE;
	gone.reason = arena_printf(
		l->page,
		"deleted at Zoom on %s; until %s an administrator can recover "
		"it from Zoom's trash",
		f->deleted, clock_day(f->deleted_us + TRASH_US, until));
	return listing_tell_file(l, &t->told, &gone, t->e);
}

static int take_file(void *ctx, const struct listed *f)
{
	struct trashed *t = ctx;
	struct listing *l = t->k->l;
	json_t *row;
	int bad;

	if (*f->deleted == '\0') /* not a row of the trash after all */
		return 0;
	if (t->deleted == NULL || f->deleted_us < t->deleted_us) {
		t->deleted = f->deleted;
		t->deleted_us = f->deleted_us;
	}
	if (!t->k->single || strcmp(f->type, "TRANSCRIPT") == 0)
		listing_meet(l, t->told.uuid)->flags |= MEET_TRASHED;
	if (*f->id == '\0')
		return 0;
	if (tell_gone(t, f) < 0)
		return -1;
	if (!t->k->single)
		return 0;
	row = row_of_file(t->row, f->id);
	bad = tell_trash(t, f->id, f->deleted, f->deleted_us, row);
	json_decref(row);
	return bad;
}

static int take_row(struct trash *k, const json_t *o, struct err *e)
{
	struct trashed t = { .k = k, .row = o, .e = e };
	struct listing *l = k->l;
	const char *own = loose_line(l->page, o, "deleted_time");

	if (!listing_told(l, &t.told, o, "uuid", k->way))
		return 0;
	if (listed_each(l->page, o, take_file, &t) < 0)
		return -1;
	if (*own != '\0') {
		t.deleted = own;
		t.deleted_us = loose_time(o, "deleted_time");
	}
	if (t.deleted == NULL)
		return 0;
	if (!k->single &&
	    tell_trash(&t, t.told.uuid, t.deleted, t.deleted_us, o) < 0)
		return -1;
	if (t.told.start_us < l->w->from_us)
		return 0;
	return listing_tell_meeting(l, &t.told, "", e);
}

static int take_trash_page(void *ctx, const struct zoom_answer *page,
			   struct err *e)
{
	struct trash *k = ctx;
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(page->json, "meetings"), i,
			   o) if (json_is_object(o) &&
				  take_row(k, o, e) < 0) return -1;
	listing_page_done(k->l);
	return 0;
}

/* Both kinds of trash; dates must not be given. */
static int ask_trash(struct listing *l, enum zoom_way way, const char *path,
		     struct zoom_answer *a, struct err *e)
{
	static const char *const types[] = { "meeting_recordings",
					     "recording_file" };

	for (size_t i = 0; i < 2; i++) {
		struct trash k = { .l = l, .way = way, .single = i == 1 };
		struct zoom_pages pages = { .ctx = &k,
					    .each = take_trash_page };
		struct zoom_question q AUTO(zoom_question_done) = { 0 };

		zoom_question_init(&q, way, path);
		zoom_question_add(&q, "trash", "true");
		zoom_question_add(&q, "trash_type", types[i]);
		zoom_question_add(&q, "page_size", "300");
		if (zoom_ask_pages(l->z, &q, &pages, a, e) < 0)
			return err_wrap(e, "list trash at %s", path);
		if (a->verdict != ZOOM_OK)
			return 0;
	}
	return 0;
}

int list_trash(struct listing *l, struct err *e)
{
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };

	zoom_answer_init(&a);
	if (ask_trash(l, WAY_ACCOUNT_TRASH, "/accounts/me/recordings", &a, e) <
	    0)
		return -1;
	for (size_t i = 0; i < l->n_users; i++) {
		struct str path AUTO(str_done) = STR_INIT;

		if (!is_asked(l, &l->users[i]) || l->users[i].id[0] == '\0')
			continue;
		listing_progress(l, "trash of user %zu of %zu", i + 1,
				 l->n_users);
		user_path(&path, &l->users[i]);
		if (ask_trash(l, WAY_TRASH, path.s, &a, e) < 0)
			return -1;
		if (a.verdict == ZOOM_SCOPE) {
			listing_refused(l, WAY_TRASH, &a);
			return 0;
		}
		if (a.verdict != ZOOM_OK && a.verdict != ZOOM_ABSENT &&
		    a.verdict != ZOOM_PLAN)
			listing_notice(l, SOURCE_WARN, l->users[i].email,
				       "their trash was not listed: %s",
				       a.evidence.s);
	}
	return 0;
}
