/*
 * Three ways to an access token. Which refresh token is the right one: the
 * last that Zoom gave us, as long as it descends from what the person has
 * given; a new one given by the person begins a new line. So the saved state
 * names its ancestor by digest:  "<sha256 of the given one> <token>".
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"
#include "http/http.h"
#include "http/oauth.h"
#include "source/loose.h"
#include "source/zoom/ask.h"
#include "source/zoom/zoom.h"
#include "stream/digest.h"

#include <string.h>

#define STATE        "refresh-token"
#define JWT_LIFE_US  (30 * CLOCK_MINUTE)
#define GRANT_SERVER "account_credentials"

/* --- settings ---------------------------------------------------------- */

static int need(const struct zoom *z, const char *name, const char *why,
		struct err *e)
{
	if (zoom_setting(z, name)[0] != '\0')
		return 0;
	return err_set(e, ERR_USAGE, "%s: is missing (%s)", name, why);
}

int zoom_sign_in_check(const struct zoom *z, struct err *e)
{
	static const char server[] = "needed with auth=s2s";
	static const char code[] = "needed with auth=code";
	static const char jwt[] = "needed with auth=jwt";

	switch (z->auth) {
	case AUTH_SERVER:
		if (need(z, "account-id", server, e) < 0 ||
		    need(z, "client-id", server, e) < 0)
			return -1;
		return need(z, "client-secret", server, e);
	case AUTH_CODE:
		if (need(z, "client-id", code, e) < 0 ||
		    need(z, "client-secret", code, e) < 0)
			return -1;
		if (zoom_setting(z, "refresh-token")[0] != '\0')
			return 0;
		if (need(z, "code", "or refresh-token, with auth=code", e) < 0)
			return -1;
		return need(z, "redirect-uri", "needed with a code", e);
	case AUTH_JWT:
		if (need(z, "jwt-key", jwt, e) < 0)
			return -1;
		return need(z, "jwt-secret", jwt, e);
	}
	return 0;
}

/* --- the token endpoint ------------------------------------------------ */

static int refuse(struct zoom *z, const struct oauth_reply *r, struct err *e)
{
	AUTO(arena_free) struct arena *a = arena_new();
	const char *help = zoom_sign_in_help(r->code);
	const char *text =
		loose_clean_line(a, r->description.s, r->description.len);
	const char *error = loose_clean_line(a, r->error.s, r->error.len);

	if (help == NULL)
		help = r->code == 0 && strcmp(r->error.s, "invalid_client") == 0
			       ? "check client-id and client-secret"
			       : "check the app and its credentials";
	(void)err_set(e, ERR_SOURCE,
		      "Zoom refuses the sign-in (status %d, code %lld, %.60s: "
		      "%.200s): %s",
		      r->status, (long long)r->code, error, text, help);
	(void)pthread_mutex_lock(&z->lock);
	z->sign_in_refused = true;
	z->sign_in_err = *e;
	(void)pthread_mutex_unlock(&z->lock);
	return -1;
}

static bool refused_before(struct zoom *z, struct err *e)
{
	bool refused;

	(void)pthread_mutex_lock(&z->lock);
	refused = z->sign_in_refused;
	if (refused)
		*e = z->sign_in_err;
	(void)pthread_mutex_unlock(&z->lock);
	return refused;
}

/* Ask until there is a token or a refusal that is meant. */
static int ask_token(struct zoom *z, const char *form, struct oauth_reply *out,
		     struct err *e)
{
	struct oauth_question q = { .url = z->token_url,
				    .id = zoom_setting(z, "client-id"),
				    .secret = zoom_setting(z, "client-secret"),
				    .form = form };

	for (unsigned int n = 0;; n++) {
		oauth_reply_done(out);
		oauth_reply_init(out);
		if (oauth_ask(z->http, &q, out, e) == 0)
			break;
		if (e->kind != ERR_RETRY || n + 1 == ZOOM_TRIES)
			return err_wrap(e, "sign in to Zoom");
		err_clear(e);
		if (zoom_pause(z, n + 1, e) < 0)
			return -1;
	}
	return out->status == 200 ? 0 : refuse(z, out, e);
}

static void keep_scopes(struct zoom *z, const struct oauth_reply *r)
{
	(void)pthread_mutex_lock(&z->lock);
	str_cut(&z->scopes, 0);
	str_add(&z->scopes, r->scope.s);
	(void)pthread_mutex_unlock(&z->lock);
}

/* --- grants ------------------------------------------------------------ */

