/* connector.c - setting connectors up, looking at them, checking them. */
#include "verb/verbs/verbs.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "connector/authorize.h"
#include "connector/board.h"
#include "connector/connector.h"
#include "connector/settings.h"
#include "delivery/delivery.h"
#include "source/source.h"
#include "verb/print.h"
#include "verb/setup.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define NAME_PARAM                                                             \
	{                                                                      \
		.name = "name", .type = PARAM_TEXT, .positional = true,        \
		.required = true, .help = "the connector's name"               \
	}

/* --- add, set ----------------------------------------------------------------
 */

static int change(struct verb_call *call, bool is_new, struct err *e)
{
	AUTO(setup_given_done) struct setup_given given = { 0 };
	struct connector_new n = { .name = call_text(call, "name"),
				   .actor = call->actor };

	if (call_open(call, false, e) < 0 ||
	    setup_given_read(call, !is_new, &given, e) < 0)
		return -1;
	n.given = given.values;
	if (!is_new)
		return connector_change(call->archive, call->db, &n, e);
	n.source = call_text(call, "source");
	n.paused = call_flag(call, "paused");
	return connector_add(call->archive, call->db, &n, e);
}

static int add_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");
	bool needed;

	if (change(call, true, e) < 0 ||
	    connector_authorize_needed(call->archive, call->db, name, &needed,
				       e) < 0)
		return -1;
	print_text(call->out, "connector", NULL, name);
	print_text(call->out, "source", NULL, call_text(call, "source"));
	if (call_flag(call, "paused"))
		print_say(call->out,
			  "It is paused: it does not run until `estreat "
			  "connector resume %s`.",
			  name);
	if (needed)
		print_say(call->out,
			  "Somebody has to sign in to it: `estreat connector "
			  "authorize %s`.",
			  name);
	print_say(call->out,
		  "Connector \"%s\" is set up. Next: `estreat connector check "
		  "%s`, then `estreat connector run %s`.",
		  name, name, name);
	return VERB_OK;
}

const struct verb verb_connector_add = {
	.name = "connector add",
	.http = "POST /connectors",
	.right = RIGHT_CONNECTOR,
	.help = "Set up a named, scheduled connection to a source",
	.about = "`estreat source show SOURCE` lists a source's settings. No "
		 "request is made to\nthe source; `estreat connector check` "
		 "does that.\n\n" SETUP_SECRET_TEXT,
	.example = "  estreat connector add zoom --source zoom-meetings \\\n"
		   "      --set account-id=abc123 --set client-id=def456 \\\n"
		   "      --secret client-secret=/root/zoom.secret\n"
		   "  pass zoom/secret | estreat connector add zoom "
		   "--source zoom-meetings \\\n"
		   "      --set account-id=abc123 --set client-id=def456 "
		   "--secret client-secret=-",
	.run = add_run,
	.params = { NAME_PARAM,
		    { .name = "source",
		      .type = PARAM_TEXT,
		      .required = true,
		      .value = "SOURCE",
		      .help = "a name of `estreat source list`" },
		    { .name = "paused",
		      .type = PARAM_FLAG,
		      .help = "let it rest until it is resumed" },
		    SETUP_SET,
		    SETUP_SECRET },
};

static int set_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");

	if (setup_given_any(call, e) < 0 || change(call, false, e) < 0)
		return -1;
	print_text(call->out, "connector", NULL, name);
	print_say(call->out, "Connector \"%s\" is changed.", name);
	return VERB_OK;
}

const struct verb verb_connector_set = {
	.name = "connector set",
	.http = "PATCH /connectors/{name}",
	.right = RIGHT_CONNECTOR,
	.help = "Change a connector's settings and secrets",
	.about = "What is not named stays. An empty value (--set KEY=) takes "
		 "a setting away, so\nthat its default holds "
		 "again.\n\n" SETUP_SECRET_TEXT,
	.example = "  estreat connector set zoom --set schedule='daily 02:30'\n"
		   "  estreat connector set zoom --secret "
		   "client-secret=/root/new.secret",
	.run = set_run,
	.params = { NAME_PARAM, SETUP_SET, SETUP_SECRET },
};

/* --- list, show --------------------------------------------------------------
 */

static const char *state_text(enum connector_state state)
{
	static const char *const names[] = { "active", "paused", "removed" };

	return names[state];
}

static const struct table connector_table = {
	.name = "connectors",
	.empty = "No connectors yet: `estreat connector add`.",
	.n = 15,
	.columns = { { "name", "NAME", CELL_TEXT, true },
		     { "source", "SOURCE", CELL_TEXT, .below = true },
		     { "tenant", NULL, CELL_TEXT },
		     { "state", "STATE", CELL_TEXT },
		     { "schedule", NULL, CELL_TEXT },
		     { "last_run", "RUN", CELL_INT },
		     { "last_result", "RESULT", CELL_TEXT },
		     { "last_ended", "ENDED (UTC)", CELL_TIME },
		     { "next_run", "NEXT RUN (UTC)", CELL_TIME },
		     { "waiting", "WAITING", CELL_INT, true },
		     { "refused", NULL, CELL_INT },
		     { "failing_since", NULL, CELL_TIME },
		     { "failed_tries", NULL, CELL_INT },
		     { "last_error", "ERROR", CELL_TEXT, .below = true },
		     { "progress", NULL, CELL_JSON } },
};

