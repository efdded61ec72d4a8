#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "item/item.h"
#include "source/zoom/compose.h"
#include "source/zoom/meeting/talk.h"
#include "tests/fake/material.h"
#include "zoom-fixture.h"

#include "t.h"

#define U "uuid=="

static struct item *compose(struct fake_material *fm)
{
	struct item *it = NULL;
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	if (zoom_compose(fake_material(fm), &it, &e) == 1) {
		item_text_assert(it);
		return it;
	}
	T_FAIL("no item: %s", err_str(&e, text, sizeof(text)));
	return item_new();
}

static void raw(struct fake_material *fm, const char *name, const char *json)
{
	fake_material_raw(fm, name, json, strlen(json), true);
}

static void file(struct fake_material *fm, const char *kind, const char *id,
		 const char *name, const char *text)
{
	struct source_part p = {
		.kind = kind, .id = id, .name = name, .fresh = true
	};

	fake_material_part(fm, &p, text, strlen(text));
}

static void state(struct fake_material *fm, const char *kind, const char *id,
		  enum source_part_state state, const char *reason)
{
	struct source_part p = { .kind = kind,
				 .id = id,
				 .state = state,
				 .reason = reason,
				 .fresh = true };

	fake_material_part(fm, &p, NULL, 0);
}

static bool noticed(const struct item *it, const char *words)
{
	for (size_t i = 0; i < it->n_notices; i++)
		if (strstr(it->notices[i], words) != NULL)
			return true;
	return false;
}

#define MEETING                                                                \
	"{\"uuid\":\"" U                                                       \
	"\",\"id\":98765432109,\"type\":2,\"topic\":\"Risk\","                 \
	"\"user_name\":\"Anna Berg\",\"user_email\":\"anna@example.com\","     \
	"\"start_time\":\"2026-03-02T09:00:00Z\","                             \
	"\"end_time\":\"2026-03-02T10:00:00Z\"}"

static struct fake_material *small(void)
{
	struct fake_material *fm = fake_material_new(U);

	raw(fm, "meeting", MEETING);
	return fm;
}

/* --- whole meetings -------------------------------------------------- */

T(a_whole_meeting_becomes_an_item)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fixture_load("weekly");
	AUTO(item_free) struct item *it = compose(fm);
	AUTO(item_free) struct item *again = compose(fm);
	struct str a AUTO(str_done) = STR_INIT, b AUTO(str_done) = STR_INIT;

	T_EQ_INT(fixture_check(it, "weekly", "expected.txt"), 0);
	item_text(&a, it);
	item_text(&b, again);
	T_EQ_STR(a.s, b.s);
}

T(any_answer_may_be_missing)
{
	static const char *const names[] = {
		"meeting",        "report",
		"history",        "recordings",
		"archive",        "participants.1",
		"participants.2", "report-participants.1",
		"polls",          "metrics-participants.1",
		"report-polls",   "qa",
		"report-qa",      "survey",
		"transcript",     "summary:2026-03-02T11:00:00Z",
	};
	AUTO(fake_material_free)
	struct fake_material *one_by_one = fixture_load("weekly");

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		AUTO(fake_material_free)
		struct fake_material *fm = fixture_load("weekly");

		t_label = names[i];
		T_OK(fake_material_drop(fm, names[i]));
		item_free(compose(fm));
		T_OK(fake_material_drop(one_by_one, names[i]));
		item_free(compose(one_by_one));
	}
}

T(damaged_answers_are_attached_with_a_notice)
{
	AUTO(fake_material_free) struct fake_material *fm = small();
	AUTO(item_free) struct item *it = NULL;

	raw(fm, "recordings", "<html>Passcode</html>");
	raw(fm, "participants.1", "{\"participants\":[{\"name\":\"B");
	raw(fm, "report-participants.1", "{\"people\":[]}");
	raw(fm, "polls", "[]");
	it = compose(fm);
	T_EQ_INT(it->n_raws, 5);
	T_OK(noticed(it, "\"recordings\" cannot be read"));
	T_OK(noticed(it, "\"participants.1\" cannot be read"));
	T_OK(noticed(it, "\"report-participants.1\" has no list"));
	T_OK(noticed(it, "\"polls\" cannot be read"));
	T_OK(noticed(it, "gave no list of participants"));
	T_EQ_STR(it->subject, "Zoom meeting: Risk - 1 participant");
}

