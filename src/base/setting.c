#include "base/setting.h"

#include "base/err.h"
#include "base/str.h"

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

int setting_number(const struct setting *settings, const struct host *host,
		   const char *name, struct setting_range range, long long *out,
		   struct err *e)
{
	const char *text = setting_of(settings, host, name);
	long long n;

	if (text[0] == '\0')
		return 0;
	if (!str_int64(text, &n) || n < range.min || n > range.max)
		return err_set(e, ERR_USAGE,
			       "%s: \"%s\" is no whole number from %lld to "
			       "%lld",
			       name, text, range.min, range.max);
	*out = n;
	return 0;
}

int setting_choice(const struct setting *settings, const struct host *host,
		   const char *name, const char *const *words, int *out,
		   struct err *e)
{
	const char *text = setting_of(settings, host, name);
	struct str all AUTO(str_done) = STR_INIT;

	for (int i = 0; words[i] != NULL; i++) {
		if (strcmp(words[i], text) == 0) {
			*out = i;
			return 0;
		}
		str_addf(&all, "%s%s", i > 0 ? ", " : "", words[i]);
	}
	return err_set(e, ERR_USAGE, "%s: \"%s\" is none of %s", name, text,
		       all.s);
}
