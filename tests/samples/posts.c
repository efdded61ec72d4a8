/* posts.c - a slice over midnight, a note, and names nobody should have. */
#include "tests/samples/build.h"

#include <string.h>

struct item *sample_slice(void)
{
	struct item *it = build_item("webex", "slice", "Y2lzY29zcGFyazovL3Vz");
	struct item_conversation *c;
	struct item_entry *en;
	size_t anna, wang;

	it->type = "Webex space";
	it->title = "\xe6\xbc\xa2\xe5\xad\x97 and more";
	it->subject = "Webex: \xe6\xbc\xa2\xe5\xad\x97 and more - 2 people, "
		      "4 messages";
	it->message_class = "IPM.NOTE.WebexTeams.Slice";
	it->conversation = "Y2lzY29zcGFyazovL3VzL1JPT00vYmJj";
	it->time_us = AT(50000);
	anna = item_person(it, "Anna Svensson", "anna@example.com", "p1");
	wang = item_person(it, "\xe7\x8e\x8b\xe5\xb0\x8f\xe6\x98\x8e",
			   "wang@example.cn",
			   "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9mNWIzNjE4Ny1jOGRk"
			   "LTQ3MjctOGIyZi1mOWM0NDdmMjkwNDY");
	it->author = anna;
	c = item_add_conversation(it, "Space");
	build_entry(it, c, ITEM_TEXT, AT(50300), anna, "Just before midnight");
	build_entry(it, c, ITEM_TEXT, AT(50500), wang,
		    "\xe5\x8d\x88\xe5\xa4\x9c\xe4\xbb\xa5\xe5\x90\x8e\xef\xbc"
		    "\x8c\xe6\x88\x91\xe4\xbb\xac\xe5\xbc\x80\xe5\xa7\x8b\xe4"
		    "\xba\x86\xe3\x80\x82\xe8\xbf\x99\xe6\x98\xaf\xe4\xb8\x80"
		    "\xe8\xa1\x8c\xe5\xbe\x88\xe9\x95\xbf\xe7\x9a\x84\xe6\x96"
		    "\x87\xe5\xad\x97\xef\xbc\x8c\xe5\xbf\x85\xe9\xa1\xbb\xe5"
		    "\x9c\xa8\xe6\x9f\x90\xe5\xa4\x84\xe6\x8d\xa2\xe8\xa1\x8c"
		    "\xe3\x80\x82");
	en = build_entry(it, c, ITEM_TEXT, AT(50600), anna, "An answer");
	en->parent = "of-yesterday";
	en = build_entry(it, c, ITEM_EDIT, AT(50700), anna, "It reads so now");
	en->target = "of-yesterday";
	en = build_entry(it, c, ITEM_DELETION, AT(50800), wang, "");
	en->target = "of-yesterday-too";
	en = build_entry(it, c, ITEM_REACTION, AT(50900), wang,
			 "\xf0\x9f\x91\x8d");
	en->target = "of-yesterday";
	build_entry(it, c, ITEM_TEXT, 0, wang, "");
	build_raw(it, "messages-1", 301, 1200);
	return it;
}

struct item *sample_note(void)
{
	struct item *it = build_item("ringcentral", "note", "n-1");
	struct item_text *t;

	it->type = "RingCentral note";
	it->title = "Plain";
	it->subject = "RingCentral note: Plain";
	it->message_class = "IPM.NOTE.RingCentral.Note";
	it->time_us = AT(0);
	it->author = item_person(it, "Bo Berg", "bo@example.com", "1");
	item_person(it, "Li", "li@example.com", "2");
	t = item_add_text(it, "Body", "From here on\n.\n--=_x\nplain ASCII.\n");
	t->note = "";
	return it;
}

static void add_odd_people(struct item *it)
{
	static const struct {
		const char *name, *email, *id;
	} odd[] = {
		{ "Author", "author@example.com", "" },
		{ "", "nameless@example.com", "" },
		{ "", "", "only-an-id" },
		{ "", "", "" },
		{ "Evil\r\nBcc: all@example.com", "evil@example.com", "" },
		{ "=?utf-8?q?look-alike?=", "alike@example.com", "" },
		{ "quote \" backslash \\ comma, semi;", "q@example.com", "" },
		{ "one@two.example", "three@four.example", "" },
		{ "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf", "rtl@example.com", "" },
		{ "\xe2\x80\xae"
		  "txet desrever",
		  "rlo@example.com", "" },
		{ "\xf0\x9f\x98\x80\xf0\x9f\x98\x80", "emoji@example.com", "" },
		{ "IDN",
		  "p\xc3\xa9@b\xc3\xbc"
		  "cher.example",
		  "" },
		{ "Quoted", "\"a b\"@example.com", "" },
		{ "Injecting", "x@example.com>\r\nBcc: <y@example.com", "" },
		{ "Base64 id", "",
		  "Y2lzY29zcGFyazovL3VzL1BFT1BMRS9mNWIzNjE4Ny1jOGRkLTQ3Mjc" },
		{ "Two of a kind", "", "" },
		{ "TWO OF A KIND", "", "" },
		{ "Averyveryveryveryveryveryveryveryveryveryveryveryveryverylo"
		  "ngsinglewordwithoutanyspaceinit",
		  "long@example.com", "" },
		{ "Long address",
		  "a.very.long.address.that.is.still.valid@but.does.not.fit."
		  "one.line.of.the.header.example.com",
		  "" },
	};

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++)
		(void)item_person(it, odd[i].name, odd[i].email, odd[i].id);
	it->author = 0;
}

struct item *sample_names(void)
{
	struct item *it = build_item("zoom-meetings", "meeting",
				     "id with \xc3\xa5 and\r\nX-Bad: line");

	it->type = "Zoom meeting";
	it->title = "Names\r\nBcc: victim@example.com";
	it->subject = "Names\r\nBcc: victim@example.com =?utf-8?q?x?= "
		      "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80"
		      "\x8d\xf0\x9f\x91\xa7 and a subject that goes on and "
		      "on until it has to be folded more than once by anybody";
	it->message_class = "IPM.NOTE.ZoomMeetings.Meeting";
	it->time_us = AT(0);
	add_odd_people(it);
	build_part(it, "../../etc/passwd", "text/plain", 401, 10);
	build_part(it, "C:\\temp\\\xc3\xa5ngstr\xc3\xb6m.pdf",
		   "application/pdf", 402, 10);
	build_part(it, "a\"b\\c;d.txt", "text/plain; charset=\"utf-8\"", 403,
		   10);
	build_part(it, "participants.csv", "text/csv", 404, 10);
	build_part(it,
		   "gpj\xe2\x80\xae"
		   "exe.jpg",
		   "not a type", 405, 10);
	build_part(it,
		   "a name that is so long that no line of a header can hold "
		   "it and that goes on in a second and third piece.docx",
		   "message/rfc822", 406, 10);
	build_part(it, "", "video/mp4", 407, 10);
	build_raw(it, "a/b", 408, 5);
	return it;
}
