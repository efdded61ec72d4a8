/*
 * source/zoom/read/timeline.h - who speaks, from a recording's timeline.
 *
 * Zoom describes this file nowhere. Seen:
 *
 *	{ "timeline": [ { "ts": "00:00:02.000", "users": [ { "username": "",
 *	  "zoom_userid": "", "email_address": "", "multiple_people": false } ]
 *	  } ], "timeline_refine": [ ... ] }
 *
 * Each person is given once. Texts are in the arena.
 */
#ifndef SOURCE_ZOOM_READ_TIMELINE_H
#define SOURCE_ZOOM_READ_TIMELINE_H

#include <jansson.h>

struct arena;

struct timeline_user {
	const char *name, *account, *email;
};

/* Call user() for everybody named in the document. */
void timeline_read(const json_t *doc, struct arena *a,
		   void (*user)(void *ctx, const struct timeline_user *u),
		   void *ctx);

#endif
