#include "directory/directory.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "db/db.h"
#include "t.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static struct db *fresh(void)
{
	struct err e = ERR_INIT;
	struct db *db = NULL;

	T_EQ_INT(db_open(&db, "sqlite::memory:", &e), 0);
	T_EQ_INT(directory_migrate(db, &e), 0);
	T_EQ_INT(directory_migrate(db, &e), 0);
	return db;
}

static void note_bad(void *ctx, long line, const char *why)
{
	str_addf(ctx, "%ld: %s\n", line, why);
}

/* Import text; refused lines are appended to bad. */
static int import(struct db *db, const char *text, struct directory_import *im,
		  struct str *bad, struct err *e)
{
	char path[] = "/tmp/estreat-csv-XXXXXX";
	int fd = mkstemp(path);
	int rc;

	T_OK(fd >= 0);
	T_EQ_INT(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	(void)close(fd);
	*im = (struct directory_import){ .ctx = bad, .bad = note_bad };
	rc = directory_import_csv(db, path, im, e);
	(void)unlink(path);
	return rc;
}

static void good(struct db *db, const char *text)
{
	AUTO(str_done) struct str bad = STR_INIT;
	struct directory_import im;
	struct err e = ERR_INIT;

	T_EQ_INT(import(db, text, &im, &bad, &e), 0);
	T_EQ_STR(bad.s, "");
}

/* The name of the mailbox of an address at a time, "-" for nobody. */
static const char *who(struct db *db, const char *address, const char *at)
{
	static struct str out = { .s = str_empty };
	struct err e = ERR_INIT;
	uint64_t id = 77;
	int64_t us = 0;
	int rc;

	T_OK(clock_parse(at, &us));
	rc = directory_mailbox_of(db, 0, address, us, &id, &e);
	if (rc == 0)
		T_EQ_INT(id, 77);
	str_cut(&out, 0);
	if (rc == 1)
		T_EQ_INT(directory_mailbox_name(db, id, &out, &e), 0);
	else
		str_add_char(&out, rc == 0 ? '-' : '!');
	return out.s;
}

static int add_address(void *ctx, const struct directory_address *a,
		       struct err *e)
{
	char from[CLOCK_TEXT] = "", until[CLOCK_TEXT] = "";

