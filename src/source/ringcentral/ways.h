/*
 * source/ringcentral/ways.h - every question this source asks RingCentral.
 *
 * Why a table: each question belongs to a group of requests with a limit of
 * its own, needs a permission of the app, and something is missing from the
 * archive where it is refused. What is asked, checked before, and told to
 * people comes from the same rows.
 *
 * The group stands here only for the first request: which group a question
 * really belongs to, and what that allows, is what the answers say
 * (limits.h).
 *
 * Source: RingCentral API of 2026-08 (x-throttling-group, x-app-permission).
 */
#ifndef SOURCE_RINGCENTRAL_WAYS_H
#define SOURCE_RINGCENTRAL_WAYS_H

#include <stdbool.h>

enum rc_way {
	WAY_SIGN_IN,        /* access tokens */
	WAY_ACCOUNT,        /* the account itself */
	WAY_AUTHZ,          /* what the user may do */
	WAY_RETENTION,      /* of the message store */
	WAY_TASK_CREATE,    /* a new export of team messaging */
	WAY_TASKS,          /* which exports there are */
	WAY_TASK,           /* how far one is */
	WAY_DATASET,        /* its ZIP */
	WAY_EXTENSIONS,     /* who has which extension */
	WAY_MESSAGES,       /* what changed in an extension's message store */
	WAY_CALLS,          /* the call log of a window */
	WAY_CALL_CHANGES,   /* what changed in the call log */
	WAY_MEETINGS,       /* video meetings that have ended */
	WAY_RECORDINGS,     /* their recordings */
	WAY_FILE,           /* content: a file of a chat */
	WAY_ATTACHMENT,     /* content: of a message */
	WAY_CALL_RECORDING, /* content */
	WAY_VIDEO,          /* content: recording, chat of a meeting */
	RC_WAYS,
};

/* Parts of the platform that can be switched off by a setting. */
enum rc_part { RC_TEAM, RC_MESSAGES, RC_CALLS, RC_VIDEO, RC_ANY };

struct rc_way_info {
	const char *name;  /* discovery way, as told: "team-export" */
	const char *title; /* for people */
	const char *group; /* of requests, until an answer says */
	enum rc_part part;
	const char *permission; /* of the app */
	const char *lost;       /* "Without it " and this, for people */
};

const struct rc_way_info *rc_way(enum rc_way way);

/* Is the permission among the blank separated ones? */
bool rc_permitted(const char *granted, const char *permission);

#endif
