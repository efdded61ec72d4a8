/* verb/verbs/store.h - what store.c and move.c share. */
#ifndef VERB_VERBS_STORE_H
#define VERB_VERBS_STORE_H

#include "vault/shipping.h"
#include "verb/verb.h"

struct printer;

#define STORE_SET_PARAM                                                        \
	{                                                                      \
		.name = "set", .type = PARAM_PAIRS, .value = "KEY=VALUE",      \
		.help = "a setting; may be repeated"                           \
	}

#define STORE_SECRET_PARAM                                                     \
	{                                                                      \
		.name = "secret", .type = PARAM_SECRETS, .value = "KEY=FILE",  \
		.help = "a secret, read from a file; may be repeated"          \
	}

/* The store in use, where there is any. */
int store_in_use(struct verb_call *call, struct vault_store_info *out,
		 bool *any, struct err *e);
void store_print_shipping(struct printer *p, const struct vault_shipping *s);

#endif
