#include "base/setting.h"

#include <string.h>

const char *setting_of(const struct setting *settings, const struct host *host,
		       const char *name)
{
	const char *value = host->setting(host->ctx, name);

	if (value != NULL && *value != '\0')
		return value;
	for (const struct setting *s = settings; s->name != NULL; s++)
		if (strcmp(s->name, name) == 0 && s->fallback != NULL)
			return s->fallback;
	return "";
}
