#include "verb/setup.h"

#include "base/check.h"
#include "base/encode.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/setting.h"
#include "base/str.h"
#include "catalog/values.h"
#include "directory/directory.h"
#include "verb/print.h"
#include "verb/verb.h"

#include <stdlib.h>
#include <string.h>

/* --- given -----------------------------------------------------------------
 */

void setup_given_done(struct setup_given *g)
{
	free(g->settings);
	secrets_done(&g->secrets);
}

static struct value *settings_of(const struct verb_arg *set, bool changing)
{
	struct value *list = mem_alloc(set->n_pairs + 1, sizeof(*list));

	for (size_t i = 0; i < set->n_pairs; i++) {
		list[i].name = set->pairs[i].name;
		list[i].value = set->pairs[i].value;
		if (changing && list[i].value[0] == '\0')
			list[i].value = NULL;
	}
	return list;
}

void setup_set_read(const struct verb_call *call, bool changing,
		    struct setup_given *out)
{
	const struct verb_arg *set = call_arg(call, "set");

	out->settings = settings_of(set, changing);
	out->values = (struct values_given){ .settings = out->settings,
					     .n_settings = set->n_pairs };
}

int setup_given_read(const struct verb_call *call, bool changing,
		     struct setup_given *out, struct err *e)
{
	if (secrets_read(call, call_arg(call, "secret"), &out->secrets, e) < 0)
		return -1;
	setup_set_read(call, changing, out);
	out->values.secrets = out->secrets.list;
	out->values.n_secrets = out->secrets.n;
	return 0;
}

int setup_given_any(const struct verb_call *call, struct err *e)
{
	if (call_flag(call, "set") || call_flag(call, "secret"))
		return 0;
	return err_set(e, ERR_USAGE,
		       "nothing to change: give --set KEY=VALUE or --secret "
		       "KEY=FILE");
}

/* --- settings of a kind ----------------------------------------------------
 */

const struct table setup_setting_table = {
	.name = "settings",
	.n = 6,
	.columns = { { "name", "SETTING", CELL_TEXT },
		     { "required", NULL, CELL_BOOL },
		     { "required_when", "REQUIRED", CELL_TEXT },
		     { "secret", "SECRET", CELL_BOOL },
		     { "default", "DEFAULT", CELL_TEXT, true, true },
		     { "help", "WHAT IT IS", CELL_TEXT, .below = true } },
};

static int print_settings(struct printer *p, const struct setting *s,
			  struct err *e)
{
	for (; s->name != NULL; s++) {
		cell_text(p, s->name);
		cell_int(p, s->required);
		if (s->when == NULL && print_form(p) == PRINT_TEXT)
			cell_text(p, s->required ? "yes" : "no");
		else
			cell_text(p, s->when);
		cell_int(p, s->secret);
		cell_text(p, s->fallback);
		cell_text(p, s->help);
		if (print_row(p, e) < 0)
			return -1;
	}
	return 0;
}

int setup_settings(struct printer *p, const struct setting *const *tables,
		   struct err *e)
{
	print_table(p, &setup_setting_table);
	for (; *tables != NULL; tables++)
		if (print_settings(p, *tables, e) < 0)
			return -1;
	print_table_end(p);
	return 0;
}

/* --- values ----------------------------------------------------------------
 */

const struct table setup_value_table = {
	.name = "settings",
	.n = 4,
	.columns = { { "name", "SETTING", CELL_TEXT },
		     { "value", "VALUE", CELL_TEXT, true, true },
		     { "secret", NULL, CELL_BOOL },
		     { "default", NULL, CELL_BOOL } },
};

struct given {
	const struct value *list;
	size_t n;
};

static const struct value *value_of(const struct given *g, const char *name)
{
	for (size_t i = 0; i < g->n; i++)
		if (strcmp(g->list[i].name, name) == 0)
			return &g->list[i];
	return NULL;
}

/* v: as it was set; NULL: it was not, and the default holds. */
static int print_value(struct printer *p, const char *name,
		       const struct value *v, const char *fallback,
		       struct err *e)
{
	AUTO(str_done) struct str text = STR_INIT;
	bool for_people = print_form(p) == PRINT_TEXT;

	cell_text(p, name);
	str_add(&text, v == NULL          ? fallback
		       : v->value != NULL ? v->value
					  : "(secret)");
	if (v == NULL && for_people)
		str_add(&text, " (default)");
	cell_text(p,
		  v == NULL || v->value != NULL || for_people ? text.s : NULL);
	cell_int(p, v != NULL && v->value == NULL);
	cell_int(p, v == NULL);
	return print_row(p, e);
}

static int print_known(struct printer *p, const struct given *g,
		       const struct setting *s, struct err *e)
{
	for (; s != NULL && s->name != NULL; s++) {
		const struct value *v = value_of(g, s->name);

		if ((v != NULL || s->fallback != NULL) &&
		    print_value(p, s->name, v, s->fallback, e) < 0)
			return -1;
	}
	return 0;
}

static bool is_known(const struct setting *s, const char *name)
{
	while (s != NULL && s->name != NULL && strcmp(s->name, name) != 0)
		s++;
	return s != NULL && s->name != NULL;
}

