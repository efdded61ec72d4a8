#include "base/err.h"
#include "base/str.h"
#include "item/item.h"
#include "source/ringcentral/compose.h"
#include "t.h"
#include "tests/fake/item-text.h"
#include "tests/fake/material.h"

#define DAY "2026-03-01T"

static const char chat[] =
	"{\"chat\":{\"id\":\"7\",\"Type\":\"Team\",\"name\":\"Desk\"},"
	"\"people\":[{\"id\":\"1\",\"name\":\"Anna Ek\",\"email\":"
	"\"anna@x.example\"},{\"id\":\"2\",\"name\":\"Bo Berg\",\"email\":"
	"\"bo@x.example\"},{\"id\":\"9\",\"name\":\"Gus\",\"guest\":true}]}";

/* A version of something, with its record. */
static void add(struct fake_material *fm, const char *kind, const char *id,
		const char *version, const char *record)
{
	struct source_part p = { .kind = kind,
				 .id = id,
				 .version = version,
				 .state = SOURCE_PART_COMPLETE,
				 .time_us = INT64_C(1772352000000000),
				 .fresh = true };
	struct str name AUTO(str_done) = STR_INIT;

	fake_material_part(fm, &p, NULL, 0);
	str_addf(&name, "%s:%s:%s", kind, id, version);
	fake_material_raw(fm, name.s, record, strlen(record), true);
}

static void raw(struct fake_material *fm, const char *name, const char *text)
{
	fake_material_raw(fm, name, text, strlen(text), true);
}

static void file(struct fake_material *fm, const char *kind, const char *id,
		 const char *name, const char *bytes)
{
	struct source_part p = { .kind = kind,
				 .id = id,
				 .name = name,
				 .label = name,
				 .media_type = "text/plain",
				 .state = SOURCE_PART_CAPTURED,
				 .time_us = INT64_C(1772352000000000),
				 .fresh = true };

	fake_material_part(fm, &p, bytes, strlen(bytes));
}

/* Compose; the item, checked, and as text in *out. NULL: none. */
static struct item *compose(struct fake_material *fm, struct str *out)
{
	struct item *it = NULL;
	struct err e = ERR_INIT;
	char why[ERR_TEXT];
	int rc = rc_compose(fake_material(fm), &it, &e);

	if (rc < 0)
		T_FAIL("%s", err_str(&e, why, sizeof(why)));
	str_cut(out, 0);
	if (rc != 1)
		return NULL;
	item_text_assert(it);
	item_text(out, it);
	return it;
}

static void has(const struct str *text, const char *want)
{
	if (strstr(text->s, want) == NULL)
		T_FAIL("not there: %s\n%s", want, text->s);
}

/* --- slices ------------------------------------------------------------ */

static struct fake_material *slice(void)
{
	struct fake_material *fm = fake_material_new("7/2026-03-01");

	raw(fm, "chat", chat);
	add(fm, "post", "51", "",
	    "{\"id\":\"51\",\"creationTime\":\"" DAY "08:00:00Z\",\"creator\":"
	    "{\"id\":\"1\"},\"text\":\"Hello ![:Person](2) and ![:Team](7)\"}");
	add(fm, "post", "50", "",
	    "{\"id\":\"50\",\"creationTime\":\"" DAY "09:00:00Z\",\"creator\":"
	    "{\"id\":\"2\"},\"chainId\":\"51\",\"text\":\"Yes\","
	    "\"attachments\":[{\"id\":\"f1\",\"type\":\"File\"},{\"id\":\"60\","
	    "\"type\":\"Task\"}]}");
	file(fm, "file", "f1", "a.txt", "hello");
	return fm;
}

