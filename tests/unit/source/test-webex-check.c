#include "base/str.h"
#include "webex-fixture.h"

static void check(struct fake_api *z)
{
	struct err e = ERR_INIT;

	T_EQ_INT(source_webex_ops.check(fake_api_source(z), fake_api_check(z),
					&e),
		 0);
}

static const struct {
	const char *label, *prefix, *script;
	const char *want;
} cases[] = {
	{ "all is well", "/events", "200|{\"items\":[]}",
	  "finding 0 events feed | can be read | " },
	{ "who it is", "/events", "200|{\"items\":[]}",
	  "finding 0 Sign-in | accepted; the token is that of Cora. When this "
	  "person leaves or loses the role, nothing arrives any more" },
	{ "no compliance officer", "/events",
	  "403|{\"message\":\"Access denied\"}",
	  "finding 2 events feed | not available (GET /events: 403: Access "
	  "denied). Without it no posts, edits, deletions and memberships "
	  "arrive. | A full administrator gives the role of compliance "
	  "officer" },
	{ "no scope", "/events", "403|{\"message\":\"missing scope\"}",
	  "| Add the scope spark-compliance:events_read to the app" },
	{ "no recordings", "/admin/recordings",
	  "403|{\"message\":\"missing scope\"}",
	  "finding 2 list of recordings | not available" },
	{ "names are not needed", "/people?email",
	  "403|{\"message\":\"missing scope\"}",
	  "finding 1 names of people | not available" },
	{ "a question about nothing is an answer", "/rooms/estreat-check",
	  "404|{}", "finding 0 names of spaces | can be read" },
};

T(findings_say_what_is_missed_and_what_to_do)
{
	T_EACH(row, cases) {
		AUTO(fake_api_free) struct fake_api *z = webex_scene();

		webex_quiet(z);
		fake_api_instead(z, row->prefix, row->script);
		check(z);
		if (!fake_api_has(z, row->want))
			T_FAIL("no '%s' in:\n%s", row->want, fake_api_told(z));
	}
}

T(the_wall_of_ninety_days_is_told)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();

	webex_quiet(z);
	fake_api_instead(z, "/events", "200|{\"items\":[]}");
	fake_api_answer(z, "/events", "403|{\"message\":\"Pro Pack\"}");
	check(z);
	T_OK(fake_api_has(z, "finding 1 Pro Pack | events older than 90 "
			     "days are not given"));
}

T(missing_scopes_are_named)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();

	webex_quiet(z);
	fake_api_answer(z, "POST /oauth/token",
			"200|{\"access_token\":\"TOKEN{N}\",\"scope\":"
			"\"spark:people_read spark-compliance:events_read\"}");
	check(z);
	T_OK(fake_api_has(z, "finding 2 Scopes | the app lacks the scope "
			     "spark-compliance:messages_read"));
	T_OK(fake_api_has(z, "finding 2 Scopes | the app lacks the scope "
			     "spark:kms"));
	T_OK(!fake_api_has(z, "spark-compliance:events_read"));
}

T(hello_tells_the_organisation)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct str tenant AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;
	int64_t now_us = 0;

	T_EQ_INT(source_webex_ops.hello(fake_api_source(z), &tenant, &now_us,
					&e),
		 0);
	T_EQ_STR(tenant.s, "org-1");
	T_OK(now_us - us("2026-03-01T10:00:00Z") < 60 * CLOCK_SECOND);
}

T(hello_without_an_organisation_needs_a_person)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();
	struct str tenant AUTO(str_done) = STR_INIT;
	struct err e = ERR_INIT;
	int64_t now_us = 0;

	fake_api_instead(z, "/people/me", "403|{\"message\":\"scope\"}");
	T_EQ_INT(source_webex_ops.hello(fake_api_source(z), &tenant, &now_us,
					&e),
		 -1);
	T_EQ_INT(e.kind, ERR_SOURCE);
}

T_MAIN
