/* meetings.c - meetings: empty, ordinary, answered by a supplement, large. */
#include "tests/samples/build.h"

#include <stdio.h>
#include <string.h>

static struct item *meeting(const char *id, const char *title)
{
	struct item *it = build_item("zoom-meetings", "meeting", id);

	it->type = "Zoom meeting";
	it->title = title;
	it->message_class = "IPM.NOTE.ZoomMeetings.Meeting";
	it->time_us = it->start_us = AT(0);
	it->end_us = AT(2712);
	return it;
}

struct item *sample_empty(void)
{
	struct item *it = meeting("4444AAAiAAAAAiAiAiiAii==", "");

	it->subject = "Zoom meeting: (no topic) - nobody came";
	return it;
}

static void add_people(struct item *it)
{
	size_t host = item_person(it, "Anna Svensson", "anna@example.com",
				  "KdYKjnimT4KPd8FFgQt9FQ==");
	size_t bo = item_person(it, "Berg, Bo", "bo.berg@example.com", "u2");
	size_t guest = item_person(it, "=HYPERLINK(\"x\")", "", "");
	size_t phone = item_person(it, "+46 70 123 45 67", "", "16778240");
	size_t omar = item_person(it,
				  "\xd8\xb9\xd9\x85\xd8\xb1 "
				  "\xd8\xae\xd8\xa7\xd9\x84\xd8\xaf",
				  "omar@partner.example", "u5");

	it->author = host;
	it->people[host].role = "Host";
	it->people[bo].role = "Co-host";
	it->people[guest].role = "Guest";
	it->people[guest].external = true;
	it->people[phone].note = "by telephone";
	it->people[omar].external = true;
	item_add_span(it, host, AT(2), AT(2710));
	item_add_span(it, bo, AT(10), AT(900));
	item_add_span(it, bo, AT(960), AT(2700));
	item_add_span(it, guest, AT(30), 0);
	item_add_span(it, phone, AT(31), AT(40));
	item_add_span(it, omar, AT(32), AT(2711));
}

static void add_chat(struct item *it)
{
	struct item_conversation *c =
		item_add_conversation(it, "In-meeting chat");
	static const char *const files[] = { "limits.xlsx", "lost.pdf" };
	static const size_t to_bo[] = { 1 };
	struct item_entry *en;

	c->note = "From the chat file saved with the recording.";
	build_entry(it, c, ITEM_TEXT, AT(60), 0,
		    "Good morning. The agenda:\n1. Limits\n2. Any other "
		    "business");
	en = build_entry(it, c, ITEM_TEXT, AT(75), 1,
			 "I share the limits now, they are rather long and "
			 "this line has to wrap somewhere: "
			 "https://example.com/a/very/long/address/that/cannot/"
			 "be/broken/anywhere?at=all&x=1");
	en->files = files;
	en->n_files = 2;
	en = build_entry(it, c, ITEM_TEXT, AT(80), 0,
			 "Do not mention the Oslo book to Omar.");
	en->to = to_bo;
	en->n_to = 1;
	en = build_entry(it, c, ITEM_TEXT, AT(95), 4,
			 "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7 "
			 "\xd8\xa8\xd8\xa7\xd9\x84\xd8\xac\xd9\x85\xd9\x8a\xd8"
			 "\xb9");
	en->parent = "m1";
	en = build_entry(it, c, ITEM_EDIT, AT(100), 1,
			 "I share the limits now.");
	en->target = "m2";
	en = build_entry(it, c, ITEM_DELETION, AT(110), 0, "");
	en->target = "m3";
	for (size_t i = 0; i < 5; i++) {
		en = build_entry(it, c, ITEM_REACTION, AT(120), i,
				 i < 3 ? "\xf0\x9f\x91\x8d"
				       : "\xe2\x9d\xa4\xef\xb8\x8f");
		en->target = "m1";
	}
	build_entry(it, c, ITEM_EVENT, AT(130), 2, "left the meeting");
	build_entry(it, c, ITEM_TEXT, AT(131), ITEM_NOBODY,
		    "<script>alert(1)</script> & \"so on\"\n    indented");
	en = build_entry(it, c, ITEM_TEXT, AT(140), 1, "To all of you.");
	en->to_label = "Everyone in the waiting room";
}

static void add_rest(struct item *it)
{
	static const char *const columns[] = { "Question", "Answer", "Who" };
	static const char *const cells[] = {
		"Raise the limit?", "Yes",           "Anna Svensson",
		"Raise the limit?", "No, never <b>", "Berg, Bo",
	};
	struct item_conversation *c;
	struct item_table *t;
	struct item_text *text;

	text = item_add_text(
		it, "Summary",
		"# Overview\n\nThe team discussed **limits** and *Oslo*.\n\n"
		"## Next steps\n- Anna: raise `limit_x`\n  - by Friday\n"
		"- Bo: see [the page](https://example.com/x)\n\n"
		"1. first\n2. second\n\n> quoted\n\n```\ncode <b>\n```\n---\n"
		"<img src=x onerror=alert(1)> 2*3*4 snake_case_name");
	text->note = "Written by the platform's assistant.";
	text->markdown = true;
	t = item_add_table(it, "Poll: limits");
	t->note = "Two answers";
	t->n_columns = 3;
	t->columns = columns;
	t->cells = cells;
	t->n_rows = 2;
	c = item_add_conversation(it, "Transcript");
	c->spoken = true;
	build_entry(it, c, ITEM_TEXT, AT(12), 0, "Welcome, everybody.");
	build_entry(it, c, ITEM_TEXT, AT(15), ITEM_NOBODY, "Hello.");
}

