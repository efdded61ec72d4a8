#include "webex-fixture.h"

/* An event: resource, type, id, time, data. */
#define EVENT(resource, type, id, at, data)                                    \
	"{\"id\":\"" id "\",\"resource\":\"" resource "\",\"type\":\"" type    \
	"\",\"actorId\":\"p1\",\"created\":\"" at "\",\"data\":{" data "}}"
#define PAGE(events) "200|{\"items\":[" events "]}"
#define POST(id, more)                                                         \
	"\"id\":\"" id "\",\"roomId\":\"R\",\"personId\":\"p1\","              \
	"\"personEmail\":\"a@b.c\",\"created\":\"2026-02-28T09:00:00."         \
	"000Z\"" more
#define KMS ",\"errors\":{\"text\":{\"code\":\"kms_failure\",\"reason\":\"x\"}}"

#define FEED(resource, type)                                                   \
	"/events?resource=" resource "&type=" type "&from=2026-02-27T23"
#define ALL(resource) "/events?resource=" resource "&from="

static struct fake_api *quiet(void)
{
	struct fake_api *z = webex_scene();

	webex_quiet(z);
	fake_api_answer(z, "/memberships?roomId=R",
			"200|{\"items\":[{\"personId\":\"p1\",\"personEmail\":"
			"\"a@b.c\",\"personDisplayName\":\"Anna\",\"created\":"
			"\"2026-01-01T00:00:00Z\"}]}");
	fake_api_answer(z, "/rooms/R",
			"200|{\"id\":\"R\",\"title\":\"Risk\",\"type\":"
			"\"group\"}");
	return z;
}

static int list_window(struct fake_api *z, struct source_window w)
{
	struct err e = ERR_INIT;
	char text[ERR_TEXT];
	int bad;

	bad = source_webex_ops.list(fake_api_source(z), &w, fake_api_list(z),
				    &e);
	if (bad < 0)
		T_FAIL("%s", err_str(&e, text, sizeof(text)));
	return bad;
}

static int list(struct fake_api *z, const char *from)
{
	return list_window(z, (struct source_window){
				      .from_us = us(from),
				      .to_us = us("2026-02-28T12:00:00Z") });
}

