/* The token endpoint and the page where a person says yes. */
#include "api.h"

#include "authorize.h"
#include "token.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"

#include <string.h>

static void reply_oauth(struct reply *rp, int status, int code,
			const char *reason, const char *error)
{
	reply_json(rp, status,
		   json_pack("{s:s, s:s, s:i}", "reason", reason, "error",
			     error, "errorCode", code));
}

/* Client id and secret by HTTP Basic; RFC 6749 section 2.3.1. */
static bool is_client(struct request *rq)
{
	struct str wanted AUTO(str_done) = STR_INIT;
	struct str given AUTO(str_done) = STR_INIT;
	const char *a = rq->authorization;

	if (a == NULL || strncmp(a, "Basic ", 6) != 0 ||
	    !decode_base64(&given, a + 6, strlen(a + 6)))
		return false;
	str_addf(&wanted, "%s:%s", rq->sb->cred.client_id,
		 rq->sb->cred.client_secret);
	return strcmp(wanted.s, given.s) == 0;
}

static void reply_token(struct request *rq, struct reply *rp,
			enum token_kind kind, const char *refresh)
{
	struct setup s = sandbox_setup(rq->sb);
	char token[TOKEN_TEXT];
	size_t n = strlen(s.scopes);
	json_t *o = json_object();

	tokens_issue(rq->sb->tokens, kind, rq->now_us, token);
	put_str(o, "access_token", token);
	put_str(o, "token_type", "bearer");
	if (refresh != NULL)
		put_str(o, "refresh_token", refresh);
	put_int(o, "expires_in", TOKEN_LIFE_S);
	put_str(o, "scope",
		n < 3 ? ""
		      : arena_printf(rq->arena, "%.*s", (int)n - 2,
				     s.scopes + 1));
	put_str(o, "api_url", rq->sb->base);
	reply_json(rp, 200, o);
}

static void by_account(struct request *rq, struct reply *rp)
{
	const char *account = request_arg(rq, "account_id");

	if (account == NULL || strcmp(account, rq->sb->cred.account_id) != 0)
		reply_oauth(rp, 400, 4700, "Bad Request", "invalid_request");
	else
		reply_token(rq, rp, TOKEN_SERVER, NULL);
}

static void by_refresh(struct request *rq, struct reply *rp)
{
	const char *old = request_arg(rq, "refresh_token");
	char next[TOKEN_TEXT];

	if (old == NULL || !tokens_refresh(rq->sb->tokens, old, next))
		reply_oauth(rp, 400, 4711, "Invalid Token!", "invalid_grant");
	else
		reply_token(rq, rp, TOKEN_USER, next);
}

static void by_code(struct request *rq, struct reply *rp)
{
	const char *code = request_arg(rq, "code");
	const char *redirect = request_arg(rq, "redirect_uri");
	char refresh[TOKEN_TEXT];
	enum code_state state = CODE_INVALID;

	if (code != NULL && redirect != NULL)
		state = tokens_use_code(rq->sb->tokens, code, redirect,
					request_arg(rq, "code_verifier"),
					rq->now_us);
	switch (state) {
	case CODE_OK:
		tokens_grant(rq->sb->tokens, refresh);
		reply_token(rq, rp, TOKEN_USER, refresh);
		return;
	case CODE_EXPIRED:
		reply_oauth(rp, 400, 4733, "Code is expired", "invalid_grant");
		return;
	case CODE_REDIRECT:
		reply_oauth(rp, 400, 4709, "Redirect URI mismatch",
			    "invalid_request");
		return;
	case CODE_INVALID:
		reply_oauth(rp, 400, 4734, "Invalid authorization code",
			    "invalid_grant");
		return;
	}
}

void api_token(struct request *rq, struct reply *rp)
{
	const char *grant;

	request_add_args(rq, rq->body.s);
	grant = request_arg(rq, "grant_type");
	if (!sandbox_setup(rq->sb).app)
		reply_oauth(rp, 400, 4717, "The app has been disabled",
			    "invalid_client");
	else if (!is_client(rq))
		reply_oauth(rp, 401, 4702, "Invalid client_id or client_secret",
			    "invalid_client");
	else if (grant == NULL)
		reply_oauth(rp, 400, 4706, "Missing grant type",
			    "invalid_request");
	else if (strcmp(grant, "account_credentials") == 0)
		by_account(rq, rp);
	else if (strcmp(grant, "refresh_token") == 0)
		by_refresh(rq, rp);
	else if (strcmp(grant, "authorization_code") == 0)
		by_code(rq, rp);
	else
		reply_oauth(rp, 400, 4705, "The grant type is not supported",
			    "unsupported_grant_type");
}

/* Says yes at once, or as authorize.h tells. */
void api_authorize(struct request *rq, struct reply *rp)
{
	const char *client = request_arg(rq, "client_id");
	const char *redirect = request_arg(rq, "redirect_uri");
	const char *type = request_arg(rq, "response_type");
	const char *challenge = request_arg(rq, "code_challenge");
	const char *method = request_arg(rq, "code_challenge_method");
	char code[TOKEN_TEXT];

	if (client == NULL || strcmp(client, rq->sb->cred.client_id) != 0 ||
	    !authorize_knows(rq, redirect) || type == NULL ||
	    strcmp(type, "code") != 0) {
		reply_oauth(rp, 400, 4702, "Invalid client or redirect",
			    "invalid_request");
		return;
	}
	if (challenge != NULL &&
	    (method == NULL || strcmp(method, "S256") != 0 ||
	     strlen(challenge) > 100)) {
		reply_oauth(rp, 400, 4700, "Only S256 is supported",
			    "invalid_request");
		return;
	}
	if (authorize_declined(rq, rp, redirect))
		return;
	tokens_code(rq->sb->tokens, redirect,
		    challenge != NULL ? challenge : "", rq->now_us, code);
	authorize_back(rq, rp, redirect, "code", code);
}
