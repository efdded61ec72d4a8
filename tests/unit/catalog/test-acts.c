/* Acts, newest first: from control and the vault, each once, whatever moves. */
#include "catalog/act.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "db/db.h"
#include "t.h"
#include "vault/vault.h"

#include <stdlib.h>
#include <unistd.h>

struct world {
	char *home;
	struct archive *archive;
	struct db *db;
};

/* What comes between the vault's commit and what follows it. */
static struct world *meanwhile;

int __real_vault_commit(struct vault *v, struct err *e);
int __wrap_vault_commit(struct vault *v, struct err *e);
static void act(struct world *w, const char *name, const char *verb,
		const char *outcome, const char *detail);

int __wrap_vault_commit(struct vault *v, struct err *e)
{
	int rc = __real_vault_commit(v, e);

	if (rc == 0 && meanwhile != NULL) {
		/* another thread stored them too, then something was done */
		T_EQ_INT(db_exec(db_sql(meanwhile->db, "DELETE FROM act", e),
				 e),
			 0);
		act(TAKE(meanwhile), "anna", "late", ACT_DONE, "{}");
	}
	return rc;
}

static void world_open(struct world *w, enum archive_mode mode)
{
	struct err e = ERR_INIT;

	T_EQ_INT(archive_open(&w->archive, w->home, mode, &e), 0);
	T_EQ_INT(archive_db(w->archive, &w->db, &e), 0);
}

static void world_close(struct world *w)
{
	db_close(TAKE(w->db));
	archive_close(TAKE(w->archive));
}

static void world_make(struct world *w)
{
	char dir[] = "/tmp/estreat-acts-XXXXXX";
	struct err e = ERR_INIT;

	T_OK(mkdtemp(dir) != NULL);
	w->home = str_printf("%s/home", dir);
	T_EQ_INT(archive_init(w->home, "archive.example", &e), 0);
	world_open(w, ARCHIVE_WRITE);
}

static void world_done(struct world *w)
{
	world_close(w);
	free(w->home);
}

static void act(struct world *w, const char *name, const char *verb,
		const char *outcome, const char *detail)
{
	struct actor who = { name, "command line" };
	struct err e = ERR_INIT;

	T_EQ_INT(archive_act_ended(w->db, who, verb, outcome, detail, &e), 0);
}

static void store(struct world *w)
{
	struct err e = ERR_INIT;

	T_EQ_INT(archive_acts_store(w->archive, w->db, &e), 0);
}

struct seen {
	struct str line; /* "verb verb ..." */
	char last[ACT_ID];
	int left;
};

static int on_act(void *ctx, const struct act *a, struct err *e)
{
	struct seen *s = ctx;

	(void)e;
	if (s->left == 0)
		return 0;
	s->left--;
	str_addf(&s->line, "%s%s", s->line.len > 0 ? " " : "", a->detail);
	memcpy(s->last, a->id, ACT_ID);
	return 1;
}

/* Their details. Those of init() are "{}". */
static void expect_page(struct world *w, const struct act_filter *f, int limit,
			const char *want, char last[ACT_ID])
{
	struct seen s = { .line = STR_INIT, .left = limit };
	struct err e = ERR_INIT;

	T_EQ_INT(archive_acts_each(w->archive, w->db, f, on_act, &s, &e), 0);
	T_EQ_STR(s.line.s, want);
	if (last != NULL)
		memcpy(last, s.last, ACT_ID);
	str_done(&s.line);
}

T(newest_first_from_both_places)
{
	struct world w = { 0 };
	struct act_filter all = { 0 };

	world_make(&w);
	act(&w, "anna", "a", ACT_DONE, "1");
	act(&w, "anna", "a", ACT_DONE, "2");
	expect_page(&w, &all, -1, "2 1 {}", NULL);
	store(&w);
	act(&w, "bo", "b", ACT_DONE, "3");
	expect_page(&w, &all, -1, "3 2 1 {}", NULL);
	store(&w);
	expect_page(&w, &all, -1, "3 2 1 {}", NULL);
	world_done(&w);
}

T(pages_go_on_while_acts_move)
{
	struct world w = { 0 };
	char id[ACT_ID] = "";
	struct act_filter f = { 0 };

	world_make(&w);
	for (char c = '1'; c <= '6'; c++) {
		char text[2] = { c, '\0' };

		act(&w, "anna", "a", ACT_DONE, text);
	}
	expect_page(&w, &f, 2, "6 5", id);
	f.before = id;
	expect_page(&w, &f, 2, "4 3", NULL); /* still in control */
	store(&w);
	act(&w, "anna", "a", ACT_DONE, "7");
	expect_page(&w, &f, 2, "4 3", id); /* and from the vault */
	expect_page(&w, &f, -1, "2 1 {}", NULL);
	world_done(&w);
}

