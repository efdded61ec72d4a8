/* source.c - the platforms that connectors can be made for. */
#include "verb/verbs/verbs.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "connector/settings.h"
#include "source/source.h"
#include "verb/print.h"
#include "verb/setup.h"

static const struct table source_table = {
	.name = "sources",
	.empty = "This program has no sources.",
	.n = 3,
	.columns = { { "name", "NAME", CELL_TEXT },
		     { "title", "TITLE", CELL_TEXT },
		     { "folder", "FOLDER", CELL_TEXT } },
};

static int list_run(struct verb_call *call, struct err *e)
{
	print_table(call->out, &source_table);
	for (const struct source_ops *const *s = source_all(); *s != NULL;
	     s++) {
		cell_text(call->out, (*s)->name);
		cell_text(call->out, (*s)->title);
		cell_text(call->out, (*s)->folder);
		if (print_row(call->out, e) < 0)
			return -1;
	}
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_source_list = {
	.name = "source list",
	.http = "GET /sources",
	.right = RIGHT_CONNECTOR_VIEW,
	.help = "List the platforms that connectors can be made for",
	.example = "  estreat source list",
	.run = list_run,
	.lists = VERB_LISTS(&source_table),
};

/* --- source show ------------------------------------------------------------
 */

/* Not a name of its own: any header field (connector/settings.h). */
static const struct setting header_setting[] = {
	{ "header.NAME", NULL, false, false,
	  "a fixed header field of every message" },
	{ NULL },
};

static int show_run(struct verb_call *call, struct err *e)
{
	const struct source_ops *s = source_find(call_text(call, "source"));
	struct printer *p = call->out;

	if (s == NULL)
		return err_set(e, ERR_USAGE,
			       "there is no source \"%.60s\"; `estreat source "
			       "list` shows those there are",
			       call_text(call, "source"));
	print_text(p, "name", "Source", s->name);
	print_text(p, "title", "Title", s->title);
	print_text(p, "folder", "Folder", s->folder);
	print_int(p, "overlap_days", "Looks back each run, days",
		  s->overlap_us / CLOCK_DAY);
	print_int(p, "history_days", "Looks back at first, days",
		  s->history_us / CLOCK_DAY);
	print_int(p, "settle_hours", "Waits for late parts, hours",
		  s->settle_us / CLOCK_HOUR);
	print_text(p, "authorize_when",
		   s->authorize != NULL ? "Signed in to in a browser" : NULL,
		   s->authorize != NULL ? s->authorize->when : NULL);
	print_gap(p);
	if (setup_settings(p,
			   (const struct setting *[]){ s->settings,
						       connector_settings,
						       header_setting, NULL },
			   e) < 0)
		return -1;
	print_say(p, "\nSettings are given with --set NAME=VALUE, secrets with "
		     "--secret NAME=FILE.");
	return VERB_OK;
}

const struct verb verb_source_show = {
	.name = "source show",
	.http = "GET /sources/{source}",
	.right = RIGHT_CONNECTOR_VIEW,
	.help = "Show a platform's settings, and what each means",
	.example = "  estreat source show zoom-meetings",
	.run = show_run,
	.lists = VERB_LISTS(&setup_setting_table),
	.fields = VERB_FIELDS({ "name", NULL, CELL_TEXT },
			      { "title", NULL, CELL_TEXT },
			      { "folder", NULL, CELL_TEXT },
			      { "overlap_days", NULL, CELL_INT },
			      { "history_days", NULL, CELL_INT },
			      { "settle_hours", NULL, CELL_INT },
			      { "authorize_when", NULL, CELL_TEXT }),
	.params = { { .name = "source",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "a name of `estreat source list`" } },
};
