/*
 * http/entra.h - tokens that Entra ID gives an application for itself.
 *
 * Why: mailboxes, people and blobs of Microsoft's clouds are reached by one
 * kind of sign-in: the application's own, with what an administrator of the
 * tenant has consented to. Where it is refused, the same words help.
 *
 * Source: RFC 6749 section 4.4; Microsoft identity platform, "OAuth 2.0
 * client credentials flow", "Microsoft Entra authentication error codes".
 */
#ifndef HTTP_ENTRA_H
#define HTTP_ENTRA_H

#include <stdint.h>

struct err;
struct http;
struct str;

#define ENTRA_LOGIN_URL "https://login.microsoftonline.com"

/*
 * Append the address of a tenant's token endpoint. Errors: ERR_USAGE naming
 * the setting: login_url is no address that credentials may travel to,
 * tenant is neither an id nor a domain.
 */
int entra_token_url(const char *login_url, const char *tenant, struct str *out,
		    struct err *e);

struct entra_app {
	const char *token_url;
	const char *client_id, *client_secret;
	const char *scope; /* "https://graph.microsoft.com/.default" */
};

/*
 * Ask for a token, once: appended, with how long it lives (0: not told).
 * Errors: ERR_SOURCE refused: the text says by what code and what to do;
 * else as oauth_ask(). Never names a secret.
 */
int entra_issue(struct http *h, const struct entra_app *app, struct str *token,
		int64_t *life_us, struct err *e);

#endif
