#include "base/str.h"
#include "source/webex/fetching.h"
#include "webex-fixture.h"

static int fetch(struct fake_webex *x, const char *kind, const char *id,
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

	(void)fake_webex_open(x);
	rc = source_webex_ops.fetch(x->src, &b, fake_zoom_store(x->z), &e);
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
		struct fake_webex x = fake_webex_new();

		for (size_t i = 0; i < 4 && row->scripts[i] != NULL; i++)
			fake_zoom_answer(x.z, "/contents/F1", row->scripts[i]);
		T_EQ_INT(fetch(&x, "file", "F1", ""), 0);
		if (!fake_zoom_has(x.z, row->want))
			T_FAIL("no '%s' in: %s", row->want,
			       fake_zoom_told(x.z));
		T_EQ_INT(fake_zoom_asked(x.z, "/contents/F1"), row->asked);
		fake_webex_done(&x);
	}
}

T(what_cannot_be_scanned_is_taken_all_the_same)
{
	struct fake_webex x = fake_webex_new();

	fake_zoom_answer(x.z, "/contents/F1", "428|{}");
	fake_zoom_answer(x.z, "/contents/F1?allow=unscannable", FILE "hello");
	T_EQ_INT(fetch(&x, "file", "F1", ""), 0);
	T_OK(fake_zoom_has(x.z, "file 0 a.txt text/plain 5 bytes"));
	fake_webex_done(&x);
}

T(the_token_does_not_follow_a_redirect)
{
	struct fake_webex x = fake_webex_new();

	fake_zoom_answer(x.z, "/contents/F1", "302 Location: {B}/cdn/x|");
	fake_zoom_answer(x.z, "/cdn/x", FILE "hello");
	T_EQ_INT(fetch(&x, "file", "F1", ""), 0);
	T_OK(fake_zoom_has(x.z, "file 0 a.txt"));
	T_EQ_INT(fake_zoom_leaks(x.z), 0);
	fake_webex_done(&x);
}

T(an_address_elsewhere_is_not_asked)
{
	struct fake_webex x = fake_webex_new();

	T_EQ_INT(fetch(&x, "file", "https://evil.example/x", ""), 0);
	T_OK(fake_zoom_has(x.z, "settle 0 waiting | the address Webex gave "
				"lies at evil.example, which the setting "
				"content-hosts does not name"));
	fake_webex_done(&x);
}

#define DETAILS                                                                \
	"200|{\"id\":\"REC\",\"topic\":\"T/1\",\"format\":\"MP4\","            \
	"\"sizeBytes\":5,\"temporaryDirectDownloadLinks\":{"                   \
	"\"recordingDownloadLink\":\"{B}/nbr/x?ticket=1\"}}"

T(a_recording_is_fetched_without_our_token)
{
	struct fake_webex x = fake_webex_new();

	fake_zoom_answer(x.z, "/recordings/REC", DETAILS);
	fake_zoom_answer(x.z, "/nbr/x", "200 Content-Type: video/mp4|movie");
	T_EQ_INT(fetch(&x, "recording", "REC", ""), 0);
	T_OK(fake_zoom_has(x.z, "file 0 T/1.mp4 video/mp4 5 bytes \"movie\""));
	T_EQ_INT(fake_zoom_leaks(x.z), 0);
	fake_webex_done(&x);
}

T(an_aged_link_and_a_login_page_are_asked_for_anew)
{
	struct fake_webex x = fake_webex_new();

	fake_zoom_answer(x.z, "/recordings/REC", DETAILS);
	fake_zoom_answer(x.z, "/nbr/x", "403 Content-Type: text/html|expired");
	fake_zoom_answer(x.z, "/nbr/x", "200 Content-Type: text/html|sign in");
	fake_zoom_answer(x.z, "/nbr/x", "200 Content-Type: video/mp4|movie!");
	fake_zoom_answer(x.z, "/nbr/x", "200 Content-Type: video/mp4|movie");
	T_EQ_INT(fetch(&x, "recording", "REC", ""), 0);
	T_OK(fake_zoom_has(x.z, "5 bytes \"movie\""));
	T_EQ_INT(fake_zoom_asked(x.z, "/recordings/REC"), 4);
	fake_webex_done(&x);
}

T(a_recording_without_a_link_waits)
{
	struct fake_webex x = fake_webex_new();

	fake_zoom_answer(x.z, "/recordings/REC", "200|{\"id\":\"REC\"}");
	T_EQ_INT(fetch(&x, "recording", "REC", ""), 0);
	T_OK(fake_zoom_has(x.z, "settle 0 waiting | Webex gives no link"));
	fake_webex_done(&x);
}

