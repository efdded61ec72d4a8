/*
 * folders.c - how many messages each folder of a mailbox has.
 *
 * An epoch is asked only for the messages whose copies it has; where a later
 * one tells of a message again, that holds.
 */
#include "catalog/catalog-private.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/ids.h"

#include <stdlib.h>
#include <string.h>

/* Where a message is, by the epochs read so far. */
struct placed {
	uint64_t message;
	size_t epoch, folder;
};

struct placing {
	struct placed *list;
	size_t n, cap;
	struct catalog_folders *folders;
};

static size_t folder_number(struct catalog_folders *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->list[i].name, name) == 0)
			return i;
	f->list = mem_resize(f->list, (f->n + 1) * sizeof(*f->list));
	f->list[f->n] = (struct catalog_folder_count){ mem_strdup(name), 0 };
	return f->n++;
}

static void placed_add(struct placing *p, const struct placed *one)
{
	if (p->n == p->cap) {
		p->cap = p->cap < 1024 ? 1024 : 2 * p->cap;
		p->list = mem_resize(p->list, p->cap * sizeof(*p->list));
	}
	p->list[p->n++] = *one;
}

static int place_epoch(struct catalog *c, size_t at, uint64_t mailbox,
		       struct ids *gone, struct placing *p, struct err *e)
{
	AUTO(ids_done) struct ids ids = { 0 };
	AUTO(str_done) struct str folder = STR_INIT;
	struct epoch *ep = &c->epochs[at];

	if (epoch_mailbox(ep, mailbox, &ids, gone, e) < 0)
		return -1;
	ids_sort(&ids);
	for (size_t i = 0; i < ids.n; i++) {
		int found = 0;

		if (catalog_folder_in(ep, ids.list[i], mailbox, &folder, &found,
				      e) < 0)
			return -1;
		if (found)
			placed_add(p,
				   &(struct placed){ ids.list[i], at,
						     folder_number(p->folders,
								   folder.s) });
	}
	return 0;
}

static int placed_compare(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->message != y->message)
		return x->message < y->message ? -1 : 1;
	return x->epoch < y->epoch ? -1 : x->epoch > y->epoch;
}

static void count_placed(const struct placing *p, const struct ids *gone)
{
	if (p->n > 0)
		qsort(p->list, p->n, sizeof(*p->list), placed_compare);
	for (size_t i = 0; i < p->n; i++) {
		bool last = i + 1 == p->n ||
			    p->list[i + 1].message != p->list[i].message;

		if (last && !ids_have(gone, p->list[i].message))
			p->folders->list[p->list[i].folder].messages++;
	}
}

static int folder_compare(const void *a, const void *b)
{
	const struct catalog_folder_count *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* By name; those that have nothing any more are left out. */
static void folders_sort(struct catalog_folders *f)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->n; i++) {
		if (f->list[i].messages > 0)
			f->list[kept++] = f->list[i];
		else
			free(f->list[i].name);
	}
	f->n = kept;
	if (kept > 0)
		qsort(f->list, kept, sizeof(*f->list), folder_compare);
}

int catalog_folders(struct catalog *c, uint64_t mailbox,
		    struct catalog_folders *out, struct err *e)
{
	AUTO(catalog_folders_free) struct catalog_folders f = { 0 };
	AUTO(ids_done) struct ids gone = { 0 };
	struct placing p = { .folders = &f };
	int rc = catalog_enter(c, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++)
		rc = place_epoch(c, i, mailbox, &gone, &p, e);
	rc = catalog_leave(c, rc);
	ids_sort(&gone);
	if (rc == 0)
		count_placed(&p, &gone);
	free(p.list);
	if (rc < 0)
		return -1;
	folders_sort(&f);
	*out = f;
	f = (struct catalog_folders){ 0 };
	return 0;
}

void catalog_folders_free(struct catalog_folders *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->list[i].name);
	free(f->list);
	*f = (struct catalog_folders){ 0 };
}
