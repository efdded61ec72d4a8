/*
 * oidc/callback.h - the address a browser comes back with.
 *
 * Anybody can make a browser ask for any address: nothing in it is to be
 * believed before its state is the one that was given out. A parameter that
 * stands there twice makes the whole address invalid (RFC 6749 section 3.1):
 * two readers would take different ones.
 *
 * Source: RFC 6749 sections 4.1.2, 4.1.2.1; RFC 9207; Microsoft identity
 * platform, "Admin consent" (admin_consent, tenant).
 */
#ifndef OIDC_CALLBACK_H
#define OIDC_CALLBACK_H

#include "base/str.h"

struct err;

#define CALLBACK_MAX ((size_t)16 * 1024)

/* "" where it is not there. */
struct callback {
	struct str state, code, iss;
	struct str error, description; /* as sent: clean before showing */
	struct str admin_consent, tenant, scope;
};
void callback_init(struct callback *c);
void callback_done(struct callback *c);
static inline void callback_done_auto(struct callback *c)
{
	callback_done(c);
}

/* A whole address, or what follows its host; *out from callback_init().
   Errors: ERR_USAGE: it is no answer of a provider. */
int callback_read(struct callback *out, const char *url, struct err *e);

#endif
