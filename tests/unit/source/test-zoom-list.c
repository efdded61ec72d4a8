#include "base/clock.h"
#include "base/err.h"
#include "t.h"
#include "tests/fake/zoom.h"

#define SCOPE(name)                                                            \
	"400|{\"code\":4711,\"message\":\"Invalid access token, does not "     \
	"contain scopes:[" name "]\"}"
#define PLAN "400|{\"code\":200,\"message\":\"Only available for Paid\"}"

/* An account with one user, nothing in it, and every way open. */
static struct fake_api *empty_account(void)
{
	static const char *const empty[][2] = {
		{ "/users?status=active",
		  "200|{\"users\":[{\"id\":\"h1\",\"email\":\"a@b.c\"}]}" },
		{ "/users?status=", "200|{\"users\":[]}" },
		{ "/users/h1/recordings?from", "200|{\"meetings\":[]}" },
		{ "/users/h1/recordings?trash", "200|{\"meetings\":[]}" },
		{ "/accounts/me/recordings?from",
		  "404|{\"code\":2300,\"message\":\"not recognized\"}" },
		{ "/accounts/me/recordings?trash",
		  "404|{\"code\":2300,\"message\":\"not recognized\"}" },
		{ "/accounts/me/settings", "200|{}" },
		{ "/archive_files?", "200|{\"meetings\":[]}" },
		{ "/archive_files/statistics",
		  "200|{\"statistic_by_file_status\":{}}" },
		{ "/report/history_meetings", "200|{\"history_meetings\":[]}" },
		{ "/meetings/meeting_summaries", "200|{\"summaries\":[]}" },
	};
	struct fake_api *z = fake_zoom_new();

	for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]); i++)
		fake_api_answer(z, empty[i][0], empty[i][1]);
	return z;
}

static int64_t us(const char *text)
{
	int64_t out = 0;

	T_OK(clock_parse(text, &out));
	return out;
}

