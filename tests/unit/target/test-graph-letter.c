/*
 * What Graph is told of a message: the JSON is read back. Limits are those of
 * Graph and Exchange; what goes beyond them is said in the body.
 */
#include "target/graph/letter.h"

#include "base/err.h"
#include "base/mem.h"
#include "stream/reader.h"
#include "t.h"
#include "target/agent.h"

#include <jansson.h>

static int open_text(void *ctx, struct reader **out, struct err *e)
{
	const struct str *bytes = ctx;

	(void)e;
	*out = reader_mem(bytes->s, bytes->len);
	return 0;
}

static struct agent_message message_of(struct str *bytes)
{
	return (struct agent_message){
		.number = 7,
		.message_id = "<id@archive.example>",
		.folder = "Zoom Meetings",
		.class = "IPM.NOTE.ZoomMeetings.Meeting",
		.time_us = INT64_C(1772359200000000),
		.size = bytes->len,
		.open = open_text,
		.ctx = bytes,
	};
}

/* The object that Graph gets; to be released. */
static json_t *told(struct letter *l, struct str *bytes)
{
	struct agent_message m = message_of(bytes);
	AUTO(str_done) struct str json = STR_INIT;
	struct err e = ERR_INIT;
	json_t *object;

	T_EQ_INT(letter_read(l, &m, &e), 0);
	letter_json(l, &json);
	str_add_char(&json, '}');
	object = json_loads(json.s, JSON_REJECT_DUPLICATES, NULL);
	T_OK(object != NULL);
	return object;
}

static const char *text(const json_t *o, const char *a, const char *b)
{
	const json_t *at = json_object_get(o, a);
	const char *s =
		json_string_value(b != NULL ? json_object_get(at, b) : at);

	return s != NULL ? s : "(none)";
}

static const char *property(const json_t *o, const char *id)
{
	const json_t *list, *one;
	size_t i;

	list = json_object_get(o, "singleValueExtendedProperties");
	json_array_foreach(list, i, one)
	{
		if (strcmp(text(one, "id", NULL), id) == 0)
			return text(one, "value", NULL);
	}
	return "(none)";
}

T(a_message)
{
	AUTO(str_done) struct str bytes = STR_INIT;
	struct letter l AUTO(letter_done) = LETTER_INIT;
	json_t *o, *to;

	str_add(&bytes,
		"From: =?utf-8?q?Caf=C3=A9_=22A=22?= <a@b.example>\r\n"
		"To: \"B, C\" <b@b.example>, c@b.example\r\n"
		"Subject: =?utf-8?q?caf=C3=A9?= \"x\"\r\n"
		"In-Reply-To: <r@x>\r\nReferences: <q@x>\r\n <r@x>\r\n"
		"X-Estreat-Item: i1\r\nX-Other: no\r\n"
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
		"--b\r\nContent-Type: text/plain\r\n\r\nplain\r\n"
		"--b\r\nContent-Type: text/html\r\n\r\n<p>html</p>\r\n"
		"--b\r\nContent-Type: a/b\r\nContent-Disposition: attachment;"
		" filename=f\r\n\r\nfile\r\n"
		"--b\r\nContent-Type: text/plain\r\n\r\nmore\r\n--b--\r\n");
	o = told(&l, &bytes);
	T_EQ_STR(text(o, "subject", NULL), "caf\xc3\xa9 \"x\"");
	T_EQ_STR(text(json_object_get(o, "from"), "emailAddress", "name"),
		 "Caf\xc3\xa9 \"A\"");
	T_OK(json_equal(json_object_get(o, "from"),
			json_object_get(o, "sender")));
	to = json_object_get(o, "toRecipients");
	T_EQ_INT(json_array_size(to), 2);
	T_EQ_STR(text(json_array_get(to, 0), "emailAddress", "name"), "B, C");
	T_EQ_STR(text(json_array_get(to, 1), "emailAddress", "name"),
		 "c@b.example");
	T_EQ_STR(text(o, "internetMessageId", NULL), "<id@archive.example>");
	T_EQ_INT(json_array_size(json_object_get(o, "internetMessageHeaders")),
		 1);
	T_EQ_STR(property(o, "Integer 0x0E07"), "1");
	T_EQ_STR(property(o, "SystemTime 0x0039"), "2026-03-01T10:00:00Z");
	T_EQ_STR(property(o, "SystemTime 0x0E06"), "2026-03-01T10:00:00Z");
	T_EQ_STR(property(o, "String 0x001A"), "IPM.NOTE.ZoomMeetings.Meeting");
	T_EQ_STR(property(o, "String 0x1042"), "<r@x>");
	T_EQ_STR(property(o, "String 0x1039"), "<q@x> <r@x>");
	T_EQ_STR(text(o, "body", "contentType"), "html");
	T_EQ_STR(text(o, "body", "content"), "<p>html</p>");
	T_EQ_INT(l.n_files, 2);
	if (l.n_files == 2) {
		T_EQ_STR(l.files[0].name, "f");
		T_EQ_INT(l.files[0].size, 4);
		T_EQ_STR(l.files[1].name, "part-4");
	}
	json_decref(o);
}