#define LOCKED                                                                 \
	"\"errors\":{\"text\":{\"code\":\"kms_failure\",\"reason\":\"x\"}}"

/* A run does not stand still for a key server: once, then in the next one. */
T(what_is_not_decrypted_is_asked_for_once_a_run)
{
	struct fake_webex x = fake_webex_new();

	fake_zoom_answer(x.z, "/messages/M1", "200|{\"id\":\"M1\"," LOCKED "}");
	fake_zoom_answer(x.z, "/messages/M1",
			 "200|{\"id\":\"M1\",\"text\":\"hi\"}");
	T_EQ_INT(fetch(&x, "message", "M1", ""), 0);
	T_OK(fake_zoom_has(x.z, "settle 0 waiting | Webex's key server"));
	T_EQ_INT(fake_zoom_asked(x.z, "/messages/M1"), 1);
	T_EQ_INT(fake_zoom_asked(x.z, "/events"), 0);
	fake_zoom_forget(x.z);
	T_EQ_INT(fetch(&x, "message", "M1", ""), 0);
	T_OK(fake_zoom_has(x.z, "raw message:M1: {\"id\":\"M1\",\"text\":"
				"\"hi\"}\nsettle 0 ready"));
	fake_webex_done(&x);
}

T(an_earlier_version_is_looked_for_once_a_run)
{
	struct fake_webex x = fake_webex_new();

	fake_zoom_answer(x.z, "/messages/M1",
			 "200|{\"id\":\"M1\",\"updated\":"
			 "\"2026-02-28T11:00:00Z\"," LOCKED "}");
	fake_zoom_answer(x.z, "/events",
			 "200|{\"items\":[{\"id\":\"E\",\"type\":\"created\","
			 "\"data\":{\"id\":\"M1\"," LOCKED "}}]}");
	T_EQ_INT(fetch(&x, "message", "M1", ""), 0);
	T_OK(fake_zoom_has(x.z, "settle 0 waiting | Webex's key server"));
	T_EQ_INT(fake_zoom_asked(x.z, "/events"), 1);
	fake_webex_done(&x);
}

T(an_earlier_version_is_read_from_the_feed)
{
	struct fake_webex x = fake_webex_new();

	fake_zoom_answer(
		x.z, "/messages/M1",
		"200|{\"id\":\"M1\",\"updated\":\"2026-02-28T11:00:00Z\"}");
	fake_zoom_answer(x.z, "/events",
			 "200|{\"items\":[{\"type\":\"updated\",\"data\":{"
			 "\"id\":\"M1\",\"updated\":\"2026-02-28T11:00:00Z\"}},"
			 "{\"type\":"
			 "\"created\",\"data\":{\"id\":\"M1\",\"text\":"
			 "\"first\"}}]}");
	T_EQ_INT(fetch(&x, "message", "M1", ""), 0);
	T_OK(fake_zoom_has(x.z, "raw message:M1: {\"type\":\"created\""));
	T_OK(strstr(fake_zoom_target(x.z, "/events"),
		    "resource=messages&from=2026-02-28T09%3A59%3A55.000Z&to="
		    "2026-02-28T10%3A00%3A05.000Z") != NULL);
	fake_webex_done(&x);
}

T(a_meeting_waits_for_the_times_of_its_people)
{
	struct fake_webex x = fake_webex_new();

	fake_zoom_answer(x.z, "/meetings/MM",
			 "200|{\"id\":\"MM\",\"state\":\"ended\",\"hostEmail\":"
			 "\"h@x.y\"}");
	fake_zoom_answer(x.z, "/meetingParticipants",
			 "200|{\"items\":[{\"email\":\"h@x.y\",\"joinedTime\":"
			 "\"2026-02-28T10:00:00Z\",\"leftTime\":"
			 "\"1970-01-01T00:00:00.000Z\"}]}");
	T_EQ_INT(fetch(&x, "meeting", "MM", ""), 0);
	T_OK(fake_zoom_has(x.z, "raw participants.1 "));
	T_OK(fake_zoom_has(x.z, "settle 0 waiting | Webex does not yet tell "
				"when 1 of 1 participants came and left"));
	T_OK(strstr(fake_zoom_target(x.z, "/meetingParticipants"),
		    "hostEmail=h%40x.y") != NULL);
	fake_webex_done(&x);
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
		struct fake_webex x = fake_webex_new();

		fake_zoom_answer(x.z, r->folder,
				 "200 Content-Type: text/vtt|WEBVTT");
		T_EQ_INT(fetch(&x, r->label, "T1", ""), 0);
		T_OK(fake_zoom_has(x.z, r->want));
		T_EQ_STR(strchr(fake_zoom_target(x.z, r->folder), '?'),
			 r->query);
		fake_webex_done(&x);
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
