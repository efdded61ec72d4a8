#include "verb/match.h"

#include "base/str.h"
#include "t.h"

#include <locale.h>

T(texts_are_found_in_any_case)
{
	static const struct {
		const char *label, *text, *wanted;
		bool found;
	} rows[] = {
		{ "nothing wanted", "anything", "", true },
		{ "nothing there", "", "a", false },
		{ "in the middle", "Weekly risk call", "RISK", true },
		{ "not there", "Weekly risk call", "risks", false },
		{ "letters outside ASCII", "\xc3\x96sten H\xc3\xa4gglund",
		  "\xc3\xb6STEN", true },
		{ "no pattern", "a.c", "a%", false },
		{ "a dot is a dot", "abc", "a.c", false },
		{ "Japanese", "\xe4\xba\x94\xe5\x8d\x81\xe5\xb5\x90",
		  "\xe5\x8d\x81", true },
		{ "bytes of no character", "a\xff\x80Z", "\xff\x80z", true },
	};

	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		return;
	T_EACH(row, rows) {
		AUTO(str_done) struct str wanted = STR_INIT;

		match_fold(&wanted, row->wanted);
		T_EQ_INT(match_in(row->text, wanted.s), row->found);
	}
	T_OK(match_in("x", NULL));
}

T_MAIN
