/*
 * Signing in: by a JWT that a person made in the developer console, or by a
 * person's authorisation. Both give a refresh token, which is used first:
 * each sign-in by JWT is one of the five sessions a user may have.
 *
 * Which refresh token is the right one: the last that RingCentral gave us, as
 * long as it descends from what the person has given; a new JWT or code
 * begins a new line. So the saved state names its ancestor by digest:
 * "<sha256 of the given one> <token>". Refreshing makes the token before
 * unusable once the new access token is used: so the new one is on disk
 * before.
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
#include "stream/digest.h"

#include <string.h>

#define STATE     "refresh-token"
#define GRANT_JWT "urn:ietf:params:oauth:grant-type:jwt-bearer"
/* A penalty of the sign-in's group, where the answer is not at hand. */
#define REST_US (60 * CLOCK_SECOND)

/* --- settings ---------------------------------------------------------- */

static int need(const struct rc *r, const char *name, const char *why,
		struct err *e)
{
	if (rc_setting(r, name)[0] != '\0')
		return 0;
	return err_set(e, ERR_USAGE, "%s: is missing (%s)", name, why);
}

int rc_sign_in_check(const struct rc *r, struct err *e)
{
	if (need(r, "client-id", "of the app, see the developer console", e) <
	    0)
		return -1;
	if (r->auth == RC_JWT) {
		if (need(r, "client-secret", "needed with auth=jwt", e) < 0)
			return -1;
		return need(r, "jwt", "needed with auth=jwt", e);
	}
	if (rc_setting(r, "refresh-token")[0] != '\0')
		return 0;
	if (need(r, "code", "or refresh-token, with auth=code", e) < 0)
		return -1;
	return need(r, "redirect-uri", "needed with a code", e);
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
	(void)pthread_mutex_lock(&r->lock);
	r->sign_in_refused = true;
	r->sign_in_err = *e;
	(void)pthread_mutex_unlock(&r->lock);
	return -1;
}

static bool refused_before(struct rc *r, struct err *e)
{
	bool refused;

	(void)pthread_mutex_lock(&r->lock);
	refused = r->sign_in_refused;
	if (refused)
		*e = r->sign_in_err;
	(void)pthread_mutex_unlock(&r->lock);
	return refused;
}

/* One try; a 429 lets the group rest. */
static int ask_once(struct rc *r, const struct oauth_question *q,
		    struct oauth_reply *out, struct err *e)
{
	oauth_reply_done(out);
	oauth_reply_init(out);
	if (rc_take_place(r, WAY_SIGN_IN, e) < 0)
		return -1;
	if (oauth_ask(r->http, q, out, e) == 0)
		return 0;
	if (out->status == 429) {
		struct err ignored = ERR_INIT; /* the first one is told */

		rc_limits_hold(r->limits, WAY_SIGN_IN,
			       clock_now_us() + REST_US);
		(void)rc_keep_limits(r, &ignored);
	}
	return -1;
}

/* 0 for a token or a refusal that is meant: look at out->status. */
static int ask_token(struct rc *r, const char *form, struct oauth_reply *out,
		     struct err *e)
{
	struct str url AUTO(str_done) = STR_INIT;
	const char *secret = rc_setting(r, "client-secret");
	struct oauth_question q = { .id = rc_setting(r, "client-id"),
				    .secret = secret,
				    .form = form };

	str_addf(&url, "%s/restapi/oauth/token", r->api_url);
	q.url = url.s;
	if (secret[0] == '\0')
		q.id = NULL; /* a public app names itself in the form */
	for (unsigned int n = 0;; n++) {
		if (ask_once(r, &q, out, e) == 0)
			return 0;
		if (e->kind != ERR_RETRY || n + 1 == RC_TRIES)
			return err_wrap(e, "sign in to RingCentral");
		err_clear(e);
		if (rc_pause(r, n + 1, e) < 0)
			return -1;
	}
}

static void keep_scopes(struct rc *r, const struct oauth_reply *reply)
{
	(void)pthread_mutex_lock(&r->lock);
	str_cut(&r->scopes, 0);
	str_add(&r->scopes, reply->scope.s);
	(void)pthread_mutex_unlock(&r->lock);
}

