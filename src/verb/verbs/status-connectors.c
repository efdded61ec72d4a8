/* status-connectors.c - the connectors, what they did not capture, and why. */
#include "verb/verbs/status.h"

#include "base/clock.h"
#include "verb/print.h"
#include "watch/health.h"

const struct table status_connector_table = {
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

int status_connectors(struct printer *p, const struct health *h, struct err *e)
{
	print_gap(p);
	print_table(p, &status_connector_table);
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

const struct table status_reason_table = {
	.name = "reasons",
	.n = 4,
	.columns = { { "connector", "CONNECTOR", CELL_TEXT, true },
		     { "state", "STATE", CELL_TEXT },
		     { "count", "OBJECTS", CELL_INT },
		     { "reason", "REASON", CELL_TEXT, true, true } },
};

int status_reasons(struct printer *p, const struct health *h, struct err *e)
{
	if (status_for_people(p) && h->n_reasons == 0)
		return 0;
	print_gap(p);
	print_table(p, &status_reason_table);
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

const struct table status_loss_table = {
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

int status_losses(struct printer *p, const struct health *h, struct err *e)
{
	bool any = false;

	for (size_t i = 0; i < h->n_connectors; i++)
		any = any || at_risk(&h->connectors[i].loss);
	if (status_for_people(p) && !any)
		return 0;
	print_say(p, "\nNot captured, and the source will delete it:");
	print_table(p, &status_loss_table);
	for (size_t i = 0; i < h->n_connectors; i++) {
		const struct health_loss *l = &h->connectors[i].loss;

		if (status_for_people(p) && !at_risk(l))
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
