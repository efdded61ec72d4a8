/* verb/args-private.h - what reading arguments has in common, wherever from. */
#ifndef VERB_ARGS_PRIVATE_H
#define VERB_ARGS_PRIVATE_H

struct err;
struct param;
struct verb_arg;
struct verb_call;

/* Check the text and set it. Errors: ERR_USAGE. */
int args_set(struct verb_arg *arg, const struct param *p, const char *text,
	     struct err *e);
/* Add a pair; the name is copied, the value borrowed. */
void args_pair(struct verb_arg *arg, const char *name, const char *value);
/* Errors: ERR_USAGE naming the first that is required and not there. */
int args_required(const struct verb_call *call, struct err *e);

#endif
