/*
 * source/webex/rooms.h - who was in which space, and what it is called.
 *
 * Why: a post says where it was posted and by whom, not who could read it.
 * Members come from two places: those of now from the space itself, those
 * who have left from the events feed. Both are put together here, once for
 * each space, and kept up to a bound (ROOMS_MEMBERS); when it is reached all
 * is forgotten and asked anew where needed.
 *
 * What a bundle gets of it is one JSON text (room_about), kept as a raw
 * answer beside its entries under the name "room.<day>", so that compose()
 * needs no network:
 *
 *	{ "id": "...", "title": "...", "type": "group", "team": "...",
 *	  "membersKnown": true,
 *	  "members": [ { "personId", "personEmail", "personDisplayName",
 *	                 "external", "isModerator", "joined", "left",
 *	                 "named" } ] }
 *
 * "named": not a member, only somebody whose name is known.
 *
 * One thread only.
 */
#ifndef SOURCE_WEBEX_ROOMS_H
#define SOURCE_WEBEX_ROOMS_H

#include "base/cleanup.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct rooms;
struct str;
struct teams;
struct webex;

#define ROOMS_MEMBERS ((size_t)400000) /* held at once, of all spaces */
#define ROOMS_MAX     ((size_t)100000)
#define ROOM_MEMBERS  ((size_t)50000) /* told of one space */

/* org: the id of our own organisation, "" not known. teams: told what each
   team is called; borrowed, NULL for nobody. */
struct rooms *rooms_new(struct webex *wx, const char *org, struct teams *teams);
void rooms_free(struct rooms *r);
DEFINE_AUTO(struct rooms, rooms_free)

/* Somebody left, by a membership event's data: before any space is asked. */
void rooms_left(struct rooms *r, const json_t *membership, int64_t left_us);

/*
 * Ask about the space unless it is known already. What Webex refuses is
 * remembered as not known. Errors: ERR_RETRY, ERR_SOURCE.
 */
int rooms_need(struct rooms *r, const char *room, struct err *e);

/*
 * Somebody who wrote there is to be named: who is neither a member nor was
 * one is noted, and asked for by rooms_name().
 */
void rooms_wrote(struct rooms *r, const char *room, const char *person,
		 const char *email);
int rooms_name(struct rooms *r, struct err *e);

/*
 * Append what is known of the space for what happened until `until_us`, of a
 * bundle that begins at from_us: those who left before and came after are not
 * in it.
 */
int room_about(struct rooms *r, const char *room, int64_t from_us,
	       int64_t until_us, struct str *out, struct err *e);

/* Which question about spaces was refused, in Webex's words: "" none. */
const char *rooms_refused(const struct rooms *r, int way);

#endif
