#include "vault/scan.h"

#include "base/err.h"
#include "base/mem.h"
#include "vault/place.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEP ((size_t)1024 * 1024)

struct scan {
	struct place *from;
	uint64_t limit;
	struct pack_header header;
	uint64_t next_seq;
	uint8_t *buf; /* a window of the file */
	size_t cap, len;
	size_t skip;   /* bytes of it before the batch */
	uint64_t base; /* where in the file the batch begins */
	size_t taken;  /* bytes of the last batch, to be dropped */
	bool at_eof;
	struct scan_record *records;
	size_t n, records_cap;
	char why[96];
	bool torn;
};

int scan_open(struct scan **out, struct place *from, uint64_t limit,
	      struct err *e)
{
	AUTO(scan_close) struct scan *s = NEW(struct scan);
	AUTO(free) uint8_t *bytes = mem_alloc(1, PACK_HEADER);
	const char *wrong;
	ssize_t n;

	s->from = from;
	s->limit = limit < PACK_HEADER ? PACK_HEADER : limit;
	n = place_read(from, bytes, PACK_HEADER, 0, e);
	if (n < 0)
		return -1;
	if (n < PACK_HEADER)
		return err_set(e, ERR_STORE, "header: cut");
	wrong = format_read_pack_header(bytes, &s->header);
	if (wrong != NULL)
		return err_set(e, ERR_STORE, "%s", wrong);
	s->base = PACK_HEADER;
	s->next_seq = s->header.first_seq;
	*out = TAKE(s);
	return 0;
}

void scan_close(struct scan *s)
{
	if (s == NULL)
		return;
	free(s->buf);
	free(s->records);
	free(s);
}

const struct pack_header *scan_header(const struct scan *s)
{
	return &s->header;
}

uint64_t scan_end(const struct scan *s)
{
	return s->base + s->taken;
}

const char *scan_why(const struct scan *s)
{
	return s->why;
}

bool scan_is_torn(const struct scan *s)
{
	return s->torn;
}

/* Byte `at` of the batch. */
static uint8_t *byte(const struct scan *s, size_t at)
{
	return s->buf + s->skip + at;
}

/* Have the bytes of the batch up to `want`: 1, 0 where the file has less. */
static int reach(struct scan *s, size_t want, struct err *e)
{
	size_t have = s->len - s->skip, step = STEP;
	ssize_t n;

	if (want <= have)
		return 1;
	if (s->at_eof)
		return 0;
	if (s->skip > 0)
		memmove(s->buf, s->buf + s->skip, have);
	s->skip = 0;
	s->len = have;
	while (s->len + step < want)
		step += STEP;
	if (s->len + step > s->cap) {
		s->cap = s->len + step;
		s->buf = mem_resize(s->buf, s->cap);
	}
	if (s->limit - s->base - s->len < step)
		step = (size_t)(s->limit - s->base - s->len);
	n = place_read(s->from, s->buf + s->len, step, s->base + s->len, e);
	if (n < 0)
		return -1;
	s->len += (size_t)n;
	s->at_eof = (size_t)n < STEP;
	return want <= s->len ? 1 : 0;
}

static int stop(struct scan *s, bool torn, uint64_t at, const char *why)
{
	s->torn = torn;
	if (torn)
		(void)snprintf(s->why, sizeof(s->why), "%s at %" PRIu64, why,
			       s->base + at);
	else
		(void)snprintf(s->why, sizeof(s->why), "%s", why);
	return 0;
}

static void note_record(struct scan *s, const struct record_header *h,
			size_t at)
{
	if (s->n == s->records_cap) {
		s->records_cap = 2 * s->records_cap + 64;
		s->records = mem_resize(s->records,
					s->records_cap * sizeof(*s->records));
	}
	s->records[s->n++] =
		(struct scan_record){ .h = *h, .offset = s->base + at };
}

