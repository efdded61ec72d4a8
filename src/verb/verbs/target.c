/* target.c - mailboxes outside of the archive: set up, looked at, retried. */
#include "verb/verbs/verbs.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "delivery/consent.h"
#include "delivery/delivery.h"
#include "target/agent.h"
#include "target/copies.h"
#include "verb/print.h"
#include "verb/setup.h"
#include "verb/verbs/consent.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define NAME_PARAM                                                             \
	{                                                                      \
		.name = "name", .type = PARAM_TEXT, .positional = true,        \
		.required = true, .help = "the target's name"                  \
	}

#define MAILBOX_PARAM(text)                                                    \
	{                                                                      \
		.name = "mailbox", .type = PARAM_TEXT, .value = "MAILBOX",     \
		.help = text                                                   \
	}

/* --- kinds -----------------------------------------------------------------
 */

static const struct table kind_table = {
	.name = "kinds",
	.empty = "This program brings copies nowhere outside.",
	.n = 2,
	.columns = { { "name", "KIND", CELL_TEXT },
		     { "title", "TITLE", CELL_TEXT } },
};

static int kind_show(struct printer *p, const char *name, struct err *e)
{
	const struct agent_ops *ops = agent_find(name);
	const struct setting *tables[] = { NULL, delivery_settings, NULL };

	if (ops == NULL)
		return err_set(e, ERR_USAGE,
			       "there is no kind \"%.60s\" of target; `estreat "
			       "target kinds` lists those there are",
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
	for (const struct agent_ops *const *k = agent_all(); *k != NULL; k++) {
		cell_text(call->out, (*k)->name);
		cell_text(call->out, (*k)->title);
		if (print_row(call->out, e) < 0)
			return -1;
	}
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_target_kinds = {
	.name = "target kinds",
	.http = "GET /target-kinds",
	.right = RIGHT_CONNECTOR_VIEW,
	.help = "List the kinds of targets, or the settings of one",
	.example = "  estreat target kinds\n"
		   "  estreat target kinds imap",
	.run = kinds_run,
	.lists = VERB_LISTS(&kind_table, &setup_setting_table),
	.fields = VERB_FIELDS({ "name", NULL, CELL_TEXT },
			      { "title", NULL, CELL_TEXT }),
	.params = { { .name = "kind",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .help = "show the settings of this one" } },
};

/* --- add, set --------------------------------------------------------------
 */

static int change(struct verb_call *call, bool is_new, struct err *e)
{
	AUTO(setup_given_done) struct setup_given given = { 0 };
	struct delivery_new n = { .name = call_text(call, "name"),
				  .actor = call->actor };

	if (call_open(call, false, e) < 0 ||
	    setup_given_read(call, !is_new, &given, e) < 0)
		return -1;
	n.given = given.values;
	if (!is_new)
		return delivery_target_change(call->archive, call->db, &n, e);
	n.kind = call_text(call, "kind");
	return delivery_target_add(call->archive, call->db, &n, e);
}

static int add_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");
	struct consent c AUTO(consent_done);

	consent_init(&c);
	if (change(call, true, e) < 0)
		return -1;
	print_text(call->out, "target", NULL, name);
	print_text(call->out, "kind", NULL, call_text(call, "kind"));
	print_say(call->out,
		  "Target \"%s\" is set up. Next: `estreat target check %s`, "
		  "then `estreat connector set CONNECTOR --set target=%s`.",
		  name, name, name);
	if (consent_find(call->archive, call->db, name, &c, e) < 0)
		return -1;
	if (c.state == CONSENT_MISSING)
		print_say(call->out,
			  "Its tenant has to consent first: `estreat target "
			  "consent %s`.",
			  name);
	return VERB_OK;
}

const struct verb verb_target_add = {
	.name = "target add",
	.http = "POST /targets",
	.right = RIGHT_CONNECTOR,
	.help = "Set up mailboxes outside of the archive",
	.about = "`estreat target kinds KIND` lists a kind's settings. No "
		 "connection is made;\n`estreat target check` does that. A "
		 "connector delivers there once its setting\n`target` names "
		 "it; what was delivered before stays where it "
		 "is.\n\n" SETUP_SECRET_TEXT,
	.example = "  estreat target add mail --kind imap \\\n"
		   "      --set host=mail.example.com --set user=archive \\\n"
		   "      --secret password=/root/mail.secret",
	.run = add_run,
	.params = { NAME_PARAM,
		    { .name = "kind",
		      .type = PARAM_TEXT,
		      .required = true,
		      .value = "KIND",
		      .help = "a name of `estreat target kinds`" },
		    SETUP_SET,
		    SETUP_SECRET },
};

static int set_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");

	if (setup_given_any(call, e) < 0 || change(call, false, e) < 0)
		return -1;
	print_text(call->out, "target", NULL, name);
	print_say(call->out,
		  "Target \"%s\" is changed; what waited for it is tried "
		  "again at once.",
		  name);
	return VERB_OK;
}

