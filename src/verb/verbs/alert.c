/* alert.c - what is not in order: listed, acknowledged, its rules changed. */
#include "verb/verbs/verbs.h"

#include "base/clock.h"
#include "base/err.h"
#include "catalog/archive.h"
#include "verb/print.h"
#include "watch/alerts.h"
#include "watch/channels.h"
#include "watch/digest.h"
#include "watch/health.h"

#include <inttypes.h>
#include <string.h>

#define RIGHT_ALERTS_VIEW RIGHT_CONNECTOR_VIEW "|" RIGHT_OWNER
#define RIGHT_ALERTS_SEEN RIGHT_CONNECTOR "|" RIGHT_OWNER

#define ID_PARAM                                                               \
	{                                                                      \
		.name = "id", .type = PARAM_INT, .positional = true,           \
		.required = true, .help = "its number"                         \
	}

/* --- list, show ------------------------------------------------------------
 */

static const struct table alert_table = {
	.name = "alerts",
	.empty = "Nothing is wrong, by the last look.",
	.n = 15,
	.columns = { { "id", "ALERT", CELL_INT },
		     { "severity", "SEVERITY", CELL_TEXT },
		     { "state", "STATE", CELL_TEXT },
		     { "rule", NULL, CELL_TEXT },
		     { "title", "WHAT", CELL_TEXT },
		     { "subject", "WHERE", CELL_TEXT, true },
		     { "opened", "SINCE (UTC)", CELL_TIME },
		     { "changed", NULL, CELL_TIME },
		     { "told", NULL, CELL_TIME },
		     { "closed", NULL, CELL_TIME },
		     { "acknowledged", NULL, CELL_TIME },
		     { "acknowledged_by", "SEEN BY", CELL_TEXT, true },
		     { "note", NULL, CELL_TEXT, .below = true },
		     { "text", NULL, CELL_TEXT, .below = true },
		     { "help", NULL, CELL_TEXT } },
};

static const char *state_of(const struct alert *al)
{
	if (al->state == ALERT_CLOSED)
		return "over";
	return al->seen_us > 0 ? "acknowledged" : "open";
}

static int on_alert(void *ctx, const struct alert *al, struct err *e)
{
	struct printer *p = ctx;

	cell_int(p, al->id);
	cell_text(p, severity_name(al->severity));
	cell_text(p, state_of(al));
	cell_text(p, al->rule);
	cell_text(p, al->title);
	cell_text(p, al->subject);
	cell_int(p, al->opened_us);
	cell_int(p, al->changed_us);
	cell_int_or_none(p, al->told_us);
	cell_int_or_none(p, al->closed_us);
	cell_int_or_none(p, al->seen_us);
	cell_text_or_none(p, al->seen_by);
	cell_text_or_none(p, al->note);
	cell_text(p, al->text);
	cell_text(p, al->help);
	return print_row(p, e);
}

static int list_run(struct verb_call *call, struct err *e)
{
	struct alert_filter f = { .closed_too = call_flag(call, "all"),
				  .rule = call_text(call, "rule"),
				  .limit = call_int(call, "limit", 0) };

	if (call_open(call, false, e) < 0)
		return -1;
	print_table(call->out, &alert_table);
	if (alerts_each(call->db, &f, on_alert, call->out, e) < 0)
		return -1;
	print_table_end(call->out);
	return VERB_OK;
}

const struct verb verb_alert_list = {
	.name = "alert list",
	.http = "GET /alerts",
	.right = RIGHT_ALERTS_VIEW,
	.help = "List what is not in order, the most severe first",
	.about = "As of the last look of `estreat serve`, a minute ago at "
		 "most, or of `estreat\nalert check`. What is over is kept for "
		 "400 days.",
	.example = "  estreat alert list\n  estreat alert list --all",
	.run = list_run,
	.lists = VERB_LISTS(&alert_table),
	.params = { { .name = "all",
		      .type = PARAM_FLAG,
		      .help = "what is over too" },
		    { .name = "rule",
		      .type = PARAM_TEXT,
		      .value = "RULE",
		      .help = "of this rule only" },
		    { .name = "limit",
		      .type = PARAM_INT,
		      .value = "N",
		      .help = "at most so many" } },
};

struct showing {
	struct printer *out;
	bool any;
};

static int on_shown(void *ctx, const struct alert *al, struct err *e)
{
	struct showing *s = ctx;
	struct printer *p = s->out;

	(void)e;
	s->any = true;
	print_int(p, "id", "Alert", al->id);
	print_text(p, "severity", "Severity", severity_name(al->severity));
	print_text(p, "state", "State", state_of(al));
	print_text(p, "rule", "Rule", al->rule);
	print_text(p, "title", "What", al->title);
	print_text(p, "subject", "Where", al->subject);
	print_text(p, "text", "Now", al->text);
	print_text(p, "help", "What to do", al->help);
	print_time(p, "opened", "Since", al->opened_us);
	print_time(p, "changed", "Changed", al->changed_us);
	print_time(p, "told", "Told", al->told_us);
	print_time(p, "closed", "Over", al->closed_us);
	print_time(p, "acknowledged", "Acknowledged", al->seen_us);
	print_text(p, "acknowledged_by", "By",
		   al->seen_by[0] != '\0' ? al->seen_by : NULL);
	print_text(p, "note", "Note", al->note[0] != '\0' ? al->note : NULL);
	return 0;
}

