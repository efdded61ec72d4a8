/* store.c - the vault's store: setting it up, moving to another. */
#include "verb/verbs/store.h"
#include "verb/verbs/verbs.h"

#include "base/arena.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "catalog/stores.h"
#include "connector/connector.h"
#include "store/store.h"
#include "vault/shipping.h"
#include "verb/print.h"
#include "verb/setup.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* --- store set
 * ---------------------------------------------------------------- */

int store_in_use(struct verb_call *call, struct vault_store_info *out,
		 bool *any, struct err *e)
{
	struct vault_store_info list[VAULT_STORES_MAX];
	size_t n = 0;

	if (vault_stores_list(call->db, list, &n, e) < 0)
		return -1;
	*any = n > 0 && list[0].state == VAULT_STORE_USED;
	if (*any)
		*out = list[0];
	return 0;
}

/* A new store, or other values of the one in use. */
static int apply(struct verb_call *call, const struct stores_change *c,
		 struct err *e)
{
	struct vault_store_info now = { 0 };
	uint64_t id = 0;
	bool any = false;

	if (store_in_use(call, &now, &any, e) < 0)
		return -1;
	if (!any && c->kind == NULL)
		return err_set(e, ERR_USAGE,
			       "no store is set up: name one with --kind; "
			       "`estreat store kinds` lists them");
	if (!any)
		return stores_use(call->archive, call->db, c, &id, e);
	if (c->kind != NULL && strcmp(c->kind, now.kind) != 0)
		return err_set(e, ERR_USAGE,
			       "a store of kind %s is in use: `estreat vault "
			       "move --to %s` moves to another",
			       now.kind, c->kind);
	if (c->given.n_settings + c->given.n_secrets == 0)
		return err_set(e, ERR_USAGE,
			       "nothing to change: give --set KEY=VALUE or "
			       "--secret KEY=FILE");
	return stores_change(call->archive, call->db, c, e);
}

static int set_run(struct verb_call *call, struct err *e)
{
	AUTO(setup_given_done) struct setup_given given = { 0 };
	struct stores_change c = { .kind = call_text(call, "kind"),
				   .actor = call->actor,
				   .verb = call->verb->name };
	struct vault_store_info now = { 0 };
	bool any = false;

	if (call_open(call, false, e) < 0 ||
	    setup_given_read(call, true, &given, e) < 0)
		return -1;
	c.given = given.values;
	if (apply(call, &c, e) < 0 || store_in_use(call, &now, &any, e) < 0)
		return -1;
	print_int(call->out, "store", NULL, (int64_t)now.id);
	print_text(call->out, "kind", NULL, now.kind);
	print_say(call->out,
		  "The store (%s) is set up. `estreat serve` ships what is "
		  "complete, also what has been there before; `estreat vault "
		  "move` does it now and waits. `estreat store show` says how "
		  "far it is.",
		  now.kind);
	return VERB_OK;
}

const struct verb verb_store_set = {
	.name = "store set",
	.http = "PUT /store",
	.right = RIGHT_OWNER,
	.help = "Keep packs and objects in a store, or change its settings",
	.about =
		"What is complete in the vault is put into the store whole and "
		"encrypted; no\nstore ever has a key. The newest stays local "
		"too (setting cache), the rest is\nread from there. `estreat "
		"store kinds` lists what there is and the settings of\neach. "
		"The store is tried before anything is changed.\n\nWithout "
		"--kind, settings and secrets of the one in use are changed; "
		"it must stay\nthe same place: `estreat vault move` moves to "
		"another.",
	.example = "  estreat store set --kind dir --set path=/mnt/archive\n"
		   "  estreat store set --set cache=20GB",
	.run = set_run,
	.params = { { .name = "kind",
		      .type = PARAM_TEXT,
		      .value = "KIND",
		      .help = "a name of `estreat store kinds`" },
		    SETUP_SET,
		    SETUP_SECRET },
};

/* --- store kinds
 * -------------------------------------------------------------- */

static const struct table kind_table = {
	.name = "kinds",
	.n = 2,
	.columns = { { "kind", "KIND", CELL_TEXT },
		     { "title", "TITLE", CELL_TEXT } },
};

