/* Listing messages, calls and video meetings. */
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "source/ringcentral/ringcentral.h"
#include "t.h"
#include "tests/fake/ringcentral.h"

#define ACCOUNT "/restapi/v1.0/account/~"
#define STORE   ACCOUNT "/extension/11"
#define FIRST   INT64_C(1772323200000000) /* 2026-03-01 */

static struct fake_api *only(const char *part)
{
	static const char *const parts[] = { "team-messaging", "messages",
					     "calls", "video" };
	struct fake_api *z = fake_rc_new();

	for (size_t i = 0; i < 4; i++)
		if (strcmp(parts[i], part) != 0)
			fake_api_set(z, parts[i], "off");
	fake_api_answer(
		z, ACCOUNT "/extension?",
		"200|{\"records\":[{\"id\":11,\"type\":\"User\",\"status\":"
		"\"Enabled\",\"name\":\"Anna Ek\",\"contact\":{\"email\":"
		"\"anna@x.example\"}},{\"id\":12,\"type\":\"IvrMenu\"}]}");
	fake_api_answer(z, STORE "/message-store?", "200|{\"records\":[]}");
	return z;
}

static void listed(struct fake_api *z, int from, int to, int last)
{
	struct source *src = fake_api_source(z);
	struct source_window w = {
		.from_us = FIRST + from * CLOCK_DAY,
		.to_us = FIRST + to * CLOCK_DAY,
		.last_us = last < 0 ? 0 : FIRST + last * CLOCK_DAY
	};
	struct err e = ERR_INIT;
	char why[ERR_TEXT];

	fake_api_forget(z);
	if (src->ops->list(src, &w, fake_api_list(z), &e) < 0)
		T_FAIL("%s", err_str(&e, why, sizeof(why)));
}

static void has(struct fake_api *z, const char *text)
{
	if (!fake_api_has(z, text))
		T_FAIL("not told: %s\n# %s", text, fake_api_told(z));
}

/* --- messages ---------------------------------------------------------- */

#define SMS(id, more)                                                          \
	"{\"id\":" id ",\"type\":\"SMS\",\"direction\":\"Outbound\","          \
	"\"creationTime\":\"2026-03-01T08:00:00Z\",\"from\":{\"extensionId\":" \
	"\"11\"},\"to\":[{\"phoneNumber\":\"+4612345\"}]" more "}"
#define SYNC(records, token, more)                                             \
	"200|{\"records\":[" records "],\"syncInfo\":{\"syncToken\":\"" token  \
	"\"" more "}}"

T(messages_the_first_time)
{
	AUTO(fake_api_free) struct fake_api *z = only("messages");

	fake_api_answer(
		z, STORE "/message-sync",
		SYNC(SMS("70", ",\"availability\":\"Alive\",\"subject\":\"Hi\","
			       "\"attachments\":[{\"id\":70,\"type\":\"Text\","
			       "\"uri\":\"{A}/t\"},{\"id\":71,\"type\":"
			       "\"MmsAttachment\",\"uri\":\"{A}/m\",\"size\":9,"
			       "\"fileName\":\"a.jpg\"}]"),
		     "T1", ""));
	listed(z, 0, 2, -1);
	has(z, "entry message 70 \"\" ready [] 'SMS, Outbound' in "
	       "message/11/70 by message-sync");
	has(z, "beside people {\"people\":[{\"id\":\"11\",\"name\":\"Anna Ek\","
	       "\"email\":\"anna@x.example\",\"owner\":true}]}");
	has(z, "entry attachment 71 \"\" ready [] 'a.jpg' in message/11/70 by "
	       "message-sync size 9");
	has(z, "entry attachment 70 \"\" ready [] 'Text' in message/11/70");
	T_EQ_INT(fake_api_count(z, "entry "), 3);
	T_OK(strstr(fake_api_target(z, STORE "/message-sync"),
		    "syncType=FSync&dateFrom=2026-03-01T00%3A00%3A00Z") !=
	     NULL);
	/* an IVR menu has no messages */
	T_EQ_INT(fake_api_asked(z, ACCOUNT "/extension/12"), 0);
}

