#include "base/clock.h"
#include "base/err.h"
#include "t.h"
#include "tests/fake/zoom.h"

#define SCOPE(name)                                                            \
	"400|{\"code\":4711,\"message\":\"Invalid access token, does not "     \
	"contain scopes:[" name "]\"}"
#define NONE "404|{\"code\":3001,\"message\":\"Meeting does not exist\"}"

/* A meeting of which Zoom has nothing; tests say what it has. */
static struct fake_api *nothing(void)
{
	static const char *const paths[] = {
		"/meetings/m/recordings", "/past_meetings/m/archive_files",
		"/past_meetings/m",       "/report/meetings/m",
		"/metrics/meetings/m",    "/report/history_meetings",
		"/meetings/m/transcript", "/meetings/m/meeting_summary",
	};
	struct fake_api *z = fake_zoom_new();

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		fake_api_answer(z, paths[i], NONE);
	return z;
}

static int fetch(struct fake_api *z, const struct source_wanted *entries,
		 size_t n, struct err *e)
{
	struct source *src = fake_api_source(z);
	struct source_bundle b = { .key = "m",
				   .entries = entries,
				   .n_entries = n };

	return src->ops->fetch(src, &b, fake_api_store(z), e);
}

static void fetch_one(struct fake_api *z, const char *kind, const char *id,
		      const char *version)
{
	struct source_wanted w = { .kind = kind,
				   .id = id,
				   .version = version,
				   .label = "",
				   .size = -1,
				   .wanted = true,
				   /* long before Zoom's now */
				   .time_us = INT64_C(1760000000000000) };
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	if (fetch(z, &w, 1, &e) < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
}

static void check_told(const struct fake_api *z, const char *want)
{
	if (!fake_api_has(z, want))
		T_FAIL("'%s' is not told in\n%s", want, fake_api_told(z));
}

/* --- files ------------------------------------------------------------- */

#define FILE_OF(type, size, url)                                               \
	"200|{\"uuid\":\"m\",\"recording_files\":[{\"id\":\"f\","              \
	"\"file_type\":\"" type "\",\"file_extension\":\"" type                \
	"\",\"recording_type\":\"x\",\"status\":\"completed\","                \
	"\"file_size\":" size ",\"download_url\":\"" url "\"}]}"
#define AT   "{A}/rec/download/f"
#define MP4  FILE_OF("MP4", "5", AT)
#define TXT  FILE_OF("TXT", "5", AT)
#define GOOD "200 Content-Type: video/mp4|hello"

static const struct {
	const char *label;
	const char *listing;   /* of the recordings */
	const char *first[7];  /* at the download's address */
	const char *second[4]; /* at {B}/cmr/f */
	const char *want;
	unsigned int downloads; /* requests at the address; 0: not checked */
	const char *again;      /* listing of the second time, or NULL */
} cases[] = {
	{ "straight",
	  MP4,
	  { GOOD },
	  { NULL },
	  "file 0 x.mp4 video/mp4 5 bytes \"hello\"",
	  1,
	  NULL },
	{ "redirected",
	  MP4,
	  { "302 Location: {B}/cmr/f?Signature=S|" },
	  { GOOD },
	  "file 0 x.mp4",
	  1,
	  NULL },
	{ "redirected twice",
	  MP4,
	  { "301 Location: {B}/cmr/f|" },
	  { "302 Location: /cmr/f?2|", GOOD },
	  "file 0 x.mp4",
	  1,
	  NULL },
	{ "redirected for ever",
	  MP4,
	  { "302 Location: " AT "|" },
	  { NULL },
	  "settle 0 waiting | more than 5 redirects",
	  0,
	  NULL },
	{ "redirected nowhere",
	  MP4,
	  { "302 Location: file:///etc/passwd|" },
	  { NULL },
	  "settle 0 waiting | status 302 without an address",
	  0,
	  NULL },
	{ "page instead, then well",
	  MP4,
	  { "200 Content-Type: text/html|<html>", GOOD },
	  { NULL },
	  "file 0 x.mp4",
	  2,
	  NULL },
	{ "always a page",
	  MP4,
	  { "200 Content-Type: text/html|hello" },
	  { NULL },
	  "settle 0 waiting | Zoom sent text/html instead of the file",
	  6,
	  NULL },
	{ "error in JSON with 200",
	  MP4,
	  { "200|{\"a\"}", GOOD },
	  { NULL },
	  "file 0 x.mp4",
	  2,
	  NULL },
	{ "cut, then well",
	  MP4,
	  { "200 Content-Type: video/mp4|CUT:hello", GOOD },
	  { NULL },
	  "file 0 x.mp4",
	  2,
	  NULL },
	{ "short, then well",
	  MP4,
	  { "200 Content-Type: video/mp4|hel", GOOD },
	  { NULL },
	  "file 0 x.mp4",
	  2,
	  NULL },
	{ "always short",
	  MP4,
	  { "200 Content-Type: video/mp4|hel" },
	  { NULL },
	  "settle 0 waiting | Zoom lists it with 5 bytes but sends 3",
	  6,
	  NULL },
	{ "the listing corrects the size",
	  MP4,
	  { "200 Content-Type: video/mp4|hel" },
	  { NULL },
	  "file 0 x.mp4 video/mp4 3 bytes",
	  2,
	  FILE_OF("MP4", "3", AT) },
	{ "a text is believed in the end",
	  TXT,
	  { "200 Content-Type: text/plain|hello, you" },
	  { NULL },
	  "file 0 x.txt text/plain 10 bytes",
	  4,
	  NULL },
	{ "a text that keeps changing is not",
	  TXT,
	  { "200|hello1", "200|hello12", "200|hello1", "200|hello12",
	    "200|hello1", "200|hello12" },
	  { NULL },
	  "settle 0 waiting |",
	  6,
	  NULL },
	{ "no length",
	  FILE_OF("MP4", "5", AT),
	  { "200 Content-Type: video/mp4|CHUNKED:hello" },
	  { NULL },
	  "file 0 x.mp4",
	  1,
	  NULL },
	{ "no length, too short, then well",
	  MP4,
	  { "200 Content-Type: video/mp4|CHUNKED:hel", GOOD },
	  { NULL },
	  "file 0 x.mp4",
	  2,
	  NULL },
	{ "size not known",
	  FILE_OF("MP4", "0", AT),
	  { GOOD },
	  { NULL },
	  "file 0 x.mp4",
	  1,
	  NULL },
	{ "502, then well",
	  MP4,
	  { "502|", GOOD },
	  { NULL },
	  "file 0 x.mp4",
	  2,
	  NULL },
	{ "503 with Retry-After, then well",
	  MP4,
	  { "503 Retry-After: 0|", GOOD },
	  { NULL },
	  "file 0 x.mp4",
	  2,
	  NULL },
	{ "403 once: a new address",
	  MP4,
	  { "403|{\"code\":3000,\"message\":\"no\"}", GOOD },
	  { NULL },
	  "file 0 x.mp4",
	  2,
	  NULL },
	{ "403",
	  MP4,
	  { "403|{\"code\":3000,\"message\":\"disabled\"}" },
	  { NULL },
	  "settle 0 refused | Zoom refuses the download | GET {A}",
	  2,
	  NULL },
	{ "404",
	  MP4,
	  { "404|{\"code\":3301,\"message\":\"gone\"}" },
	  { NULL },
	  "settle 0 gone | Zoom no longer has the file | GET",
	  2,
	  NULL },
	{ "404, and no longer listed",
	  MP4,
	  { "404|{\"code\":3301}" },
	  { NULL },
	  "settle 0 gone | Zoom no longer has it | GET "
	  "/meetings/m/recordings: 404, code 3001",
	  1,
	  NONE },
	{ "404, and in the trash now",
	  MP4,
	  { "404|{}" },
	  { NULL },
	  "settle 0 gone | Zoom no longer lists it",
	  1,
	  "200|{\"recording_files\":[]}" },
	{ "401 for good",
	  MP4,
	  { "401|{\"code\":124}" },
	  { NULL },
	  "settle 0 waiting | Zoom does not allow the download yet | GET",
	  2,
	  NULL },
	{ "401 once: a new token",
	  MP4,
	  { "401|{\"code\":124}", GOOD },
	  { NULL },
	  "file 0 x.mp4",
	  2,
	  NULL },
	{ "400",
	  MP4,
	  { "400|{\"code\":9}" },
	  { NULL },
	  "settle 0 refused | Zoom does not give the file | GET",
	  2,
	  NULL },
	{ "another host",
	  FILE_OF("MP4", "5", "{B}x/rec/f"),
	  { GOOD },
	  { NULL },
	  "settle 0 refused | Zoom does not give the file | the address Zoom "
	  "gave is none",
	  0,
	  NULL },
	{ "a host nobody named",
	  FILE_OF("MP4", "5", "https://evil.example/f"),
	  { GOOD },
	  { NULL },
	  "settle 0 waiting | the address Zoom gave lies at evil.example, "
	  "which the setting download-hosts does not name",
	  0,
	  NULL },
	{ "without encryption",
	  FILE_OF("MP4", "5", "http://evil.example/f"),
	  { GOOD },
	  { NULL },
	  "settle 0 waiting | the address Zoom gave, at evil.example, "
	  "is not https",
	  0,
	  NULL },
	{ "processing",
	  "200|{\"recording_files\":[{\"id\":\"f\",\"status\":"
	  "\"processing\"}]}",
	  { NULL },
	  { NULL },
	  "settle 0 waiting | Zoom is still processing it",
	  0,
	  NULL },
	{ "listing not permitted",
	  SCOPE("s"),
	  { NULL },
	  { NULL },
	  "settle 0 waiting | the app lacks the scope s | GET",
	  0,
	  NULL },
	{ "listing refused",
	  "403|{\"code\":5,\"message\":\"no\"}",
	  { NULL },
	  { NULL },
	  "settle 0 refused | Zoom refuses to tell where it is | GET",
	  0,
	  NULL },
	{ "not licensed any more",
	  "400|{\"code\":200,\"message\":\"x\"}",
	  { NULL },
	  { NULL },
	  "settle 0 waiting | a setting, licence or right at Zoom is in the "
	  "way | GET",
	  0,
	  NULL },
};

static void script(struct fake_api *z, const char *prefix,
		   const char *const *scripts, size_t n)
{
	for (size_t i = 0; i < n && scripts[i] != NULL; i++)
		fake_api_answer(z, prefix, scripts[i]);
}

/* {A} in the expected text is the server's address: leave it out. */
static void check_want(const struct fake_api *z, const char *want)
{
	struct str s AUTO(str_done) = STR_INIT;

	str_add_len(&s, want, strcspn(want, "{"));
	check_told(z, s.s);
}

T(files)
{
	T_EACH(c, cases) {
		AUTO(fake_api_free) struct fake_api *z = nothing();

		fake_api_instead(z, "/meetings/m/recordings", c->listing);
		if (c->again != NULL)
			fake_api_answer(z, "/meetings/m/recordings", c->again);
		script(z, "/rec/download/f", c->first, 7);
		script(z, "/cmr/f", c->second, 4);
		fetch_one(z, "recording-file", "f", "");
		check_want(z, c->want);
		if (c->downloads != 0)
			T_EQ_INT(fake_api_asked(z, "/rec/download/f"),
				 c->downloads);
		T_EQ_INT(fake_api_leaks(z), 0);
		/* of one meeting only what is needed */
		T_EQ_INT(fake_api_asked(z, "/past_meetings/m"), 0);
	}
}

T(lasting_trouble_is_not_settled)
{
	AUTO(fake_api_free) struct fake_api *z = nothing();
	struct source_wanted w[2] = {
		{ .kind = "recording-file",
		  .id = "f",
		  .version = "",
		  .wanted = true },
		{ .kind = "recording-file",
		  .id = "g",
		  .version = "",
		  .wanted = true },
	};
	struct err e = ERR_INIT;

	fake_api_instead(z, "/meetings/m/recordings", MP4);
	fake_api_answer(z, "/rec/download/f", "500|");
	T_EQ_INT(fetch(z, w, 2, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	T_OK(!fake_api_has(z, "settle 0"));
	/* the other one is settled all the same */
	check_told(z, "settle 1 gone | Zoom no longer lists it");
	T_EQ_INT(fake_api_asked(z, "/rec/download/f"), 6);
}

static int full_store(void *ctx, size_t at, const char *name,
		      const char *media_type, int64_t announced,
		      struct reader *body, struct source_captured *out,
		      struct err *e)
{
	(void)ctx;
	(void)at;
	(void)name;
	(void)media_type;
	(void)announced;
	(void)body;
	(void)out;
	return err_set(e, ERR_STORE, "the disk is full");
}

T(a_store_that_fails_ends_the_fetch)
{
	AUTO(fake_api_free) struct fake_api *z = nothing();
	struct source *src = fake_api_source(z);
	struct source_store to = *fake_api_store(z);
	struct source_wanted w = { .kind = "recording-file",
				   .id = "f",
				   .version = "",
				   .wanted = true };
	struct source_bundle b = { .key = "m", .entries = &w, .n_entries = 1 };
	struct err e = ERR_INIT;

	fake_api_instead(z, "/meetings/m/recordings", MP4);
	fake_api_answer(z, "/rec/download/f", GOOD);
	to.artefact = full_store;
	T_EQ_INT(src->ops->fetch(src, &b, &to, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
	T_EQ_INT(fake_api_asked(z, "/rec/download/f"), 1);
}

/* --- about the meeting ------------------------------------------------- */

#define DETAILS                                                                \
	"200|{\"uuid\":\"m\",\"start_time\":\"2026-02-25T10:00:00Z\","         \
	"\"end_time\":\"2026-02-25T11:00:00Z\",\"participants_count\":2}"
#define PEOPLE                                                                 \
	"200|{\"participants\":[{\"name\":\"A\",\"duration\":5},"              \
	"{\"name\":\"B\",\"duration\":0}],\"next_page_token\":\"\"}"

struct about_case {
	const char *label;
	const char *answers[8][2]; /* path, script */
	const char *want[6];
	const char * not ;
};

static const struct about_case about_cases[] = {
	{ "all well",
	  { { "/past_meetings/m?", "404|" },
	    { "/past_meetings/m", DETAILS },
	    { "/past_meetings/m/participants", PEOPLE },
	    { "/past_meetings/m/polls",
	      "200|{\"questions\":[{\"name\":\"A\"}]}" },
	    { "/past_meetings/m/qa", "200|{\"questions\":[]}" },
	    { "/report/meetings/m/survey",
	      "200|{\"survey_answers\":[{\"name\":\"A\"}]}" } },
	  { "raw meeting {\"uuid\":\"m\"", "raw participants.1 {\"part",
	    "raw polls {\"questions\":[{\"name\":\"A\"}]}",
	    "raw survey {\"survey", "settle 0 ready |  | " },
	  "raw qa" },
	{ "pages of participants",
	  { { "/past_meetings/m", DETAILS },
	    { "/past_meetings/m/participants?page_size=300",
	      "200|{\"participants\":[{\"duration\":1}],\"next_page_token\":"
	      "\"t\"}" },
	    { "/past_meetings/m/participants?page_size=300&next_page_token=t",
	      "200|{\"participants\":[{\"duration\":2}]}" } },
	  { "raw participants.1 {\"participants\":[{\"duration\":1}],"
	    "\"next_page_token\":\"t\"}",
	    "raw participants.2 {\"participants\":[{\"duration\":2}]}" },
	  NULL },
	{ "nobody in the list: the report",
	  { { "/past_meetings/m", DETAILS },
	    { "/past_meetings/m/participants", "200|{\"participants\":[]}" },
	    { "/report/meetings/m/participants", PEOPLE } },
	  { "raw report-participants.1 ", "settle 0 ready" },
	  "raw participants" },
	{ "one person: the dashboard, not the report",
	  { { "/past_meetings/m", "200|{\"participants_count\":1,\"end_time\":"
				  "\"2026-02-25T11:00:00Z\"}" },
	    { "/past_meetings/m/participants", "200|{\"participants\":[]}" },
	    { "/report/meetings/m/participants", PEOPLE },
	    { "/metrics/meetings/m/participants",
	      "200|{\"participants\":[{\"user_name\":\"A\",\"join_time\":"
	      "\"2026-02-25T10:00:00Z\",\"leave_time\":"
	      "\"2026-02-25T11:00:00Z\"}]}" } },
	  { "raw metrics-participants.1 ", "settle 0 ready" },
	  "raw report-participants" },
	{ "asked too early: still counting",
	  { { "/past_meetings/m", "200|{\"participants_count\":2,\"end_time\":"
				  "\"2026-03-01T09:50:00Z\"}" },
	    { "/past_meetings/m/participants",
	      "200|{\"participants\":[{\"duration\":0},{\"duration\":0}]}" } },
	  { "raw participants.1",
	    "settle 0 waiting | Zoom is still counting who was there how "
	    "long" },
	  NULL },
	{ "details refused: the report",
	  { { "/past_meetings/m", SCOPE("d") },
	    { "/past_meetings/m/participants", PEOPLE },
	    { "/past_meetings/m/polls", "200|{}" },
	    { "/past_meetings/m/qa", "200|{}" },
	    { "/report/meetings/m", DETAILS } },
	  { "raw report {\"uuid\":\"m\"", "raw participants.1",
	    "settle 0 ready |  | " },
	  NULL },
	{ "participants not permitted at all: somebody must act",
	  { { "/past_meetings/m", DETAILS },
	    { "/past_meetings/m/participants", SCOPE("p") },
	    { "/report/meetings/m/participants", SCOPE("q") },
	    { "/metrics/meetings/m/participants", SCOPE("r") } },
	  { "settle 0 waiting | the app lacks the scope to read "
	    "participants" },
	  NULL },
	{ "polls and questions through the report",
	  { { "/past_meetings/m", DETAILS },
	    { "/past_meetings/m/participants", PEOPLE },
	    { "/past_meetings/m/polls", SCOPE("p") },
	    { "/past_meetings/m/qa", SCOPE("q") },
	    { "/report/meetings/m/polls",
	      "200|{\"questions\":[{\"name\":\"A\"}]}" },
	    { "/report/meetings/m/qa", SCOPE("s") } },
	  { "raw report-polls ",
	    "settle 0 ready | without what Zoom refuses: questions and "
	    "answers (scope q), questions and answers in the report (scope "
	    "s) | " },
	  NULL },
	{ "only the archive tells of it",
	  { { "/past_meetings/m/archive_files",
	      "200|{\"uuid\":\"m\",\"meeting_type\":\"external\","
	      "\"archive_files\":[]}" } },
	  { "raw archive {\"uuid\":\"m\"", "settle 0 ready |  | " },
	  "raw report" },
	{ "of long ago, but recorded",
	  { { "/past_meetings/m", "400|{\"code\":12702}" },
	    { "/meetings/m/recordings",
	      "200|{\"recording_files\":[{\"id\":\"f\",\"status\":"
	      "\"completed\",\"download_url\":\"u\"}]}" } },
	  { "raw recordings ", "settle 0 ready" },
	  NULL },
	{ "files without an id: it waits",
	  { { "/past_meetings/m", DETAILS },
	    { "/past_meetings/m/participants", PEOPLE },
	    { "/meetings/m/recordings",
	      "200|{\"recording_files\":[{\"id\":\"\",\"file_type\":\"\"},"
	      "{\"id\":\"f\",\"status\":\"completed\",\"download_url\":"
	      "\"u\"}]}" } },
	  { "settle 0 waiting | Zoom is still processing 1 of its 2 files" },
	  NULL },
	{ "nothing at all, long ago",
	  { { NULL } },
	  { "settle 0 gone | Zoom no longer tells of this meeting | GET "
	    "/past_meetings/m: 404, code 3001: Meeting does not exist" },
	  "raw" },
	{ "the day's history, where nothing else tells",
	  { { "/report/history_meetings",
	      "200|{\"history_meetings\":[{\"meeting_uuid\":\"x\"},"
	      "{\"topic\":\"T\",\"meeting_uuid\":\"m\"}]}" } },
	  { "raw history {\"meeting_uuid\":\"m\",\"topic\":\"T\"}",
	    "settle 0 ready" },
	  NULL },
	{ "answers of other kinds",
	  { { "/past_meetings/m", "200|{\"participants_count\":{},"
				  "\"end_time\":7}" },
	    { "/past_meetings/m/participants",
	      "200|{\"participants\":[7,null,{\"duration\":\"x\"},[]]}" },
	    { "/past_meetings/m/polls", "200|{\"questions\":{}}" },
	    { "/past_meetings/m/qa", "200|{\"questions\":\"x\"}" },
	    { "/meetings/m/recordings", "200|{\"recording_files\":[[],7]}" } },
	  { "settle 0 ready" },
	  NULL },
};

T(about)
{
	T_EACH(c, about_cases) {
		AUTO(fake_api_free) struct fake_api *z = nothing();

		for (size_t i = 0; i < 8 && c->answers[i][0] != NULL; i++)
			fake_api_instead(z, c->answers[i][0], c->answers[i][1]);
		fetch_one(z, "meeting", "m", "");
		for (size_t i = 0; i < 6 && c->want[i] != NULL; i++)
			check_told(z, c->want[i]);
		if (c->not != NULL && fake_api_has(z, c->not ))
			T_FAIL("'%s' is told in\n%s", c->not, fake_api_told(z));
	}
}

T(fresh_meeting_without_answers_waits)
{
	AUTO(fake_api_free) struct fake_api *z = nothing();
	struct source_wanted w = { .kind = "meeting",
				   .id = "m",
				   .version = "",
				   .wanted = true,
				   .time_us = INT64_C(1772350000000000) };
	struct err e = ERR_INIT;

	T_EQ_INT(fetch(z, &w, 1, &e), 0);
	check_told(z, "settle 0 waiting | Zoom does not tell of this meeting "
		      "yet | GET");
}

/* --- summaries, transcripts, archives ---------------------------------- */

#define SUMMARY "200|{\"summary_last_modified_time\":\"2026-02-26T10:00:00Z\"}"

T(summaries)
{
	AUTO(fake_api_free) struct fake_api *z = nothing();
	struct source_wanted w[2] = {
		{ .kind = "summary",
		  .id = "m",
		  .version = "2026-02-25T10:00:00Z",
		  .wanted = true },
		{ .kind = "summary",
		  .id = "m",
		  .version = "2026-02-26T10:00:00Z",
		  .wanted = true },
	};
	struct err e = ERR_INIT;

	fake_api_instead(z, "/meetings/m/meeting_summary", SUMMARY);
	T_EQ_INT(fetch(z, w, 2, &e), 0);
	check_told(z, "raw summary:2026-02-26T10:00:00Z {\"summary_last");
	check_told(z, "settle 0 gone | Zoom has replaced it by the version of "
		      "2026-02-26T10:00:00Z");
	check_told(z, "settle 1 ready |  | ");
	T_EQ_INT(fake_api_asked(z, "/meetings/m/meeting_summary"), 1);
}

T(summary_gone)
{
	AUTO(fake_api_free) struct fake_api *z = nothing();

	fetch_one(z, "summary", "m", "v");
	check_told(z, "settle 0 gone | Zoom no longer has the summary | GET "
		      "/meetings/m/meeting_summary: 404");
}

T(transcript)
{
	AUTO(fake_api_free) struct fake_api *z = nothing();

	fake_api_instead(z, "/meetings/m/transcript",
			 "200|{\"can_download\":true,\"download_url\":\"" AT
			 "\"}");
	fake_api_answer(z, "/rec/download/f",
			"200 Content-Type: text/vtt|WEBVTT");
	fetch_one(z, "transcript", "m", "");
	check_told(z, "raw transcript {");
	check_told(z, "file 0 audio_transcript.vtt text/vtt 6 bytes");
}

#define ARCHIVE                                                                \
	"{\"uuid\":\"m\",\"archive_files\":[{\"id\":\"a\",\"file_type\":"      \
	"\"CHAT\",\"file_extension\":\"TXT\",\"status\":\"completed\","        \
	"\"file_size\":5,\"download_url\":\"" AT "\"}]}"

T(archive_by_the_list_where_its_own_answer_is_closed)
{
	AUTO(fake_api_free) struct fake_api *z = nothing();

	fake_api_instead(z, "/past_meetings/m/archive_files", SCOPE("a"));
	fake_api_answer(z, "/archive_files?",
			"200|{\"meetings\":[{\"uuid\":\"x\"}," ARCHIVE "]}");
	fake_api_answer(z, "/rec/download/f",
			"200 Content-Type: text/plain|hello");
	fetch_one(z, "archive-file", "a", "");
	check_told(z, "raw archive {\"archive_files\":[{");
	check_told(z, "file 0 chat.txt text/plain 5 bytes");
}

T(archive_failed)
{
	AUTO(fake_api_free) struct fake_api *z = nothing();

	fake_api_instead(z, "/past_meetings/m/archive_files",
			 "200|{\"archive_files\":[{\"id\":\"a\",\"status\":"
			 "\"failed\"}]}");
	fetch_one(z, "archive-file", "a", "");
	check_told(z, "settle 0 refused | archive status failed | ");
}

T(unknown_kind)
{
	AUTO(fake_api_free) struct fake_api *z = nothing();

	fetch_one(z, "hologram", "h", "");
	check_told(z, "settle 0 refused | this version does not know");
}

/* --- order ------------------------------------------------------------- */

T(what_is_settled_is_not_asked_for)
{
	AUTO(fake_api_free) struct fake_api *z = nothing();
	struct source_wanted w[2] = {
		{ .kind = "meeting", .id = "m", .version = "" },
		{ .kind = "recording-file",
		  .id = "f",
		  .version = "",
		  .wanted = true },
	};
	struct err e = ERR_INIT;

	fake_api_instead(z, "/meetings/m/recordings", MP4);
	fake_api_answer(z, "/rec/download/f", GOOD);
	T_EQ_INT(fetch(z, w, 2, &e), 0);
	check_told(z, "raw recordings {");
	check_told(z, "file 1 x.mp4");
	T_EQ_INT(fake_api_asked(z, "/past_meetings/m"), 0);
}

T_MAIN
