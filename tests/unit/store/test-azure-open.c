#include "azure-fixture.h"

#define KEY "MDEyMzQ1Njc4OWFiY2RlZg==" /* "0123456789abcdef" */

static const struct open_case {
	const char *label;
	const char *settings[12][2]; /* beside account, container */
	const char *bad;             /* NULL: opens; else the text has it */
} open_cases[] = {
	{ "shared key",
	  { { "auth", "shared-key" }, { "account-key", KEY } },
	  NULL },
	{ "no key", { { "auth", "shared-key" } }, "account-key: is missing" },
	{ "no base64",
	  { { "auth", "shared-key" }, { "account-key", "SECRET!!" } },
	  "account-key: is no account key" },
	{ "a key that is too short",
	  { { "auth", "shared-key" }, { "account-key", "SECRETkk" } },
	  "account-key: is no account key" },
	{ "sas", { { "auth", "sas" }, { "sas", "sv=1&sig=SECRET%3D" } }, NULL },
	{ "sas with question mark",
	  { { "auth", "sas" }, { "sas", "?sv=1&sig=SECRET" } },
	  NULL },
	{ "no sas", { { "auth", "sas" } }, "sas: is missing" },
	{ "a whole address",
	  { { "auth", "sas" },
	    { "sas", "https://a.blob.core.windows.net/?sv=1&sig=SECRET" } },
	  "sas: must be the token alone" },
	{ "no signature",
	  { { "auth", "sas" }, { "sas", "SECRET" } },
	  "sas: must be the token alone" },
	{ "client credentials, the default",
	  { { "tenant-id", "contoso.onmicrosoft.com" },
	    { "client-id", "c" },
	    { "client-secret", "SECRET" } },
	  NULL },
	{ "no tenant",
	  { { "client-id", "c" }, { "client-secret", "SECRET" } },
	  "tenant-id: is missing" },
	{ "no client",
	  { { "tenant-id", "t" }, { "client-secret", "SECRET" } },
	  "client-id: is missing" },
	{ "no secret",
	  { { "tenant-id", "t" }, { "client-id", "c" } },
	  "client-secret: is missing" },
	{ "a tenant that is a path",
	  { { "tenant-id", "../x" },
	    { "client-id", "c" },
	    { "client-secret", "SECRET" } },
	  "tenant-id=../x is neither" },
	{ "an authority without TLS",
	  { { "tenant-id", "t" },
	    { "client-id", "c" },
	    { "client-secret", "SECRET" },
	    { "login-url", "http://login.example.com" } },
	  "login-url: http:// is only allowed" },
	{ "another way", { { "auth", "password" } }, "auth: \"password\"" },
	{ "account in capitals",
	  { { "account", "Estreat" } },
	  "account: \"Estreat\"" },
	{ "account too short", { { "account", "ab" } }, "account: \"ab\"" },
	{ "container with two dashes",
	  { { "container", "a--b" } },
	  "container: \"a--b\"" },
	{ "container with a path",
	  { { "container", "a/b" } },
	  "container: \"a/b\"" },
	{ "prefix upwards", { { "prefix", "a/../b" } }, "prefix" },
	{ "endpoint without TLS",
	  { { "endpoint", "http://a.blob.core.windows.net" } },
	  "endpoint: http:// is only allowed" },
	{ "endpoint with a query",
	  { { "endpoint", "https://a.example/?b" } },
	  "endpoint: must be the address" },
	{ "endpoint with a user",
	  { { "endpoint", "https://u:p@a.example" } },
	  "endpoint: is no https" },
	{ "block size 0", { { "block-size", "0" } }, "block-size: \"0\"" },
	{ "block size too large",
	  { { "block-size", "101" } },
	  "block-size: \"101\"" },
	{ "connections", { { "connections", "x" } }, "connections: \"x\"" },
	{ "page size", { { "page-size", "5001" } }, "page-size: \"5001\"" },
	{ "mode", { { "immutability", "on" } }, "immutability: \"on\"" },
};

static void host_of(struct store_host *h, const struct open_case *c)
{
	char program[] = "test", name[] = "azure";
	char *argv[] = { program, name };
	int argc = 2;

	store_host_init(h, &argc, argv);
	store_host_set(h, "account", "estreat");
	store_host_set(h, "container", "vault");
	for (size_t i = 0; c->settings[i][0] != NULL; i++)
		store_host_set(h, c->settings[i][0], c->settings[i][1]);
}

T(open)
{
	T_EACH(c, open_cases) {
		struct store_host h;
		struct store *s = NULL;
		struct err e = ERR_INIT;

		host_of(&h, c);
		if (c->bad == NULL) {
			T_EQ_INT(h.ops->open(&s, &h.host, &e), 0);
		} else {
			T_EQ_INT(h.ops->open(&s, &h.host, &e), -1);
			T_OK(s == NULL);
		}
		check_err(&e, c->bad == NULL ? ERR_NONE : ERR_USAGE,
			  c->bad == NULL ? "" : c->bad);
		store_close(s);
		store_host_done(&h);
	}
}

static const struct {
	const char *label, *endpoint, *prefix;
	const char *want_endpoint, *want_path, *want_prefix;
} place_cases[] = {
	{ "the public cloud", "", "", "https://estreat.blob.core.windows.net",
	  "", "" },
	{ "another cloud", "https://estreat.blob.core.chinacloudapi.cn/",
	  "/a/b/", "https://estreat.blob.core.chinacloudapi.cn", "", NULL },
	{ "an emulator", "http://127.0.0.1:10000/estreat//", "a/b//",
	  "http://127.0.0.1:10000/estreat", "/estreat", "a/b/" },
};

T(places)
{
	T_EACH(c, place_cases) {
		struct open_case with = {
			"",
			{ { "endpoint", c->endpoint },
			  { "prefix", c->prefix },
			  { "auth", "sas" },
			  { "sas", "sig=x" } },
			NULL,
		};
		struct store_host h;
		struct store *s = NULL;
		struct err e = ERR_INIT;
		const struct azure *az;

		host_of(&h, &with);
		T_EQ_INT(h.ops->open(&s, &h.host, &e),
			 c->want_prefix == NULL ? -1 : 0);
		az = (const struct azure *)s;
		if (az != NULL) {
			T_EQ_STR(az->endpoint, c->want_endpoint);
			T_EQ_STR(az->path, c->want_path);
			T_EQ_STR(az->prefix, c->want_prefix);
		}
		store_close(s);
		store_host_done(&h);
	}
}

T_MAIN
