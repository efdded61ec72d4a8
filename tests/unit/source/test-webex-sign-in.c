#include "http/oauth.h"
#include "source/webex/ask.h"
#include "webex-fixture.h"

static int token(struct fake_api *z, struct str *out, struct err *e)
{
	str_cut(out, 0);
	return oauth_token(webex_account(z)->acc.oauth, out, e);
}

T(a_refresh_token_rotates_and_the_new_one_is_kept)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	T_EQ_INT(token(z, &t, &e), 0);
	T_EQ_STR(t.s, "TOKEN1");
	T_EQ_STR(fake_api_target(z, "POST /oauth/token"),
		 "grant_type=refresh_token&refresh_token=REFRESH0&client_id="
		 "CLIENT&client_secret=CLIENTSECRET");
	T_OK(strstr(fake_api_saved(z), " REFRESH1\n") != NULL);
	oauth_drop(webex_account(z)->acc.oauth, "TOKEN1");
	T_EQ_INT(token(z, &t, &e), 0);
	T_OK(strstr(fake_api_target(z, "POST /oauth/token"),
		    "refresh_token=REFRESH1") != NULL);
}

T(a_token_given_anew_begins_a_new_line)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	T_EQ_INT(token(z, &t, &e), 0);
	fake_api_set(z, "refresh-token", "OTHER");
	oauth_drop(webex_account(z)->acc.oauth, "TOKEN1");
	T_EQ_INT(token(z, &t, &e), 0);
	T_OK(strstr(fake_api_target(z, "POST /oauth/token"),
		    "refresh_token=OTHER") != NULL);
}

T(a_token_that_cannot_be_kept_is_not_used)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_api_fail_save(z);
	T_EQ_INT(token(z, &t, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
}

T(a_code_is_used_with_its_address_and_verifier)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_api_set(z, "refresh-token", NULL);
	fake_api_set(z, "code", "CODE");
	fake_api_set(z, "redirect-uri", "https://a.example/x");
	fake_api_set(z, "code-verifier", "VERIFIER");
	T_EQ_INT(token(z, &t, &e), 0);
	T_EQ_STR(fake_api_target(z, "POST /oauth/token"),
		 "grant_type=authorization_code&code=CODE&redirect_uri=https"
		 "%3A%2F%2Fa.example%2Fx&code_verifier=VERIFIER&client_id="
		 "CLIENT&client_secret=CLIENTSECRET");
}

T(a_service_app_is_asked_for_by_an_administrator)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_api_set(z, "auth", "service");
	fake_api_set(z, "refresh-token", NULL);
	fake_api_set(z, "admin-token", "ADMIN");
	fake_api_set(z, "application-id", "APP/1");
	fake_api_set(z, "target-org", "ORG");
	fake_api_answer(z, "POST /applications/APP%2F1/token",
			"200|{\"access_token\":\"SERVICE\",\"expires_in\":"
			"100000,\"refresh_token\":\"SR1\"}");
	T_EQ_INT(token(z, &t, &e), 0);
	T_EQ_STR(t.s, "SERVICE");
	T_OK(strstr(fake_api_saved(z), " SR1\n") != NULL);
	oauth_drop(webex_account(z)->acc.oauth, "SERVICE");
	T_EQ_INT(token(z, &t, &e), 0);
	T_OK(strstr(fake_api_target(z, "POST /oauth/token"),
		    "refresh_token=SR1") != NULL);
}

T(a_refusal_says_what_to_do_and_is_not_repeated)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT, again = ERR_INIT;

	fake_api_answer(z, "POST /oauth/token",
			"400|{\"error\":\"invalid_grant\","
			"\"error_description\":\"expired\"}");
	T_EQ_INT(token(z, &t, &e), -1);
	T_EQ_INT(e.kind, ERR_SOURCE);
	T_OK(strstr(e.text, "compliance officer") != NULL);
	T_EQ_INT(token(z, &t, &again), -1);
	T_EQ_INT(fake_api_asked(z, "POST /oauth/token"), 1);
}

T(a_pause_that_is_asked_for_is_kept)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_api_answer(z, "POST /oauth/token", "503 Retry-After: 0.05|{}");
	fake_api_answer(z, "POST /oauth/token", "429 Retry-After: 3600|{}");
	T_EQ_INT(token(z, &t, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	T_OK(strstr(e.text, "sign in to Webex: it asks to be left alone") !=
	     NULL);
	T_EQ_INT(fake_api_asked(z, "POST /oauth/token"), 2);
}

T(a_pause_for_a_service_app_is_kept)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_api_set(z, "auth", "service");
	fake_api_set(z, "refresh-token", NULL);
	fake_api_set(z, "admin-token", "ADMIN");
	fake_api_set(z, "application-id", "APP");
	fake_api_set(z, "target-org", "ORG");
	fake_api_answer(z, "POST /applications/APP/token",
			"429 Retry-After: 3600|{}");
	T_EQ_INT(token(z, &t, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	T_EQ_INT(fake_api_asked(z, "POST /applications/APP/token"), 1);
}

T(a_wrong_secret_is_told_from_a_lost_authorisation)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_api_answer(z, "POST /oauth/token",
			"401|{\"message\":\"The client credentials are "
			"invalid.\"}");
	T_EQ_INT(token(z, &t, &e), -1);
	T_EQ_STR(e.text, "Webex refuses the sign-in (status 401: The client "
			 "credentials are invalid.): check client-id and "
			 "client-secret");
}

T_MAIN
