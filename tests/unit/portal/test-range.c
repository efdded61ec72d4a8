#include "portal/range.h"

#include "t.h"

static const struct {
	const char *label, *field;
	uint64_t size;
	enum range_kind kind;
	uint64_t from, length;
} ranges[] = {
	{ "none", NULL, 10, RANGE_ALL, 0, 10 },
	{ "first bytes", "bytes=0-3", 10, RANGE_SOME, 0, 4 },
	{ "one byte", "bytes=9-9", 10, RANGE_SOME, 9, 1 },
	{ "to the end", "bytes=4-", 10, RANGE_SOME, 4, 6 },
	{ "beyond the end is cut", "bytes=4-99", 10, RANGE_SOME, 4, 6 },
	{ "the last three", "bytes=-3", 10, RANGE_SOME, 7, 3 },
	{ "more than there is, from behind", "bytes=-30", 10, RANGE_SOME, 0,
	  10 },
	{ "begins behind the end", "bytes=10-", 10, RANGE_NONE, 0, 0 },
	{ "none from behind", "bytes=-0", 10, RANGE_NONE, 0, 0 },
	{ "of nothing", "bytes=0-", 0, RANGE_NONE, 0, 0 },
	{ "of nothing, from behind", "bytes=-1", 0, RANGE_NONE, 0, 0 },
	{ "backwards is no range", "bytes=5-2", 10, RANGE_ALL, 0, 10 },
	{ "several", "bytes=0-1,4-5", 10, RANGE_ALL, 0, 10 },
	{ "other units", "lines=0-1", 10, RANGE_ALL, 0, 10 },
	{ "letters", "bytes=a-b", 10, RANGE_ALL, 0, 10 },
	{ "empty", "bytes=", 10, RANGE_ALL, 0, 10 },
	{ "a dash", "bytes=-", 10, RANGE_ALL, 0, 10 },
	{ "numbers of no end", "bytes=99999999999999999999999-", 10, RANGE_NONE,
	  0, 0 },
	/* as 64 bits: 3, 0 and 5 */
	{ "beyond 64 bits", "bytes=18446744073709551619-", 10, RANGE_NONE, 0,
	  0 },
	{ "an end beyond 64 bits", "bytes=4-18446744073709551616", 10,
	  RANGE_SOME, 4, 6 },
	{ "from behind, beyond 64 bits", "bytes=-18446744073709551621", 10,
	  RANGE_SOME, 0, 10 },
	{ "an end of no end", "bytes=1-99999999999999999999999", 10, RANGE_SOME,
	  1, 9 },
	{ "large", "bytes=5000000000-", 10000000000, RANGE_SOME, 5000000000,
	  5000000000 },
};

T(range_read)
{
	T_EACH(row, ranges) {
		struct range r = range_read(row->field, row->size);

		T_EQ_INT(r.kind, row->kind);
		T_EQ_INT(r.from, row->from);
		T_EQ_INT(r.length, row->length);
	}
}

static const struct {
	const char *label, *list;
	bool listed;
} lists[] = {
	{ "the same", "\"abc\"", true },
	{ "weak", "W/\"abc\"", true },
	{ "second", "\"x\", \"abc\"", true },
	{ "any", "*", true },
	{ "another", "\"abcd\"", false },
	{ "none", NULL, false },
	{ "empty", "", false },
	{ "without quotes", "abc", false },
};

T(etags)
{
	T_EACH(row, lists) {
		T_EQ_INT(etag_listed(row->list, "\"abc\""), row->listed);
	}
	T_OK(!etag_listed("*", ""));
	T_OK(range_holds(NULL, "\"abc\""));
	T_OK(range_holds("\"abc\"", "\"abc\""));
	T_OK(!range_holds("\"abd\"", "\"abc\""));
	T_OK(!range_holds("Sun, 06 Nov 1994 08:49:37 GMT", "\"abc\""));
	T_OK(!range_holds("", ""));
}

T_MAIN
