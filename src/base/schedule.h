/*
 * base/schedule.h - when something that repeats is to run. All times are UTC.
 *
 *	every 24h | every 90m | every 2d     counted from the last start
 *	daily 02:30 | weekly mon 02:30
 *	30 2 * * 1-5                         five cron fields (crontab(5):
 *	                                     lists, ranges, steps; no names)
 *	manual                               only when a person says so
 */
#ifndef BASE_SCHEDULE_H
#define BASE_SCHEDULE_H

#include <stdint.h>

struct err;

/* Errors: ERR_USAGE saying what is wrong and what can be written. */
int schedule_check(const char *text, struct err *e);

/* The first time after after_us; last_us is the last start, 0 for never:
   "every" counts from it, and means after_us where that has passed. 0:
   never. Which time is due, connector/due.h says. */
int64_t schedule_next(const char *text, int64_t last_us, int64_t after_us);

#endif
