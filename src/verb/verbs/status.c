/* status.c - is everything captured, and what needs a person? */
#include "verb/verbs/verbs.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "stream/writer.h"
#include "verb/print.h"
#include "watch/alerts.h"
#include "watch/health.h"
#include "watch/rules.h"
#include "watch/watch.h"

#include <stdlib.h>
#include <string.h>

/* A page that looks every few seconds is not a reason to look each time. */
#define MAX_AGE_US (5 * CLOCK_SECOND)
/* Nobody serves: figures that are as old are counted anew here. */
#define COUNT_AGE_US (15 * CLOCK_MINUTE)

static bool for_people(const struct printer *p)
{
	return print_form(p) == PRINT_TEXT;
}

/* --- what needs a person -------------------------------------------------- */

static const struct table attention_table = {
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

static int print_attention(struct verb_call *call, const struct health *h,
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
	print_table(call->out, &attention_table);
	rules_apply(&rules, h, &to);
	print_table_end(call->out);
	return 0;
}

/* --- connectors ----------------------------------------------------------- */

static const struct table connector_table = {
	.name = "connectors",
	.empty = "There is no connector yet: `estreat connector add`.",
	.n = 24,
	.columns = { { "name", "CONNECTOR", CELL_TEXT, true },
		     { "source", NULL, CELL_TEXT },
		     { "state", NULL, CELL_TEXT },
		     { "last_result", "LAST RUN", CELL_TEXT },
		     { "last_run", NULL, CELL_INT },
		     { "last_ended", "ENDED (UTC)", CELL_TIME },
		     { "next_run", NULL, CELL_TIME },
		     { "late_seconds", NULL, CELL_INT },
		     { "failing_since", NULL, CELL_TIME },
		     { "failed_tries", NULL, CELL_INT },
		     { "error", NULL, CELL_TEXT, .below = true },
		     { "closed", NULL, CELL_BOOL },
		     { "listed", "LISTED", CELL_INT, true },
		     { "archived", "ARCHIVED", CELL_INT, true },
		     { "unchanged", NULL, CELL_INT },
		     { "excluded", NULL, CELL_INT },
		     { "pending", "PENDING", CELL_INT, true },
		     { "failed", "FAILED", CELL_INT, true },
		     { "expired", "EXPIRED", CELL_INT, true },
		     { "messages", NULL, CELL_INT },
		     { "copies", NULL, CELL_INT },
		     { "quarantined", NULL, CELL_INT },
		     { "waiting", NULL, CELL_INT },
		     { "refused", NULL, CELL_INT } },
};

static void cells_sums(struct printer *p, const struct health_connector *c)
{
	const struct health_sums *s = &c->last;
	const int64_t values[] = { s->listed,      s->archived, s->unchanged,
				   s->excluded,    s->pending,  s->failed,
				   s->expired,     s->messages, s->copies,
				   s->quarantined, s->waiting,  s->refused };

	if (c->has_sums)
		cell_int(p, s->closed);
	else
		cell_none(p);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		if (c->has_sums)
			cell_int(p, values[i]);
		else
			cell_none(p);
	}
}

