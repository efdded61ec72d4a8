/*
 * delivery/consent.h - the consent of a tenant whose mailboxes we write to.
 *
 * Why: mailboxes in an organisation's Entra tenant are written to by an
 * application; that it may, a global administrator of that tenant says, and
 * takes back. The archive asks, checks who answered, keeps who it was and
 * when, and delivers nothing without: the target is parked and says so,
 * copies wait.
 *
 * A target needs consent if its settings name an application in a tenant:
 * `client-id` with `tenant-id` (where its agent has a setting
 * `auth`, only if that is xoauth2 or oauthbearer), or `consent-issuer`.
 * Consent is bound to provider, tenant, application and scope: when one of
 * them is changed, it is void.
 *
 *	consent_begin    an address for the administrator's browser
 *	consent_answer   the address the browser came back with; in Entra ID
 *	                 twice: that the tenant consents, then who signed in
 *	consent_withdraw
 *
 * The state in these addresses is random (256 bits), known to nobody but us
 * (sealed in control), good once, for an hour, for one target as it was set
 * up then. Only the last address given out is good.
 *
 * Every step is an act in the ledger.
 *
 * Source: Microsoft identity platform, "Admin consent on the Microsoft
 * identity platform"; OpenID Connect Core 1.0.
 */
#ifndef DELIVERY_CONSENT_H
#define DELIVERY_CONSENT_H

#include "base/clock.h"
#include "base/str.h"
#include "catalog/act.h"

#include <stdbool.h>
#include <stdint.h>

struct archive;
struct db;
struct err;
struct target_opened;

enum consent_state {
	CONSENT_NOT_NEEDED,
	CONSENT_MISSING, /* never given */
	CONSENT_IN_FORCE,
	CONSENT_VOID,      /* given for other settings */
	CONSENT_WITHDRAWN, /* here; what the provider says is not known */
};

/* "in force" ...; for people and JSON. */
const char *consent_state_name(enum consent_state s);

struct consent {
	enum consent_state state;
	/* The last that was given; "" and 0 where there was none. */
	struct str person;  /* "Ada Admin" */
	struct str subject; /* the provider's id of the person */
	struct str tenant;  /* the directory that person belongs to */
	struct str client;  /* the application */
	struct str scopes;  /* what for */
	int64_t given_us, withdrawn_us;
};
void consent_init(struct consent *c);
void consent_done(struct consent *c);
static inline void consent_done_auto(struct consent *c)
{
	consent_done(c);
}

/* *out from consent_init(). Errors: ERR_USAGE: no such target; ERR_STORE. */
int consent_find(struct archive *a, struct db *db, const char *target,
		 struct consent *out, struct err *e);

struct consent_ask {
	const char *target;
	const char *redirect_uri; /* where the browser is to come back to */
	struct actor actor;
};
/* Append the address to *link. Errors: ERR_USAGE: it needs none; those of
   oidc_open(). */
int consent_begin(struct archive *a, struct db *db,
		  const struct consent_ask *ask, struct str *link,
		  struct err *e);

struct consent_answer {
	const char *target;
	const char *url; /* as the browser has it */
	struct actor actor;
};
/*
 * 1: consent is in force, and what waited goes on by itself; 0: there is
 * another address to go to, appended to *link. Errors: ERR_USAGE: this is
 * not the answer to the last address, which stays good; ERR_SOURCE: refused,
 * why and what to do, or too late, or of another tenant; those of
 * oidc_finish(). After these the address is spent.
 */
int consent_answer(struct archive *a, struct db *db,
		   const struct consent_answer *answer, struct str *link,
		   struct err *e);

/*
 * Which target awaits the answer with this state? 1 with its name appended;
 * 0: none. For a door that only has the answer. Errors: ERR_STORE.
 */
int consent_awaiting(struct archive *a, struct db *db, const char *state,
		     struct str *target, struct err *e);

/* Nothing is delivered from now on. Errors: ERR_USAGE: none is in force. */
int consent_withdraw(struct archive *a, struct db *db, const char *target,
		     struct actor actor, struct err *e);

/* --- for delivery/ -------------------------------------------------------- */

/* Errors: ERR_SOURCE, for the target's reason, where consent is needed and
   not in force; ERR_STORE. */
int consent_required(struct db *db, const struct target_opened *t, int64_t id,
		     struct err *e);

/*
 * The server refused us (ERR_SOURCE): where its words mean that the tenant
 * has taken its consent back, append what to do about it.
 */
void consent_explain(const struct target_opened *t, struct str *reason);

/* An address for `consent-issuer`, checked when it is set. */
bool consent_issuer_ok(const char *url);

#endif
