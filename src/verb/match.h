/*
 * verb/match.h - a text that a person looks for in names and subjects.
 *
 * In any case of letters, by the locale (a UTF-8 one: verb/width.h); anywhere
 * in the text, as it stands: no patterns, no words.
 */
#ifndef VERB_MATCH_H
#define VERB_MATCH_H

#include <stdbool.h>

struct str;

/* Append text in the case by which texts are compared. */
void match_fold(struct str *out, const char *text);

/* Has the text what was folded into `wanted`? NULL or "": every text has. */
bool match_in(const char *text, const char *wanted);

#endif
