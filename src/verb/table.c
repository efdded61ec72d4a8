/*
 * table.c - lists as tables that fit the terminal.
 *
 * The first ROWS_MEASURED rows are held back to learn how wide the columns
 * are; later rows flow through, cut where they are wider. Where a line does
 * not fit, the columns that give way share what is left, the widest first.
 */
#include "verb/print-private.h"
#include "verb/width.h"

#include "stream/writer.h"

#include <string.h>

#define GAP       2   /* blanks between columns */
#define LEAST     8   /* no column is cut below this */
#define WIDE_TEXT 120 /* without a terminal, text is padded up to this only */

static bool is_shown(const struct table *t, size_t i)
{
	return t->columns[i].title != NULL;
}

static bool is_right(const struct table *t, size_t i)
{
	return t->columns[i].type == CELL_INT ||
	       t->columns[i].type == CELL_SIZE;
}

/* The widest column that gives way and can, or t->n. */
static size_t widest(const struct printer *p)
{
	const struct table *t = p->table;
	size_t best = t->n;

	for (size_t i = 0; i < t->n; i++)
		if (is_shown(t, i) && t->columns[i].gives &&
		    p->widths[i] > LEAST &&
		    (best == t->n || p->widths[i] > p->widths[best]))
			best = i;
	return best;
}

static void fit(struct printer *p)
{
	const struct table *t = p->table;
	size_t total = 0;

	for (size_t i = 0; i < t->n; i++)
		if (is_shown(t, i))
			total += p->widths[i] + (total > 0 ? GAP : 0);
	while (p->width > 0 && total > p->width) {
		size_t i = widest(p);

		if (i == t->n)
			return; /* a very narrow terminal: lines wrap */
		p->widths[i]--;
		total--;
	}
}

static void pad(struct str *out, size_t from, size_t to)
{
	while (from++ < to)
		str_add_char(out, ' ');
}

/* One line of cells, a NUL behind each; returns where they end. */
static const char *line(struct printer *p, const char *cell)
{
	const struct table *t = p->table;
	size_t last = 0, due = 0; /* blanks that only matter before text */

	for (size_t i = 0; i < t->n; i++)
		last = is_shown(t, i) ? i : last;
	for (size_t i = 0; i < t->n; i++) {
		size_t width = p->widths[i], have = text_width(cell);

		if (!is_shown(t, i))
			continue;
		pad(&p->out, 0, due);
		if (is_right(t, i))
			pad(&p->out, have, width);
		if (p->width > 0 && have > width)
			have = text_cut(&p->out, cell, width);
		else
			str_add(&p->out, cell);
		due = i == last ? 0 : GAP;
		if (!is_right(t, i) && have < width && i != last)
			due += width - have;
		cell += strlen(cell) + 1;
	}
	str_add_char(&p->out, '\n');
	return cell;
}

static void measure(struct printer *p)
{
	const struct table *t = p->table;
	AUTO(str_done) struct str head = STR_INIT;
	const char *cell = p->held.s;

	for (size_t i = 0; i < t->n; i++) {
		p->widths[i] =
			is_shown(t, i) ? text_width(t->columns[i].title) : 0;
		if (is_shown(t, i))
			str_add_len(&head, t->columns[i].title,
				    strlen(t->columns[i].title) + 1);
	}
	for (size_t row = 0; row < p->n_held; row++)
		for (size_t i = 0; i < t->n; i++) {
			size_t w;

			if (!is_shown(t, i))
				continue;
			w = text_width(cell);
			if (p->width == 0 && w > WIDE_TEXT)
				w = WIDE_TEXT;
			if (w > p->widths[i])
				p->widths[i] = w;
			cell += strlen(cell) + 1;
		}
	fit(p);
	(void)line(p, head.s);
}

static void release(struct printer *p)
{
	const char *cell = p->held.s;

	if (!p->measured && p->n_held > 0)
		measure(p);
	p->measured = p->measured || p->n_held > 0;
	for (size_t row = 0; row < p->n_held; row++)
		cell = line(p, cell);
	str_cut(&p->held, 0);
	p->n_held = 0;
}

void print_table_row(struct printer *p)
{
	for (size_t i = 0; i < p->table->n; i++)
		if (is_shown(p->table, i)) {
			print_cell_text(&p->held, &p->table->columns[i],
					&p->cells[i]);
			str_add_char(&p->held, '\0');
		}
	p->n_held++;
	if (p->measured || p->n_held == ROWS_MEASURED)
		release(p);
}

void print_table_done(struct printer *p)
{
	release(p);
}
