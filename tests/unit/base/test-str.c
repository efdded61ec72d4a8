#include "base/str.h"
#include "t.h"

#include <stdlib.h>

T(grows_and_cuts)
{
	AUTO(str_done) struct str s = STR_INIT;

	T_EQ_STR(s.s, "");
	for (int i = 0; i < 1000; i++)
		str_addf(&s, "%d,", i % 10);
	T_EQ_INT(s.len, 2000);
	T_EQ_INT(s.s[2000], 0);
	str_cut(&s, 4);
	T_EQ_STR(s.s, "0,1,");
	str_add_len(&s, "a\0b", 3);
	T_EQ_INT(s.len, 7);
	T_EQ_INT(s.s[6], 'b');
}

T(detach_leaves_an_empty_one)
{
	AUTO(str_done) struct str s = STR_INIT;
	char *p = str_detach(&s);

	T_EQ_STR(p, "");
	free(p);
	str_add(&s, "x");
	p = str_detach(&s);
	T_EQ_STR(p, "x");
	T_EQ_STR(s.s, "");
	free(p);
}

T(numbers)
{
	static const struct {
		const char *label;
		bool ok;
		long long want;
	} rows[] = {
		{ "0", true, 0 },
		{ "-12", true, -12 },
		{ "9223372036854775807", true, 9223372036854775807LL },
		{ "9223372036854775808", false, 0 },
		{ "", false, 0 },
		{ " 1", false, 0 },
		{ "+1", false, 0 },
		{ "1 ", false, 0 },
		{ "0x10", false, 0 },
	};

	T_EACH(row, rows) {
		long long got = 0;

		T_EQ_INT(str_int64(row->label, &got), row->ok);
		T_EQ_INT(got, row->want);
	}
}

T(compare)
{
	T_OK(str_casecmp("Anna@Example.COM", "anna@example.com") == 0);
	T_OK(str_casecmp("a", "B") < 0);
	T_OK(str_casecmp("ab", "a") > 0);
	T_OK(str_starts("abc", "ab") && !str_starts("a", "ab"));
	T_OK(str_ends("abc", "bc") && !str_ends("c", "bc"));
}

T(listed)
{
	static const struct {
		const char *label; /* list */
		const char *word;
		bool want;
	} rows[] = {
		{ "file", "file", true },       { "a, file;b", "FILE", true },
		{ "\tfiles\n", "file", false }, { " ,; ", "", false },
		{ "", "file", false },          { "x file", "x", true },
	};

	T_EACH(row, rows)
		T_EQ_INT(str_listed(row->label, row->word), row->want);
}

T_MAIN
