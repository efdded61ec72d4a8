#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "source/ringcentral/ringcentral.h"
#include "t.h"
#include "tests/fake/ringcentral.h"

#define LIST "/team-messaging/v1/data-export"

static struct fake_api *team_only(void)
{
	struct fake_api *z = fake_rc_new();

	fake_api_set(z, "messages", "off");
	fake_api_set(z, "calls", "off");
	fake_api_set(z, "video", "off");
	return z;
}

/* From 1 March 2026, so many days, the last complete listing before. */
static int list(struct fake_api *z, int from, int to, int last, struct err *e)
{
	const int64_t first = INT64_C(1772323200000000);
	struct source *src = fake_api_source(z);
	struct source_window w = {
		.from_us = first + from * CLOCK_DAY,
		.to_us = first + to * CLOCK_DAY,
		.last_us = last < 0 ? 0 : first + last * CLOCK_DAY
	};

	fake_api_forget(z);
	return src->ops->list(src, &w, fake_api_list(z), e);
}

static void listed(struct fake_api *z, int from, int to, int last)
{
	struct err e = ERR_INIT;
	char why[ERR_TEXT];

	if (list(z, from, to, last, &e) < 0)
		T_FAIL("%s", err_str(&e, why, sizeof(why)));
}

static void has(struct fake_api *z, const char *text)
{
	if (!fake_api_has(z, text))
		T_FAIL("not told: %s\n# %s", text, fake_api_told(z));
}

#define CHAT                                                                   \
	"chats/c.json\n{\"records\":[{\"id\":\"7\",\"Type\":\"Team\","         \
	"\"name\":\"Desk\",\"memberIds\":[\"1\",\"2\",\"3\"],"                 \
	"\"guestIds\":[\"9\"]}]}\f"
#define PEOPLE                                                                 \
	"members/m.json\n{\"records\":[{\"id\":\"1\",\"firstName\":\"Anna\","  \
	"\"lastName\":\"Ek\",\"email\":\"anna@x.example\"},{\"id\":\"2\","     \
	"\"firstName\":\"Bo\",\"email\":\"bo@x.example\"},{\"id\":\"3\","      \
	"\"firstName\":\"Gone\",\"email\":\"gone@x.example\","                 \
	"\"deactivated\":true},{\"id\":\"4\",\"firstName\":\"Left\","          \
	"\"email\":\"left@x.example\"}]}\f"                                    \
	"guests/g.json\n{\"records\":[{\"id\":\"9\",\"firstName\":\"Gus\","    \
	"\"email\":\"gus@y.example\"}]}\f"
#define POST(id, at, more)                                                     \
	"{\"id\":\"" id "\",\"creationTime\":\"" at "\",\"chatId\":\"7\","     \
	"\"creator\":{\"id\":\"1\"}" more "}"
#define POSTS(list) "posts/p.json\n{\"records\":[" list "]}"

T(posts_of_a_day)
{
	static const char first[] =
		POST("50", "2026-03-01T08:00:00Z", ",\"text\":\"a  b\"");
	AUTO(fake_api_free) struct fake_api *z = team_only();
	struct str want AUTO(str_done) = STR_INIT;

	/* posts come first: who is who is read in a pass of its own */
	fake_rc_export(z,
		       "posts/p.json\n{\"records\":[" POST(
			       "50", "2026-03-01T08:00:00Z",
			       ",\"text\":\"a  b\"") "," POST("51",
							      "2026-03-01T23:"
							      "59:59.999Z",
							      "") "," POST("52",
									   "202"
									   "6-"
									   "03-"
									   "02T"
									   "00:"
									   "00:"
									   "00"
									   "Z",
									   "") "]}\f" CHAT
			       PEOPLE);
	listed(z, 0, 2, -1);
	str_addf(
		&want,
		"entry post 50 \"\" ready [] 'Post in Desk' in 7/2026-03-01 "
		"by team-export size %zu raw %s beside chat {\"chat\":{\"id\":"
		"\"7\",\"Type\":\"Team\",\"name\":\"Desk\"},\"people\":["
		"{\"id\":\"1\",\"name\":\"Anna Ek\",\"email\":\"anna@x.example"
		"\"},{\"id\":\"2\",\"name\":\"Bo\",\"email\":\"bo@x.example\"},"
		"{\"id\":\"9\",\"name\":\"Gus\",\"email\":\"gus@y.example\","
		"\"guest\":true}]}\n",
		sizeof(first) - 1, first);
	has(z, want.s);
	/* a day's chat is told once */
	T_OK(!fake_api_has(z, "entry post 51 \"\" ready [] 'Post in Desk' in "
			      "7/2026-03-01 by team-export size 97 raw " POST(
				      "51", "2026-03-01T23:59:59.999Z",
				      "") " beside"));
	has(z, "in 7/2026-03-02 by");
	T_EQ_INT(fake_api_count(z, "entry "), 3);
	T_EQ_INT(fake_api_count(z, "notice "), 0);
}

