/* How long whoever tries too often has to wait. */
#include "access/guard.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "t.h"

T(waits_grow)
{
	static const struct {
		const char *label;
		int64_t failed, minutes;
	} rows[] = {
		{ "none", 0, 0 },
		{ "four", 4, 0 },
		{ "five", 5, 1 },
		{ "six", 6, 2 },
		{ "seven", 7, 4 },
		{ "ten", 10, 32 },
		{ "eleven", 11, 60 },
		{ "twelve", 12, 60 },
		{ "a million", 1000000, 60 },
	};

	T_EACH(row, rows)
		T_EQ_INT(guard_wait_us(row->failed, GUARD_ACCOUNT),
			 row->minutes * CLOCK_MINUTE);
}

static void fail(struct guard *g, const char *address, int times, int64_t now)
{
	while (times-- > 0)
		guard_failed(g, address, now);
}

T(addresses)
{
	AUTO(guard_free) struct guard *g = guard_new();
	int64_t now = 1000 * CLOCK_DAY;

	fail(g, "192.0.2.7", GUARD_ADDRESS - 1, now);
	T_EQ_INT(guard_address(g, "192.0.2.7", now), 0);
	fail(g, "192.0.2.7", 1, now);
	T_EQ_INT(guard_address(g, "192.0.2.7", now), 60);
	T_EQ_INT(guard_address(g, "::ffff:192.0.2.7", now), 60);
	T_EQ_INT(guard_address(g, "192.0.2.8", now), 0);
	T_EQ_INT(guard_address(g, "192.0.2.7", now + CLOCK_MINUTE), 0);
	fail(g, "192.0.2.7", 1, now + CLOCK_MINUTE);
	T_EQ_INT(guard_address(g, "192.0.2.7", now + CLOCK_MINUTE), 120);
	guard_forgive(g, "192.0.2.7");
	T_EQ_INT(guard_address(g, "192.0.2.7", now + CLOCK_MINUTE), 0);
}

T(an_hour_forgives)
{
	AUTO(guard_free) struct guard *g = guard_new();
	int64_t now = 1000 * CLOCK_DAY;

	fail(g, "192.0.2.7", GUARD_ADDRESS - 1, now);
	now += CLOCK_HOUR + 1;
	fail(g, "192.0.2.7", 1, now);
	T_EQ_INT(guard_address(g, "192.0.2.7", now), 0);
}

/* Whoever has a network of their own has all of its addresses. */
T(six)
{
	AUTO(guard_free) struct guard *g = guard_new();
	int64_t now = 1000 * CLOCK_DAY;

	for (int i = 0; i < GUARD_ADDRESS; i++) {
		AUTO(free) char *from = str_printf("2001:db8:1:2::%x", i + 1);

		guard_failed(g, from, now);
	}
	T_EQ_INT(guard_address(g, "2001:db8:1:2:aaaa::1", now), 60);
	T_EQ_INT(guard_address(g, "2001:db8:1:3::1", now), 0);
}

T(many_addresses)
{
	AUTO(guard_free) struct guard *g = guard_new();
	int64_t now = 1000 * CLOCK_DAY;

	fail(g, "192.0.2.7", GUARD_ADDRESS, now);
	for (int i = 0; i < 5000; i++) {
		AUTO(free)
		char *from = str_printf("10.%d.%d.1", i / 256, i % 256);

		guard_failed(g, from, now + 1 + i);
		T_EQ_INT(guard_address(g, from, now + 1 + i), 0);
	}
}

T_MAIN