/* --- grants ------------------------------------------------------------ */

/* What the person gave; its digest is the name of the line. */
static const char *given(const struct rc *r)
{
	if (r->auth == RC_JWT)
		return rc_setting(r, "jwt");
	if (rc_setting(r, "refresh-token")[0] != '\0')
		return rc_setting(r, "refresh-token");
	return rc_setting(r, "code");
}

/* The saved token of this line: 1 with it in out. */
static int load_saved(struct rc *r, const char *line, struct str *out,
		      struct err *e)
{
	struct str state AUTO(str_done) = STR_INIT;
	int n;

	if (r->host.load == NULL)
		return 0;
	n = r->host.load(r->host.ctx, STATE, &state, e);
	if (n > 0 && state.len > DIGEST_HEX + 1 &&
	    strncmp(state.s, line, DIGEST_HEX) == 0 &&
	    state.s[DIGEST_HEX] == ' ')
		str_add(out, state.s + DIGEST_HEX + 1);
	mem_wipe(state.s, state.len);
	return n < 0 ? -1 : out->len > 0;
}

/* On disk before the access token that came with it is used. */
static int save_rotated(struct rc *r, const char *line,
			const struct oauth_reply *reply, struct err *e)
{
	struct str state AUTO(str_done) = STR_INIT;
	int bad;

	if (reply->refresh.len == 0 || r->host.save == NULL)
		return 0;
	str_addf(&state, "%s %s", line, reply->refresh.s);
	bad = r->host.save(r->host.ctx, STATE, state.s, e);
	mem_wipe(state.s, state.len);
	if (bad < 0)
		return err_wrap(e, "save RingCentral's new refresh token");
	return 0;
}

static void name_client(const struct rc *r, struct str *form)
{
	if (rc_setting(r, "client-secret")[0] == '\0')
		oauth_form(form, "client_id", rc_setting(r, "client-id"));
}

static int by_refresh(struct rc *r, const char *token, struct oauth_reply *out,
		      struct err *e)
{
	struct str form AUTO(str_done) = STR_INIT;
	int bad;

	oauth_form(&form, "grant_type", "refresh_token");
	oauth_form(&form, "refresh_token", token);
	name_client(r, &form);
	bad = ask_token(r, form.s, out, e);
	mem_wipe(form.s, form.len);
	return bad;
}

static int by_given(struct rc *r, struct oauth_reply *out, struct err *e)
{
	const char *verifier = rc_setting(r, "code-verifier");
	struct str form AUTO(str_done) = STR_INIT;
	int bad;

	if (r->auth == RC_JWT) {
		oauth_form(&form, "grant_type", GRANT_JWT);
		oauth_form(&form, "assertion", rc_setting(r, "jwt"));
	} else {
		oauth_form(&form, "grant_type", "authorization_code");
		oauth_form(&form, "code", rc_setting(r, "code"));
		oauth_form(&form, "redirect_uri",
			   rc_setting(r, "redirect-uri"));
		if (verifier[0] != '\0')
			oauth_form(&form, "code_verifier", verifier);
	}
	name_client(r, &form);
	bad = ask_token(r, form.s, out, e);
	mem_wipe(form.s, form.len);
	return bad;
}

static int get_token(struct rc *r, const char *line, struct oauth_reply *out,
		     struct err *e)
{
	struct str token AUTO(str_done) = STR_INIT;
	int bad, saved = load_saved(r, line, &token, e);

	if (saved < 0)
		return -1;
	if (saved == 0 && r->auth == RC_CODE)
		str_add(&token, rc_setting(r, "refresh-token"));
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
	struct digest line = digest_of(given(r), strlen(given(r)));
	struct oauth_reply reply AUTO(oauth_reply_done) = { 0 };

	if (refused_before(r, e))
		return -1;
	oauth_reply_init(&reply);
	if (get_token(r, line.hex, &reply, e) < 0)
		return -1;
	if (reply.status != 200)
		return refuse(r, &reply, e);
	if (save_rotated(r, line.hex, &reply, e) < 0)
		return -1;
	keep_scopes(r, &reply);
	str_add(token, reply.access.s);
	*life_us = reply.life_us;
	return 0;
}
