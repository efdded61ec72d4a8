/* A general app, authorised by a person in a browser. Its scopes are those it
   was made with: the address names none. */
#include "base/err.h"
#include "base/mem.h"
#include "source/zoom/zoom.h"

#include <string.h>

#define TOKEN "/token"

static int page(struct source *src, struct str *url, struct str *scopes,
		struct err *e)
{
	struct zoom *z = (struct zoom *)src;
	struct str address AUTO(str_done) = STR_INIT;

	(void)scopes;
	if (z->auth != AUTH_CODE)
		return err_set(e, ERR_USAGE,
			       "auth: only an app with auth=code is authorised "
			       "in a browser; this one signs in by itself");
	/* https://zoom.us/oauth/token: the page is its neighbour */
	if (!str_ends(z->token_url, TOKEN))
		return err_set(e, ERR_USAGE,
			       "token-url: does not end in %s, so where to "
			       "authorise the app is not known",
			       TOKEN);
	str_addf(&address, "%.*s/authorize",
		 (int)(strlen(z->token_url) - strlen(TOKEN)), z->token_url);
	account_page(&z->acc, address.s, url);
	return 0;
}

static int trade(struct source *src, struct str *granted, struct str *lacks,
		 struct err *e)
{
	struct zoom *z = (struct zoom *)src;
	size_t before = granted->len;

	if (account_trade(&z->acc, granted, e) < 0)
		return -1;
	if (granted->len == before)
		return 0;
	if (!zoom_people_granted(granted->s))
		zoom_people_scopes(lacks, granted->s);
	for (enum zoom_way way = WAY_USERS; way < ZOOM_WAYS; way++)
		if (!zoom_way_is_people(way) &&
		    zoom_way(way)->need != NEED_FALLBACK &&
		    !zoom_way_granted(way, granted->s))
			account_lack(lacks, zoom_way_scope(way, granted->s));
	return 0;
}

const struct source_authorize zoom_authorize = {
	.when = "auth=code",
	.page = page,
	.trade = trade,
};
