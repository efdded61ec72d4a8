/*
 * mime/part.h - the parts of a multipart message that are text of ours.
 *
 * Boundaries: "=_" and 52 characters that are a function of the message's
 * identity, so that the same message always has the same. It occurs in no
 * body: base64 has no "_" at all; in quoted-printable "=" is followed by hex
 * digits or CRLF; a text that goes as it is (7bit) has no line that begins
 * with "--". Two boundaries of one message differ in their last letter, so
 * that neither begins with the other.
 *
 * Source: RFC 2046 section 5.1.1; RFC 2045 sections 6.7, 6.8.
 */
#ifndef MIME_PART_H
#define MIME_PART_H

#include <stddef.h>

struct str;

#define PART_BOUNDARY 64 /* room, NUL included */

/* level: 'a', 'b' ... one for each multipart of the message. */
const char *part_boundary(char buf[PART_BOUNDARY], const void *identity,
			  size_t len, char level);

/* CRLF "--" boundary CRLF, and the last one with "--" behind it. */
void part_next(struct str *out, const char *boundary);
void part_end(struct str *out, const char *boundary);

/*
 * Content-Type text/<subtype> in UTF-8, its encoding, an empty line and the
 * text: as it is where it is plain ASCII in short lines, else in
 * quoted-printable. Lines in text are parted by LF.
 */
void part_text(struct str *out, const char *subtype, const char *text,
	       size_t len);

/* base64 in lines of 76 with CRLF, for small things made here. */
void part_base64(struct str *out, const void *bytes, size_t len);

#endif
