/*
 * app-token.c - access tokens by client credentials, one for all mailboxes.
 *
 * Source: RFC 6749 section 4.4; "Authenticate an IMAP, POP or SMTP connection
 * using OAuth", learn.microsoft.com.
 */
#include "target/app-token.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/http.h"
#include "http/oauth.h"
#include "http/url.h"

struct app_token {
	struct app_token_options o;
	struct http *http;
	struct oauth *oauth;
};

static void add_url(const struct app_token_options *o, struct str *out)
{
	if (o->token_url[0] != '\0') {
		str_add(out, o->token_url);
		return;
	}
	str_add(out, "https://login.microsoftonline.com/");
	encode_percent(out, o->tenant);
	str_add(out, "/oauth2/v2.0/token");
}

static int judge(const struct oauth_reply *reply, const char *url,
		 struct err *e)
{
	if (reply->status == 200)
		return 0;
	return err_set(e, ERR_SOURCE,
		       "%s: no token is given: %.60s %.300s; check client-id, "
		       "client-secret, tenant and scope",
		       url, reply->error.s, reply->description.s);
}

static int issue(void *ctx, struct str *token, int64_t *life_us, struct err *e)
{
	struct app_token *t = ctx;
	struct oauth_reply reply AUTO(oauth_reply_done);
	struct str url AUTO(str_done) = STR_INIT;
	struct str form AUTO(str_done) = STR_INIT;
	struct oauth_question q = { 0 };
	int got;

	oauth_reply_init(&reply);
	add_url(&t->o, &url);
	oauth_form(&form, "grant_type", "client_credentials");
	oauth_form(&form, "client_id", t->o.client_id);
	oauth_form(&form, "client_secret", t->o.client_secret);
	oauth_form(&form, "scope", t->o.scope);
	q.url = url.s;
	q.form = form.s;
	got = oauth_ask(t->http, &q, &reply, e);
	mem_wipe(form.s, form.len);
	if (got < 0 || judge(&reply, url.s, e) < 0)
		return -1;
	str_add(token, reply.access.s);
	*life_us = reply.life_us;
	return 0;
}

int app_token_open(struct app_token **out, const struct app_token_options *o,
		   struct err *e)
{
	struct http_options http = {
		.ca_file = o->ca_file,
		.stopping = o->stopping,
		.ctx = o->ctx,
	};
	struct str url AUTO(str_done) = STR_INIT;
	struct app_token *t;

	add_url(o, &url);
	if (http_url_check("token-url", url.s, e) < 0)
		return -1;
	t = NEW(struct app_token);
	t->o = *o;
	t->http = http_new(&http);
	t->oauth = oauth_new(issue, t);
	*out = t;
	return 0;
}

struct oauth *app_token_oauth(struct app_token *t)
{
	return t->oauth;
}

int app_token_check(struct app_token *t, struct err *e)
{
	struct str token AUTO(str_done) = STR_INIT;
	int got = oauth_token(t->oauth, &token, e);

	mem_wipe(token.s, token.len);
	return got;
}

void app_token_close(struct app_token *t)
{
	if (t == NULL)
		return;
	oauth_free(t->oauth);
	http_free(t->http);
	free(t);
}
