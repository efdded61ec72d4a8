#include "../t.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "target/imap/name.h"
#include "target/imap/refusal.h"
#include "target/imap/response.h"
#include "target/utf7.h"

static void same(struct imap_text got, const char *want)
{
	AUTO(free) char *text = mem_dup(got.len > 0 ? got.at : "", got.len);

	T_EQ_STR(text, want);
}

static const struct {
	const char *label, *line;
	bool good;
	enum imap_kind kind;
	enum imap_status status;
	const char *tag, *code, *text;
	unsigned int number;
	const char *name, *data;
} lines[] = {
	{ "tagged", "e1 OK done", true, IMAP_TAGGED, IMAP_OK, "e1", "",
	  "done" },
	{ "any case", "E1 ok done", true, IMAP_TAGGED, IMAP_OK, "E1", "",
	  "done" },
	{ "a code", "e1 NO [OVERQUOTA] full", true, IMAP_TAGGED, IMAP_NO, "e1",
	  "OVERQUOTA", "full" },
	{ "a code with values", "e1 OK [APPENDUID 1 2:3] done", true,
	  IMAP_TAGGED, IMAP_OK, "e1", "APPENDUID 1 2:3", "done" },
	{ "a bracket in a string", "* OK [X \"a]\\\"b\"] c", true,
	  IMAP_UNTAGGED, IMAP_OK, "", "X \"a]\\\"b\"", "c" },
	{ "a code without end", "e1 NO [OVERQUOTA full", true, IMAP_TAGGED,
	  IMAP_NO, "e1", "", "[OVERQUOTA full" },
	{ "no text", "e1 OK", true, IMAP_TAGGED, IMAP_OK, "e1", "", "" },
	{ "code alone", "e1 NO [LIMIT]", true, IMAP_TAGGED, IMAP_NO, "e1",
	  "LIMIT", "" },
	{ "bad", "e1 BAD what?", true, IMAP_TAGGED, IMAP_BAD, "e1", "",
	  "what?" },
	{ "bye", "* BYE gone", true, IMAP_UNTAGGED, IMAP_BYE, "", "", "gone" },
	{ "go on", "+ go on", true, IMAP_CONTINUE, IMAP_DATA, "", "", "go on" },
	{ "go on, bare", "+", true, IMAP_CONTINUE, IMAP_DATA, "", "", "" },
	{ "data", "* CAPABILITY IMAP4rev1 X", true, IMAP_UNTAGGED, IMAP_DATA,
	  "", "", "", 0, "CAPABILITY", "IMAP4rev1 X" },
	{ "a number", "* 12 FETCH (UID 3)", true, IMAP_UNTAGGED, IMAP_DATA, "",
	  "", "", 12, "FETCH", "(UID 3)" },
	{ "the largest number", "* 4294967295 EXISTS", true, IMAP_UNTAGGED,
	  IMAP_DATA, "", "", "", 4294967295U, "EXISTS", "" },
	{ "no result", "* SEARCH", true, IMAP_UNTAGGED, IMAP_DATA, "", "", "",
	  0, "SEARCH", "" },
	{ "too large a number", "* 4294967296 EXISTS", true, IMAP_UNTAGGED,
	  IMAP_DATA, "", "", "", 0, "4294967296", "EXISTS" },
	{ "tagged data", "e1 FETCH 1", false },
	{ "tagged bye", "e1 BYE", false },
	{ "nothing", "", false },
	{ "a star", "*", false },
	{ "a star and a blank", "* ", false },
	{ "a blank", " OK", false },
	{ "another protocol", "220-mail.example.com ESMTP", false },
	{ "HTTP", "HTTP/1.1 400 Bad Request", false },
};

