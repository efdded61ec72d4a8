#include "base/str.h"
#include "source/webex/fetching.h"
#include "webex-fixture.h"

static int fetch(struct fake_api *z, const char *kind, const char *id,
		 const char *version)
{
	struct source_wanted w = { .kind = kind,
				   .id = id,
				   .version = version,
				   .label = "x",
				   .time_us = us("2026-02-28T10:00:00Z"),
				   .size = -1,
				   .wanted = true };
	struct source_bundle b = { "R/2026-02-28", 0, &w, 1 };
	struct err e = ERR_INIT;
	int rc;

	rc = source_webex_ops.fetch(fake_api_source(z), &b, fake_api_store(z),
				    &e);
	T_OK(rc == 0 || e.kind == ERR_RETRY);
	return rc;
}

#define FILE                                                                   \
	"200 Content-Type: text/plain; Content-Disposition: "                  \
	"attachment` filename=\"a.txt\"|"

static const struct {
	const char *label;
	const char *scripts[4];
	const char *want;
	unsigned int asked;
} files[] = {
	{ "a file",
	  { FILE "hello" },
	  "file 0 a.txt text/plain 5 bytes \"hello\"",
	  1 },
	{ "still scanned",
	  { "423 Retry-After: 60|{\"message\":\"wait\"}" },
	  "settle 0 waiting | not ready: Webex is still scanning",
	  1 },
	{ "infected",
	  { "410|{\"message\":\"infected\"}" },
	  "settle 0 refused | Webex found malware in it and removed it | GET",
	  1 },
	{ "gone",
	  { "404|{}" },
	  "settle 0 gone | Webex no longer has the file",
	  1 },
	{ "forbidden",
	  { "403|{\"message\":\"no\"}" },
	  "settle 0 refused | Webex refuses the download",
	  1 },
	{ "with a new token", { "401|{}", FILE "hello" }, "file 0 a.txt", 2 },
	{ "after a limit",
	  { "429 Retry-After: 0|", FILE "hello" },
	  "file 0 a.txt",
	  2 },
	{ "cut, then whole",
	  { "200|CUT:hello", FILE "hello" },
	  "file 0 a.txt",
	  2 },
	{ "after a failure",
	  { "500|", "502|", FILE "hello" },
	  "file 0 a.txt",
	  3 },
	{ "without a name",
	  { "200|{}" },
	  "file 0 file application/json 2 bytes",
	  1 },
};

T(files_have_many_answers)
{
	T_EACH(row, files) {
		AUTO(fake_api_free) struct fake_api *z = webex_scene();

		for (size_t i = 0; i < 4 && row->scripts[i] != NULL; i++)
			fake_api_answer(z, "/contents/F1", row->scripts[i]);
		T_EQ_INT(fetch(z, "file", "F1", ""), 0);
		if (!fake_api_has(z, row->want))
			T_FAIL("no '%s' in: %s", row->want, fake_api_told(z));
		T_EQ_INT(fake_api_asked(z, "/contents/F1"), row->asked);
	}
}

T(what_cannot_be_scanned_is_taken_all_the_same)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();

	fake_api_answer(z, "/contents/F1", "428|{}");
	fake_api_answer(z, "/contents/F1?allow=unscannable", FILE "hello");
	T_EQ_INT(fetch(z, "file", "F1", ""), 0);
	T_OK(fake_api_has(z, "file 0 a.txt text/plain 5 bytes"));
}

T(the_token_does_not_follow_a_redirect)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();

	fake_api_answer(z, "/contents/F1", "302 Location: {B}/cdn/x|");
	fake_api_answer(z, "/cdn/x", FILE "hello");
	T_EQ_INT(fetch(z, "file", "F1", ""), 0);
	T_OK(fake_api_has(z, "file 0 a.txt"));
	T_EQ_INT(fake_api_leaks(z), 0);
}

