/* status.c - is everything captured, and what needs a person? */
#include "verb/verbs/status.h"
#include "verb/verbs/verbs.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "catalog/archive.h"
#include "stream/writer.h"
#include "verb/print.h"
#include "watch/health.h"
#include "watch/watch.h"

/* A page that looks every few seconds is not a reason to look each time. */
#define MAX_AGE_US (5 * CLOCK_SECOND)
/* Nobody serves: figures that are as old are counted anew here. */
#define COUNT_AGE_US (15 * CLOCK_MINUTE)

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

	if (status_for_people(p))
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
	if (status_attention(call, h, e) < 0 ||
	    status_connectors(p, h, e) < 0 || status_reasons(p, h, e) < 0 ||
	    status_losses(p, h, e) < 0 || status_targets(p, h, e) < 0 ||
	    status_directories(p, h, e) < 0 || status_stores(p, h, e) < 0 ||
	    status_expiries(p, h, e) < 0 || status_channels(p, h, e) < 0 ||
	    print_days(p, h, e) < 0 || status_disks(p, h, e) < 0)
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
	.lists = VERB_LISTS(&status_attention_table, &status_connector_table,
			    &status_reason_table, &status_loss_table,
			    &status_target_table, &status_directory_table,
			    &status_store_table, &status_expiry_table,
			    &status_channel_table, &day_table,
			    &status_disk_table),
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
