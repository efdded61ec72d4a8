/*
 * clock.c - civil dates by counting days in eras of 400 years.
 *
 * Days are counted from 0000-03-01, so that the leap day is the last day of
 * its year; a 400-year era always has 146,097 days.
 */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define ERA_DAYS      146097
#define DAYS_TO_EPOCH 719468 /* 0000-03-01 to 1970-01-01 */

static const char *const month_names[] = { "Jan", "Feb", "Mar", "Apr",
					   "May", "Jun", "Jul", "Aug",
					   "Sep", "Oct", "Nov", "Dec" };
static const char *const day_names[] = { "Sun", "Mon", "Tue", "Wed",
					 "Thu", "Fri", "Sat" };

static int64_t read_clock(clockid_t id)
{
	struct timespec ts;

	(void)clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * CLOCK_SECOND + ts.tv_nsec / 1000;
}

int64_t clock_now_us(void)
{
	return read_clock(CLOCK_REALTIME);
}

int64_t clock_monotonic_us(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t days_from_civil(int64_t y, int m, int d)
{
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = floor_div(y, 400);
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * ERA_DAYS + yoe * 365 + yoe / 4 - yoe / 100 + doy -
	       DAYS_TO_EPOCH;
}

int64_t clock_from_date(const struct clock_date *d)
{
	int64_t days = days_from_civil(d->year, d->month, d->day);

	return days * CLOCK_DAY + d->hour * CLOCK_HOUR +
	       d->minute * CLOCK_MINUTE + d->second * CLOCK_SECOND + d->micro;
}

struct clock_date clock_to_date(int64_t us)
{
	struct clock_date d = { 0 };
	int64_t days = floor_div(us, CLOCK_DAY);
	int64_t rest = us - days * CLOCK_DAY;
	int64_t z = days + DAYS_TO_EPOCH;
	int64_t era = floor_div(z, ERA_DAYS);
	int64_t doe = z - era * ERA_DAYS;
	int64_t yoe =
		(doe - doe / 1460 + doe / 36524 - doe / (ERA_DAYS - 1)) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	d.day = (int)(doy - (153 * mp + 2) / 5 + 1);
	d.month = (int)(mp < 10 ? mp + 3 : mp - 9);
	d.year = yoe + era * 400 + (d.month <= 2);
	d.weekday = (int)(((days + 4) % 7 + 7) % 7);
	d.hour = (int)(rest / CLOCK_HOUR);
	d.minute = (int)(rest % CLOCK_HOUR / CLOCK_MINUTE);
	d.second = (int)(rest % CLOCK_MINUTE / CLOCK_SECOND);
	d.micro = (int)(rest % CLOCK_SECOND);
	return d;
}

int64_t clock_day_start(int64_t us)
{
	return floor_div(us, CLOCK_DAY) * CLOCK_DAY;
}

const char *clock_rfc3339(int64_t us, char buf[CLOCK_TEXT])
{
	struct clock_date d = clock_to_date(us);
	char micro[12] = "";

	if (d.micro != 0)
		(void)snprintf(micro, sizeof(micro), ".%06u",
			       (unsigned int)d.micro % 1000000);
	(void)snprintf(buf, CLOCK_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d%sZ",
		       (int)d.year, d.month, d.day, d.hour, d.minute, d.second,
		       micro);
	return buf;
}

const char *clock_day(int64_t us, char buf[CLOCK_TEXT])
{
	struct clock_date d = clock_to_date(us);

	(void)snprintf(buf, CLOCK_TEXT, "%04d-%02d-%02d", (int)d.year, d.month,
		       d.day);
	return buf;
}

const char *clock_text(int64_t us, char buf[CLOCK_TEXT])
{
	struct clock_date d = clock_to_date(us);

	(void)snprintf(buf, CLOCK_TEXT, "%04d-%02d-%02d %02d:%02d:%02d",
		       (int)d.year, d.month, d.day, d.hour, d.minute, d.second);
	return buf;
}

static const char *imf_date(int64_t us, const char *zone, char buf[CLOCK_TEXT])
{
	struct clock_date d = clock_to_date(us);

	(void)snprintf(buf, CLOCK_TEXT, "%s, %02d %s %04d %02d:%02d:%02d %s",
		       day_names[d.weekday], d.day, month_names[d.month - 1],
		       (int)d.year, d.hour, d.minute, d.second, zone);
	return buf;
}

const char *clock_rfc5322(int64_t us, char buf[CLOCK_TEXT])
{
	return imf_date(us, "+0000", buf);
}

const char *clock_http(int64_t us, char buf[CLOCK_TEXT])
{
	return imf_date(us, "GMT", buf);
}

/* Exactly n digits at *at; moves *at behind them. -1 where they are not. */
static int digits(const char **at, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++, (*at)++) {
		if (**at < '0' || **at > '9')
			return -1;
		v = v * 10 + (**at - '0');
	}
	return v;
}

