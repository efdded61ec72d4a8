#include "portal/limits.h"

#include "base/clock.h"
#include "t.h"

T(a_bucket_empties_and_fills)
{
	AUTO(limits_free) struct limits *l = limits_new();
	const struct limit of = { 10, 5 };
	int64_t now = 1000 * CLOCK_SECOND;

	for (int i = 0; i < 5; i++)
		T_OK(limits_take(l, 'a', "192.0.2.1", &of, now));
	T_OK(!limits_take(l, 'a', "192.0.2.1", &of, now));
	/* others have their own, by kind and key */
	T_OK(limits_take(l, 'a', "192.0.2.2", &of, now));
	T_OK(limits_take(l, 'b', "192.0.2.1", &of, now));
	now += CLOCK_SECOND / 10;
	T_OK(limits_take(l, 'a', "192.0.2.1", &of, now));
	T_OK(!limits_take(l, 'a', "192.0.2.1", &of, now));
	/* it never holds more than its size */
	now += CLOCK_HOUR;
	for (int i = 0; i < 5; i++)
		T_OK(limits_take(l, 'a', "192.0.2.1", &of, now));
	T_OK(!limits_take(l, 'a', "192.0.2.1", &of, now));
}

T(so_many_at_work)
{
	AUTO(limits_free) struct limits *l = limits_new();
	int a = limits_enter(l, "x", 2), b = limits_enter(l, "x", 2);

	T_OK(a >= 0 && b >= 0);
	T_EQ_INT(limits_enter(l, "x", 2), -1);
	limits_leave(l, a);
	limits_leave(l, -1);
	T_OK(limits_enter(l, "x", 2) >= 0);
}

T_MAIN
