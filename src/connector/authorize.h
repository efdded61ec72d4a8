/*
 * connector/authorize.h - a person signs in to a source in a browser.
 *
 * Why: refresh tokens got by hand are the hardest part of setting a connector
 * up. A connector whose source has a page for it (source.h, struct
 * source_authorize) gives out an address; the browser's answer is traded in
 * for the refresh token, which is kept as the connector's secret.
 *
 *	connector_authorize_begin   an address for the person's browser
 *	connector_authorize_answer  the address the browser came back with
 *
 * What is awaited between the two: delivery/awaited.h. The act is in the
 * ledger, with the scopes that were granted.
 *
 * Source: RFC 6749 section 4.1, RFC 7636 (PKCE), RFC 9700.
 */
#ifndef CONNECTOR_AUTHORIZE_H
#define CONNECTOR_AUTHORIZE_H

#include "base/str.h"
#include "catalog/act.h"
#include "catalog/values.h"

#include <stdbool.h>

struct archive;
struct db;
struct err;
struct source_ops;

/*
 * Append the address to *link; redirect is where the browser is to come back
 * to. Errors: ERR_USAGE: no such connector, its way of signing in has no such
 * page, a setting is missing; ERR_STORE.
 */
int connector_authorize_begin(struct archive *a, struct db *db,
			      const char *name, const char *redirect,
			      struct str *link, struct err *e);

struct connector_answer {
	const char *name, *url; /* as the browser has it */
	struct actor actor;
};

struct connector_granted {
	struct str scopes; /* "" where the source does not tell */
	struct str lacks;  /* scopes that are missing, ", " between */
};
#define CONNECTOR_GRANTED_INIT                                                 \
	((struct connector_granted){ STR_INIT, STR_INIT })
void connector_granted_done(struct connector_granted *g);
static inline void connector_granted_done_auto(struct connector_granted *g)
{
	connector_granted_done(g);
}

/*
 * The token is kept. *out starts as CONNECTOR_GRANTED_INIT. Errors: ERR_USAGE:
 * this is not the answer to the last address, which stays good; ERR_SOURCE:
 * refused, why and what to do, or too late; those of the source's sign-in.
 * After these the address is spent.
 */
int connector_authorize_answer(struct archive *a, struct db *db,
			       const struct connector_answer *answer,
			       struct connector_granted *out, struct err *e);

/* Which connector awaits the answer with this state? 1 with its name appended;
   0: none. Errors: ERR_STORE. */
int connector_authorize_awaiting(struct archive *a, struct db *db,
				 const char *state, struct str *name,
				 struct err *e);

/* Is a person still to sign in to it, by its settings? Errors: as begin. */
int connector_authorize_needed(struct archive *a, struct db *db,
			       const char *name, bool *needed, struct err *e);

/* Could one: it has a page, and neither a code nor a refresh token is set? */
bool authorize_is_open(const struct source_ops *ops, struct values *v);

#endif
