/* What directories tell, round by round, and the facts that come of it. */
#include "directory/sync.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "directory/directory.h"
#include "directory/provider.h"
#include "directory/sync-private.h"
#include "t.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ADDRESSES 8

static int64_t at(const char *text)
{
	int64_t us = 0;

	T_OK(clock_parse(text, &us));
	return us;
}

static struct db *fresh(void)
{
	struct err e = ERR_INIT;
	struct db *db = NULL;

	T_EQ_INT(db_open(&db, "sqlite::memory:", &e), 0);
	T_EQ_INT(directory_migrate(db, &e), 0);
	T_EQ_INT(db_script(db,
			   "INSERT INTO directory(id, name, kind, removed,"
			   " next_us, synced_us, tried_us, error, cursor,"
			   " round) VALUES (1, 'ad', 'ldap', 0, 0, 0, 0, '',"
			   " '', 0), (2, 'entra', 'graph', 0, 0, 0, 0, '', '',"
			   " 0)",
			   &e),
		 0);
	return db;
}

static void import(struct db *db, const char *text)
{
	char path[] = "/tmp/estreat-sync-XXXXXX";
	int fd = mkstemp(path);
	struct directory_import im = { .bad = NULL };
	struct err e = ERR_INIT;

	T_OK(fd >= 0);
	T_EQ_INT(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	(void)close(fd);
	T_EQ_INT(directory_import_csv(db, path, &im, &e), 0);
	T_EQ_INT(im.refused, 0);
	(void)unlink(path);
}

/* One or more synchronisations of directory 1, and what is known then. */
struct step {
	const char *when, *told;
	bool changes; /* only who changed is told */
};

/* "ident name mailbox address,address since"; "-" stands for nothing, a
   mailbox of "gone" for a person who is. */
static int tell(struct sync *s, char *line)
{
	char *save = NULL, *list = NULL;
	const char *addresses[ADDRESSES];
	struct provider_person p = { .addresses = addresses };
	struct err e = ERR_INIT;
	char *since;

	p.ident = strtok_r(line, " ", &save);
	p.name = strtok_r(NULL, " ", &save);
	p.mailbox = strtok_r(NULL, " ", &save);
	list = strtok_r(NULL, " ", &save);
	since = strtok_r(NULL, " ", &save);
	p.gone = strcmp(p.mailbox, "gone") == 0;
	if (strcmp(p.mailbox, "-") == 0)
		p.mailbox = "";
	save = NULL;
	for (char *a = strtok_r(list, ",", &save); a != NULL;
	     a = strtok_r(NULL, ",", &save))
		if (strcmp(a, "-") != 0)
			addresses[p.n_addresses++] = a;
	if (strcmp(since, "-") != 0)
		p.since_us = at(since);
	return sync_person(s, &p, &e);
}

static void note(void *ctx, const char *person, const char *why)
{
	str_addf(ctx, "%s: %s\n", person, why);
}

/* A synchronisation at a time, so many a transaction; conflicts are appended.
   rc: of its end. */
static struct sync_result sync_by(struct db *db, int64_t directory,
				  const struct step *step, int64_t slice,
				  struct str *conflicts, int *rc)
{
	struct sync_result r = { .ctx = conflicts, .conflict = note };
	AUTO(sync_free) struct sync *s = NULL;
	AUTO(free) char *copy = mem_strdup(step->told);
	struct err e = ERR_INIT;
	char *save = NULL;

	T_EQ_INT(sync_begin(&s, db, directory, at(step->when), &r, &e), 0);
	s->slice = slice;
	for (char *line = strtok_r(copy, "\n", &save); line != NULL;
	     line = strtok_r(NULL, "\n", &save))
		if (tell(s, line) < 0) {
			*rc = -1;
			return r;
		}
	*rc = sync_end(s, !step->changes, "", &e);
	return r;
}

static struct sync_result sync_at(struct db *db, int64_t directory,
				  const char *when, const char *text,
				  bool whole, struct str *conflicts)
{
	const struct step step = { when, text, !whole };
	int rc = -1;
	struct sync_result r =
		sync_by(db, directory, &step, 1000, conflicts, &rc);

	T_EQ_INT(rc, 0);
	return r;
}

static int add_fact(void *ctx, const struct directory_address *a, struct err *e)
{
	char from[CLOCK_TEXT] = "", until[CLOCK_TEXT] = "";

	(void)e;
	if (a->from_us > 0)
		(void)clock_day(a->from_us, from);
	if (a->until_us > 0)
		(void)clock_day(a->until_us, until);
	str_addf(ctx, "%s|%s|%s|%s|%s\n", a->name, a->mailbox, a->address, from,
		 until);
	return 0;
}

static void expect(struct db *db, const char *facts)
{
	AUTO(str_done) struct str out = STR_INIT;
	struct err e = ERR_INIT;

	T_EQ_INT(directory_each_address(db, add_fact, &out, &e), 0);
	T_EQ_STR(out.s, facts);
}

struct row {
	const char *label;
	const char *file; /* imported before; NULL: none */
	struct step steps[4];
	const char *facts;
	const char *conflicts;
};

static const struct row rows[] = {
	{ "first: since the account was made, else since ever",
	  NULL,
	  { { "2026-02-01", "1 Anna anna@x.com anna@x.com,a@x.com 2025-05-01\n"
			    "2 Bo BO@x.com bo@x.com -" } },
	  "Anna|anna@x.com|a@x.com|2025-05-01|\n"
	  "Anna|anna@x.com|anna@x.com|2025-05-01|\n"
	  "Bo|BO@x.com|bo@x.com||\n",
	  "" },
	{ "a joiner: since the account was made",
	  NULL,
	  { { "2026-02-01", "1 Anna anna@x.com - -" },
	    { "2026-03-01", "1 Anna anna@x.com - -\n"
			    "2 Bo bo@x.com - 2026-02-20" } },
	  "Anna|anna@x.com|anna@x.com||\n"
	  "Bo|bo@x.com|bo@x.com|2026-02-20|\n",
	  "" },
	{ "another alias: since the synchronisation before",
	  NULL,
	  { { "2026-02-01", "1 Anna anna@x.com - 2020-01-01" },
	    { "2026-03-01", "1 Anna anna@x.com a@x.com 2020-01-01" } },
	  "Anna|anna@x.com|a@x.com|2026-02-01|\n"
	  "Anna|anna@x.com|anna@x.com|2020-01-01|\n",
	  "" },
	{ "a leaver: addresses end, the mailbox stays",
	  NULL,
	  { { "2026-02-01", "1 Anna anna@x.com - -\n2 Bo bo@x.com - -" },
	    { "2026-03-01", "1 Anna anna@x.com - -" } },
	  "Anna|anna@x.com|anna@x.com||\n"
	  "Bo|bo@x.com|bo@x.com||2026-03-01\n",
	  "" },
	{ "told as gone",
	  NULL,
	  { { "2026-02-01", "1 Anna anna@x.com - -\n2 Bo bo@x.com - -" },
	    { "2026-03-01", "2 - gone - -", true } },
	  "Anna|anna@x.com|anna@x.com||\n"
	  "Bo|bo@x.com|bo@x.com||2026-03-01\n",
	  "" },
	{ "only changes are told: the others stay",
	  NULL,
	  { { "2026-02-01", "1 Anna anna@x.com - -\n2 Bo bo@x.com - -" },
	    { "2026-03-01", "1 Ann anna@x.com - -", true } },
	  "Ann|anna@x.com|anna@x.com||\n"
	  "Bo|bo@x.com|bo@x.com||\n",
	  "" },
	{ "a new name: the mailbox goes along, the old address ends",
	  NULL,
	  { { "2026-02-01", "1 Anna berg@x.com - -" },
	    { "2026-03-01", "1 Anna ek@x.com - -" } },
	  "Anna|ek@x.com|berg@x.com||2026-03-01\n"
	  "Anna|ek@x.com|ek@x.com|2026-02-01|\n",
	  "" },
	{ "a new name, the old one kept as an alias",
	  NULL,
	  { { "2026-02-01", "1 Anna berg@x.com - -" },
	    { "2026-03-01", "1 Anna ek@x.com berg@x.com -" } },
	  "Anna|ek@x.com|berg@x.com||\n"
	  "Anna|ek@x.com|ek@x.com|2026-02-01|\n",
	  "" },
	{ "an address used again goes to the new one from the old one's end",
	  NULL,
	  { { "2026-02-01", "1 Anna anna@x.com - -" },
	    { "2026-03-01", "2 Anne anne@x.com - -" },
	    { "2026-04-01", "2 Anne anna@x.com - -" } },
	  "Anna|anna@x.com (until 2026-04-01)|anna@x.com||2026-03-01\n"
	  "Anne|anna@x.com|anna@x.com|2026-03-01|\n"
	  "Anne|anna@x.com|anne@x.com|2026-02-01|2026-04-01\n",
	  "" },
	{ "an address that changes hands at once",
	  NULL,
	  { { "2026-02-01", "1 Anna anna@x.com info@x.com -\n"
			    "2 Bo bo@x.com - -" },
	    { "2026-03-01", "1 Anna anna@x.com - -\n"
			    "2 Bo bo@x.com info@x.com -" } },
	  "Anna|anna@x.com|anna@x.com||\n"
	  "Anna|anna@x.com|info@x.com||2026-03-01\n"
	  "Bo|bo@x.com|bo@x.com||\n"
	  "Bo|bo@x.com|info@x.com|2026-03-01|\n",
	  "" },
	{ "told of two: the first by key has it",
	  NULL,
	  { { "2026-02-01", "1 Anna anna@x.com info@x.com -\n"
			    "2 Bo bo@x.com info@x.com -" } },
	  "Anna|anna@x.com|anna@x.com||\n"
	  "Anna|anna@x.com|info@x.com||\n"
	  "Bo|bo@x.com|bo@x.com||\n",
	  "Bo: info@x.com belongs to Anna already: it stays there until it is "
	  "ended\n" },
	{ "by hand: neither ended nor overruled",
	  "person,name,mailbox,address,valid_from,valid_until\n"
	  "p7,Carl,carl@x.com,carl@x.com,,\n"
	  "p7,Carl,carl@x.com,info@x.com,,\n",
	  { { "2026-02-01", "1 Anna anna@x.com info@x.com -\n"
			    "3 Carl carl@x.com c@x.com -" },
	    { "2026-03-01", "1 Anna anna@x.com info@x.com -" } },
	  "Anna|anna@x.com|anna@x.com||\n"
	  "Carl|carl@x.com|c@x.com||2026-03-01\n"
	  "Carl|carl@x.com|carl@x.com||\n"
	  "Carl|carl@x.com|info@x.com||\n",
	  "Anna: info@x.com belongs to Carl already: it stays there until it "
	  "is ended\n" },
	{ "by hand, ended: the directory's begins there",
	  "person,name,mailbox,address,valid_from,valid_until\n"
	  "p7,Carl,carl@x.com,info@x.com,2020-01-01,2026-01-15\n",
	  { { "2026-02-01", "1 Anna anna@x.com info@x.com -" } },
	  "Anna|anna@x.com|anna@x.com||\n"
	  "Anna|anna@x.com|info@x.com|2026-01-15|\n"
	  "Carl|carl@x.com|info@x.com|2020-01-01|2026-01-15\n",
	  "" },
	{ "only changes are told: what was in conflict is looked at again",
	  NULL,
	  { { "2026-02-01", "1 Anna anna@x.com info@x.com -\n"
			    "2 Bo bo@x.com info@x.com -" },
	    { "2026-03-01", "1 Anna anna@x.com - -", true } },
	  "Anna|anna@x.com|anna@x.com||\n"
	  "Anna|anna@x.com|info@x.com||2026-03-01\n"
	  "Bo|bo@x.com|bo@x.com||\n"
	  "Bo|bo@x.com|info@x.com|2026-03-01|\n",
	  "" },
	{ "a mailbox's name that somebody has with the address",
	  "person,name,mailbox,address,valid_from,valid_until\n"
	  "p7,Carl,carl@x.com,carl@x.com,,\n"
	  "p8,Dan,dan@x.com,dan@x.com,,\n",
	  { { "2026-02-01", "7 Carl carl@x.com - -\n8 Dan dan@x.com - -" },
	    { "2026-03-01", "7 Carl dan@x.com - -\n8 Dan dan@x.com - -" } },
	  "Carl|carl@x.com|carl@x.com||\n"
	  "Dan|dan@x.com|dan@x.com||\n",
	  "Carl: dan@x.com is another person's address and mailbox already: "
	  "end it there first\n"
	  "Carl: dan@x.com belongs to Dan already: it stays there until it is "
	  "ended\n" },
	{ "without a mailbox: nobody is made of it",
	  NULL,
	  { { "2026-02-01", "1 Printer - printer@x.com -" } },
	  "",
	  "" },
	{ "the quarantine is nobody's",
	  NULL,
	  { { "2026-02-01", "1 Eve quarantine - -" } },
	  "",
	  "Eve: the mailbox \"quarantine\" is the archive's own, for what "
	  "belongs to nobody known\n" },
	{ "told twice in one round: the later counts",
	  NULL,
	  { { "2026-02-01", "1 Anna anna@x.com a@x.com -\n"
			    "1 Anna anna@x.com b@x.com -" } },
	  "Anna|anna@x.com|anna@x.com||\nAnna|anna@x.com|b@x.com||\n",
	  "" },
	{ "come back: a new period",
	  NULL,
	  { { "2026-02-01", "1 Anna anna@x.com - -" },
	    { "2026-03-01", "" },
	    { "2026-04-01", "1 Anna anna@x.com - -" } },
	  "Anna|anna@x.com|anna@x.com||2026-03-01\n"
	  "Anna|anna@x.com|anna@x.com|2026-03-01|\n",
	  "" },
	{ "what is no address is passed over",
	  NULL,
	  { { "2026-02-01", "1 Anna anna@x.com a\tb@x.com,ok@x.com -" } },
	  "Anna|anna@x.com|anna@x.com||\nAnna|anna@x.com|ok@x.com||\n",
	  "" },
};

T(rounds)
{
	T_EACH(row, rows) {
		AUTO(db_close) struct db *db = fresh();
		AUTO(str_done) struct str conflicts = STR_INIT;
		const struct step *last = row->steps;

		if (row->file != NULL)
			import(db, row->file);
		for (const struct step *st = row->steps; st->when != NULL;
		     st++) {
			last = st;
			str_cut(&conflicts, 0);
			(void)sync_at(db, 1, st->when, st->told, !st->changes,
				      &conflicts);
		}
		expect(db, row->facts);
		T_EQ_STR(conflicts.s, row->conflicts);
		/* the same again changes nothing */
		(void)sync_at(db, 1, last->when, last->told, !last->changes,
			      &conflicts);
		expect(db, row->facts);
	}
}

/* Neither ends what the other tells. */
T(two_directories)
{
	AUTO(db_close) struct db *db = fresh();
	AUTO(str_done) struct str conflicts = STR_INIT;
	struct sync_result r;

	(void)sync_at(db, 1, "2026-02-01", "1 Anna anna@x.com - -", true,
		      &conflicts);
	r = sync_at(db, 2, "2026-02-02", "e1 Anna anna@x.com a@y.com -", true,
		    &conflicts);
	T_EQ_INT(r.joined, 0); /* the same person */
	(void)sync_at(db, 1, "2026-03-01", "1 Anna anna@x.com - -", true,
		      &conflicts);
	expect(db, "Anna|anna@x.com|a@y.com||\n"
		   "Anna|anna@x.com|anna@x.com||\n");
	T_EQ_STR(conflicts.s, "");
}

/* A telling that is cut off changes no fact; the next whole one counts. */
T(cut_off)
{
	AUTO(db_close) struct db *db = fresh();
	AUTO(str_done) struct str conflicts = STR_INIT;
	struct sync_result r = { .ctx = &conflicts, .conflict = note };
	struct sync *s = NULL;
	struct err e = ERR_INIT;
	char line[] = "2 Bo bo@x.com - -";

	(void)sync_at(db, 1, "2026-02-01", "1 Anna anna@x.com - -", true,
		      &conflicts);
	T_EQ_INT(sync_begin(&s, db, 1, at("2026-03-01"), &r, &e), 0);
	T_EQ_INT(tell(s, line), 0);
	sync_free(s);
	expect(db, "Anna|anna@x.com|anna@x.com||\n");
	(void)sync_at(db, 1, "2026-04-01",
		      "1 Anna anna@x.com - -\n2 Bo bo@x.com - -", true,
		      &conflicts);
	expect(db, "Anna|anna@x.com|anna@x.com||\n"
		   "Bo|bo@x.com|bo@x.com|2026-02-01|\n");
}

/* --- cut off at any commit ------------------------------------------------ */

static const struct db_ops *whole_ops;
static int commits_left; /* the one after them fails; -1: none does */

static int cut_commit(struct db *db, struct err *e)
{
	if (commits_left == 0) {
		db_rollback(db);
		return err_set(e, ERR_STORE, "cut off here");
	}
	if (commits_left > 0)
		commits_left--;
	return whole_ops->commit(db, e);
}

static struct db *fresh_to_cut(void)
{
	static struct db_ops ops;
	struct db *db = fresh();

	whole_ops = db->ops;
	ops = *db->ops;
	ops.commit = cut_commit;
	db->ops = &ops;
	commits_left = -1;
	return db;
}

/* Those that are kept are those that were told. */
static void expect_conflicts(struct db *db, const char *want)
{
	struct err e = ERR_INIT;
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(db, "SELECT name, why FROM directory_conflict", &e);
	size_t len = 0;

	while (db_step(st, &e) > 0) {
		AUTO(str_done) struct str line = STR_INIT;

		note(&line, db_col_text(st, 0), db_col_text(st, 1));
		T_OK(strstr(want, line.s) != NULL);
		len += line.len;
	}
	T_EQ_INT(len, strlen(want));
}

/* Steps of a row, the last one cut off after so many commits, and done again.
   True if it was cut. */
static bool cut_and_again(const struct row *row, int64_t slice, int commits)
{
	AUTO(db_close) struct db *db = fresh_to_cut();
	AUTO(str_done) struct str conflicts = STR_INIT;
	const struct step *st = row->steps;
	int rc = 0;
	bool cut;

	if (row->file != NULL)
		import(db, row->file);
	for (; st[1].when != NULL; st++)
		(void)sync_by(db, 1, st, slice, &conflicts, &rc);
	T_EQ_INT(rc, 0);
	commits_left = commits;
	(void)sync_by(db, 1, st, slice, &conflicts, &rc);
	cut = rc < 0;
	commits_left = -1;
	str_cut(&conflicts, 0);
	(void)sync_by(db, 1, st, slice, &conflicts, &rc);
	T_EQ_INT(rc, 0);
	expect(db, row->facts);
	T_EQ_STR(conflicts.s, row->conflicts);
	expect_conflicts(db, row->conflicts);
	return cut;
}

T(cut_off_anywhere_it_goes_on_to_the_same)
{
	T_EACH(row, rows)
		for (int64_t slice = 1; slice <= 2; slice++) {
			int commits = 0;

			while (cut_and_again(row, slice, commits))
				commits++;
			T_OK(commits > 0);
		}
}

/* As if told to before anything was compared. */
T(told_to_stop)
{
	AUTO(db_close) struct db *db = fresh();
	struct sync_result r = { .told = 0 };
	AUTO(sync_free) struct sync *s = NULL;
	struct err e = ERR_INIT;
	atomic_bool stop = false;
	char line[] = "1 Anna anna@x.com - -";

	T_EQ_INT(sync_begin(&s, db, 1, at("2026-03-01"), &r, &e), 0);
	sync_heed(s, &stop);
	T_EQ_INT(tell(s, line), 0);
	stop = true;
	T_EQ_INT(sync_end(s, true, "", &e), -1);
	T_EQ_INT(e.kind, ERR_RETRY);
	expect(db, "");
}

/* A mailbox is found by the name it had. */
T(former_names)
{
	AUTO(db_close) struct db *db = fresh();
	AUTO(str_done) struct str conflicts = STR_INIT;
	struct err e = ERR_INIT;
	uint64_t before = 0, after = 0;

	(void)sync_at(db, 1, "2026-02-01", "1 Anna berg@x.com - -", true,
		      &conflicts);
	T_EQ_INT(directory_mailbox_named(db, "berg@x.com", &before, &e), 1);
	(void)sync_at(db, 1, "2026-03-01", "1 Anna ek@x.com - -", true,
		      &conflicts);
	T_EQ_INT(directory_mailbox_named(db, "Berg@x.com", &after, &e), 1);
	T_EQ_INT(before, after);
	T_EQ_INT(directory_mailbox_named(db, "ek@x.com", &after, &e), 1);
	T_EQ_INT(before, after);
}

T_MAIN