static int by_account(struct zoom *z, struct oauth_reply *out, struct err *e)
{
	struct str form AUTO(str_done) = STR_INIT;

	oauth_form(&form, "grant_type", GRANT_SERVER);
	oauth_form(&form, "account_id", zoom_setting(z, "account-id"));
	return ask_token(z, form.s, out, e);
}

static void code_form(struct zoom *z, struct str *form)
{
	const char *verifier = zoom_setting(z, "code-verifier");

	oauth_form(form, "grant_type", "authorization_code");
	oauth_form(form, "code", zoom_setting(z, "code"));
	oauth_form(form, "redirect_uri", zoom_setting(z, "redirect-uri"));
	if (verifier[0] != '\0')
		oauth_form(form, "code_verifier", verifier);
}

/* What the person gave; its digest is the name of the line. */
static const char *given(const struct zoom *z)
{
	const char *token = zoom_setting(z, "refresh-token");

	return token[0] != '\0' ? token : zoom_setting(z, "code");
}

/* The saved token of this line: true with it in out. */
static int load_saved(struct zoom *z, const char *line, struct str *out,
		      struct err *e)
{
	struct str state AUTO(str_done) = STR_INIT;
	int n;

	if (z->host.load == NULL)
		return 0;
	n = z->host.load(z->host.ctx, STATE, &state, e);
	if (n > 0 && state.len > DIGEST_HEX + 1 &&
	    strncmp(state.s, line, DIGEST_HEX) == 0 &&
	    state.s[DIGEST_HEX] == ' ')
		str_add(out, state.s + DIGEST_HEX + 1);
	mem_wipe(state.s, state.len);
	return n < 0 ? -1 : out->len > 0;
}

/* On disk before the access token that came with it is used. */
static int save_rotated(struct zoom *z, const char *line,
			const struct oauth_reply *r, struct err *e)
{
	struct str state AUTO(str_done) = STR_INIT;
	int bad;

	if (r->refresh.len == 0 || z->host.save == NULL)
		return 0;
	str_addf(&state, "%s %s", line, r->refresh.s);
	bad = z->host.save(z->host.ctx, STATE, state.s, e);
	mem_wipe(state.s, state.len);
	if (bad < 0)
		return err_wrap(e, "save Zoom's new refresh token");
	return 0;
}

static int by_code(struct zoom *z, struct oauth_reply *out, struct err *e)
{
	struct digest line = digest_of(given(z), strlen(given(z)));
	struct str form AUTO(str_done) = STR_INIT;
	struct str token AUTO(str_done) = STR_INIT;
	int saved = load_saved(z, line.hex, &token, e), bad;

	if (saved < 0)
		return -1;
	if (saved == 0)
		str_add(&token, zoom_setting(z, "refresh-token"));
	if (token.len > 0) {
		oauth_form(&form, "grant_type", "refresh_token");
		oauth_form(&form, "refresh_token", token.s);
	} else {
		code_form(z, &form);
	}
	bad = ask_token(z, form.s, out, e);
	mem_wipe(token.s, token.len);
	mem_wipe(form.s, form.len);
	return bad < 0 ? -1 : save_rotated(z, line.hex, out, e);
}

/* Made here; good by both clocks, as long as we do not know Zoom's. */
static void by_jwt(struct zoom *z, struct str *token, int64_t *life_us)
{
	int64_t now_us = clock_now_us(), there_us = zoom_now_us(z);
	json_t *claims;
	char *text;

	if (there_us > now_us)
		now_us = there_us;
	claims = json_pack("{s:s, s:I}", "iss", zoom_setting(z, "jwt-key"),
			   "exp",
			   (json_int_t)((now_us + JWT_LIFE_US) / CLOCK_SECOND));
	text = json_dumps(claims, JSON_COMPACT);
	oauth_jwt_hs256(token, text != NULL ? text : "{}",
			zoom_setting(z, "jwt-secret"));
	free(text);
	json_decref(claims);
	*life_us = JWT_LIFE_US;
}

int zoom_sign_in(void *ctx, struct str *token, int64_t *life_us, struct err *e)
{
	struct zoom *z = ctx;
	struct oauth_reply r AUTO(oauth_reply_done) = { 0 };
	int bad;

	if (z->auth == AUTH_JWT) {
		by_jwt(z, token, life_us);
		return 0;
	}
	if (refused_before(z, e))
		return -1;
	oauth_reply_init(&r);
	bad = z->auth == AUTH_CODE ? by_code(z, &r, e) : by_account(z, &r, e);
	if (bad < 0)
		return -1;
	keep_scopes(z, &r);
	str_add(token, r.access.s);
	*life_us = r.life_us;
	return 0;
}
