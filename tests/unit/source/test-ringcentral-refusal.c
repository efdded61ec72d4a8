#include "source/ringcentral/refusal.h"
#include "source/ringcentral/ways.h"
#include "t.h"

T(verdicts)
{
	static const struct {
		const char *label;
		int status;
		const char *body;
		enum rc_verdict verdict;
		const char *permission;
	} rows[] = {
		{ "token expired", 401,
		  "{\"errorCode\":\"OAU-128\",\"message\":\"Access token "
		  "expired\"}",
		  RC_TOKEN, "" },
		{ "token expired, by name", 401,
		  "{\"errorCode\":\"TokenExpired\"}", RC_TOKEN, "" },
		{ "401 without a word", 401, "", RC_TOKEN, "" },
		{ "app permission", 403,
		  "{\"errorCode\":\"CMN-401\",\"message\":\"In order to call "
		  "this API endpoint, application needs to have "
		  "[ReadMessages] permission\"}",
		  RC_PERMISSION, "ReadMessages" },
		{ "named in the list", 403,
		  "{\"errors\":[{\"errorCode\":\"CMN-401\",\"permissionName\":"
		  "\"Video\",\"message\":\"no\"}]}",
		  RC_PERMISSION, "Video" },
		{ "role", 403,
		  "{\"errorCode\":\"CMN-408\",\"message\":\"In order to call "
		  "this API endpoint, user needs to have [Administrator] "
		  "role\"}",
		  RC_PERMISSION, "Administrator" },
		{ "403 without a word", 403, "{}", RC_PERMISSION, "" },
		{ "switched off", 403,
		  "{\"errorCode\":\"CMN-419\",\"message\":\"Compliance Exports "
		  "is not enabled for this account\"}",
		  RC_FEATURE, "" },
		{ "two tasks", 400,
		  "{\"errorCode\":\"CMN-211\",\"message\":\"At most 2 data "
		  "export tasks can run at a time\"}",
		  RC_BUSY, "" },
		{ "sync token", 400, "{\"errorCode\":\"MSG-333\"}", RC_SYNC,
		  "" },
		{ "call sync token", 400, "{\"errorCode\":\"CLG-104\"}",
		  RC_SYNC, "" },
		{ "not there", 404, "{\"errorCode\":\"CMN-102\"}", RC_ABSENT,
		  "" },
		{ "no longer", 410, "gone", RC_ABSENT, "" },
		{ "a parameter", 400,
		  "{\"errorCode\":\"CMN-101\",\"message\":\"Parameter [x] is "
		  "invalid\"}",
		  RC_REFUSED, "" },
		{ "no JSON", 418, "<html>", RC_REFUSED, "" },
	};

	T_EACH(r, rows) {
		struct rc_refusal no;

		rc_refusal_read(&no, r->status, r->body, strlen(r->body));
		T_EQ_INT(no.verdict, r->verdict);
		T_EQ_STR(no.permission.s, r->permission);
		rc_refusal_done(&no);
	}
}

T(long_words_are_cut_between_letters)
{
	struct str body AUTO(str_done) = STR_INIT;
	struct rc_refusal no;

	str_add(&body, "{\"message\":\"x");
	for (int i = 0; i < 300; i++)
		str_add(&body, "\xc3\xa5");
	str_add(&body, "\"}");
	rc_refusal_read(&no, 400, body.s, body.len);
	T_EQ_INT(no.message.len, 299);
	rc_refusal_done(&no);
}

T(help_for_the_sign_in)
{
	T_OK(strstr(rc_sign_in_help("invalid_client", ""), "client-secret") !=
	     NULL);
	T_OK(strstr(rc_sign_in_help("invalid_grant", "JWT has expired"),
		    "developer console") != NULL);
	T_OK(strstr(rc_sign_in_help("invalid_grant", "Token not found"),
		    "make a new one") != NULL);
	T_OK(*rc_sign_in_help("", "") != '\0');
}

T(every_way_says_what_is_lost)
{
	for (enum rc_way way = 0; way < RC_WAYS; way++) {
		const struct rc_way_info *info = rc_way(way);

		t_label = info->name;
		T_OK(info->name != NULL && info->title != NULL &&
		     info->group != NULL && info->permission != NULL &&
		     info->lost != NULL);
	}
	T_OK(rc_permitted("ReadAccounts TeamMessaging", "teammessaging"));
	T_OK(!rc_permitted("ReadAccounts TeamMessagingX", "TeamMessaging"));
	T_OK(!rc_permitted("", "Video"));
}

T_MAIN