T(nothing_readable_is_refused)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new(U);
	struct item *it = NULL;
	struct err e = ERR_INIT;

	T_EQ_INT(zoom_compose(fake_material(fm), &it, &e), 0);
	raw(fm, "meeting", "<html>");
	raw(fm, "polls", "no");
	raw(fm, "something-else", "{}");
	state(fm, "recording-file", "f", SOURCE_PART_GONE, "gone");
	T_EQ_INT(zoom_compose(fake_material(fm), &it, &e), -1);
	T_EQ_INT(e.kind, ERR_ITEM);
	T_OK(it == NULL);
	/* a file alone is enough */
	file(fm, "recording-file", "g", "film.mp4", "bytes");
	item_free(compose(fm));
}

T(what_zoom_has_not_yet_told_is_said)
{
	AUTO(fake_material_free) struct fake_material *fm = small();
	AUTO(item_free) struct item *it = NULL;

	state(fm, "meeting", U, SOURCE_PART_WAITING, "still counting");
	it = compose(fm);
	T_OK(noticed(it, "not complete when this message was made: still"));
	T_EQ_INT(it->n_parts, 0);
}

T(a_failing_store_is_not_a_damaged_file)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fixture_load("weekly");
	AUTO(item_free) struct item *it = NULL;
	struct err e = ERR_INIT;

	fake_material_break(fm, ERR_STORE);
	T_EQ_INT(zoom_compose(fake_material(fm), &it, &e), -1);
	T_EQ_INT(e.kind, ERR_STORE);
	T_OK(it == NULL);
	err_clear(&e);
	fake_material_break(fm, ERR_RETRY);
	T_EQ_INT(zoom_compose(fake_material(fm), &it, &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	fake_material_break(fm, ERR_ITEM);
	it = compose(fm);
	T_OK(noticed(it, "could not be read for this text"));
	T_EQ_INT(it->n_conversations, 0);
}

/* --- what is known of the meeting ------------------------------------ */

static const struct {
	const char *label, *json, *subject, *conversation;
} meetings[] = {
	{ "nothing but an object", "{}",
	  "Zoom meeting: meeting without a topic", U },
	{ "an id only", "{\"id\":\"123456789\"}",
	  "Zoom meeting: meeting 123 456 789", "123456789" },
	{ "ten digits", "{\"id\":1234567890}",
	  "Zoom meeting: meeting 123 456 7890", "1234567890" },
	{ "many digits", "{\"id\":68000000031879}",
	  "Zoom meeting: meeting 68000000031879", "68000000031879" },
	{ "an id that is none", "{\"id\":-5,\"topic\":\"T\"}",
	  "Zoom meeting: T", U },
	{ "a webinar", "{\"type\":\"9\",\"topic\":\"T\"}", "Zoom webinar: T",
	  U },
	{ "controls and line ends in the topic",
	  "{\"topic\":\"a\\r\\nBcc: x\\u0000\\u0007b\"}",
	  "Zoom meeting: a Bcc: x\xef\xbf\xbd b", U },
	{ "a host who has left", "{\"topic\":\"T\",\"host_id\":\"h1\"}",
	  "Zoom meeting: T - 1 participant", U },
};

T(meetings_are_named)
{
	T_EACH(c, meetings) {
		AUTO(fake_material_free)
		struct fake_material *fm = fake_material_new(U);
		AUTO(item_free) struct item *it = NULL;

		raw(fm, "meeting", c->json);
		it = compose(fm);
		T_EQ_STR(it->subject, c->subject);
		T_EQ_STR(it->conversation, c->conversation);
	}
}

T(a_host_known_by_account_only_is_the_author)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new(U);
	AUTO(item_free) struct item *it = NULL;

	raw(fm, "recordings", "{\"host_id\":\"h1\",\"topic\":\"T\"}");
	it = compose(fm);
	T_EQ_INT(it->author, 0);
	T_EQ_STR(it->people[0].vendor_id, "h1");
	T_EQ_STR(it->people[0].role, "Host");
}

