#include "base/arena.h"
#include "base/err.h"
#include "source/closed.h"
#include "source/ringcentral/extensions.h"
#include "source/ringcentral/listing.h"
#include "source/ringcentral/places.h"
#include "source/ringcentral/ringcentral.h"

int rc_list(struct source *src, const struct source_window *w,
	    const struct source_list *to, struct err *e)
{
	static int (*const ways[])(struct listing *, struct err *) = {
		rc_list_team,
		rc_list_messages,
		rc_list_calls,
		rc_list_video,
	};
	struct listing l = {
		.r = (struct rc *)src,
		.w = w,
		.to = to,
		.page = arena_new(),
	};
	int bad = 0;

	closed_reopen(l.r->closed);
	rc_places_clear(l.r->places);
	for (size_t i = 0; bad == 0 && i < sizeof(ways) / sizeof(ways[0]); i++)
		bad = ways[i](&l, e);
	rc_extensions_free(l.ext);
	arena_free(l.page);
	return bad;
}
