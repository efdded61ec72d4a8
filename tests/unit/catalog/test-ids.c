#include "catalog/ids.h"

#include "base/err.h"
#include "base/str.h"
#include "catalog/info.h"
#include "db/db.h"
#include "t.h"

#include <string.h>

/* "3 1 2" */
static void read_into(struct ids *ids, const char *text)
{
	for (const char *at = text; *at != '\0'; at += *at == ' ') {
		char *end;

		ids_add(ids, strtoull(at, &end, 10));
		at = end;
	}
}

static void expect(const struct ids *ids, const char *want)
{
	AUTO(str_done) struct str got = STR_INIT;

	for (size_t i = 0; i < ids->n; i++)
		str_addf(&got, "%s%llu", i > 0 ? " " : "",
			 (unsigned long long)ids->list[i]);
	T_EQ_STR(got.s, want);
}

T(lists_are_sorted_and_thinned)
{
	static const struct {
		const char *label, *list, *drop, *left;
	} rows[] = {
		{ "nothing at all", "", "", "" },
		{ "nothing to drop", "3 1 2", "", "1 2 3" },
		{ "twice is once", "2 1 2 1", "", "1 2" },
		{ "first and last", "1 2 3", "3 1", "2" },
		{ "dropped twice", "1 2 3", "2 2", "1 3" },
		{ "not in it", "2 4", "1 3 5", "2 4" },
		{ "all", "1 2", "1 2", "" },
		{ "from nothing", "", "1", "" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		AUTO(ids_done) struct ids list = { 0 };
		AUTO(ids_done) struct ids drop = { 0 };

		t_label = rows[i].label;
		read_into(&list, rows[i].list);
		read_into(&drop, rows[i].drop);
		ids_sort(&list);
		ids_sort(&drop);
		ids_drop(&list, &drop);
		expect(&list, rows[i].left);
		for (size_t j = 0; j < drop.n; j++)
			T_OK(!ids_have(&list, drop.list[j]));
		for (size_t j = 0; j < list.n; j++)
			T_OK(ids_have(&list, list.list[j]));
	}
}

T(columns_come_back)
{
	static const uint64_t want[] = { 1, 127, 128, 300, 70000, 1ull << 62 };
	AUTO(ids_done) struct ids got = { 0 };
	AUTO(db_close) struct db *db = NULL;
	AUTO(str_done) struct str stored = STR_INIT;
	struct err e = ERR_INIT;
	struct db_stmt *st;

	info_add_ids(&stored, want, 6);
	T_EQ_INT(db_open(&db, "sqlite::memory:", &e), 0);
	st = db_sql(db, "SELECT $1, NULL", &e);
	db_bytes(st, 1, stored.s, stored.len);
	T_EQ_INT(db_step(st, &e), 1);
	T_EQ_INT(ids_count(st, 0), 6);
	ids_read(&got, st, 0);
	T_EQ_INT(got.n, 6);
	T_OK(memcmp(got.list, want, sizeof(want)) == 0);
	T_EQ_INT(ids_count(st, 1), 0);
	ids_read(&got, st, 1);
	T_EQ_INT(got.n, 6);
	db_done(st);
}

T_MAIN
