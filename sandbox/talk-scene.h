/*
 * sandbox/talk-scene.h - whole conversations, and the files vendors make
 * of them.
 *
 * Why: a chat is more than lines. People answer, correct, delete, react and
 * whisper, and each kind of file a vendor hands out keeps a part of that: the
 * TXT drops deletions, the JSON has them, the transcript has what was said
 * aloud. All files of a meeting are written from one scene, so a test knows
 * what each must contain.
 *
 * A scene is made in an arena and lives as long; lines point to the
 * speakers of the cast, which the caller keeps. The same cast gives the
 * same scene. Texts are clean UTF-8 (talk.h); the writers escape them for
 * their format. Offsets are milliseconds from the beginning of the meeting.
 *
 * Source: Zoom's cloud recording files CHAT, TRANSCRIPT, CC, TIMELINE,
 * SUMMARY, poll (CSV) and the schema of archived chats (developers.zoom.us,
 * archived-json-schema); W3C WebVTT; RFC 4180. Zoom publishes no schema of
 * TIMELINE, SUMMARY and the CSV: these follow files seen in public code and
 * are right in kind, not to the letter.
 */
#ifndef SANDBOX_TALK_SCENE_H
#define SANDBOX_TALK_SCENE_H

#include "sandbox/talk.h"

#include <stdbool.h>

struct arena;

struct talk_speaker {
	const char *name;
	const char *email; /* "" where the vendor does not tell */
	const char *id;    /* the vendor's id of the user, "" for guests */
};

struct talk_cast {
	enum talk_lang lang;
	uint64_t seed;
	const struct talk_speaker *people;
	size_t n_people;   /* at least 1 */
	int64_t length_ms; /* of the meeting */
};

/* The numbers are those of msg_type in an archived chat. */
enum talk_line_kind {
	TALK_PUBLIC = 1,
	TALK_PRIVATE = 2,  /* to one person */
	TALK_DELETED = 3,  /* takes back the line `about` */
	TALK_REACTION = 4, /* text is an emoji, on the line `about` */
	TALK_GESTURE = 5,  /* text is a digit: 1 hand raised, 2 yes, 3 no */
	TALK_EDITED = 6,   /* text replaces that of the line `about` */
	TALK_ANSWERED = 7, /* answers the line `about`, to everyone */
};

struct talk_line {
	int64_t offset_ms; /* never less than that of the line before */
	const struct talk_speaker *from;
	const struct talk_speaker *to; /* NULL: everyone */
	const char *text;              /* "" for a deletion */
	enum talk_line_kind kind;
	const char *id;    /* of its own, 36 characters */
	const char *about; /* id of an earlier line, or NULL */
};

/*
 * n lines of chat. Only their author edits or deletes lines; nothing
 * happens to a line after its deletion; a cast of one does not whisper.
 */
void talk_chat(struct arena *a, const struct talk_cast *c, size_t n,
	       struct talk_line **lines);

struct talk_cue {
	int64_t start_ms, end_ms; /* cues follow each other, none overlap */
	const struct talk_speaker *from;
	const char *text; /* one line */
};

/* n cues of what was said, over the whole meeting. */
void talk_transcript(struct arena *a, const struct talk_cast *c, size_t n,
		     struct talk_cue **cues);

/*
 * WebVTT: numbered cues, "Name: text" (TRANSCRIPT), or the text alone where
 * names is false (CC). `&`, `<` and `>` are escaped.
 */
void talk_vtt(struct str *out, const struct talk_cue *cues, size_t n,
	      bool names);

/*
 * Zoom's chat as TXT: "HH:MM:SS\tFrom A to Everyone:\ttext", CRLF, private
 * ones "From A to B(Direct Message):", further lines of a text behind a tab.
 * Answers quote the beginning of what they answer. Edits, deletions and
 * gestures are not in it; reactions are where asked for.
 */
void talk_chat_txt(struct str *out, const struct talk_line *lines, size_t n,
		   bool reactions);

/* TIMELINE: who spoke when. */
void talk_timeline_json(struct str *out, const struct talk_cue *cues, size_t n);

/* SUMMARY: overview, parts with headings and times, next steps. */
void talk_summary_json(struct str *out, const struct talk_cast *c);

/* The option person i chose in poll k of the meeting; -1: none. */
int talk_poll_choice(const struct talk_cast *c, size_t k, size_t i);

#endif
