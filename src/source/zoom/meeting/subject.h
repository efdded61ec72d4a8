/*
 * source/zoom/meeting/subject.h - one line that says what this message is.
 *
 *	Zoom meeting: Weekly risk call - 5 participants, 42 chat messages
 *	Zoom meeting: Weekly risk call - supplement: transcript, summary
 *	Zoom webinar: Open day - deleted at Zoom: 3 files
 *
 * What there is none of is left out. Topics are cut at SUBJECT_TOPIC
 * characters.
 */
#ifndef SOURCE_ZOOM_MEETING_SUBJECT_H
#define SOURCE_ZOOM_MEETING_SUBJECT_H

#include <stddef.h>

struct str;
struct work;

#define SUBJECT_TOPIC ((size_t)200)

/* The topic, or words where Zoom gives none; cut. In the item's arena. */
const char *subject_title(struct work *w);

/* Add "2 recordings" or "1 recording" (nothing for 0) after a comma. */
void subject_count(struct str *s, size_t n, const char *one, const char *many);

/* The whole subject of a first message. */
const char *subject_meeting(struct work *w);

/* The whole subject of a later one: `what` is "supplement" or "deleted at
   Zoom", `parts` what it holds. */
const char *subject_later(struct work *w, const char *what, const char *parts);

#endif
