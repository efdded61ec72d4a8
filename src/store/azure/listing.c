#include "store/azure/listing.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/xml.h"

#include <string.h>

struct reading {
	struct azure_page page;
	struct azure_entry entry; /* the blob at hand */
	bool sized, root;
};

static const char *keep(struct reading *r, const char *text)
{
	return arena_dup(r->page.arena, text, strlen(text));
}

static int end_blob(struct reading *r, struct err *e)
{
	struct azure_page *p = &r->page;

	if (r->entry.name == NULL || (!r->sized && !r->entry.folder))
		return err_set(e, ERR_RETRY,
			       "the answer lists a blob without name or size");
	if (r->entry.version == NULL)
		r->entry.version = "";
	if (p->n % 256 == 0)
		p->entries = mem_resize(p->entries,
					(p->n + 256) * sizeof(*p->entries));
	p->entries[p->n++] = r->entry;
	r->entry = (struct azure_entry){ .name = NULL };
	r->sized = false;
	return 0;
}

static void take_property(struct reading *r, const char *what, const char *text)
{
	long long size;

	if (strcmp(what, "Name") == 0) {
		r->entry.name = keep(r, text);
	} else if (strcmp(what, "VersionId") == 0) {
		r->entry.version = keep(r, text);
	} else if (strcmp(what, "IsCurrentVersion") == 0) {
		r->entry.current = strcmp(text, "true") == 0;
	} else if (strcmp(what, "Properties/ResourceType") == 0) {
		r->entry.folder = strcmp(text, "directory") == 0;
	} else if (strcmp(what, "Properties/Content-Length") == 0) {
		r->sized = str_int64(text, &size) && size >= 0;
		r->entry.size = r->sized ? (uint64_t)size : 0;
	}
}

static int take(void *ctx, const char *path, const char *text, struct err *e)
{
	static const char blob[] = "EnumerationResults/Blobs/Blob";
	struct reading *r = ctx;

	if (strcmp(path, blob) == 0)
		return end_blob(r, e);
	if (str_starts(path, blob) && path[sizeof(blob) - 1] == '/')
		take_property(r, path + sizeof(blob), text);
	else if (strcmp(path, "EnumerationResults/NextMarker") == 0)
		r->page.marker = keep(r, text);
	else if (strcmp(path, "EnumerationResults") == 0)
		r->root = true;
	return 0;
}

int azure_page_read(struct azure_page *out, const char *xml, size_t len,
		    struct err *e)
{
	struct reading r = { .page = { .arena = arena_new(), .marker = "" } };
	int bad = xml_walk(xml, len, take, &r, e);

	if (bad == 0 && !r.root)
		bad = err_set(e, ERR_RETRY, "the answer is no list of blobs");
	if (bad < 0) {
		azure_page_done(&r.page);
		return -1;
	}
	*out = r.page;
	return 0;
}

void azure_page_done(struct azure_page *p)
{
	arena_free(p->arena);
	free(p->entries);
	*p = (struct azure_page){ .arena = NULL };
}
