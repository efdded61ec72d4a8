#include "source/zoom/read/timeline.h"

#include "base/arena.h"
#include "source/loose.h"
#include "source/zoom/read/keys.h"

#include <stdbool.h>

static const char *either(struct arena *a, const json_t *o, const char *key,
			  const char *other)
{
	const char *text = loose_line(a, o, key);

	return *text != '\0' ? text : loose_line(a, o, other);
}

static bool fresh(struct keys *seen, struct arena *a,
		  const struct timeline_user *u)
{
	const char *key =
		arena_printf(a, "%s\n%s\n%s", u->account, u->email, u->name);

	return (*keys_at(seen, key, 0))++ == 0 && key[2] != '\0';
}

void timeline_read(const json_t *doc, struct arena *a,
		   void (*user)(void *ctx, const struct timeline_user *u),
		   void *ctx)
{
	AUTO(keys_free) struct keys *seen = keys_new();
	const json_t *moments = loose_array(doc, "timeline");

	for (size_t i = 0; i < json_array_size(moments); i++) {
		const json_t *users =
			loose_array(json_array_get(moments, i), "users");

		for (size_t k = 0; k < json_array_size(users); k++) {
			const json_t *o = json_array_get(users, k);
			struct timeline_user u = {
				.name = either(a, o, "username", "user_name"),
				.account = loose_line(a, o, "zoom_userid"),
				.email = either(a, o, "email_address", "email"),
			};

			if (fresh(seen, a, &u))
				user(ctx, &u);
		}
	}
}