static int list_from(struct fake_api *z, const char *from, const char *last)
{
	struct source *src = fake_api_source(z);
	struct source_window w = { .from_us = us(from),
				   .to_us = us("2026-03-01T10:00:00Z"),
				   .last_us = last != NULL ? us(last) : 0 };
	struct err e = ERR_INIT;
	char text[ERR_TEXT];
	int bad = src->ops->list(src, &w, fake_api_list(z), &e);

	if (bad < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
	return bad;
}

static void list(struct fake_api *z)
{
	T_EQ_INT(list_from(z, "2026-02-20T00:00:00Z", NULL), 0);
}

static const struct {
	const char *label;
	const char *prefix; /* longer than that of the empty account */
	const char *script;
	const char *want[6]; /* each must be told */
	const char * not ;   /* must not be told; NULL */
} cases[] = {
	{ "a recording",
	  "/users/h1/recordings?from=",
	  "200|{\"meetings\":[{\"uuid\":\"/a//b==\",\"topic\":\"T\","
	  "\"host_id\":\"h1\",\"id\":123,\"start_time\":"
	  "\"2026-02-25T10:00:00Z\",\"duration\":30,\"auto_delete_date\":"
	  "\"2026-04-01\",\"recording_count\":1,\"type\":\"2\","
	  "\"recording_files\":[{\"id\":\"f1\",\"file_type\":\"MP4\","
	  "\"file_size\":5,\"status\":\"completed\",\"download_url\":\"u\","
	  "\"recording_type\":\"audio_only\"}]}]}",
	  { "entry recording-file f1 \"\" ready [] size 5 label "
	    "'audio_only.mp4' delete 1775001600 (bundle /a//b==, found by "
	    "user-recordings)",
	    "entry meeting /a//b== \"\" ready [] size -1 label 'T'" },
	  NULL },
	{ "in progress: no id, the meeting waits",
	  "/users/h1/recordings?from=",
	  "200|{\"meetings\":[{\"uuid\":\"m\",\"type\":2,\"recording_files\":"
	  "[{\"id\":\"\",\"file_type\":\"\",\"recording_end\":\"\"},"
	  "{\"id\":\"f2\",\"file_type\":\"M4A\",\"status\":\"completed\","
	  "\"download_url\":\"u\"}]}]}",
	  { "entry meeting m \"\" waiting [Zoom is still processing 1 of its 2 "
	    "recording files]",
	    "entry recording-file f2 \"\" ready" },
	  "recording-file  " },
	{ "being recorded",
	  "/users/h1/recordings?from=",
	  "200|{\"meetings\":[{\"uuid\":\"m\",\"recording_files\":[]}]}",
	  { "entry meeting m \"\" waiting [Zoom is still recording it, or "
	    "making its files]" },
	  NULL },
	{ "no uuid",
	  "/users/h1/recordings?from=",
	  "200|{\"meetings\":[{\"topic\":\"T\"},7,null]}",
	  { "notice 1 recordings of users | Zoom listed something without the "
	    "meeting's UUID (topic 'T')" },
	  "entry" },
	{ "members of other kinds",
	  "/users/h1/recordings?from=",
	  "200|{\"meetings\":[{\"uuid\":\"m\",\"topic\":[],\"host_id\":7,"
	  "\"start_time\":{},\"recording_files\":{},\"recording_count\":"
	  "\"x\",\"duration\":null}]}",
	  { "entry meeting m" },
	  NULL },
	{ "meetings of another kind",
	  "/users/h1/recordings?from=",
	  "200|{\"meetings\":{\"uuid\":\"m\"}}",
	  { "" },
	  "entry" },
	{ "no user's recordings can be had: a person must act",
	  "/users/h1/recordings?from=",
	  PLAN,
	  { "notice 2 recordings of users | Zoom refuses them for every user "
	    "(1; of the first it says: GET /users/h1/recordings: 400, code 200",
	    "Give the account a plan" },
	  "skipped" },
	{ "the list of users is refused: a person must act",
	  "/users?status=active&",
	  PLAN,
	  { "notice 2 list of users | not available (GET /users: 400, code "
	    "200" },
	  NULL },
	{ "a scope missing is told once",
	  "/users/h1/recordings?from=",
	  SCOPE("cloud_recording:x"),
	  { "notice 2 recordings of users | not permitted: the app lacks the "
	    "scope cloud_recording:x." },
	  "skipped" },
	{ "an invited user",
	  "/users?status=pending",
	  "200|{\"users\":[{\"email\":\"new@b.c\",\"status\":\"pending\"}]}",
	  { "notice 0 new@b.c | invited, has never signed in" },
	  NULL },
	{ "inactive users not listed",
	  "/users?status=inactive",
	  "400|{\"code\":300,\"message\":\"Validation Failed.\"}",
	  { "notice 1 list of users | inactive users were not listed: GET "
	    "/users: 400, code 300" },
	  NULL },
	{ "history",
	  "/report/history_meetings?from=2026-02-20&to=2026-03-01&date_type="
	  "end_time&meeting_type=all&page",
	  "200|{\"history_meetings\":[{\"meeting_uuid\":\"m\",\"topic\":\"T\","
	  "\"start_time\":\"2026-02-25T10:00:00Z\",\"host_email\":\"a@b.c\"}]}",
	  { "entry meeting m \"\" ready [] size -1 label 'T'" },
	  NULL },
	{ "history too old",
	  "/report/history_meetings?from=2026-02-20&to=2026-03-01&date_type="
	  "end_time&meeting_type=all&page",
	  "300|{\"code\":300,\"message\":\"The month must fall within the last "
	  "six months.\"}",
	  { "notice 1 meeting history report | Zoom no longer tells of "
	    "meetings from 2026-02-20 to 2026-03-01" },
	  NULL },
	{ "a summary",
	  "/meetings/meeting_summaries?",
	  "200|{\"summaries\":[{\"meeting_uuid\":\"m\","
	  "\"summary_created_time\":\"2026-02-25T10:00:00Z\","
	  "\"summary_last_modified_time\":\"2026-02-26T10:00:00Z\"}]}",
	  { "entry summary m \"2026-02-26T10:00:00Z\" ready",
	    "entry meeting m" },
	  NULL },
	{ "summaries not permitted",
	  "/meetings/meeting_summaries?",
	  SCOPE("s"),
	  { "notice 1 list of AI summaries | not permitted: the app lacks the "
	    "scope s. Without it no AI summaries arrive." },
	  NULL },
	{ "no archiving",
	  "/archive_files?from",
	  PLAN,
	  { "notice 1 archived files | not available (GET /archive_files: 400, "
	    "code 200: Only available for Paid)" },
	  NULL },
};

T(ways)
{
	T_EACH(c, cases) {
		AUTO(fake_api_free) struct fake_api *z = empty_account();

		fake_api_answer(z, c->prefix, c->script);
		list(z);
		for (size_t i = 0; i < 6 && c->want[i] != NULL; i++)
			if (!fake_api_has(z, c->want[i]))
				T_FAIL("'%s' is not told in\n%s", c->want[i],
				       fake_api_told(z));
		if (c->not != NULL && fake_api_has(z, c->not ))
			T_FAIL("'%s' is told in\n%s", c->not, fake_api_told(z));
	}
}

/* --- recordings -------------------------------------------------------- */

/* Zoom cuts the window and says so only in what it echoes. */
T(clamped_window_is_asked_again)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	fake_api_answer(z, "/users/h1/recordings?from=2026-02-20&to=2026-03-02",
			"200|{\"from\":\"2026-02-25\",\"to\":\"2026-03-02\","
			"\"meetings\":[{\"uuid\":\"late\"}]}");
	fake_api_answer(z, "/users/h1/recordings?from=2026-02-20&to=2026-02-25",
			"200|{\"from\":\"2026-02-20\",\"to\":\"2026-02-25\","
			"\"meetings\":[{\"uuid\":\"early\"}]}");
	list(z);
	T_OK(fake_api_has(z, "entry meeting late"));
	T_OK(fake_api_has(z, "entry meeting early"));
	T_OK(!fake_api_has(z, "notice 1 recordings of users"));
}

