#include "target/imap/imap-private.h"

#include "base/err.h"
#include "target/app-token.h"

int imap_token_open(struct imap_agent *a, struct err *e)
{
	if (a->auth == IMAP_AUTH_PLAIN || a->auth == IMAP_AUTH_MASTER)
		return 0;
	if (app_token_open(&a->token, imap_settings, &a->host, e) < 0)
		return -1;
	a->oauth = app_token_oauth(a->token);
	return 0;
}

int imap_token_check(struct imap_agent *a, struct err *e)
{
	return app_token_check(a->token, e);
}

void imap_token_close(struct imap_agent *a)
{
	app_token_close(a->token);
}