static int print_connectors(struct printer *p, const struct health *h,
			    struct err *e)
{
	print_gap(p);
	print_table(p, &connector_table);
	for (size_t i = 0; i < h->n_connectors; i++) {
		const struct health_connector *c = &h->connectors[i];

		cell_text(p, c->name);
		cell_text(p, c->source);
		cell_text(p, c->state);
		cell_text_or_none(p, c->result);
		cell_int_or_none(p, c->last_run);
		cell_int_or_none(p, c->last_run_us);
		cell_int_or_none(p, c->next_run_us);
		cell_int(p, c->late_us / CLOCK_SECOND);
		cell_int_or_none(p, c->failing_since_us);
		cell_int(p, c->failed_tries);
		cell_text_or_none(p, c->error);
		cells_sums(p, c);
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	return 0;
}

static const struct table reason_table = {
	.name = "reasons",
	.n = 4,
	.columns = { { "connector", "CONNECTOR", CELL_TEXT, true },
		     { "state", "STATE", CELL_TEXT },
		     { "count", "OBJECTS", CELL_INT },
		     { "reason", "REASON", CELL_TEXT, true, true } },
};

static int print_reasons(struct printer *p, const struct health *h,
			 struct err *e)
{
	if (for_people(p) && h->n_reasons == 0)
		return 0;
	print_gap(p);
	print_table(p, &reason_table);
	for (size_t i = 0; i < h->n_reasons; i++) {
		cell_text(p, h->reasons[i].connector);
		cell_text(p, h->reasons[i].state);
		cell_int(p, h->reasons[i].objects);
		cell_text(p, h->reasons[i].reason);
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	return 0;
}

static const struct table loss_table = {
	.name = "losses",
	.n = 7,
	.columns = { { "connector", "CONNECTOR", CELL_TEXT, true },
		     { "passed", "PASSED", CELL_INT },
		     { "within_day", "WITHIN A DAY", CELL_INT, true },
		     { "within_three_days", "3 DAYS", CELL_INT, true },
		     { "within_week", "A WEEK", CELL_INT, true },
		     { "past_half", "HALF GONE", CELL_INT, true },
		     { "soonest", "SOONEST (UTC)", CELL_TIME } },
};

static bool at_risk(const struct health_loss *l)
{
	return l->passed > 0 || l->half > 0 || l->soonest_us > 0;
}

static int print_losses(struct printer *p, const struct health *h,
			struct err *e)
{
	bool any = false;

