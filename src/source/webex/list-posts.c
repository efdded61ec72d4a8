/*
 * list-posts.c - posts, their edits and deletions, and their files.
 *
 * A post's versions are rows of their own: "" as posted, the time of each
 * edit, "deleted". Where only the last text is left at Webex, the versions
 * before it are told as gone, so that nobody thinks they never were.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "source/loose.h"
#include "source/webex/known.h"
#include "source/webex/listing.h"
#include "source/webex/rooms.h"
#include "source/webex/sent.h"

#include <string.h>

/* Where a post stands and what it says, read from one object. */
struct post {
	const char *id, *room, *email, *version;
	int64_t created_us, time_us;
	bool locked;
};

/* --- files --------------------------------------------------------------- */

/* The id in ".../contents/ID", else the whole address. */
static const char *content_id(struct arena *a, const char *url)
{
	static const char mark[] = "/contents/";
	const char *at = strstr(url, mark);
	size_t len;

	if (at == NULL)
		return url;
	at += sizeof(mark) - 1;
	len = strcspn(at, "/?#");
	return len > 0 ? arena_dup(a, at, len) : url;
}

static bool is_address(const char *url)
{
	for (const char *c = url; *c != '\0'; c++)
		if ((unsigned char)*c <= ' ' || *c == 0x7f)
			return false;
	return *url != '\0' && strlen(url) <= LOOSE_LINE_MAX;
}

static int tell_files(struct listing *l, const struct post *p,
		      const json_t *data, enum webex_way way, struct err *e)
{
	const json_t *files = loose_array(data, "files"), *file;
	size_t i;

	json_array_foreach(files, i, file)
	{
		const char *url = json_string_value(file);
		struct source_entry en = {
			.kind = "file",
			.version = "",
			.label = "file of a post",
			.found_by = webex_way(way)->name,
			.time_us = p->created_us,
			.size = -1,
		};

		if (url == NULL || !is_address(url))
			continue;
		en.id = content_id(l->page, url);
		if (webex_tell(l, p->room, p->created_us, p->id, &en, e) < 0)
			return -1;
	}
	return 0;
}

/* --- one version --------------------------------------------------------- */

static int tell_version(struct listing *l, const struct post *p,
			const json_t *kept, enum webex_way way, struct err *e)
{
	struct str raw AUTO(str_done) = STR_INIT;
	struct source_entry en = {
		.kind = "message",
		.id = p->id,
		.version = p->version,
		.label = arena_printf(
			l->page,
			*p->version == '\0' ? "post by %s" : "edit by %s",
			*p->email != '\0' ? p->email : "somebody"),
		.found_by = webex_way(way)->name,
		.time_us = p->time_us,
		.size = -1,
	};

	if (!p->locked) {
		sent_keep(&raw, kept);
		en.raw = raw.s;
		en.raw_len = raw.len;
	}
	return webex_tell(l, p->room, p->created_us, p->id, &en, e);
}

/* A version that Webex no longer has, or never told us of. */
static int tell_gone(struct listing *l, const struct post *p,
		     const char *reason, const char *evidence, struct err *e)
{
	struct source_entry en = {
		.kind = "message",
		.id = p->id,
		.version = "",
		.label = "post",
		.found_by = webex_way(WAY_MESSAGE)->name,
		.state = SOURCE_GONE,
		.reason = reason,
		.evidence = evidence,
		.time_us = p->created_us,
		.size = -1,
	};

	return webex_tell(l, p->room, p->created_us, p->id, &en, e);
}

/* --- events -------------------------------------------------------------- */

static bool read_post(struct listing *l, struct post *p, const json_t *data)
{
	*p = (struct post){
		.id = loose_id(data, "id"),
		.room = loose_id(data, "roomId"),
		.email = loose_line(l->page, data, "personEmail"),
		.version = "",
		.created_us = loose_time(data, "created"),
		.locked = webex_is_locked(data),
	};
	p->time_us = p->created_us;
	return *p->id != '\0' && *p->room != '\0';
}

int webex_take_post_event(struct listing *l, const json_t *event, struct err *e)
{
	const json_t *data = loose_object(event, "data");
	int64_t at_us = loose_time(event, "created");
	const char *type = loose_id(event, "type");
	const size_t *at;
	struct post p;

	if (!read_post(l, &p, data)) {
		webex_tell_notice(
			l, CHECK_WARN, "events feed",
			"an event about a post names no post or space "
			"(event '%.100s')",
			loose_line(l->page, event, "id"));
		return 0;
	}
	p.locked = p.locked || webex_is_locked(event);
	if (p.created_us == 0)
		p.created_us = p.time_us = at_us;
	if (strcmp(type, "updated") == 0) {
		p.version = loose_id(data, "updated");
		p.time_us = loose_time(data, "updated");
		if (*p.version == '\0' || p.time_us == 0) {
			p.version = loose_id(event, "created");
			p.time_us = at_us;
		}
	}
	at = known_find(l->by_id, p.id);
	if (at != NULL) {
		l->deletions[*at].created_us = p.created_us;
		l->deletions[*at].seen |= *p.version == '\0';
	}
	if (tell_version(l, &p, event, WAY_EVENTS, e) < 0)
		return -1;
	return tell_files(l, &p, data, WAY_EVENTS, e);
}