T(a_day)
{
	AUTO(fake_material_free) struct fake_material *fm = slice();
	struct str text AUTO(str_done) = STR_INIT;
	AUTO(item_free) struct item *it = compose(fm, &text);
	const struct item_conversation *c;

	T_OK(it != NULL);
	if (it == NULL)
		return;
	T_EQ_STR(it->subject, "RingCentral team: Desk - 2 posts, 3 people");
	T_EQ_STR(it->message_class, "IPM.NOTE.RingCentral.Post");
	T_EQ_STR(it->ref.kind, "slice");
	T_EQ_STR(it->ref.id, "7/2026-03-01");
	T_EQ_STR(it->ref.version, "0");
	T_EQ_STR(it->conversation, "7");
	/* days thread together */
	T_EQ_STR(it->answers->kind, "conversation");
	T_EQ_STR(it->answers->id, "7");
	T_EQ_STR(it->answers->version, "");
	T_EQ_STR(it->people[it->author].email, "anna@x.example");
	T_EQ_INT(it->start_us, INT64_C(1772352000000000));
	T_EQ_INT(it->end_us, INT64_C(1772355600000000));
	c = &it->conversations[0];
	T_EQ_INT(c->n_entries, 2);
	T_EQ_STR(c->entries[0].text, "Hello @Bo Berg and @Desk");
	T_EQ_STR(c->entries[1].parent, "51");
	T_EQ_STR(c->entries[1].text, "Yes\n(attached: Task 60)");
	T_EQ_INT(c->entries[1].n_files, 1);
	T_EQ_STR(c->entries[1].files[0], "a.txt");
	T_EQ_INT(it->n_raws, 3);
}

/* What comes later answers the day, and holds only itself. */
T(later)
{
	AUTO(fake_material_free) struct fake_material *fm = slice();
	struct str text AUTO(str_done) = STR_INIT;
	struct item *it;

	fake_material_told(fm);
	fake_material_ordinal(fm, 1);
	T_OK(compose(fm, &text) == NULL);
	add(fm, "post", "51", DAY "10:00:00Z",
	    "{\"id\":\"51\",\"creationTime\":\"" DAY "08:00:00Z\","
	    "\"lastModifiedTime\":\"" DAY "10:00:00Z\",\"creator\":{\"id\":"
	    "\"1\"},\"text\":\"Hullo\"}");
	add(fm, "post", "50", "deleted",
	    "{\"id\":\"50\",\"creationTime\":\"" DAY "09:00:00Z\","
	    "\"lastModifiedTime\":\"" DAY "11:00:00Z\",\"deleted\":true,"
	    "\"creator\":{\"id\":\"2\"}}");
	it = compose(fm, &text);
	T_OK(it != NULL);
	if (it == NULL)
		return;
	T_EQ_STR(it->subject, "RingCentral team: Desk - 1 edit, 1 deletion, 3 "
			      "people");
	T_EQ_STR(it->ref.version, "1");
	T_EQ_STR(it->answers->kind, "slice");
	T_EQ_STR(it->answers->version, "0");
	T_EQ_INT(it->conversations[0].n_entries, 2);
	T_EQ_INT(it->conversations[0].entries[0].kind, ITEM_EDIT);
	T_EQ_STR(it->conversations[0].entries[0].target, "51");
	T_EQ_STR(it->conversations[0].entries[0].text, "Hullo");
	T_EQ_INT(it->conversations[0].entries[1].kind, ITEM_DELETION);
	T_EQ_INT(it->conversations[0].entries[1].author, ITEM_NOBODY);
	T_EQ_INT(it->n_parts, 0);
	T_EQ_INT(it->n_raws, 2);
	item_free(it);
}

/* Changed before it was first collected: no words are made up for it. */
T(what_was_never_seen)
{
	static const struct {
		const char *label, *version, *more, *want, *subject;
	} rows[] = {
		{ "edited", DAY "10:00:00Z", "\"text\":\"new\"",
		  "its first words are not known", "1 post, 1 edit" },
		{ "deleted", "deleted", "\"deleted\":true",
		  "its words are not known", "1 post, 1 deletion" },
		{ "deleted, words kept", "deleted",
		  "\"deleted\":true,\"text\":\"old words\"", "old words",
		  "1 post, 1 deletion" },
	};

	T_EACH(r, rows) {
		AUTO(fake_material_free)
		struct fake_material *fm = fake_material_new("7/2026-03-01");
		struct str text AUTO(str_done) = STR_INIT;
		struct str record AUTO(str_done) = STR_INIT;
		struct item *it;

		str_addf(&record,
			 "{\"id\":\"50\",\"creationTime\":\"" DAY
			 "09:00:00Z\",\"lastModifiedTime\":\"" DAY
			 "10:00:00Z\",%s}",
			 r->more);
		raw(fm, "chat", chat);
		add(fm, "post", "50", r->version, record.s);
		it = compose(fm, &text);
		has(&text, r->want);
		has(&text, r->subject);
		T_EQ_INT(it->conversations[0].entries[0].kind, ITEM_TEXT);
		T_EQ_INT(it->conversations[0].n_entries, 2);
		item_free(it);
	}
}

