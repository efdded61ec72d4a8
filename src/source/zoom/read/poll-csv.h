/*
 * source/zoom/read/poll-csv.h - rows of a poll's CSV file.
 *
 * Zoom describes it nowhere. Seen: some lines about the report, an empty
 * line, then a line of headings ("#,User Name,User Email,Submitted
 * Date/Time,...") and a row for each answer. So the table is what follows
 * the first row with a heading that has "name" and is at least three cells
 * wide, else all rows. Ends of rows within quotes belong to the cell.
 *
 * Source: RFC 4180; also taken: LF or CR alone, quotes inside plain cells.
 */
#ifndef SOURCE_ZOOM_READ_POLL_CSV_H
#define SOURCE_ZOOM_READ_POLL_CSV_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct err;
struct reader;

#define POLL_CSV_ROWS    ((size_t)5000) /* taken, besides the headings */
#define POLL_CSV_COLUMNS ((size_t)20)

struct poll_csv {
	const char *const *cells; /* row by row; the first row: headings */
	size_t n_columns, n_rows;
	bool more; /* rows, columns or text of the file were left out */
};

/* 0 with *out in the arena, or -1 with the reader's error. */
int poll_csv_read(struct reader *r, struct arena *a, struct poll_csv *out,
		  struct err *e);

#endif
