/*
 * token.c - access tokens by client credentials, one for all mailboxes.
 *
 * Source: RFC 6749 section 4.4; "Authenticate an IMAP, POP or SMTP connection
 * using OAuth", learn.microsoft.com.
 */
#include "target/imap/imap-private.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "http/http.h"
#include "http/oauth.h"
#include "http/url.h"

static const char *get(const struct imap_agent *a, const char *name)
{
	return setting_of(imap_settings, &a->host, name);
}

static void add_url(const struct imap_agent *a, struct str *out)
{
	const char *url = get(a, "token-url");

	if (url[0] != '\0') {
		str_add(out, url);
		return;
	}
	str_add(out, "https://login.microsoftonline.com/");
	encode_percent(out, get(a, "tenant"));
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
	struct imap_agent *a = ctx;
	struct oauth_reply reply AUTO(oauth_reply_done);
	struct str url AUTO(str_done) = STR_INIT;
	struct str form AUTO(str_done) = STR_INIT;
	struct oauth_question q = { 0 };
	int got;

	oauth_reply_init(&reply);
	add_url(a, &url);
	oauth_form(&form, "grant_type", "client_credentials");
	oauth_form(&form, "client_id", get(a, "client-id"));
	oauth_form(&form, "client_secret", get(a, "client-secret"));
	oauth_form(&form, "scope", get(a, "scope"));
	q.url = url.s;
	q.form = form.s;
	got = oauth_ask(a->http, &q, &reply, e);
	mem_wipe(form.s, form.len);
	if (got < 0 || judge(&reply, url.s, e) < 0)
		return -1;
	str_add(token, reply.access.s);
	*life_us = reply.life_us;
	return 0;
}

int imap_token_open(struct imap_agent *a, struct err *e)
{
	struct http_options o = {
		.ca_file = get(a, "ca-file"),
		.stopping = a->host.stopping,
		.ctx = a->host.ctx,
	};
	struct str url AUTO(str_done) = STR_INIT;

	if (a->auth == IMAP_AUTH_PLAIN || a->auth == IMAP_AUTH_MASTER)
		return 0;
	add_url(a, &url);
	if (http_url_check("token-url", url.s, e) < 0)
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
}
