#include "mime/read.h"

#include "base/str.h"
#include "mime/header.h"
#include "t.h"

T(text)
{
	static const struct {
		const char *label;
		const char *in;
		const char *want;
	} rows[] = {
		{ "plain", "a  b", "a  b" },
		{ "empty", "", "" },
		{ "blanks", " \t ", " \t " },
		{ "Q", "=?utf-8?q?caf=C3=A9_x?= y", "caf\xc3\xa9 x y" },
		{ "B", "=?UTF-8?B?Y2Fmw6k=?=", "caf\xc3\xa9" },
		{ "two words join", "=?utf-8?q?a?= =?utf-8?q?b?=", "ab" },
		{ "text between", "=?utf-8?q?a?= x =?utf-8?q?b?=", "a x b" },
		{ "behind a bracket", "(=?utf-8?q?a?=)", "(a)" },
		{ "Latin 1", "=?ISO-8859-1?Q?caf=E9?=", "caf\xc3\xa9" },
		{ "with a language", "=?utf-8*fr?q?a?=", "a" },
		{ "unknown charset", "=?koi8-r?q?=C1?=", "=?koi8-r?q?=C1?=" },
		{ "unknown encoding", "=?utf-8?x?a?=", "=?utf-8?x?a?=" },
		{ "bad base64", "=?utf-8?b?a*?=", "=?utf-8?b?a*?=" },
		{ "cut short", "=?utf-8?q?a", "=?utf-8?q?a" },
		{ "cut shorter", "=?utf-8", "=?utf-8" },
		{ "shortest", "=?", "=?" },
		{ "bad hex stays", "=?utf-8?q?a=ZZ=4?=", "a=ZZ=4" },
		{ "not UTF-8", "=?utf-8?q?=FF?=", "\xef\xbf\xbd" },
		{ "bare bytes", "caf\xe9", "caf\xef\xbf\xbd" },
		{ "a sum", "1+1=2 or =?", "1+1=2 or =?" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str got = STR_INIT;

		read_text(&got, row->in);
		T_EQ_STR(got.s, row->want);
	}
}

T(parameters)
{
	static const struct {
		const char *label;
		const char *body, *name;
		const char *want; /* NULL: none */
	} rows[] = {
		{ "bare", "text/plain; charset=utf-8", "charset", "utf-8" },
		{ "quoted", "a/b; name=\"x; y\"; z=1", "name", "x; y" },
		{ "behind a quoted one", "a/b; name=\"x; y\"; z=1", "z", "1" },
		{ "escaped", "a/b; name=\"x\\\"y\\\\\"", "name", "x\"y\\" },
		{ "any case", "a/b; NaMe=x", "name", "x" },
		{ "blanks", "a/b ;  name = x ; b=c", "name", "x" },
		{ "none", "a/b; names=x", "name", NULL },
		{ "no parameters", "a/b", "name", NULL },
		{ "no value", "a/b; name", "name", "" },
		{ "unclosed", "a/b; name=\"x", "name", "x" },
		{ "closing backslash", "a/b; name=\"x\\", "name", "x\\" },
		{ "extended", "a/b; name*=utf-8''caf%C3%A9", "name",
		  "caf\xc3\xa9" },
		{ "pieces",
		  "a/b; name*0*=utf-8''a%20; name*1=\"b\"; name*2*=%63", "name",
		  "a bc" },
		{ "pieces in another order", "a/b; name*1=b; name*0=a", "name",
		  "ab" },
		{ "a missing piece ends it", "a/b; name*0=a; name*2=c", "name",
		  "a" },
		{ "no first piece", "a/b; name*1=a", "name", NULL },
		{ "the first wins", "a/b; name=a; name=b", "name", "a" },
		{ "absurd piece", "a/b; name*99=a", "name", NULL },
		{ "huge piece", "a/b; name*99999999999=a", "name", NULL },
		{ "bad hex", "a/b; name*=utf-8''%Z", "name", "%Z" },
		{ "no charset", "a/b; name*=abc", "name", "abc" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str got = STR_INIT;

		T_EQ_INT(read_param(&got, row->body, row->name),
			 row->want != NULL);
		T_EQ_STR(got.s, row->want != NULL ? row->want : "");
	}
}

T(quoted_printable)
{
	static const struct {
		const char *label;
		const char *in, *want;
		bool soft;
	} rows[] = {
		{ "plain", "abc", "abc", false },
		{ "bytes", "caf=C3=a9", "caf\xc3\xa9", false },
		{ "soft", "abc=", "abc", true },
		{ "soft with blanks behind", "abc= \t", "abc", true },
		{ "blanks at the end", "abc  ", "abc", false },
		{ "bad", "=G1=4", "=G1=4", false },
		{ "empty", "", "", false },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str got = STR_INIT;

		T_EQ_INT(read_quoted_printable(&got, row->in, strlen(row->in)),
			 row->soft);
		T_EQ_STR(got.s, row->want);
	}
}

/* What header.h writes reads as what went in. */
T(what_we_write)
{
	static const struct {
		const char *label;
		const char *text;
	} rows[] = {
		{ "plain", "Weekly risk call - 5 participants" },
		{ "Swedish", "M\xc3\xb6te om \xc3\xa5rets budget" },
		{ "long Japanese",
		  "\xe9\x80\xb1\xe6\xac\xa1\xe3\x83\xaa\xe3\x82\xb9\xe3\x82\xaf"
		  "\xe4\xbc\x9a\xe8\xad\xb0\xe9\x80\xb1\xe6\xac\xa1\xe3\x83\xaa"
		  "\xe3\x82\xb9\xe3\x82\xaf\xe4\xbc\x9a\xe8\xad\xb0\xe9\x80\xb1"
		  "\xe6\xac\xa1\xe3\x83\xaa\xe3\x82\xb9\xe3\x82\xaf" },
		{ "looks encoded", "=?utf-8?q?a?= is no word" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str field = STR_INIT;
		AUTO(str_done) struct str body = STR_INIT;
		AUTO(str_done) struct str got = STR_INIT;

		header_text(&field, "Subject", row->text);
		for (const char *c = strchr(field.s, ':') + 2; *c != '\0'; c++)
			if (*c != '\r' && *c != '\n')
				str_add_char(&body, *c);
		read_text(&got, body.s);
		T_EQ_STR(got.s, row->text);
	}
}

T(addresses)
{
	static const struct {
		const char *label, *body, *want; /* "name|addr;" each */
	} rows[] = {
		{ "bare", "a@b.example", "|a@b.example;" },
		{ "with a name", "Anna Ek <a@b.example>",
		  "Anna Ek|a@b.example;" },
		{ "quoted", "\"Ek, \\\"Anna\\\"\" <a@b.example>",
		  "Ek, \"Anna\"|a@b.example;" },
		{ "encoded", "=?utf-8?q?caf=C3=A9?= <a@b.example>",
		  "caf\xc3\xa9|a@b.example;" },
		{ "some", " <a@b>,, B <c@d> ,e@f", "|a@b;B|c@d;|e@f;" },
		{ "a comment", "(x, (y)) A (z) <a@b>", "A|a@b;" },
		{ "a group", "Us: a@b, C <c@d>; e@f", "|a@b;C|c@d;|e@f;" },
		{ "none", "undisclosed-recipients:;", "" },
		{ "no address", "Anna, a@b", "|a@b;" },
		{ "unclosed", "\"A <a@b>", "|A <a@b>;" },
		{ "unclosed angle", "A <a@b", "A|a@b;" },
		{ "nothing", " , ;", "" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str got = STR_INIT;
		const char *at = row->body;

		for (;;) {
			AUTO(str_done) struct str name = STR_INIT;
			AUTO(str_done) struct str addr = STR_INIT;

			if (!read_address(&at, &name, &addr))
				break;
			str_addf(&got, "%s|%s;", name.s, addr.s);
		}
		T_EQ_STR(got.s, row->want);
	}
}

T_MAIN