T(window_that_cannot_be_had_is_told)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	fake_api_answer(z, "/users/h1/recordings?from=2026-02-20&to=2026-03-02",
			"200|{\"from\":\"2026-02-25\",\"to\":\"2026-03-02\","
			"\"meetings\":[]}");
	fake_api_answer(z, "/users/h1/recordings?from=2026-02-20&to=2026-02-25",
			"200|{\"from\":\"2026-02-25\",\"to\":\"2026-02-25\","
			"\"meetings\":[]}");
	list(z);
	T_OK(fake_api_has(z, "notice 1 recordings of users | asked for "
			     "2026-02-20 to 2026-02-25, Zoom answered for "
			     "2026-02-25 to 2026-02-25"));
}

T(audio_of_participants_is_counted_but_not_listed)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	fake_api_answer(
		z, "/users/h1/recordings?from=",
		"200|{\"meetings\":[{\"uuid\":\"m\",\"recording_count\":2,"
		"\"recording_files\":[{\"id\":\"f1\",\"file_type\":\"MP4\","
		"\"status\":\"completed\",\"download_url\":\"u\"}]}]}");
	fake_api_answer(
		z, "/meetings/m/recordings",
		"200|{\"uuid\":\"m\",\"recording_count\":2,"
		"\"recording_files\":[{\"id\":\"f1\",\"file_type\":\"MP4\","
		"\"status\":\"completed\",\"download_url\":\"u\"}],"
		"\"participant_audio_files\":[{\"id\":\"p1\",\"file_name\":"
		"\"Anna\",\"file_type\":\"M4A\",\"file_extension\":\"M4A\","
		"\"status\":\"completed\",\"download_url\":\"u\"}]}");
	list(z);
	T_OK(fake_api_has(z, "entry participant-audio p1 \"\" ready [] size "
			     "-1 label 'Anna.m4a'"));
}

