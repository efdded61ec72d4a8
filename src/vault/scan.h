/*
 * vault/scan.h - a pack, batch by batch, without any key.
 *
 * What a batch must be to count as whole: records in dense order of seq and
 * leaf, each with a good checksum, then a mark with a good checksum that
 * names their first seq, their number and where they begin. Anything else
 * ends the walk; nothing behind the first batch that is not whole is ever
 * looked at. The file may hold any bytes at all.
 */
#ifndef VAULT_SCAN_H
#define VAULT_SCAN_H

#include "vault/format.h"

struct err;
struct place;
struct scan;

#define SCAN_BATCH_MAX ((size_t)96 * 1024 * 1024)

struct scan_record {
	struct record_header h;
	uint64_t offset;
	const uint8_t *bytes; /* header and payload */
};

/* Valid until the next scan_next(). */
struct scan_batch {
	struct mark mark;
	uint64_t start, end; /* in the file, mark included */
	const struct scan_record *records;
	size_t n;
	const uint8_t *leaves; /* n commitments, MARK_LEAF bytes each */
};

/*
 * Begin with the header. from stays the caller's; nothing at or behind limit
 * is read (UINT64_MAX: all). Returns -1 with ERR_STORE where the header is
 * not one: e->sys is 0 then, and errno's value where reading failed.
 */
int scan_open(struct scan **out, struct place *from, uint64_t limit,
	      struct err *e);
void scan_close(struct scan *s);
DEFINE_AUTO(struct scan, scan_close)

const struct pack_header *scan_header(const struct scan *s);

/* 1: *out is the next whole batch, 0: there is none, -1: reading failed. */
int scan_next(struct scan *s, struct scan_batch *out, struct err *e);

/* Where the last whole batch ends. */
uint64_t scan_end(const struct scan *s);
/* Why there is no further one: "end of file", "footer", "zeros", or what
   was found where. */
const char *scan_why(const struct scan *s);
/* The walk ended at something that is no batch, footer, or empty space. */
bool scan_is_torn(const struct scan *s);

/*
 * After the walk ended: is there a whole mark of a later batch behind? A
 * batch is only begun when the one before it is durable, so this tells
 * damage (1, *at is the mark's place) from a torn last write (0).
 */
int scan_look_beyond(struct scan *s, uint64_t *at, struct err *e);

#endif
