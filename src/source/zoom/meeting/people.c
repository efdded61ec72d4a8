#include "source/zoom/meeting/people.h"

#include "base/arena.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/zoom/meeting/people-private.h"

#include <inttypes.h>
#include <string.h>

struct people *people_new(struct arena *a)
{
	struct people *p = NEW(struct people);

	p->a = a;
	p->keys = keys_new();
	return p;
}

void people_free(struct people *p)
{
	if (p == NULL)
		return;
	keys_free(p->keys);
	free(p->all);
	free(p);
}

bool people_is_email(const char *text)
{
	const char *at = strchr(text, '@');
	size_t len = strlen(text);

	if (at == NULL || at == text || at[1] == '\0' || len > 254 ||
	    strchr(at + 1, '@') != NULL)
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] <= ' ' ||
		    strchr("<>(),;:\"[]\\\x7f", text[i]) != NULL)
			return false;
	return true;
}

/* --- union-find ------------------------------------------------------ */

static size_t add_person(struct people *p)
{
	if (p->n == p->cap) {
		p->cap = p->cap == 0 ? 64 : 2 * p->cap;
		p->all = mem_resize(p->all, p->cap * sizeof(*p->all));
	}
	p->all[p->n] = (struct person){ .up = p->n,
					.role = "",
					.chat_account = "",
					.internal = -1,
					.index = PEOPLE_NOBODY };
	return p->n++;
}

size_t people_root(const struct people *p, size_t at)
{
	while (p->all[at].up != at) {
		p->all[at].up = p->all[p->all[at].up].up;
		at = p->all[at].up;
	}
	return at;
}

static void chain(struct sayings *to, const struct sayings *more)
{
	if (more->first == NULL)
		return;
	if (to->last != NULL)
		to->last->next = more->first;
	else
		to->first = more->first;
	to->last = more->last;
}

int people_role_rank(const char *role)
{
	static const char *const ranks[] = { "", "Attendee", "Panelist",
					     "Co-host", "Host" };
	int found = 0;

	for (int i = 0; i < (int)(sizeof(ranks) / sizeof(ranks[0])); i++)
		if (strcmp(ranks[i], role) == 0)
			found = i;
	return found;
}

static void span_hull(struct person *to, int64_t from_us, int64_t to_us)
{
	if (from_us > 0 && (to->first_us == 0 || from_us < to->first_us))
		to->first_us = from_us;
	if (to_us > to->last_us)
		to->last_us = to_us;
}

static void absorb(struct person *to, const struct person *from)
{
	chain(&to->names, &from->names);
	chain(&to->emails, &from->emails);
	chain(&to->accounts, &from->accounts);
	if (to->last_joining != NULL)
		to->last_joining->next = from->joinings;
	else
		to->joinings = from->joinings;
	if (from->last_joining != NULL)
		to->last_joining = from->last_joining;
	span_hull(to, from->first_us, from->last_us);
	if (people_role_rank(from->role) > people_role_rank(to->role))
		to->role = from->role;
	if (*to->chat_account == '\0')
		to->chat_account = from->chat_account;
	if (!to->waited ||
	    (from->waited_from > 0 && from->waited_from < to->waited_from))
		to->waited_from = from->waited_from;
	if (from->waited_to > to->waited_to)
		to->waited_to = from->waited_to;
	if (from->internal > to->internal)
		to->internal = from->internal;
	to->lists |= from->lists;
	to->phone |= from->phone;
	to->room |= from->room;
	to->failover |= from->failover;
	to->waited |= from->waited;
}

size_t people_unite(struct people *p, size_t a, size_t b)
{
	size_t x = people_root(p, a), y = people_root(p, b);

	if (x == y)
		return x;
	if (y < x) {
		size_t t = x;

		x = y;
		y = t;
	}
	absorb(&p->all[x], &p->all[y]);
	p->all[y].up = x;
	return x;
}

/* --- what makes two rows one person ---------------------------------- */

bool people_anonymous(const struct person *who)
{
	return who->emails.first == NULL && who->accounts.first == NULL;
}

const char *people_lower(struct people *p, const char *text)
{
	char *s = arena_strdup(p->a, text);

	str_lowercase(s);
	return s;
}

/* The person at this key; a new key is given to `at`. */
static size_t meet(struct people *p, const char *kind, const char *text,
		   size_t at)
{
	const char *key = arena_printf(p->a, "%s%s", kind, text);

	return people_unite(p, *keys_at(p->keys, key, at), at);
}

/* Both have an address or an account, and they are not the same. */
static bool differ(const struct person *x, const struct person *y)
{
	if (x->emails.first != NULL && y->emails.first != NULL)
		return str_casecmp(x->emails.first->text,
				   y->emails.first->text) != 0;
	return x->accounts.first != NULL && y->accounts.first != NULL &&
	       strcmp(x->accounts.first->text, y->accounts.first->text) != 0;
}

