/*
 * oidc/provider.h - an OpenID Connect provider, asked as a client of it.
 *
 * Why: who gives a tenant's consent, and later who signs in to the portal, is
 * told by the organisation's own provider (Entra ID, Keycloak ...). We are a
 * confidential client of the authorization code flow with PKCE; nothing else
 * is offered, so nothing else can be asked of us by mistake.
 *
 *	oidc_open       discovery: where its endpoints are
 *	oidc_begin      an address for the browser, and what to remember
 *	callback_read   what the browser came back with (callback.h)
 *	oidc_finish     code for ID token, checked: who it is
 *
 * The provider's keys are asked for when they are first needed, and again
 * when a token names one that is not among them, but at most every five
 * minutes: tokens with invented names do not make us ask.
 *
 * Threads: one struct oidc serves all.
 *
 * Secrets: the client secret goes to the token endpoint that the issuer
 * itself names, over TLS or on this machine.
 *
 * Errors: ERR_RETRY not reached; ERR_SOURCE the provider refuses us, or is
 * none; ERR_ITEM a token that is not to be believed; ERR_USAGE settings.
 *
 * Source: OpenID Connect Core 1.0, Discovery 1.0; RFC 6749, RFC 7636 (PKCE),
 * RFC 9207 (iss), RFC 9700 (best practices).
 */
#ifndef OIDC_PROVIDER_H
#define OIDC_PROVIDER_H

#include "base/cleanup.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct callback;
struct err;
struct identity;
struct oidc;

#define OIDC_REFETCH_US (INT64_C(5) * 60 * 1000000)

struct oidc_options {
	const char *issuer; /* "https://login.example.com/TENANT/v2.0" */
	const char *client_id, *client_secret;
	const char *ca_file; /* NULL or "": the system's */
	bool (*stopping)(void *ctx);
	void *ctx;
};

/* Texts are copied. Makes one request. */
int oidc_open(struct oidc **out, const struct oidc_options *o, struct err *e);
void oidc_free(struct oidc *p); /* NULL is fine */
DEFINE_AUTO(struct oidc, oidc_free)

/*
 * What must be remembered from the address to the answer, where nobody else
 * reads it. Random, 256 bits each.
 */
struct oidc_request {
	struct str state, nonce, verifier;
};
#define OIDC_REQUEST_INIT                                                      \
	((struct oidc_request){ STR_INIT, STR_INIT, STR_INIT })
void oidc_request_new(struct oidc_request *rq); /* of OIDC_REQUEST_INIT */
void oidc_request_done(struct oidc_request *rq);
static inline void oidc_request_done_auto(struct oidc_request *rq)
{
	oidc_request_done(rq);
}

struct oidc_ask {
	const char *redirect_uri; /* registered at the provider */
	const char *scope;        /* "openid profile" */
	const char *prompt;       /* "consent"; NULL: as the provider likes */
};

/* Append the address where the person signs in. */
void oidc_begin(const struct oidc *p, const struct oidc_request *rq,
		const struct oidc_ask *ask, struct str *url);

/*
 * The answer: its state has been checked by the caller and is spent.
 * *who starts as IDENTITY_INIT; scope (may be NULL): what was granted.
 * Errors: as above; ERR_ITEM also that another provider answered (iss).
 */
int oidc_finish(struct oidc *p, const struct oidc_request *rq,
		const char *redirect_uri, const struct callback *answer,
		struct identity *who, struct str *scope, struct err *e);

#endif
