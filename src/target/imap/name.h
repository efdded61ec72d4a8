/*
 * target/imap/name.h - names as they are written in commands.
 *
 * Source: RFC 3501 section 9 (quoted), section 2.3.3 and 9 (date-time).
 */
#ifndef TARGET_IMAP_NAME_H
#define TARGET_IMAP_NAME_H

#include <stdint.h>

struct str;

/* Append "text" with its quotes; it must hold no CR, LF or NUL. */
void imap_quote(struct str *out, const char *text);

/* Append " 3-Feb-2026 10:00:00 +0000", quoted. Always UTC. */
void imap_date(struct str *out, int64_t us);

#endif