T(versions)
{
	static const struct {
		const char *label, *more, *version;
	} rows[] = {
		{ "as written", "", "" },
		{ "not changed",
		  ",\"lastModifiedTime\":\"2026-03-01T08:00:00Z\"", "" },
		{ "the same in other words",
		  ",\"lastModifiedTime\":\"2026-03-01T08:00:00.000Z\"", "" },
		{ "edited",
		  ",\"lastModifiedTime\":\"2026-03-01T08:00:00.001Z\"",
		  "2026-03-01T08:00:00.001Z" },
		{ "deleted", ",\"deleted\":true", "deleted" },
		{ "edited and deleted",
		  ",\"deleted\":true,\"lastModifiedTime\":"
		  "\"2026-03-02T08:00:00Z\"",
		  "deleted" },
	};

	T_EACH(r, rows) {
		AUTO(fake_api_free) struct fake_api *z = team_only();
		struct str files AUTO(str_done) = STR_INIT;
		struct str want AUTO(str_done) = STR_INIT;

		str_addf(&files,
			 POSTS("{\"id\":\"50\",\"creationTime\":"
			       "\"2026-03-01T08:00:00Z\",\"chatId\":\"7\"%s}"),
			 r->more);
		fake_rc_export(z, files.s);
		listed(z, 0, 1, -1);
		str_addf(&want, "entry post 50 \"%s\" ready", r->version);
		has(z, want.s);
	}
}

T(a_message_each)
{
	AUTO(fake_api_free) struct fake_api *z = team_only();

	fake_api_set(z, "conversation", "message");
	fake_rc_export(z,
		       CHAT PEOPLE POSTS(
			       POST("50", "2026-03-01T08:00:00Z", "") "," POST(
				       "51", "2026-03-01T08:00:00Z", "")));
	listed(z, 0, 1, -1);
	has(z, "in 7/2026-03-01/50 by");
	has(z, "in 7/2026-03-01/51 by");
}

/* Somebody who is no member any more has said something all the same. */
T(an_author_who_left)
{
	AUTO(fake_api_free) struct fake_api *z = team_only();

	fake_rc_export(
		z, CHAT PEOPLE POSTS(
			   POST("50", "2026-03-01T08:00:00Z",
				"") ",{\"id\":\"51\",\"creationTime\":"
				    "\"2026-03-01T09:00:00Z\",\"chatId\":\"7\","
				    "\"creator\":{\"id\":\"4\"}}"));
	listed(z, 0, 1, -1);
	has(z, "beside person:4 {\"people\":[{\"id\":\"4\",\"name\":\"Left\","
	       "\"email\":\"left@x.example\",\"member\":false}]}");
}

#define FILE_(id, more)                                                        \
	"{\"id\":\"" id "\",\"name\":\"" id ".pdf\",\"size\":5,"               \
	"\"contentUri\":\"https://media.ringcentral.com/f/" id "\","           \
	"\"creationTime\":\"2026-03-01T07:00:00Z\"" more "}"

T(files)
{
	AUTO(fake_api_free) struct fake_api *z = team_only();

	fake_rc_export(
		z,
		CHAT PEOPLE POSTS(POST(
			"50", "2026-03-01T08:00:00Z",
			",\"attachments\":[{\"id\":\"f1\",\"type\":\"File\"}"
			","
			"{\"id\":\"t1\",\"type\":\"Task\"},{\"id\":\"f2\","
			"\"type\":\"File\"}]")) "\ffiles/"
						"f.json\n{\"records\":"
						"[" FILE_(
							"f1",
							",\"chatIds\":["
							"\"7\"]") "," FILE_("f"
									    "3",
									    ","
									    "\""
									    "ch"
									    "at"
									    "Id"
									    "s"
									    "\""
									    ":["
									    "\""
									    "7"
									    "\""
									    "]") "]}");
	listed(z, 0, 1, -1);
	has(z, "entry file f1 \"\" ready [] 'f1.pdf' in 7/2026-03-01 by "
	       "team-export size 5\n");
	/* in no list of files: asked for when it is fetched */
	has(z, "entry file f2 \"\" ready [] 'file f2' in 7/2026-03-01");
	/* on no post: nothing is lost */
	has(z, "entry file f3 \"\" ready [] 'f3.pdf' in 7/2026-03-01");
	T_EQ_INT(fake_api_count(z, "entry file"), 3);
}

