#include "base/err.h"
#include "stream/digest.h"
#include "t.h"
#include "tests/fake/zoom.h"

#define TOKEN "POST /oauth/token"

static int hello(struct fake_api *z, struct str *tenant, struct err *e)
{
	struct source *src = fake_api_source(z);
	int64_t now_us = 0;
	int bad = src->ops->hello(src, tenant, &now_us, e);

	if (bad == 0) /* the Date header's */
		T_EQ_INT(now_us / 60000000, INT64_C(1772359200) / 60);
	return bad;
}

static void check_hello(struct fake_api *z, const char *want)
{
	struct str tenant AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	if (hello(z, &tenant, &e) < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
	T_EQ_STR(tenant.s, want);
}

static const char users[] = "200|{\"users\":[{\"id\":\"u1\"}]}";

T(server_to_server)
{
	AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();

	fake_api_answer(z, "/users", users);
	fake_api_strict(z);
	check_hello(z, "ACCOUNT");
	T_EQ_STR(fake_api_target(z, TOKEN),
		 "grant_type=account_credentials&account_id=ACCOUNT");
	check_hello(z, "ACCOUNT");
	T_EQ_INT(fake_api_tokens(z), 1);
	T_EQ_STR(fake_api_saved(z), "");
}

/* The new refresh token is on disk before the access token is used. */
static void use_code(struct fake_api *z)
{
	fake_api_set(z, "auth", "code");
	fake_api_set(z, "account-id", NULL);
	fake_api_answer(z, TOKEN,
			"200|{\"access_token\":\"TOKEN{N}\",\"refresh_token\":"
			"\"R{N}\",\"expires_in\":3600}");
	fake_api_answer(z, "/users", users);
	fake_api_answer(z, "/users/me", "200|{\"account_id\":\"ACC\"}");
	fake_api_strict(z);
}

T(refresh_token_rotates)
{
	AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();
	struct digest line = digest_of("R0", 2);
	struct str want AUTO(str_done) = STR_INIT;

	use_code(z);
	fake_api_set(z, "refresh-token", "R0");
	check_hello(z, "ACC");
	T_EQ_STR(fake_api_target(z, TOKEN),
		 "grant_type=refresh_token&refresh_token=R0");
	str_addf(&want, "refresh-token=%s R1\n", line.hex);
	T_EQ_STR(fake_api_saved(z), want.s);

	/* a restart goes on with the saved one */
	fake_api_close(z);
	check_hello(z, "ACC");
	T_EQ_STR(fake_api_target(z, TOKEN),
		 "grant_type=refresh_token&refresh_token=R1");

	/* a person gives a new one: that begins a new line */
	fake_api_close(z);
	fake_api_set(z, "refresh-token", "NEW");
	check_hello(z, "ACC");
	T_EQ_STR(fake_api_target(z, TOKEN),
		 "grant_type=refresh_token&refresh_token=NEW");
}

T(code_is_used_once)
{
	AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();

	use_code(z);
	fake_api_set(z, "code", "C");
	fake_api_set(z, "redirect-uri", "https://a/b");
	fake_api_set(z, "code-verifier", "V");
	check_hello(z, "ACC");
	T_EQ_STR(fake_api_target(z, TOKEN),
		 "grant_type=authorization_code&code=C&redirect_uri="
		 "https%3A%2F%2Fa%2Fb&code_verifier=V");
	fake_api_close(z);
	check_hello(z, "ACC");
	T_EQ_STR(fake_api_target(z, TOKEN),
		 "grant_type=refresh_token&refresh_token=R1");
}

T(unsaved_token_is_not_used)
{
	AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();
	struct str tenant AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	use_code(z);
	fake_api_set(z, "refresh-token", "R0");
	fake_api_fail_save(z);
	T_EQ_INT(hello(z, &tenant, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
	T_EQ_INT(fake_api_asked(z, "/users"), 0);
}

T(jwt)
{
	AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();

	fake_api_set(z, "auth", "jwt");
	fake_api_set(z, "jwt-key", "KEY");
	fake_api_set(z, "jwt-secret", "SECRET");
	fake_api_set(z, "account-id", NULL);
	fake_api_answer(z, "/users", users);
	fake_api_answer(z, "/users/u1", "200|{\"account_id\":\"ACC\"}");
	check_hello(z, "ACC");
	T_EQ_INT(fake_api_tokens(z), 0);
}

/* Refusals: told with what to do, and not tried again. */
static const struct {
	const char *label;
	const char *script;
	enum err_kind kind;
	unsigned int asked;
	const char *names;
} refused_cases[] = {
	{ "app disabled",
	  "400|{\"reason\":\"The app has been disabled\",\"error\":"
	  "\"invalid_client\",\"errorCode\":4717}",
	  ERR_SOURCE, 1, "activate" },
	{ "wrong secret",
	  "401|{\"reason\":\"Invalid client_id or client_secret\",\"error\":"
	  "\"invalid_client\"}",
	  ERR_SOURCE, 1, "client-secret" },
	{ "unknown", "403|<html>no</html>", ERR_SOURCE, 1, "403" },
	{ "lasting trouble", "500|{}", ERR_RETRY, 6, "500" },
};

T(refused)
{
	T_EACH(c, refused_cases) {
		AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();
		struct str tenant AUTO(str_done) = STR_INIT;
		struct err e = ERR_INIT;
		char text[ERR_TEXT];

		fake_api_answer(z, TOKEN, c->script);
		fake_api_answer(z, "/users", users);
		T_EQ_INT(hello(z, &tenant, &e), -1);
		T_EQ_INT(e.kind, c->kind);
		err_str(&e, text, sizeof(text));
		T_OK(strstr(text, "CLIENTSECRET") == NULL);
		T_OK(strstr(text, c->names) != NULL);
		T_EQ_INT(fake_api_asked(z, TOKEN), c->asked);
		if (c->kind == ERR_RETRY)
			continue;
		err_clear(&e);
		T_EQ_INT(hello(z, &tenant, &e), -1);
		T_EQ_INT(fake_api_asked(z, TOKEN), c->asked);
		/* opened anew, it is tried anew */
		fake_api_close(z);
		err_clear(&e);
		T_EQ_INT(hello(z, &tenant, &e), -1);
		T_EQ_INT(fake_api_asked(z, TOKEN), c->asked + 1);
	}
}

T(passing_trouble)
{
	AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();

	fake_api_answer(z, TOKEN, "502 Content-Type: text/html|<html>");
	fake_api_answer(z, TOKEN, "200|{\"access_token\":\"TOKEN{N}\"}");
	fake_api_answer(z, "/users", users);
	fake_api_strict(z);
	check_hello(z, "ACCOUNT");
	T_EQ_INT(fake_api_tokens(z), 2);
}

T(token_expires_once)
{
	AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();
	static const char dead[] =
		"401|{\"code\":124,\"message\":\"Access token is expired.\"}";

	fake_api_answer(z, "/users", dead);
	fake_api_answer(z, "/users", users);
	fake_api_strict(z);
	check_hello(z, "ACCOUNT");
	T_EQ_INT(fake_api_tokens(z), 2);
}

T(token_never_accepted)
{
	AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();
	struct str tenant AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_api_answer(z, "/users",
			"401|{\"code\":124,\"message\":\"Invalid access "
			"token.\"}");
	T_EQ_INT(hello(z, &tenant, &e), -1);
	T_EQ_INT(e.kind, ERR_SOURCE);
	T_EQ_INT(fake_api_tokens(z), 3);
	T_EQ_INT(fake_api_asked(z, "/users"), 3);
}

T_MAIN
