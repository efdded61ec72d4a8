/* role-group.c - roles, and groups of them with their members. */
#include "verb/verbs/verbs.h"

#include "access/groups.h"
#include "access/principal.h"
#include "access/roles.h"
#include "base/err.h"
#include "base/str.h"
#include "verb/print.h"

#include <string.h>

#define NAME_PARAM                                                             \
	{                                                                      \
		.name = "name", .type = PARAM_TEXT, .positional = true,        \
		.required = true, .help = "the role group's name"              \
	}
#define USER_PARAM                                                             \
	{                                                                      \
		.name = "user", .type = PARAM_TEXT, .positional = true,        \
		.required = true, .help = "the account's name"                 \
	}
#define DESCRIPTION_PARAM                                                      \
	{                                                                      \
		.name = "description", .type = PARAM_TEXT, .value = "TEXT",    \
		.help = "what it is for"                                       \
	}

/* --- role list -------------------------------------------------------------
 */

static const struct table role_table = {
	.name = "roles",
	.n = 2,
	.columns = { { "name", "ROLE", CELL_TEXT },
		     { "help", "LETS YOU", CELL_TEXT, true, true } },
};

static int roles_run(struct verb_call *call, struct err *e)
{
	size_t n;
	const struct role *all = roles_all(&n);

	print_table(call->out, &role_table);
	for (size_t i = 0; i < n; i++) {
		cell_text(call->out, all[i].name);
		cell_text(call->out, all[i].help);
		if (print_row(call->out, e) < 0)
			return -1;
	}
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_role_list = {
	.name = "role list",
	.http = "GET /roles",
	.right = RIGHT_ROLES,
	.help = "List the roles there are, and what each lets",
	.example = "  estreat role list",
	.run = roles_run,
	.lists = VERB_LISTS(&role_table),
};

/* --- list, show ------------------------------------------------------------
 */

static const struct table group_table = {
	.name = "role_groups",
	.n = 5,
	.columns = { { "name", "ROLE GROUP", CELL_TEXT, true },
		     { "builtin", "BUILT IN", CELL_BOOL },
		     { "members", "MEMBERS", CELL_INT },
		     { "description", NULL, CELL_TEXT },
		     { "roles", "ROLES", CELL_TEXT, .below = true } },
};

static int on_listed(void *ctx, const struct group_info *info, struct err *e)
{
	AUTO(str_done) struct str roles = STR_INIT;
	struct printer *p = ctx;

	roles_list(&roles, info->roles, ", ");
	cell_text(p, info->name);
	cell_int(p, info->builtin);
	cell_int(p, info->members);
	cell_text_or_none(p, info->description);
	cell_text_or_none(p, roles.s);
	return print_row(p, e);
}

static int list_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0)
		return -1;
	print_table(call->out, &group_table);
	if (groups_each(call->db, NULL, on_listed, call->out, e) < 0)
		return -1;
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_role_group_list = {
	.name = "role-group list",
	.http = "GET /role-groups",
	.right = RIGHT_ROLES,
	.help = "List role groups, their roles and numbers of members",
	.example = "  estreat role-group list",
	.run = list_run,
	.lists = VERB_LISTS(&group_table),
};

static const struct table member_table = {
	.name = "members",
	.empty = "Nobody is in it.",
	.n = 4,
	.columns = { { "name", "MEMBER", CELL_TEXT, true },
		     { "title", "PERSON", CELL_TEXT, true },
		     { "active", "ACTIVE", CELL_BOOL },
		     { "provider", "PUT IN BY", CELL_TEXT } },
};

static int on_member(void *ctx, const struct member_info *info, struct err *e)
{
	struct printer *p = ctx;

	cell_text(p, info->name);
	cell_text_or_none(p, info->title);
	cell_int(p, info->active);
	cell_text_or_none(p, info->provider);
	return print_row(p, e);
}

