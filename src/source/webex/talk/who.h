/*
 * source/webex/talk/who.h - who was in a space, and at which moments.
 *
 * Read from the raws "room.DAY" (rooms.h): several of them, where something
 * happened to the bundle on several days, tell of the same people.
 */
#ifndef SOURCE_WEBEX_TALK_WHO_H
#define SOURCE_WEBEX_TALK_WHO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wxwork;

/* A stay of somebody: from when until when. */
struct stay {
	const char *key; /* person's id, else address */
	const char *email, *name;
	int64_t from_us, to_us; /* 0: always; still there */
	bool external, moderator, named;
	size_t person; /* index in the item, once there; ITEM_NOBODY */
};

struct who {
	struct wxwork *w;
	const char *title, *type, *team;
	bool members_known;
	struct stay *stays; /* by key, then time */
	size_t n;
};

void who_read(struct who *o, struct wxwork *w);

/*
 * Everybody who was there at one of the moments (sorted by time) becomes a
 * person of the item; day_us: the day that stays are shown of.
 */
void who_emit(struct who *o, const int64_t *moments, size_t n, int64_t day_us);

/* The person of this id or address, made if there is none: ITEM_NOBODY only
   where both are "". */
size_t who_find(struct who *o, const char *id, const char *email);

/* Their name as shown, "" unknown; no person of the item is made. */
const char *who_name(const struct who *o, const char *id);

#endif