static int show_run(struct verb_call *call, struct err *e)
{
	struct alert_filter f = { .id = call_int(call, "id", 0) };
	struct showing s = { .out = call->out };

	if (f.id == 0 || call_open(call, false, e) < 0 ||
	    alerts_each(call->db, &f, on_shown, &s, e) < 0)
		return f.id == 0 ? err_set(e, ERR_USAGE, "alerts count from 1")
				 : -1;
	if (!s.any)
		return err_set(e, ERR_USAGE, "there is no alert %" PRId64,
			       f.id);
	return VERB_OK;
}

const struct verb verb_alert_show = {
	.name = "alert show",
	.http = "GET /alerts/{id}",
	.right = RIGHT_ALERTS_VIEW,
	.help = "Show an alert: what, since when, who has seen it",
	.example = "  estreat alert show 17",
	.run = show_run,
	.fields = VERB_FIELDS(
		{ "id", NULL, CELL_INT }, { "severity", NULL, CELL_TEXT },
		{ "state", NULL, CELL_TEXT }, { "rule", NULL, CELL_TEXT },
		{ "title", NULL, CELL_TEXT }, { "subject", NULL, CELL_TEXT },
		{ "text", NULL, CELL_TEXT }, { "help", NULL, CELL_TEXT },
		{ "opened", NULL, CELL_TIME }, { "changed", NULL, CELL_TIME },
		{ "told", NULL, CELL_TIME }, { "closed", NULL, CELL_TIME },
		{ "acknowledged", NULL, CELL_TIME },
		{ "acknowledged_by", NULL, CELL_TEXT },
		{ "note", NULL, CELL_TEXT }),
	.params = { ID_PARAM },
};

/* --- acknowledge -----------------------------------------------------------
 */

static int acknowledge_run(struct verb_call *call, struct err *e)
{
	const char *note = call_text(call, "note");
	struct alert_seen s = { .id = call_int(call, "id", 0),
				.note = note != NULL ? note : "",
				.actor = call->actor };

	if (strlen(s.note) > 2000)
		return err_set(e, ERR_USAGE,
			       "the note is longer than 2000 "
			       "bytes");
	if (call_open(call, false, e) < 0 ||
	    alerts_acknowledge(call->db, &s, e) < 0)
		return -1;
	print_int(call->out, "alert", NULL, s.id);
	print_text(call->out, "acknowledged_by", NULL, call->actor.name);
	print_say(call->out,
		  "Nobody is told of alert %" PRId64 " again, unless it "
		  "becomes more severe, and when it is over.",
		  s.id);
	return VERB_OK;
}

const struct verb verb_alert_acknowledge = {
	.name = "alert acknowledge",
	.http = "POST /alerts/{id}/acknowledge",
	.right = RIGHT_ALERTS_SEEN,
	.help = "Say that you look after it: it is not told again",
	.about = "The alert stays until what is wrong is over.",
	.example = "  estreat alert acknowledge 17 --note 'a new disk comes on "
		   "Monday'",
	.run = acknowledge_run,
	.params = { ID_PARAM,
		    { .name = "note",
		      .type = PARAM_TEXT,
		      .value = "TEXT",
		      .help = "for the others" } },
};

/* --- rules -----------------------------------------------------------------
 */

static const struct table rule_table = {
	.name = "rules",
	.n = 8,
	.columns = { { "name", "RULE", CELL_TEXT },
		     { "severity", "SEVERITY", CELL_TEXT },
		     { "bound", "FROM", CELL_INT },
		     { "unit", "", CELL_TEXT },
		     { "silent", "SILENT", CELL_BOOL },
		     { "changed", NULL, CELL_BOOL },
		     { "title", "WHAT", CELL_TEXT, true, true },
		     { "help", NULL, CELL_TEXT, .below = true } },
};

