/*
 * import.c - a CSV file of dated addresses into the tables.
 *
 * Each line stands for itself and is either taken whole or refused: what it
 * would change is looked up first, and nothing is written before all of it
 * was found possible. So a transaction can hold many lines.
 */
#include "directory/directory.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "db/db.h"
#include "directory/csv.h"
#include "stream/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINES_A_COMMIT 1000
#define TEXT_MAX       256 /* bytes of a name or address */
#define WHY_MAX        512

enum column { PERSON, NAME, MAILBOX, ADDRESS, FROM, UNTIL, COLUMNS };

static const char *const titles[COLUMNS] = {
	"person", "name", "mailbox", "address", "valid_from", "valid_until",
};

/* A line, checked and completed. */
struct line {
	const char *person, *name, *mailbox;
	char address[TEXT_MAX + 1]; /* lower case */
	char folded[TEXT_MAX + 1];  /* the mailbox's name in lower case */
	int64_t from_us, until_us;
	bool named; /* the file gives the person's name */
};

struct import {
	struct db *db;
	struct directory_import *im;
	struct csv *csv;
	size_t at[COLUMNS]; /* place of each column, SIZE_MAX if absent */
	size_t width;       /* fields of the header line */
	char why[WHY_MAX];
};

/* What one line came to. */
enum outcome { FAILED = -1, REFUSED, UNCHANGED, CHANGED, ADDED };

static enum outcome refuse(struct import *in, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static enum outcome refuse(struct import *in, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(in->why, sizeof(in->why), fmt, ap);
	va_end(ap);
	return REFUSED;
}

/* --- a line's own text ------------------------------------------------- */

static bool text_ok(struct import *in, const char *title, const char *text)
{
	size_t len = strlen(text);

	if (len > TEXT_MAX) {
		(void)refuse(in, "%s is longer than %d bytes", title, TEXT_MAX);
		return false;
	}
	for (size_t i = 0, n; i < len; i += n) {
		n = utf8_sequence(text + i, len - i);
		if (n == 0) {
			(void)refuse(in,
				     "%s is not UTF-8: save the file as "
				     "\"CSV UTF-8\"",
				     title);
			return false;
		}
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f) {
			(void)refuse(in, "%s holds a control character", title);
			return false;
		}
	}
	return true;
}

static bool time_ok(struct import *in, const char *title, const char *text,
		    int64_t *out)
{
	*out = 0;
	if (text[0] == '\0')
		return true;
	if (!clock_parse(text, out)) {
		(void)refuse(in,
			     "%s \"%.60s\" is neither a date (2026-03-01) nor "
			     "a time (2026-03-01T10:00:00Z)",
			     title, text);
		return false;
	}
	return true;
}

/* An apostrophe that guards a spreadsheet (encode_csv) is no part of it. */
static const char *field(const struct import *in, const struct csv_line *l,
			 enum column c)
{
	const char *text = in->at[c] == SIZE_MAX ? "" : l->fields[in->at[c]];

	if (text[0] == '\'' && text[1] != '\0' &&
	    strchr("=+-@", text[1]) != NULL)
		return text + 1;
	return text;
}

/* The times of a line; 0 stands for open, so 1970 cannot be an end. */
static bool read_times(struct import *in, const struct csv_line *l,
		       struct line *out)
{
	const char *until = field(in, l, UNTIL);

	if (!time_ok(in, titles[FROM], field(in, l, FROM), &out->from_us) ||
	    !time_ok(in, titles[UNTIL], until, &out->until_us))
		return false;
	if (until[0] != '\0' &&
	    (out->until_us <= 0 || out->until_us <= out->from_us)) {
		(void)refuse(in, "valid_until does not lie after valid_from");
		return false;
	}
	return true;
}

static bool read_line(struct import *in, const struct csv_line *l,
		      struct line *out)
{
	const char *address = field(in, l, ADDRESS);
	const char *person = field(in, l, PERSON);
	const char *mailbox = field(in, l, MAILBOX);
	const char *name = field(in, l, NAME);

