/* audit.c - who did what, from where, when, and how it ended. */
#include "verb/verbs/verbs.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/act.h"
#include "verb/print.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

/* For people, unless they ask for more. */
#define TEXT_LIMIT 100

static const struct table act_table = {
	.name = "acts",
	.empty = "Nothing was done, by these filters.",
	.n = 10,
	.columns = { { "id", NULL, CELL_TEXT },
		     { "time", "TIME (UTC)", CELL_TIME },
		     { "actor", "WHO", CELL_TEXT, true },
		     { "origin", "FROM", CELL_TEXT, true },
		     { "operation", "WHAT", CELL_TEXT, true },
		     { "object", "OF", CELL_TEXT, true },
		     { "outcome", "OUTCOME", CELL_TEXT },
		     { "help", NULL, CELL_TEXT },
		     { "detail", NULL, CELL_TEXT },
		     { "record", NULL, CELL_INT } },
};

struct listing {
	struct printer *out;
	int64_t left; /* acts that may be told; -1: all */
	bool more;
	char last[ACT_ID];
};

/* --- what it is about ----------------------------------------------------- */

/* The first thing that the detail names: "connector zoom". */
static void object_of(struct str *out, const char *detail)
{
	json_t *o = json_loads(detail, 0, NULL), *value;
	void *it = json_object_iter(o);
	const char *key;

	if (it == NULL) {
		json_decref(o);
		return;
	}
	key = json_object_iter_key(it);
	value = json_object_iter_value(it);
	if (json_is_string(value) && strcmp(key, "why") != 0)
		str_addf(out, "%s %s", key, json_string_value(value));
	else if (json_is_integer(value))
		str_addf(out, "%s %" JSON_INTEGER_FORMAT, key,
			 json_integer_value(value));
	json_decref(o);
}

/* What the operation is, for people; NULL where no verb has this name. */
static const char *help_of(const char *operation)
{
	const struct verb *v = verb_find(operation);

	return v != NULL ? v->help : NULL;
}

static int on_act(void *ctx, const struct act *a, struct err *e)
{
	struct listing *l = ctx;
	struct printer *p = l->out;
	AUTO(str_done) struct str object = STR_INIT;

	if (l->left == 0) {
		l->more = true;
		return 0;
	}
	l->left -= l->left > 0;
	memcpy(l->last, a->id, ACT_ID);
	object_of(&object, a->detail);
	cell_text(p, a->id);
	cell_int(p, a->at_us);
	cell_text(p, a->actor);
	cell_text_or_none(p, a->origin);
	cell_text(p, a->verb);
	cell_text_or_none(p, object.s);
	cell_text(p, a->outcome);
	cell_text(p, help_of(a->verb));
	cell_text(p, a->detail);
	cell_int_or_none(p, (int64_t)a->seq);
	return print_row(p, e) < 0 ? -1 : 1;
}

/* --- what was asked for --------------------------------------------------- */

/* A day alone, as an end, is the whole day. */
static int read_time(const struct verb_call *call, const char *name, bool end,
		     int64_t *us, struct err *e)
{
	const char *text = call_text(call, name);

	*us = 0;
	if (text == NULL)
		return 0;
	if (!clock_parse(text, us))
		return err_set(e, ERR_USAGE,
			       "--%s: \"%.40s\" is not a time such as "
			       "2026-01-31 or 2026-01-31T12:00:00Z",
			       name, text);
	if (end && strlen(text) == strlen("2026-01-31"))
		*us += CLOCK_DAY;
	return 0;
}

static int read_filter(const struct verb_call *call, struct act_filter *f,
		       struct err *e)
{
	*f = (struct act_filter){ .actor = call_text(call, "actor"),
				  .verb = call_text(call, "verb"),
				  .outcome = call_text(call, "outcome"),
				  .text = call_text(call, "text"),
				  .before = call_text(call, "before") };
	if (read_time(call, "since", false, &f->since_us, e) < 0)
		return -1;
	return read_time(call, "until", true, &f->until_us, e);
}

static int set_form(const struct verb_call *call, struct err *e)
{
	const char *format = call_text(call, "format");

	if (format == NULL)
		return 0;
	/* elsewhere JSON is what one gets without asking for it */
	if (strcmp(format, "csv") == 0 && print_form(call->out) == PRINT_JSON &&
	    strcmp(call->actor.origin, ORIGIN_COMMAND_LINE) == 0)
		return err_set(e, ERR_USAGE,
			       "--format csv and --json ask for two forms; "
			       "leave one of them out");
	print_set_form(call->out,
		       strcmp(format, "csv") == 0 ? PRINT_CSV : PRINT_JSON);
	return 0;
}

static int list_run(struct verb_call *call, struct err *e)
{
	struct listing l = { .out = call->out };
	struct act_filter f;

	if (set_form(call, e) < 0 || read_filter(call, &f, e) < 0 ||
	    call_open(call, false, e) < 0)
		return -1;
	l.left =
		call_int(call, "limit",
			 print_form(call->out) == PRINT_TEXT ? TEXT_LIMIT : -1);
	print_table(call->out, &act_table);
	if (archive_acts_each(call->archive, call->db, &f, on_act, &l, e) < 0)
		return -1;
	print_table_end(call->out);
	print_text(call->out, "next", NULL, l.more ? l.last : NULL);
	if (l.more)
		print_say(call->out,
			  "\nThere are more: --before %s, or --limit N",
			  l.last);
	return VERB_OK;
}

const struct verb verb_audit_list = {
	.name = "audit list",
	.http = "GET /audit",
	.right = RIGHT_AUDIT,
	.help = "List who did what, from where, and how it ended",
	.about =
		"Newest first. Every change, every look at content, every "
		"export and sign-in is\nan act; what was refused or failed is "
		"one too. Each lies in the vault and is\ntold to the ledger, "
		"so that none can be taken away or changed. CSV and JSON have\n"
		"all columns, with the detail of each.",
	.example = "  estreat audit list --since 2026-01-01 --verb export\n"
		   "  estreat audit list --format csv > acts.csv",
	.run = list_run,
	.lists = VERB_LISTS(&act_table),
	.fields = VERB_FIELDS({ "next", NULL, CELL_TEXT }),
	.params = { { .name = "since",
		      .type = PARAM_TEXT,
		      .value = "TIME",
		      .help = "from then on" },
		    { .name = "until",
		      .type = PARAM_TEXT,
		      .value = "TIME",
		      .help = "before then; a day: to its end" },
		    { .name = "actor",
		      .type = PARAM_TEXT,
		      .value = "NAME",
		      .help = "of this person: local:anna, system" },
		    { .name = "verb",
		      .type = PARAM_TEXT,
		      .value = "VERB",
		      .help = "of this kind: \"message show\", connector" },
		    { .name = "outcome",
		      .type = PARAM_CHOICE,
		      .choices = ACT_DONE "|" ACT_REFUSED "|" ACT_FAILED,
		      .help = "that ended so" },
		    { .name = "text",
		      .type = PARAM_TEXT,
		      .value = "TEXT",
		      .help = "with this in who, from where, what or detail" },
		    { .name = "limit",
		      .type = PARAM_INT,
		      .value = "N",
		      .help = "at most so many; as text 100, else all" },
		    { .name = "before",
		      .type = PARAM_TEXT,
		      .value = "ID",
		      .help = "go on behind this one: \"next\" of the last" },
		    { .name = "format",
		      .type = PARAM_CHOICE,
		      .choices = "csv|json",
		      .help = "all columns, for programs" } },
};
