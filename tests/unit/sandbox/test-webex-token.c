/* Tokens of Webex and the switches: lives, uses, refusals. */
#include "sandbox/webex/switches.h"
#include "sandbox/webex/token.h"

#include "base/clock.h"
#include "base/err.h"

#include "t.h"

#define NOW (INT64_C(1774915200) * CLOCK_SECOND)
#define DAY INT64_C(86400)

T(access_lives_as_long_as_it_says)
{
	AUTO(wx_tokens_free) struct wx_tokens *t = wx_tokens_new(1);
	char text[WX_TOKEN_TEXT];

	wx_tokens_access(t, NOW, 14 * DAY, text);
	T_EQ_INT(wx_tokens_check(t, text, NOW, 0), WX_TOKEN_OK);
	T_EQ_INT(wx_tokens_check(t, text, NOW + 14 * DAY * CLOCK_SECOND, 0),
		 WX_TOKEN_OK);
	T_EQ_INT(wx_tokens_check(t, text, NOW + (14 * DAY + 1) * CLOCK_SECOND,
				 0),
		 WX_TOKEN_EXPIRED);
	T_EQ_INT(wx_tokens_check(t, text, NOW, wx_tokens_serial(t)),
		 WX_TOKEN_INVALID);
	text[10] = text[10] == '0' ? '1' : '0';
	T_EQ_INT(wx_tokens_check(t, text, NOW, 0), WX_TOKEN_INVALID);
	T_EQ_INT(wx_tokens_check(t, "", NOW, 0), WX_TOKEN_INVALID);
}

/* A refresh token works until its successor is shown, which lives anew. */
T(refresh_tokens_rotate)
{
	AUTO(wx_tokens_free) struct wx_tokens *t = wx_tokens_new(1);
	char first[WX_TOKEN_TEXT], second[WX_TOKEN_TEXT], third[WX_TOKEN_TEXT];
	char other[WX_TOKEN_TEXT];
	int64_t later_us = NOW + 80 * DAY * CLOCK_SECOND;

	wx_tokens_grant(t, NOW, 90 * DAY, first);
	T_OK(wx_tokens_refresh(t, first, later_us, 90 * DAY, second));
	T_OK(wx_tokens_refresh(t, first, later_us, 90 * DAY, third));
	later_us += 80 * DAY * CLOCK_SECOND;
	T_OK(wx_tokens_refresh(t, second, later_us, 90 * DAY, third));
	T_OK(!wx_tokens_refresh(t, first, later_us, 90 * DAY, other));
	later_us += 91 * DAY * CLOCK_SECOND;
	T_OK(!wx_tokens_refresh(t, third, later_us, 90 * DAY, second));
	T_OK(!wx_tokens_refresh(t, "wxr_0_0_0_", NOW, DAY, second));
}

T(codes_work_once_and_for_their_address)
{
	AUTO(wx_tokens_free) struct wx_tokens *t = wx_tokens_new(1);
	char code[WX_TOKEN_TEXT];

	wx_tokens_code(t, "http://a/", "", NOW, code);
	T_OK(!wx_tokens_use_code(t, code, "http://b/", NULL, NOW));
	T_OK(wx_tokens_use_code(t, code, "http://a/", NULL, NOW));
	T_OK(!wx_tokens_use_code(t, code, "http://a/", NULL, NOW));
	wx_tokens_code(t, "http://a/", "", NOW, code);
	T_OK(!wx_tokens_use_code(t, code, "http://a/", NULL,
				 NOW + 6 * CLOCK_MINUTE));
	T_OK(!wx_tokens_use_code(t, "", "", NULL, NOW));
}

static const struct {
	const char *label;
	bool built;
	int want;
} switches[] = {
	{ "spaces=20000", false, 0 },
	{ "spaces=20000", true, -1 },
	{ "spaces=3", false, -1 },
	{ "spaces=many", false, -1 },
	{ "posts=1000000", false, 0 },
	{ "posts=", false, -1 },
	{ "retention=30", false, 0 },
	{ "rate=300", true, 0 },
	{ "wait=1", true, 0 },
	{ "officer=off", true, 0 },
	{ "officer", true, 0 },
	{ "officer=maybe", true, -1 },
	{ "pro-pack=off", true, 0 },
	{ "without=spark:kms", true, 0 },
	{ "without=spark:nothing", true, -1 },
	{ "scopes=spark:kms spark:people_read", true, 0 },
	{ "token=revoked", true, 0 },
	{ "token=", true, -1 },
	{ "", true, -1 },
	{ "weather=fine", true, -1 },
};

T(switches_are_taken_or_named)
{
	T_EACH(row, switches) {
		struct wx_switches s;
		struct err e = ERR_INIT;

		wx_switches_default(&s);
		T_EQ_INT(wx_switches_set(&s, row->label, row->built, 7, &e),
			 row->want);
		T_EQ_INT(e.kind, row->want == 0 ? ERR_NONE : ERR_USAGE);
	}
}

T(scopes_are_whole_words)
{
	struct wx_switches s;
	struct err e = ERR_INIT;

	wx_switches_default(&s);
	T_OK(wx_has_scope(&s, "spark-compliance:events_read"));
	T_OK(!wx_has_scope(&s, "spark-compliance:events"));
	T_EQ_INT(wx_switches_set(&s, "without=spark-compliance:events_read",
				 true, 1, &e),
		 0);
	T_OK(!wx_has_scope(&s, "spark-compliance:events_read"));
	T_OK(wx_has_scope(&s, "spark-compliance:messages_read"));
	T_EQ_INT(wx_switches_set(&s, "token=revoked", true, 7, &e), 0);
	T_EQ_INT(s.revoked, 7);
}

T_MAIN
