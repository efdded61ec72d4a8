/* status-places.c - where things go and come from, and what ends soon. */
#include "verb/verbs/status.h"

#include "base/clock.h"
#include "verb/print.h"
#include "watch/health.h"

const struct table status_target_table = {
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

int status_targets(struct printer *p, const struct health *h, struct err *e)
{
	if (status_for_people(p) && h->n_targets == 0)
		return 0;
	print_gap(p);
	print_table(p, &status_target_table);
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

const struct table status_directory_table = {
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

int status_directories(struct printer *p, const struct health *h, struct err *e)
{
	if (status_for_people(p) && h->n_directories == 0)
		return 0;
	print_gap(p);
	print_table(p, &status_directory_table);
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

const struct table status_store_table = {
	.name = "stores",
	.n = 5,
	.columns = { { "kind", "STORE", CELL_TEXT },
		     { "files", "FILES", CELL_INT },
		     { "bytes", "SIZE", CELL_SIZE },
		     { "error_since", "HINDERED SINCE (UTC)", CELL_TIME },
		     { "error", NULL, CELL_TEXT, .below = true } },
};

int status_stores(struct printer *p, const struct health *h, struct err *e)
{
	if (status_for_people(p) && h->n_stores == 0)
		return 0;
	print_gap(p);
	print_table(p, &status_store_table);
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

const struct table status_disk_table = {
	.name = "disks",
	.n = 5,
	.columns = { { "name", "DISK OF", CELL_TEXT },
		     { "path", "PATH", CELL_TEXT, true },
		     { "size", "SIZE", CELL_SIZE },
		     { "free", "FREE", CELL_SIZE },
		     { "used_percent", "USED %", CELL_INT } },
};

int status_disks(struct printer *p, const struct health *h, struct err *e)
{
	print_gap(p);
	print_table(p, &status_disk_table);
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

const struct table status_expiry_table = {
	.name = "expiries",
	.n = 4,
	.columns = { { "subject", "EXPIRES", CELL_TEXT, true },
		     { "what", "WHAT", CELL_TEXT },
		     { "expires", "ON (UTC)", CELL_TIME },
		     { "days_left", "DAYS LEFT", CELL_INT } },
};

int status_expiries(struct printer *p, const struct health *h, struct err *e)
{
	if (status_for_people(p) && h->n_expiries == 0)
		return 0;
	print_gap(p);
	print_table(p, &status_expiry_table);
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

const struct table status_channel_table = {
	.name = "channels",
	.n = 6,
	.columns = { { .name = "name" },
		     { .name = "kind" },
		     { .name = "waiting", .type = CELL_INT },
		     { .name = "dropped", .type = CELL_INT },
		     { .name = "failing_since", .type = CELL_TIME },
		     { .name = "error" } },
};

int status_channels(struct printer *p, const struct health *h, struct err *e)
{
	if (status_for_people(p))
		return 0; /* `estreat channel list` has them */
	print_table(p, &status_channel_table);
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
