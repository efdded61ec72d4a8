/* folders.c - how many messages each folder of a mailbox has. */
#include "catalog/catalog.h"

#include "base/err.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

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
	AUTO(catalog_view_free) struct catalog_view view = { 0 };

	if (catalog_view(c, mailbox, &view, e) < 0)
		return -1;
	out->n = view.n_folders;
	out->list = mem_alloc(view.n_folders + 1, sizeof(*out->list));
	for (size_t i = 0; i < view.n_folders; i++)
		out->list[i] = (struct catalog_folder_count){
			mem_strdup(view.folders[i]), 0
		};
	for (size_t i = 0; i < view.n; i++)
		out->list[view.list[i].folder].messages++;
	folders_sort(out);
	return 0;
}

void catalog_folders_free(struct catalog_folders *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->list[i].name);
	free(f->list);
	*f = (struct catalog_folders){ 0 };
}
