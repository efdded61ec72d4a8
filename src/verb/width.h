/*
 * verb/width.h - text as a terminal shows it: clean, measured, cut, folded.
 *
 * Why: subjects and names come from strangers. An escape sequence in one
 * must not reach the terminal, and a column of Japanese or of emoji must
 * line up. Widths are wcwidth(3)'s; the program sets a UTF-8 locale first.
 */
#ifndef VERB_WIDTH_H
#define VERB_WIDTH_H

#include <stddef.h>

struct str;

/*
 * Append s on one line: line ends and tabs become a space, other controls
 * (C0, C1, bidirectional overrides, invalid UTF-8) become U+FFFD.
 */
void text_clean(struct str *out, const char *s);

/* The same for a text of several lines: LF and tabs stay. */
void text_clean_lines(struct str *out, const char *s, size_t len);

/* Columns of the terminal that fd is; 0 where it is none. */
size_t terminal_width(int fd);

/* Columns that clean text takes. */
size_t text_width(const char *s);

/*
 * Append clean text, cut to at most width columns, the last of them "…"
 * where something was cut. Returns the columns used.
 */
size_t text_cut(struct str *out, const char *s, size_t width);

/*
 * How many bytes of clean text stand on a line of so many columns: up to a
 * blank, else behind a mark such as '/', else as many as fit, and one
 * character at least. *next is where the line after it begins.
 */
size_t text_fold(const char *s, size_t width, size_t *next);

/*
 * Append clean text of one line, folded into lines of so many columns (0: of
 * any length); at columns of the first are taken, the others begin with hang
 * blanks.
 */
void text_fold_to(struct str *out, const char *s, size_t width, size_t at,
		  size_t hang);

#endif
