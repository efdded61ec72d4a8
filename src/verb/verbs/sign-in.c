/* sign-in.c - identity providers, and how long sessions last. */
#include "verb/verbs/verbs.h"

#include "access/principal.h"
#include "access/providers.h"
#include "access/session.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "verb/print.h"
#include "verb/setup.h"

#include <stdlib.h>

#define NAME_PARAM                                                             \
	{                                                                      \
		.name = "name", .type = PARAM_TEXT, .positional = true,        \
		.required = true, .help = "the identity provider's name"       \
	}

/* --- identity providers ----------------------------------------------------
 */

static int provider_set_run(struct verb_call *call, struct err *e)
{
	AUTO(setup_given_done) struct setup_given given = { 0 };
	struct provider_new n = { .name = call_text(call, "name") };
	bool made = false;

	if (setup_given_any(call, e) < 0 || call_open(call, false, e) < 0 ||
	    setup_given_read(call, true, &given, e) < 0)
		return -1;
	n.given = given.values;
	if (providers_set(call->archive, call->db, call->who, &n, &made, e) < 0)
		return -1;
	print_text(call->out, "provider", NULL, n.name);
	print_bool(call->out, "made", NULL, made);
	print_say(call->out,
		  "Identity provider \"%s\" is %s. Next: `estreat "
		  "identity-provider check %s`.",
		  n.name, made ? "set up" : "changed", n.name);
	return VERB_OK;
}

const struct verb verb_identity_provider_set = {
	.name = "identity-provider set",
	.http = "PUT /identity-providers/{name}",
	.right = RIGHT_ROLES,
	.help = "Let people sign in at your organisation's provider",
	.about = "Any provider that speaks OpenID Connect: Entra ID, Keycloak "
		 "and others\n(docs/access.md, step by step). `estreat "
		 "identity-provider settings` lists the\nsettings. "
		 "group.NAME=ROLE GROUP puts those whom the provider says to "
		 "be in\nits group (or to have its application role) NAME "
		 "into a role group here, at each\nsign-in anew. An empty "
		 "value takes a setting away.\n\nAll but the title and the "
		 "secret need every role that whoever signs in\nthere has or "
		 "can come to have; the owner of the installation's folder "
		 "may\nchange all, at the command line.\n\n" SETUP_SECRET_TEXT,
	.example = "  estreat identity-provider set entra \\\n"
		   "      --set issuer=https://login.microsoftonline.com/TENANT"
		   "/v2.0 \\\n"
		   "      --set client-id=ID --secret client-secret=FILE \\\n"
		   "      --set group.Archive.Discovery='eDiscovery Manager'",
	.run = provider_set_run,
	.params = { NAME_PARAM, SETUP_SET, SETUP_SECRET },
};

static int provider_settings_run(struct verb_call *call, struct err *e)
{
	static const struct setting *const tables[] = { providers_settings,
							NULL };

	if (setup_settings(call->out, tables, e) < 0)
		return -1;
	print_say(call->out, "\nBesides: group.NAME=ROLE GROUP, for each group "
			     "of the provider that is one here.");
	return VERB_OK;
}

const struct verb verb_identity_provider_settings = {
	.name = "identity-provider settings",
	.http = "GET /identity-provider-settings",
	.right = RIGHT_ROLES,
	.help = "List the settings of identity providers",
	.example = "  estreat identity-provider settings",
	.run = provider_settings_run,
};

static int on_provider(void *ctx, const struct provider_info *info,
		       struct err *e)
{
	struct printer *p = ctx;

	print_text(p, "name", "Name", info->name);
	print_int(p, "accounts", "Accounts", info->accounts);
	return setup_values(p, info->values, info->n_values, providers_settings,
			    NULL, e);
}

static int provider_show_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0)
		return -1;
	return providers_each(call->archive, call->db, call_text(call, "name"),
			      on_provider, call->out, e);
}

const struct verb verb_identity_provider_show = {
	.name = "identity-provider show",
	.http = "GET /identity-providers/{name}",
	.right = RIGHT_ROLES,
	.help = "Show an identity provider's settings and mapping",
	.example = "  estreat identity-provider show entra",
	.run = provider_show_run,
	.lists = VERB_LISTS(&setup_value_table),
	.fields = VERB_FIELDS({ "name", NULL, CELL_TEXT },
			      { "accounts", NULL, CELL_INT }),
	.params = { NAME_PARAM },
};

