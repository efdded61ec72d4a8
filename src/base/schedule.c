#include "base/schedule.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* A 29 February that must also be a certain day of the week comes every 28
   years, and up to 40 where a century has no leap year. */
#define SEARCH_DAYS (41 * 366)
#define DAY_MINUTES (24 * 60)

enum { MINUTE, HOUR, DAY, MONTH, WEEKDAY, FIELDS };

struct schedule {
	bool manual;
	int64_t every_us;        /* 0: by fields */
	uint64_t fields[FIELDS]; /* a bit for each allowed value */
	bool any_day, any_weekday;
};

static const struct {
	int min, max;
} ranges[FIELDS] = { { 0, 59 }, { 0, 23 }, { 1, 31 }, { 1, 12 }, { 0, 7 } };

static bool number(const char **at, int *out)
{
	int v = 0, digits = 0;

	for (; **at >= '0' && **at <= '9' && digits < 4; (*at)++, digits++)
		v = v * 10 + (**at - '0');
	*out = v;
	return digits > 0;
}

/* One of a list: *, n, n-m, each with an optional step. */
static bool cron_part(const char **at, int field, uint64_t *bits)
{
	int from = ranges[field].min, to = ranges[field].max, step = 1;

	if (**at == '*') {
		(*at)++;
	} else {
		if (!number(at, &from))
			return false;
		to = from;
		if (**at == '-') {
			(*at)++;
			if (!number(at, &to))
				return false;
		}
	}
	if (**at == '/') {
		(*at)++;
		if (!number(at, &step) || step < 1)
			return false;
	}
	if (from < ranges[field].min || to > ranges[field].max || from > to)
		return false;
	for (int v = from; v <= to; v += step)
		*bits |= (uint64_t)1 << v;
	return true;
}

static bool cron(const char *text, struct schedule *s)
{
	const char *at = text;

	for (int field = 0; field < FIELDS; field++) {
		bool star = *at == '*';

		if (field == DAY)
			s->any_day = star;
		if (field == WEEKDAY)
			s->any_weekday = star;
		while (cron_part(&at, field, &s->fields[field]) && *at == ',')
			at++;
		if (s->fields[field] == 0 ||
		    *at != (field == FIELDS - 1 ? '\0' : ' '))
			return false;
		while (*at == ' ')
			at++;
	}
	if (s->fields[WEEKDAY] & (uint64_t)1 << 7)
		s->fields[WEEKDAY] |= 1; /* 7 is Sunday too */
	return true;
}

static bool every(const char *text, struct schedule *s)
{
	static const struct {
		char unit;
		int64_t us;
	} units[] = { { 'm', CLOCK_MINUTE },
		      { 'h', CLOCK_HOUR },
		      { 'd', CLOCK_DAY } };
	int n;

	if (!number(&text, &n) || n < 1)
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (text[0] == units[i].unit && text[1] == '\0')
			s->every_us = n * units[i].us;
	return s->every_us > 0;
}

static bool at_time(const char *text, int weekday, struct schedule *s)
{
	AUTO(str_done) struct str line = STR_INIT;
	int hour, minute;

	if (!number(&text, &hour) || *text++ != ':' ||
	    !number(&text, &minute) || *text != '\0')
		return false;
	str_addf(&line, "%d %d * * ", minute, hour);
	if (weekday < 0)
		str_add(&line, "*");
	else
		str_addf(&line, "%d", weekday);
	return cron(line.s, s);
}

static bool weekly(const char *text, struct schedule *s)
{
	static const char *const names[] = { "sun", "mon", "tue", "wed",
					     "thu", "fri", "sat" };

	for (int day = 0; day < 7; day++)
		if (strncmp(text, names[day], 3) == 0 && text[3] == ' ')
			return at_time(text + 4, day, s);
	return false;
}

static bool parse(const char *text, struct schedule *s)
{
	*s = (struct schedule){ 0 };
	if (strcmp(text, "manual") == 0) {
		s->manual = true;
		return true;
	}
	if (str_starts(text, "every "))
		return every(text + 6, s);
	if (str_starts(text, "daily "))
		return at_time(text + 6, -1, s);
	if (str_starts(text, "weekly "))
		return weekly(text + 7, s);
	return cron(text, s);
}

int schedule_check(const char *text, struct err *e)
{
	struct schedule s;

	if (!parse(text, &s))
		return err_set(e, ERR_USAGE,
			       "schedule \"%.60s\" is not understood; write "
			       "\"every 24h\", \"daily 02:30\", \"weekly mon "
			       "02:30\", five cron fields such as \"30 2 * * "
			       "1-5\", or \"manual\" (times are UTC)",
			       text);
	if (!s.manual && schedule_next(text, 0, 0) == 0 && s.every_us == 0)
		return err_set(e, ERR_USAGE,
			       "schedule \"%.60s\" names a day that never "
			       "comes, such as 31 February; to run only when a "
			       "person says so write \"manual\"",
			       text);
	return 0;
}

/* As crontab(5): with both days limited, either of them is enough. */
static bool is_its_day(const struct schedule *s, const struct clock_date *d)
{
	bool day = s->fields[DAY] >> d->day & 1;
	bool weekday = s->fields[WEEKDAY] >> d->weekday & 1;

	if (!(s->fields[MONTH] >> d->month & 1))
		return false;
	if (s->any_day || s->any_weekday)
		return day && weekday;
	return day || weekday;
}

/* The first of its minutes in a day, from this one on; -1: none is left. */
static int its_minute(const struct schedule *s, int from)
{
	for (int m = from; m < DAY_MINUTES; m++)
		if (s->fields[HOUR] >> (m / 60) &
		    s->fields[MINUTE] >> (m % 60) & 1)
			return m;
	return -1;
}

int64_t schedule_next(const char *text, int64_t last_us, int64_t after_us)
{
	struct schedule s;
	int64_t day = clock_day_start(after_us);
	int from = (int)((after_us - day) / CLOCK_MINUTE) + 1;

	if (!parse(text, &s) || s.manual)
		return 0;
	if (s.every_us > 0) {
		if (last_us == 0 || last_us + s.every_us <= after_us)
			return after_us;
		return last_us + s.every_us;
	}
	for (int i = 0; i < SEARCH_DAYS; i++) {
		struct clock_date d = clock_to_date(day);
		int minute = is_its_day(&s, &d) ? its_minute(&s, from) : -1;

		if (minute >= 0)
			return day + minute * CLOCK_MINUTE;
		day += CLOCK_DAY;
		from = 0;
	}
	return 0; /* such as 31 February */
}
