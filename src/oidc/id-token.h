/*
 * oidc/id-token.h - what an ID token must say before its word is taken.
 *
 * The signature has been checked (jwks.h). Here: who issued it, that it is
 * for us and for nobody else, that it is of now, that it answers the request
 * we made (nonce), and that the access token beside it belongs to it.
 *
 * Source: OpenID Connect Core 1.0 sections 2, 3.1.3.6, 3.1.3.7.
 */
#ifndef OIDC_ID_TOKEN_H
#define OIDC_ID_TOKEN_H

#include "base/str.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct err;
struct jwt;

#define ID_TOKEN_SKEW_S 120 /* how far clocks may be apart */

struct id_token_wanted {
	const char *issuer;    /* exactly */
	const char *client_id; /* the only audience */
	const char *nonce;
	const char *access; /* the access token beside it; NULL or "": none */
	int64_t now_us;
};

/* Who signed in. Texts of the provider, valid UTF-8 without control
   characters; "" where it does not say. */
struct identity {
	struct str subject; /* sub: of this client only */
	struct str object;  /* oid: Entra's id of the person */
	struct str tenant;  /* tid: Entra's directory */
	struct str name;    /* for people: name, else user, else e-mail */
	struct str user;    /* preferred_username */
	struct str email;   /* "" too where it says that it is not verified */
	json_t *claims;     /* all it says: identity_list() */
};
#define IDENTITY_INIT                                                          \
	((struct identity){ STR_INIT, STR_INIT, STR_INIT, STR_INIT, STR_INIT,  \
			    STR_INIT, NULL })
void identity_done(struct identity *i);
static inline void identity_done_auto(struct identity *i)
{
	identity_done(i);
}

/* *out starts as IDENTITY_INIT. Errors: ERR_ITEM naming the claim. */
int id_token_check(const struct jwt *t, const struct id_token_wanted *wanted,
		   struct identity *out, struct err *e);

#define IDENTITY_LIST_MAX 1000 /* groups of one person */

/*
 * What a claim lists ("groups", "roles"): texts, each told as it was sent
 * (one text alone is a list of one; what is no text is passed over). A name
 * with dots that is no claim looks inside: "realm_access.roles". Without such
 * a claim nothing is told. Errors: ERR_ITEM: more than IDENTITY_LIST_MAX;
 * what each() fails with.
 */
int identity_list(const struct identity *i, const char *claim,
		  int (*each)(void *ctx, const char *text, struct err *e),
		  void *ctx, struct err *e);
/*
 * Does the provider say that it left the claim out, to be asked for
 * elsewhere, because there is too much in it? (Entra ID: more than 200
 * groups; OpenID Connect Core 1.0 section 5.6.2, hasgroups.)
 */
bool identity_left_out(const struct identity *i, const char *claim);

/* Do they say the same? Takes the same time wherever they differ. */
bool id_token_same(const char *a, const char *b);

/* Append words of a provider as one line of valid UTF-8, of at most 300
   bytes: for error texts and names. */
void id_token_clean(struct str *out, const char *text);

#endif