/* --- users who were skipped -------------------------------------------- */

#define OF_H2(from) "/users/h2/recordings?from=" from

static struct fake_api *two_users(void)
{
	struct fake_api *z = empty_account();

	fake_api_instead(z, "/users?status=active",
			 "200|{\"users\":[{\"id\":\"h1\",\"email\":\"a@b.c\"},"
			 "{\"id\":\"h2\",\"email\":\"d@b.c\"}]}");
	fake_api_answer(z, "/users/h2/recordings?trash",
			"200|{\"meetings\":[]}");
	fake_api_answer(z, OF_H2(""), PLAN);
	return z;
}

T(a_skipped_user_is_told)
{
	AUTO(fake_api_free) struct fake_api *z = two_users();

	list(z);
	T_OK(fake_api_has(z, "notice 1 d@b.c | skipped, their recordings were "
			     "not listed: GET /users/h2/recordings: 400, code "
			     "200"));
	T_OK(fake_api_has(z, "Should Zoom allow it later, they are listed "
			     "from 2026-02-20 on."));
	T_OK(!fake_api_has(z, "notice 2"));
	T_EQ_STR(
		fake_api_saved(z),
		"skipped-users={\"h2\":{\"from\":\"2026-02-20T00:00:00Z\"}}\n");
}

/* Their days come back as soon as Zoom answers, and until a listing that
   had them was complete. */
T(a_skipped_user_is_listed_later)
{
	static const char early[] = "2026-02-20T00:00:00Z";
	static const char late[] = "2026-02-27T00:00:00Z";
	AUTO(fake_api_free) struct fake_api *z = two_users();

	T_EQ_INT(list_from(z, early, NULL), 0);
	T_EQ_INT(list_from(z, late, "2026-02-28T00:00:00Z"), 0);
	T_EQ_INT(fake_api_asked(z, OF_H2("")), 2);
	fake_api_forget(z);
	fake_api_instead(z, OF_H2(""),
			 "200|{\"meetings\":[{\"uuid\":\"old\"}]}");
	/* twice: the first may have been cut off */
	for (int i = 0; i < 2; i++) {
		T_EQ_INT(list_from(z, late, "2026-02-28T00:00:00Z"), 0);
		T_OK(strstr(fake_api_target(z, OF_H2("")), "from=2026-02-20") !=
		     NULL);
		T_OK(strstr(fake_api_target(z, "/users/h1/recordings?from"),
			    "from=2026-02-27") != NULL);
	}
	T_OK(fake_api_has(z, "entry meeting old"));
	T_OK(!fake_api_has(z, "skipped"));
	/* the last complete listing ended when it had them */
	T_EQ_INT(list_from(z, late, "2026-03-01T10:00:00Z"), 0);
	T_OK(strstr(fake_api_target(z, OF_H2("")), "from=2026-02-27") != NULL);
	T_OK(str_ends(fake_api_saved(z), "skipped-users={}\n"));
}

