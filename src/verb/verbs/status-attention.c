/* status-attention.c - what needs a person, by the rules of alerts. */
#include "verb/verbs/status.h"

#include "base/arena.h"
#include "base/err.h"
#include "verb/print.h"
#include "verb/verb.h"
#include "watch/alerts.h"
#include "watch/health.h"
#include "watch/rules.h"

#include <string.h>

const struct table status_attention_table = {
	.name = "attention",
	.empty = "Nothing needs a person.",
	.n = 8,
	.columns = { { "severity", "SEVERITY", CELL_TEXT },
		     { "rule", NULL, CELL_TEXT },
		     { "title", "WHAT", CELL_TEXT },
		     { "subject", "WHERE", CELL_TEXT, true },
		     { "alert", "ALERT", CELL_INT },
		     { "since", NULL, CELL_TIME },
		     { "acknowledged", NULL, CELL_BOOL },
		     { "text", NULL, CELL_TEXT, .below = true } },
};

/* Alerts that are open, to be found by rule and subject. */
struct opened {
	struct arena *arena;
	struct alert *list;
	size_t n;
	struct printer *out;
	int64_t now_us;
};

static int on_open(void *ctx, const struct alert *al, struct err *e)
{
	struct opened *o = ctx;
	struct alert *to;

	(void)e;
	o->list = ARENA_GROW(o->arena, o->list, o->n);
	to = &o->list[o->n++];
	*to = *al;
	to->rule = arena_strdup(o->arena, al->rule);
	to->subject = arena_strdup(o->arena, al->subject);
	return 0;
}

static const struct alert *opened_find(const struct opened *o,
				       const struct condition *c)
{
	for (size_t i = 0; i < o->n; i++)
		if (strcmp(o->list[i].rule, c->rule->name) == 0 &&
		    strcmp(o->list[i].subject, c->subject) == 0)
			return &o->list[i];
	return NULL;
}

/* Has it been so for as long as its rule waits? */
static bool is_time(const struct opened *o, const struct condition *c)
{
	return c->wait_us == 0 ||
	       (c->since_us > 0 && o->now_us - c->since_us >= c->wait_us);
}

static void on_condition(void *ctx, const struct condition *c)
{
	const struct opened *o = ctx;
	const struct alert *al = opened_find(o, c);
	struct printer *p = o->out;
	struct err gone = ERR_INIT;

	if (al == NULL && !is_time(o, c))
		return;
	cell_text(p, severity_name(c->severity));
	cell_text(p, c->rule->name);
	cell_text(p, c->rule->title);
	cell_text(p, c->subject);
	cell_int_or_none(p, al != NULL ? al->id : 0);
	cell_int_or_none(p, al != NULL ? al->opened_us : c->since_us);
	cell_int(p, al != NULL && al->seen_us > 0);
	cell_text(p, c->text);
	(void)print_row(p, &gone); /* kept, and told at the end */
}

int status_attention(struct verb_call *call, const struct health *h,
		     struct err *e)
{
	AUTO(arena_free) struct arena *arena = arena_new();
	struct opened o = { .arena = arena,
			    .out = call->out,
			    .now_us = h->taken_us };
	struct finding_to to = { .ctx = &o, .found = on_condition };
	struct alert_filter open = { .id = 0 };
	struct rules rules;

	if (rules_load(call->db, &rules, e) < 0 ||
	    alerts_each(call->db, &open, on_open, &o, e) < 0)
		return -1;
	print_table(call->out, &status_attention_table);
	rules_apply(&rules, h, &to);
	print_table_end(call->out);
	return 0;
}
