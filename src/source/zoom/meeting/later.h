/*
 * source/zoom/meeting/later.h - messages after a meeting's first one.
 *
 * A supplement holds what is fresh: files, refusals and losses, a summary,
 * lists of people, polls, questions, a survey, a deletion at Zoom. What Zoom
 * merely says again (details of the meeting, lists of files with their fresh
 * addresses, a file that is still being made) is not worth a message.
 */
#ifndef SOURCE_ZOOM_MEETING_LATER_H
#define SOURCE_ZOOM_MEETING_LATER_H

#include <stdbool.h>
#include <stddef.h>

struct trash;
struct work;

struct later {
	size_t recordings, chats, transcripts, files, missing;
	bool summary, people, polls, questions, survey, trash;
};

/* What is fresh. Reads nothing but kinds and states. */
void later_look(const struct work *w, struct later *out);

/* True where that is worth a message of its own. */
bool later_worth(const struct later *l);

/*
 * Name the item: reference, what it answers, class, subject, and its time:
 * the newest time of what is fresh, as Zoom gives it.
 */
void later_name(struct work *w, const struct later *l, const struct trash *t);

#endif
