/*
 * base/clock.h - time: int64 microseconds since 1970-01-01 UTC, everywhere.
 *
 * Conversions are our own arithmetic (proleptic Gregorian calendar): they
 * depend on no locale, no time zone and no global state.
 *
 * Source: RFC 3339; RFC 5322 section 3.3; RFC 9110 section 5.6.7.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLOCK_SECOND ((int64_t)1000000)
#define CLOCK_MINUTE (60 * CLOCK_SECOND)
#define CLOCK_HOUR   (60 * CLOCK_MINUTE)
#define CLOCK_DAY    (24 * CLOCK_HOUR)

#define CLOCK_TEXT   40 /* room for any text made here, NUL included */

/* Now, by the machine's clock. */
int64_t clock_now_us(void);

/* A clock that never goes back, for measuring; its zero means nothing. */
int64_t clock_monotonic_us(void);

struct clock_date {
	int64_t year;                         /* 1 to 9999 */
	int month, day, hour, minute, second; /* month and day from 1 */
	int micro;
	int weekday; /* 0 is Sunday; ignored by clock_from_date() */
};

struct clock_date clock_to_date(int64_t us);
int64_t clock_from_date(const struct clock_date *d);

/* The start of the UTC day that us lies in. */
int64_t clock_day_start(int64_t us);

/* "2026-03-01T10:00:00Z", with ".123456" only where not zero. */
const char *clock_rfc3339(int64_t us, char buf[CLOCK_TEXT]);
/* "2026-03-01" */
const char *clock_day(int64_t us, char buf[CLOCK_TEXT]);
/* "2026-03-01 10:00:00" (for people; always UTC, and the page says so) */
const char *clock_text(int64_t us, char buf[CLOCK_TEXT]);
/* "Sun, 01 Mar 2026 10:00:00 +0000" (RFC 5322 date-time) */
const char *clock_rfc5322(int64_t us, char buf[CLOCK_TEXT]);
/* "Sun, 01 Mar 2026 10:00:00 GMT" (RFC 9110 HTTP-date) */
const char *clock_http(int64_t us, char buf[CLOCK_TEXT]);

/*
 * Read a time as vendors write it: RFC 3339 with 'T', 't' or a space, any
 * number of fraction digits, 'Z', an offset (+08:00, +0800) or nothing
 * (taken as UTC); or a date alone (midnight UTC). The whole text must be
 * consumed. True and *out, or false.
 */
bool clock_parse(const char *text, int64_t *out);

/* IMF-fixdate of RFC 9110 ("Sun, 06 Nov 1994 08:49:37 GMT"). */
bool clock_parse_http(const char *text, int64_t *out);

#endif
