/*
 * source/webex/ways.h - every question this source asks Webex.
 *
 * Why a table: each question needs a scope, and something is missing from
 * the archive where it is refused. What is asked, checked beforehand, and
 * told to people comes from the same rows.
 *
 * Source: Webex API of 2025-12; scopes by its compliance and meetings guides.
 */
#ifndef SOURCE_WEBEX_WAYS_H
#define SOURCE_WEBEX_WAYS_H

#include <stdbool.h>
#include <stddef.h>

enum webex_way {
	WAY_ME,
	WAY_EVENTS,
	WAY_MESSAGE,
	WAY_MESSAGES,
	WAY_ROOMS,
	WAY_MEMBERSHIPS,
	WAY_TEAM,
	WAY_PEOPLE,
	WAY_CONTENT,
	WAY_SITES,
	WAY_MEETINGS,
	WAY_PARTICIPANTS,
	WAY_RECORDINGS,
	WAY_RECORDING,
	WAY_TRANSCRIPTS,
	WAY_TRANSCRIPT,
	WAY_CAPTIONS,
	WAY_CHATS,
	WAY_POLLS,
	WAY_QA,
	WAY_SUMMARIES,
	WEBEX_WAYS,
};

enum webex_need {
	NEED_MUST,   /* without it hardly anything arrives */
	NEED_SHOULD, /* something is missing without it */
};

struct webex_way_info {
	const char *name;  /* as told as discovery way: "events" */
	const char *title; /* for people: "events feed" */
	enum webex_need need;
	const char *scope; /* "a", or "a or b" where any of them will do */
	const char *lost;  /* "Without it " and this, for people */
};

const struct webex_way_info *webex_way(enum webex_way way);

/* Is it a scope of any way? */
bool webex_way_uses(const char *scope, size_t len);

/* Is the scope of this way among the blank separated ones? */
bool webex_way_granted(enum webex_way way, const char *scopes);

#endif
