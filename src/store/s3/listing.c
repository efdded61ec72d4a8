#include "store/s3/listing.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/xml.h"

#include <string.h>

#define ROOT "ListVersionsResult/"

struct reading {
	struct s3_page page;
	struct s3_entry entry; /* the one that is being read */
	bool has_size, is_page;
};

static void entry_done(struct s3_entry *entry)
{
	free(entry->key);
	free(entry->version);
	*entry = (struct s3_entry){ .key = NULL };
}

void s3_page_done(struct s3_page *p)
{
	for (size_t i = 0; i < p->n; i++)
		entry_done(&p->entries[i]);
	free(p->entries);
	free(p->next_key);
	free(p->next_version);
	*p = (struct s3_page){ .n = 0 };
}

static void set(char **to, const char *text)
{
	free(*to);
	*to = mem_strdup(text);
}

static void take_field(struct reading *r, const char *field, const char *text)
{
	long long size;

	if (strcmp(field, "Key") == 0) {
		set(&r->entry.key, text);
	} else if (strcmp(field, "VersionId") == 0) {
		set(&r->entry.version, text);
	} else if (strcmp(field, "Size") == 0 && str_int64(text, &size) &&
		   size >= 0) {
		r->entry.size = (uint64_t)size;
		r->has_size = true;
	}
}

static int take_entry(struct reading *r, bool marker, struct err *e)
{
	struct s3_page *p = &r->page;

	if (r->entry.key == NULL || r->entry.version == NULL ||
	    (!marker && !r->has_size))
		return err_set(e, ERR_RETRY,
			       "a list with an entry that has no key, version "
			       "or size");
	r->entry.marker = marker;
	if (p->n % 64 == 0)
		p->entries = mem_resize(p->entries,
					(p->n + 64) * sizeof(*p->entries));
	p->entries[p->n++] = r->entry;
	r->entry = (struct s3_entry){ .key = NULL };
	r->has_size = false;
	return 0;
}

static int take_element(void *ctx, const char *path, const char *text,
			struct err *e)
{
	struct reading *r = ctx;

	if (strcmp(path, "ListVersionsResult") == 0)
		r->is_page = true;
	if (!str_starts(path, ROOT))
		return 0;
	path += strlen(ROOT);
	if (strcmp(path, "Version") == 0)
		return take_entry(r, false, e);
	if (strcmp(path, "DeleteMarker") == 0)
		return take_entry(r, true, e);
	if (str_starts(path, "Version/"))
		take_field(r, path + strlen("Version/"), text);
	else if (str_starts(path, "DeleteMarker/"))
		take_field(r, path + strlen("DeleteMarker/"), text);
	else if (strcmp(path, "IsTruncated") == 0)
		r->page.truncated = strcmp(text, "true") == 0;
	else if (strcmp(path, "NextKeyMarker") == 0)
		set(&r->page.next_key, text);
	else if (strcmp(path, "NextVersionIdMarker") == 0)
		set(&r->page.next_version, text);
	return 0;
}

int s3_page_read(struct s3_page *out, const char *xml, size_t len,
		 struct err *e)
{
	struct reading r = { .is_page = false };
	int done;

	set(&r.page.next_key, "");
	set(&r.page.next_version, "");
	done = xml_walk(xml, len, take_element, &r, e);
	entry_done(&r.entry);
	if (done == 0 && !r.is_page)
		done = err_set(e, ERR_RETRY, "the answer is no list");
	if (done == 0 && r.page.truncated && r.page.next_key[0] == '\0')
		done = err_set(e, ERR_RETRY,
			       "a list that goes on, without saying where");
	if (done < 0) {
		s3_page_done(&r.page);
		return -1;
	}
	*out = r.page;
	return 0;
}