int webex_take_post(struct listing *l, const json_t *post, int64_t *created_us,
		    struct err *e)
{
	struct post p;

	*created_us = 0;
	if (!read_post(l, &p, post) || p.created_us == 0)
		return 0;
	*created_us = p.created_us;
	if (loose_time(post, "updated") != 0) {
		p.version = loose_id(post, "updated");
		p.time_us = loose_time(post, "updated");
		if (tell_gone(l, &p,
			      "Webex keeps only the newest text of an edited "
			      "post, and this one was older than the events "
			      "feed or not told by it",
			      "", e) < 0)
			return -1;
	}
	if (tell_version(l, &p, post, WAY_MESSAGES, e) < 0)
		return -1;
	return tell_files(l, &p, post, WAY_MESSAGES, e);
}

/* --- deletions ----------------------------------------------------------- */

void webex_take_deletion(struct listing *l, const json_t *event)
{
	const json_t *data = loose_object(event, "data");
	const char *id = loose_id(data, "id"), *room = loose_id(data, "roomId");
	struct str raw AUTO(str_done) = STR_INIT;
	struct deletion *d;
	size_t *at;

	if (*id == '\0' || *room == '\0')
		return;
	at = known_at(l->by_id, id, l->n_deletions);
	if (*at < l->n_deletions)
		return; /* told twice */
	sent_keep(&raw, event);
	l->deletions = ARENA_GROW(l->a, l->deletions, l->n_deletions);
	d = &l->deletions[l->n_deletions++];
	*d = (struct deletion){
		.id = arena_strdup(l->a, id),
		.room = arena_strdup(l->a, room),
		.event = arena_dup(l->a, raw.s, raw.len),
		.time_us = loose_time(event, "created"),
		.created_us = loose_time(data, "created"),
	};
	if (d->created_us >= d->time_us)
		d->created_us = 0; /* it is that of the event */
}

/*
 * The post was not in this window's feed: it was archived in an earlier run,
 * or it is older than the feed. Its text is still there for a compliance
 * officer, until the organisation's retention ends.
 */
static int look_for(struct listing *l, struct deletion *d, struct err *e)
{
	struct webex_question q AUTO(webex_question_done) = { 0 };
	struct webex_answer a AUTO(webex_answer_done) = { 0 };
	int64_t created_us = 0;

	webex_answer_init(&a);
	webex_question_init(&q, WAY_MESSAGE, "/messages/");
	webex_question_part(&q, d->id);
	if (webex_ask(l->wx, &q, &a, e) < 0)
		return -1;
	if (a.verdict == WEBEX_OK) {
		if (webex_take_post(l, a.json, &created_us, e) < 0)
			return -1;
		if (created_us != 0)
			d->created_us = created_us;
		return 0;
	}
	if (a.verdict != WEBEX_ABSENT)
		webex_tell_refused(l, WAY_MESSAGE, a.evidence.s);
	if (d->created_us == 0)
		return 0;
	return tell_gone(l,
			 &(struct post){ .id = d->id,
					 .room = d->room,
					 .created_us = d->created_us },
			 "deleted before it was collected, and Webex no longer "
			 "gives its text",
			 a.evidence.s, e);
}

static int tell_deletion(struct listing *l, const struct deletion *d,
			 struct err *e)
{
	int64_t day_us = d->created_us != 0 ? d->created_us : d->time_us;
	struct source_entry en = {
		.kind = "message",
		.id = d->id,
		.version = "deleted",
		.label = "deletion of a post",
		.found_by = webex_way(WAY_EVENTS)->name,
		.time_us = d->time_us,
		.size = -1,
		.raw = d->event,
		.raw_len = strlen(d->event),
	};

	return webex_tell(l, d->room, day_us, d->id, &en, e);
}

int webex_list_deleted_posts(struct listing *l, struct err *e)
{
	for (size_t i = 0; i < l->n_deletions; i++) {
		struct deletion *d = &l->deletions[i];

		if (i % 100 == 0)
			webex_tell_progress(l, "deletions %zu of %zu", i,
					    l->n_deletions);
		if (!d->seen && look_for(l, d, e) < 0)
			return -1;
		if (tell_deletion(l, d, e) < 0)
			return -1;
		webex_page_done(l);
	}
	return 0;
}
