/* Ways to an access token. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/mem.h"
#include "http/head.h"
#include "http/http.h"
#include "http/oauth.h"
#include "source/loose.h"
#include "source/webex/webex.h"

#include <string.h>

#define ANSWER_MAX ((size_t)1 << 20)

/* --- settings ---------------------------------------------------------- */

int webex_sign_in_check(const struct webex *wx, struct err *e)
{
	const struct account *a = &wx->acc;
	static const char app[] = "needed to sign in";
	static const char service[] = "needed with admin-token";

	if (account_need(a, "client-id", app, e) < 0 ||
	    account_need(a, "client-secret", app, e) < 0)
		return -1;
	if (account_setting(&wx->acc, "refresh-token")[0] != '\0')
		return 0;
	if (wx->auth == WEBEX_SERVICE) {
		if (account_need(a, "admin-token",
				 "or refresh-token, with "
				 "auth=service",
				 e) < 0 ||
		    account_need(a, "application-id", service, e) < 0)
			return -1;
		return account_need(a, "target-org", service, e);
	}
	if (account_need(a, "code", ACCOUNT_CODE_WHY, e) < 0)
		return -1;
	return account_need(a, "redirect-uri", "needed with a code", e);
}

/* --- refusals ---------------------------------------------------------- */

static const char *help(const struct webex *wx, const struct oauth_reply *r)
{
	if (strcmp(r->error.s, "invalid_client") == 0 ||
	    strcasestr(r->description.s, "client credentials") != NULL)
		return "check client-id and client-secret";
	if (strstr(r->description.s, "redirect") != NULL)
		return "the redirect address is not the app's: check "
		       "redirect-uri";
	if (wx->auth == WEBEX_SERVICE)
		return "is the service app still authorised by the "
		       "organisation? Get a new refresh token from its page";
	return "the authorisation is gone or used up (90 days without a run, "
	       "or the person who gave it has left or lost the role): let a "
	       "compliance officer authorise the app again";
}

static int refuse(struct webex *wx, const struct oauth_reply *r, struct err *e)
{
	AUTO(arena_free) struct arena *a = arena_new();
	const char *error = loose_clean_line(a, r->error.s, r->error.len);
	const char *text =
		loose_clean_line(a, r->description.s, r->description.len);

	(void)err_set(e, ERR_SOURCE,
		      "Webex refuses the sign-in (status %d%s%.60s%s%.200s): "
		      "%s",
		      r->status, *error != '\0' ? ", " : "", error,
		      *text != '\0' ? ": " : "", text, help(wx, r));
	return account_refuse(&wx->acc, e);
}

/* --- asking ------------------------------------------------------------ */

struct asking {
	struct webex *wx;
	const char *text; /* a form, or the address of a service app's token */
};

static int ask_form(void *ctx, struct oauth_reply *out, struct err *e)
{
	const struct asking *k = ctx;
	struct oauth_question q = { .url = k->wx->token_url, .form = k->text };

	return oauth_ask(k->wx->acc.http, &q, out, e);
}

static void app_form(const struct webex *wx, struct str *form)
{
	oauth_form(form, "client_id", account_setting(&wx->acc, "client-id"));
	oauth_form(form, "client_secret",
		   account_setting(&wx->acc, "client-secret"));
}

/* A service app's token is asked for in JSON, by an administrator's. */
static void service_reply(const struct str *body, struct oauth_reply *out)
{
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(json_decref) json_t *o = loose_parse(body->s, body->len, NULL);
	int64_t seconds;

	str_add(&out->access, loose_id(o, "access_token"));
	str_add(&out->refresh, loose_id(o, "refresh_token"));
	str_add(&out->scope, loose_line(a, o, "scope"));
	str_add(&out->description, loose_line(a, o, "message"));
	if (loose_int(o, "expires_in", &seconds) && seconds > 0 &&
	    seconds < INT32_MAX)
		out->life_us = seconds * CLOCK_SECOND;
}

