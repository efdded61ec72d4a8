/*
 * metrics.c - the figures of health for Prometheus.
 *
 * Source: prometheus.io, "Exposition formats" (text format 0.0.4), "Metric
 * and label naming".
 */
#include "watch/watch.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"
#include "connector/connector.h"
#include "db/db.h"
#include "watch/health.h"
#include "watch/rules.h"

#include <inttypes.h>
#include <string.h>

#define MAX_AGE_US (5 * CLOCK_SECOND)

struct label {
	const char *name, *value;
};
#define LABELS_MAX 3

static void family(struct str *out, const char *name, const char *type,
		   const char *help)
{
	str_addf(out, "# HELP estreat_%s %s\n# TYPE estreat_%s %s\n", name,
		 help, name, type);
}

/* Label values: backslash, quote and line end are escaped. */
static void add_value(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			str_add(out, "\\n");
		else if (*text == '"' || *text == '\\')
			str_addf(out, "\\%c", *text);
		else
			str_add_char(out, *text);
	}
}

static void add_labels(struct str *out, const struct label labels[LABELS_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < LABELS_MAX && labels[i].name != NULL; i++) {
		str_addf(out, "%s%s=\"", n++ == 0 ? "{" : ",", labels[i].name);
		add_value(out, labels[i].value);
		str_add_char(out, '"');
	}
	if (n > 0)
		str_add_char(out, '}');
}

static void sample(struct str *out, const char *name,
		   const struct label labels[LABELS_MAX], int64_t value)
{
	str_addf(out, "estreat_%s", name);
	if (labels != NULL)
		add_labels(out, labels);
	str_addf(out, " %" PRId64 "\n", value);
}

/* Seconds since 1970, to the microsecond. */
static void sample_time(struct str *out, const char *name,
			const struct label labels[LABELS_MAX], int64_t us)
{
	str_addf(out, "estreat_%s", name);
	if (labels != NULL)
		add_labels(out, labels);
	str_addf(out, " %" PRId64 ".%06" PRId64 "\n", us / CLOCK_SECOND,
		 us % CLOCK_SECOND);
}

static void gauge(struct str *out, const char *name, const char *help,
		  int64_t value)
{
	family(out, name, "gauge", help);
	sample(out, name, NULL, value);
}

/* --- connectors ----------------------------------------------------------- */

typedef int64_t of_connector(const struct health_connector *c);

static int64_t of_active(const struct health_connector *c)
{
	return strcmp(c->state, "active") == 0;
}

static int64_t of_running(const struct health_connector *c)
{
	return strcmp(c->result, "running") == 0;
}

static int64_t of_failing(const struct health_connector *c)
{
	return c->failing_since_us > 0 || c->last_failed;
}

static int64_t of_late(const struct health_connector *c)
{
	return c->late_us / CLOCK_SECOND;
}

static int64_t of_closed(const struct health_connector *c)
{
	return c->has_sums && c->last.closed;
}

static int64_t of_half(const struct health_connector *c)
{
	return c->loss.half;
}

static int64_t of_runs(const struct health_connector *c)
{
	return c->runs;
}

static int64_t of_failed_runs(const struct health_connector *c)
{
	return c->failed_runs;
}

static int64_t of_messages(const struct health_connector *c)
{
	return c->all.messages;
}

static int64_t of_copies(const struct health_connector *c)
{
	return c->all.copies;
}

static void add_simple(struct str *out, const struct health *h)
{
	static const struct {
		const char *name, *type, *help;
		of_connector *value;
	} all[] = {
		{ "connector_active", "gauge",
		  "1 where the connector runs by its schedule, 0 where it is "
		  "paused.",
		  of_active },
		{ "connector_running", "gauge", "1 while a run is at work.",
		  of_running },
		{ "connector_failing", "gauge",
		  "1 where the last run failed or tries do not come to an end.",
		  of_failing },
		{ "connector_late_seconds", "gauge",
		  "For how long a run has been due; 0 where none is.",
		  of_late },
		{ "connector_last_run_closed", "gauge",
		  "1 where the sums of the last run close.", of_closed },
		{ "connector_objects_past_half", "gauge",
		  "Objects not captured of which more than half of the time "
		  "until the source deletes them has gone by.",
		  of_half },
		{ "connector_runs_total", "counter", "Runs that have ended.",
		  of_runs },
		{ "connector_failed_runs_total", "counter", "Runs that failed.",
		  of_failed_runs },
		{ "connector_messages_total", "counter",
		  "Messages made of what was archived.", of_messages },
		{ "connector_copies_total", "counter",
		  "Copies put into mailboxes by runs.", of_copies },
	};

	for (size_t m = 0; m < sizeof(all) / sizeof(all[0]); m++) {
		if (h->n_connectors > 0)
			family(out, all[m].name, all[m].type, all[m].help);
		for (size_t i = 0; i < h->n_connectors; i++) {
			const struct health_connector *c = &h->connectors[i];
			const struct label labels[LABELS_MAX] = {
				{ "connector", c->name },
				{ "source", c->source }
			};

			sample(out, all[m].name, labels, all[m].value(c));
		}
	}
}

