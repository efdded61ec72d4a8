/*
 * portal/range.h - which bytes of a thing a client wants.
 *
 * Source: RFC 9110 sections 13.1.5 (If-Range) and 14 (range requests). Of
 * several ranges in one request none is given: the whole is the answer then,
 * as the RFC lets a server do.
 */
#ifndef PORTAL_RANGE_H
#define PORTAL_RANGE_H

#include <stdbool.h>
#include <stdint.h>

enum range_kind {
	RANGE_ALL,  /* 200 */
	RANGE_SOME, /* 206 */
	RANGE_NONE, /* 416: there are no such bytes */
};

struct range {
	enum range_kind kind;
	uint64_t from, length;
};

/* field: the value of Range, NULL: none was given. */
struct range range_read(const char *field, uint64_t size);

/* Does If-Range (NULL: not given) let the range stand? etag with quotes. */
bool range_holds(const char *if_range, const char *etag);

/* Is the etag one of the list of If-None-Match? */
bool etag_listed(const char *list, const char *etag);

#endif
