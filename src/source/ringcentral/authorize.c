/* An app, authorised by a super administrator in a browser. Its permissions
   are those it was made with: the address names none. */
#include "base/err.h"
#include "base/mem.h"
#include "source/ringcentral/ringcentral.h"

static int page(struct source *src, struct str *url, struct str *scopes,
		struct err *e)
{
	struct rc *r = (struct rc *)src;
	struct str address AUTO(str_done) = STR_INIT;

	(void)scopes;
	if (r->auth != RC_CODE)
		return err_set(e, ERR_USAGE,
			       "auth: with jwt nobody has to sign in in a "
			       "browser; set auth=code for an app that a "
			       "person authorises");
	str_addf(&address, "%s/restapi/oauth/authorize", r->api_url);
	account_page(&r->acc, address.s, url);
	return 0;
}

static int trade(struct source *src, struct str *granted, struct str *lacks,
		 struct err *e)
{
	struct rc *r = (struct rc *)src;
	size_t before = granted->len;

	if (account_trade(&r->acc, granted, e) < 0)
		return -1;
	if (granted->len > before)
		rc_permissions_lacking(r, granted->s, lacks);
	return 0;
}

const struct source_authorize rc_authorize = {
	.when = "auth=code",
	.page = page,
	.trade = trade,
};
