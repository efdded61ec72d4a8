#include "http/entra.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "http/oauth.h"
#include "http/url.h"

#include <string.h>

#define SAID_MAX 200

/* It becomes a part of an address. */
static int check_tenant(const char *tenant, struct err *e)
{
	static const char good[] = "abcdefghijklmnopqrstuvwxyz"
				   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";

	if (*tenant != '\0' && tenant[strspn(tenant, good)] == '\0')
		return 0;
	return err_set(e, ERR_USAGE,
		       "tenant-id=%.60s is neither an id such as "
		       "8a1b2c3d-... nor a domain such as contoso.com",
		       tenant);
}

int entra_token_url(const char *login_url, const char *tenant, struct str *out,
		    struct err *e)
{
	size_t len = strlen(login_url);

	if (http_url_check("login-url", login_url, e) < 0 ||
	    check_tenant(tenant, e) < 0)
		return -1;
	while (len > 0 && login_url[len - 1] == '/')
		len--;
	str_add_len(out, login_url, len);
	str_addf(out, "/%s/oauth2/v2.0/token", tenant);
	return 0;
}

/* --- refusals --------------------------------------------------------------
 */

/* By the code in the description, else by the error. */
static const char *todo(const struct oauth_reply *r)
{
	static const struct {
		const char *code, *text;
	} list[] = {
		{ "AADSTS90002", "there is no such tenant: look at tenant-id" },
		{ "AADSTS700016",
		  "the application is not known in this tenant: look at "
		  "client-id, and let an administrator of the tenant consent" },
		{ "AADSTS65001",
		  "nobody has consented, or the consent was taken back: let an "
		  "administrator of the tenant consent" },
		{ "AADSTS7000215",
		  "client-secret is wrong (its value is needed, not its id)" },
		{ "AADSTS7000222",
		  "client-secret has expired: make a new one for the "
		  "application" },
		{ "AADSTS7000112",
		  "the application is disabled in this tenant" },
		{ "AADSTS70011", "look at scope" },
		{ "unauthorized_client",
		  "the application may not sign in here: let an administrator "
		  "of the tenant consent" },
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (strstr(r->description.s, list[i].code) != NULL ||
		    strcmp(r->error.s, list[i].code) == 0)
			return list[i].text;
	return "look at tenant-id, client-id and client-secret";
}

/* The first line; what follows names the request. */
static void add_said(struct str *out, const char *text)
{
	for (size_t n = 0; n < SAID_MAX && text[n] >= ' ' && text[n] <= '~';
	     n++)
		str_add_char(out, text[n]);
}

static int refuse(const char *url, const struct oauth_reply *r, struct err *e)
{
	AUTO(str_done) struct str said = STR_INIT;
	AUTO(str_done) struct str where = STR_INIT;

	http_url_show(&where, url);
	add_said(&said, r->error.s);
	if (r->description.s[0] != '\0')
		str_add(&said, ": ");
	add_said(&said, r->description.s);
	return err_set(e, ERR_SOURCE,
		       "%.200s refuses the application's sign-in (status %d "
		       "%s): %s",
		       where.s, r->status, said.s, todo(r));
}

int entra_issue(struct http *h, const struct entra_app *app, struct str *token,
		int64_t *life_us, struct err *e)
{
	struct oauth_reply r AUTO(oauth_reply_done) = { 0 };
	AUTO(str_done) struct str form = STR_INIT;
	struct oauth_question q = { .url = app->token_url };
	int rc;

	oauth_reply_init(&r);
	oauth_form(&form, "grant_type", "client_credentials");
	oauth_form(&form, "client_id", app->client_id);
	oauth_form(&form, "client_secret", app->client_secret);
	oauth_form(&form, "scope", app->scope);
	q.form = form.s;
	rc = oauth_ask(h, &q, &r, e);
	mem_wipe(form.s, form.len);
	if (rc < 0)
		return err_wrap(e, "sign in");
	if (r.status != 200)
		return refuse(app->token_url, &r, e);
	str_add_len(token, r.access.s, r.access.len);
	*life_us = r.life_us;
	return 0;
}
