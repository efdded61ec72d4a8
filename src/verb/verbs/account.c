/* account.c - what became of everything: a run's report and its log. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/str.h"
#include "catalog/act.h"
#include "connector/connector.h"
#include "verb/print.h"
#include "verb/report.h"

#include <string.h>

/* The run that was asked for; 0 where none was. */
static int run_of(const struct verb_call *call, int64_t *run, struct err *e)
{
	*run = call_int(call, "run", 0);
	if (call_flag(call, "run") && *run == 0)
		return err_set(e, ERR_USAGE,
			       "there is no run 0: runs count from 1, and "
			       "without --run it is %s",
			       call->verb == &verb_connector_log ? "all of them"
								 : "the last");
	return 0;
}

static int report_run(struct verb_call *call, struct err *e)
{
	AUTO(str_done) struct str json = STR_INIT;
	int64_t run;
	bool whole;

	if (run_of(call, &run, e) < 0 || call_open(call, false, e) < 0 ||
	    connector_report(call->archive, call->db, call_text(call, "name"),
			     run, &json, e) < 0)
		return -1;
	return report_print(call->out, json.s, &whole, e) < 0 ? -1 : VERB_OK;
}

const struct verb verb_connector_report = {
	.name = "connector report",
	.http = "GET /connectors/{name}/report",
	.right = RIGHT_CONNECTOR_VIEW,
	.help = "Show the sums of a run: states, reasons, days, people",
	.about =
		"The sums close when\n\n"
		"  listed = archived + unchanged + excluded + pending + failed "
		"+ expired\n"
		"  copies due = copies in mailboxes + quarantined + waiting + "
		"refused\n\n"
		"The two sides are counted in different places, so a lost or "
		"doubled copy shows.\nWhat waited for its target when the run "
		"ended may have come since: how it is\nnow is told below. "
		"With --json the report is as docs/formats/report.md\n"
		"describes it.",
	.example = "  estreat connector report zoom\n"
		   "  estreat connector report zoom --run 3 --json",
	.run = report_run,
	.params = { { .name = "name",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "the connector's name" },
		    { .name = "run",
		      .type = PARAM_INT,
		      .value = "N",
		      .help = "of this run instead of the last" } },
};

/* --- log --------------------------------------------------------------------
 */

static const struct table log_table = {
	.name = "log",
	.empty = "Nothing was listed.",
	.n = 21,
	.columns = { { "run", NULL, CELL_INT },
		     { "time", "TIME (UTC)", CELL_TIME },
		     { "kind", "KIND", CELL_TEXT },
		     { "object", NULL, CELL_TEXT },
		     { "version", NULL, CELL_TEXT },
		     { "label", "WHAT", CELL_TEXT, true },
		     { "bundle", NULL, CELL_TEXT },
		     { "state", "STATE", CELL_TEXT },
		     { "reason", "REASON", CELL_TEXT, .below = true },
		     { "evidence", NULL, CELL_TEXT },
		     { "found_by", NULL, CELL_TEXT },
		     { "size", NULL, CELL_SIZE },
		     { "sha256", NULL, CELL_TEXT },
		     { "deleted_at_source", NULL, CELL_TIME },
		     { "message", "MESSAGE", CELL_INT },
		     { "message_id", NULL, CELL_TEXT },
		     { "mailbox", "MAILBOX", CELL_TEXT, .below = true },
		     { "folder", NULL, CELL_TEXT },
		     { "target", NULL, CELL_TEXT },
		     { "place", NULL, CELL_TEXT },
		     { "copied", NULL, CELL_TIME } },
};

static void cell_unless(struct printer *p, int64_t value, int64_t none)
{
	if (value == none)
		cell_none(p);
	else
		cell_int(p, value);
}

static int on_line(void *ctx, const struct connector_log_line *l, struct err *e)
{
	struct printer *p = ctx;

	cell_int(p, l->run);
	cell_unless(p, l->time_us, 0);
	cell_text(p, l->kind);
	cell_text_or_none(p, l->object);
	/* an object's version may be empty; a copy has none */
	cell_text(p, l->object[0] != '\0' ? l->version : NULL);
	cell_text(p, l->label);
	cell_text_or_none(p, l->bundle);
	cell_text(p, l->state);
	cell_text_or_none(p, l->reason);
	cell_text_or_none(p, l->evidence);
	cell_text_or_none(p, l->found_by);
	cell_unless(p, l->size, -1);
	cell_text_or_none(p, l->sha256);
	cell_unless(p, l->delete_at_us, 0);
	cell_unless(p, (int64_t)l->message, 0);
	cell_text_or_none(p, l->message_id);
	cell_text_or_none(p, l->mailbox);
	cell_text_or_none(p, l->folder);
	cell_text_or_none(p, l->target);
	cell_text_or_none(p, l->place);
	cell_unless(p, l->copied_us, 0);
	return print_row(p, e);
}

static int log_run(struct verb_call *call, struct err *e)
{
	const char *format = call_text(call, "format");
	int64_t run;

	/* elsewhere JSON is what one gets without asking for it */
	if (format != NULL && strcmp(format, "csv") == 0 &&
	    print_form(call->out) == PRINT_JSON &&
	    strcmp(call->actor.origin, ORIGIN_COMMAND_LINE) == 0)
		return err_set(e, ERR_USAGE,
			       "--format csv and --json ask for two forms; "
			       "leave one of them out");
	if (format != NULL)
		print_set_form(call->out, strcmp(format, "csv") == 0
						  ? PRINT_CSV
						  : PRINT_JSON);
	/* names of meetings and of who took part are content */
	if (run_of(call, &run, e) < 0 || call_open(call, false, e) < 0 ||
	    call_record_of(call, "connector", call_text(call, "name"), e) < 0)
		return -1;
	print_table(call->out, &log_table);
	if (connector_log(call->archive, call->db, call_text(call, "name"), run,
			  on_line, call->out, e) < 0)
		return -1;
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_connector_log = {
	.name = "connector log",
	.http = "GET /connectors/{name}/log",
	.right = RIGHT_CONNECTOR,
	.help = "List every object with its state, and every copy",
	.about = "One line for each thing the source told, and one for each "
		 "copy in a mailbox. CSV\n(RFC 4180) and JSON have all "
		 "columns: the evidence of the source's answer, how\nit was "
		 "found, size, SHA-256, and the message that carries it.\n"
		 "Titles of meetings and names of who took part are content: "
		 "to see how all is\nset up is not enough for it.",
	.example = "  estreat connector log zoom --format csv > zoom.csv",
	.run = log_run,
	.lists = VERB_LISTS(&log_table),
	.params = { { .name = "name",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "the connector's name" },
		    { .name = "run",
		      .type = PARAM_INT,
		      .value = "N",
		      .help = "only of this run" },
		    { .name = "format",
		      .type = PARAM_CHOICE,
		      .choices = "csv|json",
		      .help = "all columns, for programs" } },
};
