/* verb/print-private.h - the printer's parts: the document, text tables. */
#ifndef VERB_PRINT_PRIVATE_H
#define VERB_PRINT_PRIVATE_H

#include "base/str.h"
#include "verb/print.h"

#define ROWS_MEASURED 400 /* rows whose cells decide how wide columns are */
#define UNKNOWN       "-" /* what is not known, for people */

struct cell {
	bool known;
	int64_t number;
	struct str text; /* CELL_TEXT: as given, else empty */
};

struct printer {
	enum print_form form;
	size_t width;
	struct writer *to;
	bool failed; /* a write failed: `why` has the error */
	bool broken; /* nobody reads any more (EPIPE) */
	char why[128];
	struct str out; /* not yet written */
	bool begun;     /* JSON: the object is open */
	bool raw;       /* the rest are bytes of the verb's own */
	/* who takes content, or NULL: it is written to `to` */
	int (*take)(void *ctx, const struct content *c, struct err *e);
	void *take_ctx;
	size_t titles;     /* width of the widest title of the fields waiting */
	struct str fields; /* "title NUL value NUL" ..., waiting for it */
	const struct table *table; /* the list being printed, or NULL */
	bool listed;               /* CSV: the first list is over */
	size_t rows;
	size_t at; /* next cell */
	struct cell cells[PRINT_COLUMNS_MAX];
	/* text: rows that wait until widths are known */
	struct str held; /* cells, a NUL behind each */
	size_t n_held;
	bool measured;
	size_t widths[PRINT_COLUMNS_MAX];
	size_t least[PRINT_COLUMNS_MAX]; /* narrower they must not be */
	bool narrow; /* the columns that can stand below the others do */
};

/* Hand on what has gathered, once it is much or when `all`. */
void print_flush(struct printer *p, bool all);

/* One cell as people see it: clean, on one line. */
void print_cell_text(struct str *out, const struct column *c,
		     const struct cell *cell);

/* Text tables: a row is complete; the table is. */
void print_table_row(struct printer *p);
void print_table_done(struct printer *p);

#endif
