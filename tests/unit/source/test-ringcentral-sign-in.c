#include "base/err.h"
#include "base/str.h"
#include "stream/digest.h"
#include "t.h"
#include "tests/fake/ringcentral.h"

#define TOKEN   "POST /restapi/oauth/token"
#define ACCOUNT "/restapi/v1.0/account/~"

static int hello(struct fake_api *z, struct err *e)
{
	struct source *src = fake_api_source(z);
	struct str tenant AUTO(str_done) = STR_INIT;
	int64_t now_us = 0;
	int bad = src->ops->hello(src, &tenant, &now_us, e);

	if (bad < 0)
		return -1;
	T_EQ_STR(tenant.s, "62288000");
	T_EQ_INT(now_us / 60000000, INT64_C(1772359200) / 60);
	return 0;
}

static void greet(struct fake_api *z)
{
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	if (hello(z, &e) < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
}

static struct fake_api *scene(void)
{
	struct fake_api *z = fake_rc_new();

	fake_api_answer(z, ACCOUNT, "200|{\"id\":62288000}");
	fake_api_strict(z);
	return z;
}

static const char form_jwt[] =
	"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"
	"&assertion=THEJWT";

T(by_jwt_then_by_refresh)
{
	AUTO(fake_api_free) struct fake_api *z = scene();
	struct digest line = digest_of("THEJWT", 6);
	struct str want AUTO(str_done) = STR_INIT;

	greet(z);
	T_EQ_STR(fake_api_target(z, TOKEN), form_jwt);
	str_addf(&want, "refresh-token=%s R1\n", line.hex);
	T_EQ_STR(fake_api_saved(z), want.s);
	greet(z);
	T_EQ_INT(fake_api_tokens(z), 1);

	/* a restart goes on with the session it has */
	fake_api_close(z);
	greet(z);
	T_EQ_STR(fake_api_target(z, TOKEN),
		 "grant_type=refresh_token&refresh_token=R1");

	/* a new JWT begins a new line */
	fake_api_close(z);
	fake_api_set(z, "jwt", "ANOTHER");
	greet(z);
	T_OK(strstr(fake_api_target(z, TOKEN), "assertion=ANOTHER") != NULL);
}

/* After a week without a run, the JWT does it again. */
T(a_dead_refresh_token_is_no_end)
{
	AUTO(fake_api_free) struct fake_api *z = scene();

	greet(z);
	fake_api_close(z);
	fake_api_instead(
		z, TOKEN,
		"400|{\"error\":\"invalid_grant\",\"error_description\""
		":\"Token not found\"}");
	fake_api_answer(z, TOKEN,
			"200|{\"access_token\":\"TOKEN{N}\",\"refresh_token\":"
			"\"R{N}\",\"expires_in\":3600}");
	greet(z);
	T_EQ_STR(fake_api_target(z, TOKEN), form_jwt);
}

static void use_code(struct fake_api *z)
{
	fake_api_set(z, "auth", "code");
	fake_api_set(z, "code", "THECODE");
	fake_api_set(z, "redirect-uri", "https://x.example/cb");
	fake_api_set(z, "code-verifier", "VERY");
}

T(by_code)
{
	AUTO(fake_api_free) struct fake_api *z = scene();

	use_code(z);
	greet(z);
	T_EQ_STR(fake_api_target(z, TOKEN),
		 "grant_type=authorization_code&code=THECODE&redirect_uri="
		 "https%3A%2F%2Fx.example%2Fcb&code_verifier=VERY");
	fake_api_close(z);
	greet(z);
	T_EQ_STR(fake_api_target(z, TOKEN),
		 "grant_type=refresh_token&refresh_token=R1");
}

/* Without a secret the app names itself in the form. */
T(a_public_app)
{
	AUTO(fake_api_free) struct fake_api *z = scene();

	use_code(z);
	fake_api_set(z, "client-secret", NULL);
	fake_api_set(z, "refresh-token", "R0");
	greet(z);
	T_EQ_STR(fake_api_target(z, TOKEN),
		 "grant_type=refresh_token&refresh_token=R0&client_id=CLIENT");
}

/* Refreshing makes the old one useless: what is not saved is not used. */
T(not_saved_not_used)
{
	AUTO(fake_api_free) struct fake_api *z = scene();
	struct err e = ERR_INIT;

	fake_api_fail_save(z);
	T_EQ_INT(hello(z, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
	T_EQ_INT(fake_api_asked(z, ACCOUNT), 0);
}

T(a_refusal_is_meant)
{
	AUTO(fake_api_free) struct fake_api *z = scene();
	char text[ERR_TEXT];

	fake_api_answer(
		z, TOKEN,
		"400|{\"error\":\"invalid_grant\",\"error_description\":"
		"\"JWT has been revoked\"}");
	for (int i = 0; i < 3; i++) {
		struct err e = ERR_INIT;

		T_EQ_INT(hello(z, &e), -1);
		T_EQ_INT(e.kind, ERR_SOURCE);
		T_OK(strstr(err_str(&e, text, sizeof(text)), "revoked") !=
		     NULL);
		T_OK(strstr(text, "THEJWT") == NULL);
		T_OK(strstr(text, "CLIENTSECRET") == NULL);
	}
	T_EQ_INT(fake_api_asked(z, TOKEN), 1);
}

/* The group rests as long as it was told, not longer. */
T(a_short_penalty)
{
	AUTO(fake_api_free) struct fake_api *z = scene();

	fake_api_answer(z, TOKEN, "429 Retry-After: 0.05|{}");
	fake_api_answer(z, TOKEN,
			"200|{\"access_token\":\"TOKEN{N}\","
			"\"refresh_token\":\"R{N}\",\"expires_in\":3600}");
	greet(z);
	T_EQ_INT(fake_api_asked(z, TOKEN), 2);
}

/* Nor is anything asked before, also by the next run. */
T(a_penalty_too_long_to_wait_for)
{
	AUTO(fake_api_free) struct fake_api *z = scene();

	fake_api_answer(z, TOKEN, "429 Retry-After: 3600|{}");
	for (int i = 0; i < 2; i++) {
		struct err e = ERR_INIT;

		T_EQ_INT(hello(z, &e), -1);
		T_EQ_INT(e.kind, ERR_RETRY);
		T_OK(strstr(e.text, " UTC") != NULL);
		fake_api_close(z);
	}
	T_EQ_INT(fake_api_asked(z, TOKEN), 1);
}

/* A token that another has made void is replaced, and asked again. */
T(an_expired_token)
{
	AUTO(fake_api_free) struct fake_api *z = scene();

	fake_api_instead(z, ACCOUNT,
			 "401|{\"errorCode\":\"OAU-128\",\"message\":\"Access "
			 "token expired\"}");
	fake_api_answer(z, ACCOUNT, "200|{\"id\":62288000}");
	greet(z);
	T_EQ_INT(fake_api_tokens(z), 2);
}

T(a_token_that_is_never_accepted)
{
	AUTO(fake_api_free) struct fake_api *z = scene();
	struct err e = ERR_INIT;

	fake_api_instead(z, ACCOUNT, "401|{\"errorCode\":\"OAU-128\"}");
	T_EQ_INT(hello(z, &e), -1);
	T_EQ_INT(e.kind, ERR_SOURCE);
	T_EQ_INT(fake_api_tokens(z), 3);
}

T(an_account_without_an_id)
{
	AUTO(fake_api_free) struct fake_api *z = scene();
	struct err e = ERR_INIT;

	fake_api_instead(z, ACCOUNT,
			 "403|{\"errorCode\":\"CMN-401\",\"message\":\"needs "
			 "[ReadAccounts] permission\"}");
	T_EQ_INT(hello(z, &e), -1);
	T_EQ_INT(e.kind, ERR_SOURCE);
	T_OK(strstr(e.text, "ReadAccounts") != NULL);
}

T_MAIN
