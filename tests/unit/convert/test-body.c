#include "convert/body.h"
#include "convert/markdown.h"

#include "base/clock.h"
#include "t.h"

T(html_escapes)
{
	static const struct {
		const char *label; /* the text */
		const char *want;
	} rows[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "<script>&\"'", "&lt;script&gt;&amp;&quot;'" },
		{ "a\nb\r\nc", "a<br>\nb<br>\nc" },
		{ "a  b   c", "a &nbsp;b &nbsp;&nbsp;c" },
		{ "a\n  b", "a<br>\n&nbsp;&nbsp;b" },
		{ "a\tb", "a&nbsp; &nbsp; b" },
		{ "a\x01\x7f", "a\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xc3\xa5\xf0\x9f\x98\x80", "\xc3\xa5\xf0\x9f\x98\x80" },
		{ "bad \xff", "bad \xef\xbf\xbd" },
	};

	T_EACH(row, rows) {
		struct body b = { .out = STR_INIT, .cap = 1000 };

		body_html(&b, row->label, strlen(row->label));
		T_EQ_STR(b.out.s, row->want);
		str_done(&b.out);
	}
}

#define LONG                                                                   \
	"https://example.com/0123456789012345678901234567890123456789012345"   \
	"678901234567890123456789"

T(wrapping)
{
	static const struct {
		const char *label;
		size_t column, indent;
		const char *text, *want;
	} rows[] = {
		{ "empty", 4, 2, "", "\n" },
		{ "short", 4, 2, "abc", "abc\n" },
		{ "lines", 0, 2, "a\nb\n\nc", "a\n  b\n\n  c\n" },
		{ "CRLF", 0, 0, "a\r\nb", "a\nb\n" },
		{ "at a blank", 70, 3, "one two three", "one\n   two three\n" },
		{ "exactly", 73, 0, "one two", "one\ntwo\n" },
		{ "a word too long", 0, 2, "see " LONG " ok",
		  "see\n  " LONG "\n  ok\n" },
		{ "wide characters", 70, 1,
		  "\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\xe5\xad\x97",
		  "\xe6\xbc\xa2\xe5\xad\x97\xe6\xbc\xa2\n \xe5\xad\x97\n" },
		{ "behind the last column", 90, 1, "a b", "a\n b\n" },
		{ "tab and control", 0, 0, "a\tb\x01", "a b\xef\xbf\xbd\n" },
	};

	T_EACH(row, rows) {
		struct body b = { .out = STR_INIT, .cap = 1000 };

		body_wrap(&b, row->column, row->indent, row->text,
			  strlen(row->text));
		T_EQ_STR(b.out.s, row->want);
		str_done(&b.out);
	}
}

T(columns)
{
	static const struct {
		const char *label;
		size_t want;
	} rows[] = {
		{ "", 0 },
		{ "abc", 3 },
		{ "\xc3\xa5", 1 },
		{ "e\xcc\x81", 1 },                /* combining accent */
		{ "\xe6\xbc\xa2\xe5\xad\x97", 4 }, /* Chinese */
		{ "\xed\x95\x9c", 2 },             /* Korean */
		{ "\xef\xbc\xa1", 2 },             /* full width A */
		{ "\xf0\x9f\x98\x80", 2 },         /* emoji */
		{ "\xd9\x85\xd8\xb1", 2 },         /* Arabic */
		{ "\xe2\x80\x8d", 0 },             /* joiner */
		{ "\xf0\xa0\x80\x80", 2 },         /* rare Chinese */
	};

	T_EACH(row, rows)
		T_EQ_INT(body_columns(row->label, strlen(row->label)),
			 row->want);
}

T(direction)
{
	static const struct {
		const char *label;
		bool want;
	} rows[] = {
		{ "", false },
		{ "abc \xd9\x85", false },
		{ "\xd9\x85 abc", true },              /* Arabic */
		{ "12: (\xd7\xa9)", true },            /* Hebrew */
		{ "\xf0\x9f\x98\x80 \xd9\x85", true }, /* behind an emoji */
		{ "\xe6\xbc\xa2 \xd9\x85", false },    /* Chinese */
		{ "\xc3\xa5 \xd9\x85", false },
		{ "123", false },
		{ "\xff\xd9\x85", false },
	};

	T_EACH(row, rows)
		T_EQ_INT(body_is_rtl(row->label), row->want);
}

T(full)
{
	struct body b = { .out = STR_INIT, .cap = 1000 };
	AUTO(str_done) struct str text = STR_INIT;

	T_OK(!body_full(&b));
	for (int i = 0; i < 30000; i++)
		str_add(&text, "\xc3\xa5");
	body_html(&b, text.s, text.len);
	T_OK(b.cut && body_full(&b));
	T_OK(b.out.len < 10000);
	T_OK((b.out.len & 1) == 0); /* not within a character */
	str_cut(&b.out, 0);
	b.cut = false;
	body_wrap(&b, 0, 0, "x", 1);
	T_OK(b.cut);
	T_EQ_STR(b.out.s, "\n");
	str_done(&b.out);
}