const struct verb verb_target_set = {
	.name = "target set",
	.http = "PATCH /targets/{name}",
	.right = RIGHT_CONNECTOR,
	.help = "Change a target's settings and secrets",
	.about = "What is not named stays. An empty value (--set KEY=) takes "
		 "a setting away, so\nthat its default holds "
		 "again.\n\n" SETUP_SECRET_TEXT,
	.example = "  estreat target set mail --secret "
		   "password=/root/new.secret",
	.run = set_run,
	.params = { NAME_PARAM, SETUP_SET, SETUP_SECRET },
};

/* --- list, show ------------------------------------------------------------
 */

static const struct table target_table = {
	.name = "targets",
	.n = 10,
	.columns = { { "name", "NAME", CELL_TEXT, true },
		     { "kind", "KIND", CELL_TEXT },
		     { "state", "STATE", CELL_TEXT },
		     { "waiting", "WAITING", CELL_INT },
		     { "refused", "REFUSED", CELL_INT },
		     { "mailboxes", NULL, CELL_INT },
		     { "stopped", "STOPPED", CELL_INT },
		     { "stuck", NULL, CELL_INT },
		     { "next_try", "NEXT TRY (UTC)", CELL_TIME },
		     { "reason", "REASON", CELL_TEXT, .below = true } },
};

static int on_listed(void *ctx, const struct delivery_target *t, struct err *e)
{
	struct printer *p = ctx;

	cell_text(p, t->name);
	cell_text(p, t->kind);
	cell_text(p, t->state);
	cell_int(p, (int64_t)t->waiting);
	cell_int(p, (int64_t)t->refused);
	cell_int(p, (int64_t)t->mailboxes);
	cell_int(p, (int64_t)t->stopped);
	cell_int(p, (int64_t)t->stuck);
	cell_int_or_none(p, t->not_before_us);
	cell_text_or_none(p, t->reason);
	return print_row(p, e);
}

