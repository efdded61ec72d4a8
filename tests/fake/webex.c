#include "tests/fake/webex.h"

#include "source/webex/webex.h"
#include "tests/fake/zoom.h"

static const char *const settings[] = {
	"api-url",
	"{A}/v2",
	"token-url",
	"{A}/oauth/token",
	"client-id",
	"CLIENT",
	"client-secret",
	"CLIENTSECRET",
	"refresh-token",
	"REFRESH0",
	"requests-per-minute",
	"1000000",
	"recording-hosts",
	"127.0.0.1",
	NULL,
};

static const struct fake_vendor webex = {
	.ops = &source_webex_ops,
	.root = "/v2",
	.token = "/oauth/token",
	.grant = "200|{\"access_token\":\"TOKEN{N}\",\"expires_in\":1209599,"
		 "\"refresh_token\":\"REFRESH{N}\"}",
	.unknown = "404|{\"message\":\"not scripted\"}",
	.expired = "401|{\"message\":\"The request requires a valid access "
		   "token set in the Authorization request header.\"}",
	.settings = settings,
	.entry = fake_zoom_entry,
};

struct fake_api *fake_webex_new(void)
{
	return fake_api_new(&webex);
}