static int list_kinds(struct printer *p, struct err *e)
{
	print_table(p, &kind_table);
	for (size_t i = 0; store_all()[i] != NULL; i++) {
		cell_text(p, store_all()[i]->name);
		cell_text(p, store_all()[i]->title);
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	print_say(p, "\n`estreat store kinds KIND` lists its settings.");
	return VERB_OK;
}

static int kinds_run(struct verb_call *call, struct err *e)
{
	const char *kind = call_text(call, "kind");
	const struct store_ops *ops = kind != NULL ? store_find(kind) : NULL;
	const struct setting *tables[] = { ops != NULL ? ops->settings : NULL,
					   stores_settings, NULL };

	if (kind == NULL)
		return list_kinds(call->out, e);
	if (ops == NULL)
		return err_set(e, ERR_USAGE,
			       "there is no store \"%.40s\"; `estreat store "
			       "kinds` lists those there are",
			       kind);
	print_text(call->out, "kind", "Kind", ops->name);
	print_text(call->out, "title", "Title", ops->title);
	print_gap(call->out);
	return setup_settings(call->out, tables, e);
}

const struct verb verb_store_kinds = {
	.name = "store kinds",
	.http = "GET /store/kinds",
	.right = RIGHT_OWNER_VIEW,
	.help = "List the kinds of stores, or the settings of one",
	.example = "  estreat store kinds\n  estreat store kinds dir",
	.run = kinds_run,
	.lists = VERB_LISTS(&kind_table, &setup_setting_table),
	.fields = VERB_FIELDS({ "kind", NULL, CELL_TEXT },
			      { "title", NULL, CELL_TEXT }),
	.params = { { .name = "kind",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .help = "one of them: its settings" } },
};

/* --- store check
 * -------------------------------------------------------------- */

/* One that is not set up yet, or other values of the one in use. */
static int check_given(struct verb_call *call, const struct check *to,
		       struct err *e)
{
	AUTO(setup_given_done) struct setup_given given = { 0 };
	struct stores_change c = { .kind = call_text(call, "kind") };

	if (setup_given_read(call, true, &given, e) < 0)
		return -1;
	c.given = given.values;
	return stores_try(call->archive, call->db, &c, to, e);
}

static int check(struct verb_call *call, const struct check *to, struct err *e)
{
	struct vault_store_info list[VAULT_STORES_MAX];
	size_t n = 0;

	if (call_flag(call, "kind") || call_flag(call, "set") ||
	    call_flag(call, "secret"))
		return check_given(call, to, e);
	if (vault_stores_list(call->db, list, &n, e) < 0)
		return -1;
	if (n == 0)
		return err_set(e, ERR_USAGE,
			       "no store is set up: `estreat store set`");
	for (size_t i = 0; i < n; i++)
		if (stores_check(call->archive, call->db, list[i].id, to, e) <
		    0)
			return -1;
	return 0;
}

static int check_run(struct verb_call *call, struct err *e)
{
	return setup_check(call, check,
			   "of these would keep packs from being shipped.",
			   "Ready to be used.", e);
}

const struct verb verb_store_check = {
	.name = "store check",
	.http = "POST /store/check",
	.right = RIGHT_OWNER,
	.help = "Try the store: sign-in, writing, reading, listing, locking",
	.about = "Works on a test object that is removed again. `estreat vault "
		 "check` is about\nwhat is kept there. With --kind, --set or "
		 "--secret it tries what `estreat store\nset` or `estreat "
		 "vault move --to` would use, and keeps nothing. The exit code "
		 "is\n1 when something would not work.",
	.example = "  estreat store check\n"
		   "  estreat store check --kind dir --set path=/mnt/new",
	.run = check_run,
	.params = { { .name = "kind",
		      .type = PARAM_TEXT,
		      .value = "KIND",
		      .help = "a place that is not set up yet" },
		    SETUP_SET,
		    SETUP_SECRET },
};

/* --- store show
 * --------------------------------------------------------------- */

static const char *state_text(enum vault_store_state state)
{
	switch (state) {
	case VAULT_STORE_USED:
		return "in use";
	case VAULT_STORE_LEAVING:
		return "being left";
	case VAULT_STORE_KEEPING:
		return "being left, copies stay";
	case VAULT_STORE_GONE:
		break;
	}
	return "left";
}

static const struct table store_table = {
	.name = "stores",
	.empty = "No store: all packs and objects are local (`estreat store "
		 "set`).",
	.n = 8,
	.columns = { { "store", "STORE", CELL_INT },
		     { "kind", "KIND", CELL_TEXT },
		     { "state", "STATE", CELL_TEXT },
		     { "files", "FILES", CELL_INT },
		     { "bytes", "SIZE", CELL_SIZE },
		     { "also", NULL, CELL_INT },
		     { "error", "HINDERED BY", CELL_TEXT, .below = true },
		     { "error_since", NULL, CELL_TIME } },
};

static int print_store(struct printer *p, const struct vault_store_info *i,
		       struct err *e)
{
	cell_int(p, (int64_t)i->id);
	cell_text(p, i->kind);
	cell_text(p, state_text(i->state));
	cell_int(p, (int64_t)i->files);
	cell_int(p, (int64_t)i->bytes);
	cell_int(p, (int64_t)i->also);
	cell_text_or_none(p, i->error);
	if (i->error_us > 0)
		cell_int(p, i->error_us);
	else
		cell_none(p);
	return print_row(p, e);
}

struct shown {
	struct arena *arena;
	struct value *list;
	size_t n;
};

static void add_value(void *ctx, const char *name, const char *value)
{
	struct shown *s = ctx;

	s->list = ARENA_GROW(s->arena, s->list, s->n);
	s->list[s->n++] =
		(struct value){ arena_strdup(s->arena, name),
				value != NULL ? arena_strdup(s->arena, value)
					      : NULL };
}

/* Settings of the one in use. */
static int print_settings(struct verb_call *call,
			  const struct vault_store_info *i, struct err *e)
{
	const struct store_ops *ops = store_find(i->kind);
	AUTO(arena_free) struct arena *arena = arena_new();
	struct shown s = { .arena = arena };

	if (stores_values(call->archive, call->db, i->id, add_value, &s, e) < 0)
		return -1;
	return setup_values(call->out, s.list, s.n, ops->settings,
			    stores_settings, e);
}

void store_print_shipping(struct printer *p, const struct vault_shipping *s)
{
	print_int(p, "waiting_packs", "Packs to ship",
		  (int64_t)s->unshipped_packs);
	print_int(p, "waiting_objects", "Objects to ship",
		  (int64_t)s->unshipped_objects);
	print_int(p, "to_move", s->leaving ? "To move" : NULL,
		  (int64_t)s->to_move);
	print_size(p, "to_move_bytes", NULL, s->to_move_bytes);
	print_int(p, "to_remove", s->leaving ? "To remove" : NULL,
		  (int64_t)s->to_remove);
	print_int(p, "cached", "Local too", (int64_t)s->cached);
	print_size(p, "cached_bytes", "Local too, size", s->cached_bytes);
}

static int show_run(struct verb_call *call, struct err *e)
{
	struct vault_store_info list[VAULT_STORES_MAX];
	struct vault_shipping s;
	size_t n = 0;

	if (call_open(call, false, e) < 0 ||
	    vault_stores_list(call->db, list, &n, e) < 0 ||
	    vault_shipping_state(call->db, &s, e) < 0)
		return -1;
	print_table(call->out, &store_table);
	for (size_t i = 0; i < n; i++)
		if (print_store(call->out, &list[i], e) < 0)
			return -1;
	print_table_end(call->out);
	if (n == 0)
		return VERB_OK;
	print_gap(call->out);
	store_print_shipping(call->out, &s);
	return print_settings(call, &list[0], e);
}

const struct verb verb_store_show = {
	.name = "store show",
	.http = "GET /store",
	.right = RIGHT_OWNER_VIEW,
	.help = "Show the store, what is in it, what waits, what hinders it",
	.example = "  estreat store show",
	.run = show_run,
	.lists = VERB_LISTS(&store_table, &setup_value_table),
	.fields = VERB_FIELDS({ "waiting_packs", NULL, CELL_INT },
			      { "waiting_objects", NULL, CELL_INT },
			      { "to_move", NULL, CELL_INT },
			      { "to_move_bytes", NULL, CELL_SIZE },
			      { "to_remove", NULL, CELL_INT },
			      { "cached", NULL, CELL_INT },
			      { "cached_bytes", NULL, CELL_SIZE }),
};
