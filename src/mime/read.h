/*
 * mime/read.h - reading header fields: encoded words, parameters.
 *
 * Why: people look at a message in the terminal and in the portal without a
 * mail client. What is read is mostly what header.h wrote, but nothing here
 * relies on that: any bytes may come, none is refused, and what cannot be
 * decoded stays as it is.
 *
 * Source: RFC 5322 sections 2.2.3, 3.4; RFC 2047; RFC 2045 section 5.1; RFC
 * 2231.
 */
#ifndef MIME_READ_H
#define MIME_READ_H

#include <stdbool.h>
#include <stddef.h>

struct str;

/*
 * Append the text of an unfolded field body, encoded words decoded: UTF-8,
 * US-ASCII and ISO-8859-1; words in other charsets stay as they are. The
 * result is valid UTF-8 without NUL.
 */
void read_text(struct str *out, const char *body);

/* Append "text/plain" of "Text/Plain; charset=utf-8", in lower case. */
void read_token(struct str *out, const char *body);

/*
 * Append the value of a parameter, pieces joined and decoded (RFC 2231).
 * False, with out as before, where there is none.
 */
bool read_param(struct str *out, const char *body, const char *name);

/*
 * Take the next address of a From, To or Cc body: its display name, decoded,
 * and "local@domain" are appended; *body moves behind it. False at the end.
 * Comments are left out, of a group its members are taken.
 */
bool read_address(const char **body, struct str *name, struct str *addr);

/* Append what a line (without its end) of quoted-printable means. True where
   it ends in a soft line break. */
bool read_quoted_printable(struct str *out, const char *line, size_t len);

#endif