static const struct table provider_table = {
	.name = "providers",
	.empty = "Nobody signs in elsewhere: `estreat identity-provider set`.",
	.n = 2,
	.columns = { { "name", "NAME", CELL_TEXT, true },
		     { "accounts", "ACCOUNTS", CELL_INT } },
};

static int on_provider_row(void *ctx, const struct provider_info *info,
			   struct err *e)
{
	struct printer *p = ctx;

	cell_text(p, info->name);
	cell_int(p, info->accounts);
	return print_row(p, e);
}

static int provider_list_run(struct verb_call *call, struct err *e)
{
	if (call_open(call, false, e) < 0)
		return -1;
	print_table(call->out, &provider_table);
	if (providers_each(call->archive, call->db, NULL, on_provider_row,
			   call->out, e) < 0)
		return -1;
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_identity_provider_list = {
	.name = "identity-provider list",
	.http = "GET /identity-providers",
	.right = RIGHT_ROLES,
	.help = "List the identity providers where people sign in",
	.example = "  estreat identity-provider list",
	.run = provider_list_run,
	.lists = VERB_LISTS(&provider_table),
};

static int provider_check(struct verb_call *call, const struct check *to,
			  struct err *e)
{
	return providers_check(call->archive, call->db, call_text(call, "name"),
			       to, e);
}

static int provider_check_run(struct verb_call *call, struct err *e)
{
	return setup_check(call, provider_check,
			   "of these would keep people from signing in.",
			   "Ready for people to sign in.", e);
}

const struct verb verb_identity_provider_check = {
	.name = "identity-provider check",
	.http = "POST /identity-providers/{name}/check",
	.right = RIGHT_ROLES,
	.help = "Ask an identity provider whether people can sign in",
	.example = "  estreat identity-provider check entra",
	.run = provider_check_run,
	.params = { NAME_PARAM },
};

static int provider_remove_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");

	if (call_open(call, false, e) < 0 ||
	    providers_remove(call->db, call->who, name, e) < 0)
		return -1;
	print_text(call->out, "provider", NULL, name);
	print_say(call->out,
		  "Identity provider \"%s\" is removed. Those who signed in "
		  "there stay as accounts: `estreat user reset-password` or "
		  "`estreat user set --provider` lets them in otherwise.",
		  name);
	return VERB_OK;
}

const struct verb verb_identity_provider_remove = {
	.name = "identity-provider remove",
	.http = "DELETE /identity-providers/{name}",
	.right = RIGHT_ROLES,
	.help = "Let nobody sign in at an identity provider any more",
	.example = "  estreat identity-provider remove entra",
	.run = provider_remove_run,
	.params = { NAME_PARAM },
};

/* --- sessions --------------------------------------------------------------
 */

static int show_run(struct verb_call *call, struct err *e)
{
	const struct values_of of = sign_in_values_of();
	AUTO(values_free) struct values *v = NULL;
	AUTO(free) struct value *list = NULL;
	size_t n;

	if (call_open(call, false, e) < 0 ||
	    values_load(&v, call->archive, call->db, &of, e) < 0)
		return -1;
	list = values_list(v, &n);
	return setup_values(call->out, list, n, sign_in_settings, NULL, e);
}

const struct verb verb_sign_in_show = {
	.name = "sign-in show",
	.http = "GET /sign-in",
	.right = RIGHT_ROLES,
	.help = "Show how long sessions last",
	.example = "  estreat sign-in show",
	.run = show_run,
	.lists = VERB_LISTS(&setup_value_table),
};

static int set_run(struct verb_call *call, struct err *e)
{
	AUTO(setup_given_done) struct setup_given given = { 0 };

	setup_set_read(call, true, &given);
	if (call_open(call, false, e) < 0 ||
	    sign_in_set(call->archive, call->db, call->who, &given.values, e) <
		    0)
		return -1;
	print_text(call->out, "changed", NULL, "sign-in");
	print_say(call->out, "It holds for sessions that begin from now on.");
	return VERB_OK;
}

const struct verb verb_sign_in_set = {
	.name = "sign-in set",
	.http = "PATCH /sign-in",
	.right = RIGHT_ROLES,
	.help = "Change how long sessions last",
	.about = "A session ends when it was not used for idle-minutes, and "
		 "after longest-hours\nin any case. An empty value takes a "
		 "setting back to its default.",
	.example = "  estreat sign-in set --set idle-minutes=15",
	.run = set_run,
	.params = { { .name = "set",
		      .type = PARAM_PAIRS,
		      .required = true,
		      .value = "KEY=VALUE",
		      .help = "a setting; may be repeated" } },
};