/* Changed by what hangs on it: no edit is shown that was none. */
T(the_same_words)
{
	AUTO(fake_material_free) struct fake_material *fm = slice();
	struct str text AUTO(str_done) = STR_INIT;
	struct item *it;

	fake_material_told(fm);
	fake_material_ordinal(fm, 1);
	add(fm, "post", "50", DAY "10:00:00Z",
	    "{\"id\":\"50\",\"creationTime\":\"" DAY "09:00:00Z\","
	    "\"lastModifiedTime\":\"" DAY "10:00:00Z\",\"creator\":{\"id\":"
	    "\"2\"},\"text\":\"Yes\",\"attachments\":[{\"id\":\"61\","
	    "\"type\":\"Note\"}]}");
	it = compose(fm, &text);
	T_EQ_INT(it->conversations[0].n_entries, 1);
	T_EQ_INT(it->conversations[0].entries[0].kind, ITEM_EVENT);
	T_EQ_STR(it->conversations[0].entries[0].text,
		 "changed a post, but not its words:\n(attached: Note 61)");
	item_free(it);
}

T(names_of_chats)
{
	static const struct {
		const char *label, *chat, *subject;
	} rows[] = {
		{ "direct",
		  "{\"chat\":{\"type\":\"Direct\"},\"people\":[{\"id\":\"1\","
		  "\"name\":\"A\"},{\"id\":\"2\",\"name\":\"B\"}]}",
		  "RingCentral direct chat: A, B - 1 post, 2 people" },
		{ "many",
		  "{\"chat\":{\"Type\":\"Group\"},\"people\":[{\"id\":\"1\","
		  "\"name\":\"A\"},{\"id\":\"2\",\"name\":\"B\"},{\"id\":\"3\","
		  "\"name\":\"C\"},{\"id\":\"4\",\"name\":\"D\"},{\"id\":\"5\","
		  "\"name\":\"E\"}]}",
		  "RingCentral group chat: A, B, C, D and 1 more - 1 post, 5 "
		  "people" },
		{ "nobody knows", "[]",
		  "RingCentral chat: 1 - 1 post, 1 person" },
		{ "the same address twice",
		  "{\"chat\":{\"name\":\"X\"},\"people\":[{\"id\":\"1\","
		  "\"name\""
		  ":\"A\",\"email\":\"a@x.example\"},{\"id\":\"2\",\"name\":"
		  "\"A\",\"email\":\"A@x.example\"}]}",
		  "RingCentral chat: X - 1 post, 1 person" },
	};

	T_EACH(r, rows) {
		AUTO(fake_material_free)
		struct fake_material *fm = fake_material_new("7/2026-03-01");
		struct str text AUTO(str_done) = STR_INIT;
		struct item *it;

		raw(fm, "chat", r->chat);
		add(fm, "post", "50", "",
		    "{\"creationTime\":\"" DAY
		    "09:00:00Z\",\"creator\":{\"id\":"
		    "\"1\"},\"text\":\"x\"}");
		it = compose(fm, &text);
		T_EQ_STR(it->subject, r->subject);
		item_free(it);
	}
}

/* Somebody who left is known by what was told beside the post. */
T(an_author_who_left)
{
	AUTO(fake_material_free) struct fake_material *fm = slice();
	struct str text AUTO(str_done) = STR_INIT;
	struct item *it;

	add(fm, "post", "52", "",
	    "{\"creationTime\":\"" DAY
	    "07:00:00Z\",\"creator\":{\"id\":\"4\"}}");
	raw(fm, "person:4",
	    "{\"people\":[{\"id\":\"4\",\"name\":\"Left\",\"email\":"
	    "\"left@x.example\"}]}");
	it = compose(fm, &text);
	T_EQ_STR(it->people[it->author].email, "left@x.example");
	T_EQ_INT(it->n_people, 4);
	item_free(it);
}