	if (l->n != in->width) {
		(void)refuse(in,
			     "it has %zu fields, the header line %zu: does a "
			     "field with a comma lack its quotes?",
			     l->n, in->width);
		return false;
	}
	for (int c = PERSON; c <= ADDRESS; c++)
		if (!text_ok(in, titles[c], field(in, l, (enum column)c)))
			return false;
	if (address[0] == '\0' || strpbrk(address, " \t") != NULL) {
		(void)refuse(in, address[0] == '\0' ? "it has no address"
						    : "address holds a space");
		return false;
	}
	out->mailbox = mailbox[0] != '\0' ? mailbox : address;
	out->person = person[0] != '\0' ? person : out->mailbox;
	out->named = name[0] != '\0';
	out->name = out->named ? name : out->person;
	(void)snprintf(out->address, sizeof(out->address), "%s", address);
	(void)snprintf(out->folded, sizeof(out->folded), "%s", out->mailbox);
	str_lowercase(out->address);
	str_lowercase(out->folded);
	return read_times(in, l, out);
}

/* --- a line against what is known --------------------------------------- */

/* What the tables hold that a line touches. Ids are 0 for none. */
struct known {
	int64_t person, mailbox;
	bool name_differs;
	int64_t period;  /* person and address already have one that this */
	int64_t from_us; /* line states anew: its mailbox and validity */
	int64_t until_us;
};

static bool overlap(int64_t a_from, int64_t a_until, int64_t b_from,
		    int64_t b_until)
{
	return (a_until == 0 || b_from == 0 || b_from < a_until) &&
	       (b_until == 0 || a_from == 0 || a_from < b_until);
}

static const char *period_text(int64_t from_us, int64_t until_us, char *buf,
			       size_t cap)
{
	char from[CLOCK_TEXT], until[CLOCK_TEXT];

	(void)snprintf(buf, cap, "%s to %s",
		       from_us == 0 ? "the beginning"
				    : clock_rfc3339(from_us, from),
		       until_us == 0 ? "now" : clock_rfc3339(until_us, until));
	return buf;
}

static int find_person(struct import *in, const struct line *l, struct known *k,
		       struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(
		in->db, "SELECT id, name FROM person WHERE ident = $1", e);
	int rc;

	db_text(st, 1, l->person);
	rc = db_step(st, e);
	if (rc > 0) {
		k->person = db_col_int(st, 0);
		k->name_differs =
			l->named && strcmp(db_col_text(st, 1), l->name) != 0;
	}
	return rc < 0 ? -1 : 0;
}

/* The mailbox by name; refused where it is another person's. */
static enum outcome find_mailbox(struct import *in, const struct line *l,
				 struct known *k, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(in->db,
		       "SELECT m.id, m.person, p.ident FROM mailbox m"
		       " LEFT JOIN person p ON p.id = m.person"
		       " WHERE m.folded = $1",
		       e);
	int rc;

	db_text(st, 1, l->folded);
	rc = db_step(st, e);
	if (rc < 0)
		return FAILED;
	if (rc == 0)
		return ADDED;
	k->mailbox = db_col_int(st, 0);
	if (k->mailbox == (int64_t)DIRECTORY_QUARANTINE)
		return refuse(in,
			      "mailbox \"%s\" is the archive's own, for "
			      "what belongs to nobody known",
			      l->mailbox);
	if (k->person == 0 || db_col_int(st, 1) != k->person)
		return refuse(in,
			      "mailbox %.100s belongs to person %.100s: a "
			      "mailbox has one person",
			      l->mailbox, db_col_text(st, 2));
	return UNCHANGED;
}

/* One period of the line's address that meets the line's own. */
static enum outcome meet(struct import *in, const struct line *l,
			 struct db_stmt *st, struct known *k)
{
	int64_t from_us = db_col_int(st, 0), until_us = db_col_int(st, 1);
	char period[2 * CLOCK_TEXT + 32];

