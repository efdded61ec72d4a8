/*
 * source/zoom/meeting/talk.h - chats and transcripts become conversations.
 *
 * Which file is shown, where several tell of the same: the archived JSON,
 * else the archive's text file, else that of the recording. The others are
 * attached only, and a notice says so. Files of one kind (a recording that
 * was stopped and begun again) are put together by time.
 *
 * Times of a chat file: Zoom does not say in the file what they count from.
 * They are the distance from the recording's start (where that is unknown,
 * from the meeting's), unless a line is dated or the last one lies more than
 * TALK_SLACK_US behind the end: then they are the host's time of day, and
 * the one shift from UTC (whole hours, else quarters) that puts the first
 * and the last line into the meeting is taken. Where none or several do, the
 * time stays in front of the text, as it was written, and the line has none.
 *
 * A sender known by name only is the one person with that name; where
 * several have it, the line is nobody's and the name stands in the text.
 */
#ifndef SOURCE_ZOOM_MEETING_TALK_H
#define SOURCE_ZOOM_MEETING_TALK_H

#include "base/clock.h"
#include "source/zoom/read/chat-json.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;
struct file;
struct item_conversation;
struct item_entry;
struct keys;
struct reader;
struct work;

#define TALK_SHOWN       ((size_t)20000)    /* lines of one conversation */
#define TALK_SHOWN_BYTES ((size_t)16 << 20) /* of text, all together */
#define TALK_DOCUMENT    ((size_t)8 << 20)
#define TALK_SLACK_US    (10 * CLOCK_MINUTE)

/*
 * The chats, as "In-meeting chat". 0, or -1 (passed on from reading). For a
 * later message those told before are read too, unseen: everybody in them
 * took part, and gets this message as well.
 */
int talk_chats(struct work *w, struct err *e);

/* Transcripts, else captions. 0, or -1. Call it after talk_chats(). */
int talk_speech(struct work *w, struct err *e);

/* After people_emit(): senders and receivers become indexes of people. */
void talk_resolve(struct work *w);

/* --- within talk ------------------------------------------------------------
 */

/* A conversation on its way into the item; senders are still handles. */
struct talk {
	struct work *w;
	struct item_conversation *to; /* NULL until there is a line */
	const char *title;
	struct keys *senders; /* what a name was found to be */
	struct keys *seen;    /* ids of messages told before */
	size_t found, texts, bytes;
	struct arena *scratch; /* for one line; see talk_scratch() */
	size_t scratched;
	bool hidden;    /* read for the people in it only */
	bool several;   /* files that may tell the same message */
	bool ambiguous; /* some name is several people's */
	bool untimed;   /* some line has no time */
};

void talk_init(struct talk *t, struct work *w, const char *title);
void talk_done(struct talk *t);

/* Memory for the line at hand: given back after some hundred lines. */
struct arena *talk_scratch(struct talk *t);

/* A new line, or NULL where the limit of what is shown is reached. */
struct item_entry *talk_line(struct talk *t, const char *text);

/* Who this is (a handle), by a chat's name, address and account. */
size_t talk_who(struct talk *t, const char *name, const char *email,
		const char *account);

/* Sort by time (lines without one stay behind their neighbour). */
void talk_sort(struct talk *t);

/*
 * Open a file of the meeting. 1 with *out, 0 where it cannot be read as an
 * item (a notice is added), -1 where our own store failed.
 */
int talk_open(struct work *w, const struct file *f, struct reader **out,
	      struct err *e);

/*
 * A JSON file of the meeting, of at most TALK_DOCUMENT bytes. 1 with *out
 * (an object, the caller's), 0 after a notice, -1 where our store failed.
 */
int talk_document(struct work *w, const struct file *f, json_t **out,
		  struct err *e);

/*
 * What an error while reading means: 0 after a notice (what was read until
 * then is kept), -1 with *e where our own store failed.
 */
int talk_failed(struct work *w, const struct file *f, struct err *mine,
		struct err *e);

/* Read one file into the conversation. 0, or -1 (see talk_failed). */
int talk_text(struct talk *t, const struct file *f, struct reader *r,
	      struct err *e);

/* Where the archived chat's times count from, and who is in its groups. */
struct talk_base {
	int64_t meeting_us, archive_us; /* 0 unknown */
	const struct subgroups *groups; /* NULL: no log */
};
int talk_json(struct talk *t, const struct file *f, struct reader *r,
	      const struct talk_base *base, struct err *e);

#endif