int setup_values(struct printer *p, const struct value *list, size_t n,
		 const struct setting *own, const struct setting *more,
		 struct err *e)
{
	struct given g = { list, n };

	print_gap(p);
	print_table(p, &setup_value_table);
	if (print_known(p, &g, own, e) < 0 || print_known(p, &g, more, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!is_known(own, list[i].name) &&
		    !is_known(more, list[i].name) &&
		    print_value(p, list[i].name, &list[i], NULL, e) < 0)
			return -1;
	print_table_end(p);
	return 0;
}

/* --- checks
 * ---------------------------------------------------------------- */

const struct table setup_finding_table = {
	.name = "findings",
	.n = 4,
	.columns = { { .name = "level" },
		     { .name = "topic" },
		     { .name = "text" },
		     { .name = "remedy" } },
};

struct checking {
	struct printer *out;
	int failed, warned;
};

static void on_finding(void *ctx, const struct finding *f)
{
	static const char *const levels[] = { "ok", "warn", "fail" };
	struct checking *c = ctx;
	struct err gone = ERR_INIT;

	c->failed += f->level == CHECK_FAIL;
	c->warned += f->level == CHECK_WARN;
	if (print_form(c->out) == PRINT_TEXT) {
		print_hang(c->out, 6, "%-4s  %s: %s", levels[f->level],
			   f->topic, f->text);
		if (f->remedy != NULL && f->remedy[0] != '\0')
			print_hang(c->out, 3, "      -> %s", f->remedy);
		return;
	}
	cell_text(c->out, levels[f->level]);
	cell_text(c->out, f->topic);
	cell_text(c->out, f->text);
	cell_text_or_none(c->out, f->remedy);
	(void)print_row(c->out, &gone); /* kept, and told at the end */
}

static void say_sum(struct printer *p, int failed, const char *bad,
		    const char *good)
{
	print_gap(p);
	if (failed > 0)
		print_say(p, "%d %s", failed, bad);
	else
		print_say(p, "%s", good);
}

int setup_check(struct verb_call *call,
		int (*check)(struct verb_call *call, const struct check *to,
			     struct err *e),
		const char *bad, const char *good, struct err *e)
{
	struct checking c = { .out = call->out };
	struct check to = { .ctx = &c, .finding = on_finding };
	bool text = print_form(call->out) == PRINT_TEXT;
	int rc;

	if (call_open(call, false, e) < 0)
		return -1;
	if (!text)
		print_table(call->out, &setup_finding_table);
	rc = check(call, &to, e);
	if (!text)
		print_table_end(call->out);
	if (rc < 0)
		return -1;
	print_int(call->out, "failed", NULL, c.failed);
	print_int(call->out, "warned", NULL, c.warned);
	say_sum(call->out, c.failed, bad, good);
	return c.failed > 0 ? VERB_NOT : VERB_OK;
}

/* --- imports ---------------------------------------------------------------
 */

static const struct table bad_table = {
	.name = "refused_lines",
	.n = 2,
	.columns = { { .name = "line", .title = "LINE", .type = CELL_INT },
		     { .name = "reason",
		       .title = "REFUSED BECAUSE",
		       .gives = true,
		       .folds = true } },
};

static void on_bad(void *ctx, long line, const char *why)
{
	struct printer *p = ctx;
	struct err gone = ERR_INIT;

	cell_int(p, line);
	cell_text(p, why);
	(void)print_row(p, &gone); /* kept, and told at the end */
}

/* With the connector where it is of one. */
static int record(const struct verb_call *call,
		  const struct directory_import *im, struct err *e)
{
	AUTO(str_done) struct str detail = STR_INIT;
	const struct param *first = &call->verb->params[0];

	str_add_char(&detail, '{');
	if (strcmp(first->name, "name") == 0) {
		str_add(&detail, "\"connector\":");
		encode_json(&detail, call_text(call, "name"));
		str_add_char(&detail, ',');
	}
	str_add(&detail, "\"file\":");
	encode_json(&detail, call_text(call, "file"));
	str_addf(&detail,
		 ",\"added\":%ld,\"changed\":%ld,\"unchanged\":%ld,"
		 "\"refused\":%ld}",
		 im->added, im->changed, im->unchanged, im->refused);
	return call_record(call, detail.s, e);
}

int setup_import(struct verb_call *call,
		 int (*import)(struct verb_call *call,
			       struct directory_import *im, struct err *e),
		 struct err *e)
{
	struct directory_import im = { .ctx = call->out, .bad = on_bad };
	int rc;

	if (call_open(call, false, e) < 0)
		return -1;
	print_table(call->out, &bad_table);
	rc = import(call, &im, e);
	print_table_end(call->out);
	if (rc < 0 || record(call, &im, e) < 0)
		return -1;
	print_int(call->out, "lines", "Lines", im.lines);
	print_int(call->out, "added", "Added", im.added);
	print_int(call->out, "changed", "Changed", im.changed);
	print_int(call->out, "unchanged", "Unchanged", im.unchanged);
	print_int(call->out, "refused", "Refused", im.refused);
	return im.refused > 0 ? VERB_NOT : VERB_OK;
}
