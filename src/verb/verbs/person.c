/* person.c - who is who: importing persons, looking at them. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "directory/directory.h"
#include "verb/print.h"
#include "verb/setup.h"

/* --- person import ---------------------------------------------------------
 */

static int import(struct verb_call *call, struct directory_import *im,
		  struct err *e)
{
	return directory_import_csv(call->db, call_text(call, "file"), im, e);
}

static int import_run(struct verb_call *call, struct err *e)
{
	return setup_import(call, import, e);
}

const struct verb verb_person_import = {
	.name = "person import",
	.http = "POST /persons/import",
	.right = RIGHT_OWNER,
	.help = "Import persons and their addresses from a CSV file",
	.about =
		"The file is CSV (RFC 4180) in UTF-8, one line an address, "
		"with a header line\nthat names its columns, in any order:\n\n"
		"  address      e-mail address or account, the only column "
		"that must be there\n"
		"  person       your key of the person; if empty, the mailbox\n"
		"  name         the person's name; if empty, the key\n"
		"  mailbox      where the copies go; if empty, the address\n"
		"  valid_from, valid_until   when the address was the "
		"person's: a date or an\n"
		"               RFC 3339 time, UTC; empty is open\n\n"
		"Copies go by the address as it was when the thing was said. "
		"An address that\nwent from one person to another has two "
		"lines. The same line again changes\nnothing; a line with "
		"another validity changes it. A line that cannot be taken\n"
		"is listed with the reason, the others are taken, and the exit "
		"code is 1.",
	.example = "  estreat person import persons.csv",
	.run = import_run,
	.params = { { .name = "file",
		      .type = PARAM_PATH,
		      .positional = true,
		      .required = true,
		      .value = "FILE.csv",
		      .help = "the file of persons" } },
};

/* --- person list ------------------------------------------------------------
 */

static const struct table address_table = {
	.name = "addresses",
	.empty = "No persons yet: `estreat person import FILE.csv`.",
	.n = 6,
	.columns = { { "person", "PERSON", CELL_TEXT, true },
		     { "name", "NAME", CELL_TEXT, true },
		     { "mailbox", "MAILBOX", CELL_TEXT, true },
		     { "address", "ADDRESS", CELL_TEXT, true },
		     { "valid_from", "FROM (UTC)", CELL_TIME },
		     { "valid_until", "UNTIL (UTC)", CELL_TIME } },
};

static int on_address(void *ctx, const struct directory_address *a,
		      struct err *e)
{
	struct printer *p = ctx;

	cell_text(p, a->person);
	cell_text(p, a->name);
	cell_text(p, a->mailbox);
	cell_text(p, a->address);
	cell_int_or_none(p, a->from_us);
	cell_int_or_none(p, a->until_us);
	return print_row(p, e);
}

static int list_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0)
		return -1;
	if (call_flag(call, "csv"))
		print_set_form(call->out, PRINT_CSV);
	print_table(call->out, &address_table);
	if (directory_each_address(call->db, on_address, call->out, e) < 0)
		return -1;
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_person_list = {
	.name = "person list",
	.http = "GET /persons",
	.right = RIGHT_OWNER_VIEW,
	.help = "List persons with their addresses, mailboxes and validity",
	.about = "With --csv the output has the form that `estreat person "
		 "import` reads.",
	.example = "  estreat person list\n"
		   "  estreat person list --csv > persons.csv",
	.run = list_run,
	.lists = VERB_LISTS(&address_table),
	.params = { { .name = "csv",
		      .type = PARAM_FLAG,
		      .help = "as CSV instead of a table" } },
};