	(void)period_text(from_us, until_us, period, sizeof(period));
	if (db_col_int(st, 2) != k->person)
		return refuse(in,
			      "%.100s belongs to person %.100s from %s: end "
			      "that period first, or let this one begin later",
			      l->address, db_col_text(st, 4), period);
	if (db_col_int(st, 3) != k->mailbox)
		return refuse(in,
			      "%.100s goes to another mailbox from %s: end "
			      "that period, and give the new mailbox one of "
			      "its own",
			      l->address, period);
	if (k->period != 0)
		return refuse(in,
			      "this would join two periods of %.100s, the "
			      "second from %s: they stay apart",
			      l->address, period);
	k->period = 1;
	k->from_us = from_us;
	k->until_us = until_us;
	return UNCHANGED;
}

static enum outcome find_periods(struct import *in, const struct line *l,
				 struct known *k, struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st =
		db_sql(in->db,
		       "SELECT a.from_us, a.until_us, a.person, a.mailbox,"
		       " p.ident FROM address a JOIN person p"
		       " ON p.id = a.person WHERE a.address = $1"
		       " ORDER BY a.from_us",
		       e);
	int rc;

	db_text(st, 1, l->address);
	while ((rc = db_step(st, e)) > 0)
		if (overlap(l->from_us, l->until_us, db_col_int(st, 0),
			    db_col_int(st, 1)) &&
		    meet(in, l, st, k) == REFUSED)
			return REFUSED;
	return rc < 0 ? FAILED : UNCHANGED;
}

/* --- writing ------------------------------------------------------------ */

/* Run an INSERT ... RETURNING id. */
static int insert_id(struct db_stmt *st, int64_t *id, struct err *e)
{
	int rc = db_step(st, e);

	if (rc > 0)
		*id = db_col_int(st, 0);
	db_done(st);
	return rc < 0 ? -1 : 0;
}

static int write_person(struct import *in, const struct line *l,
			struct known *k, struct err *e)
{
	struct db_stmt *st;

	if (k->person != 0 && !k->name_differs)
		return 0;
	if (k->person != 0) {
		st = db_sql(in->db, "UPDATE person SET name = $2 WHERE id = $1",
			    e);
		db_int(st, 1, k->person);
		db_text(st, 2, l->name);
		return db_exec(st, e);
	}
	st = db_sql(in->db,
		    "INSERT INTO person(ident, name) VALUES ($1, $2)"
		    " RETURNING id",
		    e);
	db_text(st, 1, l->person);
	db_text(st, 2, l->name);
	return insert_id(st, &k->person, e);
}

static int write_mailbox(struct import *in, const struct line *l,
			 struct known *k, struct err *e)
{
	struct db_stmt *st;

	if (k->mailbox != 0)
		return 0;
	st = db_sql(in->db,
		    "INSERT INTO mailbox(person, name, folded)"
		    " VALUES ($1, $2, $3) RETURNING id",
		    e);
	db_int(st, 1, k->person);
	db_text(st, 2, l->mailbox);
	db_text(st, 3, l->folded);
	return insert_id(st, &k->mailbox, e);
}

static int write_period(struct import *in, const struct line *l,
			const struct known *k, struct err *e)
{
	struct db_stmt *st;

	if (k->period != 0) {
		st = db_sql(in->db,
			    "UPDATE address SET from_us = $3, until_us = $4"
			    " WHERE address = $1 AND from_us = $2",
			    e);
		db_text(st, 1, l->address);
		db_int(st, 2, k->from_us);
		db_int(st, 3, l->from_us);
		db_int(st, 4, l->until_us);
		return db_exec(st, e);
	}
	st = db_sql(in->db,
		    "INSERT INTO address(address, from_us, until_us, person,"
		    " mailbox) VALUES ($1, $2, $3, $4, $5)",
		    e);
	db_text(st, 1, l->address);
	db_int(st, 2, l->from_us);
	db_int(st, 3, l->until_us);
	db_int(st, 4, k->person);
	db_int(st, 5, k->mailbox);
	return db_exec(st, e);
}

static enum outcome take_line(struct import *in, const struct line *l,
			      struct err *e)
{
	struct known k = { 0 };
	enum outcome found;
	bool same;