/* Of a later message: not who wrote something else and has left since, and
   nobody by an address that may be somebody else's by now. */
T(a_later_message_is_not_for_who_has_left)
{
	AUTO(fake_material_free) struct fake_material *fm = slice();
	AUTO(item_free) struct item *it = NULL;
	struct str text AUTO(str_done) = STR_INIT;

	fake_material_told(fm);
	fake_material_ordinal(fm, 1);
	raw(fm, "person:4",
	    "{\"people\":[{\"id\":\"4\",\"name\":\"Dag\",\"email\":"
	    "\"dag@x.example\",\"member\":false}]}");
	raw(fm, "person:5",
	    "{\"people\":[{\"id\":\"5\",\"name\":\"Eva\",\"email\":"
	    "\"reception@x.example\",\"member\":false,\"gone\":true}]}");
	add(fm, "post", "52", "deleted",
	    "{\"id\":\"52\",\"creationTime\":\"" DAY "08:30:00Z\","
	    "\"lastModifiedTime\":\"2026-03-04T08:00:00Z\",\"deleted\":true,"
	    "\"creator\":{\"id\":\"5\"}}");
	it = compose(fm, &text);
	T_OK(it != NULL && strstr(text.s, "dag@x.example") == NULL);
	T_OK(it != NULL && strstr(text.s, "reception@x.example") == NULL);
	has(&text, "Eva");
}

T(a_record_that_cannot_be_read)
{
	AUTO(fake_material_free) struct fake_material *fm = slice();
	struct str text AUTO(str_done) = STR_INIT;
	struct item *it = NULL;
	struct err e = ERR_INIT;

	add(fm, "post", "53", "", "not JSON");
	it = compose(fm, &text);
	has(&text, "The record of post 53 cannot be read");
	item_free(it);
	fake_material_free(fm);
	/* nothing else: set aside with its reason */
	fm = fake_material_new("7/2026-03-01");
	add(fm, "post", "53", "", "not JSON");
	it = NULL;
	T_EQ_INT(rc_compose(fake_material(fm), &it, &e), -1);
	T_EQ_INT(e.kind, ERR_ITEM);
}

T(a_file_alone)
{
	AUTO(fake_material_free) struct fake_material *fm = slice();
	struct str text AUTO(str_done) = STR_INIT;
	struct item *it;

	fake_material_told(fm);
	fake_material_ordinal(fm, 1);
	file(fm, "file", "f2", "../late*.txt", "late");
	it = compose(fm, &text);
	T_EQ_STR(it->subject, "RingCentral team: Desk - 1 file, 3 people");
	T_EQ_STR(it->parts[0].name, "_late_.txt");
	item_free(it);
}

/* The same material gives the same item, whatever is asked first. */
T(twice_the_same)
{
	AUTO(fake_material_free) struct fake_material *fm = slice();
	struct str one AUTO(str_done) = STR_INIT;
	struct str two AUTO(str_done) = STR_INIT;

	item_free(compose(fm, &one));
	item_free(compose(fm, &two));
	T_EQ_STR(one.s, two.s);
}

/* --- tasks, notes, events ---------------------------------------------- */

#define TASK(at, more)                                                         \
	"{\"id\":\"60\",\"subject\":\"Do it\",\"creationTime\":\"" DAY         \
	"08:00:00Z\",\"lastModifiedTime\":\"" DAY at "\",\"creator\":{"        \
	"\"id\":\"1\"}" more "}"

