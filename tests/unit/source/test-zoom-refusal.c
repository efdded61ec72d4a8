#include "source/zoom/refusal.h"
#include "source/zoom/ways.h"
#include "t.h"

static const struct {
	const char *label;
	int status;
	const char *body;
	enum zoom_verdict want;
	int64_t code;
	const char *scopes;
} cases[] = {
	{ "scope, code 104", 400,
	  "{\"code\":104,\"message\":\"Invalid access token, does not contain "
	  "scopes:[\\\"user:read:admin\\\"]\"}",
	  ZOOM_SCOPE, 104, "user:read:admin" },
	{ "scopes, code 4711, 401", 401,
	  "{\"code\":4711,\"message\":\"Invalid access token, does not contain "
	  "scopes:[a:b:c, d:e:f].\"}",
	  ZOOM_SCOPE, 4711, "a:b:c, d:e:f" },
	{ "token", 401,
	  "{\"code\":124,\"message\":\"Access token is expired.\"}", ZOOM_TOKEN,
	  124, "" },
	{ "401 without a body", 401, "", ZOOM_TOKEN, 0, "" },
	{ "plan", 400,
	  "{\"code\":200,\"message\":\"Only available for Paid account\"}",
	  ZOOM_PLAN, 200, "" },
	{ "page token, 400", 400,
	  "{\"code\":300,\"message\":\"The next page token is invalid or "
	  "expired.\"}",
	  ZOOM_PAGE_TOKEN, 300, "" },
	{ "page token, 300", 300,
	  "{\"code\":300,\"message\":\"The next page token is invalid or "
	  "expired.\"}",
	  ZOOM_PAGE_TOKEN, 300, "" },
	{ "report of long ago", 300,
	  "{\"code\":300,\"message\":\"The month must fall within the last six "
	  "months.\"}",
	  ZOOM_TOO_OLD, 300, "" },
	{ "meeting of long ago", 400,
	  "{\"code\":12702,\"message\":\"Can not access a meeting a year "
	  "ago.\"}",
	  ZOOM_TOO_OLD, 12702, "" },
	{ "validation", 400,
	  "{\"code\":300,\"message\":\"Validation Failed.\",\"errors\":[]}",
	  ZOOM_REFUSED, 300, "" },
	{ "no user", 404, "{\"code\":1001,\"message\":\"User not exist\"}",
	  ZOOM_ABSENT, 1001, "" },
	{ "no recording, 400", 400, "{\"code\":3301,\"message\":\"x\"}",
	  ZOOM_ABSENT, 3301, "" },
	{ "no meeting, code as text", 404,
	  "{\"code\":\"3001\",\"message\":\"x\"}", ZOOM_ABSENT, 3001, "" },
	{ "404 with a page", 404, "<html>", ZOOM_ABSENT, 0, "" },
	{ "403", 403, "{\"code\":3000,\"message\":\"no\"}", ZOOM_REFUSED, 3000,
	  "" },
	{ "of another kind", 400, "[1,2]", ZOOM_REFUSED, 0, "" },
	{ "members of another kind", 400, "{\"code\":{},\"message\":[\"x\"]}",
	  ZOOM_REFUSED, 0, "" },
	{ "nulls", 400, "{\"code\":null,\"message\":null}", ZOOM_REFUSED, 0,
	  "" },
};

T(verdicts)
{
	T_EACH(c, cases) {
		struct zoom_refusal r;

		zoom_refusal_read(&r, c->status, c->body, strlen(c->body));
		T_EQ_INT(r.verdict, c->want);
		T_EQ_INT(r.code, c->code);
		T_EQ_STR(r.scopes.s, c->scopes);
		zoom_refusal_done(&r);
	}
}

T(long_message_is_cut_between_characters)
{
	struct zoom_refusal r;
	struct str body AUTO(str_done) = STR_INIT;

	str_add(&body, "{\"code\":1,\"message\":\"x");
	for (int i = 0; i < 400; i++)
		str_add(&body, "\xc3\xa5");
	str_add(&body, "\"}");
	zoom_refusal_read(&r, 400, body.s, body.len);
	T_EQ_INT(r.message.len, 299);
	zoom_refusal_done(&r);
}

/* Codes after which a person must act: each has words for it. */
static const struct {
	const char *label;
	int64_t code;
	const char *names; /* what the words must name; NULL: not known */
} sign_in_cases[] = {
	{ "empty", 4700, "account-id" },
	{ "wrong client", 4702, "client-secret" },
	{ "wrong secret", 4704, "client-secret" },
	{ "grant type", 4705, "auth" },
	{ "missing", 4706, "client-id" },
	{ "redirect", 4709, "redirect-uri" },
	{ "refresh token", 4711, "authorise" },
	{ "app disabled", 4717, "activate" },
	{ "JWT", 4724, "jwt-key" },
	{ "code expired", 4733, "five minutes" },
	{ "code invalid", 4734, "authorise" },
	{ "owner gone", 4735, "account" },
	{ "not found", 4737, "authorise" },
	{ "disabled by admin", 4738, "administrator" },
	{ "too often", 4740, "authorise" },
	{ "revoked", 4741, "revoked" },
	{ "unknown", 9999, NULL },
	{ "none", 0, NULL },
};

T(sign_in)
{
	T_EACH(c, sign_in_cases) {
		const char *help = zoom_sign_in_help(c->code);

		T_EQ_INT(help != NULL, c->names != NULL);
		if (help != NULL && c->names != NULL)
			T_OK(strstr(help, c->names) != NULL);
	}
}

static const struct {
	const char *label;
	enum zoom_way way;
	const char *scopes;
	bool granted;
	const char *ask; /* the scope to ask for */
} scope_cases[] = {
	{ "classic", WAY_USERS, "a:b:c user:read:admin b", true,
	  "user:read:admin" },
	{ "granular", WAY_USERS, "user:read:list_users:admin", true,
	  "user:read:list_users:admin" },
	{ "master", WAY_USERS, "user:read:list_users:master", true,
	  "user:read:list_users:admin" },
	{ "of a single user", WAY_USERS, "user:read:list_users", false,
	  "user:read:admin" },
	{ "another, classic", WAY_HISTORY, "user:read:admin", false,
	  "report:read:admin" },
	{ "longer", WAY_USERS, "xuser:read:admin", false, "user:read:admin" },
	{ "commas", WAY_HISTORY, "user:read:admin,report:read:admin", true,
	  "report:read:admin" },
	{ "none", WAY_HISTORY, "", false,
	  "report:read:list_history_meetings:admin" },
};

T(scopes)
{
	T_EACH(c, scope_cases) {
		T_EQ_INT(zoom_way_granted(c->way, c->scopes), c->granted);
		T_EQ_STR(zoom_way_scope(c->way, c->scopes), c->ask);
	}
}

T(table_is_complete)
{
	for (enum zoom_way w = 0; w < ZOOM_WAYS; w++) {
		const struct zoom_way_info *i = zoom_way(w);

		t_label = i->name;
		T_OK(i->name != NULL && i->title != NULL && i->lost != NULL);
		T_OK(strstr(i->classic, ":admin") != NULL);
		T_OK(strstr(i->granular, ":admin") != NULL);
		T_OK(i->label != ZOOM_FILES);
	}
	T_OK(zoom_plan_rate("free", ZOOM_HEAVY) <
	     zoom_plan_rate("business", ZOOM_HEAVY));
	T_OK(!zoom_plan_known("enterprise"));
}

T_MAIN
