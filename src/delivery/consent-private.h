/* consent-private.h - what consent.c and consent-flow.c share. */
#ifndef DELIVERY_CONSENT_PRIVATE_H
#define DELIVERY_CONSENT_PRIVATE_H

#include "base/str.h"
#include "catalog/act.h"
#include "stream/digest.h"

#include <stdbool.h>
#include <stdint.h>

struct archive;
struct db;
struct err;
struct values;

/* What a target's settings say about consent; texts are the values'. */
struct consent_terms {
	bool needed;
	bool entra;         /* else any OpenID provider: consent-issuer */
	const char *tenant; /* "" where there is none */
	const char *client, *secret;
	const char *ca_file;
	struct str issuer, scope;
	struct digest bound; /* to all of them but the secret */
};
void consent_terms_read(struct consent_terms *out, struct values *v);
void consent_terms_done(struct consent_terms *t);
static inline void consent_terms_done_auto(struct consent_terms *t)
{
	consent_terms_done(t);
}

/* Who gave it, for its row and the ledger. */
struct consent_given {
	const char *person, *subject, *tenant, *scopes;
	struct actor actor;
};
/* In the caller's transaction; sets the target going. */
int consent_put(struct db *db, int64_t id, const struct consent_terms *t,
		const struct consent_given *by, struct err *e);

#endif
