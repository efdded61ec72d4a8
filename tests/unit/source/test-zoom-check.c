#include "base/clock.h"
#include "base/err.h"
#include "t.h"
#include "tests/fake/zoom.h"

#define SCOPES                                                                 \
	"user:read:admin recording:read:admin report:read:admin "              \
	"meeting:read:admin meeting_summary:read:admin account:read:admin "    \
	"dashboard_meetings:read:admin"
#define TOKEN(scopes)                                                          \
	"200|{\"access_token\":\"TOKEN{N}\",\"expires_in\":3600,\"scope\":"    \
	"\"" scopes "\"}"
#define SETTINGS(recording) "200|{\"recording\":{" recording "}}"
#define GOOD_RECORDING                                                         \
	"\"cloud_recording\":true,\"cloud_recording_download\":true,"          \
	"\"cloud_recording_download_host\":false,\"save_chat_text\":true,"     \
	"\"recording_audio_transcript\":true,\"auto_recording\":\"cloud\","    \
	"\"auto_delete_cmr\":false,"                                           \
	"\"allow_recovery_deleted_cloud_recordings\":true"
#define ARCHIVE(more)                                                          \
	",\"archive\":{\"enable\":true,\"type\":3,\"settings\":{"              \
	"\"chat_file\":true,\"audio_file\":true,\"video_file\":true,"          \
	"\"cc_transcript_file\":true,\"action_when_archive_failed\":1," more   \
	"}}"
#define GOOD_ARCHIVE                                                           \
	ARCHIVE("\"chat_with_sender_email\":true,"                             \
		"\"chat_with_direct_message\":true,\"archive_retention\":30")

static struct fake_api *good_account(void)
{
	static const char *const good[][2] = {
		{ "POST /oauth/token", TOKEN(SCOPES) },
		{ "/users?",
		  "200|{\"total_records\":7,\"users\":[{\"id\":\"h1\"}]}" },
		{ "/users/h1/recordings", "200|{\"meetings\":[]}" },
		{ "/accounts/me/settings",
		  SETTINGS(GOOD_RECORDING GOOD_ARCHIVE) },
		{ "/archive_files", "200|{\"meetings\":[]}" },
		{ "/report/history_meetings", "200|{}" },
		{ "/meetings/meeting_summaries", "200|{}" },
	};
	struct fake_api *z = fake_zoom_new();

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		fake_api_answer(z, good[i][0], good[i][1]);
	return z;
}

static const struct {
	const char *label;
	const char *prefix, *script; /* instead of the good one; NULL: none */
	const char *want[4];
} cases[] = {
	{ "all well",
	  NULL,
	  NULL,
	  { "finding 0 Sign-in | Zoom gives an access token.",
	    "finding 0 Access to list of users | 7 active users.",
	    "finding 0 Archiving | Meetings and webinars are archived.",
	    "finding 0 Retention of the archive | Zoom keeps archived files "
	    "for 30 days" } },
	{ "no sign-in",
	  "POST /oauth/token",
	  "400|{\"error\":\"invalid_client\",\"errorCode\":4717,\"reason\":"
	  "\"disabled\"}",
	  { "finding 2 Sign-in | Zoom refuses the sign-in (status 400, code "
	    "4717, invalid_client: disabled): the app is switched off" } },
	{ "scopes missing",
	  "POST /oauth/token",
	  TOKEN("user:read:admin"),
	  { "finding 2 Scope recording:read:admin | The app does not have it. "
	    "Without it no recordings arrive",
	    "| Add the scope recording:read:admin to the app",
	    "finding 1 Scope report:read:admin",
	    "finding 2 Scopes to read participants | The app has none of "
	    "meeting:read:admin, report:read:admin or "
	    "dashboard_meetings:read:admin. Without them nobody knows who "
	    "took part" } },
	{ "one scope for participants is enough",
	  "POST /oauth/token",
	  TOKEN("user:read:admin dashboard_meetings:read:admin"),
	  { "finding 1 Scope meeting:read:admin | The app does not have it. "
	    "Without it host, topic and times come from the report instead; "
	    "participants come from the report or the dashboard instead;" } },
	{ "granular scopes missing",
	  "POST /oauth/token",
	  TOKEN("user:read:list_users:admin"),
	  { "finding 2 Scope cloud_recording:read:list_user_recordings:admin",
	    "finding 1 Scope report:read:list_history_meetings:admin" } },
	{ "scopes not told",
	  "POST /oauth/token",
	  TOKEN(""),
	  { "finding 0 Scopes | Zoom does not say" } },
	{ "no cloud recording",
	  "/accounts/me/settings",
	  SETTINGS("\"cloud_recording\":false"),
	  { "finding 2 Cloud recording | Cloud recording is switched off",
	    "finding 1 Archiving | The account has no archiving" } },
	{ "no downloads",
	  "/accounts/me/settings",
	  SETTINGS("\"cloud_recording_download\":false,"
		   "\"cloud_recording_download_host\":true"),
	  { "finding 2 Downloads | Downloads of cloud recordings are switched "
	    "off",
	    "finding 1 Downloads by others than the host | Only the host" } },
	{ "recorded by hand, deleted soon",
	  "/accounts/me/settings",
	  SETTINGS("\"auto_recording\":\"none\",\"auto_delete_cmr\":true,"
		   "\"auto_delete_cmr_days\":3"),
	  { "finding 1 Automatic recording | Automatic recording is set to "
	    "'none'",
	    "finding 1 Deletion at Zoom | Zoom deletes cloud recordings after "
	    "3 days" } },
	{ "only from some addresses",
	  "/accounts/me/settings",
	  SETTINGS("\"ip_address_access_control\":{\"enable\":true,"
		   "\"ip_addresses_or_ranges\":\"10.0.0.0/8\"}"),
	  { "finding 1 Downloads by IP address | Recordings can only be "
	    "reached from: 10.0.0.0/8." } },
	{ "archive without addresses and private chats",
	  "/accounts/me/settings",
	  SETTINGS(GOOD_RECORDING ARCHIVE("\"chat_with_sender_email\":false,"
					  "\"chat_with_direct_message\":false,"
					  "\"archive_retention\":1")),
	  { "finding 1 Senders' addresses in the archive",
	    "finding 1 Private chats in the archive | Private chats are not "
	    "archived.",
	    "finding 1 Retention of the archive | Zoom keeps archived files "
	    "for 1 day:" } },
	{ "archive switched off",
	  "/accounts/me/settings",
	  SETTINGS("\"archive\":{\"enable\":false}"),
	  { "finding 1 Archiving | Archiving is licensed but switched off" } },
	{ "webinars only",
	  "/accounts/me/settings",
	  SETTINGS("\"archive\":{\"enable\":true,\"type\":2}"),
	  { "finding 1 Archiving | Only webinars are archived" } },
	{ "archive not licensed",
	  "/archive_files",
	  "400|{\"code\":200,\"message\":\"not enabled\"}",
	  { "finding 1 Access to archived files | Zoom refuses it (GET "
	    "/archive_files: 400, code 200: not enabled). Without it nothing "
	    "of Zoom's archiving arrives" } },
	{ "settings of other kinds",
	  "/accounts/me/settings",
	  "200|{\"recording\":[1]}",
	  { "finding 1 Archiving | The account has no archiving" } },
	{ "settings refused",
	  "/accounts/me/settings",
	  "403|{\"code\":5,\"message\":\"no\"}",
	  { "finding 1 Access to account settings | Zoom refuses it" } },
};

