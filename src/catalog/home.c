#include "catalog/home.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

static bool has(const char *home, const char *name)
{
	AUTO(free) char *path = str_printf("%s/%s", home, name);

	return access(path, F_OK) == 0;
}

static int part_missing(const char *home, const char *name, const char *why,
			struct err *e)
{
	return err_set(e, ERR_USAGE,
		       "the file \"%s\" of the installation in %s is missing: "
		       "put it back from your backup. %s Delete nothing.",
		       name, home, why);
}

int home_check(const char *home, struct err *e)
{
	bool key = has(home, "key"), control = has(home, "control.db");
	bool packs = has(home, "vault/packs");

	if (key && control)
		return 0;
	if (!key && !control && !packs)
		return err_set(e, ERR_USAGE,
			       "there is no installation in %s: make one with "
			       "`estreat init --home %s`, or name another "
			       "with --home",
			       home, home);
	if (key && !packs)
		return err_set(e, ERR_USAGE,
			       "the installation in %s was not finished: "
			       "remove it and run `estreat init` again",
			       home);
	if (!key)
		return part_missing(home, "key",
				    "Nothing in there can be read without it.",
				    e);
	return part_missing(home, "control.db",
			    "It has the keys of the packs: nothing in there "
			    "can be read without it.",
			    e);
}
