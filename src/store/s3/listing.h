/*
 * store/s3/listing.h - a page of ListObjectVersions.
 *
 * Source: "ListObjectVersions", Amazon S3 API Reference.
 */
#ifndef STORE_S3_LISTING_H
#define STORE_S3_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

struct s3_entry {
	char *key;
	char *version; /* "null" where the bucket keeps none */
	uint64_t size;
	bool marker; /* a delete marker */
};

struct s3_page {
	struct s3_entry *entries; /* by key, the newest version first */
	size_t n;
	bool truncated;
	char *next_key, *next_version; /* where the next page begins, or "" */
};

/* Errors: ERR_RETRY it is no such page. */
int s3_page_read(struct s3_page *out, const char *xml, size_t len,
		 struct err *e);

void s3_page_done(struct s3_page *p);
static inline void s3_page_done_auto(struct s3_page *p)
{
	s3_page_done(p);
}

#endif
