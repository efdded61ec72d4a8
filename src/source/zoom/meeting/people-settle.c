/*
 * Guests who signed in nowhere have a name and times only. Rows of one name
 * are one guest who came back where each begins after the one before ended:
 * interval partitioning, the guest who left first is the one who comes back.
 */
#include "base/mem.h"
#include "source/zoom/meeting/people-private.h"

#include <stdlib.h>
#include <string.h>

struct bare {
	const char *name;
	int64_t from_us, to_us;
	size_t at;
};

static int by_name_and_time(const void *a, const void *b)
{
	const struct bare *x = a, *y = b;
	int c = strcmp(x->name, y->name);

	if (c != 0)
		return c;
	if (x->from_us != y->from_us)
		return x->from_us < y->from_us ? -1 : 1;
	if (x->to_us != y->to_us)
		return x->to_us < y->to_us ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

/* A heap of those who left, the first on top. */
struct heap {
	struct bare *of;
	size_t n;
};

static void heap_swap(struct heap *h, size_t i, size_t k)
{
	struct bare t = h->of[i];

	h->of[i] = h->of[k];
	h->of[k] = t;
}

static bool leaves_before(const struct bare *x, const struct bare *y)
{
	return x->to_us != y->to_us ? x->to_us < y->to_us : x->at < y->at;
}

static void heap_push(struct heap *h, struct bare b)
{
	size_t i = h->n++;

	h->of[i] = b;
	for (; i > 0 && leaves_before(&h->of[i], &h->of[(i - 1) / 2]);
	     i = (i - 1) / 2)
		heap_swap(h, i, (i - 1) / 2);
}

static struct bare heap_pop(struct heap *h)
{
	struct bare top = h->of[0];
	size_t i = 0, low;

	h->of[0] = h->of[--h->n];
	for (;;) {
		low = i;
		for (size_t k = 2 * i + 1; k <= 2 * i + 2 && k < h->n; k++)
			if (leaves_before(&h->of[k], &h->of[low]))
				low = k;
		if (low == i)
			return top;
		heap_swap(h, i, low);
		i = low;
	}
}

static void partition(struct people *p, const struct bare *rows, size_t n,
		      struct heap *h)
{
	h->n = 0;
	for (size_t i = 0; i < n; i++) {
		struct bare b = rows[i];

		if (h->n > 0 && h->of[0].to_us <= b.from_us)
			b.at = people_unite(p, heap_pop(h).at, b.at);
		heap_push(h, b);
	}
}

/* From when to when a guest was there, the time in the waiting room too. */
static struct bare bare_of(const struct people *p, size_t at)
{
	const struct person *who = &p->all[at];
	struct bare b = { .from_us = who->first_us,
			  .to_us = who->last_us,
			  .at = at };

	if (who->names.first != NULL)
		b.name = who->names.first->text;
	if (who->waited_from > 0 &&
	    (b.from_us == 0 || who->waited_from < b.from_us))
		b.from_us = who->waited_from;
	if (who->waited_to > b.to_us && who->joinings == NULL)
		b.to_us = who->waited_to;
	return b;
}

/* A guest with a name, who is known to have come and gone. */
static bool is_bare(const struct people *p, size_t at)
{
	struct bare b;

	if (people_root(p, at) != at || !people_anonymous(&p->all[at]))
		return false;
	b = bare_of(p, at);
	return b.name != NULL && b.from_us > 0 && b.to_us > 0;
}

static void join_guests(struct people *p)
{
	struct bare *rows = mem_alloc(p->n + 1, sizeof(*rows));
	struct heap h = { mem_alloc(p->n + 1, sizeof(*rows)), 0 };
	size_t n = 0, from = 0;

	for (size_t i = 0; i < p->n; i++)
		if (is_bare(p, i))
			rows[n++] = bare_of(p, i);
	qsort(rows, n, sizeof(*rows), by_name_and_time);
	for (size_t i = 1; i <= n; i++) {
		if (i < n && strcmp(rows[i].name, rows[from].name) == 0)
			continue;
		partition(p, rows + from, i - from, &h);
		from = i;
	}
	free(rows);
	free(h.of);
}

void people_settle(struct people *p)
{
	join_guests(p);
	for (size_t i = 0; i < p->n; i++)
		if (people_root(p, i) == i)
			people_index_names(p, i);
}
