/* consent.h - a tenant's consent, printed alike by the verbs of targets. */
#ifndef VERB_VERBS_CONSENT_H
#define VERB_VERBS_CONSENT_H

struct consent;
struct printer;

/* In text nothing where none is needed. */
void consent_print(struct printer *p, const struct consent *c);

#endif
