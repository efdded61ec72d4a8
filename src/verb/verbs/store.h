/* verb/verbs/store.h - what store.c and move.c share. */
#ifndef VERB_VERBS_STORE_H
#define VERB_VERBS_STORE_H

#include "vault/shipping.h"
#include "verb/verb.h"

struct printer;

/* The store in use, where there is any. */
int store_in_use(struct verb_call *call, struct vault_store_info *out,
		 bool *any, struct err *e);
void store_print_shipping(struct printer *p, const struct vault_shipping *s);

#endif
