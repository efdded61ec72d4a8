#include "store/protection.h"

#include "base/clock.h"
#include "store/store.h"

int64_t store_until_us(int64_t us)
{
	return (us + CLOCK_SECOND - 1) / CLOCK_SECOND * CLOCK_SECOND;
}

bool store_is_protected(const struct store_object *o,
			const struct store_protection *p, bool lasting,
			int64_t now_us)
{
	if (p == NULL)
		return true;
	if (p->hold && !o->hold)
		return false;
	/* the past protects nothing */
	if (p->retain_until_us <= now_us)
		return true;
	return o->retain_until_us >= p->retain_until_us && lasting;
}
