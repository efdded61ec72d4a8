#include "directory/lines.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "db/db.h"
#include "directory/csv.h"
#include "stream/reader.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINES_A_COMMIT 1000

enum outcome lines_refuse(struct lines *in, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(in->why, sizeof(in->why), fmt, ap);
	va_end(ap);
	return REFUSED;
}

/* --- a line's own text ------------------------------------------------- */

const char *lines_field(const struct lines *in, size_t column)
{
	const char *text = in->at[column] == SIZE_MAX
				   ? ""
				   : in->line.fields[in->at[column]];

	if (text[0] == '\'' && text[1] != '\0' &&
	    strchr("=+-@", text[1]) != NULL)
		return text + 1;
	return text;
}

bool lines_text_ok(struct lines *in, size_t column)
{
	const char *title = in->titles[column];
	const char *text = lines_field(in, column);
	size_t len = strlen(text);

	if (len > LINES_TEXT_MAX) {
		(void)lines_refuse(in, "%s is longer than %d bytes", title,
				   LINES_TEXT_MAX);
		return false;
	}
	for (size_t i = 0, n; i < len; i += n) {
		n = utf8_sequence(text + i, len - i);
		if (n == 0) {
			(void)lines_refuse(in,
					   "%s is not UTF-8: save the file as "
					   "\"CSV UTF-8\"",
					   title);
			return false;
		}
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f) {
			(void)lines_refuse(in, "%s holds a control character",
					   title);
			return false;
		}
	}
	return true;
}

bool lines_address_ok(struct lines *in, size_t column,
		      char out[LINES_TEXT_MAX + 1])
{
	const char *text = lines_field(in, column);

	if (!lines_text_ok(in, column))
		return false;
	if (text[0] == '\0' || strpbrk(text, " \t") != NULL) {
		(void)lines_refuse(in,
				   text[0] == '\0' ? "it has no %s"
						   : "%s holds a space",
				   in->titles[column]);
		return false;
	}
	(void)snprintf(out, LINES_TEXT_MAX + 1, "%s", text);
	str_lowercase(out);
	return true;
}

static bool time_ok(struct lines *in, size_t column, int64_t *out)
{
	const char *text = lines_field(in, column);

	*out = 0;
	if (text[0] == '\0' || clock_parse(text, out))
		return true;
	(void)lines_refuse(in,
			   "%s \"%.60s\" is neither a date (2026-03-01) nor "
			   "a time (2026-03-01T10:00:00Z)",
			   in->titles[column], text);
	return false;
}

/* 0 stands for open, so 1970 cannot be an end. */
bool lines_period_ok(struct lines *in, size_t from, size_t until,
		     int64_t *from_us, int64_t *until_us)
{
	if (!time_ok(in, from, from_us) || !time_ok(in, until, until_us))
		return false;
	if (lines_field(in, until)[0] != '\0' &&
	    (*until_us <= 0 || *until_us <= *from_us)) {
		(void)lines_refuse(in, "%s does not lie after %s",
				   in->titles[until], in->titles[from]);
		return false;
	}
	return true;
}

const char *lines_period_text(int64_t from_us, int64_t until_us, char *buf,
			      size_t cap)
{
	char from[CLOCK_TEXT], until[CLOCK_TEXT];

	(void)snprintf(buf, cap, "%s till %s",
		       from_us == 0 ? "the beginning"
				    : clock_rfc3339(from_us, from),
		       until_us == 0 ? "now" : clock_rfc3339(until_us, until));
	return buf;
}

bool lines_overlap(int64_t a_from, int64_t a_until, int64_t b_from,
		   int64_t b_until)
{
	return (a_until == 0 || b_from == 0 || b_from < a_until) &&
	       (b_until == 0 || a_from == 0 || a_from < b_until);
}

/* --- the file ----------------------------------------------------------- */

static enum outcome outcome_of(struct lines *in, struct err *e)
{
	if (in->line.bad != NULL)
		return lines_refuse(in, "%s", in->line.bad);
	if (in->line.n != in->width)
		return lines_refuse(
			in,
			"it has %zu fields, the header line %zu: does a "
			"field with a comma lack its quotes?",
			in->line.n, in->width);
	return in->take(in, e);
}

static int one_line(struct lines *in, struct err *e)
{
	struct directory_import *im = in->im;
	enum outcome o = outcome_of(in, e);

	if (o == FAILED)
		return err_wrap(e, "line %ld", in->line.number);
	im->lines++;
	im->added += o == ADDED;
	im->changed += o == CHANGED;
	im->unchanged += o == UNCHANGED;
	im->refused += o == REFUSED;
	if (o == REFUSED && im->bad != NULL)
		im->bad(im->ctx, in->line.number, in->why);
	return 0;
}

/* Up to LINES_A_COMMIT lines in one transaction. 1, 0 at the end, -1. */
static int one_batch(struct lines *in, struct err *e)
{
	int rc = 1;

	if (db_begin(in->db, DB_WRITE, e) < 0)
		return -1;
	for (int i = 0; rc > 0 && i < LINES_A_COMMIT; i++) {
		rc = csv_next(in->csv, &in->line, e);
		if (rc > 0 && one_line(in, e) < 0)
			rc = -1;
	}
	if (rc < 0) {
		db_rollback(in->db);
		return -1;
	}
	return db_commit(in->db, e) < 0 ? -1 : rc;
}

static int say_columns(const struct lines *in, const char *name, struct err *e)
{
	AUTO(str_done) struct str known = STR_INIT;

	for (size_t i = 0; i < in->n_titles; i++)
		str_addf(&known, "%s%s", i > 0 ? ", " : "", in->titles[i]);
	return err_set(e, ERR_USAGE,
		       "the header line names a column \"%.40s\"; known are "
		       "%s, separated by commas",
		       name, known.s);
}

static int read_column(struct lines *in, const char *name, size_t place,
		       struct err *e)
{
	size_t c = 0;

	while (c < in->n_titles && str_casecmp(in->titles[c], name) != 0)
		c++;
	if (c == in->n_titles)
		return say_columns(in, name, e);
	if (in->at[c] != SIZE_MAX)
		return err_set(e, ERR_USAGE,
			       "the header line names the column %s twice",
			       in->titles[c]);
	in->at[c] = place;
	return 0;
}

static int read_header(struct lines *in, struct err *e)
{
	struct csv_line line;
	int rc = csv_next(in->csv, &line, e);

	if (rc < 0)
		return -1;
	if (rc == 0)
		return err_set(e, ERR_USAGE, "the file is empty");
	if (line.bad != NULL)
		return err_set(e, ERR_USAGE,
			       "the header line cannot be read: %s", line.bad);
	in->width = line.n;
	for (size_t i = 0; i < in->n_titles; i++)
		in->at[i] = SIZE_MAX;
	for (size_t i = 0; i < line.n; i++)
		if (read_column(in, line.fields[i], i, e) < 0)
			return -1;
	if (in->at[in->must] == SIZE_MAX)
		return err_set(e, ERR_USAGE,
			       "the header line names no column \"%s\"",
			       in->titles[in->must]);
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

int lines_import(struct lines *in, const char *path, struct err *e)
{
	int fd = open_file(path, e);
	AUTO(csv_free) struct csv *csv = NULL;
	int rc;

	assert(in->n_titles <= LINES_COLUMNS_MAX);
	if (fd < 0)
		return -1;
	csv = csv_new(reader_fd(fd));
	in->csv = csv;
	rc = read_header(in, e);
	while (rc >= 0 && (rc = one_batch(in, e)) > 0)
		;
	return rc < 0 ? err_wrap(e, "%s", path) : 0;
}
