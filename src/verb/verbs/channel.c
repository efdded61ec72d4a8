/* channel.c - the ways by which alerts are told: mail, webhook, syslog. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/setting.h"
#include "verb/print.h"
#include "verb/setup.h"
#include "watch/channel.h"
#include "watch/channels.h"

#include <string.h>

#define NAME_PARAM                                                             \
	{                                                                      \
		.name = "name", .type = PARAM_TEXT, .positional = true,        \
		.required = true, .help = "the channel's name"                 \
	}

#define RIGHT_CHANNELS_VIEW RIGHT_OWNER_VIEW

/* --- kinds -----------------------------------------------------------------
 */

static const struct table kind_table = {
	.name = "kinds",
	.n = 2,
	.columns = { { "name", "KIND", CELL_TEXT },
		     { "title", "TITLE", CELL_TEXT } },
};

static int kind_show(struct printer *p, const char *name, struct err *e)
{
	const struct channel_ops *ops = channel_kind(name);
	const struct setting *tables[] = { NULL, channel_settings, NULL };

	if (ops == NULL)
		return err_set(e, ERR_USAGE,
			       "there is no kind \"%.60s\" of channel; "
			       "`estreat channel kinds` lists those there are",
			       name);
	print_text(p, "name", "Kind", ops->name);
	print_text(p, "title", "Title", ops->title);
	print_gap(p);
	tables[0] = ops->settings;
	if (setup_settings(p, tables, e) < 0)
		return -1;
	print_say(p, "\nSettings are given with --set NAME=VALUE, secrets with "
		     "--secret NAME=FILE.");
	return VERB_OK;
}

static int kinds_run(struct verb_call *call, struct err *e)
{
	if (call_text(call, "kind") != NULL)
		return kind_show(call->out, call_text(call, "kind"), e);
	print_table(call->out, &kind_table);
	for (size_t i = 0; channel_kind_at(i) != NULL; i++) {
		cell_text(call->out, channel_kind_at(i)->name);
		cell_text(call->out, channel_kind_at(i)->title);
		if (print_row(call->out, e) < 0)
			return -1;
	}
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_channel_kinds = {
	.name = "channel kinds",
	.http = "GET /channel-kinds",
	.right = RIGHT_CHANNELS_VIEW,
	.help = "List the kinds of channels, or the settings of one",
	.example = "  estreat channel kinds\n  estreat channel kinds mail",
	.run = kinds_run,
	.lists = VERB_LISTS(&kind_table, &setup_setting_table),
	.fields = VERB_FIELDS({ "name", NULL, CELL_TEXT },
			      { "title", NULL, CELL_TEXT }),
	.params = { { .name = "kind",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .help = "show the settings of this one" } },
};

/* --- add, set, remove ------------------------------------------------------
 */

static int change(struct verb_call *call, bool is_new, struct err *e)
{
	AUTO(setup_given_done) struct setup_given given = { 0 };
	struct channel_new n = { .name = call_text(call, "name"),
				 .actor = call->actor };

	if (call_open(call, false, e) < 0 ||
	    setup_given_read(call, !is_new, &given, e) < 0)
		return -1;
	n.given = given.values;
	if (!is_new)
		return channel_change(call->archive, call->db, &n, e);
	n.kind = call_text(call, "kind");
	return channel_add(call->archive, call->db, &n, e);
}

static int add_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");

	if (change(call, true, e) < 0)
		return -1;
	print_text(call->out, "channel", NULL, name);
	print_text(call->out, "kind", NULL, call_text(call, "kind"));
	print_say(call->out,
		  "Channel \"%s\" is set up. Next: `estreat channel test %s`.",
		  name, name);
	return VERB_OK;
}

const struct verb verb_channel_add = {
	.name = "channel add",
	.http = "POST /channels",
	.right = RIGHT_OWNER,
	.help = "Have alerts told: by mail, webhook or syslog",
	.about = "`estreat channel kinds KIND` lists the settings of a kind. "
		 "No connection is\nmade; `estreat channel test` does "
		 "that.\n\n" SETUP_SECRET_TEXT,
	.example = "  estreat channel add operators --kind mail \\\n"
		   "      --set host=mail.example.com --set to=ops@example.com "
		   "\\\n"
		   "      --set from=archive@example.com --set severity=medium "
		   "\\\n"
		   "      --set digest='daily 07:00'",
	.run = add_run,
	.params = { NAME_PARAM,
		    { .name = "kind",
		      .type = PARAM_CHOICE,
		      .required = true,
		      .value = "KIND",
		      .choices = "mail|webhook|syslog",
		      .help = "mail, webhook or syslog" },
		    SETUP_SET,
		    SETUP_SECRET },
};

static int set_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");

	if (setup_given_any(call, e) < 0 || change(call, false, e) < 0)
		return -1;
	print_text(call->out, "channel", NULL, name);
	print_say(call->out,
		  "Channel \"%s\" is changed; what waited for it is tried "
		  "again at once.",
		  name);
	return VERB_OK;
}