T(a_meeting_of_another_account)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new(U);
	AUTO(item_free) struct item *it = NULL;

	raw(fm, "archive",
	    "{\"uuid\":\"" U "\",\"id\":0,\"host_id\":\"\",\"topic\":\"\","
	    "\"meeting_type\":\"external\",\"type\":2,"
	    "\"start_time\":\"2026-03-02T09:00:00Z\",\"duration_in_second\":61,"
	    "\"archive_files\":[{\"id\":\"f\",\"file_type\":\"M4A\","
	    "\"individual\":true,\"participant_email\":\"bo@example.com\","
	    "\"participant_join_time\":\"2026-03-02T09:00:05Z\","
	    "\"participant_leave_time\":\"2026-03-02T09:01:00Z\"}]}");
	file(fm, "archive-file", "f", "", "sound");
	it = compose(fm);
	T_EQ_STR(it->subject, "Zoom meeting: meeting hosted by another account"
			      " - 1 participant, 1 recording");
	T_EQ_INT(it->author, ITEM_NOBODY);
	T_EQ_STR(it->people[0].email, "bo@example.com");
	T_EQ_INT(it->people[0].n_spans, 1);
	T_EQ_INT(it->end_us - it->start_us, 61 * CLOCK_SECOND);
	T_EQ_STR(it->parts[0].name, "Audio, bo@example.com.m4a");
}

T(a_topic_is_cut)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new(U);
	AUTO(item_free) struct item *it = NULL;
	struct str s AUTO(str_done) = STR_INIT;

	str_add(&s, "{\"topic\":\"");
	for (int i = 0; i < 2 << 20; i++)
		str_add(&s, "\xc3\xa5");
	str_add(&s, "\"}");
	raw(fm, "meeting", s.s);
	it = compose(fm);
	T_OK(str_ends(it->subject, "\xc3\xa5..."));
	T_EQ_INT(strlen(it->subject), 14 + 400 + 3);
}

/* --- chats ----------------------------------------------------------- */

#define PEOPLE                                                                 \
	"{\"participants\":[{\"name\":\"Bo\",\"user_email\":\"bo@example."     \
	"com\","                                                               \
	"\"user_id\":\"1\"},{\"name\":\"Cy\",\"user_email\":\"cy@example."     \
	"com\","                                                               \
	"\"user_id\":\"2\"},{\"name\":\"Cy\",\"user_email\":\"cy2@example."    \
	"com\","                                                               \
	"\"user_id\":\"3\"}]}"

static const struct {
	const char *label, *chat;
	const char *first; /* the first line's time and text */
	const char *note;
} chats[] = {
	{ "from the recording's start", "00:10:00\tBo:\they\n",
	  "2026-03-02T09:20:00Z hey", "" },
	{ "times of day, two hours ahead",
	  "11:15:00 From Bo to Everyone:\n\they\n"
	  "11:40:00 From Bo to Everyone:\n\tbye\n",
	  "2026-03-02T09:15:00Z hey", "times of day" },
	{ "times of day, five hours and a half ahead",
	  "14:45:00 From Bo to Everyone:\n\they\n"
	  "15:25:00 From Bo to Everyone:\n\tbye\n",
	  "2026-03-02T09:15:00Z hey", "times of day" },
	{ "with a date",
	  "2026-03-02 03:15:00 From Bo to Everyone:\n\they\n"
	  "2026-03-02 03:40:00 From Bo to Everyone:\n\tbye\n",
	  "2026-03-02T09:15:00Z hey", "times of day" },
	{ "a date far away",
	  "2026-05-02 09:15:00 From Bo to Everyone:\n\they\n",
	  "- [09:15:00] hey", "not certain" },
	{ "longer than the meeting, not to be placed",
	  "02:15:00 From Bo to Everyone:\n\they\n"
	  "14:40:00 From Bo to Everyone:\n\tbye\n",
	  "- [02:15:00] hey", "not certain" },
};

T(chats_are_placed_in_time)
{
	T_EACH(c, chats) {
		AUTO(fake_material_free) struct fake_material *fm = small();
		AUTO(item_free) struct item *it = NULL;
		struct str got AUTO(str_done) = STR_INIT;
		char when[CLOCK_TEXT];
		const struct item_entry *en;

		raw(fm, "recordings",
		    "{\"recording_files\":[{\"id\":\"c\",\"file_type\":"
		    "\"CHAT\","
		    "\"recording_start\":\"2026-03-02T09:10:00Z\"}]}");
		raw(fm, "participants.1", PEOPLE);
		file(fm, "recording-file", "c", "chat.txt", c->chat);
		it = compose(fm);
		T_EQ_INT(it->n_conversations, 1);
		if (it->n_conversations == 0)
			continue;
		en = &it->conversations[0].entries[0];
		str_addf(&got, "%s %s",
			 en->time_us ? clock_rfc3339(en->time_us, when) : "-",
			 en->text);
		T_EQ_STR(got.s, c->first);
		T_OK(strstr(it->conversations[0].note, c->note) != NULL);
	}
}

