#include "verb/print.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "stream/reader.h"
#include "stream/writer.h"
#include "t.h"
#include "verb/width.h"

#include <errno.h>
#include <locale.h>

struct sink {
	struct writer base;
	struct str got;
	int fails; /* errno, 0: takes all */
};

static int sink_write(struct writer *w, const void *buf, size_t len,
		      struct err *e)
{
	struct sink *s = (struct sink *)w;

	errno = s->fails;
	if (s->fails != 0)
		return err_sys(e, ERR_STORE, "write");
	str_add_len(&s->got, buf, len);
	return 0;
}

static const struct writer_ops sink_ops = { sink_write };

static struct sink sink_new(void)
{
	/* as main() does; without it nothing but ASCII has a width */
	T_OK(setlocale(LC_CTYPE, "C.UTF-8") != NULL);
	return (struct sink){ .base = { &sink_ops }, .got = STR_INIT };
}

static const struct table people = {
	.name = "people",
	.empty = "Nobody.",
	.n = 6,
	.columns = { { "id", "ID", CELL_INT },
		     { "name", "NAME", CELL_TEXT, true },
		     { "seen", "SEEN (UTC)", CELL_TIME },
		     { "note", NULL, CELL_TEXT },
		     { "size", "SIZE", CELL_SIZE },
		     { "ok", "OK", CELL_BOOL } },
};

static void person(struct printer *p, int64_t id, const char *name)
{
	struct err e = ERR_INIT;

	cell_int(p, id);
	cell_text(p, name);
	if (id == 1)
		cell_none(p);
	else
		cell_int(p, 60 * CLOCK_SECOND);
	cell_text(p, id == 1 ? "a\"b\n\x01" : NULL);
	cell_int(p, id * 1500);
	cell_int(p, id == 1);
	T_EQ_INT(print_row(p, &e), 0);
}

static void both(enum print_form form, size_t width, struct sink *s)
{
	AUTO(print_free) struct printer *p = print_new(form, width, &s->base);
	struct err e = ERR_INIT;

	print_text(p, "title", "Title", "x\x1b[31m\ny");
	print_int(p, "count", "How many", 2);
	print_time(p, "when", "When", 0);
	print_bool(p, NULL, "Only text", true);
	print_size(p, "bytes", NULL, 7);
	print_json(p, "raw", "{\"a\":[1]}");
	print_say(p, "For people.");
	print_table(p, &people);
	person(p, 1, "Zo\xc3\xab");
	person(p, 22, "\xe5\xb1\xb1\xe7\x94\xb0 =1");
	print_table_end(p);
	T_EQ_INT(print_end(p, &e), 0);
}

T(json)
{
	struct sink s = sink_new();

	both(PRINT_JSON, 0, &s);
	T_EQ_STR(s.got.s,
		 "{\"title\":\"x\\u001b[31m\\ny\",\n\"count\":2,\n"
		 "\"when\":null,\n\"bytes\":7,\n\"raw\":{\"a\":[1]},\n"
		 "\"people\":[\n"
		 "{\"id\":1,\"name\":\"Zo\xc3\xab\",\"seen\":null,"
		 "\"note\":\"a\\\"b\\n\\u0001\",\"size\":1500,\"ok\":true},\n"
		 "{\"id\":22,\"name\":\"\xe5\xb1\xb1\xe7\x94\xb0 =1\","
		 "\"seen\":\"1970-01-01T00:01:00Z\",\"note\":null,"
		 "\"size\":33000,\"ok\":false}\n]}\n");
	str_done(&s.got);
}

T(text)
{
	struct sink s = sink_new();

	both(PRINT_TEXT, 0, &s);
	T_EQ_STR(
		s.got.s,
		"Title      x\xef\xbf\xbd[31m y\n"
		"How many   2\n"
		"When       -\n"
		"Only text  yes\n"
		"For people.\n"
		"ID  NAME     SEEN (UTC)             SIZE  OK\n"
		" 1  Zo\xc3\xab      -                    1.5 kB  yes\n"
		"22  \xe5\xb1\xb1\xe7\x94\xb0 =1  1970-01-01 00:01:00   33 kB  "
		"no\n");
	str_done(&s.got);
}

T(csv_is_the_first_list_only)
{
	AUTO(print_free) struct printer *p = NULL;
	struct sink s = sink_new();
	struct err e = ERR_INIT;

	p = print_new(PRINT_CSV, 0, &s.base);
	print_text(p, "title", "Title", "x");
	print_say(p, "For people.");
	for (int i = 0; i < 2; i++) {
		print_table(p, &people);
		person(p, 1, "=Zo,e");
		print_table_end(p);
	}
	T_EQ_INT(print_end(p, &e), 0);
	T_EQ_STR(s.got.s, "id,name,seen,note,size,ok\r\n"
			  "1,\"'=Zo,e\",,\"a\"\"b\n\x01\",1500,true\r\n");
	str_done(&s.got);
}

