/*
 * sandbox/ringcentral/things.h - tasks, notes, calendar events and files:
 * what hangs on posts and has a life of its own.
 *
 * A task is created, assigned, edited, begun, completed; a note is drafted,
 * published, edited, locked while somebody writes, and edited again; an
 * event is moved and renamed; a file is only there or deleted. A stage's
 * `what` says how far it has come: it is never taken back.
 */
#ifndef SANDBOX_RINGCENTRAL_THINGS_H
#define SANDBOX_RINGCENTRAL_THINGS_H

#include "posts.h"

#include "stream/digest.h"

enum ring_task_what {
	TASK_CREATED,
	TASK_ASSIGNED,
	TASK_EDITED,
	TASK_BEGUN,
	TASK_COMPLETED,
};

enum ring_note_what {
	NOTE_DRAFT,
	NOTE_PUBLISHED,
	NOTE_EDITED,
	NOTE_LOCKED,
	NOTE_EDITED_AGAIN,
};

enum ring_event_what { EVENT_CREATED, EVENT_MOVED, EVENT_RENAMED };

/* The life of what hangs on the post, which must have it. */
void ring_thing_life(struct ring_life *l, const struct ring_world *w,
		     const struct ring_post *p, enum ring_thing thing);

/* Append the subject, title or name; as of a stage. */
void ring_thing_title(struct str *out, const struct ring_chat *c,
		      const struct ring_post *p, enum ring_thing thing,
		      unsigned int what);

/* Append a description, or the body of a note. */
void ring_thing_body(struct str *out, const struct ring_chat *c,
		     const struct ring_post *p, enum ring_thing thing,
		     unsigned int what);

/* Who does the task; the author's own where nobody else is there. */
#define RING_ASSIGNEES 3
size_t ring_task_assignees(const struct ring_chat *c, const struct ring_post *p,
			   const struct person *out[RING_ASSIGNEES]);

struct ring_event_times {
	int64_t start_us, end_us;
	bool all_day;
	unsigned int recurrence; /* 0: once; 1 daily .. 5 yearly */
	unsigned int ending;     /* 0: never, 1: after a count, 2: on a day */
};
void ring_event_when(struct ring_event_times *out, const struct ring_post *p,
		     unsigned int what);

/* Which of n colours. */
size_t ring_thing_colour(const struct ring_post *p, size_t n);

/* The bytes of a file, and their digest. */
void ring_file_bytes(struct str *out, const struct ring_chat *c,
		     const struct ring_post *p);
struct digest ring_file_digest(const struct ring_chat *c,
			       const struct ring_post *p);

/* "application/pdf", by the end of the name. */
const char *ring_media_type(const char *name);

#endif
