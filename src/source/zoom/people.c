/* people.c - who has an account at Zoom, told before the first run. */
#include "base/arena.h"
#include "base/err.h"
#include "source/closed.h"
#include "source/zoom/listing.h"
#include "source/zoom/read/keys.h"

#include <string.h>

/* Why there is nobody, where there is not. */
static void keep_refusal(void *ctx, enum check_level level, const char *subject,
			 const char *text)
{
	struct str *said = ctx;

	(void)level;
	if (said->len == 0)
		str_addf(said, "%s: %s", subject, text);
}

static int tell(const struct listing *l, const struct source_people *to,
		struct err *e)
{
	for (size_t i = 0; i < l->n_users; i++) {
		const struct user *u = &l->users[i];
		struct source_person p = {
			.address = u->email,
			.name = u->name,
			.state = strcmp(u->status, "active") == 0 ? ""
								  : u->status,
		};

		if (listing_asks(l, u) && to->person(to->ctx, &p, e) < 0)
			return -1;
	}
	return 0;
}

int zoom_people(struct source *src, const struct source_people *to,
		struct err *e)
{
	AUTO(arena_free) struct arena *a = arena_new();
	AUTO(keys_free) struct keys *by_id = keys_new();
	AUTO(str_done) struct str said = STR_INIT;
	struct source_list list = { .ctx = &said, .notice = keep_refusal };
	struct listing l = {
		.z = (struct zoom *)src,
		.to = &list,
		.a = a,
		.page = arena_new(),
		.by_id = by_id,
	};
	int rc;

	closed_reopen(l.z->closed);
	rc = list_users(&l, e);
	arena_free(l.page);
	if (rc == 0 && l.n_users == 0 && said.len > 0)
		return err_set(e, ERR_SOURCE, "%s", said.s);
	return rc < 0 ? -1 : tell(&l, to, e);
}