static bool take(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

static bool date_ok(const struct clock_date *d)
{
	static const int lengths[] = { 31, 29, 31, 30, 31, 30,
				       31, 31, 30, 31, 30, 31 };
	bool leap =
		(d->year % 4 == 0 && d->year % 100 != 0) || d->year % 400 == 0;

	if (d->year < 1 || d->month < 1 || d->month > 12 || d->day < 1 ||
	    d->day > lengths[d->month - 1] ||
	    (d->month == 2 && d->day == 29 && !leap))
		return false;
	/* a leap second is taken as the second after it */
	return d->hour >= 0 && d->hour <= 23 && d->minute >= 0 &&
	       d->minute <= 59 && d->second >= 0 && d->second <= 60;
}

static bool parse_day(const char **at, struct clock_date *d)
{
	d->year = digits(at, 4);
	if (d->year < 0 || !take(at, '-'))
		return false;
	d->month = digits(at, 2);
	if (d->month < 0 || !take(at, '-'))
		return false;
	d->day = digits(at, 2);
	return d->day > 0;
}

static bool parse_time(const char **at, struct clock_date *d)
{
	d->hour = digits(at, 2);
	if (d->hour < 0 || !take(at, ':'))
		return false;
	d->minute = digits(at, 2);
	if (d->minute < 0)
		return false;
	if (!take(at, ':'))
		return true; /* seconds may be left out */
	d->second = digits(at, 2);
	if (d->second < 0)
		return false;
	if (take(at, '.') || take(at, ',')) {
		int unit = 100000;

		if (**at < '0' || **at > '9')
			return false;
		for (; **at >= '0' && **at <= '9'; (*at)++, unit /= 10)
			d->micro += (**at - '0') * unit;
	}
	return true;
}

/* Offset east of UTC in minutes; nothing and 'Z' are 0. */
static bool parse_zone(const char **at, int *minutes)
{
	int sign = **at == '-' ? -1 : 1, h, m = 0;

	*minutes = 0;
	if (**at == '\0')
		return true;
	if (take(at, 'Z') || take(at, 'z'))
		return true;
	if (!take(at, '+') && !take(at, '-'))
		return false;
	h = digits(at, 2);
	if (h < 0 || h > 23)
		return false;
	(void)take(at, ':');
	if (**at != '\0')
		m = digits(at, 2);
	if (m < 0 || m > 59)
		return false;
	*minutes = sign * (h * 60 + m);
	return true;
}

bool clock_parse(const char *text, int64_t *out)
{
	struct clock_date d = { 0 };
	const char *at = text;
	int offset = 0;

	if (!parse_day(&at, &d))
		return false;
	if (*at != '\0') {
		if (!take(&at, 'T') && !take(&at, 't') && !take(&at, ' '))
			return false;
		if (!parse_time(&at, &d) || !parse_zone(&at, &offset))
			return false;
	}
	if (*at != '\0' || !date_ok(&d))
		return false;
	*out = clock_from_date(&d) - offset * CLOCK_MINUTE;
	return true;
}

bool clock_parse_http(const char *text, int64_t *out)
{
	struct clock_date d = { 0 };
	const char *at = strchr(text, ',');

	if (at == NULL || at[1] != ' ')
		return false;
	at += 2;
	d.day = digits(&at, 2);
	if (d.day < 1 || !take(&at, ' ') || strlen(at) < 4)
		return false;
	for (int m = 0; m < 12; m++)
		if (strncmp(at, month_names[m], 3) == 0)
			d.month = m + 1;
	at += 3;
	if (!take(&at, ' '))
		return false;
	d.year = digits(&at, 4);
	if (d.year < 1 || !take(&at, ' ') || !parse_time(&at, &d) ||
	    strcmp(at, " GMT") != 0 || !date_ok(&d))
		return false;
	*out = clock_from_date(&d);
	return true;
}