T(who_is_skipped_must_be_kept)
{
	AUTO(fake_api_free) struct fake_api *z = two_users();
	struct source *src = fake_api_source(z);
	struct source_window w = { .from_us = us("2026-02-20T00:00:00Z"),
				   .to_us = us("2026-03-01T10:00:00Z") };
	struct err e = ERR_INIT;

	fake_api_fail_save(z);
	T_EQ_INT(src->ops->list(src, &w, fake_api_list(z), &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
}

/* Where the account's own listing has them all, nobody need act. */
T(all_users_refused_but_the_account_answers)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	fake_api_answer(z, "/users/h1/recordings?from=", PLAN);
	fake_api_instead(z, "/accounts/me/recordings?from",
			 "200|{\"meetings\":[]}");
	list(z);
	T_OK(fake_api_has(z, "notice 1 a@b.c | skipped"));
	T_OK(!fake_api_has(z, "notice 2"));
}

T(trash)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	fake_api_answer(
		z, "/users/h1/recordings?trash=true&trash_type=meeting",
		"200|{\"meetings\":[{\"uuid\":\"m\",\"topic\":\"T\","
		"\"start_time\":\"2026-02-25T10:00:00Z\",\"recording_files\":"
		"[{\"id\":\"f1\",\"file_type\":\"MP4\",\"deleted_time\":"
		"\"2026-02-26T10:00:00Z\"}]}]}");
	fake_api_answer(
		z, "/users/h1/recordings?trash=true&trash_type=recording_file",
		"200|{\"meetings\":[{\"uuid\":\"n\",\"recording_files\":"
		"[{\"id\":\"f2\",\"file_type\":\"CHAT\",\"deleted_time\":"
		"\"2026-02-27T10:00:00Z\"},{\"id\":\"f3\",\"deleted_time\":"
		"\"2026-02-28T10:00:00Z\"}]}]}");
	list(z);
	T_OK(fake_api_has(z, "entry trash m \"2026-02-26T10:00:00Z\" ready"));
	T_OK(fake_api_has(z, "entry recording-file f1 \"\" gone [deleted at "
			     "Zoom on 2026-02-26T10:00:00Z; until "
			     "2026-03-28"));
	T_OK(fake_api_has(z, "entry meeting m \"\" ready"));
	T_OK(fake_api_has(
		z, "raw {\"recording_files\":[{\"deleted_time\":"
		   "\"2026-02-27T10:00:00Z\",\"file_type\":\"CHAT\",\"id\":"
		   "\"f2\"}],\"uuid\":\"n\"}\n"));
	T_OK(fake_api_has(z, "entry trash f3 \"2026-02-28T10:00:00Z\""));
	T_OK(strstr(fake_api_target(z, "/users/h1/recordings?trash=true&"
				       "trash_type=meeting"),
		    "from") == NULL);
}

/* --- archive ----------------------------------------------------------- */

T(archive)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	fake_api_instead(z, "/accounts/me/settings",
			 "200|{\"recording\":{\"archive\":{\"settings\":"
			 "{\"archive_retention\":30}}}}");
	fake_api_answer(
		z, "/archive_files?from=",
		"200|{\"meetings\":[{\"uuid\":\"x\",\"meeting_type\":"
		"\"external\",\"complete_time\":\"2026-02-25T10:00:00Z\","
		"\"status\":\"completed\",\"archive_files\":[{\"id\":\"a1\","
		"\"file_type\":\"CHAT_MESSAGE\",\"file_extension\":\"JSON\","
		"\"status\":\"completed\",\"download_url\":\"u\"},"
		"{\"id\":\"a2\",\"status\":\"failed\"},{\"id\":\"a3\","
		"\"status\":\"processing\"}]}]}");
	list(z);
	T_OK(fake_api_has(z, "entry archive-file a1 \"\" ready [] size -1 "
			     "label 'chat_message.json' delete 1774605600"));
	T_OK(fake_api_has(z, "entry archive-file a2 \"\" refused [archive "
			     "status failed]"));
	T_OK(fake_api_has(z, "entry archive-file a3 \"\" waiting [Zoom is "
			     "still archiving it]"));
	T_OK(fake_api_has(z, "label 'Meeting of another organisation'"));
	/* 3 files of nothing counted: told, after a second look */
	T_OK(fake_api_has(z, "notice 1 counts of archived files | of meetings "
			     "from 2026-02-20 00:00:00 to 2026-02-27 00:00:00 "
			     "UTC Zoom counts 0 archived files, but lists 3"));
	T_OK(strstr(fake_api_target(z, "/archive_files?from="),
		    "to=2026-03-01T09%3A45%3A00Z") != NULL);
}

T(counted_archive_is_not_mentioned)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	list(z);
	T_OK(!fake_api_has(z, "counts of archived files"));
}

/* --- transcripts ------------------------------------------------------- */