T(an_address_elsewhere_is_not_asked)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();

	T_EQ_INT(fetch(z, "file", "https://evil.example/x", ""), 0);
	T_OK(fake_api_has(z, "settle 0 waiting | the address Webex gave "
			     "lies at evil.example, which the setting "
			     "content-hosts does not name"));
}

#define DETAILS                                                                \
	"200|{\"id\":\"REC\",\"topic\":\"T/1\",\"format\":\"MP4\","            \
	"\"sizeBytes\":5,\"temporaryDirectDownloadLinks\":{"                   \
	"\"recordingDownloadLink\":\"{B}/nbr/x?ticket=1\"}}"

T(a_recording_is_fetched_without_our_token)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();

	fake_api_answer(z, "/recordings/REC", DETAILS);
	fake_api_answer(z, "/nbr/x", "200 Content-Type: video/mp4|movie");
	T_EQ_INT(fetch(z, "recording", "REC", ""), 0);
	T_OK(fake_api_has(z, "file 0 T/1.mp4 video/mp4 5 bytes \"movie\""));
	T_EQ_INT(fake_api_leaks(z), 0);
}

T(an_aged_link_and_a_login_page_are_asked_for_anew)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();

	fake_api_answer(z, "/recordings/REC", DETAILS);
	fake_api_answer(z, "/nbr/x", "403 Content-Type: text/html|expired");
	fake_api_answer(z, "/nbr/x", "200 Content-Type: text/html|sign in");
	fake_api_answer(z, "/nbr/x", "200 Content-Type: video/mp4|movie!");
	fake_api_answer(z, "/nbr/x", "200 Content-Type: video/mp4|movie");
	T_EQ_INT(fetch(z, "recording", "REC", ""), 0);
	T_OK(fake_api_has(z, "5 bytes \"movie\""));
	T_EQ_INT(fake_api_asked(z, "/recordings/REC"), 4);
}

T(a_recording_without_a_link_waits)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();

	fake_api_answer(z, "/recordings/REC", "200|{\"id\":\"REC\"}");
	T_EQ_INT(fetch(z, "recording", "REC", ""), 0);
	T_OK(fake_api_has(z, "settle 0 waiting | Webex gives no link"));
}

#define LOCKED                                                                 \
	"\"errors\":{\"text\":{\"code\":\"kms_failure\",\"reason\":\"x\"}}"

/* A run does not stand still for a key server: once, then in the next one. */
T(what_is_not_decrypted_is_asked_for_once_a_run)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();

	fake_api_answer(z, "/messages/M1", "200|{\"id\":\"M1\"," LOCKED "}");
	fake_api_answer(z, "/messages/M1",
			"200|{\"id\":\"M1\",\"text\":\"hi\"}");
	T_EQ_INT(fetch(z, "message", "M1", ""), 0);
	T_OK(fake_api_has(z, "settle 0 waiting | Webex's key server"));
	T_EQ_INT(fake_api_asked(z, "/messages/M1"), 1);
	T_EQ_INT(fake_api_asked(z, "/events"), 0);
	fake_api_forget(z);
	T_EQ_INT(fetch(z, "message", "M1", ""), 0);
	T_OK(fake_api_has(z, "raw message:M1: {\"id\":\"M1\",\"text\":"
			     "\"hi\"}\nsettle 0 ready"));
}

T(an_earlier_version_is_looked_for_once_a_run)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();

	fake_api_answer(z, "/messages/M1",
			"200|{\"id\":\"M1\",\"updated\":"
			"\"2026-02-28T11:00:00Z\"," LOCKED "}");
	fake_api_answer(z, "/events",
			"200|{\"items\":[{\"id\":\"E\",\"type\":\"created\","
			"\"data\":{\"id\":\"M1\"," LOCKED "}}]}");
	T_EQ_INT(fetch(z, "message", "M1", ""), 0);
	T_OK(fake_api_has(z, "settle 0 waiting | Webex's key server"));
	T_EQ_INT(fake_api_asked(z, "/events"), 1);
}

