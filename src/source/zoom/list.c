#include "base/arena.h"
#include "base/clock.h"
#include "source/closed.h"
#include "source/loose.h"
#include "source/zoom/history.h"
#include "source/zoom/listing.h"
#include "source/zoom/read/keys.h"

#include <string.h>

/* How long archived files are kept; not knowing it stops nothing. */
static int read_settings(struct listing *l, struct err *e)
{
	struct zoom_question q AUTO(zoom_question_done) = { 0 };
	struct zoom_answer a AUTO(zoom_answer_done) = { 0 };
	const json_t *o;
	int64_t days;

	zoom_answer_init(&a);
	zoom_question_init(&q, WAY_SETTINGS, "/accounts/me/settings");
	if (zoom_ask(l->z, &q, &a, e) < 0)
		return err_wrap(e, "read the account's settings");
	if (a.verdict != ZOOM_OK) {
		listing_notice(l, CHECK_OK, zoom_way(WAY_SETTINGS)->title,
			       "not available (%s): when Zoom deletes archived "
			       "files is not known",
			       a.evidence.s);
		return 0;
	}
	o = loose_object(loose_object(loose_object(a.json, "recording"),
				      "archive"),
			 "settings");
	if (loose_int(o, "archive_retention", &days) && days > 0 &&
	    days < 10000)
		l->retention_us = days * CLOCK_DAY;
	return 0;
}

/* Not a matter of what a message has, but of whom it reaches. */
static void tell_no_people(struct listing *l, const char *granted)
{
	struct str scopes AUTO(str_done) = STR_INIT;

	zoom_people_scopes(&scopes, granted);
	listing_notice(l, CHECK_FAIL, zoom_way(WAY_PARTICIPANTS)->title,
		       "the app lacks the scope %s. Without any of them "
		       "%s. Add one of them, best the first two; what went "
		       "out before is followed by a supplement to all who took "
		       "part.",
		       scopes.s, ZOOM_PEOPLE_LOST);
}

/* Scopes that are only needed when something is fetched: told beforehand. */
static void tell_scopes(struct listing *l)
{
	struct str granted AUTO(str_done) = STR_INIT;
	struct str closed AUTO(str_done) = STR_INIT;

	account_scopes(&l->z->acc, &granted);
	if (granted.len == 0) /* a JWT does not say */
		return;
	if (!zoom_people_granted(granted.s))
		tell_no_people(l, granted.s);
	for (enum zoom_way way = WAY_DETAILS; way < ZOOM_WAYS; way++) {
		const struct zoom_way_info *info = zoom_way(way);

		if (info->need == NEED_FALLBACK ||
		    zoom_way_granted(way, granted.s) ||
		    (zoom_way_is_people(way) &&
		     !zoom_people_granted(granted.s)) ||
		    closed_get(l->z->closed, way, NULL, &closed, NULL))
			continue;
		listing_notice(
			l, info->need == NEED_MUST ? CHECK_FAIL : CHECK_WARN,
			info->title,
			"the app lacks the scope %s. Without it %s.",
			zoom_way_scope(way, granted.s), info->lost);
	}
}

static int run(struct listing *l, struct err *e)
{
	static int (*const ways[])(struct listing *, struct err *) = {
		read_settings,   list_users,     list_recordings,
		list_more_files, list_trash,     list_archives,
		list_reports,    list_summaries, list_transcripts,
	};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (ways[i](l, e) < 0)
			return -1;
		listing_page_done(l);
	}
	tell_scopes(l);
	return 0;
}

int zoom_list(struct source *src, const struct source_window *w,
	      const struct source_list *to, struct err *e)
{
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(keys_free) struct keys *by_id = keys_new();
	AUTO(keys_free) struct keys *by_uuid = keys_new();
	struct listing l = {
		.z = (struct zoom *)src,
		.w = w,
		.to = to,
		.a = a,
		.page = arena_new(),
		.by_id = by_id,
		.by_uuid = by_uuid,
	};
	int bad;

	closed_reopen(l.z->closed);
	zoom_history_clear(l.z->history);
	bad = run(&l, e);
	arena_free(l.page);
	return bad;
}
