/*
 * store/range.h - a part of an object, asked for over HTTP.
 *
 * Source: RFC 9110 section 14.
 */
#ifndef STORE_RANGE_H
#define STORE_RANGE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct err;
struct http_response;

#define STORE_RANGE_TEXT 60

/* "bytes=5-9"; with a len of 0 to the end: "bytes=5-". */
void store_range_text(uint64_t offset, size_t len, char out[STORE_RANGE_TEXT]);

/*
 * What a 2xx answer to it has: up to len bytes, fewer only where the object
 * ends. Errors: ERR_RETRY it was cut, or is another range than asked for.
 */
ssize_t store_range_read(struct http_response *r, uint64_t offset, void *buf,
			 size_t len, struct err *e);

/* The two halves of it: is it the range that was asked for? And the next of
   what it has, up to len bytes, fewer only at its end. */
int store_range_check(const struct http_response *r, uint64_t offset,
		      struct err *e);
ssize_t store_range_fill(struct http_response *r, void *buf, size_t len,
			 struct err *e);

#endif