	(void)e;
	if (a->from_us != 0)
		(void)clock_day(a->from_us, from);
	if (a->until_us != 0)
		(void)clock_day(a->until_us, until);
	str_addf(ctx, "%s (%s) %s %s %s/%s\n", a->person, a->name, a->mailbox,
		 a->address, from, until);
	return 0;
}

static void addresses(struct db *db, struct str *out)
{
	struct err e = ERR_INIT;

	str_cut(out, 0);
	T_EQ_INT(directory_each_address(db, add_address, out, &e), 0);
}

T(columns_in_any_order_and_defaults)
{
	static const struct {
		const char *label;
		const char *csv;
		const char *want;
	} rows[] = {
		{ "only addresses", "address\nA@x\n", "A@x (A@x) A@x a@x /\n" },
		{ "all of them",
		  "valid_until,valid_from,address,mailbox,name,person\n"
		  "2026-02-01,2026-01-01,a@x,box,Anna,p1\n",
		  "p1 (Anna) box a@x 2026-01-01/2026-02-01\n" },
		{ "titles in any case, marked and CRLF",
		  "\xef\xbb\xbf"
		  "Address,NAME\r\na@x,\"Ek, Anna\"\r\n",
		  "a@x (Ek, Anna) a@x a@x /\n" },
		{ "person defaults to mailbox",
		  "mailbox,address\nbox,a@x\nbox,b@x\n",
		  "box (box) box a@x /\nbox (box) box b@x /\n" },
		{ "one mailbox, any case",
		  "mailbox,address,person\nBox,a@x,p\nbOX,b@x,p\n",
		  "p (p) Box a@x /\np (p) Box b@x /\n" },
		{ "periods of one address",
		  "address,person,mailbox,valid_from,valid_until\n"
		  "a@x,p,m1,,2026-01-01\na@x,p,m2,2026-01-01,\n",
		  "p (p) m1 a@x /2026-01-01\np (p) m2 a@x 2026-01-01/\n" },
		{ "guarded for a spreadsheet", "name,address\n'=a,'+46\n",
		  "+46 (=a) +46 +46 /\n" },
		{ "an apostrophe of its own", "name,address\n'a,'b@x\n",
		  "'b@x ('a) 'b@x 'b@x /\n" },
		{ "telephone number", "address\n+4687001000\n",
		  "+4687001000 (+4687001000) +4687001000 +4687001000 /\n" },
	};

	T_EACH(row, rows) {
		AUTO(db_close) struct db *db = fresh();
		AUTO(str_done) struct str got = STR_INIT;

		good(db, row->csv);
		addresses(db, &got);
		T_EQ_STR(got.s, row->want);
	}
}

T(lines_that_cannot_be_taken)
{
	/* each after "a@x,p1,m1,2026-01-01,2026-03-01" and "c@x,p2,m2,," */
	static const struct {
		const char *label;
		const char *line;
		const char *why; /* its beginning */
	} rows[] = {
		{ "no address", ",p,m,,", "it has no address" },
		{ "space", "a b@x,p,m,,", "address holds a space" },
		{ "control", "b@x,\"p\n\",m,,",
		  "person holds a control character" },
		{ "not UTF-8", "b@x,p\xe9,m,,", "person is not UTF-8" },
		{ "bad time", "b@x,p,m,yesterday,",
		  "valid_from \"yesterday\" is neither" },
		{ "bad end", "b@x,p,m,,2026-13-01", "valid_until \"2026-13" },
		{ "ends first", "b@x,p,m,2026-02-01,2026-01-01",
		  "valid_until does not lie after" },
		{ "empty period", "b@x,p,m,2026-02-01,2026-02-01",
		  "valid_until does not lie after" },
		{ "ends before 1970", "b@x,p,m,,1969-01-01",
		  "valid_until does not lie after" },
		{ "short", "b@x,p", "it has 2 fields, the header line 5" },
		{ "long", "b@x,p,m,,,", "it has 6 fields, the header line 5" },
		{ "quarantine", "b@x,p,Quarantine,,",
		  "mailbox \"Quarantine\"" },
		{ "another's mailbox", "b@x,p,M1,,",
		  "mailbox M1 belongs to person p1" },
		{ "another's address", "A@X,p2,m2,2026-02-28,",
		  "a@x belongs to person p1 from 2026-01-01T00:00:00Z till "
		  "2026-03-01T00:00:00Z: end" },
		{ "another's open address", "c@x,p1,m1,2030-01-01,",
		  "c@x belongs to person p2 from the beginning till now" },
		{ "new person, another's address", "a@x,p3,m3,,",
		  "a@x belongs to person p1" },
		{ "another mailbox", "a@x,p1,m1b,2026-02-01,",
		  "a@x goes to another mailbox from 2026-01-01" },
		{ "not CSV", "\"b@x\"p,,,,", "it has text behind" },
	};

	T_EACH(row, rows) {
		AUTO(db_close) struct db *db = fresh();
		AUTO(str_done) struct str text = STR_INIT;
		AUTO(str_done) struct str bad = STR_INIT;
		AUTO(str_done) struct str got = STR_INIT;
		struct directory_import im;
		struct err e = ERR_INIT;

		str_addf(&text,
			 "address,person,mailbox,valid_from,valid_until\n"
			 "a@x,p1,m1,2026-01-01,2026-03-01\nc@x,p2,m2,,\n"
			 "%s\nlast@x,z,z,,\n",
			 row->line);
		T_EQ_INT(import(db, text.s, &im, &bad, &e), 0);
		T_EQ_INT(im.lines, 4);
		T_EQ_INT(im.added, 3);
		T_EQ_INT(im.refused, 1);
		T_OK(str_starts(bad.s, "4: "));
		if (bad.len > 3 && !str_starts(bad.s + 3, row->why))
			T_EQ_STR(bad.s + 3, row->why);
		/* what was refused left nothing behind */
		addresses(db, &got);
		T_EQ_STR(got.s, "p1 (p1) m1 a@x 2026-01-01/2026-03-01\n"
				"p2 (p2) m2 c@x /\n"
				"z (z) z last@x /\n");
	}
}

T(the_same_again_and_changes)
{
	static const struct {
		const char *label;
		const char *line;
		long added, changed, unchanged;
		const char *want;
	} rows[] = {
		{ "same", "a@x,p,Anna,m,2026-01-01,", 0, 0, 1,
		  "p (Anna) m a@x 2026-01-01/\n" },
		{ "same in another case", "A@X,p,Anna,M,2026-01-01,", 0, 0, 1,
		  "p (Anna) m a@x 2026-01-01/\n" },
		{ "no name changes no name", "a@x,p,,m,2026-01-01,", 0, 0, 1,
		  "p (Anna) m a@x 2026-01-01/\n" },
		{ "ended", "a@x,p,Anna,m,2026-01-01,2026-06-01", 0, 1, 0,
		  "p (Anna) m a@x 2026-01-01/2026-06-01\n" },
		{ "begins earlier", "a@x,p,Anna,m,,", 0, 1, 0,
		  "p (Anna) m a@x /\n" },
		{ "begins later", "a@x,p,Anna,m,2026-04-01,", 0, 1, 0,
		  "p (Anna) m a@x 2026-04-01/\n" },
		{ "renamed", "a@x,p,Anna Ek,m,2026-01-01,", 0, 1, 0,
		  "p (Anna Ek) m a@x 2026-01-01/\n" },
		{ "an earlier period of its own",
		  "a@x,p,Anna,m,2025-01-01,2025-06-01", 1, 0, 0,
		  "p (Anna) m a@x 2025-01-01/2025-06-01\n"
		  "p (Anna) m a@x 2026-01-01/\n" },
		{ "a second address", "b@x,p,Anna,m,,", 1, 0, 0,
		  "p (Anna) m a@x 2026-01-01/\np (Anna) m b@x /\n" },
		{ "a second mailbox", "b@x,p,Anna,m2,,", 1, 0, 0,
		  "p (Anna) m a@x 2026-01-01/\np (Anna) m2 b@x /\n" },
	};

	T_EACH(row, rows) {
		AUTO(db_close) struct db *db = fresh();
		AUTO(str_done) struct str text = STR_INIT;
		AUTO(str_done) struct str got = STR_INIT;
		AUTO(str_done) struct str bad = STR_INIT;
		struct directory_import im;
		struct err e = ERR_INIT;

		good(db, "address,person,name,mailbox,valid_from,valid_until\n"
			 "a@x,p,Anna,m,2026-01-01,\n");
		str_addf(&text,
			 "address,person,name,mailbox,valid_from,"
			 "valid_until\n%s\n",
			 row->line);
		T_EQ_INT(import(db, text.s, &im, &bad, &e), 0);
		T_EQ_STR(bad.s, "");
		T_EQ_INT(im.added, row->added);
		T_EQ_INT(im.changed, row->changed);
		T_EQ_INT(im.unchanged, row->unchanged);
		addresses(db, &got);
		T_EQ_STR(got.s, row->want);
		/* and once more: nothing */
		T_EQ_INT(import(db, text.s, &im, &bad, &e), 0);
		T_EQ_INT(im.unchanged, 1);
	}
}

T(two_periods_are_not_joined)
{
	AUTO(db_close) struct db *db = fresh();
	AUTO(str_done) struct str bad = STR_INIT;
	struct directory_import im;
	struct err e = ERR_INIT;

	good(db, "address,valid_from,valid_until\n"
		 "a@x,2025-01-01,2025-06-01\na@x,2026-01-01,\n");
	T_EQ_INT(import(db, "address\na@x\n", &im, &bad, &e), 0);
	T_OK(str_starts(bad.s, "2: this would join two periods of a@x, the "
			       "second from 2026-01-01"));
}

T(looked_up_as_of_a_time)
{
	static const struct {
		const char *label;
		const char *address, *at, *want;
	} rows[] = {
		{ "first owner", "info@x", "2025-12-31T23:59:59Z", "anna" },
		{ "the end is excluded", "info@x", "2026-01-01T00:00:00Z",
		  "-" },
		{ "between owners", "info@x", "2026-01-15", "-" },
		{ "the start is included", "info@x", "2026-02-01T00:00:00Z",
		  "bo" },
		{ "open end", "info@x", "2099-01-01", "bo" },
		{ "open start", "info@x", "1960-01-01", "anna" },
		{ "any case", "INFO@X", "2026-02-02", "bo" },
		{ "unknown", "nobody@x", "2026-02-02", "-" },
		{ "empty", "", "2026-02-02", "-" },
		{ "not a pattern", "inf_@x", "2026-02-02", "-" },
	};
	AUTO(db_close) struct db *db = fresh();

	good(db, "mailbox,address,valid_from,valid_until\n"
		 "anna,Info@x,,2026-01-01\n"
		 "bo,info@X,2026-02-01,\n");
	T_EACH(row, rows)
		T_EQ_STR(who(db, row->address, row->at), row->want);
}

T(files_that_cannot_be_taken)
{
	static const struct {
		const char *label;
		const char *csv;
		const char *why; /* its end */
	} rows[] = {
		{ "empty", "", "the file is empty" },
		{ "unknown column", "address,e-mail\n",
		  "names a column \"e-mail\"; known are person, name, mailbox, "
		  "address, valid_from, valid_until, separated by commas" },
		{ "semicolons", "address;name\n", "separated by commas" },
		{ "twice", "address,Address\n",
		  "names the column address twice" },
		{ "no address", "person,name\n", "no column \"address\"" },
		{ "unreadable", "\"address\n",
		  "cannot be read: its quoted field is not closed" },
	};

	T_EACH(row, rows) {
		AUTO(db_close) struct db *db = fresh();
		struct directory_import im;
		struct err e = ERR_INIT;
		char text[1024];

		T_EQ_INT(import(db, row->csv, &im, NULL, &e), -1);
		T_EQ_INT(e.kind, ERR_USAGE);
		(void)err_str(&e, text, sizeof(text));
		T_OK(str_starts(text, "/tmp/estreat-csv-"));
		if (!str_ends(text, row->why))
			T_EQ_STR(text, row->why);
	}
}

T(absent_file)
{
	AUTO(db_close) struct db *db = fresh();
	struct directory_import im = { 0 };
	struct err e = ERR_INIT;

	T_EQ_INT(directory_import_csv(db, "/nonexistent/p.csv", &im, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
	err_clear(&e);
	T_EQ_INT(directory_import_csv(db, "/tmp", &im, &e), -1);
	T_EQ_INT(e.kind, ERR_USAGE);
}

static int add_mailbox(void *ctx, const struct directory_mailbox *m,
		       struct err *e)
{
	(void)e;
	str_addf(ctx, "%llu %s (%s)\n", (unsigned long long)m->id, m->name,
		 m->person);
	return 0;
}

T(mailboxes)
{
	AUTO(db_close) struct db *db = fresh();
	AUTO(str_done) struct str got = STR_INIT;
	struct err e = ERR_INIT;
	uint64_t id = 0;

	good(db, "mailbox,address,name\nAnna,a@x,Anna Ek\n7,b@x,Bo\n");
	T_EQ_INT(directory_each_mailbox(db, add_mailbox, &got, &e), 0);
	T_EQ_STR(got.s, "1 quarantine ()\n2 Anna (Anna Ek)\n3 7 (Bo)\n");

	T_EQ_INT(directory_mailbox_named(db, "aNNA", &id, &e), 1);
	T_EQ_INT(id, 2);
	T_EQ_INT(directory_mailbox_named(db, "QUARANTINE", &id, &e), 1);
	T_EQ_INT(id, DIRECTORY_QUARANTINE);
	T_EQ_INT(directory_mailbox_named(db, "2", &id, &e), 1);
	T_EQ_INT(id, 2);
	/* a name comes before a number */
	T_EQ_INT(directory_mailbox_named(db, "7", &id, &e), 1);
	T_EQ_INT(id, 3);
	T_EQ_INT(directory_mailbox_named(db, "4", &id, &e), 0);
	T_EQ_INT(directory_mailbox_named(db, "-1", &id, &e), 0);
	T_EQ_INT(directory_mailbox_named(db, "nobody", &id, &e), 0);
	T_EQ_INT(id, 3);

	str_cut(&got, 0);
	T_EQ_INT(directory_mailbox_name(db, 17, &got, &e), 0);
	T_EQ_STR(got.s, "mailbox 17");
}

T(ten_thousand_lines)
{
	AUTO(db_close) struct db *db = fresh();
	AUTO(str_done) struct str text = STR_INIT;
	AUTO(str_done) struct str bad = STR_INIT;
	struct directory_import im;
	struct err e = ERR_INIT;

	str_add(&text, "mailbox,address\n");
	for (int i = 0; i < 10000; i++)
		str_addf(&text, "p%d,user%d@example.com\n", i, i);
	T_EQ_INT(import(db, text.s, &im, &bad, &e), 0);
	T_EQ_INT(im.lines, 10000);
	T_EQ_INT(im.added, 10000);
	T_EQ_STR(who(db, "user9999@example.com", "2026-01-01"), "p9999");
	T_EQ_INT(import(db, text.s, &im, &bad, &e), 0);
	T_EQ_INT(im.unchanged, 10000);
}

T_MAIN
