/* user.c - accounts: who can be given roles. */
#include "verb/verbs/verbs.h"

#include "access/accounts.h"
#include "access/principal.h"
#include "base/err.h"
#include "base/str.h"
#include "verb/print.h"

#include <inttypes.h>
#include <string.h>

#define NAME_PARAM                                                             \
	{                                                                      \
		.name = "name", .type = PARAM_TEXT, .positional = true,        \
		.required = true, .help = "the account's name"                 \
	}
#define TITLE_PARAM                                                            \
	{                                                                      \
		.name = "title", .type = PARAM_TEXT, .value = "NAME",          \
		.help = "the person's name"                                    \
	}
#define LANGUAGE_PARAM                                                         \
	{                                                                      \
		.name = "language", .type = PARAM_TEXT, .value = "TAG",        \
		.help = "of the portal: en, sv, fr; else the browser's"        \
	}
#define PROVIDER_PARAM(text)                                                   \
	{                                                                      \
		.name = "provider", .type = PARAM_TEXT, .value = "NAME",       \
		.help = text                                                   \
	}
#define SUBJECT_PARAM                                                          \
	{                                                                      \
		.name = "subject", .type = PARAM_TEXT, .value = "ID",          \
		.help = "the person's id at the provider"                      \
	}

/* --- add, set --------------------------------------------------------------
 */

static void say_password(struct printer *p, const char *name,
			 const struct str *once)
{
	if (once->len == 0)
		return;
	print_text(p, "password", "One-time password", once->s);
	print_say(p,
		  "%s signs in with it once and chooses another then. It is "
		  "shown only now.",
		  name);
}

static int add_run(struct verb_call *call, struct err *e)
{
	AUTO(str_wipe) struct str once = STR_INIT;
	const struct account_new n = {
		.name = call_text(call, "name"),
		.title = call_text(call, "title"),
		.language = call_text(call, "language"),
		.group = call_text(call, "group"),
		.provider = call_text(call, "provider"),
		.subject = call_text(call, "subject"),
	};

	if (call_open(call, false, e) < 0 ||
	    accounts_add(call->db, call->who, &n, &once, e) < 0)
		return -1;
	print_text(call->out, "user", "User", n.name);
	say_password(call->out, n.name, &once);
	if (n.group == NULL)
		print_say(call->out,
			  "It may do nothing yet: `estreat role-group "
			  "add-member GROUP %s` changes that.",
			  n.name);
	return VERB_OK;
}

const struct verb verb_user_add = {
	.name = "user add",
	.http = "POST /users",
	.right = RIGHT_ROLES,
	.help = "Make an account for a person or a program",
	.about = "A person signs in with the one-time password that is printed "
		 "here, or, with\n--provider, at an identity provider: whoever "
		 "signs in there first under this\nname, or the one with this "
		 "--subject. local:NAME is the operating system's\naccount "
		 "NAME at the command line.",
	.example = "  estreat user add anna@example.com \\\n"
		   "      --group 'eDiscovery Manager'\n"
		   "  estreat user add bo@example.com --provider entra\n"
		   "  estreat user add local:backup",
	.run = add_run,
	.params = { NAME_PARAM,
		    TITLE_PARAM,
		    LANGUAGE_PARAM,
		    { .name = "group",
		      .type = PARAM_TEXT,
		      .value = "GROUP",
		      .help = "its first role group" },
		    PROVIDER_PARAM("signs in there, without a password here"),
		    SUBJECT_PARAM },
};

static int set_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");
	struct account_change c = {
		.title = call_text(call, "title"),
		.language = call_text(call, "language"),
		.provider = call_text(call, "provider"),
		.subject = call_text(call, "subject"),
	};

	if (c.title == NULL && c.language == NULL && c.provider == NULL &&
	    c.subject == NULL)
		return err_set(e, ERR_USAGE,
			       "nothing to change: give --title, --language, "
			       "--provider or --subject");
	if (c.provider != NULL && strcmp(c.provider, "none") == 0)
		c.provider = "";
	if (call_open(call, false, e) < 0 ||
	    accounts_change(call->db, call->who, name, &c, e) < 0)
		return -1;
	print_text(call->out, "user", NULL, name);
	print_say(call->out, "\"%s\" is changed.", name);
	if (c.provider != NULL && c.provider[0] == '\0')
		print_say(call->out,
			  "It cannot sign in yet: `estreat user "
			  "reset-password %s` makes a one-time password.",
			  name);
	return VERB_OK;
}

