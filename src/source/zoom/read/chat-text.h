/*
 * source/zoom/read/chat-text.h - the chat of a meeting as a text file.
 *
 * Why so many forms: Zoom has no description of this file, and its form has
 * changed. All of these are read; the form of the first line is that of the
 * file:
 *
 *	00:04:55<TAB>Anna Berg:<TAB>hello                  cloud recording
 *	00:04:55<TAB>From Anna Berg to Everyone:<TAB>hello recording, archive
 *	00:04:55 From  Anna  to  Bo(Privately) : hello     clients until 2021
 *	00:04:55 From Anna to Bo(Direct Message):          clients since, the
 *	<TAB>hello                                         text below, indented
 *
 * A date before the time is taken (and makes the time one of the clock). A
 * line that does not begin like this belongs to the message above it; so
 * does one that goes back in time, such as a quoted older message.
 *
 * Whether the time is the distance from the start of the recording or the
 * time of day is not said in the file: see talk.h.
 *
 * Bounded memory: one message at a time is held.
 */
#ifndef SOURCE_ZOOM_READ_CHAT_TEXT_H
#define SOURCE_ZOOM_READ_CHAT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct reader;
struct str;

#define CHAT_TEXT_MAX ((size_t)256 << 10) /* bytes shown of one message */

struct chat_line {
	long long at_us;   /* the line's time; -1 for text before the first */
	const char *from;  /* name, may end with "(Host)"; "" unknown */
	const char *email; /* of the sender, "" mostly */
	const char *to;    /* "" or what stands there: "Everyone", a name */
	bool direct;       /* to one person or a few, not to everyone */
	const char *text;
};

struct chat_sums {
	size_t lines; /* messages, however many were taken */
	long long first_us, last_us;
	bool dated;    /* the lines have dates: times of day for sure */
	bool replaced; /* bytes that are no text were replaced */
	bool cut;      /* a line or message was too long */
};

/*
 * "Jill (jill@example.com)" or "Jill<jill@...>": the address goes to email
 * ("" where there is none), the name is left.
 */
void chat_text_address(struct str *name, struct str *email);

/*
 * Call line() for every message, in the order of the file; the texts are
 * valid during the call. Returns 0 with *sums filled (no lines: it is no
 * chat), or -1 with the reader's error.
 */
int chat_text_read(struct reader *r,
		   void (*line)(void *ctx, const struct chat_line *l),
		   void *ctx, struct chat_sums *sums, struct err *e);

#endif
