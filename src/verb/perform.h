/*
 * verb/perform.h - do what was permitted, and keep that it failed.
 *
 * What a verb did it records itself, together with the deed. A deed that did
 * not come about leaves nothing behind, so whoever tried it would not be seen:
 * both doors run verbs here, where that is made good.
 */
#ifndef VERB_PERFORM_H
#define VERB_PERFORM_H

#include <stdbool.h>

struct err;
struct str;
struct verb;
struct verb_call;

/*
 * Run the call, which verb_permit() let pass; returns as the verb does. Where
 * a verb that changes something returns -1 and wrote no act of its own, an act
 * with ACT_FAILED and the error's text is recorded (a text without secrets:
 * P11). Where that fails too, the log says so and e stays what it was.
 */
int verb_perform(struct verb_call *call, struct err *e);

/* Is it more than looking? By its routes' methods, or its own word. */
bool verb_changes(const struct verb *v);

/*
 * Record an end other than ACT_DONE: about is one JSON member, "\"x\":1";
 * before it stand the names that were given on the line, no more of it.
 * Errors: ERR_STORE, ERR_RETRY.
 */
int verb_record_end(const struct verb_call *call, const char *outcome,
		    const char *about, struct err *e);

/* A file that came over HTTP is opened as this and its descriptor. */
#define VERB_SENT_FILE "/proc/self/fd/"
/* Append the error's text, such a file called "the file". */
void verb_why(struct str *out, const struct err *e);

#endif
