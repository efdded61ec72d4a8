#include "source/ringcentral/locate.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/mem.h"
#include "source/loose.h"
#include "source/ringcentral/ask.h"
#include "source/ringcentral/export.h"
#include "source/ringcentral/ringcentral.h"
#include "source/source.h"

#include <string.h>

/* How far a meeting's recorded time and its listing's may lie apart. */
#define AROUND_US CLOCK_DAY

static void refused(struct locating *k, const struct rc_answer *a)
{
	str_cut(&k->why, 0);
	str_add(&k->why, a->evidence.s);
}

/* --- files ------------------------------------------------------------- */

static int on_file(void *ctx, enum export_folder folder, const char *bytes,
		   size_t len, struct err *e)
{
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(json_decref) json_t *o = loose_parse(bytes, len, NULL);
	struct locating *k = ctx;
	int64_t size = -1;

	(void)folder;
	(void)e;
	(void)loose_int(o, "size", &size);
	rc_places_put(k->r->places, "file", loose_line(a, o, "id"),
		      loose_line(a, o, "contentUri"), loose_line(a, o, "name"),
		      loose_line(a, o, "contentType"), size);
	return 0;
}

/* "<chat>/<day>": the window of that day of that chat. */
static bool read_day(struct arena *a, const char *bundle,
		     struct export_window *w)
{
	const char *slash = strchr(bundle, '/');
	char *day;

	if (slash == NULL || strlen(slash + 1) < strlen("2026-01-01"))
		return false;
	day = arena_dup(a, slash + 1, strlen("2026-01-01"));
	if (!clock_parse(day, &w->from_us))
		return false;
	w->chat = arena_dup(a, bundle, (size_t)(slash - bundle));
	w->to_us = w->from_us + CLOCK_DAY;
	return true;
}

static int export_day(struct locating *k, struct err *e)
{
	AUTO(arena_free) struct arena *arena = arena_new();
	struct export x AUTO(rc_export_done) = { .task = STR_INIT };
	struct rc_answer a AUTO(rc_answer_done) = { 0 };
	struct export_to to = { k, on_file, NULL };
	struct export_window w;
	int n;

	if (k->exported || !read_day(arena, k->bundle, &w))
		return 0;
	k->exported = true;
	rc_answer_init(&a);
	n = rc_export_order(k->r, &w, &x, &a, e);
	if (n > 0)
		refused(k, &a);
	if (n != 0)
		return n < 0 ? -1 : 0;
	return rc_export_read(k->r, &x, 1U << EXPORT_FILES, &to, e);
}

/* --- video ------------------------------------------------------------- */

static int take_page(void *ctx, const struct rc_answer *page, struct err *e)
{
	AUTO(arena_free) struct arena *a = arena_new();
	struct locating *k = ctx;
	const json_t *o;
	size_t i;

	(void)e;
	json_array_foreach(loose_array(page->json, "meetings"), i, o)
	{
		const char *url =
			loose_either(a, o, "chatContentUri", "chatUrl");

		if (*url != '\0')
			rc_places_put(k->r->places, "video-chat",
				      loose_line(a, o, "id"), url, "",
				      "text/plain", -1);
	}
	json_array_foreach(loose_array(page->json, "recordings"), i, o)
	{
		const char *url = loose_either(a, o, "url", "mediaLink");

		if (*url != '\0')
			rc_places_put(k->r->places, "video-recording",
				      loose_line(a, o, "id"), url,
				      loose_line(a, o, "displayName"),
				      "video/mp4", -1);
	}
	return 0;
}

static int ask_video(struct locating *k, const struct source_wanted *w,
		     struct err *e)
{
	struct rc_question q AUTO(rc_question_done) = { 0 };
	struct rc_answer a AUTO(rc_answer_done) = { 0 };
	bool chat = strcmp(w->kind, "video-chat") == 0;

	if (k->asked)
		return 0;
	k->asked = true;
	rc_answer_init(&a);
	rc_question_init(&q, chat ? WAY_MEETINGS : WAY_RECORDINGS,
			 chat ? "/rcvideo/v1/history/account/~/meetings"
			      : "/rcvideo/v1/account/~/recordings");
	if (chat) {
		rc_question_time(&q, "startTimeFrom", w->time_us - AROUND_US);
		rc_question_time(&q, "startTimeTo", w->time_us + AROUND_US);
	}
	rc_question_add(&q, "perPage", "100");
	if (rc_ask_pages(k->r, &q, RC_BY_TOKEN, take_page, k, &a, e) < 0)
		return -1;
	if (a.verdict != RC_OK)
		refused(k, &a);
	return 0;
}

/* --- addresses that follow from ids ------------------------------------ */

static void derive(struct locating *k, const struct source_wanted *w,
		   struct str *url)
{
	const char *id = w->id;

	if (strcmp(w->kind, "call-recording") == 0) {
		str_addf(url, "%s/restapi/v1.0/account/~/recording/",
			 k->r->media_url);
		encode_percent(url, id);
		str_add(url, "/content");
	} else if (strcmp(w->kind, "attachment") == 0) {
		/* "message/<extension>/<id>" */
		const char *ext = strchr(k->bundle, '/');
		const char *message = ext != NULL ? strchr(ext + 1, '/') : NULL;
		AUTO(free) char *copy = NULL;

		if (message == NULL)
			return;
		copy = mem_dup(ext + 1, (size_t)(message - ext - 1));
		str_addf(url, "%s/restapi/v1.0/account/~/extension/",
			 k->r->media_url);
		encode_percent(url, copy);
		str_add(url, "/message-store/");
		encode_percent(url, message + 1);
		str_add(url, "/content/");
		encode_percent(url, id);
	}
}

static bool find(struct locating *k, const struct source_wanted *w,
		 struct place *at)
{
	struct str key AUTO(str_done) = STR_INIT;

	if (strcmp(w->kind, "attachment") == 0)
		str_addf(&key, "%s/", k->bundle);
	str_add(&key, w->id);
	return rc_places_find(k->r->places, w->kind, key.s, at) &&
	       at->url[0] != '\0';
}

int rc_locate(struct locating *k, const struct source_wanted *w,
	      struct place *at, struct err *e)
{
	struct str url AUTO(str_done) = STR_INIT;
	int bad = 0;

	if (find(k, w, at))
		return 1;
	rc_place_done(at);
	if (strcmp(w->kind, "file") == 0)
		bad = export_day(k, e);
	else if (str_starts(w->kind, "video-"))
		bad = ask_video(k, w, e);
	else
		derive(k, w, &url);
	if (bad < 0)
		return -1;
	if (url.len > 0) {
		*at = (struct place){ mem_strdup(url.s), mem_strdup(""),
				      mem_strdup(""), w->size };
		return 1;
	}
	return find(k, w, at);
}