T(empty_documents)
{
	static const struct {
		const char *label;
		enum print_form form;
		bool table;
		const char *want;
	} rows[] = {
		{ "JSON", PRINT_JSON, false, "{}\n" },
		{ "JSON list", PRINT_JSON, true, "{\"people\":[]}\n" },
		{ "text", PRINT_TEXT, false, "" },
		{ "text list", PRINT_TEXT, true, "Nobody.\n" },
		{ "CSV list", PRINT_CSV, true,
		  "id,name,seen,note,size,ok\r\n" },
	};

	T_EACH(row, rows) {
		struct sink s = sink_new();
		AUTO(print_free)
		struct printer *p = print_new(row->form, 0, &s.base);
		struct err e = ERR_INIT;

		if (row->table) {
			print_table(p, &people);
			print_table_end(p);
		}
		T_EQ_INT(print_end(p, &e), 0);
		T_EQ_STR(s.got.s, row->want);
		str_done(&s.got);
	}
}

/* Every line of a table is as wide as the terminal at most. */
T(tables_fit_the_terminal)
{
	for (size_t width = 48; width < 90; width += 3) {
		struct sink s = sink_new();
		AUTO(print_free)
		struct printer *p = print_new(PRINT_TEXT, width, &s.base);
		struct err e = ERR_INIT;
		char *save = NULL;
		int lines = 0;

		print_table(p, &people);
		person(p, 1, "short");
		person(p, 2,
		       "\xe5\xb1\xb1\xe7\x94\xb0\xe5\xb1\xb1\xe7\x94\xb0"
		       "\xe5\xb1\xb1\xe7\x94\xb0\xe5\xb1\xb1\xe7\x94\xb0 and "
		       "\xf0\x9f\x98\x80\xf0\x9f\x98\x80 and much more text");
		print_table_end(p);
		T_EQ_INT(print_end(p, &e), 0);
		for (char *line = strtok_r(s.got.s, "\n", &save); line != NULL;
		     line = strtok_r(NULL, "\n", &save), lines++)
			if (text_width(line) > width)
				T_FAIL("width %zu: %s", width, line);
		T_EQ_INT(lines, 3);
		str_done(&s.got);
	}
}

T(many_rows_flow)
{
	struct sink s = sink_new();
	AUTO(print_free)
	struct printer *p = print_new(PRINT_TEXT, 60, &s.base);
	struct err e = ERR_INIT;
	size_t lines = 0;

	print_table(p, &people);
	for (int i = 0; i < 5000; i++)
		person(p, i, "somebody");
	T_OK(s.got.len > 100000); /* not held back */
	print_table_end(p);
	T_EQ_INT(print_end(p, &e), 0);
	for (const char *c = s.got.s; *c != '\0'; c++)
		lines += *c == '\n';
	T_EQ_INT(lines, 5001);
	str_done(&s.got);
}

T(a_failed_write_is_told)
{
	static const struct {
		const char *label;
		int fails;
	} rows[] = { { "full", ENOSPC }, { "nobody reads", EPIPE } };

	T_EACH(row, rows) {
		struct sink s = sink_new();
		AUTO(print_free)
		struct printer *p = print_new(PRINT_JSON, 0, &s.base);
		struct err e = ERR_INIT;

		s.fails = row->fails;
		print_text(p, "a", NULL, "b");
		T_EQ_INT(print_end(p, &e), -1);
		T_EQ_INT(e.kind, ERR_STORE);
		T_EQ_INT(e.sys == EPIPE, row->fails == EPIPE);
		str_done(&s.got);
	}
}

T(sizes)
{
	static const struct {
		const char *label;
		uint64_t bytes;
		const char *want;
	} rows[] = {
		{ "none", 0, "0 B" },
		{ "bytes", 999, "999 B" },
		{ "one", 1000, "1.0 kB" },
		{ "below ten", 9949, "9.9 kB" },
		{ "ten", 9950, "10 kB" },
		{ "below a million", 999499, "999 kB" },
		{ "a million", 999500, "1.0 MB" },
		{ "giga", 10737418240, "11 GB" },
		{ "all", UINT64_MAX, "18 EB" },
	};
	char buf[16];

	T_EACH(row, rows)
		T_EQ_STR(print_size_text(row->bytes, buf), row->want);
}

