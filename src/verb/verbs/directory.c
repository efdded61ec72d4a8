/* directory.c - directories that are followed, and mappings of connectors. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "directory/provider.h"
#include "roster/roster.h"
#include "verb/print.h"
#include "verb/setup.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define NAME_PARAM                                                             \
	{                                                                      \
		.name = "name", .type = PARAM_TEXT, .positional = true,        \
		.required = true, .help = "the directory's name"               \
	}

/* --- add, set ------------------------------------------------------------- */

static int change(struct verb_call *call, bool is_new, struct err *e)
{
	AUTO(setup_given_done) struct setup_given given = { 0 };
	struct roster_new n = { .name = call_text(call, "name"),
				.actor = call->actor };

	if (call_open(call, false, e) < 0 ||
	    setup_given_read(call, !is_new, &given, e) < 0)
		return -1;
	n.given = given.values;
	if (!is_new)
		return roster_change(call->archive, call->db, &n, e);
	n.kind = call_text(call, "kind");
	return roster_add(call->archive, call->db, &n, e);
}

static int add_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");

	if (change(call, true, e) < 0)
		return -1;
	print_text(call->out, "directory", NULL, name);
	print_text(call->out, "kind", NULL, call_text(call, "kind"));
	print_say(call->out,
		  "Directory \"%s\" is set up. Next: `estreat directory check "
		  "%s`, then `estreat directory sync %s`.",
		  name, name, name);
	return VERB_OK;
}

const struct verb verb_directory_add = {
	.name = "directory add",
	.http = "POST /directories",
	.right = RIGHT_OWNER,
	.help = "Follow a directory: who is who comes from there",
	.about = "`estreat directory kinds KIND` lists the settings of a kind: "
		 "ldap (Active\nDirectory, OpenLDAP and others) or graph "
		 "(Entra ID). No request is made;\n`estreat directory check` "
		 "does that.\n\n" SETUP_SECRET_TEXT,
	.example = "  estreat directory add ad --kind ldap \\\n"
		   "      --set url=ldaps://dc1.example.com \\\n"
		   "      --set base=DC=example,DC=com \\\n"
		   "      --set bind-dn=reader@example.com \\\n"
		   "      --secret bind-password=/root/ad.secret",
	.run = add_run,
	.params = { NAME_PARAM,
		    { .name = "kind",
		      .type = PARAM_CHOICE,
		      .required = true,
		      .value = "KIND",
		      .choices = "ldap|graph",
		      .help = "ldap or graph" },
		    SETUP_SET,
		    SETUP_SECRET },
};

static int set_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");

	if (setup_given_any(call, e) < 0 || change(call, false, e) < 0)
		return -1;
	print_text(call->out, "directory", NULL, name);
	print_say(call->out,
		  "Directory \"%s\" is changed. It is asked for everybody the "
		  "next time.",
		  name);
	return VERB_OK;
}

const struct verb verb_directory_set = {
	.name = "directory set",
	.http = "PATCH /directories/{name}",
	.right = RIGHT_OWNER,
	.help = "Change a directory's settings and secrets",
	.about = "What is not named stays. An empty value (--set KEY=) takes "
		 "a setting away, so\nthat its default holds "
		 "again.\n\n" SETUP_SECRET_TEXT,
	.example = "  estreat directory set ad --set schedule='daily 04:00'",
	.run = set_run,
	.params = { NAME_PARAM, SETUP_SET, SETUP_SECRET },
};

static int remove_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0 ||
	    roster_remove(call->archive, call->db, call_text(call, "name"),
			  call->actor, e) < 0)
		return -1;
	print_text(call->out, "directory", NULL, call_text(call, "name"));
	print_say(call->out,
		  "It is asked no more, and its secrets are forgotten. All "
		  "persons and addresses stay as they are.");
	return VERB_OK;
}

const struct verb verb_directory_remove = {
	.name = "directory remove",
	.http = "DELETE /directories/{name}",
	.right = RIGHT_OWNER,
	.help = "Follow a directory no more; its persons are kept",
	.example = "  estreat directory remove ad",
	.run = remove_run,
	.params = { NAME_PARAM },
};

/* --- kinds -----------------------------------------------------------------
 */

