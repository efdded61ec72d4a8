#include "connector/settings.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/schedule.h"
#include "base/str.h"
#include "convert/convert.h"
#include "delivery/delivery.h"
#include "target/copies.h"

#include <string.h>

const struct setting connector_settings[] = {
	{ "folder", NULL, false, false,
	  "folder below the Inbox (default: the source's own)" },
	{ "schedule", "every 24h", false, false,
	  "when it runs: every 24h, daily 02:30, a cron line, or manual" },
	{ "since", NULL, false, false,
	  "leave out what is older than this date" },
	{ "target", COPIES_EMBEDDED, false, false,
	  "where the mailboxes are: a name of `estreat target list`" },
	{ "workers", "4", false, false,
	  "meetings fetched at the same time, 1 to 32" },
	VALUES_SECRET_EXPIRES,
	{ NULL, NULL, false, false, NULL },
};

struct values_of settings_of(const struct source_ops *ops, int64_t connector)
{
	return (struct values_of){ .owner = OWNER_CONNECTOR,
				   .id = connector,
				   .title = ops->title,
				   .own = ops->settings,
				   .more = connector_settings,
				   .open_prefix = SETTINGS_HEADER };
}

int settings_check(const struct values_of *of, const struct value *v,
		   struct err *e)
{
	const char *name = v->name, *value = v->value;
	long long n;
	int64_t us;

	(void)of;
	if (str_starts(name, SETTINGS_HEADER))
		return convert_header_check(name + strlen(SETTINGS_HEADER),
					    value, e);
	if (strcmp(name, "schedule") == 0)
		return schedule_check(value, e);
	if (strcmp(name, "since") == 0 && !clock_parse(value, &us))
		return err_set(e, ERR_USAGE,
			       "since=%s is not a date such as 2026-01-31",
			       value);
	if (strcmp(name, "workers") == 0 &&
	    (!str_int64(value, &n) || n < 1 || n > 32))
		return err_set(e, ERR_USAGE,
			       "workers=%s is not a number from 1 to 32",
			       value);
	return 0;
}

int settings_target(struct db *db, struct values *v, int64_t *target,
		    struct err *e)
{
	const char *name = values_get(v, "target");

	*target = 0;
	if (strcmp(name, COPIES_EMBEDDED) == 0)
		return 0;
	return delivery_target_find(db, name, target, e);
}
