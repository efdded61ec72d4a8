/* verb/help.h - help on every level, and completion, made of the table. */
#ifndef VERB_HELP_H
#define VERB_HELP_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct printer;
struct str;
struct verb;

/* What the program is, all verbs, global options, exit codes. */
void help_all(struct printer *p);
/* The verbs of one noun. False where there is none of this name. */
bool help_noun(struct printer *p, const char *noun);
void help_verb(struct printer *p, const struct verb *v);

/* Append the verb whose name is nearest to words, if one is near. */
bool help_nearest(struct str *out, const char *words);

/* Append the script for a shell: "bash", "zsh" or "fish". */
void completion_script(struct str *out, const char *shell);

#endif
