#include "source/ringcentral/compose.h"

#include "base/str.h"
#include "source/ringcentral/compose/work.h"

#include <string.h>

int rc_compose(const struct source_material *m, struct item **out,
	       struct err *e)
{
	static const char *const things[] = { "task", "note", "event" };
	size_t len = strcspn(m->bundle, "/");

	if (m->n_raws == 0 && m->n_parts == 0)
		return 0;
	for (size_t i = 0; i < sizeof(things) / sizeof(things[0]); i++)
		if (strlen(things[i]) == len &&
		    strncmp(m->bundle, things[i], len) == 0)
			return rc_compose_thing(m, things[i], out, e);
	if (str_starts(m->bundle, "message/"))
		return rc_compose_message(m, out, e);
	if (str_starts(m->bundle, "call/"))
		return rc_compose_call(m, out, e);
	if (str_starts(m->bundle, "video/"))
		return rc_compose_video(m, out, e);
	return rc_compose_slice(m, out, e);
}