const struct verb verb_user_set = {
	.name = "user set",
	.http = "PATCH /users/{name}",
	.right = RIGHT_ROLES,
	.help = "Change an account: names, language, where it signs in",
	.about = "What is not named stays. With --provider what it signed in "
		 "with before is gone,\nand its sessions end.",
	.example = "  estreat user set anna@example.com --title 'Anna Berg'\n"
		   "  estreat user set anna@example.com --provider entra\n"
		   "  estreat user set anna@example.com --provider none",
	.run = set_run,
	.params = { NAME_PARAM, TITLE_PARAM, LANGUAGE_PARAM,
		    PROVIDER_PARAM("signs in there from now on; none: here"),
		    SUBJECT_PARAM },
};

/* --- list, show ------------------------------------------------------------
 */

static const char *state_name(const struct account_info *info)
{
	if (info->state != ACCOUNT_ACTIVE)
		return "disabled";
	return info->locked_us > 0 ? "waiting" : "active";
}

/* How it signs in, if it does. */
static const char *way_name(const struct account_info *info)
{
	if (str_starts(info->name, ACCOUNT_LOCAL))
		return "command line";
	if (info->provider[0] != '\0')
		return info->provider;
	if (!info->password)
		return "nowhere";
	return info->totp ? "password, code" : "password";
}

static const struct table user_table = {
	.name = "users",
	.n = 7,
	.columns = { { "name", "NAME", CELL_TEXT, true },
		     { "title", "PERSON", CELL_TEXT, true },
		     { "state", "STATE", CELL_TEXT },
		     { "signs_in", "SIGNS IN BY", CELL_TEXT },
		     { "signed_in", "LAST (UTC)", CELL_TIME },
		     { "sessions", "SESSIONS", CELL_INT },
		     { "groups", "ROLE GROUPS", CELL_TEXT, .below = true } },
};

static int on_listed(void *ctx, const struct account_info *info, struct err *e)
{
	struct printer *p = ctx;

	cell_text(p, info->name);
	cell_text_or_none(p, info->title);
	cell_text(p, state_name(info));
	cell_text(p, way_name(info));
	cell_int_or_none(p, info->signed_in_us);
	cell_int(p, info->sessions);
	cell_text_or_none(p, info->groups);
	return print_row(p, e);
}

static int list_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0)
		return -1;
	print_table(call->out, &user_table);
	if (accounts_each(call->db, NULL, on_listed, call->out, e) < 0)
		return -1;
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_user_list = {
	.name = "user list",
	.http = "GET /users",
	.right = RIGHT_ROLES,
	.help = "List accounts, how they sign in, and their groups",
	.example = "  estreat user list",
	.run = list_run,
	.lists = VERB_LISTS(&user_table),
};

static const struct table session_table = {
	.name = "open_sessions",
	.empty = "Nobody is signed in.",
	.n = 5,
	.columns = { { "origin", "FROM", CELL_TEXT },
		     { "began", "BEGAN (UTC)", CELL_TIME },
		     { "used", "USED (UTC)", CELL_TIME },
		     { "ends", NULL, CELL_TIME },
		     { "agent", "WITH", CELL_TEXT, true } },
};

static int on_session(void *ctx, const struct session_info *info, struct err *e)
{
	struct printer *p = ctx;

	cell_text(p, info->origin);
	cell_int(p, info->created_us);
	cell_int(p, info->used_us);
	cell_int(p, info->end_us);
	cell_text_or_none(p, info->agent);
	return print_row(p, e);
}

static const char *or_none(const char *text)
{
	return text[0] != '\0' ? text : NULL;
}