T(an_earlier_version_is_read_from_the_feed)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();

	fake_api_answer(
		z, "/messages/M1",
		"200|{\"id\":\"M1\",\"updated\":\"2026-02-28T11:00:00Z\"}");
	fake_api_answer(z, "/events",
			"200|{\"items\":[{\"type\":\"updated\",\"data\":{"
			"\"id\":\"M1\",\"updated\":\"2026-02-28T11:00:00Z\"}},"
			"{\"type\":"
			"\"created\",\"data\":{\"id\":\"M1\",\"text\":"
			"\"first\"}}]}");
	T_EQ_INT(fetch(z, "message", "M1", ""), 0);
	T_OK(fake_api_has(z, "raw message:M1: {\"type\":\"created\""));
	T_OK(strstr(fake_api_target(z, "/events"),
		    "resource=messages&from=2026-02-28T09%3A59%3A55.000Z&to="
		    "2026-02-28T10%3A00%3A05.000Z") != NULL);
}

T(a_meeting_waits_for_the_times_of_its_people)
{
	AUTO(fake_api_free) struct fake_api *z = webex_scene();

	fake_api_answer(z, "/meetings/MM",
			"200|{\"id\":\"MM\",\"state\":\"ended\",\"hostEmail\":"
			"\"h@x.y\"}");
	fake_api_answer(z, "/meetingParticipants",
			"200|{\"items\":[{\"email\":\"h@x.y\",\"joinedTime\":"
			"\"2026-02-28T10:00:00Z\",\"leftTime\":"
			"\"1970-01-01T00:00:00.000Z\"}]}");
	T_EQ_INT(fetch(z, "meeting", "MM", ""), 0);
	T_OK(fake_api_has(z, "raw participants.1 "));
	T_OK(fake_api_has(z, "settle 0 waiting | Webex does not yet tell "
			     "when 1 of 1 participants came and left"));
	T_OK(strstr(fake_api_target(z, "/meetingParticipants"),
		    "hostEmail=h%40x.y") != NULL);
}

T(texts_are_asked_for_at_the_api)
{
	static const struct {
		const char *label, *folder, *want, *query;
	} rows[] = {
		{ "transcript", "/meetingTranscripts/T1/download",
		  "file 0 transcript.vtt text/vtt 6 bytes", "?format=vtt" },
		{ "captions", "/meetingClosedCaptions/T1/download",
		  "file 0 captions.vtt text/vtt 6 bytes",
		  "?format=vtt&meetingId=R%2F2026-02-28" },
	};

	T_EACH(r, rows) {
		AUTO(fake_api_free) struct fake_api *z = webex_scene();

		fake_api_answer(z, r->folder,
				"200 Content-Type: text/vtt|WEBVTT");
		T_EQ_INT(fetch(z, r->label, "T1", ""), 0);
		T_OK(fake_api_has(z, r->want));
		T_EQ_STR(strchr(fake_api_target(z, r->folder), '?'), r->query);
	}
}

static const struct {
	const char *label, *value, *want;
} names[] = {
	{ "quoted", "attachment; filename=\"a b.txt\"", "a b.txt" },
	{ "escaped", "attachment; filename=\"a\\\"b\\\\.txt\"", "a\"b\\.txt" },
	{ "a token", "attachment;filename=a.txt; size=3", "a.txt" },
	{ "both",
	  "attachment; filename=\"a.txt\"; filename*=UTF-8''n%C3%A4.txt",
	  "n\xc3\xa4.txt" },
	{ "extended without a charset", "attachment; filename*=x", "" },
	{ "half an escape", "attachment; filename*=UTF-8''a%2", "a%2" },
	{ "open quotes", "attachment; filename=\"a.txt", "a.txt" },
	{ "nothing", "inline", "" },
	{ "other parameters", "attachment; name=\"x;filename=y\"", "" },
};

T(the_name_is_in_the_disposition)
{
	T_EACH(row, names) {
		struct str out AUTO(str_done) = STR_INIT;

		webex_disposition_name(&out, row->value);
		T_EQ_STR(out.s, row->want);
	}
}

T_MAIN
