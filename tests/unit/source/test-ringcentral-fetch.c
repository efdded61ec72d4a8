#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "source/ringcentral/places.h"
#include "source/ringcentral/ringcentral.h"
#include "t.h"
#include "tests/fake/ringcentral.h"

static struct source_wanted one(const char *kind, const char *id)
{
	return (struct source_wanted){ .kind = kind,
				       .id = id,
				       .version = "",
				       .label = "label",
				       .time_us = INT64_C(1772352000000000),
				       .size = -1,
				       .wanted = true };
}

static int fetch(struct fake_api *z, const char *key,
		 const struct source_wanted *w, struct err *e)
{
	struct source *src = fake_api_source(z);
	struct source_bundle b = { .key = key, .entries = w, .n_entries = 1 };

	return src->ops->fetch(src, &b, fake_api_store(z), e);
}

static void put(struct fake_api *z, const char *kind, const char *id,
		const char *name, int64_t size)
{
	struct rc *r = (struct rc *)fake_api_source(z);
	struct str url AUTO(str_done) = STR_INIT;

	str_addf(&url, "%s/content", r->api_url);
	rc_places_put(r->places, kind, id, url.s, name, "", size);
}

static void has(struct fake_api *z, const char *text)
{
	if (!fake_api_has(z, text))
		T_FAIL("not told: %s\n# %s", text, fake_api_told(z));
}

T(a_file)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct source_wanted w = one("file", "f1");
	struct err e = ERR_INIT;

	put(z, "file", "f1", "a.pdf", 5);
	fake_api_answer(z, "/content",
			"200 Content-Type: application/pdf|hello");
	T_EQ_INT(fetch(z, "7/2026-03-01", &w, &e), 0);
	has(z, "file 0 a.pdf application/pdf 5 bytes \"hello\"");
}

T(what_can_go_wrong)
{
	static const struct {
		const char *label, *kind, *script, *told;
	} rows[] = {
		{ "gone", "file", "404|{\"errorCode\":\"CMN-102\"}",
		  "settle 0 gone | RingCentral no longer has it" },
		{ "not ready", "call-recording", "404|{}",
		  "settle 0 waiting | RingCentral does not have it ready yet" },
		{ "not permitted", "call-recording",
		  "403|{\"errorCode\":\"CMN-401\",\"message\":\"needs "
		  "[ReadCallRecording] permission\"}",
		  "settle 0 waiting | RingCentral does not permit it; the app "
		  "needs the permission ReadCallRecording" },
		{ "a page", "file", "200 Content-Type: text/html|<html>",
		  "settle 0 waiting | RingCentral sent text/html instead" },
		{ "an error in a 200", "file",
		  "200 Content-Type: application/json|{}",
		  "settle 0 waiting | RingCentral sent application/json" },
		{ "another size", "file",
		  "200 Content-Type: application/pdf|hello you",
		  "settle 0 waiting | RingCentral lists it with 5 bytes but "
		  "sends 9" },
		{ "odd", "file", "418|{}",
		  "settle 0 refused | RingCentral does not give it" },
		{ "redirected nowhere", "file",
		  "302 Location: ftp://x.example/|",
		  "settle 0 waiting | status 302 without an address" },
		{ "a redirect without an address", "file", "302|",
		  "settle 0 refused | RingCentral does not give it" },
	};

	T_EACH(r, rows) {
		AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
		struct source_wanted w = one(r->kind, "f1");
		struct err e = ERR_INIT;

		put(z, r->kind, "f1", "a.pdf", 5);
		fake_api_answer(z, "/content", r->script);
		T_EQ_INT(fetch(z, "7/2026-03-01", &w, &e), 0);
		has(z, r->told);
	}
}

/* Ready a day after the end of a call is not lost. */
T(how_long_a_recording_is_waited_for)
{
	static const struct {
		const char *label;
		int hours;
		const char *told;
	} rows[] = {
		{ "a day and more", 26,
		  "settle 0 waiting | RingCentral does " },
		{ "two days and more", 49, "settle 0 gone | RingCentral no " },
	};

	T_EACH(r, rows) {
		AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
		struct source_wanted w = one("call-recording", "r1");
		struct err e = ERR_INIT;

		/* the server's clock says 10:00 on 1 March 2026 */
		w.time_us = INT64_C(1772359200000000) - r->hours * CLOCK_HOUR;
		put(z, "call-recording", "r1", "", 0);
		fake_api_answer(z, "/content", "404|{}");
		T_EQ_INT(fetch(z, "call/a", &w, &e), 0);
		has(z, r->told);
	}
}

/* Broken off again and again: later, and nothing is said of the entry. */
T(broken)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct source_wanted w = one("file", "f1");
	struct err e = ERR_INIT;

	put(z, "file", "f1", "a.pdf", 5);
	fake_api_answer(z, "/content",
			"200 Content-Type: application/pdf|CUT:hello");
	T_EQ_INT(fetch(z, "7/2026-03-01", &w, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	T_EQ_STR(fake_api_told(z), "");
	T_EQ_INT(fake_api_asked(z, "/content"), 6);
}

T(broken_once)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct source_wanted w = one("file", "f1");
	struct err e = ERR_INIT;

	put(z, "file", "f1", "a.pdf", 5);
	fake_api_answer(z, "/content", "503|");
	fake_api_answer(z, "/content", "401|{\"errorCode\":\"OAU-128\"}");
	fake_api_answer(z, "/content", "200|hello");
	T_EQ_INT(fetch(z, "7/2026-03-01", &w, &e), 0);
	has(z, "settle 0 waiting | RingCentral sent application/json");
	fake_api_forget(z);
	fake_api_instead(z, "/content",
			 "200 Content-Type: application/octet-stream|hello");
	T_EQ_INT(fetch(z, "7/2026-03-01", &w, &e), 0);
	has(z, "file 0 a.pdf application/octet-stream 5 bytes");
}

