/*
 * item/item.h - one thing said or done, in our own words.
 *
 * Why: three vendors describe a meeting, a post or a task in three ways;
 * convert/ must know none of them. A source reads its raw bytes into a
 * struct item, convert/ makes a message of it. Nothing here refers to a
 * vendor's API, to a database or to mail.
 *
 * Everything an item points to lives in its arena and dies with it. Texts
 * are valid UTF-8 without NUL, never NULL, "" where unknown. Times are
 * microseconds UTC, 0 where unknown. Indexes refer to `people` and are
 * ITEM_NOBODY where the source did not say who it was.
 *
 * The same raw bytes must give the same item, on any machine, for ever
 * (promise P3): no clock, no random, no locale, no hash order in here.
 */
#ifndef ITEM_ITEM_H
#define ITEM_ITEM_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ITEM_NOBODY ((size_t)-1)

/* From when to when somebody was there; one for each time they joined. */
struct item_span {
	int64_t from_us;
	int64_t to_us;
};

/* Somebody who took part: one person once, however often they joined. */
struct item_person {
	const char *name;      /* as the source shows it */
	const char *email;     /* the Email property; "" where not given */
	const char *vendor_id; /* the source's own id of the account, or "" */
	const char *role;      /* for people: "Host", "Co-host", "Guest" ... */
	const char *note;      /* for people: "by telephone", "waiting room" */
	bool external;         /* outside the organisation, as far as known */
	struct item_span *spans;
	size_t n_spans;
};

enum item_entry_kind {
	ITEM_TEXT,     /* somebody said or wrote this */
	ITEM_EDIT,     /* text is what `target` reads from now on */
	ITEM_DELETION, /* `target` was deleted */
	ITEM_REACTION, /* text is the reaction (emoji) to `target` */
	ITEM_EVENT,    /* joined, left, renamed, ...: text says it in words */
};

/* One line of a conversation, in the order of the source. */
struct item_entry {
	enum item_entry_kind kind;
	const char *id;     /* within the conversation, "" if it has none */
	const char *target; /* id of the entry edited, deleted, reacted to */
	const char *parent; /* id of the entry this one replies to */
	int64_t time_us;
	size_t author;    /* into people */
	const size_t *to; /* into people; n_to == 0: everyone */
	size_t n_to;
	const char *to_label;     /* what the source calls the receivers */
	const char *text;         /* plain text, lines parted by \n */
	const char *const *files; /* names of files given with it */
	size_t n_files;
};

/* "In-meeting chat", "Transcript", "Channel": lines in order. */
struct item_conversation {
	const char *title;
	const char *note; /* for people, such as where the lines come from */
	struct item_entry *entries;
	size_t n_entries;
	bool spoken; /* a transcript: shown smaller, never counted as chat */
};

/* Something with rows: a poll, questions and answers, a survey. */
struct item_table {
	const char *title;
	const char *note;
	size_t n_columns; /* at least 1 */
	const char *const *columns;
	const char *const *cells; /* n_rows * n_columns, row by row */
	size_t n_rows;
};

/* A text with a title: a summary, an agenda, a note's or a task's body. */
struct item_text {
	const char *title;
	const char *note;
	const char *text; /* plain, or Markdown if so marked */
	bool markdown;
};

/* A line of facts: "Meeting ID" - "987 6543 2109". */
struct item_fact {
	const char *label;
	const char *value;
};

enum item_part_state {
	ITEM_PART_CAPTURED, /* in the vault: attached */
	ITEM_PART_ABSENT,   /* announced, but the source has none */
	ITEM_PART_PENDING,  /* not ready when the message was made */
	ITEM_PART_FAILED,   /* the source refuses it or broke it */
	ITEM_PART_EXPIRED,  /* the source deleted it before we could */
	ITEM_PART_EARLIER,  /* attached to an earlier message of this item */
};

/* An artefact: a recording, a transcript, a chat log, an attachment. */
struct item_part {
	enum item_part_state state;
	const char *kind; /* the inventory's kind: "recording-file" */
	const char *id;   /* and id, version: to find it again */
	const char *version;
	const char *label;      /* for people: "Speaker view with screen" */
	const char *name;       /* file name, without folders */
	const char *media_type; /* "video/mp4" */
	const char *reason;     /* unless captured: why, in words */
	int64_t from_us, to_us;
	uint64_t size;      /* bytes */
	uint64_t seq;       /* record in the vault, when captured */
	uint8_t sha256[32]; /* when captured */
};

/* Raw bytes as the source sent them, attached last. */
struct item_raw {
	const char
		*name; /* "participants": attached as raw/participants.json */
	const char *media_type;
	uint64_t size, seq;
	uint8_t sha256[32];
};

/* Names one message of ours: its Message-ID is a function of this. */
struct item_ref {
	const char *kind, *id, *version;
};

struct item {
	struct arena *arena; /* owns all that the item points to */

	const char *source;        /* "zoom-meetings" */
	const char *tenant;        /* the account at the source */
	const char *connector;     /* its name here */
	struct item_ref ref;       /* "meeting", uuid, "0": what this is */
	const char *conversation;  /* id that ties several items, or "" */
	const char *type;          /* for people: "Zoom meeting" */
	const char *title;         /* for people: the topic */
	const char *subject;       /* the message's subject line */
	const char *message_class; /* "IPM.NOTE.ZoomMeetings.Meeting" */

	int64_t time_us; /* the source's own time: the message's Date */
	int64_t start_us, end_us;

	/* The message this one answers (supplement, edit, deletion), or NULL.
	 */
	const struct item_ref *answers;

	struct item_person *people; /* everyone who gets it, author included */
	size_t n_people;
	size_t author; /* host, poster, first author: the message's From */

	struct item_fact *facts;
	size_t n_facts;
	const char **notices; /* what the reader must know, a sentence each */
	size_t n_notices;
	struct item_text *texts;
	size_t n_texts;
	struct item_conversation *conversations;
	size_t n_conversations;
	struct item_table *tables;
	size_t n_tables;
	struct item_part *parts;
	size_t n_parts;
	struct item_raw *raws;
	size_t n_raws;
};

/* An empty item with its own arena; every text is "". */
struct item *item_new(void);
void item_free(struct item *it);
DEFINE_AUTO(struct item, item_free)

/*
 * The person with this e-mail address (any case), else with this vendor id,
 * else with this name and neither; added at the end if there is none yet.
 * Texts are copied. Returns the index into it->people.
 */
size_t item_person(struct item *it, const char *name, const char *email,
		   const char *vendor_id);

/* Add one of each; texts are copied by the caller into it->arena. */
void item_add_fact(struct item *it, const char *label, const char *value);
void item_add_notice(struct item *it, const char *text);
void item_add_span(struct item *it, size_t person, int64_t from_us,
		   int64_t to_us);
struct item_entry *item_add_entry(struct item *it, struct item_conversation *c);
struct item_conversation *item_add_conversation(struct item *it,
						const char *title);
struct item_table *item_add_table(struct item *it, const char *title);
struct item_text *item_add_text(struct item *it, const char *title,
				const char *text);
struct item_part *item_add_part(struct item *it);
struct item_raw *item_add_raw(struct item *it);

#endif
