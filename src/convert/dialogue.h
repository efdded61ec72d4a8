/*
 * convert/dialogue.h - a conversation with its edits put where they belong.
 *
 * A source lists edits, deletions and reactions as entries of their own. A
 * reader wants to see them at the line they concern: dialogue_new() finds
 * it by id. What concerns a line that is not in this conversation (it was in
 * an earlier message) keeps a line of its own.
 */
#ifndef CONVERT_DIALOGUE_H
#define CONVERT_DIALOGUE_H

#include "convert/work.h"

#define DIALOGUE_NONE ((size_t)-1)

struct dialogue {
	const struct item_conversation *c;
	/* one for each entry: index of an entry, or DIALOGUE_NONE */
	size_t *target; /* what it edits, deletes, reacts to */
	size_t *parent; /* what it answers */
	size_t *first;  /* the first entry that targets it */
	size_t *next;   /* the next one with the same target */
	size_t n_texts; /* entries in which somebody says something */
	size_t n_lines; /* entries that have a line of their own */
};

/* Lives in the arena. */
struct dialogue *dialogue_new(struct arena *a,
			      const struct item_conversation *c)
	__attribute__((returns_nonnull));

/* Has entry i a line of its own? */
bool dialogue_has_line(const struct dialogue *d, size_t i);

/* The same reaction of several people. */
struct dialogue_reaction {
	const char *what;  /* the emoji */
	const char *names; /* "Anna, Bo and 3 more" */
};

/* Those to entry i, in order of first use; at most DIALOGUE_REACTIONS. */
#define DIALOGUE_REACTIONS 40
size_t dialogue_reactions(const struct work *w, const struct dialogue *d,
			  size_t i,
			  struct dialogue_reaction out[DIALOGUE_REACTIONS]);

#endif
