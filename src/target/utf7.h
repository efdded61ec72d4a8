/*
 * target/utf7.h - folder names as IMAP servers and Maildirs write them.
 *
 * Source: RFC 3501 section 5.1.3 (modified UTF-7).
 */
#ifndef TARGET_UTF7_H
#define TARGET_UTF7_H

struct str;

/* Append a folder's name in modified UTF-7: printable ASCII, whatever comes
   in; bytes that are no UTF-8 become U+FFFD. */
void utf7_modified(struct str *out, const char *name);

#endif
