/* mailbox.c - the mailboxes, and the messages in one. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/catalog.h"
#include "directory/directory.h"
#include "verb/print.h"

#include <stdlib.h>

/* --- mailbox list ----------------------------------------------------------
 */

static const struct table mailbox_table = {
	.name = "mailboxes",
	.n = 4,
	.columns = { { "id", "ID", CELL_INT },
		     { "mailbox", "MAILBOX", CELL_TEXT, true },
		     { "person", "PERSON", CELL_TEXT, true },
		     { "messages", "MESSAGES", CELL_INT } },
};

struct mailbox_listing {
	struct printer *out;
	struct catalog_count *counts; /* ascending, as the mailboxes come */
	size_t n, at;
};

static int on_mailbox(void *ctx, const struct directory_mailbox *m,
		      struct err *e)
{
	struct mailbox_listing *l = ctx;
	uint64_t messages = 0;

	while (l->at < l->n && l->counts[l->at].mailbox < m->id)
		l->at++;
	if (l->at < l->n && l->counts[l->at].mailbox == m->id)
		messages = l->counts[l->at].messages;
	cell_int(l->out, (int64_t)m->id);
	cell_text(l->out, m->name);
	cell_text_or_none(l->out, m->person);
	cell_int(l->out, (int64_t)messages);
	return print_row(l->out, e);
}

static int list_run(struct verb_call *call, struct err *e)
{
	AUTO(free) struct catalog_count *counts = NULL;
	struct mailbox_listing l = { .out = call->out };

	if (call_open(call, false, e) < 0 ||
	    catalog_counts(archive_catalog(call->archive), &counts, &l.n, e) <
		    0)
		return -1;
	l.counts = counts;
	print_table(call->out, &mailbox_table);
	if (directory_each_mailbox(call->db, on_mailbox, &l, e) < 0)
		return -1;
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_mailbox_list = {
	.name = "mailbox list",
	.http = "GET /mailboxes",
	.right = RIGHT_SEARCH,
	.help = "List the mailboxes and how many messages each has",
	.about = "Mailbox 1, the quarantine, has what belongs to nobody known; "
		 "`estreat person\nimport` with the missing address moves it "
		 "on.",
	.example = "  estreat mailbox list",
	.run = list_run,
};

/* --- mailbox messages ------------------------------------------------------
 */

static const struct table message_table = {
	.name = "messages",
	.empty = "No messages.",
	.n = 8,
	.columns = { { "id", "ID", CELL_INT },
		     { "date", "DATE (UTC)", CELL_TIME },
		     { "from", "FROM", CELL_TEXT, true },
		     { "subject", "SUBJECT", CELL_TEXT, true },
		     { "size", "SIZE", CELL_SIZE },
		     { "folder", NULL, CELL_TEXT },
		     { "message_id", NULL, CELL_TEXT },
		     { "archived", NULL, CELL_TIME } },
};

struct listing {
	struct verb_call *call;
	uint64_t mailbox;
	const char *folder; /* NULL: all */
	int64_t left;       /* rows that may still be printed */
};

static int print_message(struct listing *l, uint64_t seq, struct err *e)
{
	struct catalog *c = archive_catalog(l->call->archive);
	AUTO(catalog_message_done)
	struct catalog_message m = CATALOG_MESSAGE_INIT;
	AUTO(str_done) struct str folder = STR_INIT;
	struct printer *p = l->call->out;

	if (catalog_folder(c, seq, l->mailbox, &folder, e) < 0)
		return -1;
	if (l->folder != NULL && str_casecmp(l->folder, folder.s) != 0)
		return 0;
	if (catalog_message(c, seq, &m, e) <= 0)
		return e->kind != ERR_NONE ? -1 : 0;
	cell_int(p, (int64_t)seq);
	cell_int(p, m.time_us);
	cell_text(p, m.sender.s);
	cell_text(p, m.subject.s);
	cell_int(p, (int64_t)m.size);
	cell_text(p, folder.s);
	cell_text(p, m.message_id.s);
	cell_int(p, m.stored_us);
	l->left--;
	return print_row(p, e);
}

static int messages_run(struct verb_call *call, struct err *e)
{
	struct listing l = { .call = call,
			     .folder = call_text(call, "folder"),
			     .left = call_int(call, "limit", INT64_MAX) };
	AUTO(free) uint64_t *seqs = NULL;
	size_t n = 0;

	if (call_open(call, false, e) < 0 ||
	    call_mailbox(call, call_text(call, "mailbox"), &l.mailbox, e) < 0 ||
	    call_record_of(call, "mailbox", call_text(call, "mailbox"), e) <
		    0 ||
	    catalog_mailbox(archive_catalog(call->archive), l.mailbox, &seqs,
			    &n, e) < 0)
		return -1;
	print_table(call->out, &message_table);
	for (size_t i = 0; i < n && l.left > 0; i++) {
		size_t at = call_flag(call, "newest") ? n - 1 - i : i;

		if (print_message(&l, seqs[at], e) < 0)
			return -1;
	}
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_mailbox_messages = {
	.name = "mailbox messages",
	.http = "GET /mailboxes/{mailbox}/messages",
	.right = RIGHT_SEARCH,
	.help = "List the messages of a mailbox",
	.about = "In the order in which they were archived. An ID is good for "
		 "`estreat message\nshow` and stays for ever.",
	.example = "  estreat mailbox messages anna@example.com --newest "
		   "--limit 20",
	.run = messages_run,
	.params = { { .name = "mailbox",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "name or number" },
		    { .name = "folder",
		      .type = PARAM_TEXT,
		      .value = "FOLDER",
		      .help = "only this folder, such as \"Zoom Meetings\"" },
		    { .name = "limit",
		      .type = PARAM_INT,
		      .value = "N",
		      .help = "at most so many" },
		    { .name = "newest",
		      .type = PARAM_FLAG,
		      .help = "the last archived first" } },
};