static const struct {
	const char *label, *prefix, *script;
	const char *want[4];
	const char * not ;
} cases[] = {
	{ "a post",
	  FEED("messages", "created"),
	  PAGE(EVENT("messages", "created", "E1", "2026-02-28T09:00:00.010Z",
		     POST("M1", ",\"text\":\"hi\""))),
	  { "entry message M1 \"\" ready [] size -1 label 'post by a@b.c' "
	    "delete 0 (bundle R/2026-02-28, found by events) raw {\"id\":"
	    "\"E1\"" },
	  "notice" },
	{ "an edit",
	  FEED("messages", "updated"),
	  PAGE(EVENT("messages", "updated", "E2", "2026-02-28T10:00:00.020Z",
		     POST("M1", ",\"text\":\"ho\",\"updated\":"
				"\"2026-02-28T10:00:00.000Z\""))),
	  { "entry message M1 \"2026-02-28T10:00:00.000Z\" ready" },
	  "\"\" ready" },
	{ "an edit that does not say when",
	  FEED("messages", "updated"),
	  PAGE(EVENT("messages", "updated", "E2", "2026-02-28T10:00:00.020Z",
		     POST("M1", ""))),
	  { "entry message M1 \"2026-02-28T10:00:00.020Z\" ready" },
	  NULL },
	{ "a post that was not decrypted is fetched",
	  FEED("messages", "created"),
	  PAGE(EVENT("messages", "created", "E1", "2026-02-28T09:00:00.010Z",
		     POST("M1", KMS))),
	  { "entry message M1 \"\" ready [] size -1 label 'post by a@b.c' "
	    "delete 0 (bundle R/2026-02-28, found by events) beside " },
	  " raw " },
	{ "files",
	  FEED("messages", "created"),
	  PAGE(EVENT("messages", "created", "E1", "2026-02-28T09:00:00.010Z",
		     POST("M1", ",\"files\":[\"https://x.webexapis.com/v1/"
				"contents/F1?a=b\",7,\"\"]"))),
	  { "entry file F1 \"\" ready [] size -1 label 'file of a post' "
	    "delete 0 (bundle R/2026-02-28" },
	  "entry file  " },
	{ "a post on another day than its event",
	  FEED("messages", "updated"),
	  PAGE(EVENT("messages", "updated", "E2", "2026-02-28T10:00:00.020Z",
		     "\"id\":\"M0\",\"roomId\":\"R\",\"created\":"
		     "\"2026-02-20T23:59:59.999Z\",\"updated\":"
		     "\"2026-02-28T10:00:00.000Z\"")),
	  { "(bundle R/2026-02-20, found by events)" },
	  NULL },
	{ "a deletion of something archived before",
	  "/events?resource=messages&type=deleted",
	  PAGE(EVENT("messages", "deleted", "E3", "2026-02-28T11:00:00.000Z",
		     POST("M9", ""))),
	  { "entry message M9 \"deleted\" ready",
	    "entry message M9 \"\" gone [deleted before it was collected" },
	  NULL },
	{ "joined",
	  ALL("memberships"),
	  PAGE(EVENT("memberships", "created", "E4", "2026-02-28T11:00:00.000Z",
		     "\"id\":\"X\",\"roomId\":\"R\",\"personId\":\"p2\","
		     "\"personDisplayName\":\"Bo\"")),
	  { "entry membership E4 \"\" ready [] size -1 label 'Bo joined'" },
	  NULL },
	{ "renamed",
	  ALL("rooms"),
	  PAGE(EVENT("rooms", "updated", "E5", "2026-02-28T11:00:00.000Z",
		     "\"id\":\"R\",\"title\":\"New\"")),
	  { "entry room R \"2026-02-28T11:00:00.000Z\" ready" },
	  NULL },
	{ "an answer to a card",
	  ALL("attachmentActions"),
	  PAGE(EVENT("attachmentActions", "created", "E6",
		     "2026-02-28T11:00:00.000Z",
		     "\"id\":\"A1\",\"roomId\":\"R\",\"inputs\":{}")),
	  { "entry card-action A1 \"\" ready" },
	  NULL },
	{ "a meeting that ended long ago enough",
	  ALL("meetings"),
	  PAGE(EVENT("meetings", "ended", "E7", "2026-02-28T11:00:00.000Z",
		     "\"meetingId\":\"MM_I_1\",\"title\":\"Weekly\"")),
	  { "entry meeting MM_I_1 \"\" ready [] size -1 label 'Weekly' delete "
	    "0 (bundle MM_I_1, found by events)" },
	  NULL },
	{ "a meeting that has just ended",
	  ALL("meetings"),
	  PAGE(EVENT("meetings", "ended", "E7", "2026-02-28T11:50:00.000Z",
		     "\"id\":\"MM_I_1\"")),
	  { "entry meeting MM_I_1 \"\" waiting [Webex gives its details" },
	  NULL },
	{ "a message in a meeting",
	  ALL("meetingMessages"),
	  PAGE(EVENT("meetingMessages", "created", "E8",
		     "2026-02-28T11:00:00.000Z",
		     "\"id\":\"MSG\",\"meetingId\":\"MM_I_1\",\"text\":"
		     "\"x\"")),
	  { "entry meeting-message MSG \"\" ready",
	    "entry meeting MM_I_1 \"\" ready" },
	  NULL },
	{ "rubbish",
	  FEED("messages", "created"),
	  "200|{\"items\":[7,null,{},[],{\"resource\":\"messages\",\"type\":"
	  "\"created\",\"data\":7},{\"resource\":\"rooms\"}]}",
	  { "notice 1 events feed | an event about a post names no post" },
	  "entry" },
	{ "no items",
	  FEED("messages", "created"),
	  "200|{\"items\":{}}",
	  { "" },
	  "entry" },
	{ "no scope",
	  "/events",
	  "403|{\"message\":\"missing scope\"}",
	  { "notice 2 events feed | not permitted: GET /events: 403" },
	  "entry" },
};

