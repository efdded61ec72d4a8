#include "webex-fixture.h"

static const struct {
	const char *label, *name, *value;
	const char *want; /* in the error; NULL: it opens */
} cases[] = {
	{ "as it is", "auth", NULL, NULL },
	{ "a service app", "auth", "service", NULL },
	{ "another way in", "auth", "jwt", "auth: 'jwt' is not code" },
	{ "no client", "client-id", "", "client-id: is missing" },
	{ "no token", "refresh-token", NULL, "code: is missing (or refresh" },
	{ "plain http", "api-url", "http://webexapis.com/v1", "api-url" },
	{ "a slash at the end", "api-url", "https://webexapis.com/v1/",
	  "without / ? or #" },
	{ "messages", "conversation", "message", NULL },
	{ "weeks", "conversation", "week", "conversation: 'week' is not day" },
	{ "no posts", "exclude", "message", "posts themselves" },
	{ "kinds", "exclude", "file, meeting-chat", NULL },
	{ "an unknown kind", "exclude", "files", "'files' is no kind" },
	{ "no number", "requests-per-minute", "many", "not a number" },
	{ "no days", "feed-days", "0", "feed-days: '0'" },
	{ "no backfill", "backfill", "no", NULL },
	{ "some backfill", "backfill", "some", "backfill: 'some'" },
	{ "fewer scopes", "scopes",
	  "spark-admin:people_read, spark:kms spark-compliance:events_read",
	  NULL },
	{ "a word that is none", "scopes", "or", "scopes: 'or' is of no use" },
	{ "a scope that changes things", "scopes",
	  "spark:kms,spark:messages_write",
	  "scopes: 'spark:messages_write' is of no use here; all that are: "
	  "spark-compliance:events_read" },
	{ "certificates that are none", "ca-file", "/nowhere/ca.pem",
	  "ca-file" },
};

T(settings_are_checked_before_anything_is_asked)
{
	T_EACH(row, cases) {
		AUTO(fake_api_free) struct fake_api *z = webex_scene();
		struct err e = ERR_INIT;
		struct source *src = NULL;
		int rc;

		fake_api_set(z, row->name, row->value);
		rc = source_webex_ops.open(&src, fake_api_host(z), &e);
		T_EQ_INT(rc, row->want == NULL ? 0 : -1);
		if (src != NULL)
			source_webex_ops.close(src);
		if (row->want != NULL) {
			T_EQ_INT(e.kind, ERR_USAGE);
			if (strstr(e.text, row->want) == NULL)
				T_FAIL("'%s' without '%s'", e.text, row->want);
		}
		T_EQ_INT(fake_api_tokens(z), 0);
	}
}

T(the_table_is_whole)
{
	T_EQ_STR(source_webex_ops.name, "webex");
	T_EQ_STR(source_webex_ops.folder, "Webex Teams");
	for (enum webex_way way = WAY_ME; way < WEBEX_WAYS; way++) {
		t_label = webex_way(way)->name;
		T_OK(webex_way(way)->title[0] != '\0');
		T_OK(webex_way(way)->lost[0] != '\0');
		T_OK(webex_way_granted(way, webex_way(way)->scope));
		T_OK(!webex_way_granted(way, "spark:all"));
	}
}

T_MAIN
