#include "base/clock.h"
#include "base/str.h"
#include "source/zoom/window.h"
#include "t.h"

static const struct {
	const char *label;
	const char *from, *to;
	const char *want; /* windows, one after the other */
} day_cases[] = {
	{ "one day", "2026-03-05T10:00:00Z", "2026-03-05T23:00:00Z",
	  "2026-03-05..2026-03-05 " },
	{ "two days", "2026-03-05T10:00:00Z", "2026-03-06T00:00:00Z",
	  "2026-03-05..2026-03-06 " },
	{ "just a month", "2026-02-01", "2026-03-01",
	  "2026-02-01..2026-03-01 " },
	{ "a day more shares a day", "2026-02-01", "2026-03-02",
	  "2026-02-01..2026-03-01 2026-03-01..2026-03-02 " },
	{ "three", "2026-01-01", "2026-03-10",
	  "2026-01-01..2026-01-29 2026-01-29..2026-02-26 "
	  "2026-02-26..2026-03-10 " },
	{ "over a leap day and a year", "2027-12-20", "2028-03-05",
	  "2027-12-20..2028-01-17 2028-01-17..2028-02-14 "
	  "2028-02-14..2028-03-05 " },
	{ "backwards", "2026-03-02", "2026-03-01", "" },
};

static const struct {
	const char *label;
	const char *from, *to, *want;
} span_cases[] = {
	{ "a week", "2026-03-01", "2026-03-08",
	  "2026-03-01T00:00:00Z..2026-03-08T00:00:00Z " },
	{ "a second more", "2026-03-01", "2026-03-08T00:00:01Z",
	  "2026-03-01T00:00:00Z..2026-03-08T00:00:00Z "
	  "2026-03-08T00:00:00Z..2026-03-08T00:00:01Z " },
	{ "whole seconds", "2026-03-01T00:00:00.9Z", "2026-03-01T00:00:05.9Z",
	  "2026-03-01T00:00:00Z..2026-03-01T00:00:05Z " },
	{ "nothing", "2026-03-01", "2026-03-01", "" },
	{ "backwards", "2026-03-02", "2026-03-01", "" },
};

static int64_t us(const char *text)
{
	int64_t out = 0;

	T_OK(clock_parse(text, &out));
	return out;
}

T(days)
{
	T_EACH(c, day_cases) {
		struct str got AUTO(str_done) = STR_INIT;
		struct zoom_window w;
		char a[CLOCK_TEXT], b[CLOCK_TEXT];

		for (size_t n = 0;
		     n < 100 && zoom_window_days(&w, us(c->from), us(c->to), n);
		     n++) {
			str_addf(&got, "%s..%s ", clock_day(w.from_us, a),
				 clock_day(w.to_us, b));
			T_OK(w.to_us - w.from_us <= 28 * CLOCK_DAY);
		}
		T_EQ_STR(got.s, c->want);
	}
}

T(spans)
{
	T_EACH(c, span_cases) {
		struct str got AUTO(str_done) = STR_INIT;
		struct zoom_window w;
		char a[CLOCK_TEXT], b[CLOCK_TEXT];

		for (size_t n = 0;
		     n < 100 && zoom_window_span(&w, us(c->from), us(c->to),
						 7 * CLOCK_DAY, n);
		     n++)
			str_addf(&got, "%s..%s ", clock_rfc3339(w.from_us, a),
				 clock_rfc3339(w.to_us, b));
		T_EQ_STR(got.s, c->want);
	}
}

static const struct {
	const char *label;
	const char *uuid, *want;
} uuid_cases[] = {
	{ "plain", "abcdEFG0123==", "abcdEFG0123%3D%3D" },
	{ "slash inside", "ab/cd==", "ab%2Fcd%3D%3D" },
	{ "plus", "ab+cd", "ab%2Bcd" },
	{ "slash first", "/abc==", "%252Fabc%253D%253D" },
	{ "two slashes", "a//b=", "a%252F%252Fb%253D" },
	{ "two apart are once", "a/b/c", "a%2Fb%2Fc" },
	{ "e-mail address", "a@b.c", "a%40b.c" },
};

T(uuid)
{
	T_EACH(c, uuid_cases) {
		struct str out AUTO(str_done) = STR_INIT;

		zoom_path_uuid(&out, c->uuid);
		T_EQ_STR(out.s, c->want);
	}
}

T_MAIN