T(the_life_of_a_task)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new("task/60");
	struct str text AUTO(str_done) = STR_INIT;
	struct item *it;

	raw(fm, "chat", chat);
	add(fm, "task", "60", DAY "08:00:00Z",
	    TASK("08:00:00Z",
		 ",\"status\":\"Pending\",\"description\":\"How\""));
	it = compose(fm, &text);
	T_EQ_STR(it->subject, "RingCentral task: Do it - Pending");
	T_EQ_STR(it->message_class, "IPM.NOTE.RingCentral.Task");
	T_EQ_STR(it->answers->kind, "conversation");
	has(&text, "created");
	has(&text, "How");
	item_free(it);

	fake_material_told(fm);
	fake_material_ordinal(fm, 1);
	add(fm, "task", "60", DAY "09:00:00Z",
	    TASK("09:00:00Z",
		 ",\"status\":\"Completed\",\"description\":\"So\","
		 "\"assignees\":[{\"id\":\"2\",\"status\":"
		 "\"Completed\"}]"));
	it = compose(fm, &text);
	T_EQ_STR(it->subject, "RingCentral task: Do it - Completed (changed)");
	T_EQ_STR(it->answers->kind, "task");
	T_EQ_STR(it->answers->version, "0");
	has(&text, "Status: Completed, before: Pending");
	has(&text, "Assigned to: Bo Berg (Completed)");
	has(&text, "Description was changed");
	item_free(it);

	fake_material_told(fm);
	fake_material_ordinal(fm, 2);
	add(fm, "task", "60", DAY "10:00:00Z",
	    TASK("10:00:00Z", ",\"deleted\":true,\"status\":\"Completed\","
			      "\"description\":\"So\",\"assignees\":[{\"id\":"
			      "\"2\",\"status\":\"Completed\"}]"));
	it = compose(fm, &text);
	T_EQ_STR(it->subject, "RingCentral task: Do it - deleted");
	has(&text, "deleted");
	item_free(it);
}

T(notes_and_events)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new("note/61");
	struct str text AUTO(str_done) = STR_INIT;
	struct item *it;

	add(fm, "note", "61", DAY "09:00:00Z",
	    "{\"title\":\"N\",\"body\":\"B\",\"creationTime\":\"" DAY
	    "08:00:00Z\",\"lastModifiedTime\":\"" DAY "09:00:00Z\"}");
	it = compose(fm, &text);
	T_EQ_STR(it->message_class, "IPM.NOTE.RingCentral.Note");
	has(&text, "its first state is not known");
	item_free(it);
	fake_material_free(fm);

	fm = fake_material_new("event/62");
	add(fm, "event", "62", DAY "08:00:00Z",
	    "{\"title\":\"E\",\"startTime\":\"2026-03-05T08:00:00Z\"}");
	it = compose(fm, &text);
	T_EQ_STR(it->subject, "RingCentral event: E - 2026-03-05 08:00:00 UTC");
	T_EQ_STR(it->message_class, "IPM.NOTE.RingCentral.Event");
	item_free(it);
}

/* --- messages, calls, video -------------------------------------------- */

static const char people[] =
	"{\"people\":[{\"id\":\"11\",\"name\":\"Anna Ek\",\"email\":"
	"\"anna@x.example\",\"owner\":true}]}";

T(a_message)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new("message/11/70");
	struct str text AUTO(str_done) = STR_INIT;
	struct item *it;

	raw(fm, "people", people);
	add(fm, "message", "70", "",
	    "{\"id\":70,\"type\":\"SMS\",\"creationTime\":\"" DAY
	    "08:00:00Z\",\"from\":{\"extensionId\":\"11\",\"phoneNumber\":"
	    "\"+46111\"},\"to\":[{\"phoneNumber\":\"+46222\"},{\"phoneNumber\":"
	    "\"+46333\",\"name\":\"Somebody\"}],\"subject\":\"Hi there\","
	    "\"conversation\":{\"id\":\"5\"}}");
	it = compose(fm, &text);
	T_EQ_STR(it->subject, "RingCentral SMS: Anna Ek to +46222 and 1 more");
	T_EQ_STR(it->message_class, "IPM.NOTE.RingCentral.SMS");
	T_EQ_STR(it->conversation, "message/5");
	T_EQ_STR(it->people[it->author].email, "anna@x.example");
	T_EQ_INT(it->n_people, 3);
	/* a number alone has no address of its own */
	T_EQ_STR(it->people[1].email, "");
	T_EQ_STR(it->people[1].vendor_id, "+46222");
	T_OK(it->people[1].external);
	T_EQ_STR(it->conversations[0].entries[0].text, "Hi there");
	item_free(it);

	fake_material_told(fm);
	fake_material_ordinal(fm, 1);
	add(fm, "message", "70", "deleted",
	    "{\"id\":70,\"type\":\"SMS\",\"from\":{\"extensionId\":\"11\"},"
	    "\"to\":[{\"phoneNumber\":\"+46222\"}]}");
	it = compose(fm, &text);
	T_EQ_STR(it->subject, "RingCentral SMS: Anna Ek to +46222 - deleted");
	T_EQ_STR(it->answers->kind, "message");
	has(&text, "has been deleted");
	item_free(it);
}