static int on_shown(void *ctx, const struct account_info *info, struct err *e)
{
	AUTO(str_done) struct str roles = STR_INIT;
	AUTO(str_done) struct str json = STR_INIT;
	AUTO(str_done) struct str groups = STR_INIT;
	const struct principal who = { .account = info->id };
	struct verb_call *call = ctx;
	struct printer *p = call->out;

	if (principal_groups(call->db, &who, &groups, e) < 0)
		return -1;
	roles_list(&roles, info->roles, ", ");
	print_text(p, "name", "Name", info->name);
	print_text(p, "title", "Person", or_none(info->title));
	print_text(p, "language", "Language", or_none(info->language));
	print_text(p, "state", "State", state_name(info));
	print_time(p, "waits_until", "Waits until", info->locked_us);
	print_text(p, "signs_in", "Signs in by", way_name(info));
	print_text(p, "provider", NULL, or_none(info->provider));
	print_text(p, "subject", "Id at the provider", or_none(info->subject));
	print_bool(p, "must_change", "Must choose a password",
		   info->must_change);
	print_bool(p, "code", "Asked for a code", info->totp);
	print_time(p, "created", "Made", info->created_us);
	print_time(p, "signed_in", "Signed in last", info->signed_in_us);
	print_text(p, NULL, "Role groups", or_none(info->groups));
	print_text(p, NULL, "Roles", or_none(roles.s));
	print_json(p, "groups", groups.s);
	roles_json(&json, info->roles);
	print_json(p, "roles", json.s);
	print_int(p, "sessions", NULL, info->sessions);
	print_gap(p);
	print_table(p, &session_table);
	if (accounts_sessions(call->db, info->id, on_session, p, e) < 0)
		return -1;
	print_table_end(p);
	return 0;
}

static int show_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0)
		return -1;
	return accounts_each(call->db, call_text(call, "name"), on_shown, call,
			     e);
}

const struct verb verb_user_show = {
	.name = "user show",
	.http = "GET /users/{name}",
	.right = RIGHT_ROLES,
	.help = "Show an account, its roles and open sessions",
	.example = "  estreat user show anna@example.com",
	.run = show_run,
	.lists = VERB_LISTS(&session_table),
	.fields = VERB_FIELDS(
		{ "name", NULL, CELL_TEXT }, { "title", NULL, CELL_TEXT },
		{ "language", NULL, CELL_TEXT }, { "state", NULL, CELL_TEXT },
		{ "waits_until", NULL, CELL_TIME },
		{ "signs_in", NULL, CELL_TEXT },
		{ "provider", NULL, CELL_TEXT }, { "subject", NULL, CELL_TEXT },
		{ "must_change", NULL, CELL_BOOL }, { "code", NULL, CELL_BOOL },
		{ "created", NULL, CELL_TIME },
		{ "signed_in", NULL, CELL_TIME }, { "groups", NULL, CELL_JSON },
		{ "roles", NULL, CELL_JSON }, { "sessions", NULL, CELL_INT }),
	.params = { NAME_PARAM },
};

/* --- disable, enable, remove -----------------------------------------------
 */

static int state_run(struct verb_call *call, enum account_state state,
		     const char *text, struct err *e)
{
	const char *name = call_text(call, "name");

	if (call_open(call, false, e) < 0 ||
	    accounts_set_state(call->db, call->who, name, state, e) < 0)
		return -1;
	print_text(call->out, "user", NULL, name);
	print_say(call->out, "\"%s\" %s", name, text);
	return VERB_OK;
}

static int disable_run(struct verb_call *call, struct err *e)
{
	return state_run(call, ACCOUNT_DISABLED,
			 "is disabled and signed out; its tokens do nothing.",
			 e);
}

const struct verb verb_user_disable = {
	.name = "user disable",
	.http = "POST /users/{name}/disable",
	.right = RIGHT_ROLES,
	.help = "Let an account sign in no more; end its sessions",
	.example = "  estreat user disable anna@example.com",
	.run = disable_run,
	.params = { NAME_PARAM },
};

static int enable_run(struct verb_call *call, struct err *e)
{
	return state_run(call, ACCOUNT_ACTIVE, "can sign in again.", e);
}

const struct verb verb_user_enable = {
	.name = "user enable",
	.http = "POST /users/{name}/enable",
	.right = RIGHT_ROLES,
	.help = "Let a disabled account sign in again",
	.example = "  estreat user enable anna@example.com",
	.run = enable_run,
	.params = { NAME_PARAM },
};

