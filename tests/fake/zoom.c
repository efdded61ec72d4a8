#include "tests/fake/zoom.h"

#include "source/zoom/zoom.h"

static const char *const settings[] = {
	"api-url",   "{A}/v2",   "token-url",     "{A}/oauth/token",
	"auth",      "s2s",      "account-id",    "ACCOUNT",
	"client-id", "CLIENT",   "client-secret", "CLIENTSECRET",
	"plan",      "business", "limit-share",   "100",
	NULL,
};

void fake_zoom_entry(struct str *line, const struct source_entry *en)
{
	str_addf(line,
		 "entry %s %s \"%s\" %s [%s] size %lld label '%s' delete %lld "
		 "(bundle %s, found by %s)",
		 en->kind, en->id, en->version, fake_state_name(en->state),
		 en->reason, (long long)en->size, en->label,
		 (long long)(en->delete_at_us / 1000000), en->bundle,
		 en->found_by);
}

static const struct fake_vendor zoom = {
	.ops = &source_zoom_ops,
	.root = "/v2",
	.token = "/oauth/token",
	.grant = "200|{\"access_token\":\"TOKEN{N}\",\"expires_in\":3600,"
		 "\"scope\":\"\"}",
	.unknown = "404|{\"code\":2300,\"message\":\"not scripted\"}",
	.expired = "401|{\"code\":124,\"message\":\"Access token is "
		   "expired.\"}",
	.settings = settings,
	.entry = fake_zoom_entry,
};

struct fake_api *fake_zoom_new(void)
{
	return fake_api_new(&zoom);
}