T(limits)
{
	AUTO(str_done) struct str bytes = STR_INIT;
	struct letter l AUTO(letter_done) = LETTER_INIT;
	const json_t *headers;
	const char *email;
	json_t *o;

	str_add(&bytes, "Subject: ");
	for (int i = 0; i < 300; i++)
		str_add(&bytes, "=?utf-8?q?=C3=A9?=\r\n ");
	str_add(&bytes, "\r\nTo: x@example.com");
	for (int i = 1; i < 600; i++)
		str_addf(&bytes, ",\r\n p%d@example.com", i);
	str_add(&bytes, "\r\nX-Estreat-Email: x@example.com");
	for (int i = 1; i < 600; i++)
		str_addf(&bytes, ",\r\n p%d@example.com", i);
	str_add(&bytes, "\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
			"--b\r\nContent-Type: text/html\r\n\r\n"
			"<html><body class=\"x\"><p>y</p></body></html>\r\n");
	for (int i = 0; i < 300; i++)
		str_addf(&bytes,
			 "--b\r\nContent-Type: a/b; name=f%d\r\n\r\n%d\r\n", i,
			 i);
	str_add(&bytes, "--b--\r\n");
	o = told(&l, &bytes);
	T_EQ_INT(strlen(text(o, "subject", NULL)), 255 * 2);
	T_EQ_INT(json_array_size(json_object_get(o, "toRecipients")),
		 LETTER_RECIPIENTS_MAX);
	T_EQ_INT(l.n_files, LETTER_FILES_MAX);
	T_EQ_INT(l.left_out, 300 - LETTER_FILES_MAX);
	T_OK(strstr(text(o, "body", "content"),
		    "<body class=\"x\"><p>This copy names 500 of 600") != NULL);
	T_OK(strstr(text(o, "body", "content"),
		    "<p>51 more files are in message.eml only.</p>") != NULL);
	headers = json_object_get(o, "internetMessageHeaders");
	email = text(json_array_get(headers, 0), "value", NULL);
	T_OK(strlen(email) <= 900 && strlen(email) > 850);
	T_EQ_STR(email + strlen(email) - 12, "@example.com");
	json_decref(o);
}

/* Longer than a request may be: text instead of HTML, and it ends early. */
T(long_texts)
{
	AUTO(str_done) struct str bytes = STR_INIT;
	struct letter l AUTO(letter_done) = LETTER_INIT;
	const char *body;
	json_t *o;

	str_add(&bytes, "Content-Type: multipart/alternative; boundary=b\r\n"
			"\r\n--b\r\n\r\n");
	while (bytes.len < 2 * LETTER_TEXT_MAX)
		str_add(&bytes, "a line of text\r\n");
	str_add(&bytes, "--b\r\nContent-Type: text/html\r\n\r\n<p>");
	while (bytes.len < 4 * LETTER_TEXT_MAX)
		str_add(&bytes, "a line of text\r\n");
	str_add(&bytes, "</p>\r\n--b--\r\n");
	o = told(&l, &bytes);
	T_EQ_STR(text(o, "body", "contentType"), "text");
	body = text(o, "body", "content");
	T_OK(str_starts(body, "The text of this copy ends early; message.eml"));
	T_OK(str_ends(body, "a line of text\r\n"));
	T_OK(strlen(body) <= LETTER_TEXT_MAX + 100);
	json_decref(o);
}

T(not_as_long_as_told)
{
	static const struct {
		const char *label;
		int more;
	} rows[] = { { "shorter", 1 }, { "longer", -1 } };

	T_EACH(row, rows) {
		AUTO(str_done) struct str bytes = STR_INIT;
		struct letter l AUTO(letter_done) = LETTER_INIT;
		struct agent_message m;
		struct err e = ERR_INIT;

		str_add(&bytes, "A: b\r\n\r\nbody\r\n");
		m = message_of(&bytes);
		m.size += (uint64_t)row->more;
		T_EQ_INT(letter_read(&l, &m, &e), -1);
		T_EQ_INT(e.kind, ERR_STORE);
	}
}

T(files_as_json)
{
	AUTO(str_done) struct str json = STR_INIT;
	AUTO(reader_free) struct reader *bytes = reader_mem("h\0\xffy", 4);
	struct err e = ERR_INIT;
	json_t *o;

	T_EQ_INT(letter_attachment(&json, "a \"b\"", "a/b", bytes, &e), 0);
	o = json_loads(json.s, JSON_REJECT_DUPLICATES, NULL);
	T_EQ_STR(text(o, "name", NULL), "a \"b\"");
	T_EQ_STR(text(o, "contentBytes", NULL), "aAD/eQ==");
	T_EQ_STR(text(o, "@odata.type", NULL),
		 "#microsoft.graph.fileAttachment");
	json_decref(o);
}

T_MAIN
