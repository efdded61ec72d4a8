/* Platforms beside Zoom: which are played, and who is asked. */
#include "sandbox/vendor.h"

#include "base/err.h"

#include "t.h"

T(unknown_vendors_are_named)
{
	struct tenant_options o = {
		.seed = 1, .users = 4, .days = 1, .per_day = 1
	};
	AUTO(sandbox_free) struct sandbox *sb = sandbox_new(&o);
	struct err e = ERR_INIT;
	int rc = 0;

	T_OK(vendor_find("elsewhere") == NULL);
	T_EQ_INT(vendors_begin(sb, NULL, &e), 0);
	T_EQ_INT(vendors_begin(sb, "elsewhere", &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	T_OK(strstr(e.text, "elsewhere") != NULL);
	T_OK(!vendors_set(sb, "elsewhere.scopes=a", &rc, &e));
}

T_MAIN
