/* The token endpoint, the page where a person says yes, service apps. */
#include "webex.h"

#include "sandbox/authorize.h"

#include "base/arena.h"
#include "base/encode.h"

#include <string.h>

/* The integration's access token: with its scopes, and both lives. */
static void reply_token(struct call *c, const char *refresh)
{
	char access[WX_TOKEN_TEXT];
	size_t n = strlen(c->s.scopes);
	json_t *o = json_object();

	wx_tokens_access(c->x->tokens, c->now_us, c->s.access_s, access);
	wx_put(o, "access_token", access);
	wx_put_int(o, "expires_in", c->s.access_s);
	wx_put(o, "refresh_token", refresh);
	wx_put_int(o, "refresh_token_expires_in", c->s.refresh_s);
	wx_put(o, "token_type", "Bearer");
	wx_put(o, "scope",
	       n < 3 ? ""
		     : arena_printf(c->a, "%.*s", (int)n - 2, c->s.scopes + 1));
	reply_json(c->rp, 200, o);
}

static bool is_client(struct call *c)
{
	const char *id = request_arg(c->rq, "client_id");
	const char *secret = request_arg(c->rq, "client_secret");

	return c->s.app && id != NULL && secret != NULL &&
	       strcmp(id, c->x->client_id) == 0 &&
	       strcmp(secret, c->x->client_secret) == 0;
}

static void by_refresh(struct call *c)
{
	const char *old = request_arg(c->rq, "refresh_token");
	char next[WX_TOKEN_TEXT];

	if (old == NULL || !wx_tokens_refresh(c->x->tokens, old, c->now_us,
					      c->s.refresh_s, next))
		wx_error(c, 400,
			 "The refresh token provided is expired, revoked, "
			 "malformed, or invalid.");
	else
		reply_token(c, next);
}

static void by_code(struct call *c)
{
	const char *code = request_arg(c->rq, "code");
	const char *redirect = request_arg(c->rq, "redirect_uri");
	char refresh[WX_TOKEN_TEXT];

	if (code == NULL || redirect == NULL ||
	    !wx_tokens_use_code(c->x->tokens, code, redirect,
				request_arg(c->rq, "code_verifier"),
				c->now_us)) {
		wx_error(c, 400,
			 "The authorization code is invalid, expired, used, "
			 "or does not match the redirect URI.");
		return;
	}
	wx_tokens_grant(c->x->tokens, c->now_us, c->s.refresh_s, refresh);
	reply_token(c, refresh);
}

void wx_api_token(struct call *c)
{
	const char *grant;

	request_add_args(c->rq, c->rq->body.s);
	grant = request_arg(c->rq, "grant_type");
	if (grant == NULL)
		wx_error(c, 400, "grant_type is required.");
	else if (!is_client(c))
		wx_error(c, 401, "The client credentials are invalid.");
	else if (strcmp(grant, "refresh_token") == 0)
		by_refresh(c);
	else if (strcmp(grant, "authorization_code") == 0)
		by_code(c);
	else
		wx_error(c, 400, "The grant type is not supported.");
}

/* An integration may ask for no more than the scopes it was made with. */
static bool asks_what_it_has(struct call *c)
{
	const char *at = request_arg(c->rq, "scope");
	char one[80];
	size_t n;

	for (; at != NULL && *at != '\0'; at += n + (at[n] == ' ')) {
		n = strcspn(at, " ");
		(void)snprintf(one, sizeof(one), "%.*s", (int)n, at);
		if (n > 0 && !wx_has_scope(&c->s, one))
			return false;
	}
	return true;
}

/* Says yes at once, or as authorize.h tells. */
void wx_api_authorize(struct call *c)
{
	const char *client = request_arg(c->rq, "client_id");
	const char *redirect = request_arg(c->rq, "redirect_uri");
	const char *type = request_arg(c->rq, "response_type");
	const char *challenge = request_arg(c->rq, "code_challenge");
	char code[WX_TOKEN_TEXT];

	if (!c->s.app || client == NULL ||
	    strcmp(client, c->x->client_id) != 0 ||
	    !authorize_knows(c->rq, redirect) || type == NULL ||
	    strcmp(type, "code") != 0 ||
	    (challenge != NULL && strlen(challenge) > 100)) {
		wx_error(c, 400, "The client or its redirect is invalid.");
		return;
	}
	if (authorize_declined(c->rq, c->rp, redirect))
		return;
	if (!asks_what_it_has(c)) {
		authorize_back(c->rq, c->rp, redirect, "error",
			       "invalid_scope");
		return;
	}
	wx_tokens_code(c->x->tokens, redirect,
		       challenge != NULL ? challenge : "", c->now_us, code);
	authorize_back(c->rq, c->rp, redirect, "code", code);
}

/*
 * A service app: {"clientId", "clientSecret", "targetOrgId"}, asked with an
 * access token of whoever owns the app.
 */
void wx_api_app_token(struct call *c)
{
	json_t *in = json_loadb(c->rq->body.s, c->rq->body.len, 0, NULL);
	const char *id, *secret, *org;
	char refresh[WX_TOKEN_TEXT];
	bool ok = in != NULL && json_unpack(in, "{s:s, s:s, s:s}", "clientId",
					    &id, "clientSecret", &secret,
					    "targetOrgId", &org) == 0;

	if (!ok)
		wx_error(c, 400,
			 "clientId, clientSecret and targetOrgId are "
			 "required.");
	else if (!c->s.app || strcmp(id, c->x->app_client_id) != 0 ||
		 strcmp(secret, c->x->app_client_secret) != 0 ||
		 strcmp(org, c->w->org_id) != 0)
		wx_error(c, 403,
			 "The service app is not authorized for this "
			 "organization.");
	else {
		wx_tokens_grant(c->x->tokens, c->now_us, c->s.refresh_s,
				refresh);
		reply_token(c, refresh);
	}
	json_decref(in);
}