#define HISTORY                                                                \
	"/report/history_meetings?from=2026-02-20&to=2026-03-01&date_type="    \
	"end_time&meeting_type=all&page"

static void add_history(struct fake_api *z)
{
	fake_api_answer(z, HISTORY,
			"200|{\"history_meetings\":[{\"meeting_uuid\":\"m\","
			"\"end_time\":\"2026-02-22T10:00:00Z\"}]}");
}

T(transcript_without_recording)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	add_history(z);
	fake_api_answer(z, "/meetings/m/transcript",
			"200|{\"can_download\":true,\"download_url\":\"u\","
			"\"auto_delete_date\":\"2026-04-01\"}");
	list(z);
	T_OK(fake_api_has(z, "entry transcript m \"\" ready [] size -1 label "
			     "'audio_transcript.vtt' delete 1775001600"));
}

T(transcript_deleted)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	add_history(z);
	fake_api_answer(z, "/meetings/m/transcript",
			"200|{\"can_download\":false,\"download_restriction_"
			"reason\":\"DELETED_OR_TRASHED\"}");
	list(z);
	T_OK(fake_api_has(z, "entry transcript m \"\" gone"));
}

T(transcript_of_old_meetings_is_not_asked_again)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	add_history(z);
	fake_api_answer(z, "/meetings/m/transcript", "200|{}");
	T_EQ_INT(list_from(z, "2026-02-20T00:00:00Z", "2026-02-28T00:00:00Z"),
		 0);
	T_EQ_INT(fake_api_asked(z, "/meetings/m/transcript"), 0);
}

T(transcript_of_a_recording_is_not_asked)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	add_history(z);
	fake_api_answer(z, "/meetings/m/transcript", "200|{}");
	fake_api_answer(z, "/users/h1/recordings?from=",
			"200|{\"meetings\":[{\"uuid\":\"m\","
			"\"recording_files\":[{\"id\":\"f\",\"file_type\":"
			"\"TRANSCRIPT\",\"status\":\"completed\","
			"\"download_url\":\"u\"}]}]}");
	list(z);
	T_EQ_INT(fake_api_asked(z, "/meetings/m/transcript"), 0);
}

/* --- fallbacks --------------------------------------------------------- */

T(reports_of_users_where_history_is_closed)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	fake_api_answer(z, "/report/history_meetings?from=", SCOPE("r"));
	fake_api_answer(z, "/report/users/h1/meetings",
			"200|{\"meetings\":[{\"uuid\":\"m\",\"id\":5,"
			"\"topic\":\"T\"}]}");
	fake_api_answer(z, "/meetings/m/transcript", "200|{}");
	list(z);
	T_OK(fake_api_has(z, "notice 1 meeting history report | not "
			     "permitted: the app lacks the scope r."));
	T_OK(fake_api_has(z, "found by user-report)"));
	T_EQ_INT(fake_api_asked(z, "/report/users/h1/meetings"), 2);
	T_OK(strstr(fake_api_target(z, "/report/users/h1/meetings"),
		    "type=pastOne") != NULL);
}

T(instances_where_no_report_is_open)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	fake_api_answer(z, "/report/history_meetings?from=", SCOPE("r"));
	fake_api_answer(z, "/report/users/h1/meetings", SCOPE("r"));
	fake_api_answer(z, "/users/h1/recordings?from=",
			"200|{\"meetings\":[{\"uuid\":\"m\",\"id\":77,"
			"\"recording_files\":[{\"id\":\"f\",\"file_type\":"
			"\"TRANSCRIPT\",\"status\":\"completed\","
			"\"download_url\":\"u\"}]}]}");
	fake_api_answer(z, "/past_meetings/77/instances",
			"200|{\"meetings\":[{\"uuid\":\"n\",\"start_time\":"
			"\"2026-02-25T10:00:00Z\"},{\"uuid\":\"old\","
			"\"start_time\":\"2025-02-25T10:00:00Z\"}]}");
	fake_api_answer(z, "/meetings/n/transcript", "200|{}");
	list(z);
	T_OK(fake_api_has(z, "entry meeting n"));
	T_OK(!fake_api_has(z, "entry meeting old"));
}