T(responses)
{
	T_EACH(row, lines) {
		struct imap_response r;

		T_EQ_INT(imap_response_parse(&r, row->line, strlen(row->line)),
			 row->good);
		if (!row->good)
			continue;
		T_EQ_INT(r.kind, row->kind);
		T_EQ_INT(r.status, row->status);
		same(r.tag, row->tag);
		same(r.code, row->code);
		same(r.text, row->text);
		T_EQ_INT(r.number, row->number);
		same(r.name, row->name != NULL ? row->name : "");
		same(r.data, row->data != NULL ? row->data : "");
	}
}

T(literals)
{
	static const struct {
		const char *label, *line;
		bool follows;
		uint64_t size;
	} rows[] = {
		{ "a literal", "* 1 FETCH (BODY[] {123}", true, 123 },
		{ "none", "* 1 FETCH (BODY[] {0}", true, 0 },
		{ "no number", "* 1 FETCH (BODY[] {}", false },
		{ "not at the end", "* LIST {5} x", false },
		{ "no brace", "123}", false },
		{ "huge", "{99999999999999999999999}", true, UINT64_MAX },
		{ "non-synchronising is for clients", "{12+}", false },
		{ "short", "}", false },
	};

	T_EACH(row, rows) {
		uint64_t size = 0;

		T_EQ_INT(imap_literal_follows(row->line, strlen(row->line),
					      &size),
			 row->follows);
		if (row->follows)
			T_OK(size == row->size);
	}
}

T(strings)
{
	static const struct {
		const char *label, *in;
		bool good, nil;
		const char *want, *rest;
	} rows[] = {
		{ "quoted", "\"a b\" c", true, false, "a b", " c" },
		{ "escaped", "\"a\\\"\\\\\"", true, false, "a\"\\", "" },
		{ "atom", "INBOX)", true, false, "INBOX", ")" },
		{ "nil", "NIL x", true, true, "", " x" },
		{ "literal", "{3}\r\na)b c", true, false, "a)b", " c" },
		{ "empty literal", "{0}\r\n c", true, false, "", " c" },
		{ "literal too short", "{9}\r\nabc", false },
		{ "no end", "\"abc", false },
		{ "escape at the end", "\"abc\\", false },
		{ "a line end inside", "\"a\r\nb\"", false },
		{ "nothing", "", false },
		{ "a blank", " a", false },
	};

	T_EACH(row, rows) {
		struct imap_text in = { row->in, strlen(row->in) };
		struct imap_cursor c = imap_read(in);
		struct str out AUTO(str_done) = STR_INIT;
		bool nil = false;

		T_EQ_INT(imap_take_string(&c, &out, &nil), row->good);
		T_EQ_STR(out.s, row->good ? row->want : "");
		T_EQ_STR(c.at, row->good ? row->rest : row->in);
		T_EQ_INT(nil, row->nil);
	}
}

T(values)
{
	static const struct {
		const char *label, *in;
		bool good;
		const char *rest;
	} rows[] = {
		{ "atom", "a b", true, " b" },
		{ "list", "(a \"b)\" (c {2}\r\n)) d)) e", true, " e" },
		{ "empty list", "() x", true, " x" },
		{ "brackets", "BODY[HEADER.FIELDS (X)] y", true, " y" },
		{ "open", "(a (b)", false },
		{ "nothing", "", false },
	};
	struct str deep AUTO(str_done) = STR_INIT;
	struct imap_cursor c;

	T_EACH(row, rows) {
		struct imap_text in = { row->in, strlen(row->in) };

		c = imap_read(in);
		T_EQ_INT(imap_take_value(&c), row->good);
		T_EQ_STR(c.at, row->good ? row->rest : row->in);
	}
	t_label = "too deep";
	for (int i = 0; i < 1000; i++)
		str_add_char(&deep, '(');
	c = imap_read((struct imap_text){ deep.s, deep.len });
	T_OK(!imap_take_value(&c));
}

