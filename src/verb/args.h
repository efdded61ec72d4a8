/*
 * verb/args.h - words of a command line become the arguments of a call.
 *
 * --name VALUE or --name=VALUE, flags without a value, positional arguments
 * in the order of the table, "--" before words that begin with a dash. The
 * order of options does not matter. Texts are borrowed from the words.
 */
#ifndef VERB_ARGS_H
#define VERB_ARGS_H

#include <stddef.h>

struct err;
struct str;
struct verb;
struct verb_call;

/*
 * Fill call->args by the table of call->verb. Errors: ERR_USAGE naming the
 * word or the parameter; values of secrets are never part of the text.
 */
int args_parse(struct verb_call *call, char *const *words, size_t n,
	       struct err *e);
void args_done(struct verb_call *call);

/* Append "estreat connector add NAME --source S [--set KEY=VALUE]...". */
void args_usage(struct str *out, const struct verb *v);

#endif