T(numbers)
{
	char buf[BODY_NUMBER];

	T_EQ_STR(body_number(0, buf), "0");
	T_EQ_STR(body_number(999, buf), "999");
	T_EQ_STR(body_number(1000, buf), "1,000");
	T_EQ_STR(body_number(UINT64_MAX, buf), "18,446,744,073,709,551,615");
	T_EQ_STR(body_size(1, buf), "1 byte");
	T_EQ_STR(body_size(999, buf), "999 bytes");
	T_EQ_STR(body_size(1000, buf), "1.0 kB");
	T_EQ_STR(body_size(999999, buf), "999.9 kB");
	T_EQ_STR(body_size(1000000, buf), "1.0 MB");
	T_EQ_STR(body_size(10737418240, buf), "10.7 GB");
	T_EQ_STR(body_size(UINT64_MAX, buf), "18446.7 PB");
	T_EQ_STR(body_duration(0, buf), "0 s");
	T_EQ_STR(body_duration(59 * CLOCK_SECOND, buf), "59 s");
	T_EQ_STR(body_duration(61 * CLOCK_SECOND, buf), "1 min 1 s");
	T_EQ_STR(body_duration(3661 * CLOCK_SECOND, buf), "1 h 1 min");
	T_EQ_STR(body_time(3661 * CLOCK_SECOND, buf), "01:01:01");
	T_EQ_STR(body_day(0, buf), "Thursday 1970-01-01");
}

T(markdown)
{
	static const struct {
		const char *label; /* the text */
		const char *want;
	} rows[] = {
		{ "", "" },
		{ "one\ntwo\n\nthree", "<p dir=\"auto\">one<br>\ntwo</p>\n"
				       "<p dir=\"auto\">three</p>\n" },
		{ "# A\n### B\n###### C\n#no",
		  "<h3 dir=\"auto\">A</h3>\n<h5 dir=\"auto\">B</h5>\n"
		  "<h6 dir=\"auto\">C</h6>\n<p dir=\"auto\">#no</p>\n" },
		{ "**b** and *i* and `c*c*`",
		  "<p dir=\"auto\"><b>b</b> and <i>i</i> and "
		  "<code>c*c*</code></p>\n" },
		{ "2*3*4 a * b * c **",
		  "<p dir=\"auto\">2*3*4 a * b * c **</p>\n" },
		{ "**not closed", "<p dir=\"auto\">**not closed</p>\n" },
		{ "**a *b* c**", "<p dir=\"auto\"><b>a <i>b</i> c</b></p>\n" },
		{ "\\*plain\\*", "<p dir=\"auto\">*plain*</p>\n" },
		{ "[t](http://x/?a&b) [no](",
		  "<p dir=\"auto\">t (http://x/?a&amp;b) "
		  "[no](</p>\n" },
		{ "[x](javascript:alert(1))",
		  "<p dir=\"auto\">x (javascript:alert(1))</p>\n" },
		{ "- a\n- b\n  - c\n- d\n\ntext",
		  "<ul><li dir=\"auto\">a</li>\n<li dir=\"auto\">b"
		  "<ul><li dir=\"auto\">c</li></ul>\n</li>\n"
		  "<li dir=\"auto\">d</li></ul>\n"
		  "<p dir=\"auto\">text</p>\n" },
		{ "3. a\n4. b", "<ol start=\"3\"><li dir=\"auto\">a</li>\n"
				"<li dir=\"auto\">b</li></ol>\n" },
		{ "- a\n1. b", "<ul><li dir=\"auto\">a</li></ul>\n"
			       "<ol><li dir=\"auto\">b</li></ol>\n" },
		{ "> q\n> r",
		  "<blockquote dir=\"auto\">q<br>\nr</blockquote>\n" },
		{ "```\n<b> **x**\n```\ny",
		  "<pre dir=\"auto\">&lt;b&gt; **x**\n</pre>\n"
		  "<p dir=\"auto\">y</p>\n" },
		{ "```\nnot closed", "<pre dir=\"auto\">not closed\n</pre>\n" },
		{ "---", "<hr>\n" },
		{ "<b onclick=x>",
		  "<p dir=\"auto\">&lt;b onclick=x&gt;</p>\n" },
		{ "a\r\nb", "<p dir=\"auto\">a<br>\nb</p>\n" },
	};

	T_EACH(row, rows) {
		struct body b = { .out = STR_INIT, .cap = 10000 };

		markdown_html(&b, row->label);
		T_EQ_STR(b.out.s, row->want);
		str_done(&b.out);
	}
}

T_MAIN
