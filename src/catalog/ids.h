/*
 * catalog/ids.h - a growing list of numbers: messages, mailboxes.
 *
 * Stored as delta varints (info.h), ascending: a copy's posting costs a byte
 * or two. A zeroed struct is an empty list.
 */
#ifndef CATALOG_IDS_H
#define CATALOG_IDS_H

#include "base/cleanup.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

struct db_stmt;

struct ids {
	uint64_t *list; /* heap; a caller may take it over */
	size_t n, cap;
};

void ids_add(struct ids *ids, uint64_t id);

/* Ascending, each once. */
void ids_sort(struct ids *ids);

/* In a sorted list. */
bool ids_have(const struct ids *ids, uint64_t id);

/* Take those of `drop` out; both are sorted. One pass over each. */
void ids_drop(struct ids *ids, const struct ids *drop);

/* Add the numbers of a column; nothing where it is NULL. Ascending in one
   column, not over several. */
void ids_read(struct ids *ids, struct db_stmt *st, int column);

/* How many numbers a column has; no list is made. */
size_t ids_count(struct db_stmt *st, int column);

static inline void ids_done_auto(struct ids *ids)
{
	free(ids->list);
	*ids = (struct ids){ 0 };
}

#endif
