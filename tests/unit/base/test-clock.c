#include "base/clock.h"
#include "t.h"

T(parse)
{
	static const struct {
		const char *label;
		bool ok;
		int64_t want;
	} rows[] = {
		{ "1970-01-01T00:00:00Z", true, 0 },
		{ "2026-03-01T10:00:00Z", true, 1772359200000000 },
		{ "2026-03-01t10:00:00z", true, 1772359200000000 },
		{ "2026-03-01 10:00:00", true, 1772359200000000 },
		{ "2026-03-01T10:00", true, 1772359200000000 },
		{ "2026-03-01T10:00:00.324Z", true, 1772359200324000 },
		{ "2026-03-01T10:00:00.1234567Z", true, 1772359200123456 },
		{ "2026-03-01T18:00:00+08:00", true, 1772359200000000 },
		{ "2026-03-01T18:00:00+0800", true, 1772359200000000 },
		{ "2026-03-01T06:30:00-03:30", true, 1772359200000000 },
		{ "2026-03-01", true, 1772323200000000 },
		{ "2024-02-29", true, 1709164800000000 },
		{ "1969-12-31T23:59:59Z", true, -1000000 },
		{ "0001-01-01", true, -62135596800000000 },
		{ "2023-02-29", false, 0 },
		{ "2026-13-01", false, 0 },
		{ "2026-00-10", false, 0 },
		{ "2026-03-01T24:00:00Z", false, 0 },
		{ "2026-03-01T10:00:00.Z", false, 0 },
		{ "2026-03-01T10:00:00Z ", false, 0 },
		{ "2026-3-1", false, 0 },
		{ "", false, 0 },
		{ "2026-03-01T", false, 0 },
		{ "2026-03-01T10:00:00+1", false, 0 },
	};

	T_EACH(row, rows) {
		int64_t got = 0;

		T_EQ_INT(clock_parse(row->label, &got), row->ok);
		T_EQ_INT(got, row->want);
	}
}

T(texts)
{
	char buf[CLOCK_TEXT];
	int64_t us = 1772359200123456;

	T_EQ_STR(clock_rfc3339(us, buf), "2026-03-01T10:00:00.123456Z");
	T_EQ_STR(clock_day(us, buf), "2026-03-01");
	T_EQ_STR(clock_text(us, buf), "2026-03-01 10:00:00");
	T_EQ_STR(clock_rfc5322(us, buf), "Sun, 01 Mar 2026 10:00:00 +0000");
	T_EQ_STR(clock_http(0, buf), "Thu, 01 Jan 1970 00:00:00 GMT");
	T_EQ_INT(clock_day_start(us), 1772323200000000);
	T_EQ_INT(clock_day_start(-1), -CLOCK_DAY);
}

T(http_date)
{
	int64_t us = 0;

	T_OK(clock_parse_http("Sun, 06 Nov 1994 08:49:37 GMT", &us));
	T_EQ_INT(us, 784111777000000);
	T_OK(!clock_parse_http("Sun, 06 Nov 1994 08:49:37 +0100", &us));
	T_OK(!clock_parse_http("Sun, 6 Nov", &us));
	T_OK(!clock_parse_http("Sun, 06 Xxx 1994 08:49:37 GMT", &us));
	T_OK(!clock_parse_http("", &us));
}

T(every_day_of_800_years_goes_round)
{
	int64_t us = 0, back;
	char buf[CLOCK_TEXT];
	int bad = 0;

	for (int64_t day = -150000; day < 150000; day++) {
		us = day * CLOCK_DAY + 86399 * CLOCK_SECOND;
		bad += !clock_parse(clock_rfc3339(us, buf), &back) ||
		       back != us;
	}
	T_EQ_INT(bad, 0);
}

T_MAIN