/* There is more than one answer of a full sync has: by pages, then. */
T(more_than_a_full_sync_gives)
{
	AUTO(fake_api_free) struct fake_api *z = only("messages");

	fake_api_answer(z, STORE "/message-sync",
			SYNC(SMS("70", ""), "T1",
			     ",\"olderRecordsExist\":true"));
	fake_api_instead(
		z, STORE "/message-store?",
		"200|{\"records\":[" SMS(
			"71",
			"") "],\"navigation\":{\"nextPage\":{\"uri\":\"x\"}}}");
	fake_api_answer(z, STORE "/message-store?",
			"200|{\"records\":[" SMS(
				"72",
				"") "],\"navigation\":{\"firstPage\":{}}}");
	listed(z, 0, 2, -1);
	T_EQ_INT(fake_api_count(z, "entry message"), 3);
	T_OK(strstr(fake_api_target(z, STORE "/message-store?"),
		    "availability=Alive&availability=Deleted&availability="
		    "Purged&perPage=1000&page=2") != NULL);
}

/* A full sync may be silent about what went before it: the store is not. */
T(gone_before_the_first_time)
{
	AUTO(fake_api_free) struct fake_api *z = only("messages");

	fake_api_answer(z, STORE "/message-sync",
			SYNC(SMS("70", ",\"availability\":\"Alive\""), "T1",
			     ""));
	fake_api_answer(z, STORE "/message-sync", SYNC("", "T2", ""));
	fake_api_instead(
		z, STORE "/message-store?",
		"200|{\"records\":[" SMS(
			"71", ",\"availability\":"
			      "\"Deleted\"") "," SMS("72", ",\"availability\":"
							   "\"Purged\"") "]}");
	listed(z, 0, 2, -1);
	has(z, "entry message 70 \"\" ready");
	has(z, "entry message 71 \"\" ready");
	has(z, "entry message 71 \"deleted\" ready");
	has(z, "entry message 72 \"\" gone");
	has(z, "entry message 72 \"deleted\" ready");
	T_OK(strstr(fake_api_target(z, STORE "/message-store?"),
		    "dateFrom=2026-03-01T00%3A00%3A00Z&dateTo=2026-03-03T00%3A"
		    "00%3A00Z&availability=Deleted&availability=Purged") !=
	     NULL);
	/* changes tell of them by themselves */
	listed(z, 0, 3, 2);
	T_EQ_INT(fake_api_asked(z, STORE "/message-store?"), 1);
}

/* No token is kept where the store did not answer: all anew the next time. */
T(the_store_is_refused)
{
	AUTO(fake_api_free) struct fake_api *z = only("messages");

	fake_api_answer(z, STORE "/message-sync",
			SYNC(SMS("70", ""), "T1", ""));
	fake_api_instead(z, STORE "/message-store?",
			 "403|{\"errorCode\":\"CMN-408\",\"message\":\"no\"}");
	listed(z, 0, 2, -1);
	has(z, "notice 2 SMS, fax and voicemail | extension 11 (Anna Ek)");
	T_EQ_STR(fake_api_state(z, "message-sync/11"), "");
}

/* The token counts when the listing that was given it was complete. */
T(changes_by_token)
{
	AUTO(fake_api_free) struct fake_api *z = only("messages");

	fake_api_answer(z, STORE "/message-sync", SYNC("", "T1", ""));
	fake_api_answer(
		z, STORE "/message-sync",
		SYNC(SMS("70", ",\"availability\":\"Deleted\","
			       "\"lastModifiedTime\":\"2026-03-03T00:00:00Z\""),
		     "T2", ""));
	listed(z, 0, 2, -1);
	listed(z, 0, 3, 2);
	has(z, "entry message 70 \"deleted\" ready");
	has(z, "entry message 70 \"\" ready");
	T_OK(strstr(fake_api_target(z, STORE "/message-sync"),
		    "syncType=ISync&syncToken=T1") != NULL);
	/* that run was cut off: T2 is not believed */
	listed(z, 0, 4, 2);
	T_OK(strstr(fake_api_target(z, STORE "/message-sync"),
		    "syncToken=T1") != NULL);
	listed(z, 2, 5, 4);
	T_OK(strstr(fake_api_target(z, STORE "/message-sync"),
		    "syncToken=T2") != NULL);
}

