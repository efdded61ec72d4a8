#include "s3-fixture.h"

static const struct open_case {
	const char *label;
	const char *settings[8][2]; /* beside bucket and key */
	const char *bad;            /* NULL: opens; else the text has it */
	const char *address;        /* of the bucket */
	bool sign_payload;
} open_cases[] = {
	{ "Amazon",
	  { { "region", "eu-north-1" } },
	  NULL,
	  "https://vault.s3.eu-north-1.amazonaws.com vault.s3.eu-north-1."
	  "amazonaws.com ",
	  false },
	{ "Amazon, a bucket with a dot",
	  { { "bucket", "my.vault" } },
	  NULL,
	  "https://s3.us-east-1.amazonaws.com s3.us-east-1.amazonaws.com "
	  "/my.vault",
	  false },
	{ "another, with port",
	  { { "endpoint", "https://s3.example.com:8443/" } },
	  NULL,
	  "https://s3.example.com:8443 s3.example.com:8443 /vault",
	  false },
	{ "another, with the port that goes without saying",
	  { { "endpoint", "HTTPS://S3.example.com:443" } },
	  NULL,
	  "https://s3.example.com s3.example.com /vault",
	  false },
	{ "another, bucket in the name",
	  { { "endpoint", "https://s3.example.com" }, { "path-style", "no" } },
	  NULL,
	  "https://vault.s3.example.com vault.s3.example.com ",
	  false },
	{ "Amazon, bucket in the path, signed",
	  { { "path-style", "yes" }, { "payload-signing", "signed" } },
	  NULL,
	  "https://s3.us-east-1.amazonaws.com s3.us-east-1.amazonaws.com "
	  "/vault",
	  true },
	{ "this machine",
	  { { "endpoint", "http://127.0.0.1:7480" } },
	  NULL,
	  "http://127.0.0.1:7480 127.0.0.1:7480 /vault",
	  true },
	{ "this machine, unsigned",
	  { { "endpoint", "http://[::1]:7480" },
	    { "payload-signing", "unsigned" } },
	  NULL,
	  "http://[::1]:7480 [::1]:7480 /vault",
	  false },
	{ "without TLS",
	  { { "endpoint", "http://s3.example.com" } },
	  "endpoint: http:// is only allowed" },
	{ "with the bucket",
	  { { "endpoint", "https://s3.example.com/vault" } },
	  "endpoint: must be the address" },
	{ "with a query",
	  { { "endpoint", "https://s3.example.com?x" } },
	  "endpoint: must be the address" },
	{ "with a user",
	  { { "endpoint", "https://u:p@s3.example.com" } },
	  "endpoint: is no https" },
	{ "no bucket's name", { { "bucket", "a/b" } }, "bucket: \"a/b\"" },
	{ "upwards", { { "bucket", "..." } }, "bucket: \"...\"" },
	{ "short", { { "bucket", "ab" } }, "bucket: \"ab\"" },
	{ "no region", { { "region", "a.evil.example/" } }, "region: \"a.e" },
	{ "prefix upwards", { { "prefix", "a/../b" } }, "prefix" },
	{ "key", { { "access-key-id", "A K" } }, "access-key-id: has blanks" },
	{ "key with scope", { { "access-key-id", "A/K" } }, "has a \"/\"" },
	{ "no secret",
	  { { "secret-access-key", "" } },
	  "secret-access-key: is missing" },
	{ "secret of two lines",
	  { { "secret-access-key", "SECRET\nSECRET" } },
	  "secret-access-key: has blanks" },
	{ "token", { { "session-token", "SECRET TOKEN" } }, "session-token: " },
	{ "style", { { "path-style", "x" } }, "\"x\" must be yes, auto or no" },
	{ "mode", { { "lock-mode", "x" } }, "must be compliance or governanc" },
	{ "signing", { { "payload-signing", "x" } }, "payload-signing: \"x\"" },
	{ "part size 4", { { "part-size", "4" } }, "part-size: \"4\"" },
	{ "connections", { { "connections", "0" } }, "connections: \"0\"" },
	{ "page size", { { "page-size", "1001" } }, "page-size: \"1001\"" },
};

static const char *const given[][2] = {
	{ "bucket", "vault" },
	{ "access-key-id", "AK" },
	{ "secret-access-key", "SECRETKEY" },
};

/* The last of a name counts. */
static void host_of(struct store_host *h, const struct open_case *c)
{
	char program[] = "test", name[] = "s3";
	char *argv[] = { program, name };
	int argc = 2;

	store_host_init(h, &argc, argv);
	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		store_host_set(h, given[i][0], given[i][1]);
	for (size_t i = 0; c->settings[i][0] != NULL; i++)
		store_host_set(h, c->settings[i][0], c->settings[i][1]);
}

T(open)
{
	T_EACH(c, open_cases) {
		struct str got AUTO(str_done) = STR_INIT;
		struct store_host h;
		struct store *s = NULL;
		struct err e = ERR_INIT;

		host_of(&h, c);
		T_EQ_INT(h.ops->open(&s, &h.host, &e), c->bad == NULL ? 0 : -1);
		check_err(&e, c->bad == NULL ? ERR_NONE : ERR_USAGE,
			  c->bad == NULL ? "" : c->bad);
		if (c->bad == NULL && s != NULL) {
			const struct s3 *s3 = (const struct s3 *)s;

			str_addf(&got, "%s %s %s", s3->origin, s3->authority,
				 s3->root);
			T_EQ_STR(got.s, c->address);
			T_EQ_INT(s3->sign_payload, c->sign_payload);
		}
		store_close(s);
		store_host_done(&h);
	}
}

T_MAIN