/* One value of a family whose second label says which. */
static void sample_of(struct str *out, const char *name,
		      const struct health_connector *c, struct label which,
		      int64_t value)
{
	const struct label labels[LABELS_MAX] = { { "connector", c->name },
						  { "source", c->source },
						  which };

	sample(out, name, labels, value);
}

static void add_states(struct str *out, const struct health *h)
{
	static const char name[] = "connector_last_run_objects";

	if (h->n_connectors > 0)
		family(out, name, "gauge",
		       "Objects listed by the last run, by what became of "
		       "them.");
	for (size_t i = 0; i < h->n_connectors; i++) {
		const struct health_connector *c = &h->connectors[i];
		const struct {
			const char *state;
			int64_t n;
		} all[] = { { "archived", c->last.archived },
			    { "unchanged", c->last.unchanged },
			    { "excluded", c->last.excluded },
			    { "pending", c->last.pending },
			    { "failed", c->last.failed },
			    { "expired", c->last.expired } };

		for (size_t k = 0; k < sizeof(all) / sizeof(all[0]); k++)
			sample_of(out, name, c,
				  (struct label){ "state", all[k].state },
				  all[k].n);
	}
}

static void add_totals(struct str *out, const struct health *h)
{
	static const char name[] = "connector_objects_total";

	if (h->n_connectors > 0)
		family(out, name, "counter",
		       "Objects of all runs, by what became of them.");
	for (size_t i = 0; i < h->n_connectors; i++) {
		const struct health_connector *c = &h->connectors[i];

		sample_of(out, name, c, (struct label){ "state", "archived" },
			  c->all.archived);
		sample_of(out, name, c, (struct label){ "state", "failed" },
			  c->all.failed);
		sample_of(out, name, c, (struct label){ "state", "expired" },
			  c->all.expired);
	}
}

static void add_losses(struct str *out, const struct health *h)
{
	static const char name[] = "connector_objects_at_risk";

	if (h->n_connectors > 0)
		family(out, name, "gauge",
		       "Objects not captured that the source will delete "
		       "within a time; passed: it was to have done so.");
	for (size_t i = 0; i < h->n_connectors; i++) {
		const struct health_connector *c = &h->connectors[i];

		sample_of(out, name, c, (struct label){ "within", "passed" },
			  c->loss.passed);
		sample_of(out, name, c, (struct label){ "within", "1d" },
			  c->loss.day);
		sample_of(out, name, c, (struct label){ "within", "3d" },
			  c->loss.three_days);
		sample_of(out, name, c, (struct label){ "within", "7d" },
			  c->loss.week);
	}
}

/* Times are left out where there is none. */
static void add_times(struct str *out, const struct health *h)
{
	static const struct {
		const char *name, *help;
	} all[] = {
		{ "connector_last_run_end_timestamp_seconds",
		  "When the last run ended." },
		{ "connector_next_run_timestamp_seconds",
		  "When the next run is due." },
		{ "connector_soonest_loss_timestamp_seconds",
		  "When the source deletes the next object that is not "
		  "captured." },
	};

	for (size_t m = 0; m < 3; m++) {
		if (h->n_connectors > 0)
			family(out, all[m].name, "gauge", all[m].help);
		for (size_t i = 0; i < h->n_connectors; i++) {
			const struct health_connector *c = &h->connectors[i];
			const int64_t us[] = { c->last_run_us, c->next_run_us,
					       c->loss.soonest_us };
			const struct label labels[LABELS_MAX] = {
				{ "connector", c->name },
				{ "source", c->source }
			};

			if (us[m] > 0)
				sample_time(out, all[m].name, labels, us[m]);
		}
	}
}

