#include "verb/report.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "stream/writer.h"
#include "verb/print.h"

#include <jansson.h>
#include <string.h>

static const char *text_of(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s != NULL ? s : "";
}

static int64_t int_of(const json_t *o, const char *name)
{
	return json_integer_value(json_object_get(o, name));
}

static bool is_zero(const json_t *list, const char *name)
{
	const json_t *o;
	size_t i;

	json_array_foreach(list, i, o)
	{
		if (int_of(o, name) != 0)
			return false;
	}
	return true;
}

/* On a terminal, where there is no room for all: without the numbers that
   are 0 everywhere. */
static struct table table_of(const struct printer *p, const json_t *list,
			     const struct table *t)
{
	struct table out = *t;

	for (size_t i = 0; print_width(p) > 0 && i < t->n; i++)
		if (t->columns[i].type == CELL_INT &&
		    is_zero(list, t->columns[i].name))
			out.columns[i].title = NULL;
	return out;
}

/* One list of the report as a table. */
static int print_list(struct printer *p, const json_t *report,
		      const struct table *whole, struct err *e)
{
	json_t *list = json_object_get(report, whole->name), *o;
	const struct table own = table_of(p, list, whole), *t = &own;
	size_t i;

	if (json_array_size(list) == 0)
		return 0;
	print_gap(p);
	print_table(p, t);
	json_array_foreach(list, i, o)
	{
		for (size_t c = 0; c < t->n; c++)
			if (t->columns[c].type == CELL_INT)
				cell_int(p, int_of(o, t->columns[c].name));
			else
				cell_text(p, text_of(o, t->columns[c].name));
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	return 0;
}

static const struct table reason_table = {
	.name = "reasons",
	.n = 3,
	.columns = { { "state", "STATE", CELL_TEXT },
		     { "count", "COUNT", CELL_INT },
		     { "reason", "REASON", CELL_TEXT, true, true } },
};

static const struct table open_table = {
	.name = "undelivered",
	.n = 5,
	.columns = { { "state", "COPIES", CELL_TEXT },
		     { "count", "COUNT", CELL_INT },
		     { "target", "TARGET", CELL_TEXT, true },
		     { "outcome", "WHAT", CELL_TEXT },
		     { "reason", "REASON", CELL_TEXT, .below = true } },
};

static const struct table day_table = {
	.name = "days",
	.n = 13,
	.columns = { { "day", "DAY (UTC)", CELL_TEXT },
		     { "listed", "LISTED", CELL_INT, true },
		     { "archived", "ARCHIVED", CELL_INT, true },
		     { "unchanged", "UNCHANGED", CELL_INT, true },
		     { "excluded", "EXCLUDED", CELL_INT, true },
		     { "pending", "PENDING", CELL_INT, true },
		     { "failed", "FAILED", CELL_INT, true },
		     { "expired", "EXPIRED", CELL_INT, true },
		     { "messages", "MESSAGES", CELL_INT, true },
		     { "copies", "COPIES", CELL_INT, true },
		     { "quarantined", "QUARANTINED", CELL_INT, true },
		     { "waiting", "WAITING", CELL_INT, true },
		     { "refused", "REFUSED", CELL_INT, true } },
};

static const struct table people_table = {
	.name = "people",
	.n = 2,
	.columns = { { "mailbox", "MAILBOX", CELL_TEXT, true },
		     { "copies", "COPIES", CELL_INT } },
};

static const struct table notice_table = {
	.name = "notices",
	.n = 3,
	.columns = { { "level", "NOTICE", CELL_TEXT },
		     { "subject", "ABOUT", CELL_TEXT, true, true },
		     { "text", "TEXT", CELL_TEXT, .below = true } },
};

static const struct table unmapped_table = {
	.name = "unmapped",
	.n = 3,
	.columns = { { "address", "WITHOUT A MAILBOX", CELL_TEXT, true },
		     { "name", "NAME", CELL_TEXT, true },
		     { "messages", "MESSAGES", CELL_INT } },
};

/* One form of times for people; the report's own is RFC 3339. */
static void print_moment(struct printer *p, const char *title, const char *text)
{
	int64_t us = 0;

	(void)clock_parse(text, &us);
	print_time(p, NULL, title, us);
}

static void print_head(struct printer *p, const json_t *r)
{
	AUTO(str_done) struct str name = STR_INIT;

	str_addf(&name, "%s%s", text_of(r, "connector"),
		 json_is_true(json_object_get(r, "removed")) ? " (removed)"
							     : "");
	print_text(p, NULL, "Connector", name.s);
	print_text(p, NULL, "Source", text_of(r, "source"));
	print_int(p, NULL, "Run", int_of(r, "run"));
	print_text(p, NULL, "State", text_of(r, "state"));
	if (text_of(r, "error")[0] != '\0')
		print_text(p, NULL, "Error", text_of(r, "error"));
	if (text_of(r, "as_of")[0] != '\0')
		print_moment(p, "Time at the source", text_of(r, "as_of"));
	print_moment(p, "Started", text_of(r, "started"));
	print_moment(p, "Ended", text_of(r, "ended"));
}

static void print_sums(struct printer *p, const json_t *r)
{
	static const struct {
		const char *name, *title;
		bool if_any; /* only where it is not 0 */
	} rows[] = {
		{ "listed", "Listed" },
		{ "archived", "  archived" },
		{ "unchanged", "  unchanged" },
		{ "excluded", "  excluded by a setting" },
		{ "pending", "  pending" },
		{ "failed", "  failed" },
		{ "expired", "  expired at the source" },
		{ "messages", "Messages made" },
		{ "mapped", "Copies due" },
		{ "copies", "  in mailboxes" },
		{ "quarantined", "  in the quarantine" },
		{ "waiting", "  waiting for their target", true },
		{ "refused", "  refused by their target", true },
		{ "reduced", "Delivered without large files", true },
	};
	const json_t *total = json_object_get(r, "total");

	print_gap(p);
	if (text_of(r, "as_of")[0] == '\0') {
		print_text(p, NULL, "Sums", "none: nothing was listed");
		return;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!rows[i].if_any || int_of(total, rows[i].name) > 0)
			print_int(p, NULL, rows[i].title,
				  int_of(total, rows[i].name));
	print_text(p, NULL, "Sums",
		   json_is_true(json_object_get(r, "closed"))
			   ? "closed: all that was listed is accounted for"
			   : "OPEN: they do not agree, see the log");
}

/* What has come since the report was kept, and what is still missing. */
static int print_now(struct printer *p, const json_t *r, struct err *e)
{
	const json_t *now = json_object_get(r, "now");
	const json_t *total = json_object_get(r, "total");

	if (now == NULL)
		return print_list(p, r, &open_table, e);
	print_gap(p);
	print_int(p, NULL, "Delivered since",
		  int_of(now, "copies") - int_of(total, "copies"));
	print_int(p, NULL, "  still waiting", int_of(now, "waiting"));
	print_int(p, NULL, "  refused", int_of(now, "refused"));
	print_text(p, NULL, "Sums now",
		   json_is_true(json_object_get(now, "closed"))
			   ? "closed"
			   : "OPEN: they do not agree, see the log");
	return print_list(p, now, &open_table, e);
}

static int print_tables(struct printer *p, const json_t *r, struct err *e)
{
	static const struct table *const tables[] = {
		&reason_table, &day_table,      &people_table,
		&notice_table, &unmapped_table,
	};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (print_list(p, r, tables[i], e) < 0)
			return -1;
	return 0;
}

static int print_bare(struct printer *p, const char *json, struct err *e)
{
	struct writer *to = print_bytes(p);

	if (to->ops->write(to, json, strlen(json), e) < 0)
		return -1;
	return to->ops->write(to, "\n", 1, e);
}

static int print_all(struct printer *p, const char *json, bool tables,
		     bool *whole, struct err *e)
{
	json_t *r = json_loads(json, 0, NULL);
	int rc = 0;

	if (r == NULL)
		return err_set(e, ERR_STORE,
			       "the report in control is not JSON");
	*whole = json_is_true(json_object_get(r, "closed")) &&
		 strcmp(text_of(r, "state"), "done") == 0;
	if (print_form(p) == PRINT_JSON) {
		rc = print_bare(p, json, e);
	} else {
		print_head(p, r);
		print_sums(p, r);
		rc = print_now(p, r, e);
		if (rc == 0 && tables)
			rc = print_tables(p, r, e);
	}
	json_decref(r);
	return rc;
}

int report_print(struct printer *p, const char *json, bool *whole,
		 struct err *e)
{
	return print_all(p, json, true, whole, e);
}

int report_print_sums(struct printer *p, const char *json, bool *whole,
		      struct err *e)
{
	return print_all(p, json, false, whole, e);
}