T(what_the_feed_has_becomes_entries)
{
	T_EACH(row, cases) {
		AUTO(fake_api_free) struct fake_api *z = quiet();

		fake_api_instead(z, row->prefix, row->script);
		T_EQ_INT(list(z, "2026-02-28T00:00:00Z"), 0);
		for (size_t i = 0; i < 4 && row->want[i] != NULL; i++)
			if (!fake_api_has(z, row->want[i]))
				T_FAIL("no '%s' in:\n%s", row->want[i],
				       fake_api_told(z));
		if (row->not != NULL && fake_api_has(z, row->not ))
			T_FAIL("'%s' in:\n%s", row->not, fake_api_told(z));
	}
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		n++;
	return n;
}

T(a_post_deleted_before_the_first_run_is_told_with_its_text)
{
	AUTO(fake_api_free) struct fake_api *z = quiet();

	fake_api_answer(z, "/events?resource=messages&type=deleted",
			PAGE(EVENT("messages", "deleted", "E3",
				   "2026-02-28T11:00:00.000Z",
				   "\"id\":\"M9\",\"roomId\":\"R\"")));
	fake_api_answer(z, "/messages/M9",
			"200|{\"id\":\"M9\",\"roomId\":\"R\",\"text\":\"t\","
			"\"created\":\"2026-02-20T09:00:00Z\"}");
	T_EQ_INT(list(z, "2026-02-28T00:00:00Z"), 0);
	T_OK(fake_api_has(z, "entry message M9 \"\" ready [] size -1 label "
			     "'post by somebody' delete 0 (bundle "
			     "R/2026-02-20, found by rooms)"));
	T_OK(fake_api_has(z, "entry message M9 \"deleted\" ready [] size -1 "
			     "label 'deletion of a post' delete 0 (bundle "
			     "R/2026-02-20"));
}

T(a_post_and_its_deletion_in_one_window_need_no_question)
{
	AUTO(fake_api_free) struct fake_api *z = quiet();

	fake_api_instead(z, FEED("messages", "created"),
			 PAGE(EVENT("messages", "created", "E1",
				    "2026-02-28T09:00:00.010Z",
				    POST("M1", ""))));
	fake_api_answer(z, "/events?resource=messages&type=deleted",
			PAGE(EVENT("messages", "deleted", "E3",
				   "2026-02-28T11:00:00.000Z",
				   "\"id\":\"M1\",\"roomId\":\"R\"")));
	T_EQ_INT(list(z, "2026-02-28T00:00:00Z"), 0);
	T_OK(fake_api_has(z, "entry message M1 \"deleted\" ready [] size -1 "
			     "label 'deletion of a post' delete 0 (bundle "
			     "R/2026-02-28"));
	T_EQ_INT(fake_api_asked(z, "/messages/"), 0);
}

