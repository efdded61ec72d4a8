#include "base/err.h"
#include "base/str.h"
#include "t.h"
#include "tests/fake/ringcentral.h"

#include <string.h>

#define ACCOUNT "/restapi/v1.0/account/~"

static const char scopes[] = "ReadAccounts TeamMessaging ReadMessages "
			     "ReadCallLog ReadCallRecording Video";

static void grant(struct fake_api *z, const char *list)
{
	struct str s AUTO(str_done) = STR_INIT;

	str_addf(&s,
		 "200|{\"access_token\":\"TOKEN{N}\",\"expires_in\":3600,"
		 "\"scope\":\"%s\"}",
		 list);
	fake_api_instead(z, "POST /restapi/oauth/token", s.s);
}

/* All is well, until a test says otherwise. */
static struct fake_api *scene(void)
{
	struct fake_api *z = fake_rc_new();

	grant(z, scopes);
	fake_api_answer(z, ACCOUNT "/extension/~/authz-profile",
			"200 X-Rate-Limit-Group: medium;X-Rate-Limit-Limit: 40;"
			"X-Rate-Limit-Window: 60|{\"permissions\":[{"
			"\"permission\":{\"id\":\"Users\"},\"effective\":true}]"
			"}");
	fake_api_answer(z, "/team-messaging/v1/data-export",
			"200|{\"tasks\":[]}");
	fake_api_answer(
		z, ACCOUNT "/extension?",
		"200|{\"records\":[],\"paging\":{\"totalElements\":17}}");
	fake_api_answer(z, ACCOUNT "/call-log", "200|{\"records\":[]}");
	fake_api_answer(z, "/rcvideo/v1/history/account/~/meetings",
			"200|{\"meetings\":[]}");
	fake_api_answer(z, ACCOUNT "/message-store-configuration",
			"200|{\"retentionPeriod\":90}");
	return z;
}

static void check(struct fake_api *z)
{
	struct source *src = fake_api_source(z);
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	if (src->ops->check(src, fake_api_check(z), &e) < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
}

static void has(struct fake_api *z, const char *text)
{
	if (!fake_api_has(z, text))
		T_FAIL("not told: %s\n# %s", text, fake_api_told(z));
}

T(all_is_well)
{
	AUTO(fake_api_free) struct fake_api *z = scene();

	check(z);
	T_EQ_INT(fake_api_count(z, "finding 2"), 0);
	has(z, "finding 0 Sign-in");
	has(z, "finding 0 Compliance Exports");
	has(z, "17 extensions");
	has(z, "30, 60 or 90 days");
	has(z, "for 90 days");
	has(z, "Limits | RingCentral allows this app and user: Medium: 40 / "
	       "60 s");
	has(z, "finding 1 Clock"); /* the scripted Date is of March 2026 */
}

/* As few as the specification allows. */
T(little_is_asked_for)
{
	static const struct {
		const char *label, *prefix, *query;
	} rows[] = {
		{ "exports", "/team-messaging/v1/data-export", "perPage=1" },
		{ "extensions", ACCOUNT "/extension?", "perPage=1" },
		{ "calls", ACCOUNT "/call-log", "perPage=1" },
		{ "video", "/rcvideo/v1/history/account/~/meetings",
		  "perPage=10" },
	};
	AUTO(fake_api_free) struct fake_api *z = scene();

	check(z);
	T_EACH(r, rows) {
		const char *query = strchr(fake_api_target(z, r->prefix), '?');

		T_OK(query != NULL);
		T_EQ_STR(query + 1, r->query);
	}
}

T(what_is_missing)
{
	static const struct {
		const char *label, *prefix, *script, *told;
	} rows[] = {
		{ "exports switched off", "/team-messaging/v1/data-export",
		  "403|{\"errorCode\":\"CMN-419\",\"message\":\"Compliance "
		  "Exports is not enabled\"}",
		  "finding 2 Compliance Exports | RingCentral refuses exports "
		  "of team messaging" },
		{ "no administrator", ACCOUNT "/extension/~/authz-profile",
		  "200|{\"permissions\":[{\"permission\":{\"id\":"
		  "\"ReadMessages\"}}]}",
		  "finding 2 Role of the user" },
		{ "role not told", ACCOUNT "/extension/~/authz-profile",
		  "404|{}", "finding 1 Role of the user" },
		{ "calls", ACCOUNT "/call-log", "403|{}",
		  "finding 2 Access to call log" },
		{ "video", "/rcvideo/v1/history/account/~/meetings", "403|{}",
		  "finding 2 Access to video meetings" },
		{ "extensions", ACCOUNT "/extension?", "403|{}",
		  "finding 2 Access to list of extensions" },
		{ "short retention", ACCOUNT "/message-store-configuration",
		  "200|{\"retentionPeriod\":3}",
		  "finding 1 Retention of messages" },
		{ "retention not told", ACCOUNT "/message-store-configuration",
		  "403|{}",
		  "finding 0 Retention of messages | How long is not" },
	};

	T_EACH(r, rows) {
		AUTO(fake_api_free) struct fake_api *z = scene();

		fake_api_instead(z, r->prefix, r->script);
		check(z);
		has(z, r->told);
	}
}

T(permissions)
{
	static const struct {
		const char *label, *scopes, *off, *told;
	} rows[] = {
		{ "no exports",
		  "ReadAccounts ReadMessages ReadCallLog "
		  "ReadCallRecording Video",
		  NULL, "finding 2 App permission TeamMessaging" },
		{ "no recordings",
		  "ReadAccounts TeamMessaging ReadMessages "
		  "ReadCallLog Video",
		  NULL, "finding 1 App permission ReadCallRecording" },
		{ "not needed", "ReadAccounts TeamMessaging ReadMessages Video",
		  "calls", NULL },
		{ "not told", "", NULL,
		  "finding 0 App permissions | RingCentral does not say" },
	};

	T_EACH(r, rows) {
		AUTO(fake_api_free) struct fake_api *z = scene();

		grant(z, r->scopes);
		if (r->off != NULL)
			fake_api_set(z, r->off, "off");
		check(z);
		if (r->told != NULL)
			has(z, r->told);
		else
			T_OK(!fake_api_has(z, "App permission Read"));
	}
}

T(no_sign_in)
{
	AUTO(fake_api_free) struct fake_api *z = scene();

	fake_api_instead(z, "POST /restapi/oauth/token",
			 "401|{\"error\":\"invalid_client\"}");
	check(z);
	has(z, "finding 2 Sign-in");
	T_EQ_INT(fake_api_count(z, "finding"), 1);
}

T_MAIN
