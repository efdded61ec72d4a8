/*
 * directory/csv.h - reading a CSV file of persons, a line at a time.
 *
 * Why: such files come out of spreadsheets and of other programs: with a byte
 * order mark or without, with CRLF or LF, with quoted fields that hold commas
 * and line ends. A line that cannot be read is told with its number, and
 * reading goes on behind it. Nothing but the line at hand is in memory.
 *
 *	csv_new -> csv_next ... -> csv_free
 *
 * Source: RFC 4180; empty lines are passed over.
 */
#ifndef DIRECTORY_CSV_H
#define DIRECTORY_CSV_H

#include "base/cleanup.h"

#include <stddef.h>

#define CSV_LINE_MAX   ((size_t)64 * 1024) /* bytes, quotes not counted */
#define CSV_FIELDS_MAX ((size_t)64)

struct csv;
struct err;
struct reader;

/* Takes the reader over. */
struct csv *csv_new(struct reader *in) __attribute__((returns_nonnull));
void csv_free(struct csv *c);
DEFINE_AUTO(struct csv, csv_free)

struct csv_line {
	long number; /* where it begins in the file, from 1 */
	size_t n;
	const char *const *fields; /* valid until the next call */
	const char *bad; /* NULL, or why the line cannot be read: n is 0 */
};

/* 1 with *out filled, 0 at the end, -1 where the reader failed. */
int csv_next(struct csv *c, struct csv_line *out, struct err *e);

#endif