T(findings)
{
	T_EACH(c, cases) {
		AUTO(fake_api_free) struct fake_api *z = good_account();
		struct source *src;
		struct err e = ERR_INIT;

		if (c->prefix != NULL)
			fake_api_instead(z, c->prefix, c->script);
		src = fake_api_source(z);
		T_EQ_INT(src->ops->check(src, fake_api_check(z), &e), 0);
		for (size_t i = 0; i < 4 && c->want[i] != NULL; i++)
			if (!fake_api_has(z, c->want[i]))
				T_FAIL("'%s' is not found in\n%s", c->want[i],
				       fake_api_told(z));
		if (c->prefix == NULL && (fake_api_has(z, "finding 1 S") ||
					  fake_api_has(z, "finding 2")))
			T_FAIL("trouble in\n%s", fake_api_told(z));
		T_OK(!fake_api_has(z, "CLIENTSECRET"));
		T_OK(!fake_api_has(z, "TOKEN1"));
	}
}

static const struct {
	const char *label;
	int64_t off_us; /* Zoom's clock by ours */
	const char *want;
} clocks[] = {
	{ "the same", 0, NULL },
	{ "seconds", -40 * CLOCK_SECOND, NULL },
	{ "minutes", -100 * CLOCK_MINUTE, "100 minutes ahead of" },
	{ "hours", 30 * CLOCK_HOUR + CLOCK_MINUTE, "30 hours behind" },
	{ "days", -259 * CLOCK_DAY - CLOCK_HOUR, "259 days ahead of" },
};

T(clock_in_units_for_people)
{
	T_EACH(c, clocks) {
		AUTO(fake_api_free) struct fake_api *z = good_account();
		struct source *src;
		struct err e = ERR_INIT;
		char date[CLOCK_TEXT], script[128];

		(void)snprintf(script, sizeof(script), "200 Date: %s|{}",
			       clock_http(clock_now_us() + c->off_us, date));
		/* what it is asked last */
		fake_api_instead(z, "/meetings/meeting_summaries", script);
		src = fake_api_source(z);
		T_EQ_INT(src->ops->check(src, fake_api_check(z), &e), 0);
		T_EQ_INT(fake_api_has(z, "finding 1 Clock |"), c->want != NULL);
		if (c->want != NULL && !fake_api_has(z, c->want))
			T_FAIL("'%s' is not found in\n%s", c->want,
			       fake_api_told(z));
	}
}

T(unreachable)
{
	AUTO(fake_api_free) struct fake_api *z = fake_zoom_new();
	struct source *src;
	struct err e = ERR_INIT;

	fake_api_set(z, "token-url", "http://127.0.0.1:1/oauth/token");
	src = fake_api_source(z);
	T_EQ_INT(src->ops->check(src, fake_api_check(z), &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
}

T_MAIN
