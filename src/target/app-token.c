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
	const struct setting *settings;
	const struct host *host;
	struct str url;
	struct http *http;
	struct oauth *oauth;
};

static const char *get(const struct app_token *t, const char *name)
{
	return setting_of(t->settings, t->host, name);
}

/* Another issuer than Entra ID has its address in token-url. */
static int find_url(struct app_token *t, struct err *e)
{
	const char *url = get(t, "token-url");

	if (url[0] == '\0')
		return entra_token_url(ENTRA_LOGIN_URL, get(t, "tenant-id"),
				       &t->url, e);
	str_add(&t->url, url);
	return http_url_check("token-url", url, e);
}

static int issue(void *ctx, struct str *token, int64_t *life_us, struct err *e)
{
	struct app_token *t = ctx;
	struct entra_app app = { .token_url = t->url.s,
				 .client_id = get(t, "client-id"),
				 .client_secret = get(t, "client-secret"),
				 .scope = get(t, "scope") };

	return entra_issue(t->http, &app, token, life_us, e);
}

int app_token_open(struct app_token **out, const struct setting *settings,
		   const struct host *host, struct err *e)
{
	AUTO(app_token_close) struct app_token *t = NEW(struct app_token);
	struct http_options http = { .stopping = host->stopping,
				     .ctx = host->ctx };

	t->settings = settings;
	t->host = host;
	t->url = STR_INIT;
	http.ca_file = get(t, "ca-file");
	if (find_url(t, e) < 0)
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