struct item *sample_meeting(void)
{
	struct item *it = meeting("/ajXp112QmuoKj4854875==",
				  "Weekly risk call: \xc3\xa5\xc3\xa4\xc3\xb6");
	struct item_part *p;

	it->subject = "Zoom meeting: Weekly risk call: "
		      "\xc3\xa5\xc3\xa4\xc3\xb6 - 5 participants, 6 chat "
		      "messages, 1 recording";
	it->conversation = "98765432109";
	add_people(it);
	item_add_fact(it, "Meeting ID", "987 6543 2109");
	item_add_fact(it, "Start", "2026-03-01 10:00:00");
	item_add_fact(it, "End", "2026-03-01 10:45:12");
	item_add_fact(it, "Duration", "45 min 12 s");
	item_add_fact(it, "A label that is much too long for its column",
		      "and its value");
	item_add_notice(it, "One of the recordings could not be fetched: see "
			    "the list at the end.");
	add_chat(it);
	add_rest(it);
	p = build_part(it, "Recording (speaker view).mp4", "video/mp4", 101,
		       5000);
	p->label = "Speaker view with screen";
	p->from_us = AT(5);
	p->to_us = AT(2700);
	p = build_part(it, "chat.txt", "text/plain; charset=utf-8", 102, 300);
	p->kind = "chat-file";
	p = build_part(it, "chat.txt", "text/plain", 103, 0);
	p = build_part(it, "limits.xlsx", "application/vnd.ms-excel", 104, 58);
	build_missing(it, "gallery.mp4", ITEM_PART_FAILED,
		      "HTTP 403: no permission to download");
	build_missing(it, "audio.m4a", ITEM_PART_PENDING, "processing at Zoom");
	build_missing(it, "", ITEM_PART_EXPIRED, "deleted after 30 days");
	build_missing(it, "lost.pdf", ITEM_PART_ABSENT, "");
	build_raw(it, "meeting", 201, 700);
	build_raw(it, "participants", 202, 57);
	return it;
}

struct item *sample_supplement(void)
{
	static const struct item_ref answers = {
		"meeting", "/ajXp112QmuoKj4854875==", "0"
	};
	struct item *it =
		meeting("/ajXp112QmuoKj4854875==", "Weekly risk call");
	struct item_part *p;

	it->ref.version = "1";
	it->subject = "Zoom meeting: Weekly risk call - supplement, "
		      "1 recording";
	it->conversation = "98765432109";
	it->answers = &answers;
	it->author = item_person(it, "Anna Svensson", "anna@example.com", "");
	item_add_notice(it, "This adds to the message of 2026-03-01.");
	p = build_part(it, "audio.m4a", "audio/mp4", 105, 77);
	p->label = "Audio only";
	p = build_missing(it, "Recording (speaker view).mp4", ITEM_PART_EARLIER,
			  "");
	build_raw(it, "recordings.json", 203, 99);
	return it;
}

/* --- many -------------------------------------------------------------------
 */

static void add_crowd(struct item *it, size_t n)
{
	static const char *const first[] = { "Anna", "Bo",   "\xc3\x85sa",
					     "Li",   "Omar", "Zo\xc3\xab" };
	static const char *const last[] = { "Svensson", "Berg", "M\xc3\xbcller",
					    "O'Neill", "\xe7\x8e\x8b" };

	for (size_t i = 0; i < n; i++) {
		const char *name = arena_printf(it->arena, "%s %s %zu",
						first[i % 6], last[i % 5], i);
		const char *mail =
			i % 10 == 9 ? ""
				    : arena_printf(it->arena,
						   "person.%zu@example.com", i);
		size_t p = item_person(it, name, mail,
				       arena_printf(it->arena, "v%zu", i));

		item_add_span(it, p, AT((int64_t)(i % 300)),
			      AT(2700 - (int64_t)(i % 200)));
	}
	it->author = 0;
}

struct item *sample_hall(void)
{
	static const char *const said[] = {
		"Yes.",
		"I do not think that the second quarter will look like this, "
		"and neither does anybody in the team.",
		"\xe5\x90\x8c\xe6\x84\x8f\xe3\x81\x97\xe3\x81\xbe\xe3\x81\x99"
		"\xe3\x80\x82",
		"\xf0\x9f\x98\x80\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9"
		"\xe2\x80\x8d\xf0\x9f\x91\xa7",
		"What about the tables on page 14?",
	};
	struct item *it = meeting("hall==", "All hands: results of the year");
	struct item_conversation *c;

	it->subject = "Zoom meeting: All hands";
	add_crowd(it, 500);
	c = item_add_conversation(it, "In-meeting chat");
	for (size_t i = 0; i < 2000; i++) {
		struct item_entry *en =
			build_entry(it, c, ITEM_TEXT,
				    AT(0) + (int64_t)i * 40 * CLOCK_SECOND,
				    i * 7 % 500, said[i % 5]);

		if (i % 17 == 16)
			en->parent = arena_printf(it->arena, "m%zu", i - 4);
	}
	return it;
}

struct item *sample_webinar(void)
{
	struct item *it = meeting("webinar==", "A webinar for customers");

	it->subject = "Zoom webinar: A webinar for customers";
	add_crowd(it, 3000);
	return it;
}