/* A record at `at`: 1 and its size, 0 where it is not whole. */
static int take_record(struct scan *s, size_t at, size_t *size, struct err *e)
{
	uint64_t seq = s->next_seq + s->n;
	struct record_header h;
	int rc;

	if (!format_read_record(byte(s, at), &h))
		return stop(s, true, at, "no record");
	if (h.seq != seq || h.leaf != seq - s->header.first_seq)
		return stop(s, true, at, "record out of order");
	*size = (size_t)format_record_size(h.stored);
	rc = reach(s, at + *size, e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return stop(s, true, at, "cut record");
	if (!format_record_is_whole(byte(s, at), h.stored))
		return stop(s, true, at, "record with a wrong checksum");
	note_record(s, &h, at);
	return 1;
}

static int take_mark(struct scan *s, size_t at, struct scan_batch *out,
		     struct err *e)
{
	struct mark m;
	int rc = reach(s, at + MARK_HEADER, e);

	if (rc < 0)
		return -1;
	if (rc == 0 || !format_read_mark(byte(s, at), &m))
		return stop(s, true, at, "cut batch mark");
	if (m.count != s->n || m.count == 0 || m.first_seq != s->next_seq ||
	    m.start != s->base)
		return stop(s, true, at, "batch mark that does not fit");
	rc = reach(s, at + (size_t)format_mark_size(m.count), e);
	if (rc < 0)
		return -1;
	if (rc == 0)
		return stop(s, true, at, "cut batch mark");
	if (!format_mark_is_whole(byte(s, at), m.count))
		return stop(s, true, at, "batch mark with a wrong checksum");
	for (size_t i = 0; i < s->n; i++)
		s->records[i].bytes =
			byte(s, (size_t)(s->records[i].offset - s->base));
	s->taken = at + (size_t)format_mark_size(m.count);
	s->next_seq += s->n;
	*out = (struct scan_batch){ .mark = m,
				    .start = s->base,
				    .end = s->base + s->taken,
				    .records = s->records,
				    .n = s->n,
				    .leaves = byte(s, at + MARK_HEADER) };
	return 1;
}

/* The last batch is done with. */
static void drop_taken(struct scan *s)
{
	s->skip += s->taken;
	s->base += s->taken;
	s->taken = 0;
	s->n = 0;
}

/* What stands at a batch's beginning where no record does. */
static int look_at_end(struct scan *s, struct err *e)
{
	static const uint8_t zeros[RECORD_HEADER];
	int rc = reach(s, 1, e);
	size_t len;

	if (rc < 0)
		return -1;
	if (rc == 0)
		return stop(s, false, 0, "end of file");
	len = s->len - s->skip;
	if (len >= 4 && memcmp(byte(s, 0), FOOTER_MAGIC, 4) == 0)
		return stop(s, false, 0, "footer");
	if (memcmp(byte(s, 0), zeros,
		   len < sizeof(zeros) ? len : sizeof(zeros)) == 0)
		return stop(s, false, 0, "zeros");
	return stop(s, true, 0, "no record");
}

int scan_next(struct scan *s, struct scan_batch *out, struct err *e)
{
	size_t at = 0, size = 0;
	int rc;

	if (s->taken > 0)
		drop_taken(s);
	s->n = 0;
	for (;;) {
		rc = reach(s, at + RECORD_HEADER, e);
		if (rc < 0)
			return -1;
		if (at == 0 &&
		    (rc == 0 || memcmp(byte(s, 0), RECORD_MAGIC, 4) != 0))
			return look_at_end(s, e);
		if (rc == 0)
			return stop(s, true, at, "cut record");
		if (memcmp(byte(s, at), MARK_MAGIC, 4) == 0)
			return take_mark(s, at, out, e);
		rc = take_record(s, at, &size, e);
		if (rc <= 0)
			return rc;
		at += size;
		if (at > SCAN_BATCH_MAX)
			return stop(s, true, at, "batch without an end");
	}
}

/* A whole mark of a batch later than the one that is missing? */
static bool is_later_mark(struct scan *s, const uint8_t *header, uint64_t at)
{
	AUTO(free) uint8_t *bytes = NULL;
	struct err e = ERR_INIT;
	struct mark m;
	size_t size;

	if (!format_read_mark(header, &m) || m.first_seq <= s->next_seq ||
	    m.start >= at || m.count > SCAN_BATCH_MAX / RECORD_HEADER)
		return false;
	size = (size_t)format_mark_size(m.count);
	bytes = mem_alloc(1, size);
	if (place_read(s->from, bytes, size, at, &e) != (ssize_t)size)
		return false;
	return format_mark_is_whole(bytes, m.count);
}

int scan_look_beyond(struct scan *s, uint64_t *at, struct err *e)
{
	AUTO(free) uint8_t *buf = mem_alloc(1, STEP);
	uint64_t from = scan_end(s);
	ssize_t n;

	/* steps overlap by a mark's header; all that is ours is aligned */
	while ((n = place_read(s->from, buf, STEP, from, e)) >= MARK_HEADER) {
		for (size_t i = 0; i + MARK_HEADER <= (size_t)n; i += 8) {
			if (memcmp(buf + i, MARK_MAGIC, 4) != 0 ||
			    !is_later_mark(s, buf + i, from + i))
				continue;
			*at = from + i;
			return 1;
		}
		if ((size_t)n < STEP)
			break;
		from += STEP - MARK_HEADER;
	}
	return n < 0 ? -1 : 0;
}