const struct verb verb_channel_set = {
	.name = "channel set",
	.http = "PATCH /channels/{name}",
	.right = RIGHT_OWNER,
	.help = "Change a channel's settings and secrets",
	.about = "What is not named stays. An empty value (--set KEY=) takes "
		 "a setting away, so\nthat its default holds "
		 "again.\n\n" SETUP_SECRET_TEXT,
	.example = "  estreat channel set operators --set severity=high",
	.run = set_run,
	.params = { NAME_PARAM, SETUP_SET, SETUP_SECRET },
};

static int remove_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");

	if (call_open(call, false, e) < 0 ||
	    channel_remove(call->archive, call->db, name, call->actor, e) < 0)
		return -1;
	print_text(call->out, "channel", NULL, name);
	print_say(call->out,
		  "Nothing is told there any more; what waited for it and its "
		  "secrets are forgotten.");
	return VERB_OK;
}

const struct verb verb_channel_remove = {
	.name = "channel remove",
	.http = "DELETE /channels/{name}",
	.right = RIGHT_OWNER,
	.help = "Tell nothing by a channel any more",
	.example = "  estreat channel remove operators",
	.run = remove_run,
	.params = { NAME_PARAM },
};

/* --- list, show ------------------------------------------------------------
 */

static const struct table channel_table = {
	.name = "channels",
	.empty = "Nobody is told of alerts: `estreat channel add`.",
	.n = 8,
	.columns = { { "name", "NAME", CELL_TEXT, true },
		     { "kind", "KIND", CELL_TEXT },
		     { "told", "LAST TOLD (UTC)", CELL_TIME },
		     { "waiting", "WAITING", CELL_INT },
		     { "dropped", "DROPPED", CELL_INT },
		     { "failing_since", "FAILING SINCE (UTC)", CELL_TIME },
		     { "next_try", NULL, CELL_TIME },
		     { "error", NULL, CELL_TEXT, .below = true } },
};

static int on_listed(void *ctx, const struct channel_info *i, struct err *e)
{
	struct printer *p = ctx;

	cell_text(p, i->name);
	cell_text(p, i->kind);
	cell_int_or_none(p, i->told_us);
	cell_int(p, i->waiting);
	cell_int(p, i->dropped);
	cell_int_or_none(p, i->failing_us);
	cell_int_or_none(p, i->next_us);
	cell_text_or_none(p, i->error);
	return print_row(p, e);
}

static int list_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0)
		return -1;
	print_table(call->out, &channel_table);
	if (channel_each(call->archive, call->db, NULL, on_listed, call->out,
			 e) < 0)
		return -1;
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_channel_list = {
	.name = "channel list",
	.http = "GET /channels",
	.right = RIGHT_CHANNELS_VIEW,
	.help = "List the channels by which alerts are told",
	.example = "  estreat channel list",
	.run = list_run,
	.lists = VERB_LISTS(&channel_table),
};

static int on_shown(void *ctx, const struct channel_info *i, struct err *e)
{
	struct printer *p = ctx;

	print_text(p, "name", "Name", i->name);
	print_text(p, "kind", "Kind", i->kind);
	print_time(p, "told", "Last told", i->told_us);
	print_int(p, "waiting", "Waiting", i->waiting);
	print_int(p, "dropped", "Dropped", i->dropped);
	print_time(p, "failing_since", "Failing since", i->failing_us);
	print_time(p, "next_try", "Next try", i->next_us);
	print_text(p, "error", "Error", i->error[0] != '\0' ? i->error : NULL);
	return setup_values(p, i->values, i->n_values, i->settings,
			    channel_settings, e);
}

static int show_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0)
		return -1;
	return channel_each(call->archive, call->db, call_text(call, "name"),
			    on_shown, call->out, e);
}

const struct verb verb_channel_show = {
	.name = "channel show",
	.http = "GET /channels/{name}",
	.right = RIGHT_CHANNELS_VIEW,
	.help = "Show a channel's settings, and what waits for it",
	.example = "  estreat channel show operators",
	.run = show_run,
	.lists = VERB_LISTS(&setup_value_table),
	.fields = VERB_FIELDS(
		{ "name", NULL, CELL_TEXT }, { "kind", NULL, CELL_TEXT },
		{ "told", NULL, CELL_TIME }, { "waiting", NULL, CELL_INT },
		{ "dropped", NULL, CELL_INT },
		{ "failing_since", NULL, CELL_TIME },
		{ "next_try", NULL, CELL_TIME }, { "error", NULL, CELL_TEXT }),
	.params = { NAME_PARAM },
};

/* --- test ------------------------------------------------------------------
 */

static int test_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");

	if (call_open(call, false, e) < 0 ||
	    channel_test(call->archive, call->db, name, call->actor, e) < 0)
		return -1;
	print_text(call->out, "channel", NULL, name);
	print_say(call->out, "Channel \"%s\" has taken it.", name);
	return VERB_OK;
}

const struct verb verb_channel_test = {
	.name = "channel test",
	.http = "POST /channels/{name}/test",
	.right = RIGHT_OWNER,
	.help = "Tell something by a channel now, and say how it went",
	.example = "  estreat channel test operators",
	.run = test_run,
	.params = { NAME_PARAM },
};
