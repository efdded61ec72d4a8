#include "store/range.h"

#include "base/err.h"
#include "base/str.h"
#include "http/http.h"
#include "stream/reader.h"

#include <stdio.h>

void store_range_text(uint64_t offset, size_t len, char out[STORE_RANGE_TEXT])
{
	if (len == 0)
		(void)snprintf(out, STORE_RANGE_TEXT, "bytes=%llu-",
			       (unsigned long long)offset);
	else
		(void)snprintf(out, STORE_RANGE_TEXT, "bytes=%llu-%llu",
			       (unsigned long long)offset,
			       (unsigned long long)(offset + len - 1));
}

/* Does "bytes 5-9/10" begin where we asked? */
static bool begins_at(const struct http_response *r, uint64_t offset)
{
	const char *range = http_header(r, "Content-Range", 0);
	char want[40];

	if (http_status(r) == 200)
		return offset == 0;
	(void)snprintf(want, sizeof(want), "bytes %llu-",
		       (unsigned long long)offset);
	return range != NULL && str_starts(range, want);
}

int store_range_check(const struct http_response *r, uint64_t offset,
		      struct err *e)
{
	if (begins_at(r, offset))
		return 0;
	return err_set(e, ERR_RETRY, "another range than asked for");
}

ssize_t store_range_fill(struct http_response *r, void *buf, size_t len,
			 struct err *e)
{
	size_t got = 0;
	ssize_t n = 1;

	while (got < len && n > 0) {
		n = reader_read(http_body(r), (char *)buf + got, len - got, e);
		if (n > 0)
			got += (size_t)n;
	}
	return n < 0 ? -1 : (ssize_t)got;
}

ssize_t store_range_read(struct http_response *r, uint64_t offset, void *buf,
			 size_t len, struct err *e)
{
	ssize_t got;
	char end;

	if (store_range_check(r, offset, e) < 0)
		return -1;
	got = store_range_fill(r, buf, len, e);
	/* the end itself: then the connection can be used again */
	if (got == (ssize_t)len && http_status(r) == 206 &&
	    store_range_fill(r, &end, 1, e) < 0)
		return -1;
	return got;
}
