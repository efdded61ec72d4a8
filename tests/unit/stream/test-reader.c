#include "stream/reader.h"

#include "base/err.h"
#include "t.h"

static const struct {
	const char *label;
	uint64_t n;
	const char *rest;
} skips[] = {
	{ "nothing", 0, "abcdefghij" },
	{ "more than one read drops", 7, "hij" },
	{ "all", 10, "" },
	{ "more than there is", 11, "" },
};

T(skip)
{
	T_EACH(row, skips) {
		AUTO(reader_free)
		struct reader *r =
			reader_skip(reader_mem("abcdefghij", 10), row->n);
		struct err e = ERR_INIT;
		char got[16] = "", *at = got;
		ssize_t n;

		while ((n = reader_read(r, at, 3, &e)) > 0)
			at += n;
		T_EQ_INT(n, 0);
		*at = '\0'; /* what was dropped went there too */
		T_EQ_STR(got, row->rest);
	}
}

T_MAIN