T(an_edited_post_of_which_only_the_newest_text_is_left)
{
	AUTO(fake_api_free) struct fake_api *z = quiet();

	fake_api_set(z, "feed-days", "1");
	fake_api_answer(z, "/people?excludeStatus",
			"200|{\"items\":[{\"emails\":[\"a@b.c\"]}]}");
	fake_api_answer(z, "/memberships?personEmail=a%40b.c",
			"200|{\"items\":[{\"roomId\":\"R\"},{\"roomId\":"
			"\"R\"}]}");
	fake_api_answer(z, "/messages?roomId=R",
			"200|{\"items\":[{\"id\":\"M2\",\"roomId\":\"R\","
			"\"created\":\"2026-02-20T09:00:00Z\",\"updated\":"
			"\"2026-02-20T10:00:00Z\"},{\"id\":\"M1\",\"roomId\":"
			"\"R\",\"created\":\"2025-02-20T09:00:00Z\"}]}");
	fake_api_answer(z, "/meetings?meetingType=meeting&state=ended",
			"200|{\"items\":[{\"id\":\"OLD\",\"title\":\"Old\","
			"\"end\":\"2026-02-10T10:00:00Z\"}]}");
	T_EQ_INT(list(z, "2026-02-01T00:00:00Z"), 0);
	T_OK(fake_api_has(z, "entry meeting OLD \"\" ready [] size -1 label "
			     "'Old'"));
	T_OK(fake_api_has(z, "entry message M2 \"2026-02-20T10:00:00Z\" "
			     "ready"));
	T_OK(fake_api_has(z, "entry message M2 \"\" gone [Webex keeps only "
			     "the newest text"));
	T_OK(!fake_api_has(z, "M1"));
	T_EQ_INT(fake_api_asked(z, "/messages?roomId=R"), 1);
}

/* Hosts who have left are in no list: they are known by what they wrote. */
T(meetings_of_who_has_left)
{
	AUTO(fake_api_free) struct fake_api *z = quiet();

	fake_api_set(z, "feed-days", "1");
	fake_api_instead(z, "/people?",
			 "200|{\"items\":[{\"id\":\"p1\",\"emails\":["
			 "\"a@b.c\",\"anna@b.c\"]}]}");
	fake_api_answer(z, "/memberships?personEmail=a%40b.c",
			"200|{\"items\":[{\"roomId\":\"R\"}]}");
	fake_api_answer(z, "/messages?roomId=R",
			"200|{\"items\":["
			"{\"id\":\"M1\",\"roomId\":\"R\",\"personId\":\"p8\","
			"\"personEmail\":\"left@b.c\",\"created\":"
			"\"2026-02-20T09:00:00.000Z\"},"
			"{\"id\":\"M2\",\"roomId\":\"R\",\"personId\":\"p1\","
			"\"personEmail\":\"A@b.c\",\"created\":"
			"\"2026-02-20T09:00:01.000Z\"},"
			"{\"id\":\"M3\",\"roomId\":\"R\",\"personId\":\"p9\","
			"\"personEmail\":\"guest@x.y\",\"created\":"
			"\"2026-02-20T09:00:02.000Z\"}]}");
	fake_api_answer(z, "/meetings?", "200|{\"items\":[]}");
	fake_api_answer(
		z, "/meetings?meetingType=meeting&state=ended&hostEmail=left",
		"200|{\"items\":[{\"id\":\"I9\",\"title\":\"Last one\","
		"\"end\":\"2026-02-20T10:00:00Z\"}]}");
	fake_api_answer(
		z, "/meetings?meetingType=meeting&state=ended&hostEmail=guest",
		"403|{\"message\":\"not of your organisation\"}");
	T_EQ_INT(list(z, "2026-02-10T00:00:00Z"), 0);
	T_OK(fake_api_has(z, "entry meeting I9 \"\" ready"));
	T_OK(!fake_api_has(z, "not of your organisation"));
	/* both addresses of who is listed, and each once */
	T_EQ_INT(fake_api_asked(z, "/meetings?"), 2);
}

T(without_pro_pack_the_feed_begins_at_ninety_days)
{
	AUTO(fake_api_free) struct fake_api *z = quiet();

	fake_api_set(z, "feed-days", "365");
	fake_api_set(z, "backfill", "no");
	fake_api_answer(z, "/events?resource=messages&from=2025-06-01",
			"403|{\"message\":\"Pro Pack is needed\"}");
	fake_api_answer(z,
			"/events?resource=messages&from="
			"2025-11-30T13%3A00%3A00.000Z",
			"200|{\"items\":[]}");
	T_EQ_INT(list(z, "2025-06-01T00:00:00Z"), 0);
	T_OK(fake_api_has(z, "notice 1 events feed | Webex does not give "
			     "events that are older than 90 days"));
	T_EQ_INT(fake_api_asked(z, "/events?resource=messages&from="
				   "2025-11-30T13%3A00%3A00.000Z"),
		 1);
}

