/*
 * The trash: the only way to see that something was deleted at Zoom. It
 * cannot be asked by date, and has two parts: whole recordings, and single
 * files of recordings that are still there.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/zoom/crowd.h"
#include "source/zoom/history.h"
#include "source/zoom/listing.h"

#include <stdatomic.h>
#include <string.h>

#define TRASH_US (30 * CLOCK_DAY)

struct trash {
	struct listing *l;
	enum zoom_way way;
	bool single; /* files, not whole recordings */
	const json_t *page;
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

int listing_trash(struct listing *l, enum zoom_way way, bool single,
		  const json_t *page, struct err *e)
{
	struct trash k = { .l = l, .way = way, .single = single };
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(page, "meetings"), i, o)
	{
		if (json_is_object(o) && take_row(&k, o, e) < 0)
			return -1;
	}
	listing_page_done(l);
	return 0;
}

static int tell_page(void *ctx, struct err *e)
{
	struct trash *k = ctx;

	listing_progress(k->l, "trash of users: %zu of %zu",
			 atomic_load(&k->l->done), k->l->n_users);
	return listing_trash(k->l, k->way, k->single, k->page, e);
}

static int take_page(void *ctx, const struct zoom_answer *page, struct err *e)
{
	struct trash *k = ctx;

	k->page = page->json;
	return crowd_tell(k->l, tell_page, k, e);
}

/* Both kinds of trash; dates must not be given. */
static int ask_trash(struct listing *l, enum zoom_way way, const char *path,
		     struct zoom_answer *a, struct err *e)
{
	static const char *const types[] = { "meeting_recordings",
					     "recording_file" };

	for (size_t i = 0; i < 2; i++) {
		struct trash k = { .l = l, .way = way, .single = i == 1 };
		struct zoom_pages pages = { .ctx = &k, .each = take_page };
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

static int ask_user(struct listing *l, const struct user *u,
		    struct zoom_answer *a, struct err *e)
{
	struct str path AUTO(str_done) = STR_INIT;

	listing_user_path(&path, u);
	return ask_trash(l, WAY_TRASH, path.s, a, e);
}

/* Who has no recordings has no trash either: that is told with those. */
static void take_user(struct listing *l, const struct user *u,
		      const struct zoom_answer *a)
{
	if (a->verdict != ZOOM_OK && a->verdict != ZOOM_ABSENT &&
	    a->verdict != ZOOM_PLAN)
		listing_notice(l, CHECK_WARN, u->email,
			       "their trash was not listed: %s", a->evidence.s);
}

static int list_user(struct listing *l, size_t i, struct err *e)
{
	static const struct per_user how = { WAY_TRASH, true, ask_user,
					     take_user };

	return listing_per_user(l, i, &how, e);
}

int list_trash(struct listing *l, struct err *e)
{
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };

	zoom_answer_init(&a);
	atomic_store(&l->done, 0);
	if (ask_trash(l, WAY_ACCOUNT_TRASH, "/accounts/me/recordings", &a, e) <
	    0)
		return -1;
	return crowd_run(l, l->n_users, list_user, e);
}
