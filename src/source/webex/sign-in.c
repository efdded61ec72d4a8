/*
 * Ways to an access token. Which refresh token is the right one: the last
 * that Webex gave us, as long as it descends from what the person has given;
 * a new one given by the person begins a new line. So the saved state names
 * its ancestor by digest:  "<sha256 of what was given> <token>".
 */
#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/mem.h"
#include "http/http.h"
#include "http/oauth.h"
#include "source/loose.h"
#include "source/webex/ask.h"
#include "source/webex/webex.h"
#include "stream/digest.h"

#include <string.h>

#define STATE      "refresh-token"
#define ANSWER_MAX ((size_t)1 << 20)

/* --- settings ---------------------------------------------------------- */

static int need(const struct webex *wx, const char *name, const char *why,
		struct err *e)
{
	if (webex_setting(wx, name)[0] != '\0')
		return 0;
	return err_set(e, ERR_USAGE, "%s: is missing (%s)", name, why);
}

int webex_sign_in_check(const struct webex *wx, struct err *e)
{
	static const char app[] = "needed to sign in";
	static const char service[] = "needed with admin-token";

	if (need(wx, "client-id", app, e) < 0 ||
	    need(wx, "client-secret", app, e) < 0)
		return -1;
	if (webex_setting(wx, "refresh-token")[0] != '\0')
		return 0;
	if (wx->auth == WEBEX_SERVICE) {
		if (need(wx, "admin-token",
			 "or refresh-token, with "
			 "auth=service",
			 e) < 0 ||
		    need(wx, "application-id", service, e) < 0)
			return -1;
		return need(wx, "target-org", service, e);
	}
	if (need(wx, "code", "or refresh-token, with auth=code", e) < 0)
		return -1;
	return need(wx, "redirect-uri", "needed with a code", e);
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
	(void)pthread_mutex_lock(&wx->lock);
	wx->sign_in_refused = true;
	wx->sign_in_err = *e;
	(void)pthread_mutex_unlock(&wx->lock);
	return -1;
}

static bool refused_before(struct webex *wx, struct err *e)
{
	bool refused;

	(void)pthread_mutex_lock(&wx->lock);
	refused = wx->sign_in_refused;
	if (refused)
		*e = wx->sign_in_err;
	(void)pthread_mutex_unlock(&wx->lock);
	return refused;
}

/* --- asking ------------------------------------------------------------ */

/* Repeat what asks once until there is a token or a refusal that is meant. */
static int insist(struct webex *wx,
		  int (*once)(struct webex *wx, const char *form,
			      struct oauth_reply *out, struct err *e),
		  const char *form, struct oauth_reply *out, struct err *e)
{
	for (unsigned int n = 0;; n++) {
		oauth_reply_done(out);
		oauth_reply_init(out);
		if (once(wx, form, out, e) == 0)
			break;
		if (e->kind != ERR_RETRY || n + 1 == WEBEX_TRIES)
			return err_wrap(e, "sign in to Webex");
		err_clear(e);
		if (webex_pause(wx, n + 1, e) < 0)
			return -1;
	}
	return out->status == 200 ? 0 : refuse(wx, out, e);
}

static int ask_form(struct webex *wx, const char *form, struct oauth_reply *out,
		    struct err *e)
{
	struct oauth_question q = { .url = wx->token_url, .form = form };

	return oauth_ask(wx->http, &q, out, e);
}

