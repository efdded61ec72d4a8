#include "target/imap/name.h"

#include "base/clock.h"
#include "base/str.h"

#include <string.h>

void imap_quote(struct str *out, const char *text)
{
	str_add_char(out, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			str_add_char(out, '\\');
		str_add_char(out, *text);
	}
	str_add_char(out, '"');
}

void imap_date(struct str *out, int64_t us)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
					      "May", "Jun", "Jul", "Aug",
					      "Sep", "Oct", "Nov", "Dec" };
	struct clock_date d = clock_to_date(us);

	str_addf(out, "\"%2d-%s-%04d %02d:%02d:%02d +0000\"", d.day,
		 months[d.month - 1], (int)d.year, d.hour, d.minute, d.second);
}