T(a_token_too_old)
{
	AUTO(fake_api_free) struct fake_api *z = only("messages");

	fake_api_answer(z, STORE "/message-sync", SYNC("", "T1", ""));
	fake_api_answer(
		z, STORE "/message-sync",
		"400|{\"errorCode\":\"MSG-333\",\"message\":\"token\"}");
	fake_api_answer(z, STORE "/message-sync",
			SYNC(SMS("70", ""), "T2", ""));
	listed(z, 0, 2, -1);
	listed(z, 0, 3, 2);
	T_EQ_INT(fake_api_count(z, "entry message"), 1);
	T_EQ_INT(fake_api_count(z, "notice"), 0);
}

T(one_extension_is_refused)
{
	AUTO(fake_api_free) struct fake_api *z = only("messages");

	fake_api_answer(
		z, STORE "/message-sync",
		"403|{\"errorCode\":\"CMN-408\",\"message\":\"user needs "
		"[ReadMessages]\"}");
	listed(z, 0, 2, -1);
	has(z, "notice 2 SMS, fax and voicemail | extension 11 (Anna Ek)");
}

T(a_purged_message_has_no_attachments)
{
	AUTO(fake_api_free) struct fake_api *z = only("messages");

	fake_api_answer(z, STORE "/message-sync",
			SYNC(SMS("70",
				 ",\"availability\":\"Purged\",\"attachments\":"
				 "[{\"id\":71,\"type\":\"MmsAttachment\"}]"),
			     "T1", ""));
	listed(z, 0, 2, -1);
	has(z, "entry message 70 \"deleted\" ready");
	has(z, "entry message 70 \"\" gone [RingCentral had purged it");
	T_EQ_INT(fake_api_count(z, "entry attachment"), 0);
}

/* --- calls ------------------------------------------------------------- */

#define CALL(id, more)                                                         \
	"{\"id\":\"" id "\",\"type\":\"Voice\",\"direction\":\"Inbound\","     \
	"\"result\":\"Accepted\",\"startTime\":\"2026-03-01T08:00:00Z\","      \
	"\"to\":{\"extensionId\":\"11\"}" more "}"

T(calls)
{
	AUTO(fake_api_free) struct fake_api *z = only("calls");

	fake_api_answer(z, ACCOUNT "/call-log-extract-sync",
			SYNC("", "C1", ""));
	fake_api_answer(
		z, ACCOUNT "/call-log-extract-sync",
		SYNC(CALL("a",
			  ",\"recording\":{\"id\":\"r1\",\"contentUri\":"
			  "\"{A}/r1\"}") "," CALL("b",
						  ",\"deleted\":"
						  "true") "," CALL("c",
								   ",\"finished"
								   "\":false"),
		     "C2", ""));
	fake_api_answer(z, ACCOUNT "/call-log?",
			"200|{\"records\":[" CALL("a", "") "]}");
	listed(z, 0, 2, -1);
	has(z,
	    "entry call a \"\" ready [] 'Voice, Inbound, Accepted' in call/a "
	    "by call-log size");
	has(z, "\"email\":\"anna@x.example\"");
	listed(z, 0, 3, 2);
	has(z, "by call-sync");
	has(z, "entry call-recording r1 \"\" ready [] 'Recording of the call' "
	       "in call/a");
	has(z, "entry call b \"deleted\" ready");
	T_EQ_INT(fake_api_count(z, "entry "), 3); /* c goes on */
	T_EQ_INT(fake_api_asked(z, ACCOUNT "/call-log?"), 1);
	T_OK(strstr(fake_api_target(z, ACCOUNT "/call-log-extract-sync"),
		    "syncType=ISync&syncToken=C1") != NULL);
}

