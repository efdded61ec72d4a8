/*
 * source/lines.h - the lines of a text file as it streams by.
 *
 * Why: a chat or caption file may hold a million lines and must not be held
 * whole (promise P8), and its bytes may be anything. Lines end with LF, CRLF
 * or CR; a byte order mark at the start is dropped; what is not UTF-8, and
 * NUL, becomes U+FFFD.
 *
 * Life: lines_new -> lines_next* -> lines_free. The reader stays the
 * caller's.
 */
#ifndef SOURCE_LINES_H
#define SOURCE_LINES_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>

struct err;
struct lines;
struct reader;

#define LINES_MAX ((size_t)256 << 10) /* bytes kept of one line */

struct lines *lines_new(struct reader *from);
void lines_free(struct lines *l);
DEFINE_AUTO(struct lines, lines_free)

/*
 * 1 with *out (valid until the next call), 0 at the end, -1 with the
 * reader's error.
 */
int lines_next(struct lines *l, const char **out, struct err *e);

/* True once bytes had to be replaced, or a line to be cut. */
bool lines_replaced(const struct lines *l);
bool lines_cut(const struct lines *l);

/*
 * "HH:MM:SS" (hours of one to three digits, a fraction after '.' or ',') or,
 * where short_too, "MM:SS": how many bytes it takes, and *us; 0 if s does
 * not begin like that.
 */
size_t lines_elapsed(const char *s, bool short_too, long long *us);

#endif