static int ask_service(void *ctx, struct oauth_reply *out, struct err *e)
{
	const struct asking *k = ctx;
	struct webex *wx = k->wx;
	AUTO(http_request_free) struct http_request *rq = NULL;
	AUTO(http_response_free) struct http_response *r = NULL;
	struct str body AUTO(str_done) = STR_INIT;
	int bad;

	str_add(&body, "{\"clientId\":");
	encode_json(&body, account_setting(&wx->acc, "client-id"));
	str_add(&body, ",\"clientSecret\":");
	encode_json(&body, account_setting(&wx->acc, "client-secret"));
	str_add(&body, ",\"targetOrgId\":");
	encode_json(&body, account_setting(&wx->acc, "target-org"));
	str_add(&body, "}");
	rq = http_request_new("POST", k->text);
	http_request_bearer(rq, account_setting(&wx->acc, "admin-token"));
	http_request_body(rq, "application/json", body.s, body.len);
	mem_wipe(body.s, body.len);
	str_cut(&body, 0);
	if (http_send(wx->acc.http, rq, &r, e) < 0 ||
	    http_read(r, ANSWER_MAX, &body, e) < 0)
		return -1;
	out->status = http_status(r);
	(void)http_response_retry_after(r, &out->wait_us);
	service_reply(&body, out);
	mem_wipe(body.s, body.len);
	bad = out->status == 429 || out->status >= 500 ||
	      (out->status == 200 && out->access.len == 0);
	return bad ? err_set(e, ERR_RETRY, "status %d, without a token",
			     out->status)
		   : 0;
}

/* --- refresh tokens ---------------------------------------------------- */

/* What the person gave: the beginning of a line of refresh tokens. */
static const char *given(const struct webex *wx)
{
	static const char *const names[] = { "refresh-token", "code",
					     "admin-token" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (account_setting(&wx->acc, names[i])[0] != '\0')
			return account_setting(&wx->acc, names[i]);
	return "";
}

/* 0 for a token: what was said else is an error. */
static int insist(struct webex *wx,
		  int (*once)(void *ctx, struct oauth_reply *out,
			      struct err *e),
		  const char *text, struct oauth_reply *out, struct err *e)
{
	struct asking k = { wx, text };

	if (account_insist(&wx->acc, once, &k, out, e) < 0)
		return -1;
	return out->status == 200 ? 0 : refuse(wx, out, e);
}

static int by_service(struct webex *wx, struct oauth_reply *out, struct err *e)
{
	struct str url AUTO(str_done) = STR_INIT;

	str_addf(&url, "%s/applications/", wx->api_url);
	encode_percent(&url, account_setting(&wx->acc, "application-id"));
	str_add(&url, "/token");
	return insist(wx, ask_service, url.s, out, e);
}

static int by_refresh(struct webex *wx, const char *token,
		      struct oauth_reply *out, struct err *e)
{
	struct str form AUTO(str_done) = STR_INIT;
	int bad;

	if (*token != '\0')
		account_refresh_form(&form, token);
	else
		account_code_form(&wx->acc, &form);
	app_form(wx, &form);
	bad = insist(wx, ask_form, form.s, out, e);
	mem_wipe(form.s, form.len);
	return bad;
}

static int sign_in(struct webex *wx, struct oauth_reply *out, struct err *e)
{
	struct str token AUTO(str_done) = STR_INIT;
	int saved = account_load_refresh(&wx->acc, given(wx), &token, e), bad;

	if (saved < 0)
		return -1;
	if (saved == 0)
		str_add(&token, account_setting(&wx->acc, "refresh-token"));
	if (token.len == 0 && wx->auth == WEBEX_SERVICE)
		bad = by_service(wx, out, e);
	else
		bad = by_refresh(wx, token.s, out, e);
	mem_wipe(token.s, token.len);
	if (bad < 0)
		return -1;
	return account_save_refresh(&wx->acc, given(wx), out->refresh.s, e);
}

int webex_sign_in(void *ctx, struct str *token, int64_t *life_us, struct err *e)
{
	struct webex *wx = ctx;
	struct oauth_reply r AUTO(oauth_reply_done) = { 0 };

	if (account_is_refused(&wx->acc, e))
		return -1;
	oauth_reply_init(&r);
	if (sign_in(wx, &r, e) < 0)
		return -1;
	account_take_reply(&wx->acc, &r, token, life_us);
	return 0;
}