/* --- targets, directories, stores, disks ---------------------------------- */

static void add_targets(struct str *out, const struct health *h)
{
	if (h->n_targets == 0)
		return;
	family(out, "target_copies", "gauge",
	       "Copies that have not arrived at a target.");
	for (size_t i = 0; i < h->n_targets; i++) {
		const struct health_target *t = &h->targets[i];
		struct label labels[LABELS_MAX] = { { "target", t->name },
						    { "kind", t->kind },
						    { "state", "waiting" } };

		sample(out, "target_copies", labels, t->waiting);
		labels[2].value = "refused";
		sample(out, "target_copies", labels, t->refused);
	}
	family(out, "target_state", "gauge",
	       "1 for the state that a target is in.");
	for (size_t i = 0; i < h->n_targets; i++) {
		static const char *const states[] = { "ready", "waiting",
						      "parked" };
		const struct health_target *t = &h->targets[i];

		for (size_t k = 0; k < 3; k++) {
			const struct label labels[LABELS_MAX] = {
				{ "target", t->name },
				{ "kind", t->kind },
				{ "state", states[k] }
			};

			sample(out, "target_state", labels,
			       strcmp(t->state, states[k]) == 0);
		}
	}
	family(out, "target_consent_missing", "gauge",
	       "1 where a tenant's consent is needed and not in force.");
	for (size_t i = 0; i < h->n_targets; i++) {
		const struct label labels[LABELS_MAX] = {
			{ "target", h->targets[i].name },
			{ "kind", h->targets[i].kind }
		};

		sample(out, "target_consent_missing", labels,
		       h->targets[i].no_consent);
	}
}

static void add_directories(struct str *out, const struct health *h)
{
	if (h->n_directories == 0)
		return;
	family(out, "directory_synchronised_timestamp_seconds", "gauge",
	       "When a directory was last asked for everybody; 0: never.");
	for (size_t i = 0; i < h->n_directories; i++) {
		const struct label labels[LABELS_MAX] = {
			{ "directory", h->directories[i].name }
		};

		sample_time(out, "directory_synchronised_timestamp_seconds",
			    labels, h->directories[i].synced_us);
	}
	family(out, "directory_failing", "gauge",
	       "1 where the last time a directory was asked failed.");
	for (size_t i = 0; i < h->n_directories; i++) {
		const struct label labels[LABELS_MAX] = {
			{ "directory", h->directories[i].name }
		};

		sample(out, "directory_failing", labels,
		       h->directories[i].error[0] != '\0');
	}
}

static void add_stores(struct str *out, const struct health *h)
{
	if (h->n_stores == 0)
		return;
	family(out, "store_failing", "gauge",
	       "1 where the store cannot be used.");
	for (size_t i = 0; i < h->n_stores; i++) {
		const struct label labels[LABELS_MAX] = {
			{ "store", h->stores[i].kind }
		};

		sample(out, "store_failing", labels,
		       h->stores[i].error[0] != '\0');
	}
	gauge(out, "store_unshipped_files",
	      "Packs and objects that no store has yet.", h->unshipped);
}

static void add_disks(struct str *out, const struct health *h)
{
	family(out, "disk_size_bytes", "gauge", "Size of a disk.");
	for (size_t i = 0; i < h->n_disks; i++) {
		const struct label labels[LABELS_MAX] = {
			{ "disk", h->disks[i].name }
		};

		sample(out, "disk_size_bytes", labels, h->disks[i].size);
	}
	family(out, "disk_free_bytes", "gauge",
	       "What is left on a disk for this program.");
	for (size_t i = 0; i < h->n_disks; i++) {
		const struct label labels[LABELS_MAX] = {
			{ "disk", h->disks[i].name }
		};

		sample(out, "disk_free_bytes", labels, h->disks[i].free);
	}
}

