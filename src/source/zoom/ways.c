#include "source/zoom/ways.h"

#include "base/str.h"

#include <string.h>

/* clang-format off */
static const struct zoom_way_info ways[ZOOM_WAYS] = {
	[WAY_USERS] = { "users", "list of users", ZOOM_MEDIUM, NEED_MUST,
		"user:read:admin", "user:read:list_users:admin",
		"no user's recordings can be looked for" },
	[WAY_USER] = { "user", "a single user", ZOOM_LIGHT, NEED_FALLBACK,
		"user:read:admin", "user:read:user:admin",
		"the account's id must be given as setting account-id" },
	[WAY_USER_RECORDINGS] = { "user-recordings", "recordings of users",
		ZOOM_MEDIUM, NEED_MUST, "recording:read:admin",
		"cloud_recording:read:list_user_recordings:admin",
		"no recordings arrive, nor their chats and transcripts" },
	[WAY_ACCOUNT_RECORDINGS] = { "account-recordings",
		"recordings of the account", ZOOM_MEDIUM, NEED_FALLBACK,
		"recording:read:admin",
		"cloud_recording:read:list_account_recordings:admin",
		"recordings of users who were deleted are only found where they "
		"were given to another user" },
	[WAY_TRASH] = { "trash", "trash of users", ZOOM_MEDIUM, NEED_SHOULD,
		"recording:read:admin",
		"cloud_recording:read:list_user_recordings:admin",
		"deletions at Zoom are not seen" },
	[WAY_ACCOUNT_TRASH] = { "account-trash", "trash of the account",
		ZOOM_MEDIUM, NEED_FALLBACK, "recording:read:admin",
		"cloud_recording:read:list_account_recordings:admin",
		"deletions are not seen where the user was deleted too" },
	[WAY_ARCHIVE] = { "archive-files", "archived files", ZOOM_MEDIUM,
		NEED_SHOULD, "recording:read:admin",
		"archiving:read:list_archived_files:admin",
		"nothing of Zoom's archiving arrives: private chats, edits, "
		"breakout rooms, meetings of others" },
	[WAY_STATISTICS] = { "archive-statistics", "counts of archived files",
		ZOOM_MEDIUM, NEED_SHOULD, "recording:read:admin",
		"archiving:read:archived_file_statistics:admin",
		"nobody counts whether all archived files were listed" },
	[WAY_HISTORY] = { "history", "meeting history report", ZOOM_HEAVY,
		NEED_SHOULD, "report:read:admin",
		"report:read:list_history_meetings:admin",
		"meetings without a recording are looked for in each user's "
		"report instead" },
	[WAY_SURVEYS] = { "surveys", "history of meetings with a survey",
		ZOOM_HEAVY, NEED_FALLBACK, "report:read:admin",
		"report:read:list_history_meetings:admin", "" },
	[WAY_USER_REPORT] = { "user-report", "meeting reports of users",
		ZOOM_HEAVY, NEED_FALLBACK, "report:read:admin",
		"report:read:user:admin",
		"meetings without a recording are only found as instances of "
		"recorded ones" },
	[WAY_INSTANCES] = { "instances", "instances of recurring meetings",
		ZOOM_MEDIUM, NEED_FALLBACK, "meeting:read:admin",
		"meeting:read:list_past_instances:admin",
		"meetings without a recording are not found" },
	[WAY_SUMMARIES] = { "summaries", "list of AI summaries", ZOOM_MEDIUM,
		NEED_SHOULD, "meeting_summary:read:admin",
		"meeting:read:list_summaries:admin",
		"no AI summaries arrive" },
	[WAY_SETTINGS] = { "settings", "account settings", ZOOM_MEDIUM,
		NEED_SHOULD, "account:read:admin",
		"account:read:settings:admin",
		"Zoom's settings cannot be checked, and when it deletes archived "
		"files is not known" },
	[WAY_DETAILS] = { "details", "meeting details", ZOOM_LIGHT,
		NEED_SHOULD, "meeting:read:admin",
		"meeting:read:past_meeting:admin",
		"host, topic and times come from the report instead",
		"/past_meetings/", "" },
	[WAY_REPORT] = { "report", "meeting report", ZOOM_HEAVY,
		NEED_FALLBACK, "report:read:admin",
		"report:read:meeting:admin",
		"some meetings have neither host nor topic",
		"/report/meetings/", "" },
	[WAY_RECORDINGS] = { "recordings", "recordings of a meeting",
		ZOOM_LIGHT, NEED_MUST, "recording:read:admin",
		"cloud_recording:read:list_recording_files:admin",
		"no recordings arrive, nor their chats and transcripts",
		"/meetings/", "/recordings" },
	[WAY_ARCHIVE_FILES] = { "archive", "archived files of a meeting",
		ZOOM_LIGHT, NEED_SHOULD, "recording:read:admin",
		"archiving:read:archived_files:admin",
		"archived files are found through the list instead",
		"/past_meetings/", "/archive_files" },
	[WAY_PARTICIPANTS] = { "participants", "participants", ZOOM_MEDIUM,
		NEED_SHOULD, "meeting:read:admin",
		"meeting:read:list_past_participants:admin",
		"participants come from the report or the dashboard instead",
		"/past_meetings/", "/participants" },
	[WAY_REPORT_PARTICIPANTS] = { "report-participants",
		"participants in the report", ZOOM_HEAVY, NEED_SHOULD,
		"report:read:admin",
		"report:read:list_meeting_participants:admin",
		"participants are missing where Zoom tells them nowhere else",
		"/report/meetings/", "/participants" },
	[WAY_METRICS] = { "metrics-participants",
		"participants in the dashboard", ZOOM_HEAVY, NEED_SHOULD,
		"dashboard_meetings:read:admin",
		"dashboard:read:list_meeting_participants:admin",
		"meetings of a single person have no participant",
		"/metrics/meetings/", "/participants" },
	[WAY_POLLS] = { "polls", "polls", ZOOM_MEDIUM, NEED_SHOULD,
		"meeting:read:admin", "meeting:read:list_poll_results:admin",
		"polls come from the report instead",
		"/past_meetings/", "/polls" },
	[WAY_REPORT_POLLS] = { "report-polls", "polls in the report",
		ZOOM_HEAVY, NEED_FALLBACK, "report:read:admin",
		"report:read:list_meeting_polls:admin", "no polls arrive",
		"/report/meetings/", "/polls" },
	[WAY_QA] = { "qa", "questions and answers", ZOOM_MEDIUM, NEED_SHOULD,
		"meeting:read:admin", "meeting:read:past_qa:admin",
		"questions and answers come from the report instead",
		"/past_meetings/", "/qa" },
	[WAY_REPORT_QA] = { "report-qa", "questions and answers in the report",
		ZOOM_HEAVY, NEED_FALLBACK, "report:read:admin",
		"report:read:meeting_qna:admin",
		"no questions and answers arrive",
		"/report/meetings/", "/qa" },
	[WAY_SURVEY] = { "survey", "surveys", ZOOM_HEAVY, NEED_SHOULD,
		"report:read:admin", "report:read:meeting_survey:admin",
		"no surveys arrive",
		"/report/meetings/", "/survey" },
	[WAY_TRANSCRIPT] = { "transcript", "transcripts", ZOOM_MEDIUM,
		NEED_SHOULD, "recording:read:admin",
		"cloud_recording:read:meeting_transcript:admin",
		"no transcripts of meetings without a recording arrive",
		"/meetings/", "/transcript" },
	[WAY_SUMMARY] = { "summary", "AI summaries", ZOOM_LIGHT, NEED_SHOULD,
		"meeting_summary:read:admin", "meeting:read:summary:admin",
		"no AI summaries arrive",
		"/meetings/", "/meeting_summary" },
};

