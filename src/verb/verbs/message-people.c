/*
 * message-people.c - who took part in what a message tells, and whose mailbox
 * that means.
 *
 * participants.csv, which every message carries, has a row for each time a
 * person was there; here a person is one row.
 */
#include "verb/verbs/message.h"

#include "base/clock.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/catalog.h"
#include "catalog/info.h"
#include "directory/csv.h"
#include "directory/directory.h"
#include "mime/outline.h"
#include "mime/skeleton.h"
#include "stream/reader.h"
#include "vault/vault.h"
#include "verb/print.h"
#include "verb/verb.h"

#include <string.h>

/* Of a message for a whole company the rest is in its participants.csv. */
#define PEOPLE_MAX 2000

enum {
	CSV_NAME,
	CSV_EMAIL,
	CSV_ADDRESS,
	CSV_VENDOR_ID,
	CSV_ROLE,
	CSV_EXTERNAL,
	CSV_NOTE,
	CSV_JOINED,
	CSV_LEFT,
	CSV_COLUMNS = 10
};

static const struct table people_table = {
	.name = "participants",
	.n = 10,
	.columns = { { "name", "PARTICIPANT", CELL_TEXT, true, true },
		     { "address", "ADDRESS", CELL_TEXT, true, true },
		     { "role", "ROLE", CELL_TEXT, true },
		     { "external", NULL, CELL_BOOL },
		     { "note", NULL, CELL_TEXT },
		     { "joined", NULL, CELL_TIME },
		     { "left", NULL, CELL_TIME },
		     { "mailbox_id", NULL, CELL_INT },
		     { "mailbox", "MAILBOX", CELL_TEXT, true, true },
		     { "vendor_id", NULL, CELL_TEXT } },
};

struct person {
	struct str cell[CSV_NOTE + 1];
	int64_t joined_us, left_us;
};

struct people {
	const struct shown *s;
	int64_t connector, as_of_us;
	struct person p; /* the one whose rows are read */
	bool waiting;    /* it is not printed yet */
	int64_t n;
};

/* What is looked up as of when, by which connector's mapping. */
static void read_origin(struct people *all)
{
	struct info_reader in;

	all->as_of_us = all->s->record->time_us;
	info_read(&in, all->s->record->info, all->s->record->info_len);
	while (info_next(&in)) {
		if (in.tag == INFO_CONNECTOR)
			all->connector = (int64_t)in.number;
		else if (in.tag == INFO_TIME_START && in.number > 0)
			all->as_of_us = (int64_t)in.number;
	}
}

static int print_person(struct people *all, struct err *e)
{
	const struct verb_call *call = all->s->call;
	const struct str *cell = all->p.cell;
	const char *address = cell[CSV_EMAIL].len > 0 ? cell[CSV_EMAIL].s
						      : cell[CSV_ADDRESS].s;
	AUTO(str_done) struct str name = STR_INIT;
	uint64_t mailbox = 0;
	int rc = directory_mailbox_of(call->db, all->connector, address,
				      all->as_of_us, &mailbox, e);

	if (rc < 0 ||
	    (rc > 0 && directory_mailbox_name(call->db, mailbox, &name, e) < 0))
		return -1;
	cell_text_or_none(call->out, cell[CSV_NAME].s);
	cell_text(call->out, address);
	cell_text_or_none(call->out, cell[CSV_ROLE].s);
	cell_int(call->out, strcmp(cell[CSV_EXTERNAL].s, "yes") == 0);
	cell_text_or_none(call->out, cell[CSV_NOTE].s);
	cell_int_or_none(call->out, all->p.joined_us);
	cell_int_or_none(call->out, all->p.left_us);
	cell_int_or_none(call->out, (int64_t)mailbox);
	cell_text_or_none(call->out, name.s);
	cell_text_or_none(call->out, cell[CSV_VENDOR_ID].s);
	return print_row(call->out, e);
}

/* A cell that a spreadsheet would run has an apostrophe in front. */
static const char *plain(const char *cell)
{
	return cell[0] == '\'' && cell[1] != '\0' &&
			       strchr("=+-@\t\r\n", cell[1]) != NULL
		       ? cell + 1
		       : cell;
}

static bool is_same(const struct person *p, const struct csv_line *line)
{
	static const int by[] = { CSV_NAME, CSV_ADDRESS, CSV_VENDOR_ID };

	for (size_t i = 0; i < sizeof(by) / sizeof(by[0]); i++)
		if (strcmp(p->cell[by[i]].s, plain(line->fields[by[i]])) != 0)
			return false;
	return true;
}

static int end_person(struct people *all, struct err *e)
{
	if (!all->waiting)
		return 0;
	all->waiting = false;
	return all->n++ < PEOPLE_MAX ? print_person(all, e) : 0;
}

static void begin_person(struct person *p, const struct csv_line *line)
{
	for (size_t i = 0; i <= CSV_NOTE; i++) {
		const char *text = plain(line->fields[i]);

		str_cut(&p->cell[i], 0);
		(void)utf8_clean(&p->cell[i], text, strlen(text));
	}
	p->joined_us = p->left_us = 0;
}

static int one_line(struct people *all, const struct csv_line *line,
		    struct err *e)
{
	int64_t joined = 0, left = 0;

	if (line->n < CSV_COLUMNS)
		return 0;
	if (!all->waiting || !is_same(&all->p, line)) {
		if (end_person(all, e) < 0)
			return -1;
		begin_person(&all->p, line);
		all->waiting = true;
	}
	if (clock_parse(line->fields[CSV_JOINED], &joined) &&
	    (all->p.joined_us == 0 || joined < all->p.joined_us))
		all->p.joined_us = joined;
	if (clock_parse(line->fields[CSV_LEFT], &left) && left > all->p.left_us)
		all->p.left_us = left;
	return 0;
}

static int read_csv(struct people *all, const struct str *bytes, struct err *e)
{
	AUTO(csv_free)
	struct csv *csv = csv_new(reader_mem(bytes->s, bytes->len));
	struct csv_line line;
	bool first = true;
	int rc;

	while ((rc = csv_next(csv, &line, e)) > 0) {
		if (!first && one_line(all, &line, e) < 0)
			return -1;
		first = false;
	}
	return rc < 0 ? -1 : end_person(all, e);
}

/* The last of this name: what the source gave is renamed. */
static bool find_csv(const struct shown *s, size_t *at)
{
	const struct outline_part *list;
	size_t n = outline_parts(s->outline, &list);

	for (size_t i = n; i-- > 0;)
		if (list[i].seq == 0 &&
		    strcmp(list[i].name, "participants.csv") == 0) {
			*at = i;
			return true;
		}
	return false;
}

int shown_people(const struct shown *s, struct err *e)
{
	AUTO(str_done) struct str bytes = STR_INIT;
	struct people all = { .s = s };
	size_t at = 0;
	int rc = 0;

	for (size_t i = 0; i <= CSV_NOTE; i++)
		all.p.cell[i] = STR_INIT;
	read_origin(&all);
	print_table(s->call->out, &people_table);
	if (find_csv(s, &at))
		rc = outline_body(s->skeleton.s, s->skeleton.len, at,
				  SKELETON_MAX, &bytes, e);
	if (rc == 0)
		rc = read_csv(&all, &bytes, e);
	for (size_t i = 0; i <= CSV_NOTE; i++)
		str_done(&all.p.cell[i]);
	if (rc < 0)
		return -1;
	print_table_end(s->call->out);
	print_int(s->call->out, "participants_in_all", NULL, all.n);
	return 0;
}
