/*
 * stream/base64.h - bytes as base64 in lines of 76 characters.
 *
 * Why: a recording of 10 GB is put into a message while it is read, so the
 * encoder is a reader like any other, and as fast as the disk behind it:
 * AVX2 or SSSE3 where the processor has them, chosen when the program runs.
 * All of them give the same bytes, which the tests hold against each other.
 *
 * Every line ends in CRLF, the last one too; no bytes give no line at all.
 *
 * Source: RFC 2045 section 6.8; Wojciech Mula, Daniel Lemire, "Faster Base64
 * Encoding and Decoding Using AVX2 Instructions", ACM TWEB 12, 2018.
 */
#ifndef STREAM_BASE64_H
#define STREAM_BASE64_H

#include <stddef.h>
#include <stdint.h>

struct reader;

#define BASE64_LINE_IN  57 /* bytes that fill a line */
#define BASE64_LINE_OUT 78 /* the line they make, CRLF included */

/* Length of the text that n bytes become; n at most BASE64_MAX. */
#define BASE64_MAX ((uint64_t)1 << 62)
uint64_t base64_size(uint64_t n);

/* The text of what `below` gives; takes ownership, never NULL. */
struct reader *reader_base64(struct reader *below);

/*
 * The encoders themselves: whole lines only, BASE64_LINE_IN bytes each at
 * in, BASE64_LINE_OUT at out. base64_lines_find gives NULL for one that
 * this processor (or build) does not have; BASE64_BEST is always there.
 */
enum base64_kind {
	BASE64_SCALAR,
	BASE64_SSSE3,
	BASE64_AVX2,
	BASE64_BEST,
};
typedef void (*base64_lines_fn)(uint8_t *out, const uint8_t *in, size_t lines);
base64_lines_fn base64_lines_find(enum base64_kind kind);

/* The last line: len < BASE64_LINE_IN bytes; returns its length with CRLF. */
size_t base64_last_line(uint8_t *out, const uint8_t *in, size_t len);

#endif
