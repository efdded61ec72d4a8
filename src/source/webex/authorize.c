/* An integration, authorised by a compliance officer in a browser. */
#include "base/err.h"
#include "base/mem.h"
#include "source/webex/webex.h"

#include <string.h>

#define KMS "spark:kms" /* without it posts cannot be decrypted */

static void ask_for(struct str *scopes, const char *scope, size_t len)
{
	str_addf(scopes, "%s%.*s", scopes->len > 0 ? " " : "", (int)len, scope);
}

/* As few as will do: where any of several would, one that another question
   needs anyway. */
static void all_scopes(struct str *scopes)
{
	for (enum webex_way way = WAY_ME; way < WEBEX_WAYS; way++) {
		const char *scope = webex_way(way)->scope;

		if (strchr(scope, ' ') == NULL &&
		    !webex_way_granted(way, scopes->s))
			ask_for(scopes, scope, strlen(scope));
	}
	for (enum webex_way way = WAY_ME; way < WEBEX_WAYS; way++) {
		const char *scope = webex_way(way)->scope;

		if (!webex_way_granted(way, scopes->s))
			ask_for(scopes, scope, strcspn(scope, " "));
	}
	ask_for(scopes, KMS, strlen(KMS));
}

/* What the setting names, or all of use. */
static void wanted(const struct webex *wx, struct str *scopes)
{
	const char *list = wx->scopes;
	size_t n;

	if (*list == '\0')
		all_scopes(scopes);
	for (; (n = str_word(&list)) > 0; list += n)
		ask_for(scopes, list, n);
}

int webex_scopes_check(const char *list, struct err *e)
{
	struct str all AUTO(str_done) = STR_INIT;
	size_t n;

	for (; (n = str_word(&list)) > 0; list += n) {
		if (webex_way_uses(list, n) ||
		    (n == strlen(KMS) && strncmp(list, KMS, n) == 0))
			continue;
		all_scopes(&all);
		return err_set(e, ERR_USAGE,
			       "scopes: '%.*s' is of no use here; all that "
			       "are: %s",
			       (int)(n < 60 ? n : 60), list, all.s);
	}
	return 0;
}

static int page(struct source *src, struct str *url, struct str *scopes,
		struct err *e)
{
	struct webex *wx = (struct webex *)src;
	struct str address AUTO(str_done) = STR_INIT;

	if (wx->auth != WEBEX_CODE)
		return err_set(e, ERR_USAGE,
			       "auth: a service app is authorised in Control "
			       "Hub (Apps, Service Apps), not in a browser's "
			       "sign-in; set auth=code for an integration");
	str_addf(&address, "%s/authorize", wx->api_url);
	account_page(&wx->acc, address.s, url);
	wanted(wx, scopes);
	oauth_form(url, "scope", scopes->s);
	return 0;
}

static int trade(struct source *src, struct str *granted, struct str *lacks,
		 struct err *e)
{
	struct webex *wx = (struct webex *)src;
	size_t before = granted->len;

	if (account_trade(&wx->acc, granted, e) < 0)
		return -1;
	if (granted->len == before)
		return 0;
	for (enum webex_way way = WAY_ME; way < WEBEX_WAYS; way++)
		if (!webex_way_granted(way, granted->s))
			account_lack(lacks, webex_way(way)->scope);
	if (strstr(granted->s, KMS) == NULL)
		account_lack(lacks, KMS);
	return 0;
}

const struct source_authorize webex_authorize = {
	.when = "auth=code",
	.page = page,
	.trade = trade,
};
