/*
 * sandbox/ringcentral/ring.h - RingCentral's state while the sandbox runs,
 * and what all its answers have in common.
 *
 * A handler is called when method, path, token, permission and limits are
 * as they must be; it asks for arguments and replies. What it tells comes
 * from the world, the virtual time and the switches, so that it needs no
 * locks; tokens, counts and export tasks guard themselves.
 */
#ifndef SANDBOX_RINGCENTRAL_RING_H
#define SANDBOX_RINGCENTRAL_RING_H

#include "exports.h"
#include "limits.h"
#include "records.h"
#include "sessions.h"
#include "switches.h"

#include "sandbox/http.h"
#include "sandbox/sandbox.h"

#include <pthread.h>

struct ring {
	const struct sandbox *sb;
	uint64_t seed;
	char account_id[RING_ID];
	char client_id[SEED_ID];
	char client_secret[33];
	char jwt[200];
	struct ring_sessions *sessions;
	struct ring_limits *limits;
	struct ring_exports *exports;
	pthread_mutex_t lock; /* what follows */
	struct ring_switches switches;
	struct ring_world *world; /* when first asked for: then it is fixed */
};

/* The world of the switches as they are; they shape it no more. */
const struct ring_world *ring_world(struct ring *r);
/* A copy, taken whole. */
struct ring_switches ring_switches_now(struct ring *r);
struct ring_place ring_place(struct ring *r);

/* The administrator whose token it is: the first user. */
const struct person *ring_admin(struct ring *r);

typedef void ring_handler(struct ring *r, struct request *rq, struct reply *rp);

struct ring_route {
	const char *method, *pattern; /* "{}" is any one part of a path */
	enum ring_group group;
	const char *scope; /* NULL: none */
	bool media;        /* at the second listener, and only there */
	bool open;         /* without a token */
	ring_handler *answer;
};
extern const struct ring_route ring_routes[];
extern const size_t ring_routes_count;

/* ---- for handlers ---- */

/* {"errorCode":"CMN-101","message":..,"errors":[..]} */
void ring_error(struct reply *rp, int status, const char *code, const char *fmt,
		...) __attribute__((format(printf, 4, 5)));
/* 400 CMN-101 for an argument, and it counts as a bad request. */
void ring_invalid(struct request *rq, struct reply *rp, const char *name);
/* 404 CMN-102 */
void ring_not_found(struct reply *rp, const char *name);

/* A part of the path, decoded. */
const char *ring_part(const struct request *rq, size_t i);
/* "~" or the account's id; else 404, and false. */
bool ring_is_account(struct ring *r, struct request *rq, struct reply *rp,
		     size_t part);

/* Was this value sent, among others perhaps, for this name? */
bool ring_arg_has(const struct request *rq, const char *name,
		  const char *value);
/* An argument as a number or a time; false: not well, and answered. */
bool ring_arg_int(struct request *rq, struct reply *rp, const char *name,
		  int64_t least, int64_t most, int64_t absent, int64_t *out);
bool ring_arg_time(struct request *rq, struct reply *rp, const char *name,
		   int64_t absent, int64_t *out);

/* page and perPage, as most of the API has them. */
struct ring_page {
	int64_t page, per_page, seen, total;
};
bool ring_page_begin(struct ring_page *p, struct request *rq, struct reply *rp,
		     int64_t usual, int64_t most);
/* One more item: is it on the page? */
bool ring_page_takes(struct ring_page *p);
/* "paging" and "navigation" of the object. */
void ring_page_end(const struct ring_page *p, const struct request *rq,
		   json_t *o);

/* recordCount and pageToken, as team messaging has them: names differ. */
bool ring_token_begin(struct ring_page *p, struct request *rq, struct reply *rp,
		      const char *count_name, int64_t usual, int64_t most);
/* The token of the next page; NULL where this is the last one. */
const char *ring_token_next(const struct ring_page *p, const struct request *rq,
			    char out[64]);

/*
 * A sync token: a time and a place among what happened just then. False:
 * made up, or older than so many days.
 */
#define RING_SYNC_TOKEN 80
void ring_sync_token(char out[RING_SYNC_TOKEN], uint64_t seed, int64_t at_us,
		     uint64_t rest);
bool ring_sync_read(const char *text, uint64_t seed, int64_t now_us,
		    unsigned int days, int64_t *at_us, uint64_t *rest);

/* The extension of a path, or "~"; NULL: none, and answered. */
const struct person *ring_extension_find(struct ring *r, struct request *rq,
					 struct reply *rp, size_t part);

/*
 * Bytes with their type; has a listing told their length? Else nobody could
 * tell that they are not all there.
 */
void ring_send(struct request *rq, struct reply *rp, const char *type,
	       struct str *bytes, bool sized);

/* ---- handlers ---- */

void ring_answer(struct ring *r, struct request *rq, struct reply *rp);

ring_handler ring_token, ring_revoke, ring_authorize;
ring_handler ring_export_create, ring_export_list, ring_export_read,
	ring_export_dataset, ring_file;
ring_handler ring_chats, ring_conversations, ring_teams, ring_posts, ring_tasks,
	ring_notes, ring_note, ring_events, ring_group_events, ring_persons;
ring_handler ring_messages, ring_message_sync, ring_message_content;
ring_handler ring_call_log, ring_call_sync, ring_recording,
	ring_recording_content;
ring_handler ring_videos, ring_video_recordings, ring_video_media,
	ring_video_chat_text;
ring_handler ring_account, ring_extensions, ring_extension, ring_directory,
	ring_authz_profile, ring_authz_check, ring_store_configuration;

#endif
