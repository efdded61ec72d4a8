/* ship-cache.c - of what is in a store the newest stays local too. */
#include "vault/shipper-private.h"

#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PINNED 3 /* newest packs: a writer may need them at its start */

/* Gone for good, before control says so. */
static int remove_file(struct shipper *s, const char *name, struct err *e)
{
	AUTO(free) char *path = mem_strdup(name);
	AUTO(fd_close) int folder = -1;

	*strrchr(path, '/') = '\0';
	folder = file_open(s->v->dir, path, O_RDONLY | O_DIRECTORY, 0, e);
	if (folder < 0)
		return -1;
	if (unlinkat(folder, strrchr(name, '/') + 1, 0) < 0 && errno != ENOENT)
		return err_sys(e, ERR_STORE, "remove %s", name);
	return file_sync(folder, e);
}

static int evict(struct shipper *s, const struct shipped *it, struct err *e)
{
	if (remove_file(s, it->name, e) < 0 ||
	    control_shipped_local(s->v->control, it->name, false, e) < 0)
		return -1;
	/* whoever has it open reads on; nobody need keep it so */
	if (it->pack != 0)
		shelf_forget(s->v->shelf, it->pack);
	return 0;
}

/* What the ledger may lack, and the dictionary of this month, are needed to
   open the vault: that must not depend on a store. */
static bool is_pinned(const struct pack_pins *pins, const struct shipped *it)
{
	return it->pack != 0 && (it->pack + PINNED > pins->newest ||
				 it->pack == pins->dict_pack);
}

int ship_evict(struct shipper *s, struct err *e)
{
	AUTO(free) struct shipped *page = mem_alloc(SHIP_PAGE, sizeof(*page));
	struct shipped_query q = { .list = SHIPPED_TO_EVICT };
	struct pack_pins pins;
	uint64_t cached = 0;
	size_t n, gone;

	if (control_shipped_cached(s->v->control, &cached, e) < 0 ||
	    control_shipped_pins(s->v->control, &pins, e) < 0)
		return -1;
	do {
		if (cached <= s->to->opened.cache_bytes)
			return 0;
		if (control_shipped_list(s->v->control, &q, page, SHIP_PAGE, &n,
					 e) < 0)
			return -1;
		gone = 0;
		for (size_t i = 0; i < n; i++) {
			if (cached <= s->to->opened.cache_bytes ||
			    is_pinned(&pins, &page[i]))
				continue;
			if (evict(s, &page[i], e) < 0)
				return -1;
			cached -= page[i].bytes;
			gone++;
		}
	} while (gone > 0);
	return 0;
}
