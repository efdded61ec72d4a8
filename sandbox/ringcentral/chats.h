/*
 * sandbox/ringcentral/chats.h - the chats and who is in them.
 *
 * Why: who said something is in a post, who could read it is not: that is
 * known from the chat alone, and RingCentral tells only who is in it now. So
 * people join and leave between days, never within one, and listings lag
 * behind by RING_LAG_US: whoever asks at midnight is told who was in the chat
 * on the day that has just ended. People who leave the company stay members.
 */
#ifndef SANDBOX_RINGCENTRAL_CHATS_H
#define SANDBOX_RINGCENTRAL_CHATS_H

#include "world.h"

struct str;

enum ring_chat_type {
	RING_PERSONAL,
	RING_DIRECT,
	RING_GROUP,
	RING_TEAM,
	RING_EVERYONE,
};

#define RING_LAG_US CLOCK_MINUTE

struct ring_member {
	const struct person *person;
	int64_t from_us, until_us; /* midnights; INT64_MAX: still */
};

struct ring_chat {
	size_t index;
	int64_t id;
	uint64_t seed;
	enum ring_chat_type type;
	enum talk_lang lang;
	bool is_public;
	int64_t created_us;
	int64_t renamed_us; /* 0: never */
	struct ring_member *members;
	size_t n_members;
};

void ring_chat_make(struct ring_chat *c, const struct ring_world *w,
		    size_t index);
void ring_chat_done(struct ring_chat *c);
static inline void ring_chat_done_auto(struct ring_chat *c)
{
	ring_chat_done(c);
}

/* False: there is no chat of that id. */
bool ring_chat_index(const struct ring_world *w, const char *id, size_t *index);

/* "Team" */
const char *ring_chat_type_name(enum ring_chat_type type);

/* Append the name at that time; nothing for chats that have none. */
void ring_chat_name(struct str *out, const struct ring_chat *c, int64_t at_us);

/* By who is in it that day, or as a listing at that time tells. */
bool ring_is_member(const struct ring_member *m, int64_t at_us);
bool ring_is_listed_member(const struct ring_member *m, int64_t now_us);

/*
 * Nobody joins, leaves, or takes over an account at the midnight at which
 * the day begins: whoever is written to then is the same before and after.
 */
bool ring_day_is_quiet(const struct ring_world *w, size_t day);

/* Chats that have been made by then. */
bool ring_chat_exists(const struct ring_chat *c, int64_t now_us);

#endif