T(widths_and_cuts)
{
	static const struct {
		const char *label;
		const char *text;
		size_t width, cut;
		const char *want;
		size_t used;
	} rows[] = {
		{ "fits", "abc", 3, 3, "abc", 3 },
		{ "cut", "abcd", 4, 3, "ab\xe2\x80\xa6", 3 },
		{ "one column", "abc", 3, 1, "\xe2\x80\xa6", 1 },
		{ "no column", "abc", 3, 0, "", 0 },
		{ "wide", "\xe5\xb1\xb1\xe7\x94\xb0", 4, 4,
		  "\xe5\xb1\xb1\xe7\x94\xb0", 4 },
		{ "wide cut", "\xe5\xb1\xb1\xe7\x94\xb0", 4, 3,
		  "\xe5\xb1\xb1\xe2\x80\xa6", 3 },
		{ "wide cut uneven", "\xe5\xb1\xb1\xe7\x94\xb0", 4, 2,
		  "\xe2\x80\xa6", 1 },
		{ "combining", "e\xcc\x81x", 2, 2, "e\xcc\x81x", 2 },
		{ "emoji", "\xf0\x9f\x98\x80!", 3, 2, "\xe2\x80\xa6", 1 },
		{ "Arabic", "\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85", 4, 3,
		  "\xd8\xb3\xd9\x84\xe2\x80\xa6", 3 },
	};

	T_OK(setlocale(LC_CTYPE, "C.UTF-8") != NULL);
	T_EACH(row, rows) {
		AUTO(str_done) struct str got = STR_INIT;

		T_EQ_INT(text_width(row->text), row->width);
		T_EQ_INT(text_cut(&got, row->text, row->cut), row->used);
		T_EQ_STR(got.s, row->want);
	}
}

T(folding)
{
	static const struct {
		const char *label;
		const char *text;
		size_t width, at, hang;
		const char *want;
	} rows[] = {
		{ "no terminal", "one two three", 0, 0, 0, "one two three" },
		{ "fits", "one two", 7, 0, 0, "one two" },
		{ "at a blank", "one two three", 10, 0, 2, "one two\n  three" },
		{ "the blank takes no place", "12345678 bc", 8, 0, 0,
		  "12345678\nbc" },
		{ "several blanks", "12345678   bc", 9, 0, 0, "12345678\nbc" },
		{ "the first line has less", "one two three", 14, 6, 4,
		  "one two\n    three" },
		{ "no room at all", "one two three", 16, 15, 4,
		  "\n    one two\n    three" },
		{ "a long word at its marks", "https://a.example/b/c", 12, 0, 0,
		  "https://a.\nexample/b/c" },
		{ "a long word without", "abcdefghijklm", 8, 0, 0,
		  "abcdefgh\nijklm" },
		{ "its own indent stays", "    ab cdefg", 9, 0, 0,
		  "    ab\ncdefg" },
		{ "wide characters",
		  "\xe5\xb1\xb1\xe7\x94\xb0\xe5\xb1\xb1"
		  "\xe7\x94\xb0\xe5\xb1\xb1",
		  9, 0, 0,
		  "\xe5\xb1\xb1\xe7\x94\xb0\xe5\xb1\xb1\xe7\x94\xb0\n"
		  "\xe5\xb1\xb1" },
		{ "a hang without room", "aaaa bbbb cccc", 10, 0, 9,
		  "aaaa bbbb\ncccc" },
	};

	T_OK(setlocale(LC_CTYPE, "C.UTF-8") != NULL);
	T_EACH(row, rows) {
		AUTO(str_done) struct str got = STR_INIT;

		text_fold_to(&got, row->text, row->width, row->at, row->hang);
		T_EQ_STR(got.s, row->want);
	}
}

static const struct table things = {
	.name = "things",
	.n = 4,
	.columns = { { "name", "NAME", CELL_TEXT, true, true },
		     { "count", "HOW MANY OF IT", CELL_INT, true },
		     { "kind", "KIND", CELL_TEXT },
		     { "why", "WHY", CELL_TEXT, .below = true } },
};

static void print_things(size_t width, struct sink *s)
{
	AUTO(print_free)
	struct printer *p = print_new(PRINT_TEXT, width, &s->base);
	struct err e = ERR_INIT;

	print_text(p, "to", "To", "Anna Ek, Bo Ek, Carl Ek, Disa Ek");
	print_hang(p, 2, "A line that is longer than thirty columns.");
	print_table(p, &things);
	cell_text(p, "a name of some words");
	cell_int(p, 1234567);
	cell_text(p, "kind");
	cell_text(p, "because it was so, and long ago");
	T_EQ_INT(print_row(p, &e), 0);
	cell_text_or_none(p, "");
	cell_int(p, 1);
	cell_text(p, "");
	cell_text_or_none(p, "");
	T_EQ_INT(print_row(p, &e), 0);
	print_table_end(p);
	T_EQ_INT(print_end(p, &e), 0);
}

