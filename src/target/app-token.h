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
#include "base/setting.h"

struct app_token;
struct err;
struct oauth;

/*
 * By the settings ca-file, tenant-id, token-url, client-id, client-secret and
 * scope of an agent's table. Asks for nothing yet. The host outlives it.
 */
int app_token_open(struct app_token **out, const struct setting *settings,
		   const struct host *host, struct err *e);
void app_token_close(struct app_token *t); /* NULL is fine */
DEFINE_AUTO(struct app_token, app_token_close)

struct oauth *app_token_oauth(struct app_token *t);
/* Is one given? */
int app_token_check(struct app_token *t, struct err *e);

#endif
