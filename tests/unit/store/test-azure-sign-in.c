/* Tokens of Entra ID: asked for once, renewed when refused, and told to
   nobody but the endpoint. One server plays both. */
#include "azure-fixture.h"

#define TOKEN(t)                                                               \
	{                                                                      \
		"POST /tenant/oauth2/v2.0/token", 200, NULL,                   \
			"{\"access_token\":\"" t "\",\"expires_in\":3600}"     \
	}

static const struct sign_case {
	const char *label;
	struct step steps[STEPS_MAX];
	int times; /* of stat() */
	enum err_kind kind;
	const char *part;
} sign_cases[] = {
	{ "one token for all",
	  { TOKEN("SECRET1"),
	    { "HEAD /vault/a", 404, NULL, NULL, FAKE_WHOLE,
	      "Authorization: Bearer SECRET1\r\n" },
	    { "HEAD /vault/a", 404, NULL, NULL, FAKE_WHOLE,
	      "Authorization: Bearer SECRET1\r\n" } },
	  2,
	  ERR_NONE,
	  "" },
	{ "no longer taken: another",
	  { TOKEN("SECRET1"),
	    { "HEAD", 401, "x-ms-error-code: InvalidAuthenticationInfo\r\n" },
	    TOKEN("SECRET2"),
	    { "HEAD", 404, NULL, NULL, FAKE_WHOLE,
	      "Authorization: Bearer SECRET2\r\n" } },
	  1,
	  ERR_NONE,
	  "" },
	{ "never taken",
	  { TOKEN("SECRET1"),
	    { "HEAD", 401 },
	    TOKEN("SECRET2"),
	    { "HEAD", 401 } },
	  1,
	  ERR_SOURCE,
	  "check tenant-id, client-id and the role" },
	{ "no role",
	  { TOKEN("SECRET1"),
	    { "HEAD", 403,
	      "x-ms-error-code: AuthorizationPermissionMismatch\r\n" } },
	  1,
	  ERR_SOURCE,
	  "Storage Blob Data Owner" },
	{ "the secret is wrong",
	  { { "POST", 401, NULL,
	      "{\"error\":\"invalid_client\",\"error_description\":"
	      "\"AADSTS7000215: Invalid client secret provided.\\r\\n"
	      "Trace ID: SECRETTRACE\"}" } },
	  1,
	  ERR_SOURCE,
	  "invalid_client: AADSTS7000215: Invalid client secret provided.): "
	  "client-secret is wrong" },
	{ "the endpoint is away for a moment",
	  { { "POST", 503 }, TOKEN("SECRET1"), { "HEAD", 404 } },
	  1,
	  ERR_NONE,
	  "" },
};

T(sign_in)
{
	T_EACH(c, sign_cases) {
		struct store_object o;
		struct azure_fake f;
		struct store *s;
		struct err e = ERR_INIT;
		int got = 0;

		azure_fake_init(&f, c->steps, STEPS_MAX);
		store_host_set(&f.host, "auth", "client-credentials");
		store_host_set(&f.host, "tenant-id", "tenant");
		store_host_set(&f.host, "client-id", "client");
		store_host_set(&f.host, "client-secret", "SECRETCLIENT");
		store_host_set(&f.host, "login-url",
			       fake_server_base(f.server));
		s = azure_fake_open(&f);
		for (int i = 0; i < c->times; i++)
			got = s->ops->stat(s, "a", &o, &e);
		T_EQ_INT(got, c->kind == ERR_NONE ? 0 : -1);
		check_err(&e, c->kind, c->part);
		azure_fake_done(&f);
	}
}

T_MAIN
