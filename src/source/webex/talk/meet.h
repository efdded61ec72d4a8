/*
 * source/webex/talk/meet.h - a meeting: who took part, what was written,
 * said and asked.
 *
 *	meet.c         what it is called, its facts, in which order
 *	meet-people.c  participants with their joins and devices
 *	meet-talk.c    chat and transcripts
 *	meet-tables.c  polls, questions and answers, breakout sessions
 */
#ifndef SOURCE_WEBEX_TALK_MEET_H
#define SOURCE_WEBEX_TALK_MEET_H

#include "source/webex/talk/work.h"

#include <stddef.h>
#include <stdint.h>

struct err;

struct meet {
	struct wxwork *w;
	json_t *details; /* GET /meetings/ID, or NULL */
	json_t *ended;   /* the event, or NULL */
	const char *title, *host;
	int64_t start_us, end_us, first_us, last_us;
	size_t listed; /* rows of participants */
	size_t chats, polls, questions, recordings;
	size_t hidden;
};

/* As compose(): 1, 0, -1. */
int meet_compose(struct wxwork *w, struct err *e);

/* Somebody named somewhere: never ITEM_NOBODY unless all are "". */
size_t meet_person(struct meet *o, const char *name, const char *email,
		   const char *id);
/* The one person with this name, or ITEM_NOBODY. */
size_t meet_named(const struct meet *o, const char *name);

void meet_people(struct meet *o);
void meet_chats(struct meet *o);
/* Errors: those of the store. */
int meet_speech(struct meet *o, struct err *e);
void meet_tables(struct meet *o);

#endif
