#include "convert/dialogue.h"

#include "base/arena.h"
#include "base/str.h"
#include "convert/words.h"

#include <stdlib.h>
#include <string.h>

struct named {
	const char *id;
	size_t entry;
};

static int by_id(const void *va, const void *vb)
{
	const struct named *a = va, *b = vb;
	int order = strcmp(a->id, b->id);

	return order != 0 ? order
			  : (a->entry > b->entry) - (a->entry < b->entry);
}

/* The first entry with this id. */
static size_t find(const struct named *all, size_t n, const char *id)
{
	size_t lo = 0, hi = n;

	if (*id == '\0')
		return DIALOGUE_NONE;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (strcmp(all[mid].id, id) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && strcmp(all[lo].id, id) == 0 ? all[lo].entry
						     : DIALOGUE_NONE;
}

static bool says(const struct item_entry *en)
{
	return en->kind == ITEM_TEXT || en->kind == ITEM_EVENT;
}

static size_t *indexes(struct arena *a, size_t n)
{
	size_t *all = arena_alloc(a, n, sizeof(*all));

	for (size_t i = 0; i < n; i++)
		all[i] = DIALOGUE_NONE;
	return all;
}

/* Put each entry behind those that have the same target. */
static void link_entries(struct dialogue *d, struct arena *a,
			 const struct named *all, size_t n_named)
{
	size_t *last = indexes(a, d->c->n_entries);

	for (size_t i = 0; i < d->c->n_entries; i++) {
		const struct item_entry *en = &d->c->entries[i];
		size_t t;

		d->parent[i] = find(all, n_named, en->parent);
		d->n_texts += en->kind == ITEM_TEXT;
		t = says(en) ? DIALOGUE_NONE : find(all, n_named, en->target);
		d->target[i] = t;
		if (t == DIALOGUE_NONE) {
			d->n_lines++;
			continue;
		}
		if (last[t] == DIALOGUE_NONE)
			d->first[t] = i;
		else
			d->next[last[t]] = i;
		last[t] = i;
	}
}

struct dialogue *dialogue_new(struct arena *a,
			      const struct item_conversation *c)
{
	struct dialogue *d = ARENA_NEW(a, struct dialogue);
	struct named *all = arena_alloc(a, c->n_entries, sizeof(*all));
	size_t n = 0;

	d->c = c;
	d->target = indexes(a, c->n_entries);
	d->parent = indexes(a, c->n_entries);
	d->first = indexes(a, c->n_entries);
	d->next = indexes(a, c->n_entries);
	for (size_t i = 0; i < c->n_entries; i++)
		if (says(&c->entries[i]) && *c->entries[i].id != '\0')
			all[n++] = (struct named){ c->entries[i].id, i };
	qsort(all, n, sizeof(*all), by_id);
	link_entries(d, a, all, n);
	return d;
}

bool dialogue_has_line(const struct dialogue *d, size_t i)
{
	return d->target[i] == DIALOGUE_NONE;
}

#define NAMES_SAID 20

/* Everyone who gave this reaction to the entry, from entry k on. */
static const char *who_gave(const struct work *w, const struct dialogue *d,
			    size_t k)
{
	const char *what = d->c->entries[k].text;
	AUTO(str_done) struct str names = STR_INIT;
	size_t n = 0;

	for (; k != DIALOGUE_NONE; k = d->next[k]) {
		const struct item_entry *en = &d->c->entries[k];

		if (en->kind != ITEM_REACTION || strcmp(en->text, what) != 0)
			continue;
		if (n++ < NAMES_SAID)
			str_addf(&names, "%s%s", n > 1 ? "; " : "",
				 work_person(w, en->author)->name);
	}
	if (n > NAMES_SAID)
		str_addf(&names, " and %zu more", n - NAMES_SAID);
	return arena_strdup(w->arena, names.s);
}

size_t dialogue_reactions(const struct work *w, const struct dialogue *d,
			  size_t i,
			  struct dialogue_reaction out[DIALOGUE_REACTIONS])
{
	size_t n = 0;

	for (size_t k = d->first[i];
	     k != DIALOGUE_NONE && n < DIALOGUE_REACTIONS; k = d->next[k]) {
		const struct item_entry *en = &d->c->entries[k];
		bool seen = en->kind != ITEM_REACTION;

		for (size_t j = 0; j < n && !seen; j++)
			seen = strcmp(out[j].what, en->text) == 0;
		if (!seen)
			out[n++] =
				(struct dialogue_reaction){ en->text,
							    who_gave(w, d, k) };
	}
	return n;
}
