/*
 * store/azure/listing.h - an answer of List Blobs, read.
 */
#ifndef STORE_AZURE_LISTING_H
#define STORE_AZURE_LISTING_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;

struct azure_entry {
	const char *name;
	uint64_t size;
	const char *version; /* VersionId, or "" */
	bool current;        /* this version is the blob */
	bool folder;         /* of an account with folders: no blob */
};

struct azure_page {
	struct arena *arena; /* of the texts */
	struct azure_entry *entries;
	size_t n;
	const char *marker; /* of the next page; "" at the end */
};

/*
 * Errors: ERR_RETRY the answer is no list of blobs, a blob in it has no name
 * or no size. Nothing to release then.
 */
int azure_page_read(struct azure_page *out, const char *xml, size_t len,
		    struct err *e);
void azure_page_done(struct azure_page *p);
static inline void azure_page_done_auto(struct azure_page *p)
{
	azure_page_done(p);
}

#endif