/* For people in one sentence: since when, how often, why. */
static void error_cell(struct printer *p, const struct connector_info *info)
{
	AUTO(str_done) struct str text = STR_INIT;
	char since[CLOCK_TEXT];

	if (info->failing_since_us == 0 || print_form(p) != PRINT_TEXT) {
		cell_text_or_none(p, info->last_error);
		return;
	}
	str_addf(&text, "since %s (tries: %" PRId64 "): %s",
		 clock_text(info->failing_since_us, since), info->failed_tries,
		 info->last_error);
	cell_text(p, text.s);
}

/* How far its run is, where it runs in this process. */
static void progress_of(const struct verb_call *call, int64_t connector,
			struct str *out)
{
	struct board_line line;

	if (board_find(call->board, connector, &line))
		board_json(&line, out);
}

static int on_listed(void *ctx, const struct connector_info *info,
		     struct err *e)
{
	struct verb_call *call = ctx;
	struct printer *p = call->out;
	AUTO(str_done) struct str progress = STR_INIT;
	uint64_t waiting = 0, refused = 0;

	if (delivery_open_count(call->db, info->id, &waiting, &refused, e) < 0)
		return -1;

	cell_text(p, info->name);
	cell_text(p, info->source);
	cell_text_or_none(p, info->tenant);
	cell_text(p, state_text(info->state));
	cell_text(p, info->schedule);
	cell_int_or_none(p, info->last_run);
	cell_text_or_none(p, info->last_result);
	cell_int_or_none(p, info->last_run_us);
	cell_int_or_none(p, info->next_run_us);
	/* for people one number: copies that are not where they should be */
	cell_int(p, (int64_t)(print_form(p) == PRINT_TEXT ? waiting + refused
							  : waiting));
	cell_int(p, (int64_t)refused);
	cell_int_or_none(p, info->failing_since_us);
	cell_int(p, info->failed_tries);
	error_cell(p, info);
	progress_of(call, info->id, &progress);
	cell_text_or_none(p, progress.s);
	return print_row(p, e);
}

static int list_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0)
		return -1;
	print_table(call->out, &connector_table);
	if (connector_each(call->archive, call->db, NULL, on_listed, call, e) <
	    0)
		return -1;
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_connector_list = {
	.name = "connector list",
	.http = "GET /connectors",
	.right = RIGHT_CONNECTOR_VIEW,
	.help = "List the connectors, how they did, when they run next",
	.about = "Results: closed (the sums agree), open (they do not: see the "
		 "report), failed,\nrunning, interrupted (cut off; it goes on "
		 "with the next start), failing (no try\nsince the last run "
		 "came to an end; the error says since when and why).\n"
		 "WAITING are copies that have not come to their target: "
		 "`estreat target list`.",
	.example = "  estreat connector list",
	.run = list_run,
	.lists = VERB_LISTS(&connector_table),
};

static int on_shown(void *ctx, const struct connector_info *info, struct err *e)
{
	struct verb_call *call = ctx;
	struct printer *p = call->out;
	AUTO(str_done) struct str progress = STR_INIT;
	const struct source_ops *source = source_find(info->source);
	bool failing = info->failing_since_us > 0;

	print_text(p, "name", "Name", info->name);
	print_text(p, "source", "Source", info->source);
	print_text(p, "tenant", "Tenant",
		   info->tenant[0] != '\0' ? info->tenant : NULL);
	print_text(p, "state", "State", state_text(info->state));
	print_text(p, "schedule", "Schedule", info->schedule);
	print_time(p, "next_run", "Next run", info->next_run_us);
	if (info->last_run > 0)
		print_int(p, "last_run", "Last run", info->last_run);
	else
		print_text(p, "last_run", "Last run", NULL);
	print_time(p, "last_ended", "Ended", info->last_run_us);
	print_text(p, "last_result", "Result",
		   info->last_result[0] != '\0' ? info->last_result : NULL);
	print_time(p, "failing_since", failing ? "Failing since" : NULL,
		   info->failing_since_us);
	print_int(p, "failed_tries", failing ? "Tries since" : NULL,
		  info->failed_tries);
	print_text(p, "last_error", "Error",
		   info->last_error[0] != '\0' ? info->last_error : NULL);
	progress_of(call, info->id, &progress);
	print_json(p, "progress", progress.len > 0 ? progress.s : "null");
	return setup_values(p, info->settings, info->n_settings,
			    source != NULL ? source->settings : NULL,
			    connector_settings, e);
}

