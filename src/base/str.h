/*
 * base/str.h - a growing string, and a list of strings.
 *
 * Why: outside data has no length we could choose beforehand. A struct str
 * is always NUL-terminated, `s` is never NULL after str_init(), and it
 * never grows beyond STR_MAX: reaching that is a programming error (sizes
 * set by outsiders are capped before they get here) and ends the process.
 *
 *	struct str s AUTO(str_done) = STR_INIT;   or   str_init / str_done
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/cleanup.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#define STR_MAX ((size_t)1 << 30)

struct str {
	char *s;    /* NUL-terminated; may hold further NULs before len */
	size_t len; /* without the final NUL */
	size_t cap; /* 0: s is the shared empty string, not ours to free */
};

extern char str_empty[1];
#define STR_INIT ((struct str){ .s = str_empty })

void str_done(struct str *s);
static inline void str_done_auto(struct str *s)
{
	str_done(s);
}

/* The same for a secret: its bytes are overwritten first. */
void str_wipe(struct str *s);
static inline void str_wipe_auto(struct str *s)
{
	str_wipe(s);
}

void str_add(struct str *s, const char *text);
void str_add_len(struct str *s, const void *bytes, size_t len);
void str_add_char(struct str *s, char c);
void str_addf(struct str *s, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void str_addv(struct str *s, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* Cut to len bytes; len must not be more than s->len. */
void str_cut(struct str *s, size_t len);

/* Room for more bytes behind len; returns where they go. Then set len. */
char *str_room(struct str *s, size_t more);

/* The heap string itself, s becomes empty. To be released with free(). */
char *str_detach(struct str *s) __attribute__((returns_nonnull));

/* printf into a new heap string. */
char *str_printf(const char *fmt, ...)
	__attribute__((format(printf, 1, 2), returns_nonnull));

/* ASCII only, independent of the locale. */
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);
int str_casecmp(const char *a, const char *b);
char str_lower(char c);

/* Lower-case ASCII in place. */
void str_lowercase(char *s);

/*
 * A list as people write it: words parted by commas, semicolons or blanks.
 * str_word moves *at to the beginning of the next one and returns its length,
 * 0 at the end; str_listed: is the word in it, in any case of letters?
 */
size_t str_word(const char **at);
bool str_listed(const char *list, const char *word);

/* A decimal int64 that is the whole of s: true and *out, or false. */
bool str_int64(const char *s, long long *out);

#endif