static int on_shown(void *ctx, const struct group_info *info, struct err *e)
{
	AUTO(str_done) struct str roles = STR_INIT;
	AUTO(str_done) struct str json = STR_INIT;
	struct verb_call *call = ctx;
	struct printer *p = call->out;

	roles_list(&roles, info->roles, ", ");
	print_text(p, "name", "Name", info->name);
	print_text(p, "description", "Description",
		   info->description[0] != '\0' ? info->description : NULL);
	print_bool(p, "builtin", "Built in", info->builtin);
	print_text(p, NULL, "Roles", roles.len > 0 ? roles.s : NULL);
	roles_json(&json, info->roles);
	print_json(p, "roles", json.s);
	print_gap(p);
	print_table(p, &member_table);
	if (groups_members(call->db, info->id, on_member, p, e) < 0)
		return -1;
	print_table_end(p);
	return 0;
}

static int show_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0)
		return -1;
	return groups_each(call->db, call_text(call, "name"), on_shown, call,
			   e);
}

const struct verb verb_role_group_show = {
	.name = "role-group show",
	.http = "GET /role-groups/{name}",
	.right = RIGHT_ROLES,
	.help = "Show a role group's roles and members",
	.example = "  estreat role-group show 'eDiscovery Manager'",
	.run = show_run,
	.lists = VERB_LISTS(&member_table),
	.fields = VERB_FIELDS(
		{ "name", NULL, CELL_TEXT }, { "description", NULL, CELL_TEXT },
		{ "builtin", NULL, CELL_BOOL }, { "roles", NULL, CELL_JSON }),
	.params = { NAME_PARAM },
};

/* --- add, copy, set, remove ------------------------------------------------
 */

static int added(struct verb_call *call, const struct group_new *n,
		 struct err *e)
{
	if (call_open(call, false, e) < 0 ||
	    groups_add(call->db, call->who, n, e) < 0)
		return -1;
	print_text(call->out, "role_group", NULL, n->name);
	print_say(call->out,
		  "Role group \"%s\" is made. Next: `estreat role-group "
		  "add-member '%s' USER`.",
		  n->name, n->name);
	return VERB_OK;
}

static int add_run(struct verb_call *call, struct err *e)
{
	struct group_new n = { .name = call_text(call, "name"),
			       .description = call_text(call, "description") };

	if (roles_read(call_text(call, "roles"), &n.roles, e) < 0)
		return -1;
	return added(call, &n, e);
}

const struct verb verb_role_group_add = {
	.name = "role-group add",
	.http = "POST /role-groups",
	.right = RIGHT_ROLES,
	.help = "Make a role group of your own",
	.about = "`estreat role list` lists the roles.",
	.example = "  estreat role-group add Importers \\\n"
		   "      --roles 'Mailbox Import Export'",
	.run = add_run,
	.params = { NAME_PARAM,
		    { .name = "roles",
		      .type = PARAM_TEXT,
		      .value = "ROLES",
		      .help = "its roles, parted by commas" },
		    DESCRIPTION_PARAM },
};

static int copy_run(struct verb_call *call, struct err *e)
{
	const struct group_new n = {
		.name = call_text(call, "to"),
		.copy = call_text(call, "name"),
		.description = call_text(call, "description"),
	};

	return added(call, &n, e);
}

const struct verb verb_role_group_copy = {
	.name = "role-group copy",
	.http = "POST /role-groups/{name}/copy",
	.right = RIGHT_ROLES,
	.help = "Make a role group with the roles of another",
	.about = "The copy has no members, and can be changed also where the "
		 "other is built in.",
	.example = "  estreat role-group copy 'Global Reader' Auditors",
	.run = copy_run,
	.params = { NAME_PARAM,
		    { .name = "to",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "the new role group's name" },
		    DESCRIPTION_PARAM },
};

