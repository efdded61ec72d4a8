/*
 * convert/body.h - a body being written, with an end to its length.
 *
 * Why: the source of a conversation sets no limit to it, a message that
 * mail programs open has one. A body counts what it will take as
 * quoted-printable; when it is full, body_text() drops what comes, loops
 * stop (body_full()) and say how much is left out and where it is found.
 * Tags and the lists at the end are always written: they are short.
 */
#ifndef CONVERT_BODY_H
#define CONVERT_BODY_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BODY_NO_CAP (SIZE_MAX / 2)

struct body {
	struct str out; /* UTF-8, lines parted by LF */
	size_t cap;     /* encoded bytes after which it is full */
	size_t cost;    /* of what was counted so far */
	size_t counted; /* bytes of out in cost */
	bool cut;       /* body_text() has dropped something */
};

/* Always written. */
void body_add(struct body *b, const char *text);
void body_addf(struct body *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

bool body_full(struct body *b);

/*
 * Text of the item as HTML: escaped, controls as U+FFFD, line ends as <br>,
 * runs of blanks kept. Dropped when full.
 */
void body_html(struct body *b, const char *text, size_t len);

/*
 * Text of the item as plain text: wrapped to TEXT_COLUMNS, the first line
 * behind what stands there (column characters), the others behind `indent`
 * blanks. Ends with a line end. Dropped when full.
 */
#define TEXT_COLUMNS 76
void body_wrap(struct body *b, size_t column, size_t indent, const char *text,
	       size_t len);

/* How many columns the character at s takes: 0, 1 or 2; *len its bytes. */
unsigned int body_width(const char *s, size_t left, size_t *len);
size_t body_columns(const char *text, size_t len);

/* Is the first letter that has a direction one of those right to left? */
bool body_is_rtl(const char *text);

/* "12,345" */
#define BODY_NUMBER 32
const char *body_number(uint64_t n, char buf[BODY_NUMBER]);
/* "1.4 GB", "312 bytes" */
const char *body_size(uint64_t bytes, char buf[BODY_NUMBER]);
/* "1 h 2 min", "45 min 8 s", "9 s" */
const char *body_duration(int64_t us, char buf[BODY_NUMBER]);
/* "10:00:05" */
const char *body_time(int64_t us, char buf[BODY_NUMBER]);
/* "Sunday 2026-03-01" */
const char *body_day(int64_t us, char buf[BODY_NUMBER]);

#endif
