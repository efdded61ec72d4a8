/*
 * sandbox/large.h - a recording as large as you like, stored nowhere.
 *
 * Why: the product must take a recording of 10 GB in bounded memory; to
 * show that, somebody has to send one, faster than it can be taken. The
 * file is a playable MP4 with a `free` box behind it, which players pass
 * over, filled by repeating one block of noise in which every 4 KiB carry
 * their own number: no two parts of the file are alike.
 *
 * Source: ISO/IEC 14496-12 section 4.2 (64-bit box size), 8.1.2 (free).
 */
#ifndef SANDBOX_LARGE_H
#define SANDBOX_LARGE_H

#include "base/cleanup.h"

#include <stddef.h>
#include <stdint.h>

struct digest;
struct large;

/* At least LARGE_MIN bytes. Life: large_new -> any thread -> large_free. */
#define LARGE_MIN ((uint64_t)1 << 20)
struct large *large_new(uint64_t seed, uint64_t size);
void large_free(struct large *l);
DEFINE_AUTO(struct large, large_free)

uint64_t large_size(const struct large *l);

/* Bytes from offset on; fewer than len only at the end. */
size_t large_read(const struct large *l, uint64_t offset, void *out,
		  size_t len);

/* Counted on the first call, which takes its time; then known. */
const struct digest *large_digest(struct large *l);

#endif