T(filters)
{
	/* clang-format off */
	static const struct {
		const char *label;
		struct act_filter filter;
		const char *want;
	} rows[] = {
		{ "all", { 0 }, "{\"m\":\"Zoë\"} {\"b\":2} {\"a\":1} {}" },
		{ "actor", { .actor = "BO" }, "{\"b\":2}" },
		{ "verb", { .verb = "message show" }, "{\"m\":\"Zoë\"}" },
		{ "first word", { .verb = "connector" },
		  "{\"b\":2} {\"a\":1}" },
		{ "not half a word", { .verb = "connect" }, "" },
		{ "outcome", { .outcome = ACT_REFUSED }, "{\"m\":\"Zoë\"}" },
		{ "text", { .text = "zoë" }, "{\"m\":\"Zoë\"}" },
		{ "text in the actor", { .text = "anna" },
		  "{\"m\":\"Zoë\"} {\"a\":1}" },
		{ "too late", { .since_us = INT64_MAX }, "" },
		{ "too early", { .until_us = 1 }, "" },
	};
	/* clang-format on */
	struct world w = { 0 };

	world_make(&w);
	act(&w, "anna", "connector add", ACT_DONE, "{\"a\":1}");
	act(&w, "bo", "connector set", ACT_FAILED, "{\"b\":2}");
	act(&w, "anna", "message show", ACT_REFUSED, "{\"m\":\"Zoë\"}");
	T_EACH(row, rows)
		expect_page(&w, &row->filter, -1, row->want, NULL);
	store(&w);
	T_EACH(row, rows)
		expect_page(&w, &row->filter, -1, row->want, NULL);
	t_label = "";
	world_done(&w);
}

T(an_act_stored_twice_is_told_once)
{
	struct world w = { 0 };
	struct act_filter all = { 0 };
	struct err e = ERR_INIT;

	world_make(&w);
	act(&w, "anna", "a", ACT_DONE, "1");
	/* as a process does that dies before the row is deleted */
	T_EQ_INT(db_script(w.db, "CREATE TABLE kept AS SELECT * FROM act", &e),
		 0);
	store(&w);
	T_EQ_INT(db_script(w.db, "INSERT INTO act SELECT * FROM kept", &e), 0);
	expect_page(&w, &all, -1, "1 {}", NULL);
	store(&w);
	expect_page(&w, &all, -1, "1 {}", NULL);
	world_done(&w);
}

T(no_such_act)
{
	struct world w = { 0 };
	struct act_filter f = { .before = "00112233445566778899aabbccddeeff" };
	struct seen s = { .line = STR_INIT, .left = -1 };
	struct err e = ERR_INIT;

	world_make(&w);
	T_EQ_INT(archive_acts_each(w.archive, w.db, &f, on_act, &s, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	f.before = "not an id";
	T_EQ_INT(archive_acts_each(w.archive, w.db, &f, on_act, &s, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	world_done(&w);
}

/* The catalog's files as a program before this one left them. */
static void make_old(const char *home)
{
	AUTO(free)
	char *command = str_printf(
		"for f in %s/catalog/*.db; do python3 - \"$f\" <<'END'\n"
		"import sqlite3, sys\n"
		"db = sqlite3.connect(sys.argv[1])\n"
		"db.executescript(\"DROP TABLE act; DROP TABLE folder; ALTER "
		"TABLE run"
		" DROP COLUMN stood; DELETE FROM state WHERE"
		" name = 'acts'; UPDATE schema_version SET version = 2 WHERE"
		" area = 'epoch'\")\n"
		"db.commit()\nEND\ndone",
		home);

	T_EQ_INT(system(command), 0); // NOLINT
}

T(files_of_before_are_completed)
{
	struct world w = { 0 };
	struct act_filter all = { 0 };
	struct seen s = { .line = STR_INIT, .left = -1 };
	struct err e = ERR_INIT;

	world_make(&w);
	act(&w, "anna", "a", ACT_DONE, "1");
	act(&w, "bo", "b", ACT_REFUSED, "2");
	store(&w);
	world_close(&w);
	make_old(w.home);
	/* who only reads says so, and does not leave anything out */
	world_open(&w, ARCHIVE_READ);
	T_EQ_INT(archive_acts_each(w.archive, w.db, &all, on_act, &s, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	world_close(&w);
	world_open(&w, ARCHIVE_WRITE);
	expect_page(&w, &all, -1, "2 1 {}", NULL);
	all.outcome = ACT_REFUSED;
	expect_page(&w, &all, -1, "2", NULL);
	world_close(&w);
	world_open(&w, ARCHIVE_READ);
	expect_page(&w, &all, -1, "2", NULL);
	world_done(&w);
}

T(what_is_done_while_two_store_is_kept)
{
	struct world w = { 0 };
	struct err e = ERR_INIT;

	world_make(&w);
	act(&w, "anna", "early", ACT_DONE, "{}");
	meanwhile = &w;
	T_EQ_INT(archive_acts_store(w.archive, w.db, &e), 0);
	T_OK(meanwhile == NULL);
	{
		AUTO(db_done)
		struct db_stmt *st = db_sql(w.db, "SELECT verb FROM act", &e);

		T_EQ_INT(db_step(st, &e), 1);
		T_EQ_STR(db_col_text(st, 0), "late");
		T_EQ_INT(db_step(st, &e), 0);
	}
	T_EQ_INT(archive_acts_store(w.archive, w.db, &e), 0);
	world_done(&w);
}

T_MAIN
