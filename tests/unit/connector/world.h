/*
 * world.h - an archive with one connector to a source that is a table
 * (tests/fake/fake-source.h), and how it is run and looked at.
 */
#ifndef TESTS_UNIT_CONNECTOR_WORLD_H
#define TESTS_UNIT_CONNECTOR_WORLD_H

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "connector/connector.h"
#include "db/db.h"
#include "directory/directory.h"
#include "t.h"
#include "tests/fake/fake-source.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define NOON ((int64_t)1772359200000000) /* 2026-03-01T10:00:00Z */

struct world {
	char *home;
	struct archive *archive;
	struct db *db;
	struct fake_tenant tenant;
};

static inline void people_write(struct world *w, const char *csv)
{
	AUTO(free) char *path = str_printf("%s/../people.csv", w->home);
	struct directory_import im = { 0 };
	struct err e = ERR_INIT;
	FILE *f = fopen(path, "w");

	T_OK(f != NULL);
	(void)fputs("mailbox,address\n", f);
	(void)fputs(csv, f);
	(void)fclose(f);
	T_EQ_INT(directory_import_csv(w->db, path, &im, &e), 0);
}

static inline void connector_make(struct world *w, const char *name)
{
	static const struct value set[] = { { "account", "1" } };
	static const struct value secret[] = { { "password", "p" } };
	struct connector_new n = { .name = name,
				   .source = "fake",
				   .given.settings = set,
				   .given.n_settings = 1,
				   .given.secrets = secret,
				   .given.n_secrets = 1,
				   .actor = { "test", "" } };
	struct err e = ERR_INIT;

	T_EQ_INT(connector_add(w->archive, w->db, &n, &e), 0);
}

static inline void world_open(struct world *w)
{
	struct err e = ERR_INIT;

	T_EQ_INT(archive_open(&w->archive, w->home, ARCHIVE_WRITE, &e), 0);
	T_EQ_INT(archive_db(w->archive, &w->db, &e), 0);
}

static inline void world_make(struct world *w, const struct fake_row *rows,
			      size_t n)
{
	char dir[] = "/tmp/estreat-run-XXXXXX";
	struct err e = ERR_INIT;

	*w = (struct world){ .tenant = {
				     .rows = rows, .n = n, .now_us = NOON } };
	T_OK(mkdtemp(dir) != NULL);
	w->home = str_printf("%s/home", dir);
	T_EQ_INT(archive_init(w->home, "archive.example", &e), 0);
	world_open(w);
	fake_source_play(&w->tenant);
	people_write(w, "anna,anna@example.com\nbo,bo@example.com\n");
	connector_make(w, "c");
}

static inline void world_close(struct world *w)
{
	db_close(TAKE(w->db));
	archive_close(TAKE(w->archive));
}

static inline void world_done(struct world *w)
{
	world_close(w);
	free(w->home);
}

static inline int64_t run(struct world *w, struct err *e)
{
	return connector_run(w->archive, "c", NULL, NULL, e);
}

/* The sums of the last run as "listed archived unchanged excluded pending
   failed expired | mapped copies quarantined closed". */
static inline void sums(struct world *w, char out[120])
{
	static const char *const names[] = {
		"listed", "archived", "unchanged", "excluded", "pending",
		"failed", "expired",  "mapped",    "copies",   "quarantined"
	};
	AUTO(str_done) struct str json = STR_INIT;
	AUTO(str_done) struct str line = STR_INIT;
	struct err e = ERR_INIT;
	json_t *o, *total;

	T_EQ_INT(connector_report(w->archive, w->db, "c", 0, &json, &e), 0);
	o = json_loads(json.s, 0, NULL);
	total = json_object_get(o, "total");
	for (size_t i = 0; i < 10; i++)
		str_addf(&line, "%s%lld ", i == 7 ? "| " : "",
			 (long long)json_integer_value(
				 json_object_get(total, names[i])));
	str_add(&line,
		json_is_true(json_object_get(o, "closed")) ? "closed" : "open");
	json_decref(o);
	(void)snprintf(out, 120, "%s", line.s);
}

static inline void expect(struct world *w, const char *want)
{
	char got[120];

	sums(w, got);
	T_EQ_STR(got, want);
}

static inline size_t in_mailbox(struct world *w, const char *name)
{
	struct err e = ERR_INIT;
	uint64_t id = 0, *seqs = NULL;
	size_t n = 0;

	T_EQ_INT(directory_mailbox_named(w->db, name, &id, &e), 1);
	T_EQ_INT(catalog_mailbox(archive_catalog(w->archive), id, &seqs, &n,
				 &e),
		 0);
	free(seqs);
	return n;
}

static inline void must_run(struct world *w)
{
	struct err e = ERR_INIT;
	char text[ERR_TEXT];

	if (run(w, &e) < 0)
		T_FAIL("run: %s", err_str(&e, text, sizeof(text)));
	w->tenant.run++;
	w->tenant.now_us += CLOCK_DAY;
}

static inline int64_t count(struct world *w, const char *sql)
{
	struct err e = ERR_INIT;
	AUTO(db_done) struct db_stmt *st = db_sql(w->db, sql, &e);

	T_EQ_INT(db_step(st, &e), 1);
	return db_col_int(st, 0);
}

static inline void sql(struct world *w, const char *text)
{
	struct err e = ERR_INIT;

	T_EQ_INT(db_script(w->db, text, &e), 0);
}

static inline void setting(struct world *w, const char *name, const char *value)
{
	struct value v = { name, value };
	struct connector_new n = { .name = "c",
				   .given.settings = &v,
				   .given.n_settings = 1,
				   .actor = { "test", "" } };
	struct err e = ERR_INIT;

	T_EQ_INT(connector_change(w->archive, w->db, &n, &e), 0);
}

#endif
