/* mapping.c - a connector's own mapping, and who is mapped to nobody. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/mem.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "connector/connector.h"
#include "connector/gaps.h"
#include "directory/directory.h"
#include "verb/print.h"
#include "verb/setup.h"

#include <stdlib.h>

/* --- connector map ---------------------------------------------------------
 */

static int take_id(void *ctx, const struct connector_info *info, struct err *e)
{
	(void)e;
	*(int64_t *)ctx = info->id;
	return 0;
}

static int connector_id(struct verb_call *call, int64_t *id, struct err *e)
{
	return connector_each(call->archive, call->db, call_text(call, "name"),
			      take_id, id, e);
}

static int map_import(struct verb_call *call, struct directory_import *im,
		      struct err *e)
{
	int64_t id = 0;

	if (connector_id(call, &id, e) < 0)
		return -1;
	return directory_import_mapping(call->db, id, call_text(call, "file"),
					im, e);
}

static const struct table mapping_table = {
	.name = "mapping",
	.empty = "It has no mapping of its own: persons and directories say "
		 "whose an address is.",
	.n = 4,
	.columns = { { "address", "ADDRESS", CELL_TEXT, true },
		     { "mailbox", "MAILBOX", CELL_TEXT, true },
		     { "valid_from", "FROM (UTC)", CELL_TIME },
		     { "valid_until", "UNTIL (UTC)", CELL_TIME } },
};

static int on_mapping(void *ctx, const struct directory_mapping *m,
		      struct err *e)
{
	struct printer *p = ctx;

	cell_text(p, m->address);
	cell_text(p, m->mailbox);
	cell_int_or_none(p, m->from_us);
	cell_int_or_none(p, m->until_us);
	return print_row(p, e);
}

static int map_list(struct verb_call *call, struct err *e)
{
	int64_t id = 0;

	if (call_open(call, false, e) < 0 || connector_id(call, &id, e) < 0)
		return -1;
	if (call_flag(call, "csv"))
		print_set_form(call->out, PRINT_CSV);
	print_table(call->out, &mapping_table);
	if (directory_each_mapping(call->db, id, on_mapping, call->out, e) < 0)
		return -1;
	print_table_end(call->out);
	return VERB_OK;
}

static int map_run(struct verb_call *call, struct err *e)
{
	return call_text(call, "file") != NULL
		       ? setup_import(call, map_import, e)
		       : map_list(call, e);
}

const struct verb verb_connector_map = {
	.name = "connector map",
	.http = "POST /connectors/{name}/mapping"
		"|GET /connectors/{name}/mapping",
	.right = RIGHT_CONNECTOR,
	.help = "Give a connector a mapping of its own, or show it",
	.about = "The file is CSV (RFC 4180) in UTF-8 with a header line that "
		 "names its columns:\n\n"
		 "  address      whatever the source calls the person by\n"
		 "  mailbox      one of `estreat mailbox list`\n"
		 "  valid_from, valid_until   a date or an RFC 3339 time, UTC; "
		 "empty is open\n\n"
		 "It goes before all that is known of an address otherwise. "
		 "The same line again\nchanges nothing; a line with another "
		 "validity changes it. What could not be\nmapped before moves "
		 "on with the next run. Without a file the mapping is shown;\n"
		 "with --csv in the form that is read.",
	.example = "  estreat connector map zoom mapping.csv\n"
		   "  estreat connector map zoom --csv",
	.run = map_run,
	.params = { { .name = "name",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "the connector's name" },
		    { .name = "file",
		      .type = PARAM_PATH,
		      .positional = true,
		      .value = "FILE.csv",
		      .help = "the mapping; shown without it" },
		    { .name = "csv",
		      .type = PARAM_FLAG,
		      .help = "as CSV instead of a table" } },
};

/* --- connector people ------------------------------------------------------
 */

static const struct table people_table = {
	.name = "people",
	.empty = "The source told nobody.",
	.n = 5,
	.columns = { { "name", "NAME", CELL_TEXT, true },
		     { "address", "ADDRESS", CELL_TEXT, true },
		     { "state", "AT THE SOURCE", CELL_TEXT },
		     { "mailbox", "MAILBOX", CELL_TEXT, true },
		     { "reason", "WHY NOT", CELL_TEXT, .below = true } },
};

struct people_sums {
	struct printer *out;
	int64_t mapped, unmapped;
};

static int on_person(void *ctx, const struct connector_person *p, struct err *e)
{
	struct people_sums *s = ctx;

	if (p->mailbox != NULL)
		s->mapped++;
	else
		s->unmapped++;
	cell_text_or_none(s->out, p->name);
	cell_text_or_none(s->out, p->address);
	cell_text_or_none(s->out, p->state);
	cell_text(s->out, p->mailbox);
	cell_text_or_none(s->out, p->reason);
	return print_row(s->out, e);
}

static int people_run(struct verb_call *call, struct err *e)
{
	struct people_sums s = { .out = call->out };

	if (call_open(call, false, e) < 0)
		return -1;
	print_table(call->out, &people_table);
	if (connector_people(call->archive, call->db, call_text(call, "name"),
			     on_person, &s, e) < 0)
		return -1;
	print_table_end(call->out);
	print_gap(call->out);
	print_int(call->out, "mapped", "With a mailbox", s.mapped);
	print_int(call->out, "unmapped", "Without", s.unmapped);
	return s.unmapped > 0 ? VERB_NOT : VERB_OK;
}