static int rules_run(struct verb_call *call, struct err *e)
{
	struct printer *p = call->out;
	struct rules rules;

	if (call_open(call, false, e) < 0 ||
	    rules_load(call->db, &rules, e) < 0)
		return -1;
	print_table(p, &rule_table);
	for (size_t i = 0; rule_at(i) != NULL; i++) {
		const struct rule *r = rule_at(i);

		cell_text(p, r->name);
		cell_text(p, severity_name(rules.of[i].severity));
		if (r->unit == RULE_PLAIN)
			cell_none(p);
		else
			cell_int(p, rules.of[i].bound);
		cell_text_or_none(p, rule_unit_name(r->unit));
		cell_int(p, rules.of[i].silent);
		cell_int(p, rules.of[i].changed);
		cell_text(p, r->title);
		cell_text(p, r->help);
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	return VERB_OK;
}

const struct verb verb_alert_rules = {
	.name = "alert rules",
	.http = "GET /alert-rules",
	.right = RIGHT_ALERTS_VIEW,
	.help = "List the rules: what is taken for not in order",
	.example = "  estreat alert rules",
	.run = rules_run,
	.lists = VERB_LISTS(&rule_table),
};

/* What is not named stays as it is. */
static int set_read(struct verb_call *call, struct rule_change *c,
		    struct err *e)
{
	const char *severity = call_text(call, "severity");
	const char *silent = call_text(call, "silent");
	struct rules rules;
	size_t n = 0;

	if (rules_load(call->db, &rules, e) < 0)
		return -1;
	if (rule_find(c->name, &n) == NULL)
		return rules_change(call->db, c, e); /* says so */
	if (call_flag(call, "default")) {
		c->bound = -1;
		return 0;
	}
	c->severity = rules.of[n].severity;
	c->silent = rules.of[n].silent;
	c->bound = rule_at(n)->unit == RULE_PLAIN ? -1 : rules.of[n].bound;
	if (severity != NULL)
		(void)severity_find(severity, &c->severity);
	if (silent != NULL)
		c->silent = strcmp(silent, "yes") == 0;
	c->bound = call_int(call, "bound", c->bound);
	if (severity == NULL && silent == NULL && !call_flag(call, "bound"))
		return err_set(e, ERR_USAGE,
			       "nothing to change: give --severity, --bound, "
			       "--silent or --default");
	return 0;
}

static int set_run(struct verb_call *call, struct err *e)
{
	struct rule_change c = { .name = call_text(call, "rule") };

	if (call_open(call, false, e) < 0 || set_read(call, &c, e) < 0 ||
	    alerts_rule(call->db, &c, call->actor, e) < 0)
		return -1;
	print_text(call->out, "rule", NULL, c.name);
	print_say(call->out,
		  "The rule %s is changed; it holds from the next "
		  "look on.",
		  c.name);
	return VERB_OK;
}

const struct verb verb_alert_set = {
	.name = "alert set",
	.http = "PATCH /alert-rules/{rule}",
	.right = RIGHT_OWNER,
	.help = "Change a rule: its severity, its bound, or not at all",
	.about = "What is not named stays. A rule that is silent finds "
		 "nothing; what it had found\nis over.",
	.example = "  estreat alert set quarantine --bound 100\n"
		   "  estreat alert set objects-failed --silent yes",
	.run = set_run,
	.params = { { .name = "rule",
		      .type = PARAM_TEXT,
		      .positional = true,
		      .required = true,
		      .help = "a name of `estreat alert rules`" },
		    { .name = "severity",
		      .type = PARAM_CHOICE,
		      .choices = "low|medium|high",
		      .help = "at least" },
		    { .name = "bound",
		      .type = PARAM_INT,
		      .value = "N",
		      .help = "from so many on; minutes, percent, days" },
		    { .name = "silent",
		      .type = PARAM_CHOICE,
		      .choices = "yes|no",
		      .help = "whether it is not to find anything" },
		    { .name = "default",
		      .type = PARAM_FLAG,
		      .help = "as it was at first" } },
};

/* --- check -----------------------------------------------------------------
 */

/* Where nobody serves, channels are told here, one after the other. */
static int tell_all(struct verb_call *call, struct err *e)
{
	int64_t done[64], id = 0;
	size_t n = 0;
	int rc = 1;

	while (n < sizeof(done) / sizeof(done[0]) && rc > 0) {
		rc = channels_due(call->db, clock_now_us(), done, n, &id, e);
		if (rc <= 0)
			break;
		if (channels_bring(call->archive, call->db, id, call->stop, e) <
		    0)
			return -1;
		done[n++] = id;
	}
	return rc < 0 ? -1 : 0;
}

static int check_run(struct verb_call *call, struct err *e)
{
	AUTO(health_free) const struct health *h = NULL;
	bool served = archive_busy(call->home);
	int64_t told = 0;

	if (call_open(call, false, e) < 0 ||
	    health_count(call->archive, call->db, 0, e) < 0 ||
	    health_take(call->archive, call->db, 0, &h, e) < 0 ||
	    alerts_look(call->archive, call->db, h, &told, e) < 0 ||
	    digest_queue(call->archive, call->db, h, e) < 0 ||
	    (!served && tell_all(call, e) < 0))
		return -1;
	print_int(call->out, "told", "Alerts to be told of", told);
	print_bool(call->out, "told_here", NULL, !served);
	return VERB_OK;
}

const struct verb verb_alert_check = {
	.name = "alert check",
	.http = "POST /alerts/check",
	.right = RIGHT_ALERTS_SEEN,
	.help = "Hold the rules against everything now, and tell",
	.about = "`estreat serve` does it every minute. Where runs are started "
		 "by a timer of the\nsystem instead, this goes behind them. "
		 "People without a mailbox and the like are\ncounted anew.",
	.example = "  estreat connector run zoom; estreat alert check",
	.stoppable = true,
	.run = check_run,
};
