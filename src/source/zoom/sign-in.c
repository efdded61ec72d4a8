/* Three ways to an access token. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/mem.h"
#include "http/http.h"
#include "http/oauth.h"
#include "source/loose.h"
#include "source/zoom/refusal.h"
#include "source/zoom/zoom.h"

#include <string.h>

#define JWT_LIFE_US  (30 * CLOCK_MINUTE)
#define GRANT_SERVER "account_credentials"

/* --- settings ---------------------------------------------------------- */

int zoom_sign_in_check(const struct zoom *z, struct err *e)
{
	const struct account *a = &z->acc;
	static const char server[] = "needed with auth=s2s";
	static const char code[] = "needed with auth=code";
	static const char jwt[] = "needed with auth=jwt";

	switch (z->auth) {
	case AUTH_SERVER:
		if (account_need(a, "account-id", server, e) < 0 ||
		    account_need(a, "client-id", server, e) < 0)
			return -1;
		return account_need(a, "client-secret", server, e);
	case AUTH_CODE:
		if (account_need(a, "client-id", code, e) < 0 ||
		    account_need(a, "client-secret", code, e) < 0)
			return -1;
		if (account_setting(&z->acc, "refresh-token")[0] != '\0')
			return 0;
		if (account_need(a, "code", ACCOUNT_CODE_WHY, e) < 0)
			return -1;
		return account_need(a, "redirect-uri", "needed with a code", e);
	case AUTH_JWT:
		if (account_need(a, "jwt-key", jwt, e) < 0)
			return -1;
		return account_need(a, "jwt-secret", jwt, e);
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
	return account_refuse(&z->acc, e);
}

struct asking {
	struct zoom *z;
	const char *form;
};

static int ask_once(void *ctx, struct oauth_reply *out, struct err *e)
{
	const struct asking *k = ctx;
	const struct account *a = &k->z->acc;
	struct oauth_question q = { .url = k->z->token_url,
				    .id = account_setting(a, "client-id"),
				    .secret =
					    account_setting(a, "client-secret"),
				    .form = k->form };

	return oauth_ask(a->http, &q, out, e);
}

/* Ask until there is a token or a refusal that is meant. */
static int ask_token(struct zoom *z, const char *form, struct oauth_reply *out,
		     struct err *e)
{
	struct asking k = { z, form };

	if (account_insist(&z->acc, ask_once, &k, out, e) < 0)
		return -1;
	return out->status == 200 ? 0 : refuse(z, out, e);
}

/* --- grants ------------------------------------------------------------ */

static int by_account(struct zoom *z, struct oauth_reply *out, struct err *e)
{
	struct str form AUTO(str_done) = STR_INIT;

	oauth_form(&form, "grant_type", GRANT_SERVER);
	oauth_form(&form, "account_id", account_setting(&z->acc, "account-id"));
	return ask_token(z, form.s, out, e);
}

/* What the person gave: the beginning of a line of refresh tokens. */
static const char *given(const struct zoom *z)
{
	const char *token = account_setting(&z->acc, "refresh-token");

	return token[0] != '\0' ? token : account_setting(&z->acc, "code");
}

static int by_code(struct zoom *z, struct oauth_reply *out, struct err *e)
{
	struct str form AUTO(str_done) = STR_INIT;
	struct str token AUTO(str_done) = STR_INIT;
	int saved = account_load_refresh(&z->acc, given(z), &token, e), bad;

	if (saved < 0)
		return -1;
	if (saved == 0)
		str_add(&token, account_setting(&z->acc, "refresh-token"));
	if (token.len > 0)
		account_refresh_form(&form, token.s);
	else
		account_code_form(&z->acc, &form);
	bad = ask_token(z, form.s, out, e);
	mem_wipe(token.s, token.len);
	mem_wipe(form.s, form.len);
	if (bad < 0)
		return -1;
	return account_save_refresh(&z->acc, given(z), out->refresh.s, e);
}

/* Made here; good by both clocks, as long as we do not know Zoom's. */
static void by_jwt(struct zoom *z, struct str *token, int64_t *life_us)
{
	int64_t now_us = clock_now_us(), there_us = account_now_us(&z->acc);
	json_t *claims;
	char *text;

	if (there_us > now_us)
		now_us = there_us;
	claims = json_pack("{s:s, s:I}", "iss",
			   account_setting(&z->acc, "jwt-key"), "exp",
			   (json_int_t)((now_us + JWT_LIFE_US) / CLOCK_SECOND));
	text = json_dumps(claims, JSON_COMPACT);
	oauth_jwt_hs256(token, text != NULL ? text : "{}",
			account_setting(&z->acc, "jwt-secret"));
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
	if (account_is_refused(&z->acc, e))
		return -1;
	oauth_reply_init(&r);
	bad = z->auth == AUTH_CODE ? by_code(z, &r, e) : by_account(z, &r, e);
	if (bad < 0)
		return -1;
	account_take_reply(&z->acc, &r, token, life_us);
	return 0;
}
