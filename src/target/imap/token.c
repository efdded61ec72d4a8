#include "target/imap/imap-private.h"

#include "base/err.h"
#include "target/app-token.h"

static const char *get(const struct imap_agent *a, const char *name)
{
	return setting_of(imap_settings, &a->host, name);
}

int imap_token_open(struct imap_agent *a, struct err *e)
{
	struct app_token_options o = {
		.ca_file = get(a, "ca-file"),
		.tenant = get(a, "tenant-id"),
		.token_url = get(a, "token-url"),
		.client_id = get(a, "client-id"),
		.client_secret = get(a, "client-secret"),
		.scope = get(a, "scope"),
		.stopping = a->host.stopping,
		.ctx = a->host.ctx,
	};

	if (a->auth == IMAP_AUTH_PLAIN || a->auth == IMAP_AUTH_MASTER)
		return 0;
	if (app_token_open(&a->token, &o, e) < 0)
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