T(appenduid)
{
	static const struct {
		const char *label, *code;
		size_t n;
		bool good;
		uint32_t first, last;
	} rows[] = {
		{ "one", "APPENDUID 5 7", 1, true, 7, 7 },
		{ "a range", "APPENDUID 5 7:9", 3, true, 7, 9 },
		{ "a list", "appenduid 5 1,3,9:10", 4, true, 1, 10 },
		{ "too few", "APPENDUID 5 7:8", 3, false },
		{ "too many", "APPENDUID 5 7:10", 3, false },
		{ "very many", "APPENDUID 5 1:4294967295", 3, false },
		{ "more behind", "APPENDUID 5 7,8", 1, false },
		{ "backwards", "APPENDUID 5 9:7", 3, false },
		{ "zero", "APPENDUID 5 0", 1, false },
		{ "no validity", "APPENDUID 0 1", 1, false },
		{ "too large", "APPENDUID 4294967296 1", 1, false },
		{ "another code", "COPYUID 5 7", 1, false },
		{ "empty", "", 1, false },
	};

	T_EACH(row, rows) {
		struct imap_text code = { row->code, strlen(row->code) };
		uint32_t validity = 0, uids[4] = { 0 };

		T_EQ_INT(imap_appenduid(code, &validity, uids, row->n),
			 row->good);
		if (!row->good)
			continue;
		T_EQ_INT(validity, 5);
		T_EQ_INT(uids[0], row->first);
		T_EQ_INT(uids[row->n - 1], row->last);
	}
}

T(names)
{
	static const struct {
		const char *label, *name, *want;
	} rows[] = {
		{ "plain", "Zoom Meetings", "Zoom Meetings" },
		{ "ampersand", "A & B", "A &- B" },
		/* RFC 3501 section 5.1.3 */
		{ "the RFC's",
		  "~peter/mail/\xe5\x8f\xb0\xe5\x8c\x97/"
		  "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
		  "~peter/mail/&U,BTFw-/&ZeVnLIqe-" },
		{ "umlaut", "R\xc3\xa4ume", "R&AOQ-ume" },
		{ "beyond 16 bits", "\xf0\x9f\x8e\xa5", "&2DzfpQ-" },
		{ "controls", "a\x01\r\nb", "a&AAEADQAK-b" },
		{ "tilde and delete", "~\x7f", "~&AH8-" },
		{ "no UTF-8", "a\xff", "a&,,0-" },
		{ "empty", "", "" },
	};

	T_EACH(row, rows) {
		struct str out AUTO(str_done) = STR_INIT;

		utf7_modified(&out, row->name);
		T_EQ_STR(out.s, row->want);
	}
}

T(dates)
{
	static const struct {
		const char *label, *time, *want;
	} rows[] = {
		{ "one digit", "2026-03-01T10:00:00Z",
		  "\" 1-Mar-2026 10:00:00 +0000\"" },
		{ "two digits", "2025-12-31T23:59:59.999999Z",
		  "\"31-Dec-2025 23:59:59 +0000\"" },
		{ "another zone", "2026-01-01T00:30:00+02:00",
		  "\"31-Dec-2025 22:30:00 +0000\"" },
	};

	T_EACH(row, rows) {
		struct str out AUTO(str_done) = STR_INIT;
		int64_t us = 0;

		T_OK(clock_parse(row->time, &us));
		imap_date(&out, us);
		T_EQ_STR(out.s, row->want);
	}
}

#define SIGN   IMAP_SIGN_IN
#define FOLDER IMAP_FOLDER
#define APPEND IMAP_APPEND

