/*
 * export/name.h - names that every file system and mail program takes.
 *
 * Mailboxes, folders and subjects are anybody's text. What becomes part of a
 * path holds no separators, no controls, nothing Windows refuses, does not
 * begin with a dot or a dash or end in a dot or a space, and is of bounded
 * length, cut between characters.
 */
#ifndef EXPORT_NAME_H
#define EXPORT_NAME_H

#include <stddef.h>
#include <stdint.h>

struct str;

/* Append text as one name of at most max bytes; "_" for nothing. */
void name_safe(struct str *out, const char *text, size_t max);

/*
 * Append a mailbox's folder name: as it is where that is safe, else made so
 * with "~" and its number behind, so that no two are the same.
 */
void name_mailbox(struct str *out, const char *mailbox, uint64_t id);

/* Append a folder's path ("A/B"), each part made safe. */
void name_folder(struct str *out, const char *folder);

/*
 * Append the same as Maildir++ has it: ".INBOX.A.B", parts in modified UTF-7
 * (RFC 3501 section 5.1.3), a dot inside a part as "_".
 */
void name_maildir(struct str *out, const char *folder);

#endif