T(names_that_several_have_are_not_guessed)
{
	AUTO(fake_material_free) struct fake_material *fm = small();
	AUTO(item_free) struct item *it = NULL;
	const struct item_entry *en;

	raw(fm, "participants.1", PEOPLE);
	file(fm, "recording-file", "c", "chat.txt",
	     "00:00:01\tFrom Cy to Everyone:\they\n"
	     "00:00:02\tFrom Bo to Cy(Direct Message):\tpsst\n"
	     "00:00:03\tFrom Bo to Anna Berg, Dee(Direct Message):\tboth\n"
	     "00:00:04\tFrom Anna Berg (Host) to Everyone:\tenough \n"
	     "00:00:05\tFrom Bo to Cy(cy2@example.com)(Direct Message):\tx\n"
	     "00:00:06\tFrom Bo to , Bo,,Dee(Direct Message):\ty\n");
	it = compose(fm);
	T_OK(noticed(it, "Several participants have the same name"));
	T_EQ_STR(it->subject,
		 "Zoom meeting: Risk - 5 participants, 6 chat messages");
	en = it->conversations[0].entries;
	T_EQ_INT(en[0].author, ITEM_NOBODY);
	T_EQ_STR(en[0].text, "Cy: hey");
	T_EQ_INT(en[1].n_to, 0);
	T_EQ_STR(en[1].to_label, "Cy");
	T_EQ_INT(en[2].n_to, 2);
	T_EQ_INT(en[3].author, 0);
	T_EQ_STR(en[3].text, "enough ");
	T_EQ_INT(en[4].n_to, 1);
	T_EQ_STR(it->people[en[4].to[0]].email, "cy2@example.com");
	T_EQ_STR(en[4].to_label, "Cy");
	T_EQ_INT(en[5].n_to, 2);
}

T(a_million_chat_lines_are_counted_and_capped)
{
	AUTO(fake_material_free) struct fake_material *fm = small();
	AUTO(item_free) struct item *it = NULL;
	struct str s AUTO(str_done) = STR_INIT;

	for (int i = 0; i < 1000000; i++)
		str_addf(&s, "00:%02d:%02d\tFrom P%d to Everyone:\tm%d\r\n",
			 i / 20000, i / 400 % 50, i % 1000, i);
	file(fm, "recording-file", "c", "chat.txt", s.s);
	it = compose(fm);
	T_EQ_STR(it->subject, "Zoom meeting: Risk - 1001 participants, "
			      "1000000 chat messages");
	T_EQ_INT(it->conversations[0].n_entries, TALK_SHOWN);
	T_OK(noticed(it, "The first 20000 of 1000000 chat entries"));
}

T(the_richest_chat_is_shown)
{
	AUTO(fake_material_free) struct fake_material *fm = small();
	AUTO(item_free) struct item *it = NULL;

	file(fm, "archive-file", "a", "archive-chat.txt",
	     "00:00:01\tFrom Bo(bo@example.com) to Everyone:\tfrom archive\n");
	file(fm, "recording-file", "r", "chat.txt",
	     "00:00:01\tBo:\tfrom rec\n");
	/* JSON without messages is no chat */
	file(fm, "archive-file", "j", "chat.json", "{\"messages\":[]}");
	it = compose(fm);
	T_EQ_INT(it->n_conversations, 1);
	T_EQ_STR(it->conversations[0].entries[0].text, "from archive");
	T_EQ_STR(it->people[1].email, "bo@example.com");
	T_OK(noticed(it, "\"chat.txt\" is attached"));
	T_EQ_INT(it->n_parts, 3);
}

