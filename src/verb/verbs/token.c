/* token.c - API tokens: for programs that act for an account. */
#include "verb/verbs/verbs.h"

#include "access/principal.h"
#include "access/tokens.h"
#include "base/err.h"
#include "base/str.h"
#include "verb/print.h"

#define NAME_PARAM                                                             \
	{                                                                      \
		.name = "name", .type = PARAM_TEXT, .positional = true,        \
		.required = true, .help = "the token's name"                   \
	}
#define USER_PARAM                                                             \
	{                                                                      \
		.name = "user", .type = PARAM_TEXT, .value = "USER",           \
		.help = "whose; else your own"                                 \
	}
#define DAYS_FALLBACK 90

static int add_run(struct verb_call *call, struct err *e)
{
	AUTO(str_wipe) struct str token = STR_INIT;
	struct token_new n = { .name = call_text(call, "name"),
			       .user = call_text(call, "user"),
			       .days = call_int(call, "days", DAYS_FALLBACK) };
	int64_t end_us = 0;

	if (roles_read(call_text(call, "roles"), &n.roles, e) < 0 ||
	    call_open(call, false, e) < 0 ||
	    tokens_add(call->db, call->who, &n, &token, &end_us, e) < 0)
		return -1;
	print_text(call->out, "name", "Name", n.name);
	print_text(call->out, "token", "Token", token.s);
	print_time(call->out, "ends", "Ends", end_us);
	print_say(call->out,
		  "It goes into a header: Authorization: Bearer TOKEN. It is "
		  "shown only now.");
	return VERB_OK;
}

const struct verb verb_token_add = {
	.name = "token add",
	.http = "POST /tokens",
	.right = RIGHT_ONESELF,
	.help = "Make a token for a program that uses the API",
	.about = "The program acts for the account, with some of its roles: "
		 "never more than the\naccount itself has at the moment. Who "
		 "manages roles can make one for another\naccount, with roles "
		 "that both have.",
	.example = "  estreat token add monitoring \\\n"
		   "      --roles 'View-Only Configuration' --days 365",
	.run = add_run,
	.params = { NAME_PARAM,
		    { .name = "roles",
		      .type = PARAM_TEXT,
		      .required = true,
		      .value = "ROLES",
		      .help = "its roles, parted by commas" },
		    { .name = "days",
		      .type = PARAM_INT,
		      .value = "DAYS",
		      .help = "until it ends: 1 to 366 (default: 90)" },
		    USER_PARAM },
};

static const struct table token_table = {
	.name = "tokens",
	.empty = "There are no tokens.",
	.n = 6,
	.columns = { { "user", "USER", CELL_TEXT, true },
		     { "name", "NAME", CELL_TEXT, true },
		     { "created", NULL, CELL_TIME },
		     { "ends", "ENDS (UTC)", CELL_TIME },
		     { "used", "USED (UTC)", CELL_TIME },
		     { "roles", "ROLES", CELL_TEXT, .below = true } },
};

static int on_token(void *ctx, const struct token_info *info, struct err *e)
{
	AUTO(str_done) struct str roles = STR_INIT;
	struct printer *p = ctx;

	roles_list(&roles, info->roles, ", ");
	cell_text(p, info->user);
	cell_text(p, info->name);
	cell_int(p, info->created_us);
	cell_int(p, info->end_us);
	cell_int_or_none(p, info->used_us);
	cell_text_or_none(p, roles.s);
	return print_row(p, e);
}

static int list_run(struct verb_call *call, struct err *e)
{
	const char *user =
		call_flag(call, "all") ? "" : call_text(call, "user");

	if (call_open(call, false, e) < 0)
		return -1;
	print_table(call->out, &token_table);
	if (tokens_each(call->db, call->who, user, on_token, call->out, e) < 0)
		return -1;
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_token_list = {
	.name = "token list",
	.http = "GET /tokens",
	.right = RIGHT_ONESELF,
	.help = "List your tokens; of others with Role Management",
	.example = "  estreat token list\n  estreat token list --all",
	.run = list_run,
	.lists = VERB_LISTS(&token_table),
	.params = { USER_PARAM,
		    { .name = "all",
		      .type = PARAM_FLAG,
		      .help = "those of all accounts" } },
};

static int remove_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");

	if (call_open(call, false, e) < 0 ||
	    tokens_remove(call->db, call->who, call_text(call, "user"), name,
			  e) < 0)
		return -1;
	print_text(call->out, "name", NULL, name);
	print_say(call->out, "Token \"%s\" lets nobody in any more.", name);
	return VERB_OK;
}

const struct verb verb_token_remove = {
	.name = "token remove",
	.http = "DELETE /tokens/{name}",
	.right = RIGHT_ONESELF,
	.help = "Remove a token: what has it is let in no more",
	.example = "  estreat token remove monitoring",
	.run = remove_run,
	.params = { NAME_PARAM, USER_PARAM },
};