/* What does not fit goes on below: words whole, numbers too, and no blanks
   at the ends of lines, on a terminal or not. */
T(what_does_not_fit_goes_on_below)
{
	struct sink narrow = sink_new(), wide = sink_new();

	print_things(30, &narrow);
	T_EQ_STR(narrow.got.s, "To  Anna Ek, Bo Ek, Carl Ek,\n"
			       "    Disa Ek\n"
			       "A line that is longer than\n"
			       "  thirty columns.\n"
			       "NAME         HOW MANY O\xe2\x80\xa6  KIND\n"
			       "    WHY\n"
			       "a name of        1234567  kind\n"
			       "some words\n"
			       "    because it was so, and\n"
			       "    long ago\n"
			       "-                      1\n");
	print_things(0, &wide);
	T_EQ_STR(wide.got.s,
		 "To  Anna Ek, Bo Ek, Carl Ek, Disa Ek\n"
		 "A line that is longer than thirty columns.\n"
		 "NAME                  HOW MANY OF IT  KIND  WHY\n"
		 "a name of some words         1234567  kind  because it was "
		 "so, and long ago\n"
		 "-                                  1        -\n");
	str_done(&narrow.got);
	str_done(&wide.got);
}

T(what_would_reach_the_terminal)
{
	static const struct {
		const char *label;
		const char *in, *line, *lines;
	} rows[] = {
		{ "plain", "a b", "a b", "a b" },
		{ "line ends", "a\r\nb\nc\td", "a b c d", "a\nb\nc\td" },
		{ "lone return", "a\rb",
		  "a\xef\xbf\xbd"
		  "b",
		  "a\xef\xbf\xbd"
		  "b" },
		{ "escape", "\x1b[2J", "\xef\xbf\xbd[2J", "\xef\xbf\xbd[2J" },
		{ "C1",
		  "\xc2\x9b"
		  "2J",
		  "\xef\xbf\xbd"
		  "2J",
		  "\xef\xbf\xbd"
		  "2J" },
		{ "override", "\xe2\x80\xaegpj.exe", "\xef\xbf\xbdgpj.exe",
		  "\xef\xbf\xbdgpj.exe" },
		{ "not UTF-8", "\xff", "\xef\xbf\xbd", "\xef\xbf\xbd" },
	};

	T_EACH(row, rows) {
		AUTO(str_done) struct str line = STR_INIT;
		AUTO(str_done) struct str lines = STR_INIT;

		text_clean(&line, row->in);
		text_clean_lines(&lines, row->in, strlen(row->in));
		T_EQ_STR(line.s, row->line);
		T_EQ_STR(lines.s, row->lines);
	}
}

/* --- content ---------------------------------------------------------- */

static int open_letters(void *ctx, uint64_t from, struct reader **out,
			struct err *e)
{
	(void)ctx;
	(void)e;
	*out = reader_mem(&"abcdef"[from], 6 - (size_t)from);
	return 0;
}

static const struct content letters = { .media_type = "text/plain",
					.size = 6,
					.open = open_letters };

T(content_on_a_command_line)
{
	struct sink to = sink_new();
	AUTO(print_free)
	struct printer *p = print_new(PRINT_TEXT, 0, &to.base);
	struct err e = ERR_INIT;

	T_OK(print_gives_bytes(p));
	T_EQ_INT(print_content(p, &letters, &e), 0);
	T_EQ_INT(print_end(p, &e), 0);
	T_EQ_STR(to.got.s, "abcdef");
	str_done(&to.got);
}

static int take_content(void *ctx, const struct content *c, struct err *e)
{
	(void)e;
	*(const struct content **)ctx = c;
	return 0;
}

T(content_taken)
{
	struct sink to = sink_new();
	AUTO(print_free)
	struct printer *p = print_new(PRINT_JSON, 0, &to.base);
	const struct content *taken = NULL;
	struct err e = ERR_INIT;

	T_OK(!print_gives_bytes(p));
	print_content_to(p, take_content, &taken);
	T_OK(print_gives_bytes(p));
	T_EQ_INT(print_content(p, &letters, &e), 0);
	T_OK(taken == &letters);
	T_EQ_INT(print_end(p, &e), 0);
	T_EQ_STR(to.got.s, "");
	str_done(&to.got);
}

T_MAIN
