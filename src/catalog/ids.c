#include "catalog/ids.h"

#include "base/mem.h"
#include "catalog/info.h"
#include "db/db.h"

void ids_add(struct ids *ids, uint64_t id)
{
	if (ids->n == ids->cap) {
		ids->cap = ids->cap < 16 ? 16 : 2 * ids->cap;
		ids->list =
			mem_resize(ids->list, ids->cap * sizeof(*ids->list));
	}
	ids->list[ids->n++] = id;
}

static int id_compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

void ids_sort(struct ids *ids)
{
	size_t kept = 0;

	if (ids->n == 0)
		return;
	qsort(ids->list, ids->n, sizeof(*ids->list), id_compare);
	for (size_t i = 1; i < ids->n; i++)
		if (ids->list[i] != ids->list[kept])
			ids->list[++kept] = ids->list[i];
	ids->n = kept + 1;
}

bool ids_have(const struct ids *ids, uint64_t id)
{
	return ids->n > 0 &&
	       bsearch(&id, ids->list, ids->n, sizeof(id), id_compare) != NULL;
}

void ids_drop(struct ids *ids, const struct ids *drop)
{
	size_t kept = 0, d = 0;

	for (size_t i = 0; i < ids->n; i++) {
		while (d < drop->n && drop->list[d] < ids->list[i])
			d++;
		if (d == drop->n || drop->list[d] != ids->list[i])
			ids->list[kept++] = ids->list[i];
	}
	ids->n = kept;
}

void ids_read(struct ids *ids, struct db_stmt *st, int column)
{
	size_t len;
	const unsigned char *at = db_col_bytes(st, column, &len);
	const unsigned char *end = at + len;
	uint64_t id = 0, delta;

	while (at != NULL && info_varint(&at, end, &delta)) {
		id += delta;
		ids_add(ids, id);
	}
}

size_t ids_count(struct db_stmt *st, int column)
{
	size_t len, n = 0;
	const unsigned char *at = db_col_bytes(st, column, &len);

	/* the last byte of each varint is below 128 */
	for (size_t i = 0; at != NULL && i < len; i++)
		n += at[i] < 128;
	return n;
}