const struct verb verb_connector_people = {
	.name = "connector people",
	.http = "GET /connectors/{name}/people",
	.right = RIGHT_CONNECTOR_VIEW,
	.help = "List accounts at the source, and whose mailbox each is",
	.about = "Asks the source, and looks each address up as a run would: "
		 "in its connector's\nmapping, then among persons and "
		 "directories. What somebody without a mailbox\nsays goes to "
		 "the quarantine, and moves on when a mapping appears. The "
		 "exit code\nis 1 when there is somebody without.",
	.example = "  estreat connector people zoom",
	.run = people_run,
	.lists = VERB_LISTS(&people_table),
	.fields = VERB_FIELDS({ "mapped", NULL, CELL_INT },
			      { "unmapped", NULL, CELL_INT }),
	.params = { { .name = "name",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "the connector's name" } },
};

/* --- person gaps -----------------------------------------------------------
 */

static const struct table gap_table = {
	.name = "addresses",
	.empty = "Every address that was seen has a mailbox.",
	.n = 6,
	.columns = { { "address", "ADDRESS", CELL_TEXT, true },
		     { "name", "NAME", CELL_TEXT, true },
		     { "kind", "WHO", CELL_TEXT },
		     { "messages", "MESSAGES", CELL_INT },
		     { "first", "SINCE (UTC)", CELL_TIME },
		     { "last", NULL, CELL_TIME } },
};

struct gap_sums {
	struct printer *out;
	int64_t kinds[3];
};

static int on_gap(void *ctx, const struct gap *g, struct err *e)
{
	static const char *const kinds[] = { "account", "guest", "no address" };
	struct gap_sums *s = ctx;

	s->kinds[g->kind]++;
	cell_text(s->out, g->address);
	cell_text_or_none(s->out, g->name);
	cell_text(s->out, kinds[g->kind]);
	cell_int(s->out, g->messages);
	cell_int(s->out, g->first_us);
	cell_int(s->out, g->last_us);
	return print_row(s->out, e);
}

static const struct table idle_table = {
	.name = "mailboxes_without_messages",
	.empty = "Every mailbox has messages.",
	.n = 3,
	.columns = { { "mailbox", "MAILBOX WITHOUT MESSAGES", CELL_TEXT, true },
		     { "person", "PERSON", CELL_TEXT, true },
		     { "since", "SINCE (UTC)", CELL_TIME } },
};

struct idle {
	struct printer *out;
	struct catalog_count *counts; /* ascending, as the mailboxes come */
	size_t n, at;
	int64_t found;
};

static int on_mailbox(void *ctx, const struct directory_mailbox *m,
		      struct err *e)
{
	struct idle *i = ctx;

	while (i->at < i->n && i->counts[i->at].mailbox < m->id)
		i->at++;
	if (m->id == DIRECTORY_QUARANTINE ||
	    (i->at < i->n && i->counts[i->at].mailbox == m->id &&
	     i->counts[i->at].messages > 0))
		return 0;
	i->found++;
	cell_text(i->out, m->name);
	cell_text_or_none(i->out, m->person);
	cell_int_or_none(i->out, m->made_us);
	return print_row(i->out, e);
}

static int print_idle(struct verb_call *call, int64_t *found, struct err *e)
{
	AUTO(free) struct catalog_count *counts = NULL;
	struct idle i = { .out = call->out };

	if (catalog_counts(archive_catalog(call->archive), &counts, &i.n, e) <
	    0)
		return -1;
	i.counts = counts;
	print_gap(call->out);
	print_table(call->out, &idle_table);
	if (directory_each_mailbox(call->db, on_mailbox, &i, e) < 0)
		return -1;
	print_table_end(call->out);
	*found = i.found;
	return 0;
}

static int gaps_run(struct verb_call *call, struct err *e)
{
	struct gap_sums s = { .out = call->out };
	int64_t idle = 0;

	if (call_open(call, false, e) < 0)
		return -1;
	print_table(call->out, &gap_table);
	if (gaps_each(call->db, on_gap, &s, e) < 0)
		return -1;
	print_table_end(call->out);
	if (print_idle(call, &idle, e) < 0)
		return -1;
	print_gap(call->out);
	print_int(call->out, "accounts", "Accounts without a mailbox",
		  s.kinds[GAP_ACCOUNT]);
	print_int(call->out, "guests", "Guests", s.kinds[GAP_GUEST]);
	print_int(call->out, "without_address", "Told without an address",
		  s.kinds[GAP_UNNAMED]);
	print_int(call->out, "idle_mailboxes", "Mailboxes without messages",
		  idle);
	return s.kinds[GAP_ACCOUNT] > 0 ? VERB_NOT : VERB_OK;
}

const struct verb verb_person_gaps = {
	.name = "person gaps",
	.http = "GET /persons/gaps",
	.right = RIGHT_OWNER_VIEW,
	.help = "List who was seen and has no mailbox, and idle mailboxes",
	.about =
		"An account is an address in a domain that the organisation "
		"has addresses in: its\nmailbox is missing, and that is what "
		"exit code 1 says. A guest is anybody else.\nMessages counts "
		"those that nobody got a copy of for this address; first and "
		"last\nare when they were said.\n\nClose a gap by `estreat "
		"person import`, a directory, or `estreat connector map`;\nthe "
		"next run brings the copies, also those that wait in the "
		"quarantine.",
	.example = "  estreat person gaps\n  estreat person gaps --json",
	.run = gaps_run,
	.lists = VERB_LISTS(&gap_table, &idle_table),
	.fields = VERB_FIELDS({ "accounts", NULL, CELL_INT },
			      { "guests", NULL, CELL_INT },
			      { "without_address", NULL, CELL_INT },
			      { "idle_mailboxes", NULL, CELL_INT }),
};