T(a_damaged_archived_chat_keeps_what_is_whole)
{
	AUTO(fake_material_free) struct fake_material *fm = small();
	AUTO(item_free) struct item *it = NULL;

	file(fm, "archive-file", "j", "chat.json",
	     "{\"messages\":[{\"msg_type\":1,\"e_time\":\"00:00:05\","
	     "\"s_name\":\"Qm8=\",\"msg_content\":\"aGk=\"},"
	     "{\"msg_type\":9,\"s_name\":\"Qm8=\",\"msg_content\":\"aGk=\"},{");
	it = compose(fm);
	T_OK(noticed(it, "is damaged: 2 messages could be read, 1 not"));
	T_OK(noticed(it, "1 messages of a type that is not known"));
	T_EQ_INT(it->conversations[0].n_entries, 2);
	T_EQ_STR(it->conversations[0].entries[1].text,
		 "[message of type 9] hi");
}

T(the_same_message_in_two_files_is_told_once)
{
	static const char json[] =
		"{\"messages\":[{\"msg_type\":1,\"msg_id\":\"bTE=\","
		"\"s_name\":\"Qm8=\",\"msg_content\":\"aGk=\"}]}";
	AUTO(fake_material_free) struct fake_material *fm = small();
	AUTO(item_free) struct item *it = NULL;

	file(fm, "archive-file", "j1", "chat1.json", json);
	file(fm, "archive-file", "j2", "chat2.json", json);
	it = compose(fm);
	T_EQ_INT(it->conversations[0].n_entries, 1);
}

/* --- people ---------------------------------------------------------- */

T(whoever_a_timeline_names_where_there_is_no_list)
{
	static const char json[] =
		"{\"timeline\":[{\"ts\":\"00:00:01\",\"users\":["
		"{\"username\":\"Bo\",\"zoom_userid\":\"u1\"},"
		"{\"username\":\"Cy\",\"email_address\":\"cy@example.com\"}]},"
		"{\"users\":[{\"username\":\"Bo\",\"zoom_userid\":\"u1\"},7]},"
		"{\"users\":null}]}";
	AUTO(fake_material_free) struct fake_material *fm = small();
	AUTO(item_free) struct item *without = NULL;
	AUTO(item_free) struct item *with = NULL;

	raw(fm, "recordings",
	    "{\"recording_files\":[{\"id\":\"t\",\"file_type\":\"TIMELINE\"}]"
	    "}");
	file(fm, "recording-file", "t", "timeline.json", json);
	without = compose(fm);
	T_EQ_INT(without->n_people, 3);
	T_EQ_STR(without->people[1].vendor_id, "u1");
	T_EQ_STR(without->people[2].email, "cy@example.com");
	raw(fm, "participants.1",
	    "{\"participants\":[{\"name\":\"Dee\",\"user_id\":\"1\"}]}");
	with = compose(fm);
	T_EQ_INT(with->n_people, 2);
}

T(a_hundred_thousand_participants)
{
	AUTO(fake_material_free) struct fake_material *fm = small();
	AUTO(item_free) struct item *it = NULL;
	struct str s AUTO(str_done) = STR_INIT;
	char name[32];

	for (int page = 0; page < 100; page++) {
		str_cut(&s, 0);
		str_add(&s, "{\"participants\":[");
		for (int i = 0; i < 1000; i++)
			str_addf(&s,
				 "%s{\"name\":\"N\",\"user_id\":%d,"
				 "\"join_time\":\"2026-03-02T09:00:00Z\","
				 "\"leave_time\":\"2026-03-02T09:30:00Z\"}",
				 i > 0 ? "," : "", page / 2 * 1000 + i);
		str_add(&s, "]}");
		(void)snprintf(name, sizeof(name), "%s.%d",
			       page % 2 ? "participants"
					: "report-participants",
			       page / 2 + 1);
		raw(fm, name, s.s);
	}
	it = compose(fm);
	T_EQ_STR(it->subject, "Zoom meeting: Risk - 50000 participants");
}

