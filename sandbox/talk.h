/*
 * sandbox/talk.h - what the people of the sandbox tenant say.
 *
 * Why: an archive shows its faults on lifelike text: five languages and two
 * directions of writing, names with diacritics, amounts, links, lines of
 * several lines, and texts that look like a formula, a tag or a header.
 * Everything here is a function of (seed, index): asked again it says the
 * same, so nothing has to be stored. A grammar with a few hundred rules a
 * language makes thousands of lines before one comes back.
 *
 * What comes out is always valid UTF-8 without NUL, never empty, and
 * holds no control character but '\n' (chat lines and notes of several
 * lines) and '\t'; topics, names and room names are one line. No character
 * is escaped for anything: that is for whoever writes it into a format.
 *
 * All functions append to a struct str or return constants; none can fail.
 */
#ifndef SANDBOX_TALK_H
#define SANDBOX_TALK_H

#include <stddef.h>
#include <stdint.h>

struct str;

enum talk_lang { TALK_EN, TALK_SV, TALK_FR, TALK_JA, TALK_AR };
#define TALK_LANGS 5

/* "en", "sv", "fr", "ja", "ar" (BCP 47). */
const char *talk_lang_tag(enum talk_lang lang);

/* Points to constants; nothing is owned. */
struct talk_person {
	const char *given, *family; /* as the person writes them */
	const char *given_ascii;    /* lower case, for an address */
	const char *family_ascii;
	int family_first; /* family name stands first (Japanese) */
	int number;       /* 1; 2 and more: namesakes of an earlier index */
};

/*
 * The index-th person of a language: all names differ until given and
 * family names are used up, then come namesakes.
 */
struct talk_person talk_person(enum talk_lang lang, uint64_t seed,
			       uint64_t index);

/* "Anna Åkesson", "渡辺 結衣" */
void talk_add_name(struct str *out, const struct talk_person *p);
/* "anna.akesson", namesakes "anna.akesson2": the part before the @ */
void talk_add_mailbox(struct str *out, const struct talk_person *p);

enum talk_kind {
	TALK_TOPIC,    /* of a meeting; one in five is odd, see below */
	TALK_ROOM,     /* name of a space, team or channel */
	TALK_LINE,     /* a chat line; a few are odd or of several lines */
	TALK_REPLY,    /* a chat line that answers another */
	TALK_QUESTION, /* for a Q&A */
	TALK_ANSWER,
	TALK_SPOKEN,  /* one or two sentences of a transcript */
	TALK_SUMMARY, /* a paragraph about a meeting */
	TALK_NEXT,    /* a next step: who does what until when */
	TALK_CHAPTER, /* heading of a part of a meeting */
	TALK_TASK,    /* subject of a task */
	TALK_NOTE,    /* title line and body of a note, several lines */
	TALK_EVENT,   /* title of a calendar event */
	TALK_FILE,    /* name of a shared file, with extension */
};
#define TALK_KINDS 14

/*
 * Say the index-th thing of a kind. Odd ones have an emoji, quotes, <tags>,
 * &entities;, a formula (=1+1), an encoded word, a bidirectional mark, or
 * what looks like a line break; or they are very long (a topic never more
 * than 200 characters, as Zoom's limit is).
 */
void talk_add(struct str *out, enum talk_kind kind, enum talk_lang lang,
	      uint64_t seed, uint64_t index);

/* The same line after its author has corrected it: never equal to text. */
void talk_add_edit(struct str *out, const char *text, enum talk_lang lang,
		   uint64_t seed, uint64_t index);

/* An emoji, some of several code points. */
const char *talk_reaction(uint64_t seed, uint64_t index);

/*
 * A poll: a question and 2 to TALK_OPTIONS answers to choose from. With one
 * seed, neighbouring indices give different polls.
 */
#define TALK_OPTIONS 5
struct talk_poll {
	const char *question;
	const char *options[TALK_OPTIONS];
	size_t n_options;
};
const struct talk_poll *talk_poll(enum talk_lang lang, uint64_t seed,
				  uint64_t index);

#endif