/* --- scopes told beforehand -------------------------------------------- */

#define TOKEN(scopes)                                                          \
	"200|{\"access_token\":\"TOKEN{N}\",\"expires_in\":3600,\"scope\":"    \
	"\"" scopes "\"}"

T(no_scope_to_read_participants)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	fake_api_answer(z, "POST /oauth/token",
			TOKEN("recording:read:admin user:read:admin"));
	list(z);
	T_OK(fake_api_has(z, "notice 2 participants | the app lacks the scope "
			     "meeting:read:admin, report:read:admin or "
			     "dashboard_meetings:read:admin."));
	T_OK(!fake_api_has(z, "participants in the report |"));
}

T(participants_from_elsewhere)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	fake_api_answer(z, "POST /oauth/token",
			TOKEN("recording:read:admin report:read:admin"));
	list(z);
	T_OK(fake_api_has(z, "notice 1 participants | the app lacks the scope "
			     "meeting:read:admin. Without it participants come "
			     "from the report or the dashboard instead."));
	T_OK(!fake_api_has(z, "notice 2"));
}

/* --- rules ------------------------------------------------------------- */

T(rules_exclude)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();

	fake_api_set(z, "users", "d@e.f, gone@e.f");
	fake_api_set(z, "exclude", "summary");
	fake_api_instead(z, "/users?status=active",
			 "200|{\"users\":[{\"id\":\"h1\",\"email\":\"a@b.c\"},"
			 "{\"id\":\"h2\",\"email\":\"D@e.f\"}]}");
	fake_api_answer(z, "/users/h2/recordings", "200|{\"meetings\":[]}");
	fake_api_answer(z, "/accounts/me/recordings?from=",
			"200|{\"meetings\":[{\"uuid\":\"m\",\"host_id\":"
			"\"h1\",\"recording_files\":[{\"id\":\"f\","
			"\"file_type\":\"MP4\",\"status\":\"completed\","
			"\"download_url\":\"u\"}]}]}");
	fake_api_answer(z, "/meetings/meeting_summaries?",
			"200|{\"summaries\":[{\"meeting_uuid\":\"s\","
			"\"meeting_host_email\":\"d@e.f\","
			"\"summary_created_time\":\"2026-02-25T10:00:00Z\"}]}");
	list(z);
	T_OK(fake_api_has(z, "entry meeting m \"\" excluded [setting users: "
			     "not hosted by one of them]"));
	T_OK(fake_api_has(z, "entry recording-file f \"\" excluded"));
	T_OK(fake_api_has(z, "entry summary s \"2026-02-25T10:00:00Z\" "
			     "excluded [setting exclude: summary]"));
	T_OK(fake_api_has(z, "entry meeting s \"\" ready"));
	T_OK(fake_api_has(z, "notice 1 gone@e.f | named in the setting "
			     "users"));
	T_EQ_INT(fake_api_asked(z, "/users/h1/recordings?from"), 0);
}

/* --- failures ---------------------------------------------------------- */

static int refuse_entry(void *ctx, const struct source_entry *en, struct err *e)
{
	(void)ctx;
	(void)en;
	return err_set(e, ERR_STORE, "the disk is full");
}

T(a_store_that_fails_ends_the_listing)
{
	AUTO(fake_api_free) struct fake_api *z = empty_account();
	struct source *src = fake_api_source(z);
	struct source_list to = *fake_api_list(z);
	struct source_window w = { .from_us = us("2026-02-20T00:00:00Z"),
				   .to_us = us("2026-03-01T10:00:00Z") };
	struct err e = ERR_INIT;

	add_history(z);
	to.entry = refuse_entry;
	T_EQ_INT(src->ops->list(src, &w, &to, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
}

T_MAIN