T(excluded)
{
	AUTO(fake_api_free) struct fake_api *z = team_only();

	fake_api_set(z, "exclude", "file task");
	fake_rc_export(
		z, CHAT POSTS(POST("50", "2026-03-01T08:00:00Z",
				   ",\"attachments\":[{\"id\":\"f1\",\"type\":"
				   "\"File\"}]")));
	listed(z, 0, 1, -1);
	has(z, "entry file f1 \"\" excluded [setting exclude names this kind]");
}

#define TASK(version, more)                                                    \
	"tasks/t.json\n{\"records\":[{\"id\":\"60\",\"subject\":\"Do it\","    \
	"\"creationTime\":\"2026-03-01T08:00:00Z\",\"lastModifiedTime\":"      \
	"\"" version "\",\"creator\":{\"id\":\"1\"},\"chatIds\":[\"7\"],"      \
	"\"assignees\":[{\"id\":\"4\"}]" more "}]}"

T(a_task)
{
	AUTO(fake_api_free) struct fake_api *z = team_only();

	fake_rc_export(z, CHAT PEOPLE TASK("2026-03-01T08:00:00Z",
					   ",\"attachments\":[{\"id\":\"f1\","
					   "\"type\":\"File\"},"
					   "{\"id\":\"f2\",\"type\":\"File\","
					   "\"name\":\"own.pdf\","
					   "\"contentUri\":\"https://"
					   "media.ringcentral.com/f/"
					   "f2\"}]") "\ffiles/"
						     "f.json\n{\"records\":"
						     "[" FILE_("f1", ",\"ch"
								     "atIds"
								     "\":["
								     "\"7\""
								     "]") "]}");
	listed(z, 0, 1, -1);
	has(z, "entry task 60 \"2026-03-01T08:00:00Z\" ready [] 'Do it' in "
	       "task/60");
	has(z, "{\"id\":\"4\",\"name\":\"Left\"");
	has(z, "entry file f1 \"\" ready [] 'f1.pdf' in 7/2026-03-01");
	has(z, "entry file f2 \"\" ready [] 'own.pdf' in task/60");
}

/* What a later export says of an old task's file was told before. */
T(an_old_task)
{
	AUTO(fake_api_free) struct fake_api *z = team_only();

	fake_rc_export(z, CHAT PEOPLE TASK("2026-03-03T08:00:00Z",
					   ",\"attachments\":[{\"id\":\"f2\","
					   "\"type\":\"File\"}]"));
	listed(z, 2, 4, 3);
	has(z, "entry task 60 \"2026-03-03T08:00:00Z\"");
	T_EQ_INT(fake_api_count(z, "entry file"), 0);
}

T(notes_and_events)
{
	AUTO(fake_api_free) struct fake_api *z = team_only();

	fake_rc_export(z, "notes/n.json\n[{\"id\":\"61\",\"title\":\"N\","
			  "\"creationTime\":\"2026-03-01T08:00:00Z\"}]\f"
			  "events/e.json\n[{\"id\":\"62\",\"creationTime\":"
			  "\"2026-03-01T08:00:00Z\"}]");
	listed(z, 0, 1, -1);
	has(z,
	    "entry note 61 \"2026-03-01T08:00:00Z\" ready [] 'N' in note/61");
	has(z, "entry event 62 \"2026-03-01T08:00:00Z\" ready [] 'event' in "
	       "event/62");
}

/* P6: what cannot be archived is said, and ends the run as failed. */
T(records_that_cannot_be_used)
{
	static const struct {
		const char *label, *record, *text;
	} rows[] = {
		{ "no id",
		  "{\"creationTime\":\"2026-03-01T08:00:00Z\","
		  "\"chatId\":\"7\"}",
		  "without an id" },
		{ "no time", "{\"id\":\"50\",\"chatId\":\"7\"}",
		  "without the time" },
		{ "no chat",
		  "{\"id\":\"50\",\"creationTime\":"
		  "\"2026-03-01T08:00:00Z\"}",
		  "without its chat" },
		{ "no JSON", "{\"id\":}", "no JSON" },
	};

	T_EACH(r, rows) {
		AUTO(fake_api_free) struct fake_api *z = team_only();
		struct str files AUTO(str_done) = STR_INIT;

		str_addf(&files,
			 "posts/p.json\n[%s," POST("51", "2026-03-01T08:00:00Z",
						   "") "]",
			 r->record);
		fake_rc_export(z, files.s);
		listed(z, 0, 1, -1);
		T_EQ_INT(fake_api_count(z, "notice 2"), 1);
		has(z, r->text);
		has(z, "entry post 51");
	}
}

