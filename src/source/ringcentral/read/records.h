/*
 * source/ringcentral/read/records.h - one record at a time out of a file of
 * thousands.
 *
 * Why: an export's files hold up to 10,000 records each, and a post alone may
 * have 10,000 characters. They are cut into records while they stream past,
 * so that memory holds one record, and so that a record is kept exactly as
 * RingCentral wrote it.
 *
 *	{"records":[{...},{...}]}      or      [{...},{...}]
 *
 * A record is an object that lies directly in an array, the array at the top
 * or in the object at the top. What a record says is not looked at.
 */
#ifndef SOURCE_RINGCENTRAL_READ_RECORDS_H
#define SOURCE_RINGCENTRAL_READ_RECORDS_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

/* Longer ones are passed over and counted. */
#define RECORDS_ONE_MAX  ((size_t)8 << 20)
#define RECORDS_DEEP_MAX 1000 /* levels outside of records; more is damage */

struct records {
	void *ctx;
	/* The bytes are only valid during the call. 0, or -1: ends it. */
	int (*each)(void *ctx, const char *bytes, size_t len, struct err *e);
	size_t n, too_long;

	/* where we are */
	size_t depth, base; /* base: of the array that holds records */
	bool in_record, in_text, escaped, begun, dropping;
	struct str one;
};

void rc_records_begin(struct records *r,
		      int (*each)(void *ctx, const char *bytes, size_t len,
				  struct err *e),
		      void *ctx);
void rc_records_done(struct records *r);

/* Errors: those of each(); ERR_RETRY where it cannot be such a file. */
int rc_records_feed(struct records *r, const char *bytes, size_t len,
		    struct err *e);

/* The file has ended. Errors: ERR_RETRY where it was cut off. */
int rc_records_end(struct records *r, struct err *e);

#endif
