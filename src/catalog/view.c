/* view.c - a mailbox as it stands, in all epochs together. */
#include "catalog/catalog-private.h"

#include "base/err.h"
#include "base/mem.h"
#include "catalog/ids.h"
#include "catalog/runs.h"

#include <stdlib.h>
#include <string.h>

struct viewing {
	struct catalog_view *view;
	size_t cap;
	size_t last_folder; /* the one asked for last is mostly the next, too */
};

static size_t folder_number(struct viewing *v, const char *name)
{
	struct catalog_view *view = v->view;

	if (v->last_folder < view->n_folders &&
	    strcmp(view->folders[v->last_folder], name) == 0)
		return v->last_folder;
	for (size_t i = 0; i < view->n_folders; i++)
		if (strcmp(view->folders[i], name) == 0)
			return v->last_folder = i;
	view->folders = mem_resize(view->folders,
				   (view->n_folders + 1) * sizeof(char *));
	view->folders[view->n_folders] = mem_strdup(name);
	return v->last_folder = view->n_folders++;
}

static int on_stood(void *ctx, const struct stood *s, struct err *e)
{
	struct viewing *v = ctx;
	struct catalog_view *view = v->view;

	(void)e;
	if (view->n == v->cap) {
		v->cap = v->cap < 1024 ? 1024 : 2 * v->cap;
		view->list =
			mem_resize(view->list, v->cap * sizeof(*view->list));
	}
	view->list[view->n++] =
		(struct catalog_stood){ s->message, s->time_us,
					folder_number(v, s->folder) };
	return 0;
}

static int seq_compare(const void *a, const void *b)
{
	const struct catalog_stood *x = a, *y = b;

	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

/* Stable, and next to nothing where they come in order, as they mostly do. */
static void sort_by_seq(struct catalog_view *view)
{
	size_t half = view->n / 2, n = view->n, at = 0, left, right;
	struct catalog_view part;
	struct catalog_stood *merged;
	bool sorted = true;

	for (size_t i = 1; sorted && i < n; i++)
		sorted = seq_compare(&view->list[i - 1], &view->list[i]) <= 0;
	if (sorted)
		return;
	part = (struct catalog_view){ .list = view->list, .n = half };
	sort_by_seq(&part);
	part = (struct catalog_view){ .list = view->list + half,
				      .n = n - half };
	sort_by_seq(&part);
	merged = mem_alloc(n, sizeof(*merged));
	for (left = 0, right = half; at < n; at++) {
		bool from_left = right == n ||
				 (left < half && view->list[left].seq <=
							 view->list[right].seq);

		merged[at] = view->list[from_left ? left++ : right++];
	}
	memcpy(view->list, merged, n * sizeof(*merged));
	free(merged);
}

/* Of a message that was told again the last telling holds. */
static void keep_last(struct catalog_view *view, const struct ids *gone)
{
	size_t kept = 0;

	for (size_t i = 0; i < view->n; i++) {
		bool last = i + 1 == view->n ||
			    view->list[i + 1].seq != view->list[i].seq;

		if (last && !ids_have(gone, view->list[i].seq))
			view->list[kept++] = view->list[i];
	}
	view->n = kept;
}

int catalog_view(struct catalog *c, uint64_t mailbox, struct catalog_view *out,
		 struct err *e)
{
	AUTO(catalog_view_free) struct catalog_view view = { 0 };
	AUTO(ids_done) struct ids gone = { 0 };
	struct viewing v = { .view = &view };
	int rc = catalog_enter(c, e);

	if (rc < 0)
		return -1;
	for (size_t i = 0; rc == 0 && i < c->n_epochs; i++)
		rc = epoch_stood(&c->epochs[i], mailbox, on_stood, &v, &gone,
				 e);
	if (catalog_leave(c, rc) < 0)
		return -1;
	ids_sort(&gone);
	sort_by_seq(&view);
	keep_last(&view, &gone);
	*out = view;
	view = (struct catalog_view){ 0 };
	return 0;
}

void catalog_view_free(struct catalog_view *v)
{
	for (size_t i = 0; i < v->n_folders; i++)
		free(v->folders[i]);
	free(v->folders);
	free(v->list);
	*v = (struct catalog_view){ 0 };
}