T(calls_not_permitted)
{
	AUTO(fake_api_free) struct fake_api *z = only("calls");

	fake_api_answer(z, ACCOUNT "/call-log",
			"403|{\"errorCode\":\"CMN-401\",\"message\":\"needs "
			"[ReadCallLog] permission\"}");
	listed(z, 0, 2, -1);
	has(z,
	    "notice 2 call log | not permitted: the app needs the permission "
	    "ReadCallLog");
	T_EQ_STR(fake_api_state(z, "call-sync"), "");
}

/* Only the changes are refused: the pages have the calls. */
T(changes_not_permitted)
{
	AUTO(fake_api_free) struct fake_api *z = only("calls");

	fake_api_answer(z, ACCOUNT "/call-log?",
			"200|{\"records\":[" CALL("a", "") "]}");
	fake_api_answer(z, ACCOUNT "/call-log-extract-sync", "403|{}");
	listed(z, 0, 2, -1);
	has(z, "entry call a");
	has(z, "notice 1 changes of the call log");
}

/* --- video ------------------------------------------------------------- */

T(video)
{
	AUTO(fake_api_free) struct fake_api *z = only("video");

	fake_api_answer(
		z, "/rcvideo/v1/history/account/~/meetings",
		"200|{\"meetings\":[{\"id\":\"m1\",\"displayName\":\"Call\","
		"\"startTime\":\"2026-03-01T08:00:00Z\",\"hostInfo\":{"
		"\"extensionId\":\"11\"},\"chatContentUri\":\"{A}/c\"}],"
		"\"paging\":{\"nextPageToken\":\"n2\"}}");
	fake_api_answer(z, "/rcvideo/v1/history/account/~/meetings",
			"200|{\"meetings\":[{\"id\":\"m2\"}],\"paging\":{"
			"\"nextPageToken\":\"\"}}");
	fake_api_answer(
		z, "/rcvideo/v1/account/~/recordings",
		"200|{\"recordings\":[{\"id\":\"m1\",\"startTime\":"
		"1772352000000,"
		"\"displayName\":\"Call\",\"url\":\"{A}/v\"},{\"id\":\"old\","
		"\"startTime\":\"2020-01-01T00:00:00Z\",\"url\":\"{A}/o\"}]}");
	listed(z, 0, 2, -1);
	has(z, "entry video-meeting m1 \"\" ready [] 'Call' in video/m1 by "
	       "video-history");
	has(z, "\"email\":\"anna@x.example\"");
	has(z, "entry video-chat m1 \"\" ready [] 'Chat of the meeting' in "
	       "video/m1");
	has(z, "entry video-meeting m2 \"\" ready [] '(no name given)'");
	has(z, "entry video-recording m1 \"\" ready [] 'Call' in video/m1 by "
	       "video-recordings");
	T_EQ_INT(fake_api_count(z, "entry "), 4);
	T_OK(strstr(fake_api_target(z,
				    "/rcvideo/v1/history/account/~/meetings"),
		    "pageToken=n2") != NULL);
}

/* Recordings have no window: some pages of old ones end it. */
T(old_recordings_end_it)
{
	AUTO(fake_api_free) struct fake_api *z = only("video");
	struct str page AUTO(str_done) = STR_INIT;

	fake_api_answer(z, "/rcvideo/v1/history/account/~/meetings",
			"200|{\"meetings\":[]}");
	for (int i = 0; i < 9; i++) {
		str_cut(&page, 0);
		str_addf(&page,
			 "200|{\"recordings\":[{\"id\":\"o%d\",\"startTime\":"
			 "\"2020-01-01T00:00:00Z\",\"url\":\"{A}/o\"}],"
			 "\"paging\":{\"nextPageToken\":\"p%d\"}}",
			 i, i);
		fake_api_answer(z, "/rcvideo/v1/account/~/recordings", page.s);
	}
	listed(z, 0, 2, -1);
	T_EQ_INT(fake_api_asked(z, "/rcvideo/v1/account/~/recordings"), 3);
	T_EQ_INT(fake_api_count(z, "entry "), 0);
}

T_MAIN
