#include "source/zoom/read/poll-csv.h"

#include "base/arena.h"
#include "base/mem.h"
#include "base/str.h"
#include "source/loose.h"
#include "stream/reader.h"

#include <string.h>

#define CELL_MAX ((size_t)16 << 10)
#define ROWS_MAX (POLL_CSV_ROWS + 200) /* lines about the report come first */

struct row {
	const char *cells[POLL_CSV_COLUMNS];
	size_t n;
};

struct csv {
	struct arena *a;
	struct row *rows;
	size_t n_rows;
	struct row row; /* at hand */
	struct str cell;
	bool quoted; /* inside quotes */
	bool quote;  /* a quote came: it ends, or is doubled */
	bool any;    /* the row at hand has something */
	bool full;   /* no more rows are taken */
	bool more;
};

static void end_cell(struct csv *c)
{
	if (c->row.n < POLL_CSV_COLUMNS)
		c->row.cells[c->row.n++] =
			loose_clean_text(c->a, c->cell.s, c->cell.len);
	else
		c->more = true;
	str_cut(&c->cell, 0);
}

static void end_row(struct csv *c)
{
	if (c->any) {
		end_cell(c);
		if (c->n_rows < ROWS_MAX) {
			c->rows = ARENA_GROW(c->a, c->rows, c->n_rows);
			c->rows[c->n_rows++] = c->row;
		} else {
			c->full = c->more = true;
		}
	}
	c->row = (struct row){ .n = 0 };
	str_cut(&c->cell, 0);
	c->any = false;
}

static void plain(struct csv *c, char ch)
{
	c->any = true;
	if (c->cell.len < CELL_MAX)
		str_add_char(&c->cell, ch);
	else
		c->more = true;
}

static void take(struct csv *c, char ch)
{
	if (c->quoted && ch != '"') {
		plain(c, ch);
	} else if (c->quoted) {
		c->quoted = false;
		c->quote = true;
		return;
	} else if (ch == '"') {
		if (c->quote)
			plain(c, ch); /* doubled */
		if (c->quote || c->cell.len == 0)
			c->quoted = c->any = true;
		else
			plain(c, ch);
	} else if (ch == ',') {
		c->any = true;
		end_cell(c);
	} else if (ch == '\n' || ch == '\r') {
		end_row(c);
	} else {
		plain(c, ch);
	}
	c->quote = false;
}

/* A row of headings: three cells or more, one of them with "name". */
static bool is_heading(struct arena *a, const struct row *r)
{
	for (size_t i = 0; i < r->n && r->n >= 3; i++) {
		char *s = arena_strdup(a, r->cells[i]);

		str_lowercase(s);
		if (strstr(s, "name") != NULL)
			return true;
	}
	return false;
}

static void lay_out(struct csv *c, struct poll_csv *out)
{
	size_t from = 0, width = 0;
	const char **cells;

	for (size_t i = 0; i < c->n_rows && i < 200; i++)
		if (is_heading(c->a, &c->rows[i])) {
			from = i;
			break;
		}
	if (c->n_rows - from > POLL_CSV_ROWS + 1) {
		c->n_rows = from + POLL_CSV_ROWS + 1;
		c->more = true;
	}
	for (size_t i = from; i < c->n_rows; i++)
		if (c->rows[i].n > width)
			width = c->rows[i].n;
	cells = arena_alloc(c->a, (c->n_rows - from) * width, sizeof(*cells));
	out->cells = cells;
	for (size_t i = from; i < c->n_rows; i++)
		for (size_t k = 0; k < width; k++) {
			const char *s =
				k < c->rows[i].n ? c->rows[i].cells[k] : "";

			*cells++ =
				i == from ? loose_clean_line(c->a, s, strlen(s))
					  : s;
		}
	out->n_columns = width;
	out->n_rows = c->n_rows - from;
	out->more = c->more;
}

int poll_csv_read(struct reader *r, struct arena *a, struct poll_csv *out,
		  struct err *e)
{
	struct csv c = { .a = a, .cell = STR_INIT };
	char *buf = mem_alloc(1, READER_BLOCK);
	ssize_t n = 0;
	size_t skip = 3; /* a byte order mark */

	while (!c.full && (n = reader_read(r, buf, READER_BLOCK, e)) > 0)
		for (ssize_t i = 0; i < n && !c.full; i++) {
			if (skip > 0 && buf[i] == "\xef\xbb\xbf"[3 - skip]) {
				skip--;
				continue;
			}
			skip = 0;
			take(&c, buf[i]);
		}
	free(buf);
	if (n >= 0) {
		end_row(&c);
		lay_out(&c, out);
	}
	str_done(&c.cell);
	return n < 0 ? -1 : 0;
}