T(a_call)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new("call/a");
	struct str text AUTO(str_done) = STR_INIT;
	struct item *it;

	raw(fm, "people", people);
	add(fm, "call", "a", "",
	    "{\"id\":\"a\",\"startTime\":\"" DAY "08:00:00Z\",\"duration\":125,"
	    "\"from\":{\"phoneNumber\":\"+46222\"},\"to\":{\"extensionId\":"
	    "\"11\"},\"legs\":[{\"from\":{\"phoneNumber\":\"+46222\"},\"to\":{"
	    "\"extensionId\":\"11\"},\"result\":\"Missed\"},{\"to\":{"
	    "\"extensionId\":\"12\",\"name\":\"Bo\"},\"result\":\"Accepted\"}]"
	    "}");
	file(fm, "call-recording", "r1", "recording-r1.mp3", "sound");
	it = compose(fm, &text);
	T_EQ_STR(it->subject, "RingCentral call: +46222 to Anna Ek, 2:05");
	T_EQ_STR(it->message_class, "IPM.NOTE.RingCentral.Call");
	T_EQ_INT(it->n_tables, 1);
	T_EQ_INT(it->n_people, 3);
	T_EQ_INT(it->end_us - it->start_us, 125000000);
	T_EQ_INT(it->n_parts, 1);
	item_free(it);
}

T(a_video_meeting)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new("video/m1");
	struct str text AUTO(str_done) = STR_INIT;
	struct item *it;

	raw(fm, "people", people);
	add(fm, "video-meeting", "m1", "",
	    "{\"id\":\"m1\",\"displayName\":\"Weekly\",\"startTime\":\"" DAY
	    "08:00:00Z\",\"duration\":60,\"hostInfo\":{\"extensionId\":\"11\"},"
	    "\"participants\":[{\"id\":\"p1\",\"extensionId\":\"11\"},{\"id\":"
	    "\"p2\",\"displayName\":\"Guest\"},{\"id\":\"p3\",\"callerId\":"
	    "\"+46222\"}]}");
	file(fm, "video-recording", "m1", "Weekly.mp4", "film");
	file(fm, "video-chat", "m1", "chat.txt", "Anna: hello\r\n");
	it = compose(fm, &text);
	T_EQ_STR(it->subject, "RingCentral video meeting: Weekly - 3 "
			      "participants, 1 recording");
	T_EQ_STR(it->message_class, "IPM.NOTE.RingCentral.Meeting");
	T_EQ_STR(it->people[it->author].role, "Host");
	T_EQ_STR(it->texts[0].text, "Anna: hello\n");
	item_free(it);

	/* a disk that fails is no damaged chat */
	fake_material_break(fm, ERR_STORE);
	{
		struct err e = ERR_INIT;

		it = NULL;
		T_EQ_INT(rc_compose(fake_material(fm), &it, &e), -1);
		T_EQ_INT(e.kind, ERR_STORE);
	}
	fake_material_break(fm, ERR_ITEM);
	it = compose(fm, &text);
	has(&text, "The chat cannot be read");
	item_free(it);
}

/* The recording was listed, the meeting is not yet. */
T(a_recording_before_its_meeting)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new("video/m1");
	struct str text AUTO(str_done) = STR_INIT;
	struct item *it;

	file(fm, "video-recording", "m1", "x.mp4", "film");
	it = compose(fm, &text);
	has(&text, "has not told of the meeting itself");
	item_free(it);
}

T(nothing_at_all)
{
	AUTO(fake_material_free)
	struct fake_material *fm = fake_material_new("7/2026-03-01");
	struct str text AUTO(str_done) = STR_INIT;

	T_OK(compose(fm, &text) == NULL);
	raw(fm, "chat", chat);
	T_OK(compose(fm, &text) == NULL);
}

T_MAIN