static const struct {
	const char *label;
	enum imap_step step;
	const char *code, *text;
	enum agent_outcome outcome;
	bool unexplained, no_folder;
	int64_t wait_us;
} refusal_rows[] = {
	{ "Dovecot: full", APPEND, "OVERQUOTA",
	  "Quota exceeded (mailbox for user is full)", AGENT_FULL },
	{ "Dovecot: large", APPEND, "LIMIT",
	  "Mail size is larger than the maximum size allowed by server "
	  "configuration",
	  AGENT_TOO_LARGE },
	{ "Dovecot: folder", APPEND, "TRYCREATE", "Mailbox doesn't exist: x",
	  AGENT_MAILBOX, false, true },
	{ "Dovecot: trouble", APPEND, "SERVERBUG", "Internal error occurred",
	  AGENT_MAILBOX },
	{ "Dovecot: rights", APPEND, "NOPERM", "Permission denied",
	  AGENT_FORBIDDEN },
	{ "Cyrus: full", APPEND, "", "Over quota", AGENT_FULL },
	{ "Cyrus: large", APPEND, "TOOBIG", "Message too large",
	  AGENT_TOO_LARGE },
	{ "Cyrus: content", APPEND, "", "Message contains bare newlines",
	  AGENT_REFUSED },
	{ "Cyrus: content", APPEND, "", "Message contains invalid header",
	  AGENT_REFUSED },
	{ "Exchange: throttled", APPEND, "",
	  "Request is throttled. Suggested Backoff Time: 299961 "
	  "milliseconds",
	  AGENT_THROTTLED, false, false, INT64_C(299961000) },
	{ "Exchange: at sign-in", SIGN, "THROTTLED",
	  "Request is throttled. Suggested Backoff Time: 1 "
	  "milliseconds",
	  AGENT_THROTTLED, false, false, 1000 },
	{ "in seconds", APPEND, "", "Backoff time: 3 seconds", AGENT_THROTTLED,
	  false, false, INT64_C(3000000) },
	{ "for ages", APPEND, "",
	  "Backoff Time: 99999999999999999999 milliseconds", AGENT_THROTTLED,
	  false, false, 24 * CLOCK_HOUR },
	{ "no time told", APPEND, "", "throttled: Backoff Time: soon",
	  AGENT_THROTTLED },
	{ "Exchange: no right", APPEND, "",
	  "User is authenticated but not connected.", AGENT_FORBIDDEN },
	{ "Exchange: no sign-in", SIGN, "", "AUTHENTICATE failed.",
	  AGENT_MAILBOX, true },
	{ "in use", APPEND, "INUSE", "locked", AGENT_MAILBOX },
	{ "unavailable", SIGN, "UNAVAILABLE", "try later", AGENT_MAILBOX },
	{ "connections", SIGN, "",
	  "Maximum number of connections from user+IP exceeded",
	  AGENT_THROTTLED },
	{ "wrong password", SIGN, "AUTHENTICATIONFAILED",
	  "Authentication failed.", AGENT_MAILBOX, true },
	{ "not here, when making it", FOLDER, "NONEXISTENT", "no",
	  AGENT_NO_MAILBOX },
	{ "not here, when writing", APPEND, "NONEXISTENT", "no", AGENT_MAILBOX,
	  false, true },
	{ "the code counts before the words", APPEND, "OVERQUOTA",
	  "message too large", AGENT_FULL },
	{ "nothing known", APPEND, "", "No.", AGENT_MAILBOX, true },
	{ "nothing at all", APPEND, "", "", AGENT_MAILBOX, true },
};

T(refusals)
{
	T_EACH(row, refusal_rows) {
		struct imap_text code = { row->code, strlen(row->code) };
		struct imap_text text = { row->text, strlen(row->text) };
		struct imap_refusal r = imap_refusal_of(row->step, code, text);
		struct str said AUTO(str_done) = STR_INIT;

		T_EQ_INT(r.outcome, row->outcome);
		T_EQ_INT(r.unexplained, row->unexplained);
		T_EQ_INT(r.no_folder, row->no_folder);
		T_OK(r.wait_us == row->wait_us);
		imap_refusal_say(&said, &r, code, text);
		T_OK(strstr(said.s, row->text) != NULL &&
		     strstr(said.s, row->code) != NULL);
		T_OK(strstr(said.s, r.remedy) != NULL && r.remedy[0] != '\0');
	}
}

T_MAIN
