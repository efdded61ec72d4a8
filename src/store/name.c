#include "store/name.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/store.h"

#include <string.h>

#define ALLOWED                                                                \
	"abcdefghijklmnopqrstuvwxyz"                                           \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ"                                           \
	"0123456789._/-"

int store_prefix_check(const char *prefix, struct err *e)
{
	size_t len = strlen(prefix);

	if (len > STORE_NAME_MAX)
		return err_set(e, ERR_USAGE,
			       "%.40s...: a name has at most %d characters",
			       prefix, STORE_NAME_MAX);
	if (strspn(prefix, ALLOWED) != len)
		return err_set(e, ERR_USAGE,
			       "\"%s\": a name has only A-Z a-z 0-9 . _ / -",
			       prefix);
	if (prefix[0] == '/' || strstr(prefix, "//") != NULL)
		return err_set(e, ERR_USAGE,
			       "\"%s\": a part of the name is empty", prefix);
	for (const char *part = prefix; part != NULL;
	     part = strchr(part, '/')) {
		part += *part == '/';
		if (strcspn(part, "/") == strspn(part, ".") && *part == '.')
			return err_set(e, ERR_USAGE,
				       "\"%s\": a part of the name is only "
				       "dots",
				       prefix);
	}
	return 0;
}

int store_name_check(const char *name, struct err *e)
{
	size_t len = strlen(name);

	if (len == 0 || name[len - 1] == '/')
		return err_set(e, ERR_USAGE, "\"%s\": is no object's name",
			       name);
	return store_prefix_check(name, e);
}

int store_prefix_read(const char *setting, char **out, struct err *e)
{
	size_t len = strlen(setting);
	AUTO(free) char *prefix = NULL;

	while (len > 0 && setting[len - 1] == '/')
		len--;
	prefix = len == 0 ? mem_strdup("")
			  : str_printf("%.*s/", (int)len, setting);
	if (store_prefix_check(prefix, e) < 0)
		return err_wrap(e, "prefix");
	*out = TAKE(prefix);
	return 0;
}

const char *store_name_below(const char *prefix, const char *key)
{
	struct err ignored = ERR_INIT;

	if (!str_starts(key, prefix))
		return NULL;
	key += strlen(prefix);
	return store_name_check(key, &ignored) == 0 ? key : NULL;
}
