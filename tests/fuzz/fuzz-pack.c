/*
 * fuzz-pack.c - a pack file may hold any bytes at all.
 *
 * Walked as recovery, reading and the check do. What holds for any input:
 * no crash; batches follow on one another without a gap, lie inside the
 * file, and number their records densely; walking again gives the same.
 *
 * So that mutations get past the checksums, the first byte says which parts
 * are mended before the walk (bit 0 the header, bit 1 records, bit 2 marks).
 */
#include "base/err.h"
#include "base/mem.h"
#include "vault/crc32c.h"
#include "vault/format.h"
#include "vault/place.h"
#include "vault/scan.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void mend_header(uint8_t *file, size_t size)
{
	struct pack_header h = { .first_seq = 1 };

	if (size < PACK_HEADER)
		return;
	memcpy(&h.first_seq, file + 48, 1);
	h.first_seq += 1;
	format_write_pack_header(&h, file);
}

/* Walk as the magics say and put checksums right. */
static void mend(uint8_t *file, size_t size, uint8_t what)
{
	struct record_header r;
	struct mark m;
	size_t at = PACK_HEADER;

	if ((what & 1) != 0)
		mend_header(file, size);
	while (at + MARK_HEADER <= size) {
		if ((what & 2) != 0 && format_read_record(file + at, &r) &&
		    at + format_record_size(r.stored) <= size) {
			format_sum_record(file + at, r.stored);
			at += (size_t)format_record_size(r.stored);
		} else if ((what & 4) != 0 && format_read_mark(file + at, &m) &&
			   m.count < size / MARK_LEAF &&
			   at + format_mark_size(m.count) <= size) {
			format_write_mark(&m, file + at);
			at += (size_t)format_mark_size(m.count);
		} else {
			at += 8;
		}
	}
}

static uint64_t walk(int fd, size_t size)
{
	AUTO(place_close) struct place *from = place_of_fd(fd);
	AUTO(scan_close) struct scan *s = NULL;
	struct err e = ERR_INIT;
	struct scan_batch b;
	uint64_t end = PACK_HEADER, seq, later = 0;
	int rc;

	if (scan_open(&s, from, UINT64_MAX, &e) < 0)
		return 0;
	seq = scan_header(s)->first_seq;
	while ((rc = scan_next(s, &b, &e)) > 0) {
		assert(b.start == end && b.end > b.start && b.end <= size);
		assert(b.n > 0 && b.mark.first_seq == seq);
		for (size_t i = 0; i < b.n; i++) {
			assert(b.records[i].h.seq == seq++);
			assert(b.records[i].offset >= b.start);
			/* the bytes are all there */
			(void)crc32c(0, b.records[i].bytes,
				     (size_t)format_record_size(
					     b.records[i].h.stored));
		}
		end = b.end;
	}
	assert(rc == 0 && scan_end(s) == end && scan_why(s)[0] != '\0');
	rc = scan_look_beyond(s, &later, &e);
	assert(rc == 0 || (rc == 1 && later >= end && later < size));
	return end;
}

static void read_footer(const uint8_t *file, size_t size, uint64_t end)
{
	struct footer f;

	if (end == 0 || end > size ||
	    format_read_footer(file + end, size - end, &f) != NULL)
		return;
	for (uint64_t i = 0; i < f.count; i++)
		(void)format_footer_entry(file + end, i);
}

/* The plaintext of a record, should somebody have its key. */
static void read_meta(const uint8_t *data, size_t size)
{
	struct meta m;
	struct manifest manifest;

	if (format_read_meta(data, size, &m) != NULL)
		return;
	assert(META_SIZE + (uint64_t)m.info_len <= size);
	if (m.form == META_INLINE)
		assert(META_SIZE + m.info_len + m.length == size);
	else
		(void)format_read_manifest(data + META_SIZE + m.info_len,
					   size - META_SIZE - m.info_len,
					   &manifest);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO(free) uint8_t *file = NULL;
	uint64_t end;
	int fd;

	if (size < 1)
		return 0;
	read_meta(data + 1, size - 1);
	file = (uint8_t *)mem_dup(data + 1, size - 1);
	mend(file, size - 1, data[0]);
	fd = memfd_create("pack", MFD_CLOEXEC);
	assert(fd >= 0);
	assert(write(fd, file, size - 1) == (ssize_t)size - 1);
	end = walk(fd, size - 1);
	assert(walk(fd, size - 1) == end);
	read_footer(file, size - 1, end);
	(void)close(fd);
	return 0;
}
