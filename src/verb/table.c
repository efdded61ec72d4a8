/*
 * table.c - lists as tables that fit the terminal.
 *
 * The first ROWS_MEASURED rows are held back to learn how wide the columns
 * are; later rows flow through, cut or folded where they are wider. Where a
 * line does not fit, columns that can stand below the others do so, and those
 * that give way share what is left, the widest first.
 */
#include "verb/print-private.h"
#include "verb/width.h"

#include "stream/writer.h"

#include <string.h>

#define GAP       2   /* blanks between columns */
#define LEAST     8   /* no text is cut below this */
#define INDENT    4   /* of what stands below a row */
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

static bool is_below(const struct printer *p, size_t i)
{
	return p->narrow && p->table->columns[i].below;
}

/* Does it stand in the row itself? */
static bool is_beside(const struct printer *p, size_t i)
{
	return is_shown(p->table, i) && !is_below(p, i);
}

/* The widest column that gives way and can, or t->n. */
static size_t widest(const struct printer *p)
{
	const struct table *t = p->table;
	size_t best = t->n;

	for (size_t i = 0; i < t->n; i++)
		if (is_beside(p, i) && t->columns[i].gives &&
		    p->widths[i] > p->least[i] &&
		    (best == t->n || p->widths[i] > p->widths[best]))
			best = i;
	return best;
}

static size_t row_width(const struct printer *p)
{
	size_t total = 0;

	for (size_t i = 0; i < p->table->n; i++)
		if (is_beside(p, i))
			total += p->widths[i] + (total > 0 ? GAP : 0);
	return total;
}

static void fit(struct printer *p)
{
	size_t total = row_width(p);

	if (p->width == 0 || total <= p->width)
		return;
	p->narrow = true;
	total = row_width(p);
	while (total > p->width) {
		size_t i = widest(p);

		if (i == p->table->n)
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

/* What of the cell stands on this line, and how wide it is; *cell goes on
   to what is left for the next. */
static size_t piece(struct printer *p, struct str *out, size_t i,
		    const char **cell)
{
	const char *text = *cell;
	size_t width = p->widths[i], next = 0, have = text_width(text), n;

	*cell += strlen(text);
	if (p->width == 0 || have <= width) {
		str_add(out, text);
		return have;
	}
	if (!p->table->columns[i].folds)
		return text_cut(out, text, width);
	n = text_fold(text, width, &next);
	str_add_len(out, text, n);
	*cell = text + next;
	return text_width(out->s);
}

/* One line of the cells that stand beside each other; true while there is
   something left of them. */
static bool line(struct printer *p, const char **cells)
{
	const struct table *t = p->table;
	size_t due = 0; /* blanks that only matter before text */
	bool left = false;

	for (size_t i = 0; i < t->n; i++) {
		AUTO(str_done) struct str text = STR_INIT;
		size_t width = p->widths[i], have;

		if (!is_beside(p, i))
			continue;
		have = piece(p, &text, i, &cells[i]);
		left = left || *cells[i] != '\0';
		if (is_right(t, i) && have > 0 && have < width)
			due += width - have;
		if (have > 0) {
			pad(&p->out, 0, due);
			str_add(&p->out, text.s);
			due = 0;
		}
		due += GAP;
		if ((!is_right(t, i) || have == 0) && have < width)
			due += width - have;
	}
	str_add_char(&p->out, '\n');
	return left;
}

/* What is known of the columns that stand below, each on its own. */
static void below(struct printer *p, const char *const *cells)
{
	for (size_t i = 0; i < p->table->n; i++) {
		if (!is_shown(p->table, i) || !is_below(p, i) ||
		    *cells[i] == '\0' || strcmp(cells[i], UNKNOWN) == 0)
			continue;
		pad(&p->out, 0, INDENT);
		text_fold_to(&p->out, cells[i], p->width, INDENT, INDENT);
		str_add_char(&p->out, '\n');
	}
}

/* A row: its cells, a NUL behind each; returns where they end. */
static const char *row(struct printer *p, const char *cell)
{
	const char *cells[PRINT_COLUMNS_MAX] = { NULL };
	const char *rest[PRINT_COLUMNS_MAX] = { NULL };

	for (size_t i = 0; i < p->table->n; i++)
		if (is_shown(p->table, i)) {
			cells[i] = rest[i] = cell;
			cell += strlen(cell) + 1;
		}
	while (line(p, rest))
		;
	below(p, cells);
	return cell;
}

static void heading(struct printer *p)
{
	const char *titles[PRINT_COLUMNS_MAX] = { NULL };
	const char *rest[PRINT_COLUMNS_MAX] = { NULL };

	for (size_t i = 0; i < p->table->n; i++)
		titles[i] = rest[i] = p->table->columns[i].title;
	while (line(p, rest))
		;
	below(p, titles);
}

/* Numbers are never cut, only what stands above them. */
static size_t least(const struct table *t, size_t i, size_t widest_cell)
{
	return is_right(t, i) ? widest_cell : LEAST;
}

static void measure(struct printer *p)
{
	const struct table *t = p->table;
	size_t cells[PRINT_COLUMNS_MAX] = { 0 };
	const char *cell = p->held.s;

	for (size_t at = 0; at < p->n_held; at++)
		for (size_t i = 0; i < t->n; i++) {
			size_t w;

			if (!is_shown(t, i))
				continue;
			w = text_width(cell);
			if (p->width == 0 && w > WIDE_TEXT)
				w = WIDE_TEXT;
			cells[i] = w > cells[i] ? w : cells[i];
			cell += strlen(cell) + 1;
		}
	for (size_t i = 0; i < t->n; i++) {
		size_t title =
			is_shown(t, i) ? text_width(t->columns[i].title) : 0;

		p->widths[i] = cells[i] > title ? cells[i] : title;
		p->least[i] = least(t, i, cells[i]);
	}
	p->narrow = false;
	fit(p);
	heading(p);
}

static void release(struct printer *p)
{
	const char *cell = p->held.s;

	if (!p->measured && p->n_held > 0)
		measure(p);
	p->measured = p->measured || p->n_held > 0;
	for (size_t i = 0; i < p->n_held; i++)
		cell = row(p, cell);
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