static void app_form(const struct webex *wx, struct str *form)
{
	oauth_form(form, "client_id", webex_setting(wx, "client-id"));
	oauth_form(form, "client_secret", webex_setting(wx, "client-secret"));
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

static int ask_service(struct webex *wx, const char *url,
		       struct oauth_reply *out, struct err *e)
{
	AUTO(http_request_free) struct http_request *rq = NULL;
	AUTO(http_response_free) struct http_response *r = NULL;
	struct str body AUTO(str_done) = STR_INIT;
	int bad;

	str_add(&body, "{\"clientId\":");
	encode_json(&body, webex_setting(wx, "client-id"));
	str_add(&body, ",\"clientSecret\":");
	encode_json(&body, webex_setting(wx, "client-secret"));
	str_add(&body, ",\"targetOrgId\":");
	encode_json(&body, webex_setting(wx, "target-org"));
	str_add(&body, "}");
	rq = http_request_new("POST", url);
	http_request_bearer(rq, webex_setting(wx, "admin-token"));
	http_request_body(rq, "application/json", body.s, body.len);
	mem_wipe(body.s, body.len);
	str_cut(&body, 0);
	if (http_send(wx->http, rq, &r, e) < 0 ||
	    http_read(r, ANSWER_MAX, &body, e) < 0)
		return -1;
	out->status = http_status(r);
	service_reply(&body, out);
	mem_wipe(body.s, body.len);
	bad = out->status == 429 || out->status >= 500 ||
	      (out->status == 200 && out->access.len == 0);
	return bad ? err_set(e, ERR_RETRY, "status %d, without a token",
			     out->status)
		   : 0;
}

/* --- refresh tokens ---------------------------------------------------- */

/* What the person gave; its digest is the name of the line. */
static const char *given(const struct webex *wx)
{
	static const char *const names[] = { "refresh-token", "code",
					     "admin-token" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (webex_setting(wx, names[i])[0] != '\0')
			return webex_setting(wx, names[i]);
	return "";
}

/* The saved token of this line: true with it in out. */
static int load_saved(struct webex *wx, const char *line, struct str *out,
		      struct err *e)
{
	struct str state AUTO(str_done) = STR_INIT;
	int n;

	if (wx->host.load == NULL)
		return 0;
	n = wx->host.load(wx->host.ctx, STATE, &state, e);
	if (n > 0 && state.len > DIGEST_HEX + 1 &&
	    strncmp(state.s, line, DIGEST_HEX) == 0 &&
	    state.s[DIGEST_HEX] == ' ')
		str_add(out, state.s + DIGEST_HEX + 1);
	mem_wipe(state.s, state.len);
	return n < 0 ? -1 : out->len > 0;
}

/* On disk before the access token that came with it is used. */
static int save_rotated(struct webex *wx, const char *line,
			const struct oauth_reply *r, struct err *e)
{
	struct str state AUTO(str_done) = STR_INIT;
	int bad;

	if (r->refresh.len == 0 || wx->host.save == NULL)
		return 0;
	str_addf(&state, "%s %s", line, r->refresh.s);
	bad = wx->host.save(wx->host.ctx, STATE, state.s, e);
	mem_wipe(state.s, state.len);
	if (bad < 0)
		return err_wrap(e, "save Webex's new refresh token");
	return 0;
}

static int by_service(struct webex *wx, struct oauth_reply *out, struct err *e)
{
	struct str url AUTO(str_done) = STR_INIT;

	str_addf(&url, "%s/applications/", wx->api_url);
	encode_percent(&url, webex_setting(wx, "application-id"));
	str_add(&url, "/token");
	return insist(wx, ask_service, url.s, out, e);
}

static void code_form(struct webex *wx, struct str *form)
{
	const char *verifier = webex_setting(wx, "code-verifier");

	oauth_form(form, "grant_type", "authorization_code");
	oauth_form(form, "code", webex_setting(wx, "code"));
	oauth_form(form, "redirect_uri", webex_setting(wx, "redirect-uri"));
	if (verifier[0] != '\0')
		oauth_form(form, "code_verifier", verifier);
}

static int by_refresh(struct webex *wx, const char *token,
		      struct oauth_reply *out, struct err *e)
{
	struct str form AUTO(str_done) = STR_INIT;
	int bad;

	if (*token != '\0') {
		oauth_form(&form, "grant_type", "refresh_token");
		oauth_form(&form, "refresh_token", token);
	} else {
		code_form(wx, &form);
	}
	app_form(wx, &form);
	bad = insist(wx, ask_form, form.s, out, e);
	mem_wipe(form.s, form.len);
	return bad;
}

static int sign_in(struct webex *wx, struct oauth_reply *out, struct err *e)
{
	struct digest line = digest_of(given(wx), strlen(given(wx)));
	struct str token AUTO(str_done) = STR_INIT;
	int saved = load_saved(wx, line.hex, &token, e), bad;

	if (saved < 0)
		return -1;
	if (saved == 0)
		str_add(&token, webex_setting(wx, "refresh-token"));
	if (token.len == 0 && wx->auth == WEBEX_SERVICE)
		bad = by_service(wx, out, e);
	else
		bad = by_refresh(wx, token.s, out, e);
	mem_wipe(token.s, token.len);
	return bad < 0 ? -1 : save_rotated(wx, line.hex, out, e);
}

int webex_sign_in(void *ctx, struct str *token, int64_t *life_us, struct err *e)
{
	struct webex *wx = ctx;
	struct oauth_reply r AUTO(oauth_reply_done) = { 0 };

	if (refused_before(wx, e))
		return -1;
	oauth_reply_init(&r);
	if (sign_in(wx, &r, e) < 0)
		return -1;
	(void)pthread_mutex_lock(&wx->lock);
	str_cut(&wx->scopes, 0);
	str_add(&wx->scopes, r.scope.s);
	(void)pthread_mutex_unlock(&wx->lock);
	str_add(token, r.access.s);
	*life_us = r.life_us;
	return 0;
}
