/* mailbox.c - the mailboxes, and the folders of one. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "directory/directory.h"
#include "verb/match.h"
#include "verb/print.h"

#include <stdlib.h>
#include <string.h>

/* --- mailbox list ----------------------------------------------------------
 */

static const struct table mailbox_table = {
	.name = "mailboxes",
	.empty = "No mailboxes.",
	.n = 4,
	.columns = { { "id", "ID", CELL_INT },
		     { "mailbox", "MAILBOX", CELL_TEXT, true },
		     { "person", "PERSON", CELL_TEXT, true },
		     { "messages", "MESSAGES", CELL_INT } },
};

/* Their messages are counted for so many mailboxes at a time. */
#define MAILBOXES_AT_ONCE 10000

struct mailbox_listing {
	struct verb_call *call;
	struct str wanted; /* folded */
	int64_t left;      /* that may still be printed */
	uint64_t last;     /* printed, or waiting */
	bool more;         /* there are others behind it */
	/* waiting for their counts */
	struct catalog_count *counts;
	struct str names; /* mailbox NUL person NUL ... */
	size_t n;
};

static int print_waiting(struct mailbox_listing *l, struct err *e)
{
	struct printer *out = l->call->out;
	const char *name = l->names.s;

	if (catalog_counts_of(archive_catalog(l->call->archive), l->counts,
			      l->n, e) < 0)
		return -1;
	for (size_t i = 0; i < l->n; i++) {
		const char *person = name + strlen(name) + 1;

		cell_int(out, (int64_t)l->counts[i].mailbox);
		cell_text(out, name);
		cell_text_or_none(out, person);
		cell_int(out, (int64_t)l->counts[i].messages);
		if (print_row(out, e) < 0)
			return -1;
		name = person + strlen(person) + 1;
	}
	l->n = 0;
	str_cut(&l->names, 0);
	return 0;
}

static int on_mailbox(void *ctx, const struct directory_mailbox *m,
		      struct err *e)
{
	struct mailbox_listing *l = ctx;

	if (!match_in(m->name, l->wanted.s) &&
	    !match_in(m->person, l->wanted.s))
		return 0;
	l->more = l->left == 0;
	if (l->more)
		return 1;
	l->left--;
	l->last = m->id;
	l->counts[l->n++] = (struct catalog_count){ .mailbox = m->id };
	str_add_len(&l->names, m->name, strlen(m->name) + 1);
	str_add_len(&l->names, m->person, strlen(m->person) + 1);
	return l->n == MAILBOXES_AT_ONCE ? print_waiting(l, e) : 0;
}

static int list_mailboxes(struct mailbox_listing *l, struct err *e)
{
	struct verb_call *call = l->call;
	uint64_t after = (uint64_t)call_int(call, "after", 0);

	print_table(call->out, &mailbox_table);
	if (directory_mailboxes_after(call->db, after, on_mailbox, l, e) < 0 ||
	    print_waiting(l, e) < 0)
		return -1;
	print_table_end(call->out);
	call_print_next(call, l->more ? l->last : 0);
	return VERB_OK;
}

static int list_run(struct verb_call *call, struct err *e)
{
	struct mailbox_listing l = { .call = call,
				     .wanted = STR_INIT,
				     .names = STR_INIT,
				     .left = call_int(call, "limit",
						      INT64_MAX) };
	const char *text = call_text(call, "text");
	int rc;

	if (call_open(call, false, e) < 0)
		return -1;
	match_fold(&l.wanted, text != NULL ? text : "");
	l.counts = mem_alloc(MAILBOXES_AT_ONCE, sizeof(*l.counts));
	rc = list_mailboxes(&l, e);
	free(l.counts);
	str_done(&l.names);
	str_done(&l.wanted);
	return rc;
}

const struct verb verb_mailbox_list = {
	.name = "mailbox list",
	.http = "GET /mailboxes",
	.right = RIGHT_SEARCH,
	.help = "List the mailboxes and how many messages each has",
	.about = "Mailbox 1, the quarantine, has what belongs to nobody known; "
		 "`estreat person\nimport` with the missing address moves it "
		 "on.",
	.example = "  estreat mailbox list\n"
		   "  estreat mailbox list --text anna --limit 20",
	.run = list_run,
	.lists = VERB_LISTS(&mailbox_table),
	.fields = VERB_FIELDS({ "next", NULL, CELL_INT }),
	.params = { { .name = "text",
		      .type = PARAM_TEXT,
		      .value = "TEXT",
		      .help = "only those with this in their name or the "
			      "person's" },
		    { .name = "limit",
		      .type = PARAM_INT,
		      .value = "N",
		      .help = "at most so many" },
		    { .name = "after",
		      .type = PARAM_INT,
		      .value = "ID",
		      .help = "go on behind this one" } },
};

/* --- mailbox folders -------------------------------------------------------
 */

static const struct table folder_table = {
	.name = "folders",
	.empty = "No messages.",
	.n = 2,
	.columns = { { "folder", "FOLDER", CELL_TEXT, true },
		     { "messages", "MESSAGES", CELL_INT } },
};

static int folders_run(struct verb_call *call, struct err *e)
{
	AUTO(catalog_folders_free) struct catalog_folders f = { 0 };
	AUTO(str_done) struct str name = STR_INIT;
	struct printer *out = call->out;
	uint64_t mailbox;

	if (call_open(call, false, e) < 0 ||
	    call_mailbox(call, call_text(call, "mailbox"), &mailbox, e) < 0 ||
	    directory_mailbox_name(call->db, mailbox, &name, e) < 0 ||
	    catalog_folders(archive_catalog(call->archive), mailbox, &f, e) < 0)
		return -1;
	print_int(out, "id", NULL, (int64_t)mailbox);
	print_text(out, "mailbox", NULL, name.s);
	print_table(out, &folder_table);
	for (size_t i = 0; i < f.n; i++) {
		cell_text(out, f.list[i].name);
		cell_int(out, (int64_t)f.list[i].messages);
		if (print_row(out, e) < 0)
			return -1;
	}
	print_table_end(out);
	return VERB_OK;
}

const struct verb verb_mailbox_folders = {
	.name = "mailbox folders",
	.http = "GET /mailboxes/{mailbox}/folders",
	.right = RIGHT_SEARCH,
	.help = "List the folders of a mailbox and what each has",
	.example = "  estreat mailbox folders anna@example.com",
	.run = folders_run,
	.lists = VERB_LISTS(&folder_table),
	.fields = VERB_FIELDS({ "id", NULL, CELL_INT },
			      { "mailbox", NULL, CELL_TEXT }),
	.params = { { .name = "mailbox",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "name or number" } },
};