static int kinds_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "kind");
	const struct provider_ops *ops = provider_find(name);

	if (ops == NULL)
		return err_set(e, ERR_USAGE,
			       "there are no directories of the kind "
			       "\"%.60s\"; there are: ldap, graph (Entra ID)",
			       name);
	print_text(call->out, "name", "Kind", ops->name);
	print_text(call->out, "title", "Title", ops->title);
	print_gap(call->out);
	if (setup_settings(call->out,
			   (const struct setting *[]){ ops->settings,
						       roster_settings, NULL },
			   e) < 0)
		return -1;
	print_say(call->out,
		  "\nSettings are given with --set NAME=VALUE, secrets with "
		  "--secret NAME=FILE.");
	return VERB_OK;
}

const struct verb verb_directory_kinds = {
	.name = "directory kinds",
	.http = "GET /directories/kinds/{kind}",
	.right = RIGHT_OWNER_VIEW,
	.help = "Show the settings of a kind of directory",
	.example = "  estreat directory kinds ldap",
	.run = kinds_run,
	.lists = VERB_LISTS(&setup_setting_table),
	.fields = VERB_FIELDS({ "name", NULL, CELL_TEXT },
			      { "title", NULL, CELL_TEXT }),
	.params = { { .name = "kind",
		      .type = PARAM_CHOICE,
		      .positional = true,
		      .required = true,
		      .choices = "ldap|graph",
		      .help = "ldap or graph" } },
};

/* --- list, show ------------------------------------------------------------
 */

static const struct table directory_table = {
	.name = "directories",
	.empty = "No directory is followed: `estreat directory add`, or "
		 "`estreat person import` for a file.",
	.n = 9,
	.columns = { { "name", "NAME", CELL_TEXT, true },
		     { "kind", "KIND", CELL_TEXT },
		     { "persons", "PERSONS", CELL_INT },
		     { "addresses", "ADDRESSES", CELL_INT },
		     { "conflicts", "CONFLICTS", CELL_INT },
		     { "synchronised", "SYNCHRONISED (UTC)", CELL_TIME },
		     { "next", NULL, CELL_TIME },
		     { "running", NULL, CELL_BOOL },
		     { "error", "ERROR", CELL_TEXT, .below = true } },
};

static int on_listed(void *ctx, const struct roster_info *info, struct err *e)
{
	struct printer *p = ctx;

	cell_text(p, info->name);
	cell_text(p, info->kind);
	cell_int(p, info->persons);
	cell_int(p, info->addresses);
	cell_int(p, info->conflicts);
	cell_int_or_none(p, info->synced_us);
	cell_int_or_none(p, info->next_us);
	cell_int(p, info->running);
	cell_text_or_none(p, info->error);
	return print_row(p, e);
}

static int list_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0)
		return -1;
	print_table(call->out, &directory_table);
	if (roster_each(call->archive, call->db, NULL, on_listed, call->out,
			e) < 0)
		return -1;
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_directory_list = {
	.name = "directory list",
	.http = "GET /directories",
	.right = RIGHT_OWNER_VIEW,
	.help = "List the directories that are followed, and their age",
	.example = "  estreat directory list",
	.run = list_run,
	.lists = VERB_LISTS(&directory_table),
};

static const struct table conflict_table = {
	.name = "conflicts",
	.empty = "Everything was taken as the directory tells it.",
	.n = 2,
	.columns = { { "person", "PERSON", CELL_TEXT, true },
		     { "why", "NOT TAKEN AS TOLD, BECAUSE", CELL_TEXT, true,
		       true } },
};

static int on_conflict(void *ctx, const char *person, const char *why,
		       struct err *e)
{
	struct printer *p = ctx;

	cell_text(p, person);
	cell_text(p, why);
	return print_row(p, e);
}

static int on_shown(void *ctx, const struct roster_info *info, struct err *e)
{
	struct verb_call *call = ctx;
	struct printer *p = call->out;

	print_text(p, "name", "Name", info->name);
	print_text(p, "kind", "Kind", info->title);
	print_text(p, "schedule", "Schedule", info->schedule);
	print_time(p, "synchronised", "Synchronised", info->synced_us);
	print_time(p, "tried", "Last asked", info->tried_us);
	print_time(p, "next", "Next", info->next_us);
	print_int(p, "persons", "Persons", info->persons);
	print_int(p, "addresses", "Addresses", info->addresses);
	print_text(p, "error", "Error",
		   info->error[0] != '\0' ? info->error : NULL);
	if (setup_values(p, info->values, info->n_values, info->settings,
			 roster_settings, e) < 0)
		return -1;
	print_gap(p);
	print_table(p, &conflict_table);
	if (roster_conflicts(call->db, info->id, on_conflict, p, e) < 0)
		return -1;
	print_table_end(p);
	return 0;
}

