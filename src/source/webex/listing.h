/*
 * source/webex/listing.h - one run of list(), shared by its ways.
 *
 *	list.c           the order of things
 *	list-feed.c      the events feed, resource by resource
 *	list-posts.c     posts, edits, deletions and their files become entries
 *	teams.c          new names of teams, told at the end
 *	list-spaces.c    memberships, renamed spaces, answers to cards
 *	list-backfill.c  spaces post by post, for what the feed no longer has
 *	list-meetings.c  ended meetings and what was said and asked in them
 *	list-records.c   recordings, transcripts and captions of every site
 *
 * What belongs together: a conversation's day has the bundle
 * "<room id>/<YYYY-MM-DD>" of its posts' creation (with conversation=message
 * "<room id>/<YYYY-MM-DD>/<message id>"), a meeting its instance's id.
 */
#ifndef SOURCE_WEBEX_LISTING_H
#define SOURCE_WEBEX_LISTING_H

#include "base/str.h"
#include "source/source.h"
#include "source/webex/ask.h"
#include "source/webex/webex.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct known;
struct rooms;
struct teams;

#define LISTING_TOLD ((size_t)60000) /* bundles remembered as told */

/* A deletion of the window, told once it is clear what was deleted. */
struct deletion {
	const char *id, *room, *event; /* event: its text, as kept */
	int64_t time_us;               /* of the deletion */
	int64_t created_us;            /* of the post; 0 not known */
	bool seen;                     /* the post itself was in the feed */
};

/* A meeting of the window. */
struct met {
	const char *id, *topic;
	int64_t time_us;
	bool ended; /* by an event, which told the meeting */
};

struct listing {
	struct webex *wx;
	const struct source_window *w;
	const struct source_list *to;
	struct arena *a;    /* of the whole listing */
	struct arena *page; /* of the page at hand */
	struct str org;
	struct rooms *rooms;
	struct teams *teams;
	struct known *told; /* bundles whose space was told */
	struct known *by_id;
	struct deletion *deletions; /* by_id has their places */
	size_t n_deletions;
	struct known *met_by_id;
	struct met *mets;
	size_t n_mets;
	int64_t feed_from_us;     /* from when on the feed was read */
	bool refused[WEBEX_WAYS]; /* told already, once is enough */
};

/* --- telling, in list.c ------------------------------------------------ */

/* Forget the page at hand. */
void webex_page_done(struct listing *l);

/* An entry of a space; what is known of the space goes beside the first one
   of its bundle and day. day_us: where it belongs; post: "" unless a post. */
int webex_tell(struct listing *l, const char *room, int64_t day_us,
	       const char *post, struct source_entry *en, struct err *e);
/* An entry of a meeting: en->bundle is set. */
int webex_tell_meeting(struct listing *l, struct source_entry *en,
		       struct err *e);

void webex_tell_notice(struct listing *l, enum check_level level,
		       const char *subject, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* A way that Webex refuses, once: what, why, what is lost. */
void webex_tell_refused(struct listing *l, enum webex_way way,
			const char *evidence);
void webex_tell_progress(struct listing *l, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Is a part of it not decrypted ("kms_failure")? */
bool webex_is_locked(const json_t *o);

/* The meeting's place in the table, made if it is new. */
struct met *webex_met(struct listing *l, const char *id);

/* --- pages, each told row by row; what is no object is passed over ------ */

/* An event of the feed: a post's creation or edit. */
int webex_take_post_event(struct listing *l, const json_t *event,
			  struct err *e);
/* A post as it is now. Outputs its creation; 0 where it is none. */
int webex_take_post(struct listing *l, const json_t *post, int64_t *created_us,
		    struct err *e);
void webex_take_deletion(struct listing *l, const json_t *event);
int webex_take_membership(struct listing *l, const json_t *event,
			  struct err *e);
int webex_take_renamed(struct listing *l, const json_t *event, struct err *e);
int webex_take_card(struct listing *l, const json_t *event, struct err *e);
int webex_take_meeting_event(struct listing *l, const json_t *event,
			     struct err *e);
int webex_take_meeting_message(struct listing *l, const json_t *event,
			       struct err *e);
int webex_take_recordings(struct listing *l, const json_t *page, struct err *e);
int webex_take_transcripts(struct listing *l, const json_t *page,
			   struct err *e);

/* --- the ways ---------------------------------------------------------- */

int webex_list_feed(struct listing *l, struct err *e);
int webex_list_deleted_posts(struct listing *l, struct err *e);
int webex_list_backfill(struct listing *l, struct err *e);
int webex_list_records(struct listing *l, struct err *e);
int webex_list_meetings(struct listing *l, struct err *e);

#endif
