/* person.c - who is who: importing persons, looking at them. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "db/db.h"
#include "directory/directory.h"
#include "verb/match.h"
#include "verb/print.h"
#include "verb/setup.h"

#include <string.h>

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

struct listing {
	struct printer *out;
	struct str wanted; /* folded */
	struct str last;   /* the person printed last */
	int64_t left;      /* addresses that may still be printed */
	bool more;         /* there are others behind it */
};

/* A person's addresses stay together, also where that is more than asked. */
static int on_address(void *ctx, const struct directory_address *a,
		      struct err *e)
{
	struct listing *l = ctx;
	struct printer *p = l->out;

	if (!match_in(a->name, l->wanted.s) &&
	    !match_in(a->address, l->wanted.s) &&
	    !match_in(a->mailbox, l->wanted.s))
		return 0;
	if (l->left <= 0 && strcmp(l->last.s, a->person) != 0) {
		l->more = true;
		return 1;
	}
	l->left--;
	str_cut(&l->last, 0);
	str_add(&l->last, a->person);
	cell_text(p, a->person);
	cell_text(p, a->name);
	cell_text(p, a->mailbox);
	cell_text(p, a->address);
	cell_int_or_none(p, a->from_us);
	cell_int_or_none(p, a->until_us);
	return print_row(p, e);
}

static int list_addresses(struct verb_call *call, struct listing *l,
			  struct err *e)
{
	const char *after = call_text(call, "after");

	print_table(call->out, &address_table);
	if (directory_addresses_after(call->db, after != NULL ? after : "",
				      on_address, l, e) < 0)
		return -1;
	print_table_end(call->out);
	print_text(call->out, "next", NULL, l->more ? l->last.s : NULL);
	if (l->more)
		print_say(call->out, "There are more: --after %s", l->last.s);
	return VERB_OK;
}

static int list_run(struct verb_call *call, struct err *e)
{
	struct listing l = { .out = call->out,
			     .wanted = STR_INIT,
			     .last = STR_INIT,
			     .left = call_int(call, "limit", INT64_MAX) };
	const char *text = call_text(call, "text");
	int rc;

	if (call_open(call, false, e) < 0)
		return -1;
	if (call_flag(call, "csv"))
		print_set_form(call->out, PRINT_CSV);
	match_fold(&l.wanted, text != NULL ? text : "");
	rc = list_addresses(call, &l, e);
	str_done(&l.wanted);
	str_done(&l.last);
	return rc;
}

const struct verb verb_person_list = {
	.name = "person list",
	.http = "GET /persons",
	.right = RIGHT_OWNER_VIEW,
	.help = "List persons with their addresses, mailboxes and validity",
	.about = "With --csv the output has the form that `estreat person "
		 "import` reads.",
	.example = "  estreat person list --text lindgren\n"
		   "  estreat person list --csv > persons.csv",
	.run = list_run,
	.lists = VERB_LISTS(&address_table),
	.fields = VERB_FIELDS({ "next", NULL, CELL_TEXT }),
	.params = { { .name = "text",
		      .type = PARAM_TEXT,
		      .value = "WORDS",
		      .help = "only with this in name, address or mailbox" },
		    { .name = "limit",
		      .type = PARAM_INT,
		      .value = "N",
		      .help = "about so many addresses, instead of all" },
		    { .name = "after",
		      .type = PARAM_TEXT,
		      .value = "PERSON",
		      .help = "go on behind this person" },
		    { .name = "csv",
		      .type = PARAM_FLAG,
		      .help = "as CSV instead of a table" } },
};
