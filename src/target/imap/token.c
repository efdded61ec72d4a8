/*
 * token.c - access tokens by client credentials, one for all mailboxes.
 *
 * Source: RFC 6749 section 4.4; "Authenticate an IMAP, POP or SMTP connection
 * using OAuth", learn.microsoft.com.
 */
#include "target/imap/imap-private.h"

#include "base/err.h"
#include "base/mem.h"
#include "http/entra.h"
#include "http/http.h"
#include "http/oauth.h"
#include "http/url.h"

static const char *get(const struct imap_agent *a, const char *name)
{
	return setting_of(imap_settings, &a->host, name);
}

/* Another issuer than Entra ID has its address in token-url. */
static int find_url(struct imap_agent *a, struct err *e)
{
	const char *url = get(a, "token-url");

	if (url[0] == '\0')
		return entra_token_url(ENTRA_LOGIN_URL, get(a, "tenant"),
				       &a->token_url, e);
	str_add(&a->token_url, url);
	return http_url_check("token-url", url, e);
}

static int issue(void *ctx, struct str *token, int64_t *life_us, struct err *e)
{
	struct imap_agent *a = ctx;
	struct entra_app app = { .token_url = a->token_url.s,
				 .client_id = get(a, "client-id"),
				 .client_secret = get(a, "client-secret"),
				 .scope = get(a, "scope") };

	return entra_issue(a->http, &app, token, life_us, e);
}

int imap_token_open(struct imap_agent *a, struct err *e)
{
	struct http_options o = {
		.ca_file = get(a, "ca-file"),
		.stopping = a->host.stopping,
		.ctx = a->host.ctx,
	};

	if (a->auth == IMAP_AUTH_PLAIN || a->auth == IMAP_AUTH_MASTER)
		return 0;
	if (find_url(a, e) < 0)
		return -1;
	a->http = http_new(&o);
	a->oauth = oauth_new(issue, a);
	return 0;
}

int imap_token_check(struct imap_agent *a, struct err *e)
{
	struct str token AUTO(str_done) = STR_INIT;
	int got = oauth_token(a->oauth, &token, e);

	mem_wipe(token.s, token.len);
	return got;
}

void imap_token_close(struct imap_agent *a)
{
	oauth_free(a->oauth);
	http_free(a->http);
	str_done(&a->token_url);
}