	for (size_t i = 0; i < h->n_connectors; i++)
		any = any || at_risk(&h->connectors[i].loss);
	if (for_people(p) && !any)
		return 0;
	print_say(p, "\nNot captured, and the source will delete it:");
	print_table(p, &loss_table);
	for (size_t i = 0; i < h->n_connectors; i++) {
		const struct health_loss *l = &h->connectors[i].loss;

		if (for_people(p) && !at_risk(l))
			continue;
		cell_text(p, h->connectors[i].name);
		cell_int(p, l->passed);
		cell_int(p, l->day);
		cell_int(p, l->three_days);
		cell_int(p, l->week);
		cell_int(p, l->half);
		cell_int_or_none(p, l->soonest_us);
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	return 0;
}

/* --- places --------------------------------------------------------------- */

static const struct table target_table = {
	.name = "targets",
	.n = 9,
	.columns = { { "name", "TARGET", CELL_TEXT, true },
		     { "kind", "KIND", CELL_TEXT },
		     { "state", "STATE", CELL_TEXT },
		     { "consent", "CONSENT", CELL_TEXT },
		     { "waiting", "WAITING", CELL_INT },
		     { "refused", "REFUSED", CELL_INT },
		     { "stuck", "STUCK", CELL_INT },
		     { "next_try", NULL, CELL_TIME },
		     { "reason", NULL, CELL_TEXT, .below = true } },
};

static int print_targets(struct printer *p, const struct health *h,
			 struct err *e)
{
	if (for_people(p) && h->n_targets == 0)
		return 0;
	print_gap(p);
	print_table(p, &target_table);
	for (size_t i = 0; i < h->n_targets; i++) {
		const struct health_target *t = &h->targets[i];

		cell_text(p, t->name);
		cell_text(p, t->kind);
		cell_text(p, t->state);
		cell_text(p, t->consent);
		cell_int(p, t->waiting);
		cell_int(p, t->refused);
		cell_int(p, t->stuck);
		if (t->next_try_us < INT64_MAX)
			cell_int_or_none(p, t->next_try_us);
		else
			cell_none(p);
		cell_text_or_none(p, t->reason);
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	return 0;
}

static const struct table directory_table = {
	.name = "directories",
	.n = 7,
	.columns = { { "name", "DIRECTORY", CELL_TEXT, true },
		     { "kind", "KIND", CELL_TEXT },
		     { "persons", "PERSONS", CELL_INT },
		     { "conflicts", "CONFLICTS", CELL_INT },
		     { "synchronised", "SYNCHRONISED (UTC)", CELL_TIME },
		     { "late_seconds", NULL, CELL_INT },
		     { "error", NULL, CELL_TEXT, .below = true } },
};

static int print_directories(struct printer *p, const struct health *h,
			     struct err *e)
{
	if (for_people(p) && h->n_directories == 0)
		return 0;
	print_gap(p);
	print_table(p, &directory_table);
	for (size_t i = 0; i < h->n_directories; i++) {
		const struct health_directory *d = &h->directories[i];

		cell_text(p, d->name);
		cell_text(p, d->kind);
		cell_int(p, d->persons);
		cell_int(p, d->conflicts);
		cell_int_or_none(p, d->synced_us);
		cell_int(p, d->late_us / CLOCK_SECOND);
		cell_text_or_none(p, d->error);
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	return 0;
}

static const struct table store_table = {
	.name = "stores",
	.n = 5,
	.columns = { { "kind", "STORE", CELL_TEXT },
		     { "files", "FILES", CELL_INT },
		     { "bytes", "SIZE", CELL_SIZE },
		     { "error_since", "HINDERED SINCE (UTC)", CELL_TIME },
		     { "error", NULL, CELL_TEXT, .below = true } },
};

static int print_stores(struct printer *p, const struct health *h,
			struct err *e)
{
	if (for_people(p) && h->n_stores == 0)
		return 0;
	print_gap(p);
	print_table(p, &store_table);
	for (size_t i = 0; i < h->n_stores; i++) {
		cell_text(p, h->stores[i].kind);
		cell_int(p, h->stores[i].files);
		cell_int(p, h->stores[i].bytes);
		cell_int_or_none(p, h->stores[i].error_since_us);
		cell_text_or_none(p, h->stores[i].error);
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	return 0;
}

static const struct table disk_table = {
	.name = "disks",
	.n = 5,
	.columns = { { "name", "DISK OF", CELL_TEXT },
		     { "path", "PATH", CELL_TEXT, true },
		     { "size", "SIZE", CELL_SIZE },
		     { "free", "FREE", CELL_SIZE },
		     { "used_percent", "USED %", CELL_INT } },
};

static int print_disks(struct printer *p, const struct health *h, struct err *e)
{
	print_gap(p);
	print_table(p, &disk_table);
	for (size_t i = 0; i < h->n_disks; i++) {
		cell_text(p, h->disks[i].name);
		cell_text(p, h->disks[i].path);
		cell_int(p, h->disks[i].size);
		cell_int(p, h->disks[i].free);
		cell_int(p, h->disks[i].used);
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	return 0;
}

static const struct table expiry_table = {
	.name = "expiries",
	.n = 4,
	.columns = { { "subject", "EXPIRES", CELL_TEXT, true },
		     { "what", "WHAT", CELL_TEXT },
		     { "expires", "ON (UTC)", CELL_TIME },
		     { "days_left", "DAYS LEFT", CELL_INT } },
};

static int print_expiries(struct printer *p, const struct health *h,
			  struct err *e)
{
	if (for_people(p) && h->n_expiries == 0)
		return 0;
	print_gap(p);
	print_table(p, &expiry_table);
	for (size_t i = 0; i < h->n_expiries; i++) {
		int64_t left = h->expiries[i].at_us - h->taken_us;

		cell_text(p, h->expiries[i].subject);
		cell_text(p, h->expiries[i].what);
		cell_int(p, h->expiries[i].at_us);
		cell_int(p, left > 0 ? left / CLOCK_DAY : 0);
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	return 0;
}

static const struct table channel_table = {
	.name = "channels",
	.n = 6,
	.columns = { { .name = "name" },
		     { .name = "kind" },
		     { .name = "waiting", .type = CELL_INT },
		     { .name = "dropped", .type = CELL_INT },
		     { .name = "failing_since", .type = CELL_TIME },
		     { .name = "error" } },
};

static int print_channels(struct printer *p, const struct health *h,
			  struct err *e)
{
	if (for_people(p))
		return 0; /* `estreat channel list` has them */
	print_table(p, &channel_table);
	for (size_t i = 0; i < h->n_channels; i++) {
		cell_text(p, h->channels[i].name);
		cell_text(p, h->channels[i].kind);
		cell_int(p, h->channels[i].waiting);
		cell_int(p, h->channels[i].dropped);
		cell_int_or_none(p, h->channels[i].failing_since_us);
		cell_text_or_none(p, h->channels[i].error);
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	return 0;
}

/* --- numbers -------------------------------------------------------------- */

static const struct table day_table = {
	.name = "days",
	.n = 8,
	.columns = { { .name = "day" },
		     { .name = "runs", .type = CELL_INT },
		     { .name = "archived", .type = CELL_INT },
		     { .name = "messages", .type = CELL_INT },
		     { .name = "copies", .type = CELL_INT },
		     { .name = "quarantined", .type = CELL_INT },
		     { .name = "failed", .type = CELL_INT },
		     { .name = "expired", .type = CELL_INT } },
};

static int print_days(struct printer *p, const struct health *h, struct err *e)
{
	char day[CLOCK_TEXT];

	if (for_people(p))
		return 0;
	print_table(p, &day_table);
	for (size_t i = 0; i < HEALTH_DAYS; i++) {
		const struct health_day *d = &h->days[i];

		cell_text(p, clock_day(d->day_us, day));
		cell_int(p, d->runs);
		cell_int(p, d->archived);
		cell_int(p, d->messages);
		cell_int(p, d->copies);
		cell_int(p, d->quarantined);
		cell_int(p, d->failed);
		cell_int(p, d->expired);
		if (print_row(p, e) < 0)
			return -1;
	}
	print_table_end(p);
	return 0;
}

static void print_figures(struct printer *p, const struct health *h)
{
	print_gap(p);
	print_int(p, "messages", "Messages", h->messages);
	print_int(p, "copies", "Copies in mailboxes", h->copies);
	print_size(p, "message_bytes", NULL, (uint64_t)h->message_bytes);
	print_int(p, "quarantine", "Messages in the quarantine", h->quarantine);
	print_int(p, "unmapped_accounts", "Own addresses without a mailbox",
		  h->unmapped_accounts);
	print_int(p, "unmapped_guests", "Guests seen", h->unmapped_guests);
	print_int(p, "unmapped_unnamed", NULL, h->unmapped_unnamed);
	print_time(p, "counted", "Counted", h->counted_us);
	print_int(p, "records", NULL, h->records);
	print_int(p, "objects", NULL, h->objects);
	print_int(p, "packs", NULL, h->packs);
	print_size(p, "stored_bytes", "Stored", (uint64_t)h->stored_bytes);
	print_int(p, "unshipped",
		  h->n_stores > 0 ? "Not in the store yet" : NULL,
		  h->unshipped);
	print_int(p, "jobs", NULL, h->jobs);
	print_int(p, "acts_waiting", NULL, h->acts_waiting);
	print_int(p, "lockouts", h->lockouts > 0 ? "Accounts locked out" : NULL,
		  h->lockouts);
}

static int print_health(struct verb_call *call, const struct health *h,
			struct err *e)
{
	struct printer *p = call->out;

	print_time(p, "time", NULL, h->taken_us);
	print_text(p, "home", NULL, h->home);
	print_text(p, "domain", NULL, h->domain);
	print_text(p, "version", NULL, h->version);
	print_bool(p, "served", NULL, h->served);
	if (print_attention(call, h, e) < 0 || print_connectors(p, h, e) < 0 ||
	    print_reasons(p, h, e) < 0 || print_losses(p, h, e) < 0 ||
	    print_targets(p, h, e) < 0 || print_directories(p, h, e) < 0 ||
	    print_stores(p, h, e) < 0 || print_expiries(p, h, e) < 0 ||
	    print_channels(p, h, e) < 0 || print_days(p, h, e) < 0 ||
	    print_disks(p, h, e) < 0)
		return -1;
	print_figures(p, h);
	if (!h->served)
		print_say(p, "\n`estreat serve` does not run: nothing is "
			     "captured by itself, and nobody is told.");
	return VERB_OK;
}

static int status_run(struct verb_call *call, struct err *e)
{
	AUTO(health_free) const struct health *h = NULL;

	if (call_open(call, false, e) < 0)
		return -1;
	/* whoever serves counts in the background */
	if (!archive_busy(call->home) &&
	    health_count(call->archive, call->db, COUNT_AGE_US, e) < 0)
		return -1;
	if (health_take(call->archive, call->db, MAX_AGE_US, &h, e) < 0)
		return -1;
	return print_health(call, h, e);
}

const struct verb verb_status = {
	.name = "status",
	.http = "GET /status",
	.right = RIGHT_CONNECTOR_VIEW "|" RIGHT_OWNER,
	.help = "Is everything captured, and what needs a person?",
	.about = "What is not in order, by the rules of `estreat alert rules`; "
		 "each connector with\nits last run's sums; what sources will "
		 "delete soon and is not captured; targets,\ndirectories, the "
		 "store, credentials that expire, disks.\n\nPeople without a "
		 "mailbox, the quarantine and the number of messages are "
		 "counted\nnow and then: \"Counted\" says when.",
	.example = "  estreat status\n  estreat status --json",
	.run = status_run,
	.lists = VERB_LISTS(&attention_table, &connector_table, &reason_table,
			    &loss_table, &target_table, &directory_table,
			    &store_table, &expiry_table, &channel_table,
			    &day_table, &disk_table),
	.fields = VERB_FIELDS(
		{ "time", NULL, CELL_TIME }, { "home", NULL, CELL_TEXT },
		{ "domain", NULL, CELL_TEXT }, { "version", NULL, CELL_TEXT },
		{ "served", NULL, CELL_BOOL }, { "messages", NULL, CELL_INT },
		{ "copies", NULL, CELL_INT },
		{ "message_bytes", NULL, CELL_SIZE },
		{ "quarantine", NULL, CELL_INT },
		{ "unmapped_accounts", NULL, CELL_INT },
		{ "unmapped_guests", NULL, CELL_INT },
		{ "unmapped_unnamed", NULL, CELL_INT },
		{ "counted", NULL, CELL_TIME }, { "records", NULL, CELL_INT },
		{ "objects", NULL, CELL_INT }, { "packs", NULL, CELL_INT },
		{ "stored_bytes", NULL, CELL_SIZE },
		{ "unshipped", NULL, CELL_INT }, { "jobs", NULL, CELL_INT },
		{ "acts_waiting", NULL, CELL_INT },
		{ "lockouts", NULL, CELL_INT }),
};

/* --- metrics -------------------------------------------------------------- */

static int metrics_run(struct verb_call *call, struct err *e)
{
	AUTO(str_done) struct str text = STR_INIT;
	struct writer *to;

	if (call_open(call, false, e) < 0 ||
	    watch_metrics(call->archive, call->db, &text, e) < 0)
		return -1;
	if (print_form(call->out) == PRINT_JSON) {
		print_text(call->out, "metrics", NULL, text.s);
		return VERB_OK;
	}
	to = print_bytes(call->out);
	return to->ops->write(to, text.s, text.len, e) < 0 ? -1 : VERB_OK;
}

const struct verb verb_metrics = {
	.name = "metrics",
	.right = RIGHT_CONNECTOR_VIEW "|" RIGHT_OWNER,
	.reads = true,
	.help = "Print the figures of `estreat status` for Prometheus",
	.about = "The same that `estreat serve` answers at /metrics; "
		 "docs/formats/metrics.md lists\nthem.",
	.example = "  estreat metrics > /var/lib/node_exporter/estreat.prom",
	.run = metrics_run,
};