static void add_expiries(struct str *out, const struct health *h)
{
	if (h->n_expiries == 0)
		return;
	family(out, "expiry_timestamp_seconds", "gauge",
	       "When a credential or certificate ends.");
	for (size_t i = 0; i < h->n_expiries; i++) {
		const struct label labels[LABELS_MAX] = {
			{ "subject", h->expiries[i].subject },
			{ "what", h->expiries[i].what }
		};

		sample_time(out, "expiry_timestamp_seconds", labels,
			    h->expiries[i].at_us);
	}
}

/* --- alerts --------------------------------------------------------------- */

static int add_alerts(struct str *out, struct db *db, const struct health *h,
		      struct err *e)
{
	AUTO(db_done)
	struct db_stmt *st = db_sql(db,
				    "SELECT severity, count(*) FROM alert"
				    " WHERE state = 1 GROUP BY severity",
				    e);
	int64_t open[SEVERITY_HIGH + 1] = { 0 };
	int rc;

	while ((rc = db_step(st, e)) > 0)
		if (db_col_int(st, 0) >= SEVERITY_LOW &&
		    db_col_int(st, 0) <= SEVERITY_HIGH)
			open[db_col_int(st, 0)] = db_col_int(st, 1);
	if (rc < 0)
		return -1;
	family(out, "alerts_open", "gauge", "Alerts that are not over.");
	for (int s = SEVERITY_LOW; s <= SEVERITY_HIGH; s++) {
		const struct label labels[LABELS_MAX] = {
			{ "severity", severity_name((enum severity)s) }
		};

		sample(out, "alerts_open", labels, open[s]);
	}
	if (h->n_channels > 0)
		family(out, "channel_waiting", "gauge",
		       "What waits to be told by a channel of alerts.");
	for (size_t i = 0; i < h->n_channels; i++) {
		const struct label labels[LABELS_MAX] = {
			{ "channel", h->channels[i].name },
			{ "kind", h->channels[i].kind }
		};

		sample(out, "channel_waiting", labels, h->channels[i].waiting);
	}
	return 0;
}

/* --- all ------------------------------------------------------------------ */

static void add_figures(struct str *out, const struct health *h)
{
	gauge(out, "messages", "Messages in the archive, when last counted.",
	      h->messages);
	gauge(out, "copies", "Copies in mailboxes, when last counted.",
	      h->copies);
	gauge(out, "quarantine_messages",
	      "Messages in the quarantine, when last counted.", h->quarantine);
	gauge(out, "unmapped_accounts",
	      "Addresses of the organisation's own without a mailbox, when "
	      "last counted.",
	      h->unmapped_accounts);
	gauge(out, "unmapped_guests",
	      "Addresses of others that were seen, when last counted.",
	      h->unmapped_guests);
	family(out, "counted_timestamp_seconds", "gauge",
	       "When these were last counted.");
	sample_time(out, "counted_timestamp_seconds", NULL, h->counted_us);
	gauge(out, "vault_records", "Records in the vault.", h->records);
	gauge(out, "vault_objects", "Objects in the vault.", h->objects);
	gauge(out, "vault_packs", "Packs in the vault.", h->packs);
	gauge(out, "vault_stored_bytes", "Bytes of packs and objects.",
	      h->stored_bytes);
	gauge(out, "jobs", "Jobs that wait or are at work, up to 100000.",
	      h->jobs);
	gauge(out, "acts_waiting", "Acts on their way to the ledger.",
	      h->acts_waiting);
	gauge(out, "accounts_locked", "Accounts that are locked out.",
	      h->lockouts);
	gauge(out, "served",
	      "1 where a process has the installation open for writing.",
	      h->served);
}

int watch_metrics(struct archive *a, struct db *db, struct str *out,
		  struct err *e)
{
	AUTO(health_free) const struct health *h = NULL;
	struct label labels[LABELS_MAX] = { { "version", "" } };

	if (health_take(a, db, MAX_AGE_US, &h, e) < 0)
		return -1;
	family(out, "build_info", "gauge", "1, with the program's version.");
	labels[0].value = h->version;
	sample(out, "build_info", labels, 1);
	add_simple(out, h);
	add_states(out, h);
	add_totals(out, h);
	add_losses(out, h);
	add_times(out, h);
	add_targets(out, h);
	add_directories(out, h);
	add_stores(out, h);
	add_disks(out, h);
	add_expiries(out, h);
	add_figures(out, h);
	return add_alerts(out, db, h, e);
}