static int list_run(struct verb_call *call, struct err *e)
{
	const struct delivery_target own = { .name = COPIES_EMBEDDED,
					     .kind = COPIES_EMBEDDED,
					     .state = "ready",
					     .reason = "" };

	if (call_open(call, false, e) < 0)
		return -1;
	print_table(call->out, &target_table);
	if (on_listed(call->out, &own, e) < 0 ||
	    delivery_target_each(call->archive, call->db, NULL, on_listed,
				 call->out, e) < 0)
		return -1;
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_target_list = {
	.name = "target list",
	.http = "GET /targets",
	.right = RIGHT_CONNECTOR_VIEW,
	.help = "List the targets, and what waits for each",
	.about = "States: ready; waiting (the server is away, it is tried "
		 "again by itself);\nparked (the server refuses us: a person "
		 "must act). WAITING and REFUSED are\ncopies, STOPPED are "
		 "mailboxes that something keeps from taking any: `estreat\n"
		 "target show` says what. \"" COPIES_EMBEDDED
		 "\" are the mailboxes in the archive itself.",
	.example = "  estreat target list",
	.run = list_run,
	.lists = VERB_LISTS(&target_table),
};

static const struct table trouble_table = {
	.name = "troubles",
	.empty = "Nothing keeps copies from their mailboxes.",
	.n = 7,
	.columns = { { "mailbox", "MAILBOX", CELL_TEXT, true },
		     { "copies", "COPIES", CELL_INT },
		     { "message", "MESSAGE", CELL_INT },
		     { "outcome", "WHAT", CELL_TEXT },
		     { "attempts", "TRIES", CELL_INT },
		     { "next_try", "NEXT TRY (UTC)", CELL_TIME },
		     { "reason", "REASON", CELL_TEXT, .below = true } },
};

/* When; none: not before a person acts. */
static int on_trouble(void *ctx, const struct delivery_trouble *t,
		      struct err *e)
{
	struct printer *p = ctx;

	cell_text(p, t->mailbox);
	cell_int(p, (int64_t)t->copies);
	cell_int_or_none(p, (int64_t)t->message);
	cell_text_or_none(p, t->outcome);
	cell_int(p, t->attempts);
	cell_int_or_none(
		p, t->not_before_us == DELIVERY_NEVER ? 0 : t->not_before_us);
	cell_text_or_none(p, t->reason);
	return print_row(p, e);
}

struct showing {
	struct verb_call *call;
	int64_t id;
};

static void print_state(struct printer *p, const struct delivery_target *t)
{
	print_text(p, "name", "Name", t->name);
	print_text(p, "kind", "Kind", t->kind);
	print_text(p, "state", "State", t->state);
	print_text(p, "reason", *t->reason != '\0' ? "Reason" : NULL,
		   *t->reason != '\0' ? t->reason : NULL);
	print_time(p, "next_try", t->not_before_us > 0 ? "Next try" : NULL,
		   t->not_before_us);
	print_int(p, "waiting", "Copies that wait", (int64_t)t->waiting);
	print_int(p, "refused", "Copies refused", (int64_t)t->refused);
	print_int(p, "mailboxes", "Mailboxes they are for",
		  (int64_t)t->mailboxes);
	print_int(p, "stopped", "  that take none now", (int64_t)t->stopped);
	print_int(p, "stuck", "  until a person acts", (int64_t)t->stuck);
}

static int on_shown(void *ctx, const struct delivery_target *t, struct err *e)
{
	struct showing *s = ctx;
	const struct agent_ops *ops = agent_find(t->kind);
	struct consent c AUTO(consent_done);

	consent_init(&c);
	s->id = t->id;
	if (consent_find(s->call->archive, s->call->db, t->name, &c, e) < 0)
		return -1;
	print_state(s->call->out, t);
	consent_print(s->call->out, &c);
	return setup_values(s->call->out, t->settings, t->n_settings,
			    ops != NULL ? ops->settings : NULL,
			    delivery_settings, e);
}

static int show_run(struct verb_call *call, struct err *e)
{
	struct showing s = { .call = call };
	struct printer *p = call->out;

	if (call_open(call, false, e) < 0 ||
	    delivery_target_each(call->archive, call->db,
				 call_text(call, "name"), on_shown, &s, e) < 0)
		return -1;
	print_gap(p);
	print_table(p, &trouble_table);
	if (delivery_each_trouble(call->db, s.id, on_trouble, p, e) < 0)
		return -1;
	print_table_end(p);
	return VERB_OK;
}

const struct verb verb_target_show = {
	.name = "target show",
	.http = "GET /targets/{name}",
	.right = RIGHT_CONNECTOR_VIEW,
	.help = "Show a target, and what keeps copies from their mailboxes",
	.about = "Each mailbox that takes none now, and each message that was "
		 "refused, with\nwhat the server said and when it is tried "
		 "next. Without a time it waits for a\nperson: `estreat "
		 "target retry`. docs/targets/README.md says what each state\n"
		 "means.",
	.example = "  estreat target show mail",
	.run = show_run,
	.lists = VERB_LISTS(&trouble_table, &setup_value_table),
	.fields = VERB_FIELDS(
		{ "name", NULL, CELL_TEXT }, { "kind", NULL, CELL_TEXT },
		{ "state", NULL, CELL_TEXT }, { "reason", NULL, CELL_TEXT },
		{ "next_try", NULL, CELL_TIME }, { "waiting", NULL, CELL_INT },
		{ "refused", NULL, CELL_INT }, { "mailboxes", NULL, CELL_INT },
		{ "stopped", NULL, CELL_INT }, { "stuck", NULL, CELL_INT },
		{ "consent", NULL, CELL_TEXT },
		{ "consent_by", NULL, CELL_TEXT },
		{ "consent_by_id", NULL, CELL_TEXT },
		{ "consent_tenant", NULL, CELL_TEXT },
		{ "consent_client", NULL, CELL_TEXT },
		{ "consent_scopes", NULL, CELL_TEXT },
		{ "consent_given", NULL, CELL_TIME },
		{ "consent_withdrawn", NULL, CELL_TIME }),
	.params = { NAME_PARAM },
};

/* --- check -----------------------------------------------------------------
 */

static int check(struct verb_call *call, const struct check *to, struct err *e)
{
	const char *name = call_text(call, "mailbox");
	uint64_t mailbox = 0;

	if (name != NULL && call_mailbox(call, name, &mailbox, e) < 0)
		return -1;
	return delivery_target_check(call->archive, call->db,
				     call_text(call, "name"), mailbox, to, e);
}

static int check_run(struct verb_call *call, struct err *e)
{
	return setup_check(call, check,
			   "of these would keep copies from arriving.",
			   "Ready to deliver.", e);
}

const struct verb verb_target_check = {
	.name = "target check",
	.http = "POST /targets/{name}/check",
	.right = RIGHT_CONNECTOR,
	.help = "Ask the server whether copies would arrive",
	.about =
		"Name, port, certificate, sign-in, what the server offers; "
		"with --mailbox also\nwhether that mailbox takes copies. "
		"Delivers nothing. Where nothing is found,\nwhat waited for "
		"the target is tried again. The exit code is 1 when something\n"
		"would keep copies from arriving.",
	.example = "  estreat target check mail\n"
		   "  estreat target check mail --mailbox anna.ek@example.com",
	.run = check_run,
	.params = { NAME_PARAM, MAILBOX_PARAM("look at this one too") },
};

/* --- retry -----------------------------------------------------------------
 */

static bool told_to_stop(void *ctx)
{
	const struct verb_call *call = ctx;

	return call->stop != NULL && atomic_load(call->stop);
}

/* Bring what is due, in this process. */
static int drain(struct verb_call *call, int64_t target, struct err *e)
{
	AUTO(delivery_end) struct delivery *d = NULL;

	if (delivery_begin(&d, call->archive, target, e) < 0)
		return -1;
	return delivery_drain(d, call->db, 0, told_to_stop, call, e);
}

struct counted {
	uint64_t open;
};

static int on_counted(void *ctx, const struct delivery_target *t, struct err *e)
{
	struct counted *c = ctx;

	(void)e;
	c->open = t->waiting + t->refused;
	return 0;
}

static int retry_open(struct verb_call *call, bool *here, struct err *e)
{
	*here = call_open(call, true, e) == 0;
	if (*here)
		return 0;
	if (!archive_busy(call->home))
		return -1;
	err_clear(e);
	call_done(call);
	return call_open(call, false, e);
}

static int retry(struct verb_call *call, bool *here, uint64_t *before,
		 struct counted *after, struct err *e)
{
	const char *name = call_text(call, "name");
	const char *of = call_text(call, "mailbox");
	uint64_t mailbox = 0;
	int64_t id = 0;

	if (retry_open(call, here, e) < 0 ||
	    (of != NULL && call_mailbox(call, of, &mailbox, e) < 0) ||
	    delivery_target_find(call->db, name, &id, e) < 0 ||
	    delivery_retry(call->db, name, mailbox, call->actor, before, e) <
		    0 ||
	    (*here && drain(call, id, e) < 0))
		return -1;
	return delivery_target_each(call->archive, call->db, name, on_counted,
				    after, e);
}

static int retry_run(struct verb_call *call, struct err *e)
{
	struct counted after = { 0 };
	uint64_t before = 0;
	bool here = false;

	if (retry(call, &here, &before, &after, e) < 0)
		return -1;
	print_text(call->out, "target", NULL, call_text(call, "name"));
	print_int(call->out, "retried", "Copies to be tried again",
		  (int64_t)before);
	print_int(call->out, "open", here ? "  not delivered" : NULL,
		  (int64_t)after.open);
	print_bool(call->out, "delivered_here", NULL, here);
	if (!here)
		print_say(call->out, "The process that works on the "
				     "installation delivers them now.");
	return VERB_OK;
}

const struct verb verb_target_retry = {
	.name = "target retry",
	.http = "POST /targets/{name}/retry",
	.right = RIGHT_CONNECTOR,
	.help = "Try again now what waits for a target, or was refused",
	.about = "For after the cause is gone: the quota was raised, the "
		 "mailbox made, the\naccount allowed. Copies that may have "
		 "arrived before are looked for first, so\nnone comes twice. "
		 "Where `estreat serve` runs, it delivers them; else this\n"
		 "does.",
	.example = "  estreat target retry mail\n"
		   "  estreat target retry mail --mailbox anna.ek@example.com",
	.stoppable = true,
	.run = retry_run,
	.params = { NAME_PARAM, MAILBOX_PARAM("only what is for this one") },
};

/* --- move ------------------------------------------------------------------
 */

static int move_run(struct verb_call *call, struct err *e)
{
	const struct delivery_move how = { .from = call_text(call, "name"),
					   .to = call_text(call, "to"),
					   .actor = call->actor };
	uint64_t moved = 0;

	if (call_open(call, true, e) < 0 ||
	    delivery_move(call->archive, call->db, &how, &moved, e) < 0)
		return -1;
	print_text(call->out, "target", NULL, how.from);
	print_text(call->out, "to", NULL, how.to);
	print_int(call->out, "moved", "Copies moved", (int64_t)moved);
	if (strcmp(how.to, COPIES_EMBEDDED) != 0)
		print_say(call->out,
			  "They are delivered by `estreat target retry %s`, "
			  "`estreat serve` or the next run.",
			  how.to);
	return VERB_OK;
}

const struct verb verb_target_move = {
	.name = "target move",
	.right = RIGHT_CONNECTOR,
	.help = "Send what waits for a target to another one instead",
	.about = "For a server that will not come back. \"" COPIES_EMBEDDED
		 "\" are the mailboxes in the\narchive itself. What was "
		 "delivered stays where it is; a copy whose delivery was\n"
		 "attempted may be there as well. `estreat serve` must not run "
		 "meanwhile.",
	.example = "  estreat target move mail --to " COPIES_EMBEDDED,
	.run = move_run,
	.params = { NAME_PARAM,
		    { .name = "to",
		      .type = PARAM_TEXT,
		      .required = true,
		      .value = "TARGET",
		      .help = "a name of `estreat target list`" } },
};

/* --- remove ----------------------------------------------------------------
 */

static int remove_run(struct verb_call *call, struct err *e)
{
	const char *name = call_text(call, "name");

	if (call_open(call, false, e) < 0 ||
	    delivery_target_remove(call->archive, call->db, name, call->actor,
				   e) < 0)
		return -1;
	print_text(call->out, "target", NULL, name);
	print_say(call->out,
		  "Target \"%s\" is removed and its secrets are forgotten. "
		  "What was delivered there stays there.",
		  name);
	return VERB_OK;
}

const struct verb verb_target_remove = {
	.name = "target remove",
	.http = "DELETE /targets/{name}",
	.right = RIGHT_CONNECTOR,
	.help = "Remove a target that nothing is delivered to any more",
	.about = "Not while a connector names it, nor while copies wait for "
		 "it. What was\ndelivered stays where it is: the archive "
		 "never takes a copy away from a mailbox\noutside.",
	.example = "  estreat target remove mail",
	.run = remove_run,
	.params = { NAME_PARAM },
};
