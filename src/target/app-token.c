/*
 * app-token.c - access tokens by client credentials, one for all mailboxes.
 *
 * Source: RFC 6749 section 4.4; "Authenticate an IMAP, POP or SMTP connection
 * using OAuth", learn.microsoft.com.
 */
#include "target/app-token.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "http/entra.h"
#include "http/http.h"
#include "http/oauth.h"
#include "http/url.h"

struct app_token {
	struct app_token_options o;
	struct str url;
	struct http *http;
	struct oauth *oauth;
};

/* Another issuer than Entra ID has its address in token-url. */
static int find_url(const struct app_token_options *o, struct str *out,
		    struct err *e)
{
	if (o->token_url[0] == '\0')
		return entra_token_url(ENTRA_LOGIN_URL, o->tenant, out, e);
	str_add(out, o->token_url);
	return http_url_check("token-url", o->token_url, e);
}

static int issue(void *ctx, struct str *token, int64_t *life_us, struct err *e)
{
	struct app_token *t = ctx;
	struct entra_app app = { .token_url = t->url.s,
				 .client_id = t->o.client_id,
				 .client_secret = t->o.client_secret,
				 .scope = t->o.scope };

	return entra_issue(t->http, &app, token, life_us, e);
}

int app_token_open(struct app_token **out, const struct app_token_options *o,
		   struct err *e)
{
	struct http_options http = {
		.ca_file = o->ca_file,
		.stopping = o->stopping,
		.ctx = o->ctx,
	};
	AUTO(app_token_close) struct app_token *t = NEW(struct app_token);

	t->o = *o;
	t->url = STR_INIT;
	if (find_url(o, &t->url, e) < 0)
		return -1;
	t->http = http_new(&http);
	t->oauth = oauth_new(issue, t);
	*out = TAKE(t);
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
	str_done(&t->url);
	free(t);
}
