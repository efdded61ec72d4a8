/*
 * target/app-token.h - access tokens of an app, by client credentials.
 *
 * Why: Exchange Online takes no passwords for IMAP and SMTP; an app that was
 * registered in Entra is given tokens, one for all mailboxes.
 *
 * Threads: one serves all. Errors: those of http/oauth.h; ERR_SOURCE where no
 * token is given; ERR_USAGE for the URL.
 */
#ifndef TARGET_APP_TOKEN_H
#define TARGET_APP_TOKEN_H

#include "base/cleanup.h"

#include <stdbool.h>

struct app_token;
struct err;
struct oauth;

/* Texts outlive the token; "" where a setting is not set. */
struct app_token_options {
	const char *ca_file, *tenant, *token_url;
	const char *client_id, *client_secret, *scope;
	bool (*stopping)(void *ctx);
	void *ctx;
};

/* Asks for nothing yet. */
int app_token_open(struct app_token **out, const struct app_token_options *o,
		   struct err *e);
void app_token_close(struct app_token *t); /* NULL is fine */
DEFINE_AUTO(struct app_token, app_token_close)

struct oauth *app_token_oauth(struct app_token *t);
/* Is one given? */
int app_token_check(struct app_token *t, struct err *e);

#endif