/* A second: light, medium, heavy. Downloads have no label of their own. */
static const struct {
	const char *name;
	double rate[ZOOM_LABELS];
} plans[] = {
	{ "free", { 4, 2, 1, 20 } },
	{ "pro", { 30, 20, 10, 50 } },
	{ "business", { 80, 60, 40, 100 } },
	/* a compatible back end that counts no requests */
	{ "none", { 1e6, 1e6, 1e6, 1e6 } },
};
/* clang-format on */

const struct zoom_way_info *zoom_way(enum zoom_way way)
{
	return &ways[way];
}

/* The scope itself, or the same with :master in place of :admin. */
static bool is_scope(const char *one, size_t len, const char *scope)
{
	static const char admin[] = ":admin", master[] = ":master";
	size_t n = strlen(scope), stem = n - (sizeof(admin) - 1);

	if (len == n && strncmp(one, scope, n) == 0)
		return true;
	return len == stem + sizeof(master) - 1 &&
	       strncmp(one, scope, stem) == 0 &&
	       strncmp(one + stem, master, sizeof(master) - 1) == 0;
}

bool zoom_way_granted(enum zoom_way way, const char *scopes)
{
	for (;;) {
		size_t n;

		scopes += strspn(scopes, " ,");
		n = strcspn(scopes, " ,");
		if (n == 0)
			return false;
		if (is_scope(scopes, n, ways[way].classic) ||
		    is_scope(scopes, n, ways[way].granular))
			return true;
		scopes += n;
	}
}

/* "user:read:admin" is a classic one, "user:read:user:admin" is not. */
static bool is_classic(const char *scopes)
{
	size_t n = strcspn(scopes, " ,");
	int colons = 0;

	for (size_t i = 0; i < n; i++)
		colons += scopes[i] == ':';
	return n > 0 && colons < 3;
}

const char *zoom_way_scope(enum zoom_way way, const char *granted)
{
	return is_classic(granted) ? ways[way].classic : ways[way].granular;
}

static const enum zoom_way people[] = { WAY_PARTICIPANTS,
					WAY_REPORT_PARTICIPANTS, WAY_METRICS };
#define PEOPLE (sizeof(people) / sizeof(people[0]))

bool zoom_way_is_people(enum zoom_way way)
{
	for (size_t i = 0; i < PEOPLE; i++)
		if (people[i] == way)
			return true;
	return false;
}

bool zoom_people_granted(const char *scopes)
{
	for (size_t i = 0; i < PEOPLE; i++)
		if (zoom_way_granted(people[i], scopes))
			return true;
	return false;
}

void zoom_people_scopes(struct str *out, const char *granted)
{
	for (size_t i = 0; i < PEOPLE; i++)
		str_addf(out, "%s%s",
			 i == 0            ? ""
			 : i + 1 == PEOPLE ? " or "
					   : ", ",
			 zoom_way_scope(people[i], granted));
}

bool zoom_plan_known(const char *plan)
{
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++)
		if (strcmp(plans[i].name, plan) == 0)
			return true;
	return false;
}

double zoom_plan_rate(const char *plan, enum zoom_label label)
{
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++)
		if (strcmp(plans[i].name, plan) == 0)
			return plans[i].rate[label];
	return plans[1].rate[label];
}
