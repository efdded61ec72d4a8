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

#include <jansson.h>

struct err;
struct param;
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

/*
 * The same from a request of the API, piece by piece, then args_whole().
 * Positional parameters have names as the others do. A flag is true or false;
 * pairs are an object of texts, null takes a setting away; secrets are an
 * object of the secrets themselves. A file is not named but sent. What begins
 * only is the other way round: `wait` is false unless it is asked for, where
 * the command line has --no-wait.
 *
 * Values are borrowed. Errors: ERR_USAGE, as args_parse().
 */
/* From a path or a query: texts, numbers and flags as text. */
int args_text(struct verb_call *call, const char *name, const char *text,
	      struct err *e);
/* Every member of an object. */
int args_json(struct verb_call *call, json_t *object, struct err *e);
/* The file that was sent: its path. */
int args_file(struct verb_call *call, const char *path, struct err *e);
/* All that must be there is. */
int args_whole(struct verb_call *call, struct err *e);
/* What a parameter is called there. */
const char *args_name(const struct param *p);
/* The parameter that a file is sent for, or NULL. */
const struct param *args_file_param(const struct verb *v);

/* Append "estreat connector add NAME --source S [--set KEY=VALUE]...". */
void args_usage(struct str *out, const struct verb *v);

#endif
