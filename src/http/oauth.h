/*
 * http/oauth.h - access tokens: asked for once, shared by all threads.
 *
 * Why: asking for a token may make the earlier ones invalid (Zoom 4741), is
 * rationed (RingCentral: 5 a minute), and a rotating refresh token works
 * exactly once. So each account has one struct oauth; the thread that finds
 * the token old asks for a new one while the others wait for it.
 *
 * The vendor's part is a function that gets a new token; it does what its
 * grant demands, mostly by oauth_ask() below, and, where the refresh token
 * rotates, saves the new one durably before it returns.
 *
 * Source: RFC 6749 sections 2.3.1, 4, 5, 6; RFC 7519, RFC 7515 (HS256).
 */
#ifndef HTTP_OAUTH_H
#define HTTP_OAUTH_H

#include "base/cleanup.h"
#include "base/str.h"

#include <stdint.h>

struct err;
struct http;
struct http_request;
struct oauth;

/* What a token endpoint answered. */
struct oauth_reply {
	int status;             /* HTTP; the token is there only for 200 */
	struct str access;      /* access_token */
	struct str refresh;     /* refresh_token, "" if none */
	struct str id_token;    /* of OpenID Connect, unchecked; "" if none */
	struct str scope;       /* as sent: blank separated */
	struct str error;       /* "invalid_grant", of a refusal */
	struct str description; /* error_description, reason or message */
	int64_t code;           /* a number the vendor adds; 0 if none */
	int64_t life_us;        /* of the access token; 0 not told */
	int64_t wait_us;        /* Retry-After of whatever status; 0 not told */
};
void oauth_reply_init(struct oauth_reply *r);
void oauth_reply_done(struct oauth_reply *r);
static inline void oauth_reply_done_auto(struct oauth_reply *r)
{
	oauth_reply_done(r);
}

struct oauth_question {
	const char *url;
	const char *id, *secret; /* by HTTP Basic; id NULL: stand in form */
	const char *form;        /* "grant_type=...&...", encoded */
};

/*
 * Ask a token endpoint, once. 0 for a token or a refusal (4xx): look at
 * out->status. Errors: ERR_RETRY unreachable, 429, 5xx (out->wait_us says
 * when to come again, where it was told), or an answer that is no token;
 * ERR_SOURCE, ERR_USAGE as http_send(). Never names a secret.
 */
int oauth_ask(struct http *h, const struct oauth_question *q,
	      struct oauth_reply *out, struct err *e);

/* Append name=value to a form, with & where needed. */
void oauth_form(struct str *form, const char *name, const char *value);

/* Get a new token: append it, and set how long it lives (0: unknown). */
typedef int oauth_issue(void *ctx, struct str *token, int64_t *life_us,
			struct err *e);

struct oauth *oauth_new(oauth_issue *issue, void *ctx);
void oauth_free(struct oauth *o);
DEFINE_AUTO(struct oauth, oauth_free)

/*
 * Append a token that is good for some minutes yet (OAUTH_EARLY before its
 * end a new one is got). Errors: those of issue.
 */
#define OAUTH_EARLY_US (INT64_C(5) * 60 * 1000000)
int oauth_token(struct oauth *o, struct str *token, struct err *e);

/* Put one into a request; *token (emptied first) gets a copy, to be dropped
   if it is refused. Errors: those of issue. */
int oauth_authorize(struct oauth *o, struct http_request *rq, struct str *token,
		    struct err *e);

/* The server did not take this token: it is not given out again. Another
   token, got in the meantime, stays. */
void oauth_drop(struct oauth *o, const char *token);

/*
 * Append a JWT signed with HS256: claims is a JSON object's text.
 */
void oauth_jwt_hs256(struct str *out, const char *claims, const char *key);

#endif
