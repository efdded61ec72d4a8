#include "base/schedule.h"

#include "base/clock.h"
#include "base/err.h"
#include "t.h"

#include <string.h>

static int64_t at(const char *text)
{
	int64_t us = 0;

	T_OK(text[0] == '\0' || clock_parse(text, &us));
	return us;
}

T(next)
{
	static const struct {
		const char *label; /* the schedule */
		const char *last, *after, *want;
	} rows[] = {
		{ "every 24h", "", "2026-03-01T10:00:00Z",
		  "2026-03-01T10:00:00Z" },
		{ "every 24h", "2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z",
		  "2026-03-02T09:00:00Z" },
		{ "every 90m", "2026-03-01T09:00:00Z", "2026-03-01T10:00:00Z",
		  "2026-03-01T10:30:00Z" },
		{ "every 2d", "2026-02-01T09:00:00Z", "2026-03-01T10:00:00Z",
		  "2026-03-01T10:00:00Z" },
		{ "daily 02:30", "", "2026-03-01T10:00:00Z",
		  "2026-03-02T02:30:00Z" },
		{ "daily 10:01", "", "2026-03-01T10:00:59Z",
		  "2026-03-01T10:01:00Z" },
		/* 2026-03-01 is a Sunday */
		{ "weekly mon 02:30", "", "2026-03-01T10:00:00Z",
		  "2026-03-02T02:30:00Z" },
		{ "weekly sun 02:30", "", "2026-03-01T10:00:00Z",
		  "2026-03-08T02:30:00Z" },
		{ "*/15 8-17 * * 1-5", "", "2026-03-01T10:00:00Z",
		  "2026-03-02T08:00:00Z" },
		{ "0,30 * * * *", "", "2026-03-01T10:00:00Z",
		  "2026-03-01T10:30:00Z" },
		{ "0 0 29 2 *", "", "2026-03-01T10:00:00Z",
		  "2028-02-29T00:00:00Z" },
		{ "0 0 1 * 7", "", "2026-03-01T10:00:00Z",
		  "2026-03-08T00:00:00Z" }, /* either day is enough */
		{ "59 23 * * *", "", "2026-03-01T23:59:00Z",
		  "2026-03-02T23:59:00Z" },
		{ "0 0 1 1 *", "", "2026-01-01T00:00:00Z",
		  "2027-01-01T00:00:00Z" },
		/* a 29 February that is a Sunday, Wednesday or Saturday */
		{ "0 0 29 2 */3", "", "2026-03-01T10:00:00Z",
		  "2032-02-29T00:00:00Z" },
		{ "0 0 31 2 *", "", "2026-03-01T10:00:00Z", "" },
		{ "manual", "", "2026-03-01T10:00:00Z", "" },
	};

	T_EACH(row, rows)
		T_EQ_INT(schedule_next(row->label, at(row->last),
				       at(row->after)),
			 at(row->want));
}

T(what_cannot_be_understood)
{
	static const char *const rows[] = {
		"",
		"hourly",
		"every",
		"every 0h",
		"every 5",
		"every 5w",
		"daily 24:00",
		"daily 2",
		"daily 02:60",
		"weekly 02:30",
		"weekly xyz 02:30",
		"* * * *",
		"* * * * * *",
		"60 * * * *",
		"5-1 * * * *",
		"*/0 * * * *",
		"a b c d e",
		"* * 0 * *",
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err e = ERR_INIT;

		t_label = rows[i];
		T_EQ_INT(schedule_check(rows[i], &e), -1);
		T_EQ_INT(e.kind, ERR_USAGE);
	}
}

T(what_never_comes)
{
	static const struct {
		const char *label; /* the schedule */
		int want;
	} rows[] = {
		{ "0 0 31 2 *", -1 },
		{ "0 0 30,31 2 *", -1 },
		{ "0 0 31 4,6,9,11 *", -1 },
		{ "0 0 29 2 *", 0 },
		{ "0 0 31 2 1", 0 }, /* the Mondays of February */
		{ "0 0 31 1-12 *", 0 },
		{ "0 0 */31 2 *", 0 },
		{ "manual", 0 },
		{ "every 1m", 0 },
	};

	T_EACH(row, rows) {
		struct err e = ERR_INIT;

		T_EQ_INT(schedule_check(row->label, &e), row->want);
		if (row->want < 0)
			T_OK(strstr(e.text, "never comes") != NULL);
	}
}

T_MAIN
