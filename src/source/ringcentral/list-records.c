/*
 * A record of an export becomes entries. The record itself, exactly as it was
 * written, is the entry's content; files that hang on it are entries of the
 * same bundle, to be fetched.
 *
 * Versions: an export has only the last state of a thing. A post that was not
 * changed since it was written is version "", one that was changed is named
 * by when it was, and "deleted" is the last of all. Tasks, notes and events
 * live longer than a day: each state of theirs is named by its time.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "source/loose.h"
#include "source/ringcentral/book.h"
#include "source/ringcentral/listing.h"
#include "source/ringcentral/places.h"

#include <string.h>

#define PAGE_RECORDS   500
#define MORE_MAX       300
#define UNUSABLE_SHOWN 20

struct record {
	struct listing *l;
	const json_t *o;
	const char *bytes;
	size_t len;
	const char *kind, *id, *chat, *creator, *version, *bundle;
	int64_t made_us, time_us;
};

/* --- what it is -------------------------------------------------------- */

static const char *chat_of(struct arena *a, const json_t *o)
{
	static const char *const lists[] = { "chatIds", "groupIds", "chats" };
	const char *id = loose_either(a, o, "chatId", "groupId");

	for (size_t i = 0; *id == '\0' && i < 3; i++) {
		const json_t *one = json_array_get(loose_array(o, lists[i]), 0);

		id = json_is_object(one) ? loose_line(a, one, "id")
					 : loose_value_line(a, one);
	}
	return id;
}

static void read_version(struct record *k)
{
	struct arena *a = k->l->page;
	int64_t changed_us = loose_time(k->o, "lastModifiedTime");

	k->made_us = loose_time(k->o, "creationTime");
	k->time_us = k->made_us;
	k->version = "";
	if (changed_us > k->made_us) {
		k->time_us = changed_us;
		k->version = loose_line(a, k->o, "lastModifiedTime");
	}
	if (strcmp(k->kind, "post") != 0)
		k->version = loose_either(a, k->o, "lastModifiedTime",
					  "creationTime");
	else if (loose_bool(k->o, "deleted") == 1)
		k->version = "deleted";
}

/* The first ones are told each by itself, see rc_listing_unusable(). */
static void unusable(struct record *k, const char *why)
{
	if (k->l->unusable++ < UNUSABLE_SHOWN)
		rc_listing_notice(k->l, CHECK_FAIL,
				  rc_way(WAY_TASK_CREATE)->title,
				  "the export has a %s (id '%s') %s: it cannot "
				  "be archived",
				  k->kind, k->id, why);
}

void rc_listing_unusable(struct listing *l)
{
	if (l->unusable > UNUSABLE_SHOWN)
		rc_listing_notice(l, CHECK_FAIL, rc_way(WAY_TASK_CREATE)->title,
				  "%llu records of exports cannot be archived; "
				  "the first %d are told by themselves",
				  (unsigned long long)l->unusable,
				  UNUSABLE_SHOWN);
}

/* False, and told, where it cannot be archived. */
static bool read_record(struct record *k)
{
	struct arena *a = k->l->page;

	k->id = loose_line(a, k->o, "id");
	k->chat = chat_of(a, k->o);
	k->creator = loose_id_in(a, k->o, "creator");
	if (*k->creator == '\0')
		k->creator = loose_id_in(a, k->o, "organizer");
	read_version(k);
	if (*k->id != '\0' && k->made_us != 0 &&
	    (strcmp(k->kind, "post") != 0 || *k->chat != '\0'))
		return true;
	unusable(k, *k->id == '\0'    ? "without an id"
		    : k->made_us == 0 ? "without the time it was made"
				      : "without its chat");
	return false;
}

/* --- telling ----------------------------------------------------------- */

static int tell_record(struct record *k, const char *label, const char *name,
		       const struct str *beside, struct err *e)
{
	struct source_entry en = {
		.bundle = k->bundle,
		.kind = k->kind,
		.id = k->id,
		.version = k->version,
		.label = label,
		.state = SOURCE_READY,
		.time_us = k->time_us,
		.size = (int64_t)k->len,
		.raw = k->bytes,
		.raw_len = k->len,
	};

	if (beside->len > 0) {
		en.beside_name = name;
		en.beside = beside->s;
		en.beside_len = beside->len;
	}
	return rc_listing_tell(k->l, &en, WAY_TASK_CREATE, e);
}

static int tell_file(struct record *k, const char *id, const char *name,
		     const struct str *beside, struct err *e)
{
	struct place at AUTO(rc_place_done) = { .size = -1 };
	struct source_entry en = {
		.bundle = k->bundle,
		.kind = "file",
		.id = id,
		.label = name,
		.state = SOURCE_READY,
		.time_us = k->made_us,
		.size = -1,
	};

	if (rc_places_find(k->l->r->places, "file", id, &at)) {
		if (*at.name != '\0')
			en.label = at.name;
		en.size = at.size;
	}
	if (*en.label == '\0')
		en.label = arena_printf(k->l->page, "file %s", id);
	if (beside->len > 0) {
		en.beside_name = "chat";
		en.beside = beside->s;
		en.beside_len = beside->len;
	}
	rc_book_file_told(k->l->book, id);
	return rc_listing_tell(k->l, &en, WAY_TASK_CREATE, e);
}

/*
 * What hangs on a task hangs on a post as well, and is that one's. Only a
 * file that no list of files has is the task's: and when the task is older
 * than this export, so may the file be, and an export before had it.
 */
static bool is_of_post(const struct record *k, const char *id)
{
	return strcmp(k->kind, "post") != 0 &&
	       (k->made_us < k->l->from_us ||
		rc_book_file_known(k->l->book, id));
}