static int remove_run(struct verb_call *call, struct err *e)
{
	return state_run(call, ACCOUNT_REMOVED,
			 "is removed, with its sessions, tokens and "
			 "memberships. What it did stays in the ledger.",
			 e);
}

const struct verb verb_user_remove = {
	.name = "user remove",
	.http = "DELETE /users/{name}",
	.right = RIGHT_ROLES,
	.help = "Remove an account; what it did stays recorded",
	.about = "The name is free again. To keep it from being given to "
		 "another person, disable\nthe account instead.",
	.example = "  estreat user remove anna@example.com",
	.run = remove_run,
	.params = { NAME_PARAM },
};

/* --- reset-password, unlock, sign-out --------------------------------------
 */

static int reset_run(struct verb_call *call, struct err *e)
{
	AUTO(str_wipe) struct str once = STR_INIT;
	const char *name = call_text(call, "name");

	if (call_open(call, false, e) < 0 ||
	    accounts_reset(call->db, call->who, name,
			   call_flag(call, "code-off"), &once, e) < 0)
		return -1;
	print_text(call->out, "user", "User", name);
	say_password(call->out, name, &once);
	return VERB_OK;
}

const struct verb verb_user_reset_password = {
	.name = "user reset-password",
	.http = "POST /users/{name}/reset-password",
	.right = RIGHT_ROLES,
	.help = "Give an account a new one-time password",
	.about = "Its sessions end, and it need not wait any longer after "
		 "wrong tries. Who lost\nthe authenticator and the recovery "
		 "codes too needs --code-off.\n\nRefused for an account with "
		 "a role that you have not: the password would\nlet you sign "
		 "in as it. The owner of the installation's folder may, at "
		 "the\ncommand line.",
	.example = "  estreat user reset-password anna@example.com",
	.run = reset_run,
	.params = { NAME_PARAM,
		    { .name = "code-off",
		      .type = PARAM_FLAG,
		      .help = "it is asked for no code any more" } },
};

static int unlock_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");

	if (call_open(call, false, e) < 0 ||
	    accounts_unlock(call->db, call->who, name, e) < 0)
		return -1;
	print_text(call->out, "user", NULL, name);
	print_say(call->out, "\"%s\" need not wait any longer.", name);
	return VERB_OK;
}

const struct verb verb_user_unlock = {
	.name = "user unlock",
	.http = "POST /users/{name}/unlock",
	.right = RIGHT_ROLES,
	.help = "Let an account try again after wrong passwords",
	.example = "  estreat user unlock anna@example.com",
	.run = unlock_run,
	.params = { NAME_PARAM },
};

static int sign_out_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");
	int64_t ended = 0;

	if (call_open(call, false, e) < 0 ||
	    accounts_sign_out(call->db, call->who, name, &ended, e) < 0)
		return -1;
	print_text(call->out, "user", NULL, name);
	print_int(call->out, "ended", "Sessions ended", ended);
	return VERB_OK;
}

const struct verb verb_user_sign_out = {
	.name = "user sign-out",
	.http = "POST /users/{name}/sign-out",
	.right = RIGHT_ROLES,
	.help = "End all sessions of an account",
	.example = "  estreat user sign-out anna@example.com",
	.run = sign_out_run,
	.params = { NAME_PARAM },
};

/* --- recover ---------------------------------------------------------------
 */

static int recover_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0 ||
	    accounts_recover(call->db, call->who, e) < 0)
		return -1;
	print_text(call->out, "user", NULL, ACCOUNT_OWNER);
	print_say(call->out,
		  "Whoever owns the folder can manage roles again. This is "
		  "recorded. Next: `estreat user reset-password NAME`, or "
		  "`estreat user unlock NAME`.");
	return VERB_OK;
}

const struct verb verb_user_recover = {
	.name = "user recover",
	.right = RIGHT_FOLDER,
	.help = "As the folder's owner: manage roles again",
	.about = "For when nobody else can sign in and manage roles. Whoever "
		 "the installation's\nfolder belongs to can read all of it "
		 "anyway; this gives local:owner its place in\nLocal Operators "
		 "back, with the role Role Management, and the ledger says "
		 "so.",
	.example = "  estreat user recover",
	.run = recover_run,
};
