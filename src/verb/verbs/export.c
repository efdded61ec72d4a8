/* export.c - mailboxes written out as files that others can read. */
#include "verb/verbs/verbs.h"

#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "directory/directory.h"
#include "export/export.h"
#include "verb/print.h"
#include "verb/progress.h"

#include <stdlib.h>
#include <string.h>

static const struct table failed_table = {
	.name = "failed",
	.n = 2,
	.columns = { { "message", "MESSAGE", CELL_INT },
		     { "reason", "NOT EXPORTED BECAUSE", CELL_TEXT, true,
		       true } },
};

struct exporting {
	struct printer *out;
	struct progress *bar;
	uint64_t *mailboxes;
	size_t n;
};

static int add_mailbox(void *ctx, const struct directory_mailbox *m,
		       struct err *e)
{
	struct exporting *x = ctx;

	(void)e;
	x->mailboxes =
		mem_resize(x->mailboxes, (x->n + 1) * sizeof(*x->mailboxes));
	x->mailboxes[x->n++] = m->id;
	return 0;
}

static int choose(struct verb_call *call, struct exporting *x, struct err *e)
{
	const char *name = call_text(call, "mailbox");
	struct directory_mailbox one = { 0 };

	if ((name != NULL) == call_flag(call, "all"))
		return err_set(e, ERR_USAGE,
			       "say which: --mailbox MAILBOX, or --all");
	if (name == NULL)
		return directory_each_mailbox(call->db, add_mailbox, x, e);
	if (call_mailbox(call, name, &one.id, e) < 0)
		return -1;
	return add_mailbox(x, &one, e);
}

static enum export_format format_of(const char *name)
{
	if (strcmp(name, "maildir") == 0)
		return EXPORT_MAILDIR;
	return strcmp(name, "mbox") == 0 ? EXPORT_MBOX : EXPORT_EML;
}

static int record(struct verb_call *call, struct err *e)
{
	const char *mailbox = call_text(call, "mailbox");
	AUTO(str_done) struct str detail = STR_INIT;

	str_add(&detail, "{\"mailbox\":");
	encode_json(&detail, mailbox != NULL ? mailbox : "(all)");
	str_add(&detail, ",\"format\":");
	encode_json(&detail, call_text(call, "format"));
	str_add(&detail, ",\"folder\":");
	encode_json(&detail, call_text(call, "dir"));
	str_add_char(&detail, '}');
	return call_record(call, detail.s, e);
}

static void on_progress(void *ctx, uint64_t done, uint64_t all,
			const char *mailbox)
{
	progress_tell(((struct exporting *)ctx)->bar, "exporting", done, all,
		      mailbox);
}

static void on_failed(void *ctx, uint64_t message, const char *why)
{
	struct printer *p = ((struct exporting *)ctx)->out;
	struct err gone = ERR_INIT;

	cell_int(p, (int64_t)message);
	cell_text(p, why);
	(void)print_row(p, &gone); /* kept, and told at the end */
}

static int work(struct verb_call *call, struct exporting *x,
		struct export_result *result, struct err *e)
{
	struct export_order order = {
		.dir = call_text(call, "dir"),
		.format = format_of(call_text(call, "format")),
		.stop = call->stop,
		.ctx = x,
		.tell = on_progress,
		.failed = on_failed,
	};
	int rc;

	if (call_open(call, false, e) < 0 || choose(call, x, e) < 0 ||
	    record(call, e) < 0)
		return -1;
	order.mailboxes = x->mailboxes;
	order.n_mailboxes = x->n;
	print_table(call->out, &failed_table);
	rc = export_run(call->archive, call->db, &order, result, e);
	print_table_end(call->out);
	return rc;
}

static int export_verb_run(struct verb_call *call, struct err *e)
{
	AUTO(progress_free) struct progress *bar = progress_new(call);
	struct exporting x = { .out = call->out, .bar = bar };
	struct export_result r = { 0 };
	struct printer *p = call->out;
	int rc = work(call, &x, &r, e);

	free(x.mailboxes);
	if (rc < 0)
		return -1;
	print_text(p, "folder", "Folder", call_text(call, "dir"));
	print_int(p, "copies", "Copies there", (int64_t)r.copies);
	print_int(p, "exported", "  written now", (int64_t)r.exported);
	print_int(p, "failed_copies", "Not readable", (int64_t)r.failed);
	print_size(p, "bytes", "Bytes written", r.bytes);
	print_say(p, "\nmanifest.csv and manifest.json name every copy; "
		     "`sha256sum -c SHA256SUMS` in the folder verifies it.");
	return r.failed > 0 ? VERB_NOT : VERB_OK;
}

const struct verb verb_export = {
	.name = "export",
	.right = RIGHT_EXPORT,
	.reads = true,
	.help = "Write mailboxes out as .eml files, Maildirs or mbox files",
	.about =
		"The folder must be absent, empty, or of an earlier export in "
		"the same format:\nthe same command again goes on after a "
		"break, and adds what is new.\n\n"
		"  eml      MAILBOX/Inbox/FOLDER/NUMBER-Subject.eml, exact "
		"bytes\n"
		"  maildir  MAILBOX is a Maildir++ (mutt, Dovecot), exact "
		"bytes\n"
		"  mbox     MAILBOX/Inbox/FOLDER.mbox (mboxrd)\n\n"
		"A message that several mailboxes have is stored once and "
		"linked. manifest.csv,\nmanifest.json and SHA256SUMS are made "
		"at the end. What cannot be read is listed,\nand the exit code "
		"is 1. The export is recorded for the ledger.",
	.example = "  estreat export --all --format maildir /srv/export\n"
		   "  mutt -f '/srv/export/anna@example.com/.INBOX.Zoom "
		   "Meetings'",
	.stoppable = true,
	.run = export_verb_run,
	.params = { { .name = "dir",
		      .type = PARAM_PATH,
		      .positional = true,
		      .required = true,
		      .help = "the folder that takes it" },
		    { .name = "mailbox",
		      .type = PARAM_TEXT,
		      .value = "MAILBOX",
		      .help = "only this one, by name or number" },
		    { .name = "all",
		      .type = PARAM_FLAG,
		      .help = "all mailboxes, the quarantine too" },
		    { .name = "format",
		      .type = PARAM_CHOICE,
		      .required = true,
		      .choices = "eml|maildir|mbox",
		      .help = "as what" } },
};