T(a_space_is_told_once_a_bundle_and_day)
{
	AUTO(fake_api_free) struct fake_api *z = quiet();

	fake_api_instead(
		z, FEED("messages", "created"),
		PAGE(EVENT(
			"messages", "created", "E1", "2026-02-28T09:00:00.010Z",
			POST("M1",
			     "")) "," EVENT("messages", "created", "E1",
					    "2026-02-28T09:00:00.010Z",
					    POST("M1",
						 "")) "," EVENT("messages",
								"created", "E2",
								"2026-02-28T09:"
								"00:00.011Z",
								POST("M2",
								     ""))));
	T_EQ_INT(list(z, "2026-02-28T00:00:00Z"), 0);
	T_EQ_INT(count(fake_api_told(z), "entry message M1 "), 2);
	T_EQ_INT(fake_api_asked(z, "/memberships?roomId=R"), 1);
	T_EQ_INT(fake_api_asked(z, "/rooms/R"), 1);
}

T(a_post_may_have_a_bundle_of_its_own)
{
	AUTO(fake_api_free) struct fake_api *z = quiet();

	fake_api_set(z, "conversation", "message");
	fake_api_instead(z, FEED("messages", "created"),
			 PAGE(EVENT("messages", "created", "E1",
				    "2026-02-28T09:00:00.010Z",
				    POST("M1", ""))));
	T_EQ_INT(list(z, "2026-02-28T00:00:00Z"), 0);
	T_OK(fake_api_has(z, "(bundle R/2026-02-28/M1, found by events)"));
}

T(what_a_setting_leaves_out_is_told_as_such)
{
	AUTO(fake_api_free) struct fake_api *z = quiet();

	fake_api_set(z, "exclude", "membership");
	fake_api_instead(z, ALL("memberships"),
			 PAGE(EVENT("memberships", "deleted", "E4",
				    "2026-02-28T11:00:00.000Z",
				    "\"roomId\":\"R\",\"personId\":\"p2\"")));
	T_EQ_INT(list(z, "2026-02-28T00:00:00Z"), 0);
	T_OK(fake_api_has(z, "entry membership E4 \"\" excluded [left out by "
			     "the setting exclude (membership)]"));
}

/* --- teams ------------------------------------------------------------- */

/* A listing from its day's beginning to `to`; last: the one before that was
   complete, NULL none. */
static void list_to(struct fake_api *z, const char *to, const char *last)
{
	fake_api_forget(z);
	T_EQ_INT(list_window(z,
			     (struct source_window){
				     .from_us = us("2026-02-28T00:00:00Z"),
				     .to_us = us(to),
				     .last_us = last ? us(last) : 0 }),
		 0);
}

/* A space of a team, in which somebody writes. */
static struct fake_api *channel(void)
{
	struct fake_api *z = quiet();

	fake_api_instead(z, "/rooms/R",
			 "200|{\"id\":\"R\",\"title\":\"Risk\",\"type\":"
			 "\"group\",\"teamId\":\"T\"}");
	fake_api_answer(z, FEED("messages", "created"),
			PAGE(EVENT("messages", "created", "E1",
				   "2026-02-28T09:00:00.010Z",
				   POST("M1", ""))));
	return z;
}

static void team_is(struct fake_api *z, const char *name)
{
	struct str text AUTO(str_done) = STR_INIT;

	str_addf(&text, "200|{\"id\":\"T\",\"name\":\"%s\"}", name);
	fake_api_instead(z, "/teams/T", text.s);
}

