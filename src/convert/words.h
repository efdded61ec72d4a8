/*
 * convert/words.h - what both bodies say in the same words.
 *
 * All of it is English and without a locale; strings live in the work's
 * arena unless a buffer is given.
 */
#ifndef CONVERT_WORDS_H
#define CONVERT_WORDS_H

#include "convert/body.h"
#include "convert/dialogue.h"
#include "convert/work.h"

#define WORDS_UTC "All times are UTC."
#define WORDS_CUT                                                              \
	"This text ends at the size that mail programs can show. What is "     \
	"missing is in the attachments."

/* "10:00:05"; with the date in front where it is not the item's day. */
const char *words_moment(const struct work *w, int64_t us);
/* "10:00:05 - 10:45:00 (44 min 55 s)" */
const char *words_span(const struct work *w, const struct item_span *s);
/* "Host, external, by telephone", "" where nothing is known */
const char *words_about(const struct work *w, size_t person);
/* The address as the source gave it; else "no address known (ID)". */
const char *words_address(const struct work *w, size_t person);
/* The person's name, "" where the source did not say who. */
const char *words_author(const struct work *w, const struct item_entry *en);
/* "to Bo Berg only", "to Everyone", "" */
const char *words_to(const struct work *w, const struct item_entry *en);
/* "deleted an earlier message": what an entry with a line of its own did */
const char *words_stray(const struct item_entry *en);
/* "edited 10:01:00", "deleted 10:01:00 by Bo Berg" */
const char *words_changed(const struct work *w, const struct item_entry *en,
			  const struct item_entry *target);
/* The parent's text on one short line, for a quote. */
const char *words_quote(const struct work *w, const struct item_entry *en);
/* "chat.txt (attached)", "x.mp4 (not captured: ...)" */
const char *words_file(const struct work *w, const char *name);

/* "42 messages", "1 line" */
const char *words_count(const struct work *w, size_t n, const char *one);
/* "attached", "the source has none", ... */
const char *words_state(const struct item_part *p);
/* Where lines that have no room are: "the attached chat.txt" */
const char *words_where(const struct work *w, bool spoken);
/* "... 12,345 further lines are in the attached chat.txt."; 0: the rest */
const char *words_further(const struct work *w, size_t n, const char *one,
			  const char *where);

/* Sentences the reader must know beside the item's own notices; NULL ends. */
const char *words_notice(const struct work *w, size_t i);

/* Participants first come the author, then in the item's order. */
size_t words_nth_person(const struct work *w, size_t n);

/* Participants come before the conversation where they are few, or where
   they would push nothing down; else after it. */
#define WORDS_FEW_PEOPLE 30
bool words_people_first(const struct work *w);
/* "500 participants, listed near the end." */
const char *words_crowd(const struct work *w);

/* Where the item has nothing but facts and people: that it is so. */
const char *words_nothing(const struct work *w);

/* "Converted by ... from ..." for the end. */
const char *words_origin(const struct work *w);

#endif
