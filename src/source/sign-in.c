#include "base/clock.h"
#include "base/mem.h"
#include "http/http.h"
#include "source/account.h"
#include "source/holds.h"
#include "stream/digest.h"

#include <string.h>

#define STATE "refresh-token"

/* --- refusals ---------------------------------------------------------- */

bool account_is_refused(struct account *a, struct err *e)
{
	bool refused;

	(void)pthread_mutex_lock(&a->lock);
	refused = a->sign_in.kind != ERR_NONE;
	if (refused)
		*e = a->sign_in;
	(void)pthread_mutex_unlock(&a->lock);
	return refused;
}

int account_refuse(struct account *a, const struct err *e)
{
	(void)pthread_mutex_lock(&a->lock);
	a->sign_in = *e;
	(void)pthread_mutex_unlock(&a->lock);
	return -1;
}

/* --- asking ------------------------------------------------------------ */

/* The pause that was asked for, or one of ours. */
static int pause_told(struct account *a, unsigned int n, int64_t wait_us,
		      struct err *e)
{
	int64_t until_us = clock_now_us() + wait_us;
	struct str reason AUTO(str_done) = STR_INIT;
	char text[CLOCK_TEXT];

	if (wait_us <= 0)
		return account_pause(a, n, e);
	if (wait_us > ACCOUNT_PATIENCE_US)
		return err_set(e, ERR_RETRY,
			       "sign in to %s: it asks to be left alone until "
			       "%s UTC",
			       a->vendor, clock_text(until_us, text));
	str_addf(&reason, "%s takes no sign-in before", a->vendor);
	holds_tell(until_us, reason.s);
	return http_sleep(a->http, wait_us, e);
}

int account_insist(struct account *a,
		   int (*once)(void *ctx, struct oauth_reply *out,
			       struct err *e),
		   void *ctx, struct oauth_reply *out, struct err *e)
{
	for (unsigned int n = 1;; n++) {
		oauth_reply_done(out);
		oauth_reply_init(out);
		if (once(ctx, out, e) == 0)
			return 0;
		if (e->kind != ERR_RETRY || n == ACCOUNT_TRIES)
			return err_wrap(e, "sign in to %s", a->vendor);
		err_clear(e);
		if (pause_told(a, n, out->wait_us, e) < 0)
			return -1;
	}
}

void account_code_form(const struct account *a, struct str *form)
{
	const char *verifier = account_setting(a, "code-verifier");

	oauth_form(form, "grant_type", "authorization_code");
	oauth_form(form, "code", account_setting(a, "code"));
	oauth_form(form, "redirect_uri", account_setting(a, "redirect-uri"));
	if (*verifier != '\0')
		oauth_form(form, "code_verifier", verifier);
}

void account_refresh_form(struct str *form, const char *token)
{
	oauth_form(form, "grant_type", "refresh_token");
	oauth_form(form, "refresh_token", token);
}

/* --- authorisation in a browser ------------------------------------------ */

void account_page(const struct account *a, const char *page, struct str *url)
{
	struct str query AUTO(str_done) = STR_INIT;

	oauth_form(&query, "response_type", "code");
	oauth_form(&query, "client_id", account_setting(a, "client-id"));
	str_addf(url, "%s?%s", page, query.s);
}

int account_trade(struct account *a, struct str *granted, struct err *e)
{
	struct str token AUTO(str_wipe) = STR_INIT;

	if (oauth_token(a->oauth, &token, e) < 0)
		return -1;
	account_scopes(a, granted);
	return 0;
}

void account_lack(struct str *lacks, const char *scope)
{
	if (strstr(lacks->s, scope) == NULL)
		str_addf(lacks, "%s%s", lacks->len > 0 ? ", " : "", scope);
}

/* --- refresh tokens ---------------------------------------------------- */

int account_load_refresh(struct account *a, const char *given, struct str *out,
			 struct err *e)
{
	struct digest line = digest_of(given, strlen(given));
	struct str state AUTO(str_done) = STR_INIT;
	int n = 0;

	if (a->host.load != NULL)
		n = a->host.load(a->host.ctx, STATE, &state, e);
	if (n > 0) {
		n = state.len > DIGEST_HEX + 1 &&
		    strncmp(state.s, line.hex, DIGEST_HEX) == 0 &&
		    state.s[DIGEST_HEX] == ' ';
		if (n > 0)
			str_add(out, state.s + DIGEST_HEX + 1);
	}
	mem_wipe(state.s, state.len);
	return n;
}

int account_save_refresh(struct account *a, const char *given,
			 const char *token, struct err *e)
{
	struct digest line = digest_of(given, strlen(given));
	struct str state AUTO(str_done) = STR_INIT;
	int bad;

	if (*token == '\0' || a->host.save == NULL)
		return 0;
	str_addf(&state, "%s %s", line.hex, token);
	bad = a->host.save(a->host.ctx, STATE, state.s, e);
	mem_wipe(state.s, state.len);
	return bad < 0 ? err_wrap(e, "save %s's new refresh token", a->vendor)
		       : 0;
}

/* --- what came --------------------------------------------------------- */

void account_scopes(struct account *a, struct str *out)
{
	(void)pthread_mutex_lock(&a->lock);
	str_add(out, a->scopes.s);
	(void)pthread_mutex_unlock(&a->lock);
}

void account_take_reply(struct account *a, const struct oauth_reply *r,
			struct str *token, int64_t *life_us)
{
	(void)pthread_mutex_lock(&a->lock);
	str_cut(&a->scopes, 0);
	str_add(&a->scopes, r->scope.s);
	(void)pthread_mutex_unlock(&a->lock);
	str_add(token, r->access.s);
	*life_us = r->life_us;
}
