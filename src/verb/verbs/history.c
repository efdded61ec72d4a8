/* history.c - the runs of a connector. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "connector/connector.h"
#include "verb/print.h"

#include <inttypes.h>
#include <jansson.h>

/* In the order of the sums' members in a report. */
static const char *const sums[] = { "listed",   "archived",    "unchanged",
				    "excluded", "pending",     "failed",
				    "expired",  "messages",    "mapped",
				    "copies",   "quarantined", "waiting",
				    "refused" };
#define SUMS (sizeof(sums) / sizeof(sums[0]))

static const struct table runs_table = {
	.name = "runs",
	.empty = "It has not run yet.",
	.n = 6 + SUMS,
	.columns = { { "run", "RUN", CELL_INT },
		     { "state", "STATE", CELL_TEXT },
		     { "started", "STARTED (UTC)", CELL_TIME },
		     { "ended", NULL, CELL_TIME },
		     { "closed", "CLOSED", CELL_BOOL },
		     { "listed", "LISTED", CELL_INT, true },
		     { "archived", "ARCHIVED", CELL_INT, true },
		     { "unchanged", NULL, CELL_INT },
		     { "excluded", NULL, CELL_INT },
		     { "pending", "PENDING", CELL_INT, true },
		     { "failed", "FAILED", CELL_INT, true },
		     { "expired", NULL, CELL_INT },
		     { "messages", NULL, CELL_INT },
		     { "mapped", NULL, CELL_INT },
		     { "copies", "COPIES", CELL_INT, true },
		     { "quarantined", NULL, CELL_INT },
		     { "waiting", NULL, CELL_INT },
		     { "refused", NULL, CELL_INT },
		     { "error", "ERROR", CELL_TEXT, .below = true } },
};

struct listing {
	struct printer *out;
	int64_t printed, last; /* how many, and which of them last */
};

static int on_run(void *ctx, const struct connector_past *run, struct err *e)
{
	struct listing *l = ctx;
	struct printer *p = l->out;
	json_t *total =
		run->total != NULL ? json_loads(run->total, 0, NULL) : NULL;

	l->printed++;
	l->last = run->run;
	cell_int(p, run->run);
	cell_text(p, run->state);
	cell_int_or_none(p, run->started_us);
	cell_int_or_none(p, run->ended_us);
	if (total != NULL)
		cell_int(p, run->closed);
	else
		cell_none(p);
	for (size_t i = 0; i < SUMS; i++) {
		const json_t *value = json_object_get(total, sums[i]);

		if (value != NULL)
			cell_int(p, json_integer_value(value));
		else
			cell_none(p);
	}
	cell_text_or_none(p, run->error);
	json_decref(total);
	return print_row(p, e);
}

static int runs_run(struct verb_call *call, struct err *e)
{
	const struct connector_pasts which = {
		.name = call_text(call, "name"),
		.before = call_int(call, "before", 0),
		.limit = call_int(call, "limit", 0),
	};
	struct listing l = { .out = call->out };
	bool more;

	if (call_open(call, false, e) < 0)
		return -1;
	print_table(call->out, &runs_table);
	if (connector_history(call->archive, call->db, &which, on_run, &l, e) <
	    0)
		return -1;
	print_table_end(call->out);
	/* the first one is run 1 */
	more = l.printed > 0 && l.printed == which.limit && l.last > 1;
	if (!more)
		print_text(call->out, "next", NULL, NULL);
	else
		print_int(call->out, "next", NULL, l.last);
	if (more)
		print_say(call->out, "There are more: --before %" PRId64,
			  l.last);
	return VERB_OK;
}

const struct verb verb_connector_runs = {
	.name = "connector runs",
	.http = "GET /connectors/{name}/runs",
	.right = RIGHT_CONNECTOR_VIEW,
	.help = "List the runs of a connector with their sums, newest first",
	.about = "Sums stand there as they were when the run ended; `estreat "
		 "connector report`\nsays what has come of it since.",
	.example = "  estreat connector runs zoom --limit 10",
	.run = runs_run,
	.lists = VERB_LISTS(&runs_table),
	.fields = VERB_FIELDS({ "next", NULL, CELL_INT }),
	.params = { { .name = "name",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "the connector's name" },
		    { .name = "limit",
		      .type = PARAM_INT,
		      .value = "N",
		      .help = "so many, instead of all" },
		    { .name = "before",
		      .type = PARAM_INT,
		      .value = "RUN",
		      .help = "only runs before this one" } },
};