/* The token does not go to a host we were not told to trust. */
T(a_host_not_trusted)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct rc *r = (struct rc *)fake_api_source(z);
	struct source_wanted w = one("file", "f1");
	struct err e = ERR_INIT;

	rc_places_put(r->places, "file", "f1", "https://evil.example/f", "a",
		      "", -1);
	T_EQ_INT(fetch(z, "7/2026-03-01", &w, &e), 0);
	has(z, "settle 0 waiting | the address RingCentral gave lies at "
	       "evil.example, which the setting content-hosts does not name");
}

T(redirected)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct source_wanted w = one("file", "f1");
	struct err e = ERR_INIT;

	put(z, "file", "f1", "a.pdf", -1);
	fake_api_answer(z, "/content", "302 Location: {B}/store|");
	fake_api_answer(z, "/store", "200 Content-Type: application/pdf|hello");
	T_EQ_INT(fetch(z, "7/2026-03-01", &w, &e), 0);
	has(z, "file 0 a.pdf application/pdf 5 bytes");
	T_EQ_INT(fake_api_leaks(z), 0);
}

/* --- without what list() remembered ------------------------------------ */

/* A small export of that chat's day says where the file lies. */
T(a_file_after_a_break)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct source_wanted w = one("file", "f1");
	struct err e = ERR_INIT;
	struct str files AUTO(str_done) = STR_INIT;
	struct rc *r = (struct rc *)fake_api_source(z);

	str_addf(&files,
		 "posts/p.json\n[{\"id\":\"1\"}]\ffiles/f.json\n[{\"id\":"
		 "\"f1\",\"name\":\"a.pdf\",\"contentUri\":\"%s/content\"}]",
		 r->api_url);
	fake_rc_export(z, files.s);
	fake_api_answer(z, "/content",
			"200 Content-Type: application/pdf|hello");
	T_EQ_INT(fetch(z, "7/2026-03-01", &w, &e), 0);
	has(z, "file 0 a.pdf application/pdf");
	T_EQ_STR(fake_api_target(z, "POST /team-messaging/v1/data-export"),
		 "{\"timeFrom\":\"2026-03-01T00:00:00Z\",\"timeTo\":"
		 "\"2026-03-02T00:00:00Z\",\"chatIds\":[\"7\"]}");
}

T(a_file_nobody_tells_of)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct source_wanted w = one("file", "f1");
	struct err e = ERR_INIT;

	fake_rc_export(z, "posts/p.json\n[]");
	T_EQ_INT(fetch(z, "7/2026-03-01", &w, &e), 0);
	has(z, "settle 0 waiting | RingCentral does not tell where it lies");
	/* nor of one that hangs on a task */
	fake_api_forget(z);
	T_EQ_INT(fetch(z, "task/5", &w, &e), 0);
	has(z, "settle 0 waiting | RingCentral does not tell where it lies");
}

T(addresses_that_follow_from_ids)
{
	static const struct {
		const char *label, *kind, *id, *bundle, *path, *told;
	} rows[] = {
		{ "recording of a call", "call-recording", "9 9", "call/a",
		  "/restapi/v1.0/account/~/recording/9%209/content",
		  "file 0 recording-9 9.mp3 audio/mpeg" },
		{ "attachment", "attachment", "71", "message/11/70",
		  "/restapi/v1.0/account/~/extension/11/message-store/70/"
		  "content/71",
		  "file 0 label.mp3 audio/mpeg" },
	};

	T_EACH(r, rows) {
		AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
		struct source_wanted w = one(r->kind, r->id);
		struct err e = ERR_INIT;

		fake_api_answer(z, r->path,
				"200 Content-Type: audio/mpeg|hello");
		T_EQ_INT(fetch(z, r->bundle, &w, &e), 0);
		has(z, r->told);
	}
}

T(video_after_a_break)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct source_wanted w = one("video-recording", "m1");
	struct err e = ERR_INIT;

	fake_api_answer(z, "/rcvideo/v1/account/~/recordings",
			"200|{\"recordings\":[{\"id\":\"m1\",\"displayName\":"
			"\"Call\",\"url\":\"{A}/content\"}]}");
	fake_api_answer(z, "/rcvideo/v1/history/account/~/meetings",
			"200|{\"meetings\":[{\"id\":\"m1\",\"chatContentUri\":"
			"\"{A}/content\"}]}");
	fake_api_answer(z, "/content", "200 Content-Type: video/mp4|hello");
	T_EQ_INT(fetch(z, "video/m1", &w, &e), 0);
	has(z, "file 0 Call.mp4 video/mp4");
	w.kind = "video-chat";
	fake_api_instead(z, "/content", "200 Content-Type: text/plain|hello");
	T_EQ_INT(fetch(z, "video/m1", &w, &e), 0);
	has(z, "file 0 chat.txt text/plain");
}

T(a_kind_that_comes_with_the_listing)
{
	AUTO(fake_api_free) struct fake_api *z = fake_rc_new();
	struct source_wanted w = one("post", "5");
	struct err e = ERR_INIT;

	T_EQ_INT(fetch(z, "7/2026-03-01", &w, &e), 0);
	has(z, "settle 0 waiting | it comes with the next listing");
}

T_MAIN