/* Those of type File; where one has its own address, it is remembered. */
static int tell_files(struct record *k, struct err *e)
{
	struct arena *a = k->l->page;
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(k->o, "attachments"), i, o)
	{
		const char *id = loose_line(a, o, "id");
		const char *name = loose_either(a, o, "name", "fileName");
		const char *url = loose_line(a, o, "contentUri");
		int64_t size = -1;

		if (*id == '\0' ||
		    strcasecmp(loose_either(a, o, "type", "Type"), "File") != 0)
			continue;
		(void)loose_int(o, "size", &size);
		if (*url != '\0')
			rc_places_put(k->l->r->places, "file", id, url, name,
				      "", size);
		if (is_of_post(k, id))
			continue;
		if (tell_file(k, id, name, &STR_INIT, e) < 0)
			return -1;
	}
	return 0;
}

/* --- posts ------------------------------------------------------------- */

static const char *post_label(struct record *k)
{
	const char *name = rc_book_chat_name(k->l->book, k->chat);

	if (*name == '\0')
		return "Post";
	return arena_printf(k->l->page, "Post in %s", name);
}

static int tell_post(struct record *k, struct err *e)
{
	struct listing *l = k->l;
	struct str beside AUTO(str_done) = STR_INIT;
	const char *const more[] = { k->creator };
	const char *name = "chat";
	char day[CLOCK_TEXT];

	k->bundle = arena_printf(l->page, "%s/%s", k->chat,
				 clock_day(k->made_us, day));
	if (l->r->by_message)
		k->bundle = arena_printf(l->page, "%s/%s", k->bundle, k->id);
	if (l->r->by_message ||
	    !rc_book_day_told(l->book, k->chat, clock_day_start(k->made_us))) {
		rc_book_beside(l->book, k->chat, more, 1, &beside);
	} else if (*k->creator != '\0' &&
		   !rc_book_has(l->book, k->chat, k->creator)) {
		/* somebody who has left the chat since */
		name = arena_printf(l->page, "person:%s", k->creator);
		rc_book_person(l->book, k->creator, &beside);
	}
	if (tell_record(k, post_label(k), name, &beside, e) < 0)
		return -1;
	return tell_files(k, e);
}

/* --- tasks, notes, events ---------------------------------------------- */

static int tell_thing(struct record *k, struct err *e)
{
	struct listing *l = k->l;
	struct str beside AUTO(str_done) = STR_INIT;
	const char *title = loose_either(l->page, k->o, "subject", "title");
	const char *more[MORE_MAX];
	const json_t *o;
	size_t i, n = 0;

	more[n++] = k->creator;
	json_array_foreach(loose_array(k->o, "assignees"), i, o)
	{
		if (n < MORE_MAX)
			more[n++] = loose_line(l->page, o, "id");
	}
	k->bundle = arena_printf(l->page, "%s/%s", k->kind, k->id);
	rc_book_beside(l->book, k->chat, more, n, &beside);
	if (tell_record(k, *title != '\0' ? title : k->kind, "chat", &beside,
			e) < 0)
		return -1;
	return tell_files(k, e);
}

/* --- files that hang on nothing ---------------------------------------- */

/*
 * Their post is of another window, or was deleted with what hung on it. Where
 * each post is a message, so is such a file: but only if it is newer than the
 * last listing, for an older one has been told of, with its post perhaps.
 */
static int tell_stray(void *ctx, const struct book_file *f, struct err *e)
{
	struct listing *l = ctx;
	struct str beside AUTO(str_done) = STR_INIT;
	struct record k = { .l = l, .made_us = f->made_us };
	char day[CLOCK_TEXT];
	int bad;

	if (l->r->by_message && f->made_us <= l->w->last_us)
		return 0;
	k.bundle = arena_printf(l->page, "%s/%s", f->chat,
				clock_day(f->made_us, day));
	if (l->r->by_message)
		k.bundle = arena_printf(l->page, "%s/file-%s", k.bundle, f->id);
	if (l->r->by_message ||
	    !rc_book_day_told(l->book, f->chat, clock_day_start(f->made_us)))
		rc_book_beside(l->book, f->chat, &f->creator, 1, &beside);
	bad = tell_file(&k, f->id, "", &beside, e);
	rc_listing_page_done(l);
	return bad;
}

int rc_listing_stray_files(struct listing *l, struct err *e)
{
	return rc_book_each_file(l->book, tell_stray, l, e);
}

int rc_listing_record(struct listing *l, enum export_folder folder,
		      const char *bytes, size_t len, struct err *e)
{
	static const char *const kinds[EXPORT_FOLDERS] = {
		[EXPORT_POSTS] = "post",
		[EXPORT_TASKS] = "task",
		[EXPORT_NOTES] = "note",
		[EXPORT_EVENTS] = "event",
	};
	AUTO(json_decref) json_t *o = loose_parse(bytes, len, NULL);
	struct record k = { .l = l,
			    .o = o,
			    .bytes = bytes,
			    .len = len,
			    .kind = kinds[folder],
			    .id = "" };
	int bad = 0;

	if (!json_is_object(o))
		unusable(&k, "that is no JSON");
	else if (read_record(&k))
		bad = folder == EXPORT_POSTS ? tell_post(&k, e)
					     : tell_thing(&k, e);
	if (++l->records % PAGE_RECORDS == 0) {
		rc_listing_page_done(l);
		rc_listing_progress(l, "team messaging: %llu entries",
				    (unsigned long long)l->told);
	}
	return bad;
}