	if (find_person(in, l, &k, e) < 0)
		return FAILED;
	found = find_mailbox(in, l, &k, e);
	if (found == FAILED || found == REFUSED)
		return found;
	found = find_periods(in, l, &k, e);
	if (found == FAILED || found == REFUSED)
		return found;
	same = k.period != 0 && k.from_us == l->from_us &&
	       k.until_us == l->until_us;
	if (same && !k.name_differs)
		return UNCHANGED;
	if (write_person(in, l, &k, e) < 0 || write_mailbox(in, l, &k, e) < 0 ||
	    (!same && write_period(in, l, &k, e) < 0))
		return FAILED;
	return k.period != 0 ? CHANGED : ADDED;
}

/* --- the file ----------------------------------------------------------- */

static int one_line(struct import *in, const struct csv_line *csv,
		    struct err *e)
{
	struct directory_import *im = in->im;
	struct line l = { 0 };
	enum outcome o = REFUSED;

	if (csv->bad != NULL)
		(void)refuse(in, "%s", csv->bad);
	else if (read_line(in, csv, &l))
		o = take_line(in, &l, e);
	if (o == FAILED)
		return err_wrap(e, "line %ld", csv->number);
	im->lines++;
	im->added += o == ADDED;
	im->changed += o == CHANGED;
	im->unchanged += o == UNCHANGED;
	im->refused += o == REFUSED;
	if (o == REFUSED && im->bad != NULL)
		im->bad(im->ctx, csv->number, in->why);
	return 0;
}

/* Up to LINES_A_COMMIT lines in one transaction. 1, 0 at the end, -1. */
static int one_batch(struct import *in, struct err *e)
{
	struct csv_line line;
	int rc = 1;

	if (db_begin(in->db, DB_WRITE, e) < 0)
		return -1;
	for (int i = 0; rc > 0 && i < LINES_A_COMMIT; i++) {
		rc = csv_next(in->csv, &line, e);
		if (rc > 0 && one_line(in, &line, e) < 0)
			rc = -1;
	}
	if (rc < 0) {
		db_rollback(in->db);
		return -1;
	}
	return db_commit(in->db, e) < 0 ? -1 : rc;
}

static int column_named(const char *title)
{
	for (int c = 0; c < COLUMNS; c++)
		if (str_casecmp(titles[c], title) == 0)
			return c;
	return -1;
}

static int read_header(struct import *in, struct err *e)
{
	struct csv_line line;
	int rc = csv_next(in->csv, &line, e);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_USAGE, "the file is empty");
	if (line.bad != NULL)
		return err_set(e, ERR_USAGE,
			       "the header line cannot be read: "
			       "%s",
			       line.bad);
	in->width = line.n;
	for (size_t i = 0; i < COLUMNS; i++)
		in->at[i] = SIZE_MAX;
	for (size_t i = 0; i < line.n; i++) {
		int c = column_named(line.fields[i]);

		if (c < 0)
			return err_set(e, ERR_USAGE,
				       "the header line names a column "
				       "\"%.40s\"; known are person, name, "
				       "mailbox, address, valid_from, "
				       "valid_until, separated by commas",
				       line.fields[i]);
		if (in->at[c] != SIZE_MAX)
			return err_set(e, ERR_USAGE,
				       "the header line names the column %s "
				       "twice",
				       titles[c]);
		in->at[c] = i;
	}
	if (in->at[ADDRESS] == SIZE_MAX)
		return err_set(e, ERR_USAGE,
			       "the header line names no column "
			       "\"address\"");
	return 0;
}

static int open_file(const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return err_sys(e, ERR_USAGE, "open %s", path);
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		(void)close(fd);
		return err_set(e, ERR_USAGE, "%s is a folder, not a file",
			       path);
	}
	return fd;
}

int directory_import_csv(struct db *db, const char *path,
			 struct directory_import *im, struct err *e)
{
	int fd = open_file(path, e);
	AUTO(csv_free) struct csv *csv = NULL;
	struct import in = { .db = db, .im = im };
	int rc;

	if (fd < 0)
		return -1;
	csv = csv_new(reader_fd(fd));
	in.csv = csv;
	rc = read_header(&in, e);
	while (rc >= 0 && (rc = one_batch(&in, e)) > 0)
		;
	return rc < 0 ? err_wrap(e, "%s", path) : 0;
}
