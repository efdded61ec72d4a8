#include "source/webex/refusal.h"
#include "t.h"

static const struct {
	const char *label;
	int status;
	const char *body;
	enum webex_verdict want;
	const char *message, *tracking;
} cases[] = {
	{ "not there", 404,
	  "{\"message\":\"Could not find a message.\",\"errors\":[{"
	  "\"description\":\"Could not find a message.\"}],\"trackingId\":"
	  "\"T_1\"}",
	  WEBEX_ABSENT, "Could not find a message.", "T_1" },
	{ "deleted for good", 410, "", WEBEX_ABSENT, "", "" },
	{ "being scanned", 423, "{\"message\":\"x\"}", WEBEX_LOCKED, "x", "" },
	{ "cannot be scanned", 428, "", WEBEX_UNKNOWN, "", "" },
	{ "a scope", 403,
	  "{\"message\":\"Missing required scopes: "
	  "spark-compliance:events_read\"}",
	  WEBEX_SCOPE, "Missing required scopes: spark-compliance:events_read",
	  "" },
	{ "a role", 403, "{\"message\":\"Access denied\"}", WEBEX_ROLE,
	  "Access denied", "" },
	{ "beyond 90 days", 403,
	  "{\"message\":\"no\",\"errors\":[{\"description\":\"Pro Pack is "
	  "needed for events older than 90 days\"}]}",
	  WEBEX_LICENCE,
	  "no (Pro Pack is needed for events older than 90 days)", "" },
	{ "the token", 401,
	  "{\"message\":\"The request requires a valid "
	  "access token.\"}",
	  WEBEX_TOKEN, "The request requires a valid access token.", "" },
	{ "too much", 504, "<html>", WEBEX_TOO_MUCH, "", "" },
	{ "anything else", 400, "{\"message\":[1],\"errors\":{}}",
	  WEBEX_REFUSED, "", "" },
};

T(a_refusal_is_told_by_status_and_words)
{
	T_EACH(row, cases) {
		struct webex_refusal r;

		webex_refusal_read(&r, row->status, row->body,
				   strlen(row->body));
		T_EQ_INT(r.verdict, row->want);
		T_EQ_STR(r.message.s, row->message);
		T_EQ_STR(r.tracking.s, row->tracking);
		webex_refusal_done(&r);
	}
}

T(a_long_message_is_cut_between_letters)
{
	struct str body AUTO(str_done) = STR_INIT;
	struct webex_refusal r;

	str_add(&body, "{\"message\":\"a");
	for (int i = 0; i < 400; i++)
		str_add(&body, "\xc3\xa9");
	str_add(&body, "\"}");
	webex_refusal_read(&r, 400, body.s, body.len);
	T_EQ_INT(r.message.len, 299);
	webex_refusal_done(&r);
}

T_MAIN
