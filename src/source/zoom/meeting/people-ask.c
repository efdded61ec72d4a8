/* Once the lists are read: who has this name, this address? */
#include "base/arena.h"
#include "base/str.h"
#include "source/zoom/meeting/people-private.h"

#include <string.h>

void people_index_names(struct people *p, size_t at)
{
	for (const struct saying *s = p->all[at].names.first; s != NULL;
	     s = s->next) {
		size_t *known = keys_at(
			p->keys, arena_printf(p->a, "n:%s", s->text), at);

		if (*known != PEOPLE_AMBIGUOUS && people_root(p, *known) != at)
			*known = PEOPLE_AMBIGUOUS;
	}
}

size_t people_find(const struct people *p, const char *name)
{
	struct str key AUTO(str_done) = STR_INIT;
	const size_t *at;

	str_add(&key, "n:");
	str_add(&key, name);
	at = keys_find(p->keys, key.s);
	if (*name == '\0' || at == NULL)
		return PEOPLE_NOBODY;
	return *at == PEOPLE_AMBIGUOUS ? *at : people_root(p, *at);
}

static size_t find_key(const struct people *p, const char *kind,
		       const char *text)
{
	struct str key AUTO(str_done) = STR_INIT;
	const size_t *at;

	if (*text == '\0')
		return PEOPLE_NOBODY;
	str_add(&key, kind);
	str_add(&key, text);
	at = keys_find(p->keys, key.s);
	return at != NULL ? people_root(p, *at) : PEOPLE_NOBODY;
}

/* The chat shows the address or the account of somebody known by name. */
static void learn(struct people *p, size_t at, const struct people_row *row)
{
	struct person *who = &p->all[at];
	const char *email = people_lower(p, row->email);

	if (*email != '\0' && find_key(p, "e:", email) == PEOPLE_NOBODY) {
		people_say(p, &who->emails, row->list, row->email);
		*keys_at(p->keys, arena_printf(p->a, "e:%s", email), at) = at;
	}
	if (*row->account != '\0' &&
	    find_key(p, "i:", row->account) == PEOPLE_NOBODY) {
		*keys_at(p->keys, arena_printf(p->a, "i:%s", row->account),
			 at) = at;
		who->chat_account = row->account;
		if (people_anonymous(who))
			people_say(p, &who->accounts, row->list, row->account);
	}
	if (people_find(p, row->name) == PEOPLE_NOBODY) {
		people_say(p, &who->names, row->list, row->name);
		people_index_names(p, at);
	}
	who->lists |= 1U << row->list;
}

/* May the chat's sender be this person, whose name it has? */
static bool may_be(const struct person *who, const struct people_row *row)
{
	if (*row->email != '\0' && who->emails.first != NULL)
		return false; /* it would have been found by its address */
	return *row->account == '\0' || *who->chat_account == '\0' ||
	       strcmp(who->chat_account, row->account) == 0;
}

size_t people_ensure(struct people *p, enum people_list list, const char *name,
		     const char *email, const char *account)
{
	struct people_row row = { .list = list,
				  .name = name,
				  .email = people_is_email(email) ? email : "",
				  .account = account,
				  .uuid = "",
				  .joining = "",
				  .role = "",
				  .device = "",
				  .internal = -1 };
	size_t at = find_key(p, "e:", people_lower(p, row.email));
	bool nameless = *row.email == '\0' && *account == '\0';

	if (at == PEOPLE_NOBODY)
		at = find_key(p, "i:", account);
	if (at == PEOPLE_NOBODY) {
		at = people_find(p, name);
		if (at == PEOPLE_AMBIGUOUS && nameless)
			return at;
		if (at == PEOPLE_AMBIGUOUS ||
		    (at != PEOPLE_NOBODY && !may_be(&p->all[at], &row)))
			at = PEOPLE_NOBODY;
	}
	if (at == PEOPLE_NOBODY) {
		if (nameless && *name == '\0')
			return PEOPLE_NOBODY;
		at = people_row(p, &row);
		people_index_names(p, at);
	}
	learn(p, at, &row);
	return at;
}

void people_role(struct people *p, size_t handle, const char *role)
{
	struct person *who = &p->all[people_root(p, handle)];

	if (people_role_rank(role) > people_role_rank(who->role))
		who->role = role;
}
