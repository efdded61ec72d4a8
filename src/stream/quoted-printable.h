/*
 * stream/quoted-printable.h - text as quoted-printable, lines of at most 76.
 *
 * A line end (LF or CRLF) becomes CRLF; a lone CR, controls, bytes beyond 126
 * and blanks before a line end are written as =XX. So what comes out is 7 bit
 * with no bare CR or LF, whatever goes in, and:
 *
 *   (1) "=" is followed by two hex digits or CRLF, nothing else: a boundary
 *       that has "=_" in it cannot occur (RFC 2045 section 6.7);
 *   (2) no line begins with "From " or "." (mbox, SMTP): these letters are
 *       written as =46 and =2E there.
 *
 * The text may come in pieces cut anywhere.
 */
#ifndef STREAM_QUOTED_PRINTABLE_H
#define STREAM_QUOTED_PRINTABLE_H

#include <stdbool.h>
#include <stddef.h>

struct reader;
struct str;

struct qp {
	size_t column;
	char held; /* blank or CR not yet written, 0 for none */
};
#define QP_INIT ((struct qp){ .column = 0 })

/* Append the text of len bytes to out; at most 6 characters a byte. */
void qp_add(struct qp *q, struct str *out, const void *bytes, size_t len);
/* After the last piece. */
void qp_end(struct qp *q, struct str *out);

/* The same as a filter; takes ownership, never NULL. */
struct reader *reader_quoted_printable(struct reader *below);

#endif
