/*
 * Who is in an item. A chat of the whole company has thousands of members:
 * so those told beside the records are put in one by one, sorted, and not
 * looked for among each other as item_person() does.
 */
#include "base/arena.h"
#include "base/str.h"
#include "source/loose.h"
#include "source/ringcentral/compose/work.h"

#include <stdlib.h>
#include <string.h>

struct told {
	const char *id, *name, *email;
	bool guest, owner, gone;
	size_t order;
};

struct list {
	struct told *all;
	size_t n;
};

static bool is_nobody(struct work *w, const json_t *o)
{
	return *loose_line(w->a, o, "id") == '\0' &&
	       *loose_line(w->a, o, "name") == '\0' &&
	       *loose_line(w->a, o, "email") == '\0';
}

/* Whose posts are told of in this message? */
static bool is_of_fresh(const struct work *w, const char *id)
{
	if (w->m->ordinal == 0 || strcmp(w->kind, "post") != 0)
		return true;
	for (size_t i = 0; i < w->n_docs; i++)
		if (w->docs[i].fresh &&
		    strcmp(loose_id_in(w->a, w->docs[i].o, "creator"), id) == 0)
			return true;
	return false;
}

static void add_list(struct work *w, struct list *l, const json_t *doc)
{
	const json_t *o;
	size_t i;

	json_array_foreach(loose_array(doc, "people"), i, o)
	{
		if (!json_is_object(o) || is_nobody(w, o) ||
		    (loose_bool(o, "member") == 0 &&
		     !is_of_fresh(w, loose_line(w->a, o, "id"))))
			continue;
		l->all = ARENA_GROW(w->a, l->all, l->n);
		l->all[l->n] = (struct told){
			.id = loose_line(w->a, o, "id"),
			.name = loose_line(w->a, o, "name"),
			.email = loose_line(w->a, o, "email"),
			.guest = loose_bool(o, "guest") == 1,
			.owner = loose_bool(o, "owner") == 1,
			.gone = loose_bool(o, "gone") == 1,
			.order = l->n,
		};
		l->n++;
	}
}

static void add_more(struct work *w, struct list *l)
{
	for (size_t i = 0; i < w->m->n_raws; i++) {
		const struct source_raw *raw = &w->m->raws[i];
		AUTO(json_decref) json_t *o = NULL;

		if (!str_starts(raw->name, "person:") ||
		    !is_of_fresh(w, raw->name + strlen("person:")))
			continue;
		o = loose_parse(raw->bytes, raw->len, NULL);
		add_list(w, l, o);
	}
}

static int by_order(const struct told *x, const struct told *y)
{
	return x->order < y->order ? -1 : x->order > y->order;
}

/* The same address together; those without one after all others. */
static int by_email(const void *p, const void *q)
{
	const struct told *x = p, *y = q;
	int n;

	if ((*x->email == '\0') != (*y->email == '\0'))
		return *x->email == '\0' ? 1 : -1;
	n = str_casecmp(x->email, y->email);
	if (n == 0 && *x->email == '\0')
		n = strcmp(x->id, y->id);
	return n != 0 ? n : by_order(x, y);
}

static bool is_same(const struct told *x, const struct told *y)
{
	if (*x->email != '\0' || *y->email != '\0')
		return str_casecmp(x->email, y->email) == 0;
	return strcmp(x->id, y->id) == 0;
}

/* Nobody is without a name: what stands in for it gives way to one. */
static const char *stand_in(const struct told *t)
{
	return *t->email != '\0' ? t->email : t->id;
}

static void put_person(struct work *w, const struct told *t)
{
	struct item *it = w->it;

	it->people = ARENA_GROW(it->arena, it->people, it->n_people);
	it->people[it->n_people++] = (struct item_person){
		.name = *t->name != '\0' ? t->name : stand_in(t),
		.email = w->later_state && t->gone ? "" : t->email,
		.vendor_id = t->id,
		.role = t->guest ? "Guest" : "",
		.note = t->owner ? "owner of the mailbox" : "",
		.external = t->guest,
	};
}

static int by_id(const void *p, const void *q)
{
	return strcmp(((const struct known *)p)->id,
		      ((const struct known *)q)->id);
}

void rc_people_read(struct work *w)
{
	struct list l = { 0 };

	add_list(w, &l, w->beside);
	add_more(w, &l);
	if (l.n == 0)
		return;
	qsort(l.all, l.n, sizeof(*l.all), by_email);
	w->known = arena_alloc(w->a, l.n, sizeof(*w->known));
	/* who is gone in one of them is gone */
	for (size_t i = l.n - 1; i > 0; i--)
		if (is_same(&l.all[i - 1], &l.all[i]))
			l.all[i - 1].gone |= l.all[i].gone;
	for (size_t i = 0; i < l.n; i++) {
		if (i == 0 || !is_same(&l.all[i - 1], &l.all[i]))
			put_person(w, &l.all[i]);
		if (*l.all[i].id != '\0')
			w->known[w->n_known++] =
				(struct known){ l.all[i].id,
						w->it->n_people - 1 };
	}
	if (w->n_known > 0)
		qsort(w->known, w->n_known, sizeof(*w->known), by_id);
}

static int id_key(const void *key, const void *k)
{
	return strcmp(key, ((const struct known *)k)->id);
}

size_t rc_people_find(struct work *w, const char *id, const char *name)
{
	const struct known *k = NULL;
	size_t at;

	if (*id == '\0' && *name == '\0')
		return ITEM_NOBODY;
	if (*id != '\0' && w->n_known > 0)
		k = bsearch(id, w->known, w->n_known, sizeof(*w->known),
			    id_key);
	if (k != NULL) {
		struct item_person *p = &w->it->people[k->person];

		if (*name != '\0' && strcmp(p->name, id) == 0)
			p->name = name;
		return k->person;
	}
	/* few: whoever nothing else tells of */
	for (size_t i = 0; i < w->n_later; i++)
		if (strcmp(w->later[i].id, *id != '\0' ? id : name) == 0)
			return w->later[i].person;
	at = w->it->n_people;
	put_person(w, &(struct told){ .id = id, .name = name, .email = "" });
	w->later = ARENA_GROW(w->a, w->later, w->n_later);
	w->later[w->n_later++] = (struct known){ *id != '\0' ? id : name, at };
	return at;
}

const char *rc_people_name(const struct work *w, size_t person)
{
	return person != ITEM_NOBODY ? w->it->people[person].name : "";
}