/* A rotten export does not drown everything else that is said. */
T(many_records_that_cannot_be_used)
{
	AUTO(fake_api_free) struct fake_api *z = team_only();
	struct str files AUTO(str_done) = STR_INIT;

	str_add(&files, "posts/p.json\n[{}");
	for (int i = 1; i < 50; i++)
		str_add(&files, ",{}");
	str_add(&files, "]");
	fake_rc_export(z, files.s);
	listed(z, 0, 1, -1);
	T_EQ_INT(fake_api_count(z, "notice 2"), 21);
	has(z, "50 records of exports cannot be archived");
}

/* The last days every time; once a week, more. */
T(how_far_back)
{
	AUTO(fake_api_free) struct fake_api *z = team_only();
	static const struct {
		const char *label;
		int from, to, last;
		const char *begins; /* of the export */
	} rows[] = {
		{ "the first run", 0, 1, -1, "2026-03-01" },
		{ "the next day", 0, 2, 1, "2026-03-01" },
		{ "a day later", 1, 3, 2, "2026-03-02" },
		{ "before the week is over", 5, 7, 6, "2026-03-06" },
		{ "a week after the first", 6, 8, 7, "2026-03-01" },
		{ "the day after", 7, 9, 8, "2026-03-08" },
		{ "much later", 40, 42, 41, "2026-03-13" },
	};

	fake_rc_export(z, "posts/p.json\n[]");
	T_EACH(r, rows) {
		listed(z, r->from, r->to, r->last);
		T_OK(strstr(fake_api_target(z, "POST " LIST), r->begins) !=
		     NULL);
	}
}

/* A post with more in it than a post has, before another one. */
static void list_large(struct fake_api *z, const char *before, const char *unit,
		       size_t times, const char *after)
{
	struct str files AUTO(str_done) = STR_INIT;

	str_addf(&files,
		 "posts/p.json\n{\"records\":[{\"id\":\"50\","
		 "\"creationTime\":\"2026-03-01T08:00:00Z\","
		 "\"chatId\":\"7\",%s",
		 before);
	for (size_t i = 0; i < times; i++)
		str_add(&files, unit);
	str_addf(&files, "%s},%s]}", after,
		 POST("51", "2026-03-01T09:00:00Z", ""));
	fake_rc_export(z, files.s);
	listed(z, 0, 2, -1);
	has(z, "entry post 51 ");
}

T(a_very_long_post)
{
	AUTO(fake_api_free) struct fake_api *z = team_only();

	list_large(z, "\"text\":\"", "0123456789abcdef", (5 << 20) / 16, "\"");
	has(z, "entry post 50 ");
}

T(a_post_that_nests_deeply)
{
	AUTO(fake_api_free) struct fake_api *z = team_only();
	struct str close AUTO(str_done) = STR_INIT;

	for (int i = 0; i < 4000; i++)
		str_add_char(&close, ']');
	list_large(z, "\"attachments\":", "[", close.len, close.s);
	has(z, "entry post 50 ");
}

/* A listing that was not complete counts for nothing. */
T(a_listing_cut_off_is_no_deep_one)
{
	AUTO(fake_api_free) struct fake_api *z = team_only();

	fake_rc_export(z, "posts/p.json\n[]");
	listed(z, 0, 1, -1);
	listed(z, 6, 8, 7);
	/* that one was lost on its way into the inventory */
	listed(z, 6, 9, 7);
	T_OK(strstr(fake_api_target(z, "POST " LIST), "\"2026-03-01") != NULL);
}

T(long_windows_are_cut)
{
	AUTO(fake_api_free) struct fake_api *z = team_only();

	fake_rc_export(z, "posts/p.json\n[]");
	listed(z, 0, 100, -1);
	T_EQ_INT(fake_api_asked(z, "POST " LIST), 4);
	T_EQ_STR(fake_api_target(z, "POST " LIST),
		 "{\"timeFrom\":\"2026-05-29T23:59:57Z\","
		 "\"timeTo\":\"2026-06-09T00:00:00Z\"}");
}

T(refused)
{
	AUTO(fake_api_free) struct fake_api *z = team_only();

	fake_api_answer(z, LIST,
			"403|{\"errorCode\":\"CMN-401\",\"message\":\"needs "
			"[TeamMessaging] permission\"}");
	listed(z, 0, 100, -1);
	T_EQ_INT(fake_api_count(z, "notice 2 exports of team messaging"), 1);
	has(z, "TeamMessaging");
	T_EQ_STR(fake_api_state(z, "team-deep"), "");
}

T_MAIN
