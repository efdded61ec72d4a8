/* people.c - who has an extension, told before the first run. */
#include "base/arena.h"
#include "base/err.h"
#include "source/closed.h"
#include "source/ringcentral/extensions.h"
#include "source/ringcentral/listing.h"

#include <string.h>

static void keep_refusal(void *ctx, enum check_level level, const char *subject,
			 const char *text)
{
	struct str *said = ctx;

	(void)level;
	if (said->len == 0)
		str_addf(said, "%s: %s", subject, text);
}

/* Rooms, announcements and the like have no messages and no mailbox. */
static int tell(struct extensions *all, const struct source_people *to,
		struct err *e)
{
	for (size_t i = 0; i < rc_extensions_count(all); i++) {
		const struct extension *x = rc_extensions_at(all, i);
		struct source_person p = {
			.address = x->email,
			.name = x->name,
			.state = strcmp(x->status, "Enabled") == 0 ? ""
								   : x->status,
		};

		if (rc_extension_has_messages(x) &&
		    to->person(to->ctx, &p, e) < 0)
			return -1;
	}
	return 0;
}

int rc_people(struct source *src, const struct source_people *to, struct err *e)
{
	AUTO(str_done) struct str said = STR_INIT;
	struct source_list list = { .ctx = &said, .notice = keep_refusal };
	struct listing l = {
		.r = (struct rc *)src,
		.to = &list,
		.page = arena_new(),
	};
	int rc;

	closed_reopen(l.r->closed);
	rc = rc_list_extensions(&l, e);
	if (rc == 0 && said.len > 0)
		rc = err_set(e, ERR_SOURCE, "%s", said.s);
	if (rc == 0)
		rc = tell(l.ext, to, e);
	rc_extensions_free(l.ext);
	arena_free(l.page);
	return rc;
}
