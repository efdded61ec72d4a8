/*
 * directory/lines.h - a CSV file's lines into the tables, each for itself.
 *
 * Not for callers outside directory/. A line is taken whole or refused with
 * its number and the reason; the others are taken (promise P7). Columns come
 * in any order, named by the header line. Many lines are one transaction, so
 * whoever takes a line looks first and writes when all of it was found
 * possible; a file cut off half-way is simply imported again.
 */
#ifndef DIRECTORY_LINES_H
#define DIRECTORY_LINES_H

#include "directory/csv.h"
#include "directory/directory.h"

#define LINES_COLUMNS_MAX 8
#define LINES_TEXT_MAX    256 /* bytes of a name or address */
#define LINES_WHY_MAX     512

/* What one line came to. */
enum outcome { FAILED = -1, REFUSED, UNCHANGED, CHANGED, ADDED };

struct lines {
	struct db *db;
	struct directory_import *im;
	const char *const *titles; /* of the columns there may be */
	size_t n_titles;
	size_t must; /* the column that must be there */
	/* Look at the line at hand, then write. FAILED with e set. */
	enum outcome (*take)(struct lines *in, struct err *e);
	void *ctx; /* of take */

	/* filled in */
	struct csv *csv;
	struct csv_line line;
	size_t at[LINES_COLUMNS_MAX]; /* place of each, SIZE_MAX: absent */
	size_t width;                 /* fields of the header line */
	char why[LINES_WHY_MAX];
};

/* Errors: ERR_USAGE: the file or its header line; ERR_STORE; of take. */
int lines_import(struct lines *in, const char *path, struct err *e);

/* REFUSED, because of this. */
enum outcome lines_refuse(struct lines *in, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* The text of a column, "" where it is absent; an apostrophe that guards a
   spreadsheet (encode_csv) is no part of it. */
const char *lines_field(const struct lines *in, size_t column);

/* False: refused, the reason is kept. */
bool lines_text_ok(struct lines *in, size_t column);
/* An address: there, without blanks; in lower case to out. */
bool lines_address_ok(struct lines *in, size_t column,
		      char out[LINES_TEXT_MAX + 1]);
/* Two columns of times; 0 stands for open. */
bool lines_period_ok(struct lines *in, size_t from, size_t until,
		     int64_t *from_us, int64_t *until_us);

/* "2026-03-01T00:00:00Z to now", for reasons. */
const char *lines_period_text(int64_t from_us, int64_t until_us, char *buf,
			      size_t cap);

/* Do two periods share a moment? */
bool lines_overlap(int64_t a_from, int64_t a_until, int64_t b_from,
		   int64_t b_until);

#endif
