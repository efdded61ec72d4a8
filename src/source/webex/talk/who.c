#include "source/webex/talk/who.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/webex/talk/work.h"

#include <stdlib.h>
#include <string.h>

static void read_members(struct who *o, const json_t *room)
{
	struct arena *a = o->w->a;
	const json_t *m;
	size_t i;

	json_array_foreach(loose_array(room, "members"), i, m)
	{
		struct stay s = {
			.key = loose_line(a, m, "personId"),
			.email = loose_line(a, m, "personEmail"),
			.name = loose_line(a, m, "personDisplayName"),
			.from_us = loose_time(m, "joined"),
			.to_us = loose_time(m, "left"),
			.external = loose_bool(m, "external") == 1,
			.moderator = loose_bool(m, "isModerator") == 1,
			.named = loose_bool(m, "named") == 1,
			.person = ITEM_NOBODY,
		};

		if (*s.key == '\0')
			s.key = s.email;
		if (*s.key == '\0' || (s.to_us != 0 && s.to_us < s.from_us))
			continue;
		o->stays = ARENA_GROW(a, o->stays, o->n);
		o->stays[o->n++] = s;
	}
}

static int compare(const void *a, const void *b)
{
	const struct stay *x = a, *y = b;
	int order = strcmp(x->key, y->key);

	if (order != 0)
		return order;
	if (x->named != y->named)
		return x->named ? 1 : -1;
	if (x->from_us != y->from_us)
		return x->from_us < y->from_us ? -1 : 1;
	return (x->to_us > y->to_us) - (x->to_us < y->to_us);
}

/* The same stay, told on another day: whether it has ended is known later. */
static bool is_same(const struct stay *x, const struct stay *y)
{
	return strcmp(x->key, y->key) == 0 &&
	       (y->named || (x->from_us == y->from_us &&
			     (x->to_us == 0 || x->to_us == y->to_us)));
}

static void merge(struct who *o)
{
	size_t n = 0;

	if (o->n > 0)
		qsort(o->stays, o->n, sizeof(*o->stays), compare);
	for (size_t i = 0; i < o->n; i++) {
		struct stay *s = &o->stays[i];

		if (n == 0 || !is_same(&o->stays[n - 1], s)) {
			o->stays[n++] = *s;
			continue;
		}
		if (!s->named && s->to_us != 0)
			o->stays[n - 1].to_us = s->to_us;
		if (*o->stays[n - 1].name == '\0')
			o->stays[n - 1].name = s->name;
	}
	o->n = n;
}

void who_read(struct who *o, struct wxwork *w)
{
	*o = (struct who){ .w = w, .title = "", .type = "", .team = "" };
	for (size_t i = 0; i < w->m->n_raws; i++) {
		AUTO(json_decref) json_t *room = NULL;

		if (!str_starts(w->m->raws[i].name, "room."))
			continue;
		room = wxwork_parse(w, &w->m->raws[i]);
		if (room == NULL)
			continue;
		/* sorted by day: the newest wins */
		if (*loose_line(w->a, room, "title") != '\0')
			o->title = loose_line(w->a, room, "title");
		if (*loose_id(room, "type") != '\0')
			o->type = loose_line(w->a, room, "type");
		if (*loose_line(w->a, room, "team") != '\0')
			o->team = loose_line(w->a, room, "team");
		o->members_known |= loose_bool(room, "membersKnown") == 1;
		read_members(o, room);
	}
	merge(o);
}

/* --- people of the item -------------------------------------------------- */

static size_t add_person(struct who *o, const struct stay *s)
{
	struct item *it = o->w->it;
	struct item_person *p;
	bool plain = strchr(s->key, '@') != NULL;

	it->people = ARENA_GROW(it->arena, it->people, it->n_people);
	p = &it->people[it->n_people];
	*p = (struct item_person){
		.name = *s->name != '\0' ? s->name : s->email,
		.email = s->email,
		.vendor_id = plain ? "" : s->key,
		.role = s->moderator ? "Moderator" : "",
		.note = "",
		.external = s->external,
	};
	if (*p->name == '\0')
		p->name = s->key;
	return it->n_people++;
}

/* Is one of the moments within the stay? */
static bool saw(const struct stay *s, const int64_t *moments, size_t n)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (moments[mid] < s->from_us)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && (s->to_us == 0 || moments[lo] <= s->to_us);
}

/* All stays of one person, [from, to) of the array. */
static void emit_one(struct who *o, size_t from, size_t to,
		     const int64_t *moments, size_t n, int64_t day_us)
{
	size_t person = ITEM_NOBODY;

	for (size_t i = from; i < to; i++) {
		const struct stay *s = &o->stays[i];

		if (s->named || !saw(s, moments, n))
			continue;
		if (person == ITEM_NOBODY)
			person = add_person(o, s);
		if (s->from_us >= day_us || s->to_us != 0)
			item_add_span(o->w->it, person, s->from_us, s->to_us);
	}
	for (size_t i = from; i < to; i++)
		o->stays[i].person = person;
}

void who_emit(struct who *o, const int64_t *moments, size_t n, int64_t day_us)
{
	size_t to;

	for (size_t from = 0; from < o->n; from = to) {
		to = from + 1;
		while (to < o->n &&
		       strcmp(o->stays[to].key, o->stays[from].key) == 0)
			to++;
		emit_one(o, from, to, moments, n, day_us);
	}
}

/* --- finding ------------------------------------------------------------- */

/* The first stay of this key, or o->n. */
static size_t stay_of(const struct who *o, const char *key)
{
	size_t lo = 0, hi = o->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(o->stays[mid].key, key) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < o->n && strcmp(o->stays[lo].key, key) == 0 ? lo : o->n;
}

const char *who_name(const struct who *o, const char *id)
{
	size_t at = *id != '\0' ? stay_of(o, id) : o->n;

	if (at == o->n)
		return "";
	return *o->stays[at].name != '\0' ? o->stays[at].name
					  : o->stays[at].email;
}

/* Somebody who is in none of the lists. */
static size_t add_stranger(struct who *o, const char *id, const char *email)
{
	struct item *it = o->w->it;
	struct stay s = { .key = *id != '\0' ? id : email,
			  .email = email,
			  .name = "" };

	for (size_t i = 0; i < it->n_people; i++)
		if (*id != '\0' ? strcmp(it->people[i].vendor_id, id) == 0
				: str_casecmp(it->people[i].email, email) == 0)
			return i;
	return add_person(o, &s);
}

size_t who_find(struct who *o, const char *id, const char *email)
{
	size_t at;

	if (*id == '\0' && *email == '\0')
		return ITEM_NOBODY;
	at = stay_of(o, *id != '\0' ? id : email);
	if (at == o->n)
		return add_stranger(o, id, email);
	if (o->stays[at].person == ITEM_NOBODY) {
		const char *key = o->stays[at].key;
		size_t person = add_person(o, &o->stays[at]);

		for (size_t i = at;
		     i < o->n && strcmp(o->stays[i].key, key) == 0; i++)
			o->stays[i].person = person;
	}
	return o->stays[at].person;
}