static int show_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0)
		return -1;
	return connector_each(call->archive, call->db, call_text(call, "name"),
			      on_shown, call, e);
}

const struct verb verb_connector_show = {
	.name = "connector show",
	.http = "GET /connectors/{name}",
	.right = RIGHT_CONNECTOR_VIEW,
	.help = "Show a connector's settings and how it did",
	.example = "  estreat connector show zoom",
	.run = show_run,
	.lists = VERB_LISTS(&setup_value_table),
	.fields = VERB_FIELDS(
		{ "name", NULL, CELL_TEXT }, { "source", NULL, CELL_TEXT },
		{ "tenant", NULL, CELL_TEXT }, { "state", NULL, CELL_TEXT },
		{ "schedule", NULL, CELL_TEXT },
		{ "next_run", NULL, CELL_TIME }, { "last_run", NULL, CELL_INT },
		{ "last_ended", NULL, CELL_TIME },
		{ "last_result", NULL, CELL_TEXT },
		{ "failing_since", NULL, CELL_TIME },
		{ "failed_tries", NULL, CELL_INT },
		{ "last_error", NULL, CELL_TEXT },
		{ "progress", NULL, CELL_JSON }),
	.params = { NAME_PARAM },
};

/* --- pause, resume, remove
 * ---------------------------------------------------- */

static int set_state(struct verb_call *call, enum connector_state state,
		     struct err *e)
{
	const char *name = call_text(call, "name");

	if (call_open(call, false, e) < 0 ||
	    connector_set_state(call->archive, call->db, name, state,
				call->actor, e) < 0)
		return -1;
	print_text(call->out, "connector", NULL, name);
	print_text(call->out, "state", NULL, state_text(state));
	return VERB_OK;
}

static int pause_run(struct verb_call *call, struct err *e)
{
	if (set_state(call, CONNECTOR_PAUSED, e) < 0)
		return -1;
	print_say(call->out,
		  "Connector \"%s\" is paused: it does not run until `estreat "
		  "connector resume`. What the source deletes meanwhile is "
		  "lost.",
		  call_text(call, "name"));
	return VERB_OK;
}

const struct verb verb_connector_pause = {
	.name = "connector pause",
	.http = "POST /connectors/{name}/pause",
	.right = RIGHT_CONNECTOR,
	.help = "Let a connector rest: it does not run until it is resumed",
	.example = "  estreat connector pause zoom",
	.run = pause_run,
	.params = { NAME_PARAM },
};

static int resume_run(struct verb_call *call, struct err *e)
{
	if (set_state(call, CONNECTOR_ACTIVE, e) < 0)
		return -1;
	print_say(call->out, "Connector \"%s\" is active again.",
		  call_text(call, "name"));
	return VERB_OK;
}

const struct verb verb_connector_resume = {
	.name = "connector resume",
	.http = "POST /connectors/{name}/resume",
	.right = RIGHT_CONNECTOR,
	.help = "Let a paused connector run again, as its schedule says",
	.example = "  estreat connector resume zoom",
	.run = resume_run,
	.params = { NAME_PARAM },
};

static int remove_run(struct verb_call *call, struct err *e)
{
	if (set_state(call, CONNECTOR_REMOVED, e) < 0)
		return -1;
	print_say(call->out,
		  "Connector \"%s\" is removed and its secrets are forgotten. "
		  "Kept are: every message and artefact it archived, the "
		  "copies in the mailboxes, and the reports and logs of its "
		  "runs. Its name is free again.",
		  call_text(call, "name"));
	return VERB_OK;
}

const struct verb verb_connector_remove = {
	.name = "connector remove",
	.http = "DELETE /connectors/{name}",
	.right = RIGHT_CONNECTOR,
	.help = "Remove a connector; what it archived is kept",
	.about = "Its secrets are forgotten and it never runs again. Messages, "
		 "artefacts, copies\nin mailboxes, reports and logs stay.",
	.example = "  estreat connector remove zoom",
	.run = remove_run,
	.params = { NAME_PARAM },
};

/* --- check
 * -------------------------------------------------------------------- */

static int check(struct verb_call *call, const struct check *to, struct err *e)
{
	return connector_check(call->archive, call->db, call_text(call, "name"),
			       to, e);
}

static int check_run(struct verb_call *call, struct err *e)
{
	return setup_check(call, check,
			   "of these would keep items from arriving.",
			   "Ready to run.", e);
}

const struct verb verb_connector_check = {
	.name = "connector check",
	.http = "POST /connectors/{name}/check",
	.right = RIGHT_CONNECTOR,
	.help = "Ask the source whether a connector would get everything",
	.about = "Signs in and looks at everything that would keep items from "
		 "arriving: scopes,\naccount settings, the plan. Changes "
		 "nothing. The exit code is 1 when something\nwould.",
	.example = "  estreat connector check zoom",
	.run = check_run,
	.params = { NAME_PARAM },
};
