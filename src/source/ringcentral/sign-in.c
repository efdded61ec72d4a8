/*
 * Signing in: by a JWT that a person made in the developer console, or by a
 * person's authorisation. Both give a refresh token, which is used first:
 * each sign-in by JWT is one of the five sessions a user may have.
 *
 * Refreshing makes the token before unusable once the new access token is
 * used: so the new one is on disk before.
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"
#include "http/http.h"
#include "http/oauth.h"
#include "source/loose.h"
#include "source/ringcentral/ask.h"
#include "source/ringcentral/limits.h"
#include "source/ringcentral/ringcentral.h"

#include <string.h>

#define GRANT_JWT "urn:ietf:params:oauth:grant-type:jwt-bearer"
/* A penalty of the sign-in's group, where the answer does not tell. */
#define REST_US (60 * CLOCK_SECOND)

/* --- settings ---------------------------------------------------------- */

int rc_sign_in_check(const struct rc *r, struct err *e)
{
	const struct account *a = &r->acc;

	if (account_need(a, "client-id",
			 "of the app, see the developer console", e) < 0)
		return -1;
	if (r->auth == RC_JWT) {
		if (account_need(a, "client-secret", "needed with auth=jwt",
				 e) < 0)
			return -1;
		return account_need(a, "jwt", "needed with auth=jwt", e);
	}
	if (account_setting(&r->acc, "refresh-token")[0] != '\0')
		return 0;
	if (account_need(a, "code", ACCOUNT_CODE_WHY, e) < 0)
		return -1;
	return account_need(a, "redirect-uri", "needed with a code", e);
}

/* --- the token endpoint ------------------------------------------------ */

static int refuse(struct rc *r, const struct oauth_reply *reply, struct err *e)
{
	AUTO(arena_free) struct arena *a = arena_new();
	const char *text = loose_clean_line(a, reply->description.s,
					    reply->description.len);
	const char *error =
		loose_clean_line(a, reply->error.s, reply->error.len);

	(void)err_set(e, ERR_SOURCE,
		      "RingCentral refuses the sign-in (status %d, %.60s: "
		      "%.200s): %s",
		      reply->status, error, text, rc_sign_in_help(error, text));
	return account_refuse(&r->acc, e);
}

struct asking {
	struct rc *r;
	struct oauth_question q;
};

/* One try; a 429 lets the group rest, also after a restart. */
static int ask_once(void *ctx, struct oauth_reply *out, struct err *e)
{
	const struct asking *k = ctx;
	struct rc *r = k->r;

	if (rc_take_place(r, WAY_SIGN_IN, e) < 0)
		return -1;
	if (oauth_ask(r->acc.http, &k->q, out, e) == 0)
		return 0;
	if (out->status == 429) {
		struct err ignored = ERR_INIT; /* the first one is told */

		if (out->wait_us <= 0)
			out->wait_us = REST_US;
		if (out->wait_us > LIMITS_PENALTY_MAX)
			out->wait_us = LIMITS_PENALTY_MAX;
		rc_limits_hold(r->limits, WAY_SIGN_IN,
			       clock_now_us() + out->wait_us);
		(void)rc_keep_limits(r, &ignored);
	}
	return -1;
}

/* 0 for a token or a refusal that is meant: look at out->status. */
static int ask_token(struct rc *r, const char *form, struct oauth_reply *out,
		     struct err *e)
{
	struct str url AUTO(str_done) = STR_INIT;
	const char *secret = account_setting(&r->acc, "client-secret");
	struct asking k = { r,
			    { .id = account_setting(&r->acc, "client-id"),
			      .secret = secret,
			      .form = form } };

	str_addf(&url, "%s/restapi/oauth/token", r->api_url);
	k.q.url = url.s;
	if (secret[0] == '\0')
		k.q.id = NULL; /* a public app names itself in the form */
	return account_insist(&r->acc, ask_once, &k, out, e);
}

/* --- grants ------------------------------------------------------------ */

/* What the person gave: the beginning of a line of refresh tokens. */
static const char *given(const struct rc *r)
{
	if (r->auth == RC_JWT)
		return account_setting(&r->acc, "jwt");
	if (account_setting(&r->acc, "refresh-token")[0] != '\0')
		return account_setting(&r->acc, "refresh-token");
	return account_setting(&r->acc, "code");
}

static void name_client(const struct rc *r, struct str *form)
{
	if (account_setting(&r->acc, "client-secret")[0] == '\0')
		oauth_form(form, "client_id",
			   account_setting(&r->acc, "client-id"));
}

static int by_refresh(struct rc *r, const char *token, struct oauth_reply *out,
		      struct err *e)
{
	struct str form AUTO(str_done) = STR_INIT;
	int bad;

	account_refresh_form(&form, token);
	name_client(r, &form);
	bad = ask_token(r, form.s, out, e);
	mem_wipe(form.s, form.len);
	return bad;
}

static int by_given(struct rc *r, struct oauth_reply *out, struct err *e)
{
	struct str form AUTO(str_done) = STR_INIT;
	int bad;

	if (r->auth == RC_JWT) {
		oauth_form(&form, "grant_type", GRANT_JWT);
		oauth_form(&form, "assertion", account_setting(&r->acc, "jwt"));
	} else {
		account_code_form(&r->acc, &form);
	}
	name_client(r, &form);
	bad = ask_token(r, form.s, out, e);
	mem_wipe(form.s, form.len);
	return bad;
}

static int get_token(struct rc *r, struct oauth_reply *out, struct err *e)
{
	struct str token AUTO(str_done) = STR_INIT;
	int bad, saved = account_load_refresh(&r->acc, given(r), &token, e);

	if (saved < 0)
		return -1;
	if (saved == 0 && r->auth == RC_CODE)
		str_add(&token, account_setting(&r->acc, "refresh-token"));
	bad = token.len > 0 ? by_refresh(r, token.s, out, e) : 0;
	/* a JWT can always begin anew: seven days without a run are enough
	   for its refresh token to be worth nothing */
	if (bad == 0 &&
	    (token.len == 0 || (out->status != 200 && r->auth == RC_JWT)))
		bad = by_given(r, out, e);
	mem_wipe(token.s, token.len);
	return bad;
}

int rc_sign_in(void *ctx, struct str *token, int64_t *life_us, struct err *e)
{
	struct rc *r = ctx;
	struct oauth_reply reply AUTO(oauth_reply_done) = { 0 };

	if (account_is_refused(&r->acc, e))
		return -1;
	oauth_reply_init(&reply);
	if (get_token(r, &reply, e) < 0)
		return -1;
	if (reply.status != 200)
		return refuse(r, &reply, e);
	if (account_save_refresh(&r->acc, given(r), reply.refresh.s, e) < 0)
		return -1;
	account_take_reply(&r->acc, &reply, token, life_us);
	return 0;
}
