/* portal.c - how the portal is reached: its settings. */
#include "verb/verbs/verbs.h"

#include "base/err.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/values.h"
#include "db/db.h"
#include "verb/portal.h"
#include "verb/print.h"
#include "verb/setup.h"

#include <string.h>

/* --- set --------------------------------------------------------------------
 */

static int store(struct verb_call *call, const struct values_given *given,
		 struct err *e)
{
	struct values_of of = portal_values_of();
	AUTO(str_done) struct str detail = STR_INIT;

	values_detail(NULL, 0, given, &detail);
	if (db_begin(call->db, DB_WRITE, e) < 0)
		return -1;
	if (values_take(call->archive, call->db, &of, given, e) < 0 ||
	    archive_act(call->db, call->actor, call->verb->name, detail.s, e) <
		    0) {
		db_rollback(call->db);
		return -1;
	}
	return db_commit(call->db, e);
}

static int set_run(struct verb_call *call, struct err *e)
{
	AUTO(setup_given_done) struct setup_given given = { 0 };

	if (!call_flag(call, "set"))
		return err_set(e, ERR_USAGE,
			       "nothing to change: give --set KEY=VALUE");
	if (call_open(call, false, e) < 0)
		return -1;
	setup_set_read(call, true, &given);
	given.values.check = portal_value_check;
	if (store(call, &given.values, e) < 0)
		return -1;
	print_int(call->out, "changed", NULL, (int64_t)given.values.n_settings);
	print_say(call->out, "The portal goes by it when `estreat serve` is "
			     "started the next time.");
	return VERB_OK;
}

const struct verb verb_portal_set = {
	.name = "portal set",
	.http = "PATCH /portal",
	.right = RIGHT_OWNER,
	.help = "Change how the portal is reached",
	.about = "What is not named stays. An empty value (--set KEY=) takes "
		 "a setting away, so\nthat its default holds again. "
		 "docs/portal.md tells about TLS and proxies.",
	.example = "  estreat portal set --set url=https://archive.example.com "
		   "\\\n"
		   "      --set listen=127.0.0.1:8443 --set proxy=127.0.0.1",
	.run = set_run,
	.params = { SETUP_SET },
};

/* --- show -------------------------------------------------------------------
 */

struct listed {
	struct value list[16];
	size_t n;
};

static void add(void *ctx, const char *name, const char *value)
{
	struct listed *l = ctx;

	if (l->n < sizeof(l->list) / sizeof(l->list[0]))
		l->list[l->n++] = (struct value){ name, value };
}

static int show_run(struct verb_call *call, struct err *e)
{
	struct values_of of = portal_values_of();
	AUTO(values_free) struct values *v = NULL;
	struct listed l = { 0 };

	if (call_open(call, false, e) < 0 ||
	    values_load(&v, call->archive, call->db, &of, e) < 0)
		return -1;
	values_each(v, add, &l);
	return setup_values(call->out, l.list, l.n, portal_settings, NULL, e);
}

const struct verb verb_portal_show = {
	.name = "portal show",
	.http = "GET /portal",
	.right = RIGHT_OWNER_VIEW,
	.help = "Show how the portal is reached",
	.example = "  estreat portal show",
	.run = show_run,
	.lists = VERB_LISTS(&setup_value_table),
};
