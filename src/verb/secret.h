/*
 * verb/secret.h - secrets on their way in: from files, never from arguments.
 *
 * Why: what stands on a command line is seen by every user of the machine
 * and kept in shell histories (promise P11). So --secret names a place:
 *
 *	--secret KEY=FILE   the file's content, without one line end behind it
 *	--secret KEY=-      the same from standard input
 *	--secret -          KEY=VALUE lines from standard input
 *
 * A file that others can read is taken, with a warning. Nothing read here,
 * nor the name of a file (it may be a secret given by mistake), gets into an
 * error's text.
 */
#ifndef VERB_SECRET_H
#define VERB_SECRET_H

#include "connector/connector.h"

#include <stddef.h>

#define SECRET_MAX ((size_t)64 * 1024)

struct err;
struct verb_arg;
struct verb_call;

struct secrets {
	struct value *list; /* names and values on the heap */
	size_t n;
};

/* *out starts as zeroes. Errors: ERR_USAGE naming the secret. */
int secrets_read(const struct verb_call *call, const struct verb_arg *arg,
		 struct secrets *out, struct err *e);
/* Overwrites them. */
void secrets_done(struct secrets *s);
static inline void secrets_done_auto(struct secrets *s)
{
	secrets_done(s);
}

#endif
