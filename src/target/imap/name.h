/*
 * target/imap/name.h - names as they are written in commands.
 *
 * Source: RFC 3501 section 5.1.3 (modified UTF-7), section 9 (quoted),
 * section 2.3.3 and 9 (date-time).
 */
#ifndef TARGET_IMAP_NAME_H
#define TARGET_IMAP_NAME_H

#include <stdint.h>

struct str;

/* Append a mailbox's name in modified UTF-7: printable ASCII, whatever comes
   in; bytes that are no UTF-8 become U+FFFD. */
void imap_utf7(struct str *out, const char *name);

/* Append "text" with its quotes; it must hold no CR, LF or NUL. */
void imap_quote(struct str *out, const char *text);

/* Append " 3-Feb-2026 10:00:00 +0000", quoted. Always UTC. */
void imap_date(struct str *out, int64_t us);

#endif