T(the_end_of_time)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new(U);
	AUTO(item_free) struct item *it = NULL;
	AUTO(item_free) struct item *backward = NULL;

	raw(fm, "meeting",
	    "{\"start_time\":\"2199-12-31T23:59:59Z\",\"duration\":99999}");
	file(fm, "archive-file", "j", "chat.json",
	     "{\"messages\":[{\"msg_type\":1,\"e_time\":\"99:59:59\","
	     "\"s_name\":\"Qm8=\",\"msg_content\":\"aGk=\"}]}");
	it = compose(fm);
	T_EQ_INT(it->end_us, 7264118339000000);
	T_EQ_INT(it->conversations[0].entries[0].time_us, 7258478398000000);
	raw(fm, "meeting",
	    "{\"start_time\":\"2026-03-02T09:00:00Z\","
	    "\"end_time\":\"2020-03-02T09:00:00Z\"}");
	backward = compose(fm);
	T_EQ_INT(backward->end_us, 0);
}

/* --- transcripts ----------------------------------------------------- */

T(speakers_are_added_only_where_no_list_is)
{
	static const char vtt[] = "WEBVTT\n\n00:01.000 --> 00:02.000\n"
				  "Dee Doe: hi\n\n00:02.000 --> 00:03.000\n"
				  "<v Eve>ho\n";
	AUTO(fake_material_free) struct fake_material *fm = small();
	AUTO(item_free) struct item *without = NULL;
	AUTO(item_free) struct item *with = NULL;

	file(fm, "transcript", "t", "t.vtt", vtt);
	without = compose(fm);
	T_EQ_INT(without->n_people, 3);
	T_EQ_STR(without->conversations[0].entries[0].text, "hi");
	T_OK(without->conversations[0].spoken);
	raw(fm, "participants.1", PEOPLE);
	with = compose(fm);
	T_EQ_INT(with->n_people, 4);
	T_EQ_STR(with->conversations[0].entries[0].text, "Dee Doe: hi");
	T_EQ_STR(with->conversations[0].entries[1].text, "Eve: ho");
	T_EQ_INT(with->conversations[0].entries[1].author, ITEM_NOBODY);
}

T(a_transcript_in_parts)
{
	AUTO(fake_material_free) struct fake_material *fm = small();
	AUTO(item_free) struct item *it = NULL;

	file(fm, "recording-file", "t1", "a.vtt",
	     "WEBVTT\n\n00:01.000 --> 00:02.000\na\n");
	file(fm, "recording-file", "t2", "b.vtt",
	     "WEBVTT\n\n00:01.000 --> 00:02.000\nb\n");
	file(fm, "recording-file", "t3", "c.cc.vtt",
	     "WEBVTT\n\n00:01.000 --> 00:02.000\nc\n");
	file(fm, "transcript", "t4", "no.vtt", "<html>no</html>");
	it = compose(fm);
	T_EQ_INT(it->n_conversations, 2);
	T_EQ_STR(it->conversations[0].title, "Transcript, part 1 of 2");
	T_EQ_STR(it->conversations[1].entries[0].text, "b");
	T_OK(noticed(it, "attached and not shown: 2 files"));
}

/* --- files ----------------------------------------------------------- */

T(names_of_files_are_safe_and_unique)
{
	static const char *const given[] = {
		"../../etc/passwd",
		"a\\b:c*.txt",
		"..",
		"",
		"x\r\ny.mp4",
		"X Y.MP4",
		"x y.mp4",
		".hidden",
		"Participants.CSV",
		"caf\xc3\xa9\xff.txt",
		"a\xe2\x80\xaegpj.exe",
	};
	static const char *const want[] = {
		"_.._etc_passwd",
		"a_b_c_.txt",
		"Recording file.bin",
		"Recording file (2).bin",
		"x y.mp4",
		"X Y (2).MP4",
		"x y (3).mp4",
		"hidden",
		"Participants (2).CSV",
		"caf\xc3\xa9\xef\xbf\xbd.txt",
		"a___gpj.exe",
	};
	AUTO(fake_material_free) struct fake_material *fm = small();
	AUTO(item_free) struct item *it = NULL;
	char id[2] = "a";

	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++) {
		file(fm, "recording-file", id, given[i], "bytes");
		id[0]++;
	}
	it = compose(fm);
	for (size_t i = 0; i < it->n_parts; i++)
		T_EQ_STR(it->parts[i].name, want[i]);
}

T(long_names_keep_their_end)
{
	AUTO(fake_material_free) struct fake_material *fm = small();
	AUTO(item_free) struct item *it = NULL;
	struct str s AUTO(str_done) = STR_INIT;

	for (int i = 0; i < 100; i++)
		str_add(&s, "\xe2\x82\xac");
	str_add(&s, ".mp4");
	file(fm, "recording-file", "a", s.s, "x");
	file(fm, "recording-file", "b", s.s, "x");
	it = compose(fm);
	T_OK(str_ends(it->parts[0].name, "\xe2\x82\xac.mp4"));
	T_OK(str_ends(it->parts[1].name, "\xe2\x82\xac (2).mp4"));
}