#define NEW_NAME "new name of the team"

T(a_team_called_otherwise_is_told_once)
{
	AUTO(fake_api_free) struct fake_api *z = channel();

	team_is(z, "Alpha");
	list_to(z, "2026-02-28T12:00:00Z", NULL);
	list_to(z, "2026-03-01T12:00:00Z", "2026-02-28T12:00:00Z");
	T_OK(!fake_api_has(z, NEW_NAME));
	team_is(z, "Beta");
	list_to(z, "2026-03-02T12:00:00Z", "2026-03-01T12:00:00Z");
	T_OK(fake_api_has(z, "entry team R \"2026-03-02\" ready []"));
	T_OK(fake_api_has(z, "(bundle R/2026-03-02, found by"));
	T_OK(fake_api_has(z, "raw {\"id\":\"T\",\"name\":\"Beta\",\"was\":"
			     "\"Alpha\",\"seen\":\"2026-03-02\"}"));
	list_to(z, "2026-03-03T12:00:00Z", "2026-03-02T12:00:00Z");
	T_OK(!fake_api_has(z, NEW_NAME));
	/* twice on one day, and back to what it was */
	team_is(z, "Alpha");
	list_to(z, "2026-03-03T13:00:00Z", "2026-03-03T12:00:00Z");
	T_OK(fake_api_has(z, "entry team R \"2026-03-03\" ready []"));
	team_is(z, "Beta");
	list_to(z, "2026-03-03T14:00:00Z", "2026-03-03T13:00:00Z");
	T_OK(fake_api_has(z, "entry team R \"2026-03-03.2\" ready []"));
}

/* Cut off before its end, a listing tells it once more, and as the same. */
T(a_new_name_survives_a_listing_cut_off)
{
	AUTO(fake_api_free) struct fake_api *z = channel();

	team_is(z, "Alpha");
	list_to(z, "2026-02-28T12:00:00Z", NULL);
	team_is(z, "Beta");
	list_to(z, "2026-03-02T12:00:00Z", "2026-02-28T12:00:00Z");
	list_to(z, "2026-03-04T12:00:00Z", "2026-02-28T12:00:00Z");
	T_OK(fake_api_has(z, "entry team R \"2026-03-02\" ready []"));
	T_OK(fake_api_has(z, "(bundle R/2026-03-02, found by"));
	T_EQ_INT(count(fake_api_told(z), NEW_NAME), 1);
}

/* What could not be read is no new name. */
T(a_team_whose_name_is_not_given)
{
	static const char *const answers[] = {
		"403|{\"message\":\"no\"}",
		"404|{\"message\":\"no\"}",
		"200|{\"id\":\"T\"}",
		("200|{\"id\":\"T\",\"name\":\"x\",\"errors\":{\"name\":{"
		 "\"code\":\"kms_failure\"}}}"),
	};

	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		AUTO(fake_api_free) struct fake_api *z = channel();

		team_is(z, "Alpha");
		list_to(z, "2026-02-28T12:00:00Z", NULL);
		fake_api_instead(z, "/teams/T", answers[i]);
		list_to(z, "2026-03-01T12:00:00Z", "2026-02-28T12:00:00Z");
		T_OK(!fake_api_has(z, NEW_NAME));
		team_is(z, "Alpha");
		list_to(z, "2026-03-02T12:00:00Z", "2026-03-01T12:00:00Z");
		T_OK(!fake_api_has(z, NEW_NAME));
	}
}

