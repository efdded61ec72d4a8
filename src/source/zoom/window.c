#include "source/zoom/window.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/str.h"

#include <string.h>

static bool cut(struct zoom_window *out, int64_t from_us, int64_t to_us,
		int64_t step_us, size_t n)
{
	int64_t start_us;

	if (n > (size_t)((to_us - from_us) / step_us))
		return false;
	start_us = from_us + (int64_t)n * step_us;
	if (n > 0 && start_us >= to_us) /* the one before ended here */
		return false;
	out->from_us = start_us;
	out->to_us = to_us - start_us > step_us ? start_us + step_us : to_us;
	return true;
}

bool zoom_window_days(struct zoom_window *out, int64_t from_us, int64_t to_us,
		      size_t n)
{
	if (to_us < from_us)
		return false;
	return cut(out, clock_day_start(from_us), clock_day_start(to_us),
		   ZOOM_MONTH_DAYS * CLOCK_DAY, n);
}

bool zoom_window_span(struct zoom_window *out, int64_t from_us, int64_t to_us,
		      int64_t step_us, size_t n)
{
	from_us -= from_us % CLOCK_SECOND;
	to_us -= to_us % CLOCK_SECOND;
	if (to_us <= from_us)
		return false;
	return cut(out, from_us, to_us, step_us, n);
}

void zoom_path_uuid(struct str *out, const char *uuid)
{
	struct str once AUTO(str_done) = STR_INIT;

	encode_percent(&once, uuid);
	if (uuid[0] == '/' || strstr(uuid, "//") != NULL)
		encode_percent(out, once.s);
	else
		str_add(out, once.s);
}