static size_t meet_joining(struct people *p, const char *number, size_t at)
{
	const char *key = arena_printf(p->a, "j:%s", number);
	size_t *known = keys_at(p->keys, key, at), other;

	other = people_root(p, *known);
	if (other != at && differ(&p->all[other], &p->all[at]))
		return at;
	return people_unite(p, other, at);
}

/*
 * Rows that carry nothing but a name and times: the first such row of one
 * list is the first of another, the second the second.
 */
static size_t meet_bare(struct people *p, const struct people_row *row,
			size_t at)
{
	const char *what = arena_printf(p->a, "%" PRId64 "|%" PRId64 "|%s",
					row->from_us, row->to_us, row->name);
	size_t *count =
		keys_at(p->keys,
			arena_printf(p->a, "c:%d|%s", (int)row->list, what), 0);

	(*count)++;
	return meet(p, "b:", arena_printf(p->a, "%zu|%s", *count, what), at);
}

static size_t meet_all(struct people *p, const struct people_row *row,
		       const char *email, size_t at)
{
	if (*email != '\0')
		at = meet(p, "e:", email, at);
	if (*row->account != '\0')
		at = meet(p, "i:", row->account, at);
	if (*row->uuid != '\0')
		at = meet(p, "i:", row->uuid, at);
	if (*row->joining != '\0')
		at = meet_joining(p, row->joining, at);
	else if (people_anonymous(&p->all[at]))
		at = meet_bare(p, row, at);
	return at;
}

/* --- rows ------------------------------------------------------------ */

void people_say(struct people *p, struct sayings *to, enum people_list list,
		const char *text)
{
	struct saying *s;

	if (*text == '\0')
		return;
	if (to->last != NULL && to->last->list == list &&
	    strcmp(to->last->text, text) == 0)
		return;
	s = ARENA_NEW(p->a, struct saying);
	*s = (struct saying){ .text = text, .list = list };
	if (to->last != NULL)
		to->last->next = s;
	else
		to->first = s;
	to->last = s;
}

static void be_there(struct people *p, struct person *who,
		     const struct people_row *row)
{
	struct joining *j;

	if (row->from_us == 0 && row->to_us == 0)
		return;
	if (row->waiting) {
		who->waited = true;
		who->waited_from = row->from_us;
		who->waited_to = row->to_us;
		return;
	}
	j = ARENA_NEW(p->a, struct joining);
	*j = (struct joining){ .number = row->joining,
			       .list = row->list,
			       .from_us = row->from_us,
			       .to_us = row->to_us >= row->from_us ? row->to_us
								   : 0 };
	who->joinings = who->last_joining = j;
	span_hull(who, j->from_us, j->to_us);
}

/* Digits (some hidden by stars), as callers are shown. */
static bool is_phone(const char *name)
{
	size_t digits = 0, least = strchr("+(*", *name) != NULL ? 6 : 9;

	if (str_starts(name, "Call-In User"))
		return true;
	for (; *name != '\0'; name++)
		if ((*name >= '0' && *name <= '9') || *name == '*')
			digits++;
		else if (strchr("+()-. ", *name) == NULL)
			return false;
	return digits >= least;
}

size_t people_row(struct people *p, const struct people_row *row)
{
	size_t at = add_person(p);
	struct person *who = &p->all[at];
	const char *email =
		people_is_email(row->email) ? people_lower(p, row->email) : "";

	who->lists = 1U << row->list;
	people_say(p, &who->names, row->list, row->name);
	if (*row->email != '\0' && *email == '\0')
		people_say(p, &who->names, row->list, row->email);
	if (*email != '\0')
		people_say(p, &who->emails, row->list, row->email);
	people_say(p, &who->accounts, row->list, row->account);
	people_say(p, &who->accounts, PEOPLE_SPEECH, row->uuid);
	who->role = row->role;
	who->internal = row->internal;
	who->failover = row->failover;
	who->phone =
		is_phone(row->name) || str_casecmp(row->device, "Phone") == 0;
	who->room = str_starts(row->device, "H.323") ||
		    str_starts(row->device, "SIP");
	who->waited = row->waiting;
	be_there(p, who, row);
	return meet_all(p, row, email, at);
}

bool people_listed(const struct people *p)
{
	unsigned int lists =
		1U << PEOPLE_REPORT | 1U << PEOPLE_PAST | 1U << PEOPLE_METRICS;

	for (size_t i = 0; i < p->n; i++)
		if ((p->all[i].lists & lists) != 0)
			return true;
	return false;
}

int64_t people_first_us(const struct people *p)
{
	int64_t first = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->all[i].first_us > 0 &&
		    (first == 0 || p->all[i].first_us < first))
			first = p->all[i].first_us;
	return first;
}

int64_t people_last_us(const struct people *p)
{
	int64_t last = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->all[i].last_us > last)
			last = p->all[i].last_us;
	return last;
}