/* A page with a post that has more in it than a post has, before another. */
static void list_large(const char *before, const char *unit, size_t times,
		       const char *after)
{
	AUTO(fake_api_free) struct fake_api *z = quiet();
	struct str page AUTO(str_done) = STR_INIT;

	str_addf(&page, "200|{\"items\":[%s%s",
		 "{\"id\":\"E1\",\"resource\":\"messages\",\"type\":"
		 "\"created\",\"created\":\"2026-02-28T09:00:00.010Z\","
		 "\"data\":{" POST("M1", ""),
		 before);
	for (size_t i = 0; i < times; i++)
		str_add(&page, unit);
	str_addf(&page, "%s}},%s]}", after,
		 EVENT("messages", "created", "E2", "2026-02-28T09:00:01.010Z",
		       POST("M2", ",\"text\":\"hi\"")));
	fake_api_answer(z, FEED("messages", "created"), page.s);
	T_EQ_INT(list(z, "2026-02-28T00:00:00Z"), 0);
	T_OK(fake_api_has(z, "entry message M1 "));
	T_OK(fake_api_has(z, "entry message M2 "));
}

T(a_very_long_post)
{
	list_large(",\"text\":\"", "0123456789abcdef", (5 << 20) / 16, "\"");
}

T(a_post_that_nests_deeply)
{
	struct str close AUTO(str_done) = STR_INIT;

	for (int i = 0; i < 4000; i++)
		str_add_char(&close, ']');
	list_large(",\"attachments\":", "[", close.len, close.s);
}

T(recordings_of_every_site_and_state)
{
	AUTO(fake_api_free) struct fake_api *z = quiet();

	fake_api_instead(z, "/meetingPreferences/sites",
			 "200|{\"sites\":[{\"siteUrl\":\"a.webex.com\"},{"
			 "\"siteUrl\":\"b.webex.com\"}]}");
	fake_api_answer(z,
			"/admin/recordings?from=2026-02-28T00%3A00%3A00.000Z"
			"&to=2026-02-28T12%3A00%3A00.000Z&siteUrl=b.webex.com"
			"&status=purged",
			"200|{\"items\":[{\"id\":\"REC\",\"meetingId\":"
			"\"MM_I_2\",\"topic\":\"Weekly\",\"timeRecorded\":"
			"\"2026-02-28T08:00:00Z\",\"sizeBytes\":\"77\"},{"
			"\"id\":\"\"},{\"id\":\"LONE\"}]}");
	fake_api_answer(z, "/meetings/MM_I_2",
			"200|{\"hasChat\":true,\"hasPolls\":\"false\","
			"\"hasQA\":false,\"hasClosedCaption\":true}");
	fake_api_answer(z, "/meetingClosedCaptions",
			"200|{\"items\":[{\"id\":\"CC\"}]}");
	T_EQ_INT(list(z, "2026-02-28T00:00:00Z"), 0);
	T_EQ_INT(fake_api_asked(z, "/admin/recordings"), 5);
	T_OK(fake_api_has(z, "entry recording REC \"\" ready [] size 77 "
			     "label 'Weekly' delete 0 (bundle MM_I_2"));
	T_OK(fake_api_has(z, "entry recording LONE \"\" ready [] size -1 "
			     "label 'recording' delete 0 (bundle LONE"));
	T_OK(fake_api_has(z, "entry meeting MM_I_2 \"\" ready [] size -1 "
			     "label 'Weekly'"));
	T_OK(fake_api_has(z, "entry meeting-chat MM_I_2 \"\" ready"));
	T_OK(fake_api_has(z, "entry captions CC \"\" ready"));
	T_OK(!fake_api_has(z, "meeting-poll"));
}

T(a_missing_role_is_told_and_ends_as_failed)
{
	AUTO(fake_api_free) struct fake_api *z = quiet();

	fake_api_instead(z, "/admin/recordings",
			 "403|{\"message\":\"Access denied\"}");
	T_EQ_INT(list(z, "2026-02-28T00:00:00Z"), 0);
	T_OK(fake_api_has(z, "notice 2 list of recordings | not permitted: "
			     "GET /admin/recordings: 403: Access denied. "
			     "Needed are the scope"));
	T_EQ_INT(count(fake_api_told(z), "notice 2 list of rec"), 1);
}

T_MAIN
