#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "source/zoom/read/poll-csv.h"
#include "stream/reader.h"

#include "t.h"

static const struct {
	const char *label, *csv, *want;
	size_t columns;
} cases[] = {
	{ "nothing", "", "", 0 },
	{ "headings and a row", "#,User Name,Answer\n1,Bo,Yes\n",
	  "#|User Name|Answer|~1|Bo|Yes|~", 3 },
	{ "lines about the report first",
	  "Poll Report\nGenerated:,2026\n\n#,User Name,Email\n1,Bo,b@x\n",
	  "#|User Name|Email|~1|Bo|b@x|~", 3 },
	{ "no headings", "a,b\nc\n", "a|b|~c||~", 2 },
	{ "quotes", "\"a,b\",\"c\"\"d\",\"e\nf\"\n1,2,3\n",
	  "a,b|c\"d|e f|~1|2|3|~", 3 },
	{ "a quote inside a plain cell", "a\"b,c,d\n1,2,3\n",
	  "a\"b|c|d|~1|2|3|~", 3 },
	{ "byte order mark, CRLF, no last end", "\xef\xbb\xbfName,x,y\r\n1,2,3",
	  "Name|x|y|~1|2|3|~", 3 },
	{ "rows of many lengths", "#,Name,x\n1\n1,2,3,4\n",
	  "#|Name|x||~1||||~1|2|3|4|~", 4 },
	{ "an open quote", "#,Name,x\n1,\"2,3\n", "#|Name|x|~1|2,3\n||~", 3 },
	{ "empty cells", ",,\n#,Name,\n,,\n", "#|Name||~|||~", 3 },
};

T(rows_are_read)
{
	T_EACH(c, cases) {
		AUTO(arena_free) struct arena *a = arena_new();
		AUTO(reader_free)
		struct reader *r = reader_mem(c->csv, strlen(c->csv));
		struct str out AUTO(str_done) = STR_INIT;
		struct poll_csv csv = { 0 };
		struct err e = ERR_INIT;

		T_EQ_INT(poll_csv_read(r, a, &csv, &e), 0);
		for (size_t i = 0; i < csv.n_rows * csv.n_columns; i++)
			str_addf(&out, "%s|%s", csv.cells[i],
				 i % csv.n_columns == csv.n_columns - 1 ? "~"
									: "");
		T_EQ_STR(out.s, c->want);
		T_EQ_INT(csv.n_columns, c->columns);
	}
}

T(rows_and_columns_have_an_end)
{
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(reader_free) struct reader *r = NULL;
	struct str s AUTO(str_done) = STR_INIT;
	struct poll_csv csv = { 0 };
	struct err e = ERR_INIT;

	str_add(&s, "#,Name");
	for (int i = 0; i < 100; i++)
		str_add(&s, ",x");
	for (int i = 0; i < 100000; i++)
		str_add(&s, "\n1,Bo,2");
	r = reader_mem(s.s, s.len);
	T_EQ_INT(poll_csv_read(r, a, &csv, &e), 0);
	T_EQ_INT(csv.n_columns, POLL_CSV_COLUMNS);
	T_EQ_INT(csv.n_rows, POLL_CSV_ROWS + 1);
	T_OK(csv.more);
}

T_MAIN
