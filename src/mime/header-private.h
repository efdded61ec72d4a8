/*
 * mime/header-private.h - folding and encoded words, for this folder.
 *
 * A field is written as tokens, each with a space before it; where the next
 * one does not fit the line, CRLF comes before that space.
 */
#ifndef MIME_HEADER_PRIVATE_H
#define MIME_HEADER_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

struct str;

static inline bool header_alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z');
}

struct fold {
	struct str *out;
	size_t column; /* characters on the line so far */
};

void fold_begin(struct fold *f, struct str *out, const char *name);
/* One token, never split; alone on its line where it is too long for one. */
void fold_put(struct fold *f, const char *token, size_t len);
/* text as encoded words; len is at least 1, text is UTF-8. */
void fold_encoded(struct fold *f, const char *text, size_t len);
void fold_end(struct fold *f);

#endif
