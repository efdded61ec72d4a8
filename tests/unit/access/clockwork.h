/* clockwork.h - time that passes when a test says so. */
#ifndef TESTS_UNIT_ACCESS_CLOCKWORK_H
#define TESTS_UNIT_ACCESS_CLOCKWORK_H

#include "base/clock.h"

static int64_t now_us = 1000 * CLOCK_DAY;

int64_t __wrap_clock_now_us(void);
int64_t __wrap_clock_now_us(void)
{
	return now_us;
}

#endif
