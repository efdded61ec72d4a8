/*
 * verb/print.h - the output of a verb: text for people, JSON or CSV.
 *
 * Why: a verb says what it found once; how it looks is decided here. So
 * every verb has --json, and the same names in it everywhere.
 *
 * JSON is one object: fields and lists in the order they were printed, one
 * line an element of a list. Times are RFC 3339 in UTC, sizes are bytes; what
 * is not known is null. CSV (RFC 4180 with CRLF, guarded against formulas) has
 * a header line and the rows of the first list, nothing else. Text has
 * fields below each other and lists as tables; on a terminal all of it is
 *folded or cut to its width, elsewhere lines are as long as they are.
 *
 *	print_field ... print_table, (cell ... print_row) ..., print_table_end
 *
 * Lists are written as they come: memory does not grow with their length.
 * A failed write is kept; print_row() and print_end() tell it (ERR_STORE).
 */
#ifndef VERB_PRINT_H
#define VERB_PRINT_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct printer;
struct reader;
struct writer;

enum print_form { PRINT_TEXT, PRINT_JSON, PRINT_CSV };

/* width: of the terminal; 0: lines may be as long as they like. to must
   outlive the printer. */
struct printer *print_new(enum print_form form, size_t width, struct writer *to)
	__attribute__((returns_nonnull));
void print_free(struct printer *p);
DEFINE_AUTO(struct printer, print_free)

enum print_form print_form(const struct printer *p);
/* Columns of the terminal; 0: none, or not text. */
size_t print_width(const struct printer *p);
/* Before anything was printed: a verb that has a --format of its own. */
void print_set_form(struct printer *p, enum print_form form);

/* Close the document and write what is left. Errors: ERR_STORE. */
int print_end(struct printer *p, struct err *e);

/* --- fields ------------------------------------------------------------ */

/* name: in JSON, NULL to leave it out there; title: in text, likewise. */
void print_text(struct printer *p, const char *name, const char *title,
		const char *value); /* NULL: not known */
void print_int(struct printer *p, const char *name, const char *title,
	       int64_t value);
void print_size(struct printer *p, const char *name, const char *title,
		uint64_t bytes);
void print_time(struct printer *p, const char *name, const char *title,
		int64_t us); /* 0: not known */
void print_bool(struct printer *p, const char *name, const char *title,
		bool value);
/* A value that is JSON already (valid UTF-8). In JSON only. */
void print_json(struct printer *p, const char *name, const char *json);

/* For people only: a line of text; an empty line. */
void print_say(struct printer *p, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void print_gap(struct printer *p);
/* The same, its further lines on a terminal indented by hang. */
void print_hang(struct printer *p, size_t hang, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* --- lists ------------------------------------------------------------- */

enum cell_type {
	CELL_TEXT,
	CELL_INT,
	CELL_SIZE,
	CELL_TIME,
	CELL_BOOL,
	CELL_JSON, /* a text that is JSON already; not shown to people */
};

struct column {
	const char *name;  /* in JSON and CSV */
	const char *title; /* in text; NULL: not shown there */
	enum cell_type type;
	/* Where a line is too long for the terminal: */
	bool gives; /* is narrowed: the text is cut; of a number the title */
	bool folds; /* narrowed, but goes on below instead of being cut */
	bool below; /* what is known stands below, in lines of its own */
};

#define PRINT_COLUMNS_MAX 24

struct table {
	const char *name;  /* in JSON */
	const char *empty; /* said in text when there is no row; may be NULL */
	size_t n;
	struct column columns[PRINT_COLUMNS_MAX];
};

/* t must outlive the list; one list at a time. */
void print_table(struct printer *p, const struct table *t);
/* The next cell of the row, in the order of the columns. */
void cell_text(struct printer *p, const char *value); /* NULL: not known */
void cell_text_or_none(struct printer *p, const char *value); /* "": the same */
void cell_int(struct printer *p, int64_t value);         /* also sizes, times */
void cell_int_or_none(struct printer *p, int64_t value); /* 0: the same */
void cell_none(struct printer *p);
/* Errors: ERR_STORE: nobody takes the output any more, stop. */
int print_row(struct printer *p, struct err *e);
void print_table_end(struct printer *p);

/* --- bytes ------------------------------------------------------------- */

/*
 * The output itself, for a verb that gives bytes as they are. What was
 * printed before is written first; nothing may be printed afterwards.
 */
struct writer *print_bytes(struct printer *p);

/*
 * Bytes of which is known what they are and how many: a message, a part of
 * one. A command line gets all of them; the API gives ranges of them, by
 * opening them where the range begins. What can only be made from its start
 * puts reader_skip() (stream/reader.h) on top.
 */
struct content {
	const char *media_type; /* "message/rfc822" */
	const char *file;       /* the name to save it by; NULL: none */
	uint64_t size;
	const char *sha256; /* of all of it, in hex; NULL: not known */
	bool page;          /* HTML made harmless, to be shown in a frame */
	void *ctx;
	/* From byte `from` on, at most size. */
	int (*open)(void *ctx, uint64_t from, struct reader **out,
		    struct err *e);
};

/* The output is this, and nothing else: before and after it nothing may be
   printed. Errors: open's, ERR_STORE. */
int print_content(struct printer *p, const struct content *c, struct err *e);

/* May a verb give bytes? Not where JSON was asked for on a command line. */
bool print_gives_bytes(const struct printer *p);

/* For the API: has it begun with bytes of its own? */
bool print_is_bytes(const struct printer *p);
/* Likewise: content goes to `take` instead; JSON is its form otherwise. */
void print_content_to(struct printer *p,
		      int (*take)(void *ctx, const struct content *c,
				  struct err *e),
		      void *ctx);

/* "1.2 MB" (powers of 1,000) into buf of at least 16 bytes. */
const char *print_size_text(uint64_t bytes, char buf[16]);

#endif