static int set_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");
	struct group_change c = { .description =
					  call_text(call, "description") };

	if (roles_read(call_text(call, "add"), &c.add, e) < 0 ||
	    roles_read(call_text(call, "take"), &c.remove, e) < 0)
		return -1;
	if (c.description == NULL && c.add == ROLES_NONE &&
	    c.remove == ROLES_NONE)
		return err_set(e, ERR_USAGE,
			       "nothing to change: give --add, --take or "
			       "--description");
	if (call_open(call, false, e) < 0 ||
	    groups_change(call->db, call->who, name, &c, e) < 0)
		return -1;
	print_text(call->out, "role_group", NULL, name);
	print_say(call->out,
		  "Role group \"%s\" is changed; it holds from the next "
		  "request of each member.",
		  name);
	return VERB_OK;
}

const struct verb verb_role_group_set = {
	.name = "role-group set",
	.http = "PATCH /role-groups/{name}",
	.right = RIGHT_ROLES,
	.help = "Give a role group roles, or take some away",
	.about = "Built-in groups cannot be changed; copies of them can.",
	.example = "  estreat role-group set Auditors --add Preview\n"
		   "  estreat role-group set 'Local Operators' \\\n"
		   "      --take 'Preview, Export'",
	.run = set_run,
	.params = { NAME_PARAM,
		    { .name = "add",
		      .type = PARAM_TEXT,
		      .value = "ROLES",
		      .help = "roles it has from now on" },
		    { .name = "take",
		      .type = PARAM_TEXT,
		      .value = "ROLES",
		      .help = "roles it has no more" },
		    DESCRIPTION_PARAM },
};

static int remove_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");

	if (call_open(call, false, e) < 0 ||
	    groups_remove(call->db, call->who, name, e) < 0)
		return -1;
	print_text(call->out, "role_group", NULL, name);
	print_say(call->out, "Role group \"%s\" is removed.", name);
	return VERB_OK;
}

const struct verb verb_role_group_remove = {
	.name = "role-group remove",
	.http = "DELETE /role-groups/{name}",
	.right = RIGHT_ROLES,
	.help = "Remove a role group of your own",
	.example = "  estreat role-group remove Auditors",
	.run = remove_run,
	.params = { NAME_PARAM },
};

/* --- members ---------------------------------------------------------------
 */

static int member_run(struct verb_call *call, bool in, struct err *e)
{
	const char *group = call_text(call, "name");
	const char *user = call_text(call, "user");
	int rc;

	if (call_open(call, false, e) < 0)
		return -1;
	rc = groups_member(call->db, call->who, group, user, in, e);
	if (rc < 0)
		return -1;
	print_text(call->out, "role_group", NULL, group);
	print_text(call->out, "user", NULL, user);
	print_bool(call->out, "changed", NULL, rc > 0);
	print_say(call->out, "\"%s\" is %s in \"%s\"%s.", user,
		  in ? "now" : "no longer", group,
		  rc > 0 ? "" : ", as it was before");
	return VERB_OK;
}

static int add_member_run(struct verb_call *call, struct err *e)
{
	return member_run(call, true, e);
}

const struct verb verb_role_group_add_member = {
	.name = "role-group add-member",
	.http = "POST /role-groups/{name}/members",
	.right = RIGHT_ROLES,
	.help = "Put an account into a role group",
	.about = "Nobody raises their own rights: another has to put you in.",
	.example = "  estreat role-group add-member 'eDiscovery Manager' \\\n"
		   "      anna@example.com",
	.run = add_member_run,
	.params = { NAME_PARAM, USER_PARAM },
};

static int remove_member_run(struct verb_call *call, struct err *e)
{
	return member_run(call, false, e);
}

const struct verb verb_role_group_remove_member = {
	.name = "role-group remove-member",
	.http = "DELETE /role-groups/{name}/members/{user}",
	.right = RIGHT_ROLES,
	.help = "Take an account out of a role group",
	.about = "Whom an identity provider puts in comes back with the next "
		 "sign-in: change the\nmapping, or the group there.",
	.example = "  estreat role-group remove-member 'eDiscovery Manager' "
		   "\\\n      anna@example.com",
	.run = remove_member_run,
	.params = { NAME_PARAM, USER_PARAM },
};
