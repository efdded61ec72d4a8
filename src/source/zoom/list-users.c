/* Who is in the account: in three listings, for each shows one status. */
#include "base/arena.h"
#include "source/loose.h"
#include "source/zoom/listing.h"
#include "source/zoom/read/keys.h"

#include <string.h>

struct taking {
	struct listing *l;
	const char *status;
};

static const char *name_of(struct arena *a, const json_t *o)
{
	const char *name = loose_line(a, o, "display_name");
	const char *first, *last;

	if (*name != '\0')
		return name;
	first = loose_line(a, o, "first_name");
	last = loose_line(a, o, "last_name");
	return arena_printf(a, "%s%s%s", first,
			    *first != '\0' && *last != '\0' ? " " : "", last);
}

static void add_user(struct listing *l, const json_t *o, const char *status)
{
	struct user u = {
		.id = loose_line(l->a, o, "id"),
		.email = loose_line(l->a, o, "email"),
		.name = name_of(l->a, o),
		.status = status,
	};
	const char *key = u.id[0] != '\0' ? u.id : u.email;
	size_t *at;

	if (*key == '\0') {
		listing_notice(l, CHECK_WARN, zoom_way(WAY_USERS)->title,
			       "Zoom listed a user with neither id nor e-mail "
			       "address; nothing of theirs can be looked for.");
		return;
	}
	at = keys_at(l->by_id, key, SIZE_MAX);
	if (*at != SIZE_MAX) /* pages overlap when users come and go */
		return;
	*at = l->n_users;
	l->users = ARENA_GROW(l->a, l->users, l->n_users);
	l->users[l->n_users++] = u;
}

void listing_users(struct listing *l, const char *status, const json_t *page)
{
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(page, "users"), i, o)
	{
		if (json_is_object(o))
			add_user(l, o, status);
	}
}

static int take_page(void *ctx, const struct zoom_answer *page, struct err *e)
{
	struct taking *k = ctx;

	(void)e;
	listing_users(k->l, k->status, page->json);
	listing_progress(k->l, "%zu users", k->l->n_users);
	return 0;
}

static int list_status(struct listing *l, const char *status,
		       struct zoom_answer *a, struct err *e)
{
	struct taking k = { l, status };
	struct zoom_pages pages = { .ctx = &k, .each = take_page };
	struct zoom_question q AUTO(zoom_question_done) = { 0 };

	zoom_question_init(&q, WAY_USERS, "/users");
	zoom_question_add(&q, "status", status);
	zoom_question_add(&q, "page_size", "300");
	return zoom_ask_pages(l->z, &q, &pages, a, e);
}

/* Users named in the settings that the account does not have. */
static void tell_unknown(struct listing *l)
{
	static const char gaps[] = ", ;\t\r\n";
	const char *at = l->z->users;
	size_t n;

	for (at += strspn(at, gaps); (n = strcspn(at, gaps)) > 0;
	     at += n, at += strspn(at, gaps)) {
		const char *email = arena_dup(l->page, at, n);
		bool known = false;

		for (size_t i = 0; !known && i < l->n_users; i++)
			known = str_casecmp(l->users[i].email, email) == 0;
		if (!known)
			listing_notice(l, CHECK_WARN, email,
				       "named in the setting users, but the "
				       "account has no such user (any more)");
	}
}

int list_users(struct listing *l, struct err *e)
{
	static const char *const statuses[] = { "active", "inactive",
						"pending" };

	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		struct zoom_answer a AUTO(zoom_answer_done) = { 0 };

		zoom_answer_init(&a);
		if (list_status(l, statuses[i], &a, e) < 0)
			return err_wrap(e, "list %s users", statuses[i]);
		if (a.verdict == ZOOM_OK)
			continue;
		if (i > 0 && a.verdict != ZOOM_SCOPE)
			listing_notice(l, CHECK_WARN,
				       zoom_way(WAY_USERS)->title,
				       "%s users were not listed: %s",
				       statuses[i], a.evidence.s);
		else
			listing_refused(l, WAY_USERS, &a);
		if (i == 0)
			return 0;
	}
	tell_unknown(l);
	listing_page_done(l);
	return 0;
}