static int show_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0)
		return -1;
	return roster_each(call->archive, call->db, call_text(call, "name"),
			   on_shown, call, e);
}

const struct verb verb_directory_show = {
	.name = "directory show",
	.http = "GET /directories/{name}",
	.right = RIGHT_OWNER_VIEW,
	.help = "Show a directory's settings, state and conflicts",
	.about = "A conflict is an address or a mailbox that the directory "
		 "gives to one person and\nthe archive knows to be another's: "
		 "it stays where it is until it is ended there,\nby `estreat "
		 "person import` with a valid_until or in the directory.",
	.example = "  estreat directory show ad",
	.run = show_run,
	.lists = VERB_LISTS(&setup_value_table, &conflict_table),
	.fields = VERB_FIELDS(
		{ "name", NULL, CELL_TEXT }, { "kind", NULL, CELL_TEXT },
		{ "schedule", NULL, CELL_TEXT },
		{ "synchronised", NULL, CELL_TIME },
		{ "tried", NULL, CELL_TIME }, { "next", NULL, CELL_TIME },
		{ "persons", NULL, CELL_INT }, { "addresses", NULL, CELL_INT },
		{ "error", NULL, CELL_TEXT }),
	.params = { NAME_PARAM },
};

/* --- check, sync -----------------------------------------------------------
 */

static int check(struct verb_call *call, const struct check *to, struct err *e)
{
	return roster_check(call->archive, call->db, call_text(call, "name"),
			    to, e);
}

static int check_run(struct verb_call *call, struct err *e)
{
	return setup_check(call, check, "of these would keep persons away.",
			   "Ready to be asked.", e);
}

const struct verb verb_directory_check = {
	.name = "directory check",
	.http = "POST /directories/{name}/check",
	.right = RIGHT_OWNER,
	.help = "Say what would keep a directory's persons from arriving",
	.example = "  estreat directory check ad",
	.run = check_run,
	.params = { NAME_PARAM },
};

static void note_conflict(void *ctx, const char *person, const char *why)
{
	call_note(ctx, "%s: %s", person, why);
}

static int sync_run(struct verb_call *call, struct err *e)
{
	struct sync_result r = { .ctx = call, .conflict = note_conflict };
	struct printer *p = call->out;

	if (call_open(call, false, e) < 0 ||
	    call_record_of(call, "directory", call_text(call, "name"), e) < 0 ||
	    roster_sync(call->archive, call->db, call_text(call, "name"),
			call->stop, &r, e) < 0)
		return -1;
	print_int(p, "told", "Persons told", r.told);
	print_int(p, "joined", "Joined", r.joined);
	print_int(p, "left", "Left", r.left);
	print_int(p, "renamed", "Mailboxes with another name", r.renamed);
	print_int(p, "began", "Addresses that are someone's since", r.began);
	print_int(p, "ended", "Addresses that have ended", r.ended);
	print_int(p, "without", "Without a mailbox", r.without);
	print_int(p, "conflicts", "Conflicts", r.conflicts);
	return r.conflicts > 0 ? VERB_NOT : VERB_OK;
}

const struct verb verb_directory_sync = {
	.name = "directory sync",
	.http = "POST /directories/{name}/sync",
	.right = RIGHT_OWNER,
	.help = "Ask a directory now, and write what is new as dated facts",
	.about = "`estreat serve` does it by the directory's schedule. What "
		 "is told no more ends\nnow; what is new begins when the "
		 "account was made, or with the synchronisation\nbefore this "
		 "one. What was written by hand is neither ended nor "
		 "overruled. Copies\nthat wait in the quarantine for an "
		 "address move on with the next run.\n\nThe exit code is 1 "
		 "where something could not be taken as told.",
	.example = "  estreat directory sync ad",
	.stoppable = true,
	.run = sync_run,
	.params = { NAME_PARAM },
};
