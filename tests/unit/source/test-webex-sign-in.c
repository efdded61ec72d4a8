#include "http/oauth.h"
#include "source/webex/ask.h"
#include "webex-fixture.h"

static int token(struct fake_webex *x, struct str *out, struct err *e)
{
	str_cut(out, 0);
	return oauth_token(fake_webex_open(x)->acc.oauth, out, e);
}

T(a_refresh_token_rotates_and_the_new_one_is_kept)
{
	struct fake_webex x = fake_webex_new();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	T_EQ_INT(token(&x, &t, &e), 0);
	T_EQ_STR(t.s, "TOKEN1");
	T_EQ_STR(fake_zoom_target(x.z, "/oauth/token"),
		 "grant_type=refresh_token&refresh_token=REFRESH0&client_id="
		 "CLIENT&client_secret=CLIENTSECRET");
	T_OK(strstr(fake_zoom_saved(x.z), " REFRESH1\n") != NULL);
	oauth_drop(fake_webex_open(&x)->acc.oauth, "TOKEN1");
	T_EQ_INT(token(&x, &t, &e), 0);
	T_OK(strstr(fake_zoom_target(x.z, "/oauth/token"),
		    "refresh_token=REFRESH1") != NULL);
	fake_webex_done(&x);
}

T(a_token_given_anew_begins_a_new_line)
{
	struct fake_webex x = fake_webex_new();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	T_EQ_INT(token(&x, &t, &e), 0);
	fake_zoom_set(x.z, "refresh-token", "OTHER");
	oauth_drop(fake_webex_open(&x)->acc.oauth, "TOKEN1");
	T_EQ_INT(token(&x, &t, &e), 0);
	T_OK(strstr(fake_zoom_target(x.z, "/oauth/token"),
		    "refresh_token=OTHER") != NULL);
	fake_webex_done(&x);
}

T(a_token_that_cannot_be_kept_is_not_used)
{
	struct fake_webex x = fake_webex_new();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_zoom_fail_save(x.z);
	T_EQ_INT(token(&x, &t, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
	fake_webex_done(&x);
}

T(a_code_is_used_with_its_address_and_verifier)
{
	struct fake_webex x = fake_webex_new();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_zoom_set(x.z, "refresh-token", NULL);
	fake_zoom_set(x.z, "code", "CODE");
	fake_zoom_set(x.z, "redirect-uri", "https://a.example/x");
	fake_zoom_set(x.z, "code-verifier", "VERIFIER");
	T_EQ_INT(token(&x, &t, &e), 0);
	T_EQ_STR(fake_zoom_target(x.z, "/oauth/token"),
		 "grant_type=authorization_code&code=CODE&redirect_uri=https"
		 "%3A%2F%2Fa.example%2Fx&code_verifier=VERIFIER&client_id="
		 "CLIENT&client_secret=CLIENTSECRET");
	fake_webex_done(&x);
}

T(a_service_app_is_asked_for_by_an_administrator)
{
	struct fake_webex x = fake_webex_new();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_zoom_set(x.z, "auth", "service");
	fake_zoom_set(x.z, "refresh-token", NULL);
	fake_zoom_set(x.z, "admin-token", "ADMIN");
	fake_zoom_set(x.z, "application-id", "APP/1");
	fake_zoom_set(x.z, "target-org", "ORG");
	fake_zoom_answer(x.z, "/applications/APP%2F1/token",
			 "200|{\"access_token\":\"SERVICE\",\"expires_in\":"
			 "100000,\"refresh_token\":\"SR1\"}");
	T_EQ_INT(token(&x, &t, &e), 0);
	T_EQ_STR(t.s, "SERVICE");
	T_OK(strstr(fake_zoom_saved(x.z), " SR1\n") != NULL);
	oauth_drop(fake_webex_open(&x)->acc.oauth, "SERVICE");
	T_EQ_INT(token(&x, &t, &e), 0);
	T_OK(strstr(fake_zoom_target(x.z, "/oauth/token"),
		    "refresh_token=SR1") != NULL);
	fake_webex_done(&x);
}

T(a_refusal_says_what_to_do_and_is_not_repeated)
{
	struct fake_webex x = fake_webex_new();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT, again = ERR_INIT;

	fake_zoom_answer(x.z, "/oauth/token",
			 "400|{\"error\":\"invalid_grant\","
			 "\"error_description\":\"expired\"}");
	T_EQ_INT(token(&x, &t, &e), -1);
	T_EQ_INT(e.kind, ERR_SOURCE);
	T_OK(strstr(e.text, "compliance officer") != NULL);
	T_EQ_INT(token(&x, &t, &again), -1);
	T_EQ_INT(fake_zoom_asked(x.z, "/oauth/token"), 1);
	fake_webex_done(&x);
}

T(a_pause_that_is_asked_for_is_kept)
{
	struct fake_webex x = fake_webex_new();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_zoom_answer(x.z, "/oauth/token", "503 Retry-After: 0.05|{}");
	fake_zoom_answer(x.z, "/oauth/token", "429 Retry-After: 3600|{}");
	T_EQ_INT(token(&x, &t, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	T_OK(strstr(e.text, "sign in to Webex: it asks to be left alone") !=
	     NULL);
	T_EQ_INT(fake_zoom_asked(x.z, "/oauth/token"), 2);
	fake_webex_done(&x);
}

T(a_pause_for_a_service_app_is_kept)
{
	struct fake_webex x = fake_webex_new();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_zoom_set(x.z, "auth", "service");
	fake_zoom_set(x.z, "refresh-token", NULL);
	fake_zoom_set(x.z, "admin-token", "ADMIN");
	fake_zoom_set(x.z, "application-id", "APP");
	fake_zoom_set(x.z, "target-org", "ORG");
	fake_zoom_answer(x.z, "/applications/APP/token",
			 "429 Retry-After: 3600|{}");
	T_EQ_INT(token(&x, &t, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	T_EQ_INT(fake_zoom_asked(x.z, "/applications/APP/token"), 1);
	fake_webex_done(&x);
}

T(a_wrong_secret_is_told_from_a_lost_authorisation)
{
	struct fake_webex x = fake_webex_new();
	struct str t AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;

	fake_zoom_answer(x.z, "/oauth/token",
			 "401|{\"message\":\"The client credentials are "
			 "invalid.\"}");
	T_EQ_INT(token(&x, &t, &e), -1);
	T_EQ_STR(e.text, "Webex refuses the sign-in (status 401: The client "
			 "credentials are invalid.): check client-id and "
			 "client-secret");
	fake_webex_done(&x);
}

T_MAIN