static const struct {
	const char *label, *answer, *kind, *want;
} labels[] = {
	{ "a known view",
	  "{\"recording_files\":[{\"id\":\"x\",\"recording_type\":"
	  "\"shared_screen_with_speaker_view(CC)\"}]}",
	  "recording-file", "Speaker view with shared screen and captions" },
	{ "an unknown view",
	  "{\"recording_files\":[{\"id\":\"x\",\"recording_type\":"
	  "\"room_hologram-view\"}]}",
	  "recording-file", "Room hologram view" },
	{ "a type only",
	  "{\"recording_files\":[{\"id\":\"x\",\"file_type\":\"M4A\"}]}",
	  "recording-file", "Audio" },
	{ "one participant",
	  "{\"participant_audio_files\":[{\"id\":\"x\",\"file_name\":"
	  "\"Audio only - Bo\",\"file_type\":\"M4A\"}]}",
	  "participant-audio", "Audio only - Bo" },
	{ "one participant of the archive",
	  "{\"archive_files\":[{\"id\":\"x\",\"file_type\":\"MP4\","
	  "\"individual\":true,\"participant_email\":\"\"}]}",
	  "archive-file", "Video, one participant" },
	{ "a physical file",
	  "{\"physical_files\":[{\"file_id\":\"x\",\"file_name\":\"a.mp4\"}]}",
	  "archive-file", "a.mp4" },
	{ "unknown to the answer", "{}", "recording-file", "Recording file" },
};

T(files_have_labels_for_people)
{
	T_EACH(c, labels) {
		AUTO(fake_material_free) struct fake_material *fm = small();
		AUTO(item_free) struct item *it = NULL;

		raw(fm, "recordings", c->answer);
		file(fm, c->kind, "x", "x.bin", "bytes");
		it = compose(fm);
		T_EQ_STR(it->parts[0].label, c->want);
	}
}

T(many_files_of_one_name)
{
	AUTO(fake_material_free) struct fake_material *fm = small();
	AUTO(item_free) struct item *it = NULL;
	struct err e = ERR_INIT;
	char id[16];

	for (int i = 0; i < 20000; i++) {
		(void)snprintf(id, sizeof(id), "%05d", i);
		file(fm, "recording-file", id, "same.mp4", "x");
	}
	T_EQ_INT(zoom_compose(fake_material(fm), &it, &e), 1);
	T_EQ_INT(it->n_parts, 20000);
	T_EQ_STR(it->parts[19999].name, "same (20000).mp4");
}

static const struct {
	const char *label;
	enum source_part_state state;
	const char *reason, *want;
	enum item_part_state becomes;
} states[] = {
	{ "waiting", SOURCE_PART_WAITING, "", "not ready at Zoom",
	  ITEM_PART_PENDING },
	{ "refused", SOURCE_PART_REFUSED, "no right", "no right (403)",
	  ITEM_PART_FAILED },
	{ "none", SOURCE_PART_REFUSED, "NO_TRANSCRIPT_DATA", "(403)",
	  ITEM_PART_ABSENT },
	{ "gone", SOURCE_PART_GONE, "", "deleted at Zoom", ITEM_PART_EXPIRED },
	{ "excluded", SOURCE_PART_EXCLUDED, "", "left out", ITEM_PART_ABSENT },
};

T(states_are_told_with_reasons)
{
	T_EACH(c, states) {
		AUTO(fake_material_free) struct fake_material *fm = small();
		AUTO(item_free) struct item *it = NULL;
		struct source_part p = { .kind = "recording-file",
					 .id = "x",
					 .state = c->state,
					 .reason = c->reason,
					 .evidence = "403",
					 .fresh = true };

		fake_material_part(fm, &p, NULL, 0);
		it = compose(fm);
		T_EQ_INT(it->n_parts, 1);
		T_EQ_INT(it->parts[0].state, c->becomes);
		T_OK(strstr(it->parts[0].reason, c->want) != NULL);
	}
}

T_MAIN
